//! The style of a list: how its references step from one part to the next.
//!
//! What a style settles is which mark stands between two parts, and which part comes next. So every token but marks
//! that close is looked at with the mark in front of it and its own form (its *setting*), and what counts is which tag
//! follows which in that setting. Where a list does so otherwise than references do in general, it leans: each step
//! is weighted by how much likelier it is in this list.

use std::ops::Range;

use super::tag::Tag;
use super::tagger::Lean;
use super::tokens::{Kind, Token};
use super::{cues, hash, locator};

const N: usize = Tag::COUNT;

/// Settings there can be: sixteen marks in front, by sixteen forms.
const SETTINGS: usize = 256;
/// The setting of tokens that say nothing of style.
const NONE: u8 = 0xff;
/// Steps there can be: settings, by tag before, by tag.
pub const STEPS: usize = SETTINGS * N * N;

/// Fewer references show no style.
const LEAST: usize = 4;
/// What is known of references in general counts as much as so many steps of the list.
const PRIOR: f32 = 2.0;
/// No step becomes likelier or less likely by more than this, as a logarithm.
const BOUND: f32 = 1.5;
/// So many references show whether a list is of one style.
const TRIED: usize = 32;

/// The setting of each token.
pub fn settings(text: &str, tokens: &[Token]) -> Vec<u8> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut before = [b' '; 2];
    for token in tokens {
        let printed = token.span.of(text);
        let form = form(printed, token.kind);
        out.push(form.map_or(NONE, |form| mark(before, token.spaced) << 4 | form));
        let class = match token.kind {
            Kind::Mark => printed.bytes().next().unwrap_or(b' '),
            Kind::Word if is_initial(printed) => b'I',
            _ => b'w',
        };
        before = [before[1], class];
    }
    out
}

/// The mark in front of a token, below sixteen. A full stop behind an initial is another than one behind a word.
fn mark(before: [u8; 2], spaced: bool) -> u8 {
    match before {
        [b'I', b'.'] => 1,
        [b'w' | b' ', b'.'] => 2,
        [_, b'.'] => 3,
        [b'.', b','] => 4,
        [b')', b','] => 5,
        [_, b','] => 6,
        [_, b';'] => 7,
        [_, b':'] => 8,
        [_, b')' | b']'] => 9,
        [_, b'(' | b'['] => 10,
        [_, b'"' | b'\''] => 11,
        [_, b'&'] => 12,
        [_, b'I'] => 13,
        [_, b'w' | b' '] => u8::from(spaced) * 14,
        // Dashes, quotes of other kinds, and what is rare.
        _ => 15,
    }
}

/// The form of a token, below fifteen; `None` for marks that close, which go with what stands in front of them.
fn form(printed: &str, kind: Kind) -> Option<u8> {
    Some(match kind {
        Kind::Read => 0,
        Kind::Number if locator::is_year(printed) => 1,
        Kind::Number if printed.bytes().all(|b| b.is_ascii_digit()) => 2,
        Kind::Number => 3,
        Kind::Mark => match printed.chars().next()? {
            '(' | '[' => 4,
            '"' | '“' | '«' | '„' | '‘' => 5,
            _ => return None,
        },
        Kind::Word if is_initial(printed) => 6,
        Kind::Word => match cues::of(hash::word(printed)) {
            cues::EDITOR => 7,
            cues::IN => 8,
            cues::VOLUME | cues::ISSUE => 9,
            cues::PAGES => 10,
            cues::AND | cues::OTHERS => 11,
            _ if printed.chars().next().is_some_and(char::is_uppercase) => 12,
            _ => 13,
        },
    })
}

fn is_initial(printed: &str) -> bool {
    printed.len() <= 3 && printed.bytes().all(|b| b.is_ascii_uppercase())
}

/// The steps of a tagged reference, each below [`STEPS`].
pub fn steps(settings: &[u8], tags: &[Tag]) -> impl Iterator<Item = usize> {
    let pairs = tags.iter().zip(tags.iter().skip(1)).zip(settings.iter().skip(1));
    pairs
        .filter(|(_, setting)| **setting != NONE)
        .map(|((before, tag), setting)| (usize::from(*setting) * N + before.index()) * N + tag.index())
}

/// How likely each step is in references of all styles, given the setting and the tag before: the table that the
/// trainer writes.
#[derive(Clone, Copy, Debug)]
pub struct General<'a> {
    table: &'a [u8],
}

/// A byte of the table stands for the probability `exp(-byte / FINE)`.
pub const FINE: f32 = 16.0;

impl General<'static> {
    /// The table in this program.
    pub fn embedded() -> Self {
        Self { table: include_bytes!("model/style.bin") }
    }
}

impl<'a> General<'a> {
    /// Takes the trainer's table; `None` where it is of another size.
    pub fn open(table: &'a [u8]) -> Option<Self> {
        (table.len() == STEPS).then_some(Self { table })
    }

    fn probability(self, step: usize) -> f32 {
        self.table.get(step).map_or(1.0, |&byte| (-f32::from(byte) / FINE).exp())
    }
}

/// What a list leans to.
#[derive(Debug)]
pub struct Style {
    /// By setting: which of the leans is its own.
    places: Vec<Option<u8>>,
    leans: Vec<Lean>,
}

