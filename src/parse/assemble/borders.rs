//! Puts the borders between runs right where tags alone do not see them.

use super::run::Run;
use crate::model::Span;
use crate::parse::tag::Tag;

/// Moves borders, in the order in which one move may ask for the next.
pub(super) fn mend(text: &str, runs: &mut Vec<Run>) {
    inside_words(text, runs);
    runs.retain(|r| !r.span.is_empty());
    editors_in_front(text, runs);
    names_before_mark(text, runs);
    runs.retain(|r| !r.span.is_empty());
    others(text, runs);
    year_letter(text, runs);
    announced(text, runs);
}

/// `NKTR-214. Society`: nothing ends inside a word.
fn inside_words(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let printed = runs[i].span.of(text);
        let joined = runs[i - 1].span.end == runs[i].span.start && printed.starts_with(['-', '–', '‐']);
        if joined
            && runs[i - 1].tag == Tag::Title
            && matches!(runs[i].tag, Tag::Container | Tag::Note | Tag::Genre)
        {
            let cut = runs[i].span.range().start + printed.find(". ").map_or(printed.len(), |at| at + 1);
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
            runs[i].span = Span::new(cut, runs[i].span.range().end);
        }
    }
}

/// `In: Volkov A, Tan KH, editors. Book`
fn editors_in_front(text: &str, runs: &mut Vec<Run>) {
    if runs.iter().any(|r| r.tag == Tag::Editor) {
        return;
    }
    let Some(at) = runs.iter().position(|r| r.tag == Tag::Container) else { return };
    let run = runs[at];
    let printed = run.span.of(text);
    let cut = [", editors. ", ", editor. ", ", eds. ", " (eds). ", " (eds.). ", " (Eds.), ", " (eds.), "]
        .into_iter()
        .find_map(|mark| printed.find(mark).map(|at| at + mark.len()));
    if let Some(cut) = cut {
        let cut = run.span.range().start + cut;
        runs[at].span = Span::new(cut, run.span.range().end);
        runs.insert(at, Run { tag: Tag::Editor, span: Span::new(run.span.range().start, cut), ..run });
    }
}

/// The mark of editors alone was seen: the names stand in front of it.
fn names_before_mark(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let mark = runs[i].span.of(text).trim_matches(|c: char| !c.is_alphanumeric());
        let alone = matches!(runs[i].tag, Tag::Editor | Tag::Author)
            && matches!(mark, "editor" | "editors" | "eds" | "ed" | "Eds" | "Ed");
        let names = runs[i - 1].span.of(text);
        if alone && ["In ", "In: ", "in ", "in: "].iter().any(|w| names.starts_with(w)) {
            runs[i].tag = Tag::Editor;
            runs[i].span = Span { start: runs[i - 1].span.start, end: runs[i].span.end };
            runs[i - 1].span.end = runs[i - 1].span.start;
        }
    }
}

/// `et al.` goes with the names in front of it.
fn others(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let others = ["et al.", "et al"].into_iter().find(|o| runs[i].span.of(text).starts_with(o));
        if let Some(others) =
            others.filter(|o| runs[i - 1].tag == Tag::Author && runs[i].span.len() > o.len())
        {
            runs[i].span = Span::new(runs[i].span.range().start + others.len(), runs[i].span.range().end);
            runs[i - 1].span.end = runs[i].span.start;
        }
    }
}

/// `2014 a Title`: the letter is the year's.
fn year_letter(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let mut chars = runs[i].span.of(text).chars();
        let letter = chars.next().is_some_and(|c| ('a'..='f').contains(&c));
        let apart = chars.next() == Some(' ') && chars.next().is_some_and(char::is_uppercase);
        if letter && apart && runs[i].tag == Tag::Title && runs[i - 1].tag == Tag::Date {
            let cut = runs[i].span.range().start + 1;
            runs[i].span = Span::new(cut, runs[i].span.range().end);
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
        }
    }
}

/// `“Title,” in`, `Title, p`: the word at the end of the title announces what follows.
fn announced(text: &str, runs: &mut [Run]) {
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Title) {
        let printed = run.span.of(text);
        let cut = [" in", " In", " p", " pp", " in:", " In:", " p.", " pp."].into_iter().find_map(|word| {
            let rest = printed.strip_suffix(word)?;
            rest.ends_with([',', '.', '”', '"', '?', '»']).then_some(rest.len())
        });
        if let Some(cut) = cut {
            run.span = Span::new(run.span.range().start, run.span.range().start + cut);
        }
    }
}
