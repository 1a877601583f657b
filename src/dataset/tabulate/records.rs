//! What the records of services say of a work, row by row.

use std::collections::{HashMap, HashSet};

use super::super::error::DatasetError;
use super::super::schema::{
    AffiliationRow, AuthorshipAffiliationRow, Date, FundingRow, IdentifierRow, KeywordRow, MetricRow,
    Timestamp, UpdateRow,
};
use super::Tabulator;
use super::countries::country_code;
use super::works::position;
use crate::model::{
    Affiliation, Direction, Identifier, PartialDate, Role, Scheme, Update, UpdateKind, Work, digest80,
    written_id,
};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl Tabulator<'_> {
    /// Identifiers, keywords, grants, updates and counts of a work.
    pub(super) fn records(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        self.identifiers(work, work_id)?;
        self.keywords(work, work_id)?;
        self.funding(work, work_id)?;
        self.updates(work, work_id)?;
        self.metrics(work, work_id)
    }

    fn identifiers(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        let mut marked: HashSet<Scheme> = HashSet::new();
        for told in &work.identifiers {
            let id = &told.value;
            if id.scheme == Scheme::Orcid {
                continue;
            }
            let shown = work.record.identifiers.iter().find(|f| f.value.scheme == id.scheme);
            // The same value from several sources: the first is the most trusted.
            let is_primary = shown.is_some_and(|f| f.value.value == id.value) && marked.insert(id.scheme);
            self.writer.push(&IdentifierRow {
                work_id: work_id.to_owned(),
                scheme: id.scheme.as_str(),
                value: id.value.clone(),
                raw: Some(id.raw.clone()),
                source: told.source,
                is_primary,
            })?;
        }
        Ok(())
    }

    fn keywords(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        let mut seq: HashMap<&'static str, usize> = HashMap::new();
        for told in work.keywords.iter().filter(|told| !told.value.term.is_empty()) {
            let keyword = &told.value;
            let scheme = keyword.scheme.as_str();
            let at = seq.entry(scheme).and_modify(|n| *n += 1).or_insert(1);
            // The column ends there; a record with more is no record.
            if *at > MOST_ROWS {
                continue;
            }
            self.writer.push(&KeywordRow {
                work_id: work_id.to_owned(),
                scheme,
                seq: position(*at),
                term: keyword.term.clone(),
                term_id: keyword.term_id.clone(),
                qualifier: keyword.qualifier.clone(),
                qualifier_id: keyword.qualifier_id.clone(),
                is_major: keyword.is_major,
                source: told.source,
            })?;
        }
        Ok(())
    }

    fn funding(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        for (at, told) in (1..=MOST_ROWS).zip(&work.funding) {
            let grant = &told.value;
            self.writer.push(&FundingRow {
                work_id: work_id.to_owned(),
                seq: position(at),
                funder: grant.funder.clone(),
                funder_id: grant.funder_id.clone(),
                award_id: grant.award_id.clone(),
                country_code: grant.country.as_deref().and_then(country_code).map(str::to_owned),
                source: told.source,
            })?;
        }
        Ok(())
    }

    /// What was done to the work; what it did to others stands in their rows.
    fn updates(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        let mut written = HashSet::new();
        for told in work.updates.iter().filter(|told| told.update.direction == Direction::To) {
            let Some(kind) = update_type(told.update.kind) else { continue };
            let notice = notice(&told.update);
            if !written.insert((kind, told.source, notice.clone())) {
                continue;
            }
            self.writer.push(&UpdateRow {
                work_id: work_id.to_owned(),
                r#type: kind,
                source: told.source,
                notice,
                date: told.update.date.and_then(day),
                reason: None,
                checked_at: Timestamp(told.checked_at),
            })?;
        }
        Ok(())
    }

    fn metrics(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        let mut written = HashSet::new();
        for metric in &work.metrics {
            let as_of = i32::try_from(metric.asked_at.div_euclid(DAY)).unwrap_or(i32::MAX);
            if !written.insert((metric.metric, metric.source, as_of)) {
                continue;
            }
            self.writer.push(&MetricRow {
                work_id: work_id.to_owned(),
                metric: metric.metric,
                source: metric.source,
                as_of: Date(as_of),
                value: metric.value,
                provisional: false,
            })?;
        }
        Ok(())
    }

    /// Where one person of a byline works; each place has its row once in the whole dataset.
    pub(super) fn affiliations(
        &mut self,
        work_id: &str,
        role: Role,
        position_: i16,
        affiliations: &[Affiliation],
    ) -> Result<(), DatasetError> {
        let mut linked = HashSet::new();
        for affiliation in affiliations.iter().filter(|a| !a.raw.is_empty()) {
            let digest = digest80(&[&affiliation.raw, affiliation.ror.as_deref().unwrap_or_default()]);
            if linked.len() >= MOST_ROWS || !linked.insert(digest) {
                continue;
            }
            let affiliation_id = written_id('f', &digest);
            if self.affiliations.insert(digest) {
                self.writer.push(&AffiliationRow {
                    affiliation_id: affiliation_id.clone(),
                    raw: affiliation.raw.clone(),
                    name: None,
                    ror: affiliation.ror.clone(),
                    city: None,
                    country_code: None,
                    method: if affiliation.ror.is_some() { "ror_exact" } else { "none" },
                    confidence: None,
                })?;
            }
            self.writer.push(&AuthorshipAffiliationRow {
                work_id: work_id.to_owned(),
                role: role.as_str(),
                position: position_,
                affiliation_id,
                seq: position(linked.len()),
            })?;
        }
        Ok(())
    }
}

