//! Identifiers out of addresses, accession numbers and remarks.

use super::words::contains;
use crate::model::{Field, Identifier, Record, Scheme};
use crate::normalize::identifiers;

/// Adds an identifier as it stands.
pub(in crate::import) fn identifier(record: &mut Record, scheme: Scheme, raw: &str) {
    let raw = raw.trim();
    if !super::words::is_short(raw) {
        super::finish::named_note(record, scheme.as_str(), raw);
    } else if !raw.is_empty() {
        let identifier = Identifier { scheme, value: raw.to_owned(), raw: raw.to_owned() };
        record.work.identifiers.push(Field::given(identifier));
    }
}

/// Adds an identifier of somebody who has no scheme of ours, under their name.
pub(in crate::import) fn named(record: &mut Record, name: &str, raw: &str) {
    let raw = raw.trim();
    if !raw.is_empty() {
        identifier(record, Scheme::Other, &format!("{name}:{raw}"));
    }
}

/// Adds what an address is, and the identifier it leads to.
pub(in crate::import) fn url(record: &mut Record, text: &str) {
    // http://a.org; http://b.org
    let mut rest = text.trim();
    while let Some(at) = rest.find(';') {
        let next = rest.get(at + 1..).unwrap_or_default().trim_start();
        if !is_address(next) {
            break;
        }
        one_url(record, rest.get(..at).unwrap_or_default().trim());
        rest = next;
    }
    one_url(record, rest);
}

fn is_address(text: &str) -> bool {
    ["http://", "https://", "ftp://", "www.", "//"].iter().any(|head| super::words::starts_with(text, head))
}

fn one_url(record: &mut Record, url: &str) {
    if url.is_empty() {
        return;
    }
    if !super::words::is_short(url) {
        super::finish::named_note(record, "url", url);
        return;
    }
    // Nothing but the identifier is in it.
    if let Some(at) = url.find("doi.org/10.") {
        let doi = url.get(at + 8..).unwrap_or_default();
        let known =
            |id: &Field<Identifier>| id.value.scheme == Scheme::Doi && id.value.raw.eq_ignore_ascii_case(doi);
        if record.work.identifiers.iter().take(20).any(known) {
            return;
        }
        if identifiers::doi(url).is_some() {
            identifier(record, Scheme::Doi, url);
            return;
        }
    }
    if !is_address(url) {
        if identifiers::doi(url).is_some()
            && (url.starts_with("10.") || super::words::starts_with(url, "doi"))
        {
            identifier(record, Scheme::Doi, url);
        } else if !is_file(url) {
            identifier(record, Scheme::Url, url);
        }
        return;
    }
    if let Some(id) =
        segment(url, "pubmed.ncbi.nlm.nih.gov/").or_else(|| segment(url, "ncbi.nlm.nih.gov/pubmed/"))
    {
        if identifiers::pmid(id).is_some() {
            identifier(record, Scheme::Pmid, id);
        }
    } else if let Some(id) =
        segment(url, "/pmc/articles/").or_else(|| segment(url, "pmc.ncbi.nlm.nih.gov/articles/"))
    {
        if identifiers::pmcid(id).is_some() {
            identifier(record, Scheme::Pmcid, id);
        }
    } else if let Some(id) = address_part(url, "arxiv.org/abs/") {
        if identifiers::arxiv(id).is_some() {
            identifier(record, Scheme::Arxiv, id);
        }
    } else if let Some(id) = scopus(url) {
        identifier(record, Scheme::Scopus, id);
    }
    identifier(record, Scheme::Url, url);
}

/// A path of somebody's own disk, or of a link in their library.
fn is_file(url: &str) -> bool {
    ["file:", "internal-pdf:", "zotero:", "mendeley:", "c:\\"]
        .iter()
        .any(|head| super::words::starts_with(url, head))
        || url.starts_with('/')
        || url.contains('\\')
        || url.to_ascii_lowercase().ends_with(".pdf")
}

/// Adds the address of a file or of full text; what leads into a user's own disk or library says nothing of the work.
pub(in crate::import) fn file(record: &mut Record, text: &str) {
    let text = text.trim();
    let resolver = contains(text, "url_ver=") || contains(text, "proxy") || contains(text, "openurl");
    if is_address(text) && !resolver {
        url(record, text);
    }
}

