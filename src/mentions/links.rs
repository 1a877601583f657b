//! Markers that are links to entries: `xref` of JATS, fields of reference managers, anchors of web pages.

use std::ops::Range;

use super::list::List;
use super::numbered::enclosed;
use super::numbers;
use super::{BodyBlock, Found, MarkKind};

/// Bytes between two links of one marker, at most, where no brackets hold them together.
const GAP: usize = 8;

/// The markers of a block that have links. Links side by side, or in one pair of brackets, are one marker.
pub(super) fn find(block: &BodyBlock, list: &List<'_>) -> Vec<Found> {
    let text = &block.text;
    let mut links: Vec<(Range<usize>, &[String])> = block
        .marks
        .iter()
        .filter_map(|mark| match &mark.kind {
            MarkKind::Link { ids } => Some((mark.span.range(), ids.as_slice())),
            _ => None,
        })
        .filter(|(span, _)| text.get(span.clone()).is_some())
        .collect();
    if links.is_empty() {
        return Vec::new();
    }
    links.sort_by_key(|(span, _)| (span.start, span.end));
    let mut brackets = enclosed(text, '[', ']');
    brackets.extend(enclosed(text, '(', ')'));
    brackets.sort_by_key(|span| span.start);
    // Of a link within brackets: the brackets. The last that begins before it, for innermost pairs do not overlap but by
    // crossing.
    let around = |span: &Range<usize>| {
        let at = brackets.partition_point(|bracket| bracket.start <= span.start);
        let before = at.checked_sub(1).and_then(|at| brackets.get(at));
        before.filter(|bracket| span.end <= bracket.end).cloned()
    };
    let mut out: Vec<Found> = Vec::new();
    let mut held: Option<Range<usize>> = None;
    let mut last_end = 0;
    for (span, ids) in links {
        let seqs: Vec<u32> = ids.iter().filter_map(|id| list.id(id)).collect();
        let own = around(&span);
        let gap = text.get(last_end..span.start);
        let joins = match (&held, &own) {
            (Some(a), Some(b)) => a == b,
            (None, None) => gap.is_some_and(is_joint),
            _ => false,
        };
        if let Some(last) = out.last_mut().filter(|_| joins) {
            if gap.is_some_and(is_range) {
                let (from, to) = (last.references.last(), seqs.first());
                let ends =
                    from.and_then(|seq| list.number_of(*seq)).zip(to.and_then(|seq| list.number_of(*seq)));
                if let Some((from, to)) = ends.filter(|(from, to)| from < to && to - from <= 200) {
                    last.add_all((from..to).filter_map(|number| list.number(number)));
                }
            }
            last.add_all(seqs);
            last.span.end = last.span.end.max(span.end);
        } else {
            let mut found = Found { span: own.clone().unwrap_or_else(|| span.clone()), ..Found::default() };
            found.add_all(seqs);
            out.push(found);
        }
        last_end = span.end;
        held = own;
    }
    for found in &mut out {
        complete(found, text, list);
    }
    out
}

/// Numbers in brackets of which only some are links (`[<3>–5]`).
fn complete(found: &mut Found, text: &str, list: &List<'_>) {
    let Some(inside) = text.get(found.span.clone()) else { return };
    let inside = inside.trim_matches(['[', ']', '(', ')']);
    let Some(numbers) = numbers::parse(inside).filter(|_| found.is_resolved()) else { return };
    let seqs: Vec<u32> = numbers
        .iter()
        .flat_map(|(first, last)| *first..=*last)
        .filter_map(|number| list.number(number))
        .collect();
    // The numbers must be those of the links, or they are something else.
    if found.references.iter().all(|seq| seqs.contains(seq)) {
        found.references = Vec::new();
        found.add_all(seqs);
    }
}

/// Marks and little words that part the links of one marker.
fn is_joint(gap: &str) -> bool {
    gap.len() <= GAP
        && !gap.contains(['.', '?', '!'])
        && (gap.chars().all(|c| !c.is_alphanumeric()) && !gap.is_empty() && !gap.trim().is_empty()
            || matches!(gap.trim(), "" if gap.is_empty())
            || matches!(gap.trim(), "and" | "&" | ", and" | "to"))
}

fn is_range(gap: &str) -> bool {
    matches!(gap.trim(), "-" | "–" | "—" | "−" | "‐" | "‑" | "to" | "]–[" | "]-[")
}
