//! A readable line from the fields of a reference that was never written as one.
//!
//! The order and the punctuation are those of the ICMJE recommendations (Vancouver), which every reader of references
//! knows: `Authors. Title. Journal. 2001;3(2):10-12. doi:…`.

/// Fields of a reference; empty where unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) authors: String,
    /// `et al` was printed.
    pub(super) et_al: bool,
    pub(super) editors: String,
    pub(super) title: String,
    /// Journal, book, or conference it is part of.
    pub(super) container: String,
    pub(super) edition: String,
    pub(super) place: String,
    pub(super) publisher: String,
    pub(super) year: String,
    pub(super) volume: String,
    pub(super) issue: String,
    pub(super) pages: String,
    pub(super) doi: String,
    pub(super) pmid: String,
    pub(super) url: String,
    pub(super) note: String,
    /// The container is a book, so that `In:` stands before it.
    pub(super) in_book: bool,
}

/// A page range from its ends.
pub(super) fn pages(first: &str, last: &str) -> String {
    if last.is_empty() || last == first { first.to_owned() } else { format!("{first}-{last}") }
}

impl Fields {
    /// The line; empty where nothing is known.
    pub(super) fn line(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |text: String| {
            let text = text.trim().to_owned();
            if !text.is_empty() {
                parts.push(text);
            }
        };
        let et_al = if self.et_al { ", et al" } else { "" };
        if !self.authors.is_empty() {
            add(format!("{}{et_al}", self.authors));
        } else if !self.editors.is_empty() {
            add(format!("{}, editors", self.editors));
        }
        add(self.title.clone());
        if !self.container.is_empty() && self.in_book {
            let editors = if self.editors.is_empty() || self.authors.is_empty() {
                String::new()
            } else {
                format!("{}, editors. ", self.editors)
            };
            add(format!("In: {editors}{}", self.container));
        } else {
            add(self.container.clone());
        }
        add(self.edition.clone());
        let mut imprint = self.place.clone();
        if !self.publisher.is_empty() {
            imprint = if imprint.is_empty() {
                self.publisher.clone()
            } else {
                format!("{imprint}: {}", self.publisher)
            };
        }
        let mut locator = String::new();
        if !self.volume.is_empty() {
            locator.push_str(&self.volume);
        }
        if !self.issue.is_empty() {
            locator = format!("{locator}({})", self.issue);
        }
        if !self.pages.is_empty() {
            locator = if locator.is_empty() && self.in_book {
                format!("p. {}", self.pages)
            } else {
                format!("{locator}:{}", self.pages)
            };
        }
        let in_book_pages = self.in_book && locator.starts_with("p. ");
        let mut dated = match (imprint.is_empty(), self.year.is_empty()) {
            (true, _) => self.year.clone(),
            (false, true) => imprint,
            (false, false) => format!("{imprint}; {}", self.year),
        };
        if in_book_pages {
            add(dated);
            add(locator);
        } else {
            if !locator.is_empty() {
                dated = if dated.is_empty() { locator } else { format!("{dated};{locator}") };
            }
            add(dated);
        }
        if !self.doi.is_empty() {
            add(format!("doi:{}", self.doi));
        }
        if !self.pmid.is_empty() {
            add(format!("PMID: {}", self.pmid));
        }
        add(self.note.clone());
        add(self.url.clone());
        let mut line = String::new();
        for part in parts {
            if !line.is_empty() {
                line.push_str(if line.ends_with(['.', '?', '!']) { " " } else { ". " });
            }
            line.push_str(&part);
        }
        line
    }
}
