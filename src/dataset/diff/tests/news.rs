//! What a person waits for.

use super::made::{Desk, Writer, all_told};

/// One reference to one work, with what else there is.
fn cited(w: &mut Writer, retracted: bool, fill: impl FnOnce(&mut Writer)) {
    w.document("d_a", "list.txt");
    w.reference("r_a", "d_a", "Smith 2001.", "w_a", "matched");
    w.work("w_a", |row| {
        row.doi = Some("10.1000/a".to_owned());
        row.year = Some(2001);
        if retracted {
            (row.is_retracted, row.retraction_status) = (Some(true), "retracted");
        }
    });
    fill(w);
}

#[test]
fn a_retraction_is_told_with_its_notice_and_who_cites_the_work() {
    let (changes, digest) = Desk::new().differ(
        |w| cited(w, false, |_| ()),
        |w| cited(w, true, |w| w.update("w_a", "retraction", "retraction_watch", "doi:10.1000/n")),
    );
    assert_eq!(
        all_told(&changes),
        [
            "works w_a is_retracted modified false true",
            "works w_a retraction_status modified none retracted",
            "updates w_a|retraction|retraction_watch|doi:10.1000/n * added - -",
        ]
    );
    assert_eq!(digest.retracted.total, 1);
    let told = &digest.retracted.entries[0];
    assert_eq!(told.work.title.as_deref(), Some("Title of w_a"));
    assert_eq!(told.work.doi.as_deref(), Some("10.1000/a"));
    assert_eq!((told.old_status.as_deref(), told.new_status.as_deref()), (Some("none"), Some("retracted")));
    assert_eq!(told.notices[0].notice, "doi:10.1000/n");
    assert_eq!(told.notices[0].date.as_deref(), Some("2024-10-04"));
    assert_eq!((told.n_cited_by, told.cited_by[0].document.as_str()), (1, "list.txt"));
    assert!(!told.is_new_work);
    assert!(digest.corrected.is_empty() && digest.taken_back.is_empty() && digest.fields.is_empty());
    assert_eq!((digest.totals.retracted.old, digest.totals.retracted.new), (0, 1));
}

#[test]
fn what_was_known_is_no_news_when_another_source_says_it_too() {
    let one = |w: &mut Writer| w.update("w_a", "retraction", "crossref", "doi:10.1000/n");
    let (changes, digest) = Desk::new().differ(
        |w| cited(w, true, one),
        |w| {
            cited(w, true, |w| {
                one(w);
                w.update("w_a", "retraction", "pubmed", "pmid:1");
            });
        },
    );
    assert_eq!(changes.len(), 1);
    assert!(digest.changed && !digest.has_notices(), "{digest:?}");

    let one = |w: &mut Writer| w.update("w_a", "correction", "crossref", "doi:10.1000/n");
    let both = |w: &mut Writer| {
        one(w);
        w.update("w_a", "correction", "pubmed", "pmid:1");
    };
    let (_, digest) = Desk::new().differ(|w| cited(w, false, one), |w| cited(w, false, both));
    assert!(!digest.has_notices(), "{digest:?}");
    let (_, digest) = Desk::new().differ(
        |w| cited(w, false, both),
        |w| {
            cited(w, false, |w| {
                both(w);
                w.update("w_a", "correction", "pubmed", "pmid:2");
            });
        },
    );
    assert_eq!(digest.corrected.total, 1, "a second correction is news");
}

#[test]
fn a_concern_that_becomes_a_retraction_is_one_retraction() {
    let (_, digest) = Desk::new().differ(
        |w| cited(w, false, |w| w.update("w_a", "expression_of_concern", "crossref", "doi:10.1000/e")),
        |w| cited(w, true, |w| w.update("w_a", "retraction", "crossref", "doi:10.1000/n")),
    );
    assert_eq!((digest.retracted.total, digest.taken_back.total), (1, 0));
}

