use crate::documents::Front;
use crate::documents::dates::iso_date;
use crate::documents::text::TextBuilder;
use crate::documents::xml::{Child, Element};
use crate::model::PartialDate;

/// Reads what an article says of itself.
pub(super) fn read(article: Element<'_>) -> Front {
    let meta =
        ["front", "front-stub", "book-meta", "article-meta"].iter().find_map(|name| article.child(name));
    let Some(front) = meta else { return Front::default() };
    let article_meta = front.child("article-meta").unwrap_or(front);
    let title = ["title-group", "book-title-group"].iter().find_map(|n| article_meta.child(n));
    let title =
        title.and_then(|g| ["article-title", "book-title"].iter().find_map(|n| g.child(n))).map(plain);
    let groups = article_meta.elements().filter(|e| e.is("contrib-group"));
    let people = groups.flat_map(|g| g.elements().filter(|c| c.is("contrib")).collect::<Vec<_>>());
    let authors = people
        .filter(|c| c.attribute("contrib-type").is_none_or(|t| t.starts_with("author")))
        .filter_map(name)
        .collect();
    let doi = ["article-id", "book-id"].iter().find_map(|n| {
        article_meta.elements().find(|e| {
            e.is(n) && ["pub-id-type", "book-id-type"].iter().any(|a| e.attribute(a) == Some("doi"))
        })
    });
    let journal = front.child("journal-meta").and_then(|j| j.first("journal-title"));
    Front {
        title: title.filter(|t| !t.is_empty()),
        authors,
        doi: doi.map(Element::text),
        date: date(article_meta),
        container_title: journal.map(Element::text),
    }
}

/// A title without its footnote signs.
fn plain(title: Element<'_>) -> String {
    fn write(element: Element<'_>, into: &mut TextBuilder) {
        for child in element.children() {
            match child {
                Child::Text(text) => into.push(text),
                Child::Element(e) if matches!(e.name(), "xref" | "fn") => {}
                Child::Element(e) if e.is("break") => into.space(),
                Child::Element(e) => write(e, into),
            }
        }
    }
    let mut builder = TextBuilder::default();
    write(title, &mut builder);
    builder.take().0
}

fn name(contributor: Element<'_>) -> Option<String> {
    let holder = contributor.child("name-alternatives").unwrap_or(contributor);
    if let Some(name) = holder.child("name") {
        let part = |n: &str| name.child(n).map(Element::text).filter(|t| !t.is_empty());
        let family = part("surname")?;
        let suffix = part("suffix").map(|s| format!(", {s}")).unwrap_or_default();
        return Some(
            part("given-names").map_or(family.clone(), |given| format!("{family}, {given}{suffix}")),
        );
    }
    let other = holder
        .child("string-name")
        .or_else(|| holder.child("collab"))
        .or_else(|| holder.child("collab-alternatives").and_then(|c| c.child("collab")))?;
    Some(other.text()).filter(|t| !t.is_empty())
}

/// The first day it was out, online or in print.
fn date(meta: Element<'_>) -> Option<PartialDate> {
    let is_publication = |e: &Element<'_>| {
        let kind = e.attribute("date-type").or_else(|| e.attribute("pub-type")).unwrap_or("pub");
        matches!(kind, "pub" | "epub" | "ppub" | "epub-ppub" | "collection" | "preprint" | "ecorrected")
    };
    let dates = meta.elements().filter(|e| e.is("pub-date")).filter(is_publication).filter_map(|e| {
        if let Some(date) = e.attribute("iso-8601-date").and_then(iso_date) {
            return Some(date);
        }
        let part = |name| e.child(name).map(Element::text);
        let year = part("year")?.parse::<i16>().ok()?;
        let month = part("month").and_then(|m| m.parse::<u8>().ok());
        let day = month.and(part("day")).and_then(|d| d.parse::<u8>().ok());
        PartialDate::new(year, month, day).or_else(|| PartialDate::new(year, None, None))
    });
    // A whole date says more than a year alone.
    dates.min_by_key(|d| (d.month.is_none(), *d))
}
