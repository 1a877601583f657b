use unicode_normalization::UnicodeNormalization;

use super::glyph::{Glyph, Text};

/// Glyphs that stand close together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// A blank was drawn behind it.
    pub(super) space: bool,
}

/// White that parts words, in parts of the font's size. The narrowest blank of a justified line is wider, the widest
/// kerning is not.
pub(super) const WORD_GAP: f32 = 0.13;

/// Puts a page's glyphs together as they follow one another.
pub(super) fn words(glyphs: Vec<Glyph>) -> Vec<Word> {
    let mut counts = [0usize; 4];
    for glyph in &glyphs {
        if let Some(count) = counts.get_mut(usize::from(glyph.turn)) {
            *count += 1;
        }
    }
    // A page set on its side is read as it was meant; a stamp along the margin is left out.
    let turn = (0..4u8).max_by_key(|t| (counts.get(usize::from(*t)).copied(), 4 - t)).unwrap_or(0);
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    let mut accent: Option<(char, f32, f32)> = None;
    for glyph in glyphs.into_iter().filter(|g| g.turn == turn).map(|g| g.upright(turn)) {
        let text = match &glyph.text {
            Text::Char(c) => cleaned(*c),
            Text::Several(text) => text.chars().map(cleaned).collect::<String>(),
        };
        if text.is_empty() {
            continue;
        }
        if text.trim().is_empty() {
            if let Some(mut word) = open.take() {
                word.space = true;
                words.push(word);
            }
            continue;
        }
        if let Some(word) = &mut open
            && belongs(word, &glyph)
        {
            // The same glyph drawn twice, a little apart, looks bold.
            let twice = word.text.ends_with(&text)
                && (glyph.x1 - word.x1).abs() < 0.08 * glyph.size
                && glyph.x0 < word.x1;
            if twice {
                continue;
            }
            join(word, &text, &glyph, &mut accent);
            continue;
        }
        words.extend(open.take());
        accent = combining(&text).map(|c| (c, glyph.x0, glyph.x1));
        open = Some(Word {
            text,
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            bold: glyph.bold,
            space: false,
        });
    }
    words.extend(open);
    words
}

fn belongs(word: &Word, glyph: &Glyph) -> bool {
    let size = word.size.max(glyph.size);
    let gap = glyph.x0 - word.x1;
    // Accents are raised over capitals.
    let accent = |text: Option<char>| text.is_some_and(|c| combining(c.encode_utf8(&mut [0; 4])).is_some());
    let drawn = match &glyph.text {
        Text::Char(c) => accent(Some(*c)),
        Text::Several(_) => false,
    };
    let reach = if drawn || accent(word.text.chars().next_back()) { 0.35 } else { 0.12 };
    (glyph.y - word.y).abs() < reach * size
        && gap < WORD_GAP * size
        && gap > -0.6 * size
        && (glyph.size - word.size).abs() < 0.15 * size
}

/// Adds a glyph to a word. An accent drawn over a letter becomes part of it.
fn join(word: &mut Word, text: &str, glyph: &Glyph, accent: &mut Option<(char, f32, f32)>) {
    let overlaps =
        |from: f32, to: f32| glyph.x0 < to - 0.3 * (to - from) && glyph.x1 > from + 0.3 * (to - from);
    let letter = text.chars().next().filter(|c| c.is_alphabetic());
    if let (Some((mark, from, to)), Some(letter)) = (accent.take(), letter)
        && overlaps(from, to)
    {
        word.text.pop();
        push_accented(&mut word.text, letter, mark);
        word.text.extend(text.chars().skip(1));
    } else if let Some(mark) = combining(text) {
        let last = word.text.chars().next_back().filter(|c| c.is_alphabetic());
        if let Some(letter) = last.filter(|_| glyph.x0 < word.x1 - 0.15 * glyph.size) {
            word.text.pop();
            push_accented(&mut word.text, letter, mark);
        } else {
            word.text.push_str(text);
            *accent = Some((mark, glyph.x0, glyph.x1));
        }
    } else {
        word.text.push_str(text);
    }
    word.x1 = word.x1.max(glyph.x1);
    if combining(text).is_none() {
        // The baseline is that of letters.
        word.y = glyph.y;
    }
}

fn push_accented(text: &mut String, letter: char, mark: char) {
    let base = match letter {
        'ı' => 'i',
        'ȷ' => 'j',
        c => c,
    };
    match (base, mark) {
        ('l', '\u{337}') => text.push('ł'),
        ('L', '\u{337}') => text.push('Ł'),
        _ => text.extend([base, mark].into_iter().nfc()),
    }
}

/// The combining form of an accent that stands alone.
fn combining(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    Some(match c {
        '`' | '\u{2CB}' => '\u{300}',
        '´' | '\u{2CA}' => '\u{301}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30A}',
        '˝' => '\u{30B}',
        'ˇ' => '\u{30C}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        c @ '\u{300}'..='\u{36F}' => c,
        _ => return None,
    })
}

/// Ligatures as their letters, odd blanks as blanks.
fn cleaned(c: char) -> String {
    match c {
        '\u{FB00}'..='\u{FB06}' => c.nfkc().collect(),
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\u{A0}' => " ".to_owned(),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => String::new(),
        // A hyphen that shows only at the end of a line; the page shows it.
        '\u{AD}' => "-".to_owned(),
        c => c.to_string(),
    }
}
