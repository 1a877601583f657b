//! `<MedlineCitation>` and the `<Article>` in it: the record of a journal's article.

use super::cursor::{Cursor, Tag};
use super::dates::{self, Dated};
use super::draft::Draft;
use super::error::Fault;
use super::{keywords, language, locator, people, title, updates};
use crate::model::{DateKind, Field, Grant, KeywordScheme, Role, Scheme};
use crate::normalize::identifiers::{self, Validity};

/// Reads a `<MedlineCitation>`.
pub(super) fn read(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "PMID" => draft.pmid = cursor.filled()?,
            "DateCreated" => {
                let date = dates::read(cursor)?.known();
                draft.record.dates.extend(date.map(|date| (DateKind::Created, date)));
            }
            "DateRevised" => draft.record.revised = dates::read(cursor)?.known(),
            "Article" => read_article(cursor, &tag, draft)?,
            "MedlineJournalInfo" => read_journal_info(cursor, draft)?,
            "ChemicalList" => keywords::read_chemicals(cursor, draft)?,
            "SupplMeshList" => keywords::read_terms(cursor, KeywordScheme::Mesh, draft)?,
            "MeshHeadingList" => keywords::read_mesh(cursor, draft)?,
            "GeneSymbolList" => keywords::read_terms(cursor, KeywordScheme::Other, draft)?,
            "PersonalNameSubjectList" => keywords::read_people_as_subjects(cursor, draft)?,
            "KeywordList" => keywords::read_keywords(cursor, &tag, draft)?,
            "CommentsCorrectionsList" => updates::read_list(cursor, draft)?,
            "InvestigatorList" => people::read_list(cursor, &tag, Role::Investigator, draft)?,
            "OtherID" => read_other_id(cursor, &tag, draft)?,
            "OtherAbstract" => {
                let text = read_abstract(cursor)?;
                draft.other_abstract = draft.other_abstract.take().or(text);
            }
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

fn read_article(cursor: &mut Cursor<'_>, tag: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    draft.electronic_only = tag.attribute("PubModel")?.is_some_and(|model| model.starts_with("Electronic"));
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Journal" => read_journal(cursor, draft)?,
            "ArticleTitle" => draft.title = cursor.filled()?,
            "VernacularTitle" => draft.title_vernacular = cursor.filled()?,
            "Pagination" => read_pagination(cursor, draft)?,
            "ELocationID" => read_electronic_location(cursor, &tag, draft)?,
            "Abstract" => draft.record.abstract_text = read_abstract(cursor)?,
            "AuthorList" => {
                let role = list_role(&tag)?;
                people::read_list(cursor, &tag, role, draft)?;
            }
            "Language" => read_language(cursor, draft)?,
            "DataBankList" => keywords::read_data_banks(cursor, draft)?,
            "GrantList" => read_grants(cursor, draft)?,
            "PublicationTypeList" => {
                while let Some(tag) = cursor.child()? {
                    keywords::read_publication_type(cursor, &tag, draft)?;
                }
            }
            "ArticleDate" => {
                let date = dates::read(cursor)?.known();
                draft.record.dates.extend(date.map(|date| (DateKind::Electronic, date)));
            }
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

/// Whose list an `<AuthorList>` is.
pub(super) fn list_role(tag: &Tag<'_>) -> Result<Role, Fault> {
    Ok(if tag.has("Type", "editors")? { Role::Editor } else { Role::Author })
}

/// Reads a `<Language>`; of several the first is kept.
pub(super) fn read_language(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let code = cursor.text()?;
    if draft.record.work.language.is_none() {
        draft.record.work.language = language::tag(&code);
    }
    Ok(())
}

fn read_journal(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "ISSN" => read_issn(cursor, &tag, draft)?,
            "JournalIssue" => read_issue(cursor, draft)?,
            "Title" => {
                let name = cursor.filled()?.and_then(|name| title::read(&name).text);
                draft.record.work.container_title = name.map(Field::given);
            }
            "ISOAbbreviation" => {
                let abbreviation = cursor.filled()?;
                let serial = &mut draft.record.serial;
                serial.abbreviation = serial.abbreviation.take().or(abbreviation);
            }
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

fn read_issn(cursor: &mut Cursor<'_>, tag: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let kind = tag.attribute("IssnType")?;
    let Some(issn) = canonical_issn(&cursor.text()?, draft) else { return Ok(()) };
    let serial = &mut draft.record.serial;
    match kind.as_deref() {
        Some("Print") if serial.issn_print.is_none() => serial.issn_print = Some(issn),
        Some("Electronic") if serial.issn_electronic.is_none() => serial.issn_electronic = Some(issn),
        _ => serial.issn_other.push(issn),
    }
    Ok(())
}

/// A wrong check digit is the catalogue's, and stays; what has not the shape of an ISSN is kept as a note.
pub(in crate::import) fn canonical_issn(raw: &str, draft: &mut Draft) -> Option<String> {
    let reading = identifiers::read(Scheme::Issn, raw);
    if reading.validity == Validity::Malformed {
        if !raw.is_empty() {
            draft.note(format!("issn {raw}"));
        }
        return None;
    }
    Some(reading.value)
}

fn read_issue(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let (mut volume, mut issue) = (String::new(), String::new());
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Volume" => volume = cursor.text()?,
            "Issue" => issue = cursor.text()?,
            "PubDate" => read_printed_date(cursor, draft)?,
            _ => cursor.skip()?,
        }
    }
    set_volume(&volume, &issue, draft);
    Ok(())
}

/// Sets volume, issue and supplement from what stands in the fields for the first two.
pub(in crate::import) fn set_volume(volume: &str, issue: &str, draft: &mut Draft) {
    let (volume, from_volume) = locator::split_supplement(volume);
    let (issue, from_issue) = locator::split_supplement(issue);
    let (volume, part) = volume.map_or((None, None), |volume| locator::split_part(&volume));
    let work = &mut draft.record.work;
    work.volume = volume.map(Field::given);
    let mut over = Vec::new();
    // As they are cited: 12 Pt 3, but 12(3).
    work.issue = match (issue, part) {
        (Some(issue), part) => {
            over.extend(part);
            Some(Field::given(issue))
        }
        (None, part) => part.map(Field::given),
    };
    work.supplement = match (from_volume, from_issue) {
        (Some(supplement), second) => {
            over.extend(second.filter(|second| *second != supplement));
            Some(Field::given(supplement))
        }
        (None, supplement) => supplement.map(Field::given),
    };
    for text in over {
        draft.note(text);
    }
}

/// Reads the date of an issue or book.
pub(super) fn read_printed_date(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    match dates::read(cursor)? {
        Dated::On(date) => {
            draft.printed = Some(date);
            draft.record.dates.push((DateKind::Print, date));
        }
        Dated::Unread(text) => draft.note(text),
        Dated::Nothing => {}
    }
    Ok(())
}

/// Reads a `<Pagination>`; the page field of MEDLINE where there is one, for it alone holds several ranges.
pub(super) fn read_pagination(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let (mut first, mut last, mut field) = (String::new(), String::new(), String::new());
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "StartPage" => first = cursor.text()?,
            "EndPage" => last = cursor.text()?,
            "MedlinePgn" => field = cursor.text()?,
            _ => cursor.skip()?,
        }
    }
    if field.is_empty() {
        field = if last.is_empty() { first } else { format!("{first}-{last}") };
    }
    set_pages(&field, draft);
    Ok(())
}

