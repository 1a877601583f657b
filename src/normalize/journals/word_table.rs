//! Title words and the abbreviations they are known by.

use super::error::AuthorityError;

/// Words with their abbreviations, looked up by bisection in the text they came in.
#[derive(Debug, Default)]
pub struct WordTable {
    text: String,
    ends: Vec<usize>,
    /// Places of the pairs in the order of their abbreviations.
    by_abbreviation: Vec<usize>,
}

impl WordTable {
    /// Reads lines of word, tab, abbreviation, in the order of the words.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, AuthorityError> {
        let text = String::from_utf8(bytes)
            .map_err(|_| AuthorityError::Compiled("the list of word abbreviations is not text"))?;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        let mut table = Self { text, ends, by_abbreviation: Vec::new() };
        let mut places: Vec<usize> = (0..table.ends.len()).collect();
        places.sort_by_cached_key(|&place| table.pair(place).map(|pair| pair.1.to_owned()));
        table.by_abbreviation = places;
        Ok(table)
    }

    /// Whether some word is known by this abbreviation.
    pub fn is_abbreviation(&self, short: &str) -> bool {
        let order = |&place: &usize| self.pair(place).map_or("", |pair| pair.1).cmp(short);
        self.by_abbreviation.binary_search_by(order).is_ok()
    }

    /// The abbreviation a word is known by.
    pub fn abbreviation(&self, word: &str) -> Option<&str> {
        let place = self.ends.partition_point(|&end| self.pair_ending(end).is_some_and(|pair| pair.0 < word));
        self.pair(place).filter(|pair| pair.0 == word).map(|pair| pair.1)
    }

    /// All pairs, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..self.ends.len()).filter_map(|at| self.pair(at))
    }

    fn pair(&self, place: usize) -> Option<(&str, &str)> {
        self.pair_ending(*self.ends.get(place)?)
    }

    fn pair_ending(&self, end: usize) -> Option<(&str, &str)> {
        let text = self.text.get(..end)?;
        text.rsplit('\n').next()?.split_once('\t')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_up_both_ways() {
        let table = WordTable::decode(b"clinical\tclin\njournal\tj\njournals\tj\noncology\toncol\n".to_vec())
            .unwrap();
        assert_eq!(table.abbreviation("journal"), Some("j"));
        assert_eq!(table.abbreviation("oncology"), Some("oncol"));
        assert_eq!(table.abbreviation("onkologie"), None);
        assert!(table.is_abbreviation("clin"));
        assert!(!table.is_abbreviation("cl"));
        assert_eq!(table.iter().count(), 4);
    }

    #[test]
    fn takes_any_text() {
        let table = WordTable::decode(b"\n\nno tab\n\t\n".to_vec()).unwrap();
        assert_eq!(table.abbreviation("no tab"), None);
        assert!(!table.is_abbreviation("x"));
        assert!(WordTable::decode(vec![0xff]).is_err());
    }
}
