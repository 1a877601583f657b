//! What a person should know about a reference that was read.

use crate::model::{Entry, Issue, IssueCode, JournalLink, Reference, WorkKind};
use crate::normalize::Finding;
use crate::normalize::journals::Authority;

/// Where a reference stands.
pub struct About<'a> {
    pub reference_id: String,
    pub path: &'a str,
    pub line: u32,
    /// Year of the document it stands in, where that is known.
    pub citing_year: Option<i16>,
}

/// A reference read with less confidence deserves a look.
const LOW_CONFIDENCE: f32 = 0.5;
/// Characters of a reference shown in a message.
const SHOWN: usize = 60;

impl About<'_> {
    fn issue(
        &self,
        code: IssueCode,
        field: Option<&str>,
        message: String,
        observed: Option<String>,
    ) -> Issue {
        Issue {
            code,
            entity: "refs".to_owned(),
            entity_id: self.reference_id.clone(),
            field: field.map(str::to_owned),
            message,
            observed,
            expected: None,
            path: Some(self.path.to_owned()),
            line: Some(self.line),
        }
    }
}

/// The findings about one reference.
pub fn of(
    entry: &Entry,
    reference: &Reference,
    was_read: bool,
    found: &[Finding],
    authority: &Authority,
    about: &About<'_>,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut add =
        |code, field, message: String, observed| issues.push(about.issue(code, field, message, observed));
    let name = name(entry);
    if entry.truncated {
        let message = format!("{name} looks cut off; compare it with the document");
        add(IssueCode::RefTruncated, Some("raw"), message, Some(tail(&entry.text)));
    }
    if !was_read {
        add(
            IssueCode::RefUnparsed,
            Some("raw"),
            format!("nothing could be read from {name}"),
            Some(short(&entry.text)),
        );
        return issues;
    }
    if let Some(confidence) = reference.confidence.filter(|c| *c < LOW_CONFIDENCE) {
        let message = format!("{name} was read with little confidence; check its fields");
        add(IssueCode::RefLowConfidence, Some("parse_confidence"), message, Some(format!("{confidence:.2}")));
    }
    for note in &reference.notes {
        let message = format!("a part of {name} belongs to no field");
        add(IssueCode::RefLeftover, Some("raw"), message, Some(short(&note.value)));
    }
    for finding in found {
        let message = format!("{name}: {}", finding.message);
        add(finding.code, Some(finding.field), message, Some(finding.observed.clone()));
    }
    implausible(reference, about.citing_year, &name, &mut add);
    journal(reference, authority, &name, &mut add);
    issues
}

/// What cannot be as it was read.
fn implausible(
    reference: &Reference,
    citing_year: Option<i16>,
    name: &str,
    add: &mut impl FnMut(IssueCode, Option<&'static str>, String, Option<String>),
) {
    let number = |page: &str| page.parse::<u64>().ok();
    if let Some(pages) = reference.pages.as_ref().map(|p| &p.value) {
        let last = pages.last.as_deref();
        if number(&pages.first).zip(last.and_then(number)).is_some_and(|(first, last)| last < first) {
            let observed = Some(format!("{}-{}", pages.first, last.unwrap_or_default()));
            add(
                IssueCode::PagesReversed,
                Some("page_last"),
                format!("{name}: the last page comes before the first"),
                observed,
            );
        }
    }
    // Works are often cited a little before the issue they are dated with.
    let cited_year = reference.issued.as_ref().map(|d| d.value.year);
    if let Some((cited, citing)) = cited_year.zip(citing_year).filter(|(cited, citing)| *cited > citing + 1) {
        let message = format!("{name} is dated later than the document that cites it ({citing})");
        add(IssueCode::CitedAfterCiting, Some("year"), message, Some(cited.to_string()));
    }
}

fn journal(
    reference: &Reference,
    authority: &Authority,
    name: &str,
    add: &mut impl FnMut(IssueCode, Option<&'static str>, String, Option<String>),
) {
    let Some(container) = &reference.container_title else { return };
    match &reference.journal {
        JournalLink::Ambiguous { candidates, .. } => {
            let titles: Vec<_> =
                candidates.iter().filter_map(|h| authority.journal(*h)).map(|j| j.title).collect();
            let message = format!("the journal of {name} may be any of: {}", titles.join("; "));
            add(IssueCode::JournalAmbiguous, Some("journal_id"), message, Some(container.value.clone()));
        }
        // Proceedings and the like are often no serials; for an article it is worth a look.
        JournalLink::Unresolved if reference.kind == WorkKind::Article => {
            let message = format!("the journal of {name} is not in the authority");
            add(IssueCode::JournalUnresolved, Some("journal_id"), message, Some(container.value.clone()));
        }
        _ => {}
    }
}

/// An input that holds what another one held.
pub fn repeated(path: &str, earlier: &str) -> Issue {
    Issue {
        code: IssueCode::InputRepeated,
        entity: "documents".to_owned(),
        entity_id: path.to_owned(),
        field: None,
        message: format!("{path} holds the same bytes as {earlier} and was read once"),
        observed: None,
        expected: None,
        path: Some(path.to_owned()),
        line: None,
    }
}

/// `reference 12 ("Smith J, Doe A. On the…")`: enough to find it by eye.
fn name(entry: &Entry) -> String {
    let label = entry.label.clone().unwrap_or_else(|| entry.seq.to_string());
    format!("reference {label} (\"{}\")", short(&entry.text))
}

fn short(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

fn tail(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(SHOWN);
    text.chars().skip(skip).collect()
}
