//! What a line of RIS is.

use super::Ris;
use crate::import::tagged::{LineKind, Open, Tag, tag};

/// Reads a field's tag, and where its value begins. `small` files write their tags in small letters.
pub(super) fn read(line: &[u8], small: bool) -> Option<(Tag, usize)> {
    // As the specification has it.
    if let [a @ b'A'..=b'Z', b @ (b'A'..=b'Z' | b'0'..=b'9'), b' ', b' ', b'-', ..] = line {
        return Some(([*a, *b, b' ', b' '], 5));
    }
    if !line.first()?.is_ascii_alphabetic() {
        return None;
    }
    let name = line.iter().take(6).take_while(|b| b.is_ascii_alphanumeric()).count();
    let spaces = line.iter().skip(name).take(5).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let rest = line.get(name + spaces..)?;
    let hyphen = match rest {
        [b'-', ..] => 1,
        // An en or em dash, where a word processor was at work.
        [0xE2, 0x80, 0x93 | 0x94, ..] if spaces > 0 => 3,
        _ => return None,
    };
    let word = line.get(..name)?;
    let found = tag(word);
    let upper = !word.iter().any(u8::is_ascii_lowercase);
    // `T2-weighted`, `co-operation`: a hyphen inside a word of a wrapped value.
    let set_off = rest.get(hyphen).is_none_or(u8::is_ascii_whitespace);
    let fits = match name {
        2 if upper => is_known(found) && (set_off || spaces > 0),
        2 => is_known(found) && (spaces == 2 || (small && set_off)),
        3..=5 => is_long(word) && (set_off || spaces == 2),
        _ => false,
    };
    fits.then_some((found, name + spaces + hyphen))
}

/// Tags of more than two letters that some databases use.
fn is_long(word: &[u8]) -> bool {
    [&b"PMID"[..], b"PMCID", b"PMC", b"DOI", b"ISSN", b"EISSN", b"ISBN"].contains(&word)
}

/// Whether a tag is one of RIS's, in any of its dialects.
pub(super) fn is_known(tag: Tag) -> bool {
    let [a, b, b' ', b' '] = tag else { return true };
    match a {
        b'A' => matches!(b, b'1'..=b'6' | b'B' | b'D' | b'N' | b'U' | b'V'),
        b'B' => b == b'T',
        b'C' => matches!(b, b'1'..=b'8' | b'A' | b'N' | b'P' | b'T' | b'Y'),
        b'D' => matches!(b, b'A' | b'B' | b'I' | b'O' | b'P' | b'S'),
        b'E' => matches!(b, b'D' | b'P' | b'R' | b'T'),
        b'H' => matches!(b, b'1' | b'2'),
        b'I' => matches!(b, b'D' | b'P' | b'S'),
        b'J' => matches!(b, b'1' | b'2' | b'A' | b'F' | b'O'),
        b'K' => b == b'W',
        b'L' => matches!(b, b'1'..=b'4' | b'A' | b'B' | b'K'),
        b'M' => matches!(b, b'1'..=b'3'),
        b'N' => matches!(b, b'1' | b'2' | b'O' | b'V'),
        b'O' => b == b'P',
        b'P' => matches!(b, b'B' | b'P' | b'Y'),
        b'R' => matches!(b, b'D' | b'I' | b'N' | b'P'),
        b'S' => matches!(b, b'E' | b'N' | b'P' | b'T'),
        b'T' => matches!(b, b'1'..=b'3' | b'A' | b'I' | b'T' | b'Y'),
        b'U' => matches!(b, b'1'..=b'5' | b'R'),
        b'V' => matches!(b, b'L' | b'O'),
        b'Y' => matches!(b, b'1' | b'2'),
        _ => false,
    }
}

/// What a line is.
pub(super) fn classify(line: &[u8], open: Open, file: &mut Ris) -> LineKind {
    let indent = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    if indent == line.len() {
        return LineKind::Blank;
    }
    let skipped = indent.min(file.indent);
    if let Some((found, value)) = read(line.get(skipped..).unwrap_or_default(), file.small) {
        return field(line, found, skipped + value, file);
    }
    let body = line.get(indent..).unwrap_or_default();
    // A whole file may be indented, or a type alone.
    if indent != skipped
        && let Some((found, value)) = read(body, false)
        && (found == *b"TY  " || found == *b"ER  ")
        && body.get(2..5) == Some(b"  -")
    {
        file.indent = if found == *b"TY  " { indent } else { file.indent };
        return field(line, found, indent + value, file);
    }
    if body.trim_ascii_end() == b"ER" && indent == 0 {
        return LineKind::End;
    }
    if (!open.record || open.after_blank) && is_heading(body, file) {
        return LineKind::Skip;
    }
    let goes_on = !open.after_blank || matches!(&open.last, b"AB  " | b"N2  " | b"N1  " | b"AD  " | b"RN  ");
    if open.record && open.last != *b"    " && goes_on {
        return LineKind::More(0);
    }
    LineKind::Stray
}

fn field(line: &[u8], found: Tag, value: usize, file: &mut Ris) -> LineKind {
    if found == *b"ER  " {
        return LineKind::End;
    }
    let starts = found == *b"TY  ";
    if starts {
        file.small = line.trim_ascii_start().first().is_some_and(u8::is_ascii_lowercase);
    }
    LineKind::Field { tag: found, value, starts }
}

/// What databases write between records: where they come from, and their number.
fn is_heading(body: &[u8], file: &mut Ris) -> bool {
    let body = body.trim_ascii();
    let number = body.strip_suffix(b".").unwrap_or(body);
    let number = number.strip_prefix(b"<").and_then(|n| n.strip_suffix(b">")).unwrap_or(number);
    if !number.is_empty() && number.len() < 10 && number.iter().all(u8::is_ascii_digit) {
        return true;
    }
    let Ok(text) = std::str::from_utf8(body) else { return false };
    if text.starts_with("Record #") || text.starts_with("Content:") {
        return true;
    }
    if text.starts_with("Provider:") || text.starts_with("Database:") {
        if file.notes.len() < 16 && text.len() < 200 && !file.notes.iter().any(|note| note == text) {
            file.notes.push(text.to_owned());
        }
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (line, small, expected) in [
            ("TY  - JOUR", false, Some("TY")),
            ("TY - JOUR", false, Some("TY")),
            ("TY- JOUR", false, Some("TY")),
            ("TY-", false, Some("TY")),
            ("TY  -JOUR", false, Some("TY")),
            ("TY -JOUR", false, Some("TY")),
            ("TY   - JOUR", false, Some("TY")),
            ("TY\t- JOUR", false, Some("TY")),
            ("TY  – JOUR", false, Some("TY")),
            ("ty  - jour", false, Some("TY")),
            ("au - Doe", true, Some("AU")),
            ("au - Doe", false, None),
            ("XQ  - unknown", false, Some("XQ")),
            ("XQ - unknown", false, None),
            ("PMID - 1", false, Some("PMID")),
            ("DOI  - 10.1/x", false, Some("DOI")),
            ("T2-weighted", false, None),
            ("IL-2 and more", false, None),
            ("co-operation", true, None),
            ("is - as was said - no", false, None),
            ("ER then second line", false, None),
            ("WHO - a group", false, None),
            ("", false, None),
        ] {
            let got =
                read(line.as_bytes(), small).map(|(tag, _)| String::from_utf8_lossy(&tag).trim().to_owned());
            assert_eq!(got.as_deref(), expected, "{line}");
        }
    }
}
