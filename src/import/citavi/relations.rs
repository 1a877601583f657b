//! What works refer to by number.

use std::collections::HashMap;
use std::io::{self, BufRead};

use crate::import::About;
use crate::import::xml::{self, Cut, Cutter, Element};
use crate::ingest::Limits;
use crate::model::{Name, Person};

/// Everything that is referred to, and what refers to it.
#[derive(Default)]
pub(super) struct Relations {
    pub(super) people: HashMap<String, Name>,
    pub(super) periodicals: HashMap<String, Periodical>,
    /// Publishers, series and keywords by name.
    pub(super) names: HashMap<String, String>,
    /// Titles of works, for those that contain others.
    pub(super) titles: HashMap<String, String>,
    /// The work that contains a work.
    pub(super) parents: HashMap<String, String>,
    links: HashMap<(Link, String), Vec<String>>,
}

/// A journal.
#[derive(Clone, Debug, Default)]
pub(super) struct Periodical {
    pub(super) name: String,
    pub(super) abbreviation: String,
    pub(super) issn: String,
}

/// What ties a work to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Link {
    Author,
    Editor,
    Collaborator,
    Organization,
    Publisher,
    Keyword,
}

const ELEMENTS: [&str; 13] = [
    "Person",
    "Periodical",
    "Publisher",
    "SeriesTitle",
    "Keyword",
    "Reference",
    "ReferenceAuthors",
    "ReferenceEditors",
    "ReferenceCollaborators",
    "ReferenceOrganizations",
    "ReferencePublishers",
    "ReferenceKeywords",
    "ReferenceReferences",
];

impl Relations {
    /// What is linked to a work, in order.
    pub(super) fn linked(&self, link: Link, work: &str) -> &[String] {
        self.links.get(&(link, work.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn link(&mut self, link: Link, list: &Element) {
        for pair in list.all("OnetoN") {
            let text = pair.text();
            let mut ids = text.split(';').map(str::to_owned);
            if let Some(work) = ids.next() {
                self.links.entry((link, work)).or_default().extend(ids);
            }
        }
    }
}

/// Reads all that is referred to.
pub(super) fn read(stream: impl BufRead, limits: &Limits, about: &mut About) -> io::Result<Relations> {
    let mut found = Relations::default();
    let mut left = limits.record_bytes.saturating_mul(16);
    let mut cutter = Cutter::new(stream, &ELEMENTS, limits.record_bytes);
    while let Some(cut) = cutter.next()? {
        let Cut::Record(piece) = cut else { continue };
        let text = cutter.xml(&piece);
        // Works are not kept, only their titles.
        let cost = if piece.name == "Reference" { 1000.min(text.len()) } else { text.len() };
        let Some(rest) = left.checked_sub(cost) else {
            about
                .notes
                .push("the project is too large: people and journals of some works are missing".to_owned());
            return Ok(found);
        };
        left = rest;
        let Ok(tree) = xml::read(text) else { continue };
        let id = tree.attribute("id").to_owned();
        match piece.name {
            "Person" => {
                found.people.insert(id, person(&tree));
            }
            "Periodical" => {
                let abbreviations = ["StandardAbbreviation", "UserAbbreviation1", "UserAbbreviation2"];
                let abbreviation = abbreviations
                    .iter()
                    .map(|name| tree.text_of(name))
                    .find(|a| !a.is_empty())
                    .unwrap_or_default();
                let periodical =
                    Periodical { name: tree.text_of("Name"), abbreviation, issn: tree.text_of("ISSN") };
                found.periodicals.insert(id, periodical);
            }
            "Publisher" | "SeriesTitle" | "Keyword" => {
                found.names.insert(id, tree.text_of("Name"));
            }
            "Reference" => {
                found.titles.insert(id, super::record::title(&tree));
            }
            "ReferenceAuthors" => found.link(Link::Author, &tree),
            "ReferenceEditors" => found.link(Link::Editor, &tree),
            "ReferenceCollaborators" => found.link(Link::Collaborator, &tree),
            "ReferenceOrganizations" => found.link(Link::Organization, &tree),
            "ReferencePublishers" => found.link(Link::Publisher, &tree),
            "ReferenceKeywords" => found.link(Link::Keyword, &tree),
            _ => {
                for pair in tree.all("OnetoN") {
                    let text = pair.text();
                    let mut ids = text.split(';');
                    let Some(parent) = ids.next() else { continue };
                    found.parents.extend(ids.map(|child| (child.to_owned(), parent.to_owned())));
                }
            }
        }
    }
    Ok(found)
}

/// Somebody without a first name may be a body, which Citavi files as a family name.
fn person(tree: &Element) -> Name {
    let (family, first, middle) =
        (tree.text_of("LastName"), tree.text_of("FirstName"), tree.text_of("MiddleName"));
    if first.is_empty() && middle.is_empty() && family.contains(' ') {
        return Name::Group(family);
    }
    let given = [first.as_str(), middle.as_str()]
        .iter()
        .filter(|g| !g.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let some = |text: String| (!text.is_empty()).then_some(text);
    Name::Person(Person {
        family,
        given: some(given),
        particle: some(tree.text_of("Prefix")),
        suffix: some(tree.text_of("Suffix")),
        ..Person::default()
    })
}
