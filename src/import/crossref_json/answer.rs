//! What comes back: a work, a list of works, a refusal.

use serde_json::Value;

use super::work::{Reading, read};

/// An answer that holds works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The works, in its order. For a search that is the order of the score.
    pub works: Vec<Reading>,
    /// How many works there are altogether, where it was a list.
    pub total: Option<u64>,
    /// Entries of the list that are no works at all.
    pub unreadable: usize,
}

/// Why an answer holds no works.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// It is no JSON.
    #[error("Crossref's answer is no JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// Crossref says no.
    #[error("Crossref refused the request: {0}")]
    Refused(String),
    /// It is JSON about something else.
    #[error("Crossref's answer holds no works ({0})")]
    NoWorks(String),
}

/// Reads an answer of the API: a `message` that is one work, or one with `items`; or one bare work, as the public data
/// files have them.
///
/// # Errors
/// When it is no JSON, says that the request failed, or is about something else than works.
pub fn read_answer(body: &[u8]) -> Result<Answer, AnswerError> {
    let whole: Value = serde_json::from_slice(body)?;
    if whole.get("status").and_then(Value::as_str) == Some("failed") || whole.get("error").is_some() {
        return Err(AnswerError::Refused(reason(&whole)));
    }
    let kind = whole.get("message-type").and_then(Value::as_str);
    if let Some(other) = kind.filter(|kind| !["work", "work-list"].contains(kind)) {
        return Err(AnswerError::NoWorks(other.chars().take(40).collect()));
    }
    let message = whole.get("message").unwrap_or(&whole);
    match message.get("items") {
        Some(Value::Array(items)) => {
            let works: Vec<Reading> = items.iter().filter(|item| item.is_object()).map(read).collect();
            let unreadable = items.len() - works.len();
            Ok(Answer { works, total: message.get("total-results").and_then(Value::as_u64), unreadable })
        }
        // Nothing found may be said with no list at all.
        Some(Value::Null) => Ok(Answer::default()),
        Some(_) => Err(AnswerError::NoWorks("its items are no list".to_owned())),
        None if kind == Some("work-list") => Err(AnswerError::NoWorks("a list without items".to_owned())),
        None if is_work(message) => Ok(Answer { works: vec![read(message)], total: None, unreadable: 0 }),
        None => Err(AnswerError::NoWorks("no work".to_owned())),
    }
}

/// Reads one line of a data file: a bare work, or an answer that holds one.
///
/// # Errors
/// When the line holds no work.
pub fn read_line(line: &str) -> Result<Reading, AnswerError> {
    let mut works = read_answer(line.as_bytes())?.works.into_iter();
    match (works.next(), works.next()) {
        (Some(work), None) => Ok(work),
        (None, _) => Err(AnswerError::NoWorks("no work".to_owned())),
        (Some(_), Some(_)) => Err(AnswerError::NoWorks("a list of works in one line".to_owned())),
    }
}

/// A work has a DOI, or at least a title.
fn is_work(value: &Value) -> bool {
    value.get("DOI").is_some() || value.get("title").is_some()
}

/// What the answer says of its failure: `message` is a list of faults, or text.
fn reason(whole: &Value) -> String {
    let message = whole.get("message").or_else(|| whole.get("error")).unwrap_or(whole);
    let faults: Vec<&str> = match message {
        Value::Array(faults) => {
            faults.iter().filter_map(|f| f.get("message").and_then(Value::as_str)).collect()
        }
        Value::String(text) => vec![text],
        other => other.get("message").and_then(Value::as_str).into_iter().collect(),
    };
    let text = if faults.is_empty() { "no reason given".to_owned() } else { faults.join("; ") };
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}
