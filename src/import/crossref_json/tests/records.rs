use serde_json::{Value, json};

use super::super::{Answer, AnswerError, Reading, read, read_answer, read_line};
use crate::model::{DateKind, Field, KeywordScheme, Name, Role, Scheme, Source, WorkKind};

fn value<T: Clone>(field: Option<&Field<T>>) -> Option<T> {
    field.map(|f| f.value.clone())
}

fn title_of(titles: &Value) -> (Option<String>, Option<String>) {
    let record = read(titles).record;
    (value(record.work.title.as_ref()), record.title_original)
}

#[test]
fn a_whole_article() {
    let found = read(&json!({
        "DOI": "10.1000/ABC.1", "type": "journal-article",
        "title": ["Beans in <i>Phaseolus</i> &amp; others"], "subtitle": ["A trial"],
        "container-title": ["Journal of Invented Botany"], "short-container-title": ["J Invent Bot"],
        "issn-type": [{ "value": "0028-0836", "type": "print" }, { "value": "1476-4687", "type": "electronic" }],
        "ISSN": ["0028-0836", "1476-4687"],
        "volume": "12", "issue": "3", "page": "1169-75", "article-number": "e7", "language": "en",
        "publisher": "Invented Press", "publisher-location": "Nowhere",
        "issued": { "date-parts": [[2019, 2]] }, "published-print": { "date-parts": [[2019, 4]] },
        "published-online": { "date-parts": [[2019, 2]] }, "deposited": { "date-parts": [[2021, 5, 6]] },
        "is-referenced-by-count": 17, "subject": ["Plant Science"],
        "license": [{ "URL": "https://example.org/by" }, { "URL": "https://example.org/by" }],
        "abstract": "<jats:title>Abstract</jats:title><jats:p>We ate <jats:italic>them</jats:italic>.</jats:p>",
        "never-heard-of": { "x": [1, 2, 3] },
    }));
    assert_eq!(found.findings, []);
    let (record, work) = (&found.record, &found.record.work);
    assert_eq!(record.source, Source::Crossref);
    assert_eq!(found.doi(), Some("10.1000/abc.1"));
    assert_eq!(work.identifiers[0].value.raw, "10.1000/ABC.1");
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(value(work.title.as_ref()).unwrap(), "Beans in Phaseolus & others: A trial");
    assert_eq!(value(work.container_title.as_ref()).unwrap(), "Journal of Invented Botany");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J Invent Bot"));
    assert_eq!(record.serial.issn_print.as_deref(), Some("0028-0836"));
    assert_eq!(record.serial.issn_electronic.as_deref(), Some("1476-4687"));
    assert!(record.serial.issn_other.is_empty());
    let pages = value(work.pages.as_ref()).unwrap();
    assert_eq!((pages.first.as_str(), pages.last.as_deref()), ("1169", Some("1175")));
    assert_eq!(value(work.article_number.as_ref()).unwrap(), "e7");
    assert_eq!(value(work.issued.as_ref()).unwrap().to_string(), "2019-02");
    let print = record.dates.iter().find(|(kind, _)| *kind == DateKind::Print).unwrap().1;
    assert_eq!(print.to_string(), "2019-04");
    assert_eq!(record.revised.unwrap().to_string(), "2021-05-06");
    assert_eq!(record.cited_by_count, Some(17));
    assert_eq!(record.licenses, ["https://example.org/by"]);
    assert_eq!(record.abstract_text.as_deref(), Some("We ate them."));
    assert_eq!(record.keywords[0].scheme, KeywordScheme::Topic);
    assert_eq!(work.language.as_deref(), Some("en"));
    assert_eq!(value(work.publisher_place.as_ref()).unwrap(), "Nowhere");
    assert_eq!(value(work.volume.as_ref()).unwrap(), "12");
}

#[test]
fn titles() {
    for (work, title, original) in [
        (json!({ "title": ["Beans."] }), Some("Beans"), None),
        (json!({ "title": "Beans" }), Some("Beans"), None),
        (json!({ "title": ["What now?"], "subtitle": ["Beans"] }), Some("What now? Beans"), None),
        (json!({ "title": ["Beans: a trial"], "subtitle": ["A trial"] }), Some("Beans: a trial"), None),
        (json!({ "title": ["Beans"], "subtitle": [""] }), Some("Beans"), None),
        (json!({ "title": [""], "original-title": ["Bohnen"] }), Some("Bohnen"), None),
        (json!({ "title": ["Beans"], "original-title": ["Bohnen"] }), Some("Beans"), Some("Bohnen")),
        (json!({ "title": ["Beans"], "original-title": ["Beans"] }), Some("Beans"), None),
        (json!({ "title": [] }), None, None),
    ] {
        let found = title_of(&work);
        assert_eq!((found.0.as_deref(), found.1.as_deref()), (title, original), "{work}");
    }
}

