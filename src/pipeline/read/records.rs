//! Files of records: every record is a reference of its file, and the list of what it cites a document of its own.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::plan::SourceFile;
use super::super::progress::Stage;
use super::super::spill::Spill;
use super::{Around, Failure, PipelineError, ReadDocument, Reader, Understood, Unread};
use crate::export::plain;
use crate::import::{About, Broken, Imported, Item, Recognised};
use crate::ingest::{IngestError, Opened};
use crate::model::{
    Cited, Contributor, Document, Entry, Field, FrontMatter, Identifier, Issue, IssueCode, Origin,
    PartialDate, Reference, Scheme, SourceMap,
};
use crate::normalize::normalize;
use crate::parse::repeated::Before;

/// Records made mentions of side by side.
const BATCH: usize = 512;
/// Lines that hold no record, one finding each; beyond it they are counted.
const MOST_BROKEN: u32 = 1000;

/// What a record cites, kept until all records of the file were read.
#[derive(Serialize, Deserialize)]
struct CitedList {
    /// Number of the record's mention.
    citing: u32,
    title: Option<Field<String>>,
    contributors: Vec<Contributor>,
    issued: Option<PartialDate>,
    entry: Entry,
    cited: Vec<Cited>,
}

impl Reader<'_> {
    /// Reads a file of records.
    pub(super) fn records(
        &mut self,
        opened: &Opened,
        recognised: Recognised,
        file: &SourceFile,
    ) -> Result<(), Failure> {
        let mut document = opened.document(recognised.format);
        let id = Self::document_id(&document.sha256, 1);
        let place = self.place();
        let start = self.numbers();
        self.progress.stage(Stage::Reading, document.bytes);
        let (mut records, notes) = recognised.open(opened, &file.columns).map_err(Failure::Input)?;
        self.read.summary.documents += 1;
        let around = Around { id: &id, place, path: &document.path, year: None };
        let mut lists = Spill::new(self.dir);
        let mut batch = Vec::with_capacity(BATCH);
        let mut seq = 0u32;
        let mut broken = 0u32;
        let mut read_to = 0;
        loop {
            let item = records.next().map_err(|source| Failure::Run(unreadable(opened, source)))?;
            let ended = item.is_none();
            match item {
                Some(Item::Record(imported)) => {
                    seq = seq.saturating_add(1);
                    let cited = (start + seq - 1, seq);
                    if let Some(list) = cited_list(&imported, cited) {
                        lists.push(&list).map_err(self.spill_error())?;
                    }
                    batch.push(unread(*imported, seq));
                }
                Some(Item::Broken(lost)) => {
                    broken = broken.saturating_add(1);
                    if broken <= MOST_BROKEN {
                        self.issue(&told(opened, lost))?;
                    }
                }
                None => {}
            }
            if batch.len() >= BATCH || ended {
                let understood: Vec<Understood> =
                    batch.par_drain(..).map(|unread| self.understand(unread, around)).collect();
                understood.iter().try_for_each(|item| self.keep(item))?;
                if let Some(notes) = &notes {
                    self.progress.advance(notes.bytes().saturating_sub(read_to));
                    read_to = notes.bytes();
                }
                if self.progress.stopped() {
                    return Err(PipelineError::Interrupted.into());
                }
            }
            if ended {
                break;
            }
        }
        if broken > MOST_BROKEN {
            let message = format!("{} more places hold no record and are not listed", broken - MOST_BROKEN);
            self.issue(&opened.issue(IssueCode::RecordUnreadable, None, message, None))?;
        }
        if let Some(notes) = &notes {
            opened.unchanged(notes).map_err(|error| Failure::Run(error.into()))?;
            document.newline = notes.newline();
            for issue in opened.repairs(notes) {
                self.issue(&issue)?;
            }
        }
        let About { exported, notes } = records.about();
        for note in notes {
            self.issue(&opened.issue(IssueCode::FileNote, None, note, None))?;
        }
        if seq == 0 {
            let message = format!(
                "the file looks like {}, but holds no record that could be read",
                recognised.format.as_str()
            );
            self.issue(&opened.issue(IssueCode::ListNotFound, None, message, None))?;
        }
        document.n_references = seq;
        document.n_rejected_lines = broken;
        let as_of = file.exported.or(exported).and_then(midnight).unwrap_or_else(|| self.last_written(file));
        let path = document.path.clone();
        let sha256 = document.sha256.clone();
        let part = Document { front: FrontMatter::default(), n_rejected_lines: 0, ..document.clone() };
        self.read.documents.push(ReadDocument {
            id,
            document,
            citing: None,
            year: None,
            as_of,
            source: "input",
            start,
            first: start,
        });
        for (number, list) in (2..).zip(lists.read().map_err(self.spill_error())?) {
            let list = list.map_err(self.spill_error())?;
            let id = Self::document_id(&sha256, number);
            self.cited(list, Document { path: path.clone(), ..part.clone() }, id, as_of)?;
        }
        Ok(())
    }

    /// The list of what a record cites, as a document whose work is the record's.
    fn cited(
        &mut self,
        list: CitedList,
        mut document: Document,
        id: String,
        as_of: i64,
    ) -> Result<(), PipelineError> {
        let CitedList { citing, title, contributors, issued, entry, cited } = list;
        let place = self.place();
        let first = self.numbers();
        let year = issued.map(|date| date.year);
        let around = Around { id: &id, place, path: &document.path, year };
        let mut printed: Vec<Entry> = Vec::new();
        let mut before = Before::default();
        for (seq, cited) in (1..).zip(cited) {
            // What has only identifiers is known by them.
            let text = cited.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let source = SourceMap { pieces: Vec::new(), span: entry.source.span };
            let item = Entry {
                seq,
                text,
                source,
                line_start: entry.line_start,
                line_end: entry.line_end,
                ..Entry::default()
            };
            if cited.work.is_none() && !item.text.is_empty() && cited.identifiers.is_empty() {
                printed.push(item);
                continue;
            }
            if !printed.is_empty() {
                self.printed(&mut printed, &mut before, around)?;
            }
            let understood = self.understand(self.given(item, cited), around);
            self.keep(&understood)?;
        }
        if !printed.is_empty() {
            self.printed(&mut printed, &mut before, around)?;
        }
        document.n_references = self.numbers() - first;
        document.front = FrontMatter { entry, title, contributors, ..FrontMatter::default() };
        self.read.documents.push(ReadDocument {
            id,
            document,
            citing: Some(citing),
            year,
            as_of,
            source: "import",
            start: first,
            first,
        });
        Ok(())
    }

    /// A cited work whose parts or identifiers the file gives.
    fn given(&self, mut entry: Entry, cited: Cited) -> Unread {
        let Cited { identifiers, work, .. } = cited;
        let (mut reference, origin) = match work {
            Some(work) => (*work, Origin::Imported),
            None if entry.text.is_empty() => (Reference::default(), Origin::Imported),
            None => (self.parser.parse(&entry), Origin::Parsed),
        };
        for id in identifiers {
            if !reference.identifiers.iter().any(|f| f.value.scheme == id.scheme && f.value.value == id.value)
            {
                reference.identifiers.push(Field::given(id));
            }
        }
        let findings = normalize(&mut reference);
        if entry.text.is_empty() {
            entry.text = in_words(&reference, None);
        }
        Unread { entry, reference, origin, imported: None, findings: Some(findings) }
    }

    /// When a file was last written to; the time of the run where that is not known or must not count.
    fn last_written(&self, file: &SourceFile) -> i64 {
        if self.reproducible {
            return self.today;
        }
        let modified = std::fs::metadata(&file.path).and_then(|metadata| metadata.modified()).ok();
        let since = modified.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(self.today)
    }
}

