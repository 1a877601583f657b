//! Matching citations by journal, year, volume, first page and author, many at once.
//!
//! Answers are read strictly. What the service answers is a candidate, never a match: its PMIDs are verified like any
//! other.

use std::collections::HashMap;

use crate::model::{Name, Reference, Role, stable_id};
use crate::normalize::identifiers;

/// Most citations of one batch.
const PER_BATCH: usize = 25;

/// Most bytes of a batch once it is escaped for an address: servers and proxies refuse long ones.
const BYTES_PER_BATCH: usize = 3_000;

/// Most characters of one value.
const VALUE_LENGTH: usize = 150;

/// What is known of one citation; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Citation {
    /// Title of the journal, or better its MEDLINE abbreviation.
    pub journal: String,
    /// Year.
    pub year: String,
    /// Volume.
    pub volume: String,
    /// First page, or article number.
    pub first_page: String,
    /// First author, family name and initials.
    pub author: String,
}

impl Citation {
    /// The citation of a reference, under the journal's name that is given or the printed one; `None` where too little
    /// is known to tell one article from another.
    pub fn of(reference: &Reference, journal: Option<&str>) -> Option<Self> {
        let text = |field: &Option<crate::model::Field<String>>| {
            field.as_ref().map(|field| plain(&field.value)).unwrap_or_default()
        };
        let printed = text(&reference.container_title);
        let page = reference.pages.as_ref().map(|pages| plain(&pages.value.first));
        let citation = Self {
            journal: journal.map(plain).filter(|name| !name.is_empty()).unwrap_or(printed),
            year: reference.issued.as_ref().map(|date| date.value.year.to_string()).unwrap_or_default(),
            volume: text(&reference.volume),
            first_page: page.unwrap_or_else(|| text(&reference.article_number)),
            author: reference
                .with_role(Role::Author)
                .next()
                .map(|author| written(&author.name.value))
                .unwrap_or_default(),
        };
        let known = [&citation.year, &citation.volume, &citation.first_page, &citation.author];
        let enough = known.into_iter().filter(|value| !value.is_empty()).count() >= 2;
        (enough && !citation.journal.is_empty()).then_some(citation)
    }

    /// The values in the service's order, without what would end a value or a line.
    fn values(&self) -> String {
        [&self.journal, &self.year, &self.volume, &self.first_page, &self.author].map(|v| plain(v)).join("|")
    }
}

/// A name as MEDLINE writes it.
fn written(name: &Name) -> String {
    match name {
        Name::Group(group) => plain(group),
        Name::Person(person) => {
            let particle = person.particle.as_deref().unwrap_or_default();
            let initials: String =
                person.initials.as_deref().unwrap_or_default().chars().filter(|c| *c != '-').collect();
            plain(&format!("{particle} {} {initials}", person.family))
        }
    }
}

/// A value without separators and control characters, of a bounded length.
fn plain(value: &str) -> String {
    let split = value.split(|c: char| c == '|' || c.is_control() || c.is_whitespace());
    let words: Vec<&str> = split.filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(VALUE_LENGTH).collect::<String>().trim_end().to_owned()
}

/// Citations that are asked for in one call, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    key: String,
    values: String,
}

/// The key of a citation: made from what is asked, so that the answer to another batch can never be taken for the
/// answer to this one.
fn key(values: &str) -> String {
    stable_id('c', &[values])
}

