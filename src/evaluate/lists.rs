//! Lists of the gold, and what reading them as lists is worth.

use std::collections::BTreeMap;

use super::score::judge;
use super::{Field, Gold, Read, Score};
use crate::parse::list::WINDOW;

/// What reading lists together is worth, against reading each string by itself.
#[derive(Clone, Debug, Default)]
pub struct ByLists {
    /// Lists there are; long ones are cut.
    pub lists: usize,
    /// The score of each string read by itself.
    pub alone: Score,
    /// References that are exact in their list and not by themselves.
    pub fixed: usize,
    /// References that are exact by themselves and not in their list.
    pub broken: usize,
}

impl ByLists {
    pub(super) fn of(lists: usize, gold: &Gold, alone: &[Read], together: &[Read], fields: &[Field]) -> Self {
        let mut out = Self { lists, alone: Score::over(fields), ..Self::default() };
        for ((item, alone), together) in gold.items.iter().zip(alone).zip(together) {
            let verdict = judge(&item.flat, &alone.flat, fields);
            out.alone.add(&verdict);
            match (verdict.is_exact(), judge(&item.flat, &together.flat, fields).is_exact()) {
                (false, true) => out.fixed += 1,
                (true, false) => out.broken += 1,
                _ => {}
            }
        }
        out
    }
}

/// The places of the items of each list, in the order of the gold.
pub(super) fn of(gold: &Gold) -> Vec<Vec<usize>> {
    let mut lists: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (i, item) in gold.items.iter().enumerate() {
        lists.entry(item.id.as_deref().and_then(article)).or_default().push(i);
    }
    lists.values().flat_map(|list| list.chunks(WINDOW)).map(<[usize]>::to_vec).collect()
}

/// The article in `corpus:article:reference`.
fn article(id: &str) -> Option<&str> {
    let mut parts = id.split(':');
    let article = parts.nth(1)?;
    parts.next().map(|_| article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::{Flat, GoldItem};

    #[test]
    fn items_go_by_their_articles() {
        let item = |id: Option<&str>| GoldItem {
            line: 1,
            id: id.map(str::to_owned),
            text: String::new(),
            flat: Flat::default(),
            kind: None,
            publisher: None,
        };
        let ids = [Some("x:2:a"), None, Some("x:1:a"), Some("x:2:b"), Some("plain"), Some("two:parts")];
        let gold = Gold { items: ids.map(item).to_vec(), skipped: Vec::new() };
        assert_eq!(of(&gold), [vec![1, 4, 5], vec![2], vec![0, 3]]);
        let long = Gold { items: vec![item(None); WINDOW + 1], skipped: Vec::new() };
        assert_eq!(of(&long).iter().map(Vec::len).collect::<Vec<_>>(), [WINDOW, 1]);
    }
}
