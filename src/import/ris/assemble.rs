//! A record from the fields of RIS.

use super::{Ris, notes, types};
use crate::import::Imported;
use crate::import::tagged::finish::{
    self, cited_by, finish, given, keyword, named_note, note, volume_and_issue,
};
use crate::import::tagged::names::Index;
use crate::import::tagged::types::refine;
use crate::import::tagged::words::{contains, is_short, one_line, starts_with, stopped};
use crate::import::tagged::{Fields, Tag, dates, language, links, names, serials};
use crate::model::{
    Contributor, DateKind, Field, KeywordScheme, Pages, PartialDate, Provider, Record, Role, Scheme, WorkKind,
};
use crate::normalize::identifiers;

/// Fields that can only be understood once all of them are known.
#[derive(Default)]
struct Draft<'a> {
    titles: Vec<&'a str>,
    more_titles: Vec<&'a str>,
    book_title: Option<&'a str>,
    second_title: Option<&'a str>,
    third_title: Option<&'a str>,
    conference: Option<&'a str>,
    journal: Option<&'a str>,
    journal_or_abbreviation: Option<&'a str>,
    abbreviation: Option<&'a str>,
    volume: Option<&'a str>,
    issue: Option<&'a str>,
    first_page: Option<&'a str>,
    last_page: Option<&'a str>,
    number: Option<&'a str>,
    article_number: Option<&'a str>,
    published: [Option<&'a str>; 3],
    more_dates: Vec<&'a str>,
    abstracts: Vec<&'a str>,
    more_abstracts: Vec<&'a str>,
    database: Option<&'a str>,
    accession: Option<&'a str>,
    label: Option<&'a str>,
    places: Vec<&'a str>,
    affiliations: Vec<(usize, &'a str)>,
    notes: Vec<&'a str>,
    numbers: Vec<&'a str>,
    genres: Vec<&'a str>,
    medline_number: Option<&'a str>,
    has_subject_headings: bool,
}

/// Makes a record of fields.
pub(in crate::import) fn assemble(fields: Fields<'_>, file: &mut Ris) -> Imported {
    let mut record = Record::default();
    let mut draft = Draft::default();
    let ty = fields.first(*b"TY  ").unwrap_or_default();
    let is_edited = ty.eq_ignore_ascii_case("EDBOOK");
    let kind = types::kind(ty, &mut file.kinds);
    for (tag, value) in fields.iter() {
        read_field(tag, value, &mut record, &mut draft, kind, is_edited);
    }
    let label = draft.label.or(draft.accession).map(|label| one_line(label).into_owned());
    complete(&mut record, &draft, kind, ty, file);
    let findings = finish(&mut record);
    Imported { record, label, findings, ..Imported::default() }
}

fn first<'a>(slot: &mut Option<&'a str>, value: &'a str) {
    if slot.is_none() {
        *slot = Some(value);
    }
}

