//! What is asked of Crossref, as plain values; the client adds the host, the mail address and the waiting.

use std::fmt::Write as _;

use crate::normalize::identifiers;

/// DOIs asked for in one call.
pub const BATCH: usize = 50;

/// Longest text searched for; what lies beyond would only make the address too long.
const LONGEST_QUERY: usize = 600;

/// Fields of a search's answers: what a decision needs. The whole record is asked for by its DOI once it is accepted.
const SELECT: &str = "DOI,title,subtitle,original-title,author,editor,container-title,short-container-title,\
                      ISSN,issn-type,volume,issue,page,article-number,issued,published-print,published-online,\
                      type,publisher,ISBN,event,update-to,relation,score";

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Path below the host, percent-encoded.
    pub path: String,
    /// Query, in order, not encoded.
    pub query: Vec<(&'static str, String)>,
}

/// A request for works by their DOIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoiRequest {
    /// The request.
    pub request: Request,
    /// The DOIs it asks for, as given.
    pub asked: Vec<String>,
    /// True where it asks for one work under its own path: the answer is that work, or a 404.
    pub is_single: bool,
}

/// The requests for these DOIs: fifty to a call by a filter, and each of those the filter would misread by itself.
/// A DOI given twice, in whatever case, is asked for once.
pub fn for_dois<S: AsRef<str>>(dois: &[S]) -> Vec<DoiRequest> {
    let mut seen = std::collections::HashSet::new();
    let (mut plain, mut single) = (Vec::new(), Vec::new());
    for doi in dois.iter().map(|doi| doi.as_ref().trim()).filter(|doi| !doi.is_empty()) {
        if seen.insert(canonical(doi)) {
            if fits_filter(doi) { &mut plain } else { &mut single }.push(doi.to_owned());
        }
    }
    let mut out = Vec::new();
    for chunk in plain.chunks(BATCH) {
        if let [doi] = chunk {
            single.push(doi.clone());
            continue;
        }
        let filter: Vec<String> = chunk.iter().map(|doi| format!("doi:{doi}")).collect();
        let query = vec![("filter", filter.join(",")), ("rows", chunk.len().to_string())];
        let request = Request { path: "/works".to_owned(), query };
        out.push(DoiRequest { request, asked: chunk.to_vec(), is_single: false });
    }
    out.extend(single.into_iter().map(|doi| DoiRequest {
        request: Request { path: format!("/works/{}", percent_encoded(&doi)), query: Vec::new() },
        asked: vec![doi],
        is_single: true,
    }));
    out
}

/// A search for the work a printed reference points to. `None` where there is nothing to search for.
pub fn for_search(reference: &str, rows: u8) -> Option<Request> {
    let mut text = String::new();
    for word in reference.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if text.len() + word.len() >= LONGEST_QUERY {
            if text.is_empty() {
                text = word.chars().take(LONGEST_QUERY / 4).collect();
            }
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if !text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let query =
        vec![("query.bibliographic", text), ("rows", rows.max(1).to_string()), ("select", SELECT.to_owned())];
    Some(Request { path: "/works".to_owned(), query })
}

/// The form under which DOIs are compared.
pub fn canonical(doi: &str) -> String {
    identifiers::doi(doi).unwrap_or_else(|| doi.trim().to_ascii_lowercase())
}

/// A filter is cut at commas and colons; what else is strange is better off in a path of its own.
fn fits_filter(doi: &str) -> bool {
    doi.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/' | b'-' | b'_' | b'(' | b')' | b';'))
}

/// As one segment of a path: all but letters, digits and `-._~` encoded, and so are segments that are dots alone.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_go_fifty_to_a_call() {
        let dois: Vec<String> = (0..120).map(|n| format!("10.1000/a{n}")).collect();
        let requests = for_dois(&dois);
        let sizes: Vec<usize> = requests.iter().map(|r| r.asked.len()).collect();
        assert_eq!(sizes, [50, 50, 20]);
        let (name, filter) = &requests[2].request.query[0];
        assert_eq!(*name, "filter");
        assert!(filter.starts_with("doi:10.1000/a100,doi:10.1000/a101,"), "{filter}");
        assert_eq!(requests[2].request.query[1], ("rows", "20".to_owned()));
        assert!(requests.iter().all(|r| r.request.path == "/works" && !r.is_single));
    }

    #[test]
    fn what_a_filter_would_misread_goes_alone() {
        let dois =
            ["10.1000/a", "10.1000/b", "10.1000/x,y", "10.1002/(SICI)1<1:A>2.0.CO;2-2", "10.1000/é#%?"];
        let requests = for_dois(&dois);
        let paths: Vec<&str> = requests.iter().map(|r| r.request.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "/works",
                "/works/10.1000%2Fx%2Cy",
                "/works/10.1002%2F%28SICI%291%3C1%3AA%3E2.0.CO%3B2-2",
                "/works/10.1000%2F%C3%A9%23%25%3F",
            ]
        );
        assert!(requests[1].is_single && requests[1].request.query.is_empty());
    }

    #[test]
    fn one_doi_is_no_batch_and_none_is_asked_twice() {
        let requests = for_dois(&["10.1000/A", " 10.1000/a ", ""]);
        assert_eq!(requests.len(), 1);
        assert!(requests[0].is_single);
        assert_eq!(requests[0].asked, ["10.1000/A"]);
        assert!(for_dois::<&str>(&[]).is_empty());
    }

    #[test]
    fn a_search_takes_the_string_as_printed() {
        let request = for_search("Doe J.\tOn things & more,\n2010;3:4", 5).unwrap();
        assert_eq!(request.path, "/works");
        assert_eq!(request.query[0], ("query.bibliographic", "Doe J. On things & more, 2010;3:4".to_owned()));
        assert_eq!(request.query[1], ("rows", "5".to_owned()));
        assert_eq!(request.query[2].0, "select");
        assert!(request.query[2].1.split(',').all(|field| !field.is_empty() && !field.contains(' ')));
    }

    #[test]
    fn a_search_has_bounds() {
        assert_eq!(for_search(" .\u{0}. ", 5), None);
        let long = for_search(&"word ".repeat(10_000), 0).unwrap();
        assert!(long.query[0].1.len() <= LONGEST_QUERY);
        assert_eq!(long.query[1].1, "1");
        assert!(for_search(&"é".repeat(10_000), 1).unwrap().query[0].1.len() <= LONGEST_QUERY);
    }
}
