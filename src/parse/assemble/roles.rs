//! Gives runs another tag where the whole reference shows what they must be.

use std::sync::LazyLock;

use regex::Regex;

use super::run::{Run, inner};
use crate::model::Span;
use crate::parse::locator;
use crate::parse::tag::Tag;

/// Puts tags right. `web` says that an address was printed.
pub(super) fn mend(text: &str, runs: &mut Vec<Run>, web: bool) {
    thesis(text, runs);
    title_and_book(text, runs);
    one_title(text, runs);
    book_title(text, runs, web);
    publisher_as_container(text, runs);
    nothing_but_a_name(text, runs);
    journal_at_the_end(text, runs);
    journal_alone(text, runs);
    year_as_volume(text, runs);
    numbered_issue(text, runs);
}

fn has(runs: &[Run], tag: Tag) -> bool {
    runs.iter().any(|r| r.tag == tag)
}

/// `PhD Dissertation`, `MA thesis`: what the work is, not where it stands.
static THESIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s,(\[]*(?:ph\.?\s?d\.?|m\.?\s?a\.?|m\.?\s?sc\.?|master[’']?s?|doctoral|unpublished|diploma)[\p{L}.’' ]{0,24}(?:thesis|dissertation)[\s,.)\]]*$").ok()
});

/// Words of meetings, whose proceedings are containers.
const MEETING: [&str; 6] = ["Proc", "Conference", "Symposium", "Congress", "Workshop", "Meeting"];

/// What publishers call themselves, at the end of their names.
const PUBLISHERS: [&str; 6] = ["press", "verlag", "publishers", "publisher", "publishing", "publications"];

fn thesis(text: &str, runs: &mut [Run]) {
    for run in runs.iter_mut().filter(|r| matches!(r.tag, Tag::Container | Tag::Publisher)) {
        if THESIS.as_ref().is_some_and(|r| r.is_match(run.span.of(text))) {
            run.tag = Tag::Genre;
        }
    }
}

fn announces_in(printed: &str) -> bool {
    ["In ", "In: ", "in ", "in: ", "In:", "Dans ", "dans "].iter().any(|w| printed.starts_with(w))
}

/// `Chapter. | In B. MacWhinney (ed.), | Book`: without a title, the first of two containers is it.
fn title_and_book(text: &str, runs: &mut [Run]) {
    let book = [Tag::Publisher, Tag::Place].into_iter().any(|t| has(runs, t));
    let mut containers = runs.iter().enumerate().filter(|(_, r)| r.tag == Tag::Container).map(|(i, _)| i);
    let (Some(first), Some(second)) = (containers.next(), containers.next()) else { return };
    let ended = runs[first].span.of(text).trim_end().ends_with(['.', '?', '!', '”', '"']);
    if book
        && ended
        && second > first + 1
        && !has(runs, Tag::Title)
        && !announces_in(runs[first].span.of(text))
    {
        runs[first].tag = Tag::Title;
    }
}

/// `Essentials of Human Anatomy & | Physiology`: a book's title that was cut where no sentence ends.
fn one_title(text: &str, runs: &mut Vec<Run>) {
    let book = [Tag::Publisher, Tag::Place].into_iter().any(|t| has(runs, t));
    let located = [Tag::Volume, Tag::Issue, Tag::Pages].into_iter().any(|t| has(runs, t));
    if !book || located {
        return;
    }
    for i in 1..runs.len() {
        let (title, rest) = (runs[i - 1], runs[i]);
        let printed = title.span.of(text).trim_end();
        let behind = rest.span.of(text);
        let joined = printed.ends_with([',', ':', '&'])
            || printed.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_lowercase);
        let joined = joined && !MEETING.iter().any(|word| behind.contains(word));
        if title.tag == Tag::Title
            && rest.tag == Tag::Container
            && joined
            && !announces_in(rest.span.of(text))
        {
            runs[i].tag = Tag::Title;
            runs[i].span.start = title.span.start;
            runs[i - 1].span.end = title.span.start;
        }
    }
    runs.retain(|r| !r.span.is_empty());
}

fn is_press(text: &str, run: &Run) -> bool {
    let printed = inner(text, run.span).of(text).trim_end_matches('.').to_lowercase();
    let last = printed.rsplit(char::is_whitespace).next().unwrap_or_default();
    PUBLISHERS.contains(&last)
}

/// `University of Chicago Press`: a press is no container.
fn publisher_as_container(text: &str, runs: &mut [Run]) {
    if has(runs, Tag::Publisher) || has(runs, Tag::Issue) || !has(runs, Tag::Title) {
        return;
    }
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Container) {
        if is_press(text, run) && !announces_in(run.span.of(text)) {
            run.tag = Tag::Publisher;
        }
    }
}

