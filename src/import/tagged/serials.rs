//! ISSNs and ISBNs out of one field.

use super::words::{contains, one_line};
use crate::model::{Field, Identifier, Record, Scheme};
use crate::normalize::identifiers::{self, Validity};

/// What a text calls an ISSN.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Medium {
    Print,
    Electronic,
    Linking,
    Unsaid,
}

/// Reads `0022-5193`, `00155555`, `21111112, 2777777X`, `1999-7777(Electronic),0222-6666(Print)`, `978-1-4822-5326-9`,
/// `ISSN-1234-4567`. What is neither goes to the notes.
pub(in crate::import) fn add(record: &mut Record, text: &str) {
    let line = one_line(text);
    // `978 3 16 148410 0` is one number.
    if line.len() < 64
        && let Some(number) = isbn(&line)
    {
        add_isbn(record, number);
        return;
    }
    let mut found = false;
    let mut rest = &*line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = rest.get(start..).unwrap_or_default();
        let end = run.find(|c: char| !(c.is_ascii_digit() || is_hyphen(c) || c == 'X' || c == 'x'));
        let (run, behind) = run.split_at(end.unwrap_or(run.len()));
        // What stands behind it, up to the next number, says what it is of.
        let said = behind.get(..behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len()));
        let medium = match medium(said.unwrap_or_default()) {
            Medium::Unsaid => medium(rest.get(..start).unwrap_or_default()),
            medium => medium,
        };
        rest = behind;
        if let Some(number) = isbn(run) {
            add_isbn(record, number);
            found = true;
        } else if let Some(issn) = issn(run) {
            add_issn(record, issn, medium);
            found = true;
        }
    }
    if !found && !line.is_empty() {
        record.work.notes.push(Field::given(format!("issn or isbn {line}")));
    }
}

/// Reads an ISSN that the field calls electronic or printed.
pub(in crate::import) fn add_as(record: &mut Record, text: &str, electronic: bool) {
    match issn(text.trim()) {
        Some(found) => {
            add_issn(record, found, if electronic { Medium::Electronic } else { Medium::Print });
        }
        None => add(record, text),
    }
}

fn is_hyphen(c: char) -> bool {
    identifiers::ascii_hyphen(c) == '-'
}

fn issn(text: &str) -> Option<String> {
    let reading = identifiers::read(Scheme::Issn, text.trim_matches(is_hyphen));
    (reading.validity != Validity::Malformed).then_some(reading.value)
}

fn isbn(text: &str) -> Option<String> {
    if text.len() < 10 {
        return None;
    }
    let reading = identifiers::read(Scheme::Isbn, text.trim_matches(is_hyphen));
    (reading.validity != Validity::Malformed).then(|| text.to_owned())
}

fn add_isbn(record: &mut Record, raw: String) {
    let identifier = Identifier { scheme: Scheme::Isbn, value: raw.clone(), raw };
    record.work.identifiers.push(Field::given(identifier));
}

fn add_issn(record: &mut Record, issn: String, medium: Medium) {
    let serial = &mut record.serial;
    let known = [&serial.issn_print, &serial.issn_electronic].into_iter().flatten().any(|it| *it == issn)
        || serial.issn_other.iter().take(100).any(|it| *it == issn);
    match medium {
        Medium::Linking if serial.issn_l.is_none() => serial.issn_l = Some(issn),
        _ if known => {}
        Medium::Print if serial.issn_print.is_none() => serial.issn_print = Some(issn),
        Medium::Electronic if serial.issn_electronic.is_none() => serial.issn_electronic = Some(issn),
        _ => serial.issn_other.push(issn),
    }
}

fn medium(said: &str) -> Medium {
    match () {
        () if said.len() < 3 => Medium::Unsaid,
        () if ["electronic", "online", "eissn", "e-issn", "web"].iter().any(|word| contains(said, word)) => {
            Medium::Electronic
        }
        () if contains(said, "linking") => Medium::Linking,
        () if ["print", "pissn", "p-issn"].iter().any(|word| contains(said, word)) => Medium::Print,
        () => Medium::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let mut record = Record::default();
        add(&mut record, text);
        let serial = record.serial;
        let mut out: Vec<String> = Vec::new();
        for (name, issn) in [("p", serial.issn_print), ("e", serial.issn_electronic), ("l", serial.issn_l)] {
            out.extend(issn.map(|issn| format!("{name}{issn}")));
        }
        out.extend(serial.issn_other);
        out.extend(record.work.identifiers.into_iter().map(|id| format!("b{}", id.value.raw)));
        out.extend(record.work.notes.into_iter().map(|note| format!("n{}", note.value)));
        out.join(" ")
    }

    #[test]
    fn numbers() {
        for (text, expected) in [
            ("0022-5193", "0022-5193"),
            ("00155555", "0015-5555"),
            ("21111112, 2777777X", "2111-1112 2777-777X"),
            ("1999-7777(Electronic),0222-6666(Print)", "p0222-6666 e1999-7777"),
            ("2325-9671 (electronic)", "e2325-9671"),
            ("EISSN: 2325-9671", "e2325-9671"),
            ("1467-5463 (Linking)", "l1467-5463"),
            ("978-1-4822-5326-9", "b978-1-4822-5326-9"),
            ("978 3 16 148410 0", "b978 3 16 148410 0"),
            ("0306406152; 0022-5193", "0022-5193 b0306406152"),
            ("ISSN-1234-4567", "1234-4567"),
            ("kmptns", "nissn or isbn kmptns"),
            ("12345", "nissn or isbn 12345"),
            ("", ""),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }
}
