use serde::{Deserialize, Serialize};

/// A finding about the data: what is wrong, where, and what it means for the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What kind of finding it is.
    pub code: IssueCode,
    /// Table the finding is about (`documents`, `refs`, `works`).
    pub entity: String,
    /// Key of the row, or the path of a file that gave no row.
    pub entity_id: String,
    /// Column.
    pub field: Option<String>,
    /// One sentence for a person.
    pub message: String,
    /// What was there.
    pub observed: Option<String>,
    /// What should have been.
    pub expected: Option<String>,
    /// File.
    pub path: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Something is missing from the tables.
    Error,
    /// A value may be wrong.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// Stable codes of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum IssueCode { $($(#[doc = $doc])+ $name,)+ }

        impl IssueCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code written to tables.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// What it means, for the documentation.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// An input could not be read at all.
    InputUnreadable = "INPUT_UNREADABLE", Error;
    /// An input holds no text: it is empty.
    InputEmpty = "INPUT_EMPTY", Error;
    /// An input is not text: it holds binary data of a kind that is not read.
    InputBinary = "INPUT_BINARY", Error;
    /// An input holds the same bytes as an earlier one; it was read once.
    InputRepeated = "INPUT_REPEATED", Warning;
    /// No reference list was found in an input.
    ListNotFound = "LIST_NOT_FOUND", Error;
    /// Something in a file of records could not be read as a record, or not whole.
    RecordUnreadable = "RECORD_UNREADABLE", Error;
    /// Something about a whole file: a column that is missing, an encoding that is not the declared one.
    FileNote = "FILE_NOTE", Info;
    /// Bytes that are not valid in the file's encoding were read as Windows-1252.
    EncodingMixed = "ENCODING_MIXED", Warning;
    /// Control characters were taken out.
    ControlCharacters = "CONTROL_CHARACTERS", Info;
    /// A line or an entry was longer than the limit; its text is cut, its span is whole.
    EntryTooLong = "ENTRY_TOO_LONG", Warning;
    /// Printed labels restart, repeat or skip.
    LabelSequence = "LABEL_SEQUENCE", Info;
    /// A reference looks cut off.
    RefTruncated = "REF_TRUNCATED", Warning;
    /// Nothing could be read from a reference.
    RefUnparsed = "REF_UNPARSED", Error;
    /// A reference was read with little confidence.
    RefLowConfidence = "REF_LOW_CONFIDENCE", Warning;
    /// A part of a reference was taken by no field.
    RefLeftover = "REF_LEFTOVER", Info;
    /// No journal of the authority fits the container title.
    JournalUnresolved = "JOURNAL_UNRESOLVED", Warning;
    /// Several journals of the authority fit the container title.
    JournalAmbiguous = "JOURNAL_AMBIGUOUS", Warning;
    /// The last page comes before the first.
    PagesReversed = "PAGES_REVERSED", Warning;
    /// A reference is dated later than the document that cites it.
    CitedAfterCiting = "CITED_AFTER_CITING", Warning;
    /// An identifier's check digit or form is wrong.
    IdentifierInvalid = "IDENTIFIER_INVALID", Warning;
    /// A value does not fit its column's type or domain.
    ValueOutOfRange = "VALUE_OUT_OF_RANGE", Warning;
    /// Several records fit a reference, or one fits not well enough.
    MatchAmbiguous = "MATCH_AMBIGUOUS", Warning;
    /// Two services hold different works for a reference.
    MatchConflict = "MATCH_CONFLICT", Warning;
    /// A reference says something else than the record it points to.
    MatchDiffers = "MATCH_DIFFERS", Info;
    /// A reference points to a work that was retracted or withdrawn.
    WorkRetracted = "WORK_RETRACTED", Warning;
    /// A reference points to a work about which its editors are concerned.
    WorkOfConcern = "WORK_OF_CONCERN", Warning;
    /// A reference points to a work that was corrected.
    WorkCorrected = "WORK_CORRECTED", Info;
    /// A service that was to be asked gave no answer; references stay unchecked.
    ServiceUnanswered = "SERVICE_UNANSWERED", Warning;
    /// A line of the overrides says nothing that could be applied.
    OverrideInvalid = "OVERRIDE_INVALID", Warning;
    /// A line of the overrides is about nothing in this dataset.
    OverrideUnused = "OVERRIDE_UNUSED", Info;
    /// A network would have too many links to be built.
    NetworkTooLarge = "NETWORK_TOO_LARGE", Info;
}
