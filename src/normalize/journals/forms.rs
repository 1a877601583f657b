//! The shorter forms under which a journal is cited: without subtitle, qualifier, corporate body or section title.

use super::normal::normal_form;

/// How much of a title a form leaves out; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// Nothing.
    Nothing,
    /// A qualifier in parentheses, such as a place.
    Qualifier,
    /// The subtitle, or a parallel title.
    Subtitle,
    /// The title of a section or series whose letter or number stays, or an acronym that only repeats the title.
    SectionTitle,
    /// Everything after the first sentence: a corporate body or a section.
    Sentence,
}

/// More languages than any title is given in.
const MOST_PARALLEL_TITLES: usize = 4;

impl Cut {
    /// The cut as one bit of a set.
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A title, or a shorter form of it, in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What was left out.
    pub cut: Cut,
    /// The rest in normal form; never empty.
    pub normal: String,
}

const SUBTITLE_MARKS: [&str; 6] = [" : ", ": ", " = ", " / ", "; ", " – "];

/// The title itself, then its shorter forms, each once, least cut first.
pub fn title_forms(title: &str) -> Vec<Form> {
    let mut forms = Vec::with_capacity(4);
    push(&mut forms, Cut::Nothing, title);
    let plain = without_qualifiers(title);
    let plain = plain.as_deref().unwrap_or(title);
    push(&mut forms, Cut::Qualifier, plain);
    // `[Eiyo to shokuryo] Journal of the Japanese Society of Nutrition`: a transliteration, then a parallel title
    if let Some((transliterated, _)) = title.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        push(&mut forms, Cut::Subtitle, transliterated);
    }
    let main = before_subtitle(plain);
    push(&mut forms, Cut::Subtitle, main);
    // `Zhong cao yao = Chinese traditional and herbal drugs`: cited by the parallel title as often
    for parallel in plain.split(" = ").skip(1).take(MOST_PARALLEL_TITLES) {
        push(&mut forms, Cut::Subtitle, before_subtitle(parallel));
    }
    if let Some(rest) = main.strip_suffix(" series") {
        push(&mut forms, Cut::SectionTitle, rest);
    }
    if let Some(rest) = after_acronym(plain) {
        push(&mut forms, Cut::SectionTitle, rest);
        push(&mut forms, Cut::SectionTitle, before_subtitle(rest));
    }
    if let Some(rest) = main.strip_suffix(OF_AMERICA) {
        push(&mut forms, Cut::Qualifier, rest);
    }
    if let Some((head, rest)) = first_sentence(main) {
        match section_number(rest) {
            // a section is a journal of its own, not to be had for the name of the whole
            Some(number) => push(&mut forms, Cut::SectionTitle, &format!("{head} {number}")),
            // a lone word such as "Proceedings" is no title without its body
            None if head.contains(' ') => push(&mut forms, Cut::Sentence, head),
            None => {}
        }
    }
    forms
}

/// The country of American societies and academies, as often left out as printed.
const OF_AMERICA: &str = " of the United States of America";
/// Its abbreviation.
const OF_AMERICA_ABBREVIATED: &str = " U S A";

/// The shorter forms of a journal's title, and of its abbreviation without a qualifier.
pub fn short_forms(title: &str, med_abbr: &str) -> Vec<Form> {
    let mut forms: Vec<Form> =
        title_forms(title).into_iter().filter(|form| form.cut != Cut::Nothing).collect();
    if let Some(plain) = without_qualifiers(med_abbr) {
        push(&mut forms, Cut::Qualifier, &plain);
    }
    if let Some(rest) = med_abbr.strip_suffix(OF_AMERICA_ABBREVIATED) {
        push(&mut forms, Cut::Qualifier, rest);
    }
    forms
}

/// The forms of a title as an abbreviation renders them: lower-case words of one letter (the `e` of Italian, the
/// article `a`) are left out, upper-case ones number a section and stay.
pub fn spelled_forms(title: &str) -> Vec<Form> {
    let is_little = |word: &&str| matches!(*word, "a" | "e" | "i" | "o" | "u" | "y");
    if title.split(' ').any(|word| is_little(&word)) {
        let spelled: Vec<&str> = title.split(' ').filter(|word| !is_little(word)).collect();
        title_forms(&spelled.join(" "))
    } else {
        title_forms(title)
    }
}