impl Style {
    /// The style of a list by the settings and tags of those of its references that are clear enough. `None` where they
    /// are too few, or do not share one.
    pub fn of(list: &[(&[u8], &[Tag])], general: General<'_>) -> Option<Self> {
        if list.len() < LEAST {
            return None;
        }
        let mut counts = Counts { steps: vec![0; STEPS], rows: vec![0; SETTINGS * N], general };
        for (settings, tags) in list {
            counts.add(settings, tags);
        }
        // Does what the others do say better what each one does than what is done in general?
        let mut gain = 0.0;
        for (settings, tags) in list.iter().step_by(list.len().div_ceil(TRIED)) {
            counts.take(settings, tags);
            gain += steps(settings, tags).map(|step| counts.likelier(step)).sum::<f32>();
            counts.add(settings, tags);
        }
        (gain > 0.0).then(|| counts.style())
    }

    /// What the list leans to in a setting.
    pub fn lean(&self, setting: u8) -> Option<&Lean> {
        let place = self.places.get(usize::from(setting)).copied().flatten()?;
        self.leans.get(usize::from(place))
    }
}

/// How often a list takes each step.
struct Counts<'a> {
    steps: Vec<u32>,
    /// The same, whatever the tag that follows.
    rows: Vec<u32>,
    general: General<'a>,
}

impl Counts<'_> {
    fn add(&mut self, settings: &[u8], tags: &[Tag]) {
        for step in steps(settings, tags) {
            self.steps[step] += 1;
            self.rows[step / N] += 1;
        }
    }

    /// Takes back what was added.
    fn take(&mut self, settings: &[u8], tags: &[Tag]) {
        for step in steps(settings, tags) {
            self.steps[step] -= 1;
            self.rows[step / N] -= 1;
        }
    }

    /// How much likelier a step is in this list than in general, as a logarithm. Where the list has never been in the
    /// step's setting, as likely.
    fn likelier(&self, step: usize) -> f32 {
        let general = self.general.probability(step);
        let (taken, all) = (self.steps[step] as f32, self.rows[step / N] as f32);
        ((taken + PRIOR * general) / ((all + PRIOR) * general)).ln().clamp(-BOUND, BOUND)
    }

    fn style(&self) -> Style {
        let mut style = Style { places: Vec::with_capacity(SETTINGS), leans: Vec::new() };
        for (setting, rows) in (0..).zip(self.rows.chunks_exact(N)) {
            let seen = rows.iter().any(|&row| row > 0);
            style.places.push(seen.then(|| u8::try_from(style.leans.len()).unwrap_or(u8::MAX)));
            if seen {
                style.leans.push(self.lean(setting, rows));
            }
        }
        style
    }

    fn lean(&self, setting: usize, rows: &[u32]) -> Lean {
        let mut lean = Lean::default();
        for (before, _) in rows.iter().enumerate().filter(|(_, row)| **row > 0) {
            let row: Range<usize> = (setting * N + before) * N..(setting * N + before + 1) * N;
            for (tag, step) in row.enumerate() {
                lean.log[before][tag] = self.likelier(step);
                lean.exp[before][tag] = lean.log[before][tag].exp();
            }
        }
        lean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tokens;

    /// A tagged text, as far as styles go.
    fn tagged(text: &str, tags: &[Tag]) -> (Vec<u8>, Vec<Tag>) {
        let tokens = tokens::split(text, 0, &[]);
        assert_eq!(tokens.len(), tags.len(), "{text}");
        (settings(text, &tokens), tags.to_vec())
    }

    fn style(list: &[(Vec<u8>, Vec<Tag>)]) -> Option<Style> {
        let list: Vec<_> = list.iter().map(|(s, t)| (s.as_slice(), t.as_slice())).collect();
        Style::of(&list, General::embedded())
    }

    const CONTAINER: [Tag; 5] = [Tag::Author, Tag::Author, Tag::Title, Tag::Title, Tag::Container];

    #[test]
    fn what_a_list_does_becomes_likelier() {
        let list: Vec<_> = (0..6).map(|_| tagged("Name. Moss: Botany", &CONTAINER)).collect();
        let style = style(&list).unwrap();
        let lean = style.lean(list[0].0[4]).unwrap();
        let of = |tag: Tag| lean.log[Tag::Title.index()][tag.index()];
        assert!(of(Tag::Container) > 0.5 && of(Tag::Title) < -0.5);
        assert!(lean.log.iter().flatten().all(|l| l.abs() <= BOUND));
        // Where it has nothing to say, it says nothing.
        assert!(lean.log[Tag::Pages.index()].iter().all(|l| *l == 0.0));
        assert!(style.lean(NONE).is_none());
    }

    #[test]
    fn few_references_show_no_style() {
        let list: Vec<_> = (0..LEAST).map(|_| tagged("Name. Moss: Botany", &CONTAINER)).collect();
        assert!(style(&list).is_some());
        assert!(style(&list[1..]).is_none());
    }

    #[test]
    fn references_that_differ_show_no_style() {
        let tags = |last| [Tag::Author, Tag::Author, Tag::Title, Tag::Title, last];
        let ends = [Tag::Container, Tag::Date, Tag::Pages, Tag::Place, Tag::Genre, Tag::Note, Tag::Volume];
        let list: Vec<_> = ends.iter().map(|t| tagged("Name. Moss: Botany", &tags(*t))).collect();
        assert!(style(&list).is_none());
    }

    #[test]
    fn the_embedded_table_opens() {
        let General { table } = General::embedded();
        assert!(General::open(table).is_some());
        assert!(General::open(&table[1..]).is_none());
    }
}
