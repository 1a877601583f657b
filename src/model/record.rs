use serde::{Deserialize, Serialize};

use super::{Identifier, PartialDate, Reference};

/// A bibliographic record as a service or a file holds it.
///
/// What a printed reference can say too stands in `work`, in the same types and the same canonical form, with neither
/// spans nor confidences. The rest is what only records have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Who holds it.
    pub source: Source,
    /// The work it describes: people, title, container, date of publication, locator, identifiers.
    pub work: Reference,
    /// What is said of each of `work.contributors` besides the name, at the same place; shorter where nothing is said.
    pub people: Vec<PersonDetails>,
    /// Title in the language of publication, where `work.title` is a translation.
    pub title_original: Option<String>,
    /// The serial.
    pub serial: Serial,
    /// Every date the record gives, in its order: printed and electronic publication, acceptance and so on.
    pub dates: Vec<(DateKind, PartialDate)>,
    /// Abstract, in one string; sections begin with their label and a colon.
    pub abstract_text: Option<String>,
    /// Keywords, subject headings, publication types, chemicals.
    pub keywords: Vec<Keyword>,
    /// Grants.
    pub funding: Vec<Grant>,
    /// What was done to the work after it was published, and to which works this one does so.
    pub updates: Vec<Update>,
    /// The record's own reference list.
    pub cited: Vec<Cited>,
    /// Where the licences stand that it is published under.
    pub licenses: Vec<String>,
    /// How often the service has seen it cited.
    pub cited_by_count: Option<u64>,
    /// Other counts, and those of files, each with who counted.
    pub counts: Vec<Count>,
    /// Day on which the record was last changed by its holder.
    pub revised: Option<PartialDate>,
}

/// Who says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the documentation; the list is part of the schema's")]
pub enum Source {
    #[default]
    Pubmed,
    Crossref,
    /// A file the user gave, whoever made it.
    Import,
}

impl Source {
    /// Every service, in the order of the schema.
    pub const SERVICES: [Self; 2] = [Self::Crossref, Self::Pubmed];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pubmed => "pubmed",
            Self::Crossref => "crossref",
            Self::Import => "import",
        }
    }
}

/// What a record says of a person besides the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetails {
    /// `0000-0002-1825-0097`; only with a right check digit.
    pub orcid: Option<String>,
    /// In the order given.
    pub affiliations: Vec<Affiliation>,
    /// Whether readers are to write to them; `None` where nothing is said.
    pub is_corresponding: Option<bool>,
}

/// Where somebody works.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Affiliation {
    /// As given.
    pub raw: String,
    /// Research Organization Registry identifier, nine characters.
    pub ror: Option<String>,
}

/// The serial a record names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serial {
    /// Abbreviated title (`work.container_title` holds the full one).
    pub abbreviation: Option<String>,
    /// NLM catalogue identifier.
    pub nlm_id: Option<String>,
    /// Linking ISSN.
    pub issn_l: Option<String>,
    /// Printed.
    pub issn_print: Option<String>,
    /// Electronic.
    pub issn_electronic: Option<String>,
    /// ISSNs of which the record does not say what they are.
    pub issn_other: Vec<String>,
    /// As the record names it.
    pub country: Option<String>,
}

/// What a date of a record is the date of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum DateKind {
    /// Of the issue; what references cite. In PubMed also where the issue is electronic.
    Print,
    /// Ahead of, or without, an issue.
    Electronic,
    /// Whatever the publisher calls the day of publication, earliest (Crossref's `issued`).
    Issued,
    Posted,
    Received,
    Accepted,
    /// When the record was made.
    Created,
}

/// A keyword, subject heading, publication type or chemical.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyword {
    /// Where it comes from.
    pub scheme: KeywordScheme,
    /// The term.
    pub term: String,
    /// Its identifier (`D000818`).
    pub term_id: Option<String>,
    /// Qualifier of a `MeSH` heading.
    pub qualifier: Option<String>,
    /// Its identifier (`Q000379`).
    pub qualifier_id: Option<String>,
    /// Whether it is what the work is about.
    pub is_major: Option<bool>,
}

/// Where a keyword comes from; the `keywords.scheme` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation; the list is fixed by the schema")]
pub enum KeywordScheme {
    Author,
    Mesh,
    KeywordsPlus,
    PublicationType,
    Chemical,
    Topic,
    Other,
}

