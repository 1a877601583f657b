//! One `<b:Source>`.

use crate::import::draft::{Draft, Medium, Slot, items, kind, names, read_date};
use crate::import::elements::Given;
use crate::import::parted_names;
use crate::import::xml::Element;
use crate::model::{DateKind, Field, KeywordScheme, PartialDate, Role, Scheme, WorkKind};
use crate::normalize::dates;
use crate::normalize::identifiers::{self, Validity};

/// Reads a source.
pub(super) fn read(tree: &Element) -> Given {
    let mut draft = Draft::new();
    let tag = tree.text_of("Tag");
    draft.label = (!tag.is_empty()).then_some(tag);
    let kind = source_kind(tree);
    draft.record.work.kind = kind;
    for child in tree.children() {
        let text = child.text();
        match child.name.as_str() {
            "Author" => people(&mut draft, child),
            "Title" => draft.set(Slot::Title, &text),
            "JournalName" | "PeriodicalTitle" | "BookTitle" | "InternetSiteTitle" | "PublicationTitle"
            | "AlbumTitle" | "BroadcastTitle" => draft.set(Slot::Container, &text),
            // Of a paper it is the name of the proceedings; Word has no other place for that.
            "ConferenceName" if tree.child("BookTitle").is_none() && tree.child("JournalName").is_none() => {
                draft.set(Slot::Container, &text);
            }
            "ConferenceName" => draft.set(Slot::Event, &text),
            "Volume" => draft.volume(&text),
            "Issue" => draft.issue(&text),
            "Pages" => draft.pages(&text),
            "Edition" => draft.set(Slot::Edition, &text),
            "Publisher" | "Institution" | "Distributor" | "ProductionCompany" => {
                draft.set(Slot::Publisher, &text);
            }
            "City" => place(&mut draft, tree, &text),
            "StandardNumber" => standard_number(&mut draft, &text),
            "DOI" | "BIBTEX_DOI" => draft.identifier(Scheme::Doi, &text),
            // bibutils writes `Url`, and DOIs as addresses.
            "URL" | "Url" | "BIBTEX_Url" => link(&mut draft, &text),
            "ThesisType" | "Type" => draft.set(Slot::Genre, &text),
            "Comments" | "BIBTEX_Note" => draft.note(&text),
            "Series" | "BIBTEX_Series" => draft.set(Slot::Collection, &text),
            "BIBTEX_Abstract" | "Abstract" => draft.abstract_text(&text),
            "BIBTEX_KeyWords" | "BIBTEX_Keywords" => {
                items(&text, &[";", ","]).iter().for_each(|term| draft.keyword(KeywordScheme::Author, term));
            }
            "BIBTEX_PMID" => draft.identifier(Scheme::Pmid, &text),
            "BIBTEX_ISSN" => draft.issn_as(&text, Medium::Unknown),
            "BIBTEX_ISBN" => draft.identifier(Scheme::Isbn, &text),
            "BIBTEX_School" => draft.set(Slot::Publisher, &text),
            "BIBTEX_Organization"
            | "Department"
            | "Court"
            | "PatentNumber"
            | "ChapterNumber"
            | "Medium"
            | "Version"
            | "Reporter"
            | "CaseNumber"
            | "Theater"
            | "Station" => draft.named_note(&note_name(&child.name), &text),
            _ => {}
        }
    }
    issued(&mut draft, tree);
    accessed(&mut draft, tree);
    Given::Record(Box::new(draft))
}

fn source_kind(tree: &Element) -> WorkKind {
    match tree.text_of("SourceType").as_str() {
        "JournalArticle" | "ArticleInAPeriodical" => WorkKind::Article,
        "Book" => WorkKind::Book,
        "BookSection" => WorkKind::Chapter,
        "ConferenceProceedings" => match tree.text_of("BIBTEX_Entry").as_str() {
            "proceedings" => WorkKind::Book,
            _ => WorkKind::ConferencePaper,
        },
        // Theses have no type of their own.
        "Report" if !tree.text_of("ThesisType").is_empty() => WorkKind::Thesis,
        "Report" => match tree.text_of("BIBTEX_Entry").as_str() {
            "phdthesis" | "mastersthesis" => WorkKind::Thesis,
            _ => WorkKind::Report,
        },
        "InternetSite" | "DocumentFromInternetSite" | "ElectronicSource" => WorkKind::Webpage,
        "Patent" => WorkKind::Patent,
        "Case" | "Art" | "SoundRecording" | "Performance" | "Film" | "Interview" => WorkKind::Other,
        _ => kind(&tree.text_of("BIBTEX_Entry")).unwrap_or(WorkKind::Unknown),
    }
}