fn push(forms: &mut Vec<Form>, cut: Cut, text: &str) {
    let normal = normal_form(text);
    if !normal.is_empty() && forms.iter().all(|form| form.normal != normal) {
        forms.push(Form { cut, normal });
    }
}

/// The text without anything in parentheses or brackets; `None` if there is nothing to take out.
pub fn without_qualifiers(text: &str) -> Option<String> {
    if !text.contains(['(', '[']) {
        return None;
    }
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let trimmed = out.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The text up to its subtitle or parallel title; all of it if there is none.
pub fn before_subtitle(text: &str) -> &str {
    let end = SUBTITLE_MARKS.iter().filter_map(|mark| text.find(mark)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text).trim()
}

/// Parts a title after its first sentence. A full stop after a short word ends an abbreviation, not a sentence.
fn first_sentence(text: &str) -> Option<(&str, &str)> {
    text.match_indices(". ").find_map(|(at, mark)| {
        let head = text.get(..at)?;
        let rest = text.get(at + mark.len()..)?.trim();
        let last = head.rsplit([' ', '.']).next()?;
        (last.chars().count() >= 4 && !rest.is_empty()).then_some((head, rest))
    })
}

/// `Section A` of `Section A, Pathology`, or `B` of `B, Fluids` and of `B`.
fn section_number(rest: &str) -> Option<&str> {
    let number = rest.split([',', ':', '.']).next()?.trim();
    let last = number.rsplit(' ').next()?;
    let is_number =
        last.len() <= 2 || last.bytes().all(|byte| byte.is_ascii_digit() || b"IVX-".contains(&byte));
    (is_number && number.split(' ').count() <= 2).then_some(number)
}

/// `American journal of roentgenology` of `AJR. American journal of roentgenology`: the rest after an acronym that is
/// made of its initials.
fn after_acronym(title: &str) -> Option<&str> {
    let (acronym, rest) = title.split_once([' ', '.', ':'])?;
    let rest = rest.trim_start_matches([' ', ':', '.']);
    if acronym.len() < 2 || !acronym.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let mark = title.get(acronym.len()..title.len() - rest.len())?;
    if !mark.contains(['.', ':']) {
        return None;
    }
    let mut initials =
        rest.split([' ', '-']).filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase());
    acronym.chars().all(|letter| initials.any(|initial| initial == letter)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(title: &str) -> Vec<String> {
        title_forms(title).into_iter().skip(1).map(|form| form.normal).collect()
    }

    #[test]
    fn cuts_places_subtitles_bodies_and_sections() {
        assert_eq!(short("Lancet (London, England)"), ["lancet"]);
        assert_eq!(short("Journal of immunology (Baltimore, Md. : 1950)"), ["journal of immunology"]);
        assert_eq!(
            short(
                "Clinical cancer research : an official journal of the American Association for Cancer Research"
            ),
            ["clinical cancer research"]
        );
        assert_eq!(short("AJR. American journal of roentgenology"), ["american journal of roentgenology"]);
        assert_eq!(
            short("Acta pathologica Scandinavica. Section A, Pathology"),
            ["acta pathologica scandinavica section a"]
        );
        assert_eq!(
            short("Academy of Management journal. Academy of Management"),
            ["academy of management journal"]
        );
        assert_eq!(
            short("Proceedings of the Academy of the United States of America"),
            ["proceedings of the academy"]
        );
        assert_eq!(
            short("Zhong cao yao = Chinese traditional and herbal drugs : CTHD"),
            ["zhong cao yao", "chinese traditional and herbal drugs"]
        );
        assert_eq!(short("Proceedings. Biological sciences"), Vec::<String>::new());
        assert_eq!(short("Annals of St. Louis"), Vec::<String>::new());
        assert_eq!(short("(All of it)"), Vec::<String>::new());
    }
}
