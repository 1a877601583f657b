use super::contributors::{has_degree, read_people, role};
use super::fact_lines::FactLines;
use super::headings::{Heading, undress};
use super::lines::Line;
use super::survey::Plan;
use crate::model::{Contributor, Field, FrontMatter, PartialDate, RelatedTopic, Role, Span};
use crate::normalize::dates;

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
    head: Vec<(u64, Line)>,
    index: u64,
    current_through: Option<Found<PartialDate>>,
    last_updated: Option<Found<PartialDate>>,
    related: Vec<(u64, RelatedTopic)>,
    title: Option<Found<String>>,
    publisher: Option<Found<String>>,
    is_uptodate: bool,
}

/// A fact with the line it stands on; its span counts from the start of that line.
struct Found<T> {
    index: u64,
    line: Line,
    fact: Field<T>,
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
            self.head.push((index, line.clone()));
            self.is_uptodate |= text.contains("UpToDate");
            if let Some((key, value)) = key_value(text) {
                self.keyed(index, line, key, value);
            }
        }
        if self.current_through.is_none() {
            self.current_through = date_after(line, "current through:", index);
        }
        if self.last_updated.is_none() {
            self.last_updated = date_after(line, "last updated:", index);
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
                let fact = Field::printed(words.to_owned(), value, 1.0);
                self.title = Some(Found { index, line: line.clone(), fact });
            }
            "publisher" if self.publisher.is_none() => {
                let fact = Field::printed(words.to_owned(), value, 1.0);
                self.publisher = Some(Found { index, line: line.clone(), fact });
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
        let head: Vec<&Line> =
            self.head.iter().take_while(|(i, _)| *i < first).map(|(_, line)| line).collect();
        let mut lines = FactLines::default();
        let mut front = FrontMatter {
            title: self.title.filter(|f| outside(f.index)).map(|f| lines.place(&f.line, f.fact)),
            related: self.related.into_iter().filter(|(i, _)| outside(*i)).map(|(_, t)| t).collect(),
            ..FrontMatter::default()
        };
        if !plan.lists.is_empty() {
            let title_at = if front.title.is_some() {
                let is_title =
                    |l: &&Line| key_value(&l.text).is_some_and(|(k, _)| k.eq_ignore_ascii_case("title"));
                head.iter().position(is_title)
            } else {
                let at = title_line(&head);
                front.title = at.and_then(|i| head.get(i)).map(|line| lines.place(line, title(&line.text)));
                at
            };
            if let Some(at) = title_at {
                front.contributors =
                    people(head.get(at + 1..).unwrap_or_default(), self.is_uptodate, &mut lines);
            }
        }
        let mut date = |found: Option<Found<PartialDate>>| {
            found.filter(|f| outside(f.index)).map(|f| lines.place(&f.line, f.fact))
        };
        front.current_through = date(self.current_through);
        front.last_updated = date(self.last_updated);
        front.publisher = self.publisher.filter(|f| outside(f.index)).map(|f| lines.place(&f.line, f.fact));
        front.entry = lines.into_entry();
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

fn date_after(line: &Line, key: &str, index: u64) -> Option<Found<PartialDate>> {
    // The key is ASCII, so that the offsets of the lower-case copy are those of the line.
    let after = line.text.to_ascii_lowercase().find(key)? + key.len();
    let rest = line.text.get(after..)?;
    let printed = rest.find(['.', '|']).and_then(|end| rest.get(..end)).unwrap_or(rest);
    let date = dates::read(printed)?;
    let start = after + (printed.len() - printed.trim_start().len());
    let fact = Field::printed(date, Span::new(start, start + printed.trim().len()), 1.0);
    Some(Found { index, line: line.clone(), fact })
}

/// The line that reads like a title: the first that is no boilerplate, short, without a full stop, followed by a blank.
fn title_line(head: &[&Line]) -> Option<usize> {
    let boilerplate = |l: &str| {
        l.starts_with("Official reprint")
            || l.contains("www.")
            || l.contains("://")
            || l.contains('©')
            || l.contains("All Rights Reserved")
    };
    let opens = |l: &str| !l.trim().is_empty() && !boilerplate(l) && key_value(l).is_none();
    let at = head.iter().position(|l| opens(&l.text))?;
    let line = head.get(at)?.text.trim();
    let words = line.split_whitespace().count();
    let next = head.get(at + 1);
    let apart = next.is_none_or(|l| l.text.trim().is_empty() || has_degree(&l.text)) || line.starts_with('#');
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
fn people(head: &[&Line], is_uptodate: bool, lines: &mut FactLines) -> Vec<Contributor> {
    let mut people: Vec<Contributor> = Vec::new();
    let mut current: Option<(Role, String)> = None;
    for line in head.iter().filter(|l| !l.text.trim().is_empty()) {
        let text = line.text.as_str();
        let named = if let Some((key, value)) = key_value(text) {
            current = None;
            match role(key) {
                Some(role) => read_people(text, value.range().start, role, Some(key)),
                None => continue,
            }
        } else if let Some(role) = role(text) {
            current = Some((role, text.trim().trim_end_matches(':').to_owned()));
            continue;
        } else {
            let named = match &current {
                Some((role, printed)) => read_people(text, 0, *role, Some(printed)),
                // Without a role line only a degree tells a name from a heading.
                None if is_uptodate || has_degree(text) => read_people(text, 0, Role::Author, None),
                None => Vec::new(),
            };
            if named.is_empty() {
                break;
            }
            named
        };
        people.extend(named.into_iter().map(|c| Contributor { name: lines.place(line, c.name), ..c }));
    }
    people
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
