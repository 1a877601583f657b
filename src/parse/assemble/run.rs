//! Runs: tokens in a row with one tag.

use crate::model::Span;
use crate::parse::cursor::Cursor;
use crate::parse::tag::Tag;
use crate::parse::tokens::{Kind, Token};

/// Tokens in a row with one tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Their tag.
    pub(super) tag: Tag,
    /// From the first of them to the last.
    pub(super) span: Span,
    /// How sure they are: half way between their mean and the least sure of them, for most mistakes are made where one
    /// field ends, and few tokens stand there.
    pub(super) sure: f32,
}

/// Tokens in a row with one tag. What rules have read stands between runs.
pub(super) fn all(tokens: &[Token], tags: &[Tag], sure: &[f32]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut at = 0;
    while let (Some(token), Some(&tag)) = (tokens.get(at), tags.get(at)) {
        if token.kind == Kind::Read {
            at += 1;
            continue;
        }
        let length =
            tokens[at..].iter().zip(&tags[at..]).take_while(|(t, g)| t.kind != Kind::Read && **g == tag);
        let end = at + length.count();
        let inside = &sure[at..end];
        let mean = inside.iter().sum::<f32>() / inside.len() as f32;
        let least = inside.iter().copied().fold(1.0, f32::min);
        let span = Span { start: token.span.start, end: tokens[end - 1].span.end };
        out.push(Run { tag, span, sure: f32::midpoint(mean, least) });
        at = end;
    }
    out
}

/// Where the letters and digits of a span begin.
pub(in crate::parse) fn inner(text: &str, span: Span) -> Span {
    let cursor = Cursor::new(text, span.range().start, span.range().end);
    let printed = cursor.rest();
    let left = printed.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'));
    let start = span.range().start + (printed.len() - left.len());
    let right = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    Span::new(start, start + right.len())
}