#[test]
fn people() {
    let found = read(&json!({
        "DOI": "10.1000/a",
        "author": [
            { "given": "Anna B.", "family": "van der Bohne", "sequence": "additional",
              "ORCID": "http://orcid.org/0000-0002-1825-0097",
              "affiliation": [
                  { "name": "Invented University", "place": ["Nowhere"],
                    "id": [{ "id": "https://ror.org/022kthw22", "id-type": "ROR" }] },
                  "Another one",
                  { "id": [{ "id": "https://ror.org/0190ak572", "id-type": "ROR" }] } ] },
            { "given": "Karl", "family": "Erbse", "suffix": "Jr.", "sequence": "first", "affiliation": [] },
            { "family": "Linse III", "given": "L" },
            { "name": "Bean Study Group" },
            { "family": "The Editors of Beans" },
            { "given": "Sukarno" },
            { "name": "&NA;" },
            "Somebody",
        ],
        "editor": [{ "given": "E", "family": "Ditor", "ORCID": "0000-0002-1825-0098" }],
        "translator": [{ "given": "T", "family": "Rans" }],
    }));
    let work = &found.record.work;
    let names: Vec<(Role, String)> =
        work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    let author = |name: &str| (Role::Author, name.to_owned());
    assert_eq!(
        names,
        [
            author("Erbse, Karl, Jr"),
            author("van der Bohne, Anna B."),
            author("Linse, L, III"),
            author("Bean Study Group"),
            author("The Editors of Beans"),
            author("Sukarno"),
            (Role::Editor, "Ditor, E".to_owned()),
            (Role::Translator, "Rans, T".to_owned()),
        ]
    );
    assert!(matches!(&work.contributors[4].name.value, Name::Group(_)));
    assert!(
        matches!(&work.contributors[1].name.value, Name::Person(p) if p.initials.as_deref() == Some("AB"))
    );
    let bohne = &found.record.people[1];
    assert_eq!(bohne.orcid.as_deref(), Some("0000-0002-1825-0097"));
    let said: Vec<(&str, Option<&str>)> =
        bohne.affiliations.iter().map(|a| (a.raw.as_str(), a.ror.as_deref())).collect();
    assert_eq!(
        said,
        [
            ("Invented University, Nowhere", Some("022kthw22")),
            ("Another one", None),
            ("https://ror.org/0190ak572", Some("0190ak572")),
        ]
    );
    // The wrong check digit and the person that is none.
    let fields: Vec<&str> = found.findings.iter().map(|f| f.field).collect();
    assert_eq!(fields, ["author", "ORCID"]);
}

#[test]
fn kinds_and_what_holds_them() {
    for (work, kind, container, collection) in [
        (
            json!({ "type": "book-chapter", "container-title": ["Series", "Book"] }),
            WorkKind::Chapter,
            Some("Book"),
            Some("Series"),
        ),
        (
            json!({ "type": "book-chapter", "container-title": ["Book"] }),
            WorkKind::Chapter,
            Some("Book"),
            None,
        ),
        (json!({ "type": "monograph", "container-title": ["Series"] }), WorkKind::Book, None, Some("Series")),
        (
            json!({ "type": "posted-content", "subtype": "preprint", "institution": [{ "name": "bioRxiv" }] }),
            WorkKind::Preprint,
            Some("bioRxiv"),
            None,
        ),
        (json!({ "type": "posted-content", "subtype": "other" }), WorkKind::Other, None, None),
        (json!({ "type": "dissertation" }), WorkKind::Thesis, None, None),
        (
            json!({ "type": "proceedings-article", "container-title": ["Proc"] }),
            WorkKind::ConferencePaper,
            Some("Proc"),
            None,
        ),
        (json!({ "type": "journal-issue", "container-title": ["J"] }), WorkKind::Other, Some("J"), None),
        (json!({ "type": "peer-review" }), WorkKind::Other, None, None),
        (json!({ "type": "standard" }), WorkKind::Standard, None, None),
    ] {
        let found = read(&work);
        let reference = &found.record.work;
        assert_eq!(reference.kind, kind, "{work}");
        assert_eq!(value(reference.container_title.as_ref()).as_deref(), container, "{work}");
        assert_eq!(value(reference.collection_title.as_ref()).as_deref(), collection, "{work}");
        assert_eq!(found.findings, [], "{work}");
    }
    let unknown = read(&json!({ "type": "scroll", "container-title": ["J"], "volume": "1" }));
    assert_eq!((unknown.record.work.kind, unknown.findings.len()), (WorkKind::Article, 1));
}

