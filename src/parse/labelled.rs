//! What the tagger says of every token, for who wants to look at it: the reading itself goes on to mend it.

use super::tag::Tag;
use super::tagger::Model;
use super::tokens::{self, Kind};
use super::{features, rules};
use crate::model::Span;

/// A token as it was tagged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labelled {
    /// Where it stands.
    pub span: Span,
    /// What it belongs to.
    pub tag: Tag,
    /// Probability of that; `None` where a rule has read it.
    pub sure: Option<f32>,
}

/// The tokens of a text behind its label, each with its tag. What rules have read is one token each.
pub fn read(text: &str) -> Vec<Labelled> {
    let rules = rules::read(text);
    let tokens = tokens::split(text, rules.start, &rules.taken);
    let model = Model::embedded();
    let tagging = model.tag(&features::read(text, &tokens, model.lexicon()));
    let tagged = tokens.iter().zip(tagging.tags.iter().zip(&tagging.sure));
    tagged
        .map(|(token, (&tag, &sure))| match token.kind {
            Kind::Read => Labelled { span: token.span, tag: Tag::Identifier, sure: None },
            _ => Labelled { span: token.span, tag, sure: Some(sure.clamp(0.0, 1.0)) },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_a_tag() {
        let text = "3. Rosenberg SA. Regression. J Exp Med 1985; 161:1169. doi:10.1/x";
        let read = read(text);
        assert_eq!((read[0].span.of(text), read[0].tag), ("Rosenberg", Tag::Author));
        let last = read[read.len() - 1];
        assert_eq!((last.tag, last.sure.is_some()), (Tag::Note, true));
    }
}
