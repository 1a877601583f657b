//! From tables back to records: one for each work, in the order of the table of works.

mod grouped;
mod journals;
mod names;
pub(super) mod table;
mod wanted;
mod words;

use std::path::Path;

use self::grouped::Grouped;
use self::journals::Journals;
use self::names::Authors;
pub(super) use self::table::Rows;
use self::wanted::Chosen;
pub use self::wanted::Wanted;
use super::check::package::Package;
use super::describe::DATAPACKAGE;
use super::error::DatasetError;
use super::schema::{
    AuthorshipRow, FundingRow, IdentifierRow, KeywordRow, MetricRow, ProvenanceRow, UpdateRow, WorkRow,
};
use crate::model::{
    Contributor, Direction, Field, Grant, Identifier, Keyword, Pages, PersonDetails, Record, Source, Update,
    UpdateKind,
};

/// A work of a dataset.
#[derive(Clone, Debug)]
pub struct ReadWork {
    /// Its key.
    pub work_id: String,
    /// What the tables say of it. Affiliations stay behind.
    pub record: Record,
    /// The key that the document it was read from cites it by, where that has keys.
    pub cite_key: Option<String>,
}

/// The works of a dataset, one after the other. Besides one work, its journals and what little must be known of authors
/// are held.
pub struct Works {
    rows: Rows,
    authorships: Grouped,
    names: Grouped,
    identifiers: Grouped,
    keywords: Grouped,
    funding: Grouped,
    updates: Grouped,
    metrics: Grouped,
    authors: Authors,
    journals: Journals,
    chosen: Chosen,
}

/// Columns of works, known by their places here.
const COLUMNS: [&str; 23] = [
    "work_id",
    "type",
    "title",
    "title_original",
    "date",
    "year",
    "journal_id",
    "container_raw",
    "event_title",
    "volume",
    "issue",
    "supplement",
    "page_first",
    "page_last",
    "article_number",
    "edition",
    "publisher",
    "publisher_place",
    "language",
    "abstract",
    "authors_truncated",
    "n_mentions",
    "is_retracted",
];

fn every(_: &Rows) -> bool {
    true
}

/// Names of bylines among the provenance; the tables show them only taken apart, and joined with those of other works.
fn is_name(rows: &Rows) -> bool {
    let is_of_work = rows.text(1) == Some("works") && rows.text(3) == Some("true");
    is_of_work && rows.text(2).is_some_and(|field| field.contains('/'))
}

impl Works {
    /// Opens the dataset in `dir`.
    ///
    /// # Errors
    /// When there is none, one of its tables cannot be read, or what is wanted is not there.
    pub fn open(dir: &Path, wanted: &Wanted) -> Result<Self, DatasetError> {
        let package = &Package::read(&dir.join(DATAPACKAGE))?;
        Ok(Self {
            chosen: Chosen::read(dir, package, wanted)?,
            rows: Rows::open::<WorkRow>(dir, package, &COLUMNS)?,
            authorships: Grouped::open::<AuthorshipRow>(
                dir,
                package,
                &["work_id", "role", "position", "author_id", "raw_name", "role_printed", "is_corresponding"],
                every,
            )?,
            names: Grouped::open::<ProvenanceRow>(
                dir,
                package,
                &["entity_id", "entity", "field", "chosen", "value"],
                is_name,
            )?,
            identifiers: Grouped::open::<IdentifierRow>(
                dir,
                package,
                &["work_id", "scheme", "value", "raw"],
                every,
            )?,
            keywords: Grouped::open::<KeywordRow>(
                dir,
                package,
                &["work_id", "scheme", "term", "term_id", "qualifier", "qualifier_id", "is_major"],
                every,
            )?,
            funding: Grouped::open::<FundingRow>(
                dir,
                package,
                &["work_id", "funder", "funder_id", "award_id", "country_code"],
                every,
            )?,
            updates: Grouped::open::<UpdateRow>(dir, package, &["work_id", "type", "notice", "date"], every)?,
            metrics: Grouped::open::<MetricRow>(dir, package, &["work_id", "metric", "value"], every)?,
            authors: Authors::read(dir, package)?,
            journals: Journals::read(dir, package)?,
        })
    }

