use serde::{Deserialize, Serialize};

/// A serial as the journal authority knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Full title.
    pub title: String,
    /// Abbreviation with dots, after ISO 4.
    pub title_iso4: Option<String>,
    /// MEDLINE abbreviation, without dots.
    pub title_nlm: Option<String>,
    /// NLM catalogue identifier.
    pub nlm_id: Option<String>,
    /// Print ISSN, `1234-567X`.
    pub issn_print: Option<String>,
    /// Electronic ISSN.
    pub issn_electronic: Option<String>,
}

/// A journal's place in the authority that resolved it; meaningless in any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JournalHandle(pub u32);

/// What the authority made of a printed container title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum JournalLink {
    /// Nobody looked: there is no container, or the work is of a kind that has none.
    #[default]
    NotAttempted,
    /// One journal.
    Resolved {
        /// The journal.
        journal: JournalHandle,
        /// The tier that found it.
        method: JournalMethod,
        /// Measured share of right links of that tier, 0–1.
        confidence: f32,
    },
    /// Several journals fit equally well; none was chosen. Best first.
    Ambiguous {
        /// The journals that fit.
        candidates: Vec<JournalHandle>,
        /// The tier that found them.
        method: JournalMethod,
    },
    /// No journal fits.
    Unresolved,
}

/// How a printed title was matched, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalMethod {
    /// By ISSN.
    Issn,
    /// Equal to a MEDLINE or ISO abbreviation, but for case, dots and accents.
    Abbreviation,
    /// Equal to a full title.
    Title,
    /// Equal to a title without its subtitle, series word or qualifying place.
    ShortTitle,
    /// Equal to a form only other lists give (JabRef's lists).
    OtherList,
    /// Equal once all spaces are taken out.
    Spaceless,
    /// Every printed word abbreviates the word of the title at its place.
    Tokens,
}

impl JournalMethod {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issn => "issn",
            Self::Abbreviation => "abbreviation",
            Self::Title => "title",
            Self::ShortTitle => "short_title",
            Self::OtherList => "other_list",
            Self::Spaceless => "spaceless",
            Self::Tokens => "tokens",
        }
    }
}
