//! Whether two mentions that share no key are one work, by what they say of themselves.
//!
//! Rules, tried in order, each with a name. First what tells two works of one title apart: versions, preprints, papers
//! of meetings, corrections and replies, parts, editions. Then what makes them one: a like title and the same place; a
//! like title, the same authors and year, and nothing that contradicts. What is left of like titles is for a person.

use super::rule::Rule;
use super::traits::{Author, Nature, Traits};
use crate::model::Agreement;
use crate::normalize::likeness::containers;
use crate::normalize::likeness::locator::{Locator, Parts};
use crate::normalize::likeness::names::{Folded, Names};
use crate::normalize::likeness::titles::{Likeness, Title};

/// Letters from which on a title is no other work's by chance, if authors and year agree.
const TELLING_TITLE: u16 = 20;
/// Letters from which on a title is not used twice in a year of a journal by the same authors.
const LONG_TITLE: u16 = 40;
/// Likeness from which on titles are like, together with a place.
const LIKE_WITH_PLACE: f32 = 0.8;
/// Likeness from which on titles are like without one.
const LIKE: f32 = 0.93;
/// Share of either title that the other must have then.
const COVERED: f32 = 0.88;
/// Likeness from which on a person should look.
const DOUBTFUL: f32 = 0.85;
/// The same of coverage: less, for a subtitle may have been left out.
const DOUBTFUL_COVERED: f32 = 0.7;
/// Likeness of titles that have nothing to do with each other.
const UNLIKE: f32 = 0.4;
/// Names from here on are one person's.
const SAME_AUTHOR: f32 = 0.8;
/// Names up to here are two persons'.
const OTHER_AUTHOR: f32 = 0.61;
/// Share of the shorter list of authors that the longer one must have.
const SHARED_AUTHORS: f32 = 0.7;
/// Likeness of names of containers that are two.
const OTHER_CONTAINER: f32 = 0.6;

/// What became of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One work.
    Same(Rule),
    /// Two works that look like one.
    Apart(Rule),
    /// A person should look.
    Doubt(Rule),
    /// Nothing that would be worth telling.
    Distinct,
}

/// A mention made ready to be compared.
#[derive(Debug)]
pub(super) struct Side {
    traits: Traits,
    title: Option<Title>,
    /// The title's words, sorted.
    words: Vec<String>,
    names: Names,
    locator: Locator,
}

impl Side {
    pub fn new(traits: Traits) -> Self {
        let title = Title::folded(traits.title.clone(), traits.main_words);
        let mut words: Vec<String> = traits.title.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        let names = Names::from_folded(traits.authors.iter().filter_map(folded).collect());
        let text = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        let (supplement, first) = (text(&traits.supplement), text(&traits.first_page));
        let (last, number) = (text(&traits.last_page), text(&traits.article_number));
        let locator = Locator::from_parts(&Parts {
            volume: &traits.volume,
            issue: &traits.issue,
            supplement: supplement.as_deref(),
            first: first.as_deref(),
            last: last.as_deref(),
            article_number: number.as_deref(),
        });
        Self { traits, title, words, names, locator }
    }
}

fn folded(author: &Author) -> Option<Folded> {
    if author.is_group {
        return Some(Folded::Group(author.family.clone()));
    }
    let Author { family, particle, given, initials, .. } = author.clone();
    Folded::person(family, particle, given, initials)
}

/// Whether one identifier stands on both by mistake: neither title nor first author nor place or year agree.
pub(super) fn shared_by_mistake(a: &Side, b: &Side) -> bool {
    let (Some(one), Some(two)) = (&a.title, &b.title) else { return false };
    let likeness = one.compare(two);
    let pair = Pair { a, b };
    let elsewhere = pair.years().is_some_and(|years| years > 0)
        || [a.locator.volumes(&b.locator), a.locator.first_pages(&b.locator)]
            .contains(&Some(Agreement::Different));
    likeness.length >= TELLING_TITLE
        && likeness.similarity < UNLIKE
        && a.names.first(&b.names).is_some_and(|first| first < 0.3)
        && a.names.shared(&b.names).is_some_and(|shared| shared < 0.3)
        && elsewhere
}

