//! From a row to a record.

use std::borrow::Cow;

use super::columns::Column;
use super::header::{Header, Meaning};
use super::vendor::Vendor;
use super::{affiliations, dates, funding, names, pubmed, references, retraction};
use crate::import::About;
use crate::import::draft::{Draft, Medium, Slot, items, plain};
use crate::model::{DateKind, Field, KeywordScheme, Metric, Scheme, UpdateKind, WorkKind};
use crate::normalize;

/// Types of work that one cell may name.
const MOST_KINDS: usize = 32;

/// The cells of a row, by what they mean.
pub(super) struct Row<'a> {
    header: &'a Header,
    cells: Vec<(Meaning, &'a str, &'a str)>,
}

impl<'a> Row<'a> {
    fn new(header: &'a Header, cells: &'a [Cow<'a, str>]) -> Self {
        let (from, extra) = header.shift(cells.len()).unwrap_or((usize::MAX, 0));
        let columns = header.columns.iter().zip(&header.names);
        let mut found = Vec::with_capacity(columns.len());
        let mut columns = columns.enumerate();
        for (at, cell) in cells.iter().enumerate() {
            let text = present(cell);
            // Cells that the header does not name belong to the column before them.
            if (from..from.saturating_add(extra)).contains(&at) {
                if !text.is_empty() {
                    found.push((Meaning::Known(Column::FundingText), "", text));
                }
                continue;
            }
            let (meaning, name) =
                columns.next().map_or((Meaning::Unknown, ""), |(_, (m, name))| (*m, name.as_str()));
            if !text.is_empty() {
                found.push((meaning, name, text));
            }
        }
        Self { header, cells: found }
    }

    pub(super) fn vendor(&self) -> Vendor {
        self.header.vendor
    }

    pub(super) fn separator(&self) -> Option<&str> {
        self.header.separator.as_deref()
    }

    /// The first value of a column.
    pub(super) fn get(&self, column: Column) -> &str {
        self.all(column).next().unwrap_or_default()
    }

    /// All values of a column, of which a table may have several.
    pub(super) fn all(&self, column: Column) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(move |(m, _, _)| *m == Meaning::Known(column)).map(|(_, _, text)| *text)
    }

    /// The values of numbered columns (`Author 1`, `Author 2`) as one list; of others with the same meaning the first.
    pub(super) fn joined(&self, column: Column) -> String {
        let numbered = |name: &str| name.ends_with(|c: char| c.is_ascii_digit());
        let mut values = self.cells.iter().filter(|(m, _, _)| *m == Meaning::Known(column));
        match values.next() {
            None => String::new(),
            Some((_, name, text)) if numbered(name) => {
                let rest: Vec<&str> =
                    values.filter(|(_, name, _)| numbered(name)).map(|(_, _, t)| *t).collect();
                [&[*text], rest.as_slice()].concat().join("; ")
            }
            Some((_, _, text)) => (*text).to_owned(),
        }
    }

    /// Whether the name of a column calls what stands in it a journal.
    fn in_journal(&self) -> bool {
        self.cells.iter().any(|(meaning, name, _)| {
            let lower = name.to_lowercase();
            *meaning == Meaning::Known(Column::Journal)
                && ["journal", "zeitschrift", "revue", "revista", "rivista", "magazine"]
                    .iter()
                    .any(|w| lower.contains(w))
                && !lower.contains("book")
        })
    }

    /// The parts of a list in a cell.
    fn list(&self, text: &str) -> Vec<String> {
        match self.separator() {
            Some(separator) => items(text, &[separator]),
            None => items(text, &[";;", "|", ";", "\n", ","]),
        }
    }
}

/// A cell without what stands for nothing.
fn present(cell: &str) -> &str {
    let text = cell.trim();
    let nothing = ["NA", "N/A", "n/a", "#N/A", "null", "NULL", "None", "nan", "NaN", "[]", "{}", "-", "--"];
    if nothing.contains(&text) { "" } else { text }
}

