//! What a node is.

use crate::import::xml::Element;

/// Classes whose nodes are parts of the description of works and never works of the list.
const HELPERS: [&str; 40] = [
    "Journal",
    "Periodical",
    "Newspaper",
    "Magazine",
    "Issue",
    "Series",
    "Website",
    "Weblog",
    "Blog",
    "Forum",
    "MessageBoard",
    "CourtReporter",
    "Code",
    "Person",
    "Organization",
    "Agent",
    "Group",
    "Conference",
    "Collection",
    "Attachment",
    "Memo",
    "Note",
    "UserItem",
    "UserTag",
    "AutoTag",
    "AutomaticTag",
    "Tag",
    "URI",
    "Seq",
    "Bag",
    "Part",
    "Address",
    "LCC",
    "Concept",
    "Programme",
    "Image",
    "PersonalCommunicationDocument",
    "List",
    "Statement",
    "Channel",
];

/// The name by which other nodes refer to it.
pub(super) fn id(tree: &Element) -> Option<&str> {
    // `rdf:ID="a"` is referred to as `#a`; both are looked up without the mark.
    ["about", "nodeID", "ID"].into_iter().map(|name| tree.attribute(name)).find(|id| !id.is_empty())
}

/// What a property refers to instead of holding it.
pub(super) fn reference(property: &Element) -> Option<&str> {
    ["resource", "nodeID"].into_iter().map(|name| property.attribute(name)).find(|id| !id.is_empty())
}

/// Its class: the name of its element, or the one it gives as a property.
pub(super) fn class(tree: &Element) -> &str {
    if tree.name != "Description" {
        return &tree.name;
    }
    let types: Vec<&str> = tree
        .all("type")
        .filter_map(reference)
        .map(|uri| uri.rsplit(['/', '#']).next().unwrap_or(uri))
        .collect();
    types.into_iter().next().unwrap_or("Description")
}

/// Whether it can be a work of the list.
pub(super) fn may_be_work(tree: &Element) -> bool {
    let item_type = tree.text_of("itemType");
    if !item_type.is_empty() {
        return !crate::import::zotero_types::is_bookkeeping(&item_type);
    }
    if HELPERS.contains(&class(tree)) {
        return false;
    }
    tree.children().any(|child| matches!(child.name.as_str(), "title" | "creator" | "authors" | "authorList"))
}
