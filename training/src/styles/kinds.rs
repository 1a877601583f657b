//! Works of every kind. The corpora have journals' articles by the hundred thousand and hardly a dataset, a patent or a
//! standard, so titles and people of real records are put together with what such works have besides.

use refloom::normalize::journals::Authority;

use super::words;
use super::work::Work;
use crate::names::{self, Person};
use crate::render::Fields;
use crate::rng::Rng;

/// Kinds of works, and how many of a hundred are of each.
const KINDS: [(Kind, usize); 17] = [
    (Kind::Article, 24),
    (Kind::Chapter, 13),
    (Kind::Book, 13),
    (Kind::Conference, 9),
    (Kind::Thesis, 5),
    (Kind::Report, 6),
    (Kind::Web, 7),
    (Kind::Preprint, 4),
    (Kind::Dataset, 4),
    (Kind::Software, 4),
    (Kind::Patent, 2),
    (Kind::Standard, 2),
    (Kind::Newspaper, 2),
    (Kind::Magazine, 1),
    (Kind::Entry, 1),
    (Kind::Abstract, 2),
    (Kind::Film, 1),
];

/// Kinds of works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Article,
    Chapter,
    Book,
    Conference,
    Thesis,
    Report,
    Web,
    Preprint,
    Dataset,
    Software,
    Patent,
    Standard,
    Newspaper,
    Magazine,
    Entry,
    Abstract,
    Film,
}

impl Kind {
    /// Every kind, in the order of the card.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|&(kind, _)| kind)
    }

    /// A kind of chance.
    pub fn any(rng: &mut Rng) -> Self {
        let mut at = rng.below(KINDS.iter().map(|(_, share)| share).sum());
        for (kind, share) in KINDS {
            if at < share {
                return kind;
            }
            at -= share;
        }
        Self::Article
    }
}

/// Parts of real records to put works together from.
#[derive(Default)]
pub struct Parts {
    articles: Vec<Fields>,
    books: Vec<Fields>,
    journals: Vec<(String, String)>,
}

impl Parts {
    /// With the names of the journals that the program knows.
    pub fn new(authority: &Authority) -> Self {
        let named =
            authority.journals().map(|(_, j)| (j.title, j.title_iso4.or(j.title_nlm).unwrap_or_default()));
        Self { journals: named.collect(), ..Self::default() }
    }

    /// Keeps a record to take parts from.
    pub fn add(&mut self, fields: Fields) {
        if !fields.publisher.is_empty() {
            self.books.push(fields);
        } else if !fields.title.is_empty() && !fields.authors.is_empty() {
            self.articles.push(fields);
        }
    }

    /// True where there is something to take every part from.
    pub fn are_enough(&self) -> bool {
        !self.articles.is_empty() && !self.books.is_empty()
    }

    /// A work of a kind.
    pub fn make(&self, kind: Kind, rng: &mut Rng) -> Work {
        let article = &self.articles[rng.below(self.articles.len())];
        let book = &self.books[rng.below(self.books.len())];
        let mut made = Making { article, book, parts: self, spelled: rng.chance(40), rng };
        made.work(kind)
    }
}

/// A work being put together.
pub(super) struct Making<'a> {
    pub(super) article: &'a Fields,
    pub(super) book: &'a Fields,
    pub(super) parts: &'a Parts,
    /// Given names are spelled out.
    spelled: bool,
    pub(super) rng: &'a mut Rng,
}

