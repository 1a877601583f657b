//! From a printed title to a journal: the tiers, from the surest to the least sure.

use super::authority::Authority;
use super::confidence::confidence;
use super::forms::{Cut, before_subtitle, short_forms, spelled_forms, without_qualifiers};
use super::index::{hash, part};
use super::issn;
use super::normal::{normal_form, without_spaces};
use super::record::Record;
use super::words::{Known, distance, initials, telling_words};
use crate::model::{JournalHandle, JournalLink, JournalMethod};

/// Most candidates that are listed where several journals fit.
const MOST_CANDIDATES: usize = 8;

/// A way to read the printed title.
struct Reading {
    normal: String,
    /// Something was cut off, so at best it is a short form.
    cut: bool,
    /// The first word of the qualifier that was cut off.
    qualifier: Option<String>,
}

/// How well a journal fits; less is better. The order of the fields is the order in which they decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    method: JournalMethod,
    /// A qualifier was printed and the journal does not bear it.
    unlike_qualifier: bool,
    distance: u32,
    /// A section or a corporate body was left out, which says another journal may be meant.
    far_cut: Option<Cut>,
    list: List,
    qualified: bool,
    cut: Cut,
    without_issn: bool,
}

/// The list a journal comes from; NLM's is the better kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Nlm,
    Other,
}

impl Authority {
    /// Finds the journal a printed title stands for, by its ISSN if there is a valid one.
    ///
    /// The tiers are tried in the order of [`JournalMethod`]; the first that finds anything decides. Where several
    /// journals fit equally well none is chosen.
    pub fn resolve(&self, printed: &str, issn: Option<&str>) -> JournalLink {
        if let Some(link) = issn.and_then(|issn| self.resolve_issn(printed, issn)) {
            return link;
        }
        let readings = readings(printed);
        let tiers = [Self::equal, Self::equal_without_spaces, Self::abbreviated];
        tiers
            .iter()
            .flat_map(|tier| readings.iter().map(move |reading| tier(self, reading)))
            .find(|candidates| !candidates.is_empty())
            .map_or(JournalLink::Unresolved, decide)
    }

    fn resolve_issn(&self, printed: &str, issn: &str) -> Option<JournalLink> {
        let holders: Vec<u32> = self.with_issn(issn::parse(issn)?).collect();
        let method = JournalMethod::Issn;
        match holders.as_slice() {
            [] => None,
            [one] => Some(resolved(*one, method)),
            _ => {
                // a serial and its continuation may share an ISSN; the printed title says which
                if let JournalLink::Resolved { journal, .. } = self.resolve(printed, None)
                    && holders.contains(&journal.0)
                {
                    return Some(resolved(journal.0, method));
                }
                let candidates = holders.into_iter().take(MOST_CANDIDATES).map(JournalHandle).collect();
                Some(JournalLink::Ambiguous { candidates, method })
            }
        }
    }

    /// Journals one of whose forms equals the reading, word for word.
    fn equal(&self, reading: &Reading) -> Vec<(Rank, u32)> {
        self.candidates(reading, |form| form == reading.normal)
            .map(|(record, (method, cut))| {
                let method = if reading.cut { method.max(JournalMethod::ShortTitle) } else { method };
                self.rank(record, reading, method, 0, cut)
            })
            .collect()
    }

    /// Journals one of whose forms has the same letters, however they are spaced.
    fn equal_without_spaces(&self, reading: &Reading) -> Vec<(Rank, u32)> {
        let letters = without_spaces(&reading.normal);
        self.candidates(reading, |form| without_spaces(form) == letters)
            .map(|(record, (form, cut))| {
                self.rank(record, reading, JournalMethod::Spaceless, form as u32, cut)
            })
            .collect()
    }

