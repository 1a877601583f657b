//! From what the processor printed to segments. It says which element printed a date, a name or a variable, but not
//! which variable: that is found by its value.

use citationberg::Display;
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta};
use refloom::parse::tag::Tag;

use super::work::{self, Work};
use crate::corpus::Segment;

/// The segments of a printed work; `None` where a printed value is not one of the work's.
pub fn read(printed: &ElemChildren, work: &Work) -> Option<Vec<Segment>> {
    let mut walk = Walk { work, out: Vec::new(), used: Vec::new(), lost: false };
    walk.children(printed);
    (!walk.lost).then_some(walk.out)
}

struct Walk<'a> {
    work: &'a Work,
    out: Vec<Segment>,
    /// Variables already found.
    used: Vec<&'static str>,
    lost: bool,
}

impl Walk<'_> {
    fn put(&mut self, tag: Option<Tag>, text: &str) {
        if !text.is_empty() {
            self.out.push((tag, text.to_owned()));
        }
    }

    fn children(&mut self, children: &ElemChildren) {
        for child in &children.0 {
            match child {
                ElemChild::Elem(elem) => self.elem(elem),
                other => self.put(None, plain(other)),
            }
        }
    }

    fn elem(&mut self, elem: &Elem) {
        if matches!(elem.display, Some(Display::Block | Display::Indent | Display::RightInline)) {
            self.put(None, " ");
        }
        match &elem.meta {
            Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel) => {}
            Some(ElemMeta::Text | ElemMeta::Number) => self.value(&flat(&elem.children)),
            Some(ElemMeta::Date) => self.date(&flat(&elem.children)),
            Some(ElemMeta::Names(_)) if has_names(elem) => self.names(elem),
            _ => self.children(&elem.children),
        }
    }

    /// One variable, with what the style prints around it.
    fn value(&mut self, text: &str) {
        let mut best: Option<(&'static str, usize, usize)> = None;
        for (variable, value) in &self.work.values {
            let sought = if *variable == "page" { first_page(value) } else { value };
            let Some((start, end)) = locate(text, sought) else { continue };
            let (start, end) = with_marks(text, sought, start, end);
            let better = best.is_none_or(|(other, s, e)| {
                let (old, new) = (self.used.contains(&other), self.used.contains(variable));
                (end - start, old && !new) > (e - s, false)
            });
            if better {
                best = Some((variable, start, end));
            }
        }
        // `second edition`
        if best.is_none()
            && !text.contains(|c: char| c.is_ascii_digit())
            && self.work.value("edition").is_some()
        {
            return self.put(Some(Tag::Edition), text);
        }
        match best {
            Some((variable, start, end)) => {
                let rest =
                    text[end..].find(|c: char| !runs_on(variable, c)).map_or(text.len(), |at| end + at);
                let end = rest - (text[..rest].len() - text[..rest].trim_end().len());
                self.used.push(variable);
                self.put(None, &text[..start]);
                self.put(Some(self.work.tag(variable)), &text[start..end]);
                self.put(None, &text[end..]);
            }
            None if text.contains(char::is_alphanumeric) => self.lost = true,
            None => self.put(None, text),
        }
    }

    /// A date is that of access where it has its year.
    fn date(&mut self, text: &str) {
        let accessed = self.work.accessed.first().is_some_and(|year| text.contains(&year.to_string()));
        let issued = self.work.issued.first().is_some_and(|year| text.contains(&year.to_string()));
        // A month by itself belongs to the date beside it, and who accessed what in May is not known.
        self.lost |= !accessed && !issued && !self.work.accessed.is_empty();
        let tag = if accessed && !issued { Tag::Note } else { Tag::Date };
        let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
        self.put(None, &text[..start]);
        self.put(Some(tag), &text[start..]);
    }

    /// A list of names goes from the first name to the mark behind the last.
    ///
    /// Editors in front of everything without a word that says so cannot be told from authors, and are theirs.
    fn names(&mut self, elem: &Elem) {
        let mut tag = None;
        let first = self.out.iter().all(|(tag, _)| tag.is_none());
        let unsaid = first && !is_labelled(elem);
        for child in &elem.children.0 {
            match child {
                ElemChild::Elem(inner) => match &inner.meta {
                    Some(ElemMeta::Name(variable, _)) => {
                        let role = work::role(&variable.to_string());
                        tag = Some(if unsaid { Tag::Author } else { role });
                        self.put(tag, &flat(&inner.children));
                    }
                    Some(ElemMeta::Names(_)) if has_names(inner) => self.names(inner),
                    _ => self.put(tag, &flat(&inner.children)),
                },
                other => self.put(tag, plain(other)),
            }
        }
    }
}

