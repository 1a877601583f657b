//! In-text citations: which sentences of a document cite which entries of its reference list.
//!
//! Markers are read in every form in common use: `[3–5, 8]`, `(3,4)`, superscripts, `(Smith et al., 2010a, b)`,
//! `Smith and Jones (2010)`, `[Smi99]`, `\cite{key}`, `[@key]`, and links (`xref` of JATS). Which of them a document
//! uses is decided for the document as a whole, by how many of its markers lead to entries of its list: a year in
//! parentheses, the number of an equation and a power of ten look like markers too. A marker in the style of the
//! document that leads nowhere is kept, with no reference.

mod author_year;
mod keys;
mod links;
mod list;
mod numbered;
mod numbers;
mod sentences;

#[cfg(test)]
mod tests;

use crate::model::{ByteSpan, Name, Reference, Role, Span};
use list::List;
use sentences::Sentences;

/// The text of a document, its references left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// Its blocks in reading order.
    pub blocks: Vec<BodyBlock>,
}

/// A heading, paragraph, item of a list, cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyBlock {
    /// Level of a heading, from 1; `None` where it is none.
    pub heading: Option<u8>,
    /// Its text.
    pub text: String,
    /// What is known of parts of it, in order.
    pub marks: Vec<Mark>,
    /// Where it begins in the document's extracted text, in bytes.
    pub offset: u64,
}

/// Something known of a part of a block's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which part.
    pub span: Span,
    /// What is known.
    pub kind: MarkKind,
}

/// What is known of a part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// It is set higher and smaller.
    Superscript,
    /// It points to entries of the reference list by their ids.
    Link {
        /// The ids.
        ids: Vec<String>,
    },
    /// It points to something else: a note, a figure. What it covers is no citation.
    Other,
}

/// An entry of the reference list, as far as markers name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListEntry {
    /// Place in the list, from 1.
    pub seq: u32,
    /// Printed number or key.
    pub label: Option<String>,
    /// What links point to; keys of a bibliography.
    pub ids: Vec<String>,
    /// Family names of its authors with their particles, names of groups whole; editors where there are none.
    pub authors: Vec<String>,
    /// The printed list of authors goes on.
    pub authors_truncated: bool,
    /// Year.
    pub year: Option<i16>,
    /// Letter behind the year.
    pub year_suffix: Option<String>,
}

impl ListEntry {
    /// What a read reference says.
    pub fn of(seq: u32, label: Option<&str>, ids: Vec<String>, reference: &Reference) -> Self {
        let named = |role| -> Vec<String> {
            let names = reference.with_role(role).map(|contributor| match &contributor.name.value {
                Name::Person(person) => match &person.particle {
                    Some(particle) => format!("{particle} {}", person.family),
                    None => person.family.clone(),
                },
                Name::Group(name) => name.clone(),
            });
            names.collect()
        };
        let authors = named(Role::Author);
        Self {
            seq,
            label: label.map(str::to_owned),
            ids,
            authors: if authors.is_empty() { named(Role::Editor) } else { authors },
            authors_truncated: reference.authors_truncated,
            year: reference.issued.as_ref().map(|issued| issued.value.year),
            year_suffix: reference.year_suffix.clone(),
        }
    }
}

/// A marker, and the entries it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTextCitation {
    /// Which block it stands in.
    pub block: usize,
    /// Text of the last heading before it.
    pub section: Option<String>,
    /// The sentence that cites, in the block's text.
    pub sentence: Span,
    /// The marker, in the block's text.
    pub marker: Span,
    /// The marker's text.
    pub text: String,
    /// Its form.
    pub kind: CitationKind,
    /// Places in the list of the entries it leads to, in the order of the marker; empty where it leads nowhere.
    pub references: Vec<u32>,
    /// More entries fit than the marker means: all of them are listed.
    pub is_ambiguous: bool,
}

impl InTextCitation {
    /// Where the sentence and the marker stand in the document's extracted text.
    pub fn places(&self, body: &Body) -> (ByteSpan, ByteSpan) {
        let offset = body.blocks.get(self.block).map_or(0, |block| block.offset);
        let at = |span: Span| ByteSpan {
            start: offset + u64::from(span.start),
            end: offset + u64::from(span.end),
        };
        (at(self.sentence), at(self.marker))
    }
}

/// The form of a marker; the `mentions.kind` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitationKind {
    /// Numbers in brackets or parentheses.
    Numeric,
    /// Numbers set higher.
    Superscript,
    /// Names and a year.
    AuthorYear,
    /// Keys of a bibliography or labels made of letters.
    Key,
    /// A link to an entry.
    Link,
}

impl CitationKind {
    /// Every kind, in the order of the schema.
    pub const ALL: [Self; 5] = [Self::Numeric, Self::Superscript, Self::AuthorYear, Self::Key, Self::Link];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Numeric => "numeric",
            Self::Superscript => "superscript",
            Self::AuthorYear => "author_year",
            Self::Key => "key",
            Self::Link => "link",
        }
    }
}

