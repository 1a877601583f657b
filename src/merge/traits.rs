//! What of a mention is compared with others, folded.

use crate::model::{Field, JournalLink, Name, Reference, Role, Scheme, WorkKind};
use crate::normalize::fold::{fold, fold_run};
use crate::normalize::likeness::titles::{Title, up_to};

/// Bytes of a folded title that are kept: what follows tells nothing new.
const TITLE: usize = 240;
/// Words at its end that are kept in any case.
const TITLE_END: usize = 4;
/// Bytes of any other folded text.
const OTHER: usize = 80;
/// Authors that are kept of a list.
pub(super) const AUTHORS: usize = 10;

/// The fields by which mentions are compared, folded and cut to what a comparison needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// Title, folded.
    pub(super) title: String,
    /// Words before its subtitle; 0 without one.
    pub(super) main_words: u8,
    /// The first authors; editors where there are none.
    pub(super) authors: Vec<Author>,
    /// The list goes on.
    pub(super) is_cut: bool,
    /// Container, folded.
    pub(super) container: String,
    /// Its number in the authority, plus one.
    pub(super) journal: u32,
    /// Year; 0 without one.
    pub(super) year: i16,
    pub(super) nature: Nature,
    pub(super) volume: String,
    pub(super) issue: String,
    pub(super) supplement: String,
    pub(super) first_page: String,
    pub(super) last_page: String,
    pub(super) article_number: String,
    pub(super) edition: String,
    /// DOI without its version, and the version, where it has one.
    pub(super) versioned: String,
    pub(super) version: String,
}

/// A name, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    pub(super) family: String,
    pub(super) particle: String,
    pub(super) given: String,
    pub(super) initials: String,
    pub(super) is_group: bool,
}

/// What kind of work, as far as two kinds cannot be one work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Nature {
    #[default]
    Any,
    Article,
    Preprint,
    Meeting,
    Abstract,
    Book,
    Chapter,
    Thesis,
}

impl Nature {
    pub(super) const ALL: [Self; 8] = [
        Self::Any,
        Self::Article,
        Self::Preprint,
        Self::Meeting,
        Self::Abstract,
        Self::Book,
        Self::Chapter,
        Self::Thesis,
    ];
}

impl Traits {
    /// What a reference says of itself.
    pub(super) fn of(reference: &Reference) -> Self {
        let text = |field: &Option<Field<String>>| {
            field.as_ref().map(|field| cut(fold(&field.value), OTHER)).unwrap_or_default()
        };
        let (title, main_words) = reference
            .title
            .as_ref()
            .and_then(|title| Title::new(&title.value))
            .filter(|title| !matches!(title.text(), "unknown" | "untitled" | "no title" | "title"))
            .map(|title| (both_ends(title.text()), title.main_words()))
            .unwrap_or_default();
        let mut people: Vec<Author> = reference
            .with_role(Role::Author)
            .take(AUTHORS + 1)
            .filter_map(|c| author(&c.name.value))
            .collect();
        if people.is_empty() {
            let editors = reference.with_role(Role::Editor).take(AUTHORS + 1);
            people.extend(editors.filter_map(|c| author(&c.name.value)));
        }
        let is_cut = reference.authors_truncated || people.len() > AUTHORS;
        people.truncate(AUTHORS);
        let container = match &reference.container_title {
            Some(_) => text(&reference.container_title),
            None => text(&reference.event_title),
        };
        let journal = match &reference.journal {
            JournalLink::Resolved { journal, .. } => journal.0.saturating_add(1),
            _ => 0,
        };
        let pages = reference.pages.as_ref().map(|pages| &pages.value);
        let page = |page: Option<&str>| page.map(|page| cut(fold_run(page), OTHER)).unwrap_or_default();
        let (versioned, version) = doi(reference).and_then(version).unwrap_or_default();
        Self {
            title,
            main_words,
            authors: people,
            is_cut,
            nature: nature(reference, &container),
            container,
            journal,
            year: reference.issued.as_ref().map_or(0, |issued| issued.value.year),
            volume: text(&reference.volume),
            issue: text(&reference.issue),
            supplement: text(&reference.supplement),
            first_page: page(pages.map(|pages| pages.first.as_str())),
            last_page: page(pages.and_then(|pages| pages.last.as_deref())),
            article_number: text(&reference.article_number),
            edition: text(&reference.edition),
            versioned,
            version,
        }
    }
}

