//! How well references are read: what the program makes of a string against what people say it is.
//!
//! A gold file ([`Gold`]) holds strings and their true fields in one of several forms. Each string is read as
//! `refloom parse` reads it; both sides become the same eleven flat fields ([`Flat`]), are brought to a form in which
//! differences of print do not count ([`fold`]), and are compared ([`score`]).

mod coarse;
mod csl;
mod error;
mod errors;
mod field;
mod flat;
pub mod fold;
mod gold;
mod groups;
mod records;
pub mod score;
mod segments;
mod summary;
mod text;

use rayon::prelude::*;

use crate::export::csl_json;
use crate::model::Entry;
use crate::normalize::normalize;
use crate::parse::{Parser, label};

pub use error::EvaluateError;
pub use errors::{Mistake, together};
pub use field::Field;
pub use flat::{Flat, Value};
pub use gold::{Gold, GoldItem, Skipped};
pub use groups::{Grouping, Groups};
pub use score::Score;
pub use summary::Summary;

/// What came out of an evaluation.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// All references together.
    pub score: Score,
    /// The same, taken apart by what the gold says of each reference.
    pub groups: Groups,
    /// The references in which something is wrong, in the order of the gold.
    pub mistakes: Vec<Mistake>,
}

/// Reads every string of the gold and compares `fields` with what the gold says.
pub fn evaluate(gold: &Gold, fields: &[Field]) -> Evaluation {
    let parser = Parser::new();
    let read: Vec<Flat> = gold.items.par_iter().map(|item| read(parser, &item.text)).collect();
    let mut done = Evaluation { score: Score::over(fields), ..Evaluation::default() };
    for (item, read) in gold.items.iter().zip(&read) {
        let verdict = score::judge(&item.flat, read, fields);
        done.score.add(&verdict);
        done.groups.add(item, &verdict);
        done.mistakes.extend(Mistake::of(item, read, &verdict));
    }
    done
}

/// One string as the program reads it. The detour through CSL-JSON is wanted: what is scored is what is printed.
fn read(parser: Parser, text: &str) -> Flat {
    let entry = Entry { label: label::find(text).map(|l| l.text.to_owned()), ..Entry::from_line(text) };
    let mut reference = parser.parse(&entry);
    normalize(&mut reference);
    serde_json::to_value(csl_json::item(&reference, &entry)).map(|item| csl::flat(&item)).unwrap_or_default()
}
