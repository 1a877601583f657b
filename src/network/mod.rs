//! Networks of authors, works, documents and journals, as bibliometrics draws them.
//!
//! Links count in full, and fractionally as 1/(n−1) for each of the n nodes that occur together (Perianes-Rodriguez,
//! Waltman and van Eck, 2016). Association strength is the link's weight over the product of its nodes' weights
//! (van Eck and Waltman, 2009).

mod graph;
mod reading;

pub use graph::{Graph, Link, Node};
pub use reading::{Networks, Occurrence};

/// The networks that are built from reference lists alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Network {
    /// Authors who sign one cited work. Only printed names count: a list cut by "et al" links the names before the cut.
    Coauthor,
    /// Works that one document cites. Needs two documents or more: within one list all are cited together.
    Cocitation,
    /// Documents that cite one work.
    BibCoupling,
    /// From citing to cited work.
    Citation,
    /// Journals that one document cites. Needs two documents or more.
    JournalCocitation,
}

impl Network {
    /// Every network, in the order they are written.
    pub const ALL: [Self; 5] =
        [Self::Coauthor, Self::Cocitation, Self::BibCoupling, Self::Citation, Self::JournalCocitation];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Coauthor => "coauthor",
            Self::Cocitation => "cocitation",
            Self::BibCoupling => "bib_coupling",
            Self::Citation => "citation",
            Self::JournalCocitation => "journal_cocitation",
        }
    }
}
