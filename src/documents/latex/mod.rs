//! LaTeX: reference lists of `thebibliography`, in a document or in the `.bbl` file that BibTeX writes, and the `.bbl`
//! that biber writes for biblatex, which holds fields instead of lines.
//!
//! No macros are run: the commands styles use in entries are known by name, any other is taken off and its arguments
//! are read as text.

mod biblatex;
mod commands;

use crate::model::Format;

use super::text::folded;
use super::{Block, BlockKind, DocumentLimits, Extracted};
use commands::{Rendered, render};

/// Reads a text.
pub(super) fn extract(text: &str, limits: &DocumentLimits) -> Extracted {
    let mut extracted = Extracted::new(Format::Latex);
    let text = without_comments(text);
    if text.contains("\\entry{") && text.contains("\\field{") {
        extracted.blocks = biblatex::entries(&text);
        return extracted;
    }
    let body = text.find("\\begin{document}").map_or(0, |at| at + 16);
    read_front(&text, &mut extracted);
    let mut rest = text.get(body..).unwrap_or_default();
    // A `.bbl` of natbib or apacite may leave the environment to its style.
    let mut whole = rest.contains("\\bibitem") && !rest.contains("\\begin{thebibliography}");
    while let Some((before, after)) = split_at_list(rest, whole) {
        paragraphs(before, &mut extracted.blocks, limits);
        let (list, behind) = after.split_once("\\end{thebibliography}").unwrap_or((after, ""));
        entries(list, &mut extracted.blocks);
        rest = behind;
        whole = false;
    }
    paragraphs(rest, &mut extracted.blocks, limits);
    extracted
}

fn split_at_list(text: &str, whole: bool) -> Option<(&str, &str)> {
    if whole {
        let at = text.find("\\bibitem")?;
        return text.split_at_checked(at);
    }
    text.split_once("\\begin{thebibliography}")
}

/// Entries of a list: each begins with `\bibitem`.
fn entries(list: &str, blocks: &mut Vec<Block>) {
    for item in list.split("\\bibitem").skip(1) {
        // `\bibitemdeclare` and the like prepare an entry and are none.
        if item.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let mut rest = item.trim_start();
        if rest.starts_with('[') {
            rest = commands::bracketed(rest, '[', ']').1.trim_start();
        }
        let (key, body) = commands::bracketed(rest, '{', '}');
        let Rendered { text, marks } = render(body);
        if !text.is_empty() {
            let kind = BlockKind::Reference { label: None, id: Some(folded(key)) };
            blocks.push(Block { kind, text, marks, page: None });
        }
    }
    // The printed numbers, where the list counts.
    let mut number =
        blocks.iter().filter(|b| matches!(&b.kind, BlockKind::Reference { label: Some(_), .. })).count();
    let counts = !list.contains("\\bibitem[");
    for block in blocks.iter_mut().filter(|_| counts) {
        if let BlockKind::Reference { label: label @ None, .. } = &mut block.kind {
            number += 1;
            *label = Some(number.to_string());
        }
    }
}

/// Running text, parted by blank lines and headings.
fn paragraphs(text: &str, blocks: &mut Vec<Block>, limits: &DocumentLimits) {
    let mut open = String::new();
    let mut flush = |open: &mut String, kind: BlockKind| {
        let Rendered { text, marks } = render(open);
        open.clear();
        if !text.is_empty() && blocks.len() < limits.elements {
            blocks.push(Block { kind, text, marks, page: None });
        }
    };
    for line in text.lines() {
        let body = line.trim();
        if body.is_empty() {
            flush(&mut open, BlockKind::Paragraph);
            continue;
        }
        let heading = [("\\chapter", 1), ("\\section", 1), ("\\subsection", 2), ("\\subsubsection", 3)]
            .into_iter()
            .find(|(command, _)| body.strip_prefix(command).is_some_and(|r| r.starts_with(['{', '*', '['])));
        if let Some((command, level)) = heading {
            flush(&mut open, BlockKind::Paragraph);
            let rest = body.get(command.len()..).unwrap_or_default().trim_start_matches('*');
            let (title, behind) = commands::bracketed(rest, '{', '}');
            let mut title = title.to_owned();
            flush(&mut title, BlockKind::Heading(level));
            open.push_str(behind);
        } else {
            open.push_str(body);
        }
        open.push('\n');
    }
    flush(&mut open, BlockKind::Paragraph);
}

