//! Compiles source lists into the form that is embedded in the program.

use std::collections::{BTreeMap, HashMap};

use super::authority::Authority;
use super::blob::{self, Edition, SourceFile};
use super::error::AuthorityError;
use super::forms::{Cut, before_subtitle, short_forms, spelled_forms, title_forms, without_qualifiers};
use super::index::{self, Entry, part};
use super::issn;
use super::normal::{normal_form, without_spaces};
use super::record::write_line;
use super::source::SourceRecord;
use super::words::{self, Known, initials, telling_words};
use crate::model::{JournalHandle, JournalLink, JournalMethod};

/// Journals in a block. A look-up unpacks one block, so a block should be small; a large one packs better.
const BLOCK_RECORDS: u32 = 512;

/// How hard to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For use at once, in memory.
    Fast,
    /// For keeping.
    Small,
}

/// The lists an authority is built from.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// NLM's serials.
    pub nlm: Vec<SourceRecord>,
    /// Serials of other lists; those that are in NLM's too lend it their forms.
    pub other: Vec<SourceRecord>,
    /// Abbreviations of title words.
    pub words: BTreeMap<String, String>,
    /// Day of the NLM list; empty if unknown.
    pub copy_date: String,
    /// Names and checksums of the files.
    pub files: Vec<SourceFile>,
}

/// Compiles the lists. The same lists give the same bytes.
///
/// # Errors
/// Only if compression fails or a list is too large.
pub fn build(mut sources: Sources, effort: Effort) -> Result<Vec<u8>, AuthorityError> {
    let other = std::mem::take(&mut sources.other);
    if !other.is_empty() {
        // seconds of work, which a list loaded for one run does without: NLM's tiers come before other lists' anyway
        let nlm_alone = match effort {
            Effort::Small => Some(Authority::from_bytes(compile(&sources, Effort::Fast)?)?),
            Effort::Fast => None,
        };
        let positions: HashMap<String, usize> =
            sources.nlm.iter().enumerate().map(|(at, record)| (record.nlm_id.clone(), at)).collect();
        for mut record in other {
            // forms lent before, when this authority's words were compiled with another list
            if let Some(twin) = positions.get(&record.nlm_id).and_then(|&at| sources.nlm.get_mut(at)) {
                twin.other_forms.append(&mut record.other_forms);
                continue;
            }
            record.nlm_id.clear();
            let twin = nlm_alone.as_ref().and_then(|nlm| nlm.journal(twin(nlm, &record)?)?.nlm_id);
            let twin = twin.and_then(|id| positions.get(&id)).and_then(|&at| sources.nlm.get_mut(at));
            match twin {
                Some(twin) => {
                    twin.other_forms.extend(std::iter::once(record.title).chain(record.other_forms));
                }
                None => sources.other.push(record),
            }
        }
    }
    compile(&sources, effort)
}

/// The NLM serial that a serial of another list is: its title equals NLM's, but for spelling or a subtitle that only
/// says what the serial is; or all of its abbreviations that NLM knows are of one serial and abbreviate its title. A
/// title that goes on otherwise after a colon is mostly another journal: `Machine Learning: Earth`.
fn twin(nlm: &Authority, other: &SourceRecord) -> Option<JournalHandle> {
    if let JournalLink::Resolved { journal, method, .. } = nlm.resolve(&other.title, None) {
        let is_twin = match method {
            JournalMethod::Title => true,
            JournalMethod::ShortTitle => {
                before_subtitle(&other.title) != other.title
                    || (without_qualifiers(&other.title).is_some() && has_plain_abbreviation(nlm, journal))
            }
            JournalMethod::Tokens => {
                nlm.journal(journal).is_some_and(|journal| is_respelled(&journal.title, &other.title))
            }
            _ => false,
        };
        if is_twin {
            return Some(journal);
        }
    }
    let title = normal_form(&other.title);
    let title = telling_words(&title);
    let mut twin = None;
    for form in &other.other_forms {
        if let JournalLink::Resolved { journal, method: JournalMethod::Abbreviation, .. } =
            nlm.resolve(form, None)
        {
            let form = normal_form(form);
            let form = telling_words(&form);
            let fits = title.len() > 1
                && form.len() == title.len()
                && form
                    .iter()
                    .zip(&title)
                    .all(|(short, word)| words::distance(short, word, Known::default()).is_some());
            if !fits || twin.is_some_and(|twin| twin != journal) {
                return None;
            }
            twin = Some(journal);
        }
    }
    twin
}

