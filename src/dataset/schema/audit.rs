use super::comparison::Comparison;
use super::define::{Date, Timestamp, table};
use super::domain::{
    ANY, BYTES, DECISION, Domain, FROM_ONE, HEX64, ISSUE_ID, REFERENCE_ID, RUN_ID, SOURCE, UNIT, UTC, WORK_ID,
};

table! {
    /// Every candidate considered for a reference, kept for audit and for tuning thresholds.
    MatchRow = "matches", key ["reference_id", "rank"],
    foreign [["reference_id"] -> "refs" ["reference_id"], ["run_id"] -> "runs" ["run_id"]],
    compared Comparison { paired_by: &["reference_id", "source", "candidate", "method"], left_out: &["response_sha256", "run_id"], places: &["rank"], ..Comparison::ALL };
    reference_id: String, REFERENCE_ID, "Reference";
    rank: i16, FROM_ONE, "Place among the candidates, the best first";
    source: &'static str, SOURCE, "Who offered the candidate";
    candidate: String, Domain::Any("scheme:value"), "Candidate";
    method: &'static str, Domain::OneOf(&["doi", "pmid", "citation_match", "biblio_search", "local_index"]), "How it was found";
    score: f64, UNIT, "How well it fits";
    decision: &'static str, DECISION, "What became of it";
    rule: &'static str, ANY, "Rule by which it was decided";
    title_sim: Option<f64>, UNIT, "Similarity of the titles";
    author_sim: Option<f64>, UNIT, "Similarity of the authors";
    journal_sim: Option<f64>, UNIT, "Similarity of the journals";
    year_diff: Option<i16>, Domain::Any("years, candidate minus parsed"), "Difference of the years";
    volume_eq: Option<bool>, ANY, "Volumes agree";
    page_eq: Option<bool>, ANY, "First pages agree";
    response_sha256: Option<String>, HEX64, "Key of the cached response";
    run_id: String, RUN_ID, "Run that considered it";
}

table! {
    /// One row per value that a source gave for a field; one per field is chosen, none where the tables show no value (the seventh author of a list that has six).
    ProvenanceRow = "provenance", key ["entity", "entity_id", "field", "source"],
    foreign [["run_id"] -> "runs" ["run_id"]],
    compared Comparison { left_out: &["evidence", "run_id"], places: &["byte_start", "byte_end"], points: &["entity_id"], ..Comparison::ALL };
    entity: &'static str, Domain::OneOf(&["works", "authors", "journals", "refs"]), "Table of the value";
    entity_id: String, ANY, "Key of its row";
    field: String, Domain::Any("column, or role/position for a name in the byline"), "Which value";
    source: &'static str, SOURCE, "Who said so";
    value: Option<String>, Domain::Any("text form"), "What was said";
    chosen: bool, ANY, "This is the value in the table";
    confidence: Option<f64>, UNIT, "Confidence";
    byte_start: Option<i64>, BYTES, "First byte of the printed value in its document, for values read by the parser";
    byte_end: Option<i64>, BYTES, "One past its last byte";
    evidence: Option<String>, ANY, "The reference or document it was read from, the rule, the cache key, or the override's file and line";
    run_id: String, RUN_ID, "Run that recorded it";
}

table! {
    /// Findings about the quality of the data, under stable codes.
    IssueRow = "issues", key ["issue_id"], foreign [["run_id"] -> "runs" ["run_id"]],
    compared Comparison { paired_by: &["code", "entity", "entity_id", "field", "observed"], left_out: &["issue_id", "path", "run_id"], passed_over: Some(["entity", "runs"]), places: &["line"], points: &["entity_id"], ..Comparison::ALL };
    issue_id: String, ISSUE_ID, "Hash of code, entity, field and value; stable over runs";
    severity: &'static str, Domain::OneOf(&["error", "warning", "info"]), "How much it matters";
    code: &'static str, Domain::Any("listed at the end of docs/SCHEMA.md"), "Stable code";
    entity: String, ANY, "Table the finding is about";
    entity_id: String, ANY, "Key of the row, or path of a file that gave no row";
    field: Option<String>, ANY, "Column";
    message: String, ANY, "One sentence for a person";
    observed: Option<String>, ANY, "What was there";
    expected: Option<String>, ANY, "What should have been";
    path: Option<String>, Domain::Any("relative POSIX"), "File";
    line: Option<i32>, FROM_ONE, "Line";
    suppressed: bool, ANY, "Set aside by an override";
    run_id: String, RUN_ID, "Run that found it";
}

table! {
    /// Retractions, corrections, expressions of concern; all sources kept.
    UpdateRow = "updates", key ["work_id", "type", "source", "notice"],
    foreign [["work_id"] -> "works" ["work_id"]],
    compared Comparison { left_out: &["checked_at"], ..Comparison::ALL };
    work_id: String, WORK_ID, "Work";
    r#type: &'static str, Domain::OneOf(&["retraction", "withdrawal", "partial_retraction", "expression_of_concern", "correction", "reinstatement"]), "What happened to it";
    source: &'static str, SOURCE, "Who said so";
    notice: String, Domain::Any("doi:… or pmid:…; unknown if none"), "The notice";
    date: Option<Date>, ANY, "Date of the notice";
    reason: Option<String>, Domain::Any("Retraction Watch reason codes"), "Reason";
    checked_at: Timestamp, UTC, "When the source was asked";
}

table! {
    /// Which references were merged into one work, which look like one and are two, and the pairs left for a person.
    DuplicateRow = "duplicates", key ["reference_id_a", "reference_id_b"],
    foreign [["reference_id_a"] -> "refs" ["reference_id"], ["reference_id_b"] -> "refs" ["reference_id"]],
    compared Comparison { points: &["reference_id_a", "reference_id_b"], unordered: Some(["reference_id_a", "reference_id_b"]), ..Comparison::ALL };
    reference_id_a: String, Domain::Any("a < b"), "One reference";
    reference_id_b: String, ANY, "The other";
    score: f64, UNIT, "Confidence that both point to one work";
    rule: &'static str, Domain::OneOf(&["doi", "pmid", "pmcid", "arxiv", "title", "locator", "text", "title_place", "title_authors", "ahead_of_print", "place", "version", "preprint", "meeting", "notice", "part", "edition", "year", "container", "other_place", "other_title", "authors", "shared_identifier", "alike"]), "What they share, or what keeps them apart";
    decision: &'static str, Domain::OneOf(&["merged", "kept_apart", "review"]), "What was done";
    work_id: Option<String>, WORK_ID, "The work both point to";
}

table! {
    /// Row-level difference between this run and its parent.
    ChangeRow = "changes", key ["table", "key", "field", "change"],
    foreign [["run_id"] -> "runs" ["run_id"]],
    compared Comparison { skipped: true, ..Comparison::ALL };
    table: &'static str, ANY, "Table";
    key: String, Domain::Any("key columns joined by |"), "Row: its key as the parent has it, of an added row as this run has it";
    field: String, Domain::Any("* for a whole row"), "Column";
    change: &'static str, Domain::OneOf(&["added", "removed", "modified"]), "What happened";
    old: Option<String>, ANY, "Before";
    new: Option<String>, ANY, "After";
    run_id: String, RUN_ID, "Run that made the change";
}
