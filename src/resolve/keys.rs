//! Keys under which a reference and its record meet in an index: identifiers, places, authors, pairs of title words.
//!
//! Keys only gather candidates, so that the comparison has little to compare; each is built from few facts, so that a
//! misprint in one leaves the others.

use super::side::telling_identifiers;
use crate::model::{DateKind, JournalHandle, JournalLink, Name, Record, Reference, Role};
use crate::normalize::fold::{fold, fold_run};
use crate::normalize::journals::Authority;
use crate::normalize::likeness::locator::Locator;
use crate::normalize::likeness::titles::folded;
use crate::normalize::likeness::words::is_telling;

/// Pairs of words of a title that are used.
const MOST_PAIRS: usize = 20;

/// A key, and how much it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// A stable digest of the facts; the same on every machine.
    pub hash: u64,
    /// How much more likely a record is the one that is looked for if it has this key.
    pub weight: f32,
}

/// What a key is built from.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    Identifier = 1,
    JournalVolumePage,
    JournalYearPage,
    YearVolumePage,
    AuthorYearPage,
    JournalYearAuthor,
    AuthorYear,
    TitlePair,
}

impl Kind {
    fn weight(self) -> f32 {
        match self {
            Self::Identifier => 50.0,
            Self::JournalVolumePage => 10.0,
            Self::JournalYearPage | Self::AuthorYearPage => 8.0,
            Self::YearVolumePage => 6.0,
            Self::JournalYearAuthor => 4.0,
            Self::TitlePair => 3.0,
            Self::AuthorYear => 2.0,
        }
    }
}

/// Records with less than this together are not worth a look.
pub const LEAST_WEIGHT: f32 = 5.0;

/// The keys a record is to be found under.
pub fn of_record(record: &Record, authority: &Authority) -> Vec<Key> {
    let mut years: Vec<i16> = record.work.issued.iter().map(|date| date.value.year).collect();
    let dated = record.dates.iter().filter(|(kind, _)| {
        matches!(kind, DateKind::Print | DateKind::Electronic | DateKind::Issued | DateKind::Posted)
    });
    years.extend(dated.map(|(_, date)| date.year));
    years.sort_unstable();
    years.dedup();
    let serial = &record.serial;
    let journals = if let Some(nlm_id) = &serial.nlm_id {
        vec![nlm_id.clone()]
    } else {
        let title = record.work.container_title.as_ref().map_or("", |title| title.value.as_str());
        let issn = [&serial.issn_l, &serial.issn_print, &serial.issn_electronic].into_iter().flatten().next();
        journals(&authority.resolve(title, issn.map(String::as_str)), title, authority)
    };
    let mut keys = Keys::default();
    keys.add(&record.work, &years, &journals);
    if let Some(title) = &record.title_original {
        keys.title(title);
    }
    keys.found
}

/// The keys to look a reference up under; its journal is linked with the same authority.
pub fn of_reference(reference: &Reference, authority: &Authority) -> Vec<Key> {
    let years: Vec<i16> = reference.issued.iter().map(|date| date.value.year).collect();
    let title = reference.container_title.as_ref().map(|title| title.value.as_str()).unwrap_or_default();
    let mut keys = Keys::default();
    keys.add(reference, &years, &journals(&reference.journal, title, authority));
    keys.found
}

/// The keys of the identifiers alone.
pub fn identifiers(reference: &Reference) -> Vec<Key> {
    let mut keys = Keys::default();
    keys.identifiers(reference);
    keys.found
}

/// What a journal is called in keys: its NLM identifier, else its title. Several where it is not certain.
fn journals(link: &JournalLink, title: &str, authority: &Authority) -> Vec<String> {
    let name = |handle: &JournalHandle| {
        let journal = authority.journal(*handle)?;
        Some(journal.nlm_id.unwrap_or_else(|| fold(&journal.title)))
    };
    match link {
        JournalLink::Resolved { journal, .. } => name(journal).into_iter().collect(),
        JournalLink::Ambiguous { candidates, .. } => candidates.iter().filter_map(name).collect(),
        JournalLink::NotAttempted | JournalLink::Unresolved => {
            Some(fold(title)).filter(|title| !title.is_empty()).into_iter().collect()
        }
    }
}

#[derive(Default)]
struct Keys {
    found: Vec<Key>,
}