fn unread(imported: Imported, seq: u32) -> Unread {
    let Imported { mut record, label, place, findings } = imported;
    let mut reference = std::mem::take(&mut record.work);
    record.cited = Vec::new();
    let serial = &record.serial;
    let issns = [&serial.issn_print, &serial.issn_electronic, &serial.issn_l];
    for issn in issns.into_iter().flatten().chain(&serial.issn_other) {
        let known = |f: &Field<Identifier>| f.value.scheme == Scheme::Issn && f.value.value == *issn;
        if !reference.identifiers.iter().any(known) {
            let id = Identifier { scheme: Scheme::Issn, value: issn.clone(), raw: issn.clone() };
            reference.identifiers.push(Field::given(id));
        }
    }
    let entry = Entry {
        seq,
        text: in_words(&reference, label.as_deref()),
        source: SourceMap { pieces: Vec::new(), span: place.span },
        line_start: place.line_start,
        line_end: place.line_end,
        label,
        truncated: false,
    };
    Unread {
        entry,
        reference,
        origin: Origin::Imported,
        imported: Some(Box::new(record)),
        findings: Some(findings),
    }
}

/// A record in words; of one that says nothing of a work, what else it holds.
fn in_words(reference: &Reference, label: Option<&str>) -> String {
    let said = plain(reference);
    if !said.is_empty() {
        return said;
    }
    let ids =
        reference.identifiers.iter().map(|id| format!("{}:{}", id.value.scheme.as_str(), id.value.value));
    let rest: Vec<String> = ids.chain(reference.notes.iter().map(|note| note.value.clone())).collect();
    if !rest.is_empty() {
        return rest.join("; ");
    }
    label.map_or_else(|| "(a record without a field that says anything)".to_owned(), str::to_owned)
}

fn cited_list(imported: &Imported, (citing, seq): (u32, u32)) -> Option<CitedList> {
    let record = &imported.record;
    if record.cited.is_empty() {
        return None;
    }
    let place = imported.place;
    Some(CitedList {
        citing,
        title: record.work.title.clone(),
        contributors: record.work.contributors.clone(),
        issued: record.work.issued.as_ref().map(|date| date.value),
        entry: Entry {
            seq,
            source: SourceMap { pieces: Vec::new(), span: place.span },
            line_start: place.line_start,
            line_end: place.line_end,
            ..Entry::default()
        },
        cited: record.cited.clone(),
    })
}

fn told(opened: &Opened, lost: Broken) -> Issue {
    opened.issue(IssueCode::RecordUnreadable, Some(lost.place.line_start), lost.message, lost.observed)
}

fn unreadable(opened: &Opened, source: std::io::Error) -> PipelineError {
    IngestError::Read { path: opened.shown_as().to_owned(), source }.into()
}

/// The start of a day, in milliseconds since 1970; none where the day is not known.
fn midnight(date: PartialDate) -> Option<i64> {
    let date =
        jiff::civil::Date::new(date.year, i8::try_from(date.month?).ok()?, i8::try_from(date.day?).ok()?);
    Some(date.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}
