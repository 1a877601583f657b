//! An entry as a record.

use std::sync::Arc;

use super::entry::Entry;
use super::latex::{decode, verbatim};
use super::parents::inherited;
use super::{dates, journals, kinds, names, scopus, wos};
use crate::import::Imported;
use crate::import::languages;
use crate::import::record_draft::{Draft, Medium};
use crate::model::{
    DateKind, Field, IssueCode, KeywordScheme, Metric, Name, PartialDate, PersonDetails, Provider, Role,
    Scheme, WorkKind,
};
use crate::normalize::{identifiers, types};

/// Reads an entry with what it takes over from `parents`; `lost` are keys it points to that are nowhere.
pub(super) fn read(entry: &Entry, parents: &[Arc<Entry>], lost: &[String]) -> Imported {
    let mut parts = Parts { kind: entry.kind(), ..Parts::default() };
    let mut draft = Draft::default();
    for (message, observed) in &entry.faults {
        draft.log.add(IssueCode::ValueOutOfRange, "entry", *message, observed);
    }
    for (name, value) in entry.fields() {
        if !value.trim().is_empty() {
            parts.take(name, value, &mut draft);
        }
    }
    for parent in parents {
        for (name, value) in parent.fields() {
            let Some(name) = inherited(parent.kind(), entry.kind(), name) else { continue };
            if !value.trim().is_empty() && !parts.has(name) && entry.get(name).is_none() {
                parts.take(name, value, &mut draft);
            }
        }
    }
    for key in lost {
        let message =
            "it points to an entry that the file does not have, or too far from it; nothing was taken over";
        draft.log.add(IssueCode::ValueOutOfRange, "crossref", message, key);
    }
    parts.finish(&mut draft);
    let label = Some(entry.key().to_owned()).filter(|key| !key.is_empty());
    draft.finish(label, entry.place)
}

/// Values that have to be seen together, as they stand.
#[derive(Default)]
struct Parts<'a> {
    kind: &'a str,
    title: Title<'a>,
    book: Title<'a>,
    main: Title<'a>,
    journal: Title<'a>,
    full_journal: Option<&'a str>,
    short_journal: Option<&'a str>,
    series: Option<&'a str>,
    event: Option<&'a str>,
    date: Option<&'a str>,
    year: Option<&'a str>,
    month: Option<&'a str>,
    day: Option<&'a str>,
    accessed: Option<&'a str>,
    volume: Option<&'a str>,
    number: Option<&'a str>,
    issue: Option<&'a str>,
    pages: Option<&'a str>,
    article_number: Option<&'a str>,
    edition: Option<&'a str>,
    publisher: Option<&'a str>,
    institution: Option<&'a str>,
    school: Option<&'a str>,
    organization: Option<&'a str>,
    place: Option<&'a str>,
    location: Option<&'a str>,
    howpublished: Option<&'a str>,
    genre: Option<&'a str>,
    document_type: Option<&'a str>,
    eprint: Option<&'a str>,
    eprint_type: Option<&'a str>,
    language: Option<&'a str>,
    author: Option<&'a str>,
    editor: Option<&'a str>,
    editor_type: Option<&'a str>,
    second_editor: Option<&'a str>,
    second_editor_type: Option<&'a str>,
    translator: Option<&'a str>,
    group: Option<&'a str>,
    keywords: Option<&'a str>,
    wos: wos::Fields<'a>,
    scopus: scopus::Fields<'a>,
}

#[derive(Default)]
struct Title<'a> {
    main: Option<&'a str>,
    sub: Option<&'a str>,
    addon: Option<&'a str>,
}

impl Title<'_> {
    /// `Title: Subtitle`.
    fn whole(&self) -> Option<String> {
        let main = self.main.map(|t| decode(t).into_owned()).filter(|t| !t.is_empty())?;
        let Some(sub) = self.sub.map(decode).filter(|s| !s.is_empty()) else { return Some(main) };
        let joint = if main.ends_with([':', '?', '!', '.', '—', '–']) { " " } else { ": " };
        Some(format!("{main}{joint}{sub}"))
    }
}