fn read_front(text: &str, into: &mut Extracted) {
    let argument = |command: &str| {
        let rest = text.split_once(command)?.1;
        let rest = rest.trim_start();
        let rest =
            if rest.starts_with('[') { commands::bracketed(rest, '[', ']').1.trim_start() } else { rest };
        rest.starts_with('{').then(|| commands::bracketed(rest, '{', '}').0)
    };
    into.front.title = argument("\\title").map(|t| render(t).text).filter(|t| !t.is_empty());
    if let Some(authors) = argument("\\author") {
        let names = authors.split("\\and").map(|a| render(a.split("\\\\").next().unwrap_or(a)).text);
        into.front.authors = names.filter(|n| !n.is_empty()).collect();
    }
}

/// A `%` begins a comment, which takes the line end with it, unless a backslash stands before it.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bytes = line.as_bytes();
        let comment = memchr::memchr_iter(b'%', bytes).find(|at| {
            bytes.get(..*at).unwrap_or_default().iter().rev().take_while(|b| **b == b'\\').count() % 2 == 0
        });
        match comment {
            Some(at) => out.push_str(line.get(..at).unwrap_or_default()),
            None => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(Option<String>, String, String)> {
        extract(text, &DocumentLimits::default())
            .blocks
            .into_iter()
            .filter_map(|b| match b.kind {
                BlockKind::Reference { label, id } => Some((label, id.unwrap_or_default(), b.text)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_list() {
        let list = "\\begin{thebibliography}{9}\n\n\\bibitem{doe}\nJ.~D{\\o}e and R.~M{\\\"u}ller.\n\\newblock {\\em A title with 5\\% of $\\alpha$-keto}.\n\\newblock \\emph{J. Tests}, 3(2):10--12, 2001. % gone\n\n\\bibitem[Roe(2002)]{roe} Roe. \\url{https://example.org/a_b}.\n\\end{thebibliography}";
        assert_eq!(
            texts(list),
            [
                (
                    None,
                    "doe".to_owned(),
                    "J. Døe and R. Müller. A title with 5% of α-keto. J. Tests, 3(2):10–12, 2001.".to_owned()
                ),
                (None, "roe".to_owned(), "Roe. https://example.org/a_b.".to_owned()),
            ]
        );
    }

    #[test]
    fn numbers_count() {
        let list =
            "\\begin{thebibliography}{9}\\bibitem{a} One. 2001.\\bibitem{b} Two. 2002.\\end{thebibliography}";
        let labels: Vec<Option<String>> = texts(list).into_iter().map(|t| t.0).collect();
        assert_eq!(labels, [Some("1".to_owned()), Some("2".to_owned())]);
    }

    #[test]
    fn fields_of_biblatex() {
        let text = "\\refsection{0}\n\\datalist[entry]{nty/global//global/global}\n\\entry{doe}{article}{}\n\\name{author}{2}{}{%\n{{hash=1}{%\nfamily={Doe},\nfamilyi={D\\bibinitperiod},\ngiven={Jane},\ngiveni={J\\bibinitperiod}}}%\n{{hash=2}{%\nfamily={R{\\o}e},\ngiven={Richard}}}%\n}\n\\field{journaltitle}{J Tests}\n\\field{title}{A title}\n\\field{volume}{3}\n\\field{year}{2001}\n\\field{pages}{10\\bibrangedash 12}\n\\verb{doi}\n\\verb 10.1/x\n\\endverb\n\\endentry\n\\enddatalist";
        let expected = "Doe, Jane; Røe, Richard. A title. J Tests. 2001;3:10-12. doi:10.1/x";
        assert_eq!(texts(text), [(None, "doe".to_owned(), expected.to_owned())]);
    }

    #[test]
    fn damage_costs_no_more_than_time_in_proportion() {
        let start = std::time::Instant::now();
        for hostile in
            ["{", "\\bibitem{", "\\", "\\emph{", "\\entry{a}{b}{}\\field{x}{", "$", "\\'", "%", "["]
        {
            let text = format!("\\begin{{thebibliography}}{{}}{}", hostile.repeat(100_000));
            let _ = extract(&text, &DocumentLimits::default());
        }
        assert!(start.elapsed().as_secs() < 20);
    }
}
