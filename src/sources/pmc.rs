//! The converter of identifiers of PubMed Central: which PMID a PMCID has.
//!
//! Source: <https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/>. Nothing in here opens a socket.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::fetch::Parts;

/// Where it is asked, below its host.
pub const PATH: &str = "/tools/idconv/api/v1/articles/";
/// Most identifiers it takes at once.
pub const IDS_PER_CALL: usize = 200;

/// What is asked about these PMCIDs, at most [`IDS_PER_CALL`]: pairs for the address.
pub fn query(pmcids: &[String]) -> Vec<(&'static str, String)> {
    vec![
        ("ids", pmcids.join(",")),
        ("idtype", "pmcid".into()),
        ("versions", "no".into()),
        ("format", "json".into()),
    ]
}

/// Why an answer could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It is no JSON, or JSON of another kind.
    #[error("the PMC ID converter answered something else than a list of records; try again later")]
    NotAnAnswer,
    /// The service says that something went wrong.
    #[error("the PMC ID converter answered with an error: {message}; try again later")]
    Service {
        /// What it said.
        message: String,
    },
}

/// For each PMCID asked for, what an answer says of it alone; none where PMC has no such article. What the answer leaves
/// out is left out.
///
/// # Errors
/// When it is no answer.
pub fn split(asked: &[String], body: &[u8]) -> Result<Parts, AnswerError> {
    let whole: Value = serde_json::from_slice(body).map_err(|_| AnswerError::NotAnAnswer)?;
    if whole.get("status").and_then(Value::as_str) != Some("ok") {
        let message = whole.get("message").and_then(Value::as_str).ok_or(AnswerError::NotAnAnswer)?;
        return Err(AnswerError::Service { message: message.chars().take(200).collect() });
    }
    let records = whole.get("records").and_then(Value::as_array).ok_or(AnswerError::NotAnAnswer)?;
    let by_id: HashMap<String, &Value> =
        records.iter().filter_map(|record| Some((requested(record)?, record))).collect();
    let part = |id: &String| {
        let record = by_id.get(&id.to_uppercase())?;
        // What is withdrawn from PMC is said to be not live.
        let is_there = record.get("status").and_then(Value::as_str) != Some("error")
            && record.get("live").is_none_or(|live| live != "false" && live != &Value::Bool(false));
        let kept = || json!({ "pmcid": id, "pmid": number(record.get("pmid")) }).to_string().into_bytes();
        Some((id.clone(), is_there.then(kept)))
    };
    Ok(asked.iter().filter_map(part).collect())
}

/// The PMID in what [`split`] keeps; none of an article that is not in PubMed.
pub fn pmid(kept: &[u8]) -> Option<String> {
    let record: Value = serde_json::from_slice(kept).ok()?;
    number(record.get("pmid"))
}

/// Which identifier a record is about: as it was asked, else as PMC has it.
fn requested(record: &Value) -> Option<String> {
    let id = record.get("requested-id").or_else(|| record.get("pmcid"))?.as_str()?.to_uppercase();
    Some(if id.starts_with("PMC") { id } else { format!("PMC{id}") })
}

/// A PMID, which older answers write as text and newer ones as a number.
fn number(value: Option<&Value>) -> Option<String> {
    let number = match value? {
        Value::String(text) => text.parse().ok()?,
        value => value.as_u64()?,
    };
    (number > 0).then(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(ids: &[&str]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_gets_its_own_answer() {
        let body = json!({ "status": "ok", "records": [
            { "pmcid": "PMC22", "pmid": 7, "requested-id": "PMC22" },
            { "pmcid": "PMC11", "pmid": "5", "doi": "10.5555/a" },
            { "requested-id": "PMC33", "status": "error", "errmsg": "Identifier not found in PMC" },
            { "requested-id": "44", "pmcid": "PMC44" },
            { "requested-id": "PMC55", "pmcid": "PMC55", "pmid": "9", "live": "false" },
            { "pmcid": 6 }, 17,
        ]});
        let ids = asked(&["PMC11", "PMC22", "PMC33", "PMC44", "PMC55", "PMC66"]);
        let parts = split(&ids, body.to_string().as_bytes()).unwrap();
        let told: Vec<(&str, Option<Option<String>>)> =
            parts.iter().map(|(id, kept)| (id.as_str(), kept.as_deref().map(pmid))).collect();
        let some = |pmid: &str| Some(Some(pmid.to_owned()));
        assert_eq!(
            told,
            [
                ("PMC11", some("5")),
                ("PMC22", some("7")),
                ("PMC33", None),
                ("PMC44", Some(None)),
                ("PMC55", None),
            ]
        );
    }

    #[test]
    fn what_is_no_answer_is_told() {
        for body in ["", "<html>", "[]", "{}", r#"{"status":"ok"}"#, r#"{"status":"error"}"#] {
            assert_eq!(split(&asked(&["PMC1"]), body.as_bytes()), Err(AnswerError::NotAnAnswer), "{body}");
        }
        let error = split(&asked(&["PMC1"]), br#"{"status":"error","message":"ID type mismatch"}"#);
        assert!(error.unwrap_err().to_string().contains("ID type mismatch"));
        assert!(pmid(b"17").is_none() && pmid(b"\xff").is_none());
    }
}
