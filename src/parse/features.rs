//! What the tagger knows of a token: the word and its form, its neighbours, the sentence it stands in, and what the
//! whole reference shows.

#![allow(clippy::cast_possible_truncation, reason = "counts of tokens stay below a few thousand")]

use super::cues;
use super::hash::{mix, word};
use super::lexicon::{self, Class, Lexicon, Part, Word};
use super::tokens::{Kind, Token};

/// Features of every token.
pub const PER_TOKEN: usize = 42;

/// The features of a reference, [`PER_TOKEN`] for each token, and what stands between tokens.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Names of features, [`PER_TOKEN`] for each token in turn.
    pub names: Vec<u32>,
    /// How each token is joined to the one before: an index below [`JOINTS`].
    pub joints: Vec<u8>,
}

/// Kinds of joints between two tokens.
pub const JOINTS: usize = 6;

/// What a token looks like.
#[derive(Clone, Copy, Default)]
struct Look {
    word: u32,
    shape: u32,
    /// Coarse form, see [`form`].
    form: u8,
    cue: u8,
    /// The cue, or what the lexicon says of the word.
    class: u8,
    /// How it stands in the name of a journal.
    journal: u8,
    prefix: u32,
    suffix: u32,
    /// Sentence it stands in.
    sentence: u16,
    /// Numbers since the last run of words.
    numbers: u8,
    /// Years before it.
    years: u8,
    quoted: bool,
    depth: u8,
}

/// What stands around no token.
const NOTHING: [Look; 2 * REACH + 1] = [Look {
    word: 0,
    shape: 0,
    form: BLANK,
    cue: cues::NONE,
    class: 0,
    journal: 0,
    prefix: 0,
    suffix: 0,
    sentence: 0,
    numbers: 0,
    years: 0,
    quoted: false,
    depth: 0,
}; 2 * REACH + 1];

/// What a sentence looks like.
#[derive(Clone, Copy, Default)]
struct Sentence {
    start: usize,
    end: usize,
    bits: u32,
    first: u32,
}

/// Classes of the lexicon are counted from here; cues stay below.
const CLASSES: u8 = 32;

/// How far a token looks to either side.
const REACH: usize = 4;

const BLANK: u8 = 0;
const YEAR: u8 = 7;

/// Reads the features of tokens.
pub fn read(text: &str, tokens: &[Token], lexicon: Lexicon<'_>) -> Features {
    let mut looks: Vec<Look> = tokens.iter().map(|t| look(text, t, lexicon)).collect();
    let words: Vec<Word> = (0..looks.len()).map(|i| name_word(&looks, i)).collect();
    for (look, journal) in looks.iter_mut().zip(lexicon.journals(&words)) {
        look.journal = journal;
    }
    let sentences = sentences(tokens, &mut looks);
    context(text, tokens, &mut looks);
    let whole = whole(&looks);
    // Blanks on either side, so that every token has neighbours.
    let mut padded = vec![Look::default(); looks.len() + 2 * REACH];
    padded[REACH..REACH + looks.len()].copy_from_slice(&looks);
    let mut names = Vec::with_capacity(tokens.len() * PER_TOKEN);
    let mut joints = Vec::with_capacity(tokens.len());
    let marks = marks(text, tokens);
    for i in 0..tokens.len() {
        names.extend_from_slice(&token(tokens, &padded, &sentences, &marks, whole, i));
        joints.push(joint(tokens, &looks, i));
    }
    Features { names, joints }
}

fn look(text: &str, token: &Token, lexicon: Lexicon<'_>) -> Look {
    let printed = token.span.of(text);
    let form = form(printed, token.kind);
    let word = match form {
        // One name for every identifier, and for every year.
        1 => 1,
        YEAR => 7,
        _ => word(printed),
    };
    let cue = if token.kind == Kind::Word || printed == "&" { cues::of(word) } else { cues::NONE };
    let (prefix, suffix) = if token.kind == Kind::Word { affixes(printed) } else { (0, 0) };
    let class = match cue {
        cues::NONE if token.kind == Kind::Word => CLASSES + lexicon.class(word),
        cue => cue,
    };
    Look { word, shape: shape(printed, token.kind), form, cue, class, prefix, suffix, ..Look::default() }
}