impl KeywordScheme {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Mesh => "mesh",
            Self::KeywordsPlus => "keywords_plus",
            Self::PublicationType => "publication_type",
            Self::Chemical => "chemical",
            Self::Topic => "topic",
            Self::Other => "other",
        }
    }
}

/// Money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Who gave it.
    pub funder: Option<String>,
    /// DOI of the Crossref funder registry, or ROR.
    pub funder_id: Option<String>,
    /// Number of the grant.
    pub award_id: Option<String>,
    /// As the record names it.
    pub country: Option<String>,
}

/// A retraction, a correction or the like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// What was done.
    pub kind: UpdateKind,
    /// Whether it was done to this work, or this work is the notice by which it was done to another.
    pub direction: Direction,
    /// Identifiers of the other side: of the notice, or of the work it is about. Empty where the record has none.
    pub other: Vec<Identifier>,
    /// How the record cites the other side.
    pub citation: Option<String>,
    /// When.
    pub date: Option<PartialDate>,
    /// Who found out, where it is not the publisher (`retraction-watch`).
    pub asserted_by: Option<String>,
}

/// What an update does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum UpdateKind {
    Retraction,
    Withdrawal,
    /// Of a part of the work.
    PartialRetraction,
    ExpressionOfConcern,
    /// Errata, corrigenda, addenda, clarifications.
    Correction,
    Reinstatement,
    /// The work was corrected, published again and the old one withdrawn.
    RetractedAndRepublished,
    /// A later version of the same work: an update of a review, a preprint's next version or its published article.
    NewVersion,
    /// Comments and replies.
    Comment,
    /// Anything else, by which nothing is said against the work.
    Other,
}

/// Which way an update points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Direction {
    /// The other work does it to this one.
    To,
    /// This work does it to the other one.
    By,
}

/// A reference of a record's own list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cited {
    /// As printed, or put together from the parts the record gives.
    pub text: String,
    /// Its identifiers.
    pub identifiers: Vec<Identifier>,
    /// What the parts say, where the file gives parts and not only a string to be parsed.
    pub work: Option<Box<Reference>>,
}

/// A count, and who counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// What was counted: a word of the `metrics.metric` column.
    pub metric: Metric,
    /// Who counted.
    pub provider: Provider,
    /// The count.
    pub value: f64,
}

/// What was counted or calculated; the `metrics.metric` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Metric {
    /// Times the work was cited.
    CitedByCount,
    /// Relative citation ratio.
    Rcr,
    /// Field citation ratio.
    Fcr,
    /// Field-weighted citation impact.
    Fwci,
    /// Altmetric attention score.
    Altmetric,
    /// Times it was cited of late, as the provider defines it (Dimensions: the last two years).
    RecentCitations,
    /// Times its record was used since 2013 (Web of Science `U2`).
    UsageCount,
}

impl Metric {
    /// Every one of them.
    pub const ALL: [Self; 7] = [
        Self::CitedByCount,
        Self::Rcr,
        Self::Fcr,
        Self::Fwci,
        Self::Altmetric,
        Self::RecentCitations,
        Self::UsageCount,
    ];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CitedByCount => "cited_by_count",
            Self::Rcr => "rcr",
            Self::Fcr => "fcr",
            Self::Fwci => "fwci",
            Self::Altmetric => "altmetric",
            Self::RecentCitations => "recent_citations",
            Self::UsageCount => "usage_count",
        }
    }
}

/// The database a file was exported from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation; the list is part of the schema's")]
pub enum Provider {
    Wos,
    Scopus,
    Dimensions,
    Lens,
    Openalex,
    Crossref,
    Datacite,
    Pubmed,
    /// Any other, or one the file does not name.
    #[default]
    Import,
}

impl Provider {
    /// Every provider.
    pub const ALL: [Self; 9] = [
        Self::Wos,
        Self::Scopus,
        Self::Dimensions,
        Self::Lens,
        Self::Openalex,
        Self::Crossref,
        Self::Datacite,
        Self::Pubmed,
        Self::Import,
    ];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wos => "wos",
            Self::Scopus => "scopus",
            Self::Dimensions => "dimensions",
            Self::Lens => "lens",
            Self::Openalex => "openalex",
            Self::Crossref => "crossref",
            Self::Datacite => "datacite",
            Self::Pubmed => "pubmed",
            Self::Import => "import",
        }
    }
}
