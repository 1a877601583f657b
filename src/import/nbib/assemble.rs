//! A record from its fields.

use super::people::People;
use super::updates;
use crate::import::Imported;
use crate::import::pubmed_xml::assemble::complete;
use crate::import::pubmed_xml::citation::{canonical_issn, set_pages, set_volume};
use crate::import::pubmed_xml::draft::Draft;
use crate::import::tagged::types::words;
use crate::import::tagged::words::{is_short, one_line};
use crate::import::tagged::{Fields, Kinds, Tag, dates, language, links, serials};
use crate::model::{
    DateKind, Field, Grant, Keyword, KeywordScheme, Pages, PartialDate, Role, Scheme, Source, WorkKind,
};
use crate::normalize::identifiers;
use crate::normalize::types::{Vocabulary, lookup};

/// What several lines tell together.
#[derive(Default)]
struct Parts<'a> {
    titles: Vec<&'a str>,
    volume: &'a str,
    issue: &'a str,
    abstracts: Vec<&'a str>,
    other_abstract: Option<&'a str>,
    keyword_owner: Option<&'a str>,
    edition: Option<&'a str>,
    place: Option<&'a str>,
    source: Option<&'a str>,
    accession: Option<&'a str>,
    is_eric: bool,
    kind: Option<WorkKind>,
    people: People,
}

/// Makes a record of fields.
pub(super) fn assemble(fields: Fields<'_>, kinds: &mut Kinds) -> Imported {
    let mut draft = Draft::default();
    draft.record.source = Source::Import;
    draft.record.keywords.reserve(16);
    draft.record.work.contributors.reserve(6);
    let mut parts = Parts::default();
    for (tag, value) in fields.iter() {
        if !read_people(tag, value, &mut draft, &mut parts)
            && !read_subject(tag, value, &mut draft, &mut parts, kinds)
            && !read_place(tag, value, &mut draft, &mut parts)
            && !read_date(tag, value, &mut draft)
        {
            read_rest(tag, value, &mut draft, &mut parts);
        }
    }
    finish(draft, parts)
}

fn finish(mut draft: Draft, parts: Parts<'_>) -> Imported {
    draft.title = join(&parts.titles);
    draft.record.abstract_text = join(&parts.abstracts);
    draft.other_abstract = parts.other_abstract.map(|text| one_line(text).into_owned());
    if !is_short(parts.volume) || !is_short(parts.issue) {
        draft.note(format!("volume {}", one_line(parts.volume)));
        draft.note(format!("issue {}", one_line(parts.issue)));
    } else if is_number(parts.volume) && is_number(parts.issue) {
        let given = |text: &str| (!text.is_empty()).then(|| Field::given(text.to_owned()));
        draft.record.work.volume = given(parts.volume);
        draft.record.work.issue = given(parts.issue);
    } else {
        set_volume(&one_line(parts.volume), &one_line(parts.issue), &mut draft);
    }
    parts.people.finish(&mut draft);
    let label = match draft.pmid.take() {
        Some(raw) => {
            let raw = raw.trim();
            if is_short(raw) && identifiers::pmid(raw).is_some() {
                draft.record.work.identifiers.insert(0, Field::given(identifier(Scheme::Pmid, raw)));
            } else {
                draft.note(format!("pmid {raw}"));
            }
            Some(raw.to_owned())
        }
        None => parts.accession.map(str::to_owned),
    };
    let named = draft.record.work.container_title.is_some() || draft.record.serial.abbreviation.is_some();
    let has_locator = draft.record.work.volume.is_some() || draft.record.work.pages.is_some();
    if !named
        && !has_locator
        && let Some(source) = parts.source
    {
        // The only line that says where it was published.
        draft.note(one_line(source).into_owned());
    }
    let work = &mut draft.record.work;
    work.edition = parts.edition.map(|text| Field::given(one_line(text).into_owned()));
    match parts.place {
        Some(place) if work.publisher.is_some() || draft.is_book => {
            work.publisher_place = Some(Field::given(one_line(place).into_owned()));
        }
        Some(place) => draft.record.serial.country = Some(one_line(place).into_owned()),
        None => {}
    }
    // What is not in PubMed need not be a journal's article.
    let from_pubmed = label.is_some() && !parts.is_eric;
    let kind = parts.kind.or_else(|| (!from_pubmed && !named).then_some(WorkKind::Unknown));
    if draft.record.work.container_title.is_none() {
        let abbreviation = draft.record.serial.abbreviation.clone();
        draft.record.work.container_title = abbreviation.map(Field::given);
    }
    let dates = &mut draft.record.dates;
    for at in (1..dates.len().min(64)).rev() {
        if dates.get(at).is_some_and(|date| dates.iter().take(at).any(|known| known == date)) {
            dates.remove(at);
        }
    }
    let (record, findings) = complete(draft, kind);
    Imported { record, label, findings, ..Imported::default() }
}

