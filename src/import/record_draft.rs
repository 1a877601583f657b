//! A record under construction: what every reader of files does alike when a field has found its meaning.

use super::Imported;
use super::crossref_json::fields::Log;
use crate::model::{
    Contributor, Count, DateKind, Field, Grant, Identifier, IssueCode, Keyword, KeywordScheme, Metric, Name,
    PartialDate, PersonDetails, Place, Provider, Record, Role, Scheme, Serial, Source,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{self, pages};

/// A record, and what was found wrong on the way.
pub(in crate::import) struct Draft {
    pub(in crate::import) record: Record,
    pub(in crate::import) log: Log,
}

/// What an ISSN is the ISSN of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Medium {
    Print,
    Electronic,
    Linking,
    Unsaid,
}

impl Default for Draft {
    fn default() -> Self {
        Self { record: Record { source: Source::Import, ..Record::default() }, log: Log::default() }
    }
}

impl Draft {
    /// Adds somebody.
    pub(in crate::import) fn person(&mut self, role: Role, name: Name, raw: String, details: PersonDetails) {
        self.person_called(role, None, name, raw, details);
    }

    /// Adds somebody with a part that has a name of its own.
    pub(in crate::import) fn person_called(
        &mut self,
        role: Role,
        role_printed: Option<String>,
        name: Name,
        raw: String,
        details: PersonDetails,
    ) {
        let contributors = &mut self.record.work.contributors;
        // Shorter where nothing is said: filled up only when there is something to say.
        if details != PersonDetails::default() {
            self.record.people.resize_with(contributors.len(), PersonDetails::default);
            self.record.people.push(details);
        }
        contributors.push(Contributor { role, role_printed, name: Field::given(name), raw });
    }

    /// What is said of the contributor at a place, to be added to.
    pub(in crate::import) fn details(&mut self, at: usize) -> &mut PersonDetails {
        if self.record.people.len() <= at {
            self.record.people.resize_with(at + 1, PersonDetails::default);
        }
        // The line above made room for it.
        &mut self.record.people[at]
    }

    /// Adds an identifier as it stands; it is made canonical, and seen to be there once, at the end.
    pub(in crate::import) fn identifier(&mut self, scheme: Scheme, raw: &str) {
        let raw = raw.trim();
        if !raw.is_empty() {
            let identifier = Identifier { scheme, value: raw.to_owned(), raw: raw.to_owned() };
            self.record.work.identifiers.push(Field::given(identifier));
        }
    }

    /// Adds an identifier for which there is no scheme, under its own name.
    pub(in crate::import) fn other_identifier(&mut self, name: &str, raw: &str) {
        if !raw.trim().is_empty() {
            self.identifier(Scheme::Other, &format!("{name}:{}", raw.trim()));
        }
    }

