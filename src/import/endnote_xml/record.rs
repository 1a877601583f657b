//! One `<record>`.

use super::kinds;
use crate::import::draft::{Draft, Medium, Slot, items, kind, names, read_date};
use crate::import::xml::Element;
use crate::model::{
    DateKind, Field, KeywordScheme, Name, PartialDate, PersonDetails, Role, Scheme, WorkKind,
};
use crate::normalize::dates;

/// Reads a record.
pub(super) fn read(tree: &Element) -> Draft {
    let mut draft = Draft::new();
    let number = tree.text_of("rec-number");
    draft.label = (!number.is_empty()).then_some(number);
    read_kind(tree, &mut draft);
    for child in tree.children() {
        match child.name.as_str() {
            "contributors" => read_people(child, &mut draft),
            "titles" => read_titles(child, &mut draft),
            "periodical" | "alt-periodical" => {}
            "dates" => read_dates(child, &mut draft),
            "urls" => read_urls(child, &mut draft),
            "keywords" => read_keywords(child, &mut draft),
            _ => read_value(child, &mut draft),
        }
    }
    read_periodicals(tree, &mut draft);
    read_address(tree, &mut draft);
    settle(&mut draft);
    draft
}

fn read_kind(tree: &Element, draft: &mut Draft) {
    let Some(element) = tree.child("ref-type") else { return };
    let (name, number) = (element.attribute("name"), element.text());
    let found = kind(name).or_else(|| kinds::by_number(&number)).or_else(|| kind(&number));
    draft.record.work.kind = found.unwrap_or(WorkKind::Unknown);
    if found.is_none() && !name.is_empty() {
        draft.set(Slot::Genre, name);
    }
}

fn read_people(people: &Element, draft: &mut Draft) {
    let kind = draft.record.work.kind;
    for list in people.children() {
        let role = match list.name.as_str() {
            "authors" => Role::Author,
            // Of a thesis and of a patent they are other people.
            "secondary-authors" if kind == WorkKind::Thesis => Role::Collaborator,
            "secondary-authors" | "tertiary-authors" => Role::Editor,
            "subsidiary-authors"
                if matches!(
                    kind,
                    WorkKind::Book | WorkKind::Chapter | WorkKind::ReferenceEntry | WorkKind::ConferencePaper
                ) =>
            {
                Role::Translator
            }
            "subsidiary-authors" => Role::Collaborator,
            "translated-authors" => Role::Translator,
            _ => continue,
        };
        let several = list.children().count() > 1;
        for author in list.children() {
            for line in author.lines() {
                // One element for each, but some programs put all of them into one. A single comma then stands within
                // a name.
                let one = several || (!line.contains(';') && line.matches(',').count() < 2);
                for name in if one { vec![line.trim().to_owned()] } else { names(&line) } {
                    // `et al.,` says that the list is cut. Behind anything else EndNote marks a body by a comma.
                    if name.to_lowercase().starts_with("et al") {
                        draft.named(role, name.trim_end_matches(','));
                        continue;
                    }
                    match name.strip_suffix(',') {
                        Some(group) if !group.contains(',') => {
                            draft.person(
                                role,
                                Name::Group(group.trim().to_owned()),
                                group,
                                PersonDetails::default(),
                            );
                        }
                        _ => draft.named(role, &name),
                    }
                }
            }
        }
    }
}

fn read_titles(titles: &Element, draft: &mut Draft) {
    let kind = draft.record.work.kind;
    for title in titles.children() {
        let text = title.text();
        match title.name.as_str() {
            "title" => draft.set(Slot::Title, &text),
            // What the second title is depends on the type.
            "secondary-title" => match kind {
                WorkKind::Book | WorkKind::Report => draft.set(Slot::Collection, &text),
                WorkKind::Thesis => draft.note(&text),
                _ => draft.set(Slot::Container, &text),
            },
            "tertiary-title" => draft.set(Slot::Collection, &text),
            "alt-title" | "abbr-title" => {
                let abbreviation = &mut draft.record.serial.abbreviation;
                if abbreviation.is_none() && !text.is_empty() && text != titles.text_of("secondary-title") {
                    *abbreviation = Some(text);
                }
            }
            "short-title" => {}
            "translated-title" => {
                draft.record.title_original = (!text.is_empty()).then_some(text);
            }
            other => draft.named_note(other, &text),
        }
    }
    // `<translated-title>` is the translation: the title itself is the one in the language of publication.
    if let (Some(title), Some(translated)) = (&mut draft.record.work.title, &mut draft.record.title_original)
    {
        std::mem::swap(&mut title.value, translated);
    }
}