#[test]
fn what_is_no_longer_said_and_what_was_reinstated_is_taken_back() {
    let retraction = |w: &mut Writer| w.update("w_a", "retraction", "crossref", "doi:10.1000/n");
    let (_, digest) = Desk::new().differ(|w| cited(w, true, retraction), |w| cited(w, false, |_| ()));
    assert_eq!((digest.retracted.total, digest.taken_back.total), (0, 1));
    let told = &digest.taken_back.entries[0];
    assert_eq!(told.old_status.as_deref(), Some("retracted"));
    assert_eq!(told.notices[0].notice, "doi:10.1000/n");
    let (_, digest) = Desk::new().differ(
        |w| cited(w, true, retraction),
        |w| {
            cited(w, false, |w| {
                retraction(w);
                w.update("w_a", "reinstatement", "crossref", "doi:10.1000/r");
            });
        },
    );
    assert_eq!((digest.retracted.total, digest.taken_back.total), (0, 1));
}

#[test]
fn a_new_reference_to_a_retracted_work_is_told_as_such() {
    let (_, digest) = Desk::new().differ(
        |w| w.document("d_a", "list.txt"),
        |w| cited(w, true, |w| w.update("w_a", "retraction", "crossref", "doi:10.1000/n")),
    );
    assert_eq!(digest.retracted.total, 1);
    assert!(digest.retracted.entries[0].is_new_work);
    assert_eq!(digest.references_added.total, 1);
    // And one that goes takes nothing back.
    let (_, digest) = Desk::new().differ(
        |w| cited(w, true, |w| w.update("w_a", "retraction", "crossref", "doi:10.1000/n")),
        |w| w.document("d_a", "list.txt"),
    );
    assert!(!digest.has_notices());
    assert_eq!(digest.references_removed.total, 1);
}

#[test]
fn a_count_is_a_change_when_it_grew_and_not_when_it_was_asked_again() {
    let (changes, digest) = Desk::new().differ(
        |w| cited(w, false, |w| w.metric("w_a", 20_000, 5.0)),
        |w| cited(w, false, |w| w.metric("w_a", 20_030, 5.0)),
    );
    assert!(changes.is_empty() && !digest.changed, "{changes:?}");
    let (changes, digest) = Desk::new().differ(
        |w| {
            cited(w, false, |w| {
                w.metric("w_a", 19_970, 3.0);
                w.metric("w_a", 20_000, 5.0);
            });
        },
        |w| {
            cited(w, false, |w| {
                w.metric("w_a", 20_000, 5.0);
                w.metric("w_a", 20_030, 7.0);
            });
        },
    );
    assert_eq!(all_told(&changes), ["metrics w_a|cited_by_count|openalex|2024-10-04 value modified 5 7"]);
    let told = &digest.counts.entries[0];
    assert_eq!((told.old.as_deref(), told.new.as_deref()), (Some("5"), Some("7")));
    assert_eq!(told.as_of.as_deref(), Some("2024-11-03"));
}

#[test]
fn a_changed_field_says_who_says_so_now() {
    let (_, digest) = Desk::new().differ(
        |w| cited(w, false, |w| w.provenance("w_a", "title", "crossref", true)),
        |w| {
            w.document("d_a", "list.txt");
            w.reference("r_a", "d_a", "Smith 2001.", "w_a", "matched");
            w.work("w_a", |row| {
                row.doi = Some("10.1000/b".to_owned());
                row.year = Some(2001);
                row.title = Some("Another title".to_owned());
            });
            w.provenance("w_a", "title", "crossref", false);
            w.provenance("w_a", "title", "pubmed", true);
        },
    );
    assert_eq!(digest.fields.total, 1);
    let told = &digest.fields.entries[0];
    assert_eq!((told.field.as_str(), told.source.as_deref()), ("title", Some("pubmed")));
    let merged = &digest.merged.entries[0];
    assert_eq!((merged.field.as_str(), merged.new.as_deref()), ("doi", Some("10.1000/b")));
}

#[test]
fn issues_are_counted_by_code() {
    let (_, digest) = Desk::new().differ(
        |w| cited(w, false, |w| w.issue("i_1", "year_unlikely", "r_a")),
        |w| {
            cited(w, false, |w| {
                w.issue("i_2", "no_title", "r_a");
                w.issue("i_3", "no_title", "r_b");
            });
        },
    );
    let counts: Vec<_> = digest.issues.iter().map(|i| (i.code.as_str(), i.added, i.solved)).collect();
    assert_eq!(counts, [("no_title", 2, 0), ("year_unlikely", 0, 1)]);
}
