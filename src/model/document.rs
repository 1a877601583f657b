use serde::{Deserialize, Serialize};

use super::{ByteSpan, Contributor, Entry, Field, Identifier, PartialDate};

/// What is known of one input file once it has been read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The path as given, with `/` between its parts.
    pub path: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Detected format.
    pub format: Format,
    /// Detected encoding, by its WHATWG name in lower case (`utf-8`, `utf-16le`, `windows-1252`).
    pub encoding: String,
    /// A byte-order mark was present.
    pub had_bom: bool,
    /// Line ends.
    pub newline: Newline,
    /// What the document says of itself.
    pub front: FrontMatter,
    /// The style of its references where one was recognised (`vancouver`, `uptodate`).
    pub style: Option<String>,
    /// References found.
    pub n_references: u32,
    /// Non-empty lines outside any reference.
    pub n_rejected_lines: u32,
}

/// What a document says of itself before its references.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The lines these facts stand on, one after the other; their spans count from the start of its text.
    pub entry: Entry,
    /// Title.
    pub title: Option<Field<String>>,
    /// Authors and editors.
    pub contributors: Vec<Contributor>,
    /// Journal or book it appeared in.
    pub container_title: Option<Field<String>>,
    /// Its own identifiers.
    pub identifiers: Vec<Identifier>,
    /// Who published it.
    pub publisher: Option<Field<String>>,
    /// `Literature review current through`.
    pub current_through: Option<Field<PartialDate>>,
    /// `This topic last updated`.
    pub last_updated: Option<Field<PartialDate>>,
    /// Other topics the document points to (`See "…"`).
    pub related: Vec<RelatedTopic>,
}

/// A document another one points to by its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedTopic {
    /// Its title as printed.
    pub title: String,
    /// Where the title stands in the file.
    pub span: ByteSpan,
}

macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// Formats; the closed list of the `documents.format` column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Format { $($(#[doc = $doc])+ $name,)+ }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The words of all of them, for the schema.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word written to tables.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

formats! {
    /// Plain text with a reference list.
    Text = "text",
    /// PDF with a text layer.
    Pdf = "pdf",
    /// Word document (Office Open XML).
    Docx = "docx",
    /// `OpenDocument` text.
    Odt = "odt",
    /// EPUB book.
    Epub = "epub",
    /// Web page.
    Html = "html",
    /// Article in JATS XML.
    Jats = "jats",
    /// Markdown.
    Markdown = "markdown",
    /// LaTeX bibliography (`.bbl`, `thebibliography`).
    Latex = "latex",
    /// RIS.
    Ris = "ris",
    /// PubMed's tagged text (MEDLINE format).
    Nbib = "nbib",
    /// BibTeX or BibLaTeX.
    Bibtex = "bibtex",
    /// CSL-JSON.
    CslJson = "csl_json",
    /// Citation File Format.
    Cff = "cff",
    /// EndNote's XML.
    EndnoteXml = "endnote_xml",
    /// EndNote's tagged format, after refer.
    EndnoteTagged = "endnote_tagged",
    /// PubMed XML.
    PubmedXml = "pubmed_xml",
    /// MODS XML.
    Mods = "mods",
    /// Citavi's project backup.
    Citavi = "citavi",
    /// Crossref's JSON.
    CrossrefJson = "crossref_json",
    /// DataCite's JSON.
    DataciteJson = "datacite_json",
    /// OpenAlex's JSON.
    OpenalexJson = "openalex_json",
    /// The Lens' JSON.
    LensJson = "lens_json",
    /// Web of Science, tagged.
    Wos = "wos",
    /// Web of Science, as a table.
    WosTable = "wos_table",
    /// Ovid's text export.
    Ovid = "ovid",
    /// Scopus, as a table.
    ScopusCsv = "scopus_csv",
    /// Dimensions, as a table.
    DimensionsCsv = "dimensions_csv",
    /// The Lens, as a table.
    LensCsv = "lens_csv",
    /// OpenAlex, as a table.
    OpenalexCsv = "openalex_csv",
    /// `RefWorks`' tagged format.
    RefworksTagged = "refworks_tagged",
    /// Microsoft Word's bibliography.
    WordXml = "word_xml",
    /// CSL items in YAML.
    CslYaml = "csl_yaml",
    /// Hayagriva's YAML.
    Hayagriva = "hayagriva",
    /// The Astrophysics Data System's tagged format.
    AdsTagged = "ads_tagged",
    /// Bibliographies in RDF/XML: Zotero's, Dublin Core, the Bibliographic Ontology.
    Rdf = "rdf",
    /// TEI XML.
    Tei = "tei",
    /// BibTeX as XML.
    Bibtexml = "bibtexml",
    /// Europe PMC's search results, XML.
    EuropepmcXml = "europepmc_xml",
    /// Europe PMC's search results, JSON.
    EuropepmcJson = "europepmc_json",
    /// Semantic Scholar's JSON.
    SemanticScholarJson = "semantic_scholar_json",
    /// The Cochrane Library's plain text.
    Cochrane = "cochrane",
    /// Zotero's JSON.
    ZoteroJson = "zotero_json",
    /// `COinS` in a web page.
    Coins = "coins",
    /// Wikipedia's citation templates.
    WikiCitations = "wiki_citations",
    /// MARCXML.
    Marcxml = "marcxml",
    /// Any other table of text.
    Csv = "csv",
    /// Excel workbook.
    Xlsx = "xlsx",
}

/// Line ends of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Newline {
    /// `\n`, also for a file without any line end.
    #[default]
    Lf,
    /// `\r\n`.
    Crlf,
    /// `\r`.
    Cr,
    /// More than one of them.
    Mixed,
}

impl Newline {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "lf",
            Self::Crlf => "crlf",
            Self::Cr => "cr",
            Self::Mixed => "mixed",
        }
    }
}