/// Whether NLM tells a serial from its namesakes without a qualifier, as it does `Nature`.
fn has_plain_abbreviation(nlm: &Authority, journal: JournalHandle) -> bool {
    nlm.journal(journal).and_then(|journal| journal.title_nlm).is_some_and(|abbr| !abbr.contains('('))
}

/// Whether two titles are word for word the same but for spelling.
fn is_respelled(one: &str, other: &str) -> bool {
    title_forms(one).iter().filter(|form| form.cut <= Cut::Subtitle).any(|form| {
        let other = normal_form(other);
        let (one, other) = (telling_words(&form.normal), telling_words(&other));
        one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| words::is_respelled(one, other))
    })
}

fn compile(sources: &Sources, effort: Effort) -> Result<Vec<u8>, AuthorityError> {
    let mut records: Vec<&SourceRecord> = sources.nlm.iter().chain(&sources.other).collect();
    // neighbours share words and pack well; the order is settled by the whole record
    records.sort_by_cached_key(|record| {
        let key = if record.med_abbr.is_empty() { &record.title } else { &record.med_abbr };
        (normal_form(key), (*record).clone())
    });
    records.dedup();
    let mut keys = Entries::default();
    let mut initial = Entries::default();
    for (at, record) in (0..).zip(&records) {
        add_keys(&mut keys, at, record);
        add_initials(&mut initial, at, record);
    }
    let mut sections = vec![
        index::encode(&keys.sorted()),
        index::encode(&initial.sorted()),
        issn_columns(&records),
        word_lines(&sources.words).into_bytes(),
    ];
    for block in records.chunks(BLOCK_RECORDS as usize) {
        let mut lines = String::new();
        for record in block {
            write_line(record, &mut lines);
        }
        sections.push(lines.into_bytes());
    }
    let nlm_journals = records.iter().filter(|record| !record.nlm_id.is_empty()).count();
    let edition = Edition {
        copy_date: if sources.copy_date.is_empty() {
            "unknown".to_owned()
        } else {
            sources.copy_date.clone()
        },
        nlm_journals: count(nlm_journals)?,
        other_journals: count(records.len() - nlm_journals)?,
        words: count(sources.words.len())?,
        sources: sources.files.clone(),
    };
    let level = match effort {
        Effort::Fast => 1,
        Effort::Small => 19,
    };
    blob::write(edition, BLOCK_RECORDS, &sections, level)
}

fn count(number: usize) -> Result<u32, AuthorityError> {
    match u32::try_from(number) {
        Ok(number) if number < 1 << 23 => Ok(number),
        _ => Err(AuthorityError::Compiled("the lists hold too many journals")),
    }
}

/// Entries under construction: what a text is to a journal is gathered over all of the journal's forms.
#[derive(Default)]
struct Entries(BTreeMap<(u32, u32), u8>);

impl Entries {
    fn add(&mut self, text: &str, record: u32, parts: u8) {
        if !text.is_empty() {
            *self.0.entry((index::hash(text), record)).or_default() |= parts;
        }
    }

    fn sorted(self) -> Vec<Entry> {
        self.0.into_iter().map(|((hash, record), parts)| Entry { hash, record, parts }).collect()
    }
}

fn add_keys(keys: &mut Entries, at: u32, record: &SourceRecord) {
    let mut add = |text: &str, parts| keys.add(&without_spaces(&normal_form(text)), at, parts);
    add(&record.med_abbr, part::ABBREVIATION);
    add(&record.iso_abbr, part::ABBREVIATION);
    let is_nlm = !record.nlm_id.is_empty();
    add(&record.title, if is_nlm { part::TITLE } else { part::OTHER });
    for form in &record.other_forms {
        add(form, part::OTHER);
    }
    if is_nlm {
        for form in short_forms(&record.title, &record.med_abbr) {
            keys.add(&without_spaces(&form.normal), at, part::SHORT);
        }
    }
}

fn add_initials(entries: &mut Entries, at: u32, record: &SourceRecord) {
    for form in spelled_forms(&record.title) {
        let words = telling_words(&form.normal);
        entries.add(&initials(&words), at, form.cut.bit());
    }
}

/// ISSNs by journal, print then electronic, byte by byte in planes; zero is none.
fn issn_columns(records: &[&SourceRecord]) -> Vec<u8> {
    let print = records.iter().map(|record| record.issn_print);
    let electronic = records.iter().map(|record| record.issn_electronic);
    issn::encode(&print.chain(electronic).collect::<Vec<_>>())
}

/// Words and abbreviations, a pair a line, in the order of the words.
fn word_lines(words: &BTreeMap<String, String>) -> String {
    words.iter().flat_map(|(word, short)| [word, "\t", short, "\n"]).collect()
}
