use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex};

use super::blocks::Blocks;
use super::decode::Repairs;
use super::encoding::Encoding;
use super::offsets::Map;
use crate::model::{Newline, Place, Width};

/// The text of a file, read forward as UTF-8, that knows where its characters stand in the file.
///
/// Every slice that [`fill_buf`](BufRead::fill_buf) gives is valid UTF-8 and ends between two characters. Bytes that
/// are not valid in the file's encoding are read as Windows-1252 or become U+FFFD; control characters that no text
/// needs are left out. Line ends stay as they are in the file. Memory stays the same however long the lines are.
pub struct Decoded {
    blocks: Blocks,
    encoding: Encoding,
    decoder: Option<encoding_rs::Decoder>,
    /// Bytes of a character that the end of a block cut in two.
    carry: Vec<u8>,
    /// Bytes at the start of the file that are no text.
    skip: usize,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    map: Map,
    repairs: Repairs,
    had_return: bool,
    notes: Option<TextNotes>,
}

/// What is learnt of a text while it is read.
#[derive(Clone, Debug, Default)]
pub struct TextNotes(Arc<Mutex<Learnt>>);

#[derive(Clone, Copy, Debug, Default)]
struct Learnt {
    repairs: Repairs,
    newline: Newline,
    bytes: u64,
    fingerprint: Option<u64>,
}

impl TextNotes {
    fn learnt(&self) -> Learnt {
        self.0.lock().map(|learnt| *learnt).unwrap_or_default()
    }

    /// Line ends so far.
    pub fn newline(&self) -> Newline {
        self.learnt().newline
    }

    /// Bytes of the file read so far.
    pub fn bytes(&self) -> u64 {
        self.learnt().bytes
    }

    pub(super) fn repairs(&self) -> Repairs {
        self.learnt().repairs
    }

    /// Known once all of it was read.
    pub(super) fn fingerprint(&self) -> Option<u64> {
        self.learnt().fingerprint
    }
}

