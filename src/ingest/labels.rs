/// How an entry's number or key is printed. One list uses one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum LabelKind {
    /// `1.`
    Dot,
    /// `1)`
    Paren,
    /// `1:`
    Colon,
    /// `[1]`
    Bracket,
    /// `(1)`
    Parens,
    /// `1 Smith`
    Bare,
    /// `1Smith`
    Tight,
    /// `¹Smith`
    Superscript,
    /// `[Smi99]`
    Key,
    /// `•`
    Bullet(char),
}

impl LabelKind {
    /// Kinds that count.
    pub(crate) fn is_number(self) -> bool {
        !matches!(self, Self::Key | Self::Bullet(_))
    }

    /// Kinds with so little punctuation that text often looks like them by chance.
    pub(crate) fn is_weak(self) -> bool {
        matches!(self, Self::Bare | Self::Tight | Self::Parens | Self::Colon | Self::Superscript)
    }
}

/// A label at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) kind: LabelKind,
    /// Its number; 0 where the kind does not count.
    pub(crate) number: u32,
    /// Where its number or key begins in the line.
    pub(crate) start: u16,
    /// Where that ends.
    pub(crate) end: u16,
    /// Where the text after the label begins.
    pub(crate) text: u16,
}

const LONGEST_KEY: usize = 40;
/// A million references need seven digits.
const MOST_DIGITS: usize = 7;
const BULLETS: &[char] = &['•', '‣', '◦', '▪', '●', '·', '*', '-', '–', '—', '■', '\u{F0B7}', '►', '✓'];

/// Reads the label at the start of `line`, whose first non-blank byte is at `indent`.
pub(crate) fn label(line: &str, indent: usize) -> Option<Label> {
    let body = line.get(indent..)?;
    let first = body.chars().next()?;
    let found = match first {
        '0'..='9' => plain_number(body),
        '[' | '［' => bracketed(body, first, [']', '］'], LabelKind::Bracket),
        '(' | '（' => bracketed(body, first, [')', '）'], LabelKind::Parens),
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => superscript(body),
        c if BULLETS.contains(&c) => bullet(body, c),
        _ => None,
    }?;
    let shift = |n: usize| u16::try_from(indent + n).ok();
    let after = body.get(found.text..).unwrap_or_default();
    let gap = after.len() - after.trim_start().len();
    Some(Label {
        kind: found.kind,
        number: found.number,
        start: shift(found.start)?,
        end: shift(found.end)?,
        text: shift(found.text + gap)?,
    })
}

struct Found {
    kind: LabelKind,
    number: u32,
    start: usize,
    end: usize,
    text: usize,
}

fn digits(text: &str) -> Option<(u32, usize)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    if end == 0 || end > MOST_DIGITS {
        return None;
    }
    text.get(..end)?.parse().ok().map(|n| (n, end))
}

fn plain_number(body: &str) -> Option<Found> {
    let (number, end) = digits(body)?;
    let rest = body.get(end..)?;
    let found = |kind, text| Some(Found { kind, number, start: 0, end, text });
    let mark = rest.chars().next()?;
    let after = rest.get(mark.len_utf8()..)?;
    // `1.5`, `12)` at the end of a line and the like are no labels: some text has to follow.
    let follows = after.trim_start().chars().next()?;
    let spaced = after.starts_with([' ', '\t']);
    match mark {
        '.' | '．' | '、' => {
            // Spanish lists print `1.-`.
            let dash = usize::from(after.starts_with("- ") || after.starts_with("-\t"));
            let opens = may_open_bare(after) || !(follows.is_alphanumeric() || is_closing(follows));
            let tight = spaced || dash > 0 || opens;
            if tight { found(LabelKind::Dot, end + mark.len_utf8() + dash) } else { None }
        }
        ')' if spaced || follows.is_uppercase() => found(LabelKind::Paren, end + 1),
        ':' if spaced => found(LabelKind::Colon, end + 1),
        ' ' | '\t' if may_open_bare(after.trim_start()) => found(LabelKind::Bare, end),
        c if c.is_uppercase() && after.chars().next().is_some_and(|c| c.is_lowercase() || c == '\'') => {
            found(LabelKind::Tight, end)
        }
        _ => None,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '.' | ')' | ']' | '–' | '-')
}

const PARTICLES: &[&str] = &[
    "van ", "von ", "de ", "del ", "della ", "di ", "da ", "dos ", "du ", "la ", "le ", "el ", "al-", "d'",
    "d’", "ten ", "ter ",
];

/// A number alone is a label only before what may open a reference.
fn may_open_bare(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    first.is_uppercase()
        || matches!(first, '"' | '“' | '«' | '\'' | '‘' | '[' | '—' | '―' | '_')
        || (first.is_alphabetic() && !first.is_lowercase())
        || PARTICLES.iter().any(|p| text.starts_with(p))
}