fn identifier(scheme: Scheme, raw: &str) -> crate::model::Identifier {
    crate::model::Identifier { scheme, value: raw.to_owned(), raw: raw.to_owned() }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_page(text: &str) -> bool {
    !text.is_empty() && is_number(text)
}

fn join(texts: &[&str]) -> Option<String> {
    let mut out = String::new();
    for text in texts {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&one_line(text));
    }
    (!out.is_empty()).then_some(out)
}

fn read_people<'a>(tag: Tag, value: &'a str, draft: &mut Draft, parts: &mut Parts<'a>) -> bool {
    let people = &mut parts.people;
    match &tag {
        b"FAU " => people.full(Role::Author, value, draft),
        b"AU  " => {
            // The list of some old records was cut.
            if one_line(value).eq_ignore_ascii_case("et al.") || one_line(value).eq_ignore_ascii_case("et al")
            {
                draft.record.work.authors_truncated = true;
            } else {
                people.short(Role::Author, value, draft);
            }
        }
        b"FED " => people.full(Role::Editor, value, draft),
        b"ED  " => people.short(Role::Editor, value, draft),
        b"FIR " => people.full(Role::Investigator, value, draft),
        b"IR  " => people.short(Role::Investigator, value, draft),
        b"AD  " | b"IRAD" => people.address(value, draft),
        b"AUID" => People::identifier(value, draft),
        b"CN  " => people.group(value, draft),
        _ => return false,
    }
    true
}

/// Headings, keywords, types, chemicals.
fn read_subject<'a>(
    tag: Tag,
    value: &'a str,
    draft: &mut Draft,
    parts: &mut Parts<'a>,
    kinds: &mut Kinds,
) -> bool {
    match &tag {
        b"MH  " => heading(value, draft),
        b"PT  " => {
            let term = one_line(value);
            let kind = kinds.get(&term, |term| lookup(Vocabulary::Pubmed, term).or_else(|| words(term)));
            // The most telling one counts.
            parts.kind = match (parts.kind, kind) {
                (None | Some(WorkKind::Article), Some(kind)) => Some(kind)
                    .filter(|kind| *kind != WorkKind::Article || parts.kind.is_none())
                    .or(parts.kind),
                (known, _) => known,
            };
            draft.keyword(KeywordScheme::PublicationType, term.into_owned(), None, None);
        }
        b"RN  " | b"NM  " => chemical(value, draft),
        b"OTO " => parts.keyword_owner = Some(value),
        b"OT  " => {
            let foreign = parts.keyword_owner.is_some_and(|owner| owner != "NOTNLM");
            let scheme = if foreign { KeywordScheme::Other } else { KeywordScheme::Author };
            let (term, is_major) = starred(value);
            draft.keyword(scheme, one_line(term).into_owned(), None, Some(is_major));
        }
        // Genes; people the work is about, whose name in short follows the one in full.
        b"GS  " | b"FPS " => draft.keyword(KeywordScheme::Other, one_line(value).into_owned(), None, None),
        b"PS  " => {
            let short = one_line(value);
            let family = short.rsplit_once(' ').map_or(&*short, |(family, _)| family);
            if !draft.record.keywords.last().is_some_and(|k| k.term.starts_with(family)) {
                draft.keyword(KeywordScheme::Other, short.into_owned(), None, None);
            }
        }
        b"SI  " => {
            let term = one_line(value);
            let number = term.split_once('/').map(|(_, number)| number.to_owned());
            draft.keyword(KeywordScheme::Other, term.into_owned(), number, None);
        }
        b"SFM " => draft.note(format!("space flight mission: {}", one_line(value))),
        _ => return false,
    }
    true
}

fn starred(text: &str) -> (&str, bool) {
    match text.strip_prefix('*') {
        Some(term) => (term, true),
        None => (text, false),
    }
}

/// `Employment/*psychology/trends`: one keyword for the heading, or for each of its qualifiers.
fn heading(value: &str, draft: &mut Draft) {
    let line = one_line(value);
    let mut parts = line.split('/');
    let (term, major) = starred(parts.next().unwrap_or_default());
    let mut qualified = false;
    for qualifier in parts.filter(|qualifier| !qualifier.trim().is_empty()) {
        qualified = true;
        let (name, is_major) = starred(qualifier);
        draft.record.keywords.push(Keyword {
            scheme: KeywordScheme::Mesh,
            term: term.to_owned(),
            term_id: None,
            qualifier: Some(name.to_owned()),
            qualifier_id: None,
            is_major: Some(major || is_major),
        });
    }
    if !qualified {
        draft.keyword(KeywordScheme::Mesh, term.to_owned(), None, Some(major));
    }
}

