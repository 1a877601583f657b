//! What columns mean.

use serde::{Deserialize, Serialize};

macro_rules! columns {
    ($($name:ident = $word:literal: [$($alias:literal),* $(,)?];)+) => {
        /// What a column of a table holds. Each has the names that vendors give it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "the names are the documentation")]
        pub enum Column { $(#[serde(rename = $word)] $name,)+ }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in a [`ColumnMap`](super::ColumnMap).
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The names vendors give it, folded: lower case, words parted by single spaces, no punctuation.
            pub(super) const fn names(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($alias,)*],)+ }
            }
        }
    };
}

columns! {
    Title = "title": [
        "title", "article title", "document title", "item title", "work title", "paper title", "titel", "titre", "título",
        "titulo", "titolo", "primary title", "display name", "title of paper", "chapter title", "title primary", "name of article",
        "titel des aufsatzes", "haupttitel",
    ];
    TitleOriginal = "title_original": ["original title", "original non english title", "vernacular title", "foreign title", "originaltitel", "title in original language"];
    Author = "author": [
        "author", "authors", "author names", "author s", "all authors", "authorships author display name",
        "authorships raw author name", "authorships author raw author name", "verfasser", "autor", "autoren", "auteur", "auteurs", "autore", "autori", "autores", "autor es", "author editor or organization", "creator", "creators", "author name",
        "author list", "authors list", "authors name", "author fullname", "verfasserin", "autorin", "au", "by",
        "authorships display name", "author names list",
    ];
    AuthorFull = "author_full": ["author full names", "author full name", "full author names", "authors full name", "authors full names"];
    FirstAuthor = "first_author": ["first author", "first author last name", "first authors"];
    AuthorIds = "author_ids": ["author s id", "author ids", "authors id", "researcher ids", "authorships author id"];
    Orcid = "orcid": ["orcid", "orcids", "author orcid", "author orcids", "authorships author orcid"];
    GroupAuthor = "group_author": ["group authors", "group author", "corporate author", "corporate authors", "book group authors", "organisation", "institutional author"];
    BookAuthor = "book_author": ["book authors", "book author full names"];
    AuthorAffiliations = "author_affiliations": ["authors with affiliations", "authors raw affiliation", "authors affiliations"];
    Addresses = "addresses": ["addresses", "author addresses"];
    Affiliations = "affiliations": [
        "affiliations", "author affiliations", "affiliation", "author affiliation", "institutions", "institution",
        "authorships raw affiliation strings", "authorships institutions display name", "raw affiliation strings", "authors affiliations name of research organization",
        "research organizations standardized", "research organizations", "institutions display name",
    ];
    AffiliationCountries = "affiliation_countries": ["authors affiliations country of research organization", "country of research organization", "authorships countries"];
    Corresponding = "corresponding": ["correspondence address", "corresponding authors", "corresponding author", "reprint addresses", "correspondence"];
    Editor = "editor": ["editor", "editors", "editor s", "book editors", "herausgeber", "hrsg", "book editor", "series editors", "editor names"];
    Translator = "translator": ["translator", "translators", "übersetzer", "traducteur"];
    Year = "year": [
        "year", "publication year", "pubyear", "year of publication", "publication year s", "jahr", "erscheinungsjahr", "année",
        "annee", "anno", "ano", "año", "pub year", "published year", "year published", "date year", "yr", "copyright year",
    ];
    Month = "month": ["month", "publication month", "monat", "mois"];
    Date = "date": [
        "publication date", "date", "date published", "published date", "pub date", "cover date", "issue date", "erscheinungsdatum",
        "datum", "published", "published on", "pubdate", "date of publication", "entry date published",
    ];
    DateOnline = "date_online": ["publication date online", "online date", "early access date", "epub date", "electronic publication date", "online publication date", "published online"];
    DatePrint = "date_print": ["publication date print", "print date", "print publication date", "published print"];
    Journal = "journal": [
        "source title", "journal", "journal title", "publication title", "publication", "journal book", "source", "source title anthology title",
        "venue", "pubtitle", "periodical", "journal name", "zeitschrift", "revue", "revista", "rivista", "journal container", "container title", "host venue",
        "host venue display name", "primary location source display name", "primary location display name", "publication name",
        "magazine", "secondary title", "zeitschrift zeitung", "journal full title", "journal title full", "host venue name", "locations source display name", "periodical title",
        "titel der zeitschrift", "published in",
    ];
    JournalAbbreviation = "journal_abbreviation": [
        "abbreviated source title", "journal abbreviation", "journal iso abbreviation", "iso abbreviation", "journal abbr", "abbreviated journal",
        "journal abbreviations", "iso source abbreviation", "journal iso",
    ];
    BookTitle = "book_title": ["book title", "booktitle", "anthology title", "parent title", "proceedings title", "sammelwerk", "buchtitel", "host title"];
    Series = "series": ["series", "book series title", "series title", "collection title", "series name", "reihe", "collection", "schriftenreihe"];
    Event = "event": ["conference name", "conference title", "conference", "event title", "meeting name", "event name", "konferenz", "conference information"];
    EventDate = "event_date": ["conference date", "meeting date", "event date", "conf date"];
    EventPlace = "event_place": ["conference location", "conference place", "meeting location", "conf loc", "event place"];
    Volume = "volume": ["volume", "vol", "journal volume", "band", "jahrgang", "tome", "biblio volume", "volume number", "volumen", "vol no"];
    Issue = "issue": ["issue", "number", "no", "journal issue", "issue number", "heft", "nummer", "numéro", "numero", "biblio issue", "issue no", "heftnummer"];
    Supplement = "supplement": ["supplement", "suppl"];
    SpecialIssue = "special_issue": ["special issue"];
    ArticleNumber = "article_number": ["art no", "article number", "article no", "artikelnummer", "artnum", "article num", "elocation id", "article id number"];
    Pages = "pages": ["pages", "page", "pagination", "page range", "page numbers", "pp", "seiten", "pages from to", "page s", "biblio pages", "seiten von bis", "páginas", "pagine"];
    FirstPage = "first_page": ["page start", "start page", "first page", "startpage", "beginning page", "biblio first page", "first page number", "spage"];
    LastPage = "last_page": ["page end", "end page", "last page", "endpage", "ending page", "biblio last page", "last page number", "epage"];
    Edition = "edition": ["edition", "auflage", "édition"];
    Publisher = "publisher": ["publisher", "verlag", "publisher name", "éditeur", "editorial", "editore", "primary location source host organization name", "host venue publisher", "publisher information"];
    PublisherPlace = "publisher_place": ["place", "place of publication", "publisher city", "publisher location", "verlagsort", "ort", "erscheinungsort", "city", "lieu"];
    Language = "language": ["language", "language of original document", "sprache", "lang", "langue", "languages", "lingua", "idioma", "article language"];
    Kind = "type": [
        "document type", "type", "publication type", "item type", "content type", "documenttype", "doctype", "doc type",
        "articletype", "article type", "dokumententyp", "reference type", "ref type", "record type", "work type", "document identifier",
        "publication types", "category", "source type", "type crossref", "entrytype", "entry type", "dokumenttyp",
    ];
    Abstract = "abstract": ["abstract", "zusammenfassung", "résumé", "resumen", "riassunto", "abstract note", "abstract text", "abstract inverted"];
    Keywords = "keywords": ["author keywords", "keywords", "schlagwörter", "schlagworte", "mots clés", "keyword", "manual tags", "tags", "author keyword", "author supplied keywords", "palabras clave", "key words", "keywords plural", "schlüsselwörter"];
    KeywordsPlus = "keywords_plus": ["keywords plus"];
    IndexKeywords = "index_keywords": [
        "index keywords", "automatic tags", "ieee terms", "inspec controlled terms", "inspec non controlled terms", "subjects",
        "subject terms", "subjectterms", "subject headings", "indexing terms", "thesaurus", "emtree drug index terms", "emtree drug index terms major focus", "emtree medical index terms", "emtree medical index terms major focus", "subject", "descriptors", "identifierkeywords", "classification", "controlled terms", "keywords display name",
    ];
    Mesh = "mesh": ["mesh terms", "mesh", "mesh headings", "mesh descriptor name", "medical subject headings"];
    Topics = "topics": [
        "fields of research anzsrc 2020", "fields of research", "fields of study", "research areas", "wos categories",
        "web of science categories", "topics display name", "concepts display name", "primary topic display name", "sustainable development goals", "for anzsrc categories", "primary topic subfield display name", "primary topic field display name", "subject areas", "subject area", "fields of research anzsrc 2008",
    ];
    Chemicals = "chemicals": ["chemicals cas", "chemicals", "substances", "cas registry numbers"];
    Funding = "funding": ["funding details", "funding", "funder", "funders", "funding orgs", "funding sponsor", "funding information", "funding name preferred", "funders standardized", "grants funder display name", "funding sponsors", "funders display name"];
    FundingText = "funding_text": ["funding text", "acknowledgements", "funding text 1", "acknowledgments"];
    CitedBy = "cited_by": [
        "cited by", "times cited", "citations", "cited by count", "cites", "citing works count", "times cited wos core",
        "times cited all databases", "article citation count", "citation count", "citedby", "number of citations", "times cited all", "citedbycount", "cited by works count", "n citations",
    ];
    RecentCitations = "recent_citations": ["recent citations"];
    Rcr = "rcr": ["rcr", "relative citation ratio"];
    Fcr = "fcr": ["fcr", "field citation ratio"];
    Fwci = "fwci": ["fwci", "field weighted citation impact"];
    Altmetric = "altmetric": ["altmetric", "altmetric attention score", "altmetric score"];
    Usage = "usage": ["since 2013 usage count", "usage count since 2013", "usage count"];
    Doi = "doi": ["doi", "item doi", "digital object identifier", "digitalobjectidentifier", "doi link", "doi url", "doi name", "doi nummer"];
    Pmid = "pmid": ["pmid", "pubmed id", "pubmed", "medline pmid", "ids pmid", "pubmed ids", "pubmedid", "pmid number"];
    Pmcid = "pmcid": ["pmcid", "pmc", "pmc id", "ids pmcid", "pubmed central id"];
    ScopusId = "scopus_id": ["eid", "scopus eid", "scopus id", "eid scopus"];
    DimensionsId = "dimensions_id": ["publication id", "dimensions id"];
    LensId = "lens_id": ["lens id"];
    OpenalexId = "openalex_id": ["openalex id", "openalex", "ids openalex", "work id", "openalexid"];
    MagId = "mag_id": ["mag", "ids mag", "mag id", "magid", "microsoft academic id"];
    WosId = "wos_id": ["ut unique wos id", "unique wos id", "wos id", "ut", "unique id"];
    ArxivId = "arxiv_id": ["arxiv", "arxiv id", "arxivid", "ids arxiv"];
    S2Id = "s2_id": ["semantic scholar id", "s2 paper id", "corpusid"];
    AccessionNumber = "accession_number": ["accession number", "an", "pui", "embase accession id", "storeid"];
    Key = "key": ["key", "id", "citation key", "citationkey", "bibtex key", "bibtexkey", "citekey", "record id", "record number", "ref id", "refid", "identifier"];
    Issn = "issn": ["issn", "issns", "journal issn", "primary location source issn", "issn isbn", "issn s", "locations source issn"];
    IssnPrint = "issn_print": ["print issn", "pissn", "p issn", "issn print"];
    IssnElectronic = "issn_electronic": ["eissn", "e issn", "online issn", "electronic issn", "issn online", "issn electronic", "essn"];
    IssnLinking = "issn_linking": ["issn l", "primary location source issn l", "linking issn", "host venue issn l"];
    Isbn = "isbn": ["isbn", "isbns", "isbn issn", "isbn 13", "isbn13", "isbn 10", "eisbn", "isbn s", "electronic isbn", "print isbn"];
    Url = "url": [
        "url", "urls", "link", "links", "source linkout", "articleurl", "documenturl", "web address", "landing page url", "internetadresse",
        "primary location landing page url", "pdf link", "web link", "article link", "source url s", "fulltexturl", "plink", "document url", "external url", "source urls", "online adresse",
    ];
    Accessed = "accessed": ["access date", "accessed", "date accessed", "abgerufen am", "letzter zugriff"];
    References = "references": ["references", "cited references", "referenced works", "cited reference", "reference list"];
    Citation = "citation": ["citation"];
    Note = "note": ["notes", "note", "extra", "anmerkungen", "remarks", "anmerkung", "bemerkungen"];
    License = "license": ["license", "licence", "best oa location license", "primary location license", "license url"];
    OpenAccess = "open_access": ["open access", "open access status", "oa", "open access oa status", "open access designations", "open access colour", "is oa", "open access is oa"];
    ExportDate = "export_date": ["querydate", "export date", "date of export"];
    RetractionDoi = "retraction_doi": ["retractiondoi"];
    RetractionPmid = "retraction_pmid": ["retractionpubmedid"];
    RetractionDate = "retraction_date": ["retractiondate"];
    RetractionNature = "retraction_nature": ["retractionnature"];
    RetractionReason = "retraction_reason": ["reason", "reasons"];
    OriginalDoi = "original_doi": ["originalpaperdoi"];
    OriginalPmid = "original_pmid": ["originalpaperpubmedid"];
    OriginalDate = "original_date": ["originalpaperdate"];
}

