//! How the packed model does on publishers it has never seen.

use anyhow::{Context as _, Result};
use refloom::parse::tagger::Model;

use super::corpus::Record;
use super::example;

/// Shares of what was tagged right.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    /// Records.
    pub records: usize,
    /// Publishers.
    pub publishers: usize,
    /// Share of tokens with the right tag.
    pub tokens: f64,
    /// Share of references in which every token has.
    pub whole: f64,
}

/// Tags the records held out.
pub fn score(model: &[u8], records: &[Record]) -> Result<Score> {
    let model = Model::open(model.to_vec().into()).context("the packed model does not open")?;
    let (mut tokens, mut right, mut whole, mut count) = (0, 0, 0, 0);
    for example in records.iter().filter_map(|r| example::build(&r.segments, model.lexicon())) {
        let tags = model.tag(&example.features).tags;
        let same = tags.iter().zip(&example.tags).filter(|(a, b)| a == b).count();
        count += 1;
        tokens += tags.len();
        right += same;
        whole += usize::from(same == tags.len());
    }
    let mut publishers: Vec<&str> = records.iter().map(|r| r.publisher.as_str()).collect();
    publishers.sort_unstable();
    publishers.dedup();
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    Ok(Score {
        records: count,
        publishers: publishers.len(),
        tokens: share(right, tokens),
        whole: share(whole, count),
    })
}