/// `<b:Author>` holds one element for each part that people had.
fn people(draft: &mut Draft, all: &Element) {
    for part in all.children() {
        let role = match part.name.as_str() {
            "Author" | "Inventor" | "Artist" | "Composer" | "Director" | "Interviewee" => Role::Author,
            // The authors of the book that the chapter is in.
            "BookAuthor" | "Compiler" | "Conductor" | "Counsel" | "Performer" | "ProducerName" | "Writer"
            | "Interviewer" => Role::Collaborator,
            "Editor" => Role::Editor,
            "Translator" => Role::Translator,
            _ => continue,
        };
        for child in part.children() {
            match child.name.as_str() {
                "Corporate" => {
                    parted_names::add_group(draft, role, &child.text());
                }
                "NameList" => child.all("Person").for_each(|person| add(draft, role, person)),
                _ => {}
            }
        }
        // Some write the name as it is.
        if part.children().next().is_none() {
            names(&part.text()).iter().for_each(|name| draft.named(role, name));
        }
    }
}

fn add(draft: &mut Draft, role: Role, person: &Element) {
    let (last, first) = (person.text_of("Last"), person.text_of("First"));
    // bibutils has an element for each initial.
    let middle = person.all("Middle").map(Element::text).collect::<Vec<_>>().join(" ");
    let given = [first.as_str(), middle.as_str()].join(" ").trim().to_owned();
    parted_names::add(draft, role, &last, &given);
}

fn place(draft: &mut Draft, tree: &Element, city: &str) {
    let parts = [city.to_owned(), tree.text_of("StateProvince"), tree.text_of("CountryRegion")];
    let known: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    draft.set(Slot::Place, &known.join(", "));
}

fn link(draft: &mut Draft, text: &str) {
    let scheme = if text.contains("doi.org/10.") { Scheme::Doi } else { Scheme::Url };
    draft.identifier(scheme, text);
}

/// ISBN, ISSN or anything else.
fn standard_number(draft: &mut Draft, text: &str) {
    for part in items(text, &[";", ",", " and "]) {
        let bare = part.trim();
        let lower = bare.to_ascii_lowercase();
        if identifiers::doi(bare).is_some() {
            draft.identifier(Scheme::Doi, bare);
        } else if lower.starts_with("pmid") {
            draft.identifier(Scheme::Pmid, bare);
        } else if identifiers::isbn(bare).validity == Validity::Valid
            || identifiers::issn(bare).validity == Validity::Valid
        {
            draft.serial_numbers(
                bare.trim_start_matches(|c: char| c.is_alphabetic() || matches!(c, ':' | ' ')),
            );
        } else {
            draft.named_note("number", bare);
        }
    }
}

fn note_name(element: &str) -> String {
    element.trim_start_matches("BIBTEX_").to_ascii_lowercase()
}

/// Year, month and day of their own; the month as a name or a number.
fn date(tree: &Element, suffix: &str) -> Option<PartialDate> {
    let part = |name: &str| tree.text_of(&format!("{name}{suffix}"));
    let year = read_date(&part("Year"))?;
    let month_text = part("Month");
    let month = month_text.parse().ok().or_else(|| dates::month(&month_text));
    let day = part("Day").parse().ok().filter(|_| month.is_some());
    if month_text.is_empty() {
        return Some(year);
    }
    PartialDate::new(year.year, month, day)
        .or_else(|| PartialDate::new(year.year, month, None))
        .or(Some(year))
}

fn issued(draft: &mut Draft, tree: &Element) {
    match date(tree, "") {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("year", &tree.text_of("Year")),
    }
}

fn accessed(draft: &mut Draft, tree: &Element) {
    draft.record.work.accessed = date(tree, "Accessed").map(Field::given);
}
