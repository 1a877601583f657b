use super::define::table;
use super::domain::{AFFILIATION_ID, ANY, AUTHOR_ID, COUNT, COUNTRY, Domain, FROM_ONE, ROLE, UNIT, WORK_ID};

table! {
    /// One row per author cluster.
    AuthorRow = "authors", key ["author_id"], unique [["orcid"]];
    author_id: String, AUTHOR_ID, "From the ORCID if present, else from the cluster's key";
    name: String, ANY, "Family, Given or the group's name";
    family: Option<String>, ANY, "Family name";
    given: Option<String>, ANY, "Given names or initials as printed";
    initials: Option<String>, ANY, "Initials";
    particle: Option<String>, Domain::Any("von, de la"), "Particle before the family name";
    suffix: Option<String>, Domain::Any("Jr, III"), "Suffix";
    orcid: Option<String>, Domain::Pattern("[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", "0000-0002-1825-0097"), "ORCID";
    is_group: bool, ANY, "Collective author";
    name_key: String, Domain::Any("family|initials, folded"), "The naive key other tools merge on";
    method: &'static str, Domain::OneOf(&["orcid", "name_full", "name_initials", "override"]), "How rows were merged: name_full where every mention spells the given names out";
    confidence: Option<f64>, UNIT, "Confidence that the cluster is one person";
    n_works: i32, COUNT, "Works with this author, in any role";
}

table! {
    /// One row per person per work per role.
    AuthorshipRow = "authorships", key ["work_id", "role", "position"],
    foreign [["work_id"] -> "works" ["work_id"], ["author_id"] -> "authors" ["author_id"]];
    work_id: String, WORK_ID, "Work";
    role: &'static str, ROLE, "Part they had";
    position: i16, FROM_ONE, "Order in the byline, within the role";
    author_id: String, AUTHOR_ID, "Author cluster";
    raw_name: String, ANY, "As printed";
    role_printed: Option<String>, Domain::Any("Section Editor"), "The role in the document's own words";
    is_first: bool, ANY, "First of the byline";
    is_last: Option<bool>, ANY, "Last of the byline; null when the list is truncated";
    is_corresponding: Option<bool>, ANY, "Corresponding author; null when not known";
    fraction: Option<f64>, UNIT, "1/n_authors; null for other roles and when the list is truncated";
}

table! {
    /// Distinct affiliation strings and what they resolve to.
    AffiliationRow = "affiliations", key ["affiliation_id"];
    affiliation_id: String, AFFILIATION_ID, "Hash of the string";
    raw: String, ANY, "As given";
    name: Option<String>, ANY, "Organisation";
    ror: Option<String>, Domain::Pattern("0[0-9a-z]{8}", "nine characters"), "ROR identifier";
    city: Option<String>, ANY, "City";
    country_code: Option<String>, COUNTRY, "Country";
    method: &'static str, Domain::OneOf(&["ror_exact", "ror_fuzzy", "country_rule", "none"]), "How it was resolved";
    confidence: Option<f64>, UNIT, "Confidence of that";
}

table! {
    /// Bridge: all affiliations of an authorship, not just the first.
    AuthorshipAffiliationRow = "authorship_affiliations", key ["work_id", "role", "position", "affiliation_id"],
    foreign [
        ["work_id", "role", "position"] -> "authorships" ["work_id", "role", "position"],
        ["affiliation_id"] -> "affiliations" ["affiliation_id"]
    ];
    work_id: String, WORK_ID, "Work";
    role: &'static str, ROLE, "Role of the authorship";
    position: i16, FROM_ONE, "Position of the authorship";
    affiliation_id: String, AFFILIATION_ID, "Affiliation";
    seq: i16, FROM_ONE, "Order as given";
}
