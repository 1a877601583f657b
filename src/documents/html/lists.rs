//! Which elements are reference lists and their entries, by the words publishers have for them.

use super::tokens::Tag;

/// Classes and ids of lists, as words between blanks, hyphens and underscores.
const LISTS: &[&str] = &[
    "references",
    "reference-list",
    "references-list",
    "ref-list",
    "reflist",
    "refs",
    "bibliography",
    "bibliographie",
    "csl-bib-body",
    "citation-list",
    "cit-list",
    "literature-cited",
    "works-cited",
    "article-references",
    "c-article-references",
    "ltx_biblist",
    "thebibliography",
    "biblio",
    "referencelist",
    "referenceslist",
    "references-section",
    "bib-list",
];

/// Classes of entries.
const ENTRIES: &[&str] = &[
    "csl-entry",
    "bib-entry",
    "bibitem",
    "ltx_bibitem",
    "bib-reference",
    "reference-item",
    "references-item",
    "citation-item",
    "c-article-references__item",
    "references__item",
    "ref-item",
    "bibliography-entry",
];

/// True for an element that holds a reference list.
pub(super) fn is_list(tag: &Tag<'_>) -> bool {
    if matches!(
        tag.name.as_str(),
        "a" | "sup" | "span" | "li" | "body" | "html" | "p" | "cite" | "article" | "main"
    ) {
        return false;
    }
    if tag.attribute("role").is_some_and(|r| r == "doc-bibliography") || has_type(tag, "bibliography") {
        return true;
    }
    ["class", "id"].iter().any(|name| {
        tag.attribute(name).is_some_and(|value| {
            value.split_ascii_whitespace().any(|word| {
                let word = word.to_ascii_lowercase();
                LISTS.contains(&word.as_str()) || LISTS.contains(&word.replace('_', "-").as_str())
            })
        })
    })
}

/// True for an element inside a list that is one entry.
pub(super) fn is_entry(tag: &Tag<'_>) -> bool {
    if tag.attribute("role").is_some_and(|r| r == "doc-biblioentry") || has_type(tag, "biblioentry") {
        return true;
    }
    match tag.name.as_str() {
        "li" | "p" | "dd" => return true,
        "div" | "section" | "tr" => {}
        _ => return false,
    }
    let known = |value: &str| {
        value.split_ascii_whitespace().any(|word| ENTRIES.contains(&word.to_ascii_lowercase().as_str()))
    };
    tag.attribute("class").is_some_and(|value| known(&value))
        || tag.attribute("id").is_some_and(|id| is_entry_id(&id))
}

/// `ref12`, `bib-3`, `CR5`, `B7`, `cit0004`.
fn is_entry_id(id: &str) -> bool {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = stem.trim_end_matches(['-', '_', '.']).to_ascii_lowercase();
    stem.len() < id.len()
        && matches!(
            stem.as_str(),
            "ref" | "reference" | "bib" | "cr" | "b" | "r" | "cit" | "cite" | "cite-note" | "rf"
        )
}

/// EPUB's own word for the role.
fn has_type(tag: &Tag<'_>, word: &str) -> bool {
    tag.attribute("type").is_some_and(|t| t.split_ascii_whitespace().any(|w| w == word))
}

/// Elements whose text is not part of a page's own.
pub(super) fn is_left_out(tag: &Tag<'_>) -> bool {
    if matches!(
        tag.name.as_str(),
        "script"
            | "style"
            | "nav"
            | "noscript"
            | "template"
            | "svg"
            | "form"
            | "button"
            | "select"
            | "iframe"
            | "object"
            | "annotation"
            | "rp"
            | "rt"
            | "textarea"
            | "xmp"
            | "noembed"
            | "noframes"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "datalist"
            | "dialog"
    ) {
        // Some sites wrap the whole page in one form.
        return tag.name != "form" || tag.attribute("role").is_some_and(|r| r == "search");
    }
    if tag.attribute("hidden").is_some() || tag.attribute("aria-hidden").is_some_and(|v| v == "true") {
        return tag.name != "body" && tag.name != "html";
    }
    let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    if style.contains("display:none") || style.contains("visibility:hidden") {
        return true;
    }
    if tag
        .attribute("role")
        .is_some_and(|r| matches!(&*r, "navigation" | "search" | "contentinfo" | "banner" | "doc-backlink"))
    {
        return true;
    }
    tag.attribute("class").is_some_and(|classes| {
        classes.split_ascii_whitespace().any(|class| {
            matches!(
                class.to_ascii_lowercase().as_str(),
                "mw-editsection"
                    | "mw-cite-backlink"
                    | "cite-backlink"
                    | "mw-jump-link"
                    | "navbox"
                    | "catlinks"
                    | "noprint"
                    | "sr-only"
                    | "visually-hidden"
                    | "visuallyhidden"
                    | "screen-reader-text"
                    | "u-visually-hidden"
                    | "z3988"
                    | "breadcrumb"
                    | "breadcrumbs"
                    | "cookie-banner"
                    | "footnote-back"
                    | "footnote-backref"
                    | "toc"
                    | "printfooter"
                    | "skip-link"
                    | "cite-accessibility-label"
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_entries() {
        for id in ["ref12", "bib-3", "CR5", "cit0004", "cite_note-4"] {
            assert_eq!(is_entry_id(id), id != "cite_note-4", "{id}");
        }
        assert!(!is_entry_id("section2"));
        assert!(!is_entry_id("ref"));
    }
}
