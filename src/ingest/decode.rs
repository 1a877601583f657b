use std::borrow::Cow;

use super::encoding::Encoding;
use super::raw_lines::RawLine;
use crate::model::{Piece, Width};

/// Ends a line inside a line of the file: a form feed or vertical tab.
pub(super) const PAGE_BREAK: char = '\u{0C}';
/// Ends a line inside a line of the file: Unicode's line and paragraph separators, and NEL.
pub(super) const SOFT_BREAK: char = '\u{2028}';

/// What had to be repaired to make text of the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Repairs {
    /// Lines with bytes that are not valid in the file's encoding.
    pub(super) mixed_lines: u32,
    /// The first of them.
    pub(super) first_mixed: Option<u32>,
    /// Control characters taken out.
    pub(super) controls: u64,
    /// The line of the first.
    pub(super) first_control: Option<u32>,
}

/// Turns bytes of lines into clean text that knows where each character came from.
///
/// Control characters, soft hyphens and zero-width characters go; every kind of space becomes a plain one (tabs stay,
/// they are layout); [`PAGE_BREAK`] and [`SOFT_BREAK`] stay for the caller to cut at.
pub(super) struct Decoder {
    encoding: Encoding,
    /// Characters of a single-byte encoding, for its upper half also the fallback for damaged UTF-8.
    table: Box<[char; 256]>,
    text: Text,
    last_mixed: u32,
    pub(super) repairs: Repairs,
}

/// A line's characters and where they stand in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) chars: String,
    /// Offsets count from the start of `chars`.
    pub(super) pieces: Vec<Piece>,
    /// Where the file goes on if the next character follows without a gap.
    next: u64,
}

impl Text {
    /// Adds a character that takes `length` bytes of the file at `at`.
    fn push(&mut self, c: char, at: u64, width: Width) {
        let same = self.pieces.last().is_some_and(|p| p.width == width) && self.next == at;
        if !same {
            self.pieces.push(Piece { text_start: offset(self.chars.len()), file_start: at, width });
        }
        self.chars.push(c);
        self.next = at
            + match width {
                Width::Utf8 => c.len_utf8() as u64,
                Width::Single => 1,
                Width::Utf16 => 2 * c.len_utf16() as u64,
            };
    }
}

/// Offsets in texts stay far below 4 GiB: lines and entries are cut long before.
pub(super) fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A decoded line.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Empty when the text is the file's own UTF-8 without a gap.
    pub(super) pieces: &'a [Piece],
}

impl Decoder {
    pub(super) fn new(encoding: Encoding) -> Self {
        let single = match encoding {
            Encoding::Single(single) => single,
            _ => encoding_rs::WINDOWS_1252,
        };
        let (text, repairs) = (Text::default(), Repairs::default());
        Self { encoding, table: table(single), text, last_mixed: 0, repairs }
    }

    /// Decodes one line.
    pub(super) fn decode<'a>(&'a mut self, line: &RawLine<'a>) -> Decoded<'a> {
        let bytes = line.bytes;
        self.text.chars.clear();
        self.text.pieces.clear();
        match self.encoding {
            Encoding::Utf8 => {
                let bytes = if line.is_cut() { whole_chars(bytes) } else { bytes };
                match std::str::from_utf8(bytes) {
                    Ok(text) if is_clean(bytes) => return Decoded { text: Cow::Borrowed(text), pieces: &[] },
                    Ok(text) => self.utf8(text, line.start, line.number),
                    Err(_) => self.damaged_utf8(bytes, line),
                }
            }
            Encoding::Single(_) => self.single(bytes, line.start, line.number),
            Encoding::Utf16 { big_endian } => self.utf16(bytes, big_endian, line),
            Encoding::Multi(encoding) => self.multi(bytes, encoding, line),
        }
        Decoded { text: Cow::Borrowed(&self.text.chars), pieces: &self.text.pieces }
    }

    fn utf8(&mut self, text: &str, start: u64, number: u32) {
        for (i, c) in text.char_indices() {
            self.clean(c, start + i as u64, Width::Utf8, number);
        }
    }

    fn single(&mut self, bytes: &[u8], start: u64, number: u32) {
        for (at, b) in (start..).zip(bytes) {
            let c = self.table.get(usize::from(*b)).copied().unwrap_or(char::REPLACEMENT_CHARACTER);
            self.clean(c, at, Width::Single, number);
        }
    }

    /// Valid runs stay; only the bytes that are not valid are read in the fallback encoding.
    fn damaged_utf8(&mut self, bytes: &[u8], line: &RawLine<'_>) {
        self.mixed(line.number);
        let mut at = line.start;
        for chunk in bytes.utf8_chunks() {
            self.utf8(chunk.valid(), at, line.number);
            at += chunk.valid().len() as u64;
            self.single(chunk.invalid(), at, line.number);
            at += chunk.invalid().len() as u64;
        }
    }

