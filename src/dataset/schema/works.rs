use super::comparison::Comparison;
use super::define::table;
use super::domain::{
    ANY, COUNT, COUNTRY, Domain, EDTF, ISSN, JOURNAL_ID, RETRACTION, RUN_ID, SOURCE, UNIT, WORK_ID,
    WORK_TYPE, YEAR,
};

table! {
    /// One row per distinct work after deduplication. Typed best values; their history is in provenance.
    WorkRow = "works", key ["work_id"], unique [["doi"], ["pmid"]],
    foreign [
        ["journal_id"] -> "journals" ["journal_id"],
        ["first_seen_run"] -> "runs" ["run_id"],
        ["last_changed_run"] -> "runs" ["run_id"]
    ],
    compared Comparison { left_out: &["first_seen_run", "last_changed_run"], ..Comparison::ALL };
    work_id: String, WORK_ID, "Stable: hash of the best identifier, else of the fingerprint; renames are listed in changes";
    r#type: &'static str, WORK_TYPE, "CSL-like type";
    title: Option<String>, ANY, "As published, plain Unicode NFC";
    title_original: Option<String>, ANY, "Vernacular title";
    year: Option<i16>, YEAR, "Publication year (print if both are known)";
    date: Option<String>, EDTF, "Publication date; unknown months and days are never filled in";
    journal_id: Option<String>, JOURNAL_ID, "Journal it appeared in";
    container_raw: Option<String>, ANY, "Container as printed";
    event_title: Option<String>, ANY, "Meeting it was presented at";
    volume: Option<String>, Domain::Any("text, never an integer"), "Volume";
    issue: Option<String>, ANY, "Issue";
    supplement: Option<String>, Domain::Any("Suppl 1"), "Supplement";
    page_first: Option<String>, Domain::Any("text: S11, 612s, e12345"), "First page";
    page_last: Option<String>, ANY, "Last page, expanded (1169-75 gives 1175)";
    article_number: Option<String>, ANY, "Article number in place of pages";
    edition: Option<String>, ANY, "Edition as printed";
    publisher: Option<String>, ANY, "Publisher";
    publisher_place: Option<String>, ANY, "Place of publication";
    language: Option<String>, Domain::Any("BCP 47"), "Language";
    r#abstract: Option<String>, ANY, "Off by default (licence, size)";
    doi: Option<String>, Domain::Pattern("10\\.[0-9]{4,9}(\\.[0-9]+)*/\\S+", "lower case, no prefix"), "Copy of identifiers, for convenience";
    pmid: Option<i64>, COUNT, "Copy of identifiers, for convenience";
    pmcid: Option<String>, Domain::Pattern("PMC[0-9]+", "PMC and digits"), "Copy of identifiers, for convenience";
    n_authors: Option<i16>, COUNT, "Null when the list was cut by et al and not completed";
    authors_truncated: bool, ANY, "The list was cut by et al and not completed";
    n_mentions: i32, COUNT, "Rows in refs that point here";
    is_retracted: Option<bool>, ANY, "Null until somebody checked, never false by default";
    retraction_status: &'static str, RETRACTION, "What is known of retractions and corrections";
    source: &'static str, SOURCE, "Main source of the record";
    confidence: Option<f64>, UNIT, "Confidence of the match; null if not matched";
    first_seen_run: String, RUN_ID, "Run that first had it";
    last_changed_run: String, RUN_ID, "Run that last changed it";
}

table! {
    /// One row per serial.
    JournalRow = "journals", key ["journal_id"], unique [["nlm_id"], ["issn_l"]];
    journal_id: String, JOURNAL_ID, "From the NLM ID, else the ISSN-L, else a hash of the title";
    title: String, ANY, "Full title";
    title_iso4: Option<String>, Domain::Any("with dots"), "Abbreviated title after ISO 4";
    title_nlm: Option<String>, Domain::Any("MedAbbr, no dots"), "MEDLINE abbreviation";
    nlm_id: Option<String>, ANY, "NLM catalogue identifier";
    issn_l: Option<String>, ISSN, "Linking ISSN; null where the source gives none";
    issn_print: Option<String>, ISSN, "ISSN of the print edition";
    issn_electronic: Option<String>, ISSN, "ISSN of the electronic edition";
    publisher: Option<String>, ANY, "Publisher";
    country_code: Option<String>, COUNTRY, "Country of publication";
    confidence: Option<f64>, UNIT, "Lowest confidence of the links from printed names to this journal";
    source: &'static str, SOURCE, "Who said so";
}
