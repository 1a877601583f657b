//! Lines of any input as text: bounded in length, and never refused for their bytes.

use std::io::{self, BufRead};

/// Longest line that is read whole.
pub const LIMIT: usize = 1 << 20;

/// Reads one line into `buffer`, without its end. Bytes beyond [`LIMIT`] are read and dropped. False at the end of
/// the input.
///
/// # Errors
/// When the input cannot be read.
pub fn next(input: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.clear();
    let mut any = false;
    loop {
        let available = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(any);
        }
        any = true;
        // The end of a line may be \n, \r\n or, in files of old, \r alone.
        let end = memchr::memchr2(b'\n', b'\r', available);
        let line = &available[..end.unwrap_or(available.len())];
        let room = LIMIT.saturating_sub(buffer.len());
        buffer.extend_from_slice(&line[..line.len().min(room)]);
        let used = line.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// A line as text. What is not UTF-8 is read as Windows-1252; control characters become spaces.
pub fn decode(bytes: &[u8]) -> String {
    // A line cut at the limit may end inside a character.
    let whole = match str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && bytes.len() >= LIMIT => {
            str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    };
    let text = match whole {
        Some(text) => text.into(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.chars().any(char::is_control) {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<String> {
        let (mut reader, mut buffer, mut out) =
            (io::BufReader::with_capacity(4, input), Vec::new(), Vec::new());
        while next(&mut reader, &mut buffer).unwrap() {
            out.push(decode(&buffer));
        }
        out
    }

    #[test]
    fn lines_of_all_kinds() {
        assert_eq!(all(b""), Vec::<String>::new());
        assert_eq!(all(b"a\nb"), ["a", "b"]);
        assert_eq!(all(b"a\r\nb\rc\n"), ["a", "", "b", "c"]);
        assert_eq!(all(b"Mul\xe9 JJ\nMul\xc3\xa9 JJ"), ["Mulé JJ", "Mulé JJ"]);
        assert_eq!(all(b"\xef\xbb\xbfa\0b"), ["a b"]);
    }

    #[test]
    fn long_lines_are_cut_between_characters() {
        let mut input = "é".repeat(LIMIT).into_bytes();
        input.extend(b"\nnext");
        let lines = all(&input);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].len() <= LIMIT && lines[0].chars().all(|c| c == 'é'));
        assert_eq!(lines[1], "next");
    }
}