    /// Journals with a form that `is_equal`, and the surest of these forms.
    fn candidates(
        &self,
        reading: &Reading,
        is_equal: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (u32, (JournalMethod, Cut))> {
        let hash =
            if reading.normal.is_empty() { None } else { Some(hash(&without_spaces(&reading.normal))) };
        let entries = hash.into_iter().flat_map(|hash| self.keys().get(hash));
        entries.filter_map(move |(at, parts)| Some((at, surest_form(&self.record(at)?, parts, &is_equal)?)))
    }

    /// Journals with a title whose words the words of the reading abbreviate one by one.
    fn abbreviated(&self, reading: &Reading) -> Vec<(Rank, u32)> {
        let found = self.abbreviated_by(reading, &telling_words(&reading.normal));
        if !found.is_empty() {
            return found;
        }
        // where all words are abbreviated, `For` is forestry and `Part` is particles
        self.abbreviated_by(reading, &reading.normal.split(' ').collect::<Vec<_>>())
    }

    fn abbreviated_by(&self, reading: &Reading, printed: &[&str]) -> Vec<(Rank, u32)> {
        if !says_enough(printed) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (at, cuts) in self.initials().get(hash(&initials(printed))) {
            let Some(record) = self.record(at) else { continue };
            for form in spelled_forms(record.title) {
                if cuts & form.cut.bit() != 0
                    && let Some(distance) = self.distance(printed, &telling_words(&form.normal))
                {
                    found.push(self.rank(at, reading, JournalMethod::Tokens, distance, form.cut));
                    break;
                }
            }
        }
        found
    }

    /// How far the printed words are from those of a title: at most one step a word.
    fn distance(&self, printed: &[&str], title: &[&str]) -> Option<u32> {
        if printed.len() != title.len() {
            return None;
        }
        let mut total = 0;
        for (short, word) in printed.iter().zip(title) {
            let known = Known {
                abbreviation: self.words().abbreviation(word),
                printed_is_taken: self.words().is_abbreviation(short),
            };
            total += distance(short, word, known)?;
        }
        // a lone word must be the known abbreviation: `Natur` may be cut off anything
        let most = if printed.len() == 1 { 0 } else { u32::try_from(printed.len()).ok()? };
        (total <= most).then_some(total)
    }

    fn rank(
        &self,
        at: u32,
        reading: &Reading,
        method: JournalMethod,
        distance: u32,
        cut: Cut,
    ) -> (Rank, u32) {
        let record = self.record(at);
        let bears = |qualifier: &String| record.is_some_and(|record| record.bears_qualifier(qualifier));
        let rank = Rank {
            method,
            unlike_qualifier: !reading.qualifier.as_ref().is_none_or(bears),
            distance,
            far_cut: (cut > Cut::Subtitle).then_some(cut),
            list: if record.is_some_and(|record| record.is_nlm()) { List::Nlm } else { List::Other },
            qualified: record.is_some_and(|record| record.is_qualified()),
            cut,
            without_issn: !self.has_issn(at),
        };
        (rank, at)
    }
}

/// The readings of a printed title, the most faithful first.
fn readings(printed: &str) -> Vec<Reading> {
    let printed = printed.trim();
    let mut readings: Vec<Reading> = Vec::with_capacity(2);
    let qualifier = first_qualifier(printed);
    let mut push = |normal: String, cut| {
        // one letter may be left of anything, though there is a journal called J
        if normal.len() > 1 && readings.iter().all(|reading| reading.normal != normal) {
            readings.push(Reading { normal, cut, qualifier: qualifier.clone().filter(|_| cut) });
        }
    };
    let whole = normal_form(printed);
    push(whole.clone(), false);
    if let Some(rest) = whole.strip_prefix("in ") {
        push(rest.strip_prefix("the ").unwrap_or(rest).to_owned(), false);
    }
    let unqualified = without_qualifiers(printed);
    if let Some(unqualified) = &unqualified {
        push(normal_form(unqualified), true);
    }
    let rest = unqualified.as_deref().unwrap_or(printed);
    let main = before_subtitle(rest);
    let subtitle = normal_form(rest.get(main.len()..).unwrap_or_default());
    let main = normal_form(main);
    // `Biochemistry: an Indian journal` is not Biochemistry, `Headache: the journal of head and face pain` is Headache
    if describes_serial(&subtitle) && (main.contains(' ') || belongs_to_title(&subtitle)) {
        push(main, true);
    }
    // a volume that was left with the title
    if let Some((rest, last)) = whole.rsplit_once(' ')
        && last.bytes().all(|byte| byte.is_ascii_digit())
    {
        push(rest.to_owned(), true);
    }
    readings
}

/// Whether a subtitle says what the serial is. Any other may name a journal of its own: `Machine Learning: Earth`.
fn describes_serial(subtitle: &str) -> bool {
    subtitle.split(' ').any(|word| SERIAL_WORDS.contains(&word))
}

/// Whether a subtitle is such that one word before it is enough of a title.
fn belongs_to_title(subtitle: &str) -> bool {
    subtitle.starts_with("journal of") || subtitle.split(' ').any(|word| word == "official")
}

/// Words that subtitles describe a serial with.
const SERIAL_WORDS: [&str; 19] = [
    "journal",
    "j",
    "official",
    "off",
    "review",
    "publication",
    "bulletin",
    "magazine",
    "quarterly",
    "proceedings",
    "transactions",
    "zeitschrift",
    "organ",
    "revue",
    "rivista",
    "revista",
    "giornale",
    "tijdschrift",
    "zhurnal",
];

/// `lond` of `Clin Oncol (Lond)`.
fn first_qualifier(printed: &str) -> Option<String> {
    let (_, qualifier) = printed.split_once(['(', '['])?;
    normal_form(qualifier).split(' ').next().filter(|word| !word.is_empty()).map(str::to_owned)
}

fn surest_form(record: &Record, parts: u8, is_equal: impl Fn(&str) -> bool) -> Option<(JournalMethod, Cut)> {
    let equals = |form: &str| !form.is_empty() && is_equal(&normal_form(form));
    if parts & part::ABBREVIATION != 0 && (equals(record.med_abbr) || equals(record.iso_abbr)) {
        return Some((JournalMethod::Abbreviation, Cut::Nothing));
    }
    if parts & part::TITLE != 0 && equals(record.title) {
        return Some((JournalMethod::Title, Cut::Nothing));
    }
    if parts & part::SHORT != 0 {
        let mut forms = short_forms(record.title, record.med_abbr).into_iter();
        if let Some(form) = forms.find(|form| is_equal(&form.normal)) {
            return Some((JournalMethod::ShortTitle, form.cut));
        }
    }
    if parts & part::OTHER != 0 && (record.others().any(equals) || equals(record.title)) {
        return Some((JournalMethod::OtherList, Cut::Nothing));
    }
    None
}

/// Whether words are more than an initial or two, from which nothing may be inferred.
fn says_enough(words: &[&str]) -> bool {
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    match words.len() {
        0 => false,
        1 => letters >= 5,
        _ => letters >= 4,
    }
}

fn decide(mut candidates: Vec<(Rank, u32)>) -> JournalLink {
    candidates.sort_unstable();
    let Some(&(best, journal)) = candidates.first() else { return JournalLink::Unresolved };
    if candidates.iter().filter(|candidate| candidate.0 == best).count() == 1 {
        return resolved(journal, best.method);
    }
    let same_tier = candidates.iter().filter(|candidate| candidate.0.method == best.method);
    let candidates = same_tier.take(MOST_CANDIDATES).map(|candidate| JournalHandle(candidate.1)).collect();
    JournalLink::Ambiguous { candidates, method: best.method }
}

fn resolved(journal: u32, method: JournalMethod) -> JournalLink {
    JournalLink::Resolved { journal: JournalHandle(journal), method, confidence: confidence(method) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Journal;

    fn found(printed: &str) -> Option<(Journal, JournalMethod)> {
        let authority = Authority::embedded().unwrap();
        match authority.resolve(printed, None) {
            JournalLink::Resolved { journal, method, .. } => {
                Some((authority.journal(journal).unwrap(), method))
            }
            _ => None,
        }
    }

    #[track_caller]
    fn check(printed: &str, abbreviation: &str, method: JournalMethod) {
        let (journal, by) = found(printed).unwrap_or_else(|| panic!("{printed} is not resolved"));
        assert_eq!(journal.title_nlm.as_deref(), Some(abbreviation), "{printed}");
        assert_eq!(by, method, "{printed}");
    }

    #[test]
    fn abbreviations_give_one_nlm_id_and_an_issn() {
        for printed in [
            "J Exp Med",
            "JAMA",
            "J Clin Oncol",
            "Cancer J Sci Am",
            "N Engl J Med",
            "J Natl Cancer Inst",
            "Clin Cancer Res",
            "Curr Opin Oncol",
            "Cancer Treat Rep",
            "Immunol Lett",
            "J Immunol",
        ] {
            let (journal, method) = found(printed).unwrap();
            assert_eq!(journal.title_nlm.as_deref(), Some(printed));
            assert_eq!(method, JournalMethod::Abbreviation);
            assert!(journal.nlm_id.is_some());
            assert!(journal.issn_print.or(journal.issn_electronic).is_some());
        }
    }

    #[test]
    fn a_plain_abbreviation_wins_over_longer_namesakes() {
        for printed in ["Lancet", "Science", "JAMA", "Nature", "Cell", "Blood", "Cancer"] {
            check(printed, printed, JournalMethod::Abbreviation);
        }
    }

    #[test]
    fn each_tier_finds_its_form() {
        check("J. Clin. Oncol.,", "J Clin Oncol", JournalMethod::Abbreviation);
        check("In: The New England Journal of Medicine", "N Engl J Med", JournalMethod::Title);
        check("The Journal of Immunology.", "J Immunol", JournalMethod::ShortTitle);
        check("Lancet (N. Am. Ed.)", "Lancet", JournalMethod::ShortTitle);
        check("Annals ofApplied Biology", "Ann Appl Biol", JournalMethod::Spaceless);
        check("Proc. Nat. Acad. Sci. USA", "Proc Natl Acad Sci U S A", JournalMethod::Tokens);
        check("Front Cardiovascular Med", "Front Cardiovasc Med", JournalMethod::Tokens);
    }

    #[test]
    fn an_issn_wins_and_a_wrong_one_is_passed_over() {
        let authority = Authority::embedded().unwrap();
        let by_issn = authority.resolve("whatever", Some("0098-7484"));
        assert!(matches!(by_issn, JournalLink::Resolved { method: JournalMethod::Issn, .. }));
        let by_name = authority.resolve("JAMA", Some("0098-7485"));
        assert!(matches!(by_name, JournalLink::Resolved { method: JournalMethod::Abbreviation, .. }));
    }

    #[test]
    fn namesakes_stay_ambiguous() {
        let authority = Authority::embedded().unwrap();
        let link = authority.resolve("Clin Pediatr", None);
        assert!(matches!(link, JournalLink::Ambiguous { candidates, .. } if candidates.len() > 1));
    }

    #[test]
    fn fragments_and_other_works_give_nothing() {
        for printed in
            ["", " ,", "J", "Jpn", "Cancer: principles and practice of oncology", "Personal communication"]
        {
            assert_eq!(found(printed), None, "{printed}");
        }
    }

    proptest::proptest! {
        #[test]
        fn takes_any_text(printed in "\\PC{0,80}", issn in proptest::option::of("[0-9X-]{0,10}")) {
            thread_local! { static AUTHORITY: Authority = Authority::embedded().unwrap(); }
            AUTHORITY.with(|authority| authority.resolve(&printed, issn.as_deref()));
        }

        #[test]
        fn takes_words_of_any_case_and_spacing(printed in "([A-Za-z.:()<>&'-]{1,9} ?){0,8}") {
            thread_local! { static AUTHORITY: Authority = Authority::embedded().unwrap(); }
            AUTHORITY.with(|authority| authority.resolve(&printed, None));
        }
    }
}
