//! The journal authority: a compiled list, its parts unpacked when they are first needed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;

use super::blob::{self, Blob, Edition, Section};
use super::build::{self, Effort, Sources};
use super::error::AuthorityError;
use super::index::Table;
use super::issn::{self, Issn, IssnTable};
use super::record::{Block, Record};
use super::source::{self, SourceRecord};
use super::word_table::WordTable;
use crate::model::{Journal, JournalHandle};

static EMBEDDED: &[u8] = include_bytes!("authority.bin");

/// The largest list that is read; NLM's largest is below 20 MB.
const LARGEST_FILE: u64 = 256 << 20;

/// Knows journals by their titles, abbreviations and ISSNs.
#[derive(Debug)]
pub struct Authority {
    blob: Blob,
    keys: OnceLock<Table>,
    initials: OnceLock<Table>,
    issns: OnceLock<IssnTable>,
    words: OnceLock<WordTable>,
    blocks: Vec<OnceLock<Block>>,
}

impl Authority {
    /// The authority that comes with the program. It takes microseconds: nothing is unpacked before it is needed.
    ///
    /// # Errors
    /// Only if the program was built with a damaged or outdated copy.
    pub fn embedded() -> Result<Self, AuthorityError> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// A compiled authority, checked whole.
    ///
    /// # Errors
    /// If it is damaged or of another version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, AuthorityError> {
        let authority = Self::open(Cow::Owned(bytes))?;
        authority.check()?;
        Ok(authority)
    }

    /// Loads a newer list: NLM's `J_Medline.txt` or `J_Entrez.txt`, a tab-separated table of the same facts, or a
    /// compiled authority. What the list itself lacks, other lists' titles and word abbreviations, comes from the
    /// embedded authority.
    ///
    /// # Errors
    /// If the file cannot be read or fits none of the formats, with the line that does not.
    pub fn from_file(path: &Path) -> Result<Self, AuthorityError> {
        let unreadable = |source| AuthorityError::Read { path: path.to_owned(), source };
        let file = fs::File::open(path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(AuthorityError::File {
                path: path.to_owned(),
                reason: "is larger than 256 MB, so it is no list of journals".to_owned(),
            });
        }
        if blob::is_compiled(&bytes) {
            return Self::from_bytes(bytes);
        }
        Self::from_list(&bytes, path)
    }

    /// As [`Authority::from_file`], from the text of an NLM list; `path` names it in messages.
    ///
    /// # Errors
    /// If the text fits none of the formats.
    pub fn from_list(text: &[u8], path: &Path) -> Result<Self, AuthorityError> {
        let sources = Self::embedded()?.sources_with(source::read_nlm(text, path)?);
        Self::from_bytes(build::build(sources, Effort::Fast)?)
    }

    /// An NLM list, and all else as this authority has it.
    pub(super) fn sources_with(&self, nlm: Vec<SourceRecord>) -> Sources {
        Sources {
            nlm,
            other: self.other_records(),
            words: self.known_words(),
            copy_date: String::new(),
            files: Vec::new(),
        }
    }

    fn open(bytes: Cow<'static, [u8]>) -> Result<Self, AuthorityError> {
        let blob = Blob::open(bytes)?;
        let blocks = (0..blob.blocks()).map(|_| OnceLock::new()).collect();
        Ok(Self {
            blob,
            keys: OnceLock::new(),
            initials: OnceLock::new(),
            issns: OnceLock::new(),
            words: OnceLock::new(),
            blocks,
        })
    }

    /// Unpacks everything once, so that what is handed in from outside fails here and not in the middle of a run.
    fn check(&self) -> Result<(), AuthorityError> {
        self.blob.check()?;
        let records = self.blob.records();
        for section in [Section::Keys, Section::Initials] {
            let table = Table::decode(&self.blob.section(section)?)?;
            if table.records().any(|record| record >= records) {
                return Err(AuthorityError::Compiled("an index points past the last journal"));
            }
        }
        if IssnTable::decode(&self.blob.section(Section::Issns)?).len() != records as usize {
            return Err(AuthorityError::Compiled("it has not an ISSN entry for each journal"));
        }
        WordTable::decode(self.blob.section(Section::Words)?)?;
        let mut found = 0;
        for block in 0..self.blob.blocks() {
            found += Block::decode(self.blob.block(block)?)?.len();
        }
        if found == records as usize { Ok(()) } else { Err(AuthorityError::Compiled("journals are missing")) }
    }

    /// Where the copy comes from and how current it is.
    pub fn edition(&self) -> &Edition {
        self.blob.edition()
    }

    /// Number of journals.
    pub fn len(&self) -> usize {
        self.blob.records() as usize
    }

    /// Whether it knows no journal at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of a journal.
    pub fn journal(&self, handle: JournalHandle) -> Option<Journal> {
        let record = self.record(handle.0)?;
        let (print, electronic) = self.issns().of(handle.0);
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Journal {
            title: record.title.to_owned(),
            title_iso4: record.iso4(),
            title_nlm: some(record.med_abbr),
            nlm_id: some(record.nlm_id),
            issn_print: print.map(issn::format),
            issn_electronic: electronic.map(issn::format),
        })
    }

    /// All journals, in the order of their handles.
    pub fn journals(&self) -> impl Iterator<Item = (JournalHandle, Journal)> {
        (0..self.blob.records()).map(JournalHandle).filter_map(|handle| Some((handle, self.journal(handle)?)))
    }

    pub(super) fn record(&self, record: u32) -> Option<Record<'_>> {
        let (block, place) = self.blob.place(record);
        let cell = self.blocks.get(block)?;
        cell.get_or_init(|| self.blob.block(block).and_then(Block::decode).unwrap_or_default()).get(place)
    }

    // A section of the embedded copy that failed to unpack would leave its table empty; a test unpacks them all, and
    // copies from outside are checked when they are loaded.

    pub(super) fn keys(&self) -> &Table {
        self.keys.get_or_init(|| self.table(Section::Keys))
    }

    pub(super) fn initials(&self) -> &Table {
        self.initials.get_or_init(|| self.table(Section::Initials))
    }

    pub(super) fn issns(&self) -> &IssnTable {
        self.issns.get_or_init(|| {
            self.blob.section(Section::Issns).map(|b| IssnTable::decode(&b)).unwrap_or_default()
        })
    }

    pub(super) fn words(&self) -> &WordTable {
        self.words
            .get_or_init(|| self.blob.section(Section::Words).and_then(WordTable::decode).unwrap_or_default())
    }

    fn table(&self, section: Section) -> Table {
        self.blob.section(section).and_then(|bytes| Table::decode(&bytes)).unwrap_or_default()
    }

    /// Whether a journal has an ISSN.
    pub(super) fn has_issn(&self, record: u32) -> bool {
        self.issns().of(record) != (None, None)
    }

    /// The journals that bear an ISSN.
    pub(super) fn with_issn(&self, issn: Issn) -> impl Iterator<Item = u32> {
        self.issns().journals(issn)
    }

    /// The serials of other lists, as they were before they were compiled.
    fn other_records(&self) -> Vec<SourceRecord> {
        let records = (0..self.blob.records()).filter_map(|at| self.record(at));
        records
            .filter(|record| !record.is_nlm())
            .map(|record| SourceRecord {
                title: record.title.to_owned(),
                other_forms: record.others().map(str::to_owned).collect(),
                ..SourceRecord::default()
            })
            .collect()
    }

    fn known_words(&self) -> BTreeMap<String, String> {
        self.words().iter().map(|(word, short)| (word.to_owned(), short.to_owned())).collect()
    }
}
