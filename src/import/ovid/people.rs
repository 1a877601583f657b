//! Authors with their degrees and marks, and where the marks lead.

use std::collections::HashMap;

use crate::import::tagged::finish::named_note;
use crate::import::tagged::names;
use crate::import::tagged::words::one_line;
use crate::model::{Record, Role};

/// Degrees and offices that stand behind names.
const DEGREES: [&str; 44] = [
    "md", "phd", "rn", "faan", "msc", "bsc", "mph", "ms", "ma", "ba", "bs", "mbbs", "mbchb", "do", "dds",
    "dmd", "dvm", "pharmd", "dphil", "dnp", "msn", "bsn", "edd", "psyd", "facs", "facp", "frcp", "frcs",
    "mrcp", "mrcs", "mba", "mhs", "mscr", "dsc", "scd", "drph", "jd", "np", "aprn", "cnp", "pt", "dpt",
    "otr", "fcap",
];

/// The people of a field; with each the marks that lead to addresses.
#[derive(Default)]
pub(super) struct Marked {
    marks: HashMap<String, Vec<usize>>,
}

impl Marked {
    /// Reads `Verbeek, Jan MD *;  van Vugt, Arie MD, PhD +`, `Smith J.  Doe A.`, `Max [Ed]`.
    pub(super) fn read(&mut self, record: &mut Record, role: Role, text: &str) {
        let line = one_line(text);
        for piece in pieces(&line) {
            self.one(record, role, piece);
        }
    }

    fn one(&mut self, record: &mut Record, role: Role, piece: &str) {
        let (name, marks) = split_marks(piece);
        let (name, role) = match name.strip_suffix("[Ed]").or_else(|| name.strip_suffix("[Editor]")) {
            Some(bare) => (bare.trim_end(), Role::Editor),
            None => (name, role),
        };
        let name = without_degrees(name);
        if name.is_empty() {
            // `; PhD; FAAN 1`: the mark is of the name before it.
            if let Some(at) = record.work.contributors.len().checked_sub(1) {
                self.mark(at, marks);
            }
            return;
        }
        let at = record.work.contributors.len();
        if names::add(record, role, None, &name) {
            self.mark(at, marks);
        }
    }

    fn mark(&mut self, at: usize, marks: Vec<String>) {
        for mark in marks {
            self.marks.entry(mark).or_default().push(at);
        }
    }

    /// Reads addresses: `(1)Institute of …  (2)Department of …`, or one without a number, which is of the only author.
    pub(super) fn addresses(&mut self, record: &mut Record, text: &str) {
        let line = one_line(text);
        let n = record.work.contributors.len();
        let marked = split_addresses(&line);
        if marked.is_empty() {
            if n == 1 {
                names::affiliate(record, 0, line.trim_end_matches('.'));
            } else {
                named_note(record, "affiliation", &line);
            }
            return;
        }
        for (mark, address) in marked {
            let address = address.trim_matches([' ', ';', '.']);
            // Each mark leads to one address.
            let people = self.marks.remove(mark);
            for at in people.iter().flatten() {
                names::affiliate(record, *at, address);
            }
            if people.is_none() && n == 1 {
                names::affiliate(record, 0, address);
            } else if people.is_none() {
                named_note(record, "affiliation", address);
            }
        }
    }
}

/// Names between semicolons, or in MEDLINE's way between full stops.
fn pieces(line: &str) -> Vec<&str> {
    let split: Vec<&str> = if line.contains(';') {
        line.split(';').collect()
    } else if line.ends_with('.') && line.matches(". ").count() > 0 {
        line.split(". ").collect()
    } else {
        vec![line]
    };
    split
        .into_iter()
        .map(|piece| piece.trim().trim_end_matches('.').trim())
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// `Doe, Jane MD *+` → the name and its marks.
fn split_marks(piece: &str) -> (&str, Vec<String>) {
    let mut name = piece.trim();
    let mut marks = Vec::new();
    while let Some((before, last)) = name.rsplit_once(' ') {
        let is_mark = !last.is_empty()
            && last.len() <= 6
            && (last.chars().all(|c| c.is_ascii_digit() || c == ',')
                || last.chars().all(|c| "*+#^~&@$%!".contains(c)));
        if !is_mark {
            break;
        }
        if last.starts_with(|c: char| c.is_ascii_digit()) {
            marks.extend(last.split(',').filter(|mark| !mark.is_empty()).map(str::to_owned));
        } else {
            marks.push(last.to_owned());
        }
        name = before.trim_end();
    }
    (name, marks)
}

/// The name before its degrees.
fn without_degrees(name: &str) -> String {
    let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    while let Some(last) = words.last() {
        let bare: String = last.chars().filter(|c| c.is_alphanumeric()).collect();
        // `Ma, Li` and `Do, An` are names.
        let shouted = bare.chars().filter(|c| c.is_uppercase()).count() > 1;
        if !shouted || !DEGREES.contains(&bare.to_ascii_lowercase().as_str()) {
            break;
        }
        words.pop();
    }
    words.join(" ").trim_end_matches([',', ' ']).to_owned()
}

/// The parts of a text behind `(mark)`.
fn split_addresses(line: &str) -> Vec<(&str, &str)> {
    let mut starts: Vec<(usize, usize, &str)> = Vec::new();
    for (at, _) in line.match_indices('(') {
        let rest = line.get(at + 1..).unwrap_or_default();
        let Some(end) = rest.bytes().take(8).position(|b| b == b')') else { continue };
        let mark = rest.get(..end).unwrap_or_default();
        let fits = mark.len() <= 3
            && !mark.is_empty()
            && (mark.bytes().all(|b| b.is_ascii_digit()) || mark.chars().all(|c| "*+#^~&@$%!".contains(c)));
        if fits {
            starts.push((at, at + mark.len() + 2, mark));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain(std::iter::once(line.len()));
    starts
        .iter()
        .zip(ends)
        .map(|((_, from, mark), end)| (*mark, line.get(*from..end).unwrap_or_default()))
        .collect()
}
