use super::comparison::Comparison;
use super::define::table;
use super::domain::{
    ANY, BYTES, COUNT, COUNTRY, DOCUMENT_ID, Domain, FROM_ONE, REFERENCE_ID, SCHEME, SOURCE, WORK_ID,
};

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
    foreign [["work_id"] -> "works" ["work_id"]],
    compared Comparison { paired_by: &["work_id", "scheme", "term", "qualifier", "source"], places: &["seq"], ..Comparison::ALL };
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
    foreign [["work_id"] -> "works" ["work_id"]],
    compared Comparison { paired_by: &["work_id", "funder", "award_id", "source"], places: &["seq"], ..Comparison::ALL };
    work_id: String, WORK_ID, "Work";
    seq: i16, FROM_ONE, "Order as given";
    funder: Option<String>, ANY, "Funder as given";
    funder_id: Option<String>, Domain::Any("ROR or Crossref funder DOI"), "Funder identifier";
    award_id: Option<String>, ANY, "Award";
    country_code: Option<String>, COUNTRY, "Country of the funder";
    source: &'static str, SOURCE, "Who said so";
}

table! {
    /// In-text citations: one row per marker of a document's text and reference it leads to, in reading order. A marker that leads nowhere has one row without a reference. The text itself is not kept: spans count bytes of the document's extracted text in UTF-8.
    MentionRow = "mentions", key ["document_id", "seq", "part"],
    foreign [["document_id"] -> "documents" ["document_id"], ["reference_id"] -> "refs" ["reference_id"]],
    compared Comparison { paired_by: &["document_id", "reference_id", "kind"], places: &["seq", "part", "marker", "sentence_start", "sentence_end", "marker_start", "marker_end"], ..Comparison::ALL };
    document_id: String, DOCUMENT_ID, "Document that cites";
    seq: i32, FROM_ONE, "Place of the marker among those of the document";
    part: i32, FROM_ONE, "Place of the reference in the marker";
    reference_id: Option<String>, REFERENCE_ID, "Reference it leads to; null when it leads nowhere";
    kind: &'static str, Domain::OneOf(&["numeric", "superscript", "author_year", "key", "link"]), "Form of the marker";
    marker: String, ANY, "The marker as printed";
    section: Option<String>, ANY, "Last heading before it";
    sentence_start: i64, BYTES, "First byte of the sentence that cites";
    sentence_end: i64, BYTES, "One past its last byte";
    marker_start: i64, BYTES, "First byte of the marker";
    marker_end: i64, BYTES, "One past its last byte";
    n_references: i32, COUNT, "References the marker leads to";
    ambiguous: bool, ANY, "More references fit than the marker means; all are listed";
}
