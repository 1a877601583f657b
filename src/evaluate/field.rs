use serde::{Serialize, Serializer};

/// A field that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Field {
    Authors,
    Title,
    Journal,
    Year,
    Volume,
    Issue,
    PageFirst,
    PageLast,
    Doi,
    Publisher,
    Editors,
}

impl Field {
    /// Every field, in the order of tables.
    pub const ALL: [Self; 11] = [
        Self::Authors,
        Self::Title,
        Self::Journal,
        Self::Year,
        Self::Volume,
        Self::Issue,
        Self::PageFirst,
        Self::PageLast,
        Self::Doi,
        Self::Publisher,
        Self::Editors,
    ];

    /// The name in flat gold files and in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authors => "authors",
            Self::Title => "title",
            Self::Journal => "journal",
            Self::Year => "year",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::PageFirst => "page_first",
            Self::PageLast => "page_last",
            Self::Doi => "doi",
            Self::Publisher => "publisher",
            Self::Editors => "editors",
        }
    }

    /// The field with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// True for lists of people, which are compared name by name.
    pub const fn is_names(self) -> bool {
        matches!(self, Self::Authors | Self::Editors)
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
