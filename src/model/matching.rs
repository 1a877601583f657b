//! What the comparison of a reference with records of services comes to.

use serde::{Deserialize, Serialize};

use super::{Identifier, Source};

/// How a record was found; the `matches.method` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By a DOI printed in the reference.
    Doi,
    /// By a PMID (or PMCID) printed in the reference.
    Pmid,
    /// By journal, year, volume, page and author (PubMed's citation matcher).
    CitationMatch,
    /// By a search of the text or its title.
    BiblioSearch,
    /// In the local index.
    LocalIndex,
}

impl Method {
    /// Every method, in the order of the schema.
    pub const ALL: [Self; 5] =
        [Self::Doi, Self::Pmid, Self::CitationMatch, Self::BiblioSearch, Self::LocalIndex];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::CitationMatch => "citation_match",
            Self::BiblioSearch => "biblio_search",
            Self::LocalIndex => "local_index",
        }
    }
}

/// How far two locators agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Equal, but for how they are written.
    Same,
    /// The numbers are equal and one side has letters that the other lacks (`612s`, `612`).
    Close,
    /// One digit apart, or two that changed places, as misprints are.
    Misprint,
    /// They contradict each other.
    Different,
}

/// What speaks for and against a record. `None` wherever one of the two sides has nothing to compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Both have an identifier of one scheme: whether it is the same one.
    pub identifier: Option<bool>,
    /// Similarity of the titles in 0–1, words weighted by their rarity.
    pub title: Option<f32>,
    /// The share of either title, weighted likewise, that is found in the other: the smaller of the two shares.
    pub title_coverage: Option<f32>,
    /// Letters and digits of the shorter title.
    pub title_length: u16,
    /// The titles bear different numbers (`Part I`, `Part II`).
    pub title_numbers_differ: bool,
    /// One of the titles begins as that of a notice, a comment or a reply does, and the other does not.
    pub title_openings_differ: bool,
    /// Similarity of the first authors, 0–1.
    pub first_author: Option<f32>,
    /// Similarity of the printed author and the author of the record that are most alike, 0–1.
    pub any_author: Option<f32>,
    /// Similarity of the journals, 0–1; 1 where the journal authority holds them for one.
    pub journal: Option<f32>,
    /// Years between the printed year and the nearest of the record's, positive where the record's is later.
    pub year_diff: Option<i16>,
    /// Volumes.
    pub volume: Option<Agreement>,
    /// Issues.
    pub issue: Option<Agreement>,
    /// Supplements. Different, too, where only the reference has one.
    pub supplement: Option<Agreement>,
    /// First pages or article numbers.
    pub first_page: Option<Agreement>,
    /// Last pages. PubMed gives none to an article of one page; its first page is compared then.
    pub last_page: Option<Agreement>,
    /// The reference says what kind of work it is: whether the record's kind fits.
    pub kind: Option<bool>,
}

/// What was decided about a record; the `matches.decision` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is the work that the reference points to.
    Accepted,
    /// It may be, and a person has to look.
    Ambiguous,
    /// It is not, or nothing shows that it is.
    Rejected,
}

impl Decision {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Ambiguous => "ambiguous",
            Self::Rejected => "rejected",
        }
    }
}

/// The rule by which a record was accepted, doubted or rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchRule {
    /// Accepted: an identifier printed in the reference is the record's, and what else is printed fits.
    Identifier,
    /// Accepted: journal, exact year, volume and first page, and the first author where one is printed.
    Locator,
    /// Accepted: a long title, the first author and the year.
    Title,
    /// Accepted: title, journal and year, and volume or page where they are printed.
    TitleInJournal,
    /// Accepted: four of title, first author, year, volume and page.
    FourSupports,
    /// An identifier printed in the reference is the record's, but what else is printed contradicts it.
    IdentifierContradicted,
    /// The reference and the record have different identifiers of one scheme.
    OtherIdentifier,
    /// The years contradict each other.
    OtherYear,
    /// Volume and page, or the journal, say that this is another publication.
    OtherPlace,
    /// The last pages contradict each other.
    OtherLastPage,
    /// The supplements contradict each other.
    OtherSupplement,
    /// The titles have nothing, or not enough, in common.
    OtherTitle,
    /// The first authors contradict each other.
    OtherAuthor,
    /// The titles bear different numbers: another part of a series.
    OtherPart,
    /// The record is an erratum, a comment or a retraction notice, and the reference does not say so; or the other way.
    Notice,
    /// A letter or comment elsewhere in the same volume whose title resembles the printed one.
    LetterInVolume,
    /// One is a meeting abstract, the other a full paper.
    MeetingAbstract,
    /// The title alone agrees.
    TitleOnly,
    /// The title is too short or too common to tell works apart.
    GenericTitle,
    /// Not enough agrees.
    TooLittle,
    /// Another record of the same service fits better.
    FitsWorse,
    /// Another record fits as well.
    RunnerUp,
    /// Another service's record, of another work, fits too.
    OtherService,
}

