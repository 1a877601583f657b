//! Gold that does not tell editors from authors.
//!
//! Many publishers tag everybody in a reference alike. Where the string itself says that some of them are editors, such
//! gold calls them authors. The score takes it at its word; what a stated confidence is worth cannot be learned from it.

use std::sync::LazyLock;

use regex::Regex;

use super::{Field, Flat};

/// "ed." alone may be an edition; in brackets of its own it is a person.
static EDITORS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\beds\b|[(\[]ed\.?[)\]]|\beditors?\b|\bedited by\b").ok());

/// Whether the gold can say who is an author and who an editor: it names editors, or the string names none.
pub fn told(text: &str, gold: &Flat) -> bool {
    gold.values.contains_key(&Field::Editors) || !EDITORS.as_ref().is_some_and(|mark| mark.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::*;

    #[test]
    fn gold_without_editors_says_nothing_where_the_string_names_some() {
        let authors = |field| {
            let mut flat = Flat::default();
            flat.values.insert(field, Value::Names(vec!["Gaur".to_owned()]));
            flat
        };
        let (silent, telling) = (authors(Field::Authors), authors(Field::Editors));
        for text in ["In: Gaur, R.K. (eds.) Stress", "Gaur RK, editor. Stress", "Gaur (Ed) Stress"] {
            assert!(!told(text, &silent) && told(text, &telling), "{text}");
        }
        for text in ["Gaur RK. Stress. 2nd ed. Springer", "Gaur RK. Stress (2nd ed.)", "Federal editing"] {
            assert!(told(text, &silent), "{text}");
        }
    }
}
