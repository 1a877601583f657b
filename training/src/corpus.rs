//! The corpora: which records may be used, and what their labels mean.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::read::MultiGzDecoder;
use refloom::parse::locator;
use refloom::parse::tag::Tag;
use serde_json::Value;

/// A stretch of a reference; without a tag it is what stands between two fields.
pub type Segment = (Option<Tag>, String);

/// A tagged reference.
#[derive(Clone, Debug)]
pub struct Record {
    /// The text in pieces.
    pub segments: Vec<Segment>,
    /// Who published the article it was printed in; empty where the corpus does not say.
    pub publisher: String,
    /// The record as it lies in the corpus.
    pub source: Value,
}

/// Reads the records of a corpus.
pub fn read(folder: &Path, name: &str) -> Result<Vec<Value>> {
    let path = folder.join(format!("{name}.jsonl.gz"));
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let lines = BufReader::new(MultiGzDecoder::new(file)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// Reads records from a file of one's own, one a line.
pub fn read_lines(path: &Path) -> Result<Vec<Value>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let lines = BufReader::new(file).lines().enumerate();
    lines
        .map(|(i, line)| {
            let at = || format!("{}, line {}: no JSON", path.display(), i + 1);
            serde_json::from_str(&line?).with_context(at)
        })
        .collect()
}

/// True when the licence lets anyone use what is made from the record: no NC, no ND, and nothing unsaid.
pub fn is_free(record: &Value) -> bool {
    let licence = record["license"].as_str().unwrap_or_default();
    let free =
        ["CC-BY", "CC-CC-BY", "CC-ZERO", "CC-MARK", "public-domain"].iter().any(|l| licence.starts_with(l));
    free && !["-NC", "-ND", "-SA"].iter().any(|l| licence.contains(l))
}

/// The labelled stretches of a record.
fn labelled(record: &Value, key: &str) -> Vec<(String, String)> {
    let list = record[key].as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|s| Some((s.get(0)?.as_str()?.to_owned(), s.get(1)?.as_str()?.to_owned())))
        .collect()
}

/// References as publishers tagged them. `None` where a label is not known or nearly nothing is labelled.
pub fn jats(record: Value) -> Option<Record> {
    let segments = labelled(&record, "segments");
    let has = |label: &str| segments.iter().any(|(l, _)| l == label);
    let kind = record["type"].as_str().unwrap_or_default();
    let titled = has("title") || has("chapter-title");
    let journal = matches!(kind, "journal" | "" | "periodical" | "magazine")
        || has("volume")
            && !matches!(kind, "book" | "confproc" | "thesis" | "report" | "web" | "webpage" | "other");
    let mut out = Vec::new();
    let (mut chapter_seen, mut tags) = (false, 0);
    for (label, text) in &segments {
        let (head, _) = label.split_once('.').unwrap_or((label, ""));
        let tag = match head {
            "_" | "role" => None,
            "author" => Some(Tag::Author),
            "editor" => Some(Tag::Editor),
            "chapter-title" | "trans-title" => {
                chapter_seen = true;
                Some(Tag::Title)
            }
            // A chapter's book stands under either name.
            "title" => Some(if chapter_seen && !has("source") { Tag::Container } else { Tag::Title }),
            "source" => Some(if titled || journal { Tag::Container } else { Tag::Title }),
            "conf-name" => Some(Tag::Container),
            "series" => Some(Tag::Series),
            "volume" => Some(Tag::Volume),
            "issue" | "supplement" => Some(Tag::Issue),
            "fpage" | "lpage" | "pages" | "elocation-id" => Some(Tag::Pages),
            "year" | "month" | "day" | "season" => Some(Tag::Date),
            "publisher" | "institution" | "gov" => Some(Tag::Publisher),
            "publisher-loc" | "conf-loc" => Some(Tag::Place),
            "edition" => Some(Tag::Edition),
            "doi" | "uri" | "pmid" | "pmcid" | "object-id" | "issn" | "isbn" => Some(Tag::Identifier),
            "comment" | "access-date" | "patent" | "version" | "size" | "conf-date" | "label" => {
                Some(Tag::Note)
            }
            _ => return None,
        };
        tags += usize::from(tag.is_some());
        out.push((tag, text.clone()));
    }
    let publisher = record["publisher"].as_str().unwrap_or_default().to_owned();
    (tags >= 3).then_some(Record { segments: out, publisher, source: record })
}

