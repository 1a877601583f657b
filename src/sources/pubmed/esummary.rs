//! Short forms of records, enough to see which are worth fetching.

use serde_json::Value;

use super::esearch::{self, AnswerError};

/// What a summary says of a record, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// PMID.
    pub pmid: String,
    /// Title.
    pub title: String,
    /// Authors, as MEDLINE writes them.
    pub authors: Vec<String>,
    /// MEDLINE abbreviation of the journal.
    pub journal: String,
    /// Date of the issue, as printed.
    pub date: String,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: String,
    /// DOI, where it has one.
    pub doi: Option<String>,
}

/// Reads the JSON of `esummary`: the summaries that came, in the service's order, and the PMIDs it has none for.
///
/// # Errors
/// When it is no result at all.
pub fn read(answer: &str) -> Result<(Vec<Summary>, Vec<String>), AnswerError> {
    let json = esearch::parse(answer)?;
    let Some(result) = json.get("result") else { return Err(esearch::not_an_answer(answer)) };
    let (mut summaries, mut none) = (Vec::new(), Vec::new());
    for uid in esearch::strings(result.get("uids")) {
        match result.get(&uid).filter(|summary| summary.get("error").is_none()) {
            Some(summary) => summaries.push(read_one(uid, summary)),
            None => none.push(uid),
        }
    }
    Ok((summaries, none))
}

fn read_one(pmid: String, json: &Value) -> Summary {
    let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |name: &str| json.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let part = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let doi = list("articleids").iter().find(|id| part(id, "idtype").as_deref() == Some("doi"));
    Summary {
        pmid,
        title: text("title"),
        authors: list("authors").iter().filter_map(|author| part(author, "name")).collect(),
        journal: text("source"),
        date: text("pubdate"),
        volume: text("volume"),
        issue: text("issue"),
        pages: text("pages"),
        doi: doi.and_then(|id| crate::normalize::identifiers::doi(&part(id, "value")?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries() {
        let answer = r#"{"header":{"type":"esummary"},"result":{"uids":["11","12","13"],
            "11":{"uid":"11","pubdate":"1975 Jun","source":"J Foo","authors":[{"name":"Alpha B","authtype":"Author"}],
                  "title":"On foo.","volume":"13","issue":"2","pages":"145-7",
                  "articleids":[{"idtype":"pubmed","value":"11"},{"idtype":"doi","value":"10.1000/FOO"}]},
            "12":{"uid":"12","error":"cannot get document summary"}}}"#;
        let (summaries, none) = read(answer).unwrap();
        assert_eq!(summaries.len(), 1);
        let summary = &summaries[0];
        assert_eq!((summary.pmid.as_str(), summary.title.as_str()), ("11", "On foo."));
        assert_eq!((summary.journal.as_str(), summary.date.as_str()), ("J Foo", "1975 Jun"));
        assert_eq!((&*summary.volume, &*summary.issue, &*summary.pages), ("13", "2", "145-7"));
        assert_eq!(summary.authors, ["Alpha B"]);
        assert_eq!(summary.doi.as_deref(), Some("10.1000/foo"));
        assert_eq!(none, ["12", "13"]);
        assert!(read(r#"{"esummaryresult":["Invalid uid 0"]}"#).is_err());
        assert!(matches!(read(r#"{"error":"API rate limit exceeded"}"#), Err(AnswerError::Service { .. })));
    }
}
