use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::blocks::{Block, each_block};
use super::judge::{Side, Verdict, judge, shared_by_mistake};
use super::keys::WorkKeys;
use super::rule::{Decision, Rule};
use super::store::Store;
use crate::model::{digest80, written_id};

/// Gathers what is compared of all mentions, then says which of them are one work.
///
/// Holds about 60 bytes per mention for its keys and 70 for its traits, and every word of titles and names once; that
/// is all that grows with the input.
#[derive(Debug, Default)]
pub struct Clusters {
    links: Vec<(u64, u32, Rule)>,
    ids: Vec<Option<([u8; 10], Rule)>>,
    doi: Vec<u64>,
    pmid: Vec<u64>,
    traits: Store,
}

/// Two mentions, and what they share or what keeps them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The rule.
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
    /// Mentions of two works that look like one, and the rule that told them apart.
    pub kept_apart: Vec<Link>,
    /// Mentions that may be one work: for a person to look at. Where they share a key, identifiers that contradict each
    /// other kept them apart.
    pub review: Vec<Link>,
    /// Identifiers that a work bears and an earlier one too, from which another identifier keeps it apart.
    contested: BTreeMap<u32, Vec<Rule>>,
}

/// Mentions of one key that are not one work, at most: the others are held against these.
const HEADS: usize = 4;

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
        self.traits.push(keys.map(|keys| &keys.traits));
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

    /// Says which mentions are one work. The most trusted links are drawn first: identifiers, then keys, then likeness.
    /// A link between two groups whose DOIs or PMIDs contradict each other is not drawn, nor one between groups of which
    /// two mentions were told apart.
    pub fn merge(mut self) -> Merged {
        let KeyLinks { links, mut told, mistaken } = self.key_links();
        let mut groups = Groups::new(self.ids, self.doi, self.pmid);
        for link in &told {
            groups.part(link.1.first, link.1.second);
        }
        let (mut merged, mut not_drawn) = (Vec::new(), Vec::new());
        groups.draw(&links, &mut merged, &mut not_drawn);
        let traits = self.traits;
        let (alike, apart) = like_links(&traits, &groups);
        for (_, link) in &apart {
            groups.part(link.first, link.second);
        }
        groups.draw(&alike, &mut merged, &mut not_drawn);
        told.extend(not_drawn.iter().map(|link| (Decision::Review, *link)));
        told.extend(apart);
        not_drawn.extend(mistaken);
        groups.name_apart(&traits);
        groups.finish(merged, &not_drawn, told)
    }

    /// Links between mentions of one key, and those of them that what they say of themselves forbids.
    fn key_links(&mut self) -> KeyLinks {
        self.links.sort_unstable();
        let (mut links, mut told, mut mistaken) = (Vec::new(), Vec::new(), Vec::new());
        let mut heads: Vec<u32> = Vec::new();
        for same in std::mem::take(&mut self.links).chunk_by(|a, b| a.0 == b.0 && a.2 == b.2) {
            heads.clear();
            for &(_, second, rule) in same {
                let forbids = |head: &u32| forbidden(&self.traits, rule, *head, second);
                let found = heads.iter().find_map(|head| forbids(head).is_none().then_some(*head));
                match (found, heads.first()) {
                    (Some(first), _) if first != second => links.push(Link { rule, first, second }),
                    (Some(_), _) => {}
                    (None, first) => {
                        if let Some((&first, verdict)) = first.zip(first.and_then(forbids)) {
                            told.push((verdict.0, Link { rule: verdict.1, first, second }));
                            if rule.is_identifier() {
                                mistaken.push(Link { rule, first, second });
                            }
                        }
                        if heads.len() < HEADS {
                            heads.push(second);
                        }
                    }
                }
            }
        }
        links.sort_unstable();
        KeyLinks { links, told, mistaken }
    }
}

/// What shared keys come to.
struct KeyLinks {
    /// To be drawn, in this order.
    links: Vec<Link>,
    /// Pairs of one key that are not one work.
    told: Vec<Told>,
    /// Those of them that share an identifier.
    mistaken: Vec<Link>,
}

/// A pair that was not joined, and what is made of it.
type Told = (Decision, Link);

