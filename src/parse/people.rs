//! The people of a block that holds nothing but names, in whatever order and with whatever marks between them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::group;
use crate::model::{Name, Person, Span};
use crate::normalize::names::{is_particle, suffix};

/// The people of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct People {
    /// The names and where each stands.
    pub(super) names: Vec<(Name, Span)>,
    /// The list ends in "et al" or the like.
    pub(super) truncated: bool,
    /// What stands behind "et al".
    pub(super) unread: Option<Span>,
}

/// What is printed for people who are left out.
static OTHERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = [
        "et al",
        "et. al",
        "et alii",
        "and others",
        "and colleagues",
        "et coll",
        "u. a.",
        "[et al",
        "(et al",
        "et autres",
        "and al.",
        "…",
        "...",
        ". . .",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(marks).ok()
});

/// What stands between two commas.
#[derive(Clone, Copy, Debug)]
struct Atom {
    span: Span,
    kind: Kind,
    /// Nothing joins it to what stands before it: an `and` or a semicolon is between them.
    apart: bool,
}

/// What an atom can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `J. A.`
    Initials,
    /// `Rosenberg SA`; the initials begin here.
    FamilyInitials(usize),
    /// `J. A. Smith`; the family name begins here.
    InitialsFamily(usize),
    /// `Jr`
    Suffix,
    /// So many words.
    Words(usize),
    /// `World Health Organization`
    Group,
}

/// Reads the names of a block.
pub(super) fn read(text: &str, block: Span) -> People {
    let (block, truncated, unread) = without_others(text, block);
    let mut people = People { names: Vec::new(), truncated, unread };
    let atoms = atoms(text, block);
    if is_group(block.of(text), &atoms) {
        push_group(text, block, &mut people);
        return people;
    }
    let atoms = without_stop(text, atoms);
    if let Some(names) = run_together(text, &atoms) {
        people.names = names;
        return people;
    }
    // Where others spell their given names out, `J. Christian Gerdes` has a second one and no family name of two words.
    // So has `Pate, C. Marvin`, or nothing would be left for the family name.
    let spelled = atoms.iter().any(|a| matches!(a.kind, Kind::Words(2..)))
        || matches!(atoms.as_slice(), [a, b] if matches!((a.kind, b.kind), (Kind::Words(1), Kind::InitialsFamily(_))) && !b.apart);
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let next = atoms.get(at + 1).filter(|n| !n.apart);
        at += 1;
        match atom.kind {
            Kind::Group => push_group(text, atom.span, &mut people),
            Kind::Suffix => {
                if let Some((Name::Person(person), span)) = people.names.last_mut()
                    && person.suffix.is_none()
                {
                    span.end = atom.span.end;
                    person.suffix = suffix(word(text, atom.span)).map(str::to_owned);
                } else {
                    push_group(text, atom.span, &mut people);
                }
            }
            Kind::Words(_) | Kind::FamilyInitials(_)
                if next.is_some_and(|n| is_pair(text, atom, n, spelled)) =>
            {
                // `Smith, Jr, J. A.`
                let mut given = atoms[at];
                at += 1;
                let mut generation = None;
                if given.kind == Kind::Suffix
                    && let Some(later) = atoms.get(at).filter(|n| n.kind == Kind::Initials)
                {
                    generation = suffix(word(text, given.span)).map(str::to_owned);
                    given = *later;
                    at += 1;
                }
                let span = Span { start: atom.span.start, end: given.span.end };
                people.names.push((person(atom.span.of(text), given.span.of(text), generation), span));
            }
            Kind::FamilyInitials(cut) => {
                let (family, given) = atom.span.of(text).split_at(cut);
                people.names.push((person(family, given, None), atom.span));
            }
            // `AE (George Russell)`: a name and the one it stands for.
            Kind::InitialsFamily(cut) if atom.span.of(text)[cut..].starts_with('(') => {
                people.names.push((Name::Group(clean(&atom.span.of(text)[..cut])), atom.span));
            }
            Kind::InitialsFamily(_) if spelled => {
                people.names.push((given_first(atom.span.of(text)), atom.span));
            }
            Kind::InitialsFamily(cut) => {
                let (given, family) = atom.span.of(text).split_at(cut);
                people.names.push((person(family, given, None), atom.span));
            }
            Kind::Initials => {
                // Initials that belong to nobody; `Smith J, K` leaves them to the name before.
                people.names.push((Name::Group(clean(atom.span.of(text))), atom.span));
            }
            Kind::Words(_) => people.names.push((given_first(atom.span.of(text)), atom.span)),
        }
    }
    people
}

