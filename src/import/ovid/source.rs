//! The line that says where a work was published.

use crate::import::tagged::dates;
use crate::import::tagged::finish::{named_note, pages, volume_and_issue};
use crate::import::tagged::names;
use crate::import::tagged::words::{after, one_line};
use crate::model::{DateKind, Field, Record, Role, WorkKind};

/// Reads `Journal.   8(6):1048-1064, September 2015.`, `Journal. Vol 28(2) April 2015, 103-106.`,
/// `Editor(2015). Book. (pp. 103-106) X pp. Place: Publisher`, `(2014). Book 58 pp. Place: Publisher.`
pub(super) fn read(record: &mut Record, text: &str) {
    let line = one_line(text);
    if !book(record, &line) {
        journal(record, &line);
    }
}

/// A book: the year stands in brackets before its title.
fn book(record: &mut Record, line: &str) -> bool {
    let Some((editors, rest)) = line.split_once('(') else { return false };
    let Some((year, rest)) = rest.split_once(").") else { return false };
    if year.len() != 4 || editors.len() > 300 || editors.contains(". ") {
        return false;
    }
    let Some(date) = dates::date(year) else { return false };
    set_date(record, date);
    for editor in editors.split([';', '&']).map(str::trim).filter(|name| !name.is_empty()) {
        let editor = editor.trim_end_matches("[Ed]").trim_end_matches("[Eds]").trim();
        names::add(record, Role::Editor, None, editor);
    }
    let mut rest = rest.trim();
    // The pages of a chapter, then those of the book.
    if let Some((before, range)) = rest.split_once("(pp.")
        && let Some((range, behind)) = range.split_once(')')
    {
        pages(record, range);
        set_container(record, before);
        rest = behind.trim();
        if let Some((_, behind)) = rest.split_once("pp.") {
            rest = behind.trim();
        }
    } else if let Some((before, behind)) = rest.split_once(" pp.") {
        let (title, count) = before.rsplit_once([' ', '.']).unwrap_or((before, ""));
        let title = title.trim().trim_end_matches('.');
        if record.work.title.is_none() {
            record.work.title = Some(Field::given(title.to_owned()));
        } else {
            set_container(record, title);
        }
        named_note(record, "number of pages", count);
        rest = behind.trim();
    }
    publisher(record, rest);
    true
}

fn publisher(record: &mut Record, text: &str) {
    let text = text.trim().trim_end_matches(['.', ' ']);
    let (place, name) = match text.split_once(':') {
        Some((place, name)) => (place.trim(), name.trim()),
        None => ("", text),
    };
    let work = &mut record.work;
    work.publisher_place = (!place.is_empty()).then(|| Field::given(place.to_owned()));
    work.publisher = (!name.is_empty()).then(|| Field::given(name.to_owned()));
}

fn set_container(record: &mut Record, name: &str) {
    let name = name.trim().trim_end_matches(['.', ' ']);
    if record.work.container_title.is_none() && !name.is_empty() {
        record.work.container_title = Some(Field::given(name.to_owned()));
    }
}

fn set_date(record: &mut Record, date: crate::model::PartialDate) {
    if record.work.issued.is_none() {
        record.work.issued = Some(Field::given(date));
        record.dates.push((DateKind::Issued, date));
    }
}

/// A journal: its name up to the last full stop before the volume, the place in it, the date.
fn journal(record: &mut Record, line: &str) {
    let line = line.trim_end_matches(['.', ' ']);
    let Some((name, rest)) = split_name(line) else {
        set_container(record, line);
        return;
    };
    set_container(record, name);
    if record.work.kind == WorkKind::Unknown {
        record.work.kind = WorkKind::Article;
    }
    if let Some((place, date)) = rest.split_once(", ") {
        if let Some((volume, range)) = place.split_once(':') {
            locate(record, volume, Some(range), date);
            return;
        }
        // `Vol 28(2) April 2015, 103-106`
        let (volume, when) = place.split_once(' ').unwrap_or((place, ""));
        if dates::date(when).is_some() {
            locate(record, volume, Some(date), when);
        } else {
            locate(record, place, None, date);
        }
    } else if let Some((volume, range)) = rest.split_once(':') {
        locate(record, volume, Some(range), "");
    } else if let Some(date) = dates::date(rest) {
        set_date(record, date);
    } else {
        named_note(record, "source", rest);
    }
}

fn locate(record: &mut Record, volume: &str, range: Option<&str>, date: &str) {
    volume_and_issue(record, volume, "");
    if let Some(range) = range {
        pages(record, range);
    }
    match dates::date(date) {
        Some(date) => set_date(record, date),
        None => named_note(record, "date", date),
    }
}

/// The journal's name and what follows it.
fn split_name(line: &str) -> Option<(&str, &str)> {
    let at = line.match_indices(". ").map(|(at, _)| at).find(|&at| {
        let rest = line.get(at + 2..).unwrap_or_default().trim_start();
        let rest = after(rest, "vol ").or_else(|| after(rest, "vol. ")).unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_digit())
    })?;
    let (name, rest) = line.split_at(at);
    let rest = rest.get(2..).unwrap_or_default().trim();
    Some((name, after(rest, "vol ").or_else(|| after(rest, "vol. ")).unwrap_or(rest)))
}
