use super::{MOST_TOLD, markdown, text};
use crate::dataset::diff::{Digest, Notice, ReferenceTold, Update, Version, WorkTold};

const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}<script>alert(1)</script>\r\n# head | [x](javascript:alert(1)) `rm` ![i](http://e.example/p.png) \u{202e}gpj\u{0}";

fn version(run: &str) -> Version {
    Version {
        run_id: run.to_owned(),
        created: "2026-11-01T00:00:00Z".to_owned(),
        schema_version: "0.4.0".to_owned(),
    }
}

fn digest(title: &str) -> Digest {
    let mut digest = Digest { old: version("01A"), new: version("01B"), changed: true, ..Digest::default() };
    digest.retracted.push(Notice {
        work: WorkTold {
            work_id: "w_a".to_owned(),
            title: Some(title.to_owned()),
            journal: Some("J. Tests".to_owned()),
            year: Some("2001".to_owned()),
            doi: Some("10.1000/a".to_owned()),
            pmid: None,
        },
        old_status: Some("none".to_owned()),
        new_status: Some("retracted".to_owned()),
        notices: vec![Update {
            r#type: "retraction".to_owned(),
            notice: "doi:10.1000/n".to_owned(),
            date: Some("2026-10-12".to_owned()),
            source: "retraction_watch".to_owned(),
            reason: None,
        }],
        cited_by: vec![ReferenceTold {
            document: "list.txt".to_owned(),
            label: Some("12".to_owned()),
            raw: title.to_owned(),
            ..ReferenceTold::default()
        }],
        n_cited_by: 3,
        ..Notice::default()
    });
    digest
}

#[test]
fn nothing_changed_is_one_sentence() {
    let digest = Digest { old: version("01A"), new: version("01B"), ..Digest::default() };
    let sentence = "Nothing changed between 01A of 2026-11-01 and 01B of 2026-11-01.\n";
    assert_eq!(text(&digest), sentence);
    assert_eq!(markdown(&digest), format!("# What changed\n\n{}", sentence.replace('-', "\\-")));
}

#[test]
fn a_retraction_comes_first_with_all_that_is_known() {
    let told = text(&digest("On tests"));
    assert_eq!(
        told.lines().take(10).collect::<Vec<_>>(),
        [
            "Between 01A of 2026-11-01 and 01B of 2026-11-01:",
            "",
            "Newly retracted, withdrawn or under concern (1)",
            "  On tests. J. Tests, 2001 doi:10.1000/a",
            "      status retracted, before none",
            "      retraction, notice doi:10.1000/n, 2026-10-12, says retraction_watch",
            "      cited by list.txt, 12",
            "      and by 2 more",
            "",
            "Totals",
        ]
    );
}

#[test]
fn hostile_data_does_nothing_in_a_terminal() {
    let told = text(&digest(HOSTILE));
    assert!(told.chars().all(|c| c == '\n' || !c.is_control()), "{told:?}");
    assert!(!told.contains('\u{202e}'));
    assert!(told.contains("[2J]0;owned<script>alert(1)</script> # head | [x]"), "{told}");
    let long = text(&digest(&"x".repeat(10_000)));
    assert!(long.lines().all(|line| line.chars().count() < 400));
}

#[test]
fn hostile_data_is_text_in_markdown() {
    let told = markdown(&digest(HOSTILE));
    let line = told.lines().find(|line| line.contains("head")).unwrap();
    assert!(line.starts_with("- \\[2J"), "{line}");
    // Nothing that means something is left without its backslash.
    let mut escaped = false;
    for c in line.trim_start_matches("- ").chars() {
        assert!(escaped || !"<>`*[]()#|!".contains(c), "{c} in {line}");
        escaped = c == '\\' && !escaped;
    }
    assert!(line.contains("&lt;script&gt;") && line.contains("http\\://"), "{line}");
    assert_eq!(told.lines().filter(|line| line.starts_with('#')).count(), 3, "{told}");
    assert!(markdown(&digest("1. first")).contains("- 1\\. first"));
}

#[test]
fn long_lists_are_cut_and_counted() {
    let mut digest = digest("a");
    for n in 0..MOST_TOLD + 5 {
        digest.references_added.push(ReferenceTold { raw: format!("reference {n}"), ..Default::default() });
    }
    let told = text(&digest);
    assert!(told.contains("References added (25)") && told.contains("  … and 5 more\n"), "{told}");
    assert!(!told.contains("reference 20"));
    assert!(markdown(&digest).contains("- and 5 more\n"));
}