    /// Adds the identifier that a line of a note consists of (`PMID: 123`); false where it is none.
    pub(in crate::import) fn hidden_identifier(&mut self, line: &str) -> bool {
        const HIDDEN: [(&str, Scheme); 17] = [
            ("doi", Scheme::Doi),
            ("pmid", Scheme::Pmid),
            ("pmcid", Scheme::Pmcid),
            ("pmc", Scheme::Pmcid),
            ("arxiv", Scheme::Arxiv),
            ("isbn", Scheme::Isbn),
            ("issn", Scheme::Issn),
            ("openalex", Scheme::Openalex),
            ("s2", Scheme::S2),
            ("wos", Scheme::Wos),
            ("scopus", Scheme::Scopus),
            ("lens", Scheme::Lens),
            ("dimensions", Scheme::Dimensions),
            ("mag", Scheme::Mag),
            ("nct", Scheme::Nct),
            ("url", Scheme::Url),
            ("other", Scheme::Other),
        ];
        let Some((name, value)) = line.split_once(':') else { return false };
        let (name, value) = (name.trim(), value.trim().trim_end_matches(['.', ';']));
        if value.is_empty() || value.contains(char::is_whitespace) {
            return false;
        }
        let Some((_, scheme)) = HIDDEN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) else {
            return false;
        };
        match scheme {
            Scheme::Issn => self.issn(value, Medium::Unsaid),
            Scheme::Isbn => self.isbns(value),
            _ => self.identifier(*scheme, value),
        }
        true
    }

    /// Adds an address; one that leads to a DOI, PubMed or arXiv is the identifier.
    pub(in crate::import) fn url(&mut self, raw: &str) {
        let raw = raw.trim();
        let lower = raw.to_ascii_lowercase();
        let scheme = if lower.contains("doi.org/10.") {
            Scheme::Doi
        } else if lower.contains("pubmed.ncbi.nlm.nih.gov/") && last_part_is_digits(raw) {
            return self.identifier(Scheme::Pmid, last_part(raw));
        } else if lower.contains("arxiv.org/abs/") {
            Scheme::Arxiv
        } else {
            Scheme::Url
        };
        self.identifier(scheme, raw);
    }

    /// Adds what may be several ISSNs, with words such as `(Print)` between them.
    pub(in crate::import) fn issn(&mut self, raw: &str, medium: Medium) {
        for part in raw.split([',', ';', '\n', '|']).map(str::trim).filter(|p| !p.is_empty()) {
            let lower = part.to_ascii_lowercase();
            let said = match () {
                () if lower.contains("electronic") || lower.contains("online") => Medium::Electronic,
                () if lower.contains("print") => Medium::Print,
                () if lower.contains("linking") => Medium::Linking,
                () => medium,
            };
            let whole = identifiers::issn(part);
            if whole.validity == Validity::Valid {
                put_issn(&mut self.record.serial, whole.value, said);
                continue;
            }
            let mut found = false;
            for word in part.split_whitespace() {
                let reading = identifiers::issn(word.trim_matches(['(', ')', '[', ']', '.']));
                if reading.validity == Validity::Valid {
                    put_issn(&mut self.record.serial, reading.value, said);
                    found = true;
                }
            }
            if !found {
                let message = "an ISSN of it is wrong and was put with the notes";
                self.log.add(IssueCode::IdentifierInvalid, "issn", message, part);
                self.note(format!("issn {part}"));
            }
        }
    }

    /// Adds what may be several ISBNs.
    pub(in crate::import) fn isbns(&mut self, raw: &str) {
        if identifiers::isbn(raw).validity == Validity::Valid {
            return self.identifier(Scheme::Isbn, raw);
        }
        let parts: Vec<&str> = raw.split([',', ';', '\n', '|']).map(str::trim).collect();
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            let words =
                || part.split_whitespace().filter(|w| identifiers::isbn(w).validity == Validity::Valid);
            if identifiers::isbn(part).validity != Validity::Valid && words().next().is_some() {
                words().for_each(|word| self.identifier(Scheme::Isbn, word));
            } else {
                self.identifier(Scheme::Isbn, part);
            }
        }
    }

    /// Sets the pages: a range, an article number in place of one, or, if it is neither, a note.
    pub(in crate::import) fn pages(&mut self, raw: &str) {
        let raw = raw.trim();
        let lower = raw.to_ascii_lowercase();
        // What is written for want of pages.
        if ["", "n/a", "n/a-n/a", "na", "no-no", "-", "--", "n.a."].contains(&lower.as_str()) {
            return;
        }
        let bare = ["pages", "page", "pp.", "pp", "p."]
            .iter()
            .find_map(|label| lower.starts_with(label).then(|| raw.get(label.len()..)).flatten())
            .map_or(raw, str::trim);
        // Of several runs of pages the first is the one cited.
        let run = bare.split([',', ';']).next().unwrap_or_default().trim();
        let work = &mut self.record.work;
        match pages::read(run) {
            Some(found) if !found.first.contains(' ') => {
                if found.last.is_none() && pages::is_article_number(&found.first) {
                    work.article_number.get_or_insert_with(|| Field::given(found.first));
                } else if work.pages.is_none() {
                    work.pages = Some(Field::given(found));
                }
                if run.len() < bare.len() {
                    self.note(format!("pages: {bare}"));
                }
            }
            _ => self.note(format!("pages: {raw}")),
        }
    }

    /// Sets the issue, and the supplement where it names one.
    pub(in crate::import) fn issue(&mut self, raw: &str) {
        let (issue, supplement) = split_supplement(raw);
        let work = &mut self.record.work;
        work.issue = issue.map(Field::given).or(work.issue.take());
        work.supplement = supplement.map(Field::given).or(work.supplement.take());
    }

    /// Sets the volume, and the supplement where it names one.
    pub(in crate::import) fn volume(&mut self, raw: &str) {
        let (volume, supplement) = split_supplement(raw);
        let work = &mut self.record.work;
        work.volume = volume.map(Field::given).or(work.volume.take());
        work.supplement = work.supplement.take().or(supplement.map(Field::given));
    }

    /// Adds a keyword without qualifier.
    pub(in crate::import) fn keyword(&mut self, scheme: KeywordScheme, term: &str, term_id: Option<String>) {
        let term = term.trim();
        let known = |k: &Keyword| k.scheme == scheme && k.term == term;
        if !term.is_empty() && !self.record.keywords.iter().rev().take(200).any(known) {
            self.record.keywords.push(Keyword {
                scheme,
                term: term.to_owned(),
                term_id,
                qualifier: None,
                qualifier_id: None,
                is_major: None,
            });
        }
    }

    /// Adds a grant.
    pub(in crate::import) fn grant(&mut self, grant: Grant) {
        if grant != Grant::default() && !self.record.funding.contains(&grant) {
            self.record.funding.push(grant);
        }
    }

    /// Adds how often it was cited, as somebody counted.
    pub(in crate::import) fn count(&mut self, metric: Metric, provider: Provider, value: f64) {
        let known = |c: &Count| c.metric == metric && c.provider == provider;
        if value.is_finite() && !self.record.counts.iter().any(known) {
            self.record.counts.push(Count { metric, provider, value });
        }
    }

    /// Adds a date.
    pub(in crate::import) fn date(&mut self, kind: DateKind, date: PartialDate) {
        if !self.record.dates.contains(&(kind, date)) {
            self.record.dates.push((kind, date));
        }
    }

    /// Keeps what no field takes.
    pub(in crate::import) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() && self.record.work.notes.iter().all(|n| n.value != text) {
            self.record.work.notes.push(Field::given(text));
        }
    }

    /// Keeps what no field takes under the name the file has for it.
    pub(in crate::import) fn named_note(&mut self, name: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.note(format!("{name}: {text}"));
        }
    }

    /// The record, canonical.
    pub(in crate::import) fn finish(mut self, label: Option<String>, place: Place) -> Imported {
        self.log.extend(normalize::normalize(&mut self.record.work));
        let mut kept: Vec<Field<Identifier>> = Vec::with_capacity(self.record.work.identifiers.len());
        for field in std::mem::take(&mut self.record.work.identifiers) {
            let same = |other: &Field<Identifier>| {
                other.value.scheme == field.value.scheme && other.value.value == field.value.value
            };
            if !kept.iter().any(same) {
                kept.push(field);
            }
        }
        self.record.work.identifiers = kept;
        let said = self.record.people.iter().rposition(|d| *d != PersonDetails::default());
        self.record.people.truncate(said.map_or(0, |last| last + 1));
        Imported { record: self.record, label, place, findings: self.log.into_findings() }
    }
}

