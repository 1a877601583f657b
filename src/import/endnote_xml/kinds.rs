//! EndNote's reference types.

use crate::model::WorkKind;

/// Numbers of EndNote's reference types, and what they are. The number decides where the name is one's own.
const NUMBERS: &[(u32, WorkKind)] = &[
    (0, WorkKind::Article),
    (2, WorkKind::Other),
    (3, WorkKind::ConferencePaper),
    (5, WorkKind::Chapter),
    (6, WorkKind::Book),
    (7, WorkKind::Chapter),
    (8, WorkKind::Dataset),
    (9, WorkKind::Software),
    (10, WorkKind::ConferencePaper),
    (12, WorkKind::Webpage),
    (13, WorkKind::Other),
    (16, WorkKind::Webpage),
    (17, WorkKind::Article),
    (19, WorkKind::Article),
    (20, WorkKind::Other),
    (23, WorkKind::Article),
    (25, WorkKind::Patent),
    (26, WorkKind::Other),
    (27, WorkKind::Report),
    (28, WorkKind::Book),
    (31, WorkKind::Other),
    (32, WorkKind::Thesis),
    (34, WorkKind::Other),
    (36, WorkKind::Other),
    (43, WorkKind::Article),
    (44, WorkKind::Book),
    (45, WorkKind::Dataset),
    (46, WorkKind::Report),
    (47, WorkKind::ConferencePaper),
    (48, WorkKind::Other),
    (49, WorkKind::Webpage),
    (52, WorkKind::ReferenceEntry),
    (53, WorkKind::ReferenceEntry),
    (56, WorkKind::Webpage),
    (57, WorkKind::Webpage),
    (58, WorkKind::Standard),
    (59, WorkKind::Dataset),
    (60, WorkKind::Chapter),
];

/// The kind of a type's number.
pub(super) fn by_number(number: &str) -> Option<WorkKind> {
    let number: u32 = number.trim().parse().ok()?;
    NUMBERS.iter().find(|(known, _)| *known == number).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(by_number("17"), Some(WorkKind::Article));
        assert_eq!(by_number("6"), Some(WorkKind::Book));
        assert_eq!(by_number("999"), None);
        assert!(NUMBERS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
