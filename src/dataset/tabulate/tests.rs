//! Invented works with everything records can bring, written, read back and checked against the schema.

use std::collections::HashMap;
use std::path::Path;

use super::super::schema::{RunRow, SCHEMA_VERSION, Table, Timestamp, WorkRow};
use super::super::{Changes, Description, check, write_datapackage};
use super::*;
use crate::merge::{Accepted, Overrides, PRECEDENCE, Precedence, WorkNames, combine, enrich};
use crate::model::{
    Affiliation, Contributor, Direction, Entry, Field, Grant, Identifier, Keyword, KeywordScheme, Name,
    PartialDate, Person, PersonDetails, Record, Reference, Role, Scheme, Source, Update, UpdateKind, Work,
};

const RUN: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
/// 2017-07-14T02:40:00Z.
const ASKED: i64 = 1_500_000_000_000;

fn person(family: &str, given: &str) -> Contributor {
    let name = Person {
        family: family.to_owned(),
        given: Some(given.to_owned()),
        initials: Some(given[..1].to_owned()),
        ..Person::default()
    };
    Contributor {
        role: Role::Author,
        role_printed: None,
        name: Field::given(Name::Person(name)),
        raw: format!("{family} {given}"),
    }
}

fn id(scheme: Scheme, value: &str) -> Field<Identifier> {
    Field::given(Identifier { scheme, value: value.to_owned(), raw: value.to_owned() })
}

fn place(raw: &str, ror: Option<&str>) -> Affiliation {
    Affiliation { raw: raw.to_owned(), ror: ror.map(str::to_owned) }
}

fn keyword(scheme: KeywordScheme, term: &str) -> Keyword {
    let term = term.to_owned();
    Keyword { scheme, term, term_id: None, qualifier: None, qualifier_id: None, is_major: Some(false) }
}

fn update(kind: UpdateKind, direction: Direction, doi: &str) -> Update {
    Update {
        kind,
        direction,
        other: vec![id(Scheme::Doi, doi).value],
        citation: None,
        date: PartialDate::new(2015, Some(3), Some(4)),
        asserted_by: None,
    }
}

fn pubmed() -> Record {
    Record {
        source: Source::Pubmed,
        work: Reference {
            contributors: vec![person("Bohne", "Anna"), person("Erbse", "Karl")],
            title: Some(Field::given("Beans in mice".to_owned())),
            identifiers: vec![id(Scheme::Pmid, "1234567"), id(Scheme::Doi, "10.1000/beans")],
            ..Reference::default()
        },
        people: vec![
            PersonDetails {
                orcid: Some("0000-0002-1825-0097".to_owned()),
                affiliations: vec![
                    place("Here", Some("022kthw22")),
                    place("There", None),
                    place("There", None),
                ],
                ..PersonDetails::default()
            },
            PersonDetails {
                orcid: None,
                affiliations: vec![place("There", None)],
                ..PersonDetails::default()
            },
        ],
        title_original: Some("Bohnen in Mäusen".to_owned()),
        abstract_text: Some("We looked.".to_owned()),
        keywords: vec![
            keyword(KeywordScheme::Mesh, "Fabaceae"),
            keyword(KeywordScheme::Author, "bean"),
            keyword(KeywordScheme::Mesh, "Mice"),
        ],
        funding: vec![Grant {
            funder: Some("Fund".to_owned()),
            award_id: Some("A1".to_owned()),
            country: Some("United States".to_owned()),
            ..Grant::default()
        }],
        ..Record::default()
    }
}

fn crossref() -> Record {
    Record {
        source: Source::Crossref,
        work: Reference {
            title: Some(Field::given("Beans in Mice".to_owned())),
            identifiers: vec![id(Scheme::Doi, "10.1000/beans")],
            ..Reference::default()
        },
        keywords: vec![keyword(KeywordScheme::Topic, "Plants")],
        updates: vec![
            update(UpdateKind::Retraction, Direction::To, "10.1000/notice"),
            update(UpdateKind::Retraction, Direction::To, "10.1000/notice"),
            update(UpdateKind::NewVersion, Direction::To, "10.1000/next"),
            update(UpdateKind::Correction, Direction::By, "10.1000/other"),
        ],
        cited_by_count: Some(17),
        ..Record::default()
    }
}

