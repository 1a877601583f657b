//! Title, creator and day of a package, in Dublin Core terms, as OOXML and EPUB keep them.

use super::Front;
use super::dates::iso_date;
use super::xml::Element;

/// Reads the element that holds the terms, or any above it.
pub(super) fn read(root: Element<'_>) -> Front {
    let text = |name: &str| root.first(name).map(Element::text).filter(|t| !t.is_empty());
    let authors = root
        .all("creator")
        .into_iter()
        .flat_map(|e| e.text().split(';').map(|a| a.trim().to_owned()).collect::<Vec<_>>())
        .filter(|a| !a.is_empty())
        .collect();
    let date = ["issued", "date", "created", "modified"].iter().find_map(|name| iso_date(&text(name)?));
    let doi = root.all("identifier").into_iter().map(Element::text).find_map(|t| {
        t.find("10.").and_then(|at| t.get(at..)).filter(|d| d.contains('/')).map(str::to_owned)
    });
    Front { title: text("title"), authors, doi, date, container_title: None }
}
