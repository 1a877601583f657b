//! The traits of all mentions in little memory: every word once, every mention a run of word numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::traits::{Author, Nature, Traits};

/// Mentions whose bytes stand in one piece, so that growing copies one piece and offsets stay short.
const PIECE: usize = 1 << 16;

/// Traits by mention. Some 70 bytes a reference, and the words.
#[derive(Debug, Default)]
pub(super) struct Store {
    words: Words,
    pieces: Vec<Piece>,
    len: u32,
}

#[derive(Debug, Default)]
struct Piece {
    bytes: Vec<u8>,
    starts: Vec<u32>,
}

/// What blocks are made of: numbers of words in place of words; 0 is nothing.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub title: Vec<u32>,
    /// First author's family name.
    pub family: u32,
    pub year: i16,
    pub container: u32,
    pub volume: u32,
    pub page: u32,
    pub nature: Nature,
}

impl Store {
    /// Adds the next mention.
    pub fn push(&mut self, traits: Option<&Traits>) {
        if (self.len as usize).is_multiple_of(PIECE) {
            if let Some(full) = self.pieces.last_mut() {
                full.bytes.shrink_to_fit();
            }
            self.pieces.push(Piece::default());
        }
        self.len = self.len.saturating_add(1);
        let Some(piece) = self.pieces.last_mut() else { return };
        let start = u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX);
        piece.starts.push(start);
        // 4 GB in one piece is beyond what cut fields can make: then the mention is compared by its keys alone.
        if let Some(traits) = traits.filter(|_| start < u32::MAX / 2) {
            Writer { words: &mut self.words, out: &mut piece.bytes }.traits(traits);
        }
    }

    /// Whether two mentions say the same, byte for byte.
    pub fn are_equal(&self, a: u32, b: u32) -> bool {
        self.bytes(a) == self.bytes(b)
    }

    /// The traits of a mention; none of a mention that says nothing.
    pub fn traits(&self, mention: u32) -> Option<Traits> {
        let bytes = self.bytes(mention);
        (!bytes.is_empty()).then(|| Reader { words: &self.words, rest: bytes }.traits())
    }

    /// Puts into `outline` what blocks need of a mention; `false` where it says nothing.
    pub fn outline(&self, mention: u32, outline: &mut Outline) -> bool {
        let bytes = self.bytes(mention);
        outline.title.clear();
        if bytes.is_empty() {
            return false;
        }
        Reader { words: &self.words, rest: bytes }.outline(outline);
        true
    }

    /// The word with this number.
    pub fn word(&self, number: u32) -> &str {
        self.words.text(number)
    }

    /// Counts how often each word was seen, by number: to be asked once, when all mentions are there.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.words.ends.len()];
        for (number, count) in self.words.numbers.values() {
            if let Some(place) = counts.get_mut(*number as usize) {
                *place = *count;
            }
        }
        counts
    }

    /// How many words there are.
    pub fn words(&self) -> u32 {
        u32::try_from(self.words.ends.len()).unwrap_or(u32::MAX)
    }

    fn bytes(&self, mention: u32) -> &[u8] {
        let Some(piece) = self.pieces.get(mention as usize / PIECE) else { return &[] };
        let at = mention as usize % PIECE;
        let Some(&start) = piece.starts.get(at) else { return &[] };
        let end = piece.starts.get(at + 1).map_or(piece.bytes.len(), |end| *end as usize);
        piece.bytes.get(start as usize..end).unwrap_or_default()
    }
}

/// Every word once. Number 0 is the empty word.
#[derive(Debug)]
struct Words {
    /// By hash: the word's number, and how often it was seen. A million words have two of one hash in one run of
    /// thirty million; they are then taken for one word.
    numbers: HashMap<u64, (u32, u32), BuildHasherDefault<AsIs>>,
    hash: std::hash::RandomState,
    text: String,
    ends: Vec<u32>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            numbers: HashMap::default(),
            hash: std::hash::RandomState::new(),
            text: String::new(),
            ends: vec![0],
        }
    }
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        use std::hash::BuildHasher as _;
        if word.is_empty() {
            return 0;
        }
        let hash = self.hash.hash_one(word);
        if let Some((known, count)) = self.numbers.get_mut(&hash) {
            *count = count.saturating_add(1);
            return *known;
        }
        let (Ok(number), Ok(end)) =
            (u32::try_from(self.ends.len()), u32::try_from(self.text.len() + word.len()))
        else {
            // Four gigabytes of different words: the rest are not compared.
            return 0;
        };
        self.text.push_str(word);
        self.ends.push(end);
        self.numbers.insert(hash, (number, 1));
        number
    }

    fn text(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Hashes that are hashes already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Writes the traits in the order in which [`Reader`] reads them.
struct Writer<'a> {
    words: &'a mut Words,
    out: &'a mut Vec<u8>,
}