impl Keys {
    fn add(&mut self, work: &Reference, years: &[i16], journals: &[String]) {
        self.identifiers(work);
        let locator = Locator::of(work);
        let volume = locator.volume.as_deref().or(locator.issue.as_deref());
        let author = first_author(work);
        let years: Vec<String> = years.iter().map(i16::to_string).collect();
        let mut pages: Vec<&str> = locator.firsts.iter().map(|page| page.digits.as_str()).collect();
        pages.dedup();
        for page in pages {
            for year in &years {
                if let Some(volume) = volume {
                    self.push(Kind::YearVolumePage, &[year, volume, page]);
                }
                if let Some(author) = &author {
                    self.push(Kind::AuthorYearPage, &[author, year, page]);
                }
            }
            for journal in journals {
                if let Some(volume) = volume {
                    self.push(Kind::JournalVolumePage, &[journal, volume, page]);
                }
                for year in &years {
                    self.push(Kind::JournalYearPage, &[journal, year, page]);
                }
            }
        }
        if let Some(author) = &author {
            for year in &years {
                self.push(Kind::AuthorYear, &[author, year]);
                for journal in journals {
                    self.push(Kind::JournalYearAuthor, &[journal, year, author]);
                }
            }
        }
        if let Some(title) = &work.title {
            self.title(&title.value);
        }
    }

    fn identifiers(&mut self, work: &Reference) {
        for (scheme, value) in telling_identifiers(work) {
            self.push(Kind::Identifier, &[scheme.as_str(), &value.to_ascii_lowercase()]);
        }
    }

    /// Neighbours among the words that tell.
    fn title(&mut self, title: &str) {
        let folded = folded(title);
        let mut telling = folded.split(' ').filter(|word| is_telling(word));
        let Some(mut before) = telling.next() else { return };
        for word in telling.take(MOST_PAIRS) {
            self.push(Kind::TitlePair, &[before, word]);
            before = word;
        }
    }

    fn push(&mut self, kind: Kind, facts: &[&str]) {
        let hash = digest(kind as u8, facts);
        if self.found.iter().all(|key| key.hash != hash) {
            self.found.push(Key { hash, weight: kind.weight() });
        }
    }
}

/// The family name of the first author, or the first word of a group that tells.
fn first_author(work: &Reference) -> Option<String> {
    let first = work.with_role(Role::Author).next()?;
    let name = match &first.name.value {
        // The last word alone: particles and first halves of double names come and go.
        Name::Person(person) => fold(&person.family).rsplit(' ').next().map(fold_run)?,
        Name::Group(name) => fold(name).split(' ').find(|word| word.len() > 3)?.to_owned(),
    };
    (!name.is_empty()).then_some(name)
}

/// FNV-1a over the facts with a mark between them, its bits mixed so that all of them tell.
fn digest(kind: u8, facts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    eat(kind);
    for fact in facts {
        fact.bytes().for_each(&mut eat);
        eat(0xff);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Pages, PartialDate, Serial};

    fn authority() -> Authority {
        Authority::embedded().unwrap()
    }

    fn reference(authority: &Authority) -> Reference {
        let mut reference = Reference {
            title: Some(Field::given("Lichen roofing of exposed barns".to_owned())),
            container_title: Some(Field::given("J Clin Oncol".to_owned())),
            issued: Some(Field::given(PartialDate::year(2010))),
            volume: Some(Field::given("28".to_owned())),
            pages: Some(Field::given(Pages { first: "612s".to_owned(), last: None })),
            ..Reference::default()
        };
        reference.journal = authority.resolve("J Clin Oncol", None);
        reference
    }

    #[test]
    fn a_reference_and_its_record_share_their_keys() {
        let authority = authority();
        let printed = of_reference(&reference(&authority), &authority);
        assert!(printed.len() >= 5);
        let serials = [
            Serial { nlm_id: Some("8309333".to_owned()), ..Serial::default() },
            Serial { issn_print: Some("0732-183X".to_owned()), ..Serial::default() },
            Serial::default(),
        ];
        for serial in serials {
            let mut work = reference(&authority);
            work.journal = JournalLink::NotAttempted;
            work.container_title = Some(Field::given("Journal of Clinical Oncology".to_owned()));
            let held = of_record(&Record { work, serial, ..Record::default() }, &authority);
            assert!(printed.iter().all(|key| held.contains(key)));
        }
    }

    #[test]
    fn digests_keep_facts_apart() {
        assert_ne!(digest(1, &["ab", "c"]), digest(1, &["a", "bc"]));
        assert_ne!(digest(1, &["a"]), digest(2, &["a"]));
        assert_eq!(digest(1, &["a"]), 0xce32_d7b5_d9b0_e6f9, "an index on disk would no longer be found");
    }

    #[test]
    fn nothing_printed_gives_no_key() {
        assert!(of_reference(&Reference::default(), &authority()).is_empty());
    }
}
