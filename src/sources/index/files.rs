//! Files of records, as services give them away: PubMed XML and Crossref JSON Lines, compressed or not.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::error::IndexError;
use crate::import::pubmed_xml::{self as article, ArticleError};
use crate::model::Record;
use crate::sources::crossref;

/// The longest line that is read; a work with thousands of references has a few megabytes.
const LONGEST_LINE: u64 = 64 << 20;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What stands in a file.
#[derive(Debug)]
pub enum Item {
    /// A record.
    Record(Box<Record>),
    /// PMIDs that PubMed has taken back.
    Deleted(Vec<String>),
    /// Something that could not be read, and why. What follows it is read all the same.
    Fault(String),
}

/// The records of a file, one after the other and none held.
pub struct Records {
    items: Box<dyn Iterator<Item = Item>>,
    read: Arc<AtomicU64>,
    size: u64,
}

impl Records {
    /// Opens a file. What it is shows in its first bytes, not in its name.
    ///
    /// # Errors
    /// If it cannot be opened, or is neither PubMed XML nor JSON.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let unreadable = |source| IndexError::Input { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        let read = Arc::new(AtomicU64::new(0));
        let mut bytes = BufReader::new(Counted { file, read: Arc::clone(&read) });
        let packed = bytes.fill_buf().map_err(unreadable)?.starts_with(&GZIP);
        let mut text: Box<dyn BufRead> = if packed {
            Box::new(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(bytes)))
        } else {
            Box::new(bytes)
        };
        let first = first_letter(&mut text).map_err(unreadable)?;
        let items: Box<dyn Iterator<Item = Item>> = match first {
            Some(b'<') => Box::new(article::Reader::new(text).map(of_pubmed)),
            Some(b'{') => Box::new(Lines { text, number: 0, ended: false }),
            _ => return Err(IndexError::OtherInput { path: path.to_owned() }),
        };
        Ok(Self { items, read, size })
    }

    /// Bytes of the file that were read, and all there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.read.load(Ordering::Relaxed), self.size)
    }
}

impl Iterator for Records {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        self.items.next()
    }
}

fn of_pubmed(found: Result<article::Found, ArticleError>) -> Item {
    match found {
        Ok(article::Found::Record(record)) => Item::Record(record),
        Ok(article::Found::Deleted(pmids)) => Item::Deleted(pmids),
        Err(error) => Item::Fault(error.to_string()),
    }
}

/// Steps over blanks and a byte order mark and looks at what comes then.
fn first_letter(text: &mut Box<dyn BufRead>) -> io::Result<Option<u8>> {
    loop {
        let buffer = text.fill_buf()?;
        let blanks = buffer
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf))
            .count();
        if buffer.is_empty() || blanks < buffer.len() {
            let first = buffer.get(blanks).copied();
            text.consume(blanks);
            return Ok(first);
        }
        text.consume(blanks);
    }
}

/// Works of Crossref, one a line.
struct Lines {
    text: Box<dyn BufRead>,
    number: u64,
    ended: bool,
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            self.number += 1;
            let mut line = Vec::new();
            let fault = |why: &dyn std::fmt::Display| Item::Fault(format!("line {}: {why}", self.number));
            match (&mut self.text).take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) => self.ended = true,
                Ok(length) if length as u64 == LONGEST_LINE && !line.ends_with(b"\n") => {
                    // One JSON document over all lines, or no JSON Lines at all: there is no next line to go on with.
                    self.ended = true;
                    return Some(fault(&"it is longer than 64 MB; write one work to a line"));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let work = String::from_utf8(line).map_err(|_| "it is not UTF-8".to_owned());
                    let work = work.and_then(|line| crossref::read_line(&line).map_err(|e| e.to_string()));
                    return Some(match work {
                        Ok(reading) => Item::Record(Box::new(reading.record)),
                        Err(why) => fault(&why),
                    });
                }
                Err(error) => {
                    self.ended = true;
                    return Some(fault(&error));
                }
            }
        }
        None
    }
}

/// Counts what is read from the disk.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("progress", &self.progress()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::path::PathBuf;

    use super::*;

    const XML: &str = "\u{feff}<?xml version=\"1.0\"?>\n<PubmedArticleSet><PubmedArticle><MedlineCitation>\
        <PMID>7</PMID><Article><ArticleTitle>Lichen roofing of barns</ArticleTitle></Article></MedlineCitation>\
        </PubmedArticle><DeleteCitation><PMID>8</PMID></DeleteCitation></PubmedArticleSet>";
    const JSON: &str =
        "{\"DOI\":\"10.1234/a\",\"title\":[\"Lichen roofing\"]}\n\nnonsense\n{\"DOI\":\"10.1234/b\"}\n";

    fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn shown(path: &Path) -> Vec<String> {
        let mut records = Records::open(path).unwrap();
        let shown = records.by_ref().map(|item| match item {
            Item::Record(record) => record.work.identifiers[0].value.value.clone(),
            Item::Deleted(pmids) => format!("-{}", pmids.join(",")),
            Item::Fault(why) => why.split(':').next().unwrap().to_owned(),
        });
        let shown = shown.collect();
        let (read, size) = records.progress();
        assert_eq!(read, size);
        shown
    }

    #[test]
    fn what_a_file_is_shows_in_its_bytes() {
        for (bytes, expected) in [
            (XML.as_bytes().to_vec(), vec!["7", "-8"]),
            (packed(XML), vec!["7", "-8"]),
            (JSON.as_bytes().to_vec(), vec!["10.1234/a", "line 3", "10.1234/b"]),
            (
                [packed(JSON), packed(JSON)].concat(),
                vec!["10.1234/a", "line 3", "10.1234/b", "10.1234/a", "line 7", "10.1234/b"],
            ),
        ] {
            let (_folder, path) = written(&bytes);
            assert_eq!(shown(&path), expected);
        }
    }

    #[test]
    fn anything_else_is_refused_and_what_breaks_off_is_told() {
        for bytes in [b"".as_slice(), b"  \n", b"plain text", b"\x1f\x8b"] {
            let (_folder, path) = written(bytes);
            assert!(Records::open(&path).is_err(), "{bytes:?}");
        }
        let whole = packed(&JSON.repeat(50));
        let (_folder, path) = written(&whole[..whole.len() / 2]);
        let last = Records::open(&path).map(Iterator::last);
        assert!(matches!(last, Err(_) | Ok(Some(Item::Fault(_)))), "{last:?}");
    }
}