/// The full stop behind the last initials ends the list, unless initials have stops in it.
fn without_stop(text: &str, mut atoms: Vec<Atom>) -> Vec<Atom> {
    let Some((last, before)) = atoms.split_last_mut() else { return atoms };
    let printed = last.span.of(text);
    if let Kind::FamilyInitials(cut) = last.kind
        && let Some(initials) = printed[cut..].strip_suffix('.')
        && !initials.contains('.')
        && (initials.chars().count() > 1 || !before.iter().any(|a| a.span.of(text).ends_with('.')))
    {
        last.span.end -= 1;
    }
    atoms
}

/// True when two atoms are a family name and what stands in front of it elsewhere.
fn is_pair(text: &str, family: &Atom, given: &Atom, spelled: bool) -> bool {
    let counts = |w: &&str| !is_particle(w) && suffix(word_of(w)).is_none();
    let family_words = family.span.of(text).split_whitespace().filter(counts).count();
    // `Max (Johann Kaspar Schmidt)`: a name's other form is no part of it.
    let given_words = given.span.of(text).split('(').next().unwrap_or_default().split_whitespace().count();
    let bracketed = family.span.of(text).contains('(');
    match (family.kind, given.kind) {
        (Kind::Words(_), Kind::Initials | Kind::Suffix) => true,
        (Kind::Words(_), Kind::Words(_)) => {
            let n = given_words;
            !bracketed && (family_words == 1 && n <= 3 || family_words == 2 && n == 1)
        }
        // `Lind, E. Allen`
        (Kind::Words(_), Kind::InitialsFamily(_)) => {
            family_words == 1 && given.span.of(text).split_whitespace().count() == 2 && !bracketed && spelled
        }
        (Kind::Words(_), Kind::FamilyInitials(cut)) => {
            let initials = given.span.of(text)[cut..].trim();
            family_words <= 2
                && (initials.ends_with('.') || initials.chars().count() == 1)
                && given.span.of(text)[..cut].split_whitespace().count() == 1
        }
        _ => false,
    }
}

/// The block without `et al.` and what follows it.
fn without_others(text: &str, block: Span) -> (Span, bool, Option<Span>) {
    let printed = block.of(text);
    let mut cut: Option<(usize, usize)> = None;
    // APA leaves names out before the last one.
    let mut dots = false;
    for found in OTHERS.iter().flat_map(|marks| marks.find_overlapping_iter(printed)) {
        let (at, end) = (found.start(), found.end());
        if !printed[at..end].contains(char::is_alphabetic) {
            dots = true;
            continue;
        }
        let bounded = !printed[..at].ends_with(char::is_alphabetic)
            && !printed[end..].starts_with(char::is_alphanumeric);
        if bounded {
            cut = Some(cut.map_or((at, end), |c| c.min((at, end))));
        }
    }
    let start = block.range().start;
    match cut.filter(|&(at, _)| printed[..at].chars().any(char::is_alphabetic)) {
        Some((at, end)) => {
            let unread = Span::new(start + end, block.range().end);
            let unread = Some(unread).filter(|s| s.of(text).chars().any(char::is_alphanumeric));
            (Span::new(start, start + at), true, unread)
        }
        None => (block, dots, None),
    }
}

fn is_group(printed: &str, atoms: &[Atom]) -> bool {
    let personal =
        |a: &Atom| matches!(a.kind, Kind::Initials | Kind::FamilyInitials(_) | Kind::InitialsFamily(_));
    !atoms.iter().any(personal) && printed.split_whitespace().nth(1).is_some() && group::is_known(printed)
}

fn push_group(text: &str, span: Span, people: &mut People) {
    let value = clean(span.of(text));
    if value.chars().any(char::is_alphanumeric) {
        people.names.push((Name::Group(value), span));
    }
}

