//! A record under construction, from values as exports write them.
//!
//! Whatever the format, the same values come in the same few shapes: names with or without a comma, several ISSNs in
//! one cell, types in the vendor's own words. They are read here once. What has no field is a note, never lost.

mod cited;
mod kinds;
mod languages;
mod lists;
mod numbers;
mod people;
mod text;

pub(super) use cited::{cited, cited_list};
pub(super) use kinds::kind;
pub(super) use languages::tag as language_tag;
pub(super) use lists::items;
pub(super) use people::{glued, name, names};
pub(super) use text::{folded, plain, same};

use super::Imported;
use crate::model::{
    Affiliation, Contributor, Count, DateKind, Direction, Field, Identifier, Keyword, KeywordScheme, Metric,
    Name, PartialDate, PersonDetails, Place, Provider, Record, Role, Scheme, Source, Update, UpdateKind,
    WorkKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{self, dates, pages};

/// How many values are looked through for one that is there already. No real record has more, and one that is made to
/// have a million of them shall not cost a million times a million comparisons.
const COMPARED: usize = 500;

/// A record, and what has to be known of all its parts before it can be finished.
pub(super) struct Draft {
    pub(super) record: Record,
    /// Its key in the file.
    pub(super) label: Option<String>,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self { record: Record { source: Source::Import, ..Record::default() }, label: None }
    }

    /// Adds somebody with what is said of them.
    pub(super) fn person(&mut self, role: Role, name: Name, raw: &str, details: PersonDetails) {
        let before = self.record.work.contributors.len();
        let raw = raw.trim().to_owned();
        let contributor = Contributor { role, role_printed: None, name: Field::given(name), raw };
        self.record.work.contributors.push(contributor);
        // Shorter where nothing is said: filled up only when there is something to say.
        if details != PersonDetails::default() {
            self.record.people.resize_with(before, PersonDetails::default);
            self.record.people.push(details);
        }
    }

    /// Adds somebody by a name in any of its forms. `et al.` in their place says that the list is cut.
    pub(super) fn named(&mut self, role: Role, text: &str) {
        if people::is_et_al(text) {
            self.record.work.authors_truncated |= role == Role::Author;
        } else if let Some(name) = name(text) {
            self.person(role, name, text, PersonDetails::default());
        }
    }

    /// What is said of the person who came `index`th, to be added to.
    pub(super) fn details(&mut self, index: usize) -> &mut PersonDetails {
        if self.record.people.len() <= index {
            self.record.people.resize_with(index + 1, PersonDetails::default);
        }
        &mut self.record.people[index]
    }

    /// Gives an affiliation to the person who came `index`th.
    pub(super) fn affiliation(&mut self, index: usize, raw: &str) {
        let raw = raw.trim().trim_end_matches(';').trim();
        if raw.is_empty() || index >= self.record.work.contributors.len() {
            return;
        }
        let known = &mut self.details(index).affiliations;
        if known.len() >= COMPARED || !known.iter().any(|a| a.raw == raw) {
            known.push(Affiliation { raw: raw.to_owned(), ror: None });
        }
    }

    /// Gives an ORCID to the person who came `index`th, when its check digit is right.
    pub(super) fn orcid(&mut self, index: usize, raw: &str) {
        let reading = identifiers::read(Scheme::Orcid, raw);
        if reading.validity == Validity::Valid && index < self.record.work.contributors.len() {
            self.details(index).orcid.get_or_insert(reading.value);
        }
    }

    /// Adds an identifier as it stands; it is made canonical, and seen to be there once, at the end.
    pub(super) fn identifier(&mut self, scheme: Scheme, raw: &str) {
        let raw = raw.trim();
        if !raw.is_empty() {
            let identifier = Identifier { scheme, value: raw.to_owned(), raw: raw.to_owned() };
            self.record.work.identifiers.push(Field::given(identifier));
        }
    }

    /// Adds an identifier that is the last part of an address (`https://openalex.org/W12`).
    pub(super) fn identifier_of_address(&mut self, scheme: Scheme, raw: &str) {
        let bare = raw.trim().trim_end_matches('/');
        self.identifier(scheme, bare.rsplit('/').next().unwrap_or(bare));
    }

    /// Adds an identifier for which there is no scheme, under its own name.
    pub(super) fn other_identifier(&mut self, name: &str, raw: &str) {
        if !raw.trim().is_empty() {
            self.identifier(Scheme::Other, &format!("{name}:{}", raw.trim()));
        }
    }

    /// Adds the ISBNs and ISSNs of a text that may hold several of either, and say what they are.
    pub(super) fn serial_numbers(&mut self, text: &str) {
        for number in numbers::read(text) {
            match number {
                numbers::Number::Isbn(raw) => self.identifier(Scheme::Isbn, &raw),
                numbers::Number::Issn(value, medium) => self.issn(value, medium),
                numbers::Number::Neither(text) => self.note(&text),
            }
        }
    }

    /// Adds an ISSN of which it is known what it is.
    pub(super) fn issn_as(&mut self, text: &str, medium: Medium) {
        for number in numbers::read(text) {
            match number {
                numbers::Number::Issn(value, _) => self.issn(value, medium),
                numbers::Number::Isbn(raw) => self.identifier(Scheme::Isbn, &raw),
                numbers::Number::Neither(text) => self.note(&text),
            }
        }
    }

    fn issn(&mut self, value: String, medium: Medium) {
        let serial = &mut self.record.serial;
        let slot = match medium {
            Medium::Print => &mut serial.issn_print,
            Medium::Electronic => &mut serial.issn_electronic,
            Medium::Linking => &mut serial.issn_l,
            Medium::Unknown => {
                let known = [&serial.issn_print, &serial.issn_electronic];
                let again = serial.issn_other.len() < COMPARED
                    && known.into_iter().flatten().chain(&serial.issn_other).any(|i| *i == value);
                if !again {
                    serial.issn_other.push(value);
                }
                return;
            }
        };
        if slot.is_none() {
            serial.issn_other.retain(|other| *other != value);
            *slot = Some(value);
        } else if slot.as_ref() != Some(&value)
            && (serial.issn_other.len() >= COMPARED || !serial.issn_other.contains(&value))
        {
            serial.issn_other.push(value);
        }
    }

    /// Adds a keyword.
    pub(super) fn keyword(&mut self, scheme: KeywordScheme, term: &str) {
        let term = term.trim().trim_end_matches([';', ',']).trim();
        let known = &self.record.keywords;
        let again = known.len() < COMPARED && known.iter().any(|k| k.scheme == scheme && k.term == term);
        if !term.is_empty() && !again {
            let term = term.to_owned();
            let keyword =
                Keyword { scheme, term, term_id: None, qualifier: None, qualifier_id: None, is_major: None };
            self.record.keywords.push(keyword);
        }
    }

    /// Keeps what no field takes.
    pub(super) fn note(&mut self, text: &str) {
        let text = text.trim();
        let known = &self.record.work.notes;
        let again = known.len() < COMPARED && known.iter().any(|n| n.value == text);
        if !text.is_empty() && !again {
            self.record.work.notes.push(Field::given(text.to_owned()));
        }
    }

    /// Keeps what no field takes, with its name in front.
    pub(super) fn named_note(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.note(&format!("{name}: {}", text.trim()));
        }
    }

    /// Sets a value that is not there yet; another one that says something else is a note.
    pub(super) fn set(&mut self, slot: Slot, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let place = slot.of(&mut self.record);
        match place {
            None => *place = Some(Field::given(text.to_owned())),
            Some(known) if same(&known.value, text) => {}
            Some(_) => self.named_note(slot.name(), text),
        }
    }

    /// The volume, which may have a supplement in it (`12 Suppl 3`).
    pub(super) fn volume(&mut self, text: &str) {
        let (number, supplement) = with_supplement(text);
        self.set(Slot::Volume, number);
        self.set(Slot::Supplement, supplement);
    }

    /// The issue, which may have a supplement in it, or be one (`suppl_2`).
    pub(super) fn issue(&mut self, text: &str) {
        let (number, supplement) = with_supplement(text);
        self.set(Slot::Issue, number);
        self.set(Slot::Supplement, supplement);
    }

    /// Pages as one text (`451-452`, `e13`, `S12-S19, S22`).
    pub(super) fn pages(&mut self, text: &str) {
        let text = text
            .trim()
            .trim_end_matches(['.', ',', ';'])
            .trim_start_matches("pp.")
            .trim_start_matches("p.")
            .trim();
        if text.is_empty() {
            return;
        }
        let whole = pages::read(text);
        // Further pages behind the first run.
        let head = text.split([',', ';']).next().unwrap_or(text);
        match whole.clone().or_else(|| pages::read(head)) {
            Some(read) => {
                if whole.is_none() {
                    self.named_note("pages", text);
                }
                if read.last.is_none() && pages::is_article_number(&read.first) {
                    self.set(Slot::ArticleNumber, &read.first);
                } else if self.record.work.pages.is_none() {
                    self.record.work.pages = Some(Field::given(read));
                }
            }
            None => self.named_note("pages", text),
        }
    }

    /// First and last page as two texts.
    pub(super) fn page_range(&mut self, first: &str, last: &str) {
        let (first, last) = (first.trim(), last.trim());
        match (first.is_empty(), last.is_empty()) {
            (true, true) => {}
            // Some write the range where the first page belongs.
            (false, _) if last.is_empty() || first == last || first.contains('-') => self.pages(first),
            (true, false) => self.pages(last),
            _ => self.pages(&format!("{first}-{last}")),
        }
    }

    /// A date of the work; what is no date is a note.
    pub(super) fn date(&mut self, kind: DateKind, text: &str) -> Option<PartialDate> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let Some(date) = read_date(text) else {
            self.named_note("date", text);
            return None;
        };
        let known = &self.record.dates;
        let again = known.len() < COMPARED && known.iter().any(|(k, d)| *k == kind && *d == date);
        if !again {
            self.record.dates.push((kind, date));
        }
        Some(date)
    }

    /// When it was published. The more exact of two that agree counts.
    pub(super) fn issued(&mut self, date: PartialDate) {
        let slot = &mut self.record.work.issued;
        match slot {
            None => *slot = Some(Field::given(date)),
            Some(known) if known.value.year == date.year && known.value.month.is_none() => known.value = date,
            Some(_) => {}
        }
    }

    /// What the work is, in the words of the file, which stay beside it.
    pub(super) fn kind(&mut self, words: &str) {
        let words = words.trim().trim_end_matches(';').trim();
        if words.is_empty() {
            return;
        }
        self.keyword(KeywordScheme::PublicationType, words);
        if let Some(found) = kind(words)
            && matches!(self.record.work.kind, WorkKind::Unknown | WorkKind::Article)
        {
            self.record.work.kind = found;
        }
        if let Some(kind) = kinds::update(words)
            && !self.record.updates.iter().any(|u| u.kind == kind.0 && u.direction == kind.1)
        {
            self.update(kind.0, kind.1);
        }
    }

    /// Something that was done to the work or by it, of which nothing else is known.
    pub(super) fn update(&mut self, kind: UpdateKind, direction: Direction) {
        self.record.updates.push(Update {
            kind,
            direction,
            other: Vec::new(),
            citation: None,
            date: None,
            asserted_by: None,
        });
    }

    /// The language, by code or name.
    pub(super) fn language(&mut self, text: &str) {
        let mut tags = items(text, &[";", ",", "|"]).into_iter();
        let Some(first) = tags.next() else { return };
        match language_tag(&first) {
            Some(tag) if self.record.work.language.is_none() => self.record.work.language = Some(tag),
            Some(_) => {}
            None => self.named_note("language", text),
        }
        for other in tags {
            self.named_note("language", &other);
        }
    }

    /// A count; what is no number is not one.
    pub(super) fn count(&mut self, metric: Metric, provider: Provider, text: &str) {
        let text: String = text.trim().chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
        let Some(value) = text.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0) else { return };
        if !self.record.counts.iter().any(|c| c.metric == metric && c.provider == provider) {
            self.record.counts.push(Count { metric, provider, value });
        }
    }

    /// The abstract; that of the publisher counts before others.
    pub(super) fn abstract_text(&mut self, text: &str) {
        let text = text.trim();
        let nothing = ["[no abstract available]", "no abstract available", "abstract not available"];
        if !text.is_empty() && !nothing.iter().any(|n| text.trim_end_matches('.').eq_ignore_ascii_case(n)) {
            self.record.abstract_text.get_or_insert_with(|| text.to_owned());
        }
    }

    /// Whether anything at all is known that would let somebody find the work.
    pub(super) fn is_empty(&self) -> bool {
        let work = &self.record.work;
        work.title.is_none()
            && work.contributors.is_empty()
            && work.identifiers.is_empty()
            && work.container_title.is_none()
    }

    /// The finished record.
    pub(super) fn finish(mut self, place: Place) -> Imported {
        if self.record.work.issued.is_none() {
            let published = |kind: &DateKind| {
                matches!(kind, DateKind::Issued | DateKind::Print | DateKind::Electronic | DateKind::Posted)
            };
            let of_issue = |kind: &DateKind| matches!(kind, DateKind::Issued | DateKind::Print);
            let all = &self.record.dates;
            let issued = all
                .iter()
                .find(|(kind, _)| of_issue(kind))
                .map(|(_, date)| *date)
                .or_else(|| all.iter().filter(|(kind, _)| published(kind)).map(|(_, date)| *date).min());
            self.record.work.issued = issued.map(Field::given);
        }
        let findings = normalize::normalize(&mut self.record.work);
        for cited in &mut self.record.cited {
            if let Some(work) = &mut cited.work {
                normalize::normalize(work);
            }
        }
        keep_once(&mut self.record);
        Imported { record: self.record, label: self.label, place, findings }
    }
}

