use super::Authority;
use crate::model::{JournalLink, Reference, Scheme, WorkKind};

impl Authority {
    /// The journal of a reference, where its work is of a kind that appears in one.
    pub fn link(&self, reference: &Reference) -> JournalLink {
        let issn = reference.identifiers.iter().find(|f| f.value.scheme == Scheme::Issn);
        match &reference.container_title {
            Some(title) if may_be_in_a_serial(reference.kind) => {
                self.resolve(&title.value, issn.map(|f| f.value.value.as_str()))
            }
            _ => JournalLink::NotAttempted,
        }
    }
}

/// False where the container is a book, a website or the like: it may be called as a journal is.
fn may_be_in_a_serial(kind: WorkKind) -> bool {
    matches!(
        kind,
        WorkKind::Article
            | WorkKind::Review
            | WorkKind::Letter
            | WorkKind::Editorial
            | WorkKind::Guideline
            | WorkKind::ConferenceAbstract
            | WorkKind::ConferencePaper
            | WorkKind::Unknown
    )
}