    /// The next work that is wanted; `None` at the end.
    ///
    /// # Errors
    /// When a table cannot be read on, or holds what the schema does not allow.
    pub fn next_work(&mut self) -> Result<Option<ReadWork>, DatasetError> {
        while self.rows.next()? {
            let work_id = self.rows.required(0, "work_id")?.to_owned();
            let is_retracted = self.rows.text(22) == Some("true");
            let is_cited = self.rows.text(21).is_some_and(|n| n != "0");
            let is_wanted = self.chosen.wants(&work_id, is_cited, is_retracted);
            let record = self.record(&work_id)?;
            if is_wanted {
                let cite_key = self.chosen.cite_key(&work_id);
                return Ok(Some(ReadWork { work_id, record, cite_key }));
            }
        }
        for table in [
            &self.authorships,
            &self.names,
            &self.identifiers,
            &self.keywords,
            &self.funding,
            &self.updates,
            &self.metrics,
        ] {
            table.finish()?;
        }
        Ok(None)
    }

    /// Everything of the work the table of works stands at.
    fn record(&mut self, work_id: &str) -> Result<Record, DatasetError> {
        let mut record = Record { source: Source::Import, ..Record::default() };
        self.fields(&mut record)?;
        self.people(work_id, &mut record)?;
        self.identifiers.of(work_id, |row| identifier(row, &mut record))?;
        self.keywords.of(work_id, |row| keyword(row, &mut record))?;
        self.funding.of(work_id, |row| {
            let text = |column| row.text(column).map(str::to_owned);
            record.funding.push(Grant {
                funder: text(1),
                funder_id: text(2),
                award_id: text(3),
                country: text(4),
            });
            Ok(())
        })?;
        self.updates.of(work_id, |row| update(row, &mut record))?;
        self.metrics.of(work_id, |row| {
            if row.text(1) == Some("cited_by_count") {
                let count = row.text(2).and_then(|n| n.split('.').next()?.parse::<u64>().ok());
                record.cited_by_count = record.cited_by_count.max(count);
            }
            Ok(())
        })?;
        Ok(record)
    }

    fn fields(&self, record: &mut Record) -> Result<(), DatasetError> {
        let row = &self.rows;
        let text = |column| row.text(column).map(str::to_owned);
        let given = |column| text(column).map(Field::given);
        let work = &mut record.work;
        let kind = row.required(1, "type")?;
        work.kind = words::kind(kind).ok_or_else(|| row.damaged(&format!("{kind:?} is no type of work")))?;
        work.title = given(2);
        record.title_original = text(3);
        if let Some(date) = row.text(4).or(row.text(5)) {
            let date = words::date(date).ok_or_else(|| row.damaged(&format!("{date:?} is no date")))?;
            work.issued = Some(Field::given(date));
        }
        work.container_title = given(7);
        if let Some(journal_id) = row.text(6) {
            let journal = self.journals.get(journal_id);
            let (title, serial) =
                journal.ok_or_else(|| row.damaged(&format!("there is no journal {journal_id}")))?;
            work.container_title = Some(Field::given(title.clone()));
            record.serial = serial.clone();
        }
        work.event_title = given(8);
        work.volume = given(9);
        work.issue = given(10);
        work.supplement = given(11);
        work.pages = text(12).map(|first| Field::given(Pages { first, last: text(13) }));
        work.article_number = given(14);
        work.edition = given(15);
        work.publisher = given(16);
        work.publisher_place = given(17);
        work.language = text(18);
        record.abstract_text = text(19);
        work.authors_truncated = row.text(20) == Some("true");
        Ok(())
    }

