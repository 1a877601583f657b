//! Measures the tiers: on an NLM list itself, with and without its abbreviations, and on strings as printed.

use std::collections::{BTreeMap, BTreeSet};

use super::authority::Authority;
use super::build::{self, Effort, Sources};
use super::error::AuthorityError;
use super::forms::{before_subtitle, without_qualifiers};
use super::index::hash;
use super::normal::normal_form;
use super::source::SourceRecord;
use super::words::telling_words;
use crate::model::{JournalLink, JournalMethod};

/// One record in this many is held out.
const HELD_OUT: u32 = 10;

/// What became of a number of look-ups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The journal asked for.
    pub right: u32,
    /// Another journal.
    pub wrong: u32,
    /// Several journals, none chosen.
    pub ambiguous: u32,
    /// No journal.
    pub none: u32,
}

impl Outcome {
    /// Share of right links among all links made.
    pub fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    /// Share of right links among all look-ups.
    pub fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong + self.ambiguous + self.none).max(1))
    }
}

/// Outcomes by way of citing and tier; no tier where nothing was found.
pub type Report = BTreeMap<(&'static str, Option<JournalMethod>), Outcome>;

/// A look-up that found another journal than the one asked for, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// How the journal was cited.
    pub way: &'static str,
    /// The string looked up.
    pub printed: String,
    /// NLM identifier of the journal asked for.
    pub wanted: String,
    /// What was found.
    pub found: String,
}

/// Cites every serial of the list by its abbreviation, title, main title and ISSN, and asks the whole authority.
///
/// # Errors
/// If the authority cannot be built from the list.
pub fn known(nlm: &[SourceRecord]) -> Result<(Report, Vec<Miss>), AuthorityError> {
    let authority = build_from(nlm.to_vec(), &BTreeSet::new())?;
    let mut measure = Measure::new(&authority);
    for record in nlm {
        measure.ask("abbreviation", &record.med_abbr, None, &record.nlm_id);
        measure.ask("abbreviation with dots", &record.med_abbr.replace(' ', ". "), None, &record.nlm_id);
        measure.ask("title", &record.title, None, &record.nlm_id);
        measure.ask("main title", &main_title(&record.title), None, &record.nlm_id);
        for issn in [record.issn_print, record.issn_electronic].into_iter().flatten() {
            measure.ask("issn", "", Some(&super::issn::format(issn)), &record.nlm_id);
        }
    }
    for (_, journal) in authority.journals().filter(|(_, journal)| journal.nlm_id.is_none()) {
        measure.ask("title of another list", &journal.title, None, &journal.title);
        measure.ask(
            "abbreviation of another list",
            &journal.title_iso4.unwrap_or_default(),
            None,
            &journal.title,
        );
    }
    Ok((measure.report, measure.misses))
}

/// Hides the abbreviations of one record in ten, and every word abbreviation only they support, and cites these
/// records by abbreviation and by damaged titles: what is found is inferred from titles alone.
///
/// # Errors
/// If the authority cannot be built from the list.
pub fn held_out(nlm: &[SourceRecord]) -> Result<(Report, Vec<Miss>), AuthorityError> {
    let is_held_out =
        |record: &SourceRecord| hash(&record.nlm_id).is_multiple_of(HELD_OUT) && !record.med_abbr.is_empty();
    let mut supported = BTreeSet::new();
    let mut visible = nlm.to_vec();
    for record in &mut visible {
        if is_held_out(record) {
            record.med_abbr.clear();
            record.iso_abbr.clear();
        } else {
            let abbreviation = normal_form(&record.med_abbr);
            supported.extend(abbreviation.split(' ').map(|word| (true, word.to_owned())));
            supported.extend(normal_form(&record.title).split(' ').map(|word| (false, word.to_owned())));
        }
    }
    let authority = build_from(visible, &supported)?;
    let mut measure = Measure::new(&authority);
    for record in nlm.iter().filter(|record| is_held_out(record)) {
        let main = main_title(&record.title);
        let mut ask = |way, printed: &str| measure.ask(way, printed, None, &record.nlm_id);
        ask("abbreviation", &record.med_abbr);
        ask("abbreviation with dots", &record.med_abbr.replace(' ', ". "));
        ask("first letters of the words", &clipped(&main, 4));
        ask("half abbreviated", &half_abbreviated(&main, &record.med_abbr));
        ask("without small words", &telling_words(&normal_form(&main)).join(" "));
        ask("a space lost", &main.replacen(' ', "", 1));
        ask("a space added", &with_space(&main));
        ask("without spaces", &main.replace(' ', ""));
    }
    Ok((measure.report, measure.misses))
}