/// `EC 3.4.21.4 (Trypsin)`
fn chemical(value: &str, draft: &mut Draft) {
    let line = one_line(value);
    let name = match line.split_once(" (") {
        Some((_, rest)) => rest.strip_suffix(')').unwrap_or(rest),
        None => &line,
    };
    let known = draft.record.keywords.iter().rev().take(100);
    if !known.clone().any(|k| k.scheme == KeywordScheme::Chemical && k.term == name) {
        draft.keyword(KeywordScheme::Chemical, name.to_owned(), None, None);
    }
}

/// The journal or book, and the place in it.
fn read_place<'a>(tag: Tag, value: &'a str, draft: &mut Draft, parts: &mut Parts<'a>) -> bool {
    match &tag {
        b"JT  " => {
            let name = one_line(value);
            let name = name.trim_end_matches(['.', ' ']);
            draft.record.work.container_title = Some(Field::given(name.to_owned()));
        }
        b"TA  " => draft.record.serial.abbreviation = Some(one_line(value).into_owned()),
        b"JID " => draft.record.serial.nlm_id = Some(one_line(value).into_owned()),
        b"IS  " => issn(value, draft),
        b"ISSN" | b"ESSN" | b"ISBN" => serials::add(&mut draft.record, value),
        b"VI  " => parts.volume = value,
        b"IP  " => parts.issue = value,
        b"PG  " => match value.split_once('-') {
            Some((first, last)) if is_page(first) && is_page(last) => {
                let pages = Pages { first: first.to_owned(), last: Some(last.to_owned()) };
                draft.record.work.pages = Some(Field::given(pages));
            }
            _ if is_short(value) => set_pages(&one_line(value), draft),
            _ => draft.note(format!("pages {}", one_line(value))),
        },
        b"PL  " => parts.place = Some(value),
        b"BTI " => {
            draft.is_book = true;
            draft.book_title = Some(one_line(value).into_owned());
        }
        b"CTI " => draft.record.work.collection_title = Some(Field::given(one_line(value).into_owned())),
        b"VTI " => draft.note(format!("volume title: {}", one_line(value))),
        b"EN  " => parts.edition = Some(value),
        b"PB  " => draft.record.work.publisher = Some(Field::given(one_line(value).into_owned())),
        b"SO  " => parts.source = Some(value),
        _ => return false,
    }
    true
}

/// `1467-5463 (Print)`
fn issn(value: &str, draft: &mut Draft) {
    if !is_short(value) {
        draft.note(format!("issn {}", one_line(value)));
        return;
    }
    let (number, kind) = value.split_once(' ').unwrap_or((value, ""));
    let Some(issn) = canonical_issn(number, draft) else { return };
    let serial = &mut draft.record.serial;
    match kind.trim() {
        "(Print)" if serial.issn_print.is_none() => serial.issn_print = Some(issn),
        "(Electronic)" if serial.issn_electronic.is_none() => serial.issn_electronic = Some(issn),
        "(Linking)" if serial.issn_l.is_none() => serial.issn_l = Some(issn),
        _ => serial.issn_other.push(issn),
    }
}

fn read_date(tag: Tag, value: &str, draft: &mut Draft) -> bool {
    let kind = match &tag {
        b"DP  " => {
            match dates::date(value) {
                Some(date) => {
                    draft.printed = Some(date);
                    draft.record.dates.push((DateKind::Print, date));
                }
                None => draft.note(one_line(value).into_owned()),
            }
            return true;
        }
        b"DEP " => DateKind::Electronic,
        b"DA  " | b"CRDT" => DateKind::Created,
        b"LR  " => {
            draft.record.revised = day(value);
            return true;
        }
        b"PHST" => match value.split_once('[').map(|(_, status)| status.trim_end_matches([']', ' '])) {
            Some("received") => DateKind::Received,
            Some("accepted") => DateKind::Accepted,
            Some("epublish" | "aheadofprint" | "ecollection") => DateKind::Electronic,
            Some("ppublish") => DateKind::Print,
            Some("entrez") => DateKind::Created,
            _ => return true,
        },
        _ => return false,
    };
    draft.record.dates.extend(day(value).map(|date| (kind, date)));
    true
}

/// `20020916`, `2006/01/13 09:00`, `2013/02/18 [received]`, `2016 [ecollection]`
fn day(value: &str) -> Option<PartialDate> {
    dates::date(value.split(['[', ' ']).next().unwrap_or_default()).or_else(|| dates::date(value))
}