/// Why two mentions of one key are not one work after all.
fn forbidden(traits: &Store, rule: Rule, a: u32, b: u32) -> Option<(Decision, Rule)> {
    if a == b || rule == Rule::Text || traits.are_equal(a, b) {
        return None;
    }
    let (one, two) = (Side::new(traits.traits(a)?), Side::new(traits.traits(b)?));
    if rule.is_identifier() {
        return shared_by_mistake(&one, &two).then_some((Decision::Review, Rule::SharedIdentifier));
    }
    match judge(&one, &two) {
        Verdict::Apart(why) => Some((Decision::KeptApart, why)),
        Verdict::Doubt(why) => {
            let counts = if rule == Rule::Title { why != Rule::Alike } else { why == Rule::OtherTitle };
            counts.then_some((Decision::Review, why))
        }
        Verdict::Same(_) | Verdict::Distinct => None,
    }
}

/// Links between mentions that are alike, and pairs that only look so.
fn like_links(traits: &Store, groups: &Groups) -> (Vec<Link>, Vec<Told>) {
    let found =
        each_block(traits, groups.len(), |mention| groups.root(mention), |block| alike(block, traits));
    let (mut links, mut told) = (Vec::new(), Vec::new());
    for (decision, link) in found {
        match decision {
            Decision::Merged => links.push(link),
            decision => told.push((decision, link)),
        }
    }
    (links, told)
}

/// The pairs of a block that are one work, or look so.
fn alike(block: &Block, traits: &Store) -> Vec<Told> {
    // Each mention is made ready once, and let go when the pairs have passed it: blocks may hold all mentions there are.
    let mut ready: BTreeMap<usize, Side> = BTreeMap::new();
    let mut found = Vec::new();
    for (a, b) in block.pairs() {
        while ready.first_key_value().is_some_and(|(at, _)| *at < a.min(b)) {
            ready.pop_first();
        }
        let (Some(first), Some(second)) = (block.mention(a), block.mention(b)) else { continue };
        for (at, mention) in [(a, first), (b, second)] {
            if !ready.contains_key(&at)
                && let Some(traits) = traits.traits(mention)
            {
                ready.insert(at, Side::new(traits));
            }
        }
        let (Some(one), Some(two)) = (ready.get(&a), ready.get(&b)) else { continue };
        let (decision, rule) = match judge(one, two) {
            Verdict::Distinct => continue,
            Verdict::Same(rule) => (Decision::Merged, rule),
            Verdict::Apart(rule) => (Decision::KeptApart, rule),
            Verdict::Doubt(rule) => (Decision::Review, rule),
        };
        found.push((decision, Link { rule, first, second }));
    }
    found
}

/// Groups that grow together.
struct Groups {
    root: Vec<u32>,
    ids: Vec<Option<([u8; 10], Rule)>>,
    doi: Vec<u64>,
    pmid: Vec<u64>,
    /// By root: mentions that are not of the group's work.
    apart: HashMap<u32, Vec<u32>>,
}

impl Groups {
    fn new(ids: Vec<Option<([u8; 10], Rule)>>, doi: Vec<u64>, pmid: Vec<u64>) -> Self {
        Self { root: (0..).take(ids.len()).collect(), ids, doi, pmid, apart: HashMap::new() }
    }

    fn len(&self) -> u32 {
        u32::try_from(self.root.len()).unwrap_or(u32::MAX)
    }

    fn root(&self, mut at: u32) -> u32 {
        while let Some(&above) = self.root.get(at as usize).filter(|above| **above != at) {
            at = above;
        }
        at
    }

    /// Notes that two mentions are not of one work.
    fn part(&mut self, a: u32, b: u32) {
        let (one, two) = (find(&mut self.root, a), find(&mut self.root, b));
        if one != two {
            self.apart.entry(one).or_default().push(b);
            self.apart.entry(two).or_default().push(a);
        }
    }

    fn are_apart(&mut self, one: u32, two: u32) -> bool {
        let of = |groups: &Self, root| groups.apart.get(&root).map_or(0, Vec::len);
        let (few, many) = if of(self, one) <= of(self, two) { (one, two) } else { (two, one) };
        let root = &mut self.root;
        self.apart.get(&few).is_some_and(|others| others.iter().any(|other| find(root, *other) == many))
    }

