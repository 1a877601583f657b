//! What a title says of the work's standing, which publishers write in front of it.

use std::sync::LazyLock;

use regex::Regex;

/// What the beginning of a title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// `RETRACTED: …`: something was done to this work.
    Struck,
    /// `Retraction: …`, `Correction to …`: this work does something to another.
    Notice,
    /// Nothing.
    Nothing,
}

static STRUCK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ [\[(]? \s* (?: RETRACTED | WITHDRAWN | REMOVED | TEMPORARY\ REMOVAL )
            (?: \s+ (?: ARTICLE | CHAPTER | PAPER | PROTOCOL ) )? \s* (?: [:\])] | [—–-]\s | [—–] )+ \s*",
    )
    .ok()
});

static NOTICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^ (?: notice\ of\ | statement\ of\ | (?: publisher | author | editorial )(?:['’]?s)?\ )?
            (?: retraction | withdrawal | removal | correction | corrigend(?:um|a) | errat(?:um|a) | addendum
              | clarification | (?: editorial\ )? expression\ of\ concern | reinstatement )s?
            (?: \ (?: note | notice | of | to | for | in )\b | \s*[:.—–] | \s-\s | \s*$ )",
    )
    .ok()
});

/// The title without what is written in front of it, that, and what it says.
pub(super) fn split(title: &str) -> (&str, &str, Says) {
    if let Some(found) = STRUCK.as_ref().and_then(|re| re.find(title))
        && found.end() < title.len()
    {
        return (&title[found.end()..], found.as_str().trim_end(), Says::Struck);
    }
    let says =
        if NOTICE.as_ref().is_some_and(|re| re.is_match(title)) { Says::Notice } else { Says::Nothing };
    (title, "", says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_happened() {
        for (title, clean, says) in [
            ("RETRACTED: Nodules in mice", "Nodules in mice", Says::Struck),
            ("RETRACTED ARTICLE: Nodules in mice", "Nodules in mice", Says::Struck),
            ("Retracted Article: Nodules in mice", "Nodules in mice", Says::Struck),
            ("WITHDRAWN: Honey for coughs", "Honey for coughs", Says::Struck),
            ("[RETRACTED] Nodules in mice", "Nodules in mice", Says::Struck),
            ("WITHDRAWN—Nodules in mice", "Nodules in mice", Says::Struck),
            ("Retraction—Nodules in mice", "Retraction—Nodules in mice", Says::Notice),
            ("Retraction Note: Nodules", "Retraction Note: Nodules", Says::Notice),
            ("Correction", "Correction", Says::Notice),
            ("Author Correction: Nodules", "Author Correction: Nodules", Says::Notice),
            ("Erratum to: Nodules", "Erratum to: Nodules", Says::Notice),
            ("Expression of Concern: Nodules", "Expression of Concern: Nodules", Says::Notice),
            ("Withdrawn patients in trials", "Withdrawn patients in trials", Says::Nothing),
            ("Retracted science and its readers", "Retracted science and its readers", Says::Nothing),
            ("Correction-factor models", "Correction-factor models", Says::Nothing),
            ("Retracted:", "Retracted:", Says::Nothing),
        ] {
            let (found, _, told) = split(title);
            assert_eq!((found, told), (clean, says), "{title}");
        }
    }
}
