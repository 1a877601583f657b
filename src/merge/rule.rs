//! By what two mentions are recognised as one work, or told apart.

use crate::model::Scheme;

/// What two mentions share, or what keeps them apart; the `duplicates.rule` column.
///
/// The order is the order of trust, and the order in which mentions are joined: keys first, then likeness, then what
/// only doubts or parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The same DOI.
    Doi,
    /// The same PMID.
    Pmid,
    /// The same PMCID.
    Pmcid,
    /// The same arXiv identifier.
    Arxiv,
    /// The same title, year and first author.
    Title,
    /// The same journal, year, volume, first page and first author.
    Locator,
    /// The same text, of which nothing better is known.
    Text,
    /// Like titles at the same place: volume and first page. Two works on one page have other titles, and two works of
    /// one title stand in other places.
    TitlePlace,
    /// Like titles of the same authors and year, in a container that may be the same.
    TitleAuthors,
    /// The same title, authors and container, a year apart, one of them without its volume: before and after it was
    /// printed in an issue.
    AheadOfPrint,
    /// The same place in the same container in the same year under the same first author, whatever the container is
    /// called; one of the two has no title.
    Place,
    /// Two versions of one work, as a review of the Cochrane Library has: the same text in parts, but not the same
    /// findings. Who cites one did not cite the other.
    Version,
    /// A preprint and what became of it: another text with another identifier, reviewed since.
    Preprint,
    /// What was shown at a meeting, and an article: the second may be an extended or another text.
    Meeting,
    /// A correction, retraction, comment or reply has the title of the work it is about.
    Notice,
    /// Parts of a series, volumes, years of a report: titles that differ in a number.
    Part,
    /// Two editions of a book.
    Edition,
    /// One title in years that are apart: a column, a report of every year, a work published again.
    Year,
    /// One title in containers that are not the same: published twice, or two works.
    Container,
    /// One title at places that contradict each other.
    OtherPlace,
    /// One place under titles that are not alike: translated, or two short pieces on a page.
    OtherTitle,
    /// One title under authors that are not the same.
    Authors,
    /// One identifier under titles and authors that are not alike: one of the two has it by mistake.
    SharedIdentifier,
    /// Titles that are alike but for a word, or of which one is cut; nothing speaks against one work, and not enough
    /// for it.
    Alike,
}

impl Rule {
    /// Every rule, in the order of trust.
    pub const ALL: [Self; 24] = [
        Self::Doi,
        Self::Pmid,
        Self::Pmcid,
        Self::Arxiv,
        Self::Title,
        Self::Locator,
        Self::Text,
        Self::TitlePlace,
        Self::TitleAuthors,
        Self::AheadOfPrint,
        Self::Place,
        Self::Version,
        Self::Preprint,
        Self::Meeting,
        Self::Notice,
        Self::Part,
        Self::Edition,
        Self::Year,
        Self::Container,
        Self::OtherPlace,
        Self::OtherTitle,
        Self::Authors,
        Self::SharedIdentifier,
        Self::Alike,
    ];

    /// Whether it is an identifier that only one work can bear.
    pub const fn is_identifier(self) -> bool {
        self.scheme().is_some()
    }

    /// The scheme of the identifier; `None` where it is none.
    pub const fn scheme(self) -> Option<Scheme> {
        match self {
            Self::Doi => Some(Scheme::Doi),
            Self::Pmid => Some(Scheme::Pmid),
            Self::Pmcid => Some(Scheme::Pmcid),
            Self::Arxiv => Some(Scheme::Arxiv),
            _ => None,
        }
    }

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Arxiv => "arxiv",
            Self::Title => "title",
            Self::Locator => "locator",
            Self::Text => "text",
            Self::TitlePlace => "title_place",
            Self::TitleAuthors => "title_authors",
            Self::AheadOfPrint => "ahead_of_print",
            Self::Place => "place",
            Self::Version => "version",
            Self::Preprint => "preprint",
            Self::Meeting => "meeting",
            Self::Notice => "notice",
            Self::Part => "part",
            Self::Edition => "edition",
            Self::Year => "year",
            Self::Container => "container",
            Self::OtherPlace => "other_place",
            Self::OtherTitle => "other_title",
            Self::Authors => "authors",
            Self::SharedIdentifier => "shared_identifier",
            Self::Alike => "alike",
        }
    }

    /// How sure it makes us that two mentions are one work.
    pub const fn confidence(self) -> f64 {
        match self {
            Self::Doi | Self::Pmid | Self::Pmcid | Self::Arxiv => 0.999,
            Self::Title | Self::TitlePlace => 0.99,
            Self::TitleAuthors => 0.98,
            Self::Locator | Self::Place => 0.97,
            Self::Text | Self::AheadOfPrint => 0.95,
            Self::Alike | Self::OtherPlace => 0.6,
            Self::Container | Self::OtherTitle | Self::Authors => 0.5,
            Self::Version | Self::Meeting | Self::Year => 0.3,
            Self::SharedIdentifier => 0.2,
            Self::Preprint | Self::Edition => 0.1,
            Self::Part => 0.05,
            Self::Notice => 0.02,
        }
    }
}

/// What was made of a pair; the `duplicates.decision` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// One work.
    Merged,
    /// Two works that look like one.
    KeptApart,
    /// Not joined; a person should look.
    Review,
}

impl Decision {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::KeptApart => "kept_apart",
            Self::Review => "review",
        }
    }
}