impl Writer<'_> {
    fn traits(&mut self, traits: &Traits) {
        let flags = u8::from(traits.is_cut) | (traits.nature as u8) << 1;
        self.out.push(flags);
        self.out.extend(traits.year.to_le_bytes());
        self.text(&traits.volume);
        let page = if traits.first_page.is_empty() { &traits.article_number } else { &traits.first_page };
        self.text(page);
        self.text(&traits.container);
        self.integer(traits.journal);
        self.phrase(&traits.title);
        self.integer(u32::from(traits.main_words));
        self.integer(u32::try_from(traits.authors.len()).unwrap_or_default());
        for author in &traits.authors {
            self.text(&author.family);
            // Most have no particle, and initials for a given name: one byte says so.
            let shape = u32::from(author.is_group)
                | u32::from(!author.particle.is_empty()) << 1
                | u32::from(author.given != author.initials) << 2;
            self.integer(shape);
            if !author.particle.is_empty() {
                self.text(&author.particle);
            }
            if author.given != author.initials {
                self.text(&author.given);
            }
            self.text(&author.initials);
        }
        let rest = [
            &traits.first_page,
            &traits.last_page,
            &traits.issue,
            &traits.supplement,
            &traits.article_number,
            &traits.edition,
            &traits.versioned,
            &traits.version,
        ];
        let held =
            rest.iter().enumerate().fold(0, |bits, (at, text)| bits | u8::from(!text.is_empty()) << at);
        self.out.push(held);
        for text in rest.into_iter().filter(|text| !text.is_empty()) {
            self.text(text);
        }
    }

    fn phrase(&mut self, phrase: &str) {
        let words = phrase.split(' ').filter(|word| !word.is_empty());
        self.integer(u32::try_from(words.clone().count()).unwrap_or_default());
        for word in words {
            self.text(word);
        }
    }

    fn text(&mut self, text: &str) {
        let number = self.words.number(text);
        self.integer(number);
    }

    /// Seven bits a byte, the lowest first.
    fn integer(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.out.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.out.push(value.to_le_bytes()[0]);
    }
}

struct Reader<'a> {
    words: &'a Words,
    rest: &'a [u8],
}

impl Reader<'_> {
    fn outline(&mut self, outline: &mut Outline) {
        let flags = self.byte();
        outline.nature = nature(flags);
        outline.year = i16::from_le_bytes([self.byte(), self.byte()]);
        outline.volume = self.integer();
        outline.page = self.integer();
        outline.container = self.integer();
        let journal = self.integer();
        if journal > 0 {
            // Journals are numbered apart from words.
            outline.container = journal | 1 << 31;
        }
        for _ in 0..self.integer() {
            outline.title.push(self.integer());
        }
        self.integer();
        outline.family = if self.integer() > 0 { self.integer() } else { 0 };
    }

    fn traits(&mut self) -> Traits {
        let flags = self.byte();
        let mut traits = Traits {
            is_cut: flags & 1 == 1,
            nature: nature(flags),
            year: i16::from_le_bytes([self.byte(), self.byte()]),
            volume: self.text(),
            ..Traits::default()
        };
        self.integer();
        traits.container = self.text();
        traits.journal = self.integer();
        for _ in 0..self.integer() {
            if !traits.title.is_empty() {
                traits.title.push(' ');
            }
            let word = self.integer();
            traits.title.push_str(self.words.text(word));
        }
        traits.main_words = u8::try_from(self.integer()).unwrap_or_default();
        for _ in 0..self.integer() {
            let family = self.text();
            let shape = self.integer();
            let particle = if shape & 2 > 0 { self.text() } else { String::new() };
            let given = (shape & 4 > 0).then(|| self.text());
            let initials = self.text();
            let given = given.unwrap_or_else(|| initials.clone());
            traits.authors.push(Author { family, particle, given, initials, is_group: shape & 1 > 0 });
        }
        let held = self.byte();
        let rest = [
            &mut traits.first_page,
            &mut traits.last_page,
            &mut traits.issue,
            &mut traits.supplement,
            &mut traits.article_number,
            &mut traits.edition,
            &mut traits.versioned,
            &mut traits.version,
        ];
        for (at, field) in rest.into_iter().enumerate() {
            if held & 1 << at > 0 {
                *field = self.text();
            }
        }
        traits
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    fn integer(&mut self) -> u32 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift > 28 {
                return value;
            }
        }
    }

    fn text(&mut self) -> String {
        let number = self.integer();
        self.words.text(number).to_owned()
    }
}

fn nature(flags: u8) -> Nature {
    Nature::ALL.get(usize::from(flags >> 1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let person = |family: &str, particle: &str, given: &str, initials: &str| Author {
            family: family.into(),
            particle: particle.into(),
            given: given.into(),
            initials: initials.into(),
            is_group: false,
        };
        let whole = Traits {
            title: "lichen roofing of exposed barns".into(),
            main_words: 2,
            authors: vec![
                person("berg", "vander", "jan", "j"),
                person("moss", "", "ab", "ab"),
                Author { family: "lichen group".into(), is_group: true, ..Author::default() },
            ],
            is_cut: true,
            container: "annals of roofing".into(),
            journal: 70_000,
            year: -44,
            nature: Nature::Thesis,
            volume: "12".into(),
            issue: "3".into(),
            supplement: "suppl 1".into(),
            first_page: "100".into(),
            last_page: "110".into(),
            article_number: "e12".into(),
            edition: "2nd".into(),
            versioned: "10 1".into(),
            version: "2".into(),
        };
        let few = Traits { year: 1999, ..Traits::default() };
        let mut store = Store::default();
        for n in 0..PIECE + 10 {
            store.push(match n % 3 {
                0 => Some(&whole),
                1 => Some(&few),
                _ => None,
            });
        }
        for n in [0, 3, PIECE - 1, PIECE, PIECE + 1, PIECE + 9] {
            let expected = [Some(&whole), Some(&few), None][n % 3];
            assert_eq!(store.traits(u32::try_from(n).unwrap()).as_ref(), expected, "{n}");
        }
        assert!(store.are_equal(0, 3) && !store.are_equal(0, 1));
        let mut outline = Outline::default();
        assert!(store.outline(0, &mut outline) && !store.outline(2, &mut outline));
        assert!(store.outline(0, &mut outline));
        assert_eq!(outline.title.len(), 5);
        assert_eq!((store.word(outline.family), store.word(outline.page)), ("berg", "100"));
    }
}
