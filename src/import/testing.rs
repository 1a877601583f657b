//! What the tests of several readers do alike.

use std::io::Write as _;
use std::path::PathBuf;

use super::{About, Broken, Imported, Item, Records};
use crate::ingest::{Decoded, Limits, decode_bytes};
use crate::model::{Contributor, Field, Reference, Scheme};

/// How a reader is opened.
pub(super) type Opener = fn(Decoded, &Limits) -> Box<dyn Records>;

/// Everything a reader gives of some bytes.
pub(super) struct Read {
    pub(super) records: Vec<Imported>,
    pub(super) broken: Vec<Broken>,
    pub(super) about: About,
}

pub(super) fn read_with(open: Opener, bytes: &[u8], limits: &Limits) -> Read {
    let mut reader = open(decode_bytes(bytes).unwrap(), limits);
    let (mut records, mut broken) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next().unwrap() {
        match item {
            Item::Record(record) => records.push(*record),
            Item::Broken(what) => broken.push(what),
        }
    }
    assert!(reader.next().unwrap().is_none(), "the end stays the end");
    Read { records, broken, about: reader.about() }
}

pub(super) fn read(open: Opener, bytes: &[u8]) -> Read {
    read_with(open, bytes, &Limits::default())
}

/// The only record of a text.
pub(super) fn one(open: Opener, text: &str) -> Imported {
    let mut read = read(open, text.as_bytes());
    assert_eq!(read.records.len(), 1, "{text}");
    read.records.remove(0)
}

/// A text field, or nothing.
#[allow(clippy::ref_option, reason = "fields are handed over as they stand in a record")]
pub(super) fn text(field: &Option<Field<String>>) -> &str {
    field.as_ref().map_or("", |field| &field.value)
}

/// Everybody, as `role Family, Given`.
pub(super) fn people(work: &Reference) -> Vec<String> {
    let show = |c: &Contributor| format!("{} {}", c.role.as_str(), c.name.value.display());
    work.contributors.iter().map(show).collect()
}

/// Identifiers of one scheme.
pub(super) fn ids(work: &Reference, scheme: Scheme) -> Vec<&str> {
    work.identifiers.iter().filter(|id| id.value.scheme == scheme).map(|id| id.value.value.as_str()).collect()
}

pub(super) fn notes(work: &Reference) -> Vec<&str> {
    work.notes.iter().map(|note| note.value.as_str()).collect()
}

pub(super) fn issued(work: &Reference) -> String {
    work.issued.as_ref().map(|date| date.value.to_string()).unwrap_or_default()
}

/// `first-last`, or what stands in their place.
pub(super) fn pages(work: &Reference) -> String {
    match &work.pages {
        Some(pages) => match &pages.value.last {
            Some(last) => format!("{}-{last}", pages.value.first),
            None => pages.value.first.clone(),
        },
        None => text(&work.article_number).to_owned(),
    }
}

/// Whatever stands in a file, its places lead back to it, and cutting it anywhere loses no record before the cut.
///
/// `whole` are the bytes of a file of which each record ends where its place says.
pub(super) fn survives_cuts(open: Opener, whole: &[u8]) {
    let all = read(open, whole);
    for cut in 0..=whole.len() {
        let got = read(open, &whole[..cut]);
        let complete = all.records.iter().filter(|record| record.place.span.end <= cut as u64).count();
        assert!(got.records.len() >= complete.min(all.records.len()), "cut at {cut}");
        // The last of them may lose fields; those before it are the same.
        for (n, (before, after)) in
            all.records.iter().zip(&got.records).take(complete.saturating_sub(1)).enumerate()
        {
            assert_eq!(before, after, "record {n} of a file cut at {cut}");
        }
    }
}

/// The same records whatever ends the lines.
pub(super) fn same_with_every_line_end(open: Opener, text: &str) {
    let wanted = read(open, text.as_bytes());
    let mut mixed = String::new();
    let mut before = "";
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            // `\r` and `\n` around an empty line would be one line end.
            let beside_empty = line.is_empty() || before.is_empty();
            mixed.push_str(if beside_empty { "\r\n" } else { ["\n", "\r\n", "\r"][n % 3] });
        }
        mixed.push_str(line);
        before = line;
    }
    let texts = [text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{FEFF}{text}"), mixed];
    for other in &texts {
        let got = read(open, other.as_bytes());
        let strip = |records: &[Imported]| -> Vec<(crate::model::Record, Option<String>)> {
            records.iter().map(|record| (record.record.clone(), record.label.clone())).collect()
        };
        assert_eq!(strip(&got.records), strip(&wanted.records), "{other:?}");
        let lines = |records: &[Imported]| -> Vec<(u32, u32)> {
            records.iter().map(|record| (record.place.line_start, record.place.line_end)).collect()
        };
        assert_eq!(lines(&got.records), lines(&wanted.records), "{other:?}");
    }
}