/// An identifier stands in several columns.
fn keep_once(record: &mut Record) {
    let mut kept: Vec<Field<Identifier>> = Vec::with_capacity(record.work.identifiers.len());
    for field in std::mem::take(&mut record.work.identifiers) {
        let same = |o: &Field<Identifier>| {
            o.value.scheme == field.value.scheme && o.value.value == field.value.value
        };
        if kept.len() >= COMPARED || !kept.iter().any(same) {
            kept.push(field);
        }
    }
    record.work.identifiers = kept;
}

/// What an ISSN is that of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    Print,
    Electronic,
    Linking,
    Unknown,
}

/// Fields that hold one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Title,
    Container,
    Collection,
    Event,
    Volume,
    Issue,
    Supplement,
    ArticleNumber,
    Edition,
    Publisher,
    Place,
    Genre,
}

impl Slot {
    fn of(self, record: &mut Record) -> &mut Option<Field<String>> {
        let work = &mut record.work;
        match self {
            Self::Title => &mut work.title,
            Self::Container => &mut work.container_title,
            Self::Collection => &mut work.collection_title,
            Self::Event => &mut work.event_title,
            Self::Volume => &mut work.volume,
            Self::Issue => &mut work.issue,
            Self::Supplement => &mut work.supplement,
            Self::ArticleNumber => &mut work.article_number,
            Self::Edition => &mut work.edition,
            Self::Publisher => &mut work.publisher,
            Self::Place => &mut work.publisher_place,
            Self::Genre => &mut work.genre,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Container => "container title",
            Self::Collection => "series",
            Self::Event => "event",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Supplement => "supplement",
            Self::ArticleNumber => "article number",
            Self::Edition => "edition",
            Self::Publisher => "publisher",
            Self::Place => "place",
            Self::Genre => "genre",
        }
    }
}

