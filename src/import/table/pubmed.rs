//! The citation of PubMed's CSV, which has what its other columns have not: volume, issue, pages.

use crate::import::draft::{Draft, read_date};
use crate::model::DateKind;

/// Reads `Nature. 2021 Dec 21;1(2):10-11. doi: 10.1111/nature1111. Epub 2021 Nov 3.`
pub(super) fn read(citation: &str, draft: &mut Draft) {
    let Some((journal_and_date, rest)) = citation.split_once(';') else {
        // Ahead of print: the date alone.
        if let Some((_, rest)) = citation.split_once(". ") {
            add_date(rest.split('.').next().unwrap_or_default(), draft);
        }
        return;
    };
    let date = journal_and_date.rsplit(". ").next().unwrap_or_default();
    add_date(date, draft);
    // The locator ends at the first full stop that a space or nothing follows.
    let locator = rest.split(". ").next().unwrap_or(rest).trim_end_matches('.');
    let (place, pages) = locator.split_once(':').unwrap_or((locator, ""));
    let (volume, issue) = match place.split_once('(') {
        Some((volume, issue)) => (volume, issue.trim_end_matches(')')),
        None => (place, ""),
    };
    draft.volume(volume);
    draft.issue(issue);
    draft.pages(pages);
    if let Some((_, epub)) = citation.split_once("Epub ") {
        let date = epub.split('.').next().unwrap_or_default();
        if read_date(date).is_some() {
            draft.date(DateKind::Electronic, date);
        }
    }
}

fn add_date(text: &str, draft: &mut Draft) {
    if read_date(text).is_some() {
        draft.date(DateKind::Print, text);
    }
}
