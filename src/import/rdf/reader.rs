//! Records from the nodes of a graph.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;

use super::node;
use super::nodes::{Cut, Nodes};
use super::{HELD_RECORDS, fields};
use crate::import::xml::{self, Element};
use crate::import::{About, Broken, Item, Records};
use crate::ingest::{Decoded, Limits};
use crate::model::Place;

/// Reads a file.
pub(super) struct RdfRecords {
    nodes: Nodes,
    held: VecDeque<Held>,
    bytes: usize,
    budget: usize,
    ended: bool,
    /// Nodes that others may refer to, by name.
    known: HashMap<String, String>,
    /// Their names, the oldest first.
    order: VecDeque<String>,
    known_bytes: usize,
    /// Names of what others are part of, and of works with the node in which a user's library holds them.
    wholes: HashSet<String>,
    users: HashMap<String, String>,
    /// Zotero marks its items.
    marked: bool,
    forgot: bool,
}

/// What was read and not yet given.
enum Held {
    Node(String, Place),
    Broken(Broken),
}

impl RdfRecords {
    pub(super) fn new(text: Decoded, limits: &Limits) -> Self {
        Self {
            nodes: Nodes::new(text, limits.record_bytes),
            held: VecDeque::new(),
            bytes: 0,
            budget: limits.record_bytes.saturating_mul(HELD_RECORDS),
            ended: false,
            known: HashMap::new(),
            order: VecDeque::new(),
            known_bytes: 0,
            wholes: HashSet::new(),
            users: HashMap::new(),
            marked: false,
            forgot: false,
        }
    }

    /// Reads on until enough is held, or the file ends.
    fn fill(&mut self) -> io::Result<()> {
        while !self.ended && self.bytes < self.budget {
            match self.nodes.next()? {
                None => self.ended = true,
                Some(Cut::Lost(place, head, message)) => {
                    let observed = xml::beginning(&head);
                    self.held.push_back(Held::Broken(Broken { place, message, observed }));
                }
                Some(Cut::Node(text, place)) => {
                    self.bytes += text.len() + 128;
                    self.look(&text);
                    self.held.push_back(Held::Node(text, place));
                }
            }
        }
        Ok(())
    }

    /// Notes what a node is called and what it refers to.
    fn look(&mut self, text: &str) {
        self.marked |= text.contains("itemType>");
        let Ok(tree) = xml::read(text) else { return };
        let name = node::id(&tree).unwrap_or_default().to_owned();
        if tree.name == "UserItem"
            && let Some(work) = tree.child("resource").and_then(node::reference)
        {
            self.users.insert(work.to_owned(), name.clone());
        }
        let mut parts: Vec<&Element> = vec![&tree];
        for _ in 0..4 {
            let properties: Vec<&Element> = parts.iter().flat_map(|p| p.all("isPartOf")).collect();
            self.wholes.extend(properties.iter().filter_map(|p| node::reference(p)).map(str::to_owned));
            parts = properties.iter().flat_map(|p| p.children()).collect();
        }
        if !name.is_empty() {
            self.remember(name, text);
        }
    }

    fn remember(&mut self, name: String, text: &str) {
        self.known_bytes += name.len() * 2 + text.len();
        self.order.push_back(name.clone());
        if let Some(before) = self.known.insert(name, text.to_owned()) {
            self.known_bytes -= before.len().min(self.known_bytes);
        }
        while self.known_bytes > self.budget * 2 {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(text) = self.known.remove(&oldest) {
                self.known_bytes -= (oldest.len() * 2 + text.len()).min(self.known_bytes);
            }
            self.wholes.remove(&oldest);
            self.users.remove(&oldest);
            self.forgot = true;
        }
    }

    fn record(&self, text: &str, place: Place) -> Option<Item> {
        let broken =
            |message: String| Some(Item::Broken(Broken { place, message, observed: xml::beginning(text) }));
        let tree = match xml::read(text) {
            Ok(tree) => tree,
            Err(fault) => return broken(format!("this record cannot be read: {fault}; it was left out")),
        };
        let name = node::id(&tree).unwrap_or_default();
        let user = self.users.get(name);
        let is_item = if self.marked && self.users.is_empty() {
            tree.child("itemType").is_some() && node::may_be_work(&tree)
        } else {
            // What a work is part of is one itself only where somebody has it in a library.
            user.is_some() && node::may_be_work(&tree)
                || user.is_none()
                    && node::may_be_work(&tree)
                    && (name.is_empty() || !self.wholes.contains(name))
        };
        if !is_item {
            return None;
        }
        let graph = Graph { known: &self.known };
        let user = user.and_then(|user| xml::read(self.known.get(user)?).ok());
        let draft = fields::read(&graph, &tree, user.as_ref());
        if draft.is_empty() {
            return broken(
                "this record has neither title nor people nor identifiers; it was left out".to_owned(),
            );
        }
        Some(Item::Record(Box::new(draft.finish(place))))
    }
}

impl Records for RdfRecords {
    fn next(&mut self) -> io::Result<Option<Item>> {
        loop {
            self.fill()?;
            let item = match self.held.pop_front() {
                None => return Ok(None),
                Some(Held::Broken(broken)) => Some(Item::Broken(broken)),
                Some(Held::Node(text, place)) => {
                    self.bytes -= (text.len() + 128).min(self.bytes);
                    self.record(&text, place)
                }
            };
            if item.is_some() {
                return Ok(item);
            }
        }
    }

    fn about(&self) -> About {
        let mut about = About::default();
        if self.forgot {
            about.notes.push(
                "the file is long: journals and people that stand far from the works that refer to them were not found"
                    .to_owned(),
            );
        }
        about
    }
}

/// The nodes that can be referred to.
pub(super) struct Graph<'a> {
    known: &'a HashMap<String, String>,
}

impl Graph<'_> {
    /// What a property refers to, where that is in the file.
    pub(super) fn referred(&self, property: &Element) -> Option<Element> {
        let name = node::reference(property)?;
        let text = self.known.get(name).or_else(|| self.known.get(name.strip_prefix('#')?))?;
        xml::read(text).ok()
    }

    /// The node that a property holds or refers to.
    pub(super) fn object(&self, property: &Element) -> Option<Element> {
        self.referred(property).or_else(|| property.children().next().cloned())
    }
}
