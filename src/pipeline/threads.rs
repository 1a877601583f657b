use rayon::prelude::*;

/// Works on the items side by side and gives the results in the items' order. One alone is not worth waking anybody for.
pub fn in_order<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Send + Sync) -> Vec<U> {
    match items {
        [item] => vec![work(item)],
        items => items.par_iter().map(work).collect(),
    }
}

/// Sets how many threads work side by side. Without a word it is as many as there are cores. Only the first call, before
/// any work, has an effect.
pub fn use_threads(n: std::num::NonZeroUsize) {
    // A pool that already stands keeps its size; that is no reason to stop.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(n.get()).build_global();
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn results_keep_the_order_of_their_items() {
        for n in [0, 1, 2, 1000] {
            let items: Vec<usize> = (0..n).collect();
            assert_eq!(in_order(&items, |item| *item), items);
        }
    }
}