/// The verdict on two mentions.
pub(super) fn judge(a: &Side, b: &Side) -> Verdict {
    let pair = Pair { a, b };
    let place = pair.place();
    let (Some(one), Some(two)) = (&a.title, &b.title) else {
        return pair.untitled(place, pair.authors());
    };
    let likeness = one.compare(two);
    let left = Left::of(&a.words, &b.words);
    let contained = left.contained && one.text().len().min(two.text().len()) >= usize::from(TELLING_TITLE);
    let like = likeness.similarity >= DOUBTFUL && likeness.coverage >= DOUBTFUL_COVERED;
    // Most pairs end here, before their authors are looked at.
    if !like && !contained && place != Place::Same {
        return Verdict::Distinct;
    }
    let authors = pair.authors();
    let like_enough = like || contained && authors != Authors::Other;
    if !like_enough && place != Place::Same {
        return Verdict::Distinct;
    }
    if !like && !contained {
        return pair.under_other_title(&likeness, place, authors);
    }
    let what_parts = pair.parted(&likeness, &left, place, authors);
    let short = likeness.length < TELLING_TITLE;
    let Some(verdict) = what_parts else { return pair.joined(&likeness, &left, place, authors) };
    // A short title, or other people's, is shared by many: that they are two needs no telling.
    let told = !short && (authors != Authors::Other || verdict == Verdict::Apart(Rule::Notice));
    if told { verdict } else { Verdict::Distinct }
}

#[derive(Clone, Copy)]
struct Pair<'a> {
    a: &'a Side,
    b: &'a Side,
}

/// Volume and first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Both agree, or both pages where there is no volume to compare.
    Same,
    /// One of them contradicts.
    Other,
    /// Too little is said.
    Unknown,
}

/// The people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Authors {
    Same,
    /// Family names agree, initials do not; or one list lacks many of the other's.
    Doubtful,
    Other,
    Unknown,
}

/// The container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Same,
    Other,
    Unknown,
}

