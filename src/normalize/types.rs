//! What a work is: by the words of other databases, and by what its own reference shows.

use crate::model::{Field, Reference, Role, Scheme, WorkKind};

/// Our kinds against the words of others; see the head of the file for its source.
const TABLE: &str = include_str!("publication_types.tsv");

/// A vocabulary with words for types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vocabulary {
    /// Crossref's `type`.
    Crossref,
    /// OpenAlex's `type`.
    Openalex,
    /// CSL 1.0.2 item types.
    Csl,
    /// BibTeX and biblatex entry types.
    Bibtex,
    /// RIS `TY`.
    Ris,
    /// PubMed's publication types.
    Pubmed,
}

/// The kind a word stands for, whatever its case. The first row of the table wins: a word that stands for several
/// kinds stands for the most general of them.
pub fn lookup(vocabulary: Vocabulary, word: &str) -> Option<WorkKind> {
    let column = match vocabulary {
        Vocabulary::Crossref => 1,
        Vocabulary::Openalex => 2,
        Vocabulary::Csl => 3,
        Vocabulary::Bibtex => 4,
        Vocabulary::Ris => 5,
        Vocabulary::Pubmed => 6,
    };
    rows().find_map(|row| {
        let mut cells = row.split('\t');
        let kind = cells.next()?;
        let words = cells.nth(column - 1)?;
        words.split('|').any(|w| w.eq_ignore_ascii_case(word.trim())).then(|| parse_kind(kind)).flatten()
    })
}

/// The kind that several PubMed publication types make together: the most telling one, so that `Journal Article`
/// counts only where nothing else is said.
pub fn from_pubmed<'a>(types: impl IntoIterator<Item = &'a str>) -> Option<WorkKind> {
    let mut best = None;
    for word in types {
        match lookup(Vocabulary::Pubmed, word) {
            Some(WorkKind::Article) => best = best.or(Some(WorkKind::Article)),
            Some(kind) => return Some(kind),
            None => {}
        }
    }
    best
}

fn rows() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| !line.starts_with('#')).skip(1)
}

fn parse_kind(word: &str) -> Option<WorkKind> {
    WorkKind::ALL.into_iter().find(|kind| kind.as_str() == word)
}

/// Guesses what a reference points to from its own fields.
pub fn guess(reference: &Reference) -> WorkKind {
    let genre = reference.genre.as_ref().map(|g| g.value.to_lowercase()).unwrap_or_default();
    let has = |scheme| reference.identifiers.iter().any(|f| f.value.scheme == scheme);
    let container = reference.container_title.as_ref().map(|c| c.value.to_lowercase()).unwrap_or_default();
    if let Some(kind) = by_genre(&genre).or_else(|| by_words(reference)) {
        return kind;
    }
    if reference.article_number.as_ref().is_some_and(|n| n.value.to_lowercase().starts_with("abstr")) {
        return WorkKind::ConferenceAbstract;
    }
    if reference.event_title.is_some() {
        return WorkKind::ConferencePaper;
    }
    if reference.container_title.is_some() {
        let proceedings = ["proceedings", "proc.", "conference", "symposium", "workshop"];
        let held = reference.publisher.is_some() || reference.with_role(Role::Editor).next().is_some();
        if ["biorxiv", "medrxiv", "arxiv", "research square", "ssrn"]
            .iter()
            .any(|name| container.contains(name))
        {
            return WorkKind::Preprint;
        }
        if reference.volume.is_none() && proceedings.iter().any(|w| container.contains(w)) {
            return WorkKind::ConferencePaper;
        }
        return match (held, reference.volume.is_some()) {
            (true, false) => WorkKind::Chapter,
            _ => WorkKind::Article,
        };
    }
    if has(Scheme::Arxiv) {
        return WorkKind::Preprint;
    }
    if has(Scheme::Nct) {
        return WorkKind::ClinicalTrial;
    }
    if reference.publisher.is_some() || reference.edition.is_some() || has(Scheme::Isbn) {
        return WorkKind::Book;
    }
    if has(Scheme::Doi) || has(Scheme::Pmid) {
        return WorkKind::Article;
    }
    if has(Scheme::Url) {
        return WorkKind::Webpage;
    }
    WorkKind::Unknown
}

fn by_genre(genre: &str) -> Option<WorkKind> {
    let found = |words: &[&str]| words.iter().any(|w| genre.contains(w));
    match () {
        () if genre.is_empty() => None,
        () if found(&["thesis", "dissertation"]) => Some(WorkKind::Thesis),
        () if found(&["abstr", "poster"]) => Some(WorkKind::ConferenceAbstract),
        () if found(&["letter"]) => Some(WorkKind::Letter),
        () if found(&["editorial"]) => Some(WorkKind::Editorial),
        () if found(&["review"]) => Some(WorkKind::Review),
        () if found(&["preprint"]) => Some(WorkKind::Preprint),
        () if found(&["data"]) => Some(WorkKind::Dataset),
        () if found(&["software", "program", "package"]) => Some(WorkKind::Software),
        () if found(&["patent"]) => Some(WorkKind::Patent),
        () if found(&["report", "working paper", "discussion paper", "white paper", "memo"]) => {
            Some(WorkKind::Report)
        }
        () => None,
    }
}