impl MatchRule {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Locator => "locator",
            Self::Title => "title",
            Self::TitleInJournal => "title_in_journal",
            Self::FourSupports => "four_supports",
            Self::IdentifierContradicted => "identifier_contradicted",
            Self::OtherIdentifier => "other_identifier",
            Self::OtherYear => "other_year",
            Self::OtherPlace => "other_place",
            Self::OtherLastPage => "other_last_page",
            Self::OtherSupplement => "other_supplement",
            Self::OtherTitle => "other_title",
            Self::OtherAuthor => "other_author",
            Self::OtherPart => "other_part",
            Self::Notice => "notice",
            Self::LetterInVolume => "letter_in_volume",
            Self::MeetingAbstract => "meeting_abstract",
            Self::TitleOnly => "title_only",
            Self::GenericTitle => "generic_title",
            Self::TooLittle => "too_little",
            Self::FitsWorse => "fits_worse",
            Self::RunnerUp => "runner_up",
            Self::OtherService => "other_service",
        }
    }
}

/// What was decided about one record, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The decision.
    pub decision: Decision,
    /// The rule that made it.
    pub rule: MatchRule,
}

/// A record that was considered for a reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its place among the records that were offered.
    pub offered: usize,
    /// Who holds the record.
    pub source: Source,
    /// The record's own identifier with its holder: the PMID in PubMed, the DOI in Crossref.
    pub identifier: Option<Identifier>,
    /// How it was found.
    pub method: Method,
    /// What speaks for and against it.
    pub evidence: Evidence,
    /// How well it fits, 0–1.
    pub score: f32,
    /// What was decided.
    pub decision: Decision,
    /// By which rule.
    pub rule: MatchRule,
    /// SHA-256 of the answer it came in, hexadecimal.
    pub response_sha256: Option<String>,
}

/// What became of a reference; the `refs.match_status` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchStatus {
    /// Its record was found, and all that is printed agrees with it.
    Matched,
    /// Its record was found; something printed differs from it.
    MatchedWithDifferences,
    /// Several records fit, or one fits not well enough.
    Ambiguous,
    /// Two services hold different works for it.
    Conflict,
    /// The services were asked and none holds a record that fits. This does not say that there is no such work.
    NotFound,
    /// Nobody was asked, or no answer came.
    #[default]
    NotChecked,
}

impl MatchStatus {
    /// Every status, in the order of the schema.
    pub const ALL: [Self; 6] = [
        Self::Matched,
        Self::MatchedWithDifferences,
        Self::Ambiguous,
        Self::Conflict,
        Self::NotFound,
        Self::NotChecked,
    ];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::MatchedWithDifferences => "matched_with_differences",
            Self::Ambiguous => "ambiguous",
            Self::Conflict => "conflict",
            Self::NotFound => "not_found",
            Self::NotChecked => "not_checked",
        }
    }
}

/// A field in which a reference and its record differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum MatchField {
    Identifier,
    Title,
    FirstAuthor,
    Journal,
    Year,
    Volume,
    Issue,
    Supplement,
    FirstPage,
    LastPage,
    Kind,
}

impl MatchField {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Title => "title",
            Self::FirstAuthor => "first_author",
            Self::Journal => "journal",
            Self::Year => "year",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Supplement => "supplement",
            Self::FirstPage => "page_first",
            Self::LastPage => "page_last",
            Self::Kind => "type",
        }
    }

    /// The words a librarian would use.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Title => "title",
            Self::FirstAuthor => "first author",
            Self::Journal => "journal",
            Self::Year => "year",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Supplement => "supplement",
            Self::FirstPage => "first page",
            Self::LastPage => "last page",
            Self::Kind => "type",
        }
    }
}

/// One difference between what is printed and an accepted record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Whose record.
    pub source: Source,
    /// In what.
    pub field: MatchField,
    /// What the reference says.
    pub printed: String,
    /// What the record says.
    pub record: String,
}

/// The outcome for one reference.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// The status.
    pub status: MatchStatus,
    /// Every record that was considered, the best first.
    pub candidates: Vec<Candidate>,
    /// Where the reference and the accepted records differ.
    pub differences: Vec<Difference>,
    /// One sentence that says all this to a person.
    pub sentence: String,
}

impl Resolution {
    /// The accepted record of a service; never more than one.
    pub fn accepted(&self, source: Source) -> Option<&Candidate> {
        self.all_accepted().find(|candidate| candidate.source == source)
    }

    /// The accepted records, at most one of each service.
    pub fn all_accepted(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| candidate.decision == Decision::Accepted)
    }
}
