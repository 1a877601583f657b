//! Ovid's text export: the name of a field on a line of its own, its value indented on the lines below.
//!
//! Records are numbered (`<12>`); where the numbers were left out, one begins with the field that began the first. The
//! fields' names are those Ovid displays and differ between its databases (MEDLINE, Embase, Journals@Ovid, `PsycINFO`).

mod assemble;
mod people;
mod source;
#[cfg(test)]
mod tests;

use super::tagged::{Dialect, Fields, LineKind, Open, Reader, Tag};
use super::{About, Imported, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a text is such an export: a number or a known field's name on its line, with an indented value below, twice.
pub fn detect(head: &str) -> bool {
    let mut lines = head.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(400).peekable();
    let mut fields = 0_u32;
    let mut telling = false;
    let mut first = true;
    while let Some(line) = lines.next() {
        let known = tag_of(line.as_bytes()).is_some();
        let numbered = is_number(line.as_bytes());
        if first && !known && !numbered {
            return false;
        }
        first = false;
        if known && lines.peek().is_some_and(|next| next.starts_with([' ', '\t'])) {
            fields += 1;
            telling |=
                matches!(line.trim_end(), "Accession Number" | "Unique Identifier" | "Source" | "Title");
        }
        if fields > 2 && telling {
            return true;
        }
    }
    false
}

/// Reads the records of a file.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader::new(text, limits, Ovid::default()))
}

#[derive(Default)]
struct Ovid {
    /// Records have numbers.
    numbered: bool,
    /// The field that begins a record where they have none.
    opener: Option<Tag>,
}

impl Dialect for Ovid {
    fn line(&mut self, line: &[u8], open: Open) -> LineKind {
        let body = line.trim_ascii();
        if body.is_empty() {
            return LineKind::Blank;
        }
        if is_number(line) {
            self.numbered = true;
            return LineKind::Start;
        }
        let indented = line.first().is_some_and(u8::is_ascii_whitespace);
        if indented {
            let goes_on = open.record && open.last != *b"    ";
            return if goes_on { LineKind::More(0) } else { LineKind::Stray };
        }
        let Some(tag) = tag_of(line).or_else(|| looks_like_name(body).then_some(OTHER)) else {
            return LineKind::Stray;
        };
        let starts = !self.numbered && tag != OTHER && *self.opener.get_or_insert(tag) == tag;
        // The name is kept where it says what no tag says.
        let value = if tag == OTHER { 0 } else { line.len() };
        LineKind::Field { tag, value, starts }
    }

    fn assemble(&mut self, fields: Fields<'_>) -> Imported {
        assemble::assemble(fields)
    }

    fn about(&self) -> About {
        About::default()
    }
}

/// A field whose name we do not know: it is the first line of the value.
const OTHER: Tag = *b"????";

/// `<12>`
fn is_number(line: &[u8]) -> bool {
    let body = line.trim_ascii();
    body.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")).is_some_and(|digits| {
        !digits.is_empty() && digits.len() < 10 && digits.iter().all(u8::is_ascii_digit)
    })
}

fn looks_like_name(body: &[u8]) -> bool {
    body.len() <= 50
        && body.first().is_some_and(u8::is_ascii_uppercase)
        && !body.ends_with(b".")
        && body.iter().all(|b| b.is_ascii_alphanumeric() || b" -&/()".contains(b))
}

/// Names of fields, and what they are to us.
const NAMES: [(&str, Tag); 84] = [
    ("Accession Number", *b"AN  "),
    ("Unique Identifier", *b"UI  "),
    ("PMID", *b"PMID"),
    ("PubMed ID", *b"PMID"),
    ("Author", *b"AU  "),
    ("Authors", *b"AU  "),
    ("Author Full Name", *b"AF  "),
    ("Authors Full Name", *b"AF  "),
    ("Full Author Name", *b"AF  "),
    ("Full Author Name(s)", *b"AF  "),
    ("Author NameID", *b"OI  "),
    ("Author Name ID", *b"OI  "),
    ("ORCID", *b"OI  "),
    ("Author e-mail", *b"EM  "),
    ("Corresponding Author", *b"CA  "),
    ("Correspondence Address", *b"CA  "),
    ("Editor", *b"ED  "),
    ("Editors", *b"ED  "),
    ("Investigator", *b"IR  "),
    ("Investigators", *b"IR  "),
    ("Corporate Author", *b"CN  "),
    ("Group Author", *b"CN  "),
    ("Collaborative Author", *b"CN  "),
    ("Institution", *b"IN  "),
    ("Author Affiliation", *b"IN  "),
    ("Affiliation", *b"IN  "),
    ("Title", *b"TI  "),
    ("Original Title", *b"OT  "),
    ("Vernacular Title", *b"OT  "),
    ("Foreign Title", *b"OT  "),
    ("Chapter Title", *b"CT  "),
    ("Book Title", *b"BT  "),
    ("Book Series Title", *b"SE  "),
    ("Source", *b"SO  "),
    ("Journal Name", *b"JT  "),
    ("Journal Title", *b"JT  "),
    ("Journal Abbreviation", *b"JA  "),
    ("Publication Name", *b"JT  "),
    ("Abstract", *b"AB  "),
    ("Author Keywords", *b"KW  "),
    ("Keyword Heading", *b"KW  "),
    ("Keywords", *b"KW  "),
    ("Keyword", *b"KW  "),
    ("Key Concepts", *b"KC  "),
    ("Subject Headings", *b"SH  "),
    ("MeSH Subject Headings", *b"MH  "),
    ("Mesh Subject Headings", *b"MH  "),
    ("MeSH", *b"MH  "),
    ("Emtree Heading", *b"SH  "),
    ("Heading Words", *b"SH  "),
    ("Registry Number", *b"RN  "),
    ("Registry Number/Name of Substance", *b"RN  "),
    ("CAS Registry Number", *b"RN  "),
    ("Name of Substance", *b"RN  "),
    ("Language", *b"LA  "),
    ("Document Type", *b"DT  "),
    ("Publication Type", *b"PT  "),
    ("ISSN", *b"IS  "),
    ("ISSN Print", *b"ISP "),
    ("ISSN Electronic", *b"ISE "),
    ("ISSN Linking", *b"ISL "),
    ("ISBN", *b"IB  "),
    ("DOI Number", *b"DO  "),
    ("DOI", *b"DO  "),
    ("Digital Object Identifier", *b"DO  "),
    ("NLM Journal Code", *b"JC  "),
    ("NLM Journal Name", *b"JT  "),
    ("Status", *b"ST  "),
    ("Year of Publication", *b"YR  "),
    ("Date of Publication", *b"DP  "),
    ("Publication Date", *b"DP  "),
    ("Volume", *b"VO  "),
    ("Issue", *b"IP  "),
    ("Issue/Part", *b"IP  "),
    ("Page", *b"PG  "),
    ("Pagination", *b"PG  "),
    ("Publisher", *b"PB  "),
    ("Country of Publication", *b"CP  "),
    ("Grant Number", *b"GR  "),
    ("Grant Information", *b"GR  "),
    ("References", *b"CR  "),
    ("Cited References", *b"CR  "),
    ("Score", *b"SC  "),
    ("Journal Subset", *b"JS  "),
];

/// The tag of a line that is a field's name.
fn tag_of(line: &[u8]) -> Option<Tag> {
    if line.first().is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let name = line.trim_ascii_end();
    let name = name.strip_suffix(b":").unwrap_or(name);
    NAMES.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name)).map(|(_, tag)| *tag)
}
