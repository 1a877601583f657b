//! From tags to a reference: runs of one tag become fields, by the same small readers of names, dates and locators
//! whatever the style. What no field takes is kept as a note.

use std::sync::LazyLock;

use regex::Regex;

use super::cursor::Cursor;
use super::draft::Draft;
use super::features;
use super::locator::{self, Joint, Locator};
use super::tag::Tag;
use super::tagger::Model;
use super::tokens::{self, Kind, Token};
use super::{blocks, cues, dating, hash, rules, title};
use crate::model::{Field, Pages, Reference, Role, Scheme, Span};
use crate::normalize::types;

static EVENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:meeting|congress|conference|symposium|convention|annual session|workshop)(?-u:\b)",
    )
    .ok()
});

/// Tokens in a row with one tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// Their tag.
    pub(super) tag: Tag,
    /// From the first of them to the last.
    pub(super) span: Span,
    /// How sure they are: half way between their mean and the least sure of them, for most mistakes are made where one
    /// field ends, and few tokens stand there.
    pub(super) sure: f32,
}

/// Reads a reference.
pub(super) fn read(text: &str, model: &Model) -> Reference {
    let mut draft = Draft::new(text);
    let rules = rules::read(text);
    draft.take(Span::new(0, rules.start));
    rules.taken.iter().for_each(|&span| draft.take(span));
    draft.reference.language = rules.language.map(str::to_owned);
    draft.reference.identifiers = rules.found.identifiers;
    draft.reference.accessed = rules.found.accessed;

    let tokens = tokens::split(text, rules.start, &rules.taken);
    let tagging = model.tag(&features::read(text, &tokens, model.lexicon()));
    let mut runs = runs(&tokens, &tagging.tags, &tagging.sure);
    let web = draft.reference.identifiers.iter().any(|i| i.value.scheme == Scheme::Url);
    mend(text, &mut runs, web);
    let meeting = event(&mut draft, text, &mut runs);
    contributors(&mut draft, text, &runs);
    dates(&mut draft, text, &runs);
    year_before_title(&mut draft, text, &mut runs);
    any_year(&mut draft, text, &runs);
    locate(&mut draft, text, &runs);
    let longest =
        |tag| runs.iter().filter(|r| r.tag == tag).max_by_key(|r| (r.span.len(), u32::MAX - r.span.start));
    if let Some(run) = longest(Tag::Title) {
        title::set(&mut draft, text, run.span, run.sure);
    }
    if let Some(run) = longest(Tag::Container) {
        draft.reference.container_title = draft.field(title::without_in(text, run.span), run.sure);
    }
    if draft.reference.genre.is_none()
        && let Some(run) = longest(Tag::Genre)
        && !["internet", "online"].iter().any(|w| run.span.of(text).to_lowercase().contains(w))
    {
        draft.reference.genre = draft.field(run.span, run.sure);
    }
    for (tag, slot) in [(Tag::Series, 0), (Tag::Publisher, 1), (Tag::Place, 2), (Tag::Edition, 3)] {
        let Some(run) = longest(tag) else { continue };
        let field = draft.field(run.span, run.sure);
        match slot {
            0 => draft.reference.collection_title = field,
            1 => draft.reference.publisher = field,
            2 => draft.reference.publisher_place = field,
            _ => draft.reference.edition = field,
        }
    }
    announcements(&mut draft, text, &tokens, &tagging.tags);
    let mut reference = draft.finish();
    reference.kind = types::guess(&reference);
    // How the words of a meeting's name are tagged does not matter.
    let kept = || runs.iter().map(|r| r.sure).sum::<f32>() / runs.len().max(1) as f32;
    reference.confidence = Some(if meeting { kept() } else { tagging.whole });
    reference
}