/// Takes in one field: what can be told at once goes to the record, the rest is put by.
fn read_field<'a>(
    tag: Tag,
    value: &'a str,
    record: &mut Record,
    draft: &mut Draft<'a>,
    kind: Option<WorkKind>,
    is_edited: bool,
) {
    match &tag {
        b"TY  " => {}
        b"TI  " => draft.titles.push(value),
        b"T1  " | b"CT  " => draft.more_titles.push(value),
        b"BT  " => first(&mut draft.book_title, value),
        b"T2  " => first(&mut draft.second_title, value),
        b"T3  " => first(&mut draft.third_title, value),
        b"C3  " => first(&mut draft.conference, value),
        b"JF  " => first(&mut draft.journal, value),
        b"JO  " => first(&mut draft.journal_or_abbreviation, value),
        b"JA  " | b"J2  " | b"J1  " => first(&mut draft.abbreviation, value),
        b"AU  " | b"A1  " => people(record, if is_edited { Role::Editor } else { Role::Author }, None, value),
        b"ED  " => people(record, Role::Editor, None, value),
        b"A2  " => match kind {
            Some(WorkKind::Book) if !is_edited => people(record, Role::Editor, Some("series editor"), value),
            Some(WorkKind::Thesis) => people(record, Role::Collaborator, Some("advisor"), value),
            _ => people(record, Role::Editor, None, value),
        },
        b"A3  " => match kind {
            Some(WorkKind::Thesis) => people(record, Role::Collaborator, Some("advisor"), value),
            _ => people(record, Role::Editor, Some("series editor"), value),
        },
        b"A4  " | b"TA  " => people(record, Role::Translator, None, value),
        b"A5  " | b"A6  " => people(record, Role::Collaborator, None, value),
        b"PY  " => dated(&mut draft.published[0], &mut draft.more_dates, value),
        b"DA  " => dated(&mut draft.published[1], &mut draft.more_dates, value),
        b"Y1  " => dated(&mut draft.published[2], &mut draft.more_dates, value),
        b"Y2  " | b"RD  " => match dates::date(value) {
            Some(date) if record.work.accessed.is_none() => record.work.accessed = Some(Field::given(date)),
            Some(_) => {}
            None => named_note(record, "date", value),
        },
        b"VL  " => first(&mut draft.volume, value),
        b"VO  " => {
            if draft.volume.is_none() {
                draft.volume = Some(value);
            }
        }
        b"IS  " | b"CP  " => first(&mut draft.issue, value),
        b"SP  " => first(&mut draft.first_page, value),
        b"EP  " => first(&mut draft.last_page, value),
        b"M1  " => first(&mut draft.number, value),
        b"C7  " => first(&mut draft.article_number, value),
        b"PB  " => {
            if record.work.publisher.is_none() {
                record.work.publisher = given(value);
            } else {
                named_note(record, "publisher", value);
            }
        }
        b"CY  " | b"PP  " => draft.places.push(value),
        b"ET  " => edition(record, value),
        b"DO  " | b"DI  " | b"DOI " => doi(record, value),
        b"UR  " | b"LK  " => value.lines().for_each(|line| links::url(record, line)),
        b"L1  " | b"L2  " | b"L3  " | b"L4  " => value.lines().for_each(|line| links::file(record, line)),
        b"SN  " => draft.numbers.push(value),
        b"ISSN" | b"EISS" | b"ISBN" => serials::add(record, value),
        b"PMID" => links::identifier(record, Scheme::Pmid, value),
        b"PMCI" | b"PMC " => links::identifier(record, Scheme::Pmcid, value),
        b"KW  " => keywords(record, draft, value),
        b"AB  " => draft.abstracts.push(value),
        b"N2  " => draft.more_abstracts.push(value),
        b"AD  " => draft.affiliations.push((record.work.contributors.len(), value)),
        b"LA  " => {
            let language = &mut record.work.language;
            *language = language.take().or_else(|| language::read(value));
        }
        b"N1  " | b"NO  " | b"RN  " | b"TC  " => draft.notes.push(value),
        b"M3  " => draft.genres.push(value),
        b"DB  " => match draft.database {
            // Embase says that a record is Medline's too.
            Some(_) if contains(value, "medline") => {}
            _ => draft.database = Some(value),
        },
        b"DP  " => first(&mut draft.database, value),
        b"AN  " => first(&mut draft.accession, value),
        b"ID  " => first(&mut draft.label, value),
        b"C5  " if value.bytes().all(|b| b.is_ascii_digit()) => first(&mut draft.medline_number, value),
        b"U1  " | b"U2  " | b"U3  " | b"U4  " | b"U5  " => user_field(record, value),
        b"C1  " | b"C2  " | b"C4  " | b"C5  " | b"C6  " | b"C8  " => custom_field(record, draft, value),
        _ => other_field(record, tag, value),
    }
}