/// Reads a row.
pub(super) fn read(header: &Header, cells: &[Cow<'_, str>], about: &mut About) -> Draft {
    let row = Row::new(header, cells);
    let mut draft = Draft::new();
    for (meaning, name, text) in &row.cells {
        match meaning {
            Meaning::Known(column) => read_value(&row, *column, text, &mut draft),
            Meaning::Unknown => draft.named_note(name, &plain(text)),
            Meaning::Ignored => {}
        }
    }
    names::read(&row, &mut draft);
    affiliations::read(&row, &mut draft);
    funding::read(&row, &mut draft);
    references::read(&row, &mut draft);
    read_locator(&row, &mut draft);
    read_dates(&row, &mut draft);
    if row.vendor() == Vendor::RetractionWatch {
        retraction::read(&row, &mut draft);
    }
    if about.exported.is_none()
        && let Some(date) = dates::cell(row.get(Column::ExportDate))
    {
        about.exported = Some(date);
    }
    settle(&row, &mut draft);
    draft
}

/// Values that say all there is to be said in one cell.
fn read_value(row: &Row<'_>, column: Column, text: &str, draft: &mut Draft) {
    let provider = row.vendor().provider();
    match column {
        Column::Title => draft.set(Slot::Title, &plain(text)),
        Column::TitleOriginal => draft.record.title_original = Some(plain(text)),
        Column::Journal => draft.set(Slot::Container, &plain(text)),
        Column::JournalAbbreviation => {
            draft.record.serial.abbreviation.get_or_insert_with(|| plain(text));
        }
        Column::Series => draft.set(Slot::Collection, &plain(text)),
        Column::Event => draft.set(Slot::Event, &plain(text)),
        Column::EventDate => draft.named_note("event date", text),
        Column::EventPlace => draft.named_note("event place", text),
        Column::Volume => draft.volume(text),
        Column::Issue => draft.issue(text),
        Column::Supplement => {
            let word = text.to_ascii_lowercase().contains("suppl");
            let value = if word { text.to_owned() } else { format!("Suppl {text}") };
            draft.set(Slot::Supplement, &value);
        }
        Column::OpenAccess => draft.named_note("open access", text),
        Column::SpecialIssue => draft.named_note("special issue", text),
        Column::ArticleNumber => draft.set(Slot::ArticleNumber, text),
        Column::Edition => draft.set(Slot::Edition, text),
        Column::Publisher => draft.set(Slot::Publisher, &plain(text)),
        Column::PublisherPlace => draft.set(Slot::Place, &plain(text)),
        Column::Language => draft.language(text),
        Column::Kind => read_kind(text, draft),
        Column::Abstract => draft.abstract_text(&plain(text)),
        Column::Keywords => add_keywords(row, KeywordScheme::Author, text, draft),
        Column::KeywordsPlus => add_keywords(row, KeywordScheme::KeywordsPlus, text, draft),
        Column::IndexKeywords => add_keywords(row, KeywordScheme::Other, text, draft),
        Column::Mesh => add_keywords(row, KeywordScheme::Mesh, text, draft),
        Column::Topics => add_keywords(row, KeywordScheme::Topic, text, draft),
        Column::Chemicals => add_keywords(row, KeywordScheme::Chemical, text, draft),
        Column::CitedBy => draft.count(Metric::CitedByCount, provider, text),
        Column::RecentCitations => draft.count(Metric::RecentCitations, provider, text),
        Column::Rcr => draft.count(Metric::Rcr, provider, text),
        Column::Fcr => draft.count(Metric::Fcr, provider, text),
        Column::Fwci => draft.count(Metric::Fwci, provider, text),
        Column::Altmetric => draft.count(Metric::Altmetric, provider, text),
        Column::Usage => draft.count(Metric::UsageCount, provider, text),
        Column::Doi => draft.identifier(Scheme::Doi, text),
        Column::Pmid => {
            draft.identifier(Scheme::Pmid, text.rsplit('/').next().unwrap_or(text).trim_end_matches(".0"));
        }
        Column::Pmcid => {
            draft.identifier(Scheme::Pmcid, text.trim_end_matches('/').rsplit('/').next().unwrap_or(text));
        }
        Column::ScopusId => draft.identifier(Scheme::Scopus, text),
        Column::DimensionsId => draft.identifier(Scheme::Dimensions, text),
        Column::LensId => draft.identifier(Scheme::Lens, text),
        Column::OpenalexId => draft.identifier_of_address(Scheme::Openalex, text),
        Column::MagId => draft.identifier(Scheme::Mag, text),
        Column::WosId => draft.identifier(Scheme::Wos, text),
        Column::ArxivId => draft.identifier(Scheme::Arxiv, text),
        Column::S2Id => draft.identifier(Scheme::S2, text),
        Column::AccessionNumber => read_accession(row, text, draft),
        Column::Key => read_key(row, text, draft),
        Column::Issn | Column::Isbn => draft.serial_numbers(text),
        Column::IssnPrint => draft.issn_as(text, Medium::Print),
        Column::IssnElectronic => draft.issn_as(text, Medium::Electronic),
        Column::IssnLinking => draft.issn_as(text, Medium::Linking),
        Column::Url => {
            for url in items(text, &[" | ", "|", " ; ", "; ", ";http"]) {
                let scheme = if url.contains("doi.org/10.") { Scheme::Doi } else { Scheme::Url };
                draft.identifier(scheme, &url);
            }
        }
        Column::Accessed => draft.record.work.accessed = dates::cell(text).map(Field::given),
        Column::Note => read_note(text, draft),
        Column::License => draft.record.licenses.push(text.to_owned()),
        Column::AuthorIds => draft.named_note("author ids", text.trim_end_matches(';')),
        Column::Citation if row.vendor() != Vendor::Pubmed && !text.contains("doi:") => {
            draft.named_note("citation", &plain(text));
        }
        // Read together with others.
        _ => {}
    }
}

fn add_keywords(row: &Row<'_>, scheme: KeywordScheme, text: &str, draft: &mut Draft) {
    // Terms of thesauri have commas in them, and so have most keywords that semicolons part.
    let list = match scheme {
        KeywordScheme::Mesh | KeywordScheme::Topic | KeywordScheme::Chemical if row.separator().is_none() => {
            items(text, &[";;", "|", ";", "\n"])
        }
        _ => row.list(text),
    };
    for term in list {
        draft.keyword(scheme, &term);
    }
}

/// Types of several vocabularies may stand in one cell: `Article; Early Access`.
fn read_kind(text: &str, draft: &mut Draft) {
    let words = items(text, &[";", "|"]);
    for word in words.iter().take(MOST_KINDS) {
        draft.kind(word);
    }
    for word in words.iter().skip(MOST_KINDS) {
        draft.note(word);
    }
}

fn read_accession(row: &Row<'_>, text: &str, draft: &mut Draft) {
    if text.starts_with("WOS:") {
        draft.identifier(Scheme::Wos, text);
    } else {
        let name = match row.vendor() {
            Vendor::Ebsco => "ebsco",
            Vendor::Embase => "embase",
            Vendor::Proquest => "proquest",
            _ => "accession",
        };
        draft.other_identifier(name, text);
    }
}

/// A key of the file's own, unless it is some service's.
fn read_key(row: &Row<'_>, text: &str, draft: &mut Draft) {
    let bare = text.trim_end_matches('/').rsplit('/').next().unwrap_or(text);
    let digits = |text: &str| text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit());
    if text.contains("openalex.org/")
        || row.vendor() == Vendor::Openalex && bare.strip_prefix('W').is_some_and(digits)
    {
        draft.identifier(Scheme::Openalex, bare);
    } else if bare.strip_prefix("pub.").is_some_and(digits) {
        draft.identifier(Scheme::Dimensions, bare);
    } else if text.starts_with("10.") && normalize::identifiers::doi(text).is_some() {
        draft.identifier(Scheme::Doi, text);
    }
    draft.label.get_or_insert_with(|| text.to_owned());
}