/// References with a segment for each field and nothing between: the mixed collection and GROBID's.
pub fn whole(record: Value, joined_by: &str) -> Option<Record> {
    let mut out: Vec<Segment> = Vec::new();
    for (label, text) in labelled(&record, "segments") {
        let tag = match label.as_str() {
            "citation-number" => continue,
            "_" => None,
            "author" | "director" | "producer" | "collaboration" => Some(Tag::Author),
            "editor" => Some(Tag::Editor),
            "translator" => Some(Tag::Translator),
            "title" => Some(Tag::Title),
            "journal" | "container-title" | "booktitle" => Some(Tag::Container),
            "collection-title" | "series" => Some(Tag::Series),
            "volume" => Some(Tag::Volume),
            "issue" => Some(Tag::Issue),
            "pages" => Some(Tag::Pages),
            "date" => Some(Tag::Date),
            "publisher" | "institution" => Some(Tag::Publisher),
            "location" => Some(Tag::Place),
            "edition" => Some(Tag::Edition),
            "genre" | "medium" | "note-report" => Some(Tag::Genre),
            "url" | "doi" | "isbn" | "web" => Some(Tag::Identifier),
            "note" | "source" | "idno" => Some(Tag::Note),
            _ => return None,
        };
        if !out.is_empty() && !joined_by.is_empty() {
            out.push((None, joined_by.to_owned()));
        }
        match tag {
            Some(Tag::Volume) => volume(&text, &mut out),
            tag => out.push((tag, text)),
        }
    }
    (out.len() > 2).then_some(Record { segments: out, publisher: String::new(), source: record })
}

/// `3(1),` or `19, 4` under the name of the volume are a volume and an issue, and `n° 5` is an issue alone.
fn volume(text: &str, out: &mut Vec<Segment>) {
    let lower = text.trim_start().to_lowercase();
    let issue = ["n°", "nº", "no.", "no ", "nr", "issue", "heft", "number", "num"]
        .iter()
        .any(|w| lower.starts_with(w));
    if issue {
        out.push((Some(Tag::Issue), text.to_owned()));
        return;
    }
    let lead = text.len() - text.trim_start().len();
    let found = locator::read(text, lead, text.len());
    let cut = found.and_then(|l| l.issue.or(l.supplement).and(l.volume)).map(|v| v.range().end);
    let cut = cut
        .or_else(|| text.find('(').filter(|&at| text[..at].bytes().any(|b| b.is_ascii_digit())))
        .or_else(|| {
            let at = text.find([',', '.', ':', '/']).filter(|&at| at > 0)?;
            let numbers = text[..at].trim().bytes().all(|b| b.is_ascii_digit());
            let behind = text[at + 1..].trim_matches([' ', ',', '.', ':', ';']);
            (numbers && !behind.is_empty() && behind.bytes().all(|b| b.is_ascii_digit())).then_some(at)
        });
    match cut {
        Some(cut) => {
            let cut =
                cut + text[cut..].len() - text[cut..].trim_start_matches([',', ' ', '.', ':', '/']).len();
            out.push((Some(Tag::Volume), text[..cut].to_owned()));
            // `5(1):15–17`
            let pages =
                found.and_then(|l| l.first.or(l.article)).map(|p| p.range().start).filter(|&p| p > cut);
            let pages = pages.unwrap_or(text.len());
            out.push((Some(Tag::Issue), text[cut..pages].to_owned()));
            if pages < text.len() {
                out.push((Some(Tag::Pages), text[pages..].to_owned()));
            }
        }
        None => out.push((Some(Tag::Volume), text.to_owned())),
    }
}

/// Books of the humanities' collection: those in which every label means one thing.
pub fn humanities(record: Value) -> Option<Record> {
    let segments = labelled(&record, "segments");
    let count = |label: &str| segments.iter().filter(|(l, _)| l == label).count();
    if count("title") != 1 || count("author") != 1 || count("publicationplace") + count("publisher") == 0 {
        return None;
    }
    let mut out = Vec::new();
    for (label, text) in &segments {
        let tag = match label.as_str() {
            "_" => None,
            "author" => Some(Tag::Author),
            "title" => Some(Tag::Title),
            "pagination" => Some(Tag::Pages),
            "year" => Some(Tag::Date),
            "publicationplace" => Some(Tag::Place),
            "publisher" => Some(Tag::Publisher),
            "series" => Some(Tag::Series),
            "volume" | "tomo" => Some(Tag::Volume),
            _ => return None,
        };
        out.push((tag, text.clone()));
    }
    Some(Record { segments: out, publisher: String::new(), source: record })
}

/// Fields of a record that has no text.
pub fn fields(record: &Value) -> Vec<(String, String)> {
    labelled(record, "fields")
}
