//! Markdown, by `CommonMark`'s block rules as far as reference lists need them, with footnotes and YAML front matter.
//!
//! Plain rules, no library: what counts here are headings, list items, notes and paragraphs, and marks inside them are
//! taken off only where they cannot be part of a reference.

use super::{Block, BlockKind, Extracted, Mark, MarkKind};
use crate::documents::dates::iso_date;
use crate::documents::text::folded;
use crate::ingest::{LabelKind, label};
use crate::model::{Format, Span};

/// Reads a text.
pub(super) fn extract(text: &str) -> Extracted {
    let mut extracted = Extracted::new(Format::Markdown);
    let mut lines: Vec<&str> = text.lines().collect();
    if let Some(end) = front_matter(&lines) {
        read_front(lines.get(1..end).unwrap_or_default(), &mut extracted);
        lines.drain(..=end);
    }
    let mut open = Open::default();
    let mut fence: Option<&str> = None;
    for at in 0..lines.len() {
        let line = lines.get(at).copied().unwrap_or_default();
        let body = line.trim_start();
        let indent = line.len() - body.len();
        if let Some(mark) = fence {
            if body.starts_with(mark) {
                fence = None;
            }
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|m| body.starts_with(m)) {
            open.flush(&mut extracted.blocks);
            fence = Some(mark);
            continue;
        }
        if body.is_empty() {
            open.blank();
            continue;
        }
        let next = lines.get(at + 1).map_or("", |l| l.trim());
        let underlined = !next.is_empty()
            && (next.bytes().all(|b| b == b'=') || (next.len() > 2 && next.bytes().all(|b| b == b'-')));
        let hashes = body.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&hashes) && body.as_bytes().get(hashes).is_none_or(|b| *b == b' ') {
            open.flush(&mut extracted.blocks);
            let title = body.trim_start_matches('#').trim_end().trim_end_matches('#');
            push(&mut extracted.blocks, BlockKind::Heading(u8::try_from(hashes).unwrap_or(6)), title);
        } else if underlined && open.is_empty() {
            let level = if next.starts_with('=') { 1 } else { 2 };
            push(&mut extracted.blocks, BlockKind::Heading(level), body);
            open.skip = true;
        } else if std::mem::take(&mut open.skip) || is_rule(body) || is_table_rule(body) {
            open.flush(&mut extracted.blocks);
        } else {
            line_of_text(body, indent, &mut open, &mut extracted.blocks);
        }
    }
    open.flush(&mut extracted.blocks);
    if extracted.front.title.is_none() {
        let first = extracted.blocks.first().filter(|b| b.kind == BlockKind::Heading(1));
        extracted.front.title = first.map(|b| b.text.clone());
    }
    extracted
}

/// The block being read.
#[derive(Default)]
struct Open {
    text: String,
    kind: BlockKind,
    /// A blank line was read: what follows goes on only if it is set in.
    blank: bool,
    /// The next line underlines a heading.
    skip: bool,
}

impl Open {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn blank(&mut self) {
        self.blank = true;
    }

    fn flush(&mut self, blocks: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.text);
        let kind = std::mem::take(&mut self.kind);
        self.blank = false;
        push(blocks, kind, &text);
    }

    fn begin(&mut self, kind: BlockKind, text: &str, blocks: &mut Vec<Block>) {
        self.flush(blocks);
        self.kind = kind;
        text.clone_into(&mut self.text);
    }
}

