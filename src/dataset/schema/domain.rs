use crate::model::{Format, Scheme};

/// Which values a column allows beyond its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Domain {
    /// Any value; the text is its unit or form, for people.
    Any(&'static str),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Text that matches this regular expression as a whole; the second text says so in words.
    Pattern(&'static str, &'static str),
    /// A number in this closed range, whose end may be infinity; the text is its unit.
    Within(f64, f64, &'static str),
}

impl Domain {
    /// The domain in words, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Any(unit) => (*unit).to_owned(),
            Self::OneOf(words) => words.join(" "),
            Self::Pattern(_, words) => (*words).to_owned(),
            Self::Within(low, f64::INFINITY, "") => format!("{low} or more"),
            Self::Within(low, f64::INFINITY, unit) => format!("{low} or more {unit}"),
            Self::Within(low, high, "") => format!("{low}–{high}"),
            Self::Within(low, high, unit) => format!("{low}–{high} {unit}"),
        }
    }
}

pub(super) const ANY: Domain = Domain::Any("");
pub(super) const COUNT: Domain = Domain::Within(0.0, f64::INFINITY, "");
pub(super) const BYTES: Domain = Domain::Within(0.0, f64::INFINITY, "bytes");
pub(super) const FROM_ONE: Domain = Domain::Within(1.0, f64::INFINITY, "");
pub(super) const UNIT: Domain = Domain::Within(0.0, 1.0, "");
pub(super) const UTC: Domain = Domain::Any("UTC");
pub(super) const HEX64: Domain = Domain::Pattern("[0-9a-f]{64}", "SHA-256, hexadecimal");
pub(super) const EDTF: Domain =
    Domain::Pattern("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", "EDTF level 0: YYYY, YYYY-MM or YYYY-MM-DD");
pub(super) const YEAR: Domain = Domain::Within(1000.0, 2999.0, "year");
pub(super) const ISSN: Domain = Domain::Pattern("[0-9]{4}-[0-9]{3}[0-9X]", "1234-567X");
pub(super) const COUNTRY: Domain = Domain::Pattern("[A-Z]{2}", "ISO 3166-1 alpha-2");
pub(super) const RUN_ID: Domain = Domain::Pattern("[0-9A-HJKMNP-TV-Z]{26}", "ULID");
pub(super) const DOCUMENT_ID: Domain = Domain::Pattern("d_[a-z2-7]{16}", "d_ and 16 base32 digits");
pub(super) const REFERENCE_ID: Domain = Domain::Pattern("r_[a-z2-7]{16}", "r_ and 16 base32 digits");
pub(super) const WORK_ID: Domain = Domain::Pattern("w_[a-z2-7]{16}", "w_ and 16 base32 digits");
pub(super) const AUTHOR_ID: Domain = Domain::Pattern("a_[a-z2-7]{16}", "a_ and 16 base32 digits");
pub(super) const AFFILIATION_ID: Domain = Domain::Pattern("f_[a-z2-7]{16}", "f_ and 16 base32 digits");
pub(super) const ISSUE_ID: Domain = Domain::Pattern("i_[a-z2-7]{16}", "i_ and 16 base32 digits");
pub(super) const JOURNAL_ID: Domain =
    Domain::Pattern("j_[0-9A-Za-z-]{1,24}", "j_ and the NLM ID, else the ISSN-L, else 16 base32 digits");

/// Who said a value. `authority` is the embedded journal authority.
pub(super) const SOURCE: Domain = Domain::OneOf(&[
    "input",
    "parser",
    "import",
    "authority",
    "crossref",
    "pubmed",
    "openalex",
    "datacite",
    "wos",
    "scopus",
    "dimensions",
    "lens",
    "icite",
    "retraction_watch",
    "override",
    "derived",
]);
pub(super) const DECISION: Domain = Domain::OneOf(&["accepted", "ambiguous", "rejected"]);
pub(super) const MATCH_STATUS: Domain = Domain::OneOf(&[
    "matched",
    "matched_with_differences",
    "ambiguous",
    "conflict",
    "not_found",
    "not_checked",
]);
pub(super) const FORMAT: Domain = Domain::OneOf(Format::WORDS);
pub(super) const WORK_TYPE: Domain = Domain::OneOf(&[
    "article",
    "review",
    "letter",
    "editorial",
    "preprint",
    "conference-paper",
    "conference-abstract",
    "book",
    "chapter",
    "reference-entry",
    "thesis",
    "report",
    "dataset",
    "software",
    "standard",
    "webpage",
    "patent",
    "clinical-trial",
    "guideline",
    "other",
    "unknown",
]);
pub(super) const ROLE: Domain =
    Domain::OneOf(&["author", "editor", "translator", "collaborator", "investigator"]);
pub(super) const SCHEME: Domain = Domain::OneOf(&[
    Scheme::Doi.as_str(),
    Scheme::Pmid.as_str(),
    Scheme::Pmcid.as_str(),
    Scheme::Isbn.as_str(),
    Scheme::Issn.as_str(),
    Scheme::Arxiv.as_str(),
    Scheme::Openalex.as_str(),
    Scheme::S2.as_str(),
    Scheme::Wos.as_str(),
    Scheme::Scopus.as_str(),
    Scheme::Lens.as_str(),
    Scheme::Dimensions.as_str(),
    Scheme::Mag.as_str(),
    Scheme::Nct.as_str(),
    Scheme::Url.as_str(),
    Scheme::Other.as_str(),
]);
pub(super) const RETRACTION: Domain =
    Domain::OneOf(&["not_checked", "none", "retracted", "withdrawn", "expression_of_concern", "corrected"]);
pub(super) const NETWORK: Domain = Domain::OneOf(&[
    "coauthor",
    "country_collab",
    "cocitation",
    "bib_coupling",
    "citation",
    "keyword_cooccurrence",
    "journal_cocitation",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Provider, RetractionStatus, Role, Source, WorkKind};

    fn words(domain: Domain) -> Vec<&'static str> {
        match domain {
            Domain::OneOf(words) => words.to_vec(),
            other => panic!("{other:?} is no list"),
        }
    }

    #[test]
    fn every_word_the_model_knows_is_allowed() {
        assert_eq!(words(WORK_TYPE), WorkKind::ALL.map(WorkKind::as_str));
        assert_eq!(words(ROLE), Role::ALL.map(Role::as_str));
        assert_eq!(words(RETRACTION), RetractionStatus::ALL.map(RetractionStatus::as_str));
        assert!(Source::SERVICES.iter().all(|source| words(SOURCE).contains(&source.as_str())));
        assert!(Provider::ALL.iter().all(|provider| words(SOURCE).contains(&provider.as_str())));
    }
}