/// Tokens in a row with one tag. What rules have read stands between runs.
fn runs(tokens: &[Token], tags: &[Tag], sure: &[f32]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut at = 0;
    while let (Some(token), Some(&tag)) = (tokens.get(at), tags.get(at)) {
        if token.kind == Kind::Read {
            at += 1;
            continue;
        }
        let length =
            tokens[at..].iter().zip(&tags[at..]).take_while(|(t, g)| t.kind != Kind::Read && **g == tag);
        let end = at + length.count();
        let inside = &sure[at..end];
        let mean = inside.iter().sum::<f32>() / inside.len() as f32;
        let least = inside.iter().copied().fold(1.0, f32::min);
        let span = Span { start: token.span.start, end: tokens[end - 1].span.end };
        out.push(Run { tag, span, sure: f32::midpoint(mean, least) });
        at = end;
    }
    out
}

/// Puts right what tags alone do not see.
fn mend(text: &str, runs: &mut Vec<Run>, web: bool) {
    // `NKTR-214. Society`: nothing ends inside a word.
    for i in 1..runs.len() {
        let printed = runs[i].span.of(text);
        let joined = runs[i - 1].span.end == runs[i].span.start && printed.starts_with(['-', '–', '‐']);
        if joined
            && runs[i - 1].tag == Tag::Title
            && matches!(runs[i].tag, Tag::Container | Tag::Note | Tag::Genre)
        {
            let cut = runs[i].span.range().start + printed.find(". ").map_or(printed.len(), |at| at + 1);
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
            runs[i].span = Span::new(cut, runs[i].span.range().end);
        }
    }
    runs.retain(|r| !r.span.is_empty());
    // `In: Volkov A, Tan KH, editors. Book`
    if !runs.iter().any(|r| r.tag == Tag::Editor)
        && let Some(at) = runs.iter().position(|r| r.tag == Tag::Container)
    {
        let run = runs[at];
        let printed = run.span.of(text);
        let cut = [", editors. ", ", editor. ", ", eds. ", " (eds). ", " (eds.). ", " (Eds.), ", " (eds.), "]
            .into_iter()
            .find_map(|mark| printed.find(mark).map(|at| at + mark.len()));
        if let Some(cut) = cut {
            let cut = run.span.range().start + cut;
            runs[at].span = Span::new(cut, run.span.range().end);
            runs.insert(at, Run { tag: Tag::Editor, span: Span::new(run.span.range().start, cut), ..run });
        }
    }
    // The mark alone was seen: the names stand in front of it.
    for i in 1..runs.len() {
        let mark = runs[i].span.of(text).trim_matches(|c: char| !c.is_alphanumeric());
        let alone = matches!(runs[i].tag, Tag::Editor | Tag::Author)
            && matches!(mark, "editor" | "editors" | "eds" | "ed" | "Eds" | "Ed");
        let names = runs[i - 1].span.of(text);
        if alone && ["In ", "In: ", "in ", "in: "].iter().any(|w| names.starts_with(w)) {
            runs[i].tag = Tag::Editor;
            runs[i].span = Span { start: runs[i - 1].span.start, end: runs[i].span.end };
            runs[i - 1].span.end = runs[i - 1].span.start;
        }
    }
    runs.retain(|r| !r.span.is_empty());
    // `et al.` goes with the names in front of it.
    for i in 1..runs.len() {
        let others = ["et al.", "et al"].into_iter().find(|o| runs[i].span.of(text).starts_with(o));
        if let Some(others) =
            others.filter(|o| runs[i - 1].tag == Tag::Author && runs[i].span.len() > o.len())
        {
            runs[i].span = Span::new(runs[i].span.range().start + others.len(), runs[i].span.range().end);
            runs[i - 1].span.end = runs[i].span.start;
        }
    }
    // `2014 a Title`: the letter is the year's.
    for i in 1..runs.len() {
        let mut chars = runs[i].span.of(text).chars();
        let letter = chars.next().is_some_and(|c| ('a'..='f').contains(&c));
        let apart = chars.next() == Some(' ') && chars.next().is_some_and(char::is_uppercase);
        if letter && apart && runs[i].tag == Tag::Title && runs[i - 1].tag == Tag::Date {
            let cut = runs[i].span.range().start + 1;
            runs[i].span = Span::new(cut, runs[i].span.range().end);
            runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
        }
    }
    announced(text, runs);
    let has = |runs: &[Run], tag| runs.iter().any(|r| r.tag == tag);
    // A whole book has a title and no container, and so has a web page.
    let book = [Tag::Publisher, Tag::Place, Tag::Edition, Tag::Editor].into_iter().any(|t| has(runs, t));
    let article = [Tag::Volume, Tag::Issue, Tag::Title].into_iter().any(|t| has(runs, t));
    if (book || web && !has(runs, Tag::Pages)) && !article {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Container) {
            run.tag = Tag::Title;
        }
    }
    // An article's last name before its pages is its journal's.
    let located = [Tag::Volume, Tag::Issue, Tag::Pages].into_iter().any(|t| has(runs, t));
    if located && has(runs, Tag::Title) && !has(runs, Tag::Container) && !has(runs, Tag::Place) {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Publisher) {
            run.tag = Tag::Container;
        }
    }
    // `RLCT 2006, no 15`
    if !has(runs, Tag::Date)
        && let Some(run) =
            runs.iter_mut().find(|r| r.tag == Tag::Volume && locator::is_year(inner(text, r.span).of(text)))
    {
        run.tag = Tag::Date;
    }
    // `n° 126` is no volume.
    if !has(runs, Tag::Issue) {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Volume) {
            let printed = inner(text, run.span).of(text).to_lowercase();
            if ["n°", "nº", "no.", "no ", "nr.", "nr ", "n. "].iter().any(|w| printed.starts_with(w)) {
                run.tag = Tag::Issue;
            }
        }
    }
}

