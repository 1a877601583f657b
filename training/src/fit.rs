//! From examples to weights: training on all features, then again on those that say most.

use super::crf::{self, Indexed, Rows, Settings, Weights};

/// Small steps and little pull: larger ones learn faster, and by heart.
const SETTINGS: Settings = Settings { passes: 0, rate: 0.05, decay: 3e-5 };

/// The weights of the `keep` features that say most. `report` hears the loss of each pass.
pub fn fit(
    mut examples: Vec<Indexed>,
    rows: Rows,
    passes: usize,
    keep: usize,
    mut report: impl FnMut(usize, f64),
) -> Weights {
    let settings = Settings { passes, ..SETTINGS };
    let weights = crf::train(&examples, crf::blank(rows), settings, &mut report);
    let weights = crf::prune(weights, &mut examples, keep);
    let again = Settings { passes: passes.div_ceil(2), rate: settings.rate * 0.4, ..settings };
    crf::train(&examples, weights, again, &mut report)
}