fn build_from(
    nlm: Vec<SourceRecord>,
    supported: &BTreeSet<(bool, String)>,
) -> Result<Authority, AuthorityError> {
    let mut sources: Sources = Authority::embedded()?.sources_with(nlm);
    if !supported.is_empty() {
        sources.words.retain(|word, short| {
            supported.contains(&(false, word.clone())) && supported.contains(&(true, short.clone()))
        });
    }
    Authority::from_bytes(build::build(sources, Effort::Fast)?)
}

fn main_title(title: &str) -> String {
    let plain = without_qualifiers(title);
    before_subtitle(plain.as_deref().unwrap_or(title)).to_owned()
}

fn clipped(title: &str, letters: usize) -> String {
    let normal = normal_form(title);
    let clip = |word: &str| word.chars().take(letters).collect::<String>();
    telling_words(&normal).into_iter().map(clip).collect::<Vec<_>>().join(" ")
}

/// Every second word as the abbreviation has it, the rest in full.
fn half_abbreviated(title: &str, abbreviation: &str) -> String {
    let (title, abbreviation) = (normal_form(title), normal_form(abbreviation));
    let (words, short) = (telling_words(&title), telling_words(&abbreviation));
    if words.len() != short.len() {
        return String::new();
    }
    let pairs = words.into_iter().zip(short).enumerate();
    pairs.map(|(at, (word, short))| if at % 2 == 0 { short } else { word }).collect::<Vec<_>>().join(" ")
}

/// A space inside the longest word.
fn with_space(title: &str) -> String {
    let Some(longest) = title.split(' ').max_by_key(|word| word.len()) else { return String::new() };
    let middle = longest.chars().count() / 2;
    let (head, tail): (String, String) =
        (longest.chars().take(middle).collect(), longest.chars().skip(middle).collect());
    title.replacen(longest, &format!("{head} {tail}"), 1)
}

struct Measure<'a> {
    authority: &'a Authority,
    report: Report,
    misses: Vec<Miss>,
}

impl<'a> Measure<'a> {
    fn new(authority: &'a Authority) -> Self {
        Self { authority, report: Report::new(), misses: Vec::new() }
    }

    fn ask(&mut self, way: &'static str, printed: &str, issn: Option<&str>, wanted: &str) {
        if printed.is_empty() && issn.is_none() {
            return;
        }
        let link = self.authority.resolve(printed, issn);
        let name = |handle| {
            let journal = self.authority.journal(handle).unwrap_or_default();
            journal.nlm_id.unwrap_or(journal.title)
        };
        let (method, found) = match link {
            JournalLink::Resolved { journal, method, .. } => (Some(method), name(journal)),
            JournalLink::Ambiguous { method, .. } => (Some(method), "several".to_owned()),
            JournalLink::NotAttempted | JournalLink::Unresolved => (None, "none".to_owned()),
        };
        let outcome = self.report.entry((way, method)).or_default();
        let count = match link {
            JournalLink::Resolved { .. } if found == wanted => &mut outcome.right,
            JournalLink::Resolved { .. } => &mut outcome.wrong,
            JournalLink::Ambiguous { .. } => &mut outcome.ambiguous,
            JournalLink::NotAttempted | JournalLink::Unresolved => &mut outcome.none,
        };
        *count += 1;
        if found != wanted {
            let (printed, wanted) = (printed.to_owned(), wanted.to_owned());
            self.misses.push(Miss { way, printed, wanted, found });
        }
    }
}
