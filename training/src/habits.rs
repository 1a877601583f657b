//! What lists do beyond their style: dashes in place of a name they have just printed, identifiers spelled in many ways,
//! days of access, links that web pages leave behind.

use refloom::parse::tag::Tag;

use super::corpus::Segment;
use super::rng::Rng;

/// Leads of a DOI.
const DOI: [&str; 14] = [
    "doi:",
    "doi: ",
    "DOI: ",
    "DOI:",
    "DOI ",
    "doi ",
    "https://doi.org/",
    "http://dx.doi.org/",
    "https://dx.doi.org/",
    "doi.org/",
    "dx.doi.org/",
    "http://doi.org/",
    "doi:https://doi.org/",
    "Doi: ",
];

/// Words around a day of access.
const ACCESSED: [(&str, &str); 22] = [
    (" Accessed ", "."),
    (" (accessed ", ")"),
    (" (accessed on ", ")."),
    (" [Accessed ", "]"),
    (" [cited ", "]."),
    (" Retrieved ", "."),
    (". Last accessed ", "."),
    (", accessed ", "."),
    (" Accessed: ", "."),
    (", last visited ", "."),
    (" (last accessed: ", ")."),
    (" (visited ", ")"),
    (" Viewed ", "."),
    (" (Zugriff am ", ")"),
    (". Abgerufen am ", "."),
    (" [Stand: ", "]."),
    (" (consulté le ", ")."),
    (" [consulté le ", "]"),
    (" [Consultado el ", "]."),
    (" Acesso em: ", "."),
    (" (consultato il ", ")"),
    (" Geraadpleegd op ", "."),
];

/// Changes a printed reference as lists do, or leaves it.
pub fn add(segments: &mut Vec<Segment>, rng: &mut Rng) {
    if rng.chance(3)
        && let Some((Some(Tag::Author), names)) = segments.first_mut()
    {
        let dash = rng.pick(&[
            "———",
            "———.",
            "—",
            "—.",
            "---",
            "---.",
            "___",
            "______.",
            "–––",
            "————",
            "––",
            "_____",
        ]);
        dash.clone_into(names);
    }
    spell_doi(segments, rng);
    spell_url(segments, rng);
    let linked = segments.iter().any(|(tag, text)| *tag == Some(Tag::Identifier) && text.contains("://"));
    let dated = segments.iter().any(|(tag, _)| *tag == Some(Tag::Note));
    if linked && !dated && rng.chance(25) {
        access(segments, rng);
    }
    if rng.chance(2) {
        let number = (rng.below(30_000_000) + 1_000_000).to_string();
        let lead = rng.pick(&[" PMID: ", " PubMed PMID: ", " [PMID: ", " PMID:", " pmid:"]);
        segments.push((None, lead.to_owned()));
        segments.push((Some(Tag::Identifier), number));
        if lead.contains('[') {
            segments.push((None, "]".to_owned()));
        }
    }
    if rng.chance(2) {
        let links = rng.pick(&[
            " [CrossRef]",
            " [Google Scholar]",
            " [PubMed]",
            " [CrossRef] [PubMed]",
            " [PubMed] [Google Scholar]",
            " Crossref",
        ]);
        segments.push((None, " ".to_owned()));
        segments.push((Some(Tag::Note), links.trim_start().to_owned()));
    }
}

/// Another lead of the same DOI.
fn spell_doi(segments: &mut [Segment], rng: &mut Rng) {
    let Some(at) =
        segments.iter().position(|(tag, text)| *tag == Some(Tag::Identifier) && text.starts_with("10."))
    else {
        return;
    };
    if at == 0 || !rng.chance(50) {
        return;
    }
    if let (None, lead) = &mut segments[at - 1] {
        let kept = DOI.iter().filter_map(|form| lead.strip_suffix(form)).map(str::len).min();
        if let Some(kept) = kept {
            lead.truncate(kept);
            lead.push_str(rng.pick(&DOI));
        }
    }
}

/// `<https://…>`, and `www.…` without what stands in front of it.
fn spell_url(segments: &mut Vec<Segment>, rng: &mut Rng) {
    let Some(at) =
        segments.iter().position(|(tag, text)| *tag == Some(Tag::Identifier) && text.contains("://"))
    else {
        return;
    };
    let address = &mut segments[at].1;
    if let Some((_, rest)) = address.split_once("://")
        && rest.starts_with("www.")
        && rng.chance(12)
    {
        *address = rest.to_owned();
    }
    if rng.chance(6) {
        segments.insert(at + 1, (None, ">".to_owned()));
        segments.insert(at, (None, "<".to_owned()));
    }
}

/// A day of access behind everything else.
fn access(segments: &mut Vec<Segment>, rng: &mut Rng) {
    let (day, year) = (rng.below(28) + 1, 1998 + rng.below(28));
    let month = rng.below(12);
    let name = rng.pick(&["January", "March", "April", "May", "July", "October", "November", "December"]);
    let date = match rng.below(8) {
        0 => format!("{day}/{}/{year}", month + 1),
        1 => format!("{day:02}.{:02}.{year}", month + 1),
        2 => format!("{year}-{:02}-{day:02}", month + 1),
        3 => format!("{name} {day}, {year}"),
        4 => format!("{year} {} {day}", &name[..3]),
        5 => format!(
            "{day} {}. {year}",
            rng.pick(&["janv", "mars", "Sept", "Okt", "dic", "abr", "maio", "giu"])
        ),
        6 => format!("{name} {year}"),
        _ => format!("{day} {name} {year}"),
    };
    let (before, after) = rng.pick(&ACCESSED);
    segments.push((None, before[..1].to_owned()));
    segments.push((Some(Tag::Note), format!("{}{date}", &before[1..])));
    segments.push((None, after.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_tagged_and_the_rest_stays() {
        let plain = vec![
            (Some(Tag::Author), "Marsh A".to_owned()),
            (None, ". ".to_owned()),
            (Some(Tag::Title), "Tides".to_owned()),
            (None, ". doi:".to_owned()),
            (Some(Tag::Identifier), "10.1234/x".to_owned()),
        ];
        let mut rng = Rng::new(1);
        let (mut dashes, mut leads) = (0, 0);
        for _ in 0..500 {
            let mut changed = plain.clone();
            add(&mut changed, &mut rng);
            assert_eq!(changed[2], plain[2]);
            assert_eq!(changed[4], plain[4]);
            dashes += usize::from(changed[0] != plain[0]);
            leads += usize::from(changed[3] != plain[3]);
        }
        assert!(dashes > 3 && leads > 100);
    }

    #[test]
    fn addresses_are_spelled_in_several_ways_and_have_days_of_access() {
        let plain = vec![
            (Some(Tag::Title), "Tides".to_owned()),
            (None, ". ".to_owned()),
            (Some(Tag::Identifier), "https://www.example.org/tides".to_owned()),
        ];
        let mut rng = Rng::new(2);
        let mut texts = std::collections::BTreeSet::new();
        for _ in 0..300 {
            let mut changed = plain.clone();
            add(&mut changed, &mut rng);
            texts.insert(changed.iter().map(|(_, text)| text.as_str()).collect::<String>());
        }
        assert!(texts.contains("Tides. www.example.org/tides"));
        assert!(texts.contains("Tides. <https://www.example.org/tides>"));
        assert!(texts.iter().any(|t| t.contains("ccessed")));
    }
}