/// The part of an address behind `mark`, up to the next slash.
fn segment<'a>(url: &'a str, mark: &str) -> Option<&'a str> {
    address_part(url, mark)?.split('/').next()
}

fn address_part<'a>(url: &'a str, mark: &str) -> Option<&'a str> {
    let at = url.find(mark)?;
    url.get(at + mark.len()..)?.split(['?', '#']).next().filter(|part| !part.is_empty())
}

/// `2-s2.0-` and digits.
pub(in crate::import) fn scopus(text: &str) -> Option<&str> {
    let at = text.find("2-s2.0-")?;
    let behind = text.get(at + 7..)?;
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    (end > 0).then(|| text.get(at..at + 7 + end)).flatten()
}

/// Adds an accession number, by the database it comes from where that is known.
pub(in crate::import) fn accession(record: &mut Record, database: Option<&str>, text: &str) {
    let text = text.trim();
    let database = database.unwrap_or_default();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let upper = |head: &str| super::words::starts_with(text, head);
    match () {
        () if text.is_empty() => {}
        () if !super::words::is_short(text) => super::finish::named_note(record, "accession", text),
        () if upper("PMC") && identifiers::pmcid(text).is_some() => identifier(record, Scheme::Pmcid, text),
        () if upper("WOS:") || upper("ISI:") => identifier(record, Scheme::Wos, text),
        () if scopus(text) == Some(text) => identifier(record, Scheme::Scopus, text),
        () if upper("MEDLINE:") => identifier(record, Scheme::Pmid, text.get(8..).unwrap_or_default()),
        () if text.starts_with("rayyan") => {}
        () if digits
            && text.len() <= 8
            && (contains(database, "pubmed")
                || contains(database, "medline")
                || contains(database, "nlm")) =>
        {
            identifier(record, Scheme::Pmid, text);
        }
        () => {
            let name = database.split(';').next().unwrap_or_default().trim();
            named(record, if name.is_empty() { "accession" } else { name }, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(add: impl Fn(&mut Record)) -> String {
        let mut record = Record::default();
        add(&mut record);
        let ids =
            record.work.identifiers.iter().map(|id| format!("{}={}", id.value.scheme.as_str(), id.value.raw));
        ids.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("http://a.org; http://www.b.org", "url=http://a.org url=http://www.b.org"),
            ("http://a.org;http://b.org", "url=http://a.org url=http://b.org"),
            ("http://a.org/x;y=1", "url=http://a.org/x;y=1"),
            ("https://doi.org/10.1063/1.19", "doi=https://doi.org/10.1063/1.19"),
            ("https://pubmed.ncbi.nlm.nih.gov/2695/", "pmid=2695 url=https://pubmed.ncbi.nlm.nih.gov/2695/"),
            (
                "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC3654245/",
                "pmcid=PMC3654245 url=http://www.ncbi.nlm.nih.gov/pmc/articles/PMC3654245/",
            ),
            (
                "https://www.scopus.com/record?eid=2-s2.0-454&p=4",
                "scopus=2-s2.0-454 url=https://www.scopus.com/record?eid=2-s2.0-454&p=4",
            ),
            ("https://arxiv.org/abs/1706.03762", "arxiv=1706.03762 url=https://arxiv.org/abs/1706.03762"),
            ("internal-pdf://x.pdf", ""),
            ("", ""),
        ] {
            assert_eq!(show(|record| url(record, text)), expected, "{text}");
        }
        assert_eq!(show(|record| file(record, "/home/me/x.pdf")), "");
        assert_eq!(show(|record| file(record, "https://sfx.org/x?url_ver=Z39")), "");
        assert_eq!(show(|record| file(record, "https://a.org/x.pdf")), "url=https://a.org/x.pdf");
    }

    #[test]
    fn accession_numbers() {
        for (database, text, expected) in [
            (Some("PubMed"), "26957754", "pmid=26957754"),
            (Some("PMC"), "PMC3654245", "pmcid=PMC3654245"),
            (None, "WOS:000397201600008", "wos=WOS:000397201600008"),
            (Some("TRID"), "01611111", "other=TRID:01611111"),
            (None, "1234567890", "other=accession:1234567890"),
            (Some("Scopus"), "2-s2.0-1", "scopus=2-s2.0-1"),
        ] {
            assert_eq!(show(|record| accession(record, database, text)), expected, "{text}");
        }
    }
}
