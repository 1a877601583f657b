//! Clauses that name people behind a title: `ed. Jane Roe`, `Translated by John Doe`. Their names are cut out of
//! whatever they were taken for.

use std::sync::LazyLock;

use regex::Regex;

use super::run::Run;
use crate::model::Span;
use crate::normalize::names::is_particle;
use crate::parse::tag::Tag;

/// The words that open a clause, at the beginning of a run or behind a mark, and the first letter of a name.
static CLAUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^[\s(]*|[,.;:”»)]\s*\(?|\()(?P<mark>(?:[Tt]ranslated(?:\s+and\s+edited)?|[Ee]dited(?:\s+and\s+translated)?)\s+by",
        r"|[Tt]rans\.|transl\.|[Tt]rad\.(?:\s+(?:de|par|di))?|tr\.|ed\.|eds\.)\s+\p{Lu}",
    ))
    .ok()
});

/// Words that say what people did, when nothing else stands there.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[\s,.;:(\[]*(?:[Tt]ranslated by|[Ee]dited by|[Tt]rans|[Tt]ransl|[Tt]rad|tr|[Ee]ds?|[Ee]ditors?)[\s,.;:)\]]*$",
    )
    .ok()
});

fn is_mark(printed: &str) -> bool {
    MARK.as_ref().is_some_and(|r| r.is_match(printed))
}

fn is_people(tag: Tag) -> bool {
    matches!(tag, Tag::Author | Tag::Editor | Tag::Translator)
}

/// Gives the clauses their tags.
pub(super) fn mend(text: &str, runs: &mut Vec<Run>) {
    initials(text, runs);
    runs.retain(|r| !r.span.is_empty());
    one_name(text, runs);
    mark_behind_authors(text, runs);
    names_behind_mark(text, runs);
    one_more(text, runs);
    runs.retain(|r| !r.span.is_empty());
    inside(text, runs);
    runs.retain(|r| !r.span.is_empty());
}

/// `trans. E. | F.N. | Jephcott`: initials between two halves of a name.
fn initials(text: &str, runs: &mut [Run]) {
    for i in 2..runs.len() {
        let (a, b, c) = (runs[i - 2], runs[i - 1], runs[i]);
        let between = b.span.of(text);
        let fits = between.len() < 10
            && between.contains(char::is_uppercase)
            && between.chars().all(|x| x.is_uppercase() || matches!(x, '.' | '-' | ' '));
        if a.tag == c.tag && is_people(a.tag) && fits {
            runs[i].span = Span { start: a.span.start, end: c.span.end };
            runs[i - 2].span.end = a.span.start;
            runs[i - 1].span.end = b.span.start;
        }
    }
}

/// `Neville, Brian, and Johanne | Villeneuve, eds.`: nothing ends inside a name.
fn one_name(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let (before, behind) = (runs[i - 1], runs[i]);
        let both = is_people(before.tag) && is_people(behind.tag) && before.tag != behind.tag;
        let (left, right) = (before.span.of(text), behind.span.of(text));
        // `(A. Berman, | Trans.`: the mark says what the people in front of it did, unless they are the authors.
        if both && i > 1 && is_mark(right) && left.trim_end().ends_with([',', '(']) {
            runs[i].span = Span { start: before.span.start, end: behind.span.end };
            runs[i - 1].span.end = before.span.start;
            continue;
        }
        if !both || is_mark(left) || is_mark(right) {
            continue;
        }
        let unended = left.ends_with(char::is_alphanumeric) && text.get(before.span.range().end..).is_some();
        // `Sambrook, | Joe`: editors without a mark stand in front of authors.
        let unmarked = i == 1 && before.tag == Tag::Editor && left.trim_end().ends_with(',');
        if unended || unmarked {
            let marked = ["eds.", "ed.", "eds", "editors.", "editor.", "editors", "(eds.)", "(ed.)"];
            let tag = if unmarked || marked.iter().any(|m| right.trim_end().ends_with(m)) {
                behind.tag
            } else {
                before.tag
            };
            runs[i].tag = tag;
            runs[i].span = Span { start: before.span.start, end: behind.span.end };
            runs[i - 1].span.end = before.span.start;
        }
    }
}

/// `Menon AS | (ed.)`: the people in front of the mark are the editors.
fn mark_behind_authors(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let mark = runs[i].span.of(text);
        let closed = mark.trim_start().starts_with(['(', '[']) || runs[i - 1].span.of(text).ends_with(',');
        if i == 1 && runs[0].tag == Tag::Author && runs[1].tag == Tag::Editor && closed && is_mark(mark) {
            runs[1].span.start = runs[0].span.start;
            runs[0].span.end = runs[0].span.start;
        }
    }
}

/// `Translated by | Raymond Rosenthal.`: the names behind a mark that stands alone.
fn names_behind_mark(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let mark = runs[i - 1].span.of(text);
        let named = matches!(runs[i - 1].tag, Tag::Editor | Tag::Translator);
        // `(Trans.) | John Reinhold Forster`
        let translators = mark.trim_start().starts_with('(') && mark.contains("rans");
        let alone = (named || translators) && is_mark(mark) && !runs[i - 1].span.is_empty();
        let behind_names = i > 1 && is_people(runs[i - 2].tag);
        // `(Ed.), Book`: the names stand in front.
        let closed = runs[i - 1].span.of(text).trim_end().ends_with(',');
        if alone && !closed && !behind_names && matches!(runs[i].tag, Tag::Container | Tag::Title | Tag::Note)
        {
            let length = names_end(runs[i].span.of(text));
            let cut = runs[i].span.range().start + length;
            if length > 0 {
                runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
                runs[i - 1].tag = if translators { Tag::Translator } else { runs[i - 1].tag };
                runs[i].span = Span::new(cut, runs[i].span.range().end);
            }
        }
    }
}