/// Sets pages, article number and supplement from MEDLINE's page field.
pub(in crate::import) fn set_pages(field: &str, draft: &mut Draft) {
    let read = locator::read_pages(field);
    let work = &mut draft.record.work;
    work.pages = read.pages.map(Field::given);
    work.article_number = read.article_number.map(Field::given);
    if work.supplement.is_none() {
        work.supplement = read.supplement.map(Field::given);
    }
    if let Some(rest) = read.rest {
        draft.note(format!("pages {rest}"));
    }
}

/// Reads an `<ELocationID>`.
pub(super) fn read_electronic_location(
    cursor: &mut Cursor<'_>,
    tag: &Tag<'_>,
    draft: &mut Draft,
) -> Result<(), Fault> {
    let kind = tag.attribute("EIdType")?;
    let withdrawn = tag.has("ValidYN", "N")?;
    let id = cursor.text()?;
    match kind.as_deref() {
        _ if id.is_empty() => {}
        _ if withdrawn => draft.note(format!("invalid {}: {id}", kind.unwrap_or_default())),
        Some("doi") => draft.identifier(Scheme::Doi, id),
        Some("pii") => {
            draft.other_identifier("pii", &id);
            draft.item_number = draft.item_number.take().or(Some(id));
        }
        _ => draft.other_identifier(kind.as_deref().unwrap_or("elocation"), &id),
    }
    Ok(())
}

