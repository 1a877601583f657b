//! Whose value a field shows where several sources give one.

use std::collections::BTreeMap;

use crate::model::Source;

/// Somebody who gives values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Speaker {
    /// What the references print, as read from them.
    Printed,
    /// A service.
    Service(Source),
}

const PRINTED: Speaker = Speaker::Printed;
const PUBMED: Speaker = Speaker::Service(Source::Pubmed);
const CROSSREF: Speaker = Speaker::Service(Source::Crossref);

impl Speaker {
    /// Everybody, in no order of trust.
    const ALL: [Self; 3] = [PUBMED, CROSSREF, PRINTED];

    /// The word for it in `dataset.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "parser",
            Self::Service(source) => source.as_str(),
        }
    }
}

/// One line of the table: a field, its sources from the most trusted to the least, and why.
#[derive(Debug)]
pub struct Rule {
    /// A column of `works`, or a group of columns that come from one source.
    pub field: &'static str,
    /// The sources.
    pub order: [Speaker; 3],
    /// Why in this order.
    pub reason: &'static str,
}

/// The precedence of every field. A person's overrides come before all of it; where a source has no value, the next
/// one's counts, so that what was printed stays where no record says anything.
pub const TABLE: &[Rule] = &[
    rule(
        "type",
        [PUBMED, CROSSREF, PRINTED],
        "indexers tell reviews, letters and trials apart; publishers deposit all of them as articles",
    ),
    rule("title", [PUBMED, CROSSREF, PRINTED], "PubMed's titles are checked by people and have no markup"),
    rule(
        "title_original",
        [PUBMED, CROSSREF, PRINTED],
        "PubMed keeps the vernacular title beside the translated one",
    ),
    rule(
        "date",
        [PUBMED, CROSSREF, PRINTED],
        "PubMed's date is that of the issue, which is what others cite",
    ),
    rule(
        "authors",
        [PUBMED, CROSSREF, PRINTED],
        "PubMed's lists are complete and in order; deposited ones lose names now and then",
    ),
    rule(
        "journal_id",
        [PUBMED, CROSSREF, PRINTED],
        "a record names its journal by ISSN, a reference by an abbreviation",
    ),
    rule("container_raw", [PRINTED, PUBMED, CROSSREF], "the column holds the container as printed"),
    rule(
        "event_title",
        [CROSSREF, PUBMED, PRINTED],
        "publishers deposit the meeting's name, PubMed has none",
    ),
    rule(
        "locator",
        [PUBMED, CROSSREF, PRINTED],
        "volume, issue, supplement, pages and article number belong together; PubMed's are those of the issue",
    ),
    rule("edition", [PRINTED, CROSSREF, PUBMED], "the column holds the edition as printed"),
    rule("publisher", [CROSSREF, PUBMED, PRINTED], "the publisher deposits its own name with Crossref"),
    rule("publisher_place", [CROSSREF, PUBMED, PRINTED], "deposited together with the publisher's name"),
    rule(
        "language",
        [PUBMED, CROSSREF, PRINTED],
        "indexers look at the text; publishers deposit the language of their site",
    ),
    rule("abstract", [PUBMED, CROSSREF, PRINTED], "PubMed's abstracts are plain text with labelled sections"),
    rule("doi", [CROSSREF, PUBMED, PRINTED], "Crossref registers DOIs; elsewhere they are copied"),
    rule("pmid", [PUBMED, CROSSREF, PRINTED], "PubMed gives PMIDs out"),
    rule("pmcid", [PUBMED, CROSSREF, PRINTED], "NLM gives PMCIDs out, as it does PMIDs"),
    rule("identifiers", [CROSSREF, PUBMED, PRINTED], "ISBN and the like are the publisher's"),
];

const fn rule(field: &'static str, order: [Speaker; 3], reason: &'static str) -> Rule {
    Rule { field, order, reason }
}

/// Columns that are set through their group.
const GROUPED: [(&str, &str); 7] = [
    ("volume", "locator"),
    ("issue", "locator"),
    ("supplement", "locator"),
    ("page_first", "locator"),
    ("page_last", "locator"),
    ("article_number", "locator"),
    ("year", "date"),
];

/// What can be wrong with a person's own order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrecedenceError {
    /// There is no such field.
    #[error("precedence.{field} names no field whose sources can be ordered; these can: {known}")]
    UnknownField {
        /// What was written.
        field: String,
        /// What could have been.
        known: String,
    },
    /// The field is ordered together with others.
    #[error(
        "precedence.{field} cannot be set by itself: it comes from one source with others, set precedence.{group}"
    )]
    Grouped {
        /// What was written.
        field: String,
        /// What to write.
        group: &'static str,
    },
    /// There is no such source.
    #[error(
        "precedence.{field} names \"{source_name}\", which is no source of values; use \"pubmed\", \"crossref\", \"parser\""
    )]
    UnknownSource {
        /// The field.
        field: String,
        /// What was written.
        source_name: String,
    },
    /// A source is named twice.
    #[error("precedence.{field} names \"{source_name}\" twice")]
    Repeated {
        /// The field.
        field: String,
        /// The source.
        source_name: String,
    },
    /// Overrides are above everything.
    #[error("precedence.{field} names \"override\", which always comes first; leave it out")]
    Override {
        /// The field.
        field: String,
    },
    /// Nobody is named.
    #[error("precedence.{field} is empty; name at least one source, or leave the line out")]
    Empty {
        /// The field.
        field: String,
    },
}

