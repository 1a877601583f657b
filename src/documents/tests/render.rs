//! References of four styles from records of fields.

use serde_json::Value;

/// A record's fields.
pub(super) struct Record {
    authors: Vec<(String, String)>,
    fields: Vec<(String, String)>,
}

pub(super) type Style = (&'static str, fn(&Record) -> String, Option<fn(usize) -> String>);

/// The styles, and how each labels its entries.
pub(super) fn styles() -> Vec<Style> {
    vec![
        ("Vancouver", vancouver, Some(|n| format!("{n}. "))),
        ("APA", apa, None),
        ("Harvard", harvard, None),
        ("ACS", acs, Some(|n| format!("[{n}] "))),
    ]
}

impl Record {
    /// Reads a line of the corpus; `None` where a style could print too little of it, or nothing a test font has.
    pub(super) fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let mut record = Self { authors: Vec::new(), fields: Vec::new() };
        for pair in value.get("fields")?.as_array()? {
            let name = pair.get(0)?.as_str()?.to_owned();
            let text = pair.get(1)?.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
            match name.as_str() {
                "author.surname" | "author.collab" => record.authors.push((text, String::new())),
                "author.given" => record.authors.last_mut()?.1 = text,
                _ => record.fields.push((name, text)),
            }
        }
        let whole = ["title", "source", "year", "volume", "fpage"].iter().all(|f| !record.get(f).is_empty());
        let plain =
            record.authors.iter().flat_map(|(a, b)| [a, b]).chain(record.fields.iter().map(|(_, t)| t));
        let printable = plain.flat_map(|t| t.chars()).all(|c| matches!(c, ' '..='~' | 'À'..='ÿ'));
        (whole && printable && !record.authors.is_empty()).then_some(record)
    }

    fn get(&self, field: &str) -> &str {
        let found = self.fields.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, text)| text.trim_end_matches('.'))
    }

    fn pages(&self) -> String {
        let (first, last) = (self.get("fpage"), self.get("lpage"));
        if last.is_empty() || first == last { first.to_owned() } else { format!("{first}-{last}") }
    }

    fn names(&self, one: impl Fn(&str, &str) -> String) -> Vec<String> {
        self.authors.iter().map(|(family, given)| one(family, given).trim().to_owned()).collect()
    }
}

fn initials(given: &str) -> String {
    given.split([' ', '.', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}

fn dotted(given: &str) -> String {
    initials(given).chars().map(|c| format!("{c}.")).collect::<Vec<_>>().join(" ")
}

fn vancouver(r: &Record) -> String {
    let names = r.names(|family, given| format!("{family} {}", initials(given)));
    let names = if names.len() > 6 { format!("{}, et al", names[..6].join(", ")) } else { names.join(", ") };
    format!(
        "{names}. {}. {}. {};{}:{}.",
        r.get("title"),
        r.get("source"),
        r.get("year"),
        r.get("volume"),
        r.pages()
    )
}

fn apa(r: &Record) -> String {
    let names =
        r.names(
            |family, given| {
                if given.is_empty() { family.to_owned() } else { format!("{family}, {}", dotted(given)) }
            },
        );
    let names = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}, & {last}", rest.join(", ")),
        _ => names.join(""),
    };
    format!(
        "{names} ({}). {}. {}, {}, {}.",
        r.get("year"),
        r.get("title"),
        r.get("source"),
        r.get("volume"),
        r.pages()
    )
}

fn harvard(r: &Record) -> String {
    let names = r.names(|family, given| format!("{family} {}", initials(given))).join(", ");
    format!(
        "{names} ({}) {}. {} {}: {}.",
        r.get("year"),
        r.get("title"),
        r.get("source"),
        r.get("volume"),
        r.pages()
    )
}

fn acs(r: &Record) -> String {
    let names = r.names(|family, given| format!("{family}, {}", dotted(given))).join("; ");
    format!(
        "{names} {}. {} {}, {}, {}.",
        r.get("title"),
        r.get("source"),
        r.get("year"),
        r.get("volume"),
        r.pages()
    )
}
