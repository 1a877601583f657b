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
fn colours_on_demand() {
    let output = refloom(&["explain", "--color", "always", REFERENCE], b"");
    assert!(String::from_utf8(output.stdout).unwrap().contains('\u{1b}'));
}

#[test]
fn an_empty_reference_is_explained_too() {
    assert!(refloom(&["explain", ""], b"").status.success());
    assert_eq!(refloom(&["explain"], b"").status.code(), Some(2));
}
