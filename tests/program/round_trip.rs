//! What is written for other programs is read back by our own readers: the fields both sides know come back as they were.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use refloom::export::{self, Format};
use refloom::import::{self, Imported, Item, Records};
use refloom::ingest::{Limits, decode_bytes};
use refloom::model::{
    Contributor, Field, Identifier, Keyword, KeywordScheme, Name, Pages, PartialDate, Person, Record, Role,
    Scheme, Serial, Source, WorkKind,
};
use refloom::normalize::normalize;

fn open(format: Format, bytes: &[u8]) -> Box<dyn Records> {
    let text = decode_bytes(bytes).unwrap();
    let limits = Limits::default();
    match format {
        Format::Ris => import::ris::open(text, &limits),
        Format::Bibtex => import::bibtex::open(text, &limits),
        Format::Nbib => import::nbib::open(text, &limits),
        Format::EndnoteXml => import::endnote_xml::open(text, &limits),
        Format::CslJson => import::csl_json::open(text, &limits),
        Format::Csv => import::table::open(text, &limits, &import::table::ColumnMap::default()).unwrap(),
    }
}

fn written(format: Format, records: &[Record]) -> Vec<u8> {
    let mut out = Vec::new();
    export::write(format, &mut out, records).unwrap();
    out
}

fn read(format: Format, bytes: &[u8]) -> Vec<Imported> {
    let mut reader = open(format, bytes);
    let mut out = Vec::new();
    while let Some(item) = reader.next().unwrap() {
        match item {
            Item::Record(record) => out.push(*record),
            Item::Broken(broken) => {
                let text = String::from_utf8_lossy(bytes);
                assert_eq!(broken.message, "", "{}: {broken:?}\n{text}", format.as_str());
            }
        }
    }
    out
}

/// What a record says, field by field, as text that can be compared.
fn said(record: &Record, format: Format) -> BTreeMap<&'static str, String> {
    let work = &record.work;
    let mut out = BTreeMap::new();
    let mut say = |field, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            out.insert(field, value);
        }
    };
    let text = |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.clone());
    say("kind", Some(work.kind.as_str().to_owned()));
    say("title", text(&work.title));
    say("title_original", record.title_original.clone());
    for (name, role) in [
        ("author", Role::Author),
        ("editor", Role::Editor),
        ("translator", Role::Translator),
        ("collaborator", Role::Collaborator),
    ] {
        let people: Vec<String> = work.with_role(role).map(|c| name_text(&c.name.value, format)).collect();
        say(name, Some(people.join("; ")));
    }
    say("truncated", work.authors_truncated.then(|| "true".to_owned()));
    say("issued", work.issued.as_ref().map(|f| f.value.to_string()));
    say("container", text(&work.container_title));
    say("abbreviation", record.serial.abbreviation.clone());
    say("collection", text(&work.collection_title));
    say("event", text(&work.event_title));
    say("volume", text(&work.volume));
    say("issue", text(&work.issue));
    say("supplement", text(&work.supplement));
    say("pages", work.pages.as_ref().map(|f| format!("{:?}", f.value)));
    say("article_number", text(&work.article_number));
    say("edition", text(&work.edition));
    say("publisher", text(&work.publisher));
    say("place", text(&work.publisher_place));
    say("genre", text(&work.genre));
    say("language", work.language.clone());
    say("accessed", work.accessed.as_ref().map(|f| f.value.to_string()));
    let mut ids: Vec<String> = work
        .identifiers
        .iter()
        .map(|f| &f.value)
        .filter(|id| id.scheme != Scheme::Issn)
        .map(|id| format!("{} {}", id.scheme.as_str(), id.value))
        .collect();
    ids.sort();
    say("identifiers", Some(ids.join("; ")));
    let serial = &record.serial;
    let mut issns: Vec<&String> =
        [&serial.issn_print, &serial.issn_electronic, &serial.issn_l].into_iter().flatten().collect();
    issns.extend(&serial.issn_other);
    let of_work = work.identifiers.iter().map(|f| &f.value).filter(|id| id.scheme == Scheme::Issn);
    issns.extend(of_work.map(|id| &id.value));
    issns.sort();
    issns.dedup();
    say("issn", Some(issns.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("; ")));
    say("abstract", record.abstract_text.clone());
    let terms: Vec<&str> = record
        .keywords
        .iter()
        .filter(|k| k.scheme != KeywordScheme::PublicationType)
        .map(|k| k.term.as_str())
        .collect();
    say("keywords", Some(terms.join("; ")));
    say("notes", Some(work.notes.iter().map(|n| n.value.as_str()).collect::<Vec<_>>().join("; ")));
    out
}

