//! Names of people and groups as reference managers and databases write them.

use std::collections::HashMap;

use super::words::one_line;
use crate::model::{Affiliation, Contributor, Field, Name, Person, PersonDetails, Record, Role};
use crate::normalize::names;

/// Words of which groups are made and people are not.
const GROUP_WORDS: [&str; 44] = [
    "of",
    "for",
    "and",
    "the",
    "on",
    "in",
    "&",
    "to",
    "university",
    "institute",
    "institution",
    "group",
    "committee",
    "association",
    "society",
    "organization",
    "organisation",
    "consortium",
    "collaboration",
    "collaborative",
    "investigators",
    "network",
    "center",
    "centre",
    "foundation",
    "council",
    "commission",
    "agency",
    "ministry",
    "department",
    "federation",
    "network,",
    "team",
    "inc",
    "inc.",
    "ltd",
    "ltd.",
    "gmbh",
    "corporation",
    "company",
    "college",
    "hospital",
    "initiative",
    "trialists",
];

/// Reads a name: `Family, Given`, `Family, Given, Jr`, `Family JA`, `J. A. Family`, `Given Family`, or a group's.
/// A comma at the end is the reference managers' mark of a group.
pub(in crate::import) fn read(raw: &str) -> Option<Name> {
    let line = one_line(raw);
    let text = line.trim_end_matches([';', ' ']).trim_start_matches([',', ';', ' ']);
    if !text.contains(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let Some((family, rest)) = text.split_once(',') else { return Some(uncut(text)) };
    let (family, rest) = (family.trim(), rest.trim_matches([' ', ',']));
    if rest.is_empty() {
        // One word may be somebody with one name.
        return Some(if family.contains(' ') { group(family) } else { person(family, None, None) });
    }
    let (given, suffix) = match rest.split_once(',') {
        None => match names::suffix(rest) {
            // `Smith, Jr`: nothing else is known.
            Some(_) => (None, Some(rest)),
            None => (Some(rest), None),
        },
        Some((first, second)) => {
            let (first, second) = (first.trim(), second.trim());
            if names::suffix(first).is_some() {
                (Some(second), Some(first))
            } else if names::suffix(second).is_some() {
                (Some(first), Some(second))
            } else if is_group(text) {
                return Some(group(text));
            } else {
                (Some(rest), None)
            }
        }
    };
    Some(person(family, given, suffix))
}

/// A name without a comma.
fn uncut(text: &str) -> Name {
    let mut words = text.split(' ');
    let count = text.split(' ').count();
    let first = words.next().unwrap_or_default();
    let last = text.rsplit(' ').next().unwrap_or_default();
    if count == 1 {
        let acronym = text.chars().count() > 2 && !text.chars().any(char::is_lowercase);
        return if acronym { group(text) } else { person(text, None, None) };
    }
    if is_group(text) || text.bytes().any(|b| b.is_ascii_digit()) {
        return group(text);
    }
    // `Fanning E.`, `Smith J.A.`, `Smith JA`, but not `J. Smith` or `UNESCO IIEP`.
    if let Some(person) = names::medline(text)
        && !is_initial(first)
    {
        return Name::Person(person);
    }
    if last.contains('.') && last.len() <= 12 && is_initial(last) && !is_initial(first) {
        let initials: String = last.chars().filter(|c| *c != '.').collect();
        let family = text.get(..text.len() - last.len()).unwrap_or_default().trim();
        return person(family, Some(&initials), None);
    }
    if count > 5 {
        return group(text);
    }
    // The family name begins at its particles, or is the last word.
    let mut given_words = count - 1;
    for (at, word) in text.split(' ').enumerate().skip(1) {
        if names::is_particle(word) {
            given_words = at;
            break;
        }
    }
    let (mut last_words, mut suffix) = (count, None);
    if count > 2 && names::suffix(last).is_some() {
        suffix = Some(last);
        last_words -= 1;
        given_words = given_words.min(last_words - 1);
    }
    let join =
        |from: usize, to: usize| text.split(' ').skip(from).take(to - from).collect::<Vec<_>>().join(" ");
    person(&join(given_words, last_words), Some(&join(0, given_words)), suffix)
}

/// `A.`, `J.A.`, `J.-P.`
fn is_initial(word: &str) -> bool {
    word.ends_with('.')
        && word.split(['.', '-', '‐']).all(|part| part.is_empty() || (part.chars().count() == 1))
}

fn is_group(text: &str) -> bool {
    text.split(' ').any(|word| {
        let word = word.trim_end_matches(',');
        (1..=13).contains(&word.len()) && GROUP_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
            // `Van Den And` does not happen; `E` and `Y` are particles and not in the list.
            && word.len() > 1
    })
}

fn group(text: &str) -> Name {
    Name::Group(text.trim_end_matches([',', ';', ' ']).to_owned())
}

fn person(family: &str, given: Option<&str>, suffix: Option<&str>) -> Name {
    Name::Person(Person {
        family: family.to_owned(),
        given: given.map(str::trim).filter(|given| !given.is_empty()).map(str::to_owned),
        initials: None,
        particle: None,
        suffix: suffix.map(str::to_owned),
    })
}

/// Adds somebody to a record; false where the text names nobody.
pub(in crate::import) fn add(record: &mut Record, role: Role, printed: Option<&str>, raw: &str) -> bool {
    // `Doe J, et al.` and `others` say that the list was cut.
    let raw = raw.trim();
    if is_others(raw) {
        record.work.authors_truncated = true;
        return false;
    }
    let Some(name) = read(raw) else { return false };
    record.work.contributors.push(Contributor {
        role,
        role_printed: printed.map(str::to_owned),
        name: Field::given(name),
        raw: one_line(raw).into_owned(),
    });
    true
}

fn is_others(raw: &str) -> bool {
    raw.len() <= 12
        && ["et al", "et al.", "others", "and others", "et al..", "..."]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(raw.trim_matches([',', ' '])))
}

