//! Whether what a PDF's streams unpack to stays within bounds, found out before anything relies on it.
//!
//! The library that reads the file unpacks a stream whole. A stream can be a thousand times smaller than its content,
//! and streams may be packed twice, so that each is unpacked here first and its bytes only counted. Where a stream
//! begins is found by its keyword, not by the file's own table, which may lie.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::{Array, Name, Stream};

use crate::documents::{DocumentError, DocumentLimits};

/// Bytes looked at before a stream for what it is packed with.
const DICTIONARY: usize = 8 << 10;
/// Pictures are never unpacked here, but nothing keeps a file from calling something else a picture.
const PICTURE: u64 = 1 << 30;
/// Filters one after the other; two are usual.
const MOST_FILTERS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    Flate,
    Lzw,
    RunLength,
    Ascii85,
    Hex,
    /// Pictures' own, and unknown ones: they end what can be text.
    Other,
}

/// Looks at every stream of a file.
pub(super) fn check_file(bytes: &[u8], limits: &DocumentLimits) -> Result<(), DocumentError> {
    let mut total = 0u64;
    let mut after_object = 0usize;
    let mut objects = memchr::memmem::find_iter(bytes, b"obj").peekable();
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        if at >= 3 && bytes.get(at - 3..at) == Some(b"end") {
            continue;
        }
        while let Some(object) = objects.next_if(|o| *o < at) {
            after_object = object + 3;
        }
        let from = after_object.max(at.saturating_sub(DICTIONARY));
        let dictionary = bytes.get(from..at).unwrap_or_default();
        let body = bytes.get(at + 6..).unwrap_or_default();
        let skip = body.iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let body = body.get(skip..).unwrap_or_default();
        let picture = is_picture(dictionary);
        let limit = if picture { PICTURE } else { limits.part_bytes };
        let length = packed_length(dictionary, body);
        for filters in filters(dictionary, body) {
            let unpacked = unpacked_length(body, length, &filters, limit)?;
            if !picture {
                total = total.saturating_add(unpacked);
            }
        }
        let limit = limits.total_bytes.saturating_mul(4);
        if total > limit {
            return Err(DocumentError::TooLarge { what: "streams that unpack to too many bytes", limit });
        }
    }
    Ok(())
}

fn is_picture(dictionary: &[u8]) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(dictionary, needle).is_some();
    (has(b"/Subtype/Image") || has(b"/Subtype /Image")) && !has(b"/First") && !has(b"#")
}

/// How many packed bytes there are: what the dictionary says or what lies before the next end, whatever is more.
fn packed_length(dictionary: &[u8], body: &[u8]) -> usize {
    let says = memchr::memmem::find(dictionary, b"/Length").and_then(|at| {
        let text = dictionary.get(at + 7..)?;
        let digits: Vec<u8> = text
            .iter()
            .skip_while(|b| b.is_ascii_whitespace())
            .take_while(|b| b.is_ascii_digit())
            .take(12)
            .copied()
            .collect();
        std::str::from_utf8(&digits).ok()?.parse::<usize>().ok()
    });
    // Far enough to see the usual end; a stream that says nothing and has none is taken as it is.
    let window = body.get(..body.len().min(says.unwrap_or(0).saturating_add(64 << 20))).unwrap_or_default();
    let ends = memchr::memmem::find(window, b"endstream").unwrap_or(window.len());
    says.unwrap_or(0).max(ends).min(body.len())
}

/// The chains of filters a dictionary may name: every place that looks like one counts, since repeated keys are read
/// one way by one program and another way by the next.
fn filters(dictionary: &[u8], body: &[u8]) -> Vec<Vec<Filter>> {
    let mut found = Vec::new();
    let dictionary = unescaped(dictionary);
    for key in [b"/Filter".as_slice(), b"/F"] {
        for at in memchr::memmem::find_iter(&dictionary, key).take(16) {
            let rest = dictionary.get(at + key.len()..).unwrap_or_default();
            let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let rest = rest.get(blank..).unwrap_or_default();
            let chain: Vec<Filter> = match rest.first() {
                Some(b'/') => {
                    names(rest.get(..rest.len().min(64)).unwrap_or_default()).into_iter().take(1).collect()
                }
                Some(b'[') => {
                    let end = memchr::memchr(b']', rest).unwrap_or(rest.len());
                    names(rest.get(..end).unwrap_or_default())
                }
                // It stands in an object of its own: what the data looks like decides.
                Some(b'0'..=b'9') if key == b"/Filter" => sniffed(body),
                _ => Vec::new(),
            };
            if !chain.is_empty() && !found.contains(&chain) {
                found.push(chain);
            }
        }
    }
    found
}

