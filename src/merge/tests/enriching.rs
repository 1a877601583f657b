use std::collections::BTreeMap;

use super::super::{Precedence, enrich, retraction_status};
use super::*;
use crate::model::{
    Affiliation, DateKind, Direction, Grant, JournalHandle, JournalLink, JournalMethod, Keyword,
    KeywordScheme, PersonDetails, RetractionStatus, Update, UpdateKind,
};

fn value(field: Option<&Field<String>>) -> Option<&str> {
    field.map(|f| f.value.as_str())
}

fn pubmed() -> Record {
    let mut out = record(
        Source::Pubmed,
        Reference {
            kind: WorkKind::Review,
            contributors: authors(&["Bohne AB", "Erbse K", "Linse L", "Kichererbse M"]),
            title: given("Beans in mice: a review"),
            container_title: given("Journal of invented botany"),
            issued: year(2010),
            volume: given("28"),
            issue: given("13"),
            pages: pages("2105", Some("2116")),
            identifiers: vec![id(Scheme::Pmid, "1234567"), id(Scheme::Doi, "10.1000/wrong")],
            language: Some("en".to_owned()),
            ..Reference::default()
        },
    );
    out.abstract_text = Some("We looked.".to_owned());
    out
}

fn crossref() -> Record {
    let mut out = record(
        Source::Crossref,
        Reference {
            kind: WorkKind::Article,
            contributors: authors(&["Bohne Anna", "Erbse Karl", "Linse Lea", "Kichererbse Max"]),
            title: given("Beans in Mice: A Review"),
            issued: year(2009),
            volume: given("28"),
            pages: pages("2105", Some("2116")),
            article_number: given("e7"),
            publisher: given("Invented Press"),
            identifiers: vec![id(Scheme::Doi, "10.1000/beans")],
            ..Reference::default()
        },
    );
    out.cited_by_count = Some(17);
    out
}

fn both(precedence: &Precedence) -> Work {
    let (pubmed, crossref) = (pubmed(), crossref());
    let work = enrich(work_of(printed()), &[accepted(&crossref), accepted(&pubmed)], precedence);
    assert_sound(&work);
    work
}

#[test]
fn each_field_comes_from_who_knows_it_best() {
    let work = both(&Precedence::default());
    let r = &work.record;
    assert_eq!(value(r.title.as_ref()), Some("Beans in mice: a review"));
    assert_eq!(value(r.container_title.as_ref()), Some("J Invent Bot"));
    assert_eq!(value(r.publisher.as_ref()), Some("Invented Press"));
    assert_eq!(r.kind, WorkKind::Review);
    assert_eq!(r.language.as_deref(), Some("en"));
    assert_eq!((work.source, work.confidence), ("pubmed", Some(0.97)));
    assert_eq!(work.abstract_text, None);
    let first =
        |scheme| r.identifiers.iter().find(|f| f.value.scheme == scheme).unwrap().value.value.as_str();
    assert_eq!((first(Scheme::Doi), first(Scheme::Pmid)), ("10.1000/beans", "1234567"));
}

#[test]
fn every_source_has_its_line_and_one_is_chosen() {
    let work = both(&Precedence::default());
    assert_eq!(
        lines(&work, "title"),
        [
            ("parser", "Beans in mice", false),
            ("pubmed", "Beans in mice: a review", true),
            ("crossref", "Beans in Mice: A Review", false),
        ]
    );
    assert_eq!(
        lines(&work, "doi"),
        [("crossref", "10.1000/beans", true), ("pubmed", "10.1000/wrong", false)]
    );
    assert_eq!(lines(&work, "container_raw")[0], ("parser", "J Invent Bot", true));
    assert_eq!(
        lines(&work, "type"),
        [("parser", "article", false), ("pubmed", "review", true), ("crossref", "article", false)]
    );
    assert_eq!(lines(&work, "author/4").iter().filter(|(source, ..)| *source == "parser").count(), 0);
    let title = work.provenance.iter().find(|r| r.field == "title" && r.chosen).unwrap();
    assert_eq!((title.evidence.as_str(), title.confidence), ("answer:aa rule:locator", Some(0.97)));
}

#[test]
fn a_person_may_change_the_order() {
    let changes = BTreeMap::from([("title".to_owned(), vec!["crossref".to_owned()])]);
    let work = both(&Precedence::with(&changes).unwrap());
    assert_eq!(value(work.record.title.as_ref()), Some("Beans in Mice: A Review"));
    assert!(lines(&work, "title").contains(&("crossref", "Beans in Mice: A Review", true)));
    let changes = BTreeMap::from([("title".to_owned(), vec!["parser".to_owned()])]);
    let work = both(&Precedence::with(&changes).unwrap());
    assert_eq!(value(work.record.title.as_ref()), Some("Beans in mice"));
    let wanted = Precedence::default().with_abstracts();
    assert_eq!(both(&wanted).abstract_text.as_deref(), Some("We looked."));
}