/// True where names stand in an element itself.
fn has_names(elem: &Elem) -> bool {
    elem.children.0.iter().any(|child| match child {
        ElemChild::Elem(inner) => matches!(inner.meta, Some(ElemMeta::Name(..))),
        _ => false,
    })
}

/// True where a word stands in front of the names or behind them, such as `eds.`
fn is_labelled(elem: &Elem) -> bool {
    let is_name = |child: &&ElemChild| match child {
        ElemChild::Elem(inner) => matches!(inner.meta, Some(ElemMeta::Name(..))),
        _ => false,
    };
    let words = |child: &ElemChild| match child {
        ElemChild::Elem(inner) => flat(&inner.children),
        other => plain(other).to_owned(),
    };
    let children = &elem.children.0;
    let before = children.iter().take_while(|c| !is_name(c)).map(words);
    let behind = children.iter().rev().take_while(|c| !is_name(c)).map(words);
    let around = before.chain(behind).collect::<String>().to_lowercase().replace("et al", "");
    around.contains(char::is_alphabetic)
}

fn plain(child: &ElemChild) -> &str {
    match child {
        ElemChild::Text(text) | ElemChild::Link { text, .. } => &text.text,
        ElemChild::Markup(text) => text,
        _ => "",
    }
}

/// All text of an element.
fn flat(children: &ElemChildren) -> String {
    let mut out = String::new();
    for child in &children.0 {
        match child {
            ElemChild::Elem(elem) => out.push_str(&flat(&elem.children)),
            other => out.push_str(plain(other)),
        }
    }
    out
}

fn first_page(range: &str) -> &str {
    range.split(['-', '–']).next().unwrap_or(range)
}

/// What goes on behind the value itself: `2nd`, `12–15`, an address the style wraps.
fn runs_on(variable: &str, c: char) -> bool {
    match variable {
        "page" => c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '−'),
        "edition" | "number" | "volume" | "issue" => c.is_alphanumeric(),
        _ => false,
    }
}

/// Where a text has a value, whatever the case and the marks, at the ends of words.
fn locate(text: &str, value: &str) -> Option<(usize, usize)> {
    let letters = |s: &str| -> Vec<(char, usize, usize)> {
        let known = s.char_indices().filter(|(_, c)| c.is_alphanumeric());
        known.map(|(at, c)| (c.to_lowercase().next().unwrap_or(c), at, at + c.len_utf8())).collect()
    };
    let (inside, sought) = (letters(text), letters(value));
    if sought.is_empty() || sought.len() > inside.len() {
        return None;
    }
    (0..=inside.len() - sought.len()).find_map(|at| {
        let window = &inside[at..at + sought.len()];
        let same = window.iter().zip(&sought).all(|(a, b)| a.0 == b.0);
        let joined = |a: &(char, usize, usize), b: &(char, usize, usize)| {
            a.2 == b.1 && a.0.is_numeric() == b.0.is_numeric()
        };
        let cut = at > 0 && joined(&inside[at - 1], &window[0])
            || inside.get(at + sought.len()).is_some_and(|next| joined(&window[window.len() - 1], next));
        (same && !cut).then(|| (window[0].1, window[window.len() - 1].2))
    })
}

/// A value with the marks at its own ends: `(In German) Lakes (2nd part)`.
fn with_marks(text: &str, value: &str, start: usize, end: usize) -> (usize, usize) {
    let lead = &value[..value.find(char::is_alphanumeric).unwrap_or(0)];
    let trail = &value[value.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..];
    let start = if text[..start].ends_with(lead) { start - lead.len() } else { start };
    let end = if text[end..].starts_with(trail) { end + trail.len() } else { end };
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_whatever_the_case_but_not_inside_others() {
        assert_eq!(locate("“A Study of Tides,”", "A study of tides"), Some((3, 19)));
        assert_eq!(locate("vol. 13", "3"), None);
        assert_eq!(locate("2nd", "2"), Some((0, 1)));
        assert_eq!(locate("abc", ""), None);
        assert_eq!(with_marks("“Rice (wild).”", "Rice (wild)", 3, 13), (3, 14));
    }
}
