//! Keys that have become others.

use super::made::{Desk, Writer, all_told};

fn matched(w: &mut Writer, work: &str, status: &'static str, doi: Option<&str>) {
    w.document("d_a", "list.txt");
    w.reference("r_a", "d_a", "Smith 2001.", work, status);
    w.work(work, |row| {
        row.doi = doi.map(str::to_owned);
        row.title = Some("A title".to_owned());
    });
    w.provenance(work, "title", "parser", true);
    w.author("a_a", "Smith", None);
    w.authorship(work, 1, "a_a", "Smith J");
    w.issue(&format!("i_{work}"), "no_title", work);
}

#[test]
fn a_newly_matched_reference_renames_its_work_and_nothing_else() {
    let (changes, digest) = Desk::new().differ(
        |w| matched(w, "w_old", "not_checked", None),
        |w| matched(w, "w_new", "matched", Some("10.1000/a")),
    );
    assert_eq!(
        all_told(&changes),
        [
            "refs r_a match_status modified not_checked matched",
            "works w_old work_id modified w_old w_new",
            "works w_old doi modified - 10.1000/a",
        ]
    );
    assert_eq!(digest.matched.total, 1);
    let told = &digest.matched.entries[0];
    assert_eq!((told.old_status.as_str(), told.new_status.as_str()), ("not_checked", "matched"));
    assert_eq!(told.work.as_ref().unwrap().doi.as_deref(), Some("10.1000/a"));
    assert!(told.old_work.is_none(), "it is the same work under another key");
    assert!(digest.fields.is_empty() && digest.merged.is_empty());
    assert_eq!((digest.totals.matched.old, digest.totals.matched.new), (0, 1));
    let (_, back) = Desk::new().differ(
        |w| matched(w, "w_new", "matched", Some("10.1000/a")),
        |w| matched(w, "w_old", "not_found", None),
    );
    assert_eq!(back.unmatched.total, 1);
}

#[test]
fn a_work_that_was_joined_to_another_is_told_as_merged() {
    let two = |w: &mut Writer, second: &str| {
        w.document("d_a", "list.txt");
        w.reference("r_a", "d_a", "Smith 2001.", "w_a", "matched");
        w.reference("r_b", "d_a", "Smith 2001a.", second, "matched");
        w.work("w_a", |_| ());
        if second != "w_a" {
            w.work(second, |_| ());
        }
    };
    let (changes, digest) = Desk::new().differ(|w| two(w, "w_b"), |w| two(w, "w_a"));
    assert_eq!(all_told(&changes), ["refs r_b work_id modified w_b w_a", "works w_b * removed - -"]);
    let merged = &digest.merged.entries[0];
    assert_eq!(
        (merged.field.as_str(), merged.old.as_deref(), merged.new.as_deref()),
        ("work_id", Some("w_b"), Some("w_a"))
    );
    assert_eq!(digest.rematched.total, 1);
    assert_eq!(digest.rematched.entries[0].old_work.as_ref().unwrap().title.as_deref(), Some("Title of w_b"));
}

#[test]
fn works_that_share_a_doi_are_one_although_nobody_cites_them() {
    let uncited = |w: &mut Writer, id: &str| {
        w.document("d_a", "list.txt");
        w.work(id, |row| {
            row.doi = Some("10.1000/a".to_owned());
            row.title = None;
        });
        w.identifier(id, "10.1000/a", true);
    };
    let (changes, _) = Desk::new().differ(|w| uncited(w, "w_a"), |w| uncited(w, "w_b"));
    assert_eq!(all_told(&changes), ["works w_a work_id modified w_a w_b"]);
}

#[test]
fn an_author_with_a_new_orcid_is_the_same_author() {
    let by = |w: &mut Writer, id: &str, orcid: Option<&str>, second: (&str, &str)| {
        w.document("d_a", "list.txt");
        w.work("w_a", |_| ());
        w.author(id, "Smith", orcid);
        w.author(second.0, second.1, None);
        w.authorship("w_a", 1, id, "Smith J");
        w.authorship("w_a", 2, second.0, second.1);
    };
    let (changes, digest) = Desk::new().differ(
        |w| by(w, "a_name", None, ("a_x", "Doe")),
        |w| by(w, "a_orcid", Some("0000-0002-1825-0097"), ("a_y", "Roe")),
    );
    assert_eq!(
        all_told(&changes),
        [
            "authors a_name author_id modified a_name a_orcid",
            "authors a_name orcid modified - 0000-0002-1825-0097",
            "authors a_x * removed - -",
            "authors a_y * added - -",
            "authorships w_a|author|2 author_id modified a_x a_y",
            "authorships w_a|author|2 raw_name modified Doe Roe",
        ],
        "another family name is another author"
    );
    assert_eq!(digest.fields.total, 1);
    assert_eq!(digest.fields.entries[0].field, "author/2");
}

#[test]
fn a_key_that_stands_for_another_reference_now_pairs_nothing() {
    let (changes, _) = Desk::new().differ(
        |w| {
            w.document("d_a", "list.txt");
            w.reference("r_1", "d_a", "Alpha beta gamma delta.", "w_1", "not_checked");
            w.reference("r_2", "d_a", "Epsilon zeta eta theta.", "w_2", "not_checked");
            w.issue("i_1", "no_title", "r_1");
            w.issue("i_2", "no_title", "r_2");
        },
        |w| {
            w.document("d_a", "list.txt");
            w.reference("r_1", "d_a", "Epsilon zeta eta theta.", "w_2", "not_checked");
            w.reference("r_2", "d_a", "Iota kappa lambda mu.", "w_3", "not_checked");
            w.issue("i_3", "no_title", "r_1");
        },
    );
    assert_eq!(
        all_told(&changes),
        ["refs r_1 * removed - -", "refs r_2 * added - -", "issues i_1 * removed - -"]
    );
}

#[test]
fn what_only_moved_within_its_list_is_no_change() {
    let (changes, _) = Desk::new().differ(
        |w| {
            w.work("w_a", |_| ());
            w.keyword("w_a", 1, "Humans");
            w.keyword("w_a", 2, "Melanoma");
        },
        |w| {
            w.work("w_a", |_| ());
            w.keyword("w_a", 1, "Aged");
            w.keyword("w_a", 2, "Humans");
            w.keyword("w_a", 3, "Melanoma");
        },
    );
    assert_eq!(all_told(&changes), ["keywords w_a|mesh|1 * added - -"]);
}
