//! Made-up reference lists of any length.

use std::fmt::Write as _;

const FAMILIES: [&str; 16] = [
    "Adeyemi",
    "Bergström",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Farkas",
    "Greenbaum",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "Okafor",
    "Petrov",
];
const SUBJECTS: [&str; 8] = [
    "Renal outcomes",
    "Sleep quality",
    "Vitamin D status",
    "Bone density",
    "Cardiac rehabilitation",
    "Hearing loss",
    "Wound healing",
    "Reading ability",
];
const SETTINGS: [&str; 8] = [
    "in older adults",
    "after kidney transplantation",
    "in rural clinics",
    "among shift workers",
    "in children with asthma",
    "following hip fracture",
    "in primary care",
    "during pregnancy",
];
const JOURNALS: [&str; 8] =
    ["J Clin Oncol", "JAMA", "N Engl J Med", "Lancet", "BMJ", "PLoS One", "J Immunol", "Clin Cancer Res"];

/// The reference with this number; no two numbers give the same work.
pub fn reference(n: usize) -> String {
    let name =
        |k: usize| format!("{} {}", FAMILIES[(n / 7 + 3 * k) % 16], ["AB", "C", "DE", "FG"][(n + k) % 4]);
    let (subject, setting) = (SUBJECTS[n % 8], SETTINGS[(n / 8) % 8]);
    let journal = JOURNALS[(n / 3) % 8];
    let (year, volume, page) = (1970 + n % 50, 1 + n % 180, 1 + n);
    format!(
        "{}, {}, {}, et al. {subject} {setting}: cohort number {n}. {journal} {year}; {volume}:{page}.",
        name(0),
        name(1),
        name(2)
    )
}

/// A numbered list with a heading.
pub fn list(n: usize) -> String {
    let mut text = String::from("References\n\n");
    for i in 1..=n {
        let _ = writeln!(text, "{i}. {}", reference(i));
    }
    text
}

/// The same with a title that brings it near `bytes`.
#[allow(dead_code, reason = "the benchmark wants it, the tests do not")]
pub fn long_reference(n: usize, bytes: usize) -> String {
    let plain = reference(n);
    let (head, tail) = plain.split_once(": cohort").unwrap_or((&plain, ""));
    let mut middle = String::new();
    for word in SETTINGS.iter().cycle().skip(n % 5) {
        if head.len() + tail.len() + middle.len() > bytes.saturating_sub(30) {
            break;
        }
        middle.push_str(" and ");
        middle.push_str(word);
    }
    format!("{head}{middle}: cohort{tail}")
}
