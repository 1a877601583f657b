//! What is sent to PubMed's services, as plain values. Host, key, tool and address of mail are the sender's to add.

use super::ecitmatch;

/// How a call is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Everything stands in the address.
    Get,
    /// Long lists stand in a form.
    Post,
}

/// One call. Names and values are plain text: escaping them is the sender's work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// How to send it.
    pub method: Method,
    /// Path below the services' common address (`esearch.fcgi`).
    pub path: &'static str,
    /// Pairs for the address.
    pub query: Vec<(&'static str, String)>,
    /// Pairs for the form; none where it is not posted.
    pub form: Vec<(&'static str, String)>,
}

/// Most identifiers PubMed likes to be asked for at once.
pub const IDS_PER_CALL: usize = 200;

/// Matches a batch of citations.
pub fn ecitmatch(batch: &ecitmatch::Batch) -> Call {
    // Whatever the answer is, it is no XML; but without the word the service answers with a web page.
    get("ecitmatch.cgi", vec![("retmode", "xml".into()), ("bdata", batch.data())])
}

/// Searches; at most `most` identifiers come back.
pub fn esearch(term: &str, most: usize) -> Call {
    let pairs = vec![
        ("retmode", "json".into()),
        ("retmax", most.to_string()),
        ("sort", "relevance".into()),
        ("term", term.to_owned()),
    ];
    get("esearch.fcgi", pairs)
}

/// Asks for summaries of records, at most [`IDS_PER_CALL`].
pub fn esummary(pmids: &[String]) -> Call {
    post("esummary.fcgi", "json", pmids)
}

/// Asks for whole records, at most [`IDS_PER_CALL`].
pub fn efetch(pmids: &[String]) -> Call {
    post("efetch.fcgi", "xml", pmids)
}

fn get(path: &'static str, pairs: Vec<(&'static str, String)>) -> Call {
    let query = std::iter::once(("db", "pubmed".to_owned())).chain(pairs).collect();
    Call { method: Method::Get, path, query, form: Vec::new() }
}

fn post(path: &'static str, answer: &'static str, pmids: &[String]) -> Call {
    let form = vec![("db", "pubmed".into()), ("retmode", answer.into()), ("id", pmids.join(","))];
    Call { method: Method::Post, path, query: Vec::new(), form }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls() {
        let call = efetch(&["1".into(), "22".into()]);
        assert_eq!((call.method, call.path), (Method::Post, "efetch.fcgi"));
        assert_eq!(
            call.form,
            [("db", "pubmed".to_owned()), ("retmode", "xml".to_owned()), ("id", "1,22".to_owned())]
        );
        assert!(call.query.is_empty());
        let call = esearch("yeast[ti] & more", 5);
        assert_eq!(call.method, Method::Get);
        assert!(call.query.contains(&("term", "yeast[ti] & more".to_owned())));
        assert!(call.query.contains(&("retmax", "5".to_owned())));
        assert!(call.form.is_empty());
    }
}
