//! Reads the lists an authority is built from: NLM's serials, titles from other lists, word abbreviations.

use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};
use std::path::Path;

use super::error::AuthorityError;
use super::issn;

/// The longest line any of the lists may have.
const LONGEST_LINE: u64 = 64 * 1024;
/// More serials than any catalogue holds.
const MOST_RECORDS: usize = 1_000_000;

/// A serial of a source list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceRecord {
    /// MEDLINE abbreviation, empty if there is none.
    pub med_abbr: String,
    /// Full title.
    pub title: String,
    /// NLM catalogue identifier, empty for serials NLM lacks.
    pub nlm_id: String,
    /// ISO abbreviation where it differs from MEDLINE's but for dots, else empty.
    pub iso_abbr: String,
    /// Titles and abbreviations that only other lists give.
    pub other_forms: Vec<String>,
    /// Print ISSN.
    pub issn_print: Option<issn::Issn>,
    /// Electronic ISSN.
    pub issn_electronic: Option<issn::Issn>,
}

/// Reads an NLM list: `J_Medline.txt` or `J_Entrez.txt` as NLM publishes them, or a table of tab-separated columns
/// headed `NlmId MedAbbr IsoAbbrIfDifferent Title pISSN eISSN`. `path` only names the list in messages.
///
/// # Errors
/// Unreadable input, or a line that fits neither format.
pub fn read_nlm(input: impl BufRead, path: &Path) -> Result<Vec<SourceRecord>, AuthorityError> {
    let mut lines = Lines::new(input, path);
    let mut records = Vec::new();
    let Some(first) = lines.next_line()? else {
        return Err(lines.file("is empty; expected NLM's J_Medline.txt or J_Entrez.txt"));
    };
    if first.starts_with("NlmId\t") {
        while let Some(line) = lines.next_line()? {
            records.push(table_row(line).ok_or(lines.error("expected six tab-separated columns"))?);
            lines.check_count(&records)?;
        }
    } else if first.starts_with("----") {
        read_nlm_blocks(&mut lines, &mut records)?;
    } else {
        return Err(lines.error(
            "neither NLM's J_Medline.txt format (a dashed line first) nor a table whose header starts with NlmId",
        ));
    }
    if records.is_empty() {
        return Err(lines.file("holds no journal"));
    }
    Ok(records)
}

fn table_row(line: &str) -> Option<SourceRecord> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [nlm_id, med_abbr, iso_abbr, title, print, electronic] = columns.as_slice() else { return None };
    Some(SourceRecord {
        med_abbr: (*med_abbr).to_owned(),
        title: (*title).to_owned(),
        nlm_id: (*nlm_id).to_owned(),
        iso_abbr: (*iso_abbr).to_owned(),
        other_forms: Vec::new(),
        issn_print: issn::parse(print),
        issn_electronic: issn::parse(electronic),
    })
}

fn read_nlm_blocks<R: BufRead>(
    lines: &mut Lines<'_, R>,
    records: &mut Vec<SourceRecord>,
) -> Result<(), AuthorityError> {
    let mut record = SourceRecord::default();
    loop {
        let line = lines.next_line()?;
        match line {
            Some(line) if !line.starts_with("----") => {
                let Some((name, value)) = line.split_once(':') else {
                    return Err(lines.error("expected `Name: value` or a dashed line"));
                };
                // tabs part the fields of the compiled form
                let value = value.trim().replace('\t', " ");
                match name {
                    "JournalTitle" => record.title = value,
                    "MedAbbr" => record.med_abbr = value,
                    "IsoAbbr" => record.iso_abbr = value,
                    "NlmId" => record.nlm_id = value,
                    "ISSN (Print)" => record.issn_print = issn::parse(&value),
                    "ISSN (Online)" => record.issn_electronic = issn::parse(&value),
                    _ => {}
                }
            }
            end => {
                let last = end.is_none();
                if record != SourceRecord::default() {
                    if record.nlm_id.is_empty() || record.title.is_empty() {
                        return Err(lines.error("the record that ends here lacks its JournalTitle or NlmId"));
                    }
                    if record.iso_abbr.replace('.', "") == record.med_abbr {
                        record.iso_abbr.clear();
                    }
                    records.push(std::mem::take(&mut record));
                    lines.check_count(records)?;
                }
                if last {
                    return Ok(());
                }
            }
        }
    }
}

/// Reads a table of titles and abbreviations made from `JabRef`'s lists: `Title`, then abbreviations parted by `|`.
/// Entries that are macros or formulas and not titles are passed over.
///
/// # Errors
/// Unreadable input, or a row without a second column.
pub fn read_other(input: impl BufRead, path: &Path) -> Result<Vec<SourceRecord>, AuthorityError> {
    let mut lines = Lines::new(input, path);
    let mut records = Vec::new();
    if lines.next_line()?.is_none_or(|line| !line.starts_with("Title\t")) {
        return Err(lines.error("expected a header that starts with Title"));
    }
    while let Some(line) = lines.next_line()? {
        let Some((title, rest)) = line.split_once('\t') else {
            return Err(lines.error("expected a title, a tab and its abbreviations"));
        };
        // where a comma of the title was taken for a separator, the abbreviations are in the last column
        let abbreviations = rest.rsplit('\t').next().unwrap_or_default();
        let is_text = |text: &&str| !text.is_empty() && !text.contains(['$', '#', '\\']);
        if is_text(&title) {
            records.push(SourceRecord {
                title: title.to_owned(),
                other_forms: abbreviations.split('|').filter(is_text).map(str::to_owned).collect(),
                ..SourceRecord::default()
            });
            lines.check_count(&records)?;
        }
    }
    Ok(records)
}

