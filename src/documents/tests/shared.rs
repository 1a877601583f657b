//! Measurements on material that lies beside the project, not in it. They are skipped, and say so, where it is not there.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;

use flate2::read::GzDecoder;

use super::packages::{docx, paragraph};
use super::pdf_writer::{Part, Setting, pdf};
use super::render::{Record, styles};
use super::*;

/// The folder, where there is one: `REFLOOM_SHARED` or `../shared`.
fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    // Not through `println!`, which the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
    None
}

/// Without spaces and hyphens: whether a line break took a hyphen along is another question than where entries begin.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '\u{AD}')).collect()
}

/// How many were found, and how many of those expected are among them.
fn found(kind: Kind, bytes: &[u8], expected: &[String]) -> (usize, usize) {
    let document = extract(kind, bytes, &DocumentLimits::default()).unwrap();
    let found = references(&document);
    let set: HashSet<String> = found.iter().map(|t| squeezed(t)).collect();
    (found.len(), expected.iter().filter(|t| set.contains(&squeezed(t))).count())
}

/// A list printed with its labels, below some prose, in every setting.
fn measure(name: &str, plain: &[String], printed: &[String]) -> (usize, usize) {
    let text =
        "The responses of patients were measured again after treatment and reported as before in earlier \
                investigations of considerable heterogeneity among participants (Doe 2001). "
            .repeat(3);
    let mut total = (0, 0);
    let mut note = |how: &str, (count, right): (usize, usize)| {
        println!("{name:10} {how:24} {count:3} of {:3} found, {right:3} split exactly", plain.len());
        total = (total.0 + plain.len(), total.1 + right);
        assert!(count.abs_diff(plain.len()) * 50 <= plain.len(), "{name} {how}: {count}");
    };
    let labelled = plain != printed;
    for columns in [1, 2] {
        for (layout, hang, gap) in [("hanging", 14.0, 0.0), ("white between", 0.0, 4.0), ("flat", 0.0, 0.0)] {
            // Nothing but its words parts an unlabelled list set flat: the finder's measure, not this one's.
            if !labelled && layout == "flat" {
                continue;
            }
            let mut parts = vec![Part::Heading("An invented article")];
            parts.extend((0..12).map(|_| Part::Prose(text.trim())));
            parts.push(Part::Heading("References"));
            parts.extend(printed.iter().map(|r| Part::Entry(r)));
            let bytes = pdf(&parts, Setting { columns, size: 8.5, hang, gap, heads: true });
            note(&format!("PDF {columns} {layout}"), found(Kind::Pdf, &bytes, plain));
        }
    }
    let body = |entries: &[String]| {
        let mut body = [paragraph(text.trim()), paragraph("References")].concat();
        for entry in entries {
            body += &paragraph(entry);
        }
        body
    };
    note("DOCX", found(Kind::Docx, &docx(&body(printed), &[]), plain));
    total
}

#[test]
fn lists_of_four_styles() {
    let Some(folder) = folder() else { return };
    let file = std::fs::File::open(folder.join("corpora/jats_elements.jsonl.gz")).unwrap();
    // Every fiftieth, so that many articles are met.
    let lines = BufReader::new(GzDecoder::new(file)).lines().step_by(50);
    let records: Vec<Record> = lines.filter_map(|l| Record::read(&l.unwrap())).take(320).collect();
    let (mut total, mut right) = (0, 0);
    for (at, (name, style, label)) in styles().into_iter().enumerate() {
        for part in records.chunks(80).skip(at % 2).step_by(2) {
            let mut plain: Vec<String> = part.iter().map(style).collect();
            if label.is_none() {
                plain.sort_unstable();
            }
            let print = |(i, text): (usize, &String)| {
                format!("{}{text}", label.map(|l| l(i + 1)).unwrap_or_default())
            };
            let printed: Vec<String> = plain.iter().enumerate().map(print).collect();
            let (n, ok) = measure(name, &plain, &printed);
            (total, right) = (total + n, right + ok);
        }
    }
    println!("{right} of {total}");
    assert!(right * 100 >= total * 98, "{right} of {total}");
}

#[test]
fn the_seed_list() {
    let Some(folder) = folder() else { return };
    let bytes = std::fs::read(folder.join("seed/000_ef40650695deab2b.txt")).unwrap();
    let source = crate::ingest::open_bytes(&bytes, "seed", &crate::ingest::Limits::default()).unwrap();
    let entries: Vec<crate::model::Entry> = source.entries().unwrap().map(|e| e.unwrap()).collect();
    let plain: Vec<String> = entries.iter().map(|e| e.text.clone()).collect();
    let printed: Vec<String> =
        entries.iter().map(|e| format!("{}. {}", e.label.as_deref().unwrap_or_default(), e.text)).collect();
    assert_eq!(plain.len(), 18);
    let (total, right) = measure("seed", &plain, &printed);
    assert_eq!(right, total);
}

/// Exports of reference managers and databases are no documents.
#[test]
fn files_of_records_are_left_to_their_readers() {
    let Some(folder) = folder() else { return };
    let mut open = vec![folder.join("samples"), folder.join("gold")];
    let mut looked_at = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let head = &bytes[..bytes.len().min(64 << 10)];
        assert_eq!(detect(head, &String::from_utf8_lossy(head)), None, "{}", path.display());
        looked_at += 1;
    }
    assert!(looked_at > 200);
}
