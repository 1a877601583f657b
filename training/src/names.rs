//! Prints lists of names in the orders and with the marks that styles use.

use super::rng::Rng;

/// Somebody in a record.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Family name, or the name of a group.
    pub family: String,
    /// Given names or initials.
    pub given: String,
    /// `Jr`.
    pub suffix: String,
    /// A group.
    pub group: bool,
}

impl Person {
    /// A person, or a group, without given names.
    pub fn of(family: String, group: bool) -> Self {
        Self { family, group, ..Self::default() }
    }
}

/// Commonest given names by their initials, to print where a record has initials alone.
const GIVEN: [&str; 26] = [
    "Anna Alan Andrew Alice Antonio",
    "Barbara Brian Benoît Bruno",
    "Carol Carlos Charles Claire",
    "David Daniel Diana Dominique",
    "Elena Eric Elizabeth Emmanuel",
    "Frank Frédéric Fiona Francesco",
    "George Gilles Giovanni Grace",
    "Helen Henri Hans Hiroshi",
    "Irene Ian Isabelle",
    "John Jane Jean Julia James",
    "Karen Karl Keith Kenji",
    "Laura Louis Luca Linda",
    "Mary Michael Marie Marco",
    "Nancy Nicolas Nina",
    "Oscar Olivier Olga",
    "Paul Patricia Pierre Peter",
    "Quentin Quan",
    "Robert Rachel René Rosa",
    "Susan Stephen Sophie Stefan",
    "Thomas Theresa Takashi",
    "Ursula Ugo",
    "Victor Véronique Vera",
    "William Wendy Walter Wei",
    "Xavier Xin",
    "Yves Yoko Yu",
    "Zoe Zhang",
];

/// How names are printed.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "a style is a list of choices")]
pub struct NameStyle {
    order: Order,
    dots: bool,
    spaces: bool,
    spelled: bool,
    capitals: bool,
    between: &'static str,
    last: &'static str,
    /// Only the first name is turned around.
    first_alone: bool,
    others: &'static str,
    most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    FamilyGiven,
    FamilyComma,
    GivenFamily,
    FamilyBracket,
}

impl NameStyle {
    /// A style of chance.
    pub fn any(rng: &mut Rng) -> Self {
        let order = match rng.below(20) {
            0..=5 => Order::FamilyGiven,
            6..=11 => Order::FamilyComma,
            12..=18 => Order::GivenFamily,
            _ => Order::FamilyBracket,
        };
        let spelled = order != Order::FamilyGiven && rng.chance(40);
        let between =
            if order == Order::FamilyComma && rng.chance(25) || rng.chance(6) { "; " } else { ", " };
        let last = match rng.below(8) {
            0 | 1 => between,
            2 | 3 => " and ",
            6 if order != Order::FamilyComma => between,
            4 => ", and ",
            5 => " & ",
            6 => ", & ",
            _ => rng.pick(&[" et ", " und ", ", & ", " y "]),
        };
        Self {
            order,
            dots: order != Order::FamilyGiven || rng.chance(25),
            spaces: rng.chance(55),
            spelled,
            capitals: rng.chance(6),
            between,
            last,
            first_alone: order == Order::FamilyComma && rng.chance(20),
            others: rng.pick(&[", et al", " et al", ", et al.", " et al.", " and others", ", et al.,"]),
            most: rng.pick(&[3, 6, 30, 30, 1, 10]),
        }
    }

    /// Editors are often printed the other way around.
    pub fn for_editors(mut self, rng: &mut Rng) -> Self {
        if rng.chance(50) {
            self.order = Order::GivenFamily;
            self.dots = true;
        }
        self
    }

    /// A list of names.
    pub fn print(&self, people: &[Person], cut: bool, rng: &mut Rng) -> String {
        let shown = people.len().min(self.most);
        let cut = cut || shown < people.len();
        let mut out = String::new();
        for (i, person) in people[..shown].iter().enumerate() {
            if i > 0 {
                out.push_str(if i + 1 == shown && !cut { self.last } else { self.between });
            }
            let order = if self.first_alone && i > 0 { Order::GivenFamily } else { self.order };
            out.push_str(&self.one(person, order, rng));
        }
        if cut && !out.is_empty() {
            out.push_str(self.others);
        }
        out
    }

    fn one(&self, person: &Person, order: Order, rng: &mut Rng) -> String {
        let family = if self.capitals { person.family.to_uppercase() } else { person.family.clone() };
        if person.group || person.given.is_empty() {
            return person.family.clone();
        }
        let given = self.given(&person.given, rng);
        let suffix = if person.suffix.is_empty() { String::new() } else { format!(" {}", person.suffix) };
        match order {
            Order::FamilyGiven => format!("{family} {given}{suffix}"),
            Order::FamilyComma => format!("{family}, {given}{suffix}"),
            Order::GivenFamily => format!("{given} {family}{suffix}"),
            Order::FamilyBracket => format!("{family} ({given})"),
        }
    }

    fn given(&self, given: &str, rng: &mut Rng) -> String {
        let letters: Vec<char> = if given.chars().any(char::is_lowercase) {
            if self.spelled {
                return given.to_owned();
            }
            given.split([' ', '-', '.']).filter_map(|w| w.chars().next()).collect()
        } else {
            given.chars().filter(|c| c.is_alphabetic()).collect()
        };
        let mut words: Vec<String> = Vec::new();
        for (i, &letter) in letters.iter().take(3).enumerate() {
            let names = (letter as usize).checked_sub('A' as usize).and_then(|i| GIVEN.get(i));
            match names {
                Some(names) if self.spelled && (i == 0 || i == 1 && rng.chance(20)) => {
                    let names: Vec<&str> = names.split(' ').collect();
                    words.push(rng.pick(&names).to_owned());
                }
                _ if self.dots || self.spelled => words.push(format!("{letter}.")),
                _ => words.push(letter.to_string()),
            }
        }
        let tight = !self.spelled && (!self.dots || !self.spaces);
        words.join(if tight { "" } else { " " })
    }
}

/// `MH`, `M.H.` and `Mary Helen` as `M. H.`
pub fn initials(given: &str) -> String {
    let words = letters(given).into_iter().map(|c| format!("{c}."));
    words.collect::<Vec<_>>().join(" ")
}

/// Given names in full, made up where a record has their initials alone.
pub fn spelled(given: &str, rng: &mut Rng) -> String {
    if given.split([' ', '-']).any(|word| word.chars().filter(|c| c.is_lowercase()).count() > 1) {
        return given.to_owned();
    }
    let mut out = Vec::new();
    for (i, letter) in letters(given).into_iter().take(2).enumerate() {
        let names = (letter as usize).checked_sub('A' as usize).and_then(|at| GIVEN.get(at));
        match names {
            Some(names) if i == 0 => out.push(rng.pick(&names.split(' ').collect::<Vec<_>>()).to_owned()),
            _ => out.push(format!("{letter}.")),
        }
    }
    out.join(" ")
}

fn letters(given: &str) -> Vec<char> {
    if given.chars().any(char::is_lowercase) {
        return given.split([' ', '-', '.']).filter_map(|word| word.chars().next()).collect();
    }
    given.chars().filter(|c| c.is_alphabetic()).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_are_cut_and_spelled() {
        assert_eq!(initials("MH"), "M. H.");
        assert_eq!(initials("Mary Helen"), "M. H.");
        assert_eq!(spelled("Mary H.", &mut Rng::new(1)), "Mary H.");
        assert!(spelled("MH", &mut Rng::new(1)).len() > 4);
    }
}
