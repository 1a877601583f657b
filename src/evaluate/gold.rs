use std::path::Path;

use serde_json::Value as Json;

use super::flat::scalar;
use super::segments::Segments;
use super::{EvaluateError, Flat, csl, records, text};

/// Strings and their true fields.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// What can be scored, in the order of the file.
    pub items: Vec<GoldItem>,
    /// What cannot.
    pub skipped: Vec<Skipped>,
}

/// One string and its fields.
#[derive(Clone, Debug)]
pub struct GoldItem {
    /// Line of the file, from 1.
    pub line: usize,
    /// The gold's own name for it.
    pub id: Option<String>,
    /// The string to be read.
    pub text: String,
    /// The fields.
    pub flat: Flat,
    /// What the work is, in the gold's own words.
    pub kind: Option<String>,
    /// The publisher of the list the reference stands in.
    pub publisher: Option<String>,
}

/// A line that cannot be scored.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl Gold {
    /// Reads a gold file. Each line (or element, if the file is a JSON list) says by what it holds which form it has:
    ///
    /// - segments: `{"raw": …, "segments": [[label, text], …]}`;
    /// - CSL-JSON, its string in `custom.raw`;
    /// - flat: `{"raw": …, "authors": [family, …], "title": …}` ([`Field`](super::Field) has the names).
    ///
    /// Strings that the file does not hold are lines of the text file beside it (`set.txt` for `set.flat.jsonl`).
    ///
    /// # Errors
    /// When a file cannot be read, when the text file has not one line for each reference, or when nothing is left to
    /// be scored.
    pub fn read(path: &Path) -> Result<Self, EvaluateError> {
        let bytes =
            std::fs::read(path).map_err(|source| EvaluateError::Read { path: path.to_owned(), source })?;
        let records = records::split(&bytes);
        let beside = text::beside(path);
        let (mut gold, mut lines, references) = (Self::default(), None, records.len());
        for (i, (line, record)) in records.into_iter().enumerate() {
            let item = record.and_then(|value| item(line, &value));
            let why = match item {
                Ok(mut item) => {
                    if item.text.is_empty() {
                        // Only now, so that a file that holds its strings may lie beside any text.
                        let lines = match &lines {
                            Some(lines) => lines,
                            None => lines.insert(strings(path, &beside, references)?),
                        };
                        item.text = lines.get(i).cloned().unwrap_or_default();
                    }
                    if !item.text.is_empty() {
                        gold.items.push(item);
                        continue;
                    }
                    format!(
                        "it holds no string to read (`raw`), and there is no {} beside it",
                        beside.display()
                    )
                }
                Err(why) => why,
            };
            gold.skipped.push(Skipped { line, why });
        }
        if gold.items.is_empty() {
            let why =
                gold.skipped.first().map_or("it is empty".into(), |s| format!("line {}: {}", s.line, s.why));
            return Err(EvaluateError::Nothing { path: path.to_owned(), why });
        }
        Ok(gold)
    }
}

impl GoldItem {
    /// Reads one record; see [`Gold::read`].
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(line: usize, record: &Json) -> Result<Self, String> {
        item(line, record)
    }
}

fn strings(path: &Path, beside: &Path, references: usize) -> Result<Vec<String>, EvaluateError> {
    let Some(lines) = text::lines(beside)? else { return Ok(Vec::new()) };
    if lines.len() == references {
        return Ok(lines);
    }
    let (path, text, lines) = (path.to_owned(), beside.to_owned(), lines.len());
    Err(EvaluateError::Misaligned { path, text, references, lines })
}

fn item(line: usize, value: &Json) -> Result<GoldItem, String> {
    let string = |pointer| value.pointer(pointer).and_then(Json::as_str);
    let kind = string("/type").filter(|kind| !kind.is_empty());
    let mut raw = string("/custom/raw").or_else(|| string("/raw")).unwrap_or_default().to_owned();
    let mut publisher = None;
    let mut guessed = None;
    let flat = if let Some(segments) = value.get("segments") {
        let segments = Segments::from_json(segments)?;
        if raw.is_empty() {
            raw = segments.joined();
        }
        publisher = string("/publisher");
        guessed = segments.kind();
        segments.flat(kind)
    } else if csl::is_item(value) {
        publisher = string("/custom/publisher");
        csl::flat(value)
    } else {
        let nothing =
            "neither `segments`, nor an item of CSL-JSON, nor flat fields such as `title` and `authors`";
        Flat::from_gold(value).ok_or(nothing)?
    };
    Ok(GoldItem {
        line,
        id: value.get("id").and_then(scalar),
        text: text::clean(&raw),
        flat,
        kind: kind.or(guessed).map(str::to_owned),
        publisher: publisher.filter(|name| !name.is_empty()).map(str::to_owned),
    })
}
