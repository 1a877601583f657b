/// What a field of a word processor stands for, by its instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A citation in the text, and the keys it names.
    Citation(Vec<String>),
    /// A reference list.
    Bibliography,
    /// Anything else: its result is text like any other.
    Other,
}

impl Field {
    /// Reads an instruction.
    pub(super) fn of(instruction: &str) -> Self {
        let text = instruction.trim();
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or_default();
        let is = |word: &str| first.eq_ignore_ascii_case(word);
        if is("BIBLIOGRAPHY") {
            return Self::Bibliography;
        }
        if is("CITATION") {
            // The word processor's own: `CITATION Smi10 \l 1033 \m Doe11`.
            let mut keys = Vec::new();
            let mut value_of_switch = false;
            for word in words {
                match word {
                    "\\m" => value_of_switch = false,
                    w if w.starts_with('\\') => value_of_switch = true,
                    _ if value_of_switch => value_of_switch = false,
                    w => keys.push(w.to_owned()),
                }
            }
            return Self::Citation(keys);
        }
        if !is("ADDIN") {
            return Self::Other;
        }
        let what = words.next().unwrap_or_default();
        let upper = what.to_ascii_uppercase();
        if upper.starts_with("ZOTERO_BIBL") || upper == "EN.REFLIST" {
            return Self::Bibliography;
        }
        let mendeley = upper == "MENDELEY" || upper == "CSL_BIBLIOGRAPHY";
        if mendeley && text.to_ascii_lowercase().contains("bibliography") {
            return Self::Bibliography;
        }
        if upper.starts_with("ZOTERO_ITEM") || upper.starts_with("CSL_CITATION") {
            let json = text.find('{').and_then(|at| text.get(at..)).unwrap_or_default();
            return Self::Citation(csl_keys(json));
        }
        if upper.starts_with("EN.CITE") {
            return Self::Citation(endnote_keys(text));
        }
        Self::Other
    }
}

/// Ids of the items of a CSL citation object.
fn csl_keys(json: &str) -> Vec<String> {
    let mut values = serde_json::Deserializer::from_str(json).into_iter::<serde_json::Value>();
    let Some(Ok(citation)) = values.next() else { return Vec::new() };
    let items = citation.get("citationItems").and_then(|i| i.as_array()).map_or(&[][..], Vec::as_slice);
    let key = |item: &serde_json::Value| {
        let uri = item.get("uris").and_then(|u| u.get(0)).and_then(|u| u.as_str());
        if let Some(uri) = uri {
            return Some(uri.to_owned());
        }
        match item.get("id")? {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    items.iter().filter_map(key).collect()
}

/// `<RecNum>12</RecNum>` of the citation that stands in the instruction as XML.
fn endnote_keys(text: &str) -> Vec<String> {
    text.split("<RecNum>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions() {
        let zotero = r#" ADDIN ZOTERO_ITEM CSL_CITATION {"citationID":"x","citationItems":[{"id":12,"uris":["http://zotero.example/items/A"]},{"id":"b"}]} "#;
        let keys = vec!["http://zotero.example/items/A".to_owned(), "b".to_owned()];
        assert_eq!(Field::of(zotero), Field::Citation(keys));
        assert_eq!(Field::of("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY"), Field::Bibliography);
        assert_eq!(Field::of("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY"), Field::Bibliography);
        assert_eq!(Field::of(" ADDIN EN.REFLIST "), Field::Bibliography);
        let endnote = "ADDIN EN.CITE <EndNote><Cite><RecNum>7</RecNum></Cite></EndNote>";
        assert_eq!(Field::of(endnote), Field::Citation(vec!["7".to_owned()]));
        let word = Field::of("CITATION Smi10 \\l 1033 \\m Doe11");
        assert_eq!(word, Field::Citation(vec!["Smi10".to_owned(), "Doe11".to_owned()]));
        assert_eq!(Field::of("PAGEREF _Toc1 \\h"), Field::Other);
        assert_eq!(Field::of("ADDIN ZOTERO_ITEM CSL_CITATION {broken"), Field::Citation(vec![]));
    }
}
