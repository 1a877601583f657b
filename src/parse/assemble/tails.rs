//! Parts that hang on the end of another: a volume or an edition behind a title, a place in front of a publisher.

use std::sync::LazyLock;

use regex::Regex;

use super::run::Run;
use crate::model::Span;
use crate::parse::group;
use crate::parse::tag::Tag;

macro_rules! pattern {
    ($name:ident, $regex:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($regex).ok());
    };
}

// `The Money Market, Vol. II`
pattern!(VOLUME, r"(?:[,.;:]\s*|\s)(?P<v>(?i:volume|vol\.?)\s*(?:[0-9]{1,4}|[IVXLC]{1,6}))\s*[.,]?\s*$");
// `an introduction, volume 374 of Lecture Notes`
pattern!(VOLUME_OF, r"[,.]\s+(?P<v>(?:volume|vol\.)\s+[0-9]{1,4})\s+of\s+(?P<s>\p{Lu}.{3,})$");
// `Scriptores rerum Merovingicarum, VII`
pattern!(ROMAN, r",\s+(?P<v>[IVXLC]{1,6})\s*$");
// `Nutrient requirements, 7th Edn`
pattern!(
    EDITION,
    r"(?:,\s*|\s)(?P<v>(?:[0-9]{1,2}(?:st|nd|rd|th)|(?i:first|second|third|fourth|fifth|revised|rev\.))\s+(?:[Ee]dition|[Ee]dn|[Ee]d)\.?)\s*[,.]?\s*$"
);
// `Paris: Hachette`
pattern!(PLACED, r"^\s*\(?(?P<v>\p{Lu}[\p{L}’'-]*(?:\s+\p{Lu}[\p{L}’'-]*){0,2})\s*:\s+(?P<s>\p{L}.+)$");
// `Princeton University Press: Princeton`
pattern!(
    SEATED,
    r"(?:Press|Verlag|Publishers?)(?P<v>:\s+\p{Lu}[\p{L}’' -]+(?:,\s\p{Lu}[\p{L} ]+)?)[.,;]?\s*$"
);
// `Populäre Serialität. Bielefeld: transcript`
pattern!(
    PUBLISHED,
    r"[.?!]\s+(?P<v>\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)?:)\s+(?P<s>\p{L}[^.:]{2,60})\.?\s*$"
);
// `The Overlook Press, 287`
pattern!(COUNTED, r"\p{L}\)?,\s+(?P<v>(?:pp?\.\s*)?[0-9]{1,4})\s*\.?\s*$");
// `Earthworks. Holborn, | England:`
// `PUF. (Original work published 1938)`
pattern!(TOWN, r"[.?!]\s+(?P<v>\p{Lu}[\p{L}’'-]+),\s*$");
pattern!(REMARK, r"[\p{L})]\.\s+(?P<v>\([^()]*\))\.?\s*$");

fn has(runs: &[Run], tag: Tag) -> bool {
    runs.iter().any(|r| r.tag == tag)
}

/// Cuts the tails off.
pub(super) fn mend(text: &str, runs: &mut Vec<Run>) {
    word_alone(text, runs);
    days(text, runs);
    runs.retain(|r| !r.span.is_empty());
    online_pages(text, runs);
    if runs.windows(2).any(|w| w[0].tag == Tag::Title && w[1].tag == Tag::Place) {
        cut(text, runs, Tag::Title, TOWN.as_ref(), Tag::Place, None);
    }
    if !has(runs, Tag::Volume) {
        cut(text, runs, Tag::Title, VOLUME_OF.as_ref(), Tag::Volume, Some(Tag::Series));
        cut(text, runs, Tag::Title, VOLUME.as_ref(), Tag::Volume, None);
        if runs
            .windows(2)
            .any(|w| w[0].tag == Tag::Container && matches!(w[1].tag, Tag::Issue | Tag::Date | Tag::Pages))
        {
            cut(text, runs, Tag::Container, ROMAN.as_ref(), Tag::Volume, None);
        }
    }
    revised(text, runs);
    // Looking for the word is cheaper than the pattern by far.
    let named = |r: &Run| r.tag == Tag::Title && ends_with_edition(r.span.of(text));
    if runs.iter().any(named) && !has(runs, Tag::Edition) {
        cut(text, runs, Tag::Title, EDITION.as_ref(), Tag::Edition, None);
    }
    let journal = [Tag::Volume, Tag::Issue].into_iter().any(|t| has(runs, t));
    let body = |r: &&Run| {
        let front = r.span.of(text).split(':').next().unwrap_or_default();
        group::is_known(front) || front.trim_end().ends_with("Press") || front.trim_end().ends_with("Verlag")
    };
    if !has(runs, Tag::Place) && !runs.iter().find(|r| r.tag == Tag::Publisher).is_some_and(|r| body(&r)) {
        cut(text, runs, Tag::Publisher, PLACED.as_ref(), Tag::Place, Some(Tag::Publisher));
        if !has(runs, Tag::Publisher) && !journal && has(runs, Tag::Title) {
            cut(text, runs, Tag::Container, PUBLISHED.as_ref(), Tag::Place, Some(Tag::Publisher));
        }
    }
    if !has(runs, Tag::Place) {
        cut(text, runs, Tag::Publisher, SEATED.as_ref(), Tag::Place, None);
    }
    if !has(runs, Tag::Pages) && !journal {
        cut(text, runs, Tag::Publisher, COUNTED.as_ref(), Tag::Pages, None);
    }
    cut(text, runs, Tag::Publisher, REMARK.as_ref(), Tag::Note, None);
}