/// Tags of the tab-delimited exports of Web of Science, with their meaning.
const WOS_TAGS: &[(&str, Column)] = &[
    ("AU", Column::Author),
    ("AF", Column::AuthorFull),
    ("BA", Column::BookAuthor),
    ("CA", Column::GroupAuthor),
    ("BE", Column::Editor),
    ("TI", Column::Title),
    ("SO", Column::Journal),
    ("SE", Column::Series),
    ("LA", Column::Language),
    ("DT", Column::Kind),
    ("CT", Column::Event),
    ("CY", Column::EventDate),
    ("CL", Column::EventPlace),
    ("DE", Column::Keywords),
    ("ID", Column::KeywordsPlus),
    ("AB", Column::Abstract),
    ("C1", Column::Addresses),
    ("RP", Column::Corresponding),
    ("OI", Column::Orcid),
    ("FU", Column::Funding),
    ("FX", Column::FundingText),
    ("CR", Column::References),
    ("TC", Column::CitedBy),
    ("U2", Column::Usage),
    ("PU", Column::Publisher),
    ("PI", Column::PublisherPlace),
    ("SN", Column::Issn),
    ("EI", Column::IssnElectronic),
    ("BN", Column::Isbn),
    ("J9", Column::JournalAbbreviation),
    ("JI", Column::JournalAbbreviation),
    ("PD", Column::Month),
    ("PY", Column::Year),
    ("EA", Column::DateOnline),
    ("VL", Column::Volume),
    ("IS", Column::Issue),
    ("SU", Column::Supplement),
    ("SI", Column::SpecialIssue),
    ("BP", Column::FirstPage),
    ("EP", Column::LastPage),
    ("AR", Column::ArticleNumber),
    ("DI", Column::Doi),
    ("WC", Column::Topics),
    ("SC", Column::Topics),
    ("PM", Column::Pmid),
    ("UT", Column::WosId),
];