/// A long name with nothing that journals have is a title.
fn nothing_but_a_name(text: &str, runs: &mut [Run]) {
    let more =
        [Tag::Title, Tag::Volume, Tag::Issue, Tag::Pages, Tag::Editor].into_iter().any(|t| has(runs, t));
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Container && !more) {
        let printed = run.span.of(text);
        let meeting = MEETING.iter().any(|word| printed.contains(word));
        if printed.split_whitespace().count() > 5 && !meeting && !announces_in(printed) {
            run.tag = Tag::Title;
        }
    }
}

/// A whole book has a title and no container, and so has a web page. A chapter without a title of its own keeps its
/// book for a container.
fn book_title(text: &str, runs: &mut [Run], web: bool) {
    let chapter = runs.iter().any(|r| r.tag == Tag::Editor && announces_in(r.span.of(text)));
    if chapter && has(runs, Tag::Author) && has(runs, Tag::Pages) {
        return;
    }
    let book = [Tag::Publisher, Tag::Place, Tag::Edition, Tag::Editor].into_iter().any(|t| has(runs, t));
    let article = [Tag::Volume, Tag::Issue, Tag::Title].into_iter().any(|t| has(runs, t));
    if (book || web && !has(runs, Tag::Pages)) && !article {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Container) {
            run.tag = Tag::Title;
        }
    }
}

/// An article's last name before its pages is its journal's.
fn journal_at_the_end(text: &str, runs: &mut [Run]) {
    let located = [Tag::Volume, Tag::Issue, Tag::Pages].into_iter().any(|t| has(runs, t));
    if located && has(runs, Tag::Title) && !has(runs, Tag::Container) && !has(runs, Tag::Place) {
        for run in runs.iter_mut().filter(|r| r.tag == Tag::Publisher && !is_press(text, r)) {
            run.tag = Tag::Container;
        }
    }
}

/// `Surgery. 1977 Feb;81(2):180-3`: where neither title nor container is printed, the one name in front of a volume and
/// pages is no author's but the journal's. Several names stay authors: they have commas between them.
fn journal_alone(text: &str, runs: &mut Vec<Run>) {
    let located = has(runs, Tag::Volume) && has(runs, Tag::Pages);
    let named = [Tag::Title, Tag::Container, Tag::Editor, Tag::Publisher].into_iter().any(|t| has(runs, t));
    let count = runs.iter().take_while(|r| r.tag == Tag::Author).count();
    if !located || named || count == 0 || runs.iter().skip(count).any(|r| r.tag == Tag::Author) {
        return;
    }
    let (first, last) = (runs[0].span, runs[count - 1].span);
    let name = Span { start: first.start, end: last.end };
    let printed = inner(text, name).of(text);
    if !printed.contains([',', ';', '&']) && !printed.contains("et al") {
        runs[0] = Run { tag: Tag::Container, span: name, ..runs[0] };
        runs.drain(1..count);
    }
}

/// `RLCT 2006, no 15`
fn year_as_volume(text: &str, runs: &mut [Run]) {
    if !has(runs, Tag::Date)
        && let Some(run) =
            runs.iter_mut().find(|r| r.tag == Tag::Volume && locator::is_year(inner(text, r.span).of(text)))
    {
        run.tag = Tag::Date;
    }
}

/// `n° 126` is no volume.
fn numbered_issue(text: &str, runs: &mut [Run]) {
    if has(runs, Tag::Issue) {
        return;
    }
    for run in runs.iter_mut().filter(|r| r.tag == Tag::Volume) {
        let printed = inner(text, run.span).of(text).to_lowercase();
        if ["n°", "nº", "no.", "no ", "nr.", "nr ", "n. "].iter().any(|w| printed.starts_with(w)) {
            run.tag = Tag::Issue;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Entry;
    use crate::parse::Parser;

    #[test]
    fn a_journal_without_authors_and_title_is_a_journal() {
        for (text, journal) in [
            ("Surgery. 1977 Feb;81(2):180-3", Some("Surgery")),
            ("Klin Wochenschr. 1977 Jun 15;55(12):595-601", Some("Klin Wochenschr")),
            ("Psychopharmacology (Berl). 1977 Nov 24;55(1):43-8", Some("Psychopharmacology (Berl)")),
            ("Lindqvist C, Okafor E. 1977;55:43-8", None),
        ] {
            let read = Parser::new().parse(&Entry::from_line(text));
            let container = read.container_title.as_ref().map(|field| field.value.as_str());
            assert_eq!(container, journal, "{text}");
            assert_eq!(read.contributors.is_empty(), journal.is_some(), "{text}");
        }
    }
}