impl Batch {
    /// How many citations it asks for.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// True when it asks for none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What is sent: a line for each citation.
    pub fn data(&self) -> String {
        let lines: Vec<String> =
            self.lines.iter().map(|line| format!("{}|{}|", line.values, line.key)).collect();
        lines.join("\r")
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// When it is no answer of this service at all: a web page, an error in JSON.
    pub fn read(&self, answer: &str) -> Result<Answers, CitmatchError> {
        let start = answer.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with(['<', '{', '[']) {
            return Err(CitmatchError { beginning: start.chars().take(80).collect() });
        }
        let mut answers = Answers::default();
        let places: HashMap<&str, usize> =
            self.lines.iter().enumerate().map(|(at, line)| (line.key.as_str(), at)).collect();
        let mut last = None;
        for line in start.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
            match read_line(line) {
                None => {
                    answers.faults.push(AnswerFault::Unreadable { line: line.chars().take(300).collect() });
                }
                Some((key, outcome)) => match places.get(key) {
                    None => answers.faults.push(AnswerFault::Foreign { key: key.chars().take(60).collect() }),
                    Some(&place) => {
                        if last.is_some_and(|last| place < last) {
                            answers.faults.push(AnswerFault::Reordered { key: key.to_owned() });
                        }
                        last = Some(place);
                        answers.take(key, outcome);
                    }
                },
            }
        }
        for line in &self.lines {
            if !answers.outcomes.contains_key(&line.key) {
                answers.faults.push(AnswerFault::Missing { key: line.key.clone() });
            }
        }
        Ok(answers)
    }
}

/// An answer cut up: for each citation of a batch that was answered, and answered once, the line that answers it.
///
/// # Errors
/// When it is no answer of this service at all.
pub fn split(batch: &Batch, answer: &str) -> Result<Vec<Option<String>>, CitmatchError> {
    let answers = batch.read(answer)?;
    let lines: HashMap<&str, &str> = answer
        .split(['\r', '\n'])
        .map(str::trim)
        .filter_map(|line| Some((read_line(line)?.0, line)))
        .collect();
    let line = |asked: &Line| {
        answers.outcomes.get(&asked.key)?.as_ref()?;
        lines.get(asked.key.as_str()).map(|line| format!("{line}\n"))
    };
    Ok(batch.lines.iter().map(line).collect())
}

/// Puts citations into batches, in order. Equal citations are asked for once.
pub fn batches<'a>(citations: impl IntoIterator<Item = &'a Citation>) -> Vec<Batch> {
    let mut seen = std::collections::HashSet::new();
    let mut out: Vec<Batch> = Vec::new();
    let mut size = 0;
    for citation in citations {
        let values = citation.values();
        let line = Line { key: key(&values), values };
        if !seen.insert(line.key.clone()) {
            continue;
        }
        let length = escaped_length(&line.values) + line.key.len() + 9;
        let full = |batch: &Batch| batch.len() >= PER_BATCH || size + length > BYTES_PER_BATCH;
        if let Some(batch) = out.last_mut().filter(|batch| !full(batch)) {
            batch.lines.push(line);
            size += length;
        } else {
            out.push(Batch { lines: vec![line] });
            size = length;
        }
    }
    out
}

/// Length in an address, where all but letters, digits and a few signs take three bytes.
fn escaped_length(text: &str) -> usize {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { 1 } else { 3 }).sum()
}

/// What the service says of one citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This record.
    Found {
        /// Its PMID, still to be verified.
        pmid: String,
    },
    /// No record.
    NotFound,
    /// It does not know the journal, so it did not look.
    InvalidJournal,
    /// Several records.
    Ambiguous {
        /// Their PMIDs, where it lists them.
        pmids: Vec<String>,
        /// How many, where it counts them.
        count: Option<u64>,
    },
}

/// The answers to a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    outcomes: HashMap<String, Option<Outcome>>,
    /// Everything that was not as it should be.
    pub faults: Vec<AnswerFault>,
}

impl Answers {
    /// What was answered to a citation; `None` where nothing was, or nothing that could be relied on.
    pub fn of(&self, citation: &Citation) -> Option<&Outcome> {
        self.outcomes.get(&key(&citation.values()))?.as_ref()
    }

    /// Of two different answers to one question neither counts.
    fn take(&mut self, key: &str, outcome: Outcome) {
        if let Some(before) = self.outcomes.get_mut(key) {
            if before.as_ref() != Some(&outcome) {
                *before = None;
            }
            self.faults.push(AnswerFault::Repeated { key: key.to_owned() });
        } else {
            self.outcomes.insert(key.to_owned(), Some(outcome));
        }
    }
}