impl<'a> Parts<'a> {
    /// Whether a field that may be taken over is there already under another name.
    fn has(&self, name: &str) -> bool {
        match name {
            "journaltitle" | "journal" => self.journal.main.is_some(),
            "booktitle" => self.book.main.is_some(),
            "booksubtitle" => self.book.main.is_some() && self.book.sub.is_none(),
            "maintitle" => self.main.main.is_some(),
            "date" | "year" => self.date.is_some() || self.year.is_some(),
            "month" => self.date.is_some() || self.month.is_some(),
            "address" | "location" => self.place.is_some() || self.location.is_some(),
            "title" => self.title.main.is_some(),
            "author" => self.author.is_some(),
            "editor" => self.editor.is_some(),
            "publisher" => self.publisher.is_some(),
            "volume" => self.volume.is_some(),
            "number" => self.number.is_some(),
            "series" => self.series.is_some(),
            "langid" | "language" => self.language.is_some(),
            _ => false,
        }
    }

    /// Where the value of a field stands until all are known; `None` for a field that is told at once.
    fn place_of(&mut self, name: &str) -> Option<&mut Option<&'a str>> {
        Some(match name {
            "title" => &mut self.title.main,
            "subtitle" => &mut self.title.sub,
            "titleaddon" => &mut self.title.addon,
            "booktitle" => &mut self.book.main,
            "booksubtitle" => &mut self.book.sub,
            "booktitleaddon" => &mut self.book.addon,
            "maintitle" => &mut self.main.main,
            "mainsubtitle" => &mut self.main.sub,
            "maintitleaddon" => &mut self.main.addon,
            "journal" | "journaltitle" => &mut self.journal.main,
            "journalsubtitle" => &mut self.journal.sub,
            "journaladdon" | "journaltitleaddon" => &mut self.journal.addon,
            "fjournal" | "journal-full" => &mut self.full_journal,
            "shortjournal"
            | "journal-iso"
            | "journaliso"
            | "abbrev_source_title"
            | "journal_abbreviation" => &mut self.short_journal,
            "series" | "book-series-title" => &mut self.series,
            "eventtitle" | "conference" | "conference-title" | "eventname" => &mut self.event,
            "date" => &mut self.date,
            "year" => &mut self.year,
            "month" => &mut self.month,
            "day" => &mut self.day,
            "urldate" | "accessed" | "access-date" | "lastchecked" | "lastaccessed" | "last-accessed"
            | "visited" => &mut self.accessed,
            "volume" => &mut self.volume,
            "number" => &mut self.number,
            "issue" => &mut self.issue,
            "pages" | "page" => &mut self.pages,
            "eid" | "article-number" | "art_number" | "articleno" | "article_number" | "articlenumber" => {
                &mut self.article_number
            }
            "edition" => &mut self.edition,
            "publisher" => &mut self.publisher,
            "institution" => &mut self.institution,
            "school" => &mut self.school,
            "organization" => &mut self.organization,
            "address" | "publisher-address" => &mut self.place,
            "location" => &mut self.location,
            "howpublished" => &mut self.howpublished,
            "document_type" | "document-type" => &mut self.document_type,
            "type" => &mut self.genre,
            "eprint" | "arxivid" | "arxiv" => &mut self.eprint,
            "eprinttype" | "archiveprefix" => &mut self.eprint_type,
            "langid" | "language" => &mut self.language,
            "author" => &mut self.author,
            "editor" => &mut self.editor,
            "editortype" => &mut self.editor_type,
            "editora" => &mut self.second_editor,
            "editoratype" => &mut self.second_editor_type,
            "translator" => &mut self.translator,
            "collaboration" | "group-author" | "author_collaboration" => &mut self.group,
            "keywords" | "keyword" | "key words" => &mut self.keywords,
            _ => return self.wos.place_of(name).or_else(|| self.scopus.place_of(name)),
        })
    }

    fn take(&mut self, name: &str, value: &'a str, draft: &mut Draft) {
        if let Some(place) = self.place_of(name) {
            match place {
                None => *place = Some(value),
                // `journal` and `journaltitle` may say the same.
                Some(known) if *known == value => {}
                Some(_) => draft.named_note(name, &decode(value)),
            }
            return;
        }
        match name {
            "doi" => draft.identifier(Scheme::Doi, &verbatim(value)),
            "pmid" | "pubmed" | "pubmed_id" | "pubmedid" => draft.identifier(Scheme::Pmid, &verbatim(value)),
            "pmcid" | "pmc" => draft.identifier(Scheme::Pmcid, &verbatim(value)),
            "isbn" | "eisbn" | "isbn13" | "isbn-13" => draft.isbns(&decode(value)),
            "issn" => draft.issn(&decode(value), Medium::Unsaid),
            "eissn" | "e-issn" | "issn-electronic" => draft.issn(&decode(value), Medium::Electronic),
            "pissn" | "issn-print" => draft.issn(&decode(value), Medium::Print),
            "url" | "link" | "ee" | "adsurl" | "biburl" | "permalink" if name != "biburl" => {
                let address = verbatim(value);
                scopus::identifier_in(&address, draft);
                draft.url(&address);
            }
            _ if name.starts_with("bdsk-url") => draft.url(&verbatim(value)),
            "unique-id" | "ut" => draft.identifier(Scheme::Wos, &verbatim(value)),
            "s2id" => draft.identifier(Scheme::S2, &verbatim(value)),
            "openalex" | "openalexid" => draft.identifier(Scheme::Openalex, &verbatim(value)),
            "lensid" | "lens" => draft.identifier(Scheme::Lens, &verbatim(value)),
            "mag" | "magid" => draft.identifier(Scheme::Mag, &verbatim(value)),
            "mrnumber" => {
                draft.other_identifier(
                    "MR",
                    verbatim(value).split(' ').next().unwrap_or("").trim_start_matches("MR"),
                );
            }
            "zblnumber" | "zbl" | "zblno" => draft.other_identifier("Zbl", &verbatim(value)),
            "bibcode" | "ads-bibcode" => draft.other_identifier("bibcode", &verbatim(value)),
            "hal_id" => draft.other_identifier("hal", &verbatim(value)),
            "oclc" | "lccn" | "inspire" | "accession_number" | "accession-number" => {
                draft.other_identifier(name, &verbatim(value));
            }
            "origtitle" => {
                draft.record.title_original = Some(decode(value).into_owned()).filter(|t| !t.is_empty());
            }
            "abstract" => {
                draft.record.abstract_text = Some(decode(value).into_owned()).filter(|t| !t.is_empty());
            }
            "author_keywords" | "author-keywords" => keywords(KeywordScheme::Author, value, draft),
            "keywords-plus" => keywords(KeywordScheme::KeywordsPlus, value, draft),
            "mesh" | "mesh_terms" => keywords(KeywordScheme::Mesh, value, draft),
            "index_keywords" | "indexed_keywords" | "mendeley-tags" | "tags" => {
                keywords(KeywordScheme::Other, value, draft);
            }
            "chemicals_cas" | "chemicals" => keywords(KeywordScheme::Chemical, value, draft),
            "research-areas" | "web-of-science-categories" | "subject" | "category" | "categories" => {
                keywords(KeywordScheme::Topic, value, draft);
            }
            "note" | "annote" | "annotation" | "addendum" | "comment" | "extra" => note(value, draft),
            "license" | "copyright" if value.contains("://") => {
                draft.record.licenses.push(verbatim(value).into_owned());
            }
            "citations" | "cited-by" | "citation_count" | "citationcount" => {
                match decode(value).trim().parse::<u32>() {
                    Ok(count) => draft.count(Metric::CitedByCount, Provider::Import, f64::from(count)),
                    Err(_) => draft.named_note(name, &decode(value)),
                }
            }
            "bookauthor" | "book-author" | "book-group-author" => {
                draft.named_note("book author", &decode(value));
            }
            "pagetotal" | "numpages" | "page_count" | "num_pages" => {
                draft.named_note("pages in total", &decode(value));
            }
            "shorttitle" | "title-short" => {}
            _ if is_bookkeeping(name) => {}
            _ => draft.named_note(name, &decode(value)),
        }
    }

    fn finish(mut self, draft: &mut Draft) {
        self.people(draft);
        self.titles(draft);
        self.dates(draft);
        self.locator(draft);
        self.publication(draft);
        self.eprint(draft);
        let is_wos = draft.record.work.identifiers.iter().any(|id| id.value.scheme == Scheme::Wos);
        if let Some(list) = self.keywords {
            // Web of Science calls the authors' own so; what the word means elsewhere nobody says.
            keywords(if is_wos { KeywordScheme::Author } else { KeywordScheme::Other }, list, draft);
        }
        if let Some(raw) = self.language {
            match languages::tag(&decode(raw)) {
                Some(tag) => draft.record.work.language = Some(tag),
                None => draft.named_note("language", &decode(raw)),
            }
        }
        self.kind(draft);
        std::mem::take(&mut self.wos).finish(is_wos, draft);
        std::mem::take(&mut self.scopus).finish(draft);
    }

    fn people(&self, draft: &mut Draft) {
        let roles =
            [(Role::Author, self.author), (Role::Editor, self.editor), (Role::Translator, self.translator)];
        for (role, list) in roles {
            let Some(list) = list else { continue };
            let read = names::read(list);
            if role == Role::Author {
                draft.record.work.authors_truncated = read.truncated;
            }
            let called = self.editor_type.filter(|t| role == Role::Editor && *t != "editor");
            for (name, raw) in read.names {
                let called = called.map(|t| decode(t).into_owned());
                draft.person_called(role, called, name, raw, PersonDetails::default());
            }
        }
        for (name, raw) in self.second_editor.map(names::read).unwrap_or_default().names {
            let called = self.second_editor_type.map(|t| decode(t).into_owned());
            let role =
                if called.as_deref() == Some("collaborator") { Role::Collaborator } else { Role::Editor };
            let called = called.filter(|_| role == Role::Editor);
            draft.person_called(role, called, name, raw, PersonDetails::default());
        }
        for group in self.group.into_iter().flat_map(|list| list.split(';')) {
            let name = decode(group).into_owned();
            let known = draft.record.work.contributors.iter().any(|c| c.raw == name);
            if !name.is_empty() && !known {
                draft.person(Role::Author, Name::Group(name.clone()), name, PersonDetails::default());
            }
        }
    }

    fn titles(&self, draft: &mut Draft) {
        let is_holder =
            matches!(self.kind, "proceedings" | "book" | "collection" | "reference" | "periodical")
                || self.kind.starts_with("mv");
        let (title, book) = (self.title.whole(), self.book.whole());
        // A book's `booktitle` is there for the parts that take it over.
        let (title, book) = match (title, book) {
            (None, book) if is_holder => (book, None),
            (title, book) if is_holder && title == book => (title, None),
            parts => parts,
        };
        let decoded = |value: Option<&str>| value.map(|v| decode(v).into_owned()).filter(|t| !t.is_empty());
        let mut journal = self.journal.whole();
        if let Some(name) =
            journal.as_deref().and_then(|j| j.strip_prefix('\\')).and_then(journals::astronomy)
        {
            journal = Some(name.to_owned());
        }
        let full = decoded(self.full_journal);
        let short = decoded(self.short_journal);
        let (container, abbreviation) = match (full, journal, short) {
            (Some(full), journal, short) => (Some(full), short.or(journal)),
            (None, Some(journal), short) => (Some(journal), short),
            (None, None, short) if book.is_none() => (short, None),
            (None, None, short) => (None, short),
        };
        let (container, event_holder) = match (container, book) {
            (None, book) => (book, None),
            (container, book) => (container, book),
        };
        let main = self.main.whole();
        let series = decoded(self.series);
        let work = &mut draft.record.work;
        work.title = title.map(Field::given);
        draft.record.serial.abbreviation = abbreviation.filter(|short| Some(short) != container.as_ref());
        work.container_title = container.map(Field::given);
        work.event_title = decoded(self.event).map(Field::given);
        let (collection, rest) = match (series, main) {
            (Some(series), main) => (Some(series), main),
            (None, main) => (main, None),
        };
        work.collection_title = collection.map(Field::given);
        if let Some(main) = rest {
            draft.named_note("part of", &main);
        }
        if let Some(book) = event_holder {
            draft.named_note("booktitle", &book);
        }
        for addon in
            [self.title.addon, self.book.addon, self.main.addon, self.journal.addon].into_iter().flatten()
        {
            draft.note(decode(addon).into_owned());
        }
    }

    fn dates(&self, draft: &mut Draft) {
        let year = self.year.map(decode);
        let whole = self.date.map(decode);
        let month = self.month.map(decode);
        let day = self.day.map(decode);
        let from_date = whole.as_deref().and_then(dates::read);
        let from_year = year.as_deref().and_then(|y| dates::from_fields(y, month.as_deref(), day.as_deref()));
        let issued: Option<PartialDate> = match (from_date, from_year) {
            (Some(a), Some(b)) if a.year == b.year && a.month.is_none() => Some(b),
            (a, b) => a.or(b),
        };
        draft.record.work.issued = issued.map(Field::given);
        if let Some(date) = issued {
            draft.date(DateKind::Issued, date);
        }
        if let Some(suffix) = year.as_deref().and_then(dates::year_suffix) {
            draft.record.work.year_suffix = Some(suffix.to_owned());
        }
        // `in press`, `forthcoming`
        for text in [whole, year].into_iter().flatten().filter(|t| issued.is_none() && !t.is_empty()) {
            draft.named_note("year", &text);
        }
        if let Some(raw) = self.accessed {
            let text = decode(raw);
            match dates::read(&text) {
                Some(date) => draft.record.work.accessed = Some(Field::given(date)),
                None => draft.named_note("accessed", &text),
            }
        }
    }

    fn locator(&self, draft: &mut Draft) {
        if let Some(volume) = self.volume {
            draft.volume(&decode(volume));
        }
        let serial = self.journal.main.is_some()
            || matches!(
                self.kind,
                "article" | "periodical" | "inproceedings" | "conference" | "suppperiodical"
            );
        match (self.issue, self.number) {
            // In biblatex `issue` names an issue, such as `Spring`, that may have a number besides.
            (issue, Some(number)) if serial => {
                draft.issue(&decode(number));
                if let Some(issue) = issue.map(decode).filter(|i| *i != decode(number)) {
                    draft.named_note("issue", &issue);
                }
            }
            (issue, number) => {
                if let Some(issue) = issue {
                    draft.issue(&decode(issue));
                }
                // Of a report, a patent, a series.
                if let Some(number) = number {
                    draft.named_note("number", &decode(number));
                }
            }
        }
        if let Some(number) = self.article_number {
            draft.record.work.article_number = Some(Field::given(decode(number).into_owned()));
        }
        if let Some(pages) = self.pages {
            draft.pages(&decode(pages));
        }
        draft.record.work.edition = self.edition.map(|e| Field::given(decode(e).into_owned()));
    }

    fn publication(&self, draft: &mut Draft) {
        let decoded = |value: Option<&str>| value.map(|v| decode(v).into_owned()).filter(|t| !t.is_empty());
        let mut publishers = [self.publisher, self.institution, self.school, self.organization]
            .into_iter()
            .filter_map(decoded);
        draft.record.work.publisher = publishers.next().map(Field::given);
        for other in publishers.collect::<Vec<_>>() {
            draft.named_note("organization", &other);
        }
        // biblatex's `location` is BibTeX's `address`; who gives both means the meeting's by the first.
        let (place, location) = (decoded(self.place), decoded(self.location));
        let (place, location) = if place.is_some() { (place, location) } else { (location, None) };
        draft.named_note("location", &location.filter(|l| Some(l) != place.as_ref()).unwrap_or_default());
        draft.record.work.publisher_place = place.map(Field::given);
        if let Some(how) = self.howpublished {
            let text = verbatim(how);
            if text.contains("://") && !text.contains(' ') {
                draft.url(&text);
            } else {
                draft.note(decode(how).into_owned());
            }
        }
    }

    fn eprint(&self, draft: &mut Draft) {
        let Some(eprint) = self.eprint.map(verbatim) else { return };
        let archive = self.eprint_type.map(|t| decode(t).to_lowercase()).unwrap_or_default();
        match archive.as_str() {
            "arxiv" => draft.identifier(Scheme::Arxiv, &eprint),
            "pubmed" | "pmid" => draft.identifier(Scheme::Pmid, &eprint),
            "pmc" | "pmcid" => draft.identifier(Scheme::Pmcid, &eprint),
            "doi" => draft.identifier(Scheme::Doi, &eprint),
            "" if eprint.contains("://") => draft.url(&eprint),
            "" if identifiers::arxiv(&eprint).is_some() => draft.identifier(Scheme::Arxiv, &eprint),
            "" => draft.other_identifier("eprint", &eprint),
            other => draft.other_identifier(other, &eprint),
        }
    }

    fn kind(&self, draft: &mut Draft) {
        let said = self.document_type.or(self.genre).map(decode);
        let mut kind = kinds::of_entry(self.kind);
        let told = said.as_deref().and_then(kinds::of_words);
        match (kind, told) {
            (_, Some(told)) if self.document_type.is_some() && told != WorkKind::Article => kind = told,
            (WorkKind::Article | WorkKind::Unknown, Some(told)) => kind = told,
            _ => {}
        }
        draft.record.work.genre = if self.document_type.is_some() || told.is_some() {
            None
        } else {
            kinds::genre(self.kind, self.genre.map(decode).as_deref()).map(Field::given)
        };
        if let Some(words) = said.filter(|_| self.document_type.is_some() || told.is_some()) {
            for word in words.split(';') {
                draft.keyword(KeywordScheme::PublicationType, word, None);
            }
        }
        let work = &mut draft.record.work;
        if kind == WorkKind::Unknown {
            kind = types::guess(work);
            // An entry of no type is what it looks like; where it looks like nothing it is none of the others.
            if kind == WorkKind::Unknown && self.kind == "misc" {
                kind = WorkKind::Other;
            }
        }
        work.kind = kind;
    }
}

