use std::io;

/// Why something could not be read. Each message says what was wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ArticleError {
    /// Reading stopped in the middle.
    #[error("reading stopped at byte {offset}: {source}; fetch the file again")]
    Read {
        /// First byte that could not be read.
        offset: u64,
        /// What the system or the decompressor said.
        source: io::Error,
    },
    /// Nothing but blanks.
    #[error("there is no XML: the input is empty; fetch it again")]
    Empty,
    /// Not XML at all.
    #[error(
        "this is no XML: byte {offset} begins {beginning:?}; check that it is decompressed and what was asked for"
    )]
    NotXml {
        /// Where.
        offset: u64,
        /// How it begins.
        beginning: String,
    },
    /// Another encoding than UTF-8.
    #[error("this XML is in {encoding}, and PubMed's is UTF-8; convert it to UTF-8 first")]
    Encoding {
        /// The encoding.
        encoding: String,
    },
    /// Another kind of document.
    #[error(
        "this is no list of PubMed records: its outermost element is <{element}>, not <PubmedArticleSet>; check what was asked for"
    )]
    NotPubmed {
        /// The outermost element.
        element: String,
    },
    /// The service answered with an error of its own.
    #[error("PubMed answered with an error: {message}; check the PMIDs that were asked for, or try later")]
    Service {
        /// What it said.
        message: String,
    },
    /// The input ends before its list of records does.
    #[error(
        "the XML breaks off at byte {offset}; what came before it was read, the rest is missing: fetch it again"
    )]
    Truncated {
        /// Where the piece begins that is not whole.
        offset: u64,
    },
    /// One record.
    #[error("the record{} at byte {offset} cannot be read: {fault}; it was left out, the others are not touched by it", pmid.as_ref().map(|id| format!(" of PMID {id}")).unwrap_or_default())]
    Record {
        /// Where the fault is, or the record begins.
        offset: u64,
        /// Its PMID, where it could still be told.
        pmid: Option<String>,
        /// What is wrong with it.
        fault: Fault,
    },
}

impl ArticleError {
    /// Whether nothing can be read behind it. Any other error costs one record.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::Record { .. })
    }
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Longer than the limit.
    #[error("it is longer than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Elements within elements beyond the limit.
    #[error("its elements are nested more than {limit} deep")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// A control character, which XML does not allow.
    #[error("it holds the character U+{code:04X}, which XML does not allow")]
    Character {
        /// The character.
        code: u32,
    },
    /// An entity of its own.
    #[error("it uses the entity &{name};, and only XML's own five are understood")]
    Entity {
        /// The entity.
        name: String,
    },
    /// Its end tag is missing.
    #[error("its end tag is missing")]
    NotClosed,
    /// Not well-formed.
    #[error("it is not well-formed: {message}")]
    Syntax {
        /// What the XML reader said.
        message: String,
    },
    /// Without a PMID nothing can be done with it.
    #[error("it has no PMID")]
    NoPmid,
}
