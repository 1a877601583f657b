//! Where something stands in a file while it is still being read.

use crate::import::lines::Lines;
use crate::model::{ByteSpan, Place};

/// A stretch of lines that grows.
pub(super) struct Spot {
    start: Place,
    last: (u64, u64),
    end: Option<Place>,
}

impl Spot {
    /// Begins with the line that is being read.
    pub(super) fn new(lines: &mut Lines) -> Self {
        let last = lines.span();
        Self { start: lines.locate(last.0, last.0), last, end: None }
    }

    /// Takes in the line that is being read.
    pub(super) fn grow(&mut self, lines: &Lines) {
        self.last = lines.span();
        self.end = None;
    }

    /// Where its last line begins.
    pub(super) fn last(&self) -> u64 {
        self.last.0
    }

    /// Looks up the end, so that the decoder may forget all lines so far.
    pub(super) fn settle(&mut self, lines: &mut Lines) {
        if self.end.is_none() {
            self.end = Some(lines.locate(self.last.0, self.last.1));
        }
    }

    /// The place.
    pub(super) fn place(mut self, lines: &mut Lines) -> Place {
        self.settle(lines);
        let end = self.end.unwrap_or(self.start);
        Place {
            span: ByteSpan { start: self.start.span.start, end: end.span.end.max(self.start.span.start) },
            line_start: self.start.line_start,
            line_end: end.line_end.max(self.start.line_start),
        }
    }
}