/// Splits a list of keywords: at semicolons where there are any, at commas otherwise.
fn keywords(scheme: KeywordScheme, list: &str, draft: &mut Draft) {
    let text = decode(list);
    let separator = if text.contains(';') { ';' } else { ',' };
    for term in text.split(separator) {
        draft.keyword(scheme, term, None);
    }
}

/// A note, and what programs hide in it: identifiers, counts. They stand in lines of their own, or between semicolons.
fn note(value: &str, draft: &mut Draft) {
    let mut lines = Vec::new();
    for line in value.split(['\n', '\r']) {
        let text = decode(line);
        if text.is_empty() || scopus::counts_in(&text, draft) {
            continue;
        }
        if text.starts_with("10.") && !text.contains(' ') && identifiers::doi(&text).is_some() {
            draft.identifier(Scheme::Doi, &text);
            continue;
        }
        let mut parts: Vec<&str> = text.split("; ").collect();
        parts.retain(|part| !draft.hidden_identifier(part));
        lines.extend((!parts.is_empty()).then(|| parts.join("; ")));
    }
    draft.note(lines.join(" "));
}

/// What is about the file, its program or its owner, and not about the work.
fn is_bookkeeping(name: &str) -> bool {
    const NAMES: [&str; 62] = [
        "__markedentry",
        "added-at",
        "bibsource",
        "biburl",
        "bookpagination",
        "creationdate",
        "crossref",
        "da",
        "date-added",
        "date-modified",
        "dateadded",
        "datemodified",
        "doc-delivery-number",
        "execute",
        "file",
        "files",
        "gender",
        "group",
        "groups",
        "hyphenation",
        "ids",
        "indexsorttitle",
        "indextitle",
        "interhash",
        "intrahash",
        "iskeptby",
        "key",
        "keywordsjabref",
        "label",
        "langidopts",
        "lastmodified",
        "local-url",
        "localfile",
        "mendeley-groups",
        "modificationdate",
        "nameaddon",
        "options",
        "owner",
        "pagination",
        "pdf",
        "posted-at",
        "presort",
        "printed",
        "priority",
        "qualityassured",
        "ranking",
        "rating",
        "read",
        "readstatus",
        "refid",
        "shorthand",
        "sortkey",
        "sortname",
        "sorttitle",
        "sortyear",
        "source",
        "timestamp",
        "username",
        "web-of-science-index",
        "xdata",
        "xref",
        "zotero-key",
    ];
    NAMES.binary_search(&name).is_ok()
        || ["bdsk-", "file-", "citeulike-", "jabref-", "skip", "optfile"]
            .iter()
            .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_bookkeeping;

    #[test]
    fn bookkeeping_is_found() {
        for name in ["__markedentry", "added-at", "file", "zotero-key", "bdsk-file-1", "timestamp", "owner"] {
            assert!(is_bookkeeping(name), "{name}");
        }
        assert!(!is_bookkeeping("note"));
    }
}
