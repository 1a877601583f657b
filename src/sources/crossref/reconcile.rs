//! Which answer belongs to which question. Answers come in any order, with gaps, doubled, and with works nobody asked
//! for; only their DOIs say what they answer.

use std::collections::HashMap;

use super::requests::canonical;
use crate::import::crossref_json::Reading;

/// How the answer's DOI relates to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is the same.
    Same,
    /// It is another, and the record names the one asked for among its aliases.
    Alias,
    /// It is another, and nothing in the record says why. Not to be taken without a look at the rest.
    Differs,
}

/// A DOI asked for, and the record that answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// As asked.
    pub asked: String,
    /// The answer.
    pub reading: Reading,
    /// How their DOIs relate.
    pub agreement: Agreement,
}

/// Answers in the order of the questions, and what is left over on both sides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconciled {
    /// Answered, in the order asked.
    pub found: Vec<Found>,
    /// Not answered, in the order asked.
    pub missing: Vec<String>,
    /// Answers to nothing that was asked, also those without a DOI.
    pub extra: Vec<Reading>,
    /// Further answers to what was answered already.
    pub duplicates: Vec<Reading>,
}

/// Brings the answers of a batch together with the DOIs asked for, whatever their case.
pub fn reconcile<S: AsRef<str>>(asked: &[S], answers: Vec<Reading>) -> Reconciled {
    let mut questions: HashMap<String, Option<(Reading, Agreement)>> =
        asked.iter().map(|doi| (canonical(doi.as_ref()), None)).collect();
    let mut out = Reconciled::default();
    let mut by_alias = Vec::new();
    // A record under the very DOI that was asked for comes before one that has it as an alias.
    for answer in answers {
        let own = answer.doi().map(canonical);
        match own.and_then(|doi| questions.get_mut(&doi)) {
            Some(place @ None) => *place = Some((answer, Agreement::Same)),
            Some(Some(_)) => out.duplicates.push(answer),
            None => by_alias.push(answer),
        }
    }
    for answer in by_alias {
        let aliases: Vec<&String> =
            answer.aliases.iter().filter(|alias| questions.contains_key(*alias)).collect();
        let Some(alias) =
            aliases.iter().find(|a| questions.get(**a).is_some_and(Option::is_none)).copied().cloned()
        else {
            if aliases.is_empty() { &mut out.extra } else { &mut out.duplicates }.push(answer);
            continue;
        };
        questions.insert(alias, Some((answer, Agreement::Alias)));
    }
    for doi in asked {
        let asked = doi.as_ref().to_owned();
        match questions.get(&canonical(&asked)) {
            Some(Some((reading, agreement))) => {
                out.found.push(Found { asked, reading: reading.clone(), agreement: *agreement });
            }
            _ => out.missing.push(asked),
        }
    }
    out
}

/// The same for an answer to one DOI under its own path, which may be a record under another DOI.
pub fn reconcile_single(asked: &str, reading: Reading) -> Found {
    let wanted = canonical(asked);
    let agreement = match reading.doi() {
        Some(doi) if canonical(doi) == wanted => Agreement::Same,
        _ if reading.aliases.contains(&wanted) => Agreement::Alias,
        _ => Agreement::Differs,
    };
    Found { asked: asked.to_owned(), reading, agreement }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::crossref_json::read;
    use serde_json::json;

    fn answer(doi: &str) -> Reading {
        read(&json!({ "DOI": doi, "title": ["A title"] }))
    }

    fn dois(readings: &[Reading]) -> Vec<&str> {
        readings.iter().filter_map(Reading::doi).collect()
    }

    #[test]
    fn answers_are_known_by_their_doi() {
        let asked = ["10.1000/B", "10.1000/a", "10.1000/gone", "10.1000/b"];
        let answers =
            vec![answer("10.1000/A"), answer("10.1000/other"), answer("10.1000/b"), answer("10.1000/a")];
        let out = reconcile(&asked, answers);
        let pairs: Vec<(&str, &str)> =
            out.found.iter().map(|f| (f.asked.as_str(), f.reading.doi().unwrap())).collect();
        assert_eq!(
            pairs,
            [("10.1000/B", "10.1000/b"), ("10.1000/a", "10.1000/a"), ("10.1000/b", "10.1000/b")]
        );
        assert_eq!(out.missing, ["10.1000/gone"]);
        assert_eq!(dois(&out.extra), ["10.1000/other"]);
        assert_eq!(dois(&out.duplicates), ["10.1000/a"]);
    }

    #[test]
    fn aliases_answer_for_what_they_replace() {
        let moved = json!({ "DOI": "10.1000/new", "aliases": ["10.1000/OLD", "10.1000/new"] });
        let out = reconcile(&["10.1000/old"], vec![read(&moved)]);
        assert_eq!(out.found[0].agreement, Agreement::Alias);
        assert_eq!(reconcile_single("10.1000/Old", read(&moved)).agreement, Agreement::Alias);
        assert_eq!(reconcile_single("10.1000/NEW", read(&moved)).agreement, Agreement::Same);
        assert_eq!(reconcile_single("10.1000/else", read(&moved)).agreement, Agreement::Differs);
    }

    #[test]
    fn an_alias_never_takes_the_place_of_the_work_itself() {
        let moved = read(&json!({ "DOI": "10.1000/new", "aliases": ["10.1000/a"] }));
        let out = reconcile(&["10.1000/a"], vec![moved, answer("10.1000/a")]);
        assert_eq!(out.found[0].agreement, Agreement::Same);
        assert_eq!(dois(&out.duplicates), ["10.1000/new"]);
    }

    #[test]
    fn an_answer_without_a_doi_answers_nothing() {
        let out = reconcile(&["10.1000/a"], vec![read(&json!({ "title": ["x"] }))]);
        assert_eq!((out.found.len(), out.extra.len(), out.missing.len()), (0, 1, 1));
    }
}