/// Zotero's `Extra` has a label on each line.
fn read_note(text: &str, draft: &mut Draft) {
    for line in text.split(['\n', '\r']) {
        let (label, value) =
            line.split_once(':').map_or(("", ""), |(label, value)| (label.trim(), value.trim()));
        match label.to_ascii_lowercase().as_str() {
            "pmid" => draft.identifier(Scheme::Pmid, value),
            "pmcid" => draft.identifier(Scheme::Pmcid, value),
            "doi" => draft.identifier(Scheme::Doi, value),
            "arxiv" => draft.identifier(Scheme::Arxiv, value),
            "issn" => draft.serial_numbers(value),
            "citation key" => draft.label = Some(value.to_owned()),
            _ => draft.note(&plain(line)),
        }
    }
}

fn read_locator(row: &Row<'_>, draft: &mut Draft) {
    let (first, last) = (row.get(Column::FirstPage), row.get(Column::LastPage));
    let pages = row.get(Column::Pages);
    // An article number that is given as a page is no page as well.
    let number = draft.record.work.article_number.as_ref().map(|n| n.value.clone());
    if number.as_deref() != Some(first) || !last.is_empty() {
        draft.page_range(first, last);
    }
    if first.is_empty() && number.as_deref() != Some(pages) {
        draft.pages(pages);
    }
    let citation = row.get(Column::Citation);
    if row.vendor() == Vendor::Pubmed
        || citation.contains(". doi:")
        || citation.contains(';') && draft.record.work.volume.is_none() && draft.record.work.pages.is_none()
    {
        pubmed::read(citation, draft);
    }
    // What holds it: a book where there is no journal.
    let book = plain(row.get(Column::BookTitle));
    draft.set(Slot::Container, &book);
}

