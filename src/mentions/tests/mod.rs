//! Invented documents.

mod forms;
mod measured;
mod printed;
mod sentences;

use super::*;

/// `Smith; Jones; Roe 2010a` as an entry.
fn entry(seq: u32, label: Option<&str>, text: &str) -> ListEntry {
    let (authors, year) = text.rsplit_once(' ').unwrap();
    let digits = year.trim_end_matches(|c: char| c.is_ascii_lowercase());
    ListEntry {
        seq,
        label: label.map(str::to_owned),
        ids: vec![format!("R{seq}")],
        authors: authors.split("; ").map(str::to_owned).collect(),
        authors_truncated: false,
        year: digits.parse().ok(),
        year_suffix: Some(year[digits.len()..].to_owned()).filter(|suffix| !suffix.is_empty()),
    }
}

/// A list without labels.
fn named(entries: &[&str]) -> Vec<ListEntry> {
    (1..).zip(entries).map(|(seq, text)| entry(seq, None, text)).collect()
}

/// A list of so many numbered entries, all of other people.
fn numbered(count: u32) -> Vec<ListEntry> {
    (1..=count).map(|seq| entry(seq, Some(&seq.to_string()), &format!("Author{seq} 1999"))).collect()
}

/// Blocks of text. What stands between `^` and `^` is set higher; `{R3:3}` is a link to the entry R3 with the text 3;
/// a block that begins with `# ` is a heading.
fn body(blocks: &[&str]) -> Body {
    let mut offset = 0;
    let block = |written: &&str| {
        let heading = written.starts_with("# ").then_some(1);
        let mut made = BodyBlock { heading, offset, ..BodyBlock::default() };
        let mut raised = None;
        let mut rest = written.strip_prefix("# ").unwrap_or(written);
        while let Some(at) = rest.find(['^', '{']) {
            // Braces of LaTeX are its own.
            let is_link = rest[at..].starts_with("{R") && rest[at..].contains(':');
            made.text.push_str(&rest[..at]);
            if rest[at..].starts_with('^') {
                match raised.take() {
                    Some(start) => made
                        .marks
                        .push(Mark { span: Span::new(start, made.text.len()), kind: MarkKind::Superscript }),
                    None => raised = Some(made.text.len()),
                }
                rest = &rest[at + 1..];
            } else if is_link {
                let end = at + rest[at..].find('}').unwrap();
                let (ids, shown) = rest[at + 1..end].split_once(':').unwrap();
                let start = made.text.len();
                made.text.push_str(shown);
                made.marks.push(Mark {
                    span: Span::new(start, made.text.len()),
                    kind: MarkKind::Link { ids: ids.split(' ').map(str::to_owned).collect() },
                });
                rest = &rest[end + 1..];
            } else {
                made.text.push('{');
                rest = &rest[at + 1..];
            }
        }
        made.text.push_str(rest);
        offset += made.text.len() as u64 + 1;
        made
    };
    Body { blocks: blocks.iter().map(block).collect() }
}

/// What was found: marker, places, kind.
fn found(blocks: &[&str], entries: &[ListEntry]) -> Vec<(String, Vec<u32>, CitationKind)> {
    find(&body(blocks), entries).into_iter().map(|c| (c.text, c.references, c.kind)).collect()
}

#[track_caller]
fn check(blocks: &[&str], entries: &[ListEntry], kind: CitationKind, expected: &[(&str, &[u32])]) {
    let expected: Vec<_> =
        expected.iter().map(|(text, seqs)| ((*text).to_owned(), seqs.to_vec(), kind)).collect();
    assert_eq!(found(blocks, entries), expected);
}