impl Pair<'_> {
    fn years(self) -> Option<u16> {
        let (a, b) = (self.a.traits.year, self.b.traits.year);
        (a != 0 && b != 0).then(|| a.abs_diff(b))
    }

    fn place(self) -> Place {
        let (a, b) = (&self.a.locator, &self.b.locator);
        let (volume, first, last) = (a.volumes(b), a.first_pages(b), a.last_pages(b));
        let agrees = |agreement| matches!(agreement, Some(Agreement::Same | Agreement::Close));
        let contradicts = |agreement| agreement == Some(Agreement::Different);
        match () {
            () if agrees(first) && contradicts(last) => Place::Other,
            () if agrees(volume) && agrees(first) => Place::Same,
            () if volume.is_none() && first == Some(Agreement::Same) && last == Some(Agreement::Same) => {
                if a.firsts.first() == a.last.as_ref() { Place::Unknown } else { Place::Same }
            }
            () if contradicts(volume) || contradicts(first) => Place::Other,
            () => Place::Unknown,
        }
    }

    fn authors(self) -> Authors {
        let (a, b) = (&self.a.names, &self.b.names);
        let (Some(first), Some(shared)) = (a.first(b), a.shared(b)) else { return Authors::Unknown };
        let several = a.len().min(b.len()) > 1;
        match () {
            () if first > SAME_AUTHOR && (!several || shared >= SHARED_AUTHORS) => Authors::Same,
            // All of one list in another order.
            () if several && shared >= 1.0 => Authors::Same,
            () if first <= OTHER_AUTHOR && shared < 0.5 => {
                if first > 0.3 {
                    Authors::Doubtful
                } else {
                    Authors::Other
                }
            }
            () => Authors::Doubtful,
        }
    }

    fn container(self) -> Container {
        let (a, b) = (&self.a.traits, &self.b.traits);
        if a.journal != 0 && a.journal == b.journal {
            return Container::Same;
        }
        if a.container.is_empty() || b.container.is_empty() {
            return Container::Unknown;
        }
        let alike = containers::alike(&a.container, &b.container);
        match () {
            () if alike >= 0.9 || is_acronym(&a.container, &b.container) => Container::Same,
            () if a.journal != 0 && b.journal != 0 => Container::Other,
            () if is_beginning(&a.container, &b.container) => Container::Unknown,
            () if alike < OTHER_CONTAINER => Container::Other,
            () => Container::Unknown,
        }
    }

    fn natures(self) -> (Nature, Nature) {
        let (a, b) = (self.a.traits.nature, self.b.traits.nature);
        if a as u8 <= b as u8 { (a, b) } else { (b, a) }
    }

    fn has(self, has: impl Fn(&Traits) -> bool) -> bool {
        has(&self.a.traits) || has(&self.b.traits)
    }

    /// What tells two works of one title apart.
    fn parted(self, likeness: &Likeness, left: &Left, place: Place, authors: Authors) -> Option<Verdict> {
        let (a, b) = (&self.a.traits, &self.b.traits);
        let years = self.years().unwrap_or_default();
        let container = self.container();
        let one_place = place == Place::Same && container != Container::Other && years <= 1;
        if likeness.openings_differ {
            return Some(Verdict::Apart(Rule::Notice));
        }
        if likeness.numbers_differ || left.ordinals {
            return Some(Verdict::Apart(Rule::Part));
        }
        let versions = !a.versioned.is_empty() && a.versioned == b.versioned && a.version != b.version;
        let is_cochrane = |traits: &Traits| {
            traits.container.starts_with("cochrane database")
                || traits.versioned.starts_with("10.1002/14651858.")
        };
        let other_issue = !a.issue.is_empty() && !b.issue.is_empty() && a.issue != b.issue;
        if versions || is_cochrane(a) && is_cochrane(b) && (years > 0 || other_issue) {
            return Some(Verdict::Doubt(Rule::Version));
        }
        match self.natures() {
            (Nature::Any, Nature::Preprint) => return Some(Verdict::Doubt(Rule::Preprint)),
            (x, y) if x != y && (x == Nature::Preprint || y == Nature::Preprint) => {
                return Some(Verdict::Apart(Rule::Preprint));
            }
            (Nature::Article, Nature::Abstract) => return Some(Verdict::Doubt(Rule::Meeting)),
            (Nature::Article, Nature::Meeting) if !one_place && container != Container::Same => {
                return Some(Verdict::Doubt(Rule::Meeting));
            }
            (Nature::Article, Nature::Book | Nature::Chapter | Nature::Thesis)
            | (Nature::Book, Nature::Chapter | Nature::Thesis)
            | (Nature::Meeting, Nature::Book | Nature::Thesis)
            | (Nature::Chapter, Nature::Thesis)
                if !one_place =>
            {
                return Some(Verdict::Doubt(Rule::Container));
            }
            _ => {}
        }
        if self.has(|traits| traits.nature == Nature::Book) {
            let both = !a.edition.is_empty() && !b.edition.is_empty();
            if both && number(&a.edition) != number(&b.edition) {
                return Some(Verdict::Apart(Rule::Edition));
            }
            if years > 0 {
                return Some(Verdict::Doubt(Rule::Edition));
            }
        }
        if likeness.number_added && !(one_place && authors != Authors::Other) {
            return Some(Verdict::Doubt(Rule::Part));
        }
        None
    }

    /// Like titles that nothing parts: whether there is enough to join them.
    fn joined(self, likeness: &Likeness, left: &Left, place: Place, authors: Authors) -> Verdict {
        let container = self.container();
        let years = self.years();
        let near = years.is_none_or(|years| years <= 1);
        let short = likeness.length < TELLING_TITLE;
        let equal = likeness.similarity >= LIKE && likeness.coverage >= COVERED;
        let changed = likeness.substituted || left.polarity;
        if place == Place::Same && authors != Authors::Other && (container != Container::Other || !short) {
            let enough = !short || container == Container::Same && authors != Authors::Unknown;
            let year_is_misprinted = equal && !short && container == Container::Same;
            let titled = likeness.similarity >= LIKE_WITH_PLACE || left.contained;
            let ends = self.a.locator.last_pages(&self.b.locator) == Some(Agreement::Same);
            let sure = container != Container::Other || ends && equal;
            if titled && enough && sure && (near || year_is_misprinted) {
                return Verdict::Same(Rule::TitlePlace);
            }
        }
        if short {
            return Verdict::Distinct;
        }
        match authors {
            Authors::Doubtful if near && equal => return Verdict::Doubt(Rule::Authors),
            Authors::Doubtful | Authors::Other => return Verdict::Distinct,
            Authors::Unknown | Authors::Same => {}
        }
        if !near {
            let told = equal && !changed && authors == Authors::Same;
            return if told { Verdict::Doubt(Rule::Year) } else { Verdict::Distinct };
        }
        if container == Container::Other {
            return if equal && authors == Authors::Same {
                Verdict::Doubt(Rule::Container)
            } else {
                Verdict::Distinct
            };
        }
        if changed || !equal {
            return Verdict::Doubt(Rule::Alike);
        }
        let (one, two) = (self.a.locator.volume.is_some(), self.b.locator.volume.is_some());
        let ahead = one != two && container == Container::Same && authors == Authors::Same;
        if ahead && (place != Place::Other || self.is_ahead()) && years.is_some() {
            return Verdict::Same(if years == Some(0) { Rule::TitleAuthors } else { Rule::AheadOfPrint });
        }
        if place == Place::Other && !self.is_misprinted(likeness, container, authors, years) {
            return Verdict::Doubt(Rule::OtherPlace);
        }
        match (authors, years) {
            (Authors::Same, Some(0)) => Verdict::Same(Rule::TitleAuthors),
            // A report of every year has a volume of every year.
            (Authors::Same, Some(_)) if container == Container::Same && self.is_one_volume() => {
                Verdict::Same(Rule::TitleAuthors)
            }
            (Authors::Same, Some(_)) => Verdict::Doubt(Rule::Year),
            _ => Verdict::Doubt(Rule::Alike),
        }
    }

    fn is_one_volume(self) -> bool {
        self.a.locator.volumes(&self.b.locator) == Some(Agreement::Same)
    }

    /// A place that contradicts in one point only, where all else agrees; or a page of a book, which is the page cited.
    fn is_misprinted(
        self,
        likeness: &Likeness,
        container: Container,
        authors: Authors,
        years: Option<u16>,
    ) -> bool {
        if authors != Authors::Same || years != Some(0) {
            return false;
        }
        let volumes = self.a.locator.volumes(&self.b.locator);
        if self.natures() == (Nature::Book, Nature::Book) {
            return volumes != Some(Agreement::Different);
        }
        let firsts = self.a.locator.first_pages(&self.b.locator);
        let one_agrees = [volumes, firsts].contains(&Some(Agreement::Same));
        one_agrees && container == Container::Same && likeness.length >= LONG_TITLE
    }

    /// The one without a volume counts its own pages from 1, or has none.
    fn is_ahead(self) -> bool {
        [self.a, self.b].iter().any(|side| {
            side.locator.volume.is_none() && side.locator.firsts.first().is_none_or(|page| page.digits == "1")
        })
    }

    /// At one place, under titles that are not alike.
    fn under_other_title(self, likeness: &Likeness, place: Place, authors: Authors) -> Verdict {
        let same = place == Place::Same
            && authors == Authors::Same
            && self.container() == Container::Same
            && self.years() == Some(0);
        match () {
            () if !same || likeness.openings_differ => Verdict::Distinct,
            () if likeness.similarity >= LIKE_WITH_PLACE && !likeness.numbers_differ => {
                Verdict::Same(Rule::TitlePlace)
            }
            () => Verdict::Doubt(Rule::OtherTitle),
        }
    }

    /// One of the two has no title.
    fn untitled(self, place: Place, authors: Authors) -> Verdict {
        let volumes = self.a.locator.volumes(&self.b.locator);
        let known = matches!(volumes, Some(Agreement::Same | Agreement::Close));
        let same =
            place == Place::Same && known && self.container() == Container::Same && self.years() == Some(0);
        let (x, y) = self.natures();
        let other_kind = x != y && (x == Nature::Preprint || y == Nature::Preprint);
        match authors {
            Authors::Same if same && !other_kind => Verdict::Same(Rule::Place),
            Authors::Doubtful if same => Verdict::Doubt(Rule::Authors),
            _ => Verdict::Distinct,
        }
    }
}

