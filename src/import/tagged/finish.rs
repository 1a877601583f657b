//! The last steps of every record.

use super::words::{contains, is_short, one_line};
use crate::import::pubmed_xml::locator;
use crate::model::{
    Cited, Count, Field, Identifier, Keyword, KeywordScheme, Metric, Provider, Record, Scheme, Source,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{Finding, normalize};

/// Normalizes a record and keeps each of its identifiers once.
pub(in crate::import) fn finish(record: &mut Record) -> Vec<Finding> {
    record.source = Source::Import;
    once_raw(record);
    let findings = normalize(&mut record.work);
    let mut kept: Vec<Field<Identifier>> = Vec::with_capacity(record.work.identifiers.len());
    for field in std::mem::take(&mut record.work.identifiers) {
        let same = |other: &Field<Identifier>| {
            other.value.scheme == field.value.scheme && other.value.value == field.value.value
        };
        // Nobody has more than a few; a made-up file does not take the square of what it has.
        if !kept.iter().take(64).any(same) {
            kept.push(field);
        }
    }
    record.work.identifiers = kept;
    findings
}

/// The same text twice needs no reading twice.
fn once_raw(record: &mut Record) {
    let ids = &mut record.work.identifiers;
    if ids.len() < 2 || ids.len() > 64 {
        return;
    }
    let mut kept: Vec<Field<Identifier>> = Vec::with_capacity(ids.len());
    for field in std::mem::take(ids) {
        if !kept.contains(&field) {
            kept.push(field);
        }
    }
    *ids = kept;
}

/// Keeps what no field takes.
pub(in crate::import) fn note(record: &mut Record, text: &str) {
    let text = one_line(text);
    if !text.is_empty() {
        record.work.notes.push(Field::given(text.into_owned()));
    }
}

/// Keeps what no field takes under its name.
pub(in crate::import) fn named_note(record: &mut Record, name: &str, text: &str) {
    let text = one_line(text);
    if !text.is_empty() {
        record.work.notes.push(Field::given(format!("{name}: {text}")));
    }
}

/// Adds a keyword.
pub(in crate::import) fn keyword(
    record: &mut Record,
    scheme: KeywordScheme,
    term: &str,
    is_major: Option<bool>,
) {
    let term = one_line(term);
    let term = term.trim_matches([' ', ';', ',']);
    // The same type may stand in several fields.
    let known = scheme == KeywordScheme::PublicationType
        && record.keywords.iter().take(50).any(|k| k.scheme == scheme && k.term == term);
    if !term.is_empty() && !known {
        record.keywords.push(Keyword {
            scheme,
            term: term.to_owned(),
            term_id: None,
            qualifier: None,
            qualifier_id: None,
            is_major,
        });
    }
}

/// A value as a field; nothing where it is empty.
pub(in crate::import) fn given(text: &str) -> Option<Field<String>> {
    let text = one_line(text);
    (!text.is_empty()).then(|| Field::given(text.into_owned()))
}

/// Sets volume, issue and supplement from what stands in the fields for the first two: `50(2)`, `6 Suppl 1`.
pub(in crate::import) fn volume_and_issue(record: &mut Record, volume: &str, issue: &str) {
    if !is_short(volume) || !is_short(issue) {
        named_note(record, "volume", volume);
        named_note(record, "issue", issue);
        return;
    }
    let (mut volume, mut issue) = (one_line(volume), one_line(issue));
    let label = |text: &str| {
        ["vol. ", "vol ", "volume "]
            .iter()
            .find_map(|word| super::words::after(text, word))
            .map(str::to_owned)
    };
    if let Some(bare) = label(&volume) {
        volume = bare.into();
    }
    if issue.is_empty()
        && let Some((number, rest)) = volume.split_once('(')
        && let Some(inside) = rest.strip_suffix(')')
        && !number.trim().is_empty()
        && !inside.contains('(')
    {
        let (number, inside) = (number.trim().to_owned(), inside.trim().to_owned());
        (volume, issue) = (number.into(), inside.into());
    }
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if plain(&volume) && plain(&issue) {
        record.work.volume = given(&volume);
        record.work.issue = given(&issue);
        return;
    }
    let (volume, first) = locator::split_supplement(&volume);
    let (issue, second) = locator::split_supplement(&issue);
    record.work.volume = volume.map(Field::given);
    record.work.issue = issue.map(Field::given);
    if let (Some(_), Some(second)) = (&first, &second) {
        note(record, second);
    }
    if let Some(supplement) = first.or(second) {
        record.work.supplement = Some(Field::given(supplement));
    }
}

/// Sets pages, article number and supplement from a page field.
pub(in crate::import) fn pages(record: &mut Record, text: &str) {
    if !is_short(text) {
        named_note(record, "pages", text);
        return;
    }
    let line = one_line(text);
    let text = ["pages ", "pp. ", "pp ", "p. ", "pp.", "p."]
        .iter()
        .find_map(|word| super::words::after(&line, word))
        .unwrap_or(&line);
    let read = locator::read_pages(text);
    let work = &mut record.work;
    if read.pages.is_some() {
        work.pages = read.pages.map(Field::given);
    }
    if read.article_number.is_some() {
        work.article_number = read.article_number.map(Field::given);
    }
    if work.supplement.is_none() {
        work.supplement = read.supplement.map(Field::given);
    }
    if let Some(rest) = read.rest {
        named_note(record, "pages", &rest);
    }
}

/// Notes how often a work was cited, as its provider counts.
pub(in crate::import) fn cited_by(record: &mut Record, provider: Provider, text: &str) -> bool {
    let digits = text.trim().trim_start_matches([':', ' ']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let Ok(count) = digits.get(..end).unwrap_or_default().parse::<u32>() else { return false };
    let known = record.counts.iter().any(|c| c.metric == Metric::CitedByCount && c.provider == provider);
    if !known {
        record.counts.push(Count { metric: Metric::CitedByCount, provider, value: f64::from(count) });
    }
    true
}

/// The database a file names, where we count by it.
pub(in crate::import) fn provider(database: &str) -> Provider {
    for (word, provider) in [
        ("scopus", Provider::Scopus),
        ("web of science", Provider::Wos),
        ("wos", Provider::Wos),
        ("dimensions", Provider::Dimensions),
        ("lens", Provider::Lens),
        ("openalex", Provider::Openalex),
        ("crossref", Provider::Crossref),
        ("datacite", Provider::Datacite),
        ("pubmed", Provider::Pubmed),
    ] {
        if contains(database, word) {
            return provider;
        }
    }
    Provider::Import
}

/// A reference of the record's own list that is a string.
pub(in crate::import) fn cite(record: &mut Record, text: &str) {
    let text = one_line(text);
    if text.is_empty() {
        return;
    }
    let identifiers = doi_in(&text).into_iter().collect();
    record.cited.push(Cited { text: text.into_owned(), identifiers, work: None });
}

/// The DOI inside a text.
pub(in crate::import) fn doi_in(text: &str) -> Option<Identifier> {
    let at = text.match_indices("10.").map(|(at, _)| at).find(|&at| {
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.')
            && text[at + 3..].starts_with(|c: char| c.is_ascii_digit())
            && first_word(&text[at..]).contains('/')
    })?;
    let raw = identifiers::trim_tail(first_word(text.get(at..)?));
    canonical(Scheme::Doi, raw)
}

/// The first word; no DOI is longer than some hundred characters.
fn first_word(text: &str) -> &str {
    let mut end = text.len().min(512);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().split_whitespace().next().unwrap_or_default()
}

/// An identifier in canonical form, when it has the shape of one.
pub(in crate::import) fn canonical(scheme: Scheme, raw: &str) -> Option<Identifier> {
    if !is_short(raw) {
        return None;
    }
    let reading = identifiers::read(scheme, raw);
    (reading.validity != Validity::Malformed).then(|| Identifier {
        scheme,
        value: reading.value,
        raw: raw.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes() {
        for (volume, issue, expected) in [
            ("50(2)", "", "50/2/"),
            ("6 Suppl 1", "", "6//Suppl 1"),
            ("12", "Suppl. 2", "12//Suppl. 2"),
            ("12", "3", "12/3/"),
            ("Vol. 7", "", "7//"),
            ("", "", "//"),
        ] {
            let mut record = Record::default();
            volume_and_issue(&mut record, volume, issue);
            let part =
                |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.clone()).unwrap_or_default();
            let work = &record.work;
            assert_eq!(
                [&work.volume, &work.issue, &work.supplement].map(part).join("/"),
                expected,
                "{volume}"
            );
        }
    }

    #[test]
    fn counts_and_dois() {
        let mut record = Record::default();
        assert!(cited_by(&mut record, Provider::Scopus, " :44"));
        assert!(!cited_by(&mut record, Provider::Scopus, "often"));
        assert_eq!(record.counts[0].value.to_string(), "44");
        let doi = |text: &str| doi_in(text).map(|id| id.value);
        assert_eq!(
            doi("Foo, J Biol, 10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2.").as_deref(),
            Some("10.1002/(sici)1097-0258(1998)17:15<1661::aid-sim968>3.0.co;2-2")
        );
        assert_eq!(doi("version 3.10.12/x and 10.5"), None);
    }
}
