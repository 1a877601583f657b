//! From an [`Entry`] to a [`Reference`]: which part of the text is what, where it stands, and how sure that is.
//!
//! The door is [`Parser`]. Behind it rules read what they read best ([`label`], [`identifiers`]), a trained tagger says
//! what each of the other tokens belongs to ([`tokens`], [`features`], [`tagger`]), and small readers turn what it cut
//! out into names, dates and pages ([`locator`]). References of one list share one style, and those that are beyond
//! doubt help with the others ([`list`], [`style`]). The `training` package trains the tagger with the same code.

mod assemble;
mod blocks;
pub mod calibration;
pub mod cues;
mod cursor;
mod dating;
pub mod displace;
mod draft;
pub mod features;
mod group;
pub mod hash;
pub mod identifiers;
pub mod label;
pub mod labelled;
mod language;
pub mod lexicon;
pub mod list;
pub mod locator;
mod people;
pub mod repeated;
pub mod rules;
pub mod style;
pub mod tag;
pub mod tagger;
mod title;
pub mod tokens;
pub mod weights;

use crate::model::{Entry, Reference};
use list::Tagged;
use repeated::Before;
use style::{General, Style};
use tagger::Model;

/// Reads references.
#[derive(Clone, Copy, Debug)]
pub struct Parser<'m> {
    model: &'m Model,
    general: General<'m>,
}

impl Default for Parser<'static> {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser<'static> {
    /// A parser, ready to read.
    pub fn new() -> Self {
        Self { model: Model::embedded(), general: General::embedded() }
    }
}

impl<'m> Parser<'m> {
    /// A parser with a model of one's own instead of the built-in one, as the `training` package writes it.
    pub fn with(model: &'m Model, general: General<'m>) -> Self {
        Self { model, general }
    }

    /// Reads one reference. Every entry gives a reference: what cannot be placed is among its notes.
    ///
    /// A label at the beginning of the text (`12.`, `[12]`) is stepped over and belongs to no field. Values are as
    /// printed but for punctuation; [`normalize`](crate::normalize::normalize) makes them canonical.
    pub fn parse(&self, entry: &Entry) -> Reference {
        list::alone(&entry.text, self.model)
    }

    /// Reads the references of one list, which share one style: those that are clear enough help with the others.
    ///
    /// Every entry gives a reference, in the order of the list. Lists too short to show a style, and lists that have
    /// none, are read as by [`Parser::parse`]; but a dash for the people of the entry before ([`repeated`]) is always
    /// understood. The whole list is held; long ones are to be cut every [`list::WINDOW`] entries, and
    /// [`Parser::parse_list_after`] reads all but the first piece.
    pub fn parse_list(&self, entries: &[Entry]) -> Vec<Reference> {
        self.parse_list_after(&mut Before::default(), entries)
    }

    /// Reads the next entries of a list of which some have been read.
    pub fn parse_list_after(&self, before: &mut Before, entries: &[Entry]) -> Vec<Reference> {
        let tagged: Vec<Tagged> = entries.iter().map(|entry| self.tag(entry)).collect();
        let style = self.style(&tagged);
        let finish = |(entry, tagged)| self.finish(entry, tagged, style.as_ref());
        let mut references: Vec<Reference> = entries.iter().zip(tagged).map(finish).collect();
        before.fill(entries.iter().zip(&mut references));
        references
    }

    /// The first step of [`Parser::parse_list`], for callers who read many entries side by side.
    pub fn tag(&self, entry: &Entry) -> Tagged {
        list::tag(&entry.text, self.model)
    }

    /// The second step: the style of a list.
    pub fn style(&self, list: &[Tagged]) -> Option<Style> {
        list::style(list, self.general)
    }

    /// The last step but for [`Before::fill`]. The entry is the one that was tagged.
    pub fn finish(&self, entry: &Entry, tagged: Tagged, style: Option<&Style>) -> Reference {
        list::finish(&entry.text, tagged, style, self.model)
    }
}
