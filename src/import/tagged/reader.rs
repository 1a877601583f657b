//! Finds the records of a file of tagged lines.

use std::collections::VecDeque;
use std::io;

use super::buffer::{Buffer, Fields, Tag};
use super::spot::Spot;
use crate::import::lines::Lines;
use crate::import::{About, Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::Place;

/// What one format makes of lines and fields.
pub(in crate::import) trait Dialect: Send {
    /// What stands in a value where it went on on another line.
    const JOINT: u8 = b'\n';

    /// What a line is.
    fn line(&mut self, line: &[u8], open: Open) -> LineKind;

    /// The record that fields make; its place is filled in by the reader.
    fn assemble(&mut self, fields: Fields<'_>) -> Imported;

    /// What is known of the file once it was read.
    fn about(&self) -> About;
}

/// The record a line stands in.
#[derive(Clone, Copy)]
pub(in crate::import) struct Open {
    /// Whether there is one.
    pub(in crate::import) record: bool,
    /// Its last field; blank where it has none.
    pub(in crate::import) last: Tag,
    /// Its fields so far.
    pub(in crate::import) fields: usize,
    /// Whether empty lines stand between its last line and this one.
    pub(in crate::import) after_blank: bool,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum LineKind {
    /// A field: its name, where in the line its value begins, and whether it begins a record.
    Field {
        /// Name.
        tag: Tag,
        /// Byte at which the value begins.
        value: usize,
        /// Whether what was open before is another record.
        starts: bool,
    },
    /// More of the last field, from a byte on.
    More(usize),
    /// Begins a record and says nothing itself.
    Start,
    /// The end of the record.
    End,
    /// Nothing.
    Blank,
    /// Something known that says nothing of any work.
    Skip,
    /// Text that belongs to nothing.
    Stray,
}

/// Reads the records of a file in one dialect.
pub(in crate::import) struct Reader<D> {
    lines: Lines,
    dialect: D,
    record_bytes: usize,
    buffer: Buffer,
    /// The record that is being read.
    open: Option<OpenRecord>,
    stray: Option<Stray>,
    ready: VecDeque<Item>,
    last: Tag,
    after_blank: bool,
    /// Lines since the decoder was last told to forget.
    lines_since: u32,
    line_bound: usize,
    ended: bool,
}

struct OpenRecord {
    spot: Spot,
    bytes: usize,
    /// Longer than what is read of a record.
    over: bool,
    head: String,
}

struct Stray {
    spot: Spot,
    head: String,
}

impl<D: Dialect> Reader<D> {
    /// A reader of `text`.
    pub(in crate::import) fn new(text: Decoded, limits: &Limits, dialect: D) -> Self {
        // A record with one line that is too long is worth more without its end than not at all.
        let line_bound = limits.line_bytes.max(limits.record_bytes / 4);
        Self {
            lines: Lines::new(text, line_bound),
            dialect,
            record_bytes: limits.record_bytes,
            buffer: Buffer::default(),
            open: None,
            stray: None,
            ready: VecDeque::new(),
            last: *b"    ",
            after_blank: false,
            lines_since: 0,
            line_bound,
            ended: false,
        }
    }

    fn take(&mut self, kind: LineKind) {
        match kind {
            LineKind::Blank => self.after_blank = true,
            LineKind::Skip => {}
            LineKind::Stray => self.stray_line(),
            LineKind::End => {
                if let Some(open) = &mut self.open {
                    open.spot.grow(&self.lines);
                }
                self.finish();
            }
            LineKind::Start => {
                self.finish();
                self.begin();
            }
            LineKind::Field { tag, value, starts } => {
                if starts {
                    self.finish();
                }
                self.flush_stray();
                self.begin();
                self.add(value, Some(tag));
                self.last = tag;
            }
            LineKind::More(at) => {
                self.flush_stray();
                self.add(at, None);
            }
        }
        if kind != LineKind::Blank {
            self.after_blank = false;
        }
    }

    /// Opens a record unless one is open.
    fn begin(&mut self) {
        if self.open.is_some() {
            return;
        }
        self.flush_stray();
        let spot = Spot::new(&mut self.lines);
        self.buffer.clear();
        self.last = *b"    ";
        self.open = Some(OpenRecord { spot, bytes: 0, over: false, head: String::new() });
    }

    /// Adds the line to the record.
    fn add(&mut self, value: usize, tag: Option<Tag>) {
        let Some(open) = &mut self.open else { return };
        open.spot.grow(&self.lines);
        let cut = self.lines.is_cut();
        let line = self.lines.line();
        open.bytes = open.bytes.saturating_add(line.len() + 1);
        if open.bytes > self.record_bytes {
            if !open.over {
                open.over = true;
                open.head =
                    observed(self.buffer.fields().and_then(|f| f.iter().next()).map_or("", |(_, v)| v));
                self.buffer.clear();
            }
            return;
        }
        let value = line.get(value..).unwrap_or_default();
        match tag {
            Some(tag) => self.buffer.begin(tag, value),
            None => self.buffer.extend(D::JOINT, value),
        }
        if cut {
            self.tell_cut();
        }
    }

    fn tell_cut(&mut self) {
        let (from, to) = self.lines.span();
        let head = observed(&String::from_utf8_lossy(self.lines.line().get(..400).unwrap_or_default()));
        let place = self.lines.locate(from, to);
        let message =
            format!("a line of {} bytes was cut; its first {} bytes were read", to - from, self.line_bound);
        self.ready.push_back(Item::Broken(Broken { place, message, observed: Some(head) }));
    }

    fn stray_line(&mut self) {
        if let Some(stray) = &mut self.stray {
            stray.spot.grow(&self.lines);
            return;
        }
        let spot = Spot::new(&mut self.lines);
        let line = self.lines.line();
        let head = observed(&String::from_utf8_lossy(line.get(..line.len().min(400)).unwrap_or_default()));
        self.stray = Some(Stray { spot, head });
    }

    fn flush_stray(&mut self) {
        let Some(stray) = self.stray.take() else { return };
        let place = stray.spot.place(&mut self.lines);
        let lines = place.line_end - place.line_start + 1;
        let message = if lines == 1 {
            "a line belongs to no field of any record; it was left out".to_owned()
        } else {
            format!("{lines} lines belong to no field of any record; they were left out")
        };
        self.ready.push_back(Item::Broken(Broken { place, message, observed: Some(stray.head) }));
    }

    /// Ends the record that is open.
    fn finish(&mut self) {
        if let Some(open) = self.open.take() {
            let over = open.over.then_some(open.head);
            let bytes = open.bytes;
            let place = open.spot.place(&mut self.lines);
            let item = match over {
                Some(head) => Item::Broken(Broken {
                    place,
                    message: format!(
                        "a record of {bytes} bytes is longer than the {} that are read of one; it was left out",
                        self.record_bytes
                    ),
                    observed: Some(head),
                }),
                None => self.record(place),
            };
            self.ready.push_back(item);
            self.buffer.clear();
        }
        self.flush_stray();
    }

    fn record(&mut self, place: Place) -> Item {
        match self.buffer.fields() {
            Some(fields) => {
                let mut imported = self.dialect.assemble(fields);
                imported.place = place;
                Item::Record(Box::new(imported))
            }
            None => Item::Broken(Broken {
                place,
                message: "a record is no text; it was left out".to_owned(),
                observed: None,
            }),
        }
    }

    /// Lets the decoder forget where things stood that nobody asks for any more.
    fn forget(&mut self) {
        self.lines_since += 1;
        if self.lines_since < 1024 {
            return;
        }
        self.lines_since = 0;
        // The record's last line stands before text that belongs to nothing, or the other way round.
        let record = self.open.as_ref().map(|open| open.spot.last());
        let stray = self.stray.as_ref().map(|stray| stray.spot.last());
        let record_first = record <= stray;
        for first in [true, false] {
            if first == record_first {
                if let Some(open) = &mut self.open {
                    open.spot.settle(&mut self.lines);
                }
            } else if let Some(stray) = &mut self.stray {
                stray.spot.settle(&mut self.lines);
            }
        }
        let (from, _) = self.lines.span();
        self.lines.locate(from, from);
    }
}

impl<D: Dialect> Records for Reader<D> {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Ok(Some(item));
            }
            if self.ended {
                return Ok(None);
            }
            if !self.lines.advance()? {
                self.ended = true;
                self.finish();
                continue;
            }
            let open = Open {
                record: self.open.is_some(),
                last: self.last,
                // Of a record that is left out nothing is kept, but it has fields.
                fields: self.buffer.len() + self.open.as_ref().map_or(0, |open| usize::from(open.over)),
                after_blank: self.after_blank,
            };
            let kind = self.dialect.line(self.lines.line(), open);
            self.take(kind);
            self.forget();
        }
    }

    fn about(&self) -> About {
        self.dialect.about()
    }
}

/// The beginning of a text, a line at most.
fn observed(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
