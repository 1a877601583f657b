//! Fields of Web of Science's BibTeX: people's identifiers, addresses, funding and cited references in lines.

use super::latex::decode;
use super::scopus;
use crate::import::record_draft::Draft;
use crate::model::{
    Affiliation, Cited, Contributor, DateKind, Direction, Field, Grant, Identifier, IssueCode, KeywordScheme,
    Metric, Name, Pages, Person, Provider, Reference, Role, Scheme, Update, UpdateKind,
};
use crate::normalize::identifiers::{self, Validity};
use crate::normalize::{fold, names, pages};

/// What is read once the people are known, as it stands.
#[derive(Default)]
pub(super) struct Fields<'a> {
    orcids: Option<&'a str>,
    researcher_ids: Option<&'a str>,
    affiliation: Option<&'a str>,
    affiliations: Option<&'a str>,
    emails: Option<&'a str>,
    funding: Option<&'a str>,
    funding_text: Option<&'a str>,
    cited: Option<&'a str>,
    times_cited: Option<&'a str>,
    usage: Option<&'a str>,
    early_access: Option<&'a str>,
}

impl<'a> Fields<'a> {
    pub(super) fn place_of(&mut self, name: &str) -> Option<&mut Option<&'a str>> {
        Some(match name {
            "orcid-numbers" | "orcid" => &mut self.orcids,
            "researcherid-numbers" => &mut self.researcher_ids,
            "affiliation" => &mut self.affiliation,
            "affiliations" => &mut self.affiliations,
            "author-email" => &mut self.emails,
            "funding-acknowledgement" => &mut self.funding,
            "funding-text" => &mut self.funding_text,
            "cited-references" => &mut self.cited,
            "times-cited" => &mut self.times_cited,
            "usage-count-since-2013" => &mut self.usage,
            "earlyaccessdate" | "early-access-date" => &mut self.early_access,
            _ => return None,
        })
    }

    pub(super) fn finish(self, is_wos: bool, draft: &mut Draft) {
        self.orcids.into_iter().for_each(|list| orcids(list, draft));
        match self.affiliation {
            Some(list) if is_wos => addresses(list, draft),
            Some(list) => scopus::shared_affiliations(&decode(list), draft),
            None => {}
        }
        for (name, value) in [
            ("affiliations", self.affiliations),
            ("researcherid-numbers", self.researcher_ids),
            ("author-email", self.emails),
            ("funding-text", self.funding_text),
        ] {
            if let Some(value) = value {
                draft.named_note(name, &decode(value));
            }
        }
        self.funding.into_iter().for_each(|list| funding(list, draft));
        if let Some(list) = self.cited {
            draft
                .record
                .cited
                .extend(lines(list).map(|line| cited(&decode(line))).filter(|c| !c.text.is_empty()));
        }
        for (metric, value) in [(Metric::CitedByCount, self.times_cited), (Metric::UsageCount, self.usage)] {
            if let Some(count) = value.and_then(|v| decode(v).trim().parse::<u32>().ok()) {
                draft.count(metric, Provider::Wos, f64::from(count));
            }
        }
        if let Some(date) = self.early_access.and_then(|d| super::dates::read(&decode(d))) {
            draft.date(DateKind::Electronic, date);
        }
        let retracted = |k: &crate::model::Keyword| {
            k.scheme == KeywordScheme::PublicationType && k.term.eq_ignore_ascii_case("Retracted Publication")
        };
        if draft.record.keywords.iter().any(retracted) {
            draft.record.updates.push(Update {
                kind: UpdateKind::Retraction,
                direction: Direction::To,
                other: Vec::new(),
                citation: None,
                date: None,
                asserted_by: None,
            });
        }
    }
}

/// The items of a field that has one on each line.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    let inside = list.trim().strip_prefix('{').and_then(|l| l.strip_suffix('}')).unwrap_or(list);
    inside.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty())
}

