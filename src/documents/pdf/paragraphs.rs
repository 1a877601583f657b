use std::collections::HashMap;

use super::headings::{body_size, stands_out};
use super::line::Line;
use crate::documents::{Block, BlockKind, Mark};
use crate::ingest::{Heading, HyphenatedWords, Joint};
use crate::model::Span;

/// Lines put together as the text of one block.
pub(super) fn joined(lines: &[Line], words: &HyphenatedWords) -> (String, Vec<Mark>) {
    /// Beyond that no word is looked at any more: nothing printed is that long.
    const LONGEST: usize = 256 << 10;
    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    for line in lines {
        let next = line.text.trim();
        let lead = line.text.len() - line.text.trim_start().len();
        if !text.is_empty() {
            let joint = if text.len() > LONGEST { Joint::Space } else { words.joint(&text, next) };
            match joint {
                Joint::Space => text.push(' '),
                Joint::Tight => {}
                Joint::DropHyphen => {
                    text.pop();
                }
            }
        }
        let shift = text.len();
        text.push_str(next);
        marks.extend(line.marks.iter().map(|m| {
            let at = |n: u32| (n as usize).saturating_sub(lead) + shift;
            Mark { span: Span::new(at(m.span.start), at(m.span.end).min(text.len())), kind: m.kind.clone() }
        }));
    }
    marks.retain(|m| !m.span.is_empty());
    (text, marks)
}

/// Paragraphs and headings of running text.
pub(super) fn blocks(lines: &[Line], words: &HyphenatedWords) -> Vec<Block> {
    let body = body_size(lines);
    let edges = edges(lines);
    let mut blocks = Vec::new();
    let mut from = 0;
    for at in 1..=lines.len() {
        let ends = match (lines.get(at - 1), lines.get(at)) {
            (Some(before), Some(line)) => begins(before, line, &edges, body),
            _ => true,
        };
        if !ends {
            continue;
        }
        let part = lines.get(from..at).unwrap_or_default();
        let (text, marks) = joined(part, words);
        if let Some(first) = part.first().filter(|_| !text.is_empty()) {
            let heading = part.iter().all(|l| stands_out(l, body)) && part.len() <= 4
                || Heading::of(&text) != Heading::None;
            let level = if first.size > 1.4 * body { 1 } else { 2 };
            let kind = if heading { BlockKind::Heading(level) } else { BlockKind::Paragraph };
            blocks.push(Block { kind, text, marks, page: Some(first.page) });
        }
        from = at;
    }
    blocks
}

/// Left and right edge of each column.
pub(super) fn edges(lines: &[Line]) -> HashMap<u32, (f32, f32)> {
    let mut edges: HashMap<u32, (f32, f32)> = HashMap::new();
    for line in lines {
        let (left, right) = edges.entry(line.region).or_insert((line.x0, line.x1));
        (*left, *right) = (left.min(line.x0), right.max(line.x1));
    }
    edges
}

/// True where a paragraph begins with `line`.
fn begins(before: &Line, line: &Line, edges: &HashMap<u32, (f32, f32)>, body: f32) -> bool {
    if stands_out(before, body) != stands_out(line, body) || Heading::of(&line.text) != Heading::None {
        return true;
    }
    if (before.size - line.size).abs() > 0.12 * body {
        return true;
    }
    let (left, right) = edges.get(&line.region).copied().unwrap_or((line.x0, line.x1));
    let ended = before.text.ends_with(['.', '?', '!', ':', ')', ']', '"', '”']);
    if before.region != line.region {
        // A sentence goes on over the border of a column unless it was ended and the next one is set in.
        return ended && line.x0 > left + 0.8 * line.size;
    }
    if line.y - before.y > 1.75 * line.size.max(before.size) {
        return true;
    }
    let indented = line.x0 > left + 0.8 * line.size && before.x0 < left + 0.5 * line.size;
    let short = before.x1 < right - 3.0 * line.size;
    ended && (indented || short)
}
