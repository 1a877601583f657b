//! Cited references (`CR`): `Sun SH, 2000, SCIENCE, V287, P1989, DOI 10.1126/science.287.5460.1989`.

use crate::import::tagged::finish::canonical;
use crate::import::tagged::names;
use crate::import::tagged::words::{one_line, starts_with};
use crate::model::{
    Cited, Contributor, Field, Identifier, Name, Pages, PartialDate, Reference, Role, Scheme,
};
use crate::normalize::normalize;
use crate::normalize::pages::is_article_number;

/// Reads one reference into its parts; `None` where there is nothing.
pub(super) fn read(text: &str) -> Option<Cited> {
    let line = one_line(text);
    if line.is_empty() {
        return None;
    }
    let mut work = Reference::default();
    let (body, identifiers) = split_doi(&line);
    let mut parts: Vec<&str> = body.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    if let Some(at) = parts.iter().take(4).position(|part| year(part).is_some()) {
        if let Some(year) = parts.get(at).and_then(|part| year(part)) {
            work.issued = Some(Field::given(PartialDate::year(year)));
        }
        author(&parts[..at].join(", "), &mut work);
        parts.drain(..=at);
    } else if parts.len() > 1 {
        let first = parts.remove(0);
        author(first, &mut work);
    }
    let locator = parts.iter().position(|part| is_locator(part)).unwrap_or(parts.len());
    let source = parts[..locator].join(", ");
    for part in parts.get(locator..).unwrap_or_default() {
        place(part, &mut work);
    }
    if !source.is_empty() {
        // What has neither volume nor DOI is a book, a report, a thesis.
        if work.volume.is_none() && identifiers.is_empty() {
            work.title = Some(Field::given(source));
        } else {
            work.container_title = Some(Field::given(source));
        }
    }
    work.identifiers = identifiers.iter().cloned().map(Field::given).collect();
    normalize(&mut work);
    Some(Cited { text: line.into_owned(), identifiers, work: Some(Box::new(work)) })
}

/// The text before the DOI, and the DOIs: `DOI 10.1/x`, `DOI [10.1/x, DOI 10.2/y]`, and `DOI DOI 10.1/x` of old files.
fn split_doi(line: &str) -> (&str, Vec<Identifier>) {
    let at = line.rfind(", DOI ").or_else(|| line.find(", DOI ["));
    let at = match line.find(", DOI [") {
        Some(bracket) => Some(bracket),
        None => at,
    };
    let Some(at) = at else { return (line, Vec::new()) };
    let (body, rest) = line.split_at(at);
    let rest = rest.get(6..).unwrap_or_default().trim().trim_start_matches('[').trim_end_matches(']');
    let mut found: Vec<Identifier> = Vec::new();
    for piece in rest.split(", ") {
        let mut raw = piece.trim();
        while starts_with(raw, "DOI ") {
            raw = raw.get(4..).unwrap_or_default().trim();
        }
        if let Some(id) = canonical(Scheme::Doi, raw)
            && !found.iter().any(|known| known.value == id.value)
        {
            found.push(id);
        }
    }
    // An older form repeats the word: `…, DOI DOI 10.1/x`.
    (body.trim_end_matches(", DOI"), found)
}

fn year(part: &str) -> Option<i16> {
    let digits = part.trim_start_matches('c').trim_end_matches(|c: char| c.is_ascii_lowercase());
    let right = digits.len() == 4 && part.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| digits.parse().ok()).flatten().filter(|year| (1000..3000).contains(year))
}

fn author(text: &str, work: &mut Reference) {
    let text = text.trim();
    // `[Anonymous]` is nobody; a star marks a group.
    if text.is_empty() || starts_with(text, "[Anonymous") || text.eq_ignore_ascii_case("anon") {
        return;
    }
    let name = match text.strip_prefix('*') {
        Some(group) => Some(Name::Group(group.trim().to_owned())),
        None => short_name(text).or_else(|| names::read(text)),
    };
    if let Some(name) = name {
        work.contributors.push(Contributor {
            role: Role::Author,
            role_printed: None,
            name: Field::given(name),
            raw: text.to_owned(),
        });
        // Web of Science names the first author alone.
        work.authors_truncated = true;
    }
}

/// `ALLEN JP`, `VONDERHEIDE KM`, and `Gowd E. B.`
fn short_name(text: &str) -> Option<Name> {
    if text.contains(',') {
        return None;
    }
    let initials = |word: &str| {
        word.ends_with('.') && word.split('.').all(|part| part.is_empty() || part.chars().count() == 1)
    };
    let words = text.split(' ').count();
    let dotted = text.split(' ').rev().take_while(|word| initials(word)).count();
    if dotted == 0 || dotted >= words {
        return None;
    }
    let family: Vec<&str> = text.split(' ').take(words - dotted).collect();
    let given: Vec<&str> = text.split(' ').skip(words - dotted).collect();
    Some(Name::Person(crate::model::Person {
        family: family.join(" "),
        given: Some(given.join(" ")),
        ..crate::model::Person::default()
    }))
}