/// A token as the search for names of journals sees it.
fn name_word(looks: &[Look], i: usize) -> Word {
    const PERSON: [u8; 2] = [CLASSES + Class::Family as u8, CLASSES + Class::Given as u8];
    let look = &looks[i];
    let longer = |look: &Look| (16..=18).contains(&look.form) && !PERSON.contains(&look.class);
    // `N. Engl. J. Med.` begins like an initial, but goes on otherwise.
    let opens = longer(look)
        || matches!(look.form, 13 | 15)
            && looks[i + 1..].iter().take(2).find(|l| l.form != 21).is_some_and(longer);
    Word {
        hash: look.word,
        role: match look.form {
            13..=20 => Part::Word,
            21 | 22 | 24 | 28 | 30 | 31 => Part::Between,
            _ => Part::End,
        },
        opens,
        counts: lexicon::counts(look.cue),
        is_in: look.cue == cues::IN,
    }
}

/// The first three and the last three letters.
fn affixes(printed: &str) -> (u32, u32) {
    if printed.is_ascii() {
        let cut = printed.len().min(3);
        return (word(&printed[..cut]), word(&printed[printed.len() - cut..]));
    }
    let end = printed.char_indices().nth(3).map_or(printed.len(), |(i, _)| i);
    let start = printed.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
    (word(&printed[..end]), word(&printed[start..]))
}

/// Letters and digits by their kinds, runs cut at three.
fn shape(printed: &str, kind: Kind) -> u32 {
    if matches!(kind, Kind::Read) {
        return 1;
    }
    let (mut out, mut last, mut run) = (0_u32, 0_u32, 0);
    for c in printed.chars().take(16) {
        let class = if c.is_ascii_digit() {
            1
        } else if c.is_uppercase() {
            2
        } else if c.is_alphabetic() {
            3
        } else {
            4 + (c as u32 & 0xff)
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 3 {
            out = out.wrapping_mul(31).wrapping_add(class);
        }
    }
    out
}

/// The coarse form of a token.
fn form(printed: &str, kind: Kind) -> u8 {
    let digits = printed.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        Kind::Read => 1,
        Kind::Number if digits == printed.len() => match digits {
            1 => 4,
            2 => 5,
            3 => 6,
            4 if super::locator::is_year(printed) => YEAR,
            4 => 8,
            _ => 9,
        },
        Kind::Number => {
            let year = printed.get(..4).is_some_and(super::locator::is_year) && printed.len() == 5;
            if year {
                10
            } else if printed.starts_with(|c: char| c.is_ascii_digit()) {
                11
            } else {
                12
            }
        }
        Kind::Word => {
            let (mut count, mut upper, mut rest_upper, mut rest_lower) = (0, false, false, false);
            for c in printed.chars() {
                let (is_upper, is_lower) = (c.is_uppercase(), c.is_lowercase());
                if count == 0 {
                    upper = is_upper;
                } else {
                    rest_upper |= is_upper;
                    rest_lower |= is_lower;
                }
                count += 1;
            }
            match (upper, count == 1, rest_upper, rest_lower) {
                (true, true, ..) => 13,
                (false, true, ..) => 14,
                (true, _, true, false) if count <= 3 => 15,
                (true, _, true, false) => 16,
                (true, _, true, true) => 17,
                (true, ..) => 18,
                (false, _, true, _) => 19,
                _ => 20,
            }
        }
        Kind::Mark => match printed.chars().next().unwrap_or(' ') {
            '.' => 21,
            ',' => 22,
            ';' => 23,
            ':' => 24,
            '(' | '[' => 25,
            ')' | ']' => 26,
            '"' | '“' | '”' | '«' | '»' | '„' => 27,
            '-' | '‐' | '‑' | '–' | '—' | '−' | '‒' => 28,
            '?' | '!' => 29,
            '&' => 30,
            '/' => 31,
            _ => 32,
        },
    }
}

fn is_mark(form: u8) -> bool {
    form >= 21
}

fn is_number(form: u8) -> bool {
    (4..=12).contains(&form)
}

fn is_lower(form: u8) -> bool {
    form == 20 || form == 14
}

/// Cuts the reference into sentences and tells what each one holds.
fn sentences(tokens: &[Token], looks: &mut [Look]) -> Vec<Sentence> {
    let mut out = vec![Sentence::default()];
    for i in 0..tokens.len() {
        let at = out.len() - 1;
        looks[i].sentence = u16::try_from(at).unwrap_or(u16::MAX);
        out[at].end = i + 1;
        let ends = match looks[i].form {
            21 => {
                i > 0 && !matches!(looks[i - 1].form, 13 | 15) && tokens.get(i + 1).is_none_or(|t| t.spaced)
            }
            29 => tokens.get(i + 1).is_none_or(|t| t.spaced),
            _ => false,
        };
        if ends && i + 1 < tokens.len() {
            out.push(Sentence { start: i + 1, end: i + 1, ..Sentence::default() });
        }
    }
    for sentence in &mut out {
        describe(sentence, &looks[sentence.start..sentence.end]);
    }
    out
}