/// Parts a volume or issue from the supplement behind or in place of it.
fn with_supplement(text: &str) -> (&str, &str) {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    match lower.find("suppl") {
        // Only as a word of its own, and where the text was not made longer or shorter.
        Some(at)
            if lower.len() == text.len()
                && text.is_char_boundary(at)
                && (at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphabetic()) =>
        {
            let (number, supplement) = text.split_at(at);
            (number.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')'), supplement)
        }
        _ => (text, ""),
    }
}

/// A date in any of the forms of exports: printed, `2010-05-20`, `2010-05-20T10:00:00Z`, `20100520`, `7/31/2024 14:00`.
pub(super) fn read_date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let part = |at: usize| numbers.get(at).and_then(|n| n.parse::<u8>().ok());
    let year = |at: usize| {
        numbers
            .get(at)
            .filter(|n| n.len() == 4)
            .and_then(|n| n.parse::<i16>().ok())
            .filter(|y| (1000..3000).contains(y))
    };
    let only_numbers = !text.chars().any(|c| c.is_alphabetic() && !matches!(c, 'T' | 'Z'));
    if only_numbers
        && let Some(found) = year(0)
        && (text.contains('-') || text.contains('/') || text.contains('.'))
        && numbers.get(1).is_some_and(|n| n.len() <= 2)
    {
        // Unknown parts are zeros, and what follows the day is the time.
        let month = part(1).filter(|m| *m > 0);
        let day = part(2).filter(|d| *d > 0 && month.is_some());
        return PartialDate::new(found, month, day).or_else(|| PartialDate::new(found, month, None));
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (y, m, d) =
            (text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?);
        return PartialDate::new(y, Some(m), Some(d)).filter(|_| (1000..3000).contains(&y));
    }
    // The time behind a date would be taken for its day.
    let day = text.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    dates::read(day)
}
