use crate::model::IssueCode;

/// Something the normalize stage found wrong in a reference. Whoever knows the entry's place in its
/// document turns it into an [`Issue`](crate::model::Issue).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: IssueCode,
    /// The field it is about (`issn`, `pages`).
    pub field: &'static str,
    /// One sentence for a person.
    pub message: String,
    /// What was printed.
    pub observed: String,
    /// What should have been printed, where that is known.
    pub expected: Option<String>,
}
