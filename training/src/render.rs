//! Prints records that are fields only, in styles made up of the choices that real styles differ in. It says of every
//! piece what it is, so nothing has to be found again in the printed text.

use refloom::parse::tag::Tag;

use super::corpus::Segment;
use super::names::{NameStyle, Person};
use super::rng::Rng;

/// The fields of a record.
#[derive(Debug, Default)]
pub struct Fields {
    pub(super) authors: Vec<Person>,
    pub(super) editors: Vec<Person>,
    cut: bool,
    pub(super) title: String,
    pub(super) container: String,
    pub(super) year: String,
    pub(super) volume: String,
    pub(super) issue: String,
    pub(super) pages: Option<(String, String)>,
    pub(super) publisher: String,
    pub(super) place: String,
    edition: String,
    pub(super) doi: String,
    pub(super) uri: String,
    series: String,
    kind: Kind,
}

/// Kinds of works that are printed differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Journal articles.
    #[default]
    Article,
    /// Whole books, reports, theses.
    Book,
    /// Parts of books, papers in proceedings.
    Chapter,
    /// Web pages.
    Web,
}

impl Fields {
    /// The fields of a record; `None` where there is too little to print.
    pub fn of(kind: &str, fields: &[(String, String)]) -> Option<Self> {
        let mut out = Self::default();
        let mut chapter = String::new();
        for (label, text) in fields {
            let text = text.trim().to_owned();
            match label.as_str() {
                "author.surname" | "author.collab" => {
                    out.authors.push(Person::of(text, label.ends_with("collab")));
                }
                "editor.surname" | "editor.collab" => {
                    out.editors.push(Person::of(text, label.ends_with("collab")));
                }
                "author.given" => out.authors.last_mut()?.given = text,
                "editor.given" => out.editors.last_mut()?.given = text,
                "author.suffix" => out.authors.last_mut()?.suffix = text,
                "author.etal" => out.cut = true,
                "title" => out.title = text,
                "chapter-title" => chapter = text,
                "source" => out.container = text,
                "year" => out.year = text,
                "volume" => out.volume = text,
                "issue" => out.issue = text,
                "fpage" | "elocation-id" => out.pages = Some((text, String::new())),
                "lpage" => out.pages.as_mut()?.1 = text,
                "publisher" => out.publisher = text,
                "publisher-loc" => out.place = text,
                "edition" => out.edition = text,
                "doi" => out.doi = text,
                "uri" => out.uri = text,
                "series" => out.series = text,
                _ => {}
            }
        }
        if !chapter.is_empty() {
            if out.container.is_empty() {
                out.container = std::mem::take(&mut out.title);
            }
            out.title = chapter;
        }
        if out.title.is_empty() && matches!(kind, "book" | "thesis" | "report" | "other" | "web" | "webpage")
        {
            out.title = std::mem::take(&mut out.container);
        }
        let titled = !out.title.is_empty();
        out.kind = if !out.uri.is_empty() && out.volume.is_empty() && out.publisher.is_empty() {
            Kind::Web
        } else if titled && out.container.is_empty() {
            Kind::Book
        } else if titled && (!out.publisher.is_empty() || kind == "confproc" || !out.editors.is_empty()) {
            Kind::Chapter
        } else {
            Kind::Article
        };
        let printable = !out.year.is_empty() && (titled || !out.container.is_empty());
        (printable && out.title.len() < 400 && out.container.len() < 200).then_some(out)
    }

    /// What kind of work it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

/// A reference being printed.
struct Page<'a> {
    out: Vec<Segment>,
    rng: &'a mut Rng,
}