#[test]
fn pages_issues_and_supplements() {
    for (page, expected) in [
        (json!("2105-2116"), Some(("2105", Some("2116")))),
        (json!("S11-S19"), Some(("S11", Some("S19")))),
        (json!("e33693"), Some(("e33693", None))),
        (json!("509a-511"), Some(("509a", Some("511")))),
        (json!("1-2, 5"), Some(("1", Some("2")))),
        (json!("xii-xv"), Some(("xii", Some("xv")))),
        (json!(445), Some(("445", None))),
        (json!("n/a-n/a"), None),
        (json!("no-no"), None),
        (json!("online"), None),
    ] {
        let found = read(&json!({ "DOI": "10.1000/a", "page": page }));
        let pages = value(found.record.work.pages.as_ref());
        assert_eq!(pages.as_ref().map(|p| (p.first.as_str(), p.last.as_deref())), expected, "{page}");
        assert_eq!(found.findings, [], "{page}");
    }
    assert_eq!(read(&json!({ "page": "see the web" })).findings.len(), 1);
    for (issue, number, supplement) in [
        ("15_suppl", Some("15"), Some("Suppl")),
        ("Suppl 1", None, Some("Suppl 1")),
        ("4_Supplement_1", Some("4"), Some("Suppl 1")),
        ("3-4", Some("3-4"), None),
    ] {
        let work = read(&json!({ "issue": issue })).record.work;
        assert_eq!(value(work.issue.as_ref()).as_deref(), number, "{issue}");
        assert_eq!(value(work.supplement.as_ref()).as_deref(), supplement, "{issue}");
    }
    let inner = read(&json!({ "journal-issue": { "issue": "9" } })).record.work;
    assert_eq!(value(inner.issue.as_ref()).as_deref(), Some("9"));
}

#[test]
fn money() {
    let found = read(&json!({ "funder": [
        { "name": "Fund &amp; Co", "DOI": "10.13039/100009619", "award": ["A1", "A2"] },
        { "name": "Bare Fund" },
        { "name": "Bare Fund" },
        "A string",
    ] }));
    let grants: Vec<(Option<&str>, Option<&str>, Option<&str>)> = found
        .record
        .funding
        .iter()
        .map(|g| (g.funder.as_deref(), g.funder_id.as_deref(), g.award_id.as_deref()))
        .collect();
    let name = Some("Fund & Co");
    let id = Some("10.13039/100009619");
    assert_eq!(grants, [(name, id, Some("A1")), (name, id, Some("A2")), (Some("Bare Fund"), None, None)]);
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn reference_lists() {
    let found = read(&json!({ "reference": [
        { "key": "1", "unstructured": "Doe J. <i>Beans</i>. 2001.", "DOI": "10.1000/Beans" },
        { "author": "Mottola", "article-title": "Physical activity", "journal-title": "J Obstet", "year": "2018",
          "volume": "40", "issue": "11", "first-page": "1528" },
        { "author": "Mow VC", "unstructured": ", eds VC Mow (Raven) Basics (1991)." },
        { "DOI": "10.1000/only" },
        { "key": "5" },
        "loose",
    ] }));
    let texts: Vec<&str> = found.record.cited.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Doe J. Beans. 2001.",
            "Mottola. Physical activity. J Obstet. 2018;40(11):1528.",
            "Mow VC, eds VC Mow (Raven) Basics (1991).",
            "",
        ]
    );
    assert_eq!(found.record.cited[0].identifiers[0].value, "10.1000/beans");
    assert_eq!(found.record.cited[3].identifiers[0].value, "10.1000/only");
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn identifiers_wrong_and_doubled() {
    let found = read(&json!({
        "DOI": "10.1000/a", "ISBN": ["9780306406157", "http://id.crossref.org/isbn/9780306406157", "0-306-40615-3"],
        "ISSN": ["0028-0837", "1476-4687"],
    }));
    let ids: Vec<(Scheme, &str)> =
        found.record.work.identifiers.iter().map(|f| (f.value.scheme, f.value.value.as_str())).collect();
    assert_eq!(
        ids,
        [(Scheme::Doi, "10.1000/a"), (Scheme::Isbn, "9780306406157"), (Scheme::Isbn, "0306406153")]
    );
    assert_eq!(found.record.serial.issn_other, ["1476-4687"]);
    let told: Vec<&str> = found.findings.iter().map(|f| f.field).collect();
    assert_eq!(told, ["ISSN", "isbn"]);
    let bad = read(&json!({ "DOI": "nonsense" }));
    assert_eq!((bad.doi(), bad.findings.len()), (None, 1));
}

