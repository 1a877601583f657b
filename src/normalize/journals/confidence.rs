//! How often a link of each tier is right.

use crate::model::JournalMethod;

/// The measured precision of a tier.
pub fn confidence(method: JournalMethod) -> f32 {
    match method {
        JournalMethod::Issn => 0.999,
        JournalMethod::Abbreviation => 0.999,
        JournalMethod::Title => 0.99,
        JournalMethod::ShortTitle => 0.98,
        JournalMethod::OtherList => 0.98,
        JournalMethod::Spaceless => 0.98,
        JournalMethod::Tokens => 0.97,
    }
}