/// Given names that are initials are the same in both of their forms.
fn name_text(name: &Name, format: Format) -> String {
    match name {
        Name::Group(_) => format!("group {}", name.display()),
        Name::Person(person) => {
            let given = match (format, &person.given) {
                (Format::Bibtex, Some(given)) => Some(given.replace(['.', ' '], "")),
                (_, given) => given.clone(),
            };
            Name::Person(Person { given, ..person.clone() }).display()
        }
    }
}

fn given(text: &str) -> Option<Field<String>> {
    (!text.is_empty()).then(|| Field::given(text.to_owned()))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn contributor(role: Role, name: Name) -> Contributor {
    Contributor { role, role_printed: None, raw: name.display(), name: Field::given(name) }
}

fn person(role: Role, particle: &str, family: &str, first: &str, suffix: &str) -> Contributor {
    let name = Person {
        family: family.to_owned(),
        given: some(first),
        initials: None,
        particle: some(particle),
        suffix: some(suffix),
    };
    contributor(role, Name::Person(name))
}

fn group(role: Role, name: &str) -> Contributor {
    contributor(role, Name::Group(name.to_owned()))
}

fn id(scheme: Scheme, value: &str) -> Field<Identifier> {
    Field::given(Identifier { scheme, value: value.to_owned(), raw: value.to_owned() })
}

fn keyword(term: &str) -> Keyword {
    Keyword {
        scheme: KeywordScheme::Author,
        term: term.to_owned(),
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: None,
    }
}

/// A record with all that a work of the kind usually has, and text full of what means something to one format or another.
fn invented(kind: WorkKind) -> Record {
    let mut record = Record { source: Source::Import, ..Record::default() };
    let work = &mut record.work;
    work.kind = kind;
    work.title = given("Salt & {sugar}: 50% of DNA_repair ~ in Utopia #1 <x> \\o/ ^2 $5");
    work.contributors = vec![
        person(Role::Author, "van der", "Meer", "Jan W.", "Jr"),
        person(Role::Author, "", "Nadie", "Ana-Luísa", ""),
        person(Role::Author, "", "Silva e Sousa", "JM", ""),
        person(Role::Author, "", "García Márquez", "Gabriel J.", ""),
        person(Role::Author, "", "Plato", "", ""),
        group(Role::Author, "World Health Organization"),
        group(Role::Author, "Department of Salt, Pepper, and Sugar"),
    ];
    work.issued = PartialDate::new(2010, Some(5), Some(3)).map(Field::given);
    work.language = some("en");
    work.identifiers = vec![
        id(Scheme::Doi, "10.5555/jir.2010_12<6>"),
        id(Scheme::Url, "https://example.org/a_b?c=%20d&e~f"),
    ];
    work.notes = vec![Field::given("Read twice.".to_owned()), Field::given("And again.".to_owned())];
    record.abstract_text = some(
        "BACKGROUND: Salt is everywhere. RESULTS: 1+1 was found in 5% of {cases} & more, in a sentence that is \
         long enough to be wrapped.",
    );
    record.keywords = vec![keyword("salt"), keyword("Neoplasms, Experimental")];
    let standing =
        [WorkKind::Book, WorkKind::Thesis, WorkKind::Report, WorkKind::Standard, WorkKind::Software];
    let part = [WorkKind::Chapter, WorkKind::ReferenceEntry, WorkKind::ConferencePaper];
    if standing.contains(&kind) || part.contains(&kind) {
        work.publisher = given("Dune & Sons");
        work.publisher_place = given("Utopia City");
        work.edition = given("2nd");
        work.collection_title = given("Series of deserts");
        work.identifiers.push(id(Scheme::Isbn, "9780306406157"));
    }
    if part.contains(&kind) {
        work.contributors.push(person(Role::Editor, "", "Heraus", "Geber", ""));
        work.contributors.push(person(Role::Translator, "d'", "Arena", "Pia", ""));
        work.container_title = given("The book of sand");
        work.pages = Some(Field::given(Pages { first: "xii".to_owned(), last: some("xv") }));
    }
    match kind {
        WorkKind::Book => {
            work.contributors.push(person(Role::Editor, "", "Heraus", "Geber", ""));
            work.contributors.push(person(Role::Translator, "d'", "Arena", "Pia", ""));
        }
        WorkKind::Thesis => work.genre = given("Master's thesis"),
        WorkKind::ConferencePaper => work.event_title = given("Nowhere 2001"),
        WorkKind::Webpage => {
            work.container_title = given("Salt of the world");
            work.accessed = PartialDate::new(2020, Some(1), Some(2)).map(Field::given);
        }
        WorkKind::Preprint => {
            work.container_title = given("arXiv");
            work.identifiers.push(id(Scheme::Arxiv, "2001.00001"));
        }
        kind if standing.contains(&kind) || part.contains(&kind) => {}
        _ => {
            work.authors_truncated = true;
            work.container_title = given("Journal of Invented Results");
            work.volume = given("12");
            work.issue = given("6");
            work.supplement = given("Suppl 1");
            work.pages = Some(Field::given(Pages { first: "S711".to_owned(), last: some("S723") }));
            work.identifiers.push(id(Scheme::Pmid, "99000001"));
            work.identifiers.push(id(Scheme::Pmcid, "PMC9900001"));
            record.serial = Serial {
                abbreviation: some("J Invent Results"),
                issn_print: some("1234-5679"),
                issn_electronic: some("2345-6787"),
                ..Serial::default()
            };
        }
    }
    let work = &mut record.work;
    match kind {
        WorkKind::Letter => {
            work.pages = None;
            work.supplement = None;
            work.article_number = given("e1001747");
            work.contributors.push(group(Role::Collaborator, "The Salt Study Group"));
        }
        WorkKind::Review => {
            work.issued = PartialDate::new(2010, Some(5), None).map(Field::given);
            record.title_original = some("La sal de la vida");
        }
        _ => {}
    }
    normalize(&mut record.work);
    record
}

/// Every difference between what was written and what was read back, with the kinds of work it was seen in. The list is
/// beside the tests and read by people: a field that is on it is lost between the two, whichever of them should have known
/// better; a field that is not on it must come back. `REFLOOM_GOLDEN=write` writes it anew.
#[test]
fn what_is_lost_is_known() {
    let records = WorkKind::ALL.map(invented);
    let mut lost: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for format in Format::ALL {
        let back = read(format, &written(format, &records));
        assert_eq!(back.len(), records.len(), "{}", format.as_str());
        for (before, after) in records.iter().zip(&back) {
            let (before_said, after_said) = (said(before, format), said(&after.record, format));
            let fields: std::collections::BTreeSet<_> = before_said.keys().chain(after_said.keys()).collect();
            for field in fields {
                let (is, was) = (after_said.get(*field), before_said.get(*field));
                if is != was {
                    let show = |text: Option<&String>| text.map_or("nothing", String::as_str).to_owned();
                    let line = format!("{} {field}: {} -> {}", format.as_str(), show(was), show(is));
                    lost.entry(line).or_default().push(before.work.kind.as_str());
                }
            }
        }
    }
    let mut text = String::new();
    for (line, kinds) in lost {
        let _ = writeln!(text, "{line}\n    {}", kinds.join(" "));
    }
    let path = super::run::project("tests/golden/export/lost.txt");
    if std::env::var_os("REFLOOM_GOLDEN").is_some_and(|v| v == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap();
    for (is, should) in text.lines().zip(known.lines()) {
        assert_eq!(is, should, "see {}", path.display());
    }
    assert_eq!(text, known);
}

/// Keys to cite by come back as the labels of records, and lead to the same keys again.
#[test]
fn keys_of_bibtex_and_csl_come_back() {
    let records = WorkKind::ALL.map(invented);
    for format in [Format::Bibtex, Format::CslJson] {
        let back = read(format, &written(format, &records));
        let labels: Vec<&str> = back.iter().map(|item| item.label.as_deref().unwrap()).collect();
        assert_eq!(
            labels[..3],
            ["vandermeer2010", "vandermeer2010a", "vandermeer2010b"],
            "{}",
            format.as_str()
        );
        let mut out = Vec::new();
        let mut writer = export::writer(format);
        writer.begin(&mut out).unwrap();
        for item in &back {
            writer.record(&item.record, item.label.as_deref(), &mut out).unwrap();
        }
        writer.end(&mut out).unwrap();
        let again: Vec<Option<String>> = read(format, &out).into_iter().map(|item| item.label).collect();
        assert_eq!(again.iter().map(|label| label.as_deref().unwrap()).collect::<Vec<_>>(), labels);
    }
}

/// Words of any letters with any punctuation between them, single blanks, no stop at the end (which readers take off).
fn phrase() -> impl Strategy<Value = String> {
    let word =
        "[A-Za-zÀ-ÖØ-öø-ÿα-ω0-9][A-Za-zÀ-ÖØ-öø-ÿα-ω0-9&%$#_{}~^\\\\'()+=/*!?@|-]{0,8}[A-Za-zÀ-ÖØ-öø-ÿα-ω0-9]";
    prop::collection::vec(word, 2..12).prop_map(|words| words.join(" "))
}

fn family() -> impl Strategy<Value = String> {
    "[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,8}([-'][A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,8})?"
}

prop_compose! {
    fn articles()(
        title in phrase(),
        container in "[A-Z][a-z]{3,9} [A-Z&][a-z]{0,9} of [A-Z][a-z]{3,9}",
        abstract_text in prop::collection::vec(phrase(), 1..6),
        people in prop::collection::vec((family(), "[B-HJ-Z][a-z]{2,8}( [A-Z]\\.)?"), 1..6),
        year in 1900_i16..2030,
        month in prop::option::of(1_u8..=12),
        day in 1_u8..=28,
        volume in 1..400_u32,
        issue in prop::option::of(1..60_u32),
        first in 1..9_999_u32,
        more in 1..60_u32,
        doi in "10\\.[0-9]{4}/[a-z0-9][a-z0-9._()/-]{0,12}[a-z0-9]",
    ) -> Record {
        let mut record = Record { source: Source::Import, ..Record::default() };
        let work = &mut record.work;
        work.kind = WorkKind::Article;
        work.title = given(&title);
        work.contributors =
            people.iter().map(|(family, first)| person(Role::Author, "", family, first, "")).collect();
        work.container_title = given(&container);
        work.issued = PartialDate::new(year, month, month.map(|_| day)).map(Field::given);
        work.volume = given(&volume.to_string());
        work.issue = issue.and_then(|issue| given(&issue.to_string()));
        work.pages =
            Some(Field::given(Pages { first: first.to_string(), last: Some((first + more).to_string()) }));
        work.identifiers = vec![id(Scheme::Doi, &doi)];
        record.abstract_text = Some(abstract_text.join(" "));
        normalize(&mut record.work);
        record
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn articles_come_back(list in prop::collection::vec(articles(), 1..5)) {
        for format in Format::ALL {
            let back = read(format, &written(format, &list));
            prop_assert_eq!(back.len(), list.len());
            for (before, after) in list.iter().zip(&back) {
                let (is, was) = (said(&after.record, format), said(before, format));
                prop_assert_eq!(is, was, "{}", format.as_str());
            }
        }
    }
}