/// Tags of Web of Science that are bookkeeping, counts of what is in the record, or of people's doors.
const WOS_IGNORED: &[&str] = &[
    "PT", "BF", "GP", "HO", "SP", "EM", "RI", "FP", "NR", "Z9", "U1", "PA", "PN", "MA", "D2", "PG", "GA",
    "OA", "HC", "HP", "DA", "C3", "WE", "EY", "ER", "EF", "P2", "DL",
];

/// Columns that hold bookkeeping, what can be counted in the record itself, or what is not to be spread.
const IGNORED: &[&str] = &[
    "rank",
    "gsrank",
    "citesurl",
    "citationurl",
    "relatedurl",
    "file attachments",
    "link attachments",
    "date added",
    "date modified",
    "page count",
    "num pages",
    "number of pages",
    "ecc",
    "age",
    "authorcount",
    "author count",
    "citesperyear",
    "citesperauthor",
    "create date",
    "nihms id",
    "file name",
    "reference count",
    "cited reference count",
    "number of cited references",
    "date added to xplore",
    "dimensions url",
    "library catalog",
    "source database",
    "database",
    "publication stage",
    "conference code",
    "coden",
    "email addresses",
    "abstractid",
    "date of export web of science record is current",
    "web of science record",
    "180 day usage count",
    "web of science index",
    "ids number",
    "embase link",
    "open url link",
    "full record entry date",
    "record owner",
    "created on",
    "modified on",
    "created by",
    "modified by",
    "external references",
    "patent citation count",
    "referenced works count",
    "lens url",
    "updated date",
    "created date",
    "openalex url",
    "coauthor openalex ids",
    "author openalex id",
    "cites id",
    "numpages",
    "paywalled",
    "relevance score",
    "count",
    "full text",
    "publisher address",
    "index",
    "unnamed 0",
];

