//! A string cut into labelled segments as flat fields. The labels are those of JATS; what tags whole blocks is looked
//! at by [`coarse`].

use serde_json::Value as Json;

use super::groups::NOT_JOURNAL;
use super::{Field, Flat, coarse};

/// The segments of one string, in order.
pub struct Segments<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Segments<'a> {
    /// Reads `[[label, text], …]`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_json(value: &'a Json) -> Result<Self, String> {
        let list = value.as_array().ok_or("`segments` is no list")?;
        let pair = |(i, segment): (usize, &'a Json)| {
            let pair = segment.as_array().map(Vec::as_slice);
            if let Some([Json::String(label), Json::String(text)]) = pair {
                return Ok((label.as_str(), text.as_str()));
            }
            Err(format!("segment {} is not [label, text]", i + 1))
        };
        list.iter().enumerate().map(pair).collect::<Result<_, _>>().map(Self)
    }

    /// The whole string.
    pub fn joined(&self) -> String {
        self.0.iter().map(|(_, text)| *text).collect()
    }

    /// The first segment with the first of these labels that occurs.
    pub fn first(&self, labels: &[&str]) -> Option<&'a str> {
        labels.iter().find_map(|label| self.0.iter().find(|(l, _)| l == label)).map(|(_, text)| text.trim())
    }

    /// True if one of the labels occurs with text.
    pub fn has(&self, labels: &[&str]) -> bool {
        self.first(labels).is_some_and(|text| !text.is_empty())
    }

    fn all(&self, labels: &[&str]) -> Vec<String> {
        self.0.iter().filter(|(l, _)| labels.contains(l)).map(|(_, text)| (*text).to_owned()).collect()
    }

    /// The flat fields. `kind` is what the gold says the work is.
    pub fn flat(&self, kind: Option<&str>) -> Flat {
        let mut flat = Flat::default();
        flat.set_names(Field::Authors, self.all(&["author.surname", "author.collab", "author.name"]));
        flat.set_names(Field::Editors, self.all(&["editor.surname", "editor.collab"]));
        let title = self.first(&["chapter-title", "title"]).filter(|t| !t.is_empty());
        let source = self.first(&["source"]).filter(|t| !t.is_empty());
        match (title, source) {
            // The source of a book without another title is the book itself.
            (None, Some(source)) if !self.is_serial(kind) => flat.set(Field::Title, Some(source)),
            (title, source) => {
                flat.set(Field::Title, title);
                flat.set(Field::Journal, source);
            }
        }
        flat.set(Field::Year, self.first(&["year"]).map(|printed| year(printed).unwrap_or(printed)));
        for (label, field) in [
            ("volume", Field::Volume),
            ("issue", Field::Issue),
            ("doi", Field::Doi),
            ("publisher", Field::Publisher),
        ] {
            flat.set(field, self.first(&[label]));
        }
        let (first, last) = self.pages();
        flat.set(Field::PageFirst, first);
        flat.set(Field::PageLast, last);

        // A supplement is tagged as an issue, as a part of one, or apart; a comment often holds a publisher.
        let issue = self.first(&["issue"]).unwrap_or_default().to_lowercase();
        if self.has(&["supplement"]) || issue.contains("suppl") || issue.contains("sppl") {
            flat.unscored.insert(Field::Issue);
        }
        if self.has(&["comment"]) {
            flat.unscored.insert(Field::Publisher);
        }
        coarse::complete(&mut flat, self);
        flat
    }

    /// What the labels say the work is, where the gold itself does not: block-tagged gold has one of its own for journals.
    pub fn kind(&self) -> Option<&'static str> {
        let whole = self.has(&["author", "editor", "date"]);
        whole.then_some(if self.has(&["journal"]) { "journal" } else { NOT_JOURNAL })
    }

    fn is_serial(&self, kind: Option<&str>) -> bool {
        match kind.unwrap_or_default().to_lowercase().as_str() {
            "journal" | "" | "periodical" | "magazine" => true,
            "book" | "confproc" | "thesis" | "report" | "web" | "webpage" | "other" => false,
            _ => self.has(&["volume"]),
        }
    }

    fn pages(&self) -> (Option<&'a str>, Option<&'a str>) {
        let first = self.first(&["fpage", "elocation-id"]).filter(|text| !text.is_empty());
        match (first, self.first(&["pages"]).filter(|text| !text.is_empty())) {
            (None, Some(printed)) => {
                let (first, last) = range(printed);
                (Some(first), last)
            }
            _ => (first, self.first(&["lpage"])),
        }
    }
}

/// The first four digits in a row.
pub fn year(printed: &str) -> Option<&str> {
    printed
        .as_bytes()
        .windows(4)
        .position(|w| w.iter().all(u8::is_ascii_digit))
        .map(|at| &printed[at..at + 4])
}

/// `12–19` as its two ends, each without blanks inside; anything else as a whole.
pub fn range(printed: &str) -> (&str, Option<&str>) {
    let blank = |text: &str| text.is_empty() || text.contains(char::is_whitespace);
    printed
        .match_indices(['-', '–', '—'])
        .map(|(at, dash)| (printed[..at].trim_end(), printed[at + dash.len()..].trim_start()))
        .find(|(first, last)| !blank(first) && !blank(last))
        .map_or((printed, None), |(first, last)| (first, Some(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Value;
    use serde_json::json;

    #[test]
    fn a_book_has_its_source_for_a_title() {
        let value = json!([
            ["author.surname", "Doe"],
            ["_", ". "],
            ["source", "Of Nothing"],
            ["_", ". "],
            ["year", "1999a"]
        ]);
        let segments = Segments::from_json(&value).unwrap();
        assert_eq!(segments.joined(), "Doe. Of Nothing. 1999a");
        let book = segments.flat(Some("book"));
        assert_eq!(book.values[&Field::Title], Value::Text("Of Nothing".into()));
        assert_eq!(book.values[&Field::Year], Value::Text("1999".into()));
        let article = segments.flat(Some("journal"));
        assert_eq!(article.values[&Field::Journal], Value::Text("Of Nothing".into()));
    }

    #[test]
    fn what_is_no_segment_is_named() {
        for (value, why) in [(json!("x"), "no list"), (json!([["title", "x"], ["y"]]), "segment 2")] {
            let told = Segments::from_json(&value).err().unwrap();
            assert!(told.contains(why), "{told}");
        }
    }

    #[test]
    fn ranges() {
        assert_eq!(range("12 – 19"), ("12", Some("19")));
        assert_eq!(range("S1-S3-5"), ("S1", Some("S3-5")));
        assert_eq!(range("pp. 12-19"), ("pp. 12-19", None));
        assert_eq!(range("-"), ("-", None));
    }
}