/// Fields of which little is to be said.
fn other_field(record: &mut Record, tag: Tag, value: &str) {
    let name = match &tag {
        // Where a copy lies and what its owner did with it.
        b"AV  " | b"CN  " | b"RP  " | b"LB  " | b"H1  " | b"H2  " | b"DS  " | b"IP  " | b"LA2 " => return,
        b"M2  " => "M2",
        b"ST  " => "short title",
        b"TT  " => "translated title",
        b"OP  " => "original publication",
        b"NV  " => "number of volumes",
        b"RI  " => "reviewed item",
        b"SE  " => "section",
        b"CA  " => "caption",
        _ => {
            let name = String::from_utf8_lossy(&tag);
            named_note(record, name.trim(), value);
            return;
        }
    };
    named_note(record, name, value);
}

/// One name a line; a line without a comma goes on with the name before it.
fn people(record: &mut Record, role: Role, printed: Option<&str>, value: &str) {
    if !value.contains(['\n', ';']) {
        names::add(record, role, printed, value);
        return;
    }
    let lines: Vec<&str> = value.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()).collect();
    if value.contains(';') || lines.iter().all(|line| line.contains(',')) {
        for line in lines {
            names::add(record, role, printed, line);
        }
    } else {
        names::add(record, role, printed, &lines.join(" "));
    }
}

fn dated<'a>(slot: &mut Option<&'a str>, more: &mut Vec<&'a str>, value: &'a str) {
    match slot {
        None => *slot = Some(value),
        Some(known) if *known == value => {}
        Some(_) => more.push(value),
    }
}

/// PubMed's own RIS has the day of electronic publication in the field for editions.
fn edition(record: &mut Record, value: &str) {
    let is_date = value.len() >= 7 && value.contains('/') && value.starts_with(|c: char| c.is_ascii_digit());
    match dates::date(value).filter(|_| is_date) {
        Some(date) => record.dates.push((DateKind::Electronic, date)),
        None if record.work.edition.is_none() => record.work.edition = given(value),
        None => named_note(record, "edition", value),
    }
}

fn doi(record: &mut Record, value: &str) {
    for line in value.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if is_short(line) && identifiers::doi(line).is_some() {
            links::identifier(record, Scheme::Doi, line);
        } else if starts_with(line, "http") {
            links::url(record, line);
        } else {
            links::identifier(record, Scheme::Doi, line);
        }
    }
}

/// One a line, or several between semicolons; a star marks what the work is about.
fn keywords(record: &mut Record, draft: &mut Draft<'_>, value: &str) {
    for word in value.split(['\n', ';']) {
        let word = word.trim();
        match word.strip_prefix('*') {
            Some(starred) => {
                draft.has_subject_headings = true;
                keyword(record, KeywordScheme::Author, starred, Some(true));
            }
            None => keyword(record, KeywordScheme::Author, word, None),
        }
    }
}

/// `23690738[pmid]`, `PMC4756000[pmcid]`; anything else is a remark, unless it is a day of somebody's bookkeeping.
fn user_field(record: &mut Record, value: &str) {
    if let Some((id, rest)) = value.split_once('[')
        && let Some(name) = rest.strip_suffix(']')
    {
        match name.to_ascii_lowercase().as_str() {
            "pmid" => return links::identifier(record, Scheme::Pmid, id),
            "pmcid" | "pmc" => return links::identifier(record, Scheme::Pmcid, id),
            "doi" => return links::identifier(record, Scheme::Doi, id),
            "pii" => return links::named(record, "pii", id),
            _ => {}
        }
    }
    let is_day = value.len() == 10 && dates::date(value).is_some_and(|date| date.day.is_some());
    if !is_day {
        note(record, value);
    }
}

fn custom_field<'a>(record: &mut Record, draft: &mut Draft<'a>, value: &'a str) {
    if is_short(value) && starts_with(value, "PMC") && identifiers::pmcid(value).is_some() {
        links::identifier(record, Scheme::Pmcid, value);
    } else if starts_with(value, "NIHMS") {
        links::named(record, "mid", value);
    } else if starts_with(value, "Full publication date:") {
        draft.more_dates.push(value);
    } else {
        note(record, value);
    }
}