/// `Writer, Julia/0000-0002-1825-0097`, one a line, or parted by semicolons.
fn orcids(list: &str, draft: &mut Draft) {
    for item in lines(list).flat_map(|line| line.split(';')) {
        let item = decode(item);
        let Some((name, raw)) = item.rsplit_once('/') else { continue };
        let reading = identifiers::orcid(raw);
        if reading.validity != Validity::Valid {
            let message = "an ORCID of it is wrong and was left out";
            draft.log.add(IssueCode::IdentifierInvalid, "ORCID", message, raw);
            continue;
        }
        match somebody(&draft.record.work.contributors, name) {
            Some(at) => draft.details(at).orcid = Some(reading.value),
            None => draft.named_note("orcid", &item),
        }
    }
}

/// The author a name in another form is most likely of: the same family name, and the same first initial where both
/// have one.
pub(super) fn somebody(contributors: &[Contributor], name: &str) -> Option<usize> {
    let (family, given) = name.split_once(',').unwrap_or((name, ""));
    let (family, given) = (fold::fold_run(family), fold::fold_run(given));
    let initial = given.chars().next();
    let fits = |contributor: &Contributor| match &contributor.name.value {
        Name::Group(_) => false,
        Name::Person(person) => {
            let particle = person.particle.as_deref().unwrap_or_default();
            let own = person.given.as_deref().map(fold::fold_run).unwrap_or_default();
            let same = fold::fold_run(&person.family) == family
                || fold::fold_run(&format!("{particle}{}", person.family)) == family;
            same && (initial.is_none() || own.is_empty() || own.chars().next() == initial)
        }
    };
    let mut found = contributors.iter().enumerate().filter(|(_, c)| c.role == Role::Author && fits(c));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Some(at),
        // Two of one name: the given name decides, if it is there in full.
        (Some(_), Some(_)) => contributors.iter().position(|c| match &c.name.value {
            Name::Person(p) => {
                fold::fold_run(&p.family) == family
                    && p.given.as_deref().map(fold::fold_run) == Some(given.clone())
            }
            Name::Group(_) => false,
        }),
        _ => None,
    }
}

/// `Smith, J (Corresponding Author), Univ X, City, Country.` and `Smith, J; Jones, K, Univ X, City, Country.`, one a
/// line.
fn addresses(list: &str, draft: &mut Draft) {
    for line in lines(list) {
        let line = decode(line);
        let text = line.trim_end_matches('.');
        if let Some((head, address)) = split_corresponding(text) {
            for name in head.split(';') {
                if let Some(at) = somebody(&draft.record.work.contributors, name.trim()) {
                    draft.details(at).is_corresponding = Some(true);
                    affiliate(at, address, draft);
                }
            }
            continue;
        }
        // Names end where a part has no comma behind its family name and initials: `Jones, K, Univ X`.
        let (names, address) = split_names(text);
        let mut known = false;
        for name in &names {
            if let Some(at) = somebody(&draft.record.work.contributors, name) {
                affiliate(at, address, draft);
                known = true;
            }
        }
        if !known {
            draft.named_note("affiliation", &line);
        }
    }
}

fn split_corresponding(text: &str) -> Option<(&str, &str)> {
    ["(Corresponding Author),", "(corresponding author),", "(Reprint Author),", "(reprint author),"]
        .iter()
        .find_map(|mark| text.split_once(mark))
        .map(|(head, address)| (head.trim(), address.trim()))
}

fn split_names(text: &str) -> (Vec<String>, &str) {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((family, after)) = rest.split_once(", ") {
        let end = after.find([';', ',']).unwrap_or(after.len());
        let given = after.get(..end).unwrap_or_default();
        names.push(format!("{family}, {given}"));
        let behind = after.get(end..).unwrap_or_default();
        rest = behind.get(1..).unwrap_or_default().trim_start();
        if !behind.starts_with(';') {
            break;
        }
    }
    (names, rest)
}

fn affiliate(at: usize, address: &str, draft: &mut Draft) {
    let affiliations = &mut draft.details(at).affiliations;
    if !address.is_empty() && affiliations.iter().all(|known| known.raw != address) {
        affiliations.push(Affiliation { raw: address.to_owned(), ror: None });
    }
}

