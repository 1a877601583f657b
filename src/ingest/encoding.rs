use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::facts::count_bytes;

/// How the bytes of a file become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
    Single(&'static encoding_rs::Encoding),
    Multi(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// The WHATWG name in lower case.
    pub(super) fn name(self) -> String {
        match self {
            Self::Utf8 => "utf-8".to_owned(),
            Self::Utf16 { big_endian: false } => "utf-16le".to_owned(),
            Self::Utf16 { big_endian: true } => "utf-16be".to_owned(),
            Self::Single(e) | Self::Multi(e) => e.name().to_ascii_lowercase(),
        }
    }

    /// The encoding a byte-order mark announces, and the mark's length.
    pub(super) fn from_bom(head: &[u8]) -> Option<(Self, usize)> {
        match head {
            [0xEF, 0xBB, 0xBF, ..] => Some((Self::Utf8, 3)),
            [0xFF, 0xFE, ..] => Some((Self::Utf16 { big_endian: false }, 2)),
            [0xFE, 0xFF, ..] => Some((Self::Utf16 { big_endian: true }, 2)),
            _ => None,
        }
    }
}

/// How much of a stream that is not UTF-8 the guesser of legacy encodings sees.
const GUESSED_FROM: usize = 1 << 20;

/// What the bytes of a file without byte-order mark say about its encoding.
pub(super) struct Evidence {
    /// Bytes of a sequence that the end of a block cut in two.
    carry: Vec<u8>,
    /// Multi-byte sequences valid in UTF-8.
    valid: u64,
    /// Sequences that are not.
    invalid: u64,
    detector: EncodingDetector,
    fed: usize,
}

impl Evidence {
    pub(super) fn new() -> Self {
        Self {
            carry: Vec::new(),
            valid: 0,
            invalid: 0,
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
            fed: 0,
        }
    }

    /// Looks at the next block of the stream.
    pub(super) fn add(&mut self, block: &[u8]) {
        if self.carry.is_empty() {
            self.examine(block);
            return;
        }
        // Complete the cut sequence from the new block; three more bytes always suffice.
        let (few, rest) = block.split_at(block.len().min(3));
        let mut joint = std::mem::take(&mut self.carry);
        joint.extend_from_slice(few);
        self.examine(&joint);
        if self.carry.is_empty() {
            self.examine(rest);
        } else {
            let mut tail = std::mem::take(&mut self.carry);
            tail.extend_from_slice(rest);
            self.examine(&tail);
        }
    }

    fn examine(&mut self, bytes: &[u8]) {
        if std::str::from_utf8(bytes).is_ok() {
            self.valid += leads(bytes);
            return;
        }
        let before = self.invalid;
        for chunk in bytes.utf8_chunks() {
            self.valid += leads(chunk.valid().as_bytes());
            self.invalid += u64::from(!chunk.invalid().is_empty());
        }
        let cut = cut_tail(bytes);
        if !cut.is_empty() {
            self.invalid -= 1;
            self.carry = cut.to_vec();
        }
        // A sequence cut by the block's end is no damage.
        if self.invalid > before {
            self.feed(bytes);
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let room = GUESSED_FROM.saturating_sub(self.fed);
        let part = bytes.get(..bytes.len().min(room)).unwrap_or_default();
        self.fed += part.len();
        self.detector.feed(part, false);
    }

    /// The encoding, once the whole stream was seen.
    ///
    /// A stream where valid sequences outnumber invalid ones is UTF-8 with some damage: in every other encoding
    /// sequences that are valid UTF-8 come up by chance only, and seldom.
    pub(super) fn decide(mut self) -> Encoding {
        self.invalid += u64::from(!self.carry.is_empty());
        if self.valid >= self.invalid {
            return Encoding::Utf8;
        }
        self.detector.feed(b"", true);
        let guess = self.detector.guess(None, Utf8Detection::Deny);
        if guess.is_single_byte() {
            Encoding::Single(guess)
        } else if guess == encoding_rs::UTF_8 || !guess.is_ascii_compatible() {
            Encoding::Single(encoding_rs::WINDOWS_1252)
        } else {
            Encoding::Multi(guess)
        }
    }
}

fn leads(valid: &[u8]) -> u64 {
    count_bytes(valid, |b| b >= 0xC0)
}

/// The start of a sequence at the end of `bytes` that more bytes could complete.
fn cut_tail(bytes: &[u8]) -> &[u8] {
    for length in 1..=bytes.len().min(3) {
        let tail = bytes.get(bytes.len() - length..).unwrap_or_default();
        if tail.first().is_some_and(|b| *b >= 0xC0) {
            let incomplete = std::str::from_utf8(tail).is_err_and(|e| e.error_len().is_none());
            return if incomplete { tail } else { &[] };
        }
    }
    &[]
}

/// Guesses UTF-16 without a byte-order mark from where the NULs stand: Latin text has them in every second place.
pub(super) fn utf16_by_nulls(head: &[u8]) -> Option<Encoding> {
    let nulls = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (nulls(0), nulls(1), head.len() / 2);
    if half < 4 {
        None
    } else if odd * 10 > half * 7 && even * 20 < half {
        Some(Encoding::Utf16 { big_endian: false })
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(Encoding::Utf16 { big_endian: true })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(blocks: &[&[u8]]) -> Encoding {
        let mut evidence = Evidence::new();
        for block in blocks {
            evidence.add(block);
        }
        evidence.decide()
    }

    #[test]
    fn a_sequence_cut_by_a_block_is_still_valid() {
        assert_eq!(guess(&[b"M\xc3", b"\xbcller"]), Encoding::Utf8);
        assert_eq!(guess(&[b"\xe2", b"\x80", b"\x93"]), Encoding::Utf8);
        assert_eq!(guess(&[b"\xf0\x9f", b"\x98", b"\x80 ok"]), Encoding::Utf8);
    }

    #[test]
    fn western_text_is_windows_1252() {
        let text = b"1. M\xfcller K, Garc\xeda J. R\xe9sultats \x96 une \xe9tude. Rev M\xe9d 1999; 12:3.";
        assert_eq!(guess(&[text]).name(), "windows-1252");
    }

    #[test]
    fn some_damage_leaves_utf8() {
        assert_eq!(guess(&["Müller, García, Å \u{2013} ".as_bytes(), b"caf\xe9 "]), Encoding::Utf8);
    }

    #[test]
    fn japanese_is_recognised() {
        let (bytes, ..) = encoding_rs::SHIFT_JIS
            .encode("参考文献\n1. 山田太郎. 日本における研究の動向について. 医学 2010; 12: 3.\n");
        assert_eq!(guess(&[&bytes]).name(), "shift_jis");
    }

    #[test]
    fn utf16_without_mark_shows_in_its_nulls() {
        let text = "References";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16_by_nulls(&le), Some(Encoding::Utf16 { big_endian: false }));
        assert_eq!(utf16_by_nulls(&be), Some(Encoding::Utf16 { big_endian: true }));
        assert_eq!(utf16_by_nulls(text.as_bytes()), None);
        assert_eq!(utf16_by_nulls(&[0; 64]), None);
    }
}
