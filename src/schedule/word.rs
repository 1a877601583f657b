use std::fmt;

use super::error::ScheduleError;

/// A text that every kind of schedule can hold: not empty, on one line, and without characters that show nothing or make
/// what follows look otherwise than it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// Takes a text; `what` says in an error what it is.
    ///
    /// # Errors
    /// When it is empty or holds a control character, a line separator or a sign that turns the direction of writing.
    pub fn new(what: &'static str, text: impl Into<String>) -> Result<Self, ScheduleError> {
        let text = text.into();
        if text.is_empty() {
            return Err(ScheduleError::Empty { what });
        }
        match text.chars().find_map(unfit) {
            Some(held) => Err(ScheduleError::Unprintable { what, text, held }),
            None => Ok(Self(text)),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn unfit(c: char) -> Option<String> {
    let held = match c {
        '\n' | '\r' => "a line break",
        c if c.is_control() => "a control character",
        '\u{2028}' | '\u{2029}' => "a line separator",
        // What stands in the file would not be what a person sees there.
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a sign that turns the direction of writing"
        }
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => "a byte order mark or no character at all",
        _ => return None,
    };
    Some(format!("{held} (U+{:04X})", u32::from(c)))
}

/// A [`Word`] that is an absolute path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(Word);

impl Folder {
    /// Takes a path.
    ///
    /// # Errors
    /// When it is no [`Word`] or does not begin at the root.
    pub fn new(what: &'static str, path: impl Into<String>) -> Result<Self, ScheduleError> {
        let word = Word::new(what, path)?;
        if word.as_str().starts_with('/') {
            Ok(Self(word))
        } else {
            Err(ScheduleError::Relative { what, path: word.0 })
        }
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The name of a schedule: part of file names, of the names of units and of the markers by which it is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// What a name may have at most; with the beginnings and endings of unit names it stays well below what they may have.
const LONGEST: usize = 48;

impl Name {
    /// Takes a name as it was given.
    ///
    /// # Errors
    /// When it holds more than letters, digits, `.`, `_` and `-` of ASCII, begins with another sign than a letter or a digit,
    /// or is too long.
    pub fn new(name: &str) -> Result<Self, ScheduleError> {
        let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if begins && name.len() <= LONGEST && name.chars().all(fits) {
            Ok(Self(name.to_owned()))
        } else {
            Err(ScheduleError::Name { name: name.to_owned() })
        }
    }

    /// A name made of the last part of a path; `dataset` where nothing of it can be used.
    pub fn from_path(path: &str) -> Self {
        let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
        let mut name = String::new();
        for c in last.chars() {
            if fits(c) && (!name.is_empty() || c.is_ascii_alphanumeric()) {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
            if name.len() == LONGEST {
                break;
            }
        }
        let name = name.trim_end_matches(['-', '.']);
        Self(if name.is_empty() { "dataset".to_owned() } else { name.to_owned() })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn fits(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}
