/// Why a document gives no text. Each message says what is wrong and what to do; the caller puts the file's name before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It is not the format it looked like.
    #[error("is not a readable {format}: {reason}; open it in the program it comes from and save it again")]
    Malformed {
        /// The format's name.
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// It is protected by a password.
    #[error("is protected by a password; save a copy without it and give that")]
    Encrypted,
    /// Pages without a text layer.
    #[error(
        "holds pictures of {pages} page(s) and no text: run OCR first, for example with ocrmypdf, and give its result"
    )]
    NoText {
        /// How many pages it has.
        pages: usize,
    },
    /// Text whose characters nobody can name.
    #[error(
        "shows text in fonts that do not say which characters they draw: run OCR first, for example with ocrmypdf --force-ocr"
    )]
    UnknownCharacters,
    /// It is larger, deeper or longer than is read.
    #[error("holds {what}, more than the limit of {limit}; it is broken, or made to do harm")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        limit: u64,
    },
    /// A package without the part that holds its text.
    #[error("lacks {part}; it is broken, or another format than it says")]
    MissingPart {
        /// The part's name.
        part: String,
    },
}
