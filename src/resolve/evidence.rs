//! Compares a reference with a record, field by field.

use super::side::{Held, Printed, telling_identifiers};
use crate::model::{Evidence, WorkKind};
use crate::normalize::likeness::titles::Likeness;

/// A title at least as similar to a translation was printed in translation too.
const TRANSLATED: f32 = 0.6;

/// What speaks for and against a record. Nothing is decided here.
pub(super) fn compare(printed: &Printed<'_>, held: &Held<'_>) -> Evidence {
    let title = titles(printed, held);
    let (one, two) = (&printed.locator, &held.locator);
    Evidence {
        identifier: identifiers(printed, held),
        title: title.map(|likeness| likeness.similarity.min(1.0)),
        title_coverage: title.map(|likeness| likeness.coverage.min(1.0)),
        title_length: title.map_or(0, |likeness| likeness.length),
        title_numbers_differ: title.is_some_and(|likeness| likeness.numbers_differ),
        title_openings_differ: title.is_some_and(|likeness| likeness.openings_differ),
        first_author: printed.names.first(&held.names),
        any_author: printed.names.any(&held.names),
        journal: printed.serial.as_ref().zip(held.serial.as_ref()).map(|(one, two)| one.compare(two)),
        year_diff: year_diff(printed, held),
        volume: one.volumes(two),
        issue: one.issues(two),
        supplement: one.supplements(two),
        first_page: one.first_pages(two),
        last_page: one.last_pages(two),
        kind: kinds(printed.reference.kind, held.record.work.kind),
    }
}

fn titles(printed: &Printed<'_>, held: &Held<'_>) -> Option<Likeness> {
    let title = printed.title.as_ref()?;
    let likenesses = held.titles.iter().map(|other| title.compare(other));
    let best = likenesses.reduce(|best, other| if other.similarity > best.similarity { other } else { best });
    // A printed original says nothing against a translation.
    best.filter(|likeness| likeness.similarity >= TRANSLATED || !held.is_translated())
}

/// Whether the identifiers of a scheme that both have are the same. One shared identifier outweighs others.
fn identifiers(printed: &Printed<'_>, held: &Held<'_>) -> Option<bool> {
    let mut shared = None;
    for (scheme, value) in telling_identifiers(printed.reference) {
        let mut others =
            telling_identifiers(&held.record.work).filter(|(other, _)| *other == scheme).peekable();
        if others.peek().is_none() {
            continue;
        }
        if others.any(|(_, other)| other.eq_ignore_ascii_case(value)) {
            return Some(true);
        }
        shared = Some(false);
    }
    shared
}

fn year_diff(printed: &Printed<'_>, held: &Held<'_>) -> Option<i16> {
    let year = printed.reference.issued.as_ref()?.value.year;
    held.years().map(|other| other.saturating_sub(year)).min_by_key(|diff| (diff.unsigned_abs(), *diff < 0))
}

/// Whether a kind that says something fits another that does. A printed article may be anything in a journal.
fn kinds(printed: WorkKind, record: WorkKind) -> Option<bool> {
    use WorkKind as K;
    let in_journal = |kind| {
        matches!(kind, K::Article | K::Review | K::Letter | K::Editorial | K::Guideline | K::ClinicalTrial)
    };
    let in_book = |kind| matches!(kind, K::Book | K::Chapter | K::ReferenceEntry | K::Report);
    match (printed, record) {
        // PubMed calls papers of proceedings articles.
        (K::Unknown | K::Other | K::Article | K::Webpage, _)
        | (_, K::Unknown | K::Other)
        | (K::ConferencePaper, K::Article) => None,
        (K::Letter | K::Editorial, K::Letter | K::Editorial)
        | (K::ConferenceAbstract | K::ConferencePaper, K::ConferenceAbstract | K::ConferencePaper) => {
            Some(true)
        }
        (K::Letter | K::Editorial, _) => Some(false),
        _ => {
            let alike = printed == record;
            Some(alike || in_journal(printed) && in_journal(record) || in_book(printed) && in_book(record))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_may_be_called_a_letter_by_its_record_but_not_the_other_way() {
        assert_eq!(kinds(WorkKind::Article, WorkKind::Letter), None);
        assert_eq!(kinds(WorkKind::Letter, WorkKind::Article), Some(false));
        assert_eq!(kinds(WorkKind::ConferenceAbstract, WorkKind::Article), Some(false));
        assert_eq!(kinds(WorkKind::Chapter, WorkKind::Book), Some(true));
    }
}