fn read_dates(row: &Row<'_>, draft: &mut Draft) {
    let year_text = row.get(Column::Year);
    let year = dates::cell(year_text.trim_end_matches(".0"));
    if year.is_none() {
        draft.named_note("year", year_text);
    }
    let date_text = row.get(Column::Date);
    let date = dates::cell(date_text);
    if date.is_none() && !date_text.is_empty() {
        draft.named_note("date", date_text);
    }
    let month = row.get(Column::Month);
    let with_month = year.and_then(|year| {
        let text = format!("{month} {:04}", year.year);
        normalize::dates::read(&text)
            .filter(|d| !month.is_empty() && d.year == year.year && d.month.is_some())
    });
    // The year is the one cited; a date that agrees with it says more.
    let issued = match (year, date.or(with_month)) {
        (Some(year), Some(date)) if date.year == year.year => Some(date),
        (Some(year), Some(date)) => {
            draft.record.dates.push((DateKind::Electronic, date));
            Some(year)
        }
        (year, date) => year.or(date),
    };
    if let Some(issued) = issued {
        draft.record.dates.insert(0, (DateKind::Issued, issued));
    }
    for (column, kind) in [(Column::DateOnline, DateKind::Electronic), (Column::DatePrint, DateKind::Print)] {
        if let Some(date) = dates::cell(row.get(column)) {
            let known = draft.record.dates.iter().any(|(k, d)| *k == kind && *d == date);
            if !known {
                draft.record.dates.push((kind, date));
            }
        }
    }
    if draft.record.work.issued.is_none()
        && let Some(issued) = issued
    {
        draft.issued(issued);
    }
}

/// What only the whole row tells.
fn settle(row: &Row<'_>, draft: &mut Draft) {
    // Scopus gives no title to some books but that of the source.
    if draft.record.work.title.is_none() && draft.record.work.container_title.is_some() {
        let alone = row.get(Column::Title).is_empty() && draft.record.work.contributors.is_empty();
        if alone && draft.record.work.identifiers.is_empty() {
            draft.record.work.title = draft.record.work.container_title.take();
        }
    }
    // What stands in a column for journals, of a work that nobody calls anything else, is a journal.
    let serial = &draft.record.serial;
    let has_issn =
        !serial.issn_other.is_empty() || serial.issn_print.is_some() || serial.issn_electronic.is_some();
    if draft.record.work.kind == WorkKind::Unknown
        && draft.record.work.container_title.is_some()
        && (has_issn || row.in_journal())
    {
        draft.record.work.kind = WorkKind::Article;
    }
    let retracted = row.vendor() == Vendor::Scopus
        && draft.record.work.title.as_ref().is_some_and(|title| title.value.starts_with("RETRACTED"));
    if retracted && draft.record.updates.is_empty() {
        draft.update(UpdateKind::Retraction, crate::model::Direction::To);
    }
    // The file's own key is better than none; a service's identifier is as good.
    if draft.label.is_none() {
        let own =
            [Scheme::Scopus, Scheme::Dimensions, Scheme::Lens, Scheme::Openalex, Scheme::Wos, Scheme::Pmid];
        let ids = &draft.record.work.identifiers;
        let label = own.iter().find_map(|scheme| ids.iter().find(|id| id.value.scheme == *scheme));
        draft.label = label.map(|id| id.value.raw.clone());
    }
}
