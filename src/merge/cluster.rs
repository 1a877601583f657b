use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::keys::{Rule, WorkKeys};
use crate::model::{digest80, written_id};

/// Gathers the keys of all mentions, then says which of them are one work.
///
/// Holds about 60 bytes per mention, whatever their texts; that is all that grows with the input.
#[derive(Debug, Default)]
pub struct Clusters {
    links: Vec<(u64, u32, Rule)>,
    ids: Vec<Option<([u8; 10], Rule)>>,
    doi: Vec<u64>,
    pmid: Vec<u64>,
}

/// Two mentions that share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// What they share.
    pub rule: Rule,
    /// The earlier one.
    pub first: u32,
    /// The later one.
    pub second: u32,
}

/// The outcome: a partition of the mentions into works.
#[derive(Debug)]
pub struct Merged {
    root: Vec<u32>,
    ids: Vec<Option<[u8; 10]>>,
    links: Vec<Link>,
    /// Mentions that share a title or place but whose identifiers contradict each other: for a person to look at.
    pub kept_apart: Vec<Link>,
    /// Identifiers that a work bears and an earlier one too, from which another identifier keeps it apart.
    contested: BTreeMap<u32, Vec<Rule>>,
}

impl Clusters {
    /// Adds the next mention and gives its number.
    pub fn add(&mut self, keys: Option<&WorkKeys>) -> u32 {
        let number = self.len();
        let of =
            |rule| keys.and_then(|k| k.links.iter().find(|(r, _)| *r == rule)).map_or(0, |(_, key)| *key);
        self.doi.push(of(Rule::Doi));
        self.pmid.push(of(Rule::Pmid));
        if let Some(keys) = keys {
            self.links.extend(keys.links.iter().map(|(rule, key)| (*key, number, *rule)));
        }
        self.ids.push(keys.and_then(|k| k.links.first().map(|(rule, _)| (k.id, *rule))));
        number
    }

    /// Mentions added so far.
    pub fn len(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    /// True before the first mention.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Says which mentions are one work. The most trusted links are drawn first; a link between two groups whose DOIs
    /// or PMIDs contradict each other is not drawn.
    pub fn merge(mut self) -> Merged {
        self.links.sort_unstable();
        let mut links: Vec<Link> = Vec::new();
        for same in self.links.chunk_by(|a, b| a.0 == b.0 && a.2 == b.2) {
            if let Some(((_, first, rule), rest)) = same.split_first() {
                let link =
                    |(_, second, _): &(u64, u32, Rule)| Link { rule: *rule, first: *first, second: *second };
                links.extend(rest.iter().map(link).filter(|l| l.first != l.second));
            }
        }
        self.links = Vec::new();
        links.sort_unstable();

        let mut root: Vec<u32> = (0..).take(self.ids.len()).collect();
        let (mut merged, mut kept_apart) = (Vec::new(), Vec::new());
        for link in links {
            let (a, b) = (find(&mut root, link.first), find(&mut root, link.second));
            if a == b {
                continue;
            }
            let (low, high) = (a.min(b) as usize, a.max(b) as usize);
            if contradict(&self.doi, low, high) || contradict(&self.pmid, low, high) {
                kept_apart.push(link);
                continue;
            }
            root[high] = a.min(b);
            for known in [&mut self.doi, &mut self.pmid] {
                if known[low] == 0 {
                    known[low] = known[high];
                }
            }
            let better = match (self.ids[low], self.ids[high]) {
                (Some(x), Some(y)) if y.1 < x.1 => Some(y),
                (None, other) => other,
                (kept, _) => kept,
            };
            self.ids[low] = better;
            merged.push(link);
        }
        for at in (0..).take(root.len()) {
            find(&mut root, at);
        }
        // The same DOI under two PMIDs: the earlier work has it, and the other gets a key of its own.
        let mut contested: BTreeMap<u32, Vec<Rule>> = BTreeMap::new();
        for link in kept_apart.iter().filter(|link| link.rule.is_identifier()) {
            let later = find(&mut root, link.first).max(find(&mut root, link.second));
            let rules = contested.entry(later).or_default();
            if !rules.contains(&link.rule) {
                rules.push(link.rule);
            }
        }
        for (work, rules) in &contested {
            let at = *work as usize;
            if let Some((id, rule)) = self.ids[at].filter(|(_, rule)| rules.contains(rule)) {
                let other = if rule == Rule::Doi { self.pmid[at] } else { self.doi[at] };
                self.ids[at] = Some((digest80(&["apart", &written_id('w', &id), &other.to_string()]), rule));
            }
        }
        // A pair that shares both title and place is one finding: the first, under the more trusted rule.
        let mut told = HashSet::new();
        kept_apart.retain(|link| told.insert((link.first, link.second)));
        Merged {
            root,
            ids: self.ids.into_iter().map(|id| id.map(|(id, _)| id)).collect(),
            links: merged,
            kept_apart,
            contested,
        }
    }
}

impl Merged {
    /// Every mention of a work with another one before it, paired with the first. Only mentions that `counts` holds for
    /// are paired.
    pub fn pairs(&self, counts: impl Fn(u32) -> bool) -> Vec<Link> {
        let mut rules = BTreeMap::new();
        for link in &self.links {
            rules.entry(link.second).or_insert(link.rule);
            rules.entry(link.first).or_insert(link.rule);
        }
        let mut firsts = HashMap::new();
        let mut pairs = Vec::new();
        for (mention, rule) in rules.into_iter().filter(|(mention, _)| counts(*mention)) {
            match firsts.entry(self.root(mention)) {
                Entry::Vacant(place) => {
                    place.insert(mention);
                }
                Entry::Occupied(first) => pairs.push(Link { rule, first: *first.get(), second: mention }),
            }
        }
        pairs
    }

