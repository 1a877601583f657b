//! Groups among the authors: study groups, committees, collaborations. Medicine's lists are full of them, the records
//! that are printed here are not, so names are made up from the words of titles.

use refloom::parse::tag::Tag;

use super::corpus::Segment;
use super::rng::Rng;

/// What groups call themselves.
const BODIES: [&str; 30] = [
    "Study Group",
    "Investigators",
    "Trial Investigators",
    "Study Investigators",
    "Collaborators",
    "Collaboration",
    "Consortium",
    "Working Group",
    "Task Force",
    "Committee",
    "Research Group",
    "Network",
    "Collaborative Group",
    "Collaborative Research Group",
    "Writing Group",
    "Writing Committee",
    "Steering Committee",
    "Trialists' Collaboration",
    "Trialists’ Collaborative Group",
    "Society",
    "Association",
    "Initiative",
    "Panel",
    "Expert Panel",
    "Project",
    "Team",
    "Group",
    "Cooperative Group",
    "Council",
    "Foundation",
];

/// What their names begin with where the topic comes last.
const HEADS: [&str; 22] = [
    "Committee on",
    "Task Force on",
    "Working Group on",
    "Subcommittee for",
    "Expert Panel on",
    "International Society of",
    "International Society for",
    "European Association for the Study of",
    "European Society of",
    "American College of",
    "American Society of",
    "American Academy of",
    "British Society for",
    "Japanese Society of",
    "National Institute of",
    "National Center for",
    "Ministry of",
    "Department of",
    "Royal College of",
    "World Federation of",
    "Deutsche Gesellschaft für",
    "Société française de",
];

/// How a group is joined to the people before it.
const JOINTS: [&str; 12] = [
    ", ",
    ", ",
    ", ",
    "; ",
    "; ",
    ", and ",
    ", and the ",
    "; for the ",
    "; on behalf of the ",
    " and the ",
    " for the ",
    " on behalf of the ",
];

/// Adds a group to the authors of some references, or puts one in their place. `title` is where the topic comes from.
pub fn add(segments: &mut Vec<Segment>, title: &str, rng: &mut Rng) {
    if !rng.chance(4) {
        return;
    }
    let is_author = |segment: &Segment| segment.0 == Some(Tag::Author);
    if !segments.first().is_some_and(is_author) {
        return;
    }
    let other = segments.iter().position(|(tag, _)| tag.is_some_and(|tag| tag != Tag::Author));
    let block = &segments[..other.unwrap_or(segments.len())];
    let Some(last) = block.iter().rposition(is_author) else { return };
    if block.iter().any(|(_, text)| text.contains("et al")) {
        return;
    }
    let Some(name) = name(title, rng) else { return };
    if rng.chance(25) {
        segments.splice(..=last, [(Some(Tag::Author), name)]);
    } else {
        let text = &mut segments[last].1;
        // `Smith, J.` keeps its full stop, `Smith J.` would end its names there.
        let names = text.trim_end_matches([' ', ':', ';']).len();
        text.truncate(names);
        text.push_str(rng.pick(&JOINTS));
        text.push_str(&name);
    }
}

/// A name from some words of a title.
fn name(title: &str, rng: &mut Rng) -> Option<String> {
    let words: Vec<&str> = title
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 3 {
        return None;
    }
    let count = 1 + rng.below(words.len().min(6));
    let start = rng.below(words.len() - count + 1);
    let chosen = &words[start..start + count];
    let long = |word: &str| word.chars().count() > 3;
    let topic: Vec<String> =
        chosen.iter().map(|word| if long(word) { upper_first(word) } else { (*word).to_owned() }).collect();
    let topic = topic.join(" ");
    let acronym: String =
        chosen.iter().filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect();
    let body = rng.pick(&BODIES);
    Some(match rng.below(10) {
        0..=4 => format!("{} {body}", upper_first(&topic)),
        5 if acronym.chars().count() > 2 => format!("{} ({acronym}) {body}", upper_first(&topic)),
        6 if acronym.chars().count() > 2 => format!("{acronym} {body}"),
        7 => format!(
            "{} {body} of the {} {topic}",
            rng.pick(&["Scientific", "Executive", "Clinical"]),
            rng.pick(&HEADS)
        ),
        _ => format!("{} {topic}", rng.pick(&HEADS)),
    })
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_join_the_authors_and_nothing_else() {
        let printed = vec![
            (Some(Tag::Author), "Doe J, Roe K".to_owned()),
            (None, ". ".to_owned()),
            (Some(Tag::Title), "Of mice".to_owned()),
        ];
        let mut rng = Rng::new(3);
        let (mut joined, mut alone) = (0, 0);
        for _ in 0..2_000 {
            let mut segments = printed.clone();
            add(&mut segments, "Low doses of aspirin after stroke", &mut rng);
            assert_eq!(segments[1..], printed[1..]);
            let names = &segments[0].1;
            joined += usize::from(names.starts_with("Doe J, Roe K") && names.len() > 12);
            alone += usize::from(!names.starts_with("Doe"));
        }
        assert!(joined > 20 && alone > 5, "{joined}, {alone}");
    }

    #[test]
    fn others_stay_as_they_are() {
        let mut rng = Rng::new(3);
        for first in
            [(Some(Tag::Author), "Doe J, et al".to_owned()), (Some(Tag::Title), "Of mice".to_owned())]
        {
            for _ in 0..500 {
                let mut segments = vec![first.clone()];
                add(&mut segments, "Low doses of aspirin after stroke", &mut rng);
                assert_eq!(segments, std::slice::from_ref(&first));
            }
        }
    }
}
