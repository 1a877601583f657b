use std::cmp::Reverse;

use crate::model::{
    Entry, Field, Identifier, Mention, Name, Origin, Provenance, Reference, Sourced, Span, Work, WorkKind,
    stable_id,
};

/// Makes one work of all its mentions: every field from the mention that was read with the most confidence among
/// those that have it, the earlier one on a tie; what a structured file gave comes before what was read.
///
/// `document_ids` are the keys of the documents by their place among the inputs.
pub fn combine(id: [u8; 10], mentions: &[Mention], document_ids: &[String]) -> Work {
    let mut order: Vec<&Mention> = mentions.iter().collect();
    order.sort_by_key(|m| Reverse(rank(m)));
    let source = order.first().map_or(Origin::Parsed, |m| m.origin).as_str();
    let mut choice = Choice { order, document_ids, provenance: Vec::new(), identifiers: Vec::new() };
    let record = choice.record();
    let n_mentions = mentions.iter().filter(|m| !m.is_citing).count();
    Work {
        id,
        identifiers: choice.identifiers,
        record,
        source,
        provenance: choice.provenance,
        n_mentions: u32::try_from(n_mentions).unwrap_or(u32::MAX),
        ..Work::default()
    }
}

/// Fields that a file gave come before those that were read from print, and those read with confidence before others.
fn rank(mention: &Mention) -> i32 {
    match mention.origin {
        Origin::Imported => 1001,
        Origin::Parsed => mention.reference.confidence.map_or(0, per_mille),
    }
}

fn per_mille(confidence: f32) -> i32 {
    // A confidence is in 0–1.
    #[allow(clippy::cast_possible_truncation)]
    let rounded = (confidence * 1000.0) as i32;
    rounded
}

struct Choice<'a> {
    order: Vec<&'a Mention>,
    document_ids: &'a [String],
    provenance: Vec<Provenance>,
    identifiers: Vec<Sourced<Identifier>>,
}

impl<'a> Choice<'a> {
    fn record(&mut self) -> Reference {
        // Fields that only make sense together come from one mention.
        let locator = self.first(|r| r.volume.is_some() || r.pages.is_some() || r.article_number.is_some());
        let byline = self.first(|r| !r.contributors.is_empty());
        let container = self.first(|r| r.container_title.is_some());
        let kind = self.first(|r| r.kind != WorkKind::Unknown);

        let mut record = Reference {
            confidence: self.order.iter().find_map(|m| m.reference.confidence),
            ..Reference::default()
        };
        if let Some(m) = kind {
            record.kind = m.reference.kind;
            self.note("type", record.kind.as_str().to_owned(), m.reference.confidence, None, m);
        }
        if let Some(m) = byline {
            record.contributors.clone_from(&m.reference.contributors);
            record.authors_truncated = m.reference.authors_truncated;
            self.names(m);
        }
        record.title = self.best("title", |r| r.title.as_ref(), Clone::clone);
        record.issued = self.best("date", |r| r.issued.as_ref(), ToString::to_string);
        record.year_suffix = self.order.iter().find_map(|m| m.reference.year_suffix.clone());
        if let Some(m) = container {
            record.container_title =
                self.take("container_raw", m, |r| r.container_title.as_ref(), Clone::clone);
            record.journal = m.reference.journal.clone();
        }
        if let Some(m) = locator {
            record.volume = self.take("volume", m, |r| r.volume.as_ref(), Clone::clone);
            record.issue = self.take("issue", m, |r| r.issue.as_ref(), Clone::clone);
            record.supplement = self.take("supplement", m, |r| r.supplement.as_ref(), Clone::clone);
            record.pages = self.take("page_first", m, |r| r.pages.as_ref(), |p| p.first.clone());
            self.take(
                "page_last",
                m,
                |r| r.pages.as_ref().filter(|p| p.value.last.is_some()),
                |p| p.last.clone().unwrap_or_default(),
            );
            record.article_number =
                self.take("article_number", m, |r| r.article_number.as_ref(), Clone::clone);
        }
        record.event_title = self.best("event_title", |r| r.event_title.as_ref(), Clone::clone);
        record.edition = self.best("edition", |r| r.edition.as_ref(), Clone::clone);
        record.publisher = self.best("publisher", |r| r.publisher.as_ref(), Clone::clone);
        record.publisher_place = self.best("publisher_place", |r| r.publisher_place.as_ref(), Clone::clone);
        if let Some(m) = self.first(|r| r.language.is_some()) {
            record.language.clone_from(&m.reference.language);
            self.note("language", record.language.clone().unwrap_or_default(), None, None, m);
        }
        self.identifiers(&mut record);
        record
    }

