//! What happens to references on their way through PDFs and typists.

use refloom::parse::tag::Tag;

use super::corpus::Segment;
use super::rng::Rng;

/// Spoils a reference a little, or not at all.
pub fn add(segments: &mut Vec<Segment>, rng: &mut Rng) {
    if rng.chance(12) {
        hyphenate(segments, rng);
    }
    if rng.chance(6) {
        lose_space(segments, rng);
    }
    if rng.chance(4) {
        space_marks(segments);
    }
    if rng.chance(10) {
        let dash = rng.pick(&['-', '–', '—', '−', '‐']);
        for (_, text) in segments.iter_mut().filter(|(tag, _)| matches!(tag, None | Some(Tag::Pages))) {
            *text = text.replace(['-', '–', '—', '−', '‐'], dash.encode_utf8(&mut [0; 4]));
        }
    }
    if rng.chance(8)
        && let Some((None, text)) = segments.last_mut()
    {
        text.truncate(text.trim_end_matches('.').len());
    }
    if rng.chance(4) {
        for (_, text) in segments.iter_mut().filter(|(tag, _)| *tag == Some(Tag::Author)) {
            *text = text.to_uppercase();
        }
    }
    if rng.chance(6) {
        for (_, text) in segments.iter_mut() {
            *text = text.replace("fi", "ﬁ").replace("fl", "ﬂ");
        }
    }
    if rng.chance(3)
        && let Some(at) = segments.iter().position(|(tag, _)| *tag == Some(Tag::Volume))
    {
        segments.remove(at);
    }
}

/// A word broken at the end of a line: `infor- mation`.
fn hyphenate(segments: &mut [Segment], rng: &mut Rng) {
    for _ in 0..2 {
        let at = rng.below(segments.len());
        let (tag, text) = &mut segments[at];
        if !matches!(tag, Some(Tag::Title | Tag::Container | Tag::Author | Tag::Publisher)) {
            continue;
        }
        let inside: Vec<usize> = text
            .as_bytes()
            .windows(6)
            .enumerate()
            .filter(|(_, w)| w.iter().all(u8::is_ascii_lowercase))
            .map(|(i, _)| i + 3)
            .collect();
        if !inside.is_empty() {
            let cut = rng.pick(&inside);
            text.insert_str(cut, rng.pick(&["- ", "- ", "-", " "]));
        }
    }
}

/// A space lost behind a mark.
fn lose_space(segments: &mut [Segment], rng: &mut Rng) {
    let at = rng.below(segments.len());
    if segments[at].0.is_none() && segments[at].1.len() > 1 {
        let length = segments[at].1.trim_end().len();
        segments[at].1.truncate(length);
    } else if segments[at].0 == Some(Tag::Author) {
        segments[at].1 = segments[at].1.replace(". ", ".");
    }
}

/// `19 (3) : 45`
fn space_marks(segments: &mut [Segment]) {
    for (_, text) in segments.iter_mut().filter(|(tag, _)| tag.is_none()) {
        *text = text.replace(':', " :").replace(';', " ;").replace('(', " ( ").replace("  ", " ");
    }
}
