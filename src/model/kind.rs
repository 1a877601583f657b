use serde::{Deserialize, Serialize};

/// What a work is. The closed list of the `works.type` column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are the documentation; the list is fixed by the schema")]
pub enum WorkKind {
    Article,
    Review,
    Letter,
    Editorial,
    Preprint,
    ConferencePaper,
    ConferenceAbstract,
    Book,
    Chapter,
    ReferenceEntry,
    Thesis,
    Report,
    Dataset,
    Software,
    Standard,
    Webpage,
    Patent,
    ClinicalTrial,
    Guideline,
    Other,
    #[default]
    Unknown,
}

impl WorkKind {
    /// Every kind, in the order of the schema.
    pub const ALL: [Self; 21] = [
        Self::Article,
        Self::Review,
        Self::Letter,
        Self::Editorial,
        Self::Preprint,
        Self::ConferencePaper,
        Self::ConferenceAbstract,
        Self::Book,
        Self::Chapter,
        Self::ReferenceEntry,
        Self::Thesis,
        Self::Report,
        Self::Dataset,
        Self::Software,
        Self::Standard,
        Self::Webpage,
        Self::Patent,
        Self::ClinicalTrial,
        Self::Guideline,
        Self::Other,
        Self::Unknown,
    ];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Review => "review",
            Self::Letter => "letter",
            Self::Editorial => "editorial",
            Self::Preprint => "preprint",
            Self::ConferencePaper => "conference-paper",
            Self::ConferenceAbstract => "conference-abstract",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::ReferenceEntry => "reference-entry",
            Self::Thesis => "thesis",
            Self::Report => "report",
            Self::Dataset => "dataset",
            Self::Software => "software",
            Self::Standard => "standard",
            Self::Webpage => "webpage",
            Self::Patent => "patent",
            Self::ClinicalTrial => "clinical-trial",
            Self::Guideline => "guideline",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// The CSL 1.0.2 item type, for `refloom parse`.
    pub const fn csl(self) -> &'static str {
        match self {
            Self::Article | Self::Review | Self::Letter | Self::Editorial | Self::Guideline => {
                "article-journal"
            }
            Self::Preprint => "article",
            Self::ConferencePaper | Self::ConferenceAbstract => "paper-conference",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::ReferenceEntry => "entry-encyclopedia",
            Self::Thesis => "thesis",
            Self::Report => "report",
            Self::Dataset => "dataset",
            Self::Software => "software",
            Self::Standard => "standard",
            Self::Webpage | Self::ClinicalTrial => "webpage",
            Self::Patent => "patent",
            Self::Other | Self::Unknown => "document",
        }
    }
}
