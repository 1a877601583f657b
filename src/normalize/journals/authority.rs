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

    /// The serials of other lists, and the forms they lent to NLM's, ready to be compiled with another NLM list.
    fn other_records(&self) -> Vec<SourceRecord> {
        let records = (0..self.blob.records()).filter_map(|at| self.record(at));
        records
            .filter(|record| !record.is_nlm() || record.others().next().is_some())
            .map(|record| SourceRecord {
                title: record.title.to_owned(),
                nlm_id: record.nlm_id.to_owned(),
                other_forms: record.others().map(str::to_owned).collect(),
                ..SourceRecord::default()
            })
            .collect()
    }

    fn known_words(&self) -> BTreeMap<String, String> {
        self.words().iter().map(|(word, short)| (word.to_owned(), short.to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::{JournalLink, JournalMethod};

    const LIST: &str = "\
--------------------------------------------------------
JrId: 1
JournalTitle: Journal of new things
MedAbbr: J New Things
ISSN (Print): 0098-7484
ISSN (Online): 
IsoAbbr: J. New Things
NlmId: 101999999
--------------------------------------------------------
";

    fn compiled() -> Vec<u8> {
        let nlm = source::read_nlm(LIST.as_bytes(), Path::new("list")).unwrap();
        let words = BTreeMap::from([("journal".to_owned(), "j".to_owned())]);
        build::build(Sources { nlm, words, ..Sources::default() }, Effort::Fast).unwrap()
    }

    #[test]
    fn the_embedded_copy_is_whole() {
        let authority = Authority::embedded().unwrap();
        authority.check().unwrap();
        assert!(EMBEDDED.len() < 4_000_000);
        assert_eq!(authority.journals().count(), authority.len());
        assert!(authority.edition().nlm_journals > 40_000);
    }

    #[test]
    fn a_newer_list_brings_its_journals_and_keeps_the_words() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("J_Medline.txt");
        fs::write(&path, LIST).unwrap();
        let authority = Authority::from_file(&path).unwrap();
        assert_eq!(authority.edition().nlm_journals, 1);
        let JournalLink::Resolved { journal, method, .. } = authority.resolve("Jour. New Thing", None) else {
            panic!("not resolved")
        };
        assert_eq!(method, JournalMethod::Tokens);
        let journal = authority.journal(journal).unwrap();
        assert_eq!(journal.nlm_id.as_deref(), Some("101999999"));
        assert_eq!(journal.title_iso4.as_deref(), Some("J. New Things"));
        assert_eq!(journal.issn_print.as_deref(), Some("0098-7484"));
        assert_eq!(authority.resolve("Immunol Lett", None), JournalLink::Unresolved);
    }

    #[test]
    fn a_compiled_file_is_read_too() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("authority.bin");
        fs::write(&path, compiled()).unwrap();
        assert_eq!(Authority::from_file(&path).unwrap().len(), 1);
        let missing = Authority::from_file(&directory.path().join("none")).unwrap_err().to_string();
        assert!(missing.contains("cannot read"), "{missing}");
    }

    #[test]
    fn a_damaged_copy_is_refused() {
        let whole = compiled();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            // a flipped bit may leave the header readable JSON with another date, but nothing may panic
            if let Ok(authority) = Authority::from_bytes(damaged) {
                authority.resolve("J New Things", Some("0098-7484"));
                authority.journals().count();
            }
            assert!(Authority::from_bytes(whole[..at].to_vec()).is_err());
        }
        let mut longer = whole.clone();
        longer.push(0);
        assert!(Authority::from_bytes(longer).is_err());
        Authority::from_bytes(whole).unwrap();
    }

    #[test]
    fn a_damaged_copy_that_is_not_checked_finds_nothing_but_does_not_fail() {
        let whole = compiled();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] = damaged[at].wrapping_add(1);
            if let Ok(authority) = Authority::open(Cow::Owned(damaged)) {
                authority.resolve("J New Things", Some("0098-7484"));
                authority.resolve("Journ. New Things", None);
                authority.journals().count();
            }
        }
    }

    #[test]
    fn the_embedded_copy_is_what_its_sources_give() {
        let shared = std::env::var_os("REFLOOM_SHARED")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
            .join("authority");
        if !shared.is_dir() {
            // Not through `println!`, which the test runner keeps to itself.
            let why = format!(
                "skipped: no source lists at {}; set REFLOOM_SHARED to their folder\n",
                shared.display()
            );
            let _ = std::io::Write::write_all(&mut std::io::stderr(), why.as_bytes());
            return;
        }
        let read = |name: &str| fs::read(shared.join(name)).unwrap();
        let (nlm, other, words) =
            (read("nlm_core.tsv"), read("jabref_extra.tsv"), read("mined_title_word_abbr.json"));
        let embedded = Authority::embedded().unwrap();
        let sums: Vec<String> = [&nlm, &other, &words].map(|bytes| crate::model::hex_sha256(bytes)).to_vec();
        assert_eq!(embedded.edition().sources.iter().map(|s| s.sha256.clone()).collect::<Vec<_>>(), sums);
        let sources = Sources {
            nlm: source::read_nlm(&nlm[..], Path::new("nlm")).unwrap(),
            other: source::read_other(&other[..], Path::new("other")).unwrap(),
            words: source::read_words(&words[..], Path::new("words")).unwrap(),
            copy_date: String::new(),
            files: embedded.edition().sources.clone(),
        };
        assert!(build::build(sources, Effort::Small).unwrap() == EMBEDDED, "build authority.bin again");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let mut prefixed = b"RFLMJRN1".to_vec();
            prefixed.extend(&bytes);
            let _ = Authority::from_bytes(bytes);
            let _ = Authority::from_bytes(prefixed);
        }
    }
}