impl Traits {
    /// All of it in one line.
    pub(super) fn words(&self) -> String {
        let families: Vec<&str> = self.authors.iter().map(|author| author.family.as_str()).collect();
        let year = self.year.to_string();
        let parts = [
            self.title.as_str(),
            &families.join(" "),
            &year,
            &self.container,
            &self.volume,
            &self.issue,
            &self.first_page,
            &self.article_number,
            &self.edition,
        ];
        parts.join("|")
    }
}

fn doi(reference: &Reference) -> Option<&str> {
    let doi = reference.identifiers.iter().find(|id| id.value.scheme == Scheme::Doi)?;
    Some(doi.value.value.as_str())
}

/// `10.1002/14651858.cd002273.pub2` → the DOI of the first version, and `2`. Cochrane's first version bears none.
fn version(doi: &str) -> Option<(String, String)> {
    if let Some((base, version)) = doi.rsplit_once(".pub")
        && version.bytes().all(|b| b.is_ascii_digit())
    {
        return Some((base.to_owned(), version.to_owned()));
    }
    if doi.starts_with("10.1002/14651858.") {
        return Some((doi.to_owned(), "1".to_owned()));
    }
    // Preprint servers number versions behind a `v` (`10.21203/rs.3.rs-1/v2`).
    let (base, version) = doi.rsplit_once("/v").or_else(|| doi.rsplit_once(".v"))?;
    let is_number = !version.is_empty() && version.len() < 3 && version.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| (base.to_owned(), version.to_owned()))
}

/// Containers that hold nothing but preprints.
const PREPRINTS: [&str; 9] = [
    "arxiv",
    "biorxiv",
    "medrxiv",
    "chemrxiv",
    "psyarxiv",
    "socarxiv",
    "ssrn",
    "research square",
    "preprints org",
];

/// Beginnings of their DOIs.
const PREPRINT_DOIS: [&str; 7] =
    ["10.1101/", "10.48550/", "10.2139/ssrn", "10.21203/", "10.26434/", "10.31234/", "10.20944/preprints"];

fn nature(reference: &Reference, container: &str) -> Nature {
    // Cold Spring Harbor's journals share bioRxiv's prefix, and have volumes.
    let preprint = reference.volume.is_none()
        && (PREPRINTS.iter().any(|name| container.starts_with(name))
            || doi(reference).is_some_and(|doi| PREPRINT_DOIS.iter().any(|start| doi.starts_with(start))));
    match reference.kind {
        _ if preprint => Nature::Preprint,
        WorkKind::Preprint => Nature::Preprint,
        WorkKind::ConferencePaper => Nature::Meeting,
        WorkKind::ConferenceAbstract => Nature::Abstract,
        WorkKind::Book => Nature::Book,
        WorkKind::Chapter | WorkKind::ReferenceEntry => Nature::Chapter,
        WorkKind::Thesis => Nature::Thesis,
        WorkKind::Article | WorkKind::Review | WorkKind::Letter | WorkKind::Editorial => {
            let words = ["conference on", "symposium on", "workshop on"];
            let meeting = reference.volume.is_none() && words.iter().any(|w| container.contains(w));
            if meeting { Nature::Meeting } else { Nature::Article }
        }
        _ => Nature::Any,
    }
}

fn author(name: &Name) -> Option<Author> {
    let author = match name {
        Name::Group(name) => Author { family: cut(fold(name), OTHER), is_group: true, ..Author::default() },
        Name::Person(person) => {
            let given = person.given.as_deref().map(fold_run).unwrap_or_default();
            let initials = match &person.initials {
                Some(initials) => fold_run(initials),
                None => {
                    fold_run(&crate::normalize::names::initials(person.given.as_deref().unwrap_or_default()))
                }
            };
            Author {
                family: cut(fold(&person.family), OTHER),
                particle: person.particle.as_deref().map(fold_run).unwrap_or_default(),
                given: cut(given, OTHER),
                initials,
                is_group: false,
            }
        }
    };
    (!matches!(author.family.as_str(), "" | "unknown" | "anonymous" | "anon")).then_some(author)
}

/// A long title loses its middle: parts are numbered at its end.
fn both_ends(title: &str) -> String {
    if title.len() <= TITLE {
        return title.to_owned();
    }
    let end = title.rmatch_indices(' ').take(TITLE_END).last().map_or("", |(at, _)| &title[at..]);
    let end = if end.len() < TITLE / 2 { end } else { "" };
    cut(title.to_owned(), TITLE - end.len()) + end
}

/// So many bytes of it, whole words where there are any.
fn cut(mut text: String, bytes: usize) -> String {
    if text.len() > bytes {
        let head = up_to(&text, bytes);
        let end = head.rfind(' ').unwrap_or(head.len());
        text.truncate(end);
    }
    text
}
