use std::io::Cursor;

use super::{ColumnMap, Records};
use super::{
    ads_tagged, bibtex, bibtexml, cff, citavi, cochrane, coins, crossref, csl_json, csl_yaml, datacite,
    endnote_xml, enw, europepmc, hayagriva, lens, marcxml, mods, nbib, openalex, ovid, pubmed_file, rdf,
    refworks, ris, semantic_scholar, table, tei, wiki_citations, word_xml, wos, zotero_json,
};
use crate::ingest::{Decoded, IngestError, Limits, Opened, TextNotes};
use crate::model::Format;

/// A file of records whose format is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The format.
    pub format: Format,
}

/// A file's records, and what will be known of its text once they were read; nothing for packed files.
pub type Reading = (Box<dyn Records>, Option<TextNotes>);

/// A format: how it is told, and how it is read.
struct Form {
    format: Format,
    detect: fn(&str) -> bool,
    open: fn(Decoded, &Limits) -> Box<dyn Records>,
}

/// Formats of text, in the order in which they are tried: those with the surest marks first. Tables come after all of
/// them.
const FORMS: &[Form] = &[
    form(Format::EndnoteXml, endnote_xml::detect, endnote_xml::open),
    form(Format::PubmedXml, pubmed_file::detect, pubmed_file::open),
    form(Format::Mods, mods::detect, mods::open),
    form(Format::WordXml, word_xml::detect, word_xml::open),
    form(Format::Rdf, rdf::detect, rdf::open),
    form(Format::Tei, tei::detect, tei::open),
    form(Format::Bibtexml, bibtexml::detect, bibtexml::open),
    form(Format::EuropepmcXml, europepmc::detect_xml, europepmc::open_xml),
    form(Format::OpenalexJson, openalex::detect, openalex::open),
    form(Format::DataciteJson, datacite::detect, datacite::open),
    form(Format::LensJson, lens::detect, lens::open),
    form(Format::CrossrefJson, crossref::detect, crossref::open),
    form(Format::EuropepmcJson, europepmc::detect_json, europepmc::open_json),
    form(Format::SemanticScholarJson, semantic_scholar::detect, semantic_scholar::open),
    form(Format::ZoteroJson, zotero_json::detect, zotero_json::open),
    form(Format::CslJson, csl_json::detect, csl_json::open),
    form(Format::Marcxml, marcxml::detect, marcxml::open),
    form(Format::Coins, coins::detect, coins::open),
    form(Format::WikiCitations, wiki_citations::detect, wiki_citations::open),
    form(Format::Cff, cff::detect, cff::open),
    form(Format::CslYaml, csl_yaml::detect, csl_yaml::open),
    form(Format::Hayagriva, hayagriva::detect, hayagriva::open),
    form(Format::Wos, wos::detect, wos::open),
    form(Format::RefworksTagged, refworks::detect, refworks::open),
    form(Format::AdsTagged, ads_tagged::detect, ads_tagged::open),
    form(Format::Ris, ris::detect, ris::open),
    form(Format::Nbib, nbib::detect, nbib::open),
    form(Format::EndnoteTagged, enw::detect, enw::open),
    form(Format::Cochrane, cochrane::detect, cochrane::open),
    form(Format::Ovid, ovid::detect, ovid::open),
    form(Format::Bibtex, bibtex::detect, bibtex::open),
];

const fn form(
    format: Format,
    detect: fn(&str) -> bool,
    open: fn(Decoded, &Limits) -> Box<dyn Records>,
) -> Form {
    Form { format, detect, open }
}

/// Bytes of a workbook or another package.
const LARGEST_PACKAGE: u64 = 512 << 20;

/// Tells from a file's content which format of records it has; `None` where it has none of them. Where the user says
/// which columns hold what, it is a table.
///
/// # Errors
/// When the file cannot be opened again, or holds records of something else than works.
pub fn recognise(opened: &Opened, columns: &ColumnMap) -> Result<Option<Recognised>, IngestError> {
    let found = |format| Ok(Some(Recognised { format }));
    let bytes = opened.head_bytes()?;
    if table::detect_xlsx(&bytes) {
        return found(Format::Xlsx);
    }
    if citavi::detect(&bytes) {
        return found(Format::Citavi);
    }
    if opened.not_text().is_some() {
        return Ok(None);
    }
    let head = opened.head()?;
    if !columns.is_empty() {
        return found(table::format(&head, columns).unwrap_or(Format::Csv));
    }
    if let Some(other) = pubmed_file::not_records(&head) {
        let path = opened.shown_as().to_owned();
        return Err(IngestError::Document { path, message: other.to_owned() });
    }
    if let Some(form) = FORMS.iter().find(|form| (form.detect)(&head)) {
        return found(form.format);
    }
    Ok(table::format(&head, columns).map(|format| Recognised { format }))
}

impl Recognised {
    /// Reads the file from its start.
    ///
    /// # Errors
    /// When the file cannot be opened again, or is a table that cannot be read or lacks a column the user named.
    pub fn open(self, opened: &Opened, columns: &ColumnMap) -> Result<Reading, IngestError> {
        let limits = Limits::default();
        let refused = |error: table::TableError| {
            let message = format!("cannot be read as a table: {error}");
            IngestError::Document { path: opened.shown_as().to_owned(), message }
        };
        if self.format == Format::Xlsx {
            let bytes = opened.whole(LARGEST_PACKAGE)?;
            let records = table::open_xlsx(Box::new(Cursor::new(bytes)), &limits, columns);
            return Ok((records.map_err(refused)?, None));
        }
        if self.format == Format::Citavi {
            let bytes = opened.whole(LARGEST_PACKAGE)?;
            let records = citavi::open(Box::new(Cursor::new(bytes)), &limits).map_err(|error| {
                IngestError::Document { path: opened.shown_as().to_owned(), message: error.to_string() }
            })?;
            return Ok((records, None));
        }
        let text = opened.text()?;
        let records = match FORMS.iter().find(|form| form.format == self.format) {
            Some(form) => (form.open)(text.decoded, &limits),
            None => table::open(text.decoded, &limits, columns).map_err(refused)?,
        };
        Ok((records, Some(text.notes)))
    }
}
