//! What the updates of a work come to.

use crate::model::{Direction, PartialDate, RetractionStatus, Update, UpdateKind};

/// The standing of a work after all that was done to it, whoever tells it.
///
/// What the work itself does to others, as a notice, says nothing of its own standing. A reinstatement lifts what came
/// before it; where one of the two has no date, the reinstatement is taken for the later one. Corrections, also
/// retractions of a part, leave the work standing.
pub fn status<'a>(updates: impl IntoIterator<Item = &'a Update>) -> RetractionStatus {
    let told: Vec<&Update> = updates.into_iter().filter(|u| u.direction == Direction::To).collect();
    let lifted = |update: &Update| {
        told.iter().any(|other| {
            other.kind == UpdateKind::Reinstatement
                && match (other.date, update.date) {
                    (Some(lifting), Some(date)) => !is_before(lifting, date),
                    _ => true,
                }
        })
    };
    let stands = |kinds: &[UpdateKind]| told.iter().any(|u| kinds.contains(&u.kind) && !lifted(u));
    match () {
        () if stands(&[UpdateKind::Retraction, UpdateKind::RetractedAndRepublished]) => {
            RetractionStatus::Retracted
        }
        () if stands(&[UpdateKind::Withdrawal]) => RetractionStatus::Withdrawn,
        () if stands(&[UpdateKind::ExpressionOfConcern]) => RetractionStatus::ExpressionOfConcern,
        () if told
            .iter()
            .any(|u| [UpdateKind::Correction, UpdateKind::PartialRetraction].contains(&u.kind)) =>
        {
            RetractionStatus::Corrected
        }
        () => RetractionStatus::None,
    }
}

/// Whether one date is surely before another; a month is not before a day in it.
fn is_before(a: PartialDate, b: PartialDate) -> bool {
    if a.year != b.year {
        return a.year < b.year;
    }
    match (a.month.zip(b.month), a.day.zip(b.day)) {
        (Some((x, y)), _) if x != y => x < y,
        (Some(_), Some((x, y))) => x < y,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::UpdateKind as Kind;

    fn update(kind: Kind, direction: Direction, date: Option<(i16, u8)>) -> Update {
        let date = date.map(|(year, month)| PartialDate::new(year, Some(month), None).unwrap());
        Update { kind, direction, other: Vec::new(), citation: None, date, asserted_by: None }
    }

    fn to(kind: Kind) -> Update {
        update(kind, Direction::To, None)
    }

    #[test]
    fn what_was_done_to_the_work_counts() {
        for (kinds, expected) in [
            (vec![], RetractionStatus::None),
            (vec![Kind::Retraction], RetractionStatus::Retracted),
            (vec![Kind::RetractedAndRepublished], RetractionStatus::Retracted),
            (vec![Kind::Withdrawal], RetractionStatus::Withdrawn),
            (vec![Kind::ExpressionOfConcern], RetractionStatus::ExpressionOfConcern),
            (vec![Kind::Correction], RetractionStatus::Corrected),
            (vec![Kind::PartialRetraction], RetractionStatus::Corrected),
            (vec![Kind::NewVersion, Kind::Comment, Kind::Other], RetractionStatus::None),
            (vec![Kind::Correction, Kind::ExpressionOfConcern], RetractionStatus::ExpressionOfConcern),
            (
                vec![Kind::ExpressionOfConcern, Kind::Correction, Kind::Retraction],
                RetractionStatus::Retracted,
            ),
            (vec![Kind::Retraction, Kind::Reinstatement], RetractionStatus::None),
            (vec![Kind::Retraction, Kind::Reinstatement, Kind::Correction], RetractionStatus::Corrected),
        ] {
            let updates: Vec<Update> = kinds.iter().map(|kind| to(*kind)).collect();
            assert_eq!(status(&updates), expected, "{kinds:?}");
        }
    }

    #[test]
    fn a_notice_about_another_work_does_not_retract_this_one() {
        let notice = update(Kind::Retraction, Direction::By, None);
        assert_eq!(status([&notice]), RetractionStatus::None);
        assert_eq!(status([&notice]).is_retracted(), Some(false));
    }

    #[test]
    fn a_reinstatement_lifts_only_what_came_before_it() {
        let retracted = update(Kind::Retraction, Direction::To, Some((2015, 3)));
        let again = update(Kind::Retraction, Direction::To, Some((2018, 1)));
        let reinstated = update(Kind::Reinstatement, Direction::To, Some((2016, 1)));
        assert_eq!(status([&retracted, &reinstated]), RetractionStatus::None);
        assert_eq!(status([&reinstated, &retracted, &again]), RetractionStatus::Retracted);
        // Its own month may be before or after: it is taken for after.
        let same_month = update(Kind::Reinstatement, Direction::To, Some((2015, 3)));
        assert_eq!(status([&retracted, &same_month]), RetractionStatus::None);
        // Reinstating another work lifts nothing here.
        let other = update(Kind::Reinstatement, Direction::By, Some((2019, 1)));
        assert_eq!(status([&retracted, &other]), RetractionStatus::Retracted);
    }

    #[test]
    fn nothing_is_known_before_somebody_looked() {
        assert_eq!(RetractionStatus::default().is_retracted(), None);
        assert_eq!(RetractionStatus::Withdrawn.is_retracted(), Some(true));
        assert_eq!(RetractionStatus::ExpressionOfConcern.is_retracted(), Some(false));
    }
}
