use std::collections::{HashMap, VecDeque};

use super::references::Printed;

/// Which entries of two lists are the same.
#[derive(Debug)]
pub struct Match {
    /// For each old entry its place in the new list.
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
}

impl Match {
    /// Pairs entries with the same text, in their order.
    pub fn of(old: &[u64], new: &[u64]) -> Self {
        let mut found = Self { new_of: vec![None; old.len()], old_of: vec![None; new.len()] };
        // Mostly the lists are the same, or but for one place.
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        (0..head).for_each(|n| found.pair(n, n));
        (1..=tail).for_each(|n| found.pair(old.len() - n, new.len() - n));
        let mut places: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (at, text) in new.iter().enumerate().take(new.len() - tail).skip(head) {
            places.entry(*text).or_default().push_back(at);
        }
        for (at, text) in old.iter().enumerate().take(old.len() - tail).skip(head) {
            if let Some(new) = places.get_mut(text).and_then(VecDeque::pop_front) {
                found.pair(at, new);
            }
        }
        found
    }

    fn pair(&mut self, old: usize, new: usize) {
        if let (Some(a), Some(b)) = (self.new_of.get_mut(old), self.old_of.get_mut(new)) {
            (*a, *b) = (Some(new), Some(old));
        }
    }

    /// Places of the old entries without a counterpart.
    pub fn lone_old(&self) -> impl Iterator<Item = usize> + use<'_> {
        self.new_of.iter().enumerate().filter(|(_, new)| new.is_none()).map(|(n, _)| n)
    }

    /// Places of the new entries without a counterpart.
    pub fn lone_new(&self) -> impl Iterator<Item = usize> + use<'_> {
        self.old_of.iter().enumerate().filter(|(_, old)| old.is_none()).map(|(n, _)| n)
    }

    /// The pairs.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        self.new_of.iter().enumerate().filter_map(|(old, new)| Some((old, (*new)?)))
    }

    fn is_lone_new(&self, at: usize) -> bool {
        self.old_of.get(at) == Some(&None)
    }
}

/// Pairs what is left: by printed keys, then what stands after or before a pair and has mostly the same words.
pub fn pair_lists(
    found: &mut Match,
    old: &dyn Fn(usize) -> Option<Printed>,
    new: &dyn Fn(usize) -> Option<Printed>,
) {
    by_label(found, old, new);
    let near = |a: usize, b: usize| match (old(a), new(b)) {
        (Some((_, a)), Some((_, b))) => a.is_near(&b),
        _ => false,
    };
    // After the neighbour before it; then, from the end, before the neighbour after it. One pair gives the next.
    let lone: Vec<usize> = found.lone_old().collect();
    for at in &lone {
        let place = match at.checked_sub(1) {
            None => Some(0),
            Some(before) => found.new_of.get(before).copied().flatten().map(|n| n + 1),
        };
        if let Some(place) = place.filter(|place| found.is_lone_new(*place) && near(*at, *place)) {
            found.pair(*at, place);
        }
    }
    for at in lone.iter().rev() {
        if found.new_of.get(*at).copied().flatten().is_some() {
            continue;
        }
        let place = match found.new_of.get(at + 1) {
            None => found.old_of.len().checked_sub(1),
            Some(after) => after.and_then(|n| n.checked_sub(1)),
        };
        if let Some(place) = place.filter(|place| found.is_lone_new(*place) && near(*at, *place)) {
            found.pair(*at, place);
        }
    }
    in_order(found, &near);
}

/// Runs of entries corrected together, with others inserted or removed among them: each is looked for among the few that
/// come next.
fn in_order(found: &mut Match, near: &dyn Fn(usize, usize) -> bool) {
    const AHEAD: usize = 32;
    let old: Vec<usize> = found.lone_old().collect();
    let mut new: VecDeque<usize> = found.lone_new().collect();
    for at in old {
        let Some(skipped) = new.iter().take(AHEAD).position(|place| near(at, *place)) else { continue };
        if let Some(place) = new.remove(skipped) {
            found.pair(at, place);
        }
    }
}

fn by_label(
    found: &mut Match,
    old: &dyn Fn(usize) -> Option<Printed>,
    new: &dyn Fn(usize) -> Option<Printed>,
) {
    let label = |printed: Option<Printed>| printed.and_then(|(label, _)| label);
    let mut places: HashMap<Box<str>, Option<usize>> = HashMap::new();
    for at in found.lone_new() {
        if let Some(label) = label(new(at)) {
            // A key that is there twice tells nothing.
            places.entry(label).and_modify(|place| *place = None).or_insert(Some(at));
        }
    }
    if places.is_empty() {
        return;
    }
    for at in found.lone_old().collect::<Vec<_>>() {
        let place = label(old(at)).and_then(|label| places.get_mut(&label)).and_then(Option::take);
        if let Some(place) = place {
            found.pair(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::near::Words;
    use super::*;

    /// Pairs two lists of texts; a text may begin with a key and a colon.
    fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
        let hashes = |list: &[&str]| -> Vec<u64> {
            list.iter().map(|t| t.bytes().fold(7, |h: u64, b| h.wrapping_mul(31) + u64::from(b))).collect()
        };
        let printed = |text: &str| {
            let label = text.split_once(':').map(|(key, _)| key.into());
            (label, Words::of(text.rsplit(':').next().unwrap()))
        };
        let mut found = Match::of(&hashes(old), &hashes(new));
        pair_lists(&mut found, &|n| old.get(n).map(|t| printed(t)), &|n| new.get(n).map(|t| printed(t)));
        found.pairs().collect()
    }

    #[test]
    fn what_is_inserted_or_removed_leaves_the_others_paired() {
        assert_eq!(pairs(&["a", "b", "c"], &["x", "a", "b", "c"]), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(pairs(&["x", "a", "b"], &["a", "b"]), [(1, 0), (2, 1)]);
        assert_eq!(pairs(&["a", "b", "a"], &["a", "a", "b"]), [(0, 0), (1, 2), (2, 1)], "a multiset");
        assert_eq!(pairs(&[], &["a"]), []);
    }

    #[test]
    fn what_is_corrected_is_paired_and_what_is_replaced_is_not() {
        let b = "one two three four five";
        let corrected = "one two three four six";
        assert_eq!(pairs(&["a", b, "c"], &["a", corrected, "c"]), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(pairs(&["a", b, "c"], &["a", "quite another thing", "c"]), [(0, 0), (2, 2)]);
        assert_eq!(pairs(&["a", b, "c"], &["a", "inserted", corrected, "c"]), [(0, 0), (1, 2), (2, 3)]);
        assert_eq!(pairs(&[b], &["x y z", corrected, "u v w"]), [(0, 1)]);
    }

    #[test]
    fn a_printed_key_pairs_whatever_it_stands_before() {
        assert_eq!(pairs(&["k1:a b", "k2:c d"], &["k2:x", "k1:y"]), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&["k1:a b"], &["k1:x", "k1:y"]), [], "twice is no key");
    }
}