/// Reads an `<Abstract>`: its sections in one text, each behind its label.
pub(super) fn read_abstract(cursor: &mut Cursor<'_>) -> Result<Option<String>, Fault> {
    let mut out = String::new();
    while let Some(tag) = cursor.child()? {
        if tag.name() != "AbstractText" {
            cursor.skip()?;
            continue;
        }
        let label = tag.attribute("Label")?.filter(|label| label != "UNLABELLED");
        let text = cursor.text()?;
        if text.is_empty() {
            continue;
        }
        if out.is_empty() && label.is_none() {
            out = text;
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        if let Some(label) = label {
            out.push_str(label.trim_end_matches([':', ' ']));
            out.push_str(": ");
        }
        out.push_str(&text);
    }
    Ok((!out.is_empty()).then_some(out))
}

/// Reads a `<GrantList>`.
pub(super) fn read_grants(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while cursor.child()?.is_some() {
        let mut grant = Grant::default();
        let mut acronym = None;
        while let Some(tag) = cursor.child()? {
            match tag.name() {
                "GrantID" => grant.award_id = cursor.filled()?,
                "Acronym" => acronym = cursor.filled()?,
                "Agency" => grant.funder = cursor.filled()?,
                "Country" => grant.country = cursor.filled()?,
                _ => cursor.skip()?,
            }
        }
        grant.funder = grant.funder.or(acronym);
        if grant != Grant::default() {
            draft.record.funding.push(grant);
        }
    }
    Ok(())
}

fn read_journal_info(cursor: &mut Cursor<'_>, draft: &mut Draft) -> Result<(), Fault> {
    while let Some(tag) = cursor.child()? {
        match tag.name() {
            "Country" => draft.record.serial.country = cursor.filled()?,
            // Instead of the ISO abbreviation, which differs in its dots alone or not at all.
            "MedlineTA" => {
                let abbreviation = cursor.filled()?;
                let serial = &mut draft.record.serial;
                serial.abbreviation = abbreviation.or_else(|| serial.abbreviation.take());
            }
            "NlmUniqueID" => draft.record.serial.nlm_id = cursor.filled()?,
            "ISSNLinking" => draft.record.serial.issn_l = canonical_issn(&cursor.text()?, draft),
            _ => cursor.skip()?,
        }
    }
    Ok(())
}

/// Numbers other organisations gave the record; among NLM's own are identifiers of PubMed Central.
fn read_other_id(cursor: &mut Cursor<'_>, tag: &Tag<'_>, draft: &mut Draft) -> Result<(), Fault> {
    let source = tag.attribute("Source")?.unwrap_or_default().to_ascii_lowercase();
    let id = cursor.text()?;
    // PMC2663904 [Available on 06/01/09]
    let bare = id.split(" [").next().unwrap_or_default();
    match identifiers::pmcid(bare) {
        Some(_) if source == "nlm" && bare.starts_with("PMC") => {
            draft.identifier(Scheme::Pmcid, bare.to_owned());
        }
        _ => draft.other_identifier(&source, &id),
    }
    Ok(())
}
