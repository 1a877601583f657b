use super::tokens::Tag;
use crate::documents::Front;
use crate::documents::dates::iso_date;
use crate::documents::text::folded;

/// What the head of a page says of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    front: Front,
    /// A title of lower rank: that of the window, or of social media.
    fallback: Option<String>,
    /// `citation_reference`, one entry each.
    references: Vec<String>,
}

impl Meta {
    /// Reads a `meta` element.
    pub(super) fn add(&mut self, tag: &Tag<'_>) {
        let Some(name) = tag.attribute("name").or_else(|| tag.attribute("property")) else { return };
        let value = folded(&tag.attribute("content").unwrap_or_default());
        if value.is_empty() {
            return;
        }
        let name = name.to_ascii_lowercase();
        let front = &mut self.front;
        match name.as_str() {
            "citation_title" => front.title = Some(value),
            "dc.title" | "dcterms.title" => {
                front.title.get_or_insert(value);
            }
            "og:title" | "twitter:title" => {
                self.fallback.get_or_insert(value);
            }
            // Some pages name them in two vocabularies.
            "citation_author" | "dc.creator" | "dcterms.creator" if !front.authors.contains(&value) => {
                front.authors.push(value);
            }
            "citation_authors" => {
                front.authors.extend(value.split(';').map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()));
            }
            "citation_doi" | "prism.doi" | "bepress_citation_doi" => {
                front.doi.get_or_insert(value);
            }
            "dc.identifier" | "dcterms.identifier" => {
                if let Some(at) = value.find("10.").filter(|_| value.contains('/')) {
                    front.doi.get_or_insert(value.get(at..).unwrap_or_default().to_owned());
                }
            }
            "citation_publication_date"
            | "citation_date"
            | "citation_online_date"
            | "prism.publicationdate"
            | "dc.date"
            | "dcterms.issued"
            | "dc.issued"
            | "article:published_time"
                if front.date.is_none() =>
            {
                front.date = iso_date(&value);
            }
            "citation_journal_title" | "prism.publicationname" | "dc.source" => {
                front.container_title.get_or_insert(value);
            }
            "citation_reference" => self.references.push(reference(&value)),
            _ => {}
        }
    }

    /// The title of the window.
    pub(super) fn window_title(&mut self, text: &str) {
        let text = folded(text);
        if !text.is_empty() && self.fallback.is_none() {
            self.fallback = Some(text);
        }
    }

    pub(super) fn finish(self, first_heading: Option<&str>) -> (Front, Vec<String>) {
        let mut front = self.front;
        // What stands over the text names it better than the window, where the site's name is.
        front.title = front.title.or_else(|| first_heading.map(str::to_owned)).or(self.fallback);
        (front, self.references)
    }
}

/// `citation_title=…; citation_author=…; …` as a line; other values are lines already.
fn reference(value: &str) -> String {
    if !value.contains("citation_") {
        return value.to_owned();
    }
    let mut authors: Vec<&str> = Vec::new();
    let (mut title, mut container, mut year) = ("", "", "");
    let (mut volume, mut issue, mut first, mut last, mut doi) = ("", "", "", "", "");
    let mut publisher = "";
    for part in value.split("citation_").skip(1) {
        let Some((name, text)) = part.split_once('=') else { continue };
        let text = text.trim().trim_end_matches(';').trim_end();
        match name.trim() {
            "author" => authors.push(text),
            "title" => title = text,
            "journal_title" | "inbook_title" | "conference_title" => container = text,
            "publication_date" | "year" | "date" => year = text,
            "volume" => volume = text,
            "issue" => issue = text,
            "firstpage" => first = text,
            "lastpage" => last = text,
            "doi" => doi = text,
            "publisher" => publisher = text,
            _ => {}
        }
    }
    let fields = crate::documents::compose::Fields {
        authors: authors.join(", "),
        title: title.to_owned(),
        container: container.to_owned(),
        year: year.to_owned(),
        volume: volume.to_owned(),
        issue: issue.to_owned(),
        pages: crate::documents::compose::pages(first, last),
        doi: doi.to_owned(),
        publisher: publisher.to_owned(),
        ..Default::default()
    };
    fields.line()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_of_fields() {
        let value = "citation_title=A title; citation_author=A. Doe; citation_author=B. Roe; citation_journal_title=J Tests; citation_volume=3; citation_issue=2; citation_firstpage=10; citation_lastpage=12; citation_publication_date=2001; citation_doi=10.1/x";
        assert_eq!(reference(value), "A. Doe, B. Roe. A title. J Tests. 2001;3(2):10-12. doi:10.1/x");
        assert_eq!(reference("Doe A. A title. 2001."), "Doe A. A title. 2001.");
    }
}