/// `“Title,” in`, `Title, p`: the word at the end of the title announces what follows.
fn announced(text: &str, runs: &mut [Run]) {
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Title) {
        let printed = run.span.of(text);
        let cut = [" in", " In", " p", " pp", " in:", " In:", " p.", " pp."].into_iter().find_map(|word| {
            let rest = printed.strip_suffix(word)?;
            rest.ends_with([',', '.', '”', '"', '?', '»']).then_some(rest.len())
        });
        if let Some(cut) = cut {
            run.span = Span::new(run.span.range().start, run.span.range().start + cut);
        }
    }
}

/// A meeting named behind the title, its year inside the name: `Society for Immunotherapy of Cancer 2016 meeting`.
fn event(draft: &mut Draft<'_>, text: &str, runs: &mut Vec<Run>) -> bool {
    let Some(at) = runs.iter().rposition(|r| r.tag == Tag::Title) else { return false };
    let behind = &runs[at + 1..];
    let (Some(first), Some(last)) = (behind.first(), behind.last()) else { return false };
    let plain =
        behind.iter().all(|r| matches!(r.tag, Tag::Container | Tag::Date | Tag::Note | Tag::Publisher));
    let span = Span { start: first.span.start, end: last.span.end };
    let printed = span.of(text);
    let dated = behind.iter().position(|r| r.tag == Tag::Date);
    let inside = dated.is_none_or(|d| d > 0 && d + 1 < behind.len());
    let proceedings = printed.to_ascii_lowercase().contains("proc") || printed.starts_with("In ");
    if plain && inside && !proceedings && EVENT.as_ref().is_some_and(|r| r.is_match(printed)) {
        if let Some(year) = dating::last_year(text, span) {
            dating::issued(draft, text, year, last.sure);
        }
        draft.reference.event_title = draft.field(span, first.sure.min(last.sure));
        runs.truncate(at + 1);
        return true;
    }
    false
}

fn contributors(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    for run in runs {
        let role = match run.tag {
            Tag::Author => Role::Author,
            Tag::Editor => Role::Editor,
            Tag::Translator => Role::Translator,
            _ => continue,
        };
        let block = blocks::read(text, run.span, role);
        for (name, span) in block.names {
            draft.contributor(block.role, name, span, run.sure);
        }
        if block.role == Role::Author {
            draft.reference.authors_truncated |= block.truncated;
        }
        let mut from = run.span.start;
        for unread in block.unread {
            draft.take(Span { start: from, end: unread.start });
            from = unread.end;
        }
        draft.take(Span { start: from, end: run.span.end });
    }
}

