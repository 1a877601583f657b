//! A person's corrections: a table of four columns, `key`, `field`, `value`, `note`, that is read anew by every run and
//! stands above all sources.

use std::collections::HashSet;

use csv::{ReaderBuilder, StringRecord};

use crate::model::{
    Contributor, Field, Identifier, Issue, IssueCode, Name, Pages, PartialDate, Person, Provenance,
    RetractionStatus, Role, Scheme, Sourced, Work, WorkKind, written_id,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{names, pages};

/// The columns of the file.
const HEADER: [&str; 4] = ["key", "field", "value", "note"];

/// Corrections longer than this are none.
const LONGEST_VALUE: usize = 10_000;

/// The corrections of one file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    path: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    number: u32,
    key: Key,
    shown_key: String,
    field: String,
    value: String,
    change: Change,
}

/// What a correction is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Work(String),
    Reference(String),
    Id(Scheme, String),
    /// The text of a reference, on one line.
    Raw(String),
}

/// A correction that was understood.
#[derive(Clone, Debug)]
enum Change {
    Kind(WorkKind),
    Date(Option<PartialDate>),
    Pages(Option<Pages>),
    PageLast(Option<String>),
    Authors(Vec<Contributor>),
    Id(Scheme, Option<Identifier>),
    Status(RetractionStatus),
    Text(Text, Option<String>),
}

#[derive(Clone, Copy, Debug)]
enum Text {
    Title,
    TitleOriginal,
    Container,
    Event,
    Volume,
    Issue,
    Supplement,
    ArticleNumber,
    Edition,
    Publisher,
    PublisherPlace,
    Language,
}

const TEXTS: [(&str, Text); 12] = [
    ("title", Text::Title),
    ("title_original", Text::TitleOriginal),
    ("container_raw", Text::Container),
    ("event_title", Text::Event),
    ("volume", Text::Volume),
    ("issue", Text::Issue),
    ("supplement", Text::Supplement),
    ("article_number", Text::ArticleNumber),
    ("edition", Text::Edition),
    ("publisher", Text::Publisher),
    ("publisher_place", Text::PublisherPlace),
    ("language", Text::Language),
];

/// Fields that are more than text.
const OTHERS: [&str; 9] =
    ["type", "date", "pages", "page_last", "authors", "doi", "pmid", "pmcid", "retraction_status"];

/// Everything a work can be named by in the file, besides its own identifiers.
#[derive(Clone, Debug, Default)]
pub struct WorkNames<'a> {
    /// Keys of the references that point to it.
    pub references: Vec<String>,
    /// Their texts.
    pub texts: Vec<&'a str>,
}

impl Overrides {
    /// Reads the file's bytes. A line that cannot be applied becomes an issue with its place, and the others count.
    pub fn parse(bytes: &[u8], path: &str) -> (Self, Vec<Issue>) {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut out = Self { path: path.to_owned(), lines: Vec::new() };
        let mut issues = Vec::new();
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
        let mut record = StringRecord::new();
        let mut header: Option<Vec<String>> = None;
        loop {
            let number = u32::try_from(reader.position().line()).unwrap_or(u32::MAX);
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return (out, issues),
                Err(error) => {
                    let number =
                        error.position().map_or(number, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
                    issues.push(issue(path, number, None, "is not text in UTF-8", ""));
                    continue;
                }
            }
            let number = record.position().map_or(number, |p| u32::try_from(p.line()).unwrap_or(u32::MAX));
            let Some(columns) = &header else {
                let columns: Vec<String> = record.iter().map(|c| c.trim().to_lowercase()).collect();
                if !HEADER[..3].iter().all(|name| columns.iter().any(|c| c == name)) {
                    let message = format!("is no header: the columns are {}", HEADER.join(", "));
                    issues.push(issue(path, number, None, &message, &columns.join(",")));
                    return (out, issues);
                }
                header = Some(columns);
                continue;
            };
            let cell = |name: &str| {
                columns
                    .iter()
                    .position(|c| c == name)
                    .and_then(|at| record.get(at))
                    .unwrap_or_default()
                    .trim()
            };
            let (key, field, value) = (cell("key"), cell("field"), cell("value"));
            if key.is_empty() && field.is_empty() && value.is_empty() {
                continue;
            }
            match line(number, key, field, value) {
                Ok(line) => out.add(line, &mut issues),
                Err(message) => issues.push(issue(path, number, Some(field), &message, value)),
            }
        }
    }

