//! Whose export a table is.

use super::columns::Column;
use super::header::Meaning;
use crate::model::Provider;

/// Who wrote a table. It settles what a column is whose name says too little, and how values are split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vendor {
    Scopus,
    Dimensions,
    Lens,
    Openalex,
    Wos,
    /// Web of Science, tab-delimited: two-letter tags for names.
    WosTags,
    Pubmed,
    Ieee,
    Springer,
    RetractionWatch,
    PublishOrPerish,
    Embase,
    Ebsco,
    Proquest,
    Zotero,
    Acm,
    /// Anybody else.
    Generic,
}

/// Names that only this vendor's exports have together, folded.
const SIGNS: &[(Vendor, &[&str])] = &[
    (Vendor::RetractionWatch, &["retractiondoi", "originalpaperdoi"]),
    (Vendor::Scopus, &["eid", "source title"]),
    (Vendor::Scopus, &["eid", "authors"]),
    (Vendor::Scopus, &["authors with affiliations"]),
    (Vendor::Scopus, &["author s id", "source title"]),
    (Vendor::Dimensions, &["publication id", "pubyear"]),
    (Vendor::Dimensions, &["publication id", "dimensions url"]),
    (Vendor::Dimensions, &["journal title", "journal id", "id"]),
    (Vendor::Lens, &["lens id"]),
    (Vendor::Wos, &["ut unique wos id"]),
    (Vendor::Wos, &["article title", "web of science categories"]),
    (Vendor::Wos, &["times cited wos core"]),
    (Vendor::Openalex, &["primary location source display name"]),
    (Vendor::Openalex, &["authorships author display name"]),
    (Vendor::Openalex, &["openalex id"]),
    (Vendor::Openalex, &["ids openalex"]),
    (Vendor::Openalex, &["cited by count", "display name", "id"]),
    (Vendor::Openalex, &["coauthor openalex ids"]),
    (Vendor::Openalex, &["author openalex id"]),
    (Vendor::Pubmed, &["pmid", "journal book"]),
    (Vendor::Ieee, &["document title", "publication title"]),
    (Vendor::Ieee, &["ieee terms"]),
    (Vendor::Springer, &["item title", "item doi"]),
    (Vendor::PublishOrPerish, &["cites", "gsrank"]),
    (Vendor::Embase, &["medline pmid"]),
    (Vendor::Embase, &["pui", "title"]),
    (Vendor::Ebsco, &["article title", "plink"]),
    (Vendor::Ebsco, &["accession number", "doctype"]),
    (Vendor::Proquest, &["pubtitle", "storeid"]),
    (Vendor::Proquest, &["documenturl", "pubtitle"]),
    (Vendor::Zotero, &["item type", "manual tags"]),
    (Vendor::Zotero, &["item type", "library catalog"]),
    (Vendor::Acm, &["acmid"]),
];

impl Vendor {
    /// Tells it from the folded names of all columns.
    pub(super) fn of(folded: &[String]) -> Self {
        let has = |name: &&str| folded.iter().any(|known| known == name);
        SIGNS.iter().find(|(_, signs)| signs.iter().all(has)).map_or(Self::Generic, |(vendor, _)| *vendor)
    }

    /// As messages call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Scopus => "Scopus",
            Self::Dimensions => "Dimensions",
            Self::Lens => "Lens",
            Self::Openalex => "OpenAlex",
            Self::Wos | Self::WosTags => "Web of Science",
            Self::Pubmed => "PubMed",
            Self::Ieee => "IEEE Xplore",
            Self::Springer => "Springer",
            Self::RetractionWatch => "Retraction Watch",
            Self::PublishOrPerish => "Publish or Perish",
            Self::Embase => "Embase",
            Self::Ebsco => "EBSCO",
            Self::Proquest => "ProQuest",
            Self::Zotero => "Zotero",
            Self::Acm => "ACM",
            Self::Generic => "table",
        }
    }

    /// Who counted what the table counts.
    pub(super) const fn provider(self) -> Provider {
        match self {
            Self::Scopus => Provider::Scopus,
            Self::Dimensions => Provider::Dimensions,
            Self::Lens => Provider::Lens,
            Self::Openalex => Provider::Openalex,
            Self::Wos | Self::WosTags => Provider::Wos,
            _ => Provider::Import,
        }
    }

    /// What a column of this vendor is, where its name means something else elsewhere.
    pub(super) fn own(self, folded: &str) -> Option<Meaning> {
        Some(match (self, folded) {
            // The name of the database, the address of the record in it, and the like.
            (Self::Scopus, "link" | "source")
            | (Self::Pubmed, "source" | "first author")
            | (Self::Lens, "external url" | "source country" | "is open access")
            | (Self::Embase, "embase link")
            | (
                Self::Dimensions,
                "journal id" | "researchers" | "resulting publication doi" | "date inserted",
            )
            | (Self::Wos, "publication type") => Meaning::Ignored,
            (Self::Scopus, "sponsors") | (Self::Wos, "conference sponsor" | "conference host") => {
                Meaning::Known(Column::Note)
            }
            (Self::Openalex, "id") => Meaning::Known(Column::OpenalexId),
            (Self::Dimensions, "id") => Meaning::Known(Column::DimensionsId),
            (Self::RetractionWatch, "subject") => Meaning::Known(Column::Topics),
            // A day and a month, without the year.
            (Self::Wos, "publication date") => Meaning::Known(Column::Month),
            _ => return None,
        })
    }

    /// Columns of works that this vendor's full export has; those that are missing are named.
    pub(super) const fn expected(self) -> &'static [Column] {
        use Column::{
            Abstract, Author, Doi, FirstPage, Issue, Journal, Keywords, Kind, Pages, References, Title,
            Volume, Year,
        };
        match self {
            Self::Scopus | Self::Wos | Self::WosTags => &[
                Title, Author, Year, Journal, Volume, Issue, FirstPage, Doi, Kind, Abstract, Keywords,
                References,
            ],
            Self::Dimensions => &[Title, Author, Year, Journal, Volume, Issue, Pages, Doi, Abstract],
            Self::Lens => &[Title, Author, Year, Journal, Volume, Issue, FirstPage, Doi, Kind, Abstract],
            Self::Openalex => &[Title, Author, Year, Journal, Volume, Issue, FirstPage, Doi, Kind],
            Self::Pubmed => &[Title, Author, Year, Journal, Doi],
            Self::RetractionWatch => &[Title, Author, Journal],
            _ => &[Title, Author, Year, Journal, Volume, Issue, Pages, Doi],
        }
    }
}
