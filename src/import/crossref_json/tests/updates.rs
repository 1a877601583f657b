use serde_json::{Value, json};

use super::super::{Reading, read};
use crate::model::{Direction, Update, UpdateKind};

fn link(doi: &str, kind: &str, source: &str, year: i32) -> Value {
    json!({ "DOI": doi, "type": kind, "source": source, "updated": { "date-parts": [[year, 2, 3]] } })
}

fn work(title: &str, by: &[Value], to: &[Value]) -> Reading {
    read(&json!({ "DOI": "10.1000/Own", "title": [title], "updated-by": by, "update-to": to }))
}

/// Kind, direction and DOI of the other side.
fn short(updates: &[Update]) -> Vec<(UpdateKind, Direction, &str)> {
    updates.iter().map(|u| (u.kind, u.direction, u.other.first().map_or("", |o| o.value.as_str()))).collect()
}

#[test]
fn a_retracted_work_and_its_notice() {
    let retracted = work("Beans", &[link("10.1000/N", "retraction", "publisher", 2011)], &[]);
    assert_eq!(short(&retracted.record.updates), [(UpdateKind::Retraction, Direction::To, "10.1000/n")]);
    assert_eq!(retracted.record.updates[0].date.unwrap().to_string(), "2011-02-03");
    assert_eq!(retracted.record.updates[0].asserted_by, None);
    let notice = work("Retraction: Beans", &[], &[link("10.1000/beans", "retraction", "publisher", 2011)]);
    assert_eq!(short(&notice.record.updates), [(UpdateKind::Retraction, Direction::By, "10.1000/beans")]);
}

#[test]
fn words_of_every_spelling() {
    for (word, kind) in [
        ("retraction", UpdateKind::Retraction),
        ("withdrawal", UpdateKind::Withdrawal),
        ("removal", UpdateKind::Withdrawal),
        ("partial_retraction", UpdateKind::PartialRetraction),
        ("partial-retraction", UpdateKind::PartialRetraction),
        ("Expression of Concern", UpdateKind::ExpressionOfConcern),
        ("expression_of_concern", UpdateKind::ExpressionOfConcern),
        ("correction", UpdateKind::Correction),
        ("corrigendum", UpdateKind::Correction),
        ("erratum", UpdateKind::Correction),
        ("addendum", UpdateKind::Correction),
        ("clarification", UpdateKind::Correction),
        ("reinstatement", UpdateKind::Reinstatement),
        ("new_version", UpdateKind::NewVersion),
        ("new_edition", UpdateKind::NewVersion),
        ("painted_green", UpdateKind::Other),
    ] {
        let found = work("Beans", &[link("10.1000/n", word, "publisher", 2011)], &[]);
        assert_eq!(found.record.updates[0].kind, kind, "{word}");
        assert_eq!(found.findings.is_empty(), word != "painted_green", "{word}");
    }
}

#[test]
fn a_notice_under_the_works_own_doi_is_told_once() {
    let own = link("10.1000/OWN", "retraction", "publisher", 2022);
    let found = work("RETRACTED: Beans", std::slice::from_ref(&own), std::slice::from_ref(&own));
    assert_eq!(short(&found.record.updates), [(UpdateKind::Retraction, Direction::To, "")]);
    // And where only the notice's side is told.
    let found = work("Beans", &[], &[own]);
    assert_eq!(short(&found.record.updates), [(UpdateKind::Retraction, Direction::To, "")]);
}

#[test]
fn a_notice_that_names_itself_is_not_retracted() {
    let own = link("10.1000/own", "retraction", "publisher", 2022);
    let found = work("Retraction notice to: Beans", std::slice::from_ref(&own), std::slice::from_ref(&own));
    assert_eq!(short(&found.record.updates), [(UpdateKind::Retraction, Direction::By, "")]);
    assert!(!found.findings.is_empty());
}

#[test]
fn a_new_version_is_no_retraction() {
    let own = link("10.1000/own", "new_version", "publisher", 2018);
    let found = work("Beans", std::slice::from_ref(&own), std::slice::from_ref(&own));
    assert_eq!(short(&found.record.updates), [(UpdateKind::NewVersion, Direction::To, "")]);
    assert!(found.findings.is_empty());
}

