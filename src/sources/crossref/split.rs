//! Answers about many works, cut up into answers about one.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::reconcile::reconcile;
use super::requests::canonical;
use crate::import::crossref_json::{AnswerError, Reading, read, read_answer};
use crate::sources::fetch::Parts;

/// For each DOI asked for, an answer to it alone, as `/works/{doi}` gives it; none where Crossref has no such record.
///
/// # Errors
/// When it is no answer about works.
pub fn split(asked: &[String], body: &[u8]) -> Result<Parts, AnswerError> {
    // Read once by the reader of answers, which tells what is none.
    read_answer(body)?;
    let mut whole: Value = serde_json::from_slice(body)?;
    let items = whole.pointer_mut("/message/items").map(Value::take);
    let items = match (items, asked) {
        (Some(Value::Array(items)), _) => items,
        // An answer about one work: it is kept in the form of all others, so that the same record is the same bytes
        // however it was asked for.
        (None, [asked]) => {
            return Ok(vec![(asked.clone(), whole.get_mut("message").map(Value::take).map(alone))]);
        }
        _ => Vec::new(),
    };
    let mut works: HashMap<String, Value> = HashMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    for item in items.into_iter().filter(Value::is_object) {
        let reading = read(&item);
        if let Some(doi) = reading.doi().map(canonical) {
            works.entry(doi).or_insert(item);
            readings.push(reading);
        }
    }
    let reconciled = reconcile(asked, readings);
    let mut out: Vec<_> = reconciled.missing.into_iter().map(|doi| (doi, None)).collect();
    for found in reconciled.found {
        let Some(work) = found.reading.doi().map(canonical).and_then(|doi| works.get(&doi)) else { continue };
        out.push((found.asked, Some(alone(work.clone()))));
    }
    Ok(out)
}

/// A work as `/works/{doi}` gives it.
fn alone(mut work: Value) -> Vec<u8> {
    if let Some(work) = work.as_object_mut() {
        // It says how well the work fits a search, and nothing of the work.
        work.remove("score");
    }
    json!({ "status": "ok", "message-type": "work", "message": work }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(dois: &[&str]) -> Vec<String> {
        dois.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_becomes_answers_to_single_questions() {
        let body = json!({ "status": "ok", "message-type": "work-list", "message": { "items": [
            { "DOI": "10.1000/b", "title": ["B"] },
            { "DOI": "10.1000/new", "aliases": ["10.1000/old"], "title": ["Moved"] },
            { "DOI": "10.1000/nobody-asked" },
        ]}});
        let parts = split(&asked(&["10.1000/B", "10.1000/gone", "10.1000/old"]), body.to_string().as_bytes());
        let parts: HashMap<String, Option<Vec<u8>>> = parts.unwrap().into_iter().collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts["10.1000/gone"], None);
        let doi = |asked: &str| {
            let body = parts[asked].as_deref().unwrap();
            read_answer(body).unwrap().works[0].doi().map(str::to_owned)
        };
        assert_eq!(doi("10.1000/B").as_deref(), Some("10.1000/b"));
        assert_eq!(doi("10.1000/old").as_deref(), Some("10.1000/new"));
    }

    #[test]
    fn one_work_is_kept_the_same_however_it_was_asked_for() {
        let work = |score: f64| json!({ "title": ["B"], "DOI": "10.1000/b", "score": score });
        let list =
            json!({ "status": "ok", "message-type": "work-list", "message": { "items": [work(7.5)] } });
        let single = json!({ "message": work(1.0), "message-type": "work", "status": "ok" });
        let asked = asked(&["10.1000/b"]);
        assert_eq!(
            split(&asked, list.to_string().as_bytes()).unwrap(),
            split(&asked, single.to_string().as_bytes()).unwrap()
        );
    }

    #[test]
    fn what_is_no_answer_says_nothing_of_anything() {
        assert!(split(&asked(&["10.1000/a"]), b"<html>").is_err());
        assert!(split(&asked(&["10.1000/a"]), br#"{"status":"failed","message":"no"}"#).is_err());
    }
}
