//! Keys to cite by: plain ASCII, the same for the same list, and no two alike.

use std::collections::HashMap;

use super::fields;
use crate::model::{Name, Record, Role};
use crate::normalize::fold::fold_run;

/// Gives each record of a list its key: first author and year, and from the second work of the kind on a letter
/// (`smith2010`, `smith2010a`, `smith2010b`).
#[derive(Debug, Default)]
pub struct Keys {
    /// How often a key, by its digest, was wanted so far. Two keys with one digest cost a letter that was not needed.
    wanted: HashMap<u64, u32>,
}

/// No name of ours comes near this.
const LONGEST: usize = 100;
/// Letters of a name that a made key keeps.
const NAME: usize = 30;

impl Keys {
    /// The key of the next record. `given` is kept where it can be a key.
    pub fn next(&mut self, record: &Record, given: Option<&str>) -> String {
        let base = given.filter(|key| fits(key)).map_or_else(|| made(record), str::to_owned);
        let mut key = base.clone();
        loop {
            let times = self.wanted.entry(digest(&key)).or_default();
            *times += 1;
            if *times == 1 {
                return key;
            }
            // How often the base was wanted is the letter to try, so that a thousand of one name cost no search each.
            let tries = if key == base { *times } else { self.count(&base) };
            key = format!("{base}{}", letters(tries - 2));
        }
    }

    /// Counts the base once more.
    fn count(&mut self, base: &str) -> u32 {
        let times = self.wanted.entry(digest(base)).or_default();
        *times += 1;
        *times
    }
}

/// Whether something can be a key for BibTeX, pandoc and the others.
fn fits(key: &str) -> bool {
    key.len() <= LONGEST
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'.' | b'_' | b'-' | b'+' | b'/'))
}

fn made(record: &Record) -> String {
    let work = &record.work;
    let people = |role| work.with_role(role).next();
    let first = people(Role::Author).or_else(|| people(Role::Editor)).or(work.contributors.first());
    let name = first.map(|c| match &c.name.value {
        Name::Person(person) => {
            format!("{}{}", person.particle.as_deref().unwrap_or_default(), person.family)
        }
        Name::Group(name) => name.clone(),
    });
    let mut key = ascii(&name.unwrap_or_default());
    if key.is_empty() {
        key = ascii(fields::text(work.title.as_ref()).unwrap_or_default());
    }
    if key.is_empty() {
        "anonymous".clone_into(&mut key);
    }
    match &work.issued {
        Some(date) => key.push_str(&date.value.year.to_string()),
        None => key.push_str("nd"),
    }
    key
}

/// The beginning of a name in small Latin letters and digits; a letter first.
fn ascii(text: &str) -> String {
    let folded = fold_run(text);
    let plain = folded.chars().filter(char::is_ascii_alphanumeric);
    plain.skip_while(char::is_ascii_digit).take(NAME).collect()
}

/// 0 → `a`, 25 → `z`, 26 → `aa`.
fn letters(mut n: u32) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or_default()));
        match (n / 26).checked_sub(1) {
            Some(next) => n = next,
            None => break,
        }
    }
    out.iter().rev().collect()
}

/// FNV-1a of the key in small letters: BibTeX takes `Smith` and `smith` for one key.
fn digest(key: &str) -> u64 {
    key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| {
        (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::export::tests::invented::{group, person, record};

    #[test]
    fn keys_are_name_and_year() {
        let mut keys = Keys::default();
        let mut work = record("Title");
        assert_eq!(keys.next(&work, None), "titlend");
        work.work.contributors = vec![person(Role::Author, "Müller", "J")];
        assert_eq!(keys.next(&work, None), "mullernd");
        work.work.issued = crate::model::PartialDate::new(2010, None, None).map(crate::model::Field::given);
        assert_eq!(keys.next(&work, None), "muller2010");
        assert_eq!(keys.next(&work, None), "muller2010a");
        assert_eq!(keys.next(&work, Some("Muller2010B")), "Muller2010B");
        assert_eq!(keys.next(&work, None), "muller2010c");
        assert_eq!(keys.next(&work, Some("12")), "muller2010d");
        assert_eq!(keys.next(&work, Some("a{b")), "muller2010e");
        work.work.contributors = vec![group(Role::Author, "World Health Organization")];
        assert_eq!(keys.next(&work, None), "worldhealthorganization2010");
        work.work.contributors = vec![group(Role::Author, "日本")];
        assert!(fits(&keys.next(&work, None)));
    }

    #[test]
    fn letters_go_on() {
        for (n, expected) in
            [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba"), (701, "zz"), (702, "aaa")]
        {
            assert_eq!(letters(n), expected);
        }
    }

    proptest! {
        #[test]
        fn no_two_are_alike(given in prop::collection::vec(prop::option::of("[aA]?[b1]?[a-c]?"), 0..60)) {
            let mut keys = Keys::default();
            let mut seen = HashSet::new();
            for key in &given {
                let key = keys.next(&record("Ab"), key.as_deref());
                prop_assert!(fits(&key), "{}", key);
                prop_assert!(seen.insert(key.to_lowercase()), "{}", key);
            }
        }
    }
}
