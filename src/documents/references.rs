//! Which blocks are entries of a reference list, where the format itself does not say.
//!
//! A heading says that a list begins; the paragraphs or list items below it are its entries, if most of them look it.
//! Where they do not (a document pasted together line by line), nothing is decided here and the text goes to the
//! finder of lists as it is.

use super::labels::{bare, split};
use super::text::folded;
use super::{Block, BlockKind};
use crate::ingest::{Heading, LabelKind};

/// Makes entries of the blocks that are.
pub(super) fn find(blocks: &mut Vec<Block>) {
    let given = blocks.iter().any(is_reference);
    if !given {
        under_headings(blocks);
    }
    if !blocks.iter().any(is_reference) {
        notes(blocks);
    }
    relabel(blocks);
}

fn is_reference(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Reference { .. })
}

/// True where a block's text is the heading of a reference list.
fn heads_list(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem { .. })
        && matches!(Heading::of(&block.text), Heading::List | Heading::Continued)
}

fn under_headings(blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at < blocks.len() {
        if !blocks.get(at).is_some_and(heads_list) {
            at += 1;
            continue;
        }
        let end = section_end(blocks, at);
        let section: Vec<Block> = blocks.get(at + 1..end).unwrap_or_default().to_vec();
        if let Some(entries) = entries(&section) {
            let n = entries.len();
            blocks.splice(at + 1..end, entries);
            at += n;
        }
        at += 1;
    }
}

/// Where the section below a heading ends.
fn section_end(blocks: &[Block], heading: usize) -> usize {
    let level = match blocks.get(heading).map(|b| &b.kind) {
        Some(BlockKind::Heading(level)) => *level,
        _ => 0,
    };
    let ends = |block: &Block| match block.kind {
        // Parts of a list have headings of a lower rank.
        BlockKind::Heading(other) => level == 0 || other <= level,
        BlockKind::Paragraph => Heading::of(&block.text) == Heading::Other,
        BlockKind::Footnote { .. } => true,
        _ => false,
    };
    let below = blocks.get(heading + 1..).unwrap_or_default();
    below.iter().position(ends).map_or(blocks.len(), |n| heading + 1 + n)
}

/// The section with its entries marked; `None` where it does not look like a list of whole entries.
fn entries(section: &[Block]) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for block in section {
        if !is_item(block) {
            blocks.push(block.clone());
            continue;
        }
        let lines: Vec<&str> = block.text.split('\n').collect();
        // Entries held apart by line breaks in one paragraph.
        if lines.len() > 1 && lines.iter().filter(|l| looks_like_one(l)).count() * 10 >= lines.len() * 8 {
            blocks.extend(lines.iter().map(|line| Block {
                kind: block.kind.clone(),
                text: (*line).to_owned(),
                marks: Vec::new(),
                page: block.page,
            }));
        } else {
            let mut block = block.clone();
            block.text = block.text.replace('\n', " ");
            blocks.push(block);
        }
    }
    let items: Vec<&Block> = blocks.iter().filter(|b| is_item(b)).collect();
    let good = items.iter().filter(|b| looks_like_one(&b.text)).count();
    if good == 0 || good * 10 < items.len() * 7 {
        return None;
    }
    let own =
        items.iter().filter(|b| looks_like_one(&b.text) && !is_caption(&b.text) && has_own_label(b)).count();
    let captions = items.iter().filter(|b| is_caption(&b.text)).count();
    let labelled = own * 10 >= good.saturating_sub(captions) * 8;
    let mut out: Vec<Block> = Vec::new();
    for mut block in blocks {
        if !is_item(&block) || is_caption(&block.text) {
            out.push(block);
            continue;
        }
        let lower = block.text.chars().next().is_some_and(char::is_lowercase);
        let ended = out.last().is_some_and(|b| {
            b.text.ends_with(['.', ')', ']', '?', '!']) || b.text.ends_with(|c: char| c.is_ascii_digit())
        });
        let rest =
            !has_own_label(&block) && ((labelled && !looks_like_one(&block.text)) || (lower && !ended));
        if rest && let Some(before) = out.last_mut().filter(|b| is_reference(b)) {
            before.text.push(' ');
            before.text.push_str(&block.text);
            continue;
        }
        let label = match &block.kind {
            BlockKind::ListItem { label } => {
                label.as_deref().map(bare).filter(|l| l.chars().any(char::is_alphanumeric))
            }
            _ => None,
        };
        block.kind = BlockKind::Reference { label, id: None };
        out.push(block);
    }
    Some(out)
}

fn is_item(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. }) && !block.text.is_empty()
}

fn has_own_label(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::ListItem { label: Some(_) }) || split(&block.text).is_some()
}

fn is_caption(text: &str) -> bool {
    let Some((word, rest)) = text.split_once(' ') else { return false };
    let numbered = rest.starts_with(|c: char| c.is_ascii_digit() || c == 'S');
    numbered && matches!(word, "Figure" | "Fig." | "Fig" | "Table" | "Box" | "Scheme" | "Supplementary")
}

/// A year, a link or an identifier, and room for an author and a title.
fn looks_like_one(text: &str) -> bool {
    if text.chars().count() < 20 {
        return false;
    }
    has_year(text)
        || text.contains("http")
        || text.contains("doi")
        || text.contains("www.")
        || forthcoming(text)
}

