use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// The E-utilities of the National Center for Biotechnology Information.
    Pubmed,
    /// The converter of identifiers of PubMed Central.
    Idconv,
    /// The REST interface of Crossref.
    Crossref,
}

impl Service {
    /// Every service.
    pub const ALL: [Self; 3] = [Self::Pubmed, Self::Idconv, Self::Crossref];

    /// The word kept in the cache.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pubmed => "pubmed",
            Self::Idconv => "idconv",
            Self::Crossref => "crossref",
        }
    }
}

/// The name as people write it.
impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pubmed => "PubMed",
            Self::Idconv => "the PMC ID converter",
            Self::Crossref => "Crossref",
        })
    }
}

/// What is asked for. Decides which limit holds, how long the answer is good and what an answer has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// `ecitmatch.cgi`: citations to PMIDs.
    PubmedMatch,
    /// `esearch.fcgi`: a query to PMIDs.
    PubmedSearch,
    /// `efetch.fcgi`: PMIDs to records.
    PubmedRecords,
    /// Identifiers to other identifiers of the same work.
    Convert,
    /// `/works/{doi}`: one record.
    CrossrefRecord,
    /// `/works?filter=doi:…`: records of a list of DOIs.
    CrossrefRecords,
    /// `/works?query…`: records that resemble a text.
    CrossrefSearch,
}

impl CallKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::PubmedMatch,
        Self::PubmedSearch,
        Self::PubmedRecords,
        Self::Convert,
        Self::CrossrefRecord,
        Self::CrossrefRecords,
        Self::CrossrefSearch,
    ];

    /// The word kept in the cache.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PubmedMatch => "pubmed_match",
            Self::PubmedSearch => "pubmed_search",
            Self::PubmedRecords => "pubmed_records",
            Self::Convert => "convert",
            Self::CrossrefRecord => "crossref_record",
            Self::CrossrefRecords => "crossref_records",
            Self::CrossrefSearch => "crossref_search",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Who is asked.
    pub const fn service(self) -> Service {
        match self {
            Self::PubmedMatch | Self::PubmedSearch | Self::PubmedRecords => Service::Pubmed,
            Self::Convert => Service::Idconv,
            Self::CrossrefRecord | Self::CrossrefRecords | Self::CrossrefSearch => Service::Crossref,
        }
    }

    /// Which limit holds.
    pub const fn pool(self) -> Pool {
        match self {
            Self::PubmedMatch | Self::PubmedSearch | Self::PubmedRecords => Pool::Pubmed,
            Self::Convert => Pool::Idconv,
            Self::CrossrefRecord => Pool::CrossrefSingle,
            Self::CrossrefRecords | Self::CrossrefSearch => Pool::CrossrefList,
        }
    }

    /// What the call is about, in a sentence about a failure.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::PubmedMatch => "matching citations",
            Self::PubmedSearch => "a search",
            Self::PubmedRecords | Self::CrossrefRecords => "fetching records",
            Self::Convert => "converting identifiers",
            Self::CrossrefRecord => "fetching a record",
            Self::CrossrefSearch => "a search by reference text",
        }
    }
}

/// Calls that share one limit of requests in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Pool {
    Pubmed,
    Idconv,
    /// One record by its DOI.
    CrossrefSingle,
    /// Everything that answers with a list.
    CrossrefList,
}

impl Pool {
    /// Every pool.
    pub const ALL: [Self; 4] = [Self::Pubmed, Self::Idconv, Self::CrossrefSingle, Self::CrossrefList];
}

/// What the answer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expect {
    /// One JSON object.
    Json,
    /// One XML document.
    Xml,
    /// Lines of text.
    Text,
}

/// A question to a service, without anything that tells who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// What is asked for.
    pub kind: CallKind,
    /// Path below the service's base URL, each segment percent-encoded.
    pub path: String,
    /// Query, not encoded. Its order does not matter.
    pub query: Vec<(String, String)>,
    /// Form, not encoded. Where there is one, the call is a POST.
    pub form: Vec<(String, String)>,
    /// What the answer has to be.
    pub expect: Expect,
}

/// Parameters that tell who asks. The client adds them; a call that brings its own does not get them past the client.
const IDENTITY: [&str; 5] = ["tool", "email", "mailto", "api_key", "crossref-plus-api-token"];

impl Call {
    /// A question with neither query nor form.
    pub fn new(kind: CallKind, path: &str, expect: Expect) -> Self {
        Self { kind, path: path.to_owned(), query: Vec::new(), form: Vec::new(), expect }
    }

