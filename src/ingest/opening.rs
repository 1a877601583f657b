/// What a line, or an entry after its label, opens with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opening {
    /// `Smith J`, `Smith, J.`, `J. Smith`, `van der Berg A`.
    Name,
    /// A capital letter, or a letter of a script without case.
    Capital,
    /// A lower-case letter.
    Lower,
    /// A digit.
    Digit,
    /// Anything else.
    #[default]
    Other,
}

impl Opening {
    /// Reads the first words of `text`.
    pub(super) fn of(text: &str) -> Self {
        let text = text.trim_start();
        let Some(first) = text.chars().next() else { return Self::Other };
        if first.is_ascii_digit() {
            return Self::Digit;
        }
        // Bibliographies print a dash for the author of the entry before.
        if !first.is_alphanumeric()
            && ["——", "---", "___", "–––", "—.", "—,", "―"].iter().any(|dash| text.starts_with(dash))
        {
            return Self::Name;
        }
        let text = text.trim_start_matches(['"', '“', '«', '\'', '‘', '[', '(', '*', '_']);
        let Some(first) = text.chars().next() else { return Self::Other };
        let particle = first.is_lowercase() || matches!(first, '\'' | '’');
        let words = if particle { without_particles(text) } else { text };
        if opens_with_name(words) {
            Self::Name
        } else if first.is_lowercase() {
            Self::Lower
        } else if first.is_alphabetic() {
            Self::Capital
        } else {
            Self::Other
        }
    }
}

const PARTICLES: &[&str] = &[
    "van", "von", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "den", "der", "ten",
    "ter", "bin", "ibn", "zu", "zur", "af", "av", "do", "das", "dal", "lo", "los", "las", "'t", "’t",
];

fn without_particles(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..3 {
        match rest.split_once(' ') {
            Some((word, after)) if PARTICLES.contains(&word) => rest = after.trim_start(),
            _ => break,
        }
    }
    rest
}

fn opens_with_name(text: &str) -> bool {
    let mut words = text.split([' ', '\t']).filter(|w| !w.is_empty());
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    if is_initials(first) {
        // `J. Smith`, `J. A. Smith`; a single capital without its stop is more often the article `A`.
        return first.ends_with('.')
            && (is_family(second) || (is_initials(second) && words.next().is_some_and(is_family)));
    }
    if !is_family(first) {
        return false;
    }
    let third = words.clone().next();
    if is_initials(second)
        && !second.ends_with([',', '.'])
        && third.is_some_and(|w| is_family(w) && ends_name(w))
    {
        // `Sean M Roe, Ann Poe`
        return true;
    }
    if is_initials(second) {
        // `Smith J`, `Smith, J.`, but not `Vitamin D in …`.
        let marked = first.ends_with(',') || second.ends_with([',', '.', ';', ':']);
        return marked
            || second.len() >= 2
            || words.next().is_some_and(|w| w.starts_with(['(', '&']) || w == "and");
    }
    if first.ends_with(',') {
        // `Smith, John`: then a comma, a stop or more capitals.
        return is_family(second);
    }
    if is_family(second) && (ends_name(second) || third == Some("and")) {
        // `Ann Poe, Max Roe`, `Ann Poe. A title`, `Ann Poe and Max Roe`
        return true;
    }
    // `Garcia Lopez A`, `Garcia Lopez, A.`
    is_family(second)
        && words.next().is_some_and(|w| is_initials(w) && (second.ends_with(',') || w.ends_with([',', '.'])))
}

fn ends_name(word: &str) -> bool {
    word.ends_with([',', '.'])
}

/// `J`, `J.`, `JA`, `J.A.`, `J-P.`, with trailing punctuation.
fn is_initials(word: &str) -> bool {
    if word.len() > 12 {
        return false;
    }
    let bare = word.trim_end_matches([',', ';', ':', '.']);
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    (1..=4).contains(&capitals)
        && bare.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '‐' | '\'' | '’'))
}

/// A capitalised word: `Smith`, `O'Day`, `McDonald`, `Müller-Lüdenscheidt,`, `SMITH`.
fn is_family(word: &str) -> bool {
    let bare = word.trim_end_matches([',', ';', '.']);
    let apostrophe = bare.get(1..).is_some_and(|r| r.starts_with(['\'', '’']));
    let first = bare.chars().next();
    (first.is_some_and(char::is_uppercase) || apostrophe)
        && bare.chars().count() >= 2
        && bare.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '‐' | '‑' | '`' | '´'))
        && (bare.chars().any(char::is_lowercase) || bare.chars().count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for text in [
            "Smith J, Jones K.",
            "Smith, J. A. (1999)",
            "Smith, John, and",
            "J. Smith and",
            "J. A. Smith",
            "O'Day SJ, A",
            "van der Berg A, B",
            "de la Cruz JM. A",
            "García López A, B",
            "MÜLLER K. On",
            "d'Arcy W, B",
            "Kirkwood JM. x",
            "———. A title",
            "Ann Poe, Max Roe, and",
            "Ann M Poe, Max Roe, and",
            "Ann Poe and Max Roe. A",
        ] {
            assert_eq!(Opening::of(text), Opening::Name, "{text}");
        }
    }

    #[test]
    fn other_openings() {
        assert_eq!(Opening::of("The incidence of"), Opening::Capital);
        assert_eq!(Opening::of("Vitamin D in children"), Opening::Capital);
        assert_eq!(Opening::of("日本における"), Opening::Capital);
        assert_eq!(Opening::of("of the skin"), Opening::Lower);
        assert_eq!(Opening::of("1999; 12"), Opening::Digit);
        assert_eq!(Opening::of(") and"), Opening::Other);
        assert_eq!(Opening::of(""), Opening::Other);
    }
}
