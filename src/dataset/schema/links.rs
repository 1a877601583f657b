use super::define::table;
use super::domain::{ANY, COUNTRY, Domain, FROM_ONE, SCHEME, SOURCE, WORK_ID};

table! {
    /// All identifiers of a work, with who said so.
    IdentifierRow = "identifiers", key ["work_id", "scheme", "value", "source"],
    foreign [["work_id"] -> "works" ["work_id"]];
    work_id: String, WORK_ID, "Work";
    scheme: &'static str, SCHEME, "Kind of identifier";
    value: String, ANY, "Canonical form";
    raw: Option<String>, ANY, "As found";
    source: &'static str, SOURCE, "Who said so";
    is_primary: bool, ANY, "The one copied to works";
}

table! {
    /// MeSH, author keywords, publication types, topics.
    KeywordRow = "keywords", key ["work_id", "scheme", "seq"],
    foreign [["work_id"] -> "works" ["work_id"]];
    work_id: String, WORK_ID, "Work";
    scheme: &'static str, Domain::OneOf(&["author", "mesh", "keywords_plus", "publication_type", "chemical", "topic", "other"]), "Vocabulary";
    seq: i16, FROM_ONE, "Order as given";
    term: String, ANY, "Term";
    term_id: Option<String>, Domain::Any("D000818 …"), "Its identifier in the vocabulary";
    qualifier: Option<String>, ANY, "MeSH qualifier";
    qualifier_id: Option<String>, Domain::Any("Q000…"), "Its identifier";
    is_major: Option<bool>, ANY, "Major topic";
    source: &'static str, SOURCE, "Who said so";
}

table! {
    /// Grants.
    FundingRow = "funding", key ["work_id", "seq"],
    foreign [["work_id"] -> "works" ["work_id"]];
    work_id: String, WORK_ID, "Work";
    seq: i16, FROM_ONE, "Order as given";
    funder: Option<String>, ANY, "Funder as given";
    funder_id: Option<String>, Domain::Any("ROR or Crossref funder DOI"), "Funder identifier";
    award_id: Option<String>, ANY, "Award";
    country_code: Option<String>, COUNTRY, "Country of the funder";
    source: &'static str, SOURCE, "Who said so";
}
