//! The JSON values of a gold file, each with its line: one a line, or the elements of one list.

use serde_json::{Deserializer, Value};

/// A value and the line it begins in, or what is wrong there.
pub type Record = (usize, Result<Value, String>);

/// Takes a file apart. What is wrong with one line does not touch the others; a list is read as far as it is JSON.
pub fn split(bytes: &[u8]) -> Vec<Record> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.iter().position(|b| !b.is_ascii_whitespace()) {
        Some(at) if bytes[at] == b'[' => elements(bytes, at + 1),
        _ => lines(bytes),
    }
}

fn lines(bytes: &[u8]) -> Vec<Record> {
    bytes
        .split(|&b| b == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(i, line)| (i + 1, serde_json::from_slice(line).map_err(|e| fault(&e))))
        .collect()
}

fn elements(bytes: &[u8], mut at: usize) -> Vec<Record> {
    let mut found = Vec::new();
    loop {
        at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace() || **b == b',').count();
        if bytes.get(at) == Some(&b']') {
            return found;
        }
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
        let mut values = Deserializer::from_slice(&bytes[at..]).into_iter();
        match values.next() {
            Some(Ok(value)) => found.push((line, Ok(value))),
            Some(Err(error)) => {
                found.push((line, Err(format!("{}; the rest of the list is not read", fault(&error)))));
                return found;
            }
            None => {
                found.push((line, Err("the list does not end".to_owned())));
                return found;
            }
        }
        at += values.byte_offset();
    }
}

/// What the JSON reader found, without its own idea of the line.
fn fault(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let what = told.split(" at line ").next().unwrap_or(&told);
    format!("no JSON: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(usize, bool)> {
        split(text.as_bytes()).iter().map(|(line, record)| (*line, record.is_ok())).collect()
    }

    #[test]
    fn lines_and_lists() {
        assert_eq!(shape(""), []);
        assert_eq!(shape("\u{feff}{}\r\n\n{\n{}"), [(1, true), (3, false), (4, true)]);
        assert_eq!(shape(" [ {},\n {\"a\":\n1},{} ]"), [(1, true), (2, true), (3, true)]);
        assert_eq!(shape("[{},\n{\"a\" 1},\n{}]"), [(1, true), (2, false)]);
        assert_eq!(shape("[{}"), [(1, true), (1, false)]);
        assert_eq!(shape("["), [(1, false)]);
    }
}