    /// Draws links in order. Those that identifiers forbid are told.
    fn draw(&mut self, links: &[Link], merged: &mut Vec<Link>, not_drawn: &mut Vec<Link>) {
        for link in links {
            let (a, b) = (find(&mut self.root, link.first), find(&mut self.root, link.second));
            if a == b {
                continue;
            }
            let (low, high) = (a.min(b) as usize, a.max(b) as usize);
            if contradict(&self.doi, low, high) || contradict(&self.pmid, low, high) {
                not_drawn.push(*link);
                continue;
            }
            // What an identifier joins, likeness does not part.
            if !link.rule.is_identifier() && self.are_apart(a, b) {
                continue;
            }
            self.join(low, high);
            merged.push(*link);
        }
    }

    fn join(&mut self, low: usize, high: usize) {
        let (Ok(first), Ok(second)) = (u32::try_from(low), u32::try_from(high)) else { return };
        self.root[high] = first;
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
        if let Some(mut others) = self.apart.remove(&second) {
            let kept = self.apart.entry(first).or_default();
            // The shorter list goes to the longer.
            if kept.len() < others.len() {
                std::mem::swap(kept, &mut others);
            }
            kept.append(&mut others);
        }
    }

    /// Gives works that were told apart, but have their key from the same identifier or title, keys of their own. The
    /// earliest keeps it; what the others say of themselves goes into theirs.
    fn name_apart(&mut self, traits: &Store) {
        let mut named: Vec<([u8; 10], u32)> = (0..self.len())
            .filter(|at| self.root(*at) == *at)
            .filter_map(|at| Some((self.ids.get(at as usize).copied().flatten()?.0, at)))
            .collect();
        named.sort_unstable();
        let shared: Vec<([u8; 10], u32)> =
            named.chunk_by(|a, b| a.0 == b.0).flat_map(|same| same.iter().skip(1)).copied().collect();
        let mut given = HashSet::new();
        for (id, work) in shared {
            let at = work as usize;
            let Some((_, rule)) = self.ids[at] else { continue };
            let other = if rule == Rule::Doi { self.pmid[at] } else { self.doi[at] };
            let mut parts = vec!["apart".to_owned(), written_id('w', &id), other.to_string()];
            if other == 0 {
                parts.push(traits.traits(work).map(|traits| traits.words()).unwrap_or_default());
            }
            let digest = |parts: &[String]| digest80(&parts.iter().map(String::as_str).collect::<Vec<_>>());
            let mut own = digest(&parts);
            while !given.insert(own) {
                parts.push("again".to_owned());
                own = digest(&parts);
            }
            self.ids[at] = Some((own, rule));
        }
    }

    fn finish(mut self, merged: Vec<Link>, not_drawn: &[Link], mut told: Vec<Told>) -> Merged {
        for at in (0..).take(self.root.len()) {
            find(&mut self.root, at);
        }
        // The same DOI under two PMIDs, or under two titles: the earlier work has it, and the other gets a key of its own.
        let mut contested: BTreeMap<u32, Vec<Rule>> = BTreeMap::new();
        for link in not_drawn.iter().filter(|link| link.rule.is_identifier()) {
            let later = find(&mut self.root, link.first).max(find(&mut self.root, link.second));
            let rules = contested.entry(later).or_default();
            if !rules.contains(&link.rule) {
                rules.push(link.rule);
            }
        }
        // Two works are one finding: the first pair, under the most trusted rule.
        told.sort_by_key(|(decision, link)| (link.rule, *decision, link.first, link.second));
        let mut works = HashSet::new();
        told.retain(|(_, link)| {
            let (a, b) = (find(&mut self.root, link.first), find(&mut self.root, link.second));
            a != b && works.insert((a.min(b), a.max(b)))
        });
        let of = |decision| {
            let mut links: Vec<Link> =
                told.iter().filter(|(d, _)| *d == decision).map(|(_, link)| *link).collect();
            links.sort_unstable();
            links
        };
        Merged {
            kept_apart: of(Decision::KeptApart),
            review: of(Decision::Review),
            root: self.root,
            ids: self.ids.into_iter().map(|id| id.map(|(id, _)| id)).collect(),
            links: merged,
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
    use crate::merge::traits::Traits;

    fn keys(links: &[(Rule, u64)]) -> WorkKeys {
        WorkKeys {
            links: links.to_vec(),
            id: [u8::try_from(links[0].1).unwrap(); 10],
            traits: Traits::default(),
        }
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
        assert_eq!(merged.review, [Link { rule: Rule::Title, first: 0, second: 2 }]);
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
        assert_eq!(merged.review, [Link { rule: Rule::Title, first: 0, second: 1 }]);
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
