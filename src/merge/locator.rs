//! Volume, issue, supplement, pages: where a work stands in its container.

use super::precedence::Speaker;
use crate::model::{Field, Pages, Reference};
use crate::normalize::fold::fold_run;

/// The columns that make a locator.
pub const COLUMNS: [&str; 6] = ["volume", "issue", "supplement", "page_first", "page_last", "article_number"];

/// A place in a container, as one source tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Locator {
    volume: Option<Field<String>>,
    issue: Option<Field<String>>,
    supplement: Option<Field<String>>,
    pages: Option<Field<Pages>>,
    article_number: Option<Field<String>>,
}

impl Locator {
    /// The locator of a reference.
    pub fn of(reference: &Reference) -> Self {
        Self {
            volume: reference.volume.clone(),
            issue: reference.issue.clone(),
            supplement: reference.supplement.clone(),
            pages: reference.pages.clone(),
            article_number: reference.article_number.clone(),
        }
    }

    /// Puts it in place of a reference's own.
    pub fn put(self, reference: &mut Reference) {
        reference.volume = self.volume;
        reference.issue = self.issue;
        reference.supplement = self.supplement;
        reference.pages = self.pages;
        reference.article_number = self.article_number;
    }

    /// True where it leads anywhere: an issue or a supplement alone does not.
    pub fn is_any(&self) -> bool {
        self.volume.is_some() || self.pages.is_some() || self.article_number.is_some()
    }

    /// The text of one column.
    pub fn text(&self, column: &str) -> Option<String> {
        let text = |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.clone());
        match column {
            "volume" => text(&self.volume),
            "issue" => text(&self.issue),
            "supplement" => text(&self.supplement),
            "page_first" => self.pages.as_ref().map(|p| p.value.first.clone()),
            "page_last" => self.pages.as_ref().and_then(|p| p.value.last.clone()),
            "article_number" => text(&self.article_number),
            _ => None,
        }
    }

    /// Whether two sources tell of the same place: they share a volume or first page, and contradict each other nowhere.
    fn agrees(&self, other: &Self) -> bool {
        let pairs = ["volume", "page_first", "issue", "supplement"].map(|column| {
            let (a, b) = (self.text(column)?, other.text(column)?);
            Some(fold_run(&a) == fold_run(&b))
        });
        pairs.iter().all(|same| *same != Some(false)) && pairs[..2].contains(&Some(true))
    }
}

/// A locator, and of each column the source it comes from.
type Found = (Locator, Vec<(&'static str, Option<Speaker>)>);

/// The locator of the first source that has one. What it leaves open comes from the sources after it that tell of the
/// same place.
pub fn choose(said: &[(Speaker, Locator)]) -> Option<Found> {
    let ((main, first), rest) = said.split_first()?;
    let mut chosen = first.clone();
    let mut from: Vec<(&'static str, Option<Speaker>)> =
        COLUMNS.iter().map(|column| (*column, first.text(column).map(|_| *main))).collect();
    for (speaker, other) in rest.iter().filter(|(_, other)| other.agrees(first)) {
        chosen.volume = chosen.volume.or_else(|| other.volume.clone());
        chosen.issue = chosen.issue.or_else(|| other.issue.clone());
        chosen.supplement = chosen.supplement.or_else(|| other.supplement.clone());
        chosen.article_number = chosen.article_number.or_else(|| other.article_number.clone());
        let ends = other.pages.as_ref().and_then(|p| p.value.last.clone());
        match &mut chosen.pages {
            None => chosen.pages.clone_from(&other.pages),
            // They agree in the first page.
            Some(pages) if pages.value.last.is_none() && other.pages.is_some() => pages.value.last = ends,
            Some(_) => {}
        }
        for (column, place) in &mut from {
            if place.is_none() && chosen.text(column).is_some() {
                *place = Some(*speaker);
            }
        }
    }
    Some((chosen, from))
}
