use super::super::error::DatasetError;
use super::super::schema::MatchRow;
use super::{Tabulator, decimal};
use crate::model::{Agreement, Resolution};

impl Tabulator<'_> {
    /// Every record that was considered for a reference.
    pub(super) fn matches(
        &mut self,
        reference_id: &str,
        resolution: &Resolution,
    ) -> Result<(), DatasetError> {
        let same = |agreement: Option<Agreement>| agreement.map(|a| a == Agreement::Same);
        for (rank, candidate) in (1..).zip(&resolution.candidates) {
            let evidence = &candidate.evidence;
            let identifier = candidate.identifier.as_ref();
            let named = |id: &crate::model::Identifier| format!("{}:{}", id.scheme.as_str(), id.value);
            self.writer.push(&MatchRow {
                reference_id: reference_id.to_owned(),
                rank,
                source: candidate.source.as_str(),
                candidate: identifier.map_or_else(|| "unknown".to_owned(), named),
                method: candidate.method.as_str(),
                score: decimal(candidate.score),
                decision: candidate.decision.as_str(),
                rule: candidate.rule.as_str(),
                title_sim: evidence.title.map(decimal),
                author_sim: evidence.first_author.map(decimal),
                journal_sim: evidence.journal.map(decimal),
                year_diff: evidence.year_diff,
                volume_eq: same(evidence.volume),
                page_eq: same(evidence.first_page),
                response_sha256: candidate.response_sha256.clone(),
                run_id: self.run_id.clone(),
            })?;
        }
        Ok(())
    }
}
