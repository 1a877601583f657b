//! Links that publishers set beside references.

/// Words of links that publishers put after a reference; they are not part of it.
pub(super) fn is_service_link(text: &str) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        words.as_str(),
        "google scholar"
            | "scholar"
            | "crossref"
            | "cross ref"
            | "pubmed"
            | "pubmed central"
            | "pmc"
            | "medline"
            | "pmc free article"
            | "free pmc article"
            | "europe pmc"
            | "web of science"
            | "web of science ®"
            | "isi"
            | "scopus"
            | "cas"
            | "chemical abstracts service"
            | "view article"
            | "view in article"
            | "view in scopus"
            | "full text"
            | "full-text"
            | "abstract"
            | "abstract/free full text"
            | "free full text"
            | "mathscinet"
            | "zentralblatt math"
            | "zbmath"
            | "ads"
            | "openurl"
            | "search google scholar"
            | "find it"
            | "view record in scopus"
            | "download pdf"
            | "go to original source"
            | "pubmed abstract"
            | "publisher full text"
            | "crossref full text"
            | "return to ref"
            | "search in google scholar"
            | "article"
    )
}

#[cfg(test)]
mod tests {
    use super::is_service_link;

    #[test]
    fn links_to_services() {
        assert!(is_service_link("[Google Scholar]"));
        assert!(is_service_link(" PubMed "));
        assert!(!is_service_link("10.1/x"));
    }
}