fn sniffed(body: &[u8]) -> Vec<Filter> {
    match body.first() {
        Some(0x78) => vec![Filter::Flate],
        Some(0x80) => vec![Filter::Lzw],
        _ => Vec::new(),
    }
}

/// `#46late` is `Flate`.
fn unescaped(dictionary: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(dictionary.len());
    let mut bytes = dictionary.iter().copied();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digits = (ahead.next().and_then(hex), ahead.next().and_then(hex));
        if let (b'#', (Some(high), Some(low))) = (byte, digits) {
            out.push(high * 16 + low);
            bytes = ahead;
        } else {
            out.push(byte);
        }
    }
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

fn names(text: &[u8]) -> Vec<Filter> {
    let parts = text.split(|b| *b == b'/').skip(1);
    let name = |part: &[u8]| {
        let end = part.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(part.len());
        filter(part.get(..end).unwrap_or_default())
    };
    parts.take(64).map(name).collect()
}

fn filter(name: &[u8]) -> Filter {
    match name {
        b"FlateDecode" | b"Fl" => Filter::Flate,
        b"LZWDecode" | b"LZW" => Filter::Lzw,
        b"RunLengthDecode" | b"RL" => Filter::RunLength,
        b"ASCII85Decode" | b"A85" => Filter::Ascii85,
        b"ASCIIHexDecode" | b"AHx" => Filter::Hex,
        _ => Filter::Other,
    }
}

/// How many bytes come out at the end of a chain.
fn unpacked_length(body: &[u8], length: usize, filters: &[Filter], limit: u64) -> Result<u64, DocumentError> {
    let too_large = || DocumentError::TooLarge { what: "a stream that unpacks to too many bytes", limit };
    if filters.iter().filter(|f| **f != Filter::Other).count() > MOST_FILTERS {
        return Err(too_large());
    }
    let packed = body.get(..length).unwrap_or(body);
    let mut held: Option<Vec<u8>> = None;
    let mut size = packed.len() as u64;
    for (at, filter) in filters.iter().enumerate() {
        let last = at + 1 == filters.len();
        let input = held.as_deref().unwrap_or(if *filter == Filter::Flate { body } else { packed });
        match filter {
            Filter::Flate => {
                let (count, bytes) = inflated(input, limit, !last);
                size = count;
                held = Some(bytes);
            }
            Filter::Ascii85 => {
                held = Some(ascii85(input));
                size = held.as_ref().map_or(0, |h| h.len() as u64);
            }
            Filter::Hex => {
                let digits: Vec<u8> =
                    input.iter().take_while(|b| **b != b'>').filter_map(|b| hex(*b)).collect();
                held = Some(digits.chunks(2).map(|c| c.iter().fold(0, |n, d| n * 16 + d)).collect());
                size = held.as_ref().map_or(0, |h| h.len() as u64);
            }
            // Never unpacked here: the most that can come out counts, and nothing may follow.
            Filter::Lzw | Filter::RunLength => {
                let most = if *filter == Filter::Lzw { 1400 } else { 64 };
                size = (input.len() as u64).saturating_mul(most);
                if !last || size > limit.saturating_mul(8) {
                    return Err(too_large());
                }
                return Ok(input.len() as u64 * 4);
            }
            Filter::Other => return Ok(size),
        }
        if size > limit {
            return Err(too_large());
        }
    }
    Ok(size)
}