/// Bytes that are no text, NULs and values of a size nobody expects cost nothing but themselves.
pub(super) fn survives_damage(open: Opener, record: &str) {
    let n = read(open, record.as_bytes()).records.len();
    assert!(n > 0);
    let two = [record.as_bytes(), b"\n\n", record.as_bytes()].concat();
    for at in (0..record.len()).step_by(7) {
        let mut bytes = two.clone();
        bytes.splice(at..at, [0, 0xFF, 0xC3, 0x00]);
        let got = read(open, &bytes);
        assert!(got.records.len() >= n, "damage at {at}");
    }
}

/// A record larger than a reader's bound is left out and told; those around it are there.
pub(super) fn leaves_out_giants(open: Opener, record: &str, giant: &str) {
    let limits = Limits { record_bytes: 64 << 10, line_bytes: 16 << 10, ..Limits::default() };
    let n = read(open, record.as_bytes()).records.len();
    let text = format!("{record}\n\n{giant}\n\n{record}");
    let got = read_with(open, text.as_bytes(), &limits);
    assert_eq!(got.records.len(), 2 * n, "{:?}", got.broken);
    assert!(got.broken.iter().any(|broken| broken.message.contains("longer than")), "{:?}", got.broken);
    let broken = got.broken.iter().find(|broken| broken.message.contains("longer than")).unwrap();
    let start = record.len() as u64;
    assert!(broken.place.span.start >= start && broken.place.span.end <= start + 4 + giant.len() as u64);
}

/// Records made so that whatever takes the square of a value's length or of a list's takes for ever. In each of
/// `values` the text is repeated to fill half a megabyte.
pub(super) fn takes_no_square(open: Opener, before: &str, values: &[(&str, &str, &str)], after: &str) {
    for (head, repeated, tail) in values {
        let n = (512 << 10) / repeated.len();
        let text = format!("{before}{head}{}{tail}{after}", repeated.repeat(n));
        let begun = std::time::Instant::now();
        let got = read(open, text.as_bytes());
        assert!(!got.records.is_empty(), "{head}{repeated}");
        // Half a megabyte squared is many minutes; what is linear takes a tenth of a second, or more on a busy machine.
        let took = begun.elapsed();
        assert!(took.as_secs() < 120, "{head}{repeated} took {took:?}");
    }
}

/// The samples beside the project: those of one folder, with their bytes.
pub(super) fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = path.join("samples").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        // Not through `println!`, which the test runner keeps to itself.
        let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
        return Vec::new();
    };
    let mut out: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect();
    out.sort();
    out
}

/// How many records the index of the samples says a file has.
pub(super) fn indexed(folder: &str, name: &str) -> Option<usize> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let index = std::fs::read_to_string(path.join("samples/index.csv")).ok()?;
    let row = index.lines().find(|line| line.split(',').nth(1) == Some(&format!("{folder}/{name}")))?;
    row.split(',').nth(3)?.parse().ok()
}

/// Checks every sample of a folder against the index but for `wrong`, which name what stands in the file instead.
pub(super) fn counts_of_samples(open: Opener, folder: &str, wrong: &[(&str, usize)]) {
    for (name, bytes) in samples(folder) {
        let got = read(open, &bytes);
        let right = wrong.iter().find(|(file, _)| *file == name).map(|(_, count)| *count);
        let wanted = right.or_else(|| indexed(folder, &name));
        if let Some(wanted) = wanted {
            assert_eq!(got.records.len(), wanted, "{folder}/{name}: {:?}", got.broken);
        }
        // Places lead to the records' bytes, in order and without overlap.
        let mut before = 0;
        for record in &got.records {
            let span = record.place.span;
            assert!(
                span.start >= before && span.end <= bytes.len() as u64 && span.start < span.end,
                "{name}"
            );
            before = span.end;
        }
    }
}