    fn utf16(&mut self, bytes: &[u8], big_endian: bool, line: &RawLine<'_>) {
        let unit = |pair: &[u8]| match *pair {
            [a, b] if big_endian => u16::from_be_bytes([a, b]),
            [a, b] => u16::from_le_bytes([a, b]),
            _ => 0xFFFD,
        };
        let mut at = line.start;
        for c in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
            let length = c.as_ref().map_or(2, |c| 2 * c.len_utf16() as u64);
            // The limit may have cut a surrogate pair; anything else is damage.
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            if c == char::REPLACEMENT_CHARACTER && !line.is_cut() {
                self.mixed(line.number);
            }
            self.clean(c, at, Width::Utf16, line.number);
            at += length;
        }
    }

    /// Character by character: the decoder does not say where each one came from.
    fn multi(&mut self, bytes: &[u8], encoding: &'static encoding_rs::Encoding, line: &RawLine<'_>) {
        let mut i = 0;
        while let Some(lead) = bytes.get(i) {
            let at = line.start + i as u64;
            if lead.is_ascii() {
                self.clean(char::from(*lead), at, Width::Single, line.number);
                i += 1;
                continue;
            }
            let found = (1..=4).find_map(|n| {
                let part = bytes.get(i..i + n)?;
                let text = encoding.decode_without_bom_handling_and_without_replacement(part)?;
                (!text.is_empty()).then_some((n, text))
            });
            if let Some((n, text)) = found {
                for c in text.chars() {
                    // Two bytes a character but for half-width forms, and three in EUC-JP's second plane.
                    let width = match n {
                        1 => Width::Single,
                        3 => Width::Utf8,
                        _ => Width::Utf16,
                    };
                    self.clean(c, at, width, line.number);
                }
                i += n;
            } else {
                if !line.is_cut() {
                    self.mixed(line.number);
                }
                self.clean(char::REPLACEMENT_CHARACTER, at, Width::Single, line.number);
                i += 1;
            }
        }
    }

    fn mixed(&mut self, number: u32) {
        self.repairs.first_mixed.get_or_insert(number);
        if self.last_mixed != number {
            self.last_mixed = number;
            self.repairs.mixed_lines = self.repairs.mixed_lines.saturating_add(1);
        }
    }

    fn clean(&mut self, c: char, at: u64, width: Width, number: u32) {
        match c {
            '\t' | ' '..='\u{7E}' => self.text.push(c, at, width),
            '\u{0B}' | PAGE_BREAK => self.text.push(PAGE_BREAK, at, width),
            '\u{85}' | '\u{2028}' | '\u{2029}' => self.text.push(SOFT_BREAK, at, width),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => {
                self.repairs.controls += 1;
                self.repairs.first_control.get_or_insert(number);
            }
            // Soft hyphen, zero-width characters, marks of direction, byte-order marks inside the text.
            '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' => {}
            '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
                self.text.push(' ', at, width);
            }
            _ => self.text.push(c, at, width),
        }
    }
}

/// True when UTF-8 text needs no cleaning.
fn is_clean(bytes: &[u8]) -> bool {
    // Folds instead of `any` let the compiler look at many bytes at once.
    let control = |found: bool, b: &u8| found | matches!(*b, 0..=8 | 0x0A..=0x1F | 0x7F);
    if bytes.iter().fold(false, control) {
        return false;
    }
    let suspect = |found: bool, b: &u8| found | matches!(*b, 0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF);
    if !bytes.iter().fold(false, suspect) {
        return true;
    }
    // En dashes and quotes share their first byte with what must go; look closer.
    let special = |at: usize| match bytes.get(at..).unwrap_or_default() {
        [0xC2, 0x80..=0xA0 | 0xAD, ..] | [0xEF, 0xBB, ..] | [0xE1, 0x9A, ..] | [0xE3, 0x80, 0x80, ..] => true,
        [0xE2, 0x80, third, ..] => matches!(third, 0x80..=0x8F | 0xA8..=0xAF),
        [0xE2, 0x81, third, ..] => matches!(third, 0x9F..=0xAF),
        _ => false,
    };
    !memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(special)
        && !memchr::memchr2_iter(0xE1, 0xE3, bytes).any(special)
}

/// Takes off the character the limit cut in two.
fn whole_chars(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(e) if e.error_len().is_none() => bytes.get(..e.valid_up_to()).unwrap_or_default(),
        _ => bytes,
    }
}

fn table(encoding: &'static encoding_rs::Encoding) -> Box<[char; 256]> {
    let mut table = Box::new([char::REPLACEMENT_CHARACTER; 256]);
    for (byte, slot) in (0..=u8::MAX).zip(table.iter_mut()) {
        let one = [byte];
        let decoded = encoding.decode_without_bom_handling(&one).0;
        *slot = decoded.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    table
}
