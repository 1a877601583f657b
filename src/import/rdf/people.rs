//! People and bodies.

use super::reader::Graph;
use crate::import::draft::Draft;
use crate::import::parted_names;
use crate::import::xml::Element;
use crate::model::Role;

/// How far a list is followed.
const DEPTH_LIMIT: usize = 6;

/// Adds everybody whom a property names: one, or a list, in it or elsewhere, or a text.
pub(super) fn add(graph: &Graph<'_>, draft: &mut Draft, role: Role, property: &Element) {
    walk(graph, draft, role, property, 0);
}

fn walk(graph: &Graph<'_>, draft: &mut Draft, role: Role, element: &Element, depth: usize) {
    if depth > DEPTH_LIMIT {
        return;
    }
    if let Some(found) = graph.referred(element) {
        one(graph, draft, role, &found, depth);
        return;
    }
    let mut any = false;
    for child in element.children() {
        any = true;
        one(graph, draft, role, child, depth);
    }
    if !any && super::node::reference(element).is_none() {
        draft.named(role, &element.text());
    }
}

fn one(graph: &Graph<'_>, draft: &mut Draft, role: Role, node: &Element, depth: usize) {
    if matches!(node.name.as_str(), "Seq" | "Bag" | "List") {
        for item in node.children().filter(|child| child.name == "li" || child.name.starts_with('_')) {
            walk(graph, draft, role, item, depth + 1);
        }
        // The other way to write a list.
        for item in node.all("first").chain(node.all("rest")) {
            walk(graph, draft, role, item, depth + 1);
        }
        return;
    }
    let part = |names: &[&str]| {
        names.iter().map(|name| node.text_of(name)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let family = part(&["surname", "familyName", "family_name", "lastName"]);
    let given = part(&["givenName", "givenname", "firstName", "given_name"]);
    let name = part(&["name", "label", "fn"]);
    match () {
        () if !family.is_empty() => parted_names::add(draft, role, &family, &given),
        () if !name.is_empty() && node.name == "Person" => draft.named(role, &name),
        () if !name.is_empty() => parted_names::add_group(draft, role, &name),
        () if !given.is_empty() => draft.named(role, &given),
        () if node.children().next().is_none() => draft.named(role, &node.text()),
        () => {}
    }
}