/// What a sentence of these tokens holds.
fn describe(sentence: &mut Sentence, inside: &[Look]) {
    let (mut lower, mut initials, mut commas, mut bits) = (0, 0, 0, 0);
    for look in inside {
        lower += u32::from(is_lower(look.form) && look.cue != cues::SMALL);
        initials += u32::from(matches!(look.form, 13 | 15));
        commas += u32::from(look.form == 22);
        bits |= u32::from(is_number(look.form))
            | u32::from(look.form == YEAR) << 1
            | u32::from(look.form == 24) << 2
            | u32::from(look.cue == 8) << 3
            | u32::from(look.cue == 14) << 4
            | u32::from(look.cue == 15) << 5
            | u32::from(look.cue == 19) << 6
            | u32::from(look.cue == 24) << 7;
    }
    sentence.bits = bits
        | u32::from(lower >= 3) << 8
        | u32::from(lower >= 1) << 9
        | u32::from(initials >= 2) << 10
        | u32::from(commas >= 2) << 11;
    sentence.first = inside.first().map_or(0, |l| if l.cue == cues::IN { 1 } else { u32::from(l.form) + 2 });
}

/// Quotes, brackets, and how many numbers and years came before.
fn context(text: &str, tokens: &[Token], looks: &mut [Look]) {
    let (mut quoted, mut depth, mut numbers, mut years, mut words) = (false, 0_u8, 0_u8, 0_u8, 0);
    for (token, look) in tokens.iter().zip(looks) {
        match look.form {
            25 => depth = (depth + 1).min(2),
            26 => depth = depth.saturating_sub(1),
            27 => {
                quoted = match token.span.of(text) {
                    "“" | "«" | "„" => true,
                    "”" | "»" => false,
                    _ => !quoted,
                }
            }
            _ => {}
        }
        (look.quoted, look.depth, look.numbers, look.years) = (quoted, depth, numbers, years);
        if is_number(look.form) {
            numbers = (numbers + 1).min(6);
            words = 0;
            years = (years + u8::from(matches!(look.form, YEAR | 10))).min(3);
        } else if (16..=20).contains(&look.form) && matches!(look.cue, 0 | 15) {
            words += 1;
            if words >= 2 {
                numbers = 0;
            }
        }
    }
}

/// What the whole reference shows.
fn whole(looks: &[Look]) -> u32 {
    let third = looks.len() / 2;
    let mut bits = 0;
    for (i, l) in looks.iter().enumerate() {
        bits |= u32::from(l.cue == cues::EDITOR)
            | u32::from(l.cue == 8) << 1
            | u32::from(l.cue == 14) << 3
            | u32::from(l.cue == 9 || l.cue == 10) << 4
            | u32::from(i < third && matches!(l.form, YEAR | 10)) << 5
            | u32::from(l.form == 27) << 6
            | u32::from(l.form == 1) << 7;
    }
    let range = looks.windows(3).any(|w| w[1].form == 28 && is_number(w[0].form) && is_number(w[2].form));
    bits | u32::from(range) << 2
}

/// For each token the mark before it and how far, and the mark behind it and how far.
fn marks(text: &str, tokens: &[Token]) -> Vec<[u32; 4]> {
    let mut out = vec![[0; 4]; tokens.len()];
    let bucket = |n: usize| match n {
        0..=4 => n as u32,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    };
    let code = |t: &Token| t.span.of(text).chars().next().map_or(0, |c| c as u32);
    let (mut last, mut seen) = (0, 0);
    for (i, token) in tokens.iter().enumerate() {
        out[i][0] = last;
        out[i][1] = bucket(i - seen);
        if token.kind == Kind::Mark && !is_dash(text, token) {
            (last, seen) = (code(token), i + 1);
        }
    }
    let (mut last, mut seen) = (0, tokens.len());
    for (i, token) in tokens.iter().enumerate().rev() {
        out[i][2] = last;
        out[i][3] = bucket(seen - i - 1);
        if token.kind == Kind::Mark && !is_dash(text, token) {
            (last, seen) = (code(token), i);
        }
    }
    out
}

fn is_dash(text: &str, token: &Token) -> bool {
    matches!(token.span.of(text), "-" | "‐" | "‑" | "–")
}

/// How a token is joined to the one before it.
fn joint(tokens: &[Token], looks: &[Look], i: usize) -> u8 {
    let before = i.checked_sub(1).map_or(BLANK, |b| looks[b].form);
    if is_mark(looks[i].form) && looks[i].form != 25 && looks[i].form != 27 {
        0
    } else if looks[i].form == 25 || looks[i].form == 27 {
        1
    } else if is_mark(before) && tokens[i].spaced {
        if before == 21 { 2 } else { 3 }
    } else if is_mark(before) {
        4
    } else {
        5
    }
}