    /// Takes a line in. Of two for the same thing the later counts.
    fn add(&mut self, line: Line, issues: &mut Vec<Issue>) {
        let same = |known: &Line| known.key == line.key && known.field == line.field;
        if let Some(at) = self.lines.iter().position(same) {
            let earlier = self.lines.remove(at);
            let message = format!("says what line {} says again; the later one counts", line.number);
            issues.push(issue(&self.path, earlier.number, Some(&earlier.field), &message, &earlier.value));
        }
        self.lines.push(line);
    }

    /// True where there is nothing to apply.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Applies what is said of this work, in the order of the file, and gives the lines that were used.
    pub fn apply(&self, work: &mut Work, names: &WorkNames<'_>) -> Vec<u32> {
        if self.lines.is_empty() {
            return Vec::new();
        }
        let id = written_id('w', &work.id);
        let identifiers: Vec<(Scheme, String)> =
            work.identifiers.iter().map(|told| (told.value.scheme, told.value.value.clone())).collect();
        let is_meant = |key: &Key| match key {
            Key::Work(key) => *key == id,
            Key::Reference(key) => names.references.contains(key),
            Key::Id(scheme, value) => identifiers.iter().any(|(s, v)| s == scheme && v == value),
            Key::Raw(text) => names.texts.iter().any(|t| one_line(t) == *text),
        };
        let mut used = Vec::new();
        for line in self.lines.iter().filter(|line| is_meant(&line.key)) {
            self.change(work, line);
            used.push(line.number);
        }
        used
    }

    /// The lines no work was found for.
    pub fn unused(&self, used: &HashSet<u32>) -> Vec<Issue> {
        let unused = self.lines.iter().filter(|line| !used.contains(&line.number));
        unused
            .map(|line| Issue {
                code: IssueCode::OverrideUnused,
                message: format!("line {} is about nothing in this dataset", line.number),
                ..issue(&self.path, line.number, Some(&line.field), "", &line.shown_key)
            })
            .collect()
    }

    fn change(&self, work: &mut Work, line: &Line) {
        let record = &mut work.record;
        match &line.change {
            Change::Kind(kind) => record.kind = *kind,
            Change::Date(date) => record.issued = date.map(Field::given),
            Change::Pages(pages) => {
                record.pages = pages.clone().map(Field::given);
                let (first, last) = match pages {
                    Some(pages) => (pages.first.clone(), pages.last.clone().unwrap_or_default()),
                    None => (String::new(), String::new()),
                };
                self.told(work, line, "page_first", first);
                self.told(work, line, "page_last", last);
                return;
            }
            Change::PageLast(last) => {
                if let Some(pages) = &mut record.pages {
                    pages.value.last.clone_from(last);
                }
            }
            Change::Authors(authors) => {
                self.authors(work, line, authors);
                return;
            }
            Change::Id(scheme, id) => {
                record.identifiers.retain(|field| field.value.scheme != *scheme);
                if let Some(id) = id {
                    record.identifiers.insert(0, Field::given(id.clone()));
                    let told = Sourced { source: OVERRIDE, value: id.clone() };
                    work.identifiers.retain(|known| *known != told);
                    work.identifiers.insert(0, told);
                }
            }
            Change::Status(status) => work.retraction = *status,
            Change::Text(text, value) => set(work, *text, value.clone()),
        }
        let field = line.field.clone();
        self.told(work, line, &field, line.value.clone());
    }

