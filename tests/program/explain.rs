//! `refloom explain`.

use super::run::refloom;

const REFERENCE: &str = "Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.";

#[test]
fn shows_fields_and_leftovers() {
    let output = refloom(&["explain", &format!("{REFERENCE} Epub 1995 Mai.")], b"");
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for part in ["Agarwala, SS  [agarwala|ss]", "title", "Interferons in melanoma", "container", "left over"]
    {
        assert!(stdout.contains(part), "{part} in\n{stdout}");
    }
    assert!(!stdout.contains('\u{1b}'), "no colours into a pipe");
}

#[test]
fn without_colours_the_text_is_in_brackets() {
    let output = refloom(&["explain", REFERENCE], b"");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let first = stdout.lines().next().unwrap_or_default();
    assert!(
        first
            .starts_with("[author: Agarwala SS, Kirkwood JM.] [title: Interferons in melanoma.] [container:"),
        "{first}"
    );
}

#[test]
fn in_colours_the_text_stays_as_it_is() {
    let output = refloom(&["explain", "--color", "always", REFERENCE], b"");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let plain = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(&stdout, "").into_owned();
    let mut lines = plain.lines();
    assert_eq!(lines.next(), Some(REFERENCE));
    assert_eq!(lines.next(), Some("author title container volume pages date"));
}

#[test]
fn colours_on_demand() {
    let output = refloom(&["explain", "--color", "always", REFERENCE], b"");
    assert!(String::from_utf8(output.stdout).unwrap().contains('\u{1b}'));
}

#[test]
fn an_empty_reference_is_explained_too() {
    assert!(refloom(&["explain", ""], b"").status.success());
    assert_eq!(refloom(&["explain"], b"").status.code(), Some(2));
}