#[test]
fn what_is_printed_stays_where_no_record_says_anything() {
    let bare = record(Source::Crossref, Reference::default());
    let work = enrich(work_of(printed()), &[accepted(&bare)], &Precedence::default());
    assert_sound(&work);
    assert_eq!(value(work.record.title.as_ref()), Some("Beans in mice"));
    assert_eq!(value(work.record.volume.as_ref()), Some("28"));
    assert_eq!(work.record.contributors.len(), 3);
    assert!(work.record.authors_truncated);
    assert_eq!(lines(&work, "title"), [("parser", "Beans in mice", true)]);
    assert_eq!(work.retraction, RetractionStatus::None);
}

#[test]
fn without_a_record_nothing_changes() {
    let work = enrich(work_of(printed()), &[], &Precedence::default());
    assert_eq!((work.source, work.retraction), ("parser", RetractionStatus::NotChecked));
    assert_eq!(work.retraction.is_retracted(), None);
    assert!(work.provenance.iter().all(|row| row.chosen && row.source == "parser"));
}

#[test]
fn a_cut_list_of_authors_is_completed() {
    let work = both(&Precedence::default());
    assert_eq!(work.record.contributors.len(), 4);
    assert!(!work.record.authors_truncated);
    assert_eq!(
        lines(&work, "author/1"),
        [("parser", "Bohne, AB", false), ("pubmed", "Bohne, AB", true), ("crossref", "Bohne, Anna", false)]
    );
}

#[test]
fn a_record_that_lost_names_completes_nothing() {
    let poor =
        record(Source::Crossref, Reference { contributors: authors(&["Bohne AB"]), ..Reference::default() });
    let work = enrich(work_of(printed()), &[accepted(&poor)], &Precedence::default());
    assert_eq!(work.record.contributors.len(), 3);
    assert!(work.record.authors_truncated);
    let whole = Reference { authors_truncated: false, ..printed() };
    let work = enrich(work_of(whole.clone()), &[accepted(&poor)], &Precedence::default());
    assert_eq!((work.record.contributors.len(), work.record.authors_truncated), (3, false));
    // One name less may be one name read in two.
    let two = record(
        Source::Crossref,
        Reference { contributors: authors(&["Bohne AB", "Linse L"]), ..Reference::default() },
    );
    let work = enrich(work_of(whole), &[accepted(&two)], &Precedence::default());
    assert_eq!(work.record.contributors.len(), 2);
    // As many as are printed before "et al" are not all.
    let three =
        record(Source::Pubmed, Reference { contributors: printed().contributors, ..Reference::default() });
    let work = enrich(work_of(printed()), &[accepted(&three)], &Precedence::default());
    assert!(work.record.authors_truncated);
    // A longer list that is cut itself is better than the printed one, and still cut.
    let cut = Reference {
        contributors: authors(&["Bohne AB", "Erbse K", "Linse L", "Kichererbse M"]),
        authors_truncated: true,
        ..Reference::default()
    };
    let work = enrich(work_of(printed()), &[accepted(&record(Source::Pubmed, cut))], &Precedence::default());
    assert_eq!((work.record.contributors.len(), work.record.authors_truncated), (4, true));
}

