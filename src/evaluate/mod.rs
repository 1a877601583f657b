//! How well references are read: what the program makes of a string against what people say it is.
//!
//! A gold file ([`Gold`]) holds strings and their true fields in one of several forms. Each string is read as
//! `refloom parse` reads it; both sides become the same eleven flat fields ([`Flat`]), are brought to a form in which
//! differences of print do not count ([`fold`]), and are compared ([`score`]). Where the gold says which strings stand
//! in one list, they can be read so ([`evaluate_lists`]), and it is counted what that puts right.

mod coarse;
mod csl;
mod error;
mod errors;
mod field;
mod flat;
pub mod fold;
mod gold;
mod groups;
mod lists;
mod records;
mod reliability;
mod roles;
pub mod score;
mod segments;
mod summary;
mod text;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::export::csl_json;
use crate::model::{Entry, Reference};
use crate::normalize::normalize;
use crate::parse::{Parser, label};

pub use error::EvaluateError;
pub use errors::{Mistake, together};
pub use field::Field;
pub use flat::{Flat, Value};
pub use gold::{Gold, GoldItem, Skipped};
pub use groups::{Grouping, Groups};
pub use lists::ByLists;
pub use reliability::{BINS, Bin, Reliability, Stated};
pub use score::Score;
pub use summary::Summary;

use score::Outcome;

/// What came out of an evaluation.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// All references together.
    pub score: Score,
    /// The same, taken apart by what the gold says of each reference.
    pub groups: Groups,
    /// The references in which something is wrong, in the order of the gold.
    pub mistakes: Vec<Mistake>,
    /// What was stated of every value that was scored, and of every whole reference. Left out are the people, and the
    /// whole, of references whose gold does not tell the editors printed in them from the authors: nothing can be right
    /// there.
    pub stated: Vec<Stated>,
}

/// Reads every string of the gold by itself and compares `fields` with what the gold says.
pub fn evaluate(parser: Parser, gold: &Gold, fields: &[Field]) -> Evaluation {
    compare(gold, &alone(parser, gold), fields)
}

/// Reads the strings of each list of the gold together, compares, and says what is otherwise than with [`evaluate`].
///
/// A list is an article's, by an `id` such as `corpus:article:reference`; strings of other names make up one list, as
/// the lines of a file do.
pub fn evaluate_lists(parser: Parser, gold: &Gold, fields: &[Field]) -> (Evaluation, ByLists) {
    let lists = lists::of(gold);
    let read: Vec<Vec<(usize, Read)>> = lists
        .par_iter()
        .map(|list| {
            let entries: Vec<Entry> = list.iter().map(|&i| entry(&gold.items[i].text)).collect();
            let read = parser.parse_list(&entries).into_iter().zip(&entries).map(|(r, entry)| flat(r, entry));
            list.iter().copied().zip(read).collect()
        })
        .collect();
    let mut read: Vec<(usize, Read)> = read.into_iter().flatten().collect();
    read.sort_unstable_by_key(|(i, _)| *i);
    let read: Vec<Read> = read.into_iter().map(|(_, read)| read).collect();
    let gain = ByLists::of(lists.len(), gold, &alone(parser, gold), &read, fields);
    (compare(gold, &read, fields), gain)
}

fn compare(gold: &Gold, read: &[Read], fields: &[Field]) -> Evaluation {
    let mut done = Evaluation { score: Score::over(fields), ..Evaluation::default() };
    for (item, read) in gold.items.iter().zip(read) {
        let verdict = score::judge(&item.flat, &read.flat, fields);
        done.score.add(&verdict);
        done.groups.add(item, &verdict);
        done.mistakes.extend(Mistake::of(item, &read.flat, &verdict));
        let apart = roles::told(&item.text, &item.flat);
        let stated = verdict.fields.iter().filter_map(|(field, outcome)| {
            let confidence = *read.confidence.get(&Some(*field))?;
            let told = apart || !matches!(field, Field::Authors | Field::Editors);
            told.then_some(Stated { field: Some(*field), confidence, right: *outcome == Outcome::Right })
        });
        done.stated.extend(stated);
        let whole = read.confidence.get(&None).filter(|_| apart);
        done.stated.extend(whole.map(|&confidence| Stated {
            field: None,
            confidence,
            right: verdict.is_exact(),
        }));
    }
    done
}

/// A string as the program reads it.
struct Read {
    flat: Flat,
    /// What it states of each field, and under `None` of the whole.
    confidence: BTreeMap<Option<Field>, f32>,
}

fn alone(parser: Parser, gold: &Gold) -> Vec<Read> {
    let read = |text: &str| {
        let entry = entry(text);
        flat(parser.parse(&entry), &entry)
    };
    gold.items.par_iter().map(|item| read(&item.text)).collect()
}

fn entry(text: &str) -> Entry {
    Entry { label: label::find(text).map(|l| l.text.to_owned()), ..Entry::from_line(text) }
}

/// The detour through CSL-JSON is wanted: what is scored is what is printed.
fn flat(mut reference: Reference, entry: &Entry) -> Read {
    normalize(&mut reference);
    let item = serde_json::to_value(csl_json::item(&reference, entry)).unwrap_or_default();
    Read { flat: csl::flat(&item), confidence: csl::confidence(&item) }
}
