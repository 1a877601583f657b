use crate::model::{Contributor, Field, Name, Person, Role, Span};

/// A role line of front matter and what it stands for.
const ROLES: &[(&str, Role)] = &[
    ("author", Role::Author),
    ("authors", Role::Author),
    ("author(s)", Role::Author),
    ("contributor", Role::Author),
    ("contributors", Role::Author),
    ("editor", Role::Editor),
    ("editors", Role::Editor),
    ("editor(s)", Role::Editor),
    ("section editor", Role::Editor),
    ("section editors", Role::Editor),
    ("section editor(s)", Role::Editor),
    ("deputy editor", Role::Editor),
    ("deputy editors", Role::Editor),
    ("deputy editor(s)", Role::Editor),
    ("editor-in-chief", Role::Editor),
    ("editor in chief", Role::Editor),
    ("associate editor", Role::Editor),
    ("managing editor", Role::Editor),
    ("translator", Role::Translator),
    ("translators", Role::Translator),
];

/// The role a line or key of front matter names.
pub(super) fn role(words: &str) -> Option<Role> {
    let words = words.trim().trim_end_matches(':').to_lowercase();
    ROLES.iter().find(|(w, _)| *w == words).map(|(_, role)| *role)
}

/// Reads the people named in `line` from `from` on. Empty when the words are no names.
pub(super) fn read_people(line: &str, from: usize, role: Role, printed: Option<&str>) -> Vec<Contributor> {
    let mut people: Vec<Contributor> = Vec::new();
    for (start, part) in parts(line, from) {
        if let Some(last) = people.last_mut().filter(|_| is_degree(part)) {
            // Degrees belong to the name as printed, not to the name.
            let begin = last.name.span.map_or(start, |s| s.range().start);
            line.get(begin..start + part.len()).unwrap_or(part).clone_into(&mut last.raw);
            continue;
        }
        if let (true, Some(Name::Person(person))) =
            (is_suffix(part), people.last_mut().map(|p| &mut p.name.value))
        {
            person.suffix = Some(part.trim_end_matches('.').to_owned());
            continue;
        }
        let Some(person) = person(part) else { return Vec::new() };
        people.push(Contributor {
            role,
            role_printed: printed.map(str::to_owned),
            name: Field::printed(Name::Person(person), Span::new(start, start + part.len()), 0.95),
            raw: part.to_owned(),
        });
    }
    people
}

/// True when a line names people with degrees: a sign of front matter that needs no role line.
pub(super) fn has_degree(line: &str) -> bool {
    parts(line, 0).skip(1).any(|(_, part)| is_degree(part))
}

/// The parts of a line between commas, semicolons and `and`, with their offsets.
fn parts(line: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let text = line.get(from..).unwrap_or_default();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|r| !r.is_empty())?;
        let cuts = [", ", "; ", ";", " and ", " & ", " | "];
        let found = cuts
            .iter()
            .filter_map(|c| rest.find(c).map(|i| (i, c.len())))
            .min_by_key(|(i, l)| (*i, usize::MAX - l));
        let (end, width) = found.unwrap_or((rest.len(), 0));
        let part = rest.get(..end)?;
        let start = from + at + part.len() - part.trim_start().len();
        at += end + width;
        Some((start, part.trim().trim_end_matches(['.', ','])))
    })
    .filter(|(_, part)| !part.is_empty())
}

fn is_degree(part: &str) -> bool {
    const MIXED: &[&str] = &[
        "PhD", "MSc", "BSc", "MPhil", "DPhil", "PharmD", "MBChB", "MBBCh", "DrPH", "ScD", "EdD", "PsyD",
        "MEd", "Dr", "HonD", "BSN", "DSc", "MHSc",
    ];
    let bare: String = part.chars().filter(|c| !matches!(c, '.' | ' ' | '(' | ')' | '-')).collect();
    let capitals = bare.len() >= 2 && bare.len() <= 8 && bare.chars().all(|c| c.is_ascii_uppercase());
    let stem = bare.trim_end_matches("Hon");
    (capitals && !is_suffix(part))
        || MIXED.contains(&bare.as_str())
        || (stem.len() >= 2 && stem.chars().all(|c| c.is_ascii_uppercase()) && stem != bare)
}

fn is_suffix(part: &str) -> bool {
    matches!(part.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

/// `Jeffrey A Sosman`, `Maria de la Cruz`: given names first, as front matter prints them.
fn person(text: &str) -> Option<Person> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let suffix = words.pop_if(|w| is_suffix(w)).map(|w| w.trim_end_matches('.').to_owned());
    if !(2..=6).contains(&words.len()) {
        return None;
    }
    let particle = |w: &str| {
        matches!(
            w,
            "van"
                | "von"
                | "der"
                | "den"
                | "de"
                | "la"
                | "del"
                | "di"
                | "da"
                | "dos"
                | "du"
                | "le"
                | "ter"
                | "ten"
                | "al"
                | "el"
                | "bin"
        )
    };
    let letters = |w: &str| w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‐'));
    let name = |w: &str| {
        letters(w)
            && (particle(w) || w.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase()))
    };
    if !words.iter().all(|w| name(w)) {
        return None;
    }
    let family = words.pop()?.to_owned();
    let begin = words.iter().rposition(|w| !particle(w)).map_or(0, |i| i + 1);
    let particles = words.split_off(begin.max(1));
    let particle = (!particles.is_empty()).then(|| particles.join(" "));
    Some(Person { family, given: Some(words.join(" ")), initials: None, particle, suffix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        read_people(line, 0, Role::Author, None)
            .iter()
            .map(|c| {
                let span = c.name.span.unwrap();
                format!("{} [{}] {}", c.name.value.display(), c.raw, span.of(line))
            })
            .collect()
    }

    #[test]
    fn degrees_go_from_the_name_but_not_from_the_print() {
        assert_eq!(names("Jane Q Public, MD"), ["Public, Jane Q [Jane Q Public, MD] Jane Q Public"]);
        assert_eq!(
            names("Ann Lee, MD, PhD; Jo van der Berg, MPH and Max Roe, Jr., MD"),
            [
                "Lee, Ann [Ann Lee, MD, PhD] Ann Lee",
                "van der Berg, Jo [Jo van der Berg, MPH] Jo van der Berg",
                "Roe, Max, Jr [Max Roe, Jr., MD] Max Roe",
            ]
        );
    }

    #[test]
    fn sentences_are_no_names() {
        assert!(names("The results are reviewed here").is_empty());
        assert!(names("Melanoma").is_empty());
        assert!(!has_degree("In most cases, surgery"));
        assert!(has_degree("Jane Q Public, MD"));
    }
}
