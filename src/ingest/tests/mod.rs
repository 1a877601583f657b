//! Whole documents through the stage's door.

mod bad_input;
mod documents;
mod encodings;
mod layouts;
mod properties;
mod shared;

use super::{Finished, Limits, open_bytes};
use crate::model::{Entry, IssueCode};

/// Made-up references in several styles, none of which looks like two.
const REFERENCES: [&str; 8] = [
    "Okafor AB, Lindqvist C, Tanaka D, et al. Slow release of fictional compounds in model organisms. J Test Med 1999; 12:345.",
    "Moreau F, Silva G. Outcome after imaginary treatment: a cohort study (part 2). Ann Invent 2004;17 Suppl 1:S11-9.",
    "Baranov, H. I., & Nguyen, J. (2010). On the measurement of nothing in particular. Journal of Void Studies, 20(3), 101–115.",
    "van der Berg KL, O'Neill M. Twenty years of follow-up in 1200 patients. Lancet Invent 2001 Mar 3; 357:1169-88.",
    "Haddad N, Petersen O, editors. Handbook of unreal methods. 2nd ed. Springfield: Example Press; 1987. p. 12-40.",
    "García-Pérez Q, Ortiz R. Efecto de la nada sobre el todo. Rev Inventada 2015; 8: 77-80. doi:10.5555/12345678.",
    "World Institute of Examples. Report on the state of examples 2018. https://example.org/reports/2018. Accessed 3 May 2019.",
    "Smith S. A short note. Nature 2020; 500:1.",
];

struct Read {
    entries: Vec<Entry>,
    finished: Finished,
}

impl Read {
    fn texts(&self) -> Vec<&str> {
        self.entries.iter().map(|e| e.text.as_str()).collect()
    }

    fn labels(&self) -> Vec<&str> {
        self.entries.iter().map(|e| e.label.as_deref().unwrap_or("")).collect()
    }

    fn codes(&self) -> Vec<IssueCode> {
        self.finished.issues.iter().map(|i| i.code).collect()
    }
}

fn read(bytes: &[u8]) -> Read {
    let source = open_bytes(bytes, "list.txt", &Limits::default()).unwrap();
    let mut stream = source.entries().unwrap();
    let entries: Vec<Entry> = stream.by_ref().map(|e| e.unwrap()).collect();
    let finished = stream.finish().unwrap();
    assert_eq!(finished.document.n_references as usize, entries.len());
    Read { entries, finished }
}

/// Breaks a text into lines of at most `width` columns between words.
fn wrap(text: &str, width: usize, first: &str, further: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut begun = false;
    for word in text.split(' ') {
        if begun && line.chars().count() + 1 + word.chars().count() > width {
            out.push_str(&line);
            out.push('\n');
            line = further.to_owned();
            begun = false;
        }
        if begun {
            line.push(' ');
        }
        line.push_str(word);
        begun = true;
    }
    out + &line
}

/// One line for every non-blank line of a file: what the counts must add up to.
fn text_lines(text: &str) -> usize {
    let breaks = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    let unseen =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}');
    text.split(breaks).filter(|l| !l.chars().all(unseen)).count()
}