fn ends_with_edition(printed: &str) -> bool {
    let printed = printed.trim_end_matches(|c: char| !c.is_alphanumeric());
    ["dition", "dn", "ed", "Ed"].iter().any(|end| printed.ends_with(end))
}

/// Cuts the group `v` of a pattern off the first run of `from`, and the group `s` behind it, where there is one.
fn cut(text: &str, runs: &mut Vec<Run>, from: Tag, regex: Option<&Regex>, tag: Tag, rest: Option<Tag>) {
    let Some(at) = runs.iter().position(|r| r.tag == from) else { return };
    let run = runs[at];
    let Some(found) = regex.and_then(|r| r.captures(run.span.of(text))) else { return };
    let Some(value) = found.name("v") else { return };
    let place =
        |start: usize, end: usize| Span::new(run.span.range().start + start, run.span.range().start + end);
    let middle = found.name("s").map_or(run.span.len(), |s| s.start());
    let mut parts = vec![Run { span: place(0, value.start()), ..run }];
    parts.push(Run { tag, span: place(value.start(), middle), ..run });
    if let Some(rest) = rest {
        parts.push(Run { tag: rest, span: place(middle, run.span.len()), ..run });
    }
    parts.retain(|p| p.span.of(text).contains(char::is_alphanumeric));
    runs.splice(at..=at, parts);
}

/// `volume | 1.`: the number behind a word that stands alone.
fn word_alone(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        // Most runs are none of these, and looking at all their words would cost more than the rest of the reading.
        if runs[i - 1].tag != Tag::Volume {
            continue;
        }
        let word = runs[i - 1].span.of(text).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let alone = matches!(word.as_str(), "volume" | "volumes" | "vol" | "vols");
        let printed = runs[i].span.of(text);
        let number =
            printed.find(|c: char| !c.is_ascii_digit() && !"IVXLC-–".contains(c)).unwrap_or(printed.len());
        if alone && number > 0 && matches!(runs[i].tag, Tag::Container | Tag::Pages | Tag::Title) {
            let end = runs[i].span.range().start + number;
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, end);
            runs[i].span = Span::new(end, runs[i].span.range().end);
            // `Vol. | XLVI (No. 210),`
            if printed[number..].trim_start().to_lowercase().starts_with("(no") {
                runs[i].tag = Tag::Issue;
            }
        }
    }
}

/// `303–310. | e3`: pages that exist online alone.
fn online_pages(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let (pages, rest) = (runs[i - 1], runs[i]);
        if pages.tag != Tag::Pages || rest.tag != Tag::Note {
            continue;
        }
        let printed = rest.span.of(text);
        let length = 1 + printed.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        let glued = pages.span.end == rest.span.start && pages.span.of(text).ends_with('.');
        if glued && printed.starts_with('e') && length > 1 {
            let end = rest.span.range().start + length;
            runs[i - 1].span = Span::new(pages.span.range().start, end);
            runs[i].span = Span::new(end, rest.span.range().end);
        }
    }
}

/// `Rome, | 14–18 | April 1997`: days of a month are no pages.
fn days(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len().saturating_sub(1) {
        let (name, pages, date) = (runs[i - 1], runs[i], runs[i + 1]);
        let tags = pages.tag == Tag::Pages
            && date.tag == Tag::Date
            && matches!(name.tag, Tag::Title | Tag::Container);
        if !tags {
            continue;
        }
        let small =
            pages.span.of(text).trim().split(['-', '–']).all(|day| day.parse::<u8>().is_ok_and(|d| d < 32));
        let month = date.span.of(text).split(|c: char| !c.is_alphabetic()).find(|w| !w.is_empty());
        let dated = runs.iter().enumerate().any(|(j, r)| r.tag == Tag::Date && j != i + 1);
        if small
            && dated
            && month.is_some_and(|m| crate::normalize::dates::month(m).is_some())
            && date.span.of(text).trim_start().starts_with(char::is_alphabetic)
        {
            runs[i - 1].span.end = date.span.end;
            runs[i].span.end = pages.span.start;
            runs[i + 1].span.end = date.span.start;
        }
    }
}

/// `Rev. | ed.`
fn revised(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        if runs[i].tag != Tag::Edition {
            continue;
        }
        let printed = runs[i - 1].span.of(text);
        let word = printed.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let fits = runs[i].span.of(text).to_lowercase().starts_with("ed")
            && matches!(word, "Rev." | "rev." | "Revised" | "revised")
            && matches!(runs[i - 1].tag, Tag::Title | Tag::Container);
        if fits {
            let cut = runs[i - 1].span.range().start + printed.trim_end().len() - word.len();
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
            runs[i].span = Span::new(cut, runs[i].span.range().end);
        }
    }
}
