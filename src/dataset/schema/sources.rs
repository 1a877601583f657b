use super::comparison::Comparison;
use super::define::{Timestamp, table};
use super::domain::{
    ANY, BYTES, COUNT, DOCUMENT_ID, Domain, EDTF, FORMAT, FROM_ONE, HEX64, MATCH_STATUS, REFERENCE_ID,
    RUN_ID, UNIT, UTC, WORK_ID,
};

table! {
    /// One row per run that led to this dataset: those it goes back to, those that died since the last of them, and its own, which is the last. Everything else points here.
    RunRow = "runs", key ["run_id"],
    compared Comparison { skipped: true, ..Comparison::ALL };
    run_id: String, RUN_ID, "Run identifier; the same for the same inputs and options under --reproducible";
    started_at: Timestamp, UTC, "Start";
    finished_at: Option<Timestamp>, UTC, "End; null while running or if the run died";
    tool_version: String, ANY, "Version of Refloom, after semantic versioning";
    schema_version: String, ANY, "Version of this schema; a new major version breaks readers";
    config_sha256: String, HEX64, "Hash of the effective configuration";
    inputs_sha256: Option<String>, HEX64, "Hash over the sorted paths and hashes of the inputs; null if the run died";
    mode: String, Domain::OneOf(&["offline", "online"]), "Was the network allowed";
    parent_run_id: Option<String>, RUN_ID, "Run this one refreshed";
    n_references: i32, COUNT, "References found";
    n_works: i32, COUNT, "Distinct works";
}

table! {
    /// One row per input file, or per article inside it that carries its own reference list.
    DocumentRow = "documents", key ["document_id"],
    foreign [["run_id"] -> "runs" ["run_id"], ["citing_work_id"] -> "works" ["work_id"]],
    compared Comparison { left_out: &["run_id"], ..Comparison::ALL };
    document_id: String, DOCUMENT_ID, "Stable id from the content's SHA-256 and the part number";
    path: String, Domain::Any("relative POSIX"), "Path as given";
    sha256: String, HEX64, "Hash of the content";
    bytes: i64, BYTES, "Size";
    format: &'static str, FORMAT, "Detected format";
    encoding: String, Domain::Any("WHATWG encoding name, lower case"), "Detected encoding";
    had_bom: bool, ANY, "Byte-order mark present";
    newline: &'static str, Domain::OneOf(&["lf", "crlf", "cr", "mixed"]), "Line ends";
    title: Option<String>, ANY, "Title of the citing document if found";
    citing_work_id: Option<String>, WORK_ID, "The citing document itself, as a work";
    current_through: Option<String>, EDTF, "Date through which its authors say they searched the literature";
    last_updated: Option<String>, EDTF, "Date of its last update as printed";
    style: Option<String>, ANY, "Detected reference style (vancouver, uptodate, apa …)";
    n_references: i32, COUNT, "Reference rows produced";
    n_rejected_lines: i32, COUNT, "Non-empty lines outside any reference";
    run_id: String, RUN_ID, "Run that read it";
}

table! {
    /// One row per other document that a document points to by its title (`See "…"`).
    RelatedTopicRow = "related_topics", key ["document_id", "seq"],
    foreign [["document_id"] -> "documents" ["document_id"]],
    compared Comparison { paired_by: &["document_id", "title"], places: &["seq", "byte_start", "byte_end"], ..Comparison::ALL };
    document_id: String, DOCUMENT_ID, "Document that points";
    seq: i32, FROM_ONE, "Order in the document";
    title: String, ANY, "Title as printed";
    byte_start: i64, BYTES, "First byte of the title in the file";
    byte_end: i64, BYTES, "One past its last byte";
}

table! {
    /// One row per reference string (a mention), before any merging. Never deleted by deduplication.
    RefRow = "refs", key ["reference_id"], unique [["document_id", "seq"]],
    foreign [
        ["document_id"] -> "documents" ["document_id"],
        ["work_id"] -> "works" ["work_id"],
        ["run_id"] -> "runs" ["run_id"]
    ],
    compared Comparison { left_out: &["reference_id", "run_id"], places: &["seq", "label", "byte_start", "byte_end", "line_start", "line_end"], ..Comparison::ALL };
    reference_id: String, REFERENCE_ID, "Hash of document_id and seq";
    document_id: String, DOCUMENT_ID, "Source document";
    seq: i32, FROM_ONE, "Order in the list or file";
    label: Option<String>, ANY, "Printed number or key";
    raw: String, ANY, "Exact text without its label, line breaks folded; of a record of a structured file, the record in words";
    byte_start: i64, BYTES, "First byte of the text or record in the file; in the extracted text where the file is no text (PDF, DOCX …)";
    byte_end: i64, BYTES, "One past its last byte";
    line_start: i32, FROM_ONE, "First line in the file";
    line_end: i32, FROM_ONE, "Last line";
    truncated: bool, ANY, "The reference looks cut off";
    parse_confidence: Option<f64>, UNIT, "Trust in the reading, an order from 0 to 1 and not yet a measured probability; null for structured imports";
    work_id: Option<String>, WORK_ID, "Work it resolves to; null when nothing could be read";
    match_status: &'static str, MATCH_STATUS, "What services say of it; not_checked where none was asked or none answered";
    match_note: Option<String>, ANY, "The same in a sentence; null where nobody asked";
    run_id: String, RUN_ID, "Run that read it";
}