/// `Modahl, C. Green, L. Fein, D.`: nothing parts one name from the next.
fn run_together(text: &str, atoms: &[Atom]) -> Option<Vec<(Name, Span)>> {
    let (first, rest) = atoms.split_first()?;
    let (last, middle) = rest.split_last()?;
    let fits = matches!(first.kind, Kind::Words(1 | 2))
        && last.kind == Kind::Initials
        && !middle.is_empty()
        && middle.iter().all(|a| matches!(a.kind, Kind::InitialsFamily(_)) && !a.apart);
    if !fits {
        return None;
    }
    let mut out = Vec::new();
    let mut family = first.span;
    for atom in rest {
        let cut = match atom.kind {
            Kind::InitialsFamily(cut) => cut,
            _ => atom.span.len(),
        };
        let middle = atom.span.range().start + cut;
        let given = Span::new(atom.span.range().start, middle);
        out.push((
            person(family.of(text), given.of(text), None),
            Span { start: family.start, end: given.end },
        ));
        family = Span::new(middle, atom.span.range().end);
    }
    Some(out)
}

/// Cuts a block at commas, semicolons and `and`.
fn atoms(text: &str, block: Span) -> Vec<Atom> {
    let mut out = Vec::new();
    let start = block.range().start;
    let printed = block.of(text);
    let (mut from, mut apart, mut depth) = (0, true, 0_u8);
    for (at, c) in printed.char_indices() {
        let behind = &printed[at + c.len_utf8()..];
        let (width, parts) = match c {
            // A bracket that is never closed holds nothing together.
            '(' if behind.contains(')') => {
                depth += 1;
                continue;
            }
            ')' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            ',' if depth == 0 => (1, false),
            ';' if depth == 0 => (1, true),
            '/' if depth == 0 && !is_joint_body(&printed[from..at], behind) => (1, true),
            '&' => (if behind.starts_with("amp;") { 5 } else { 1 }, true),
            // `Edith. Cara, Chantal`: the end of a name that was spelled out
            '.' if depth == 0 && behind.starts_with(' ') && ends_word(&printed[from..at]) => (1, true),
            c if c.is_whitespace() && depth == 0 => match joining(behind) {
                Some(length) => (c.len_utf8() + length, true),
                None => continue,
            },
            _ => continue,
        };
        if at >= from {
            push(text, start + from, start + at, apart, &mut out);
            // Between a comma and an `and` stands nothing.
            let empty = printed[from..at].trim().is_empty();
            apart = parts || empty && apart;
            from = at + width;
        }
    }
    push(text, start + from, start + printed.len(), apart, &mut out);
    out
}

/// `FAO/WHO`: two bodies sign as one.
fn is_joint_body(before: &str, behind: &str) -> bool {
    let capitals = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    let apart = |c: char| !c.is_alphanumeric();
    capitals(before.rsplit(apart).next().unwrap_or_default())
        && capitals(behind.split(apart).next().unwrap_or_default())
}

/// True behind a word of three letters or more that is spelled out.
fn ends_word(printed: &str) -> bool {
    let last = printed.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    last.chars().count() > 2 && last.chars().skip(1).all(char::is_lowercase)
}

/// Length of the word that joins two names, where one stands.
fn joining(rest: &str) -> Option<usize> {
    // Asked behind every blank; nearly always the first letter says no.
    if !rest.starts_with(['a', 'A', 'e', 'E', 'u', 'y', 'w']) {
        return None;
    }
    ["and", "et", "und", "y", "e", "And", "AND", "ET", "with", "en"]
        .into_iter()
        .find(|word| {
            let behind = rest.strip_prefix(word);
            // `Creagan ET, Ahmann DL`: initials.
            behind.is_some_and(|r| r.starts_with(char::is_whitespace) || *word == "and" && r.starts_with(','))
        })
        .map(str::len)
}

fn push(text: &str, start: usize, end: usize, apart: bool, out: &mut Vec<Atom>) {
    let printed = text.get(start..end).unwrap_or_default();
    let left = printed.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = start + (printed.len() - left.len());
    let right = left.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')'));
    // `Skinner JC .`, `Codou (Y. )`
    let right = right.strip_suffix(" .").unwrap_or(right).trim_end();
    if right.is_empty() {
        return;
    }
    let span = Span::new(start, start + right.len());
    out.push(Atom { span, kind: kind(right), apart });
}

