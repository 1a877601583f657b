//! Files of PubMed: the XML that `efetch` answers and the baseline and update files hold (NLM's PubMed DTD), and the
//! document summaries of `esummary` (`eSummaryResult`).
//!
//! Each `<PubmedArticle>` and `<PubmedBookArticle>` is read by [`super::pubmed_xml`], whatever stands
//! around it: a file may be one article without any list, or several files one behind the other. PMIDs that an update
//! file takes back are told in [`About::notes`].

mod summary;

#[cfg(test)]
mod tests;

use std::io;

use super::pubmed_xml::{self, ArticleError, Found};
use super::xml::{self, Cut, Cutter, Piece};
use super::{About, Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{Record, Scheme, Source};
use crate::normalize;

/// Elements that are read, each apart from the others.
const PIECES: [&str; 7] = [
    "PubmedArticle",
    "PubmedBookArticle",
    "DeleteCitation",
    "DeleteDocument",
    "DocSum",
    "DocumentSummary",
    "MedlineCitation",
];

/// Whether a file that begins so is one of PubMed's.
pub fn detect(head: &str) -> bool {
    const ROOTS: [&str; 7] = [
        "PubmedArticleSet",
        "PubmedBookArticleSet",
        "PubmedArticle",
        "PubmedBookArticle",
        "eSummaryResult",
        "MedlineCitationSet",
        "DeleteCitation",
    ];
    xml::root(head).is_some_and(|root| ROOTS.contains(&root))
}

/// Says of an XML file that begins so what it is, where it holds no bibliographic records.
pub fn not_records(head: &str) -> Option<&'static str> {
    Some(match xml::root(head)? {
        "SerialsSet" | "Serial" | "NLMCatalogRecordSet" | "NLMCatalogRecord" => {
            "this is a list of journals of the NLM catalogue, not of works; give it as a journal list, or export the articles themselves"
        }
        "eSearchResult" => {
            "this is the answer of a search in PubMed, which holds PMIDs alone; fetch their records with efetch and give that file"
        }
        "eInfoResult" => "this describes a database of NCBI and holds no records",
        "eLinkResult" => {
            "this is a list of links between records of NCBI, which holds identifiers alone; fetch their records with efetch and give that file"
        }
        "eFetchResult" => {
            "this is an answer of PubMed without records, mostly an error; fetch the file again"
        }
        "DescriptorRecordSet" | "SupplementalRecordSet" | "QualifierRecordSet" => {
            "this is the MeSH vocabulary, not a list of works"
        }
        _ => return None,
    })
}

/// Reads a file of PubMed.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    let cutter = Cutter::new(text, &PIECES, limits.record_bytes).with_inner(&["MedlineCitation"]);
    Box::new(Reader { cutter, limit: limits.record_bytes, about: About::default(), deleted: 0 })
}

struct Reader {
    cutter: Cutter,
    limit: usize,
    about: About,
    /// How many PMIDs were taken back.
    deleted: usize,
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            let piece = match self.cutter.next()? {
                None => return Ok(None),
                Some(Cut::Lost(lost)) => return Ok(Some(Item::Broken(xml::lost(&lost, &mut self.cutter)))),
                Some(Cut::Record(piece)) => piece,
            };
            if let Some(item) = self.read(&piece) {
                return Ok(Some(item));
            }
        }
    }

    fn about(&self) -> About {
        self.about.clone()
    }
}

impl Reader {
    /// The item a piece makes; `None` where it only says something of the file.
    fn read(&mut self, piece: &Piece) -> Option<Item> {
        let place = self.cutter.locate(piece.from, piece.to);
        let text = self.cutter.xml(piece);
        let broken =
            |message: String| Some(Item::Broken(Broken { place, message, observed: xml::beginning(text) }));
        match piece.name {
            "DocSum" | "DocumentSummary" => match xml::read(text) {
                Ok(tree) => match summary::read(&tree) {
                    Ok(draft) => Some(Item::Record(Box::new(draft.finish(place)))),
                    Err(message) => broken(message),
                },
                Err(fault) => broken(format!("this summary cannot be read: {fault}; it was left out")),
            },
            // A record of MEDLINE without what PubMed adds to it.
            "MedlineCitation" => {
                let whole = format!("<PubmedArticle>{text}</PubmedArticle>");
                match parse(whole.as_bytes(), self.limit.saturating_add(64)) {
                    Ok(Found::Record(record)) => Some(Item::Record(Box::new(imported(*record, place)))),
                    Ok(Found::Deleted(_)) => None,
                    Err(error) => broken(message(&error)),
                }
            }
            _ => match parse(text.as_bytes(), self.limit) {
                Ok(Found::Record(record)) => Some(Item::Record(Box::new(imported(*record, place)))),
                Ok(Found::Deleted(pmids)) => {
                    self.note_deleted(&pmids);
                    None
                }
                Err(error) => broken(message(&error)),
            },
        }
    }

    fn note_deleted(&mut self, pmids: &[String]) {
        self.deleted += pmids.len();
        let first: Vec<&str> = pmids.iter().take(5).map(String::as_str).collect();
        let more = if pmids.len() > first.len() { " and others" } else { "" };
        let note = format!(
            "PubMed has taken back {} record(s) by this file: {}{more}",
            pmids.len(),
            first.join(", ")
        );
        if self.about.notes.len() < 20 {
            self.about.notes.push(note);
        }
    }
}

fn parse(xml: &[u8], limit: usize) -> Result<Found, ArticleError> {
    let limits = pubmed_xml::Limits { bytes: limit, ..pubmed_xml::Limits::default() };
    pubmed_xml::Reader::with_limits(xml, limits).next().unwrap_or(Err(ArticleError::Empty))
}

fn imported(mut record: Record, place: crate::model::Place) -> Imported {
    record.source = Source::Import;
    // What was wrong with its values is found again: doing it twice changes nothing.
    let findings = normalize::normalize(&mut record.work);
    let label = record
        .work
        .identifiers
        .iter()
        .find(|id| id.value.scheme == Scheme::Pmid)
        .map(|id| id.value.value.clone());
    Imported { record, label, place, findings }
}

/// What is wrong, without the offset, which counts from the record and not from the file.
fn message(error: &ArticleError) -> String {
    match error {
        ArticleError::Record { pmid, fault, .. } => {
            let of = pmid.as_ref().map(|id| format!(" of PMID {id}")).unwrap_or_default();
            format!(
                "the record{of} cannot be read: {fault}; it was left out, the others are not touched by it"
            )
        }
        other => format!("this record cannot be read: {other}"),
    }
}