/// Where data are kept.
const REPOSITORIES: [&str; 7] =
    ["dryad", "figshare", "pangaea", "dataverse", "mendeley data", "genbank", "zenodo"];

/// Bodies whose short names open the numbers of standards.
const STANDARDS: [&str; 9] =
    ["ISO ", "ISO/", "ASTM ", "ANSI", "IEEE Std", "DIN EN ", "BS EN ", "EN ISO ", "IEC "];

/// What stands in front of a patent's number.
const PATENTS: [&str; 4] = ["patent no", "u.s. patent", "us patent", "patent application"];

/// What a reference says of its work outside a genre: in its notes, in the number in front of its title, in the name of
/// its publisher. A journal's article says nothing there.
fn by_words(reference: &Reference) -> Option<WorkKind> {
    let lower =
        |field: &Option<Field<String>>| field.as_ref().map(|f| f.value.to_lowercase()).unwrap_or_default();
    let title = reference.title.as_ref().map(|t| t.value.as_str()).unwrap_or_default();
    if let Some(prefix) = STANDARDS.iter().find(|prefix| title.starts_with(*prefix))
        && title[prefix.len()..].split_whitespace().take(2).any(|w| w.bytes().any(|b| b.is_ascii_digit()))
    {
        return Some(WorkKind::Standard);
    }
    let holder = format!("{} {}", lower(&reference.container_title), lower(&reference.publisher));
    // Its number is easily taken for a volume.
    if PATENTS.iter().any(|words| holder.contains(words)) {
        return Some(WorkKind::Patent);
    }
    if reference.volume.is_some() || reference.issue.is_some() {
        return None;
    }
    let notes: Vec<String> = reference.notes.iter().map(|n| n.value.to_lowercase()).collect();
    let says = |words: &[&str]| notes.iter().any(|note| words.iter().any(|w| note.contains(w)));
    let small = title.to_lowercase();
    match () {
        () if says(&PATENTS) || PATENTS.iter().any(|words| small.ends_with(words)) => Some(WorkKind::Patent),
        () if says(&["thesis", "dissertation"]) => Some(WorkKind::Thesis),
        () if says(&["dataset", "data set"]) => Some(WorkKind::Dataset),
        () if says(&["software", "r package"]) || small.contains("r package") => Some(WorkKind::Software),
        () if small.contains("language and environment for statistical computing") => {
            Some(WorkKind::Software)
        }
        () if says(&REPOSITORIES) || REPOSITORIES.iter().any(|name| holder.contains(name)) => {
            Some(WorkKind::Dataset)
        }
        () if ["biorxiv", "medrxiv", "arxiv", "ssrn"].iter().any(|name| holder.contains(name))
            || says(&["preprint"]) =>
        {
            Some(WorkKind::Preprint)
        }
        () if says(&["technical report", "working paper", "tech. rep", "report no"]) => {
            Some(WorkKind::Report)
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_kind_and_every_column_has_words() {
        let header = TABLE.lines().find(|l| !l.starts_with('#')).unwrap();
        assert_eq!(header, "kind\tcrossref\topenalex\tcsl\tbibtex\tris\tpubmed");
        for row in rows() {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 7, "{row}");
            assert!(parse_kind(cells[0]).is_some(), "{row}");
        }
    }

    #[test]
    fn words_of_others() {
        for (vocabulary, word, kind) in [
            (Vocabulary::Crossref, "journal-article", WorkKind::Article),
            (Vocabulary::Crossref, "posted-content", WorkKind::Preprint),
            (Vocabulary::Crossref, "book-chapter", WorkKind::Chapter),
            (Vocabulary::Crossref, "proceedings-article", WorkKind::ConferencePaper),
            (Vocabulary::Openalex, "dissertation", WorkKind::Thesis),
            (Vocabulary::Csl, "article-journal", WorkKind::Article),
            (Vocabulary::Csl, "paper-conference", WorkKind::ConferencePaper),
            (Vocabulary::Bibtex, "PhdThesis", WorkKind::Thesis),
            (Vocabulary::Ris, "JOUR", WorkKind::Article),
            (Vocabulary::Ris, "ABST", WorkKind::ConferenceAbstract),
            (Vocabulary::Pubmed, "Meta-Analysis", WorkKind::Review),
        ] {
            assert_eq!(lookup(vocabulary, word), Some(kind), "{word}");
        }
        assert_eq!(lookup(Vocabulary::Ris, "XXXX"), None);
    }

    #[test]
    fn the_most_telling_type_counts() {
        assert_eq!(from_pubmed(["Journal Article", "Review"]), Some(WorkKind::Review));
        assert_eq!(from_pubmed(["Letter", "Journal Article"]), Some(WorkKind::Letter));
        assert_eq!(from_pubmed(["Journal Article", "Randomized Controlled Trial"]), Some(WorkKind::Article));
        assert_eq!(from_pubmed(["Research Support, N.I.H., Extramural"]), None);
    }
}