impl Decoded {
    pub(super) fn new(blocks: Blocks, encoding: Encoding, skip: usize) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Single(e) | Encoding::Multi(e) => Some(e.new_decoder_without_bom_handling()),
            Encoding::Utf16 { big_endian: true } => {
                Some(encoding_rs::UTF_16BE.new_decoder_without_bom_handling())
            }
            Encoding::Utf16 { big_endian: false } => {
                Some(encoding_rs::UTF_16LE.new_decoder_without_bom_handling())
            }
        };
        Self {
            blocks,
            encoding,
            decoder,
            carry: Vec::new(),
            skip,
            text: Vec::new(),
            at: 0,
            ended: false,
            map: Map::from_byte(skip as u64),
            repairs: Repairs::default(),
            had_return: false,
            notes: None,
        }
    }

    /// How many bytes of text were read so far.
    pub fn offset(&self) -> u64 {
        self.map.decoded - (self.text.len() - self.at) as u64
    }

    /// Where text between two offsets, in bytes of the UTF-8 that was read, stands in the file. Places must be asked
    /// for in order: what lies before the start of the last one is forgotten.
    pub fn locate(&mut self, from: u64, to: u64) -> Place {
        self.map.locate(from, to.max(from))
    }

    /// The same text, and a look at what is learnt while it is read by somebody else.
    pub(super) fn noted(mut self) -> (Self, TextNotes) {
        let notes = TextNotes::default();
        self.notes = Some(notes.clone());
        (self, notes)
    }

    fn note(&self) {
        if let Some(notes) = &self.notes
            && let Ok(mut learnt) = notes.0.lock()
        {
            learnt.repairs = self.repairs;
            learnt.newline = self.newline();
            learnt.bytes = self.blocks.offset();
            learnt.fingerprint = self.ended.then(|| self.blocks.fingerprint());
        }
    }

    fn newline(&self) -> Newline {
        match self.map.ends {
            [_, 0, 0] => Newline::Lf,
            [0, _, 0] => Newline::Crlf,
            [0, 0, _] => Newline::Cr,
            _ => Newline::Mixed,
        }
    }

    /// Decodes the next block; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        while !self.ended {
            self.text.clear();
            self.at = 0;
            let more = self.blocks.advance()?;
            self.ended = !more;
            match self.decoder.take() {
                None => self.utf8(),
                Some(mut decoder) => {
                    self.legacy(&mut decoder);
                    self.decoder = Some(decoder);
                }
            }
            self.note();
            if !self.text.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn utf8(&mut self) {
        let mut bytes = std::mem::take(&mut self.carry);
        let block = self.blocks.current();
        let skip = self.skip.min(block.len());
        self.skip -= skip;
        let block = block.get(skip..).unwrap_or_default();
        // Most blocks are clean: they are copied once and nothing else is done to them.
        if bytes.is_empty() && clean(block) {
            let end = match std::str::from_utf8(block) {
                Ok(_) => block.len(),
                Err(e) if e.error_len().is_none() && !self.ended => e.valid_up_to(),
                Err(_) => 0,
            };
            if end > 0 {
                self.text.extend_from_slice(block.get(..end).unwrap_or_default());
                self.carry.extend_from_slice(block.get(end..).unwrap_or_default());
                let length = self.text.len() as u64;
                self.map.push(length, length, Width::Utf8, None);
                self.had_return = self.map.newlines(&self.text, self.had_return);
                return;
            }
        }
        bytes.extend_from_slice(block);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let valid = match std::str::from_utf8(rest) {
                Ok(all) => all,
                Err(e) => {
                    let (valid, bad) = rest.split_at(e.valid_up_to());
                    let valid = std::str::from_utf8(valid).unwrap_or_default();
                    self.keep(valid);
                    let length = match e.error_len() {
                        None if !self.ended => {
                            self.carry = bad.to_vec();
                            return;
                        }
                        None => bad.len(),
                        Some(length) => length,
                    };
                    let (damaged, after) = bad.split_at(length);
                    self.damaged(damaged);
                    rest = after;
                    continue;
                }
            };
            self.keep(valid);
            return;
        }
    }

    /// Bytes that are no UTF-8, each read as a character of Windows-1252.
    fn damaged(&mut self, bytes: &[u8]) {
        let line = self.map.line();
        if self.repairs.first_mixed.is_none_or(|_| self.map.last_mixed != line) {
            self.repairs.mixed_lines = self.repairs.mixed_lines.saturating_add(1);
        }
        self.repairs.first_mixed.get_or_insert(line);
        self.map.last_mixed = line;
        for byte in bytes {
            let (text, ..) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(byte));
            if text.chars().all(char::is_control) {
                self.leave_out(1);
                continue;
            }
            self.text.extend_from_slice(text.as_bytes());
            self.map.push(text.len() as u64, 1, Width::Single, Some(&text));
        }
    }

    /// Text as it stands in the file, without control characters.
    fn keep(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(is_unwanted).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if !run.is_empty() {
                self.text.extend_from_slice(run.as_bytes());
                self.map.push(end as u64, end as u64, Width::Utf8, None);
                self.had_return = self.map.newlines(run.as_bytes(), self.had_return);
            }
            rest = after;
            if let Some(c) = rest.chars().next() {
                self.leave_out(c.len_utf8() as u64);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }

    fn leave_out(&mut self, bytes: u64) {
        self.repairs.controls += 1;
        let line = self.map.line();
        self.repairs.first_control.get_or_insert(line);
        self.map.file += bytes;
    }

    fn legacy(&mut self, decoder: &mut encoding_rs::Decoder) {
        let width = match self.encoding {
            Encoding::Utf8 => Width::Utf8,
            Encoding::Single(_) => Width::Single,
            Encoding::Utf16 { .. } | Encoding::Multi(_) => Width::Utf16,
        };
        let block = self.blocks.current();
        let skip = self.skip.min(block.len());
        self.skip -= skip;
        let mut block = block.get(skip..).unwrap_or_default().to_vec();
        let mut out = String::new();
        // A character that the end of the block cut is kept by the decoder; its bytes count from the next block on.
        loop {
            out.reserve(decoder.max_utf8_buffer_length(block.len()).unwrap_or(block.len() * 3 + 16));
            let before = out.len();
            let (result, read, replaced) = decoder.decode_to_string(&block, &mut out, self.ended);
            if replaced {
                let line = self.map.line();
                self.repairs.first_mixed.get_or_insert(line);
                self.repairs.mixed_lines = self.repairs.mixed_lines.saturating_add(1);
            }
            self.map_legacy(out.get(before..).unwrap_or_default(), read as u64, width);
            block.drain(..read);
            if result == encoding_rs::CoderResult::InputEmpty {
                break;
            }
        }
        let unwanted = out.matches(is_unwanted).count();
        if unwanted > 0 {
            // They become spaces, so that what the map says of the rest stays true.
            self.repairs.controls += unwanted as u64;
            let line = self.map.line();
            self.repairs.first_control.get_or_insert(line);
        }
        self.text
            .extend(out.bytes().map(|b| if is_unwanted(char::from(b)) && b.is_ascii() { b' ' } else { b }));
        self.had_return =
            self.map.newlines_at(&self.text, self.map.decoded - self.text.len() as u64, self.had_return);
    }

    fn map_legacy(&mut self, text: &str, bytes: u64, width: Width) {
        // Pieces of some kilobytes, so that finding a place counts few characters.
        const PIECE: usize = 4096;
        let mut rest = text;
        let mut left = bytes;
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (piece, after) = rest.split_at(end);
            let takes = if after.is_empty() { left } else { width.bytes(piece).min(left) };
            self.map.push(piece.len() as u64, takes, width, Some(piece));
            left -= takes;
            rest = after;
        }
        self.map.file += left;
    }
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let n = from.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), from.get(..n)) {
            to.copy_from_slice(from);
        }
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Decoded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.text.len() && !self.refill()? {
            return Ok(&[]);
        }
        Ok(self.text.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.text.len());
    }
}

