//! One template.

use std::sync::LazyLock;

use regex::Regex;

use crate::import::draft::{Draft, Medium, Slot, names, plain, read_date};
use crate::import::parted_names;
use crate::model::{DateKind, Field, PartialDate, Role, Scheme, WorkKind};
use crate::normalize::dates;

/// Links, and marks for type faces.
static LINK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|'{2,5}").ok());

/// Reads a template.
pub(super) fn read(text: &str) -> Draft {
    let inner = text.trim().trim_start_matches("{{").trim_end_matches("}}");
    let mut parts = split(inner).into_iter();
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let pairs: Vec<(String, String)> = parts
        .filter_map(|part| part.split_once('='))
        .map(|(key, value)| (key.trim().to_ascii_lowercase(), clean(value)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let all = Pairs(pairs);
    let mut draft = Draft::new();
    let label = all.first(&["ref", "mode"]);
    draft.label = (label.starts_with("CITEREF")).then(|| label.to_owned());
    let kind = kind(&name, &all);
    draft.record.work.kind = kind;
    people(&mut draft, &all);
    titles(&mut draft, &all, kind);
    for (key, value) in &all.0 {
        match key.as_str() {
            "volume" => draft.volume(value),
            "issue" | "number" => draft.issue(value),
            "pages" | "page" | "pp" | "p" => draft.pages(value),
            "publisher" | "institution" => draft.set(Slot::Publisher, value),
            "location" | "place" | "publication-place" => draft.set(Slot::Place, value),
            "edition" => draft.set(Slot::Edition, value),
            "series" => draft.set(Slot::Collection, value),
            "conference" | "event" => draft.set(Slot::Event, value),
            "degree" | "type" => draft.set(Slot::Genre, value),
            "doi" => draft.identifier(Scheme::Doi, value),
            "pmid" => draft.identifier(Scheme::Pmid, value),
            "pmc" => draft.identifier(Scheme::Pmcid, value),
            "arxiv" | "eprint" => draft.identifier(Scheme::Arxiv, value),
            "s2cid" | "jstor" | "bibcode" | "oclc" | "hdl" => draft.other_identifier(key, value),
            "isbn" => draft.serial_numbers(value),
            "issn" => draft.issn_as(value, Medium::Unknown),
            "eissn" => draft.issn_as(value, Medium::Electronic),
            "url" | "chapter-url" => draft.identifier(Scheme::Url, value),
            "language" | "lang" => draft.language(value),
            "access-date" | "accessdate" => draft.record.work.accessed = read_date(value).map(Field::given),
            "quote" => draft.named_note("quote", value),
            "article-number" => draft.set(Slot::ArticleNumber, value),
            _ => {}
        }
    }
    issued(&mut draft, &all);
    draft
}

struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn first(&self, keys: &[&str]) -> &str {
        keys.iter()
            .find_map(|key| self.0.iter().find(|(known, _)| known == key))
            .map_or("", |(_, value)| value.as_str())
    }
}

/// The parts between bars, but for bars inside links and other templates.
fn split(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'{', Some(b'{')) | (b'[', Some(b'[')) => {
                depth += 1;
                at += 1;
            }
            (b'}', Some(b'}')) | (b']', Some(b']')) => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            (b'|', _) if depth == 0 => {
                out.extend(text.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    out.extend(text.get(from..));
    out
}

fn clean(value: &str) -> String {
    // A value kept as it is: `((World Health Organization))`.
    let value = value.trim();
    let kept = value.strip_prefix("((").and_then(|v| v.strip_suffix("))")).unwrap_or(value);
    let text = match &*LINK {
        Some(link) => link.replace_all(kept, "$1").into_owned(),
        None => kept.to_owned(),
    };
    plain(&text.replace("{{!}}", "|").replace("&ndash;", "–").replace("{{ndash}}", "–").replace("{{'}}", "'"))
}

fn kind(name: &str, all: &Pairs) -> WorkKind {
    let has = |key: &str| !all.first(&[key]).is_empty();
    match name.trim_start_matches("cite ").trim() {
        "journal" | "magazine" | "news" | "newspaper" => WorkKind::Article,
        "arxiv" | "biorxiv" | "medrxiv" | "ssrn" | "document" => WorkKind::Preprint,
        "book" if has("chapter") || has("contribution") => WorkKind::Chapter,
        "book" => WorkKind::Book,
        "conference" => WorkKind::ConferencePaper,
        "thesis" | "dissertation" => WorkKind::Thesis,
        "report" | "techreport" | "tech report" => WorkKind::Report,
        "web" | "website" => WorkKind::Webpage,
        "encyclopedia" | "encyclopaedia" | "dictionary" => WorkKind::ReferenceEntry,
        "patent" => WorkKind::Patent,
        _ if has("journal") => WorkKind::Article,
        _ => WorkKind::Unknown,
    }
}

fn titles(draft: &mut Draft, all: &Pairs, kind: WorkKind) {
    let chapter = all.first(&["chapter", "contribution", "entry", "article", "section"]);
    let title = all.first(&["title", "script-title"]);
    if chapter.is_empty() {
        draft.set(Slot::Title, title);
    } else {
        draft.set(Slot::Title, chapter);
        draft.set(Slot::Container, title);
    }
    let work = all.first(&[
        "journal",
        "work",
        "magazine",
        "newspaper",
        "periodical",
        "website",
        "encyclopedia",
        "dictionary",
        "book-title",
    ]);
    draft.set(Slot::Container, work);
    let translated = all.first(&["trans-title", "trans_title"]);
    if !translated.is_empty() {
        // The title is in the language of publication, the translation beside it.
        draft.record.title_original =
            draft.record.work.title.replace(Field::given(translated.to_owned())).map(|t| t.value);
    }
    if kind == WorkKind::Unknown && !work.is_empty() {
        draft.record.work.kind = WorkKind::Article;
    }
}

fn people(draft: &mut Draft, all: &Pairs) {
    let vancouver = all.first(&["vauthors"]);
    for name in vancouver.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        draft.named(Role::Author, name);
    }
    for name in names(all.first(&["authors", "people"])) {
        draft.named(Role::Author, &name);
    }
    for (role, family, given, whole) in [
        (Role::Author, ["last", "author-last", "surname"], ["first", "author-first", "given"], "author"),
        (
            Role::Editor,
            ["editor-last", "editor-surname", "editorlast"],
            ["editor-first", "editor-given", "editorfirst"],
            "editor",
        ),
        (Role::Translator, ["translator-last", "", ""], ["translator-first", "", ""], "translator"),
    ] {
        for number in 0..1000 {
            // `last1`, `author1-last`, `editor-last1`, `editor1-last`; without a number it is the first.
            let named = |words: &[&str]| -> String {
                words
                    .iter()
                    .filter(|word| !word.is_empty())
                    .flat_map(|word| forms(word, number))
                    .map(|key| all.first(&[&key]).to_owned())
                    .find(|value| !value.is_empty())
                    .unwrap_or_default()
            };
            let (last, first) = (named(&family), named(&given));
            let one = named(&[whole]);
            match (last.is_empty(), one.is_empty()) {
                (false, _) => parted_names::add(draft, role, &last, &first),
                (true, false) => draft.named(role, &one),
                (true, true) if number > 1 => break,
                (true, true) => {}
            }
        }
    }
    if all.first(&["display-authors"]).contains("etal") {
        draft.record.work.authors_truncated = true;
    }
}

fn forms(word: &str, number: usize) -> Vec<String> {
    if number == 0 {
        return vec![word.to_owned()];
    }
    let mut out = vec![format!("{word}{number}")];
    if let Some((head, tail)) = word.split_once('-') {
        out.push(format!("{head}{number}-{tail}"));
    }
    out
}

fn issued(draft: &mut Draft, all: &Pairs) {
    let written = all.first(&["date", "publication-date", "year"]);
    let year = read_date(all.first(&["year"]));
    let date = read_date(written).or_else(|| {
        // A day without its year, and the year beside it.
        let known = year?;
        let month = written.split(|c: char| !c.is_alphabetic()).find_map(dates::month);
        PartialDate::new(known.year, month, None)
    });
    match date {
        Some(date) => {
            draft.record.dates.push((DateKind::Issued, date));
            draft.issued(date);
        }
        None => draft.named_note("date", written),
    }
}
