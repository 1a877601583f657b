//! From an [`Entry`] to a [`Reference`]: which part of the text is what, where it stands, and how sure that is.
//!
//! The door is [`Parser`]. Behind it works a small grammar for Vancouver-like references. The parts that do not
//! depend on it, each usable on its own: [`label`], [`names`], [`locator`], [`identifiers`].

mod anchor;
mod assemble;
mod blocks;
mod book;
mod confidence;
pub mod cues;
mod cursor;
mod dating;
mod draft;
pub mod features;
mod grammar;
mod group;
pub mod hash;
mod head;
pub mod identifiers;
pub mod label;
mod language;
pub mod locator;
pub mod names;
mod people;
mod person;
pub mod rules;
mod sentences;
pub mod tag;
pub mod tagger;
mod title;
pub mod tokens;

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
        match tagger::Model::embedded() {
            Some(model) => assemble::read(&entry.text, model),
            None => grammar::read(&entry.text),
        }
    }
}
