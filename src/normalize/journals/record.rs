//! A journal's record in the compiled form: one line of tab-separated text in a block of lines.

use super::error::AuthorityError;
use super::normal::normal_form;
use super::source::SourceRecord;
use super::words::telling_words;

/// A record as it lies in its block.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// MEDLINE abbreviation, or empty.
    pub med_abbr: &'a str,
    /// NLM identifier, or empty.
    pub nlm_id: &'a str,
    /// ISO abbreviation if it differs, or empty.
    pub iso_abbr: &'a str,
    /// Full title.
    pub title: &'a str,
    /// Forms of other lists, parted by `|`.
    others: &'a str,
}

impl<'a> Record<'a> {
    fn read(line: &'a str) -> Self {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        Self { med_abbr: next(), nlm_id: next(), iso_abbr: next(), title: next(), others: next() }
    }

    /// Titles and abbreviations of other lists.
    pub fn others(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.others.split('|').filter(|form| !form.is_empty())
    }

    /// Its abbreviation with dots after ISO 4: a dot ends each word that is not a whole word of the title. For
    /// serials NLM lacks, the first abbreviation of another list that has dots.
    pub fn iso4(&self) -> Option<String> {
        if self.iso_abbr.contains('.') {
            return Some(self.iso_abbr.to_owned());
        }
        if self.med_abbr.is_empty() {
            return self.others().find(|form| form.contains('.')).map(str::to_owned);
        }
        let title = normal_form(self.title);
        let dotted = self.med_abbr.split(' ').map(|word| {
            let whole =
                word.contains(['(', ')', '.']) || title.split(' ').any(|other| other == normal_form(word));
            if whole { word.to_owned() } else { format!("{word}.") }
        });
        Some(dotted.collect::<Vec<_>>().join(" "))
    }

    /// Whether NLM lists it.
    pub fn is_nlm(&self) -> bool {
        !self.nlm_id.is_empty()
    }

    /// Whether its MEDLINE abbreviation carries a qualifier that sets it off from another serial of the same name, in
    /// parentheses or as words beyond those of the title.
    pub fn is_qualified(&self) -> bool {
        self.med_abbr.contains('(')
            || telling_words(&normal_form(self.med_abbr)).len()
                > telling_words(&normal_form(self.title)).len()
    }

    /// Whether a qualifier in its abbreviation or title has a word that starts like this.
    pub fn bears_qualifier(&self, start: &str) -> bool {
        let qualifiers = [self.med_abbr, self.title].into_iter().filter_map(|text| text.split_once('('));
        qualifiers
            .into_iter()
            .any(|(_, qualifier)| normal_form(qualifier).split(' ').any(|word| word.starts_with(start)))
    }
}

/// Writes the line of a record.
pub fn write_line(record: &SourceRecord, out: &mut String) {
    let fields =
        [&record.med_abbr, &record.nlm_id, &record.iso_abbr, &record.title, &record.other_forms.join("|")];
    for (i, field) in fields.into_iter().enumerate() {
        if i > 0 {
            out.push('\t');
        }
        out.push_str(field);
    }
    while out.ends_with('\t') {
        out.pop();
    }
    out.push('\n');
}

/// A block of records, unpacked.
#[derive(Debug, Default)]
pub struct Block {
    text: String,
    ends: Vec<usize>,
}

impl Block {
    pub fn decode(bytes: Vec<u8>) -> Result<Self, AuthorityError> {
        let text = String::from_utf8(bytes)
            .map_err(|_| AuthorityError::Compiled("a block of journals is not text"))?;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        Ok(Self { text, ends })
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, place: usize) -> Option<Record<'_>> {
        let end = *self.ends.get(place)?;
        let start = match place.checked_sub(1) {
            Some(before) => self.ends.get(before)? + 1,
            None => 0,
        };
        self.text.get(start..end).map(Record::read)
    }
}