fn forthcoming(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["in press", "forthcoming", "n.d.", "submitted", "im druck", "sous presse"]
        .iter()
        .any(|w| lower.contains(w))
}

fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(4).enumerate().any(|(at, w)| {
        let digits = w.iter().all(u8::is_ascii_digit);
        let century = matches!(w, [b'1', b'5'..=b'9', ..] | [b'2', b'0', ..]);
        let free = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_digit());
        digits && century && free(at.checked_sub(1).and_then(|i| bytes.get(i))) && free(bytes.get(at + 4))
    })
}

/// A document whose notes are its references.
fn notes(blocks: &mut [Block]) {
    let is_note = |b: &&Block| matches!(b.kind, BlockKind::Footnote { .. });
    let all = blocks.iter().filter(is_note).count();
    let good = blocks.iter().filter(is_note).filter(|b| looks_like_one(&b.text)).count();
    if good < 3 || good * 10 < all * 7 {
        return;
    }
    for block in blocks {
        if let BlockKind::Footnote { label } = &mut block.kind {
            block.kind = BlockKind::Reference { label: label.take(), id: None };
            block.text = folded(&block.text);
        }
    }
}

/// Takes labels that are part of the text off it, where the list has such labels.
fn relabel(blocks: &mut [Block]) {
    let found: Vec<(LabelKind, Option<u32>)> = blocks
        .iter()
        .filter(|b| is_reference(b))
        .filter_map(|b| split(&b.text))
        .map(|(kind, label, _)| (kind, label.parse().ok()))
        .collect();
    let total = blocks.iter().filter(|b| is_reference(b)).count();
    let mut kinds: Vec<LabelKind> = found.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    let Some(most) = kinds.chunk_by(|a, b| a == b).max_by_key(|c| c.len()) else { return };
    let (Some(kind), count) = (most.first().copied(), most.len()) else { return };
    let numbers: Vec<u32> = found.iter().filter(|(k, _)| *k == kind).filter_map(|(_, n)| *n).collect();
    let rising = numbers.windows(2).filter(|w| matches!(w, [a, b] if *b == a + 1)).count();
    let counts = !kind.is_number() || rising * 10 >= numbers.len().saturating_sub(1) * 7;
    let enough = count * 10 >= total * 6;
    for block in blocks {
        let BlockKind::Reference { label, .. } = &mut block.kind else { continue };
        let Some((own_kind, own, at)) = split(&block.text) else { continue };
        // A list that counts by itself and prints the number too.
        let twice = label.as_deref() == Some(own.as_str());
        if !(twice || (enough && counts && own_kind == kind)) {
            continue;
        }
        let cut = u32::try_from(at).unwrap_or(0);
        block.text.replace_range(..at.min(block.text.len()), "");
        block.marks.retain(|m| m.span.start >= cut);
        for mark in &mut block.marks {
            mark.span.start -= cut;
            mark.span.end -= cut;
        }
        if !matches!(own_kind, LabelKind::Bullet(_)) {
            *label = Some(own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block { text: text.to_owned(), ..Block::default() }
    }

    fn labels_and_texts(blocks: &[Block]) -> Vec<(Option<&str>, &str)> {
        blocks
            .iter()
            .filter_map(|b| match &b.kind {
                BlockKind::Reference { label, .. } => Some((label.as_deref(), b.text.as_str())),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn paragraphs_under_a_heading() {
        let mut blocks = vec![
            paragraph("Prose of 1999 that is no reference, long enough to look like one."),
            paragraph("References"),
            paragraph("1. Doe J. A title that is long. J Tests. 2001;3:4."),
            paragraph("2. Roe R. Another title that is long. J Tests. 2002;5:6."),
            paragraph("and its second half"),
            paragraph("Figure 1 What was measured in 2003 and how"),
            paragraph("Appendix"),
            paragraph("More prose of 2004 that is no reference at all."),
        ];
        find(&mut blocks);
        assert_eq!(
            labels_and_texts(&blocks),
            [
                (Some("1"), "Doe J. A title that is long. J Tests. 2001;3:4."),
                (Some("2"), "Roe R. Another title that is long. J Tests. 2002;5:6. and its second half"),
            ]
        );
    }

    #[test]
    fn lines_pasted_one_by_one_are_left_alone() {
        let mut blocks = vec![paragraph("References")];
        for line in [
            "1. Doe J. A title that",
            "is long and goes on and",
            "on. J Tests. 2001;3:4.",
            "2. Roe R. Another",
            "title. J. 2002.",
        ] {
            blocks.push(paragraph(line));
        }
        find(&mut blocks);
        assert!(labels_and_texts(&blocks).is_empty());
    }

    #[test]
    fn entries_of_one_paragraph() {
        let mut blocks = vec![
            paragraph("Literature cited"),
            paragraph(
                "Doe J (2001) A title that is long. J Tests 3:4.\nRoe R (2002) Another title that is long. J Tests 5:6.",
            ),
        ];
        find(&mut blocks);
        assert_eq!(labels_and_texts(&blocks).len(), 2);
    }
}
