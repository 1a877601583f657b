//! What a stated probability is worth: the tagger's own probabilities, brought to the share of values that turn out
//! right.
//!
//! A model is too sure of what it has not seen the like of. So the trainer learns without some publishers, reads their
//! references, and fits, for each kind of field, the line that takes the log odds of what the tagger states to the log
//! odds of being right (Platt: Probabilistic outputs for support vector machines, 1999).

use crate::model::{Field, Reference, Role};

/// What has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Kind {
    Whole,
    Authors,
    Editors,
    Title,
    Container,
    Issued,
    Volume,
    Issue,
    Pages,
    Publisher,
    /// Fields too rare to be measured by themselves.
    Other,
}

impl Kind {
    /// How many there are.
    pub const COUNT: usize = 11;
    /// All of them, in the order of the model file.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Whole,
        Self::Authors,
        Self::Editors,
        Self::Title,
        Self::Container,
        Self::Issued,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::Publisher,
        Self::Other,
    ];
}

/// Log odds: where the line begins, and how steep it is.
pub type Line = [f32; 2];

/// Nothing is stated to be surer than this, or less sure than what is left of it.
const SUREST: f32 = 0.999;

/// A line for each kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    lines: [Line; Kind::COUNT],
}

impl Calibration {
    /// Leaves everything as it is stated.
    pub const fn none() -> Self {
        Self { lines: [[0.0, 1.0]; Kind::COUNT] }
    }

    /// The lines of all kinds, in the order of [`Kind::ALL`].
    pub const fn new(lines: [Line; Kind::COUNT]) -> Self {
        Self { lines }
    }

    /// The lines of all kinds, in the order of [`Kind::ALL`].
    pub const fn lines(&self) -> &[Line; Kind::COUNT] {
        &self.lines
    }

    /// What a stated probability is worth.
    pub fn worth(&self, kind: Kind, stated: f32) -> f32 {
        let [begin, steep] = self.lines[kind as usize];
        let odds = begin + steep * log_odds(stated);
        (1.0 + (-odds).exp()).recip().clamp(1.0 - SUREST, SUREST)
    }

    /// States of every value the tagger cut out what it is worth. Identifiers and dates of access are read by rules, and
    /// keep what those rules are worth.
    pub(super) fn apply(&self, reference: &mut Reference) {
        fn state<T>(calibration: &Calibration, kind: Kind, field: &mut Option<Field<T>>) {
            if let Some(confidence) = field.as_mut().and_then(|f| f.confidence.as_mut()) {
                *confidence = calibration.worth(kind, *confidence);
            }
        }
        for contributor in &mut reference.contributors {
            let kind = if contributor.role == Role::Author { Kind::Authors } else { Kind::Editors };
            if let Some(confidence) = &mut contributor.name.confidence {
                *confidence = self.worth(kind, *confidence);
            }
        }
        let r = reference;
        state(self, Kind::Title, &mut r.title);
        state(self, Kind::Container, &mut r.container_title);
        state(self, Kind::Issued, &mut r.issued);
        state(self, Kind::Volume, &mut r.volume);
        state(self, Kind::Issue, &mut r.issue);
        state(self, Kind::Pages, &mut r.pages);
        state(self, Kind::Pages, &mut r.article_number);
        state(self, Kind::Publisher, &mut r.publisher);
        let others = [
            &mut r.collection_title,
            &mut r.supplement,
            &mut r.edition,
            &mut r.publisher_place,
            &mut r.event_title,
            &mut r.genre,
        ];
        for field in others {
            state(self, Kind::Other, field);
        }
        r.confidence = r.confidence.map(|stated| self.worth(Kind::Whole, stated));
    }
}

/// The log odds of a probability, within bounds.
pub fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(1.0 - SUREST, SUREST);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_becomes_what_it_is_worth() {
        let none = Calibration::none();
        for stated in [0.01, 0.3, 0.5, 0.98] {
            assert!((none.worth(Kind::Title, stated) - stated).abs() < 1e-5);
        }
        let mut lines = [[0.0, 1.0]; Kind::COUNT];
        lines[Kind::Title as usize] = [-1.0, 0.5];
        let calibration = Calibration::new(lines);
        assert!(calibration.worth(Kind::Title, 0.999) < 0.95);
        assert!(calibration.worth(Kind::Title, 0.9) < calibration.worth(Kind::Title, 0.99));
        assert!((calibration.worth(Kind::Volume, 0.9) - 0.9).abs() < 1e-5);
        assert!(
            calibration.worth(Kind::Whole, f32::NAN).is_nan()
                || calibration.worth(Kind::Whole, 2.0) <= SUREST
        );
    }

    #[test]
    fn kinds_stand_in_their_order() {
        assert!(Kind::ALL.iter().enumerate().all(|(i, kind)| *kind as usize == i));
    }
}
