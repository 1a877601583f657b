//! Volume, issue, supplement and pages.

use super::run::Run;
use crate::model::{Field, Pages, Span};
use crate::parse::draft::Draft;
use crate::parse::locator::{self, Joint, Locator};
use crate::parse::tag::Tag;

/// Volume, issue and pages: read together where the reader of locators sees them as the tagger does, one by one
/// otherwise.
pub(super) fn set(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    let is_part = |r: &Run| matches!(r.tag, Tag::Volume | Tag::Issue | Tag::Pages);
    let find = |tag| runs.iter().find(|r| r.tag == tag);
    if let Some(start) = runs.iter().position(|r| matches!(r.tag, Tag::Volume | Tag::Issue)) {
        let cluster: Vec<&Run> =
            runs[start..].iter().take_while(|r| is_part(r) || r.tag == Tag::Date).collect();
        let last = cluster.iter().rev().find(|r| is_part(r));
        if let Some(last) = last
            && let Some(found) = together(text, runs[start].span.range().start, last.span.range().end)
            && (agrees(&found, &cluster) || is_plain(&found, &cluster, last.span))
        {
            let sure = cluster.iter().map(|r| r.sure).fold(1.0, f32::min);
            place(draft, text, &found, sure);
            take_locator(draft, &found);
            if found.first.is_some() || found.article.is_some() {
                return;
            }
        }
    }
    if draft.reference.volume.is_none()
        && let Some(run) = find(Tag::Volume)
    {
        let value = locator::without_word(
            text,
            run.span,
            &["volume", "vols.", "vols", "vol.", "vol", "bd.", "bd", "band", "tome", "t.", "v.", "volumes"],
        );
        let found = locator::read(text, value.range().start, value.range().end);
        match found.filter(|l| l.volume.is_some() && (l.issue.is_some() || l.supplement.is_some())) {
            Some(found) => {
                place(draft, text, &Locator { first: None, last: None, article: None, ..found }, run.sure);
            }
            None => draft.reference.volume = draft.field(value, run.sure),
        }
    }
    if draft.reference.issue.is_none()
        && draft.reference.supplement.is_none()
        && let Some(run) = find(Tag::Issue)
    {
        let value = locator::without_word(
            text,
            run.span,
            &[
                "number", "nos.", "nos", "no.", "no", "issue", "iss.", "nr.", "nr", "n°", "nº", "n.",
                "fasc.", "heft",
            ],
        );
        let supplement = value.of(text).get(..4).is_some_and(|h| h.eq_ignore_ascii_case("supp"));
        let field = draft.field(value, run.sure);
        if supplement {
            draft.reference.supplement = field;
        } else {
            draft.reference.issue = field;
        }
    }
    if let Some(run) = find(Tag::Pages) {
        if let Some(found) = locator::pages_alone(text, run.span) {
            place_pages(draft, text, &found, run.sure);
        } else if let Some(field) = draft.field(run.span, run.sure) {
            draft.reference.pages = Some(field.map(|first| Pages { first, last: None }));
        }
    }
}

/// Takes a locator with its words; a year in it that became no date is kept for the notes.
fn take_locator(draft: &mut Draft<'_>, found: &Locator) {
    let end = match found.year {
        Some(year) => {
            draft.take(Span { start: year.end, end: found.span.end });
            year.start
        }
        None => found.span.end,
    };
    draft.take(Span { start: found.span.start, end });
}

/// True when a locator takes in all that was tagged, its pages joined by a colon or a word: nothing else reads so.
fn is_plain(found: &Locator, cluster: &[&Run], last: Span) -> bool {
    let volume = |v: Span| {
        cluster.iter().any(|r| r.tag == Tag::Volume && r.span.start <= v.start && v.end <= r.span.end)
    };
    found.joint == Joint::Firm && found.volume.is_some_and(volume) && found.span.end + 2 >= last.end
}

fn together(text: &str, start: usize, end: usize) -> Option<Locator> {
    let lead = text.get(start..end)?;
    let start = start + (lead.len() - lead.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    locator::read(text, start, end)
}

/// True when a locator has the parts the tagger found, each where the tagger found it, and no others.
fn agrees(found: &Locator, cluster: &[&Run]) -> bool {
    let fits = |tag, spans: &[Option<Span>]| {
        let runs = || cluster.iter().filter(|r| r.tag == tag);
        let spans: Vec<Span> = spans.iter().flatten().copied().collect();
        spans.iter().all(|s| runs().any(|r| r.span.start <= s.start && s.end <= r.span.end))
            && runs().all(|r| spans.iter().any(|s| r.span.start <= s.start && s.end <= r.span.end))
    };
    // An abstract's number may stand in the bracket of a supplement.
    let inside = found.article.is_some() && !cluster.iter().any(|r| r.tag == Tag::Pages);
    fits(Tag::Volume, &[found.volume])
        && (inside
            || fits(Tag::Issue, &[found.issue, found.supplement])
                && fits(Tag::Pages, &[found.first, found.last, found.article]))
}

/// Puts a locator's parts into their fields.
fn place(draft: &mut Draft<'_>, text: &str, locator: &Locator, sure: f32) {
    if let Some(span) = locator.volume {
        draft.reference.volume = draft.field(span, sure);
    }
    // What another run gave stays.
    if let Some(span) = locator.issue.filter(|_| draft.reference.issue.is_none()) {
        draft.reference.issue = draft.field(span, sure);
    }
    if let Some(span) = locator.supplement.filter(|_| draft.reference.supplement.is_none()) {
        draft.reference.supplement = draft.field(span, sure);
    }
    place_pages(draft, text, locator, sure);
}

fn place_pages(draft: &mut Draft<'_>, text: &str, locator: &Locator, sure: f32) {
    draft.reference.article_number = locator.article.and_then(|s| draft.field(s, sure));
    draft.reference.pages = locator.first.map(|first| {
        let last = locator.last.map(|s| s.of(text).to_owned());
        let span = Span { start: first.start, end: locator.last.unwrap_or(first).end };
        draft.take(span);
        Field::printed(Pages { first: first.of(text).to_owned(), last }, span, sure)
    });
}
