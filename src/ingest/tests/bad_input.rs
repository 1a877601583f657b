//! What is no list, and what is too much of one.

use std::fmt::Write as _;
use std::io::{self, Cursor, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::ingest::{IngestError, Input, open, open_input};

fn refused(bytes: &[u8]) -> IngestError {
    match open_bytes(bytes, "data/list.txt", &Limits::default()) {
        Ok(_) => panic!("was read"),
        Err(error) => error,
    }
}

#[test]
fn empty_files() {
    for bytes in [&b""[..], b"\n", b" \r\n\t\n", b"\xEF\xBB\xBF", b"\xFF\xFE"] {
        let error = refused(bytes);
        assert_eq!(error.code(), IssueCode::InputEmpty, "{bytes:?}");
        assert!(error.to_string().starts_with("data/list.txt is empty"), "{error}");
    }
}

#[test]
fn binary_files() {
    let noise: Vec<u8> = (0..4000u32).map(|i| u8::try_from(i * i % 7 * (i % 3)).unwrap()).collect();
    for (bytes, word) in [
        (&b"%PDF-1.7\nxyz"[..], "a PDF"),
        (b"PK\x03\x04zip", "a ZIP archive"),
        (b"\x1f\x8b\x08gz", "a gzip archive"),
        (b"\x7fELF\x02", "a program"),
        (&noise, "binary data"),
    ] {
        let error = refused(bytes);
        assert_eq!(error.code(), IssueCode::InputBinary);
        assert!(error.to_string().contains(word), "{error}");
        let issue = error.into_issue();
        assert_eq!(
            (issue.code, issue.entity.as_str(), issue.entity_id.as_str()),
            (IssueCode::InputBinary, "documents", "data/list.txt")
        );
        assert!(issue.observed.is_some_and(|o| o.contains(word)));
    }
}

#[test]
fn directories_and_paths_that_lead_nowhere() {
    let dir = tempfile::tempdir().unwrap();
    let open_at = |path: &std::path::Path| open(path, "given", &Limits::default()).err().unwrap();
    let error = open_at(dir.path());
    assert!(matches!(error, IngestError::Directory { .. }));
    assert_eq!(error.code(), IssueCode::InputUnreadable);
    assert!(error.to_string().contains("given is a directory"), "{error}");
    let error = open_at(&dir.path().join("missing.txt"));
    assert!(matches!(error, IngestError::Open { .. }));
    assert!(error.to_string().contains("check the path"), "{error}");
    #[cfg(unix)]
    assert!(matches!(open_at(std::path::Path::new("/dev/null")), IngestError::NotRegular { .. }));
}

#[test]
fn a_file_on_disk_reads_like_its_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("list.txt");
    std::fs::write(&path, REFERENCES.join("\n")).unwrap();
    let source = open(&path, "list.txt", &Limits::default()).unwrap();
    let texts: Vec<String> = source.entries().unwrap().map(|e| e.unwrap().text).collect();
    assert_eq!(texts, REFERENCES);
}

#[test]
fn text_without_a_list() {
    let text =
        "A letter\n\nDear all,\n\nin 2010 we met. It was a fine day, as it had been in 2009.\n\nYours\n";
    let read = read(text.as_bytes());
    assert!(read.entries.is_empty());
    assert_eq!(read.codes(), [IssueCode::ListNotFound]);
    assert_eq!(read.finished.document.n_rejected_lines, 4);
}

#[test]
fn one_endless_line() {
    let mut bytes = format!("References\n\n1. {}\n2. Doe J. ", REFERENCES[0]).into_bytes();
    bytes.extend(std::iter::repeat_n("é long ".as_bytes(), 1_000_000).flatten());
    bytes.extend(format!("\n3. {}\n", REFERENCES[1]).as_bytes());
    let read = read(&bytes);
    assert_eq!(read.labels(), ["1", "2", "3"]);
    let long = &read.entries[1];
    assert!(long.truncated && long.text.len() <= Limits::default().line_bytes);
    assert_eq!(long.source.span.end - long.source.span.start, 8_000_000 + 7);
    assert_eq!(read.codes(), [IssueCode::EntryTooLong]);
    assert_eq!(read.finished.issues[0].line, Some(4));
    assert_eq!(read.entries[2].text, REFERENCES[1]);
}

#[test]
fn one_endless_entry() {
    let mut text = format!("References\n\n1. {}\n2. Doe J. A\n", REFERENCES[0]);
    text += &"title that goes on and on and on and on for ever and a day,\n".repeat(5000);
    writeln!(text, "3. {}", REFERENCES[1]).unwrap();
    let read = read(text.as_bytes());
    assert_eq!(read.labels(), ["1", "2", "3"]);
    assert!(read.entries[1].truncated);
    assert_eq!(read.entries[1].text.len(), Limits::default().entry_bytes);
    assert_eq!((read.entries[1].line_start, read.entries[1].line_end), (4, 5004));
    assert_eq!(read.codes(), [IssueCode::EntryTooLong]);
}

#[test]
fn a_document_that_stops_in_the_middle() {
    let text = format!("References\n\n1. {}\n2. {}\n3. Doe J, Roe R, and\n", REFERENCES[0], REFERENCES[1]);
    let read = read(text.as_bytes());
    assert!(read.entries[2].truncated);
    assert_eq!(read.codes(), [IssueCode::RefTruncated]);
}

#[test]
fn issues_of_one_kind_are_bounded() {
    let mut text = String::from("References\n\n");
    for i in 0..500 {
        writeln!(text, "{}. Doe J. Number {i}. J Tests 2001; 1:2.", i * 2 + 1).unwrap();
    }
    let read = read(text.as_bytes());
    assert_eq!(read.entries.len(), 500);
    assert_eq!(read.finished.issues.len(), 101);
    assert!(read.finished.issues[100].message.contains("399 more"));
}

/// Bytes that are others when they are read again, as when an editor saves the file in between.
struct Changing(AtomicUsize);

impl Input for Changing {
    fn reader(&self) -> io::Result<Box<dyn io::Read + Send>> {
        let nth = self.0.fetch_add(1, Ordering::Relaxed);
        let year = if nth < 2 { "2001" } else { "2002" };
        Ok(Box::new(Cursor::new(format!(
            "1. Doe J. One. J Tests {year}; 1:2.\n2. Roe R. Two. J Tests 2002; 3:4.\n"
        ))))
    }
}

#[test]
fn a_file_that_changes_is_noticed() {
    let source = open_input(Arc::new(Changing(AtomicUsize::new(0))), "list.txt", &Limits::default()).unwrap();
    let error = source.entries().unwrap().finish().err().unwrap();
    assert!(matches!(error, IngestError::Changed { .. }));
    let mut entries = source.entries().unwrap();
    assert!(entries.by_ref().any(|e| e.is_err()));
    assert!(entries.finish().is_err());
}

/// Bytes that break off with an error of the disk.
struct Failing;

impl Input for Failing {
    fn reader(&self) -> io::Result<Box<dyn io::Read + Send>> {
        struct Broken;
        impl io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is gone"))
            }
        }
        Ok(Box::new(Cursor::new(b"1. Doe J. One.\n".to_vec()).chain(Broken)))
    }
}

#[test]
fn a_disk_that_fails_is_an_error() {
    let error = open_input(Arc::new(Failing), "list.txt", &Limits::default()).err().unwrap();
    assert!(matches!(error, IngestError::Read { .. }));
    assert!(error.to_string().contains("the disk is gone"));
}