    /// With one more segment to its path: the value is encoded whole, slashes too.
    #[must_use]
    pub fn segment(mut self, value: &str) -> Self {
        self.path.push('/');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~()".contains(&byte) {
                self.path.push(char::from(byte));
            } else {
                let _ = write!(self.path, "%{byte:02X}");
            }
        }
        self
    }

    /// With one more parameter in its query.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// With one more field in its form.
    #[must_use]
    pub fn form(mut self, name: &str, value: impl Into<String>) -> Self {
        self.form.push((name.to_owned(), value.into()));
        self
    }

    /// Who is asked.
    pub const fn service(&self) -> Service {
        self.kind.service()
    }

    /// `GET` or `POST`.
    pub const fn method(&self) -> &'static str {
        if self.form.is_empty() { "GET" } else { "POST" }
    }

    /// The question in the one form in which the cache knows it: whom, what, the parameters sorted, nothing that tells
    /// who asks. Two calls with the same canonical form have the same answer.
    pub fn canonical(&self, base: &str) -> String {
        let sorted = |pairs: &[(String, String)]| {
            let mut pairs: Vec<&(String, String)> = without_identity(pairs).collect();
            pairs.sort();
            encode(pairs.into_iter().map(|(name, value)| (name.as_str(), value.as_str())))
        };
        let query = sorted(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let mut text = format!("{} {}{}{mark}{query}", self.method(), base.trim_end_matches('/'), self.path);
        if !self.form.is_empty() {
            text.push('\n');
            text.push_str(&sorted(&self.form));
        }
        text
    }

    /// What was asked, for a message: the kind, then the path and the parameters, cleaned of secrets and cut short.
    pub(super) fn asked(&self, clean: impl Fn(&str) -> String) -> String {
        let pairs = without_identity(&self.query).chain(without_identity(&self.form));
        let mut text = format!("{} ({} {}", self.kind.words(), self.method(), self.path);
        for (at, (name, value)) in pairs.enumerate() {
            text.push_str(if at == 0 { "?" } else { "&" });
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        }
        // Cleaned before it is cut: half a secret would not be known for one.
        let mut text: String = clean(&text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.chars().count() > ASKED {
            text = text.chars().take(ASKED).chain("…".chars()).collect();
        }
        text.push(')');
        text
    }
}

/// The most characters of a question that a message repeats.
const ASKED: usize = 160;

/// Those of the parameters that do not tell who asks.
pub(super) fn without_identity(pairs: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    pairs.iter().filter(|(name, _)| !is_identity(name))
}

/// Whether a parameter tells who asks.
pub(super) fn is_identity(name: &str) -> bool {
    IDENTITY.iter().any(|identity| name.eq_ignore_ascii_case(identity))
}

/// As part of a URL or as the body of a form.
pub(super) fn encode<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://api.crossref.org";

    #[test]
    fn the_order_of_parameters_does_not_make_another_question() {
        let call = |pairs: &[(&str, &str)]| {
            let mut call = Call::new(CallKind::CrossrefRecords, "/works", Expect::Json);
            for (name, value) in pairs {
                call = call.query(name, *value);
            }
            call.canonical(BASE)
        };
        let text = call(&[("rows", "2"), ("filter", "doi:10.1/a,doi:10.1/b")]);
        assert_eq!(text, call(&[("filter", "doi:10.1/a,doi:10.1/b"), ("rows", "2")]));
        assert_eq!(text, "GET https://api.crossref.org/works?filter=doi%3A10.1%2Fa%2Cdoi%3A10.1%2Fb&rows=2");
        assert_ne!(text, call(&[("rows", "3"), ("filter", "doi:10.1/a,doi:10.1/b")]));
    }

    #[test]
    fn who_asks_is_no_part_of_the_question() {
        let plain = Call::new(CallKind::PubmedRecords, "/efetch.fcgi", Expect::Xml).form("id", "1");
        let signed = plain.clone().form("api_key", "k").form("EMAIL", "a@b.org").form("tool", "x");
        assert_eq!(plain.canonical(BASE), signed.canonical(BASE));
        let asked = signed.asked(str::to_owned);
        assert!(!asked.contains("a@b.org"), "{asked}");
    }

    #[test]
    fn another_mirror_is_another_question() {
        let call = Call::new(CallKind::CrossrefSearch, "/works", Expect::Json);
        assert_ne!(call.canonical(BASE), call.canonical("http://127.0.0.1:1"));
        assert_eq!(call.canonical(BASE), call.canonical("https://api.crossref.org/"));
    }

    #[test]
    fn a_doi_is_one_segment() {
        let call = Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment("10.1/a<b>;2-#?%/é");
        assert_eq!(call.path, "/works/10.1%2Fa%3Cb%3E%3B2-%23%3F%25%2F%C3%A9");
    }

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for kind in CallKind::ALL {
            assert_eq!(CallKind::from_word(kind.as_str()), Some(kind));
        }
    }
}