/// Something wrong in an answer. None of them ever pairs a citation with the answer to another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// A citation was not answered.
    #[error("PubMed did not answer the citation {key}; ask for it again")]
    Missing {
        /// Its key.
        key: String,
    },
    /// A citation was answered more than once; where the answers differ none is used.
    #[error("PubMed answered the citation {key} more than once")]
    Repeated {
        /// Its key.
        key: String,
    },
    /// A citation was answered out of turn.
    #[error("PubMed answered the citation {key} out of turn; answers are told apart by their keys")]
    Reordered {
        /// Its key.
        key: String,
    },
    /// An answer to something nobody asked.
    #[error("PubMed answered {key:?}, which was not asked; the answer was not used")]
    Foreign {
        /// Its key.
        key: String,
    },
    /// A line that is no answer.
    #[error("PubMed answered {line:?}, which cannot be read; it was not used")]
    Unreadable {
        /// The line, or its beginning.
        line: String,
    },
}

/// What came back is no answer of this service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the citation matcher answered something else than citations ({beginning:?}); try again later")]
pub struct CitmatchError {
    /// How it begins.
    pub beginning: String,
}

/// Key and outcome of one line: the five values, the key, the outcome, and nothing else.
fn read_line(line: &str) -> Option<(&str, Outcome)> {
    let parts: Vec<&str> = line.split('|').collect();
    let [_, _, _, _, _, key, outcome] = parts.as_slice() else { return None };
    Some((key.trim(), read_outcome(outcome.trim())?))
}

fn read_outcome(text: &str) -> Option<Outcome> {
    match text {
        "NOT_FOUND" => return Some(Outcome::NotFound),
        "NOT_FOUND;INVALID_JOURNAL" => return Some(Outcome::InvalidJournal),
        _ => {}
    }
    let Some(rest) = text.strip_prefix("AMBIGUOUS") else {
        return digits(text).map(|pmid| Outcome::Found { pmid });
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(Outcome::Ambiguous { pmids: Vec::new(), count: None });
    }
    if let Some(count) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(" citations)")) {
        return Some(Outcome::Ambiguous { pmids: Vec::new(), count: Some(count.trim().parse().ok()?) });
    }
    let pmids: Option<Vec<String>> = rest.split(',').map(|pmid| digits(pmid.trim())).collect();
    pmids.map(|pmids| Outcome::Ambiguous { pmids, count: None })
}