/// Counts what deflated bytes unpack to, up to a little beyond the limit; keeps the bytes where they are wanted.
fn inflated(bytes: &[u8], limit: u64, keep: bool) -> (u64, Vec<u8>) {
    let zlib = matches!(bytes, [cmf, flags, ..] if cmf & 0x0F == 8 && (u16::from(*cmf) << 8 | u16::from(*flags)).is_multiple_of(31));
    let reader: Box<dyn Read + '_> =
        if zlib { Box::new(ZlibDecoder::new(bytes)) } else { Box::new(DeflateDecoder::new(bytes)) };
    let mut reader = reader.take(limit.saturating_add(1));
    let mut kept = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    let mut count = 0u64;
    while let Ok(n @ 1..) = reader.read(&mut buffer) {
        count += n as u64;
        if keep {
            kept.extend_from_slice(buffer.get(..n).unwrap_or_default());
        }
    }
    (count, kept)
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut value, mut digits) = (0u32, 0usize);
    let mut put =
        |value: u32, n: usize| out.extend_from_slice(value.to_be_bytes().get(..n).unwrap_or_default());
    for byte in bytes {
        match byte {
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                digits += 1;
                if digits == 5 {
                    put(value, 4);
                    (value, digits) = (0, 0);
                }
            }
            b'z' if digits == 0 => put(0, 4),
            b'~' => break,
            _ => {}
        }
    }
    if digits > 1 {
        for _ in digits..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        put(value, digits - 1);
    }
    out
}

/// A stream's bytes, unpacked within a bound.
pub(super) fn unpack(stream: &Stream<'_>, limit: u64) -> Result<Option<Vec<u8>>, DocumentError> {
    let dict = stream.dict();
    let key = if dict.contains_key(b"F") { b"F".as_slice() } else { b"Filter" };
    let of_name = |name: &Name<'_>| filter(name.as_ref());
    let chain: Vec<Filter> = match (dict.get::<Name<'_>>(key), dict.get::<Array<'_>>(key)) {
        (Some(name), _) => vec![of_name(&name)],
        (None, Some(names)) => names.iter::<Name<'_>>().take(64).map(|n| of_name(&n)).collect(),
        _ => Vec::new(),
    };
    let raw = stream.raw_data();
    let real: Vec<Filter> = chain.into_iter().filter(|f| *f != Filter::Other).collect();
    unpacked_length(&raw, raw.len(), &real, limit)?;
    Ok(stream.decoded_data().ok().map(std::borrow::Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn object(dictionary: &str, body: &[u8]) -> Vec<u8> {
        let mut out = format!("1 0 obj\n<<{dictionary}/Length {}>>\nstream\n", body.len()).into_bytes();
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendstream\nendobj\n");
        out
    }

    fn small() -> DocumentLimits {
        DocumentLimits { part_bytes: 1 << 20, total_bytes: 1 << 20, ..DocumentLimits::default() }
    }

    #[test]
    fn bombs_are_seen() {
        let bomb = packed(&vec![0; 8 << 20]);
        let twice = packed(&packed(&vec![0; 64 << 20]));
        let fine = packed(&vec![7; 1000]);
        assert_eq!(check_file(&object("/Filter/FlateDecode", &fine), &small()), Ok(()));
        for (dictionary, body) in [
            ("/Filter/FlateDecode", &bomb),
            ("/Filter [ /FlateDecode ]", &bomb),
            ("/Filter/#46lateDecode", &bomb),
            ("/Filter 9 0 R", &bomb),
            ("/F/Fl", &bomb),
            ("/Filter/DCTDecode/Filter/FlateDecode", &bomb),
            ("/Filter[/FlateDecode/FlateDecode]", &twice),
        ] {
            let result = check_file(&object(dictionary, body), &small());
            assert!(matches!(result, Err(DocumentError::TooLarge { .. })), "{dictionary}");
        }
        let many: Vec<u8> =
            (0..20).flat_map(|_| object("/Filter/FlateDecode", &packed(&vec![0; 900 << 10]))).collect();
        assert!(matches!(check_file(&many, &small()), Err(DocumentError::TooLarge { .. })));
    }

    #[test]
    fn base_85() {
        assert_eq!(ascii85(b"9jqo^BlbD-~>"), b"Man is d");
        assert_eq!(ascii85(b"9jqo^Bl~>"), b"Man i");
    }
}