/// All that needs more than one field.
fn complete(record: &mut Record, draft: &Draft<'_>, told: Option<WorkKind>, ty: &str, file: &mut Ris) {
    let database = draft.database.unwrap_or_default();
    let provider = if database.is_empty() { Provider::Import } else { finish::provider(database) };
    titles(record, draft, told, ty);
    publication(record, draft);
    volume_and_issue(record, draft.volume.unwrap_or_default(), draft.issue.unwrap_or_default());
    pages(record, draft, provider);
    for value in &draft.genres {
        genre(record, value);
    }
    numbers(record, draft);
    abstracts(record, draft);
    if let Some(accession) = draft.accession {
        links::accession(record, draft.database, accession);
    }
    if let Some(number) = draft.medline_number {
        links::identifier(record, Scheme::Pmid, number);
    }
    if let Some(label) = draft.label
        && label.bytes().all(|b| b.is_ascii_digit())
        && label.len() <= 8
        && (contains(database, "medline") || contains(database, "pubmed"))
    {
        links::identifier(record, Scheme::Pmid, label);
    }
    let mut places = draft.places.clone();
    places.dedup();
    for place in places {
        if record.work.publisher_place.is_none() {
            record.work.publisher_place = given(place);
        } else {
            named_note(record, "place", place);
        }
    }
    if draft.has_subject_headings {
        // With stars they are a thesaurus' terms, not the authors'.
        for keyword in record.keywords.iter_mut().filter(|k| k.scheme == KeywordScheme::Author) {
            keyword.scheme = KeywordScheme::Other;
        }
    }
    affiliations(record, draft);
    for value in &draft.notes {
        if value.bytes().all(|b| b.is_ascii_digit()) && value.len() < 7 && provider != Provider::Import {
            cited_by(record, provider, value);
        } else {
            notes::read(record, value, provider, file);
        }
    }
}

/// Titles, and the kind where they tell it.
fn titles(record: &mut Record, draft: &Draft<'_>, told: Option<WorkKind>, ty: &str) {
    let mut titles = draft.titles.iter().chain(&draft.more_titles).copied();
    let mut title = titles.next();
    let mut kind = told.unwrap_or_default();
    let container = draft.journal.or(draft.second_title);
    let whole = matches!(
        kind,
        WorkKind::Book | WorkKind::Thesis | WorkKind::Report | WorkKind::Standard | WorkKind::Software
    );
    if ["CONF", "Conference Proceedings"].iter().any(|word| ty.eq_ignore_ascii_case(word)) {
        let inside = container.is_some() || draft.conference.is_some() || draft.book_title.is_some();
        if title.is_none() || !(inside || draft.first_page.is_some()) {
            kind = WorkKind::Book;
        }
    }
    let mut book_title = draft.book_title;
    if title.is_none() && (whole || kind == WorkKind::Book) {
        title = book_title.take();
    }
    for other in titles {
        if title.is_some_and(|title| one_line(title) != one_line(other)) {
            named_note(record, "title", other);
        }
    }
    let mut rest: Vec<&str> = Vec::new();
    let (full, series) = if whole {
        rest.extend(book_title.filter(|book| Some(*book) != title));
        // A thesis stands in no journal, whatever the database says.
        let journal = draft.journal.filter(|name| {
            let database = kind == WorkKind::Thesis && contains(name, "dissertation");
            !database && Some(*name) != title
        });
        (journal, draft.second_title.or(draft.third_title))
    } else {
        let full = draft.journal.or(book_title).or(draft.second_title).or(draft.conference);
        (full, draft.third_title)
    };
    let mut abbreviation = draft.abbreviation;
    let mut full = full;
    if let Some(name) = draft.journal_or_abbreviation {
        match full {
            None => full = Some(name),
            Some(known) if one_line(known) != one_line(name) => {
                if abbreviation.is_none() && name.len() < known.len() {
                    abbreviation = Some(name);
                } else if abbreviation != Some(name) {
                    rest.push(name);
                }
            }
            Some(_) => {}
        }
    }
    if full.is_none() && !whole {
        full = abbreviation;
    }
    for other in [draft.second_title, draft.third_title, draft.conference, draft.book_title] {
        let Some(other) = other else { continue };
        let used = [full, series, title, abbreviation].into_iter().flatten().any(|known| known == other);
        if !used && !rest.contains(&other) {
            rest.push(other);
        }
    }
    let work = &mut record.work;
    work.kind = kind;
    work.title = title.map(|title| Field::given(stopped(title).into_owned()));
    work.container_title = full.and_then(given);
    work.collection_title = series.filter(|series| Some(*series) != full).and_then(given);
    if kind == WorkKind::ConferencePaper
        && let (Some(conference), Some(second)) = (draft.conference, draft.second_title)
        && conference != second
    {
        // The proceedings and the meeting have names of their own.
        work.event_title = given(if full == Some(conference) { second } else { conference });
        rest.retain(|text| *text != conference && *text != second);
    }
    record.serial.abbreviation = abbreviation.map(|name| one_line(name).into_owned());
    for text in rest {
        named_note(record, "title", text);
    }
}

