use std::collections::HashMap;

/// Keys of the old dataset that are other keys in the new one: of documents, references, works and authors alike, which
/// their first letters tell apart.
#[derive(Debug, Default)]
pub struct Renames {
    keys: HashMap<Box<str>, Box<str>>,
}

/// Stands before a key of the old dataset that the new one gives to another row.
const GONE: char = '\u{0}';

impl Renames {
    /// Says what a key has become. Without effect where it stayed.
    pub fn insert(&mut self, old: &str, new: &str) {
        if old != new {
            self.keys.insert(old.into(), new.into());
        }
    }

    /// Says that the row of a key is gone although the new dataset has the key, for another row.
    pub fn gone(&mut self, old: &str) {
        self.keys.insert(old.into(), format!("{GONE}{old}").into());
    }

    /// The key as the new dataset has it.
    pub fn of<'a>(&'a self, old: &'a str) -> &'a str {
        if self.keys.is_empty() {
            return old;
        }
        self.keys.get(old).map_or(old, |new| new)
    }
}