fn read_rest<'a>(tag: Tag, value: &'a str, draft: &mut Draft, parts: &mut Parts<'a>) {
    if let Some(word) = updates::word(tag) {
        updates::read(word, value, draft);
        return;
    }
    match &tag {
        b"PMID" | b"UI  " => draft.pmid = Some(value.to_owned()),
        b"TI  " => parts.titles.push(value),
        b"TT  " => draft.title_vernacular = Some(one_line(value).into_owned()),
        b"AB  " => parts.abstracts.push(value),
        b"OAB " => parts.other_abstract = parts.other_abstract.or(Some(value)),
        b"AID " | b"LID " | b"DOI " | b"OID " | b"MID " if !is_short(value) => {
            draft.note(format!("identifier {}", one_line(value)));
        }
        b"AID " | b"LID " => location(value, draft),
        b"DOI " => draft.identifier(Scheme::Doi, value.to_owned()),
        b"PMC " => {
            if is_short(value) && identifiers::pmcid(value).is_some() {
                draft.identifier(Scheme::Pmcid, value.to_owned());
            }
        }
        b"MID " => draft.other_identifier("mid", value),
        b"OID " => other_id(value, draft, parts),
        b"OWN " => parts.is_eric = value.eq_ignore_ascii_case("ERIC"),
        b"LA  " => {
            let language = &mut draft.record.work.language;
            *language = language.take().or_else(|| language::read(value));
        }
        b"GR  " => grant(value, draft),
        b"PST " => draft.electronic_only |= value == "epublish",
        b"PUBM" => draft.electronic_only |= value.starts_with("Electronic"),
        b"GN  " => draft.note(one_line(value).into_owned()),
        b"URL " | b"URLF" => links::url(&mut draft.record, value),
        // NLM's own bookkeeping, and what it says of its other fields.
        b"STAT" | b"DCOM" | b"DCM " | b"MHDA" | b"EDAT" | b"SB  " | b"NR  " | b"RF  " | b"PMCR" | b"CI  "
        | b"OCI " | b"OABL" | b"COIS" | b"COI " | b"CDAT" | b"CTDT" | b"DRDT" | b"JC  " | b"CP  " => {}
        _ => {
            let name = String::from_utf8_lossy(&tag);
            draft.note(format!("{}: {}", name.trim(), one_line(value)));
        }
    }
}

/// `10.1118/1.4748329 [doi]`, `ABR-5-67 [pii]`
fn location(value: &str, draft: &mut Draft) {
    let line = one_line(value);
    let (id, kind) = match line.rsplit_once(" [") {
        Some((id, kind)) => (id.trim(), kind.trim_end_matches(']')),
        None => (&*line, ""),
    };
    match kind {
        // The electronic location and the list of identifiers give the same one.
        "doi" if draft.record.work.identifiers.iter().take(20).any(|known| known.value.raw == id) => {}
        "doi" => draft.identifier(Scheme::Doi, id.to_owned()),
        "pii" => {
            draft.other_identifier("pii", id);
            draft.item_number = draft.item_number.take().or_else(|| Some(id.to_owned()));
        }
        "" if identifiers::doi(id).is_some() => draft.identifier(Scheme::Doi, id.to_owned()),
        "" if id.starts_with("http") => links::url(&mut draft.record, id),
        "" => draft.other_identifier("id", id),
        "bookaccession" => draft.other_identifier("bookaccession", id),
        kind => draft.other_identifier(kind, id),
    }
}

/// `NLM: PMC4513071`
fn other_id<'a>(value: &'a str, draft: &mut Draft, parts: &mut Parts<'a>) {
    let Some((source, id)) = value.split_once(": ") else {
        parts.accession = Some(value);
        draft.other_identifier(if parts.is_eric { "eric" } else { "id" }, value);
        return;
    };
    let bare = id.split(" [").next().unwrap_or_default();
    let source = source.to_ascii_lowercase();
    if source == "nlm" && bare.starts_with("PMC") && identifiers::pmcid(bare).is_some() {
        draft.identifier(Scheme::Pmcid, bare.to_owned());
    } else {
        draft.other_identifier(&source, id);
    }
}

/// `R01 CA12345/CA/NCI NIH HHS/United States`; the number may have slashes of its own.
fn grant(value: &str, draft: &mut Draft) {
    let line = one_line(value);
    let mut parts: Vec<&str> = line.split('/').map(str::trim).collect();
    let mut grant = Grant::default();
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    if parts.len() > 2 {
        grant.country = parts.pop().and_then(filled);
    }
    grant.funder = parts.pop().and_then(filled);
    let is_acronym = |text: &&str| {
        (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    };
    if parts.len() > 1 && parts.last().is_some_and(is_acronym) {
        let acronym = parts.pop().and_then(filled);
        grant.funder = grant.funder.or(acronym);
    }
    let number = parts.join("/");
    grant.award_id = filled(number.trim_start_matches('/'));
    if grant != Grant::default() {
        draft.record.funding.push(grant);
    }
}