/// Every field of another type than documented: each costs itself at most, and is told.
#[test]
fn wrong_types_cost_the_field_alone() {
    let keys = [
        "title",
        "subtitle",
        "original-title",
        "author",
        "editor",
        "translator",
        "container-title",
        "short-container-title",
        "ISSN",
        "issn-type",
        "volume",
        "issue",
        "page",
        "article-number",
        "publisher",
        "edition-number",
        "event",
        "language",
        "type",
        "subtype",
        "issued",
        "published-print",
        "posted",
        "accepted",
        "created",
        "deposited",
        "funder",
        "license",
        "is-referenced-by-count",
        "reference",
        "relation",
        "update-to",
        "updated-by",
        "abstract",
        "subject",
        "ISBN",
        "degree",
        "institution",
        "aliases",
        "journal-issue",
    ];
    for key in keys {
        for wrong in
            [json!(true), json!({ "x": true }), json!([[[]]]), json!([true, { "x": [] }]), json!(-1.5)]
        {
            let mut work = json!({ "DOI": "10.1000/a", "publisher-location": "Here" });
            work[key] = wrong.clone();
            let found = read(&work);
            assert_eq!(found.doi(), Some("10.1000/a"), "{key} {wrong}");
            assert!(found.record.work.publisher_place.is_some(), "{key} {wrong}");
        }
        let mut work = json!({ "DOI": "10.1000/a" });
        work[key] = json!(true);
        // These are looked at only beside others.
        let ignored = ["subtype", "institution"].contains(&key);
        assert_eq!(read(&work).findings.is_empty(), ignored, "{key}");
    }
    for nothing in [json!(null), json!("text"), json!([]), json!(1)] {
        assert_eq!(read(&nothing).findings.len(), 1);
    }
}

#[test]
fn findings_have_an_end() {
    let people: Vec<Value> = (0..10_000).map(|_| json!(true)).collect();
    assert!(read(&json!({ "author": people })).findings.len() <= 50);
}

fn works(body: &str) -> Result<Answer, AnswerError> {
    read_answer(body.as_bytes())
}

#[test]
fn answers_in_every_shape() {
    let one = works(r#"{"status":"ok","message-type":"work","message":{"DOI":"10.1000/a"}}"#).unwrap();
    assert_eq!((one.works.len(), one.total), (1, None));
    let list = works(
        r#"{"status":"ok","message-type":"work-list","message":{"total-results":9,"items":[{"DOI":"10.1000/a"},null,{"title":["x"]}]}}"#,
    )
    .unwrap();
    assert_eq!((list.works.len(), list.total, list.unreadable), (2, Some(9), 1));
    assert_eq!(works(r#"{"message":{"items":[]}}"#).unwrap().works, Vec::<Reading>::new());
    assert_eq!(works(r#"{"DOI":"10.1000/a"}"#).unwrap().works.len(), 1);
    assert_eq!(read_line(r#"{"DOI":"10.1000/a"}"#).unwrap().doi(), Some("10.1000/a"));
    assert!(matches!(read_line("{}"), Err(AnswerError::NoWorks(_))));
}

#[test]
fn what_is_no_answer() {
    assert!(matches!(works("<html>"), Err(AnswerError::NotJson(_))));
    assert!(matches!(works("Resource not found."), Err(AnswerError::NotJson(_))));
    assert!(matches!(works("[]"), Err(AnswerError::NoWorks(_))));
    assert!(matches!(
        works(r#"{"message-type":"member","message":{"title":"x"}}"#),
        Err(AnswerError::NoWorks(_))
    ));
    assert!(matches!(works(r#"{"message":{"items":7}}"#), Err(AnswerError::NoWorks(_))));
    let refused = works(
        r#"{"status":"failed","message-type":"validation-failure","message":[{"type":"x","message":"No such filter"}]}"#,
    );
    assert_eq!(refused.unwrap_err().to_string(), "Crossref refused the request: No such filter");
    assert!(matches!(works(r#"{"error":"overloaded"}"#), Err(AnswerError::Refused(_))));
    // Nested beyond all reason.
    assert!(works(&"[".repeat(100_000)).is_err());
}
