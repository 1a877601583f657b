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

/// The findings about one reference.
pub fn of(
    entry: &Entry,
    reference: &Reference,
    was_read: bool,
    found: &[Finding],
    authority: &Authority,
    about: &About<'_>,
) -> Vec<Issue> {
    let mut collector = Collector { about, name: name(entry), issues: Vec::new() };
    if entry.truncated {
        let what = "looks cut off; compare it with the document";
        collector.add(IssueCode::RefTruncated, "raw", what, tail(&entry.text));
    }
    if !was_read {
        let what = "holds nothing that could be read";
        collector.add(IssueCode::RefUnparsed, "raw", what, short(&entry.text));
        return collector.issues;
    }
    if let Some(confidence) = reference.confidence.filter(|c| *c < LOW_CONFIDENCE) {
        let what = "was read with little confidence; check its fields";
        collector.add(IssueCode::RefLowConfidence, "parse_confidence", what, format!("{confidence:.2}"));
    }
    for note in &reference.notes {
        collector.add(
            IssueCode::RefLeftover,
            "raw",
            "has a part that belongs to no field",
            short(&note.value),
        );
    }
    for finding in found {
        collector.add(
            finding.code,
            finding.field,
            &format!("has a fault: {}", finding.message),
            finding.observed.clone(),
        );
        if let Some(issue) = collector.issues.last_mut() {
            issue.expected.clone_from(&finding.expected);
        }
    }
    collector.implausible(reference);
    collector.journal(reference, authority);
    collector.issues
}

struct Collector<'a> {
    about: &'a About<'a>,
    name: String,
    issues: Vec<Issue>,
}

impl Collector<'_> {
    /// A finding in the words "reference … `what`".
    fn add(&mut self, code: IssueCode, field: &str, what: &str, observed: String) {
        self.issues.push(Issue {
            code,
            entity: "refs".to_owned(),
            entity_id: self.about.reference_id.clone(),
            field: Some(field.to_owned()),
            message: format!("{} {what}", self.name),
            observed: Some(observed),
            expected: None,
            path: Some(self.about.path.to_owned()),
            line: Some(self.about.line),
        });
    }

    /// What cannot be as it was read.
    fn implausible(&mut self, reference: &Reference) {
        let number = |page: &str| page.parse::<u64>().ok();
        if let Some(pages) = reference.pages.as_ref().map(|p| &p.value) {
            let last = pages.last.as_deref();
            if number(&pages.first).zip(last.and_then(number)).is_some_and(|(first, last)| last < first) {
                let observed = format!("{}-{}", pages.first, last.unwrap_or_default());
                self.add(IssueCode::PagesReversed, "page_last", "has a last page before its first", observed);
            }
        }
        // Works are often cited a little before the issue they are dated with.
        let cited = reference.issued.as_ref().map(|d| d.value.year);
        if let Some((cited, citing)) =
            cited.zip(self.about.citing_year).filter(|(cited, citing)| *cited > citing + 1)
        {
            let what = format!("is dated later than the document that cites it ({citing})");
            self.add(IssueCode::CitedAfterCiting, "year", &what, cited.to_string());
        }
    }

    fn journal(&mut self, reference: &Reference, authority: &Authority) {
        let Some(container) = &reference.container_title else { return };
        let observed = container.value.clone();
        match &reference.journal {
            JournalLink::Ambiguous { candidates, .. } => {
                let titles: Vec<_> =
                    candidates.iter().filter_map(|h| authority.journal(*h)).map(|j| j.title).collect();
                let what = format!("may be in any of these journals: {}", titles.join("; "));
                self.add(IssueCode::JournalAmbiguous, "journal_id", &what, observed);
            }
            // Proceedings and the like are often no serials; for an article it is worth a look.
            JournalLink::Unresolved if reference.kind == WorkKind::Article => {
                self.add(
                    IssueCode::JournalUnresolved,
                    "journal_id",
                    "is in a journal the authority does not know",
                    observed,
                );
            }
            _ => {}
        }
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
