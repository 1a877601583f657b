//! Names and titles.

use super::words::words;

/// Words in front of a family name that some print and some leave out.
const PARTICLES: [&str; 28] = [
    "van", "von", "de", "der", "den", "di", "da", "del", "della", "dos", "du", "la", "le", "ten", "ter",
    "af", "zu", "zur", "al", "el", "das", "do", "het", "t", "d", "v", "y", "e",
];

/// A family name without particles in front.
pub fn family(name: &str) -> String {
    let words = words(name);
    let particles = words.iter().take_while(|word| PARTICLES.contains(&word.as_str())).count();
    // A name of nothing but particles is a name: its last word stays.
    words[particles.min(words.len().saturating_sub(1))..].concat()
}

/// A container without `In:` and the like in front.
pub fn container(text: &str) -> String {
    let words = words(text);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let behind_in = words.iter().take_while(|word| matches!(**word, "in" | "of")).count();
    words.drain(..behind_in);
    match words.as_slice() {
        ["presented", "at", ..] => drop(words.drain(..2)),
        [_, "presented", "at", ..] => drop(words.drain(..3)),
        _ => {}
    }
    if words.first() == Some(&"the") {
        words.remove(0);
    }
    words.retain(|word| *word != "and");
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (printed, form) in [
            ("van der Berg", "berg"),
            ("De La", "la"),
            ("O’Brien", "obrien"),
            ("Müller-Łoś", "mullerlos"),
            ("Martin- Facklam", "martinfacklam"),
            ("…", ""),
        ] {
            assert_eq!(family(printed), form);
        }
    }

    #[test]
    fn containers() {
        for (printed, form) in [
            ("In: The Lancet,", "lancet"),
            ("Science & Society", "sciencesociety"),
            ("Paper presented at the Meeting", "meeting"),
            ("<i>J</i> a < b", "jab"),
        ] {
            assert_eq!(container(printed), form);
        }
    }
}
