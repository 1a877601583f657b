//! Comparing names: the family name decides, initials confirm or contradict.

use super::titles::within;
use crate::model::{Contributor, Name, Reference, Role};
use crate::normalize::fold::{fold, fold_run};
use crate::normalize::names::initials;

/// Names of a list that are looked at. Lists of a thousand names exist; the printed ones are among the first.
const MOST_NAMES: usize = 64;

/// What initials that contradict each other leave of a family name that agrees.
const OTHER_INITIALS: f32 = 0.6;
const MISSPELT: f32 = 0.85;
const PART_OF_FAMILY: f32 = 0.85;
const SWAPPED: f32 = 0.9;
const WITHOUT_INITIALS: f32 = 0.95;
/// Above it two names are taken for one person's.
const SAME_PERSON: f32 = 0.7;

/// A name made ready.
#[derive(Debug)]
pub enum Folded {
    Person {
        /// Without particle, letters only.
        family: String,
        /// Particle and family name in one run.
        whole: String,
        /// Length of the last word of a family name of several words.
        last_word: usize,
        /// Length of the first.
        first_word: usize,
        given: String,
        initials: String,
    },
    Group(String),
}

/// The people of one side.
#[derive(Debug, Default)]
pub struct Names {
    all: Vec<Folded>,
}

impl Names {
    /// The authors, or the editors where there are none.
    pub fn of(reference: &Reference) -> Self {
        let named =
            |role| -> Vec<Folded> { reference.with_role(role).take(MOST_NAMES).filter_map(folded).collect() };
        let mut all = named(Role::Author);
        if all.is_empty() {
            all = named(Role::Editor);
        }
        Self { all }
    }

    /// People made ready one by one.
    pub fn from_folded(all: Vec<Folded>) -> Self {
        Self { all }
    }

