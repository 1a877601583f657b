use serde::{Deserialize, Serialize};

use super::Span;

/// A value, the place it was printed at, and how sure the reader is of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value, cleaned of punctuation; canonical once the normalize stage has seen it.
    pub value: T,
    /// Where it stands in the entry's text; `None` for structured imports.
    pub span: Option<Span>,
    /// Probability in 0–1 that the value is right; `None` where nobody estimated one.
    pub confidence: Option<f32>,
}

impl<T> Field<T> {
    /// A value read from `span` with `confidence`.
    pub fn printed(value: T, span: Span, confidence: f32) -> Self {
        Self { value, span: Some(span), confidence: Some(confidence) }
    }

    /// A value that was handed over, not read: no place, no estimate.
    pub fn given(value: T) -> Self {
        Self { value, span: None, confidence: None }
    }

    /// The same place and confidence with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        Field { value: change(self.value), span: self.span, confidence: self.confidence }
    }
}
