use sha2::{Digest as _, Sha256};

/// Digests of keys, sixteen bytes each.
#[derive(Debug, Default)]
pub struct KeySet {
    keys: Vec<(u128, u64)>,
    sorted: bool,
}

impl KeySet {
    /// Adds the key of a row.
    pub fn insert(&mut self, key: u128, row: u64) {
        self.keys.push((key, row));
        self.sorted = false;
    }

    /// Rows whose key an earlier row has. Sorts the set, which [`contains`](Self::contains) needs.
    pub fn repeated(&mut self) -> Vec<u64> {
        self.keys.sort_unstable();
        self.sorted = true;
        self.keys.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).collect()
    }

    /// True when a row has this key.
    pub fn contains(&self, key: u128) -> bool {
        debug_assert!(self.sorted, "look for repeated keys first");
        self.keys.binary_search_by_key(&key, |(k, _)| *k).is_ok()
    }
}

/// The digest of some of a row's cells.
pub fn key_of(row: &[Option<String>], positions: &[usize]) -> u128 {
    let mut hash = Sha256::new();
    for at in positions {
        let cell = row.get(*at).and_then(Option::as_deref);
        hash.update((cell.map_or(u64::MAX, |c| c.len() as u64)).to_le_bytes());
        hash.update(cell.unwrap_or_default().as_bytes());
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize()[..16]);
    u128::from_le_bytes(short)
}