fn bracketed(body: &str, open: char, close: [char; 2], kind: LabelKind) -> Option<Found> {
    let start = open.len_utf8();
    let inside = body.get(start..)?;
    let end = inside.char_indices().take(LONGEST_KEY).find(|(_, c)| close.contains(c)).map(|(i, _)| i)?;
    let key = inside.get(..end)?;
    let closed = start + end + inside.get(end..)?.chars().next()?.len_utf8();
    let after = body.get(closed..)?;
    // `[1].` and `(1).` have a full stop of their own.
    let text = closed + usize::from(after.starts_with(". ") || after.starts_with(".\t"));
    let rest = body.get(text..)?;
    let follows = rest.trim_start().chars().next()?;
    if is_closing(follows) {
        return None;
    }
    let trimmed = key.trim();
    let lead = key.len() - key.trim_start().len();
    let found = |kind, number| {
        Some(Found { kind, number, start: start + lead, end: start + lead + trimmed.len(), text })
    };
    if let Some((number, length)) = digits(trimmed) {
        // `(1999)` after a name is a year, and no list has its thousandth entry in parentheses.
        let year = kind == LabelKind::Parens && length >= 4;
        if length == trimmed.len() && !year {
            return found(kind, number);
        }
    }
    if kind == LabelKind::Bracket && is_key(trimmed) { found(LabelKind::Key, 0) } else { None }
}

fn is_key(key: &str) -> bool {
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '+' | '-' | '_' | ':' | '.' | ',' | '&' | ' ' | '*' | '\'')
    };
    let year = key.bytes().filter(u8::is_ascii_digit).count() >= 2;
    key.len() >= 2
        && key.chars().any(char::is_alphabetic)
        && key.chars().all(plain)
        && (year || !key.contains(' '))
}

fn superscript(body: &str) -> Option<Found> {
    let mut number = 0u32;
    let mut end = 0;
    for c in body.chars() {
        let digit = match c {
            '¹' => 1,
            '²' => 2,
            '³' => 3,
            '⁰' => 0,
            '⁴'..='⁹' => u32::from(c) - u32::from('⁰'),
            _ => break,
        };
        number = number.saturating_mul(10).saturating_add(digit);
        end += c.len_utf8();
    }
    let follows = body.get(end..)?.trim_start().chars().next()?;
    follows.is_alphabetic().then_some(Found {
        kind: LabelKind::Superscript,
        number,
        start: 0,
        end,
        text: end,
    })
}

fn bullet(body: &str, mark: char) -> Option<Found> {
    let end = mark.len_utf8();
    let rest = body.get(end..)?;
    let spaced = rest.starts_with([' ', '\t']);
    let tight = matches!(mark, '•' | '‣' | '◦' | '▪' | '●' | '■' | '►' | '\u{F0B7}');
    let follows = rest.trim_start().chars().next()?;
    let fits = (spaced || tight) && follows != mark;
    fits.then_some(Found { kind: LabelKind::Bullet(mark), number: 0, start: 0, end, text: end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(LabelKind, u32, &str, &str)> {
        let indent = line.len() - line.trim_start().len();
        let l = label(line, indent)?;
        Some((l.kind, l.number, line.get(l.start.into()..l.end.into())?, line.get(l.text.into()..)?))
    }

    #[test]
    fn every_kind() {
        use LabelKind as K;
        assert_eq!(read("  1. Smith J"), Some((K::Dot, 1, "1", "Smith J")));
        assert_eq!(read("12.Smith J"), Some((K::Dot, 12, "12", "Smith J")));
        assert_eq!(read("1.- García"), Some((K::Dot, 1, "1", "García")));
        assert_eq!(read("1) Smith"), Some((K::Paren, 1, "1", "Smith")));
        assert_eq!(read("3: Smith"), Some((K::Colon, 3, "3", "Smith")));
        assert_eq!(read("[1] Smith"), Some((K::Bracket, 1, "1", "Smith")));
        assert_eq!(read("[ 7]Smith"), Some((K::Bracket, 7, "7", "Smith")));
        assert_eq!(read("[1]. Smith"), Some((K::Bracket, 1, "1", "Smith")));
        assert_eq!(read("(1) Smith"), Some((K::Parens, 1, "1", "Smith")));
        assert_eq!(read("1 Smith J"), Some((K::Bare, 1, "1", "Smith J")));
        assert_eq!(read("1 van der Berg"), Some((K::Bare, 1, "1", "van der Berg")));
        assert_eq!(read("1Smith J"), Some((K::Tight, 1, "1", "Smith J")));
        assert_eq!(read("¹²Smith"), Some((K::Superscript, 12, "¹²", "Smith")));
        assert_eq!(read("[Smi99] Smith"), Some((K::Key, 0, "Smi99", "Smith")));
        assert_eq!(read("[Smith et al., 2001] Smith"), Some((K::Key, 0, "Smith et al., 2001", "Smith")));
        assert_eq!(read("• Smith"), Some((K::Bullet('•'), 0, "•", "Smith")));
        assert_eq!(read("- Smith"), Some((K::Bullet('-'), 0, "-", "Smith")));
    }

    #[test]
    fn what_is_none() {
        for line in [
            "1.5 mg of it",
            "12",
            "12.",
            "1999;12:3",
            "(1999) The",
            "12, 45",
            "-----",
            "– – –",
            "[in French] a",
            "1 mg of",
            "x",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
