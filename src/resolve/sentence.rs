//! What a decision comes to, in one sentence for people.

use std::fmt::Write as _;

use crate::model::{Agreement, Candidate, Decision, Evidence, MatchRule, MatchStatus, Resolution, Source};

/// Candidates that are named where several fit.
const MOST_NAMED: usize = 3;

pub(super) fn of(resolution: &Resolution) -> String {
    let named = |decision: Decision| -> Vec<String> {
        let those = resolution.candidates.iter().filter(|candidate| candidate.decision == decision);
        those.take(MOST_NAMED).map(name).collect()
    };
    match resolution.status {
        MatchStatus::Matched => {
            let agrees = resolution.all_accepted().next().map(|c| agreeing(&c.evidence)).unwrap_or_default();
            let what = if agrees.is_empty() { "nothing printed contradicts it".to_owned() } else { agrees };
            format!("Matched to {}: {what}.", list(&named(Decision::Accepted)))
        }
        MatchStatus::MatchedWithDifferences => {
            format!("Matched to {}, but {}.", list(&named(Decision::Accepted)), differing(resolution))
        }
        MatchStatus::Ambiguous => ambiguous(resolution, &named(Decision::Ambiguous)),
        MatchStatus::Conflict => {
            format!(
                "The services hold different works for it: {}; a person has to choose.",
                list(&named(Decision::Ambiguous))
            )
        }
        MatchStatus::NotFound => not_found(resolution),
        MatchStatus::NotChecked => "Not checked: no answer came from the services.".to_owned(),
    }
}

fn ambiguous(resolution: &Resolution, named: &[String]) -> String {
    let doubted = resolution.candidates.iter().filter(|c| c.decision == Decision::Ambiguous);
    match (named, doubted.clone().next()) {
        ([one], Some(candidate)) => {
            format!("Perhaps {one}, but {}; a person has to look.", why(candidate))
        }
        _ => format!("{} fit about equally well; a person has to choose.", list(named)),
    }
}

fn not_found(resolution: &Resolution) -> String {
    match resolution.candidates.first() {
        None => "No record was found for it, which does not mean that there is no such work.".to_owned(),
        Some(nearest) => {
            format!("No record that was found fits it: of the nearest, {}, {}.", name(nearest), why(nearest))
        }
    }
}

/// `PubMed 8120958`, `Crossref 10.1001/jama.1994.03510360033032`.
fn name(candidate: &Candidate) -> String {
    let source = match candidate.source {
        Source::Pubmed => "PubMed",
        Source::Crossref => "Crossref",
        Source::Import => "the file",
    };
    match &candidate.identifier {
        Some(identifier) => format!("{source} {}", identifier.value),
        None => format!("a record of {source}"),
    }
}

/// Why a record was doubted or rejected; goes on after `but`.
fn why(candidate: &Candidate) -> String {
    let evidence = &candidate.evidence;
    match candidate.rule {
        MatchRule::IdentifierContradicted => {
            "what is printed does not fit the record that the printed identifier belongs to".to_owned()
        }
        MatchRule::OtherIdentifier => "its identifier is not the printed one".to_owned(),
        MatchRule::OtherYear => match evidence.year_diff {
            Some(diff) => {
                let years = diff.unsigned_abs();
                let when = if diff > 0 { "later" } else { "earlier" };
                format!(
                    "it was published {years} year{} {when} than printed",
                    if years == 1 { "" } else { "s" }
                )
            }
            None => "its year is another".to_owned(),
        },
        MatchRule::OtherPlace => "it stands in another place: journal, volume or page differ".to_owned(),
        MatchRule::OtherLastPage => "its last page is another".to_owned(),
        MatchRule::OtherSupplement => "it is in another supplement".to_owned(),
        MatchRule::OtherTitle => "its title is another".to_owned(),
        MatchRule::OtherAuthor => "its authors are others".to_owned(),
        MatchRule::OtherPart => {
            "its title bears another number, so it is another part of a series".to_owned()
        }
        MatchRule::Notice => {
            "it is a correction or retraction notice, which the reference does not say".to_owned()
        }
        MatchRule::LetterInVolume => "it is a letter or comment on another page".to_owned(),
        MatchRule::MeetingAbstract => "one is a meeting abstract, the other the full paper".to_owned(),
        MatchRule::TitleOnly => "only the title agrees".to_owned(),
        MatchRule::GenericTitle => "its title is too short to tell works apart".to_owned(),
        MatchRule::RunnerUp => "another record fits as well".to_owned(),
        MatchRule::OtherService => "another service holds another work for it".to_owned(),
        MatchRule::FitsWorse => "another record fits better".to_owned(),
        MatchRule::TooLittle
        | MatchRule::Identifier
        | MatchRule::Locator
        | MatchRule::Title
        | MatchRule::TitleInJournal
        | MatchRule::FourSupports => "too little agrees".to_owned(),
    }
}

fn agreeing(evidence: &Evidence) -> String {
    let same = |found: Option<Agreement>| matches!(found, Some(Agreement::Same | Agreement::Close));
    let facts = [
        (evidence.identifier == Some(true), "identifier"),
        (evidence.title.is_some(), "title"),
        (evidence.first_author.is_some(), "first author"),
        (evidence.journal.is_some(), "journal"),
        (evidence.year_diff.is_some(), "year"),
        (same(evidence.volume), "volume"),
        (same(evidence.first_page), "first page"),
    ];
    let agreeing: Vec<String> =
        facts.iter().filter(|(holds, _)| *holds).map(|(_, word)| (*word).to_owned()).collect();
    match agreeing.as_slice() {
        [] => String::new(),
        [one] => format!("the {one} agrees"),
        several => format!("{} agree", list(several)),
    }
}

/// `the year is printed as 1994 and is 1995 in PubMed`.
fn differing(resolution: &Resolution) -> String {
    let mut told = String::new();
    let mut fields = Vec::new();
    for difference in &resolution.differences {
        if fields.contains(&difference.field) {
            continue;
        }
        if !told.is_empty() {
            told.push_str(", ");
        }
        let holder = match difference.source {
            Source::Pubmed => "PubMed",
            Source::Crossref => "Crossref",
            Source::Import => "the file",
        };
        // Writing to a string cannot fail.
        let _ = write!(
            told,
            "the {} is printed as “{}” and is “{}” in {holder}",
            difference.field.in_words(),
            shortened(&difference.printed),
            shortened(&difference.record)
        );
        fields.push(difference.field);
    }
    told
}

fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
