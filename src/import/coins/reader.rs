//! The spans of a text, and what is in them.

use std::io;

use crate::import::draft::{Draft, Medium, Slot, plain, read_date};
use crate::import::parted_names;
use crate::import::text_window::{TextWindow, beginning};
use crate::import::{Broken, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::{DateKind, Role, Scheme, WorkKind};

pub(super) struct CoinsRecords {
    window: TextWindow,
    limit: usize,
}

impl CoinsRecords {
    pub(super) fn new(text: Decoded, limits: &Limits) -> Self {
        Self { window: TextWindow::new(text), limit: limits.record_bytes }
    }

    /// Goes to the next `<span`; false at the end.
    fn seek(&mut self) -> io::Result<bool> {
        loop {
            if let Some(at) = memchr::memmem::find(self.window.rest().as_bytes(), b"<span") {
                self.window.consume(at);
                return Ok(true);
            }
            // The end may have a part of one.
            let text = self.window.rest();
            let part = |n: &usize| text.ends_with("<span".get(..*n).unwrap_or_default());
            let count = text.len() - (0..=4).rev().find(part).unwrap_or(0);
            self.window.consume(count);
            if !self.window.fill()? {
                return Ok(false);
            }
        }
    }

    /// Length of the tag that the window begins with; `None` where it does not end.
    fn tag(&mut self) -> io::Result<Option<usize>> {
        let mut from = 0;
        loop {
            let bytes = self.window.rest().as_bytes();
            if let Some(at) = memchr::memchr(b'>', bytes.get(from..).unwrap_or_default()) {
                return Ok(Some(from + at + 1));
            }
            from = bytes.len();
            if from > self.limit || !self.window.fill()? {
                return Ok(None);
            }
        }
    }
}

impl Records for CoinsRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        while self.seek()? {
            let Some(length) = self.tag()? else {
                let length = self.window.rest().len();
                let observed = beginning(self.window.rest());
                let place = self.window.place(length);
                self.window.consume(length);
                let message = "this record does not end, or is too long; it was left out".to_owned();
                return Ok(Some(Item::Broken(Broken { place, message, observed })));
            };
            let tag = self.window.rest().get(..length).unwrap_or_default().to_owned();
            let place = self.window.place(length);
            self.window.consume(length);
            if !tag.contains("Z3988") {
                continue;
            }
            let Some(title) = attribute(&tag, "title") else { continue };
            let draft = read(title);
            if draft.is_empty() {
                let message =
                    "this record has neither title nor people nor identifiers; it was left out".to_owned();
                return Ok(Some(Item::Broken(Broken { place, message, observed: beginning(&tag) })));
            }
            return Ok(Some(Item::Record(Box::new(draft.finish(place)))));
        }
        Ok(None)
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for (at, _) in tag.match_indices(name) {
        let value = tag.get(at + name.len()..)?.trim_start();
        if let Some(value) = value.strip_prefix('=').map(str::trim_start) {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value.get(1..)?.split(quote).next();
        }
    }
    None
}

/// Reads the pairs of a context object.
pub(super) fn read(title: &str) -> Draft {
    let mut draft = Draft::new();
    let pairs: Vec<(String, String)> = title
        .replace("&amp;", "&")
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decoded(key).trim_start_matches("rft.").to_owned(), plain(&decoded(value))))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let first =
        |key: &str| pairs.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value.as_str());
    let genre = first("genre");
    let format = pairs.iter().find(|(key, _)| key == "rft_val_fmt").map_or("", |(_, v)| v.as_str());
    draft.record.work.kind = kind(genre, format, first("type"));
    let is_book = draft.record.work.kind == WorkKind::Book;
    let mut named = false;
    for (key, value) in &pairs {
        match key.as_str() {
            "atitle" => draft.set(Slot::Title, value),
            "title" | "btitle" | "jtitle" if first("atitle").is_empty() && key != "jtitle" => {
                draft.set(Slot::Title, value);
            }
            "jtitle" | "btitle" | "title" => draft.set(Slot::Container, value),
            "stitle" => draft.record.serial.abbreviation = Some(value.clone()),
            "series" => draft.set(Slot::Collection, value),
            "volume" => draft.volume(value),
            "issue" => draft.issue(value),
            "pages" => draft.pages(value),
            "edition" => draft.set(Slot::Edition, value),
            "publisher" | "pub" | "inst" => draft.set(Slot::Publisher, value),
            "place" | "cc" => draft.set(Slot::Place, value),
            "date" => match read_date(value) {
                Some(date) => {
                    draft.record.dates.push((DateKind::Issued, date));
                    draft.issued(date);
                }
                None => draft.named_note("date", value),
            },
            "issn" => draft.issn_as(value, Medium::Unknown),
            "eissn" => draft.issn_as(value, Medium::Electronic),
            "isbn" => draft.serial_numbers(value),
            "language" => draft.language(value),
            "description" => draft.abstract_text(value),
            "subject" => draft.keyword(crate::model::KeywordScheme::Author, value),
            "artnum" => draft.set(Slot::ArticleNumber, value),
            "rft_id" | "identifier" => identifier(&mut draft, value),
            // The first author again, in parts.
            "au" | "creator" => {
                let role = if is_book && genre == "proceeding" { Role::Editor } else { Role::Author };
                draft.named(role, value);
                named = true;
            }
            "contributor" => draft.named(Role::Collaborator, value),
            "aucorp" => parted_names::add_group(&mut draft, Role::Author, value),
            _ => {}
        }
    }
    let (family, given) = (first("aulast"), first("aufirst"));
    let given = if given.is_empty() { first("auinit") } else { given };
    if !named {
        parted_names::add(&mut draft, Role::Author, family, given);
    } else if !family.is_empty() {
        first_author(&mut draft, family, given);
    }
    if draft.record.work.pages.is_none() {
        draft.page_range(first("spage"), first("epage"));
    }
    draft
}