/// The contributor of a name, in whatever form: the same family name, and initials that do not contradict.
pub(in crate::import) fn find(record: &Record, text: &str) -> Option<usize> {
    let wanted = Key::of(&read(text)?)?;
    // Nobody looks further: a made-up record could have millions, and ask for each.
    record
        .work
        .contributors
        .iter()
        .take(2000)
        .position(|c| Key::of(&c.name.value).is_some_and(|key| key.fits(&wanted)))
}

/// Finds contributors by name without looking at all of them each time.
pub(in crate::import) struct Index {
    by_family: HashMap<String, Vec<(usize, Key)>>,
}

impl Index {
    /// Of all contributors of a record.
    pub(in crate::import) fn new(record: &Record) -> Self {
        let mut by_family: HashMap<String, Vec<(usize, Key)>> = HashMap::new();
        for (at, contributor) in record.work.contributors.iter().enumerate() {
            if let Some(key) = Key::of(&contributor.name.value) {
                by_family.entry(key.family.clone()).or_default().push((at, key));
            }
        }
        Self { by_family }
    }

    /// The contributor of a name; the one whose given name is the same before one whose initials are.
    pub(in crate::import) fn find(&self, text: &str) -> Option<usize> {
        let wanted = Key::of(&read(text)?)?;
        let known = self.by_family.get(&wanted.family)?;
        // Ten thousand authors of one name do not take the square of that.
        let mut known = known.iter().take(200);
        let exact = known.clone().find(|(_, key)| key.given == wanted.given);
        exact.or_else(|| known.find(|(_, key)| key.fits(&wanted))).map(|(at, _)| *at)
    }
}

/// A name for comparing.
struct Key {
    family: String,
    given: String,
    initials: String,
}

impl Key {
    fn of(name: &Name) -> Option<Self> {
        match name {
            Name::Person(person) => {
                let mut family = person.particle.clone().unwrap_or_default();
                family.push_str(&person.family);
                let given = person.given.as_deref().unwrap_or_default();
                Some(Self {
                    family: fold(&family),
                    given: fold(given),
                    initials: fold(&names::initials(given)),
                })
            }
            Name::Group(group) => {
                let family = fold(group);
                (!family.is_empty()).then(|| Self { family, given: String::new(), initials: String::new() })
            }
        }
    }

    fn fits(&self, other: &Self) -> bool {
        self.family == other.family
            && (self.initials.starts_with(&other.initials) || other.initials.starts_with(&self.initials))
    }
}

/// Letters alone, small.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What is said of a contributor besides the name.
pub(in crate::import) fn details(record: &mut Record, at: usize) -> Option<&mut PersonDetails> {
    if at >= record.work.contributors.len() {
        return None;
    }
    if record.people.len() <= at {
        record.people.resize_with(at + 1, PersonDetails::default);
    }
    record.people.get_mut(at)
}

/// Notes where a contributor works.
pub(in crate::import) fn affiliate(record: &mut Record, at: usize, raw: &str) {
    let raw = one_line(raw).into_owned();
    if let Some(details) = details(record, at)
        && !raw.is_empty()
        && !details.affiliations.iter().rev().take(64).any(|known| known.raw == raw)
    {
        details.affiliations.push(Affiliation { raw, ror: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(raw: &str) -> String {
        match read(raw) {
            None => "-".into(),
            Some(Name::Group(group)) => format!("[{group}]"),
            Some(Name::Person(p)) => {
                [Some(p.family), p.given, p.suffix].map(Option::unwrap_or_default).join("/")
            }
        }
    }

    #[test]
    fn names_of_all_kinds() {
        for (raw, expected) in [
            ("Shannon,Claude E.", "Shannon/Claude E./"),
            ("Valle-Delgado,J. J. ", "Valle-Delgado/J. J./"),
            ("King, Martin Luther, Jr.", "King/Martin Luther/Jr."),
            ("King, Jr., Martin", "King/Martin/Jr."),
            ("Fanning E.", "Fanning/E/"),
            ("Smith J.A.", "Smith/JA/"),
            ("Smith JA", "Smith/JA/"),
            ("A. Author-One", "Author-One/A./"),
            ("A. S. Z. Belloum", "Belloum/A. S. Z./"),
            ("Catarina Barata", "Barata/Catarina/"),
            ("Ludwig van Beethoven", "van Beethoven/Ludwig/"),
            ("John Smith Jr", "Smith/John/Jr"),
            ("Selvamani", "Selvamani//"),
            ("World Health Organization,", "[World Health Organization]"),
            ("World Health Organization", "[World Health Organization]"),
            ("Name of a Research Center", "[Name of a Research Center]"),
            ("WHO", "[WHO]"),
            ("Plato,", "Plato//"),
            (
                "Ministry of Health, Labour and Welfare, Japan",
                "[Ministry of Health, Labour and Welfare, Japan]",
            ),
            ("", "-"),
            (", ;", "-"),
        ] {
            assert_eq!(show(raw), expected, "{raw}");
        }
    }

    #[test]
    fn lists_that_were_cut() {
        let mut record = Record::default();
        assert!(add(&mut record, Role::Author, None, "Doe, J."));
        assert!(!add(&mut record, Role::Author, None, "et al."));
        assert!(record.work.authors_truncated);
        assert_eq!(record.work.contributors.len(), 1);
    }
}