    /// How many names of the shorter list the longer one has, as a share: 1 where one list is a part of the other.
    /// `None` where one is empty.
    pub fn shared(&self, other: &Self) -> Option<f32> {
        let (short, long) = if self.all.len() <= other.all.len() { (self, other) } else { (other, self) };
        if short.is_empty() {
            return None;
        }
        let has = |one: &&Folded| long.all.iter().any(|two| compare(one, two) > SAME_PERSON);
        Some(short.all.iter().filter(has).count() as f32 / short.all.len() as f32)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True without a name.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How alike the first names of both lists are. A group counts as first wherever the other list has it: some put
    /// it in front, some at the end.
    pub fn first(&self, other: &Self) -> Option<f32> {
        let (one, two) = (self.all.first()?, other.all.first()?);
        let mut best = compare(one, two);
        if matches!(one, Folded::Group(_)) {
            best = other.all.iter().map(|name| compare(one, name)).fold(best, f32::max);
        }
        if matches!(two, Folded::Group(_)) {
            best = self.all.iter().map(|name| compare(name, two)).fold(best, f32::max);
        }
        Some(best)
    }

    /// How alike the two names are that are most alike.
    pub fn any(&self, other: &Self) -> Option<f32> {
        let mut best: Option<f32> = None;
        for one in self.all.iter().take(8) {
            for two in &other.all {
                let alike = compare(one, two);
                if alike >= 1.0 {
                    return Some(alike);
                }
                best = Some(best.map_or(alike, |best| best.max(alike)));
            }
        }
        best
    }
}

fn folded(contributor: &Contributor) -> Option<Folded> {
    match &contributor.name.value {
        Name::Group(name) => Some(fold(name)).filter(|name| !name.is_empty()).map(Folded::Group),
        Name::Person(person) => {
            let given = person.given.as_deref().unwrap_or_default();
            let initials = match &person.initials {
                Some(initials) => fold_run(initials),
                None => fold_run(&initials(given)),
            };
            let particle = person.particle.as_deref().map(fold_run).unwrap_or_default();
            Folded::person(fold(&person.family), particle, fold_run(given), initials)
        }
    }
}

impl Folded {
    /// A person, from folded parts; spaces only in the family name. `None` without a family name.
    pub fn person(family: String, particle: String, given: String, initials: String) -> Option<Self> {
        let words = family;
        let (first_word, last_word) =
            (words.find(' ').unwrap_or(0), words.rfind(' ').map_or(0, |at| words.len() - at - 1));
        let mut family = words;
        family.retain(|c| c != ' ');
        let mut whole = particle;
        whole.push_str(&family);
        (!family.is_empty()).then_some(Self::Person { family, whole, last_word, first_word, given, initials })
    }
}

fn compare(one: &Folded, two: &Folded) -> f32 {
    match (one, two) {
        (Folded::Group(one), Folded::Group(two)) => groups(one, two),
        (Folded::Group(group), Folded::Person { whole, .. })
        | (Folded::Person { whole, .. }, Folded::Group(group)) => {
            // A group that was read as a person, or a person as a group.
            if group.split(' ').any(|word| word == whole) && whole.len() > 3 { 0.7 } else { 0.0 }
        }
        (
            Folded::Person { family: a, whole: aw, last_word: al, first_word: af, given: ag, initials: ai },
            Folded::Person { family: b, whole: bw, last_word: bl, first_word: bf, given: bg, initials: bi },
        ) => {
            let family = if aw == bw {
                1.0
            } else if a == b || a == bw || b == aw {
                0.97
            } else if is_part(a, *af, *al, b) || is_part(b, *bf, *bl, a) {
                PART_OF_FAMILY
            } else if is_misspelt(aw, bw) {
                MISSPELT
            } else if (!ag.is_empty() && ag == b && begins_alike(bg, a))
                || (!bg.is_empty() && bg == a && begins_alike(ag, b))
            {
                return SWAPPED;
            } else {
                return 0.0;
            };
            family * agreement_of_initials(ai, bi)
        }
    }
}

/// Whether the other family name is the first or the last word of this one.
fn is_part(family: &str, first_word: usize, last_word: usize, other: &str) -> bool {
    let last = family.len().checked_sub(last_word).and_then(|at| family.get(at..));
    other.len() > 2 && last_word > 0 && (last == Some(other) || family.get(..first_word) == Some(other))
}

fn begins_alike(given: &str, family: &str) -> bool {
    given.is_empty() || given.as_bytes().first() == family.as_bytes().first()
}

fn is_misspelt(one: &str, two: &str) -> bool {
    let most = match one.len().min(two.len()) {
        0..5 => return false,
        5..9 => 1,
        _ => 2,
    };
    one.len().abs_diff(two.len()) <= most && within(one.as_bytes(), two.as_bytes(), most)
}

fn agreement_of_initials(one: &str, two: &str) -> f32 {
    match (one.bytes().next(), two.bytes().next()) {
        (Some(a), Some(b)) if a != b => OTHER_INITIALS,
        (Some(_), Some(_)) if one.starts_with(two) || two.starts_with(one) => 1.0,
        (Some(_), Some(_)) => 0.9,
        _ => WITHOUT_INITIALS,
    }
}

/// Shared words of two names of groups.
fn groups(one: &str, two: &str) -> f32 {
    if one == two {
        return 1.0;
    }
    let words = |name: &str| {
        name.split(' ').filter(|word| word.len() > 2 && *word != "the" && *word != "and").count()
    };
    let shared = one.split(' ').filter(|word| word.len() > 2 && *word != "the" && *word != "and");
    let shared = shared.filter(|word| two.split(' ').any(|other| other == *word)).count();
    let all = words(one) + words(two);
    if all == 0 { 0.0 } else { (2 * shared) as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Person};
    use crate::normalize::names::{medline, normalize};

    fn author(name: Name) -> Reference {
        let mut name = name;
        normalize(&mut name);
        let contributor = Contributor {
            role: Role::Author,
            role_printed: None,
            name: Field::given(name),
            raw: String::new(),
        };
        Reference { contributors: vec![contributor], ..Reference::default() }
    }

    fn person(family: &str, given: &str) -> Name {
        Name::Person(Person { family: family.into(), given: Some(given.into()), ..Person::default() })
    }

    fn alike(one: Name, two: Name) -> f32 {
        Names::of(&author(one)).first(&Names::of(&author(two))).unwrap()
    }

    #[test]
    fn forms_of_one_name_agree() {
        let medline = |text: &str| Name::Person(medline(text).unwrap());
        for (one, two) in [
            (medline("Mulé JJ"), person("Mule", "James J.")),
            (medline("van der Berg J"), person("Berg", "J.")),
            (medline("van der Berg J"), person("Van Der Berg", "Jan")),
            (medline("García Márquez G"), person("García-Márquez", "Gabriel")),
            (medline("Márquez G"), person("García Márquez", "Gabriel")),
            (medline("Rosenberg SA"), person("Rosenberg", "S.")),
            (medline("Rosenberg SA"), person("Rosenburg", "Steven A")),
            (person("Wei", "Zhang"), person("Zhang", "Wei")),
            (
                Name::Group("World Health Organization".into()),
                Name::Group("The World Health Organization".into()),
            ),
        ] {
            let shown = format!("{one:?} / {two:?}");
            assert!(alike(one, two) > 0.8, "{shown}");
        }
    }

    #[test]
    fn others_do_not() {
        for (one, two) in [
            (person("Rosenberg", "SA"), person("Rosenberg", "M")),
            (person("Li", "J"), person("Lu", "J")),
            (person("Smith", "J"), person("Smits", "J")),
            (Name::Group("World Health Organization".into()), person("Smith", "J")),
        ] {
            let shown = format!("{one:?} / {two:?}");
            // One letter in five may be a misprint; it is marked down, and more must agree.
            assert!(alike(one, two) <= 0.86, "{shown}");
        }
        assert!(alike(person("Rosenberg", "SA"), person("Rosenberg", "M")) < 0.7);
        assert!(alike(person("Li", "J"), person("Lu", "J")) < 0.1);
    }

    #[test]
    fn a_group_is_first_wherever_it_stands() {
        let mut record = author(person("Smith", "J"));
        record.contributors.extend(author(Name::Group("Lichen Study Group".into())).contributors);
        let printed = author(Name::Group("The Lichen Study Group".into()));
        assert!(Names::of(&printed).first(&Names::of(&record)).unwrap() > 0.9);
    }

    #[test]
    fn nobody_is_compared_with_nobody() {
        let nobody = Names::of(&Reference::default());
        assert_eq!(nobody.first(&Names::of(&author(person("Smith", "J")))), None);
        assert_eq!(nobody.any(&nobody), None);
    }
}
