use serde::{Deserialize, Serialize};

/// An identifier in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// What kind of identifier it is.
    pub scheme: Scheme,
    /// Canonical form: DOI lower case without prefix, PMID digits, PMCID with `PMC`, ISSN `1234-567X`, ISBN-13 digits,
    /// ORCID with hyphens, arXiv without `arXiv:`, URL as printed.
    pub value: String,
    /// What was printed.
    pub raw: String,
}

/// Identifier schemes; the closed list of the `identifiers.scheme` column, plus ORCID, which goes to `authors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the documentation; the list is fixed by the schema")]
pub enum Scheme {
    Doi,
    Pmid,
    Pmcid,
    Isbn,
    Issn,
    Arxiv,
    Openalex,
    S2,
    Wos,
    Scopus,
    Lens,
    Dimensions,
    Mag,
    Nct,
    Url,
    Orcid,
    Other,
}

impl Scheme {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Isbn => "isbn",
            Self::Issn => "issn",
            Self::Arxiv => "arxiv",
            Self::Openalex => "openalex",
            Self::S2 => "s2",
            Self::Wos => "wos",
            Self::Scopus => "scopus",
            Self::Lens => "lens",
            Self::Dimensions => "dimensions",
            Self::Mag => "mag",
            Self::Nct => "nct",
            Self::Url => "url",
            Self::Orcid => "orcid",
            Self::Other => "other",
        }
    }
}