impl Page<'_> {
    fn put(&mut self, tag: Tag, text: &str) {
        if !text.is_empty() {
            self.out.push((Some(tag), text.to_owned()));
        }
    }

    fn mark(&mut self, text: &str) {
        // One full stop is enough.
        let last = self.out.last().and_then(|(_, t)| t.chars().last()).unwrap_or(' ');
        let text = if matches!(last, '.' | '?' | '!') && text.starts_with('.') { &text[1..] } else { text };
        let text = if matches!(last, '?' | '!') && text.starts_with(',') { &text[1..] } else { text };
        if !text.is_empty() {
            self.out.push((None, text.to_owned()));
        }
    }
}

/// Where the date stands.
#[derive(Clone, Copy, PartialEq)]
enum DateAt {
    Authors,
    Volume,
    End,
}

/// Prints a record in a style of chance.
#[allow(clippy::too_many_lines, reason = "a style is a list of choices")]
pub fn print(fields: &Fields, rng: &mut Rng) -> Vec<Segment> {
    let names = NameStyle::any(rng);
    let comma = rng.chance(35);
    let delimiter = if comma { ", " } else { ". " };
    let quotes = match rng.below(10) {
        0 | 1 => ("“", "”"),
        2 => ("\"", "\""),
        3 if comma => ("‘", "’"),
        3 => ("« ", " »"),
        _ => ("", ""),
    };
    let book = matches!(fields.kind, Kind::Book | Kind::Chapter);
    let date_at = match rng.below(10) {
        0..=4 => DateAt::Authors,
        5..=7 if !book => DateAt::Volume,
        _ => DateAt::End,
    };
    let bracketed = rng.chance(60);
    let mut p = Page { out: Vec::new(), rng };
    let year = date(&fields.year, p.rng);
    let whole_editors = fields.authors.is_empty() && !fields.editors.is_empty() && fields.kind == Kind::Book;
    if whole_editors {
        let printed = names.print(&fields.editors, false, p.rng);
        p.put(Tag::Editor, &printed);
        let mark = p.rng.pick(&[" (Eds.)", ", eds", ", editors", " (ed.)", " (Hrsg.)", ", éds", ", ed"]);
        p.put(Tag::Editor, mark);
    } else {
        let printed = names.print(&fields.authors, fields.cut, p.rng);
        p.put(Tag::Author, &printed);
    }
    let opened = !p.out.is_empty();
    if date_at == DateAt::Authors {
        if opened {
            p.mark(if bracketed { " " } else { delimiter });
        }
        if bracketed {
            p.put(Tag::Date, &format!("({year})"));
        } else {
            p.put(Tag::Date, &year);
        }
        let after = if bracketed { p.rng.pick(&[". ", " ", ", ", ": "]) } else { p.rng.pick(&[". ", ", "]) };
        p.mark(after);
    } else if opened {
        let colon = p.rng.chance(12);
        p.mark(if colon { ": " } else { delimiter });
    }
    // The title; chemists leave it out.
    let skip_title = fields.kind == Kind::Article && p.rng.chance(7) && !fields.container.is_empty();
    if !fields.title.is_empty() && !skip_title {
        let title = cased(&fields.title, p.rng);
        let title = title.trim_end_matches('.');
        if quotes.0.is_empty() || fields.kind == Kind::Book && p.rng.chance(70) {
            p.put(Tag::Title, title);
            if !fields.container.is_empty() || !fields.publisher.is_empty() {
                p.mark(delimiter);
            }
        } else {
            let inside = p.rng.chance(50);
            let stop = delimiter.trim_end();
            let wrapped = if inside {
                format!("{}{title}{stop}{}", quotes.0, quotes.1)
            } else {
                format!("{}{title}{}", quotes.0, quotes.1)
            };
            p.put(Tag::Title, &wrapped);
            p.mark(if inside { " " } else { delimiter });
        }
    }
    match fields.kind {
        Kind::Article => article(fields, &mut p, delimiter, date_at, &year),
        Kind::Chapter | Kind::Book => held(fields, &mut p, &names, delimiter, date_at, &year),
        Kind::Web => {
            if !fields.container.is_empty() {
                p.put(Tag::Container, &fields.container);
                p.mark(delimiter);
            }
            if date_at != DateAt::Authors {
                p.put(Tag::Date, &year);
                p.mark(". ");
            }
            let lead =
                p.rng.pick(&["Available from: ", "Retrieved from ", "", "URL ", "Available at: ", "http: "]);
            p.mark(lead);
            p.put(Tag::Identifier, &fields.uri);
            return p.out;
        }
    }
    if !fields.doi.is_empty() && p.rng.chance(60) {
        let lead = p.rng.pick(&[". doi:", ". https://doi.org/", ". doi: ", ", doi:", ". DOI ", " "]);
        p.mark(lead);
        p.put(Tag::Identifier, &fields.doi);
    }
    if p.rng.chance(75) {
        p.mark(".");
    }
    p.out
}