/// Words of two titles that the other lacks.
#[derive(Debug, Default)]
struct Left {
    /// All words of the shorter stand in the longer.
    contained: bool,
    /// Each has nothing left but ordinals, letters of parts and the like.
    ordinals: bool,
    /// One has a word left that turns the meaning round.
    polarity: bool,
}

/// Words that number parts and reports besides figures.
const ORDINALS: [&str; 40] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "one",
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "i", "ii", "iii", "iv", "v",
    "vi", "a", "b", "c", "d", "e", "spring", "summer", "autumn", "winter", "1st", "2nd", "3rd", "4th", "5th",
];

/// Words that make another work of the same title.
const POLARITY: [&str; 28] = [
    "without",
    "not",
    "no",
    "non",
    "male",
    "female",
    "males",
    "females",
    "men",
    "women",
    "boys",
    "girls",
    "children",
    "adults",
    "adult",
    "old",
    "young",
    "protocol",
    "reply",
    "response",
    "comment",
    "erratum",
    "correction",
    "supplement",
    "abstract",
    "update",
    "updated",
    "revised",
];

impl Left {
    /// Of sorted words.
    fn of(one: &[String], two: &[String]) -> Self {
        let (a, b) = (lacking(one, two), lacking(two, one));
        let ordinals = |left: &[&str]| !left.is_empty() && left.iter().all(|word| ORDINALS.contains(word));
        let turns = |left: &[&str]| left.iter().any(|word| POLARITY.contains(word));
        Self {
            contained: a.is_empty() || b.is_empty(),
            ordinals: ordinals(&a) && ordinals(&b),
            polarity: turns(&a) || turns(&b),
        }
    }
}

