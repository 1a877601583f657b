//! From tags to a reference: runs of one tag become fields, by the same small readers of names, dates and locators
//! whatever the style. What no field takes is kept as a note.

mod borders;
mod clauses;
mod contributors;
mod dates;
mod event;
mod joined;
mod locate;
mod roles;
mod run;
mod tails;

pub(super) use run::inner;

use super::calibration::Calibration;
use super::draft::Draft;
use super::rules::{self, Rules};
use super::tag::Tag;
use super::tagger::Tagging;
use super::tokens::{self, Token};
use super::{cues, hash, title};
use crate::model::{Reference, Scheme, Span};
use crate::normalize::types;

/// A reference taken apart, before the tagger has been asked.
pub(super) struct Parts {
    rules: Rules,
    /// What the tagger is asked about.
    pub(super) tokens: Vec<Token>,
}

/// Takes a reference apart.
pub(super) fn parts(text: &str) -> Parts {
    let rules = rules::read(text);
    let tokens = tokens::split(text, rules.start, &rules.taken);
    Parts { rules, tokens }
}

/// Puts a reference together from its parts and what the tagger says of them.
pub(super) fn read(text: &str, parts: Parts, tagging: &Tagging, calibration: &Calibration) -> Reference {
    let Parts { rules, tokens } = parts;
    let mut draft = Draft::new(text);
    draft.take(Span::new(0, rules.start));
    rules.taken.iter().for_each(|&span| draft.take(span));
    draft.reference.language = rules.language.map(str::to_owned);
    draft.reference.identifiers = rules.found.identifiers;
    draft.reference.accessed = rules.found.accessed;

    let mut runs = run::all(&tokens, &tagging.tags, &tagging.sure);
    let web = draft.reference.identifiers.iter().any(|i| i.value.scheme == Scheme::Url);
    borders::mend(text, &mut runs);
    joined::mend(text, &mut runs);
    clauses::mend(text, &mut runs);
    tails::mend(text, &mut runs);
    roles::mend(text, &mut runs, web);
    let meeting = event::find(&mut draft, text, &mut runs);
    contributors::set(&mut draft, text, &runs);
    dates::set(&mut draft, text, &runs);
    dates::before_title(&mut draft, text, &mut runs);
    dates::anywhere(&mut draft, text, &runs);
    locate::set(&mut draft, text, &runs);
    let longest =
        |tag| runs.iter().filter(|r| r.tag == tag).max_by_key(|r| (r.span.len(), u32::MAX - r.span.start));
    if let Some(run) = longest(Tag::Title) {
        title::set(&mut draft, text, run.span, run.sure);
    }
    if let Some(run) = longest(Tag::Container) {
        draft.reference.container_title = draft.field(title::without_in(text, run.span), run.sure);
    }
    if draft.reference.genre.is_none()
        && let Some(run) = longest(Tag::Genre)
        && !["internet", "online"].iter().any(|w| run.span.of(text).to_lowercase().contains(w))
    {
        draft.reference.genre = draft.field(run.span, run.sure);
    }
    for (tag, slot) in [(Tag::Series, 0), (Tag::Publisher, 1), (Tag::Place, 2), (Tag::Edition, 3)] {
        let Some(run) = longest(tag) else { continue };
        let field = draft.field(run.span, run.sure);
        match slot {
            0 => draft.reference.collection_title = field,
            1 => draft.reference.publisher = field,
            2 => draft.reference.publisher_place = field,
            _ => draft.reference.edition = field,
        }
    }
    announcements(&mut draft, text, &tokens, &tagging.tags);
    let mut reference = draft.finish();
    reference.kind = types::guess(&reference);
    // How the words of a meeting's name are tagged does not matter.
    let kept = || runs.iter().map(|r| r.sure).sum::<f32>() / runs.len().max(1) as f32;
    reference.confidence = Some(if meeting { kept() } else { tagging.whole });
    calibration.apply(&mut reference);
    reference
}

/// Takes the words that announce a field (`In`, `vol.`, `pp.`): they say nothing once the field has been read.
fn announcements(draft: &mut Draft<'_>, text: &str, tokens: &[Token], tags: &[Tag]) {
    for (token, &tag) in tokens.iter().zip(tags) {
        let printed = token.span.of(text);
        let cue = cues::of(hash::word(printed));
        let fits = match tag {
            Tag::Container | Tag::Editor => cue == cues::IN,
            Tag::Title => matches!(cue, cues::IN | cues::PAGES),
            Tag::Volume => cue == cues::VOLUME,
            Tag::Issue => cue == cues::ISSUE,
            Tag::Pages => cue == cues::PAGES,
            _ => false,
        };
        if fits {
            draft.take(token.span);
        }
    }
}