    fn authors(&self, work: &mut Work, line: &Line, authors: &[Contributor]) {
        let known = std::mem::take(&mut work.people)
            .into_iter()
            .chain(std::iter::repeat(crate::model::PersonDetails::default()));
        let others: Vec<_> = std::mem::take(&mut work.record.contributors)
            .into_iter()
            .zip(known)
            .filter(|(contributor, _)| contributor.role != Role::Author)
            .collect();
        work.record.authors_truncated = false;
        let given = authors.iter().cloned().map(|author| (author, crate::model::PersonDetails::default()));
        (work.record.contributors, work.people) = given.chain(others).unzip();
        work.provenance
            .iter_mut()
            .filter(|row| row.field.starts_with("author/"))
            .for_each(|row| row.chosen = false);
        for (at, author) in (1..).zip(authors) {
            self.told(work, line, &format!("author/{at}"), author.name.value.display());
        }
    }

    /// A line of provenance, in place of what an earlier correction said of the same field.
    fn told(&self, work: &mut Work, line: &Line, field: &str, value: String) {
        work.provenance.retain(|row| row.field != field || row.source != OVERRIDE);
        work.provenance.iter_mut().filter(|row| row.field == field).for_each(|row| row.chosen = false);
        work.provenance.push(Provenance {
            field: field.to_owned(),
            source: OVERRIDE,
            value,
            chosen: true,
            confidence: None,
            span: None,
            evidence: format!("{}:{}", self.path, line.number),
        });
    }
}

const OVERRIDE: &str = "override";

fn set(work: &mut Work, text: Text, value: Option<String>) {
    let record = &mut work.record;
    let field = value.clone().map(Field::given);
    match text {
        Text::Title => record.title = field,
        Text::TitleOriginal => work.title_original = value,
        Text::Container => record.container_title = field,
        Text::Event => record.event_title = field,
        Text::Volume => record.volume = field,
        Text::Issue => record.issue = field,
        Text::Supplement => record.supplement = field,
        Text::ArticleNumber => record.article_number = field,
        Text::Edition => record.edition = field,
        Text::Publisher => record.publisher = field,
        Text::PublisherPlace => record.publisher_place = field,
        Text::Language => record.language = value,
    }
}

/// Reads one correction; what is wrong with it, as the end of a sentence that begins with the line.
fn line(number: u32, key: &str, field: &str, value: &str) -> Result<Line, String> {
    if key.is_empty() {
        return Err("has no key: name a reference or a work".to_owned());
    }
    if value.len() > LONGEST_VALUE {
        return Err("has a value that is too long".to_owned());
    }
    let field = field.to_lowercase();
    let change = change(&field, value)?;
    Ok(Line { number, key: read_key(key)?, shown_key: key.to_owned(), field, value: one_line(value), change })
}

