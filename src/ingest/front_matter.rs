use super::contributors::{has_degree, read_people, role};
use super::dates::read_date;
use super::headings::{Heading, undress};
use super::lines::Line;
use super::survey::Plan;
use crate::model::{Field, FrontMatter, PartialDate, RelatedTopic, Role, Span};

/// Lines at the start of a document that may name it and its people.
const HEAD: usize = 60;
/// Lines searched for dates and links; front matter and a topic's prose are shorter.
const SEARCHED: u64 = 20_000;
/// A title is a line, not a paragraph.
const LONGEST_TITLE: usize = 300;

/// Collects what a document says of itself while its lines pass by.
///
/// Where the reference lists are is known only at the end, so that findings wait with their line until then.
#[derive(Default)]
pub(super) struct FrontReader {
    head: Vec<(u64, String)>,
    index: u64,
    current_through: Option<(u64, PartialDate)>,
    last_updated: Option<(u64, PartialDate)>,
    related: Vec<(u64, RelatedTopic)>,
    title: Option<(u64, Field<String>)>,
    is_uptodate: bool,
}

/// Keys of plain front matter that say something a table has no column for.
const OTHER_KEYS: &[&str] = &[
    "source",
    "publisher",
    "language",
    "url",
    "doi",
    "date",
    "published",
    "version",
    "journal",
    "keywords",
    "rights",
    "licence",
    "license",
];

impl FrontReader {
    /// Looks at the next line.
    pub(super) fn add(&mut self, line: &Line) {
        let index = self.index;
        self.index += 1;
        if index >= SEARCHED {
            return;
        }
        let text = line.text.as_str();
        if self.head.len() < HEAD {
            self.head.push((index, text.to_owned()));
            self.is_uptodate |= text.contains("UpToDate");
            if let Some((key, value)) = key_value(text) {
                self.keyed(index, line, key, value);
            }
        }
        if self.current_through.is_none() {
            self.current_through = date_after(text, "current through:").map(|d| (index, d));
        }
        if self.last_updated.is_none() {
            self.last_updated = date_after(text, "last updated:").map(|d| (index, d));
        }
        if memchr::memmem::find(text.as_bytes(), b"ee \"").is_some() || text.contains("ee “") {
            let links = see_links(line);
            self.related.extend(links.into_iter().map(|topic| (index, topic)));
        }
    }

    fn keyed(&mut self, index: u64, line: &Line, key: &str, value: Span) {
        let words = value.of(&line.text);
        match key.to_lowercase().as_str() {
            "title" if self.title.is_none() => {
                self.title = Some((index, Field::printed(words.to_owned(), value, 1.0)));
            }
            "see" | "see also" | "related topic" => {
                let title = words.trim_matches(['"', '“', '”']).trim_end_matches('.').to_owned();
                let start = line.text.find(title.as_str()).unwrap_or(value.range().start);
                let span = line.locate(start, start + title.len());
                self.related.push((index, RelatedTopic { title, span }));
            }
            _ => {}
        }
    }

    /// True when the document is a topic page of UpToDate.
    pub(super) fn is_uptodate(&self) -> bool {
        self.is_uptodate
    }

    /// What was found outside the reference lists.
    pub(super) fn finish(self, plan: &Plan) -> FrontMatter {
        let outside = |index: u64| plan.lists.iter().all(|l| index < l.start || index >= l.end);
        let first = plan.lists.first().map_or(u64::MAX, |l| l.start);
        let head: Vec<&str> =
            self.head.iter().take_while(|(i, _)| *i < first).map(|(_, t)| t.as_str()).collect();
        let mut front = FrontMatter {
            title: self.title.filter(|(i, _)| outside(*i)).map(|(_, t)| t),
            contributors: Vec::new(),
            current_through: self.current_through.filter(|(i, _)| outside(*i)).map(|(_, d)| d),
            last_updated: self.last_updated.filter(|(i, _)| outside(*i)).map(|(_, d)| d),
            related: self.related.into_iter().filter(|(i, _)| outside(*i)).map(|(_, t)| t).collect(),
        };
        if plan.lists.is_empty() {
            return front;
        }
        let title_at = if front.title.is_some() {
            head.iter().position(|l| key_value(l).is_some_and(|(k, _)| k.eq_ignore_ascii_case("title")))
        } else {
            let at = title_line(&head);
            front.title = at.and_then(|i| head.get(i)).map(|line| title(line));
            at
        };
        if let Some(at) = title_at {
            people(head.get(at + 1..).unwrap_or_default(), self.is_uptodate, &mut front);
        }
        front
    }
}

/// `Key: value` with a known key.
fn key_value(line: &str) -> Option<(&str, Span)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    let known = [
        "title",
        "see",
        "see also",
        "related topic",
        "literature review current through",
        "topic last updated",
        "this topic last updated",
        "last updated",
    ];
    let lower = key.to_lowercase();
    let is_known =
        known.contains(&lower.as_str()) || OTHER_KEYS.contains(&lower.as_str()) || role(key).is_some();
    let text = value.trim();
    let start = line.len() - value.len() + (value.len() - value.trim_start().len());
    (is_known && !text.is_empty()).then(|| (key, Span::new(start, start + text.len())))
}

