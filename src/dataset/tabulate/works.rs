use std::collections::HashMap;

use super::super::error::DatasetError;
use super::super::schema::{AuthorshipRow, CitationRow, ProvenanceRow, WorkRow};
use super::authors::AuthorSeen;
use super::{CitingWork, Tabulator, bytes, decimal};
use crate::merge::reference_id;
use crate::model::{JournalLink, Mention, Name, Reference, Role, Scheme, Work, written_id};
use crate::network::Occurrence;

impl Tabulator<'_> {
    /// A work with everything that hangs on it. Gives back its names, for [`authors`](Tabulator::authors).
    /// `number` is its place among the works; `mentions` are all of its mentions, in order.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn work(
        &mut self,
        work: &Work,
        number: u32,
        mentions: &[Mention],
    ) -> Result<Vec<AuthorSeen>, DatasetError> {
        let work_id = written_id('w', &work.id);
        let record = &work.record;
        let journal_id = self.journal(record, &work_id)?;
        let mut row = self.work_row(work, &work_id, journal_id.as_ref());
        if let Some(history) = &self.history {
            let documents = &self.documents;
            let key = |mention: &Mention| {
                let document = documents.get(mention.document as usize)?;
                Some(reference_id(&document.id, mention.entry.seq))
            };
            history.tell(&mut row, mentions.iter().filter(|mention| !mention.is_citing).filter_map(key));
        }
        self.writer.push(&row)?;
        let seen = self.authorships(work, &work_id, number)?;
        if work.n_mentions > 0 {
            self.networks.byline(&byline(record, &seen));
        }
        self.records(work, &work_id)?;
        self.provenance(work, &work_id)?;
        self.citations(&row, &seen, mentions)?;
        Ok(seen.into_iter().map(|(_, seen)| seen).collect())
    }

    /// The key of the work's journal, and where it came from.
    fn journal(&mut self, record: &Reference, work_id: &str) -> Result<Option<String>, DatasetError> {
        let JournalLink::Resolved { journal, method, confidence } = record.journal else { return Ok(None) };
        let authority = self.authority;
        let look_up = || authority.journal(journal).unwrap_or_default();
        let journal_id = self.journals.meet(journal, look_up, confidence);
        let mut row = self.provenance_row(work_id, "journal_id", "authority");
        row.value = Some(journal_id.clone());
        row.confidence = Some(decimal(confidence));
        row.evidence = Some(format!("authority:{}", method.as_str()));
        self.writer.push(&row)?;
        Ok(Some(journal_id))
    }

    fn work_row(&self, work: &Work, work_id: &str, journal_id: Option<&String>) -> WorkRow {
        let record = &work.record;
        let text = |field: &Option<crate::model::Field<String>>| field.as_ref().map(|f| f.value.clone());
        let identifier = |scheme: Scheme| {
            record.identifiers.iter().find(|f| f.value.scheme == scheme).map(|f| f.value.value.clone())
        };
        let n_authors = record.with_role(Role::Author).count();
        let pages = record.pages.as_ref().map(|p| &p.value);
        WorkRow {
            work_id: work_id.to_owned(),
            r#type: record.kind.as_str(),
            title: text(&record.title),
            title_original: work.title_original.clone(),
            year: record.issued.as_ref().map(|d| d.value.year),
            date: record.issued.as_ref().map(|d| d.value.to_string()),
            journal_id: journal_id.cloned(),
            container_raw: text(&record.container_title),
            event_title: text(&record.event_title),
            volume: text(&record.volume),
            issue: text(&record.issue),
            supplement: text(&record.supplement),
            page_first: pages.map(|p| p.first.clone()),
            page_last: pages.and_then(|p| p.last.clone()),
            article_number: text(&record.article_number),
            edition: text(&record.edition),
            publisher: text(&record.publisher),
            publisher_place: text(&record.publisher_place),
            language: record.language.clone(),
            r#abstract: work.abstract_text.clone(),
            doi: identifier(Scheme::Doi),
            pmid: identifier(Scheme::Pmid).and_then(|v| v.parse().ok()),
            pmcid: identifier(Scheme::Pmcid),
            n_authors: (!record.authors_truncated && n_authors > 0).then(|| position(n_authors)),
            authors_truncated: record.authors_truncated,
            n_mentions: super::count(work.n_mentions),
            is_retracted: work.retraction.is_retracted(),
            retraction_status: work.retraction.as_str(),
            source: work.source,
            confidence: work.confidence.map(decimal),
            first_seen_run: self.run_id.clone(),
            last_changed_run: self.run_id.clone(),
        }
    }

    fn authorships(
        &mut self,
        work: &Work,
        work_id: &str,
        number: u32,
    ) -> Result<Vec<(Role, AuthorSeen)>, DatasetError> {
        let record = &work.record;
        let mut of_role: HashMap<Role, usize> = HashMap::new();
        for contributor in &record.contributors {
            *of_role.entry(contributor.role).or_default() += 1;
        }
        let mut at: HashMap<Role, usize> = HashMap::new();
        let mut seen = Vec::with_capacity(record.contributors.len());
        let people = work.people.iter().map(Some).chain(std::iter::repeat(None));
        for (contributor, details) in record.contributors.iter().zip(people) {
            let role = contributor.role;
            let place = at.entry(role).and_modify(|n| *n += 1).or_insert(1);
            let n = of_role.get(&role).copied().unwrap_or(1);
            let whole = !(role == Role::Author && record.authors_truncated);
            let orcid = details.and_then(|d| d.orcid.as_deref());
            let author = AuthorSeen::new(&contributor.name.value, orcid, number);
            self.writer.push(&AuthorshipRow {
                work_id: work_id.to_owned(),
                role: role.as_str(),
                position: position(*place),
                author_id: author.author_id(),
                raw_name: contributor.raw.clone(),
                role_printed: contributor.role_printed.clone(),
                is_first: *place == 1,
                is_last: whole.then_some(*place == n),
                is_corresponding: details.and_then(|d| d.is_corresponding),
                fraction: (whole && role == Role::Author).then(|| 1.0 / n as f64),
            })?;
            if let Some(details) = details {
                self.affiliations(work_id, role, position(*place), &details.affiliations)?;
            }
            seen.push((role, author));
        }
        Ok(seen)
    }

    fn provenance(&mut self, work: &Work, work_id: &str) -> Result<(), DatasetError> {
        for line in &work.provenance {
            let mut row = self.provenance_row(work_id, &line.field, line.source);
            row.value = Some(line.value.clone()).filter(|v| !v.is_empty());
            row.chosen = line.chosen;
            row.confidence = line.confidence.map(decimal);
            row.byte_start = line.span.map(|s| bytes(s.start));
            row.byte_end = line.span.map(|s| bytes(s.end));
            row.evidence = Some(line.evidence.clone());
            self.writer.push(&row)?;
        }
        if let Some(issued) = &work.record.issued {
            let mut row = self.provenance_row(work_id, "year", "derived");
            row.value = Some(issued.value.year.to_string());
            row.evidence = Some("date".to_owned());
            self.writer.push(&row)?;
        }
        Ok(())
    }

    fn provenance_row(&self, work_id: &str, field: &str, source: &'static str) -> ProvenanceRow {
        ProvenanceRow {
            entity: "works",
            entity_id: work_id.to_owned(),
            field: field.to_owned(),
            source,
            value: None,
            chosen: true,
            confidence: None,
            byte_start: None,
            byte_end: None,
            evidence: None,
            run_id: self.run_id.clone(),
        }
    }

    /// One link per citing document that is a work, proved by its first reference to this one.
    fn citations(
        &mut self,
        work: &WorkRow,
        seen: &[(Role, AuthorSeen)],
        mentions: &[Mention],
    ) -> Result<(), DatasetError> {
        let mut cited_by: Vec<(u32, Option<Occurrence>)> = Vec::new();
        let mut told: Vec<String> = Vec::new();
        for mention in mentions.iter().filter(|m| !m.is_citing) {
            if cited_by.iter().any(|(document, _)| *document == mention.document) {
                continue;
            }
            let Some(document) = self.documents.get(mention.document as usize) else { continue };
            let citing = document.citing.as_ref();
            cited_by.push((mention.document, citing.map(occurrence)));
            // Two documents may be one citing work: the same page, saved twice.
            let first = citing.is_some_and(|c| !told.contains(&c.id));
            if let Some(citing) = citing.filter(|c| first && c.id != work.work_id) {
                told.push(citing.id.clone());
                self.writer.push(&CitationRow {
                    citing_work_id: citing.id.clone(),
                    cited_work_id: work.work_id.clone(),
                    source: document.source,
                    reference_id: Some(reference_id(&document.id, mention.entry.seq)),
                    age: citing.year.zip(work.year).map(|(citing, cited)| citing - cited),
                    is_author_self: author_self(citing, seen, work.authors_truncated),
                    // The journal of the citing document itself is not known from its text.
                    is_journal_self: None,
                })?;
            }
        }
        if !cited_by.is_empty() {
            let label = label(work, mentions);
            let node = Occurrence { id: work.work_id.clone(), label, year: work.year };
            let journal = work.journal_id.as_ref().map(|id| Occurrence {
                id: id.clone(),
                label: self.journals.short_title(id).unwrap_or_else(|| id.clone()),
                year: work.year,
            });
            self.networks.cited(&node, journal.as_ref(), &cited_by);
        }
        Ok(())
    }
}

