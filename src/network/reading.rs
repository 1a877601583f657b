use std::collections::BTreeMap;

use super::{Graph, Network};

/// Gathers what the networks need while the works pass by.
#[derive(Debug)]
pub struct Networks {
    coauthor: Graph,
    citation: Graph,
    cocitation: Graph,
    journal: Graph,
    coupling: Graph,
    /// Works and journals by citing document, until the document's whole list is known.
    lists: BTreeMap<u32, CitedBy>,
    kept: usize,
}

#[derive(Debug, Default)]
struct CitedBy {
    works: Vec<Occurrence>,
    journals: BTreeMap<String, Occurrence>,
}

/// Something that occurs in a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its key.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Publication year of the work it occurs with.
    pub year: Option<i16>,
}

/// Links a network may have. Beyond it nobody can look at it, and memory would grow with the square of the lists.
const MOST_LINKS: usize = 500_000;

impl Default for Networks {
    fn default() -> Self {
        let graph = || Graph::new(MOST_LINKS);
        Self {
            coauthor: graph(),
            citation: graph(),
            cocitation: graph(),
            journal: graph(),
            coupling: graph(),
            lists: BTreeMap::new(),
            kept: 0,
        }
    }
}

impl Networks {
    /// The authors of one work.
    pub fn byline(&mut self, authors: &[Occurrence]) {
        if !self.coauthor.is_too_large() {
            let nodes = occur(&mut self.coauthor, authors);
            self.coauthor.clique(&nodes);
        }
    }

    /// A work and the documents that cite it, each by its number and, where the document is itself a work, as that.
    pub fn cited(
        &mut self,
        work: &Occurrence,
        journal: Option<&Occurrence>,
        by: &[(u32, Option<Occurrence>)],
    ) {
        for (_, citing) in by {
            if let Some(citing) = citing.as_ref().filter(|_| !self.citation.is_too_large()) {
                let pair = occur(&mut self.citation, &[citing.clone(), work.clone()]);
                if let [from, to] = pair[..] {
                    self.citation.arrow(from, to, 1.0);
                }
            }
        }
        if by.len() > 1 && !self.coupling.is_too_large() {
            let documents: Vec<_> = by.iter().filter_map(|(_, citing)| citing.clone()).collect();
            let nodes = occur(&mut self.coupling, &documents);
            self.coupling.clique(&nodes);
        }
        if self.kept > MOST_LINKS {
            // The lists alone are beyond the bound; the networks over them are out of reach.
            self.lists.clear();
            return;
        }
        for (document, _) in by {
            let list = self.lists.entry(*document).or_default();
            list.works.push(work.clone());
            if let Some(journal) = journal {
                list.journals.entry(journal.id.clone()).or_insert_with(|| journal.clone());
            }
            self.kept += 1;
        }
    }

    /// The finished networks: `None` for those that outgrew their bound.
    pub fn finish(mut self) -> Vec<(Network, Option<Graph>)> {
        let beyond = self.kept > MOST_LINKS;
        // In a single list everything occurs once with everything else: a square of links that says nothing.
        let lists = if self.lists.len() > 1 { self.lists } else { BTreeMap::new() };
        for list in lists.into_values() {
            // A list's pairs are known from its length: do not even count its nodes when they are too many.
            let nodes = occur(&mut self.cocitation, &list.works);
            self.cocitation.clique(&nodes);
            let journals: Vec<_> = list.journals.into_values().collect();
            let nodes = occur(&mut self.journal, &journals);
            self.journal.clique(&nodes);
        }
        let graphs = [
            (Network::Coauthor, self.coauthor, false),
            (Network::Cocitation, self.cocitation, beyond),
            (Network::BibCoupling, self.coupling, false),
            (Network::Citation, self.citation, false),
            (Network::JournalCocitation, self.journal, beyond),
        ];
        graphs
            .into_iter()
            .map(|(name, graph, lost)| (name, (!lost && !graph.is_too_large()).then_some(graph)))
            .collect()
    }
}

fn occur(graph: &mut Graph, nodes: &[Occurrence]) -> Vec<u32> {
    nodes.iter().map(|n| graph.node(&n.id, || n.label.clone(), n.year)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(id: &str) -> Occurrence {
        Occurrence { id: id.into(), label: id.into(), year: Some(2000) }
    }

    #[test]
    fn two_documents_that_share_a_work_are_coupled_and_their_works_cocited() {
        let mut networks = Networks::default();
        let (one, two) = ((0, Some(thing("d1"))), (1, Some(thing("d2"))));
        networks.cited(&thing("w1"), Some(&thing("j1")), &[one.clone(), two.clone()]);
        networks.cited(&thing("w2"), Some(&thing("j2")), &[one]);
        let mut links = BTreeMap::new();
        for (name, graph) in networks.finish() {
            links.insert(name, graph.unwrap().finish(name == Network::Citation).1);
        }
        assert_eq!(links[&Network::BibCoupling].len(), 1);
        assert_eq!(links[&Network::Cocitation].len(), 1);
        assert_eq!(links[&Network::JournalCocitation].len(), 1);
        assert_eq!(links[&Network::Citation].len(), 3);
        assert!(links[&Network::Citation].iter().all(|l| l.a.starts_with('d') && l.b.starts_with('w')));
    }

    #[test]
    fn one_list_alone_has_no_cocitations() {
        let mut networks = Networks::default();
        networks.cited(&thing("w1"), None, &[(0, None)]);
        networks.cited(&thing("w2"), None, &[(0, None)]);
        for (_, graph) in networks.finish() {
            assert!(graph.unwrap().finish(false).1.is_empty());
        }
    }

    #[test]
    fn a_list_without_end_gives_no_cocitation_and_says_so() {
        let mut networks = Networks::default();
        for n in 0..2_000 {
            networks.cited(&thing(&n.to_string()), None, &[(0, None)]);
        }
        networks.cited(&thing("another"), None, &[(1, None)]);
        let lost: Vec<_> =
            networks.finish().into_iter().filter(|(_, g)| g.is_none()).map(|(n, _)| n).collect();
        assert_eq!(lost, [Network::Cocitation]);
    }
}