/// Lower case, words parted by single spaces, no punctuation.
pub(super) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The column that a folded name means.
pub(super) fn by_name(folded: &str) -> Option<Column> {
    // `funding text 2` and on.
    let numbered = |n: &str| n.bytes().all(|b| b.is_ascii_digit());
    if folded.strip_prefix("funding text ").is_some_and(numbered) {
        return Some(Column::FundingText);
    }
    // `keywords/3/display_name`, as scripts flatten lists.
    let base = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let find = |name: &str| Column::ALL.iter().copied().find(|column| column.names().contains(&name));
    find(folded).or_else(|| {
        let numbered =
            base.len() < folded.len() && ["author", "keyword", "editor", "affiliation"].contains(&base);
        numbered.then(|| find(base)).flatten()
    })
}

/// The column that a tag of Web of Science means.
pub(super) fn by_wos_tag(tag: &str) -> Option<Column> {
    WOS_TAGS.iter().find(|(known, _)| *known == tag).map(|(_, column)| *column)
}

/// Whether a name is one of the tags of Web of Science.
pub(super) fn is_wos_tag(name: &str) -> bool {
    by_wos_tag(name).is_some() || WOS_IGNORED.contains(&name)
}

/// Whether a column is known to hold nothing that is to be kept.
pub(super) fn is_ignored(name: &str, folded: &str) -> bool {
    IGNORED.contains(&folded) || name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_things() {
        let mut seen = std::collections::BTreeMap::new();
        for column in Column::ALL {
            for name in column.names() {
                assert_eq!(fold(name), *name);
                assert_eq!(seen.insert(*name, *column), None, "{name}");
                assert!(!IGNORED.contains(name), "{name}");
            }
        }
    }

    #[test]
    fn names() {
        for (name, expected) in [
            ("Author(s) ID", Some(Column::AuthorIds)),
            ("Art. No.", Some(Column::ArticleNumber)),
            ("primary_location.source.display_name", Some(Column::Journal)),
            ("Funding Text 12", Some(Column::FundingText)),
            ("Chemicals/CAS", Some(Column::Chemicals)),
            ("Author 2", Some(Column::Author)),
            ("Beans", None),
            ("", None),
        ] {
            assert_eq!(by_name(&fold(name)), expected, "{name}");
        }
        assert_eq!(by_wos_tag("TI"), Some(Column::Title));
    }
}
