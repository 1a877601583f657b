//! Title words and the abbreviations they are known by.

use super::error::AuthorityError;

/// Words with their abbreviations, looked up by bisection in the text they came in.
#[derive(Debug, Default)]
pub struct WordTable {
    text: String,
    ends: Vec<usize>,
}

impl WordTable {
    /// Reads lines of word, tab, abbreviation, in the order of the words.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, AuthorityError> {
        let text = String::from_utf8(bytes)
            .map_err(|_| AuthorityError::Compiled("the list of word abbreviations is not text"))?;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        Ok(Self { text, ends })
    }

    /// The abbreviation a word is known by.
    pub fn get(&self, word: &str) -> Option<&str> {
        let mut low = 0;
        let mut high = self.ends.len();
        while low < high {
            let middle = usize::midpoint(low, high);
            let (other, short) = self.pair(middle)?;
            match other.cmp(word) {
                std::cmp::Ordering::Equal => return Some(short),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All pairs, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.ends.len()).filter_map(|at| self.pair(at))
    }

    fn pair(&self, at: usize) -> Option<(&str, &str)> {
        let end = *self.ends.get(at)?;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)? + 1,
            None => 0,
        };
        self.text.get(start..end)?.split_once('\t')
    }
}