fn read_periodicals(tree: &Element, draft: &mut Draft) {
    for name in ["periodical", "alt-periodical"] {
        let Some(periodical) = tree.child(name) else { continue };
        let full = periodical.text_of("full-title");
        if name == "periodical" && draft.record.work.container_title.is_none() {
            match draft.record.work.kind {
                WorkKind::Book | WorkKind::Thesis | WorkKind::Report => {}
                _ => draft.set(Slot::Container, &full),
            }
        }
        let container = draft.record.work.container_title.as_ref().map(|c| c.value.clone());
        for short in ["abbr-1", "abbr-2", "abbr-3"] {
            let text = periodical.text_of(short);
            let abbreviation = &mut draft.record.serial.abbreviation;
            if abbreviation.is_none() && !text.is_empty() && container.as_ref() != Some(&text) {
                *abbreviation = Some(text);
            }
        }
    }
}

fn read_dates(element: &Element, draft: &mut Draft) {
    let year = element.text_of("year");
    let issued = dates::read(&year).or_else(|| {
        if !year.is_empty() {
            // `in press`, `n.d.`
            draft.named_note("year", &year);
        }
        None
    });
    let mut published = issued;
    for text in element.child("pub-dates").into_iter().flat_map(Element::children).flat_map(Element::lines) {
        match with_year(&text, issued) {
            Some(date) => {
                if published.is_none_or(|known| known.month.is_none()) {
                    published = Some(date);
                }
            }
            None => draft.named_note("date", &text),
        }
    }
    if let Some(date) = published {
        draft.record.dates.push((DateKind::Issued, date));
    }
}

/// A date that may lack its year, which is the year of the record.
fn with_year(text: &str, year: Option<PartialDate>) -> Option<PartialDate> {
    let whole = read_date(text);
    match (whole, year) {
        (Some(date), Some(year)) if date.year == year.year => Some(date),
        (Some(date), None) => Some(date),
        (_, Some(year)) => {
            let date = dates::read(&format!("{text} {:04}", year.year)).filter(|d| d.month.is_some())?;
            (date.year == year.year).then_some(date)
        }
        (None, None) => None,
    }
}

fn read_urls(element: &Element, draft: &mut Draft) {
    // `pdf-urls` and the like are files on somebody's disk.
    for list in ["web-urls", "related-urls", "url"] {
        for found in element.all(list) {
            let urls: Vec<String> = if found.children().next().is_some() && found.child("url").is_some() {
                found.all("url").flat_map(Element::lines).collect()
            } else {
                found.lines()
            };
            for url in urls {
                // A link to the database, not to the work.
                if url.starts_with("<Go to") {
                    continue;
                }
                let bare = url.trim_matches(['<', '>']);
                if bare.contains("doi.org/10.") {
                    draft.identifier(Scheme::Doi, bare);
                } else if bare.starts_with("http") || bare.starts_with("www.") || bare.starts_with("ftp") {
                    draft.identifier(Scheme::Url, bare);
                } else if !bare.starts_with("internal-pdf") && !bare.starts_with("file:") {
                    draft.named_note("url", bare);
                }
            }
        }
    }
}

fn read_keywords(element: &Element, draft: &mut Draft) {
    for keyword in element.all("keyword") {
        for line in keyword.lines() {
            for term in items(&line, &[";"]) {
                // EndNote's own record of MeSH: the star is the heading's, the slash its qualifier's.
                draft.keyword(KeywordScheme::Author, &term);
            }
        }
    }
}

/// The other elements, each one value.
fn read_value(element: &Element, draft: &mut Draft) {
    let text = element.text();
    if text.is_empty() {
        return;
    }
    let kind = draft.record.work.kind;
    match element.name.as_str() {
        "pages" | "electronic-pages" => read_pages(&text, draft),
        "volume" => draft.volume(&text),
        "number" => match kind {
            WorkKind::Report | WorkKind::Patent | WorkKind::Standard => draft.set(Slot::Issue, &text),
            _ => draft.issue(&text),
        },
        "issue" => draft.issue(&text),
        "edition" => match kind {
            // EndNote's article: the day it went online.
            WorkKind::Article if read_date(&text).is_some() => {
                draft.date(DateKind::Electronic, &text);
            }
            _ => draft.set(Slot::Edition, &text),
        },
        "publisher" => draft.set(Slot::Publisher, &text),
        "pub-location" => draft.set(Slot::Place, &text),
        "isbn" | "issn" => element.lines().iter().for_each(|line| draft.serial_numbers(line)),
        "orig-pub" => draft.named_note("original publication", &text),
        "accession-num" => accession(&text, draft),
        "electronic-resource-num" => {
            for line in element.lines() {
                let doi = crate::normalize::identifiers::doi(&line).is_some();
                if doi {
                    draft.identifier(Scheme::Doi, &line);
                } else {
                    draft.named_note("electronic resource", &line);
                }
            }
        }
        "abstract" => draft.abstract_text(&text),
        "notes" | "research-notes" => note(element, draft),
        "language" => draft.language(&text),
        "work-type" => draft.set(Slot::Genre, &text),
        "custom2" if text.to_ascii_uppercase().starts_with("PMC") && !text.contains(' ') => {
            draft.identifier(Scheme::Pmcid, &text);
        }
        "custom7" if kind == WorkKind::Article => draft.set(Slot::ArticleNumber, &text),
        "access-date" => {
            if let Some(date) = read_date(&text) {
                draft.record.work.accessed = Some(Field::given(date));
            }
        }
        "meeting-place" | "section" | "reprint-status" | "reviewed-item" | "num-vols" => {
            draft.named_note(&element.name.replace('-', " "), &text);
        }
        // Bookkeeping of the reference manager and of the database it asked.
        _ => {}
    }
}

