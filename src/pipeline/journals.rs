use std::collections::HashMap;
use std::sync::RwLock;

use crate::model::{JournalLink, Reference, Scheme, WorkKind};
use crate::normalize::journals::Authority;

/// The authority with a memory: lists name the same journals again and again.
pub struct RememberedJournals<'a> {
    authority: &'a Authority,
    known: RwLock<HashMap<Asked, JournalLink>>,
}

type Asked = (WorkKind, String, Option<String>);

/// Beyond this many different names nothing more is remembered.
const MOST: usize = 100_000;

impl<'a> RememberedJournals<'a> {
    pub fn new(authority: &'a Authority) -> Self {
        Self { authority, known: RwLock::default() }
    }

    /// The journal of a reference.
    pub fn link(&self, reference: &Reference) -> JournalLink {
        let Some(container) = &reference.container_title else { return self.authority.link(reference) };
        let issn = reference.identifiers.iter().find(|f| f.value.scheme == Scheme::Issn);
        let asked = (reference.kind, container.value.clone(), issn.map(|f| f.value.value.clone()));
        if let Some(link) = self.known.read().ok().and_then(|known| known.get(&asked).cloned()) {
            return link;
        }
        let link = self.authority.link(reference);
        if let Ok(mut known) = self.known.write()
            && known.len() < MOST
        {
            known.insert(asked, link.clone());
        }
        link
    }
}