/// Words of one sorted list that another lacks, as often as it lacks them.
fn lacking<'a>(one: &'a [String], two: &[String]) -> Vec<&'a str> {
    let (mut left, mut at) = (Vec::new(), 0);
    for word in one {
        while two.get(at).is_some_and(|other| other < word) {
            at += 1;
        }
        if two.get(at) == Some(word) {
            at += 1;
        } else {
            left.push(word.as_str());
        }
    }
    left
}

/// Words that acronyms skip.
const SKIPPED: [&str; 9] = ["the", "of", "and", "for", "in", "on", "de", "la", "a"];

/// `pnas` of `proceedings of the national academy of sciences`, either way round.
fn is_acronym(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let words = long.split(' ').filter(|word| !SKIPPED.contains(word));
    short.len() > 2 && !short.contains(' ') && {
        let letters: String = words.filter_map(|word| word.chars().next()).collect();
        letters.starts_with(short)
    }
}

/// One name is how the other begins, abbreviated or not: a subtitle or a place may have been left out.
fn is_beginning(one: &str, two: &str) -> bool {
    let words = |name: &'_ str| -> Vec<String> {
        name.split(' ').filter(|word| !SKIPPED.contains(word)).map(str::to_owned).collect()
    };
    let (one, two) = (words(one), words(two));
    let agree = |(a, b): (&String, &String)| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let least = one.len().min(two.len());
    least > 0 && one.iter().zip(&two).all(agree)
}

/// The first number of an edition's name; ordinals by their place.
fn number(edition: &str) -> Option<u32> {
    let digits: String =
        edition.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let named = || {
        let place = ORDINALS.iter().take(10).position(|word| edition.split(' ').any(|other| other == *word));
        place.and_then(|place| u32::try_from(place + 1).ok())
    };
    digits.parse().ok().or_else(named)
}
