//! What a line is.

use crate::import::tagged::{LineKind, Open, Tag};

/// The character behind the percent sign.
pub(super) fn name(line: &[u8]) -> Option<u8> {
    match line {
        [b'%', name] | [b'%', name, b' ' | b'\t', ..] => fits(*name).then_some(*name),
        _ => None,
    }
}

fn fits(name: u8) -> bool {
    name.is_ascii_alphanumeric() || b"?@!#$][~&()*+^<>=|".contains(&name)
}

/// The RIS tag for a field.
fn tag(name: u8, value: &[u8]) -> Tag {
    match name {
        b'0' => *b"TY  ",
        b'A' => *b"AU  ",
        b'T' => *b"TI  ",
        b'J' => *b"JF  ",
        b'B' => *b"T2  ",
        b'S' => *b"T3  ",
        b'E' => *b"ED  ",
        b'Y' => *b"A3  ",
        b'?' | b'H' => *b"A4  ",
        b'D' => *b"PY  ",
        b'8' => *b"DA  ",
        b'[' => *b"Y2  ",
        b'V' => *b"VL  ",
        b'N' => *b"IS  ",
        b'P' => *b"SP  ",
        b'I' => *b"PB  ",
        b'C' => *b"CY  ",
        b'7' => *b"ET  ",
        b'G' => *b"LA  ",
        b'K' => *b"KW  ",
        b'X' => *b"AB  ",
        b'U' => *b"UR  ",
        b'>' => *b"L1  ",
        b'@' => *b"SN  ",
        b'M' => *b"AN  ",
        b'F' => *b"ID  ",
        b'9' => *b"M3  ",
        b'W' | b'~' => *b"DB  ",
        b'+' => *b"AD  ",
        b'Z' | b'O' | b'<' => *b"N1  ",
        b'Q' => *b"TT  ",
        b'!' => *b"ST  ",
        b'6' => *b"NV  ",
        b'&' => *b"SE  ",
        b'(' => *b"OP  ",
        b'^' => *b"CA  ",
        // The number by which an electronic resource is found; Bibix has the type of a thesis here.
        b'R' if memchr::memmem::find(value, b"10.").is_none() => *b"M3  ",
        b'R' => *b"DO  ",
        // Call number, and the day on which somebody changed the record.
        b'L' | b'=' => *b"CN  ",
        b'1'..=b'5' | b'#' | b'$' | b']' | b'*' => *b"U1  ",
        other => [b'%', other, b' ', b' '],
    }
}

/// What a line is. `has_type` tells of the record that is open.
pub(super) fn classify(line: &[u8], open: Open, has_type: &mut bool) -> LineKind {
    if line.trim_ascii().is_empty() {
        return LineKind::Blank;
    }
    let Some(name) = name(line) else {
        // Text goes on over empty lines in abstracts and notes alone.
        let goes_on = open.record
            && open.last != *b"    "
            && (!open.after_blank || matches!(&open.last, b"AB  " | b"N1  "));
        return if goes_on { LineKind::More(0) } else { LineKind::Stray };
    };
    let is_type = name == b'0';
    let begins = matches!(name, b'0' | b'A' | b'T' | b'Q' | b'E' | b'L' | b'F' | b'B' | b'J' | b'D');
    let starts = !open.record || (is_type && *has_type) || (open.after_blank && begins && open.fields > 0);
    if starts {
        *has_type = false;
    }
    *has_type |= is_type;
    LineKind::Field { tag: tag(name, line.get(2..).unwrap_or_default()), value: 2, starts }
}