/// A marker that was found in one block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    span: std::ops::Range<usize>,
    references: Vec<u32>,
    is_ambiguous: bool,
}

impl Found {
    fn overlaps(&self, other: &std::ops::Range<usize>) -> bool {
        self.span.start < other.end && other.start < self.span.end
    }

    fn is_resolved(&self) -> bool {
        !self.references.is_empty()
    }

    fn add_all(&mut self, seqs: impl IntoIterator<Item = u32>) {
        for seq in seqs {
            if !self.references.contains(&seq) {
                self.references.push(seq);
            }
        }
    }
}

/// Looks in every block with a finder of its markers, and leaves out what is taken.
type Look<'a> = &'a dyn Fn(&dyn Fn(&BodyBlock) -> Vec<Found>) -> ByBlock;

/// The markers of one kind, block by block.
type ByBlock = Vec<Vec<Found>>;

/// Finds the markers of a document and what they lead to, in reading order.
pub fn find(body: &Body, entries: &[ListEntry]) -> Vec<InTextCitation> {
    let list = List::new(entries);
    let linked: ByBlock = body.blocks.iter().map(|block| links::find(block, &list)).collect();
    let others: Vec<Vec<Found>> = body.blocks.iter().map(covered).collect();
    let taken = |at: usize, span: &std::ops::Range<usize>| {
        [&linked, &others].iter().any(|all| all.get(at).is_some_and(|found| any_overlaps(found, span)))
    };
    let free = |find: &dyn Fn(&BodyBlock) -> Vec<Found>| -> ByBlock {
        let blocks = body.blocks.iter().enumerate();
        blocks
            .map(|(at, block)| {
                let mut found = if block.heading.is_some() { Vec::new() } else { find(block) };
                found.retain(|found| !taken(at, &found.span));
                found
            })
            .collect()
    };
    let keyed = free(&|block| keys::find(&block.text, &list));
    let (kind, mut numbered) = numbered::choose(body, &list, &free);
    let mut by_name = free(&|block| author_year::find(&block.text, &list));
    let (names, numbers) = (resolved(&by_name), resolved(&numbered));
    // Numbers that the list does not print are weaker than names that it does.
    if names > 2 * numbers || !list.is_numbered && names >= numbers {
        for block in &mut numbered {
            block.clear();
        }
    }
    author_year::settle(&mut by_name, resolved(&numbered) + resolved(&keyed));

    let mut out = Vec::new();
    let mut section: Option<&str> = None;
    let empty = Vec::new();
    for (at, block) in body.blocks.iter().enumerate() {
        if block.heading.is_some() {
            section = Some(block.text.as_str());
        }
        let kinds = [
            (CitationKind::Link, &linked),
            (CitationKind::Key, &keyed),
            (kind, &numbered),
            (CitationKind::AuthorYear, &by_name),
        ];
        let mut found: Vec<(CitationKind, &Found)> = Vec::new();
        for (kind, all) in kinds {
            let free = |one: &&Found| {
                let behind = found.partition_point(|(_, other)| other.span.start < one.span.end);
                !behind
                    .checked_sub(1)
                    .and_then(|at| found.get(at))
                    .is_some_and(|(_, other)| other.overlaps(&one.span))
            };
            let more: Vec<(CitationKind, &Found)> =
                all.get(at).unwrap_or(&empty).iter().filter(free).map(|one| (kind, one)).collect();
            found.extend(more);
            found.sort_by_key(|(_, found)| found.span.start);
        }
        if found.is_empty() {
            continue;
        }
        let sentences = Sentences::of(&block.text, &found);
        for (kind, found) in found {
            out.push(InTextCitation {
                block: at,
                section: section.map(str::to_owned),
                sentence: span(&sentences.around(&found.span)),
                marker: span(&found.span),
                text: block.text.get(found.span.clone()).unwrap_or_default().to_owned(),
                kind,
                references: found.references.clone(),
                is_ambiguous: found.is_ambiguous,
            });
        }
    }
    out
}

/// What marks say is no citation, in order and merged.
fn covered(block: &BodyBlock) -> Vec<Found> {
    let mut spans: Vec<std::ops::Range<usize>> = block
        .marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Other)
        .map(|mark| mark.span.range())
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut out: Vec<Found> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.span.end => last.span.end = last.span.end.max(span.end),
            _ => out.push(Found { span, ..Found::default() }),
        }
    }
    out
}

/// Whether any of these, which stand in order and apart, overlaps a span.
fn any_overlaps(found: &[Found], span: &std::ops::Range<usize>) -> bool {
    let behind = found.partition_point(|found| found.span.start < span.end);
    behind.checked_sub(1).and_then(|at| found.get(at)).is_some_and(|found| found.overlaps(span))
}

fn resolved(all: &ByBlock) -> usize {
    all.iter().flatten().filter(|found| found.is_resolved()).count()
}

fn span(range: &std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