impl Making<'_> {
    pub(super) fn work(&mut self, kind: Kind) -> Work {
        let mut work = match kind {
            Kind::Article => self.article(),
            Kind::Chapter => self.chapter(),
            Kind::Book => self.book(),
            Kind::Conference => self.conference(),
            Kind::Thesis => self.thesis(),
            Kind::Report => self.report(),
            Kind::Web => self.web(),
            Kind::Preprint => self.preprint(),
            Kind::Dataset => self.dataset(),
            Kind::Software => self.software(),
            Kind::Patent => self.patent(),
            Kind::Standard => self.standard(),
            Kind::Newspaper => self.periodical("article-newspaper"),
            Kind::Magazine => self.periodical("article-magazine"),
            Kind::Entry => self.entry(),
            Kind::Abstract => self.meeting_abstract(),
            Kind::Film => self.film(),
        };
        let year = self.article.year.get(..4).and_then(|y| y.parse().ok()).unwrap_or(2012);
        let year = if self.rng.chance(15) { 1950 + self.number(74) } else { year };
        work.issued = vec![year];
        let dated = match kind {
            Kind::Newspaper | Kind::Magazine => 90,
            Kind::Web | Kind::Patent => 45,
            Kind::Article => 15,
            _ => 8,
        };
        if self.rng.chance(dated) {
            work.issued.push(1 + self.number(12));
            if self.rng.chance(70) {
                work.issued.push(1 + self.number(28));
            }
        }
        let undated = if kind == Kind::Web { 15 } else { 2 };
        if self.rng.chance(undated) {
            work.issued.clear();
        }
        // The year of access is another than that of publication, so that each date says whose it is.
        if work.value("URL").is_some() && self.rng.chance(60) {
            work.accessed = vec![year + 1 + self.number(4), 1 + self.number(12), 1 + self.number(28)];
        }
        work
    }

    pub(super) fn number(&mut self, below: usize) -> i32 {
        i32::try_from(self.rng.below(below)).unwrap_or(0)
    }

    /// People as one list spells them: initials, or names in full.
    pub(super) fn people(&mut self, from: &[Person]) -> Vec<Person> {
        let mut out = from.to_vec();
        for person in out.iter_mut().filter(|p| !p.group) {
            person.given = if self.spelled {
                names::spelled(&person.given, self.rng)
            } else {
                names::initials(&person.given)
            };
        }
        out
    }

    pub(super) fn authors(&mut self) -> Vec<Person> {
        let most = self.rng.pick(&[1, 2, 3, 8, 40]);
        let authors = &self.article.authors;
        self.people(&authors[..authors.len().min(most)])
    }

    pub(super) fn editors(&mut self) -> Vec<Person> {
        let other = &self.parts.articles[self.rng.below(self.parts.articles.len())].authors;
        let from = if self.book.editors.is_empty() { other } else { &self.book.editors };
        let most = self.rng.pick(&[1, 1, 2, 2, 3, 4]);
        self.people(&from[..from.len().min(most)])
    }

    pub(super) fn title(&mut self) -> String {
        if self.rng.chance(8) {
            return self.foreign();
        }
        self.article.title.trim_end_matches('.').to_owned()
    }

    pub(super) fn foreign(&mut self) -> String {
        let (openings, subjects) = words::FOREIGN[self.rng.below(words::FOREIGN.len())];
        let (opening, subject) = (self.rng.pick(openings), self.rng.pick(subjects));
        if self.rng.chance(25) {
            let (first, last) = (1800 + self.number(100), 1900 + self.number(110));
            return format!("{opening} {subject} ({first}-{last})");
        }
        format!("{opening} {subject}")
    }

    pub(super) fn book_title(&mut self) -> String {
        let title = if self.book.title.is_empty() { &self.book.container } else { &self.book.title };
        if self.rng.chance(15) || title.is_empty() {
            return self.foreign();
        }
        title.trim_end_matches('.').to_owned()
    }

    pub(super) fn pages(&mut self) -> String {
        match &self.article.pages {
            Some((first, last)) if !last.is_empty() && last != first => format!("{first}-{last}"),
            Some((first, _)) => first.clone(),
            None => {
                let first = 1 + self.rng.below(600);
                format!("{first}-{}", first + self.rng.below(40) + 1)
            }
        }
    }

    pub(super) fn doi(&mut self) -> String {
        if !self.article.doi.is_empty() && self.rng.chance(50) {
            return self.article.doi.clone();
        }
        let (a, b, year) = (self.rng.below(9000) + 1000, self.rng.below(90_000), 1990 + self.rng.below(34));
        match self.rng.below(6) {
            0 => format!("10.1016/j.jm{}.{year}.{:02}.{:03}", ["b", "p", "t"][a % 3], a % 12 + 1, b % 999),
            1 => format!("10.{a}/s{:05}-{:03}-{:04}-{}", b, b % 90, a, b % 10),
            2 => format!("10.1002/{}.{b}", ["jcp", "sim", "ajmg.a"][a % 3]),
            3 => format!("10.1371/journal.pone.00{b:05}"),
            4 => format!(
                "10.1093/{}/{}{:03}",
                ["nar", "brain", "ije"][a % 3],
                ["gk", "aw", "dy"][b % 3],
                b % 999
            ),
            _ => format!("10.{a}/{b}-{year}"),
        }
    }

    pub(super) fn url(&mut self) -> String {
        if !self.article.uri.is_empty() {
            return self.article.uri.clone();
        }
        let host = self.rng.pick(&[
            "www.who.int",
            "www.nice.org.uk",
            "ec.europa.eu",
            "www.example.org",
            "data.worldbank.org",
            "www.cdc.gov",
            "www.bbc.com",
            "www.destatis.de",
            "github.com",
            "www.ibge.gov.br",
            "www.insee.fr",
            "www.nytimes.com",
        ]);
        let scheme = self.rng.pick(&["https", "http"]);
        let path = self.rng.pick(&[
            "news/item",
            "publications/i/item",
            "en/topics",
            "index.php?id",
            "docs/report",
            "about",
            "",
        ]);
        match self.rng.below(4) {
            0 => format!("{scheme}://{host}/"),
            1 => format!("{scheme}://{host}/{path}.html"),
            2 => format!("{scheme}://{host}/{path}/{}", self.rng.below(90_000)),
            _ => format!("{scheme}://{host}/{path}/{}_{}.pdf", self.rng.below(2020), self.rng.below(99)),
        }
    }

    /// `DOI`, `URL`, both or neither.
    pub(super) fn found_at(&mut self, work: Work, percent: usize) -> Work {
        if !self.rng.chance(percent) {
            return work;
        }
        match self.rng.below(5) {
            0 => {
                let url = self.url();
                work.with("URL", url)
            }
            1 => {
                let (doi, url) = (self.doi(), self.url());
                work.with("DOI", doi).with("URL", url)
            }
            _ => {
                let doi = self.doi();
                work.with("DOI", doi)
            }
        }
    }

    pub(super) fn place(&mut self) -> String {
        if self.book.place.is_empty() || self.rng.chance(50) {
            return self.rng.pick(&words::PLACES).to_owned();
        }
        self.book.place.clone()
    }

    pub(super) fn publisher(&mut self) -> String {
        if self.book.publisher.is_empty() || self.rng.chance(40) {
            return self.rng.pick(&words::PUBLISHERS).to_owned();
        }
        self.book.publisher.clone()
    }

    pub(super) fn body(&mut self) -> String {
        self.rng.pick(&words::BODIES).to_owned()
    }

    /// A group in place of authors, or people.
    pub(super) fn group_or_authors(&mut self, percent: usize) -> Vec<Person> {
        if self.rng.chance(percent) { vec![Person::of(self.body(), true)] } else { self.authors() }
    }

    /// The journal of the record, or another: by its name or by its abbreviation.
    pub(super) fn journal(&mut self) -> (String, String) {
        if self.parts.journals.is_empty() || self.rng.chance(50) {
            return (self.article.container.clone(), String::new());
        }
        let (title, short) = self.parts.journals[self.rng.below(self.parts.journals.len())].clone();
        let title = title.trim_end_matches('.').to_owned();
        if !short.is_empty() && self.rng.chance(35) { (short, String::new()) } else { (title, short) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of two records.
    pub fn parts() -> Parts {
        let field = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        let mut parts = Parts::default();
        let article = [
            field("author.surname", "Berg"),
            field("author.given", "MH"),
            field("title", "Fish of cold rivers"),
            field("source", "J Fish Biol"),
            field("year", "2004"),
            field("volume", "9"),
            field("fpage", "12"),
            field("lpage", "19"),
        ];
        let book = [
            field("author.surname", "Lund"),
            field("source", "Rivers of the north"),
            field("publisher", "Harbour Press"),
            field("publisher-loc", "Oslo"),
            field("year", "1999"),
        ];
        for (kind, fields) in [("journal", &article[..]), ("book", &book[..])] {
            if let Some(fields) = Fields::of(kind, fields) {
                parts.add(fields);
            }
        }
        parts
    }

    #[test]
    fn every_kind_can_be_made_and_has_a_title() {
        let (parts, mut rng) = (parts(), Rng::new(3));
        assert!(parts.are_enough() && !Parts::default().are_enough());
        for kind in Kind::all() {
            for _ in 0..50 {
                let work = parts.make(kind, &mut rng);
                assert!(work.value("title").is_some(), "{kind:?}");
                assert!(work.accessed.is_empty() || work.accessed.first() != work.issued.first());
                assert!(work.item().is_some());
            }
        }
    }
}
