//! What words for types mean, looked up once.

use std::collections::HashMap;

use crate::model::WorkKind;

/// Remembers the kinds of words; a file has few of them and repeats them in every record.
#[derive(Default)]
pub(in crate::import) struct Kinds {
    known: HashMap<Box<str>, Option<WorkKind>>,
}

impl Kinds {
    /// Kinds remembered at most, so that a file of made-up words takes no memory.
    const BOUND: usize = 512;

    /// The kind of a word, looked up where it is not known yet.
    pub(in crate::import) fn get(
        &mut self,
        word: &str,
        look: impl FnOnce(&str) -> Option<WorkKind>,
    ) -> Option<WorkKind> {
        if let Some(kind) = self.known.get(word) {
            return *kind;
        }
        let kind = look(word);
        if self.known.len() < Self::BOUND && word.len() < 128 {
            self.known.insert(word.into(), kind);
        }
        kind
    }
}