/// `NIH {[}R01 CA123, R02 CA456]; NSF`.
fn funding(list: &str, draft: &mut Draft) {
    let text = decode(list);
    for part in text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let (funder, awards) = match part.split_once('[') {
            Some((funder, awards)) => (funder.trim(), awards.trim_end_matches([']', ' '])),
            None => (part, ""),
        };
        let funder = Some(funder.to_owned()).filter(|f| !f.is_empty());
        let mut any = false;
        for award in awards.split(',').map(str::trim).filter(|a| !a.is_empty()) {
            any = true;
            draft.grant(Grant {
                funder: funder.clone(),
                award_id: Some(award.to_owned()),
                ..Grant::default()
            });
        }
        if !any {
            draft.grant(Grant { funder, ..Grant::default() });
        }
    }
}

/// `Smith J, 2010, NATURE, V12, P3, DOI 10.1/x.` Parts after the year stand in no fixed number.
fn cited(line: &str) -> Cited {
    let text = line.trim().trim_end_matches('.').to_owned();
    let mut work = Reference::default();
    let mut ids = Vec::new();
    // The DOI may hold commas and stands last; several stand in brackets.
    let (head, dois) = match text.find(", DOI ") {
        Some(at) => (&text[..at], &text[at + 6..]),
        None => (text.as_str(), ""),
    };
    for raw in dois.trim_matches(['[', ']']).split(", ") {
        let raw = raw.trim_start_matches("DOI ").trim();
        if let Some(value) = identifiers::doi(raw)
            && ids.iter().all(|id: &Identifier| id.value != value)
        {
            ids.push(Identifier { scheme: Scheme::Doi, value, raw: raw.to_owned() });
        }
    }
    let mut dated = false;
    for (at, part) in head.split(", ").map(str::trim).enumerate() {
        let year = part.parse::<i16>().ok().filter(|y| (1000..3000).contains(y) && part.len() == 4);
        match (year, part.split_at_checked(1)) {
            (Some(year), _) if !dated => {
                dated = true;
                work.issued = Some(Field::given(crate::model::PartialDate::year(year)));
            }
            (_, Some(("V", number))) if dated && starts_with_digit(number) => {
                work.volume = Some(Field::given(number.to_owned()));
            }
            (_, Some(("P", page)))
                if dated && page.bytes().any(|b| b.is_ascii_digit()) && !page.contains(' ') =>
            {
                let pages: Option<Pages> = pages::read(page);
                work.pages = pages.map(Field::given);
            }
            _ if at == 0 && !dated => {
                let name = part.trim_start_matches('*');
                let name = match names::medline(name) {
                    Some(person) => Name::Person(person),
                    None if part.starts_with('*') || part.contains(' ') => Name::Group(name.to_owned()),
                    None => Name::Person(Person { family: name.to_owned(), ..Person::default() }),
                };
                let raw = part.to_owned();
                work.contributors.push(Contributor {
                    role: Role::Author,
                    role_printed: None,
                    name: Field::given(name),
                    raw,
                });
            }
            _ if dated && work.container_title.is_none() && !part.is_empty() => {
                work.container_title = Some(Field::given(part.to_owned()));
            }
            _ => {}
        }
    }
    work.identifiers = ids.iter().cloned().map(Field::given).collect();
    Cited { text, identifiers: ids, work: dated.then(|| Box::new(work)) }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cited_lines() {
        let read = cited("Smith JA, 2010, NATURE, V12, P345, DOI 10.1000/a;b.");
        let work = read.work.unwrap();
        assert_eq!(work.volume.unwrap().value, "12");
        assert_eq!(work.pages.unwrap().value.first, "345");
        assert_eq!(work.container_title.unwrap().value, "NATURE");
        assert_eq!(work.contributors[0].name.value.display(), "Smith, JA");
        assert_eq!(read.identifiers[0].value, "10.1000/a;b");
        let two = cited("[Anonymous], 2011, LANCET, DOI [10.1000/x, DOI 10.1000/y].");
        assert_eq!(two.identifiers.len(), 2);
        assert_eq!(cited("no year here.").work, None);
    }

    #[test]
    fn names_before_an_address() {
        let (names, address) = split_names("Smith, J; Jones, K, Univ X, City, Country");
        assert_eq!(names, ["Smith, J", "Jones, K"]);
        assert_eq!(address, "Univ X, City, Country");
    }
}
