//! The lexicon: what words mostly are, counted in the element records, and the names of journals from the authority.

use std::collections::BTreeMap;

use anyhow::Result;
use refloom::normalize::journals::Authority;
use refloom::parse::cues;
use refloom::parse::hash::word;
use refloom::parse::lexicon::{Class, Lexicon, counts, journal_name, word_name};
use refloom::parse::tokens::{self, Kind};
use serde_json::Value;

use super::{corpus, displace};

/// A word met less often says nothing.
const LEAST: u32 = 8;

/// What the lexicon holds.
#[derive(Debug, Default)]
pub struct Words {
    names: BTreeMap<u32, u8>,
    /// Words with a class.
    pub classed: usize,
    /// Names of journals.
    pub journals: usize,
}

/// How often a word was met in family names, given names, titles, journals, publishers and places.
type Counts = [u32; 6];

impl Words {
    /// Counts the words of element records whose licence is free.
    pub fn of(records: &[Value], authority: &Authority) -> Self {
        let mut met: BTreeMap<u32, Counts> = BTreeMap::new();
        for record in records.iter().filter(|r| corpus::is_free(r)) {
            let kind = record["type"].as_str().unwrap_or_default();
            let fields = corpus::fields(record);
            for (label, text) in &fields {
                let Some(at) = column(label, kind) else { continue };
                for hash in words(text) {
                    met.entry(hash).or_default()[at] += 1;
                }
            }
        }
        let mut out = Self::default();
        for (hash, counts) in met {
            if let Some(class) = class(counts) {
                out.names.insert(word_name(hash), class as u8);
                out.classed += 1;
            }
        }
        for (_, journal) in authority.journals() {
            let names = [Some(journal.title), journal.title_iso4, journal.title_nlm];
            for name in names
                .iter()
                .flatten()
                .filter_map(|name| journal_name(words(name).filter(|w| counts(cues::of(*w)))))
            {
                out.journals += usize::from(out.names.insert(name, 1).is_none());
            }
        }
        out
    }

    /// The table, as it lies in the model.
    pub fn table(&self) -> Result<Vec<u8>> {
        let (names, classes): (Vec<u32>, Vec<u8>) = self.names.iter().unzip();
        displace::table(&names, |i| [classes[i]])
    }
}

/// A lexicon to look things up in before there is a model.
#[derive(Debug)]
pub struct Table {
    seeds: Vec<[u8; 2]>,
    slots: Vec<[u8; 3]>,
}

impl Table {
    /// Opens the bytes of [`Words::table`].
    pub fn open(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<8>()?;
        let [a, b, c, d, ..] = *head;
        let seeds = u32::from_le_bytes([a, b, c, d]) as usize;
        let (seeds, slots) = rest.split_at_checked(seeds * 2)?;
        Some(Self { seeds: seeds.as_chunks().0.to_vec(), slots: slots.as_chunks().0.to_vec() })
    }

    /// As the program sees it.
    pub fn lexicon(&self) -> Lexicon<'_> {
        Lexicon { seeds: &self.seeds, slots: &self.slots }
    }
}

fn words(text: &str) -> impl Iterator<Item = u32> {
    tokens::split(text, 0, &[]).into_iter().filter(|t| t.kind == Kind::Word).map(|t| word(t.span.of(text)))
}

fn column(label: &str, kind: &str) -> Option<usize> {
    let journal = matches!(kind, "journal" | "periodical" | "magazine" | "");
    match label {
        "author.surname" | "editor.surname" => Some(0),
        "author.given" | "editor.given" => Some(1),
        "title" | "chapter-title" => Some(2),
        "source" => Some(if journal { 3 } else { 2 }),
        "publisher" => Some(4),
        "publisher-loc" | "conf-loc" => Some(5),
        _ => None,
    }
}

/// What a word mostly is, if it is mostly one thing.
fn class(counts: Counts) -> Option<Class> {
    // Books, and with them publishers and places, are rare in the records, less so in the world.
    let [family, given, title, container, publisher, place] = counts;
    let counts = [family, given, title, container, 4 * publisher, 4 * place];
    let all: u32 = counts.iter().sum();
    let mostly = |part: u32| all >= LEAST && u64::from(part) * 5 >= u64::from(all) * 4;
    let classes =
        [Class::Family, Class::Given, Class::Title, Class::Container, Class::Publisher, Class::Place];
    let one = classes.into_iter().zip(counts).find(|&(_, part)| mostly(part)).map(|(class, _)| class);
    one.or_else(|| mostly(counts[2] + counts[3]).then_some(Class::Titles))
}

#[cfg(test)]
mod tests {
    use refloom::parse::lexicon::{Part, Word};

    use super::*;

    #[test]
    fn words_are_what_they_mostly_are() {
        assert_eq!(class([9, 0, 1, 0, 0, 0]), Some(Class::Family));
        assert_eq!(class([5, 0, 5, 0, 0, 0]), None);
        assert_eq!(class([0, 0, 6, 6, 0, 0]), Some(Class::Titles));
        assert_eq!(class([0, 0, 1, 0, 0, 3]), Some(Class::Place));
        assert_eq!(class([7, 0, 0, 0, 0, 0]), None);
    }

    #[test]
    fn journals_are_found_between_marks() {
        let words = Words::of(&[], &Authority::embedded().unwrap());
        assert!(words.journals > 30_000);
        let bytes = words.table().unwrap();
        let table = Table::open(&bytes).unwrap();
        let text = "Lee A. Of metastases. J. Biol. Chem. 1999; 3: 4. The Journal of Biological Chemistry 2000. Blood 2001.";
        let tokens = tokens::split(text, 0, &[]);
        let words: Vec<Word> = tokens
            .iter()
            .map(|token| {
                let printed = token.span.of(text);
                let role = match printed {
                    "." => Part::Between,
                    _ if token.kind == Kind::Word => Part::Word,
                    _ => Part::End,
                };
                let cue = cues::of(word(printed));
                let opens = role == Part::Word && printed.len() > 1;
                Word { hash: word(printed), role, opens, counts: counts(cue), is_in: false }
            })
            .collect();
        let codes = table.lexicon().journals(&words);
        let named = codes.iter().zip(&tokens).filter(|(code, _)| **code > 0);
        let inside: Vec<String> =
            named.map(|(code, token)| format!("{}{code}", token.span.of(text))).collect();
        assert_eq!(inside.join(" "), "Biol2 .3 Chem3 The2 Journal3 of3 Biological3 Chemistry3 Blood1");
    }
}