/// Pages, or what is written in their place: an article number, or for a web page where to find it.
fn read_pages(text: &str, draft: &mut Draft) {
    if let Some(at) = text.find("http") {
        draft.identifier(
            Scheme::Url,
            text.get(at..).unwrap_or_default().split_whitespace().next().unwrap_or_default(),
        );
        draft.named_note("pages", text);
        return;
    }
    draft.pages(text);
}

/// A number of the database the record is from, which says by its form which one that is.
fn accession(text: &str, draft: &mut Draft) {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("wos:") || lower.starts_with("isi:") || lower.starts_with("rayyan") {
        let bare = text.split_once(':').map_or(text, |(_, id)| id);
        if lower.starts_with("rayyan") {
            return;
        }
        draft.identifier(Scheme::Wos, &format!("WOS:{bare}"));
    } else if lower.starts_with("pmc") {
        draft.identifier(Scheme::Pmcid, text);
    } else if let Some(lens) = lower.strip_prefix("lens:") {
        draft.identifier(Scheme::Lens, lens);
    } else if lower.starts_with("2-s2.0-") || lower.starts_with("scopus:") {
        draft.identifier(Scheme::Scopus, text.trim_start_matches("Scopus:").trim_start_matches("SCOPUS:"));
    } else if text.bytes().all(|b| b.is_ascii_digit()) && (4..=8).contains(&text.len()) {
        draft.identifier(Scheme::Pmid, text);
    } else {
        draft.other_identifier("accession", text);
    }
}

/// Remarks may hold identifiers under a label, as databases write them for import.
fn note(element: &Element, draft: &mut Draft) {
    for line in element.lines() {
        let (label, value) = line.split_once(':').unwrap_or(("", &line));
        match label.trim().to_ascii_uppercase().as_str() {
            "PMID" | "PUBMED ID" => {
                draft.identifier(Scheme::Pmid, value.split_whitespace().next().unwrap_or_default());
            }
            "PMCID" => draft.identifier(Scheme::Pmcid, value.split_whitespace().next().unwrap_or_default()),
            "DOI" => draft.identifier(Scheme::Doi, value),
            "EXPORT DATE" => {}
            "ISSN" => draft.issn_as(value, Medium::Unknown),
            _ => draft.note(&line),
        }
    }
}

/// The address is that of the only author, or of nobody in particular.
fn read_address(tree: &Element, draft: &mut Draft) {
    let Some(address) = tree.child("auth-address") else { return };
    let lines = address.lines();
    let authors: Vec<usize> = (0..draft.record.work.contributors.len())
        .filter(|&i| draft.record.work.contributors[i].role == Role::Author)
        .collect();
    match (authors.as_slice(), lines.as_slice()) {
        ([one], lines) => lines.iter().for_each(|line| draft.affiliation(*one, line)),
        // PubMed's connection gives the address of the first author, or one line for each.
        ([first, ..], [line]) => draft.affiliation(*first, line),
        (many, lines) if many.len() == lines.len() => {
            for (index, line) in many.iter().zip(lines) {
                draft.affiliation(*index, line);
            }
        }
        (_, lines) => draft.named_note("address", &lines.join(" ")),
    }
}

/// What a field is where the type decides: of a thesis the volume is its kind (`PhD thesis`).
fn settle(draft: &mut Draft) {
    let work = &mut draft.record.work;
    let words = |volume: &Field<String>| volume.value.chars().any(char::is_alphabetic);
    if work.kind == WorkKind::Thesis && work.genre.is_none() && work.volume.as_ref().is_some_and(words) {
        work.genre = work.volume.take();
    }
}