/// What the columns that count rows of one work can count to.
const MOST_ROWS: usize = i16::MAX as usize;

/// The word of the `updates.type` column; none for what says nothing against a work.
fn update_type(kind: UpdateKind) -> Option<&'static str> {
    match kind {
        UpdateKind::Retraction | UpdateKind::RetractedAndRepublished => Some("retraction"),
        UpdateKind::Withdrawal => Some("withdrawal"),
        UpdateKind::PartialRetraction => Some("partial_retraction"),
        UpdateKind::ExpressionOfConcern => Some("expression_of_concern"),
        UpdateKind::Correction => Some("correction"),
        UpdateKind::Reinstatement => Some("reinstatement"),
        UpdateKind::NewVersion | UpdateKind::Comment | UpdateKind::Other => None,
    }
}

/// `doi:…` before `pmid:…`; `unknown` where the source names no notice.
fn notice(update: &Update) -> String {
    let of = |scheme| update.other.iter().find(|id: &&Identifier| id.scheme == scheme);
    let id = of(Scheme::Doi).or_else(|| of(Scheme::Pmid));
    id.map_or_else(|| "unknown".to_owned(), |id| format!("{}:{}", id.scheme.as_str(), id.value))
}

/// Days since 1970-01-01; none where the day is not known.
fn day(date: PartialDate) -> Option<Date> {
    let (year, month, day) = (i32::from(date.year), i32::from(date.month?), i32::from(date.day?));
    // Years that begin in March, so that the leap day is the last (Howard Hinnant's days_from_civil).
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(Date(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for ((year, month, of_month), expected) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((2026, 11, 23), 20_780),
            ((1000, 1, 1), -354_285),
        ] {
            let date = PartialDate::new(year, Some(month), Some(of_month)).unwrap();
            assert_eq!(day(date), Some(Date(expected)), "{date}");
        }
        assert_eq!(day(PartialDate::new(2020, Some(3), None).unwrap()), None);
    }

    #[test]
    fn a_notice_is_named_by_its_doi_first() {
        let id = |scheme, value: &str| Identifier { scheme, value: value.to_owned(), raw: value.to_owned() };
        let mut update = Update {
            kind: UpdateKind::Retraction,
            direction: Direction::To,
            other: vec![id(Scheme::Pmid, "1"), id(Scheme::Doi, "10.1000/n")],
            citation: None,
            date: None,
            asserted_by: None,
        };
        assert_eq!(notice(&update), "doi:10.1000/n");
        update.other.pop();
        assert_eq!(notice(&update), "pmid:1");
        update.other.clear();
        assert_eq!(notice(&update), "unknown");
    }
}