/// The order in force: the table's, with what a person changed of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Precedence {
    changed: BTreeMap<&'static str, Vec<Speaker>>,
    /// Whether works carry abstracts: off unless asked for, for their licence and size.
    pub(super) abstracts: bool,
}

impl Precedence {
    /// The table's order with these changes: fields, and their sources from the most trusted to the least. Sources not
    /// named come after the named ones, in the table's order.
    ///
    /// # Errors
    /// When a field or source means nothing here.
    pub fn with(changes: &BTreeMap<String, Vec<String>>) -> Result<Self, PrecedenceError> {
        let mut out = BTreeMap::new();
        for (field, names) in changes {
            let field = field.clone();
            if let Some((_, group)) = GROUPED.iter().find(|(column, _)| *column == field) {
                return Err(PrecedenceError::Grouped { field, group });
            }
            let Some(rule) = TABLE.iter().find(|rule| rule.field == field) else {
                let known = TABLE.iter().map(|rule| rule.field).collect::<Vec<_>>().join(", ");
                return Err(PrecedenceError::UnknownField { field, known });
            };
            if names.is_empty() {
                return Err(PrecedenceError::Empty { field });
            }
            let mut order = Vec::new();
            for name in names {
                let source_name = name.clone();
                if name == "override" {
                    return Err(PrecedenceError::Override { field });
                }
                let Some(speaker) = Speaker::ALL.into_iter().find(|s| s.as_str() == name) else {
                    return Err(PrecedenceError::UnknownSource { field, source_name });
                };
                if order.contains(&speaker) {
                    return Err(PrecedenceError::Repeated { field, source_name });
                }
                order.push(speaker);
            }
            order.extend(rule.order.into_iter().filter(|s| !names.iter().any(|n| n == s.as_str())));
            out.insert(rule.field, order);
        }
        Ok(Self { changed: out, abstracts: false })
    }

    /// The same, and works carry abstracts.
    #[must_use]
    pub fn with_abstracts(mut self) -> Self {
        self.abstracts = true;
        self
    }

    /// The sources of a field, the most trusted first. Identifiers without a line of their own share one.
    pub fn order(&self, field: &str) -> Vec<Speaker> {
        let field = GROUPED.iter().find(|(column, _)| *column == field).map_or(field, |(_, group)| group);
        if let Some(order) = self.changed.get(field) {
            return order.clone();
        }
        match TABLE.iter().find(|rule| rule.field == field) {
            Some(rule) => rule.order.to_vec(),
            None => self.order("identifiers"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(field: &str, names: &[&str]) -> Result<Precedence, PrecedenceError> {
        let names = names.iter().map(|n| (*n).to_owned()).collect();
        Precedence::with(&BTreeMap::from([(field.to_owned(), names)]))
    }

    #[test]
    fn every_line_orders_everybody_and_says_why() {
        for rule in TABLE {
            assert!(Speaker::ALL.iter().all(|s| rule.order.contains(s)), "{}", rule.field);
            assert!(rule.reason.len() > 20, "{}", rule.field);
            assert_eq!(TABLE.iter().filter(|r| r.field == rule.field).count(), 1, "{}", rule.field);
        }
    }

    #[test]
    fn the_table_holds_unless_changed() {
        let usual = Precedence::default();
        assert_eq!(usual.order("title"), [PUBMED, CROSSREF, PRINTED]);
        assert_eq!(usual.order("doi"), [CROSSREF, PUBMED, PRINTED]);
        assert_eq!(usual.order("page_first"), usual.order("locator"));
        assert_eq!(usual.order("isbn"), usual.order("identifiers"));
        let changed = with("title", &["crossref"]).unwrap();
        assert_eq!(changed.order("title"), [CROSSREF, PUBMED, PRINTED]);
        assert_eq!(changed.order("date"), usual.order("date"));
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for (field, names, says) in [
            ("titel", vec!["pubmed"], "precedence.titel names no field"),
            ("volume", vec!["pubmed"], "set precedence.locator"),
            ("title", vec!["scopus"], "\"scopus\", which is no source"),
            ("title", vec!["pubmed", "pubmed"], "\"pubmed\" twice"),
            ("title", vec!["override"], "always comes first"),
            ("title", vec![], "is empty"),
        ] {
            let error = with(field, &names).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
