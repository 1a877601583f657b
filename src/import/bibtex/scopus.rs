//! Fields of Scopus's BibTeX.

use super::latex::decode;
use super::wos::somebody;
use crate::import::record_draft::Draft;
use crate::model::{Affiliation, Cited, Grant, Identifier, Metric, Provider, Role, Scheme};
use crate::normalize::identifiers;

/// What is read once the people are known, as it stands.
#[derive(Default)]
pub(super) struct Fields<'a> {
    references: Option<&'a str>,
    funding: Option<&'a str>,
    correspondence: Option<&'a str>,
    affiliations: Option<&'a str>,
}

impl<'a> Fields<'a> {
    pub(super) fn place_of(&mut self, name: &str) -> Option<&mut Option<&'a str>> {
        Some(match name {
            "references" => &mut self.references,
            "funding_details" => &mut self.funding,
            "correspondence_address1" | "correspondence_address" => &mut self.correspondence,
            "author_affiliations" | "authors_with_affiliations" => &mut self.affiliations,
            _ => return None,
        })
    }

    pub(super) fn finish(self, draft: &mut Draft) {
        if let Some(list) = self.references {
            draft.record.cited.extend(references(&decode(list)));
        }
        if let Some(list) = self.funding {
            for part in decode(list).split(';') {
                draft.grant(grant(part));
            }
        }
        if let Some(text) = self.correspondence.map(decode) {
            let name = text.split(';').next().unwrap_or_default();
            match somebody(&draft.record.work.contributors, &comma_name(name)) {
                Some(at) => draft.details(at).is_corresponding = Some(true),
                None => draft.named_note("correspondence", &text),
            }
        }
        for part in self.affiliations.map(decode).iter().flat_map(|list| list.split(';')) {
            // `Smith, J., Dept, Univ, City, Country`
            let mut words = part.trim().splitn(3, ", ");
            let (family, given, address) = (words.next(), words.next(), words.next());
            if let (Some(family), Some(given), Some(address)) = (family, given, address)
                && let Some(at) = somebody(&draft.record.work.contributors, &format!("{family}, {given}"))
            {
                draft.details(at).affiliations.push(Affiliation { raw: address.to_owned(), ror: None });
            } else {
                draft.named_note("affiliation", part);
            }
        }
    }
}

/// The affiliations of a work where it is not said whose they are. One alone is everybody's.
pub(super) fn shared_affiliations(text: &str, draft: &mut Draft) {
    let parts: Vec<&str> = text.split(';').map(str::trim).filter(|p| !p.is_empty()).collect();
    let [single] = parts.as_slice() else {
        return parts.into_iter().for_each(|part| draft.named_note("affiliation", part));
    };
    for at in 0..draft.record.work.contributors.len() {
        if draft.record.work.contributors[at].role == Role::Author {
            draft.details(at).affiliations.push(Affiliation { raw: (*single).to_owned(), ror: None });
        }
    }
}

/// `Smith, J.` and `J. Smith` as `Smith, J.`.
fn comma_name(name: &str) -> String {
    let name = name.trim();
    if name.contains(',') {
        return name.to_owned();
    }
    match name.rsplit_once(' ') {
        Some((given, family)) => format!("{family}, {given}"),
        None => name.to_owned(),
    }
}

/// `National Institutes of Health, NIH, R01 CA123`: the first part is who, a last one with digits the number.
fn grant(text: &str) -> Grant {
    let parts: Vec<&str> = text.split(", ").map(str::trim).filter(|p| !p.is_empty()).collect();
    let award = parts.last().filter(|p| parts.len() > 1 && p.bytes().any(|b| b.is_ascii_digit()));
    let funder = if award.is_some() { &parts[..parts.len() - 1] } else { &parts[..] };
    Grant {
        funder: Some(funder.join(", ")).filter(|f| !f.is_empty()),
        award_id: award.map(|a| (*a).to_owned()),
        ..Grant::default()
    }
}

/// References stand between semicolons with a space behind; a semicolon of a DOI has none.
fn references(list: &str) -> impl Iterator<Item = Cited> {
    list.split("; ").map(str::trim).filter(|text| !text.is_empty()).map(|text| {
        let doi = text.find("10.").and_then(|at| text.get(at..)).and_then(|from| from.split(' ').next());
        let identifiers = doi
            .and_then(|raw| {
                Some(Identifier { scheme: Scheme::Doi, value: identifiers::doi(raw)?, raw: raw.to_owned() })
            })
            .into_iter()
            .collect();
        Cited { text: text.to_owned(), identifiers, work: None }
    })
}

/// `cited By 12`, `Cited by: 12; All Open Access`; true where the text says nothing else.
pub(super) fn counts_in(text: &str, draft: &mut Draft) -> bool {
    let Some(head) = text.get(..8).filter(|head| head.eq_ignore_ascii_case("cited by")) else { return false };
    let rest = text.get(head.len()..).unwrap_or_default().trim_start_matches([':', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let Ok(count) = rest.get(..end).unwrap_or_default().parse::<u32>() else { return false };
    draft.count(Metric::CitedByCount, Provider::Scopus, f64::from(count));
    draft.note(rest.get(end..).unwrap_or_default().trim_start_matches([';', ',', '.', ' ']));
    true
}

/// The number of a work in an address of Scopus.
pub(super) fn identifier_in(url: &str, draft: &mut Draft) {
    let Some(at) = url.find("eid=2-s2.0-").filter(|_| url.contains("scopus.com")) else { return };
    let eid = url.get(at + 4..).unwrap_or_default();
    let end = eid.find('&').unwrap_or(eid.len());
    draft.identifier(Scheme::Scopus, eid.get(..end).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_of_dois_part_nothing() {
        let list = "Smith, J., A title (1998) J Things, 12, pp. 1-9. , 10.1002/(SICI)1097(1998)12:3<1::AID-X>3.0.CO;2-2; Doe, K. (2001)";
        let read: Vec<Cited> = references(list).collect();
        assert_eq!(read.len(), 2);
        assert!(read[0].identifiers[0].value.ends_with("co;2-2"));
    }

    #[test]
    fn counts() {
        let mut draft = Draft::default();
        assert!(counts_in("Cited by: 12; All Open Access, Gold", &mut draft));
        assert!((draft.record.counts[0].value - 12.0).abs() < f64::EPSILON);
        assert_eq!(draft.record.work.notes[0].value, "All Open Access, Gold");
        assert!(!counts_in("cited by many", &mut draft));
    }
}