#[test]
fn people_keep_what_any_source_says_of_them() {
    let (mut pubmed, mut crossref) = (pubmed(), crossref());
    let place = |raw: &str| Affiliation { raw: raw.to_owned(), ror: None };
    pubmed.people =
        vec![PersonDetails { orcid: None, affiliations: vec![place("Here")], ..PersonDetails::default() }];
    crossref.people = vec![
        PersonDetails {
            orcid: Some("0000-0002-1825-0097".to_owned()),
            affiliations: vec![place("There")],
            ..PersonDetails::default()
        },
        PersonDetails { orcid: None, affiliations: vec![place("Elsewhere")], ..PersonDetails::default() },
    ];
    // Another order: people are known by name.
    crossref.work.contributors.swap(0, 1);
    crossref.people.swap(0, 1);
    let work = enrich(work_of(printed()), &[accepted(&pubmed), accepted(&crossref)], &Precedence::default());
    assert_eq!(work.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(work.people[0].affiliations, [place("Here")]);
    assert_eq!(work.people[1].affiliations, [place("Elsewhere")]);
    assert_eq!(work.people[2], PersonDetails::default());
    assert_eq!(work.record.contributors[0].raw, "Bohne AB");
}

#[test]
fn namesakes_are_not_mixed_up() {
    let twins = authors(&["Wang L", "Wang M", "Wang L"]);
    let first = record(Source::Pubmed, Reference { contributors: twins.clone(), ..Reference::default() });
    let mut second = record(Source::Crossref, Reference { contributors: twins, ..Reference::default() });
    let orcid = |n: u8| PersonDetails {
        orcid: Some(format!("{n}")),
        affiliations: Vec::new(),
        ..PersonDetails::default()
    };
    second.people = vec![orcid(1), orcid(2), orcid(3)];
    let work =
        enrich(work_of(Reference::default()), &[accepted(&first), accepted(&second)], &Precedence::default());
    let orcids: Vec<_> = work.people.iter().map(|p| p.orcid.clone().unwrap()).collect();
    assert_eq!(orcids, ["1", "2", "3"]);
}

#[test]
fn other_roles_come_from_who_has_them() {
    let mut with_editor = crossref();
    let editor = Contributor { role: Role::Editor, ..author("Ditor E") };
    with_editor.work.contributors.push(editor);
    let (pubmed, with_editor) = (pubmed(), with_editor);
    let work =
        enrich(work_of(printed()), &[accepted(&pubmed), accepted(&with_editor)], &Precedence::default());
    let roles: Vec<Role> = work.record.contributors.iter().map(|c| c.role).collect();
    assert_eq!(roles, [Role::Author, Role::Author, Role::Author, Role::Author, Role::Editor]);
    assert_eq!(lines(&work, "editor/1"), [("crossref", "Ditor, E", true)]);
}

#[test]
fn a_locator_comes_from_one_source_and_is_filled_by_those_that_agree() {
    let work = both(&Precedence::default());
    let r = &work.record;
    assert_eq!(value(r.issue.as_ref()), Some("13"));
    assert_eq!(r.pages.as_ref().unwrap().value.last.as_deref(), Some("2116"));
    assert_eq!(lines(&work, "volume").iter().filter(|(.., chosen)| *chosen).count(), 1);
    // Crossref tells of the same place, so its article number is that of the work.
    assert_eq!(value(r.article_number.as_ref()), Some("e7"));
    assert_eq!(lines(&work, "article_number"), [("crossref", "e7", true)]);

    let mut elsewhere = crossref();
    elsewhere.work.volume = given("29");
    let pubmed = pubmed();
    let work = enrich(work_of(printed()), &[accepted(&pubmed), accepted(&elsewhere)], &Precedence::default());
    assert_eq!(value(work.record.volume.as_ref()), Some("28"));
    assert_eq!(work.record.article_number, None);
    assert_eq!(lines(&work, "article_number"), [("crossref", "e7", false)]);
}

#[test]
fn the_printed_issue_fills_a_record_without_one() {
    let reference = Reference { issue: given("13"), ..printed() };
    let crossref = crossref();
    let work = enrich(work_of(reference), &[accepted(&crossref)], &Precedence::default());
    assert_eq!(value(work.record.issue.as_ref()), Some("13"));
    assert_eq!(lines(&work, "issue"), [("parser", "13", true)]);
    assert!(lines(&work, "volume").contains(&("crossref", "28", true)));
}

#[test]
fn the_date_of_the_issue_counts() {
    let mut crossref = crossref();
    crossref.dates = vec![
        (DateKind::Issued, PartialDate::year(2009)),
        (DateKind::Print, PartialDate::new(2010, Some(5), None).unwrap()),
    ];
    let work = enrich(work_of(printed()), &[accepted(&crossref)], &Precedence::default());
    assert_eq!(work.record.issued.unwrap().value.to_string(), "2010-05");
}

#[test]
fn a_source_that_knows_more_than_article_is_believed() {
    let reference = Reference { kind: WorkKind::ConferenceAbstract, ..printed() };
    let crossref = crossref();
    let work = enrich(work_of(reference), &[accepted(&crossref)], &Precedence::default());
    assert_eq!(work.record.kind, WorkKind::ConferenceAbstract);
    assert_eq!(
        lines(&work, "type"),
        [("parser", "conference-abstract", true), ("crossref", "article", false)]
    );
    let chapter = record(Source::Crossref, Reference { kind: WorkKind::Chapter, ..Reference::default() });
    let work = enrich(work_of(printed()), &[accepted(&chapter)], &Precedence::default());
    assert_eq!(work.record.kind, WorkKind::Chapter);
}

#[test]
fn the_link_of_a_record_to_its_journal_comes_first() {
    let link = |n| JournalLink::Resolved {
        journal: JournalHandle(n),
        method: JournalMethod::Issn,
        confidence: 0.99,
    };
    let (mut pubmed, crossref) = (pubmed(), crossref());
    let reference = Reference { journal: link(1), ..printed() };
    let work = enrich(work_of(reference.clone()), &[accepted(&crossref)], &Precedence::default());
    assert_eq!(work.record.journal, link(1));
    pubmed.work.journal = link(2);
    let work = enrich(work_of(reference), &[accepted(&pubmed)], &Precedence::default());
    assert_eq!(work.record.journal, link(2));
}

#[test]
fn identifiers_keep_their_sources() {
    let reference = Reference { identifiers: vec![id(Scheme::Doi, "10.1000/printed")], ..printed() };
    let (pubmed, crossref) = (pubmed(), crossref());
    let work = enrich(work_of(reference), &[accepted(&pubmed), accepted(&crossref)], &Precedence::default());
    let all: Vec<(&str, &str)> =
        work.identifiers.iter().map(|i| (i.source, i.value.value.as_str())).collect();
    assert_eq!(
        all,
        [
            ("crossref", "10.1000/beans"),
            ("pubmed", "10.1000/wrong"),
            ("parser", "10.1000/printed"),
            ("pubmed", "1234567"),
        ]
    );
    assert_eq!(work.record.identifiers[0].value.value, "10.1000/beans");
}

#[test]
fn everything_else_is_kept_with_its_source() {
    let (mut pubmed, mut crossref) = (pubmed(), crossref());
    pubmed.keywords = vec![Keyword {
        scheme: KeywordScheme::Mesh,
        term: "Fabaceae".to_owned(),
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: Some(true),
    }];
    crossref.funding = vec![Grant { funder: Some("Fund".to_owned()), ..Grant::default() }];
    crossref.updates = vec![Update {
        kind: UpdateKind::Retraction,
        direction: Direction::To,
        other: Vec::new(),
        citation: None,
        date: None,
        asserted_by: Some("retraction-watch".to_owned()),
    }];
    let work = enrich(work_of(printed()), &[accepted(&pubmed), accepted(&crossref)], &Precedence::default());
    assert_eq!(work.keywords[0].source, "pubmed");
    assert_eq!(work.funding[0].source, "crossref");
    assert_eq!((work.updates[0].source, work.updates[0].checked_at), ("retraction_watch", 1_500_000_000_000));
    assert_eq!(work.retraction, RetractionStatus::Retracted);
    let metric = &work.metrics[0];
    assert_eq!((metric.metric, metric.source, metric.value), ("cited_by_count", "crossref", 17.0));
    assert_eq!(retraction_status(work.updates.iter().map(|u| &u.update)), RetractionStatus::Retracted);
}

#[test]
fn a_record_marked_as_retracted_is_retracted() {
    let mut pubmed = pubmed();
    pubmed.keywords = vec![Keyword {
        scheme: KeywordScheme::PublicationType,
        term: "Retracted Publication".to_owned(),
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: None,
    }];
    let work = enrich(work_of(printed()), &[accepted(&pubmed)], &Precedence::default());
    assert_eq!((work.retraction, work.updates.len()), (RetractionStatus::Retracted, 1));
}

#[test]
fn of_two_records_of_one_source_the_surer_counts() {
    let (first, mut second) = (pubmed(), pubmed());
    second.work.title = given("Another title");
    let surer = Accepted { confidence: Some(0.99), ..accepted(&second) };
    let work = enrich(work_of(printed()), &[accepted(&first), surer], &Precedence::default());
    assert_sound(&work);
    assert_eq!(value(work.record.title.as_ref()), Some("Another title"));
    assert_eq!(work.confidence, Some(0.99));
}

#[test]
fn mentions_of_one_record_meet_under_its_identifiers() {
    use super::super::{Rule, WorkKeys};
    let crossref = crossref();
    let printed_wrong = Reference { identifiers: vec![id(Scheme::Doi, "10.1000/misprint")], ..printed() };
    let a = WorkKeys::matched(&printed_wrong, "a", &[&crossref]).unwrap();
    let b = WorkKeys::matched(&Reference::default(), "b", &[&crossref]).unwrap();
    assert_eq!(a.id, b.id);
    let dois = |keys: &WorkKeys| keys.links.iter().filter(|(rule, _)| *rule == Rule::Doi).count();
    assert_eq!((dois(&a), dois(&b)), (1, 1));
}

#[test]
fn thousands_of_authors_take_no_time() {
    let names: Vec<Contributor> = (0..20_000).map(|n| author(&format!("Name{} A", n % 7_000))).collect();
    let big = record(Source::Pubmed, Reference { contributors: names.clone(), ..Reference::default() });
    let other = record(Source::Crossref, Reference { contributors: names.clone(), ..Reference::default() });
    let reference = Reference { contributors: names, ..Reference::default() };
    let work = enrich(work_of(reference), &[accepted(&big), accepted(&other)], &Precedence::default());
    assert_eq!(work.record.contributors.len(), 20_000);
}
