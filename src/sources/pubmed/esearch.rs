//! What a search answers.

use serde_json::Value;

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchResult {
    /// PMIDs, best first.
    pub pmids: Vec<String>,
    /// How many records fit in all.
    pub count: u64,
    /// Words no record has.
    pub not_found: Vec<String>,
    /// Words the service did not search for.
    pub ignored: Vec<String>,
    /// What it says besides.
    pub messages: Vec<String>,
    /// How it understood the question.
    pub translation: Option<String>,
}

/// Why an answer could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// It is no JSON, or JSON of another kind.
    #[error("PubMed answered something else than a result ({beginning:?}); try again later")]
    NotAnAnswer {
        /// How it begins.
        beginning: String,
    },
    /// The service says that something went wrong.
    #[error("PubMed answered with an error: {message}; try again later")]
    Service {
        /// What it said.
        message: String,
    },
}

/// Reads the JSON of `esearch`.
///
/// # Errors
/// When it is no result: broken JSON, a web page, an error however it is dressed.
pub fn read(answer: &str) -> Result<SearchResult, AnswerError> {
    let json = parse(answer)?;
    let Some(result) = json.get("esearchresult") else { return Err(not_an_answer(answer)) };
    refused(result)?;
    let (Some(count), Some(ids)) = (result.get("count").and_then(number), result.get("idlist")) else {
        return Err(not_an_answer(answer));
    };
    let pmids: Option<Vec<String>> = ids.as_array().and_then(|ids| ids.iter().map(pmid).collect());
    let Some(pmids) = pmids else { return Err(not_an_answer(answer)) };
    let list = |group: &str, name: &str| strings(result.get(group).and_then(|group| group.get(name)));
    let mut not_found = list("errorlist", "phrasesnotfound");
    not_found.extend(list("warninglist", "quotedphrasesnotfound"));
    let mut messages = list("warninglist", "outputmessages");
    messages.extend(list("errorlist", "fieldsnotfound").into_iter().map(|field| format!("no field {field}")));
    Ok(SearchResult {
        pmids,
        count,
        not_found,
        ignored: list("warninglist", "phrasesignored"),
        messages,
        translation: result.get("querytranslation").and_then(Value::as_str).map(str::to_owned),
    })
}

/// JSON that says nothing of an error at its top.
pub(super) fn parse(answer: &str) -> Result<Value, AnswerError> {
    let json: Value =
        serde_json::from_str(answer.trim_start_matches('\u{feff}')).map_err(|_| not_an_answer(answer))?;
    if !json.is_object() {
        return Err(not_an_answer(answer));
    }
    refused(&json)?;
    Ok(json)
}

/// An error in place of a result, whatever its case.
fn refused(json: &Value) -> Result<(), AnswerError> {
    match json.get("error").or_else(|| json.get("ERROR")).or_else(|| json.get("esummaryerror")) {
        None | Some(Value::Null) => Ok(()),
        Some(said) => {
            let message = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
            Err(AnswerError::Service { message: message.chars().take(300).collect() })
        }
    }
}

pub(super) fn not_an_answer(answer: &str) -> AnswerError {
    AnswerError::NotAnAnswer { beginning: answer.trim_start().chars().take(80).collect() }
}

/// A number, which the service writes as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn pmid(value: &Value) -> Option<String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    crate::normalize::identifiers::pmid(&text)
}

pub(super) fn strings(value: Option<&Value>) -> Vec<String> {
    let values = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result() {
        let answer = r#"{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"34","retmax":"2",
            "retstart":"0","idlist":["40455089","40211185"],"translationset":[],
            "querytranslation":"hart, rk[Author]"}}"#;
        let result = read(answer).unwrap();
        assert_eq!(result.pmids, ["40455089", "40211185"]);
        assert_eq!(result.count, 34);
        assert_eq!(result.translation.as_deref(), Some("hart, rk[Author]"));
    }

    #[test]
    fn what_was_not_found_is_no_error() {
        let answer = r#"{"esearchresult":{"count":"0","retmax":"0","retstart":"0","idlist":[],
            "errorlist":{"phrasesnotfound":["abcXYZ"],"fieldsnotfound":["xx"]},
            "warninglist":{"phrasesignored":["of"],"quotedphrasesnotfound":["\"a b\""],
            "outputmessages":["No items found."]}}}"#;
        let result = read(answer).unwrap();
        assert_eq!((result.count, result.pmids.len()), (0, 0));
        assert_eq!(result.not_found, ["abcXYZ", "\"a b\""]);
        assert_eq!(result.ignored, ["of"]);
        assert_eq!(result.messages, ["No items found.", "no field xx"]);
    }

    #[test]
    fn errors_however_they_are_dressed() {
        for answer in [
            r#"{"error":"API rate limit exceeded","count":"11"}"#,
            r#"{"esearchresult":{"ERROR":"Empty term and query_key - nothing todo"}}"#,
            r#"{"header":{},"esearchresult":{"ERROR":"Search Backend failed","count":"0","idlist":[]}}"#,
        ] {
            assert!(matches!(read(answer), Err(AnswerError::Service { .. })), "{answer}");
        }
        for answer in [
            "",
            "<html></html>",
            "[]",
            r#"{"esearchresult":{}}"#,
            r#"{"esearchresult":{"count":"x","idlist":[]}}"#,
            r#"{"esearchresult":{"count":"1","idlist":["x"]}}"#,
            r#"{"esearchresult":{"count":"1","idlist":["1"#,
        ] {
            assert!(matches!(read(answer), Err(AnswerError::NotAnAnswer { .. })), "{answer}");
        }
    }
}