fn line_of_text(body: &str, indent: usize, open: &mut Open, blocks: &mut Vec<Block>) {
    if let Some((note, text)) = body.strip_prefix("[^").and_then(|rest| rest.split_once("]:")) {
        return open.begin(BlockKind::Footnote { label: Some(note.to_owned()) }, text.trim_start(), blocks);
    }
    let quoted = body.trim_start_matches(['>', ' ']);
    let marked = label(quoted, 0).filter(|found| {
        matches!(found.kind, LabelKind::Dot | LabelKind::Paren | LabelKind::Bullet('-' | '*' | '+' | '•'))
    });
    let plus = quoted.strip_prefix("+ ");
    if indent < 4 || !open.blank {
        if let Some(found) = marked {
            let text = quoted.get(usize::from(found.text)..).unwrap_or_default();
            let label = quoted.get(..usize::from(found.text)).map(|l| l.trim().to_owned());
            let label = label.filter(|_| found.kind.is_number());
            return open.begin(BlockKind::ListItem { label }, text, blocks);
        }
        if let Some(text) = plus {
            return open.begin(BlockKind::ListItem { label: None }, text, blocks);
        }
    }
    let goes_on = !open.is_empty() && (!open.blank || (indent >= 2 && open.kind != BlockKind::Paragraph));
    if goes_on {
        // Two blanks or a backslash at the end of a line break it.
        if open.text.ends_with('\\') {
            open.text.pop();
        }
        open.text.push(if open.text.ends_with("  ") { '\n' } else { ' ' });
        open.text.push_str(quoted);
        open.blank = false;
    } else {
        open.begin(BlockKind::Paragraph, quoted, blocks);
    }
}

fn push(blocks: &mut Vec<Block>, kind: BlockKind, text: &str) {
    let lines: Vec<String> = text.split('\n').map(folded).filter(|l| !l.is_empty()).collect();
    let (text, marks) = plain(&lines.join("\n"));
    if !text.is_empty() {
        blocks.push(Block { kind, text, marks, page: None });
    }
}

/// Takes the marks of emphasis, links, code and raised text off.
fn plain(text: &str) -> (String, Vec<Mark>) {
    let mut out = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let before = out.chars().next_back();
        match c {
            '\\' if rest.chars().nth(1).is_some_and(|n| n.is_ascii_punctuation()) => {
                let next = rest.chars().nth(1).unwrap_or('\\');
                out.push(next);
                at += 1 + next.len_utf8();
            }
            // Underscores inside words and identifiers are letters.
            '*' | '`' => at += 1,
            '_' if !before.is_some_and(char::is_alphanumeric)
                || !rest.chars().nth(1).is_some_and(char::is_alphanumeric) =>
            {
                at += 1;
            }
            '[' if rest.starts_with("[^") => {
                let end = near(rest, ']', 80).unwrap_or(1);
                let label = rest.get(2..end).unwrap_or_default();
                let begin = out.len();
                out.push_str(label);
                marks.push(Mark {
                    span: Span::new(begin, out.len()),
                    kind: MarkKind::Note { label: label.to_owned() },
                });
                at += end + 1;
            }
            '[' => {
                at += 1;
                if let Some((shown, target, length)) = link(rest) {
                    let begin = out.len();
                    out.push_str(shown);
                    if let Some(id) = target.strip_prefix('#') {
                        let kind = MarkKind::Citation { ids: vec![id.to_owned()] };
                        marks.push(Mark { span: Span::new(begin, out.len()), kind });
                    }
                    at += length - 1;
                } else {
                    out.push('[');
                }
            }
            '<' if rest.starts_with("<http")
                || rest.starts_with("<sup>")
                || rest.starts_with("</sup>")
                || rest.starts_with("<br") =>
            {
                let end = near(rest, '>', 2000).unwrap_or(0);
                if rest.starts_with("<http") {
                    out.push_str(rest.get(1..end).unwrap_or_default());
                }
                at += end + 1;
            }
            '^' if !rest.starts_with("^ ") && rest.get(1..).is_some_and(|r| near(r, '^', 40).is_some()) => {
                let inner = rest.get(1..).and_then(|r| r.split('^').next()).unwrap_or_default();
                let begin = out.len();
                out.push_str(inner);
                marks.push(Mark { span: Span::new(begin, out.len()), kind: MarkKind::Superscript });
                at += inner.len() + 2;
            }
            '&' => {
                let end = near(rest, ';', 12).map_or(1, |e| e + 1);
                out.push_str(&htmlize::unescape(rest.get(..end).unwrap_or("&")));
                at += end;
            }
            c => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    (out, marks)
}

/// Where a sign stands, if that is not far.
fn near(text: &str, sign: char, most: usize) -> Option<usize> {
    text.char_indices().take_while(|(at, _)| *at < most).find(|(_, c)| *c == sign).map(|(at, _)| at)
}

/// `[shown](target)`; what is shown, the target, and the length of all. Links are short: nothing is looked for further
/// than that.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let mut window = text.len().min(1000);
    while !text.is_char_boundary(window) {
        window -= 1;
    }
    let window = text.get(..window)?;
    let close = window.find("](")?;
    let shown = window.get(1..close)?;
    if shown.contains('[') {
        return None;
    }
    let rest = window.get(close + 2..)?;
    // Targets hold brackets in pairs, as DOIs of the last century do.
    let mut depth = 0usize;
    let end = rest.char_indices().find_map(|(i, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(i),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    })?;
    Some((shown, rest.get(..end)?, close + 2 + end + 1))
}

fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3 && ['-', '*', '_', '='].iter().any(|m| marks.chars().all(|c| c == *m))
}

fn is_table_rule(line: &str) -> bool {
    line.starts_with('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn front_matter(lines: &[&str]) -> Option<usize> {
    if lines.first()?.trim_end() != "---" {
        return None;
    }
    lines.iter().take(400).skip(1).position(|l| matches!(l.trim_end(), "---" | "...")).map(|n| n + 1)
}

/// The simple part of YAML: `key: value`, and lists of names.
fn read_front(lines: &[&str], into: &mut Extracted) {
    let mut key = "";
    for line in lines {
        let clean = |v: &str| folded(v.trim().trim_matches(['"', '\'']));
        let item = line.trim_start().strip_prefix("- ");
        if let Some(item) = item.filter(|_| matches!(key, "author" | "authors")) {
            let name = item.strip_prefix("name:").unwrap_or(item);
            into.front.authors.push(clean(name));
            continue;
        }
        if line.starts_with(' ') {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        key = name.trim();
        let value = clean(value);
        if value.is_empty() {
            continue;
        }
        match key {
            "title" => into.front.title = Some(value),
            "author" | "authors" => {
                let names = value.trim_matches(['[', ']']).split([';', ',']).map(clean);
                into.front.authors.extend(names.filter(|n| !n.is_empty()));
            }
            "date" => into.front.date = iso_date(&value),
            "doi" => into.front.doi = Some(value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        extract(text).blocks.into_iter().map(|b| (b.kind, b.text)).collect()
    }

    #[test]
    fn blocks() {
        let text = "---\ntitle: \"A title\"\nauthor:\n  - Doe, J\n  - Roe, R\ndate: 2020-05-01\n---\n\nIntro\n=====\n\nSome *text* with `code` and a note[^1].\n\n## References\n\n1. Doe J. A **title**. [doi](https://doi.org/10.1/x(2)y_z). 2001.\n   It goes on.\n2. Roe R. my_file_name.\n\n[^1]: A note.\n";
        let item = |n: &str| BlockKind::ListItem { label: Some(n.to_owned()) };
        assert_eq!(
            kinds(text),
            [
                (BlockKind::Heading(1), "Intro".to_owned()),
                (BlockKind::Paragraph, "Some text with code and a note1.".to_owned()),
                (BlockKind::Heading(2), "References".to_owned()),
                (item("1."), "Doe J. A title. doi. 2001. It goes on.".to_owned()),
                (item("2."), "Roe R. my_file_name.".to_owned()),
                (BlockKind::Footnote { label: Some("1".to_owned()) }, "A note.".to_owned()),
            ]
        );
        let front = extract(text).front;
        assert_eq!(front.title.as_deref(), Some("A title"));
        assert_eq!(front.authors, ["Doe, J", "Roe, R"]);
    }

    #[test]
    fn time_grows_with_length_only() {
        let start = std::time::Instant::now();
        for hostile in ["[", "[^", "^a", "](", "<sup>", "&", "# [x](", "> - "] {
            let _ = extract(&hostile.repeat(20_000));
        }
        assert!(start.elapsed().as_secs() < 10);
    }
}
