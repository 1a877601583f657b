use rayon::prelude::*;

/// Fewer items than this are done faster by one thread.
const WORTH_SHARING: usize = 128;
/// Items one thread takes at a time: enough to make the taking cheap, few enough to share out evenly.
const SHARE: usize = 64;

/// Works on shares of the items side by side and gives the results in the items' order.
pub fn in_order<T: Sync, U: Send>(items: &[T], work: impl Fn(&[T]) -> U + Send + Sync) -> Vec<U> {
    if items.len() < WORTH_SHARING {
        return vec![work(items)];
    }
    items.par_chunks(SHARE).map(work).collect()
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
        for n in [0, 1, 127, 128, 1000] {
            let items: Vec<usize> = (0..n).collect();
            let back: Vec<usize> = in_order(&items, <[usize]>::to_vec).concat();
            assert_eq!(back, items);
        }
    }
}