/// The features of one token.
///
/// Each line of the long list is a template; their numbers only tell them apart. A score falls when any of these is left
/// out, and did not when some twenty more were.
#[allow(clippy::many_single_char_names, reason = "each stands in forty short lines")]
fn token(
    tokens: &[Token],
    padded: &[Look],
    sentences: &[Sentence],
    marks: &[[u32; 4]],
    whole: u32,
    i: usize,
) -> [u32; PER_TOKEN] {
    let around: &[Look; 2 * REACH + 1] = padded[i..].first_chunk().unwrap_or(&NOTHING);
    let f = |d: isize| u32::from(around[REACH.wrapping_add_signed(d)].form);
    let c = |d: isize| u32::from(around[REACH.wrapping_add_signed(d)].class);
    let w = |d: isize| around[REACH.wrapping_add_signed(d)].word;
    let j = |d: isize| u32::from(around[REACH.wrapping_add_signed(d)].journal);
    let (l, n) = (&around[REACH], tokens.len());
    let own = f(0);
    let own_class = own << 8 | c(0);
    let spaced = u32::from(tokens[i].spaced);
    let at = l.sentence as usize;
    let s = sentences.get(at).copied().unwrap_or_default();
    let before = at.checked_sub(1).and_then(|b| sentences.get(b)).copied().unwrap_or_default();
    let next = sentences.get(at + 1).copied().unwrap_or_default();
    let index = u32::from(l.sentence).min(6);
    let left = (sentences.len() - at.min(sentences.len() - 1)).min(6) as u32;
    let tenth = (i * 10 / n.max(1)) as u32;
    let m = marks[i];
    let inside = (i - s.start).min(7) as u32;
    let state = u32::from(l.quoted) | u32::from(l.depth) << 1 | u32::from(l.years) << 3;
    [
        // the word and its form
        mix(1, l.word, 0),
        mix(2, l.word, w(-1)),
        mix(3, l.word, w(1)),
        mix(4, w(-1), 0),
        mix(5, w(1), 0),
        mix(6, l.word, index << 8 | u32::from(l.years)),
        mix(7, l.shape, spaced),
        mix(8, l.prefix, 0),
        mix(9, l.suffix, 0),
        // neighbours
        mix(10, own << 16 | f(-1) << 8 | f(1), spaced),
        mix(11, own << 16 | f(-1) << 8 | f(-2), 0),
        mix(12, own << 16 | f(1) << 8 | f(2), 0),
        mix(13, f(-2) << 24 | f(-1) << 16 | f(1) << 8 | f(2), own),
        mix(14, own << 24 | f(1) << 16 | f(2) << 8 | f(3), f(4)),
        mix(15, own << 24 | f(-1) << 16 | f(-2) << 8 | f(-3), f(-4)),
        mix(16, own_class, c(-2) << 8 | f(-1)),
        mix(17, own_class, c(2) << 8 | f(1)),
        mix(18, c(-1) << 8 | c(1), c(-2) << 8 | c(2)),
        mix(19, own_class, c(-1) << 8 | c(1)),
        mix(20, own_class, c(1) << 16 | c(2) << 8 | c(3)),
        mix(21, own_class, c(-1) << 16 | c(-2) << 8 | c(-3)),
        mix(22, j(0) << 8 | own, f(-1) << 8 | f(1)),
        mix(23, j(-1) << 16 | j(0) << 8 | j(1), own),
        mix(24, j(0) << 8 | own, index << 8 | u32::from(l.years)),
        // punctuation around
        mix(25, m[0] << 3 | m[1], own),
        mix(26, m[2] << 3 | m[3], own),
        mix(27, m[0] << 3 | m[1], m[2] << 3 | m[3]),
        // the sentence
        mix(28, s.bits, next.first),
        mix(29, s.bits, next.bits),
        mix(30, s.bits, before.bits),
        mix(31, index << 8 | left, own),
        mix(32, s.first, own << 8 | index),
        mix(33, s.first, inside << 8 | s.bits & 0xf),
        mix(34, inside, own_class),
        mix(35, s.bits, m[0] << 16 | m[2]),
        // position
        mix(36, tenth, own),
        mix(37, (n - i).min(12) as u32, own_class),
        mix(38, tenth, whole),
        // what came before
        mix(39, state, u32::from(l.numbers) << 8 | own),
        mix(40, u32::from(l.numbers), own << 16 | f(-1) << 8 | f(1)),
        // the whole
        mix(41, state, whole),
        mix(42, whole << 8 | index, m[0] << 8 | m[2]),
    ]
}
