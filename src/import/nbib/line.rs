//! What a line is.

use super::Nbib;
use crate::import::tagged::{LineKind, Open, Tag, tag};

/// Tags of NLM's list, those it once had, and ERIC's.
const KNOWN: [&[u8]; 121] = [
    b"AB", b"AD", b"AID", b"AU", b"AUID", b"BTI", b"CDAT", b"CI", b"CIN", b"CN", b"COI", b"COIS", b"CON",
    b"CP", b"CRDT", b"CRF", b"CRI", b"CTDT", b"CTI", b"DA", b"DCOM", b"DDIN", b"DEP", b"DP", b"DRDT",
    b"DRIN", b"ECF", b"ECI", b"ED", b"EDAT", b"EFR", b"EIN", b"EN", b"ESSN", b"FAU", b"FED", b"FIR", b"FPS",
    b"GN", b"GR", b"GS", b"IP", b"IR", b"IRAD", b"IS", b"ISBN", b"ISSN", b"JID", b"JT", b"LA", b"LID", b"LR",
    b"MH", b"MHDA", b"MID", b"NM", b"NR", b"OAB", b"OABL", b"OCI", b"OID", b"ORI", b"OT", b"OTO", b"OWN",
    b"PB", b"PG", b"PHST", b"PL", b"PMC", b"PMCR", b"PMID", b"PRIN", b"PROF", b"PS", b"PST", b"PT", b"PUBM",
    b"RF", b"RIN", b"RN", b"ROF", b"RPF", b"RPI", b"RRF", b"RRI", b"SB", b"SFM", b"SI", b"SO", b"SPIN",
    b"STAT", b"TA", b"TI", b"TT", b"UIN", b"UOF", b"VI", b"VTI", b"ADO", b"ADDR", b"CNLA", b"UI", b"URLF",
    b"URL", b"DOI", b"CA", b"CY", b"CU", b"EA", b"ID", b"LT", b"MJR", b"PUBT", b"RO", b"RP", b"TO", b"YR",
    b"ASCI", b"PII", b"EFAU",
];

/// Whether a tag is one of this format.
pub(super) fn is_known(found: Tag) -> bool {
    let name = found.trim_ascii_end();
    KNOWN.contains(&name)
}

/// Reads a field's tag, and where its value begins.
pub(super) fn read(line: &[u8]) -> Option<(Tag, usize)> {
    // As NLM has it: the hyphen in the fifth column.
    if let [a @ b'A'..=b'Z', b @ (b'A'..=b'Z' | b'0'..=b'9'), c, d, b'-', ..] = line {
        let fits = |byte: u8| byte == b' ' || byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if fits(*c) && fits(*d) && !(*c == b' ' && *d != b' ') {
            return Some(([*a, *b, *c, *d], 5));
        }
    }
    if !line.first()?.is_ascii_uppercase() {
        return None;
    }
    let name = line.iter().take(6).take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    let spaces = line.iter().skip(name).take(4).take_while(|b| matches!(b, b' ' | b'\t')).count();
    let rest = line.get(name + spaces..)?;
    // `SO- text`, `TI-`, `ISSN - 1234-5678`; `IL-2` is none.
    let set_off = rest.get(1).is_none_or(u8::is_ascii_whitespace);
    let found = tag(line.get(..name)?);
    let fits = rest.first() == Some(&b'-')
        && (2..=4).contains(&name)
        && (set_off || spaces > 0)
        && (is_known(found) || &found == b"TY  " || &found == b"ER  ");
    fits.then_some((found, name + spaces + 1))
}

/// What a line is.
pub(super) fn classify(line: &[u8], open: Open, file: &mut Nbib) -> LineKind {
    let body = line.trim_ascii_start();
    if body.is_empty() {
        file.separated |= file.in_block > 1;
        file.in_block = 0;
        return LineKind::Blank;
    }
    let indented = body.len() < line.len();
    if !indented && let Some((found, value)) = read(line) {
        let starts = !open.record
            || match &found {
                b"PMID" | b"UI  " => open.fields > 0,
                // ERIC and others have no PMID; their records are told apart by the empty line before them.
                b"OWN " | b"PMC " | b"PMCR" | b"STAT" => file.separated,
                b"TI  " => file.separated && file.has_title,
                _ => false,
            };
        if starts {
            file.has_title = false;
            file.in_block = 0;
        }
        file.separated = false;
        file.in_block += 1;
        file.has_title |= &found == b"TI  ";
        return LineKind::Field { tag: found, value, starts };
    }
    if indented && open.record && open.last != *b"    " {
        return LineKind::More(line.len() - body.len());
    }
    // `1: ` and a number alone are how PubMed once counted records.
    let number = body.trim_ascii_end().strip_suffix(b":").unwrap_or(body.trim_ascii_end());
    let number = number.strip_suffix(b".").unwrap_or(number);
    if number.len() < 10 && number.iter().all(u8::is_ascii_digit) {
        return LineKind::Skip;
    }
    LineKind::Stray
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        for (line, expected) in [
            ("PMID- 1", Some(("PMID", 5))),
            ("TI  - A title", Some(("TI", 5))),
            ("PMC -22664230", Some(("PMC", 5))),
            ("PMID-22664220", Some(("PMID", 5))),
            ("TI-", Some(("TI", 3))),
            ("SO- a line", Some(("SO", 3))),
            ("ISSN - 1234", Some(("ISSN", 6))),
            ("XYZ - unknown", Some(("XYZ", 5))),
            ("SO  invalid line", None),
            ("IL-2 in patients", None),
            ("This line", None),
            ("", None),
        ] {
            let got = read(line.as_bytes());
            let got = got.as_ref().map(|(tag, at)| (std::str::from_utf8(tag).unwrap().trim(), *at));
            assert_eq!(got, expected, "{line}");
        }
    }
}