fn date_after(line: &str, key: &str) -> Option<PartialDate> {
    // The key is ASCII, so that the offsets of the lower-case copy are those of the line.
    let at = line.to_ascii_lowercase().find(key)?;
    read_date(line.get(at + key.len()..)?)
}

/// The line that reads like a title: the first that is no boilerplate, short, without a full stop, followed by a blank.
fn title_line(head: &[&str]) -> Option<usize> {
    let boilerplate = |l: &str| {
        l.starts_with("Official reprint")
            || l.contains("www.")
            || l.contains("://")
            || l.contains('©')
            || l.contains("All Rights Reserved")
    };
    let at = head.iter().position(|l| !l.trim().is_empty() && !boilerplate(l) && key_value(l).is_none())?;
    let line = head.get(at)?.trim();
    let words = line.split_whitespace().count();
    let next = head.get(at + 1);
    let apart = next.is_none_or(|l| l.trim().is_empty() || has_degree(l)) || line.starts_with('#');
    let fits = line.len() <= LONGEST_TITLE && words >= 2 && !line.ends_with(['.', ':', ';', ',']) && apart;
    let plain = Heading::of(line) == Heading::None && line.chars().any(char::is_alphabetic);
    (fits && plain).then_some(at)
}

fn title(line: &str) -> Field<String> {
    let text = if line.trim_start().starts_with(['#', '*', '=']) { undress(line) } else { line.trim() };
    let start = line.find(text).unwrap_or_default();
    Field::printed(text.to_owned(), Span::new(start, start + text.len()), 0.9)
}

/// The people below the title: names under role lines, `Role: name`, and before any role the authors.
fn people(lines: &[&str], is_uptodate: bool, front: &mut FrontMatter) {
    let mut current: Option<(Role, String)> = None;
    for line in lines.iter().filter(|l| !l.trim().is_empty()) {
        if let Some((key, value)) = key_value(line) {
            if let Some(role) = role(key) {
                front.contributors.extend(read_people(line, value.range().start, role, Some(key)));
            }
            current = None;
            continue;
        }
        if let Some(role) = role(line) {
            current = Some((role, line.trim().trim_end_matches(':').to_owned()));
            continue;
        }
        let named = match &current {
            Some((role, printed)) => read_people(line, 0, *role, Some(printed)),
            // Without a role line only a degree tells a name from a heading.
            None if is_uptodate || has_degree(line) => read_people(line, 0, Role::Author, None),
            None => Vec::new(),
        };
        if named.is_empty() {
            return;
        }
        front.contributors.extend(named);
    }
}

/// The titles in `(See "A" and "B", section on 'C'.)`.
fn see_links(line: &Line) -> Vec<RelatedTopic> {
    let text = line.text.as_str();
    let mut topics = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(find_see) {
        at += found;
        // From link to link, as long as only joining words stand between.
        while let Some((start, end, after)) = text.get(at..).and_then(quoted) {
            let (start, end) = (at + start, at + end);
            if let Some(title) = text.get(start..end).map(|t| t.trim_end_matches([',', '.']).trim_end()) {
                let span = line.locate(start, start + title.len());
                topics.push(RelatedTopic { title: title.to_owned(), span });
            }
            at += after;
        }
    }
    topics
}

/// Where the first quotation mark after `See` stands.
fn find_see(text: &str) -> Option<usize> {
    let marks = ["See \"", "see \"", "See “", "see “"];
    let found = marks.iter().filter_map(|m| text.find(m)).min()?;
    Some(found + "See ".len())
}

/// The next quoted title after nothing but joining words: its start and end, and where the text goes on.
fn quoted(text: &str) -> Option<(usize, usize, usize)> {
    let open = text.find(['"', '“'])?;
    let between = text.get(..open)?;
    let joining = between.trim_matches([' ', ',', ';']);
    let section = joining.starts_with("section on");
    if !(matches!(joining, "" | "and" | "or" | "and see" | "see") || section) || between.contains(')') {
        return None;
    }
    let width = text.get(open..)?.chars().next()?.len_utf8();
    let inside = text.get(open + width..)?;
    let end = inside.find(['"', '”'])?;
    let close = inside.get(end..)?.chars().next()?.len_utf8();
    Some((open + width, open + width + end, open + width + end + close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let line = Line { text: text.to_owned(), ..Line::default() };
        see_links(&line).into_iter().map(|t| t.title).collect()
    }

    #[test]
    fn see_links_in_prose() {
        assert_eq!(
            links("Some text. (See \"Topic one\" and \"Topic two\".) More \"quoted\" text."),
            ["Topic one", "Topic two"]
        );
        assert_eq!(
            links("(see \"A topic\", section on 'Dose' and \"Another: part 2\".)"),
            ["A topic", "Another: part 2"]
        );
        assert_eq!(links("(See “Curly quotes”.) and (See \"Second\".)"), ["Curly quotes", "Second"]);
        assert!(links("We see \"unclosed").is_empty());
        assert!(links("no links").is_empty());
    }

    #[test]
    fn known_keys_only() {
        let line = "Section Editor:  Jane Q Public, MD";
        let (key, value) = key_value(line).unwrap();
        assert_eq!((key, value.of(line)), ("Section Editor", "Jane Q Public, MD"));
        assert!(key_value("Conclusion: it works").is_none());
        assert!(key_value("Title:").is_none());
    }
}