fn date(year: &str, rng: &mut Rng) -> String {
    let month = rng.pick(&[
        "Jan", "March", "Apr.", "May", "June", "July", "Sept.", "October", "Nov", "Dec.", "mars", "juin",
    ]);
    match rng.below(16) {
        0 => format!("{month} {year}"),
        1 => format!("{year} {month}"),
        2 => format!("{month} {}, {year}", rng.below(28) + 1),
        3 => format!("{year}{}", rng.pick(&["a", "b"])),
        _ => year.to_owned(),
    }
}

/// Titles In Capitals And Small Letters, and now and then IN CAPITALS ALONE.
fn cased(title: &str, rng: &mut Rng) -> String {
    match rng.below(20) {
        0..=3 => title
            .split(' ')
            .map(|word| {
                let mut chars = word.chars();
                match chars.next() {
                    Some(c) if word.len() > 3 => c.to_uppercase().chain(chars).collect(),
                    _ => word.to_owned(),
                }
            })
            .collect::<Vec<_>>()
            .join(" "),
        4 if rng.chance(30) => title.to_uppercase(),
        _ => title.to_owned(),
    }
}

fn pages(fields: &Fields, p: &mut Page<'_>) -> String {
    let Some((first, last)) = &fields.pages else { return String::new() };
    let dash = p.rng.pick(&["-", "–", "-", "--", " - "]);
    if last.is_empty() || last == first || p.rng.chance(6) {
        return first.clone();
    }
    let mut last = last.as_str();
    if p.rng.chance(20) && last.len() == first.len() && last.is_ascii() && first.is_ascii() {
        let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
        last = &last[same.min(last.len() - 1)..];
    }
    format!("{first}{dash}{last}")
}