    fn people(&mut self, work_id: &str, record: &mut Record) -> Result<(), DatasetError> {
        let mut shown: Vec<(String, String)> = Vec::new();
        self.names.of(work_id, |row| {
            if let (Some(field), Some(value)) = (row.text(2), row.text(4)) {
                shown.push((field.to_owned(), value.to_owned()));
            }
            Ok(())
        })?;
        // Both are in the order of the byline, so that the next one mostly is the one looked for.
        let mut at = 0;
        let authors = &self.authors;
        self.authorships.of(work_id, |row| {
            let word = row.required(1, "role")?;
            let role = words::role(word).ok_or_else(|| row.damaged(&format!("{word:?} is no role")))?;
            let field = format!("{word}/{}", row.required(2, "position")?);
            let author_id = row.required(3, "author_id")?;
            let raw = row.required(4, "raw_name")?;
            let is_group = authors.is_group(author_id);
            let found = (0..shown.len()).map(|n| (at + n) % shown.len()).find(|i| shown[*i].0 == field);
            let name = match found {
                Some(found) => {
                    at = found + 1;
                    names::displayed(&shown[found].1, is_group)
                }
                None => names::printed(raw, is_group),
            };
            record.work.contributors.push(Contributor {
                role,
                role_printed: row.text(5).map(str::to_owned),
                name: Field::given(name),
                raw: raw.to_owned(),
            });
            record.people.push(PersonDetails {
                orcid: authors.orcid(author_id),
                affiliations: Vec::new(),
                is_corresponding: row.text(6).map(|word| word == "true"),
            });
            Ok(())
        })
    }
}

/// Each identifier once, whoever gave it.
fn identifier(row: &Rows, record: &mut Record) -> Result<(), DatasetError> {
    let word = row.required(1, "scheme")?;
    let scheme = words::scheme(word).ok_or_else(|| row.damaged(&format!("{word:?} is no scheme")))?;
    let value = row.required(2, "value")?;
    let ids = &mut record.work.identifiers;
    if !ids.iter().any(|f| f.value.scheme == scheme && f.value.value == value) {
        let raw = row.text(3).unwrap_or(value).to_owned();
        ids.push(Field::given(Identifier { scheme, value: value.to_owned(), raw }));
    }
    Ok(())
}

fn keyword(row: &Rows, record: &mut Record) -> Result<(), DatasetError> {
    let word = row.required(1, "scheme")?;
    let scheme =
        words::keyword_scheme(word).ok_or_else(|| row.damaged(&format!("{word:?} is no vocabulary")))?;
    let text = |column| row.text(column).map(str::to_owned);
    record.keywords.push(Keyword {
        scheme,
        term: row.required(2, "term")?.to_owned(),
        term_id: text(3),
        qualifier: text(4),
        qualifier_id: text(5),
        is_major: row.text(6).map(|word| word == "true"),
    });
    Ok(())
}

/// One retraction is told by several sources, each naming the notice in its way: they are one. Of corrections a work may
/// have many.
fn update(row: &Rows, record: &mut Record) -> Result<(), DatasetError> {
    let word = row.required(1, "type")?;
    let kind = words::update(word).ok_or_else(|| row.damaged(&format!("{word:?} is no update")))?;
    let notice = row.required(2, "notice")?;
    let other = notice.split_once(':').and_then(|(scheme, value)| {
        let value = value.to_owned();
        Some(Identifier { scheme: words::scheme(scheme)?, raw: value.clone(), value })
    });
    let date = row.text(3).and_then(words::date);
    let is_correction = kind == UpdateKind::Correction;
    let same = |known: &&mut Update| known.kind == kind && (!is_correction || known.other.iter().eq(&other));
    match record.updates.iter_mut().find(same) {
        Some(known) => {
            known.date = known.date.or(date);
            if let Some(id) = other.filter(|id| !known.other.contains(id)) {
                known.other.push(id);
            }
        }
        None => record.updates.push(Update {
            kind,
            direction: Direction::To,
            other: other.into_iter().collect(),
            citation: None,
            date,
            asserted_by: None,
        }),
    }
    Ok(())
}
