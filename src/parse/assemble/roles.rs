//! Gives runs another tag where the whole reference shows what they must be.

use super::run::{Run, inner};
use crate::parse::locator;
use crate::parse::tag::Tag;

/// Puts tags right. `web` says that an address was printed.
pub(super) fn mend(text: &str, runs: &mut [Run], web: bool) {
    book_title(runs, web);
    journal_at_the_end(runs);
    year_as_volume(text, runs);
    numbered_issue(text, runs);
}

fn has(runs: &[Run], tag: Tag) -> bool {
    runs.iter().any(|r| r.tag == tag)
}

/// A whole book has a title and no container, and so has a web page.
fn book_title(runs: &mut [Run], web: bool) {
    let book = [Tag::Publisher, Tag::Place, Tag::Edition, Tag::Editor].into_iter().any(|t| has(runs, t));
    let article = [Tag::Volume, Tag::Issue, Tag::Title].into_iter().any(|t| has(runs, t));
    if (book || web && !has(runs, Tag::Pages)) && !article {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Container) {
            run.tag = Tag::Title;
        }
    }
}

/// An article's last name before its pages is its journal's.
fn journal_at_the_end(runs: &mut [Run]) {
    let located = [Tag::Volume, Tag::Issue, Tag::Pages].into_iter().any(|t| has(runs, t));
    if located && has(runs, Tag::Title) && !has(runs, Tag::Container) && !has(runs, Tag::Place) {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Publisher) {
            run.tag = Tag::Container;
        }
    }
}

/// `RLCT 2006, no 15`
fn year_as_volume(text: &str, runs: &mut [Run]) {
    if !has(runs, Tag::Date)
        && let Some(run) =
            runs.iter_mut().find(|r| r.tag == Tag::Volume && locator::is_year(inner(text, r.span).of(text)))
    {
        run.tag = Tag::Date;
    }
}

/// `n° 126` is no volume.
fn numbered_issue(text: &str, runs: &mut [Run]) {
    if has(runs, Tag::Issue) {
        return;
    }
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Volume) {
        let printed = inner(text, run.span).of(text).to_lowercase();
        if ["n°", "nº", "no.", "no ", "nr.", "nr ", "n. "].iter().any(|w| printed.starts_with(w)) {
            run.tag = Tag::Issue;
        }
    }
}