fn mention() -> Mention {
    let reference = Reference {
        contributors: vec![person("Bohne", "A")],
        authors_truncated: true,
        title: Some(Field::given("Beans in mice".to_owned())),
        ..Reference::default()
    };
    let entry = Entry { seq: 1, text: "Bohne A, et al. Beans in mice.".to_owned(), ..Entry::default() };
    Mention { entry: Entry { line_start: 1, line_end: 1, ..entry }, reference, ..Mention::default() }
}

fn accepted(record: &Record) -> Accepted<'_> {
    Accepted { record, confidence: Some(0.97), evidence: "answer:ab rule:title", asked_at: ASKED }
}

fn enriched(precedence: &Precedence) -> Work {
    let (pubmed, crossref) = (pubmed(), crossref());
    let work = combine([7; 10], &[mention()], &[document_id()]);
    enrich(work, &[accepted(&pubmed), accepted(&crossref)], precedence)
}

fn document_id() -> String {
    crate::model::stable_id('d', &["a document"])
}

/// Writes one work and gives the rows of every table, by column.
fn tables(work: &Work) -> impl Fn(&str) -> Vec<HashMap<String, String>> + use<> {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), work);
    let report = check(dir.path()).unwrap();
    assert_eq!(report.problems, []);
    move |name| {
        let mut reader = csv::Reader::from_path(dir.path().join(format!("{name}.csv"))).unwrap();
        reader.deserialize().map(Result::unwrap).collect()
    }
}

fn write(dir: &Path, work: &Work) {
    let authority = Authority::embedded().unwrap();
    let facts = vec![DocumentFacts { id: document_id(), citing: None, source: "input" }];
    let mut tables = Tabulator::create(dir, &[TableFormat::Csv], RUN, &authority, facts).unwrap();
    let document = Document {
        path: "a.txt".to_owned(),
        sha256: "0".repeat(64),
        bytes: 10,
        format: crate::model::Format::Text,
        encoding: "utf-8".to_owned(),
        had_bom: false,
        newline: crate::model::Newline::Lf,
        front: crate::model::FrontMatter::default(),
        style: None,
        n_references: 1,
        n_rejected_lines: 0,
    };
    tables.document(0, &document).unwrap();
    tables.reference(&RefFacts { mention: &mention(), work: Some(work.id) }).unwrap();
    let seen = tables.work(work, 0, &[mention()]).unwrap();
    tables.authors(seen).unwrap();
    let run = RunRow {
        run_id: RUN.to_owned(),
        started_at: Timestamp(0),
        finished_at: None,
        tool_version: "0.0.0".to_owned(),
        schema_version: SCHEMA_VERSION.to_owned(),
        config_sha256: "0".repeat(64),
        inputs_sha256: Some("0".repeat(64)),
        mode: "online".to_owned(),
        parent_run_id: None,
        n_references: 1,
        n_works: 1,
    };
    let mut written = tables.finish(&[run]).unwrap();
    written.extend(Changes::create(dir, &[TableFormat::Csv], RUN).unwrap().finish().unwrap());
    let about = Description { title: "T".to_owned(), run_id: RUN.to_owned(), ..Description::default() };
    write_datapackage(dir, &about, &written).unwrap();
}