fn is_locator(part: &str) -> bool {
    let rest = match part.as_bytes() {
        [b'V' | b'v' | b'P' | b'p', ..] => part.get(1..).unwrap_or_default(),
        _ => return starts_with(part, "ARTN ") || starts_with(part, "UNSP ") || starts_with(part, "CH "),
    };
    !rest.is_empty()
        && rest.len() <= 20
        && rest.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && !rest.contains(' ')
        && (rest.bytes().any(|b| b.is_ascii_digit())
            || rest.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C')))
}

fn place(part: &str, work: &mut Reference) {
    if starts_with(part, "ARTN ") || starts_with(part, "UNSP ") {
        let number = part.get(5..).unwrap_or_default().trim();
        work.article_number = Some(Field::given(number.to_owned()));
    } else if let Some(rest) = part.strip_prefix(['V', 'v']).filter(|_| is_locator(part)) {
        work.volume.get_or_insert_with(|| Field::given(rest.to_owned()));
    } else if let Some(rest) = part.strip_prefix(['P', 'p']).filter(|_| is_locator(part)) {
        if is_article_number(rest) {
            work.article_number.get_or_insert_with(|| Field::given(rest.to_owned()));
        } else {
            work.pages.get_or_insert_with(|| Field::given(Pages { first: rest.to_owned(), last: None }));
        }
    } else {
        work.notes.push(Field::given(part.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let cited = read(text).unwrap();
        let work = cited.work.unwrap();
        let field =
            |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.clone()).unwrap_or_default();
        let author = work.contributors.first().map(|c| c.name.value.display()).unwrap_or_default();
        let year = work.issued.map(|d| d.value.to_string()).unwrap_or_default();
        let page = work.pages.as_ref().map(|p| p.value.first.clone()).unwrap_or_default();
        let dois: Vec<&str> = cited.identifiers.iter().map(|id| id.value.as_str()).collect();
        [
            author,
            year,
            field(&work.title),
            field(&work.container_title),
            field(&work.volume),
            page,
            field(&work.article_number),
            dois.join("+"),
        ]
        .join("|")
    }

    #[test]
    fn references_of_all_kinds() {
        for (text, expected) in [
            (
                "Tester SH, 2000, TESTS, V287, P1989, DOI 10.5555/test.287.5460.1989",
                "Tester, SH|2000||TESTS|287|1989||10.5555/test.287.5460.1989",
            ),
            ("TESTER TA, 1997, J TESTS-A, V39", "Tester, TA|1997||J TESTS-A|39|||"),
            (
                "Tester T, 2010, PLOS TEST D, V4, pe638, DOI [10.5555/t.1, DOI 10.5555/T.1]",
                "Tester, T|2010||PLOS TEST D|4|e638||10.5555/t.1",
            ),
            (
                "Tester T, 1953, J T, V4, P147, DOI [DOI 10.5555/B.14, 10.5555/685989]",
                "Tester, T|1953||J T|4|147||10.5555/b.14+10.5555/685989",
            ),
            ("YARROW A, 1984, WAVES TESTS", "Yarrow, A|1984|WAVES TESTS|||||"),
            (
                "[Anonymous], 2013, [Test J., Another, Name], V53, P155",
                "|2013||[Test J., Another, Name]|53|155||",
            ),
            ("*TEST ASS, 1999, TEST CARE, V21, PS5", "TEST ASS|1999||TEST CARE|21|S5||"),
            ("Gowd E. B., 2010, TEST SER, V14", "Gowd, E. B.|2010||TEST SER|14|||"),
            ("MARK H, 1973, IEEE T TEST, VCO21, P1345", "MARK, H|1973||IEEE T TEST|CO21|1345||"),
            (
                "Tester P, 1998, STAT, V17, P1661, DOI 10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
                "Tester, P|1998||STAT|17|1661||10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
            ),
            ("Tester P, TESTS IN PRESS", "Tester, P||TESTS IN PRESS|||||"),
            (
                "Doe J, 2013, J TESTS, V9, ARTN 123456, DOI 10.5555/q",
                "Doe, J|2013||J TESTS|9||123456|10.5555/q",
            ),
        ] {
            let expected = expected.replace("MARK, H", "Mark, H");
            assert_eq!(show(text), expected, "{text}");
        }
    }
}
