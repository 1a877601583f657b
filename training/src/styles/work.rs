//! A work as citation styles see it: variables of the Citation Style Language, and what each of them is to the tagger.

use citationberg::json::Item;
use refloom::parse::tag::Tag;
use serde_json::{Map, Value, json};

use crate::names::Person;

/// A work to print.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Type of the item: `article-journal`, `chapter`.
    pub kind: &'static str,
    /// Variables that are texts or numbers.
    pub values: Vec<(&'static str, String)>,
    /// Variables that are people.
    pub people: Vec<(&'static str, Vec<Person>)>,
    /// Year, month and day, as far as they are known.
    pub issued: Vec<i32>,
    /// Day of access.
    pub accessed: Vec<i32>,
}

impl Work {
    /// A work of a kind.
    pub fn of(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }

    /// With one more variable, unless there is nothing in it.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.chars().any(char::is_alphanumeric) {
            self.values.push((variable, value));
        }
        self
    }

    /// With people.
    #[must_use]
    pub fn by(mut self, variable: &'static str, people: Vec<Person>) -> Self {
        if !people.is_empty() {
            self.people.push((variable, people));
        }
        self
    }

    /// What is known of a variable.
    pub fn value(&self, variable: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == variable).map(|(_, value)| value.as_str())
    }

    /// The work as the processor reads it.
    pub fn item(&self) -> Option<Item> {
        let mut out = Map::new();
        out.insert("id".to_owned(), json!("work"));
        out.insert("type".to_owned(), json!(self.kind));
        for (name, value) in &self.values {
            out.insert((*name).to_owned(), json!(value));
        }
        for (name, people) in &self.people {
            out.insert((*name).to_owned(), people.iter().map(person).collect());
        }
        for (name, date) in [("issued", &self.issued), ("accessed", &self.accessed)] {
            if !date.is_empty() {
                out.insert(name.to_owned(), json!({ "date-parts": [date] }));
            }
        }
        serde_json::from_value(Value::Object(out)).ok()
    }

    /// What a variable is to the tagger. Collections of data and preprint servers hold their works as journals do.
    pub fn tag(&self, variable: &str) -> Tag {
        match variable {
            "title" => Tag::Title,
            "publisher" if matches!(self.kind, "dataset" | "article") => Tag::Container,
            "container-title" | "event-title" | "event" => Tag::Container,
            "collection-title" | "collection-number" => Tag::Series,
            "volume" => Tag::Volume,
            "issue" => Tag::Issue,
            "page" | "number-of-pages" => Tag::Pages,
            "publisher" => Tag::Publisher,
            "publisher-place" | "event-place" => Tag::Place,
            "edition" => Tag::Edition,
            "genre" | "number" | "medium" | "authority" => Tag::Genre,
            "DOI" | "URL" | "ISBN" | "ISSN" | "PMID" | "PMCID" => Tag::Identifier,
            _ => Tag::Note,
        }
    }
}

/// What the people of a variable are to the tagger.
pub fn role(variable: &str) -> Tag {
    match variable {
        "editor" | "container-author" | "collection-editor" | "editorial-director" | "editortranslator" => {
            Tag::Editor
        }
        "translator" => Tag::Translator,
        _ => Tag::Author,
    }
}

fn person(person: &Person) -> Value {
    if person.group || person.given.is_empty() {
        return json!({ "literal": person.family });
    }
    let mut out = json!({ "family": person.family, "given": person.given });
    if !person.suffix.is_empty() {
        out["suffix"] = json!(person.suffix);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_becomes_an_item_and_empty_variables_are_left_out() {
        let mut work =
            Work::of("dataset").with("title", "Tides").with("volume", " ").with("publisher", "Zenodo");
        work.issued = vec![2019, 5];
        let item = work.item();
        assert_eq!(item.as_ref().and_then(Item::type_).as_deref(), Some("dataset"));
        assert!(item.is_some_and(|i| !i.0.contains_key("volume") && i.0.contains_key("issued")));
        assert_eq!(work.tag("publisher"), Tag::Container);
        assert_eq!(Work::of("book").tag("publisher"), Tag::Publisher);
    }
}