/// `aulast` and `aufirst` tell where the first author's family name ends. Some list that author again under `au`, some
/// only the others.
fn first_author(draft: &mut Draft, family: &str, given: &str) {
    let all = draft.record.work.contributors.len();
    parted_names::add(draft, Role::Author, family, given);
    let Some(parted) =
        draft.record.work.contributors.pop().filter(|_| draft.record.work.contributors.len() == all)
    else {
        return;
    };
    let letters = |text: &str| {
        let mut letters: Vec<char> =
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        letters.sort_unstable();
        letters
    };
    match draft.record.work.contributors.first_mut() {
        Some(known) if letters(&known.raw) == letters(&parted.raw) || known.raw.contains(family) => {
            *known = parted;
        }
        _ => draft.record.work.contributors.insert(0, parted),
    }
}

fn kind(genre: &str, format: &str, word: &str) -> WorkKind {
    let by_genre = match genre {
        "article" | "preprint" if genre == "preprint" => Some(WorkKind::Preprint),
        "article" => Some(WorkKind::Article),
        "proceeding" | "conference" => Some(WorkKind::ConferencePaper),
        "bookitem" => Some(WorkKind::Chapter),
        "book" => Some(WorkKind::Book),
        "report" => Some(WorkKind::Report),
        "dissertation" => Some(WorkKind::Thesis),
        _ => None,
    };
    by_genre.or_else(|| crate::import::zotero_types::kind(word)).unwrap_or(match () {
        () if format.ends_with(":journal") => WorkKind::Article,
        () if format.ends_with(":book") => WorkKind::Book,
        () if format.ends_with(":dissertation") => WorkKind::Thesis,
        () if format.ends_with(":patent") => WorkKind::Patent,
        () => WorkKind::Unknown,
    })
}

/// `info:doi/10.1/x`, `urn:isbn:…`, `info:pmid/…`, an address.
fn identifier(draft: &mut Draft, value: &str) {
    match value {
        _ if value.starts_with("info:doi/") || value.contains("doi.org/10.") => {
            draft.identifier(Scheme::Doi, value);
        }
        _ if value.starts_with("info:pmid/") => {
            draft.identifier(Scheme::Pmid, value.trim_start_matches("info:pmid/"));
        }
        _ if value.starts_with("urn:isbn:") => draft.serial_numbers(value.trim_start_matches("urn:isbn:")),
        _ if value.starts_with("urn:issn:") => {
            draft.issn_as(value.trim_start_matches("urn:issn:"), Medium::Unknown);
        }
        _ if value.starts_with("info:arxiv/") => {
            draft.identifier(Scheme::Arxiv, value.trim_start_matches("info:arxiv/"));
        }
        _ if value.contains("://") => draft.identifier(Scheme::Url, value),
        _ => {}
    }
}

/// Percent-encoding; a plus sign is a space.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| byte == b'%').and_then(|h| std::str::from_utf8(h).ok());
        if let Some(code) = hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            bytes.push(code);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(if byte == b'+' { b' ' } else { byte });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