/// A character that no text needs: not a tab, a line end, or a form feed.
fn is_unwanted(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FEFF}')
}

/// True for bytes that certainly hold nothing to be left out.
fn clean(bytes: &[u8]) -> bool {
    let control = |found: bool, b: &u8| found | matches!(*b, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F);
    if bytes.iter().fold(false, control) {
        return false;
    }
    // U+0080 to U+009F, and a byte-order mark inside the text.
    let special = |at: usize| {
        matches!(bytes.get(at..).unwrap_or_default(), [0xC2, 0x80..=0x9F, ..] | [0xEF, 0xBB, 0xBF, ..])
    };
    !memchr::memchr2_iter(0xC2, 0xEF, bytes).any(special)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use crate::model::ByteSpan;

    use super::*;

    fn decoded(bytes: &[u8], encoding: Encoding, skip: usize) -> (String, Decoded) {
        let reader: Box<dyn Read + Send> = Box::new(Cursor::new(bytes.to_vec()));
        let mut decoded = Decoded::new(Blocks::new(reader), encoding, skip);
        let mut text = String::new();
        decoded.read_to_string(&mut text).unwrap();
        (text, decoded)
    }

    /// Every character of the text is found again where the map says it stands.
    fn leads_back(text: &str, map: &mut Decoded, bytes: &[u8], encode: impl Fn(&str) -> Vec<u8>) {
        for (at, c) in text.char_indices() {
            let place = map.locate(at as u64, (at + c.len_utf8()) as u64);
            let range = usize::try_from(place.span.start).unwrap()..usize::try_from(place.span.end).unwrap();
            assert_eq!(bytes[range], encode(&c.to_string()), "{c:?} at {at}");
        }
    }

    #[test]
    fn utf8_stays_as_it_is() {
        let bytes = "\u{FEFF}TY  - JOUR\r\nAU  - Müller\rAU  - Å\n".as_bytes();
        let (text, mut map) = decoded(bytes, Encoding::Utf8, 3);
        assert_eq!(text.as_bytes(), &bytes[3..]);
        leads_back(&text, &mut map, bytes, |c| c.as_bytes().to_vec());
    }

    #[test]
    fn lines_are_counted_whatever_their_ends() {
        let (text, mut map) = decoded(b"a\r\nb\rc\nd", Encoding::Utf8, 0);
        let lines: Vec<u32> = text
            .char_indices()
            .filter(|(_, c)| c.is_alphabetic())
            .map(|(at, _)| map.locate(at as u64, at as u64 + 1).line_start)
            .collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        let (_, mut map) = decoded(b"a\nb\nc\n", Encoding::Utf8, 0);
        let whole = map.locate(0, 6);
        assert_eq!((whole.line_start, whole.line_end), (1, 3));
    }

    #[test]
    fn damage_is_read_as_windows_1252_and_controls_go() {
        let bytes = b"caf\xe9 \xc3\xa9t\0\xc3\xa9 \x93x\x94\n";
        let (text, mut map) = decoded(bytes, Encoding::Utf8, 0);
        assert_eq!(text, "café été “x”\n");
        let at = text.find('x').unwrap() as u64;
        assert_eq!(map.locate(at, at + 1).span, ByteSpan { start: 13, end: 14 });
        assert_eq!((map.repairs.mixed_lines, map.repairs.controls), (1, 1));
    }

    #[test]
    fn other_encodings_lead_back_too() {
        let original = "Müller, Čapek – x\nŽ";
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(original);
        let (text, mut map) = decoded(&bytes, Encoding::Single(encoding_rs::WINDOWS_1250), 0);
        assert_eq!(text, original);
        leads_back(&text, &mut map, &bytes, |c| encoding_rs::WINDOWS_1250.encode(c).0.into_owned());
        let bytes: Vec<u8> = original.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (text, mut map) = decoded(&bytes, Encoding::Utf16 { big_endian: true }, 0);
        assert_eq!(text, original);
        leads_back(&text, &mut map, &bytes, |c| c.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }

    #[test]
    fn characters_cut_by_a_block_are_whole() {
        let original = "é".repeat(300_000);
        let bytes = format!("x{original}");
        let (text, map) = decoded(bytes.as_bytes(), Encoding::Utf8, 0);
        assert_eq!(text, bytes);
        assert_eq!(map.offset(), bytes.len() as u64);
        let latin: Vec<u8> = vec![0xe9; 600_001];
        assert_eq!(decoded(&latin, Encoding::Single(encoding_rs::WINDOWS_1252), 0).0, "é".repeat(600_001));
    }
}
