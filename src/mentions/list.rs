//! The reference list, ready to be looked things up in.

use std::collections::HashMap;

use super::ListEntry;
use crate::normalize::fold::{fold, fold_run};

/// Entries of one name and year that are looked at: nobody tells more apart by letters.
const MOST: usize = 52;

/// Places in the list by all that markers name them by.
#[derive(Debug)]
pub(super) struct List<'a> {
    entries: &'a [ListEntry],
    numbers: HashMap<u32, u32>,
    /// Numbers by place.
    printed: HashMap<u32, u32>,
    /// Labels that are no numbers, and ids.
    keys: HashMap<&'a str, u32>,
    ids: HashMap<&'a str, u32>,
    /// By folded family name of the first author, with and without particle: entries by year.
    by_name: HashMap<String, HashMap<i16, Vec<usize>>>,
    /// Groups by year.
    groups: HashMap<i16, Vec<(String, usize)>>,
    /// The numbers are printed, and not only the places in the list.
    pub is_numbered: bool,
    pub highest: u32,
}

impl<'a> List<'a> {
    pub fn new(entries: &'a [ListEntry]) -> Self {
        let number = |entry: &ListEntry| {
            entry
                .label
                .as_deref()
                .and_then(|label| label.trim_matches(|c: char| !c.is_alphanumeric()).parse::<u32>().ok())
        };
        let numbered = entries.iter().filter(|entry| number(entry).is_some()).count();
        let is_numbered = 2 * numbered > entries.len();
        let unlabelled = entries.iter().all(|entry| entry.label.is_none());
        let mut list = Self {
            entries,
            numbers: HashMap::new(),
            printed: HashMap::new(),
            keys: HashMap::new(),
            ids: HashMap::new(),
            by_name: HashMap::new(),
            groups: HashMap::new(),
            is_numbered,
            highest: 0,
        };
        for (at, entry) in entries.iter().enumerate() {
            let number = if unlabelled { Some(entry.seq) } else { number(entry) };
            if let Some(number) = number {
                list.numbers.entry(number).or_insert(entry.seq);
                list.printed.entry(entry.seq).or_insert(number);
                list.highest = list.highest.max(number);
            } else if let Some(label) = &entry.label {
                list.keys.entry(label.trim_matches(['[', ']', '(', ')'])).or_insert(entry.seq);
            }
            for id in &entry.ids {
                list.ids.entry(id.as_str()).or_insert(entry.seq);
            }
            for name in entry.authors.first().map(|name| names(name)).unwrap_or_default() {
                let years = list.by_name.entry(name).or_default();
                let Some(year) = entry.year else { continue };
                let all = years.entry(year).or_default();
                if all.len() < MOST {
                    all.push(at);
                }
            }
            if let (Some(first), Some(year)) =
                (entry.authors.first().filter(|name| is_group(name)), entry.year)
            {
                let forms = std::iter::once(fold(first)).chain(acronym(first));
                let all = list.groups.entry(year).or_default();
                if all.len() < MOST {
                    all.extend(forms.map(|form| (form, at)));
                }
            }
        }
        list
    }

    pub fn number(&self, number: u32) -> Option<u32> {
        self.numbers.get(&number).copied()
    }

    /// The entry with this label of letters, or this key.
    pub fn key(&self, key: &str) -> Option<u32> {
        self.keys.get(key).or_else(|| self.ids.get(key)).copied()
    }

    /// The entry with this label of letters.
    pub fn label(&self, label: &str) -> Option<u32> {
        self.keys.get(label).copied()
    }