    fn first(&self, has: impl Fn(&Reference) -> bool) -> Option<&'a Mention> {
        self.order.iter().copied().find(|m| has(&m.reference))
    }

    fn best<T: Clone>(
        &mut self,
        field: &str,
        get: impl Fn(&Reference) -> Option<&Field<T>>,
        text: impl Fn(&T) -> String,
    ) -> Option<Field<T>> {
        let mention = self.first(|r| get(r).is_some())?;
        self.take(field, mention, get, text)
    }

    /// Takes a field from one mention and records where it came from.
    fn take<T: Clone>(
        &mut self,
        field: &str,
        mention: &'a Mention,
        get: impl Fn(&Reference) -> Option<&Field<T>>,
        text: impl Fn(&T) -> String,
    ) -> Option<Field<T>> {
        let found = get(&mention.reference)?;
        self.note(field, text(&found.value), found.confidence, found.span, mention);
        Some(found.clone())
    }

    fn names(&mut self, mention: &'a Mention) {
        let mut position = std::collections::HashMap::new();
        for contributor in &mention.reference.contributors {
            let at = position.entry(contributor.role).and_modify(|n| *n += 1).or_insert(1);
            let field = format!("{}/{at}", contributor.role.as_str());
            let name = &contributor.name;
            self.note(&field, Name::display(&name.value), name.confidence, name.span, mention);
        }
    }

    /// All identifiers of all mentions, each once.
    fn identifiers(&mut self, record: &mut Reference) {
        for mention in self.order.clone() {
            for found in &mention.reference.identifiers {
                let same = |f: &Field<Identifier>| {
                    f.value.scheme == found.value.scheme && f.value.value == found.value.value
                };
                let source = mention.origin.as_str();
                let told = |id: &Sourced<Identifier>| {
                    id.source == source
                        && id.value.scheme == found.value.scheme
                        && id.value.value == found.value.value
                };
                if !self.identifiers.iter().any(told) {
                    self.identifiers.push(Sourced { source, value: found.value.clone() });
                }
                if record.identifiers.iter().any(same) {
                    continue;
                }
                let scheme = found.value.scheme;
                let first = !record.identifiers.iter().any(|f| f.value.scheme == scheme);
                record.identifiers.push(found.clone());
                if first {
                    self.note(
                        scheme.as_str(),
                        found.value.value.clone(),
                        found.confidence,
                        found.span,
                        mention,
                    );
                }
            }
        }
    }

    fn note(
        &mut self,
        field: &str,
        value: String,
        confidence: Option<f32>,
        span: Option<Span>,
        mention: &Mention,
    ) {
        self.provenance.push(Provenance {
            field: field.to_owned(),
            source: mention.origin.as_str(),
            value,
            chosen: true,
            confidence,
            span: span.map(|span| mention.entry.locate(span)),
            evidence: self.evidence(&mention.entry, mention),
        });
    }

    fn evidence(&self, entry: &Entry, mention: &Mention) -> String {
        let document = self.document_ids.get(mention.document as usize).map_or("", String::as_str);
        if mention.is_citing { document.to_owned() } else { reference_id(document, entry.seq) }
    }
}

/// Key of a reference: a hash of its document and its place in the list.
pub fn reference_id(document_id: &str, seq: u32) -> String {
    stable_id('r', &[document_id, &seq.to_string()])
}
