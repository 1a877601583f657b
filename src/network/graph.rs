use std::collections::HashMap;

/// A weighted network over nodes with text keys, with an upper bound on its links.
#[derive(Debug)]
pub struct Graph {
    index: HashMap<String, u32>,
    nodes: Vec<Node>,
    links: HashMap<(u32, u32), (f64, f64)>,
    limit: usize,
    full: bool,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its key.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// How often it occurs.
    pub weight: f64,
    /// Mean publication year of the works it occurs with.
    pub year_mean: Option<f64>,
    /// Number of its connected component; 0 is the largest.
    pub component: i32,
    years: (f64, f64),
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// One end.
    pub a: String,
    /// The other end.
    pub b: String,
    /// How often they occur together.
    pub weight: f64,
    /// The same, each occurrence shared out among its nodes.
    pub fractional: f64,
    /// Association strength.
    pub association: f64,
}

impl Graph {
    /// An empty network that gives up beyond `limit` links or nodes.
    pub fn new(limit: usize) -> Self {
        Self { index: HashMap::new(), nodes: Vec::new(), links: HashMap::new(), limit, full: false }
    }

    /// Counts one occurrence of a node and gives its number.
    pub fn node(&mut self, id: &str, label: impl FnOnce() -> String, year: Option<i16>) -> u32 {
        let number = if let Some(number) = self.index.get(id) {
            *number
        } else {
            let number = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            self.index.insert(id.to_owned(), number);
            let (id, label) = (id.to_owned(), label());
            self.nodes.push(Node {
                id,
                label,
                weight: 0.0,
                year_mean: None,
                component: 0,
                years: (0.0, 0.0),
            });
            number
        };
        if let Some(node) = self.nodes.get_mut(number as usize) {
            node.weight += 1.0;
            if let Some(year) = year {
                node.years.0 += f64::from(year);
                node.years.1 += 1.0;
            }
        }
        self.give_up_beyond(self.nodes.len());
        number
    }

    /// Links every two of the nodes that occur together.
    pub fn clique(&mut self, together: &[u32]) {
        let n = together.len();
        // Also where many pairs are known already: walking them all is what takes the time.
        self.give_up_beyond(n.saturating_mul(n.saturating_sub(1)) / 2);
        if self.full || n < 2 {
            return;
        }
        let share = 1.0 / (n - 1) as f64;
        for (i, a) in together.iter().enumerate() {
            for b in &together[i + 1..] {
                self.link(*a.min(b), *a.max(b), share);
            }
        }
        self.give_up_beyond(self.links.len());
    }

    /// Links one node to another, in this direction.
    pub fn arrow(&mut self, from: u32, to: u32, share: f64) {
        self.link(from, to, share);
        self.give_up_beyond(self.links.len());
    }

    /// True when the network has outgrown its bound and holds nothing any more.
    pub fn is_too_large(&self) -> bool {
        self.full
    }

    /// Nodes and links: nodes in the order they came, links by weight, the heaviest first. With `directed`, `a` points
    /// to `b`; otherwise `a` sorts before `b`.
    pub fn finish(mut self, directed: bool) -> (Vec<Node>, Vec<Link>) {
        self.number_components();
        for node in &mut self.nodes {
            node.year_mean = (node.years.1 > 0.0).then(|| node.years.0 / node.years.1);
        }
        let mut links: Vec<_> = self.links.into_iter().collect();
        links.sort_unstable_by(|(x, (w, _)), (y, (v, _))| v.total_cmp(w).then(x.cmp(y)));
        let nodes = self.nodes;
        let links = links
            .into_iter()
            .filter_map(|((a, b), (weight, fractional))| {
                let (a, b) = (nodes.get(a as usize)?, nodes.get(b as usize)?);
                let (a, b) = if !directed && a.id > b.id { (b, a) } else { (a, b) };
                let association = weight / (a.weight * b.weight);
                Some(Link { a: a.id.clone(), b: b.id.clone(), weight, fractional, association })
            })
            .collect();
        (nodes, links)
    }

    fn link(&mut self, a: u32, b: u32, share: f64) {
        if !self.full && a != b {
            let (weight, fractional) = self.links.entry((a, b)).or_insert((0.0, 0.0));
            *weight += 1.0;
            *fractional += share;
        }
    }

    fn give_up_beyond(&mut self, size: usize) {
        if size > self.limit {
            self.full = true;
            self.index = HashMap::new();
            self.nodes = Vec::new();
            self.links = HashMap::new();
        }
    }

    fn number_components(&mut self) {
        let n = self.nodes.len();
        let mut root: Vec<usize> = (0..n).collect();
        for (a, b) in self.links.keys() {
            let (a, b) = (find(&mut root, *a as usize), find(&mut root, *b as usize));
            root[a.max(b)] = a.min(b);
        }
        let mut size = vec![0_usize; n];
        for at in 0..n {
            size[find(&mut root, at)] += 1;
        }
        let mut roots: Vec<usize> = (0..n).filter(|at| root[*at] == *at).collect();
        roots.sort_by_key(|at| (std::cmp::Reverse(size[*at]), *at));
        let mut number = vec![0; n];
        for (rank, at) in roots.iter().enumerate() {
            number[*at] = i32::try_from(rank).unwrap_or(i32::MAX);
        }
        for at in 0..n {
            self.nodes[at].component = number[find(&mut root, at)];
        }
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(groups: &[&[&str]]) -> Graph {
        let mut graph = Graph::new(100);
        for group in groups {
            let nodes: Vec<_> =
                group.iter().map(|id| graph.node(id, || id.to_uppercase(), Some(2000))).collect();
            graph.clique(&nodes);
        }
        graph
    }

    #[test]
    fn links_count_in_full_and_in_shares() {
        let (nodes, links) = graph(&[&["b", "a", "c"], &["a", "b"]]).finish(false);
        assert_eq!(
            nodes[0],
            Node {
                id: "b".into(),
                label: "B".into(),
                weight: 2.0,
                year_mean: Some(2000.0),
                component: 0,
                years: (4000.0, 2.0)
            }
        );
        assert_eq!(
            links[0],
            Link { a: "a".into(), b: "b".into(), weight: 2.0, fractional: 1.5, association: 0.5 }
        );
        assert_eq!(links.len(), 3);
    }

    #[test]
    fn the_largest_component_is_number_zero() {
        let (nodes, _) = graph(&[&["x", "y"], &["p", "q", "r"]]).finish(false);
        let of = |id: &str| nodes.iter().find(|n| n.id == id).unwrap().component;
        assert_eq!((of("p"), of("r"), of("x"), of("y")), (0, 0, 1, 1));
    }

    #[test]
    fn too_many_links_empty_the_network() {
        let mut graph = Graph::new(2);
        let nodes: Vec<_> = ["a", "b"].iter().map(|id| graph.node(id, String::new, None)).collect();
        graph.clique(&nodes);
        assert!(!graph.is_too_large());
        graph.clique(&[0, 1, 0, 1]);
        assert!(graph.is_too_large());
        assert_eq!(graph.finish(false), (vec![], vec![]));
    }
}