#[allow(clippy::too_many_lines, reason = "a style is a list of choices")]
fn article(fields: &Fields, p: &mut Page<'_>, delimiter: &str, date_at: DateAt, year: &str) {
    if p.rng.chance(4) {
        p.mark("In: ");
    } else if p.rng.chance(3) {
        p.mark("in ");
    }
    p.put(Tag::Container, &fields.container);
    let dated_here = date_at == DateAt::Volume;
    let range = pages(fields, p);
    if dated_here {
        match p.rng.below(5) {
            0 => {
                p.mark(" (");
                p.put(Tag::Date, year);
                p.mark(") ");
            }
            1 => {
                p.mark(", ");
                p.put(Tag::Date, year);
                p.mark(", ");
            }
            2 => {
                p.mark(". ");
                p.put(Tag::Date, year);
                p.mark("; ");
            }
            3 => {
                p.mark(" ");
                p.put(Tag::Date, year);
                p.mark(", ");
            }
            _ => {
                let dot = p.rng.chance(50);
                p.mark(if dot { ". " } else { " " });
                p.put(Tag::Date, year);
                p.mark(";");
            }
        }
    } else {
        let after = p.rng.pick(&[" ", ", ", ". ", ", "]);
        p.mark(after);
    }
    let form = p.rng.below(9);
    // Behind the volume: (2005) 45-67
    let middle_year = date_at == DateAt::End && p.rng.chance(30);
    let verbose = form < 2;
    if !fields.volume.is_empty() {
        if verbose {
            let lead = p.rng.pick(&["vol. ", "Vol. ", "volume ", "vol ", "t. ", "Bd. "]);
            p.mark(lead);
        }
        p.put(Tag::Volume, &fields.volume);
    }
    if p.rng.chance(5) && !fields.volume.is_empty() && !verbose {
        p.mark(" ");
        let supplement =
            p.rng.pick(&["Suppl 1", "Suppl", "(Suppl 1)", "Suppl. 2", "(Suppl)", "Suppl 2", "(suppl 1)"]);
        p.put(Tag::Issue, supplement);
    } else if !fields.issue.is_empty() && p.rng.chance(80) {
        match form {
            0 | 1 => {
                let lead = p.rng.pick(&[", no. ", ", n° ", ", issue ", ", No. ", ", nr ", " no. "]);
                p.mark(lead);
                p.put(Tag::Issue, &fields.issue);
            }
            2 => {
                p.mark(" (");
                p.put(Tag::Issue, &fields.issue);
                p.mark(")");
            }
            3 => {
                p.mark(", ");
                p.put(Tag::Issue, &fields.issue);
            }
            _ => {
                p.mark("(");
                p.put(Tag::Issue, &fields.issue);
                p.mark(")");
            }
        }
    }
    if middle_year {
        p.mark(" (");
        p.put(Tag::Date, year);
        p.mark(")");
    }
    if !range.is_empty() {
        let lead = match (form, middle_year) {
            (0 | 1, _) => p.rng.pick(&[", pp. ", ", p. ", ", pp ", ", pages "]),
            (_, true) => p.rng.pick(&[" ", ", "]),
            (2 | 3, _) => p.rng.pick(&[", ", ", pp. "]),
            (4, _) => ", pp. ",
            (5, _) => ": ",
            (6, _) => ", ",
            _ => ":",
        };
        p.mark(lead);
        p.put(Tag::Pages, &range);
    }
    if date_at == DateAt::End && !middle_year {
        let bracket = p.rng.chance(45);
        if bracket {
            p.mark(" (");
            p.put(Tag::Date, year);
            p.mark(")");
        } else {
            p.mark(if delimiter == ", " || form < 4 { ", " } else { ". " });
            p.put(Tag::Date, year);
        }
    }
}