/// Some columns of every row, joined.
fn columns(rows: &[HashMap<String, String>], names: &[&str]) -> Vec<String> {
    rows.iter().map(|row| names.iter().map(|n| row[*n].as_str()).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn everything_records_bring_has_its_rows() {
    let tables = tables(&enriched(&Precedence::default()));
    assert_eq!(
        columns(
            &tables("works"),
            &[
                "title",
                "title_original",
                "doi",
                "pmid",
                "n_authors",
                "is_retracted",
                "retraction_status",
                "source",
                "confidence",
                "abstract"
            ]
        ),
        ["Beans in mice|Bohnen in Mäusen|10.1000/beans|1234567|2|true|retracted|pubmed|0.97|"]
    );
    assert_eq!(
        columns(&tables("identifiers"), &["scheme", "value", "source", "is_primary"]),
        ["pmid|1234567|pubmed|true", "doi|10.1000/beans|crossref|true", "doi|10.1000/beans|pubmed|false"]
    );
    assert_eq!(
        columns(&tables("keywords"), &["scheme", "seq", "term", "source"]),
        ["mesh|1|Fabaceae|pubmed", "author|1|bean|pubmed", "mesh|2|Mice|pubmed", "topic|1|Plants|crossref"]
    );
    assert_eq!(
        columns(&tables("funding"), &["seq", "funder", "award_id", "country_code", "source"]),
        ["1|Fund|A1|US|pubmed"]
    );
    assert_eq!(
        columns(&tables("updates"), &["type", "source", "notice", "date", "checked_at"]),
        ["retraction|crossref|doi:10.1000/notice|2015-03-04|2017-07-14T02:40:00.000Z"]
    );
    assert_eq!(
        columns(&tables("metrics"), &["metric", "source", "as_of", "value"])[0].trim_end_matches(".0"),
        "cited_by_count|crossref|2017-07-14|17"
    );
    let affiliations = tables("affiliations");
    assert_eq!(
        columns(&affiliations, &["raw", "ror", "method"]),
        ["Here|022kthw22|ror_exact", "There||none"]
    );
    let links = columns(&tables("authorship_affiliations"), &["role", "position", "seq", "affiliation_id"]);
    let (here, there) = (&affiliations[0]["affiliation_id"], &affiliations[1]["affiliation_id"]);
    assert_eq!(
        links,
        [format!("author|1|1|{here}"), format!("author|1|2|{there}"), format!("author|2|1|{there}")]
    );
    assert_eq!(
        columns(&tables("authors"), &["name", "orcid", "method"]),
        ["Bohne, Anna|0000-0002-1825-0097|orcid", "Erbse, Karl||name_full"]
    );
    assert_eq!(columns(&tables("authorships"), &["raw_name", "fraction"]), ["Bohne A|0.5", "Erbse Karl|0.5"]);
}

#[test]
fn provenance_shows_every_source_and_what_was_chosen() {
    let mut work = enriched(&Precedence::default());
    let text = "key,field,value,note\ndoi:10.1000/beans,title,Peas in mice,\n";
    Overrides::parse(text.as_bytes(), "overrides.csv").0.apply(&mut work, &WorkNames::default());
    let tables = tables(&work);
    let rows = tables("provenance");
    let titles: Vec<_> = rows.iter().filter(|row| row["field"] == "title").cloned().collect();
    assert_eq!(
        columns(&titles, &["source", "value", "chosen"]),
        [
            "parser|Beans in mice|false",
            "pubmed|Beans in mice|false",
            "crossref|Beans in Mice|false",
            "override|Peas in mice|true",
        ]
    );
    assert_eq!(titles[3]["evidence"], "overrides.csv:2");
    assert_eq!(tables("works")[0]["title"], "Peas in mice");
}

#[test]
fn nothing_is_called_checked_before_somebody_looked() {
    let tables = tables(&combine([7; 10], &[mention()], &[document_id()]));
    assert_eq!(
        columns(
            &tables("works"),
            &["is_retracted", "retraction_status", "source", "confidence", "n_authors"]
        ),
        ["|not_checked|parser||"]
    );
    for empty in ["updates", "metrics", "keywords", "funding", "affiliations"] {
        assert!(tables(empty).is_empty(), "{empty}");
    }
}

#[test]
fn abstracts_are_written_where_they_were_asked_for() {
    let tables = tables(&enriched(&Precedence::default().with_abstracts()));
    assert_eq!(tables("works")[0]["abstract"], "We looked.");
}

#[test]
fn the_table_of_precedence_orders_columns_of_works() {
    use super::super::schema::Row as _;
    let works: &Table = WorkRow::TABLE;
    for rule in PRECEDENCE {
        let is_group = ["authors", "locator", "identifiers"].contains(&rule.field);
        assert!(is_group || works.position(rule.field).is_some(), "{}", rule.field);
    }
}
