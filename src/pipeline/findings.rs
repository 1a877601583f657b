//! What a person should know about a reference that was read.

use super::read::ReadDocument;
use crate::merge::reference_id;
use crate::model::{
    Decision, Entry, Issue, IssueCode, JournalLink, MatchStatus, Mention, Reference, RetractionStatus, Work,
    WorkKind,
};
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

/// The findings about what services say of a reference.
pub fn of_match(mention: &Mention, documents: &[ReadDocument]) -> Vec<Issue> {
    let Some(found) = &mention.found else { return Vec::new() };
    let resolution = &found.resolution;
    let Some(document) = documents.get(mention.document as usize) else { return Vec::new() };
    let about = About {
        reference_id: reference_id(&document.id, mention.entry.seq),
        path: &document.document.path,
        line: mention.entry.line_start,
        citing_year: None,
    };
    let mut collector = Collector { about: &about, name: name(&mention.entry), issues: Vec::new() };
    let code = match resolution.status {
        MatchStatus::Ambiguous => Some(IssueCode::MatchAmbiguous),
        MatchStatus::Conflict => Some(IssueCode::MatchConflict),
        _ => None,
    };
    if let Some(code) = code {
        let candidates = resolution.candidates.iter().filter(|c| c.decision != Decision::Rejected);
        let named = candidates.filter_map(|c| c.identifier.as_ref());
        let named: Vec<String> = named.map(|id| format!("{}:{}", id.scheme.as_str(), id.value)).collect();
        let what = format!("needs a person: {}", resolution.sentence);
        collector.add(code, "match_status", &what, named.join(" "));
    }
    for difference in &resolution.differences {
        let field = difference.field.as_str();
        let what = format!(
            "differs from its record in {} in the {}",
            difference.source.as_str(),
            difference.field.in_words()
        );
        collector.add(IssueCode::MatchDiffers, field, &what, short(&difference.printed));
        if let Some(issue) = collector.issues.last_mut() {
            issue.expected = Some(difference.record.clone());
        }
    }
    collector.issues
}

/// The findings about what became of a work after it was published, for each reference that points to it.
pub fn of_work(work: &Work, mentions: &[Mention], documents: &[ReadDocument]) -> Vec<Issue> {
    let (code, what) = match work.retraction {
        RetractionStatus::Retracted => (IssueCode::WorkRetracted, "points to a work that was retracted"),
        RetractionStatus::Withdrawn => (IssueCode::WorkRetracted, "points to a work that was withdrawn"),
        RetractionStatus::ExpressionOfConcern => {
            (IssueCode::WorkOfConcern, "points to a work about which its editors are concerned")
        }
        RetractionStatus::Corrected => (IssueCode::WorkCorrected, "points to a work that was corrected"),
        RetractionStatus::NotChecked | RetractionStatus::None => return Vec::new(),
    };
    let mut sources: Vec<&str> = work.updates.iter().map(|told| told.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let mut issues = Vec::new();
    for mention in mentions.iter().filter(|mention| !mention.is_citing) {
        let Some(document) = documents.get(mention.document as usize) else { continue };
        let about = About {
            reference_id: reference_id(&document.id, mention.entry.seq),
            path: &document.document.path,
            line: mention.entry.line_start,
            citing_year: None,
        };
        let mut collector = Collector { about: &about, name: name(&mention.entry), issues: Vec::new() };
        collector.add(code, "work_id", &format!("{what}; see the table of updates"), sources.join(" "));
        issues.append(&mut collector.issues);
    }
    issues
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
