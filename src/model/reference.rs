use serde::{Deserialize, Serialize};

use super::{Contributor, Field, Identifier, JournalLink, Pages, PartialDate, Role, WorkKind};

/// One reference, read: the fields a printed or imported reference can hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// What kind of work it points to.
    pub kind: WorkKind,
    /// Everybody named, in the order printed.
    pub contributors: Vec<Contributor>,
    /// The printed author list ends in "et al" or the like.
    pub authors_truncated: bool,
    /// Title of the work itself.
    pub title: Option<Field<String>>,
    /// Journal, book or website that holds it.
    pub container_title: Option<Field<String>>,
    /// Series the container belongs to.
    pub collection_title: Option<Field<String>>,
    /// Meeting it was presented at.
    pub event_title: Option<Field<String>>,
    /// When it was published.
    pub issued: Option<Field<PartialDate>>,
    /// Letter behind the year (`1995b`).
    pub year_suffix: Option<String>,
    /// Volume, as text.
    pub volume: Option<Field<String>>,
    /// Issue, as text.
    pub issue: Option<Field<String>>,
    /// Supplement (`Suppl 1`).
    pub supplement: Option<Field<String>>,
    /// Pages.
    pub pages: Option<Field<Pages>>,
    /// Article number where it stands in place of pages.
    pub article_number: Option<Field<String>>,
    /// Edition.
    pub edition: Option<Field<String>>,
    /// Publisher.
    pub publisher: Option<Field<String>>,
    /// Place of publication.
    pub publisher_place: Option<Field<String>>,
    /// What the reference calls itself (`abstract`, `letter`, `PhD thesis`).
    pub genre: Option<Field<String>>,
    /// DOI, PMID and the like, in the order printed.
    pub identifiers: Vec<Field<Identifier>>,
    /// When a web page was read.
    pub accessed: Option<Field<PartialDate>>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Printed text that no other field takes.
    pub notes: Vec<Field<String>>,
    /// What the journal authority made of the container title. Set by normalize.
    pub journal: JournalLink,
    /// Probability in 0–1 that all core fields are right; `None` for structured imports.
    pub confidence: Option<f32>,
}

impl Reference {
    /// The contributors with one role, in order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Contributor> {
        self.contributors.iter().filter(move |c| c.role == role)
    }
}