#[test]
fn of_links_both_ways_one_is_true() {
    let notice = "10.1000/notice";
    // The retracted work's record names its notice as the work it is about.
    let found = work(
        "RETRACTED: Beans",
        &[link(notice, "retraction", "retraction-watch", 2020)],
        &[link(notice, "retraction", "publisher", 2020)],
    );
    assert_eq!(short(&found.record.updates), [(UpdateKind::Retraction, Direction::To, notice)]);
    assert_eq!(found.findings.len(), 1);
    // Which makes the notice's own record say that it was retracted by the work.
    let found = work(
        "Retraction—Beans",
        &[link("10.1000/beans", "retraction", "publisher", 2020)],
        &[
            link("10.1000/beans", "retraction", "retraction-watch", 2020),
            link("10.1000/beans", "erratum", "publisher", 2020),
        ],
    );
    assert_eq!(
        short(&found.record.updates),
        [
            (UpdateKind::Retraction, Direction::By, "10.1000/beans"),
            (UpdateKind::Correction, Direction::By, "10.1000/beans"),
        ]
    );
}

#[test]
fn without_retraction_watch_the_title_tells_the_way() {
    let both = [link("10.1000/x", "retraction", "publisher", 2020)];
    for (title, way) in
        [("Retraction—Beans", Direction::By), ("RETRACTED: Beans", Direction::To), ("Beans", Direction::To)]
    {
        let found = work(title, &both, &both);
        assert_eq!(short(&found.record.updates), [(UpdateKind::Retraction, way, "10.1000/x")], "{title}");
    }
}

#[test]
fn what_two_say_is_told_once() {
    let found = work(
        "Beans",
        &[
            link("10.1000/n", "expression_of_concern", "retraction-watch", 2021),
            link("10.1000/N", "expression_of_concern", "publisher", 2020),
            link("10.1000/m", "correction", "retraction-watch", 2019),
        ],
        &[],
    );
    let updates = &found.record.updates;
    assert_eq!(updates.len(), 2);
    assert_eq!(updates[0].asserted_by, None);
    assert_eq!(updates[0].date.unwrap().year, 2020);
    assert_eq!(updates[1].asserted_by.as_deref(), Some("retraction-watch"));
}

#[test]
fn relations_tell_versions_and_fill_in_for_updates() {
    let found = read(&json!({
        "DOI": "10.1000/own", "title": ["Beans"],
        "updated-by": [link("10.1000/n", "correction", "publisher", 2020)],
        "relation": {
            "is-preprint-of": [{ "id-type": "doi", "id": "10.1000/published", "asserted-by": "subject" }],
            "is-comment-on": [{ "id-type": "doi", "id": "10.1000/commented", "asserted-by": "subject" }],
            "has-preprint": [{ "id-type": "uri", "id": "https://example.org/x" }],
            "correction": [{ "id-type": "doi", "id": "10.1000/N", "asserted-by": "object" }],
            "retraction": [{ "id-type": "doi", "id": "10.1000/r", "asserted-by": "object" }],
            "cites": [{ "id-type": "doi", "id": "10.1000/cited", "asserted-by": "subject" }],
        },
    }));
    assert_eq!(
        short(&found.record.updates),
        [
            (UpdateKind::Correction, Direction::To, "10.1000/n"),
            (UpdateKind::NewVersion, Direction::To, "10.1000/published"),
            (UpdateKind::Comment, Direction::By, "10.1000/commented"),
            (UpdateKind::Retraction, Direction::To, "10.1000/r"),
        ]
    );
}

#[test]
fn a_title_alone_makes_no_update() {
    let found = work("RETRACTED: Beans", &[], &[]);
    assert!(found.record.updates.is_empty());
    assert_eq!(found.record.work.title.unwrap().value, "Beans");
    assert_eq!(found.record.work.notes[0].value, "RETRACTED:");
}

#[test]
fn broken_links_are_left_out_and_told() {
    let found = read(&json!({
        "DOI": "10.1000/own",
        "update-to": ["10.1000/x", { "DOI": "not one", "type": "retraction" }, { "type": "retraction" }, 7],
        "updated-by": { "DOI": "10.1000/n", "type": "erratum", "updated": "soon" },
    }));
    assert_eq!(short(&found.record.updates), [(UpdateKind::Correction, Direction::To, "10.1000/n")]);
    assert_eq!(found.findings.len(), 4);
}
