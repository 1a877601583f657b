//! The record's own reference list.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Cited, Identifier, Scheme};
use crate::normalize::identifiers;

static DOI: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"10\.[0-9]{4,9}/[^\s"]+"#).ok());

/// A reference as printed, with the DOI that stands in it.
pub(in crate::import) fn cited(text: &str) -> Cited {
    let doi = text.contains("10.").then(|| DOI.as_ref()?.find(text)).flatten().map(|found| found.as_str());
    let identifiers = doi
        .and_then(|raw| {
            // The comma of the next part is not the DOI's.
            let raw = raw.split(", ").next().unwrap_or(raw).trim_end_matches([',', ';']);
            Some(Identifier { scheme: Scheme::Doi, value: identifiers::doi(raw)?, raw: raw.to_owned() })
        })
        .into_iter()
        .collect();
    Cited { text: text.trim().to_owned(), identifiers, work: None }
}

/// The references of a list parted by semicolons. Those within DOIs (`…3.0.CO;2-2`) part nothing, even where a space
/// stands behind them.
pub(in crate::import) fn cited_list(text: &str) -> Vec<Cited> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split("; ") {
        let part = part.trim().trim_end_matches(';');
        if part.is_empty() {
            continue;
        }
        match parts.last_mut() {
            Some(before) if continues_doi(before, part) => {
                before.push(';');
                before.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts.iter().map(|part| cited(part)).collect()
}

/// An old DOI of Wiley's ends in `CO;` and a check digit such as `2-2`.
fn continues_doi(before: &str, part: &str) -> bool {
    let mut bytes = part.bytes();
    let check = bytes.next().is_some_and(|b| b.is_ascii_digit())
        && bytes.next() == Some(b'-')
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric());
    check && before.ends_with("CO")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_of_dois_part_nothing() {
        let list = cited_list(
            "Roe, A., One (2001) J, 1; Doe, B., Two, 10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2; Poe, 2018;13(1):e1. doi:10.1371/journal.pone.0000001; ",
        );
        assert_eq!(list.len(), 3);
        assert_eq!(list[0].identifiers, []);
        assert_eq!(
            list[1].identifiers[0].value,
            "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
        );
        assert_eq!(list[2].identifiers[0].value, "10.1371/journal.pone.0000001");
        let apart = cited_list("A, 10.1002/(SICI)1-2(1998)1:1<1::AID-X>3.0.CO; 2-2; B");
        assert_eq!(apart.len(), 2);
    }
}
