//! The strings of a gold file that does not hold them: one a line in the file beside it.

use std::path::{Path, PathBuf};

use super::EvaluateError;

/// `set.flat.jsonl`, `set.csl.json` and `set.jsonl` have their strings in `set.txt`.
pub fn beside(gold: &Path) -> PathBuf {
    let name = gold.file_name().unwrap_or_default().to_string_lossy();
    let mut stem = name.as_ref();
    for ending in [".jsonl", ".json", ".flat", ".csl"] {
        stem = stem.strip_suffix(ending).unwrap_or(stem);
    }
    gold.with_file_name(format!("{stem}.txt"))
}

/// The lines of a text file that are not empty; none if there is no such file.
pub fn lines(path: &Path) -> Result<Option<Vec<String>>, EvaluateError> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(EvaluateError::Read { path: path.to_owned(), source }),
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(Some(text.split(['\n', '\r']).map(clean).filter(|line| !line.is_empty()).collect()))
}

/// A string on one line: line breaks and control characters are blanks, and of several blanks one stays.
pub fn clean(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_text_files() {
        for gold in ["a/set.flat.jsonl", "a/set.jsonl", "a/set.csl.json", "a/set.csl.jsonl", "a/set"] {
            assert_eq!(beside(Path::new(gold)), Path::new("a/set.txt"));
        }
    }
}
