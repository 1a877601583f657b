//! An invented paper.

use serde_json::Value;

/// What both services know of it. Everything is text as they give it.
#[derive(Clone, Debug)]
pub struct Paper {
    /// `None`: PubMed does not have it.
    pub pmid: Option<u32>,
    /// PubMed's number of another record that became this one.
    pub former_pmid: Option<u32>,
    pub pmcid: String,
    /// Empty: it has none.
    pub doi: String,
    /// Whether the DOI is registered with Crossref and not with another agency.
    pub in_crossref: bool,
    pub title: String,
    /// Family name and given names.
    pub authors: Vec<(String, String)>,
    pub journal: String,
    pub journal_short: String,
    pub issn: String,
    pub nlm_id: String,
    pub year: u16,
    /// 0: not known.
    pub month: u8,
    pub volume: String,
    pub issue: String,
    /// As Crossref gives them, `1169-1188`.
    pub pages: String,
    /// Crossref's word for what it is.
    pub kind: String,
    /// PubMed's words.
    pub publication_types: Vec<String>,
    /// XML put into the record of PubMed before the end of `MedlineCitation`: comments and corrections, headings.
    pub pubmed_extra: String,
    /// Keys put into the record of Crossref, in place of those of the same name.
    pub crossref_extra: Value,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            pmid: None,
            former_pmid: None,
            pmcid: String::new(),
            doi: String::new(),
            in_crossref: true,
            title: String::new(),
            authors: Vec::new(),
            journal: "Journal of Invented Studies".to_owned(),
            journal_short: "J Invent Stud".to_owned(),
            issn: "1234-5679".to_owned(),
            nlm_id: "9999999".to_owned(),
            year: 2001,
            month: 0,
            volume: String::new(),
            issue: String::new(),
            pages: String::new(),
            kind: "journal-article".to_owned(),
            publication_types: vec!["Journal Article".to_owned()],
            pubmed_extra: String::new(),
            crossref_extra: Value::Null,
        }
    }
}

impl Paper {
    /// `Smith JA, Doe B`: initials are taken for given names.
    #[must_use]
    pub fn by(mut self, authors: &str) -> Self {
        let split = |author: &str| {
            let (family, given) = author.trim().rsplit_once(' ').unwrap_or((author.trim(), ""));
            (family.to_owned(), given.to_owned())
        };
        self.authors = authors.split(',').filter(|author| !author.trim().is_empty()).map(split).collect();
        self
    }

    /// `2012;30(4):372-9`.
    #[must_use]
    pub fn at(mut self, locator: &str) -> Self {
        let (year, rest) = locator.split_once(';').unwrap_or((locator, ""));
        let (volume, pages) = rest.split_once(':').unwrap_or((rest, ""));
        let (volume, issue) = volume.split_once('(').unwrap_or((volume, ""));
        self.year = year.trim().parse().unwrap();
        volume.trim().clone_into(&mut self.volume);
        issue.trim_end_matches(')').clone_into(&mut self.issue);
        pages.trim().clone_into(&mut self.pages);
        self
    }

    pub fn first_page(&self) -> &str {
        self.pages.split('-').next().unwrap_or_default()
    }

    /// The first letters of the given names; initials stay what they are.
    pub fn initials(given: &str) -> String {
        if given.len() <= 3 && given.chars().all(char::is_uppercase) {
            return given.to_owned();
        }
        given.split([' ', '-']).filter_map(|name| name.chars().next()).collect()
    }

    /// Whether a search for an author would find this one: family name, then perhaps initials.
    pub fn has_author(&self, author: &str) -> bool {
        self.authors.iter().any(|own| is_author(own, author))
    }

    pub fn first_author_is(&self, author: &str) -> bool {
        self.authors.first().is_some_and(|own| is_author(own, author))
    }

    /// Whether this is its journal, by either title.
    pub fn is_in(&self, journal: &str) -> bool {
        let wanted = fold(journal);
        [&self.journal, &self.journal_short].iter().any(|own| fold(own) == wanted)
    }
}

fn is_author((family, given): &(String, String), author: &str) -> bool {
    let (wanted, family) = (fold(author), fold(family));
    let initials = fold(&Paper::initials(given));
    wanted == family
        || wanted.strip_prefix(&family).is_some_and(|rest| {
            let rest = rest.trim();
            !rest.is_empty() && (initials.starts_with(rest) || rest.starts_with(&fold(given)))
        })
}

/// Lower case, no marks, single blanks.
pub fn fold(text: &str) -> String {
    words(text).join(" ")
}

/// The words of a text, lower case.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
