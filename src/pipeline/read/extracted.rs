//! Documents that are no plain text: their text is taken out first, and their list found in it.

use super::super::plan::SourceFile;
use super::super::progress::Stage;
use super::list::BATCH;
use super::{Around, Failure, PipelineError, ReadDocument, Reader};
use crate::documents::{self, DocumentLimits, Extracted, Front, Kind, ListEntry, ListText};
use crate::ingest::{self, IngestError, Limits, Opened};
use crate::model::{
    ByteSpan, Contributor, Document, Entry, Field, FrontMatter, Identifier, IssueCode, Name, Person, Piece,
    Role, Scheme, SourceMap, Width,
};
use crate::normalize::{identifiers, names};
use crate::parse::repeated::Before;

impl Reader<'_> {
    /// Reads a document of another format than text.
    pub(super) fn extracted(
        &mut self,
        opened: &Opened,
        kind: Kind,
        file: &SourceFile,
    ) -> Result<(), Failure> {
        let limits = DocumentLimits::default();
        let mut document = opened.document(kind.format());
        if self.is_repeated(&document, file)? {
            return Ok(());
        }
        self.progress.stage(Stage::Reading, document.bytes);
        let bytes = opened.whole(limits.file_bytes).map_err(Failure::Input)?;
        let extracted = documents::extract(kind, &bytes, &limits).map_err(|error| {
            let path = opened.shown_as().to_owned();
            Failure::Input(IngestError::Document { path, message: error.to_string() })
        })?;
        drop(bytes);
        for note in &extracted.notes {
            self.issue(&opened.issue(IssueCode::FileNote, None, note.clone(), None))?;
        }
        document.front = front(&extracted.front);
        match documents::list_text(&extracted) {
            ListText::Entries(entries) => self.entries(&extracted, &entries, document)?,
            ListText::Whole(whole) => {
                let text = whole.text.as_bytes();
                let source = ingest::open_bytes(text, opened.shown_as(), &Limits::default());
                let source = source.map_err(Failure::Input)?;
                self.list(&source, Some(document))?;
            }
        }
        Ok(())
    }

    /// The entries of a document that says where they are.
    fn entries(
        &mut self,
        extracted: &Extracted,
        entries: &[ListEntry],
        mut document: Document,
    ) -> Result<(), PipelineError> {
        self.read.summary.documents += 1;
        let id = Self::document_id(&document.sha256, 1);
        let place = self.place();
        let start = self.numbers();
        let citing = self.citing_work(&document, place)?;
        let first = self.numbers();
        let year = document.front.last_updated.as_ref().map(|date| date.value.year);
        let around = Around { id: &id, place, path: &document.path, year };
        let offsets = offsets(extracted);
        self.listed.clear();
        let mut before = Before::default();
        let mut batch = Vec::new();
        for (seq, listed) in (1..).zip(entries) {
            let start = offsets.get(listed.block).copied().unwrap_or_default();
            batch.push(entry(seq, listed, start));
            if batch.len() >= BATCH {
                self.printed(&mut batch, &mut before, around)?;
            }
            if self.progress.stopped() {
                return Err(PipelineError::Interrupted);
            }
        }
        self.printed(&mut batch, &mut before, around)?;
        for (entry, listed) in self.listed.iter_mut().zip(entries) {
            entry.ids.extend(listed.id.clone());
        }
        self.blocks(extracted, &offsets, place)?;
        document.n_references = self.numbers() - first;
        document.n_rejected_lines =
            u32::try_from(extracted.blocks.len().saturating_sub(entries.len())).unwrap_or(u32::MAX);
        let as_of = self.today;
        self.read.documents.push(ReadDocument {
            id,
            document,
            citing,
            year,
            as_of,
            source: "input",
            start,
            first,
        });
        Ok(())
    }
}

/// Where each block begins in the extracted text: one block a line.
pub(super) fn offsets(extracted: &Extracted) -> Vec<u64> {
    let lengths = extracted.blocks.iter().map(|block| block.text.len() as u64 + 1);
    lengths
        .scan(0, |at, length| {
            let start = *at;
            *at += length;
            Some(start)
        })
        .collect()
}

/// An entry as if the extracted text, one block a line, were the file.
fn entry(seq: u32, listed: &ListEntry, start: u64) -> Entry {
    let most = Limits::default().entry_bytes;
    let mut end = listed.text.len().min(most);
    while !listed.text.is_char_boundary(end) {
        end -= 1;
    }
    let line = u32::try_from(listed.block + 1).unwrap_or(u32::MAX);
    Entry {
        seq,
        label: listed.label.clone(),
        text: listed.text.get(..end).unwrap_or_default().to_owned(),
        source: SourceMap {
            pieces: vec![Piece { text_start: 0, file_start: start, width: Width::Utf8 }],
            span: ByteSpan { start, end: start + listed.text.len() as u64 },
        },
        line_start: line,
        line_end: line,
        truncated: end < listed.text.len(),
    }
}

fn front(front: &Front) -> FrontMatter {
    let doi = front.doi.as_ref().and_then(|raw| {
        Some(Identifier { scheme: Scheme::Doi, value: identifiers::doi(raw)?, raw: raw.clone() })
    });
    FrontMatter {
        title: front.title.clone().map(Field::given),
        contributors: front.authors.iter().map(|name| author(name)).collect(),
        last_updated: front.date.map(Field::given),
        container_title: front.container_title.clone().map(Field::given),
        identifiers: doi.into_iter().collect(),
        ..FrontMatter::default()
    }
}

/// `Family, Given`, or a name as it is spoken.
fn author(raw: &str) -> Contributor {
    let person = |family: &str, given: &str| Person {
        family: family.trim().to_owned(),
        given: Some(given.trim().to_owned()).filter(|given| !given.is_empty()),
        ..Person::default()
    };
    let words: Vec<&str> = raw.split_whitespace().collect();
    let particle = words.iter().position(|word| names::is_particle(word)).filter(|at| *at > 0);
    let name = match raw.split_once(',') {
        Some((family, given)) => Name::Person(person(family, given)),
        None if words.len() < 2 => Name::Group(raw.trim().to_owned()),
        None => {
            let (given, family) = words.split_at(particle.unwrap_or(words.len() - 1));
            Name::Person(person(&family.join(" "), &given.join(" ")))
        }
    };
    Contributor { role: Role::Author, role_printed: None, name: Field::given(name), raw: raw.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_of_documents() {
        for (raw, expected) in [
            ("Smith, Jane A.", "Smith, Jane A."),
            ("Jane A. Smith", "Smith, Jane A."),
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Consortium", "Consortium"),
        ] {
            assert_eq!(author(raw).name.value.display(), expected);
        }
    }
}