fn read_key(key: &str) -> Result<Key, String> {
    let digits = |prefix: &str| {
        let rest = key.strip_prefix(prefix)?;
        let right =
            rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
        right.then(|| key.to_owned())
    };
    if let Some(id) = digits("w_") {
        return Ok(Key::Work(id));
    }
    if let Some(id) = digits("r_") {
        return Ok(Key::Reference(id));
    }
    let lower = key.to_lowercase();
    if lower.starts_with("pmid") {
        return identifiers::pmid(key)
            .map(|id| Key::Id(Scheme::Pmid, id))
            .ok_or_else(|| "has a key that is no PMID".to_owned());
    }
    if ["doi:", "10.", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"]
        .iter()
        .any(|head| lower.starts_with(head))
        && !key.contains(char::is_whitespace)
    {
        return identifiers::doi(key)
            .map(|id| Key::Id(Scheme::Doi, id))
            .ok_or_else(|| "has a key that is no DOI".to_owned());
    }
    if key.bytes().all(|b| b.is_ascii_digit()) {
        return Err("has a number for its key; write pmid: in front if it is a PMID".to_owned());
    }
    Ok(Key::Raw(one_line(key)))
}

fn change(field: &str, value: &str) -> Result<Change, String> {
    let text = Some(one_line(value)).filter(|v| !v.is_empty());
    if let Some((_, which)) = TEXTS.iter().find(|(name, _)| *name == field) {
        return Ok(Change::Text(*which, text));
    }
    match field {
        "type" => WorkKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == value)
            .map(Change::Kind)
            .ok_or_else(|| "has a type that is none of the schema's".to_owned()),
        "date" => match text {
            None => Ok(Change::Date(None)),
            Some(text) => edtf(&text)
                .map(|date| Change::Date(Some(date)))
                .ok_or_else(|| "has a date that is not YYYY, YYYY-MM or YYYY-MM-DD".to_owned()),
        },
        "pages" => match text {
            None => Ok(Change::Pages(None)),
            Some(text) => pages::read(&text)
                .map(|pages| Change::Pages(Some(pages)))
                .ok_or_else(|| "has pages that make no range".to_owned()),
        },
        "page_last" => Ok(Change::PageLast(text)),
        "authors" => Ok(Change::Authors(authors(value)?)),
        "doi" => identifier(Scheme::Doi, text),
        "pmid" => identifier(Scheme::Pmid, text),
        "pmcid" => identifier(Scheme::Pmcid, text),
        "retraction_status" => RetractionStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == value)
            .map(Change::Status)
            .ok_or_else(|| "has a retraction status that is none of the schema's".to_owned()),
        "page_first" | "year" => {
            let instead = if field == "year" { "date" } else { "pages" };
            Err(format!("corrects {field}, which follows from {instead}: correct that"))
        }
        _ => {
            let known: Vec<&str> = TEXTS.iter().map(|(name, _)| *name).chain(OTHERS).collect();
            Err(format!("corrects no field that can be corrected; these can: {}", known.join(", ")))
        }
    }
}

fn identifier(scheme: Scheme, raw: Option<String>) -> Result<Change, String> {
    let Some(raw) = raw else { return Ok(Change::Id(scheme, None)) };
    let reading = identifiers::read(scheme, &raw);
    if reading.validity != Validity::Valid {
        return Err(format!("has what is no {}", scheme.as_str()));
    }
    Ok(Change::Id(scheme, Some(Identifier { scheme, value: reading.value, raw })))
}

/// `Family, Given; Family, Given, Jr; World Health Organization`: a name without a comma is a group's.
fn authors(value: &str) -> Result<Vec<Contributor>, String> {
    let mut out = Vec::new();
    for written in value.split(';').map(one_line).filter(|name| !name.is_empty()) {
        let mut name = match written.split_once(',') {
            None => Name::Group(written.clone()),
            Some((family, rest)) => {
                let (given, suffix) = match rest.split_once(',') {
                    Some((given, suffix)) => (given, Some(suffix.trim().to_owned())),
                    None => (rest, None),
                };
                let given = Some(given.trim().to_owned()).filter(|g| !g.is_empty());
                Name::Person(Person { family: family.trim().to_owned(), given, suffix, ..Person::default() })
            }
        };
        names::normalize(&mut name);
        out.push(Contributor {
            role: Role::Author,
            role_printed: None,
            name: Field::given(name),
            raw: written,
        });
    }
    if out.is_empty() { Err("names no authors".to_owned()) } else { Ok(out) }
}

/// `2016`, `2016-03`, `2016-03-01`, and nothing else.
fn edtf(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok().filter(|y| (1000..3000).contains(y))?;
    let mut two = || match parts.next() {
        None => Some(None),
        Some(part) => (part.len() == 2).then(|| part.parse().ok()).flatten().map(Some),
    };
    let (month, day) = (two()?, two()?);
    PartialDate::new(year, month, day).filter(|_| parts.next().is_none())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn issue(path: &str, number: u32, field: Option<&str>, message: &str, observed: &str) -> Issue {
    Issue {
        code: IssueCode::OverrideInvalid,
        entity: "works".to_owned(),
        entity_id: format!("{path}:{number}"),
        field: field.filter(|f| !f.is_empty()).map(str::to_owned),
        message: format!("line {number} {message}"),
        observed: Some(observed.chars().take(200).collect()).filter(|o: &String| !o.is_empty()),
        expected: None,
        path: Some(path.to_owned()),
        line: Some(number),
    }
}