/// A PMID without anything around it.
fn digits(text: &str) -> Option<String> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| identifiers::pmid(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(journal: &str, page: &str) -> Citation {
        Citation {
            journal: journal.into(),
            year: "1991".into(),
            volume: "88".into(),
            first_page: page.into(),
            author: "Mann BJ".into(),
        }
    }

    fn batch(citations: &[Citation]) -> Batch {
        let mut all = batches(citations);
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// The lines of a batch with outcomes behind them, in the batch's order.
    fn answered(batch: &Batch, outcomes: &[&str]) -> Vec<String> {
        let asked = batch.data();
        asked.split('\r').zip(outcomes).map(|(line, outcome)| format!("{line}{outcome}")).collect()
    }

    #[test]
    fn values_cannot_break_a_line() {
        let batch =
            batch(&[citation("J|Foo\r\n|Bar\t\u{0}Baz", "1|2|x|999|"), citation(&"long ".repeat(200), "3")]);
        let data = batch.data();
        let lines: Vec<&str> = data.split('\r').collect();
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert_eq!(line.matches('|').count(), 6, "{line}");
            assert!(!line.contains(char::is_control) && line.len() < 900);
        }
        assert!(data.starts_with("J Foo Bar Baz|1991|88|1 2 x 999|Mann BJ|c_"));
    }

    #[test]
    fn equal_citations_are_asked_for_once_and_batches_stay_small() {
        let citations: Vec<Citation> =
            (0..100).map(|n| citation("Journal of é", &(n % 60).to_string())).collect();
        let batches = batches(&citations);
        assert_eq!(batches.iter().map(Batch::len).sum::<usize>(), 60);
        for batch in &batches {
            assert!(batch.len() <= PER_BATCH && escaped_length(&batch.data()) <= BYTES_PER_BATCH);
        }
    }

    #[test]
    fn outcomes() {
        let found = |pmid: &str| Some(Outcome::Found { pmid: pmid.into() });
        let ambiguous = |pmids: &[&str], count| {
            Some(Outcome::Ambiguous { pmids: pmids.iter().map(ToString::to_string).collect(), count })
        };
        for (text, expected) in [
            ("2014248", found("2014248")),
            ("NOT_FOUND", Some(Outcome::NotFound)),
            ("NOT_FOUND;INVALID_JOURNAL", Some(Outcome::InvalidJournal)),
            ("AMBIGUOUS", ambiguous(&[], None)),
            ("AMBIGUOUS (783 citations)", ambiguous(&[], Some(783))),
            ("AMBIGUOUS 33057196,32076266", ambiguous(&["33057196", "32076266"], None)),
            ("AMBIGUOUS 33057196,x", None),
            ("AMBIGUOUS (many citations)", None),
            ("NOT_FOUND;SOMETHING", None),
            ("PMID:2014248", None),
            ("2014248 3026048", None),
            ("0", None),
            ("123456789012", None),
            ("", None),
        ] {
            assert_eq!(read_outcome(text), expected, "{text}");
        }
    }

    #[test]
    fn answers_are_paired_by_key() {
        let citations = [citation("a", "1"), citation("b", "2"), citation("c", "3")];
        let batch = batch(&citations);
        let lines = answered(&batch, &["11", "NOT_FOUND", "AMBIGUOUS"]);
        let answers = batch.read(&format!("{}\n", lines.join("\n"))).unwrap();
        assert!(answers.faults.is_empty(), "{:?}", answers.faults);
        assert_eq!(answers.of(&citations[0]), Some(&Outcome::Found { pmid: "11".into() }));
        assert_eq!(answers.of(&citations[1]), Some(&Outcome::NotFound));
        // The service leaves values out of what it repeats.
        let echoed = format!("x|||||{}|22", key(&citations[0].values()));
        assert_eq!(
            batch.read(&echoed).unwrap().of(&citations[0]),
            Some(&Outcome::Found { pmid: "22".into() })
        );
    }

    #[test]
    fn faults_are_told_and_never_pair_wrongly() {
        let citations = [citation("a", "1"), citation("b", "2"), citation("c", "3")];
        let batch = batch(&citations);
        let lines = answered(&batch, &["11", "12", "13"]);
        let key_of = |n: usize| key(&citations[n].values());
        // Missing and out of turn.
        let answers = batch.read(&format!("{}\n{}", lines[2], lines[0])).unwrap();
        assert_eq!(
            answers.faults,
            [AnswerFault::Reordered { key: key_of(0) }, AnswerFault::Missing { key: key_of(1) }]
        );
        assert_eq!(answers.of(&citations[1]), None);
        assert_eq!(answers.of(&citations[0]), Some(&Outcome::Found { pmid: "11".into() }));
        // Twice the same; twice and different.
        let contradiction = lines[1].replace("|12", "|99");
        let all = [&lines[0], &lines[0], &lines[1], &contradiction, &lines[2]].map(String::as_str).join("\n");
        let answers = batch.read(&all).unwrap();
        assert_eq!(
            answers.faults,
            [AnswerFault::Repeated { key: key_of(0) }, AnswerFault::Repeated { key: key_of(1) }]
        );
        assert_eq!(answers.of(&citations[0]), Some(&Outcome::Found { pmid: "11".into() }));
        assert_eq!(answers.of(&citations[1]), None);
        // Of another batch; too many values; too few.
        let other = batches(&[citation("z", "9")]).remove(0);
        let text = format!("{}\na|b\n|{}\n", answered(&other, &["77"])[0], lines[0]);
        let answers = batch.read(&text).unwrap();
        assert!(matches!(answers.faults[0], AnswerFault::Foreign { .. }));
        assert!(matches!(answers.faults[1], AnswerFault::Unreadable { .. }));
        assert!(matches!(answers.faults[2], AnswerFault::Unreadable { .. }));
        assert_eq!(answers.faults.len(), 6);
        assert!(citations.iter().all(|citation| answers.of(citation).is_none()));
    }

    #[test]
    fn what_is_no_answer() {
        let batch = batch(&[citation("a", "1")]);
        for text in ["<!DOCTYPE html><html>", "{\"error\":\"API rate limit exceeded\"}", "\u{feff} <html>"] {
            assert!(batch.read(text).is_err(), "{text}");
        }
        assert_eq!(batch.read("").unwrap().faults.len(), 1);
    }

    #[test]
    fn the_citation_of_a_reference() {
        use crate::model::{Contributor, Field, Pages, PartialDate};
        let person = crate::normalize::names::medline("van der Meer J-W").unwrap();
        let reference = Reference {
            contributors: vec![Contributor {
                role: Role::Author,
                role_printed: None,
                name: Field::given(Name::Person(person)),
                raw: String::new(),
            }],
            container_title: Some(Field::given("Lancet".into())),
            issued: Some(Field::given(PartialDate::year(1991))),
            volume: Some(Field::given("3".into())),
            pages: Some(Field::given(Pages { first: "S11".into(), last: None })),
            ..Reference::default()
        };
        let citation = Citation::of(&reference, None).unwrap();
        assert_eq!(citation.values(), "Lancet|1991|3|S11|van der Meer JW");
        assert_eq!(Citation::of(&reference, Some("Lancet Oncol")).unwrap().journal, "Lancet Oncol");
        let bare = Reference { container_title: reference.container_title.clone(), ..Reference::default() };
        assert_eq!(Citation::of(&bare, None), None);
    }

    /// Answers that were recorded, and lines that were seen; skipped, and said so, where they are not there.
    #[test]
    fn recorded_answers() {
        use std::io::Write as _;
        let base = std::env::var_os("REFLOOM_SHARED")
            .map_or_else(|| std::path::PathBuf::from("../shared"), std::path::PathBuf::from);
        let folder = base.join("fixtures/ecitmatch");
        if !folder.is_dir() {
            let _ =
                writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", folder.display());
            return;
        }
        let mut outcomes = Vec::new();
        for name in ["citmatch_found", "citmatch_mixed", "citmatch_single"] {
            let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
            for line in text.lines().filter(|line| !line.is_empty()) {
                let (key, outcome) = read_line(line).unwrap_or_else(|| panic!("{line}"));
                outcomes.push(format!("{key} {outcome:?}"));
            }
            // Keys of somebody else's: none of it is ever taken for an answer to us.
            let ours = [citation("Proc Natl Acad Sci U S A", "3248")];
            let answers = batch(&ours).read(&text).unwrap();
            assert_eq!(answers.of(&ours[0]), None);
        }
        assert!(outcomes.contains(&"Art1 Found { pmid: \"2014248\" }".to_owned()), "{outcomes:?}");
        assert!(outcomes.contains(&"ref2 InvalidJournal".to_owned()), "{outcomes:?}");
        let seen = std::fs::read_to_string(folder.join("observed_lines.txt")).unwrap();
        let lines =
            seen.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').next().unwrap());
        let mut n_ambiguous = 0;
        for line in lines {
            let outcome = read_outcome(line.rsplit('|').next().unwrap());
            n_ambiguous += usize::from(matches!(outcome, Some(Outcome::Ambiguous { .. })));
            assert!(outcome.is_some(), "{line}");
        }
        assert_eq!(n_ambiguous, 3);
    }
}
