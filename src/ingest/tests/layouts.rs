//! Every way to lay out a list, with and without a heading, at several widths.

use std::fmt::Write as _;

use super::*;

const BODY: &str = "A study of imaginary things\n\n1. Introduction\n\nIn 1999 some people looked at 12 of 25 things [1, 2].\nOthers did so later.\n\n2. Methods\n\nThe same.\n\n";

type Layout = (&'static str, fn(usize, &str) -> String, &'static str);

/// Name, how the `i`th reference is printed, what stands between two.
const LAYOUTS: &[Layout] = &[
    ("1. wrapped", |i, r| wrap(r, 60, &format!("{i}. "), ""), "\n"),
    ("1. right-aligned", |i, r| wrap(r, 70, &format!("{i:>3}. "), "     "), "\n"),
    ("1. hanging", |i, r| wrap(r, 80, &format!("{i}. "), "   "), "\n"),
    ("1. blank lines", |i, r| wrap(r, 80, &format!("{i}. "), ""), "\n\n"),
    ("1.Tight", |i, r| format!("{i}.{r}"), "\n"),
    ("1) wrapped", |i, r| wrap(r, 60, &format!("{i}) "), ""), "\n"),
    ("[1] wrapped", |i, r| wrap(r, 60, &format!("[{i}] "), ""), "\n"),
    ("[1] lines", |i, r| format!("[{i}] {r}"), "\n"),
    ("(1) wrapped", |i, r| wrap(r, 60, &format!("({i}) "), ""), "\n"),
    ("1 bare", |i, r| wrap(r, 60, &format!("{i} "), ""), "\n"),
    ("1 tab", |i, r| wrap(r, 90, &format!("{i}\t"), "\t"), "\n"),
    ("1Tight", |i, r| format!("{i}{r}"), "\n"),
    ("superscript", |i, r| wrap(r, 70, ["", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸"][i], ""), "\n"),
    ("key", |i, r| wrap(r, 70, &format!("[Key{:02}] ", i + 90), ""), "\n"),
    ("bullet", |_, r| wrap(r, 70, "• ", "  "), "\n"),
    ("dash", |_, r| wrap(r, 70, "- ", "  "), "\n"),
    ("star", |_, r| format!("* {r}"), "\n"),
    ("hanging", |_, r| wrap(r, 70, "", "    "), "\n"),
    ("first-line indent", |_, r| wrap(r, 70, "    ", ""), "\n"),
    ("blank lines", |_, r| wrap(r, 70, "", ""), "\n\n"),
    ("one per line", |_, r| r.to_owned(), "\n"),
    ("one per line, blank lines", |_, r| r.to_owned(), "\n\n"),
];

fn list(layout: &Layout) -> String {
    // `1Tight` cannot be told from a word that starts in lower case, and no list prints it so.
    let printed = REFERENCES.iter().filter(|r| layout.0 != "1Tight" || r.starts_with(char::is_uppercase));
    let items: Vec<String> = printed.enumerate().map(|(i, r)| (layout.1)(i + 1, r)).collect();
    items.join(layout.2)
}

fn expected(layout: &Layout) -> Vec<&'static str> {
    REFERENCES.into_iter().filter(|r| layout.0 != "1Tight" || r.starts_with(char::is_uppercase)).collect()
}

#[test]
fn a_list_alone() {
    for layout in LAYOUTS {
        let text = list(layout) + "\n";
        let read = read(text.as_bytes());
        assert_eq!(read.texts(), expected(layout), "{}\n{text}", layout.0);
        assert_eq!(read.finished.document.n_rejected_lines, 0, "{}", layout.0);
    }
}

#[test]
fn a_list_under_a_heading() {
    for layout in LAYOUTS {
        for heading in ["References\n\n", "## Bibliography\n", "3. LITERATURE CITED:\n\n"] {
            let text = format!("{BODY}{heading}{}\n", list(layout));
            let read = read(text.as_bytes());
            assert_eq!(read.texts(), expected(layout), "{}\n{text}", layout.0);
            assert_eq!(read.finished.document.n_rejected_lines, 7, "{}", layout.0);
        }
    }
}

#[test]
fn a_list_that_ends() {
    for layout in LAYOUTS {
        let text = format!(
            "{BODY}References\n\n{}\n\nAppendix A\n\n1. What was asked first\n2. What came then\n",
            list(layout)
        );
        assert_eq!(read(text.as_bytes()).texts(), expected(layout), "{}\n{text}", layout.0);
    }
}

#[test]
fn a_numbered_list_at_the_end_without_a_heading() {
    for layout in &LAYOUTS[..8] {
        let text = format!("{BODY}{}\n", list(layout));
        assert_eq!(read(text.as_bytes()).texts(), expected(layout), "{}\n{text}", layout.0);
    }
}

#[test]
fn labels_lose_their_punctuation() {
    let text = "[1] Doe J. One. J Tests 2001; 1:2.\n[2] Roe R. Two. J Tests 2002; 3:45.\n";
    assert_eq!(read(text.as_bytes()).labels(), ["1", "2"]);
    let text = "[Doe01] Doe J. One. J Tests 2001; 1:2.\n[Roe02] Roe R. Two. J Tests 2002; 3:45.\n";
    assert_eq!(read(text.as_bytes()).labels(), ["Doe01", "Roe02"]);
    let text = "• Doe J. One. J Tests 2001; 1:2.\n• Roe R. Two. J Tests 2002; 3:45.\n";
    assert_eq!(read(text.as_bytes()).labels(), ["", ""]);
}

#[test]
fn every_line_is_counted_once() {
    for layout in LAYOUTS {
        let text = format!("{BODY}References\n\n{}\n\nAppendix\n\nMore.\n", list(layout));
        let read = read(text.as_bytes());
        let inside: usize = (read.entries.iter())
            .map(|e| {
                text.lines().skip(e.line_start as usize - 1).take((e.line_end - e.line_start) as usize + 1)
            })
            .map(|lines| lines.filter(|l| !l.trim().is_empty()).count())
            .sum();
        let rejected = read.finished.document.n_rejected_lines as usize;
        assert_eq!(inside + rejected, text_lines(&text), "{}", layout.0);
    }
}

#[test]
fn numbers_that_wrap_to_a_line_start_are_no_labels() {
    let text = "1. Doe J. A study of many things that were seen between 1998 and\n1999. J Tests 2001; 1:2-\n3. Roe R is thanked.\n2. Roe R, Poe P. Another. J Tests 2002; 3:45, reprinted on page\n12. Elsewhere.\n3. Poe P. Third. J Tests 2003; 4:5.\n";
    let read = read(text.as_bytes());
    assert_eq!(read.labels(), ["1", "2", "3"]);
    assert_eq!(
        read.entries[1].text,
        "Roe R, Poe P. Another. J Tests 2002; 3:45, reprinted on page 12. Elsewhere."
    );
}

#[test]
fn labels_may_restart_repeat_and_skip() {
    let mut text = String::new();
    for (label, reference) in [1, 2, 4, 4, 1, 2, 3, 9].iter().zip(REFERENCES) {
        writeln!(text, "{label}. {reference}").unwrap();
    }
    let read = read(text.as_bytes());
    assert_eq!(read.texts(), REFERENCES);
    assert_eq!(read.codes(), [IssueCode::LabelSequence; 4]);
    assert_eq!(read.finished.issues[0].line, Some(3));
    assert_eq!(read.finished.issues[0].observed.as_deref(), Some("4"));
    assert_eq!(read.finished.issues[0].expected.as_deref(), Some("3"));
}

#[test]
fn page_furniture_goes_and_is_counted() {
    let mut text = String::from("References\n\n");
    let mut furniture = 1;
    for (i, reference) in REFERENCES.iter().enumerate() {
        text += &wrap(reference, 60, &format!("{}. ", i + 1), "");
        text.push('\n');
        if i % 3 == 1 {
            writeln!(
                text,
                "\n{}\n\u{C}J. Doe et al. / Journal of Tests {} (2020) 1-9\n\nReferences (continued)",
                i + 10,
                i + 1
            )
            .unwrap();
            furniture += 3;
        }
        if i == 4 {
            text += "Downloaded from https://example.org by guest on 3 May 2020\n© 2020 The Publisher. All rights reserved.\n";
            furniture += 2;
        }
    }
    let read = read(text.as_bytes());
    assert_eq!(read.texts(), REFERENCES);
    assert_eq!(read.finished.document.n_rejected_lines, furniture);
}

#[test]
fn a_page_may_end_inside_an_entry() {
    let text = "References\n\n1. Doe J. A study that goes on\n\n12\n\u{C}\nfor longer than a page. J Tests 2001; 1:2.\n2. Roe R. Two. J Tests 2002; 3:45.\n";
    let read = read(text.as_bytes());
    assert_eq!(
        read.entries[0].text,
        "Doe J. A study that goes on for longer than a page. J Tests 2001; 1:2."
    );
    assert_eq!((read.entries[0].line_start, read.entries[0].line_end), (3, 7));
    assert_eq!(read.finished.document.n_rejected_lines, 2);
}

#[test]
fn hyphens_at_line_ends() {
    let text = "References\n\nThe self-made granulocyte-macrophage factor is named below.\n\n1. Doe J. Assess-\nment of granulocyte-\nmacrophage factor and inter-\nleukin-\n2. J Tests 2001; 1:2.\n2. Roe R. Two. J Tests 2002; 3:45-\n50. https://example.org/a/\nb-c.html\n";
    let read = read(text.as_bytes());
    assert_eq!(
        read.texts(),
        [
            "Doe J. Assessment of granulocyte-macrophage factor and interleukin-2. J Tests 2001; 1:2.",
            "Roe R. Two. J Tests 2002; 3:45-50. https://example.org/a/b-c.html",
        ]
    );
}

#[test]
fn groups_inside_a_list() {
    let text = format!(
        "References\n\nPrimary studies\n\n1. {}\n2. {}\n\nReviews\n\n3. {}\n4. {}\n",
        REFERENCES[0], REFERENCES[1], REFERENCES[2], REFERENCES[3]
    );
    let read = read(text.as_bytes());
    assert_eq!(read.texts(), &REFERENCES[..4]);
    assert_eq!(read.finished.document.n_rejected_lines, 3);
}

#[test]
fn wrapped_lines_without_any_mark() {
    let items: Vec<String> = REFERENCES.iter().map(|r| wrap(r, 60, "", "")).collect();
    assert_eq!(read(items.join("\n").as_bytes()).texts(), REFERENCES);
    let text = "Smith J, Jones K, Brown L, Green M. A long title of a reference that\nwas wrapped. J Tests 2001; 12:345.\nDoe J. One. J Tests 2002; 1:2.\nRoe R. Two. J Tests 2003; 3:4.\n";
    assert_eq!(read(text.as_bytes()).entries.len(), 3);
}

#[test]
fn a_title_above_a_list_is_no_entry() {
    let text = format!("Things to read\n\n{}\n", REFERENCES.join("\n"));
    let read = read(text.as_bytes());
    assert_eq!(read.texts(), REFERENCES);
    assert_eq!(read.finished.document.n_rejected_lines, 1);
}

#[test]
fn numbers_may_stand_on_lines_of_their_own() {
    let items: Vec<String> =
        REFERENCES.iter().enumerate().map(|(i, r)| format!("{}\n{r}\n", i + 1)).collect();
    assert_eq!(read(items.join("\n").as_bytes()).texts(), REFERENCES);
}

#[test]
fn several_lists() {
    let text = format!(
        "Chapter one\n\nText.\n\nReferences\n\n1. {}\n2. {}\n\nSummary\n\nText of chapter two.\n\nReferences\n\n1. {}\n2. {}\n",
        REFERENCES[0], REFERENCES[1], REFERENCES[2], REFERENCES[3]
    );
    let read = read(text.as_bytes());
    assert_eq!(read.texts(), &REFERENCES[..4]);
    assert_eq!(read.labels(), ["1", "2", "1", "2"]);
    assert!(read.codes().is_empty());
}

#[test]
fn headings_in_a_table_of_contents_have_no_list() {
    let text = format!(
        "Contents\n\nIntroduction\nMethods\nReferences\nAppendix\n\n{BODY}References\n\n{}\n",
        list(&LAYOUTS[0])
    );
    assert_eq!(read(text.as_bytes()).texts(), REFERENCES);
}
