//! Printed dates. What a date leaves open stays open: a season, a range of months or an ambiguous
//! day-month order gives the year alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::PartialDate;

/// Reads a printed date: `2010 May 20`, `May 2010`, `Dec 27, 2017`, `20.05.2010`, `2010-05-20`, `Spring 1998`,
/// `1998-1999` (the year of the first), `20 mai 2010`.
pub fn read(text: &str) -> Option<PartialDate> {
    let tokens = tokens(text);
    if let Some(date) = numeric(text, &tokens) {
        return Some(date);
    }
    let at = tokens.iter().position(|t| t.year().is_some())?;
    let year = tokens[at].year()?;
    let mut months = tokens.iter().filter_map(Token::month);
    let month = months.next();
    // Two months are a range: neither of them is the date.
    if months.next().is_some() {
        return Some(PartialDate::year(year));
    }
    let mut days = tokens.iter().enumerate().filter(|(i, _)| *i != at).filter_map(|(_, t)| t.day());
    let day = match (month, days.next(), days.next()) {
        (Some(_), Some(day), None) => Some(day),
        _ => None,
    };
    PartialDate::new(year, month, day).or_else(|| PartialDate::new(year, month, None))
}

/// The month a word names, in English, French, German, Spanish, Italian or Portuguese, in full or abbreviated.
pub fn month(word: &str) -> Option<u8> {
    // Asked of every word of every reference: most are turned away by their length.
    let word = word.trim_end_matches('.');
    if !(3..=12).contains(&word.len()) {
        return None;
    }
    if word.is_ascii() {
        let mut lower = [0; 12];
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return MONTHS_BY_NAME.get(&*lower).copied();
    }
    let folded = deunicode::deunicode(word).to_lowercase();
    MONTHS_BY_NAME.get(folded.as_bytes()).copied()
}

static MONTHS_BY_NAME: LazyLock<HashMap<&[u8], u8>> = LazyLock::new(|| {
    let named = |(month, names): (u8, &'static &'static str)| {
        names.split(' ').map(move |name| (name.as_bytes(), month))
    };
    (1..).zip(&MONTHS).flat_map(named).collect()
});

/// True for the name of a season. A date of a season is known to the year alone.
pub fn is_season(word: &str) -> bool {
    ["spring", "summer", "autumn", "fall", "winter"].iter().any(|season| word.eq_ignore_ascii_case(season))
}

const MONTHS: [&str; 12] = [
    "january jan janvier janv januar janner jaenner enero ene gennaio gen janeiro",
    "february feb fevrier fevr fev februar febrero febbraio fevereiro",
    "march mar mars marz maerz mrz marzo marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho",
    "august aug aout agosto ago",
    "september sept sep septembre septiembre setiembre settembre set setembro",
    "october oct octobre oktober okt octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec decembre dezember dez diciembre dic dicembre dezembro",
];

enum Token<'a> {
    Word(&'a str),
    Digits(&'a str),
}

impl Token<'_> {
    fn year(&self) -> Option<i16> {
        match self {
            Self::Digits(d) if d.len() == 4 => d.parse().ok().filter(|y| (1000..3000).contains(y)),
            _ => None,
        }
    }

    fn month(&self) -> Option<u8> {
        match self {
            Self::Word(w) => month(w),
            Self::Digits(_) => None,
        }
    }

    fn day(&self) -> Option<u8> {
        self.small().filter(|d| (1..=31).contains(d))
    }

    fn small(&self) -> Option<u8> {
        match self {
            Self::Digits(d) if d.len() <= 2 => d.parse().ok(),
            _ => None,
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = if c.is_ascii_digit() {
            run_of(rest, |c| c.is_ascii_digit())
        } else if c.is_alphabetic() {
            run_of(rest, char::is_alphabetic)
        } else {
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.push(if c.is_ascii_digit() { Token::Digits(run) } else { Token::Word(run) });
        rest = &rest[run.len()..];
    }
    out
}

fn run_of(text: &str, inside: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !inside(c)).unwrap_or(text.len());
    &text[..end]
}

/// Dates of three numbers, and `2010-05`.
fn numeric(text: &str, tokens: &[Token<'_>]) -> Option<PartialDate> {
    let text = text.trim();
    let separated_by = |c: char| text.matches(c).count() + 1 == tokens.len();
    match tokens {
        [y, m, d] if y.year().is_some() && ['-', '/', '.', ' '].into_iter().any(separated_by) => {
            PartialDate::new(y.year()?, Some(m.small()?), Some(d.small()?))
        }
        [y, m] if separated_by('-') || separated_by(' ') => {
            PartialDate::new(y.year()?, Some(m.small()?), None)
                // 1998-99 is two years
                .filter(|_| text.trim().len() == 7)
        }
        [a, b, y] if y.year().is_some() => {
            let (year, a, b) = (y.year()?, a.small()?, b.small()?);
            match (a > 12, b > 12) {
                (true, false) => PartialDate::new(year, Some(b), Some(a)),
                (false, true) => PartialDate::new(year, Some(a), Some(b)),
                (false, false) if a == b => PartialDate::new(year, Some(a), Some(b)),
                _ => Some(PartialDate::year(year)),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(text: &str) -> Option<String> {
        read(text).map(|d| d.to_string())
    }

    #[test]
    fn printed_dates() {
        for (printed, expected) in [
            ("2010", "2010"),
            ("2010 May", "2010-05"),
            ("2010 May 20", "2010-05-20"),
            ("May 2010", "2010-05"),
            ("Dec 27, 2017", "2017-12-27"),
            ("27 December 2017", "2017-12-27"),
            ("1st Sept. 2004", "2004-09-01"),
            ("20.05.2010", "2010-05-20"),
            ("05/20/2010", "2010-05-20"),
            ("03.05.2010", "2010"),
            ("2010-05-03", "2010-05-03"),
            ("2010/05/03", "2010-05-03"),
            ("2010-05", "2010-05"),
            ("2010 10 13", "2010-10-13"),
            ("1998-1999", "1998"),
            ("1998-99", "1998"),
            ("1998–9", "1998"),
            ("Spring 1998", "1998"),
            ("2010 Jan-Feb", "2010"),
            ("2010 May 20-22", "2010-05"),
            ("2010 Feb 30", "2010-02"),
            ("20 février 2010", "2010-02-20"),
            ("3. März 1999", "1999-03-03"),
            ("12 de agosto de 2001", "2001-08-12"),
            ("5 dicembre 1987", "1987-12-05"),
            ("março 2003", "2003-03"),
        ] {
            assert_eq!(edtf(printed).as_deref(), Some(expected), "{printed}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "May", "123", "9999", "in press", "20"] {
            assert_eq!(edtf(text), None, "{text}");
        }
    }
}