/// What most atoms are, told by a glance at their bytes: `Rosenberg SA`, `Rosenberg`, `S.A.`.
fn plain_kind(printed: &str) -> Option<Kind> {
    let bytes = printed.as_bytes();
    let name = |word: &[u8]| {
        word.len() > 4
            && word[0].is_ascii_uppercase()
            && word[1].is_ascii_lowercase()
            && word.iter().all(u8::is_ascii_alphabetic)
    };
    match memchr::memchr(b' ', bytes) {
        None if name(bytes) && suffix(printed).is_none() => Some(Kind::Words(1)),
        Some(at) => {
            let (family, given) = (&bytes[..at], &bytes[at + 1..]);
            let initials = matches!(given.len(), 1..=3) && given.iter().all(u8::is_ascii_uppercase);
            // `Cunningham II`
            let plain = name(family) && initials && suffix(&printed[at + 1..]).is_none();
            plain.then_some(Kind::FamilyInitials(at + 1))
        }
        None => None,
    }
}

fn kind(printed: &str) -> Kind {
    if let Some(kind) = plain_kind(printed) {
        return kind;
    }
    let words: Vec<(usize, &str)> =
        printed.split_whitespace().map(|w| (w.as_ptr() as usize - printed.as_ptr() as usize, w)).collect();
    if words.len() == 1 && suffix(word_of(printed)).is_some() && !is_initials(printed) {
        return Kind::Suffix;
    }
    if words.len() == 1
        && suffix(word_of(printed)).is_some()
        && printed.len() > 2
        && printed.ends_with(['r', '.'])
        && printed.starts_with(['J', 'S'])
    {
        return Kind::Suffix;
    }
    let mut initial: Vec<bool> = words.iter().map(|(_, w)| is_initials(w)).collect();
    // `Houbraken JAMP`
    if let [.., (_, family), (_, given)] = words.as_slice()
        && given.len() <= 5
        && given.chars().all(char::is_uppercase)
        && family.chars().any(char::is_lowercase)
        && let Some(last) = initial.last_mut()
    {
        *last = true;
    }
    let plain: Vec<bool> = words.iter().map(|(_, w)| is_particle(w)).collect();
    // `A. de`: a particle that stands behind.
    if initial[0] && initial.iter().zip(&plain).all(|(i, p)| *i || *p) {
        return Kind::Initials;
    }
    let count = words.len();
    // `Kidder, J. E. Jr.`
    if count > 1 && suffix(word_of(words[count - 1].1)).is_some() && initial[..count - 1].iter().all(|i| *i) {
        return Kind::Initials;
    }
    let behind = initial.iter().rev().take_while(|i| **i).count();
    // `Rosenberg SA Jr`
    let tail = suffix(word_of(words[count - 1].1)).is_some() && count > 2 && initial[count - 2];
    if tail && !initial[0] {
        let behind = initial[..count - 1].iter().rev().take_while(|i| **i).count();
        return Kind::FamilyInitials(words[count - 1 - behind].0);
    }
    if count > 1 && behind == 0 && group::is_known(printed)
        || printed.starts_with("The ")
        || printed.starts_with("THE ")
    {
        return Kind::Group;
    }
    if initial[0] && !initial[count - 1] {
        let front = initial.iter().take_while(|i| **i).count();
        return Kind::InitialsFamily(words[front].0);
    }
    // `KAHAN M`: a family name in capitals is no run of initials.
    if behind > 0 && behind < count {
        return Kind::FamilyInitials(words[count - behind].0);
    }
    if initial[0] && count > 1 && words[0].1.len() <= 2 {
        return Kind::InitialsFamily(words[1].0);
    }
    // J.Smith
    if count == 1
        && let Some(cut) = printed.rfind('.').map(|d| d + 1).filter(|&d| d < printed.len())
        && is_initials(&printed[..cut])
        && printed[cut..].chars().count() > 1
    {
        return Kind::InitialsFamily(cut);
    }
    Kind::Words(count)
}

fn word_of(printed: &str) -> &str {
    printed.trim_matches(|c: char| !c.is_alphanumeric())
}