fn dates(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    for run in runs.iter().filter(|r| r.tag == Tag::Date) {
        if draft.reference.issued.is_some() {
            break;
        }
        if let Some((span, suffix)) = dating::in_run(text, run.span) {
            dating::issued(draft, text, span, run.sure);
            if draft.reference.issued.is_some() {
                draft.reference.year_suffix = suffix.map(|s| s.of(text).to_owned());
                if let Some(letter) = suffix {
                    draft.take(letter);
                }
            }
        }
    }
}

/// `2000. Title`: a year that was taken for the beginning of the title.
fn year_before_title(draft: &mut Draft<'_>, text: &str, runs: &mut [Run]) {
    if draft.reference.issued.is_some() {
        return;
    }
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Title) {
        let printed = run.span.of(text);
        let dated = printed.get(..4).is_some_and(locator::is_year);
        if dated && printed.get(4..).is_some_and(|rest| rest.starts_with(". ") && rest.len() > 6) {
            let start = run.span.range().start;
            dating::issued(draft, text, Span::new(start, start + 4), run.sure);
            run.span = Span::new(start + 5, run.span.range().end);
            return;
        }
    }
}

/// Without a date of its own a reference may have one in what is otherwise a note.
fn any_year(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    let other =
        |r: &&Run| matches!(r.tag, Tag::Note | Tag::Publisher | Tag::Place | Tag::Genre | Tag::Container);
    if let Some(year) = runs.iter().rev().filter(other).find_map(|r| dating::last_year(text, r.span)) {
        dating::issued(draft, text, year, 0.5);
    }
}

/// Volume, issue and pages: read together where the reader of locators sees them as the tagger does, one by one
/// otherwise.
fn locate(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    let is_part = |r: &Run| matches!(r.tag, Tag::Volume | Tag::Issue | Tag::Pages);
    let find = |tag| runs.iter().find(|r| r.tag == tag);
    if let Some(start) = runs.iter().position(|r| matches!(r.tag, Tag::Volume | Tag::Issue)) {
        let cluster: Vec<&Run> =
            runs[start..].iter().take_while(|r| is_part(r) || r.tag == Tag::Date).collect();
        let last = cluster.iter().rev().find(|r| is_part(r));
        if let Some(last) = last
            && let Some(found) = together(text, runs[start].span.range().start, last.span.range().end)
            && (agrees(&found, &cluster) || is_plain(&found, &cluster, last.span))
        {
            let sure = cluster.iter().map(|r| r.sure).fold(1.0, f32::min);
            place(draft, text, &found, sure);
            take_locator(draft, &found);
            if found.first.is_some() || found.article.is_some() {
                return;
            }
        }
    }
    if draft.reference.volume.is_none()
        && let Some(run) = find(Tag::Volume)
    {
        let value = locator::without_word(
            text,
            run.span,
            &["volume", "vols.", "vols", "vol.", "vol", "bd.", "bd", "band", "tome", "t.", "v.", "volumes"],
        );
        let found = locator::read(text, value.range().start, value.range().end);
        match found.filter(|l| l.volume.is_some() && (l.issue.is_some() || l.supplement.is_some())) {
            Some(found) => {
                place(draft, text, &Locator { first: None, last: None, article: None, ..found }, run.sure);
            }
            None => draft.reference.volume = draft.field(value, run.sure),
        }
    }
    if draft.reference.issue.is_none()
        && draft.reference.supplement.is_none()
        && let Some(run) = find(Tag::Issue)
    {
        let value = locator::without_word(
            text,
            run.span,
            &[
                "number", "nos.", "nos", "no.", "no", "issue", "iss.", "nr.", "nr", "n°", "nº", "n.",
                "fasc.", "heft",
            ],
        );
        let supplement = value.of(text).get(..4).is_some_and(|h| h.eq_ignore_ascii_case("supp"));
        let field = draft.field(value, run.sure);
        if supplement {
            draft.reference.supplement = field;
        } else {
            draft.reference.issue = field;
        }
    }
    if let Some(run) = find(Tag::Pages) {
        if let Some(found) = locator::pages_alone(text, run.span) {
            place_pages(draft, text, &found, run.sure);
        } else if let Some(field) = draft.field(run.span, run.sure) {
            draft.reference.pages = Some(field.map(|first| Pages { first, last: None }));
        }
    }
}

