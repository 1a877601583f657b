//! Groups that sign as authors: `World Health Organization`, `R Core Team`.

/// Words that make a run of words the name of a group.
const WORDS: [&str; 47] = [
    "administration",
    "academy",
    "agency",
    "alliance",
    "association",
    "authority",
    "board",
    "bureau",
    "center",
    "centers",
    "centre",
    "centres",
    "collaboration",
    "collaborative",
    "collaborators",
    "college",
    "commission",
    "committee",
    "consortium",
    "council",
    "department",
    "federation",
    "foundation",
    "group",
    "groups",
    "initiative",
    "institute",
    "institutes",
    "institution",
    "investigators",
    "league",
    "ministry",
    "nations",
    "network",
    "office",
    "organisation",
    "organization",
    "panel",
    "party",
    "programme",
    "registry",
    "service",
    "society",
    "team",
    "trialists",
    "union",
    "university",
];

/// True when one of the words makes it the name of a group.
pub(super) fn is_known(name: &str) -> bool {
    name.split_whitespace().any(|w| {
        let word = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        matches!(word.as_str(), "inc" | "ltd" | "llc" | "gmbh")
            || word.len() > 3 && (WORDS.contains(&word.as_str()) || MORE.contains(&word.as_str()))
    })
}

/// Words that say the same only where nothing but names stands.
const MORE: [&str; 18] = [
    "corporation",
    "company",
    "survey",
    "project",
    "report",
    "press",
    "software",
    "laboratory",
    "staff",
    "forum",
    "bank",
    "health",
    "national",
    "international",
    "parliament",
    "government",
    "museum",
    "library",
];