fn word(text: &str, span: Span) -> &str {
    word_of(span.of(text))
}

/// Initials of two letters.
const DIGRAPHS: [&str; 12] = ["Th", "Ch", "Yu", "Ya", "Ph", "Cl", "Fr", "Zh", "Sh", "Kh", "Ju", "Ye"];

/// `SA`, `S.A.`, `J-P`, `J.-P.`, `Th.`; at most four letters without dots.
fn is_initials(word: &str) -> bool {
    // `Rosenberg`: long, and a small letter second.
    if let [first, second, _, _, _, ..] = word.as_bytes()
        && first.is_ascii_uppercase()
        && second.is_ascii_lowercase()
        && word.bytes().all(|b| b.is_ascii_alphabetic())
    {
        return false;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let marks =
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '‐' | '‑' | '–' | '\'' | '’'));
    if letters == 0 || !marks {
        return false;
    }
    let dotted = word.split(['-', '‐', '‑', '–', '.']).filter(|p| !p.is_empty());
    let single = dotted.clone().all(|p| p.chars().count() == 1 && p.chars().all(|c| !c.is_lowercase()));
    let short = dotted.clone().all(|p| p.chars().count() <= 2 && p.starts_with(char::is_uppercase));
    let upper = word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    single && (letters == 1 || word.contains(['.', '-', '‐', '‑', '–']))
        || upper && letters <= 3 && !word.contains(['\'', '’'])
        || short
            && word.ends_with('.')
            && dotted.clone().all(|p| p.chars().count() == 1 || DIGRAPHS.contains(&p))
}

fn person(family: &str, given: &str, generation: Option<String>) -> Name {
    let mut family = clean(family);
    let given = given.trim().trim_matches(|c: char| matches!(c, ',' | ';' | '(')).trim();
    let mut given =
        if given.contains('(') { given } else { given.trim_end_matches([')', ',', ' ']) }.to_owned();
    let mut generation = generation;
    // `Koshland Jr., D. E.`, `Rosenberg SA Jr`
    for part in [&mut family, &mut given] {
        if generation.is_none()
            && let Some((rest, last)) = part.rsplit_once(' ')
            && let Some(found) = suffix(word_of(last))
            && !is_initials(last.trim_end_matches('.'))
            && rest.chars().any(char::is_alphabetic)
        {
            generation = Some(found.to_owned());
            let length = rest.trim_end_matches(',').len();
            part.truncate(length);
        }
    }
    // `Adorno, Theodor.`: the stop behind a name spelled out ends the list.
    if let Some(rest) = given.strip_suffix('.')
        && rest.chars().rev().take_while(|c| c.is_lowercase()).count() > 2
    {
        given.truncate(rest.len());
    }
    if family.is_empty() {
        return Name::Group(given);
    }
    let given = (!given.is_empty()).then_some(given);
    Name::Person(Person { family, given, suffix: generation, ..Person::default() })
}

/// `Jane A. Smith`, `Marcel den Dikken`, `Codou (Y.)`, and a name alone.
fn given_first(printed: &str) -> Name {
    if let Some((family, given)) = printed.split_once('(')
        && !family.trim().is_empty()
        && let Some((given, _)) = given.split_once(')')
    {
        // `Stendhal (Marie-Henri Beyle)`
        if given.split_whitespace().filter(|w| !is_initials(w)).count() > 1 {
            return given_first(family.trim());
        }
        return person(family, given.trim_end_matches(')'), None);
    }
    let mut words: Vec<&str> = printed.split_whitespace().collect();
    let mut generation = None;
    if words.len() > 2
        && let Some(found) = words.last().and_then(|w| suffix(word_of(w)))
    {
        generation = Some(found.to_owned());
        words.pop();
    }
    // `ROCK Edward`: the name in capitals is the family's.
    let capitals = |w: &str| {
        w.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !w.contains('.')
            && !w.chars().any(char::is_lowercase)
    };
    if words.len() > 1 && capitals(words[0]) && !capitals(words[words.len() - 1]) {
        let cut = words.iter().take_while(|w| capitals(w)).count();
        return person(&words[..cut].join(" "), &words[cut..].join(" "), generation);
    }
    let Some(before) = words.len().checked_sub(1) else { return Name::Group(clean(printed)) };
    let cut = words[..before].iter().rposition(|w| !is_particle(w)).map_or(0, |i| i + 1);
    if cut == 0 {
        // One word alone, or particles and a word.
        return match words.len() {
            1 => Name::Group(clean(printed)),
            _ => person(&words.join(" "), "", generation),
        };
    }
    person(&words[cut..].join(" "), &words[..cut].join(" "), generation)
}

