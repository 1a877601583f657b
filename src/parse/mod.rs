//! From an [`Entry`] to a [`Reference`]: which part of the text is what, where it stands, and how sure that is.
//!
//! The door is [`Parser`]. Behind it rules read what they read best ([`label`], [`identifiers`]), a trained tagger says
//! what each of the other tokens belongs to ([`tokens`], [`features`], [`tagger`]), and small readers turn what it cut
//! out into names, dates and pages ([`locator`]). The `training` package trains the tagger with the same code.

mod assemble;
mod blocks;
pub mod cues;
pub mod displace;
mod cursor;
mod dating;
mod draft;
pub mod features;
mod group;
pub mod hash;
pub mod identifiers;
pub mod label;
mod language;
pub mod lexicon;
pub mod locator;
mod people;
pub mod rules;
pub mod tag;
pub mod tagger;
mod title;
pub mod tokens;
pub mod weights;

use crate::model::{Entry, Reference};

/// Reads references.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parser;

impl Parser {
    /// A parser, ready to read.
    pub fn new() -> Self {
        Self
    }

    /// Reads one reference. Every entry gives a reference: what cannot be placed is among its notes.
    ///
    /// A label at the beginning of the text (`12.`, `[12]`) is stepped over and belongs to no field. Values are as
    /// printed but for punctuation; [`normalize`](crate::normalize::normalize) makes them canonical.
    pub fn parse(&self, entry: &Entry) -> Reference {
        assemble::read(&entry.text, tagger::Model::embedded())
    }
}
