//! Records that no database has.

use crate::model::{
    Affiliation, Contributor, DateKind, Direction, Field, Grant, Identifier, Keyword, KeywordScheme, Name,
    Pages, PartialDate, Person, PersonDetails, Record, Reference, Role, Scheme, Serial, Source, Update,
    UpdateKind, WorkKind,
};

pub fn given(text: &str) -> Option<Field<String>> {
    (!text.is_empty()).then(|| Field::given(text.to_owned()))
}

pub fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub fn day(year: i16, month: u8, day: u8) -> PartialDate {
    PartialDate::new(year, Some(month), Some(day)).unwrap()
}

pub fn named(role: Role, name: Name) -> Contributor {
    Contributor { role, role_printed: None, raw: name.display(), name: Field::given(name) }
}

pub fn person(role: Role, family: &str, first: &str) -> Contributor {
    full_person(role, "", family, first, "")
}

pub fn full_person(role: Role, particle: &str, family: &str, first: &str, suffix: &str) -> Contributor {
    let person = Person {
        family: family.to_owned(),
        given: some(first),
        initials: None,
        particle: some(particle),
        suffix: some(suffix),
    };
    named(role, Name::Person(person))
}

pub fn group(role: Role, name: &str) -> Contributor {
    named(role, Name::Group(name.to_owned()))
}

pub fn id(scheme: Scheme, value: &str) -> Field<Identifier> {
    Field::given(Identifier { scheme, value: value.to_owned(), raw: value.to_owned() })
}

pub fn keyword(scheme: KeywordScheme, term: &str) -> Keyword {
    Keyword {
        scheme,
        term: term.to_owned(),
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: None,
    }
}

/// A record of which only the title is known.
pub fn record(title: &str) -> Record {
    Record {
        source: Source::Import,
        work: Reference { kind: WorkKind::Article, title: given(title), ..Reference::default() },
        ..Record::default()
    }
}

/// Everything a journal article can have.
pub fn article() -> Record {
    let mut record = record("Salt & {sugar}: 50% of DNA_repair in Utopia");
    let work = &mut record.work;
    work.contributors = vec![
        full_person(Role::Author, "van der", "Meer", "Jan W.", "Jr"),
        person(Role::Author, "Nadie", "Ana-Luísa"),
        group(Role::Author, "Utopia Salt Group"),
    ];
    work.container_title = given("Journal of Invented Results");
    work.issued = Some(Field::given(day(2010, 5, 3)));
    work.volume = given("12");
    work.issue = given("6");
    work.supplement = given("Suppl 1");
    work.pages = Some(Field::given(Pages { first: "S711".to_owned(), last: some("S723") }));
    work.language = some("en");
    work.identifiers = vec![
        id(Scheme::Doi, "10.5555/jir.2010_12<6>"),
        id(Scheme::Pmid, "99000001"),
        id(Scheme::Pmcid, "PMC9900001"),
        id(Scheme::Url, "https://example.org/a_b?c=%20d&e~f"),
    ];
    work.notes = vec![Field::given("Read twice.".to_owned())];
    record.people = vec![
        PersonDetails {
            orcid: some("0000-0002-1825-0097"),
            affiliations: vec![Affiliation {
                raw: "Dept. of Salt; University of Utopia".to_owned(),
                ror: None,
            }],
            is_corresponding: None,
        },
        PersonDetails::default(),
    ];
    record.serial = Serial {
        abbreviation: some("J Invent Results"),
        nlm_id: some("9900001"),
        issn_print: some("1234-5679"),
        issn_electronic: some("2345-6787"),
        country: some("Utopia"),
        ..Serial::default()
    };
    record.dates = vec![
        (DateKind::Print, day(2010, 5, 3)),
        (DateKind::Electronic, day(2010, 4, 1)),
        (DateKind::Received, day(2009, 12, 24)),
    ];
    record.abstract_text = some(
        "BACKGROUND: Salt is everywhere.\nRESULTS: =1+1 was found, in a sentence long enough to be wrapped by any format that wraps.",
    );
    record.keywords = vec![
        keyword(KeywordScheme::Author, "salt"),
        keyword(KeywordScheme::Author, "Neoplasms, Experimental"),
        Keyword { is_major: Some(true), ..keyword(KeywordScheme::Mesh, "Sugars") },
        Keyword {
            qualifier: some("adverse effects"),
            is_major: Some(false),
            ..keyword(KeywordScheme::Mesh, "Sodium Chloride")
        },
        Keyword {
            qualifier: some("therapeutic use"),
            is_major: Some(true),
            ..keyword(KeywordScheme::Mesh, "Sodium Chloride")
        },
        keyword(KeywordScheme::PublicationType, "Journal Article"),
        keyword(KeywordScheme::Chemical, "Sodium Chloride"),
    ];
    record.funding = vec![Grant {
        funder: some("Ministry of Salt"),
        funder_id: None,
        award_id: some("S-1"),
        country: some("Utopia"),
    }];
    record.updates = vec![Update {
        kind: UpdateKind::Retraction,
        direction: Direction::To,
        other: vec![Identifier {
            scheme: Scheme::Doi,
            value: "10.5555/notice".to_owned(),
            raw: "10.5555/notice".to_owned(),
        }],
        citation: some("J Invent Results. 2015;17(1):1"),
        date: PartialDate::new(2015, Some(1), None),
        asserted_by: None,
    }];
    record
}