fn clean(printed: &str) -> String {
    let trimmed = printed.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '(' | '"' | '”' | '“')
    });
    let trimmed = if trimmed.contains('(') { trimmed } else { trimmed.trim_end_matches(')') };
    let mut out = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks() {
        for (text, expected) in [
            ("Rosenberg SA, Mulé JJ, Spiess PJ, et al", "Rosenberg, SA; Mulé, JJ; Spiess, PJ +"),
            ("Fobert PR, Després C.", "Fobert, PR; Després, C"),
            ("Smith, J. A., & Doe, P.", "Smith, J. A.; Doe, P."),
            ("J. A. Smith and P. van der Meer", "Smith, J. A.; van der Meer, P."),
            ("Droettboom, Michael, Ichiro Fujinaga", "Droettboom, Michael; Fujinaga, Ichiro"),
            ("Miguel Castro, Manuel Costa, and Tim Harris", "Castro, Miguel; Costa, Manuel; Harris, Tim"),
            ("Modahl, C. Green, L. Fein, D.", "Modahl, C.; Green, L.; Fein, D."),
            ("Codou (Y.)", "Codou, Y."),
            ("World Health Organization", "World Health Organization"),
            ("Miller, Merton H. and Daniel Orr", "Miller, Merton H.; Orr, Daniel"),
            ("KAHAN Marcel et ROCK Edward", "KAHAN, Marcel; ROCK, Edward"),
            ("Koshland Jr., D. E.", "Koshland, D. E., Jr"),
            ("Au, Terry K.-F., & Markman, Ellen M.", "Au, Terry K.-F.; Markman, Ellen M."),
            (
                "Nisancioglu, K., K.Y. Davangu, et O. Strandmyr",
                "Nisancioglu, K.; Davangu, K.Y.; Strandmyr, O.",
            ),
            ("R Core Team", "R Core Team"),
            ("Creagan ET, Ahmann DL", "Creagan, ET; Ahmann, DL"),
            ("Cunningham FX Jr, Smith J", "Cunningham, FX, Jr; Smith, J"),
            ("Yannelli JR, Yang JC", "Yannelli, JR; Yang, JC"),
            ("Lind, E. Allen, and Tom R. Tyler", "Lind, E. Allen; Tyler, Tom R."),
            ("Carrie G. Bobier and J. Christian Gerdes", "Bobier, Carrie G.; Gerdes, J. Christian"),
            ("Pate, C. Marvin", "Pate, C. Marvin"),
            ("Wimsatt Jr., William Kurtz", "Wimsatt, William Kurtz, Jr"),
            ("Kidder, J.E. Jr.", "Kidder, J.E., Jr"),
            ("Henderson, D. A. Jr. And Card, S. K.", "Henderson, D. A., Jr; Card, S. K."),
            ("Stirner, Max (Johann Kaspar Schmidt)", "Stirner, Max (Johann Kaspar Schmidt)"),
            ("AE (George Russell)", "AE"),
            ("(M. Cooper, J. C. Watson & W. B. Stiles", "Cooper, M.; Watson, J. C.; Stiles, W. B."),
            ("FAO/WHO", "FAO/WHO"),
            ("Müller, H./Schmidt, K.", "Müller, H.; Schmidt, K."),
            ("Decagon Devices Inc.", "Decagon Devices Inc"),
            ("Houbraken JAMP, Frisvad JC", "Houbraken, JAMP; Frisvad, JC"),
        ] {
            let people = read(text, Span::new(0, text.len()));
            let names: Vec<String> = people.names.iter().map(|(n, _)| n.display()).collect();
            let shown = format!("{}{}", names.join("; "), if people.truncated { " +" } else { "" });
            assert_eq!(shown, expected, "{text}");
        }
    }
}
