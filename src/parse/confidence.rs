//! How sure the grammar is of a whole reference. These are orders of trust, not measured probabilities: nobody has
//! calibrated them, and they stay so until a trained tagger takes the grammar's place.

use crate::model::Reference;

/// From the confidences of the fields, and from what one would expect to find but does not.
pub(super) fn whole(reference: &Reference) -> f32 {
    let of = |field: Option<f32>| field.unwrap_or(0.5);
    let authors = reference.contributors.first().map(|c| of(c.name.confidence));
    let mut confidence: f32 = 1.0;
    for field in [
        authors,
        reference.title.as_ref().map(|f| of(f.confidence)),
        reference.issued.as_ref().map(|f| of(f.confidence)),
        reference
            .container_title
            .as_ref()
            .or(reference.publisher.as_ref())
            .or(reference.event_title.as_ref())
            .map(|f| of(f.confidence)),
    ] {
        confidence *= field.unwrap_or(0.5);
    }
    let located =
        reference.volume.as_ref().or(reference.publisher.as_ref()).or(reference.event_title.as_ref());
    confidence *= located.map_or(0.7, |f| of(f.confidence));
    let left: usize = reference.notes.iter().map(|n| n.value.len()).sum();
    if left > 20 {
        confidence *= 0.7;
    }
    confidence.clamp(0.0, 1.0)
}