pub fn book() -> Record {
    let mut record = record("The book of sand");
    let work = &mut record.work;
    work.kind = WorkKind::Book;
    work.contributors = vec![
        person(Role::Editor, "Nadie", "Juan"),
        person(Role::Translator, "Overzetter", "T."),
        full_person(Role::Editor, "d'", "Arena", "Pia", ""),
    ];
    work.collection_title = given("Deserts");
    work.edition = given("2nd");
    work.publisher = given("Dune & Sons");
    work.publisher_place = given("Utopia City");
    work.issued = Some(Field::given(PartialDate::year(1998)));
    work.identifiers = vec![id(Scheme::Isbn, "9780306406157")];
    work.language = some("es");
    record.title_original = some("El libro de arena");
    record
}

pub fn chapter() -> Record {
    let mut record = record("Grains");
    let work = &mut record.work;
    work.kind = WorkKind::Chapter;
    work.contributors =
        vec![person(Role::Author, "García Márquez", "G."), person(Role::Editor, "Nadie", "Juan")];
    work.authors_truncated = true;
    work.container_title = given("The book of sand");
    work.publisher = given("Dune & Sons");
    work.issued = Some(Field::given(PartialDate::year(1998)));
    work.pages = Some(Field::given(Pages { first: "xii".to_owned(), last: some("xv") }));
    record
}

pub fn meeting() -> Record {
    let mut record = record("A talk");
    let work = &mut record.work;
    work.kind = WorkKind::ConferencePaper;
    work.contributors = vec![person(Role::Author, "Silva e Sousa", "José")];
    work.container_title = given("Proceedings of Nowhere");
    work.event_title = given("Nowhere 2001");
    work.issued = PartialDate::new(2001, Some(9), None).map(Field::given);
    work.publisher = given("Nowhere Press");
    record
}

pub fn page() -> Record {
    let mut record = record("A page");
    let work = &mut record.work;
    work.kind = WorkKind::Webpage;
    work.contributors = vec![group(Role::Author, "World Salt Organization")];
    work.container_title = given("Salt of the world");
    work.identifiers = vec![id(Scheme::Url, "https://salt.example.org/~page#1")];
    work.accessed = Some(Field::given(day(2020, 1, 2)));
    record
}

pub fn electronic() -> Record {
    let mut record = record("An article without pages");
    let work = &mut record.work;
    work.contributors = vec![person(Role::Author, "Ng", "CK")];
    work.container_title = given("Journal of Invented Results");
    work.article_number = given("e1001747");
    work.issued = Some(Field::given(day(2019, 11, 30)));
    record
}

/// One of each kind, with what the kind has.
pub fn all() -> Vec<Record> {
    let mut records = vec![article(), book(), chapter(), meeting(), page(), electronic(), record("")];
    for kind in WorkKind::ALL {
        let mut one = record(&format!("A work of the kind {}", kind.as_str()));
        one.work.kind = kind;
        one.work.contributors = vec![person(Role::Author, "Doe", "Jo")];
        one.work.issued = Some(Field::given(PartialDate::year(2000)));
        if kind == WorkKind::Preprint {
            one.work.identifiers = vec![id(Scheme::Arxiv, "9901.00001")];
        }
        records.push(one);
    }
    records
}
