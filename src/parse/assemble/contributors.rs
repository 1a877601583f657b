//! Authors, editors and translators.

use super::run::Run;
use crate::model::{Role, Span};
use crate::parse::blocks;
use crate::parse::draft::Draft;
use crate::parse::tag::Tag;

/// Reads every block of names.
pub(super) fn set(draft: &mut Draft<'_>, text: &str, runs: &[Run]) {
    for (i, run) in runs.iter().enumerate() {
        let role = match run.tag {
            Tag::Author => Role::Author,
            Tag::Editor => Role::Editor,
            Tag::Translator => Role::Translator,
            _ => continue,
        };
        let behind = runs[..i].iter().any(|r| matches!(r.tag, Tag::Title | Tag::Container));
        let block = blocks::read(text, run.span, role, behind);
        for (name, span) in block.names {
            draft.contributor(block.role, name, span, run.sure);
        }
        if block.role == Role::Author {
            draft.reference.authors_truncated |= block.truncated;
        }
        let mut from = run.span.start;
        for unread in block.unread {
            draft.take(Span { start: from, end: unread.start });
            from = unread.end;
        }
        draft.take(Span { start: from, end: run.span.end });
    }
}
