//! What rules read before the tagger sees a reference: its label, its identifiers, and remarks on its language.

use super::identifiers::{self, Found};
use super::{label, language};
use crate::model::Span;

/// What rules have read.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Where the reference begins behind its label.
    pub start: usize,
    /// Identifiers and the date of access.
    pub found: Found,
    /// BCP 47 tag of the language the reference names.
    pub language: Option<&'static str>,
    /// Every stretch read, in order and without overlap.
    pub taken: Vec<Span>,
}

/// Reads what rules read best.
pub fn read(text: &str) -> Rules {
    let start = label::find(text).map_or(0, |l| l.span.range().end);
    let found = identifiers::find(text, start);
    let mut taken = found.taken.clone();
    let mut tag = None;
    if let Some((language, span)) = language::find(text)
        && span.range().start >= start
        && !taken.iter().any(|t| t.start < span.end && span.start < t.end)
    {
        tag = Some(language);
        taken.push(span);
        taken.sort_unstable();
    }
    Rules { start, found, language: tag, taken }
}