fn last_part(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

fn last_part_is_digits(url: &str) -> bool {
    let part = last_part(url);
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

fn put_issn(serial: &mut Serial, issn: String, medium: Medium) {
    let known = [&serial.issn_print, &serial.issn_electronic, &serial.issn_l];
    if known.into_iter().flatten().chain(&serial.issn_other).any(|other| *other == issn) {
        return;
    }
    let place = match medium {
        Medium::Print => &mut serial.issn_print,
        Medium::Electronic => &mut serial.issn_electronic,
        Medium::Linking => &mut serial.issn_l,
        Medium::Unsaid => return serial.issn_other.push(issn),
    };
    if place.is_some() {
        serial.issn_other.push(issn);
    } else {
        *place = Some(issn);
    }
}

/// `15_suppl` → (`15`, `suppl`), `Suppl 1` → (none, `Suppl 1`), `4, Supplement 1` → (`4`, `Supplement 1`).
fn split_supplement(raw: &str) -> (Option<String>, Option<String>) {
    let raw = raw.trim();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let Some(at) = raw.to_ascii_lowercase().find("suppl") else { return (some(raw), None) };
    let (number, supplement) = raw.split_at(at);
    let number = number.trim_matches([' ', '_', '-', ',', '(', '.', '/']);
    let supplement = supplement.trim_matches([' ', '_', ')']).replace('_', " ");
    (some(number), some(&supplement))
}