/// `edited by Ezio Raimondi | and Niva Lorenzi,`: the last name of a list.
fn one_more(text: &str, runs: &mut [Run]) {
    for i in 1..runs.len() {
        let printed = runs[i].span.of(text);
        let joint = ["and ", "& "].into_iter().find(|j| printed.starts_with(j));
        if let Some(joint) = joint
            && is_people(runs[i - 1].tag)
            && matches!(runs[i].tag, Tag::Title | Tag::Container | Tag::Publisher)
        {
            let length = names_end(&printed[joint.len()..]);
            let cut = runs[i].span.range().start + joint.len() + length;
            if length > 0 {
                runs[i - 1].span = Span::new(runs[i - 1].span.range().start, cut);
                runs[i].span = Span::new(cut, runs[i].span.range().end);
            }
        }
    }
}

/// `Minima Moralia, trans. E.F.N. Jephcott (London`: a clause inside a run of something else.
fn inside(text: &str, runs: &mut Vec<Run>) {
    let mut at = 0;
    while let Some(&run) = runs.get(at) {
        at += 1;
        let possible = is_people(run.tag) || matches!(run.tag, Tag::Title | Tag::Container | Tag::Note);
        let printed = run.span.of(text);
        let Some(clause) = CLAUSE.as_ref().filter(|_| possible) else { continue };
        // The people's own mark at the beginning of their block opens no clause.
        let own = |at: usize| is_people(run.tag) && !printed[..at].contains(char::is_alphanumeric);
        let mut marks = clause.captures_iter(printed).filter_map(|found| found.name("mark"));
        let Some(mark) = marks.find(|mark| !own(mark.start())) else { continue };
        // `Trans. Am. Math. Soc.`
        if mark.as_str() == "Trans." && run.tag == Tag::Container {
            continue;
        }
        let front = &printed[..mark.start()];
        let before = front.split_whitespace().next_back().unwrap_or_default();
        let edition = before.contains(|c: char| c.is_ascii_digit()) || before.ends_with("ev.");
        let lead = printed[mark.end()..].len() - printed[mark.end()..].trim_start().len();
        let names = &printed[mark.end() + lead..];
        let length = names_end(names);
        if edition || length == 0 {
            continue;
        }
        let word = mark.as_str().to_lowercase();
        let tag = if word.starts_with("ed") { Tag::Editor } else { Tag::Translator };
        let from = run.span.range().start;
        let (start, end) = (from + mark.start(), from + mark.end() + lead + length);
        // The bracket goes with what stands in it.
        let start = if front.ends_with('(') { start - 1 } else { start };
        let rest = Span::new(end, run.span.range().end);
        runs[at - 1].span = Span::new(from, start);
        runs.insert(at, Run { tag, span: Span::new(start, end), ..run });
        if rest.of(text).contains(char::is_alphanumeric) {
            runs.insert(at + 1, Run { span: rest, ..run });
        }
    }
}

/// Where the names at the beginning of a text end; 0 where none stand there.
pub(super) fn names_end(text: &str) -> usize {
    let (mut end, mut names) = (0, 0);
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let joint = matches!(bare, "and" | "und" | "et" | "y" | "with") || word == "&" || is_particle(bare);
        if word.starts_with(['(', '[']) || !(joint || bare.starts_with(char::is_uppercase)) {
            break;
        }
        end = start + word.len();
        names += usize::from(!joint);
        let initials = bare.chars().count() < 3 || bare.contains('.') || matches!(bare, "Jr" | "Sr");
        // `Eyre, Leonard`: a comma behind the first word turns a name round.
        let another = words.peek().is_some_and(|w| {
            matches!(*w, "and" | "&") || w.len() == 2 && w.starts_with(char::is_uppercase) && w.ends_with('.')
        });
        let ends = word.ends_with([';', ':', ')', ']']) || word.ends_with(',') && names != 1 && !another;
        if ends || word.ends_with('.') && !initials {
            break;
        }
    }
    if (1..=12).contains(&names) { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_their_sentence_does() {
        for (text, expected) in [
            ("E.F.N. Jephcott (London", "E.F.N. Jephcott"),
            ("Eyre, Leonard Bucknall. New York", "Eyre, Leonard Bucknall."),
            ("Trent Foley and Arthur G. Holder. Liverpool", "Trent Foley and Arthur G. Holder."),
            ("Niva Lorenzi, vol. 1", "Niva Lorenzi,"),
            ("J. W. Kijne, R. Barker, and D. Molden. CABI", "J. W. Kijne, R. Barker, and D. Molden."),
            ("Jan van der Berg. Leiden", "Jan van der Berg."),
            ("of all things", ""),
        ] {
            assert_eq!(&text[..names_end(text)], expected, "{text}");
        }
    }
}