/// Takes a locator with its words; a year in it that became no date is kept for the notes.
fn take_locator(draft: &mut Draft<'_>, found: &Locator) {
    let end = match found.year {
        Some(year) => {
            draft.take(Span { start: year.end, end: found.span.end });
            year.start
        }
        None => found.span.end,
    };
    draft.take(Span { start: found.span.start, end });
}

/// True when a locator takes in all that was tagged, its pages joined by a colon or a word: nothing else reads so.
fn is_plain(found: &Locator, cluster: &[&Run], last: Span) -> bool {
    let volume = |v: Span| {
        cluster.iter().any(|r| r.tag == Tag::Volume && r.span.start <= v.start && v.end <= r.span.end)
    };
    found.joint == Joint::Firm && found.volume.is_some_and(volume) && found.span.end + 2 >= last.end
}

fn together(text: &str, start: usize, end: usize) -> Option<Locator> {
    let lead = text.get(start..end)?;
    let start = start + (lead.len() - lead.trim_start_matches(|c: char| !c.is_alphanumeric()).len());
    locator::read(text, start, end)
}

/// True when a locator has the parts the tagger found, each where the tagger found it, and no others.
fn agrees(found: &Locator, cluster: &[&Run]) -> bool {
    let fits = |tag, spans: &[Option<Span>]| {
        let runs = || cluster.iter().filter(|r| r.tag == tag);
        let spans: Vec<Span> = spans.iter().flatten().copied().collect();
        spans.iter().all(|s| runs().any(|r| r.span.start <= s.start && s.end <= r.span.end))
            && runs().all(|r| spans.iter().any(|s| r.span.start <= s.start && s.end <= r.span.end))
    };
    // An abstract's number may stand in the bracket of a supplement.
    let inside = found.article.is_some() && !cluster.iter().any(|r| r.tag == Tag::Pages);
    fits(Tag::Volume, &[found.volume])
        && (inside
            || fits(Tag::Issue, &[found.issue, found.supplement])
                && fits(Tag::Pages, &[found.first, found.last, found.article]))
}

/// Puts a locator's parts into their fields.
fn place(draft: &mut Draft<'_>, text: &str, locator: &Locator, sure: f32) {
    if let Some(span) = locator.volume {
        draft.reference.volume = draft.field(span, sure);
    }
    draft.reference.issue = locator.issue.and_then(|s| draft.field(s, sure));
    draft.reference.supplement = locator.supplement.and_then(|s| draft.field(s, sure));
    place_pages(draft, text, locator, sure);
}

fn place_pages(draft: &mut Draft<'_>, text: &str, locator: &Locator, sure: f32) {
    draft.reference.article_number = locator.article.and_then(|s| draft.field(s, sure));
    draft.reference.pages = locator.first.map(|first| {
        let last = locator.last.map(|s| s.of(text).to_owned());
        let span = Span { start: first.start, end: locator.last.unwrap_or(first).end };
        draft.take(span);
        Field::printed(Pages { first: first.of(text).to_owned(), last }, span, sure)
    });
}

/// Takes the words that announce a field (`In`, `vol.`, `pp.`): they say nothing once the field has been read.
fn announcements(draft: &mut Draft<'_>, text: &str, tokens: &[Token], tags: &[Tag]) {
    for (token, &tag) in tokens.iter().zip(tags) {
        let printed = token.span.of(text);
        let cue = cues::of(hash::word(printed));
        let fits = match tag {
            Tag::Container | Tag::Editor => cue == cues::IN,
            Tag::Title => matches!(cue, cues::IN | cues::PAGES),
            Tag::Volume => cue == cues::VOLUME,
            Tag::Issue => cue == cues::ISSUE,
            Tag::Pages => cue == cues::PAGES,
            _ => false,
        };
        if fits {
            draft.take(token.span);
        }
    }
}

/// Where the letters and digits of a span begin.
pub(super) fn inner(text: &str, span: Span) -> Span {
    let cursor = Cursor::new(text, span.range().start, span.range().end);
    let printed = cursor.rest();
    let left = printed.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'));
    let start = span.range().start + (printed.len() - left.len());
    let right = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    Span::new(start, start + right.len())
}