/// Reads word abbreviations: one JSON object of title word to abbreviation, lower case.
///
/// # Errors
/// Unreadable input, or not such an object.
pub fn read_words(input: impl BufRead, path: &Path) -> Result<BTreeMap<String, String>, AuthorityError> {
    let words: BTreeMap<String, String> = serde_json::from_reader(input.take(LONGEST_LINE * 1024))
        .map_err(|error| AuthorityError::File { path: path.to_owned(), reason: error.to_string() })?;
    // a word that is not abbreviated is its own abbreviation anyway
    Ok(words.into_iter().filter(|(word, short)| word != short && !word.contains(['\t', '\n'])).collect())
}

/// Lines with their numbers, bounded in length.
struct Lines<'p, R> {
    input: R,
    path: &'p Path,
    number: usize,
    buffer: Vec<u8>,
}

impl<'p, R: BufRead> Lines<'p, R> {
    fn new(input: R, path: &'p Path) -> Self {
        Self { input, path, number: 0, buffer: Vec::new() }
    }

    fn next_line(&mut self) -> Result<Option<&str>, AuthorityError> {
        self.buffer.clear();
        let read = self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut self.buffer);
        let read = read.map_err(|source| AuthorityError::Read { path: self.path.to_owned(), source })?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.buffer.len() as u64 >= LONGEST_LINE && !self.buffer.ends_with(b"\n") {
            return Err(self.error("the line is longer than 64 KiB"));
        }
        let start = if self.number == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let text = self.buffer.get(start..).map(std::str::from_utf8);
        let Some(Ok(text)) = text else { return Err(self.error("the line is not UTF-8")) };
        Ok(Some(text.trim_end_matches(['\n', '\r'])))
    }

    fn check_count(&self, records: &[SourceRecord]) -> Result<(), AuthorityError> {
        if records.len() > MOST_RECORDS {
            return Err(self.error("more than a million journals"));
        }
        Ok(())
    }

    fn error(&self, reason: &'static str) -> AuthorityError {
        AuthorityError::Line { path: self.path.to_owned(), line: self.number.max(1), reason }
    }

    fn file(&self, reason: &str) -> AuthorityError {
        AuthorityError::File { path: self.path.to_owned(), reason: reason.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCKS: &str = "\
--------------------------------------------------------
JrId: 1
JournalTitle: AADE editors' journal
MedAbbr: AADE Ed J
ISSN (Print): 0160-6999
ISSN (Online): 
IsoAbbr: AADE Ed J
NlmId: 7708172
--------------------------------------------------------
JrId: 5
JournalTitle: The Lancet. Oncology
MedAbbr: Lancet Oncol
ISSN (Print): 1470-2045
ISSN (Online): 1474-5488
IsoAbbr: Lancet Oncol.
NlmId: 100957246
--------------------------------------------------------
";

    fn read(text: &str) -> Result<Vec<SourceRecord>, String> {
        read_nlm(text.as_bytes(), Path::new("list.txt")).map_err(|error| error.to_string())
    }

    #[test]
    fn reads_the_list_as_nlm_publishes_it() {
        let records = read(BLOCKS).unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!(records[1].title, "The Lancet. Oncology");
        assert_eq!(records[1].med_abbr, "Lancet Oncol");
        assert_eq!(records[1].iso_abbr, "", "dots alone make no other abbreviation");
        assert_eq!(records[1].issn_electronic, issn::parse("1474-5488"));
        assert_eq!(read(&BLOCKS.replace('\n', "\r\n")).unwrap(), records);
    }

    #[test]
    fn reads_the_table() {
        let table = "NlmId\tMedAbbr\tIsoAbbrIfDifferent\tTitle\tpISSN\teISSN\n\
                     7501160\tJAMA\t\tJAMA\t00987484\t15383598\n";
        let records = read(table).unwrap();
        assert_eq!(records[0].nlm_id, "7501160");
        assert_eq!(records[0].issn_print, issn::parse("0098-7484"));
    }

    #[test]
    fn says_which_line_is_wrong() {
        assert_eq!(read("").unwrap_err(), "list.txt: is empty; expected NLM's J_Medline.txt or J_Entrez.txt");
        assert!(read("hello\n").unwrap_err().starts_with("list.txt:1: neither"));
        assert!(read("NlmId\t\n1\t2\n").unwrap_err().starts_with("list.txt:2: expected six"));
        assert!(read("----\nJrId: 1\nNlmId: 2\n----\n").unwrap_err().starts_with("list.txt:4: the record"));
        assert!(read("----\nnonsense\n").unwrap_err().starts_with("list.txt:2: expected `Name"));
        assert!(read("----\n").unwrap_err().contains("holds no journal"));
        let long = format!("----\n{}", "x".repeat(70_000));
        assert!(read(&long).unwrap_err().contains("longer than"));
        let error = read_nlm(&b"----\n\xff\n"[..], Path::new("x")).unwrap_err();
        assert!(error.to_string().contains("not UTF-8"));
    }

    #[test]
    fn passes_over_macros_and_formulas() {
        let table = "Title\tAbbreviations\nNano\tN.|#MACRO#\n3$^o$\tx\nA\tB, half\tC. D.\n";
        let records = read_other(table.as_bytes(), Path::new("x")).unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].other_forms, ["N."]);
        assert_eq!(records[1].other_forms, ["C. D."]);
    }
}