    pub fn id(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// The number printed before the entry at this place.
    pub fn number_of(&self, seq: u32) -> Option<u32> {
        self.printed.get(&seq).copied()
    }

    /// Whether this is the first author of any entry.
    pub fn has_author(&self, name: &str) -> bool {
        self.by_name.contains_key(&fold_run(name))
    }

    /// Entries whose first author, other authors, year and letter agree with a marker's.
    pub fn cited(&self, cited: &NameAndYear<'_>) -> Vec<u32> {
        let Some(first) = cited.names.first() else { return Vec::new() };
        let years = self.by_name.get(&fold_run(first));
        let fitting: Vec<usize> = years.and_then(|years| years.get(&cited.year)).cloned().unwrap_or_default();
        let named: Vec<usize> = fitting.iter().copied().filter(|at| self.has_others(*at, cited)).collect();
        // Other names that contradict are worse than none: nothing fits then.
        if named.is_empty() && cited.names.len() > 1 {
            return Vec::new();
        }
        let mut fitting = if named.is_empty() { fitting } else { named };
        // Two authors are seldom cut to one.
        let several = |at: &usize| {
            self.entries.get(*at).is_some_and(|entry| entry.authors.len() > 2 || entry.authors_truncated)
        };
        if cited.et_al && cited.names.len() == 1 && fitting.iter().any(several) {
            fitting.retain(several);
        }
        self.by_suffix(&fitting, cited.suffix)
    }

    /// Whether the other names of a marker are the entry's, and their number may be.
    fn has_others(&self, at: usize, cited: &NameAndYear<'_>) -> bool {
        let Some(entry) = self.entries.get(at) else { return false };
        let others = cited.names.iter().skip(1).zip(entry.authors.iter().skip(1));
        let agree = others.clone().all(|(name, author)| names(author).contains(&fold_run(name)));
        let shown = cited.names.len();
        let has = entry.authors.len();
        let many = if cited.et_al {
            has > shown || entry.authors_truncated
        } else {
            has == shown || entry.authors_truncated && has < shown
        };
        agree && many
    }

    /// Of entries of one name and year, those the letter means.
    fn by_suffix(&self, fitting: &[usize], suffix: Option<&str>) -> Vec<u32> {
        let entries = fitting.iter().filter_map(|at| self.entries.get(*at));
        let Some(suffix) = suffix else { return entries.map(|entry| entry.seq).collect() };
        let lettered: Vec<u32> = entries
            .clone()
            .filter(|entry| entry.year_suffix.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(suffix)))
            .map(|entry| entry.seq)
            .collect();
        if !lettered.is_empty() || entries.clone().any(|entry| entry.year_suffix.is_some()) {
            return lettered;
        }
        // Letters that the list lacks were given in its order.
        let place =
            suffix.bytes().next().map_or(0, |b| usize::from(b.to_ascii_lowercase().saturating_sub(b'a')));
        let all: Vec<u32> = entries.map(|entry| entry.seq).collect();
        if all.len() > 1 { all.get(place).copied().into_iter().collect() } else { all }
    }

    /// Entries of a group of this year with whose name `before` ends; where the name begins.
    pub fn group_before(&self, before: &str, year: i16, suffix: Option<&str>) -> Option<(usize, Vec<u32>)> {
        let mut best: Option<(usize, Vec<usize>)> = None;
        for (name, at) in self.groups.get(&year).map_or(&[][..], Vec::as_slice) {
            let Some(start) = ends_with(before, name) else { continue };
            match &mut best {
                Some((known, all)) if *known == start => all.push(*at),
                Some((known, _)) if *known < start => {}
                _ => best = Some((start, vec![*at])),
            }
        }
        best.map(|(start, all)| (start, self.by_suffix(&all, suffix))).filter(|(_, all)| !all.is_empty())
    }
}

/// What a marker of names and a year says.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameAndYear<'a> {
    pub names: &'a [&'a str],
    pub et_al: bool,
    pub year: i16,
    pub suffix: Option<&'a str>,
}

/// The forms a family name may be cited under: whole, without particles, one of two family names.
fn names(family: &str) -> Vec<String> {
    let words: Vec<&str> = family.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let mut forms = vec![fold_run(family)];
    if !is_group(family) {
        let without: Vec<&str> = words
            .iter()
            .copied()
            .skip_while(|word| word.chars().next().is_some_and(char::is_lowercase))
            .collect();
        forms.push(fold_run(&without.concat()));
        if words.len() > 1 {
            forms.extend(words.last().map(|word| fold_run(word)));
        }
        forms.extend(without.first().map(|word| fold_run(word)));
    }
    forms.retain(|form| form.len() > 1);
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Three words or more, or a word that only groups have.
fn is_group(name: &str) -> bool {
    const WORDS: [&str; 14] = [
        "group",
        "organization",
        "organisation",
        "committee",
        "consortium",
        "network",
        "society",
        "association",
        "collaboration",
        "agency",
        "institute",
        "team",
        "ministry",
        "department",
    ];
    let folded = fold(name);
    folded.split(' ').any(|word| WORDS.contains(&word))
        || folded.split(' ').count() > 3
        || name.len() > 1 && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// `who` of `World Health Organization`.
fn acronym(name: &str) -> Option<String> {
    let letters: String =
        name.split_whitespace().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect();
    (letters.chars().count() > 2).then(|| fold_run(&letters))
}

/// Where the words begin with which `text` ends, if they are these.
fn ends_with(text: &str, folded: &str) -> Option<usize> {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let least = text.len().saturating_sub(2 * folded.len() + 40);
    let mut before = ' ';
    let starts: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| {
            let begins = *at >= least && c.is_alphanumeric() && !before.is_alphanumeric();
            before = *c;
            begins
        })
        .map(|(at, _)| at)
        .collect();
    starts.into_iter().rev().find(|start| text.get(*start..).is_some_and(|end| fold(end) == folded))
}