/// Dates: of all that say when it was published, the one that says most.
fn publication(record: &mut Record, draft: &Draft<'_>) {
    let mut candidates: Vec<PartialDate> = Vec::new();
    let values = draft.published.iter().flatten().chain(&draft.more_dates);
    for value in values {
        match dates::read(value) {
            Some((date, Some(kind))) => record.dates.push((kind, date)),
            Some((date, None)) if candidates.len() < 64 && !candidates.contains(&date) => {
                candidates.push(date);
            }
            None if value.bytes().any(|b| b.is_ascii_alphanumeric()) => named_note(record, "date", value),
            Some((_, None)) | None => {}
        }
    }
    let issued = dates::best(&candidates).or_else(|| {
        record.dates.iter().find(|(kind, _)| *kind == DateKind::Electronic).map(|(_, date)| *date)
    });
    record.work.issued = issued.map(Field::given);
    record.dates.extend(issued.map(|date| (DateKind::Issued, date)));
}

fn pages(record: &mut Record, draft: &Draft<'_>, provider: Provider) {
    let kind = record.work.kind;
    let first = draft.first_page.map(one_line);
    let last = draft.last_page.map(one_line);
    match (first.as_deref(), last.as_deref()) {
        (Some(first), Some(last)) if first.contains('-') || last.contains('-') => {
            // One of them holds the range.
            finish::pages(record, if last.contains('-') && !first.contains('-') { last } else { first });
        }
        (Some(first), Some(last)) => {
            let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '.');
            if plain(first) && plain(last) {
                let last = Some(last.to_owned());
                record.work.pages = Some(Field::given(Pages { first: first.to_owned(), last }));
            } else {
                finish::pages(record, &format!("{first}-{last}"));
            }
        }
        (Some(first), None) => {
            let count = first.trim_end_matches(['.', ' ']).trim_end_matches(['p', 'P']).trim_end();
            let is_count = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
            let whole = matches!(kind, WorkKind::Book | WorkKind::Thesis | WorkKind::Report);
            // `146p`, and what stands alone in a thesis, is how long it is.
            if is_count && (whole || count.len() < first.len()) {
                named_note(record, "number of pages", count);
            } else if whole {
                named_note(record, "number of pages", first);
            } else {
                finish::pages(record, first);
            }
        }
        (None, Some(last)) if last.contains('-') => finish::pages(record, last),
        (None, Some(last)) => named_note(record, "last page", last),
        (None, None) => {}
    }
    let work = &mut record.work;
    if let Some(number) = draft.article_number {
        if work.article_number.is_none() && kind == WorkKind::Article {
            work.article_number = given(number);
        } else if work.article_number.as_ref().is_none_or(|known| known.value != number) {
            note(record, number);
        }
    }
    if let Some(number) = draft.number {
        let work = &mut record.work;
        if provider == Provider::Scopus && work.pages.is_none() && work.article_number.is_none() {
            work.article_number = given(number);
        } else if work.issue.is_none()
            && number.len() < 5
            && number != "0"
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            work.issue = given(number);
        } else if number != "0" && work.article_number.as_ref().is_none_or(|known| known.value != number) {
            named_note(record, "number", number);
        }
    }
}

