//! What the text of a document says of its references.

use super::{PipelineError, Reader};
use crate::documents::{BlockKind, Extracted, MarkKind};
use crate::ingest::Paragraph;
use crate::mentions::{self, Body, BodyBlock, InTextCitation, ListEntry};
use crate::model::{ByteSpan, InText, Mention, Span};

/// References of one document that its text is held against; a longer list is no reference list of a text.
pub(super) const MOST_LISTED: usize = 50_000;
/// Bytes of text looked through.
pub(super) const MOST_TEXT: usize = 32 << 20;

impl Reader<'_> {
    /// Remembers a reference of the document at hand, for its text.
    pub(super) fn listed(&mut self, mention: &Mention) {
        if self.listed.len() < MOST_LISTED {
            let entry = &mention.entry;
            self.listed.push(ListEntry::of(
                entry.seq,
                entry.label.as_deref(),
                Vec::new(),
                &mention.reference,
            ));
        }
    }

    /// Finds the markers in the text around a printed list.
    pub(super) fn paragraphs(&mut self, body: &[Paragraph], document: u32) -> Result<(), PipelineError> {
        let blocks =
            body.iter().map(|paragraph| BodyBlock { text: paragraph.text.clone(), ..BodyBlock::default() });
        let text = Body { blocks: blocks.collect() };
        self.in_text(&text, document, |block, span| {
            body.get(block).map(|p| p.source.locate(&p.text, span)).unwrap_or_default()
        })
    }

    /// Finds the markers in the text of an extracted document.
    pub(super) fn blocks(
        &mut self,
        extracted: &Extracted,
        offsets: &[u64],
        document: u32,
    ) -> Result<(), PipelineError> {
        let mut body = Body::default();
        for (block, offset) in extracted.blocks.iter().zip(offsets) {
            if matches!(block.kind, BlockKind::Reference { .. }) {
                continue;
            }
            let marks = block.marks.iter().map(|mark| mentions::Mark {
                span: mark.span,
                kind: match &mark.kind {
                    MarkKind::Superscript => mentions::MarkKind::Superscript,
                    MarkKind::Citation { ids } => mentions::MarkKind::Link { ids: ids.clone() },
                    MarkKind::Note { .. } => mentions::MarkKind::Other,
                },
            });
            body.blocks.push(BodyBlock {
                heading: match block.kind {
                    BlockKind::Heading(level) => Some(level),
                    _ => None,
                },
                text: block.text.clone(),
                marks: marks.collect(),
                offset: *offset,
            });
        }
        let offsets: Vec<u64> = body.blocks.iter().map(|block| block.offset).collect();
        self.in_text(&body, document, |block, span| {
            let start = offsets.get(block).copied().unwrap_or_default();
            ByteSpan { start: start + u64::from(span.start), end: start + u64::from(span.end) }
        })
    }

    fn in_text(
        &mut self,
        body: &Body,
        document: u32,
        place: impl Fn(usize, Span) -> ByteSpan,
    ) -> Result<(), PipelineError> {
        let entries = std::mem::take(&mut self.listed);
        let found: Vec<InTextCitation> = mentions::find(body, &entries);
        for (seq, citation) in (1..).zip(found) {
            let n = u32::try_from(citation.references.len()).unwrap_or(u32::MAX);
            let references: Vec<Option<u32>> = if citation.references.is_empty() {
                vec![None]
            } else {
                citation.references.iter().copied().map(Some).collect()
            };
            for (part, reference) in (1..).zip(references) {
                let row = InText {
                    document,
                    seq,
                    part,
                    reference,
                    kind: citation.kind.as_str().to_owned(),
                    marker: citation.text.clone(),
                    section: citation.section.clone(),
                    sentence: place(citation.block, citation.sentence),
                    place: place(citation.block, citation.marker),
                    n_references: n,
                    is_ambiguous: citation.is_ambiguous,
                };
                self.read.in_text.push(&row).map_err(self.spill_error())?;
            }
        }
        Ok(())
    }
}
