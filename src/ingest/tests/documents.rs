//! What documents say of themselves.

use super::*;

const FORM: &str = "Title: Imaginary treatment of advanced nothing
Author: Jane Q Public, MD
Section Editor: Max B Roe, MD, PhD
Deputy Editor: Ann van der Poe, MD
Literature review current through: Dec 2017
Topic last updated: Dec 27, 2017
See: Initial management of nothing
See: Adjuvant therapy of nothing
Language: en

References

1. Doe J. One. J Tests 2001; 1:2.
2. Roe R. Two. J Tests 2002; 3:45.
";

const PAGE: &str = "Official reprint from UpToDate®
www.uptodate.com ©2018 UpToDate, Inc.

Imaginary treatment of advanced nothing

Jane Q Public, MD
Section Editor
Max B Roe, MD, PhD
Deputy Editor
Ann van der Poe, MD


Nothing is known. (See \"Initial management of nothing\" and \"Adjuvant therapy of nothing\".)

Literature review current through: Dec 2017. | This topic last updated: Dec 27, 2017.
The content is made up.
  1. Doe J. One. J Tests 2001; 1:2.
  2. Roe R. Two. J Tests 2002; 3:45.
";

#[test]
fn a_topic_page_and_its_plain_form_say_the_same() {
    for text in [FORM, PAGE] {
        let read = read(text.as_bytes());
        let front = &read.finished.document.front;
        assert_eq!(front.title.as_ref().unwrap().value, "Imaginary treatment of advanced nothing");
        let people: Vec<_> = (front.contributors.iter())
            .map(|c| (c.role.as_str(), c.name.value.display(), c.raw.as_str()))
            .collect();
        assert_eq!(
            people,
            [
                ("author", "Public, Jane Q".to_owned(), "Jane Q Public, MD"),
                ("editor", "Roe, Max B".to_owned(), "Max B Roe, MD, PhD"),
                ("editor", "van der Poe, Ann".to_owned(), "Ann van der Poe, MD"),
            ]
        );
        let roles: Vec<_> = front.contributors.iter().map(|c| c.role_printed.as_deref()).collect();
        assert_eq!(&roles[1..], [Some("Section Editor"), Some("Deputy Editor")]);
        assert_eq!(front.current_through.as_ref().unwrap().value.to_string(), "2017-12");
        assert_eq!(front.last_updated.as_ref().unwrap().value.to_string(), "2017-12-27");
        for (topic, title) in
            front.related.iter().zip(["Initial management of nothing", "Adjuvant therapy of nothing"])
        {
            assert_eq!(topic.title, title);
            let (start, end) =
                (usize::try_from(topic.span.start).unwrap(), usize::try_from(topic.span.end).unwrap());
            assert_eq!(&text[start..end], title);
        }
        assert_eq!(front.related.len(), 2);
        assert_eq!(read.labels(), ["1", "2"]);
    }
}

#[test]
fn titles_of_plain_and_markdown_documents() {
    let title = |text: &str| read(text.as_bytes()).finished.document.front.title.map(|t| t.value);
    let list = "## References\n\n1. Doe J. One. J Tests 2001; 1:2.\n2. Roe R. Two. J Tests 2002; 3:45.\n";
    assert_eq!(title(&format!("# On nothing\n\nText of it.\n\n{list}")).as_deref(), Some("On nothing"));
    assert_eq!(
        title(&format!("On nothing at all\n\nText of it.\n\n{list}")).as_deref(),
        Some("On nothing at all")
    );
    assert_eq!(title(&format!("This is a sentence of text.\n\n{list}")), None);
    assert_eq!(title(list), None);
    assert_eq!(title(&REFERENCES.join("\n")), None);
}

#[test]
fn styles() {
    let style = |text: &str| read(text.as_bytes()).finished.document.style;
    assert_eq!(style(PAGE).as_deref(), Some("uptodate"));
    assert_eq!(
        style("1. Doe J. One. J Tests. 2001;1:2.\n2. Roe R. Two. J Tests. 2002;3:45.\n").as_deref(),
        Some("vancouver")
    );
    assert_eq!(
        style("Doe, J. (2001). One. Journal of Tests, 1, 2–5.\nRoe, R. (2002). Two. Journal of Tests, 3, 45–50.\n").as_deref(),
        Some("apa")
    );
}

#[test]
fn a_long_list_stays_one_list() {
    use std::fmt::Write as _;
    let mut text = String::from("References\n\n");
    for i in 1..=30_000 {
        writeln!(
            text,
            "{i}. Doe J, Roe R. A title of the usual length for\na made-up reference. J Tests 2001; {i}:2."
        )
        .unwrap();
    }
    text += "\nAppendix\n\n1. Not a reference\n";
    let read = read(text.as_bytes());
    assert_eq!(read.entries.len(), 30_000);
    assert_eq!(read.entries[29_999].label.as_deref(), Some("30000"));
    assert!(read.codes().is_empty());
    assert_eq!(read.finished.document.n_rejected_lines, 3);
}