/// What the work is called, or its DOI, which some publishers write here.
fn genre(record: &mut Record, value: &str) {
    if is_short(value) && value.contains("10.") && identifiers::doi(value).is_some() {
        links::identifier(record, Scheme::Doi, value);
        return;
    }
    let value = one_line(value);
    if starts_with(&value, "doi:") {
        note(record, &value);
        return;
    }
    record.work.kind = refine(record.work.kind, &value);
    if record.work.kind == WorkKind::Thesis && record.work.genre.is_none() {
        record.work.genre = given(&value);
    } else {
        keyword(record, KeywordScheme::PublicationType, &value, None);
    }
}

/// ISSNs and ISBNs; of a report or patent it is its own number.
fn numbers(record: &mut Record, draft: &Draft<'_>) {
    for value in &draft.numbers {
        match record.work.kind {
            WorkKind::Patent => named_note(record, "patent number", value),
            WorkKind::Report if !value.bytes().any(|b| b.is_ascii_digit()) => {
                named_note(record, "report number", value);
            }
            _ => serials::add(record, value),
        }
    }
}

fn abstracts(record: &mut Record, draft: &Draft<'_>) {
    let join = |texts: &[&str]| -> Option<String> {
        let mut out = String::new();
        for text in texts {
            let text = one_line(text);
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&text);
        }
        (!out.is_empty()).then_some(out)
    };
    let first = join(&draft.abstracts);
    let second = join(&draft.more_abstracts);
    record.abstract_text = match (first, second) {
        (Some(first), Some(second)) if first != second => {
            // One is the other cut short, or a note.
            let (longer, shorter) =
                if second.len() > first.len() { (second, first) } else { (first, second) };
            if !longer.starts_with(shorter.trim_end_matches(['.', '…'])) {
                note(record, &shorter);
            }
            Some(longer)
        }
        (first, second) => first.or(second),
    };
}

/// Whose an address is: of the author named in it, of the author before it where addresses stand between authors, of
/// the only author. Otherwise nobody says, and it is kept as a note.
fn affiliations(record: &mut Record, draft: &Draft<'_>) {
    if draft.affiliations.is_empty() {
        return;
    }
    let n = record.work.contributors.len();
    let index = Index::new(record);
    let between = draft.affiliations.iter().any(|(before, _)| (1..n).contains(before));
    for (before, value) in &draft.affiliations {
        let named = if n > 0 { named_first(record, &index, value) } else { None };
        let (at, place) = match (named, n) {
            (Some((at, place)), _) => (Some(at), place),
            (None, 1) => (Some(0), *value),
            (None, _) => (between.then(|| before.checked_sub(1)).flatten(), *value),
        };
        match at {
            Some(at) => names::affiliate(record, at, place),
            None => named_note(record, "affiliation", value),
        }
    }
}

/// `Doe, Jane: Department of Tests`, `Doe, J., Department of Tests`: whose it is, and the address.
fn named_first<'a>(record: &Record, index: &Index, value: &'a str) -> Option<(usize, &'a str)> {
    if let Some((name, place)) = value.split_once(':')
        && name.len() < 80
        && let Some(at) = index.find(name)
    {
        return Some((at, place));
    }
    let mut commas = value.match_indices(',').map(|(at, _)| at);
    let (_, second) = (commas.next()?, commas.next()?);
    let (name, place) = (value.get(..second)?, value.get(second + 1..)?);
    let is_person = |c: &Contributor| matches!(c.name.value, crate::model::Name::Person(_));
    let at = index.find(name)?;
    record.work.contributors.get(at).is_some_and(is_person).then_some((at, place))
}