/// Whether citing and cited work share an author; unknown where a cut or missing list hides the answer.
fn author_self(citing: &CitingWork, seen: &[(Role, AuthorSeen)], truncated: bool) -> Option<bool> {
    let mut authors =
        seen.iter().filter(|(role, _)| *role == Role::Author).map(|(_, a)| a.name_id()).peekable();
    let known = authors.peek().is_some() && !citing.authors.is_empty();
    let shared = authors.any(|id| citing.authors.contains(&id));
    if shared { Some(true) } else { (known && !truncated).then_some(false) }
}

/// The authors of a work, for the network.
fn byline(record: &Reference, seen: &[(Role, AuthorSeen)]) -> Vec<Occurrence> {
    let authors = seen.iter().filter(|(role, _)| *role == Role::Author);
    record
        .with_role(Role::Author)
        .zip(authors)
        .map(|(c, (_, a))| Occurrence {
            id: a.author_id(),
            label: c.name.value.display(),
            year: year(record),
        })
        .collect()
}

fn occurrence(citing: &CitingWork) -> Occurrence {
    Occurrence { id: citing.id.clone(), label: citing.label.clone(), year: citing.year }
}

/// `Rosenberg 1985, J Exp Med`: how a network shows a work.
fn label(work: &WorkRow, mentions: &[Mention]) -> String {
    let first = mentions.iter().find_map(|m| m.reference.with_role(Role::Author).next());
    let name = first.map(|c| match &c.name.value {
        Name::Person(p) => p.family.clone(),
        Name::Group(name) => name.clone(),
    });
    let mut label = name.or_else(|| work.title.clone()).unwrap_or_else(|| work.work_id.clone());
    if let Some(year) = work.year {
        label.push(' ');
        label.push_str(&year.to_string());
    }
    if let Some(container) = &work.container_raw {
        label.push_str(", ");
        label.push_str(container);
    }
    label
}

fn year(record: &Reference) -> Option<i16> {
    record.issued.as_ref().map(|d| d.value.year)
}

pub(super) fn position(n: usize) -> i16 {
    i16::try_from(n).unwrap_or(i16::MAX)
}