    /// The identifiers that the work of `mention` bears but an earlier work has.
    pub fn contested(&self, mention: u32) -> &[Rule] {
        self.contested.get(&self.root(mention)).map_or(&[], Vec::as_slice)
    }

    /// The first mention of the work that `mention` points to.
    pub fn root(&self, mention: u32) -> u32 {
        self.root.get(mention as usize).copied().unwrap_or(mention)
    }

    /// Digest for the key of the work that `mention` points to; `None` when nothing could be read from it.
    pub fn id(&self, mention: u32) -> Option<[u8; 10]> {
        self.ids.get(self.root(mention) as usize).copied().flatten()
    }
}

fn contradict(known: &[u64], a: usize, b: usize) -> bool {
    known[a] != 0 && known[b] != 0 && known[a] != known[b]
}

/// The root of a mention's group; halves the path on its way.
fn find(root: &mut [u32], mut at: u32) -> u32 {
    while root[at as usize] != at {
        let above = root[root[at as usize] as usize];
        root[at as usize] = above;
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(links: &[(Rule, u64)]) -> WorkKeys {
        WorkKeys { links: links.to_vec(), id: [u8::try_from(links[0].1).unwrap(); 10] }
    }

    fn merge(all: &[&[(Rule, u64)]]) -> Merged {
        let mut clusters = Clusters::default();
        for links in all {
            clusters.add(Some(&keys(links)));
        }
        clusters.merge()
    }

    #[test]
    fn a_work_takes_its_key_from_the_best_identifier_of_its_mentions() {
        let merged = merge(&[&[(Rule::Title, 7)], &[(Rule::Doi, 9), (Rule::Title, 7)]]);
        assert_eq!(merged.root(1), 0);
        assert_eq!(merged.id(0), Some([9; 10]));
        assert_eq!(merged.pairs(|_| true), [Link { rule: Rule::Title, first: 0, second: 1 }]);
    }

    #[test]
    fn contradicting_identifiers_keep_two_mentions_apart_even_through_a_third() {
        let merged = merge(&[
            &[(Rule::Doi, 1), (Rule::Title, 7)],
            &[(Rule::Title, 7)],
            &[(Rule::Doi, 2), (Rule::Title, 7)],
        ]);
        assert_eq!(merged.root(1), 0);
        assert_eq!(merged.root(2), 2);
        assert_eq!(merged.kept_apart, [Link { rule: Rule::Title, first: 0, second: 2 }]);
    }

    #[test]
    fn a_doi_under_two_pmids_belongs_to_the_first_and_the_other_has_a_key_of_its_own() {
        let merged = merge(&[
            &[(Rule::Doi, 9), (Rule::Pmid, 1)],
            &[(Rule::Doi, 9), (Rule::Pmid, 2)],
            &[(Rule::Pmid, 2), (Rule::Title, 7)],
            &[(Rule::Doi, 9), (Rule::Pmid, 3)],
        ]);
        assert_eq!([0, 1, 2, 3].map(|mention| merged.root(mention)), [0, 1, 1, 3]);
        assert_eq!(merged.id(0), Some([9; 10]));
        let ids = [0, 1, 3].map(|mention| merged.id(mention).unwrap());
        assert!(ids[0] != ids[1] && ids[0] != ids[2] && ids[1] != ids[2]);
        assert_eq!(merged.contested(0), []);
        assert_eq!(
            (merged.contested(2), merged.contested(3)),
            ([Rule::Doi].as_slice(), [Rule::Doi].as_slice())
        );
    }

    #[test]
    fn references_are_paired_across_a_citing_document_between_them() {
        let merged = merge(&[&[(Rule::Title, 7)], &[(Rule::Title, 7)], &[(Rule::Title, 7)]]);
        assert_eq!(merged.pairs(|mention| mention != 0), [Link { rule: Rule::Title, first: 1, second: 2 }]);
    }

    #[test]
    fn a_pair_kept_apart_twice_is_told_once() {
        let merged = merge(&[
            &[(Rule::Doi, 1), (Rule::Title, 7), (Rule::Locator, 8)],
            &[(Rule::Doi, 2), (Rule::Title, 7), (Rule::Locator, 8)],
        ]);
        assert_eq!(merged.kept_apart, [Link { rule: Rule::Title, first: 0, second: 1 }]);
    }

    #[test]
    fn what_could_not_be_read_stands_alone_and_has_no_key() {
        let mut clusters = Clusters::default();
        clusters.add(None);
        clusters.add(None);
        let merged = clusters.merge();
        assert_eq!((merged.root(1), merged.id(1)), (1, None));
        assert!(merged.pairs(|_| true).is_empty());
    }
}
