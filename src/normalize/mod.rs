//! Brings the fields of a reference into canonical form: names, pages, identifiers, types. Reading printed dates and
//! identifiers lives here too, for every stage that meets them.

mod check_digits;
pub mod dates;
mod finding;
pub mod fold;
pub mod identifiers;
pub mod journals;
pub(crate) mod likeness;
pub mod names;
pub mod pages;
pub mod types;

pub use finding::Finding;

use crate::model::{IssueCode, Reference, WorkKind};
use identifiers::Validity;

/// Makes a reference canonical and tells what is wrong with it. Doing it again changes nothing.
pub fn normalize(reference: &mut Reference) -> Vec<Finding> {
    for contributor in &mut reference.contributors {
        names::normalize(&mut contributor.name.value);
    }
    if let Some(pages) = &mut reference.pages {
        pages::normalize(&mut pages.value);
    }
    if let Some(supplement) = &mut reference.supplement {
        supplement.value = supplement_form(&supplement.value);
    }
    if reference.kind == WorkKind::Unknown {
        reference.kind = types::guess(reference);
    }
    identifiers(reference)
}

/// Canonical identifiers. One that does not have the form of its kind is none: it goes to the notes, so that it is
/// neither lost nor taken for a key. A wrong check digit is told and the identifier kept, as printed.
fn identifiers(reference: &mut Reference) -> Vec<Finding> {
    let mut findings = Vec::new();
    for mut field in std::mem::take(&mut reference.identifiers) {
        let scheme = field.value.scheme.as_str();
        let reading = identifiers::read(field.value.scheme, &field.value.raw);
        let fault = |message, expected| Finding {
            code: IssueCode::IdentifierInvalid,
            field: scheme,
            message,
            observed: field.value.raw.clone(),
            expected,
        };
        match reading.validity {
            Validity::Valid | Validity::NotChecked => {}
            Validity::CheckDigit(right) => {
                let message = format!("the check digit of its {scheme} is wrong");
                findings.push(fault(message, Some(right.to_string())));
            }
            Validity::Malformed => {
                findings
                    .push(fault(format!("what it calls its {scheme} does not have the form of one"), None));
                reference.notes.push(field.map(|id| format!("{scheme} {}", id.raw)));
                continue;
            }
        }
        field.value.value = reading.value;
        reference.identifiers.push(field);
    }
    findings
}

/// `Suppl. 1`, `Supplement_1`, `suppl 1` → `Suppl 1`.
fn supplement_form(printed: &str) -> String {
    let word_end = printed.find(|c: char| !c.is_alphabetic()).unwrap_or(printed.len());
    let (word, rest) = printed.split_at(word_end);
    if !word.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("supp")) {
        return printed.to_owned();
    }
    let number = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if number.is_empty() { "Suppl".to_owned() } else { format!("Suppl {number}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Identifier, Scheme};

    #[test]
    fn supplements() {
        for (printed, expected) in [
            ("Suppl 1", "Suppl 1"),
            ("Suppl. 2", "Suppl 2"),
            ("Supplement_1", "Suppl 1"),
            ("suppl", "Suppl"),
            ("Special", "Special"),
        ] {
            assert_eq!(supplement_form(printed), expected);
        }
    }

    #[test]
    fn a_wrong_check_digit_is_a_finding() {
        let raw = "0-306-40615-3".to_owned();
        let isbn = Identifier { scheme: Scheme::Isbn, value: raw.clone(), raw };
        let mut reference = Reference {
            identifiers: vec![Field { value: isbn, span: None, confidence: None }],
            ..Reference::default()
        };
        let findings = normalize(&mut reference);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].field, findings[0].expected.as_deref()), ("isbn", Some("2")));
        assert_eq!(reference.identifiers[0].value.value, "0306406153");
    }

    #[test]
    fn what_is_no_identifier_goes_to_the_notes() {
        let pmid = Identifier { scheme: Scheme::Pmid, value: "0".to_owned(), raw: "0".to_owned() };
        let field = Field { value: pmid, span: None, confidence: None };
        let mut reference = Reference { identifiers: vec![field], ..Reference::default() };
        assert_eq!(normalize(&mut reference).len(), 1);
        assert!(reference.identifiers.is_empty());
        assert_eq!(reference.notes[0].value, "pmid 0");
    }
}