#[allow(clippy::too_many_lines, reason = "a style is a list of choices")]
fn held(fields: &Fields, p: &mut Page<'_>, names: &NameStyle, delimiter: &str, date_at: DateAt, year: &str) {
    let range = pages(fields, p);
    let mut pages_late = p.rng.chance(55);
    let mut range = range;
    if fields.kind == Kind::Chapter {
        // Microbiologists print a chapter's pages in front of its book.
        if !range.is_empty() && !p.out.last().is_some_and(|(_, t)| t.contains(['”', '"'])) && p.rng.chance(15)
        {
            if p.out.last().is_some_and(|(tag, _)| tag.is_none()) {
                p.out.pop();
            }
            let lead = p.rng.pick(&[", p ", ", p. ", ", pp. "]);
            p.mark(lead);
            p.put(Tag::Pages, &std::mem::take(&mut range));
            p.mark(". ");
            pages_late = true;
        }
        let lead = p.rng.pick(&["In: ", "In ", "in ", "in: ", "In ", "", "dans "]);
        p.mark(lead);
        let editors_first = p.rng.chance(55);
        let spelled = names.clone().for_editors(p.rng);
        if !fields.editors.is_empty() && editors_first {
            let printed = spelled.print(&fields.editors, false, p.rng);
            p.put(Tag::Editor, &printed);
            let mark = p.rng.pick(&[
                ", editors",
                " (Eds.)",
                " (eds)",
                ", eds.",
                " (Ed.)",
                ", editor",
                " eds.",
                " (dir.)",
                " (Hrsg.)",
            ]);
            p.put(Tag::Editor, mark);
            let after = p.rng.pick(&[". ", ", ", " ", ": "]);
            p.mark(after);
        }
        p.put(Tag::Container, &fields.container);
        if !fields.editors.is_empty() && !editors_first {
            let lead = p.rng.pick(&[
                ", ed. ",
                ", edited by ",
                ", eds. ",
                ". Edited by ",
                " (ed. by ",
                ". Ed. ",
                ". Eds. ",
            ]);
            p.mark(if lead.starts_with('.') {
                ". "
            } else if lead.starts_with(' ') {
                " "
            } else {
                ", "
            });
            p.put(Tag::Editor, lead.trim_start_matches(['.', ',', ' ']));
            let printed = spelled.print(&fields.editors, false, p.rng);
            p.put(Tag::Editor, &printed);
            if lead.contains('(') {
                p.mark(")");
            }
        }
        if !fields.volume.is_empty() {
            let lead = p.rng.pick(&[", vol. ", ". Vol. ", ", volume ", " "]);
            p.mark(lead);
            p.put(Tag::Volume, &fields.volume);
        }
        if !range.is_empty() && !pages_late {
            let lead = p.rng.pick(&[" (pp. ", ", pp. ", ", ", ", pages ", ": "]);
            p.mark(lead);
            p.put(Tag::Pages, &range);
            if lead.starts_with(" (") {
                p.mark(")");
            }
        }
        p.mark(delimiter);
    }
    if !fields.edition.is_empty() {
        let edition = if fields.edition.chars().all(|c| c.is_ascii_digit()) {
            let ordinal = match fields.edition.as_str() {
                "1" => "1st",
                "2" => "2nd",
                "3" => "3rd",
                _ => "th",
            };
            let ordinal = if ordinal == "th" { format!("{}th", fields.edition) } else { ordinal.to_owned() };
            let word = p.rng.pick(&[" ed", " edition", " edn", " ed"]);
            format!("{ordinal}{word}")
        } else {
            fields.edition.clone()
        };
        p.put(Tag::Edition, &edition);
        p.mark(delimiter);
    }
    if !fields.series.is_empty() && p.rng.chance(70) {
        p.put(Tag::Series, &fields.series);
        p.mark(delimiter);
    }
    let place_first = p.rng.chance(60);
    let bracket = p.rng.chance(12) && !fields.publisher.is_empty();
    if bracket {
        p.mark("(");
    }
    if fields.place.is_empty() || p.rng.chance(15) {
        p.put(Tag::Publisher, &fields.publisher);
    } else if fields.publisher.is_empty() {
        p.put(Tag::Place, &fields.place);
    } else if place_first {
        p.put(Tag::Place, &fields.place);
        let joint = p.rng.pick(&[": ", ": ", ", ", " : "]);
        p.mark(joint);
        p.put(Tag::Publisher, &fields.publisher);
    } else {
        p.put(Tag::Publisher, &fields.publisher);
        p.mark(", ");
        p.put(Tag::Place, &fields.place);
    }
    if date_at != DateAt::Authors {
        let lead = if bracket { ", " } else { p.rng.pick(&[", ", "; ", ". ", " "]) };
        p.mark(lead);
        p.put(Tag::Date, year);
    }
    if bracket {
        p.mark(")");
    }
    if fields.kind == Kind::Chapter && pages_late && !range.is_empty() {
        let lead = p.rng.pick(&[". p. ", ", pp. ", ", ", ": ", ". ", ". pp. ", ", pages "]);
        p.mark(lead);
        p.put(Tag::Pages, &range);
    }
    if fields.kind == Kind::Book && p.rng.chance(10) {
        let count = p.rng.below(700) + 60;
        p.mark(", ");
        p.put(Tag::Pages, &format!("{count} p."));
    }
}
