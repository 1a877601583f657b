//! A tagged reference as the tagger sees it: features, and the tag of every token.

use refloom::parse::features::{self, Features};
use refloom::parse::lexicon::Lexicon;
use refloom::parse::tag::Tag;
use refloom::parse::tokens::{self, Kind, Token};
use refloom::parse::{cues, rules, style};

use super::corpus::Segment;

/// A reference to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// What is known of each token.
    pub features: Features,
    /// What each token is.
    pub tags: Vec<Tag>,
    /// The setting of each token, which styles go by.
    pub settings: Vec<u8>,
}

/// Most tokens of a reference to learn from.
const MOST: usize = 400;

/// The example of a tagged text.
pub fn build(segments: &[Segment], lexicon: Lexicon<'_>) -> Option<Example> {
    let mut text = String::new();
    let mut ends = Vec::new();
    for (tag, piece) in segments {
        text.push_str(piece);
        ends.push((text.len(), *tag));
    }
    let read = rules::read(&text);
    let tokens = tokens::split(&text, read.start, &read.taken);
    if tokens.is_empty() || tokens.len() > MOST {
        return None;
    }
    let known: Vec<Option<Tag>> = tokens
        .iter()
        .map(|t| {
            if t.kind == Kind::Read {
                return Some(Tag::Identifier);
            }
            let at = ends.partition_point(|&(end, _)| end <= t.span.range().start);
            ends.get(at).and_then(|&(_, tag)| tag)
        })
        .collect();
    let tags = fill(&text, &tokens, &known);
    let settings = style::settings(&text, &tokens);
    Some(Example { features: features::read(&text, &tokens, lexicon), tags, settings })
}

/// Gives what stands between two fields to one of them.
fn fill(text: &str, tokens: &[Token], known: &[Option<Tag>]) -> Vec<Tag> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(tag) = known[at] {
            out.push(tag);
            at += 1;
            continue;
        }
        let end = (at..tokens.len()).find(|&i| known[i].is_some()).unwrap_or(tokens.len());
        between(text, tokens, at, end, known.get(end).copied().flatten(), &mut out);
        at = end;
    }
    out
}

fn between(text: &str, tokens: &[Token], start: usize, end: usize, next: Option<Tag>, out: &mut Vec<Tag>) {
    let before = out.last().copied();
    let word = |i: usize| tokens[i].kind != Kind::Mark;
    let words = (start..end).filter(|&i| word(i)).count();
    let cue = |i: usize| {
        let printed = tokens[i].span.of(text);
        cues::of(refloom::parse::hash::word(printed))
    };
    let opens = |i: usize| matches!(tokens[i].span.of(text), "(" | "[" | "“" | "«" | "‘" | "„");
    let fallback = before.or(next).unwrap_or(Tag::Note);
    let person = matches!(before, Some(Tag::Author | Tag::Editor));
    // What announces the next field, from the first of it on.
    let mut split = end;
    let mut note = None;
    if before == next {
        split = end;
    } else if words == 0 {
        while split > start && opens(split - 1) {
            split -= 1;
        }
    } else {
        let first = (start..end).find(|&i| word(i)).unwrap_or(end);
        let editors = person && cue(first) == cues::EDITOR;
        if editors {
            // `, editors. In:` goes with the names as far as the editors' mark goes.
            let last =
                (first..end).take_while(|&i| !word(i) || cue(i) == cues::EDITOR).last().unwrap_or(first);
            split = (last + 1).min(end);
            while split > start && opens(split - 1) {
                split -= 1;
            }
        } else if words > 2 {
            note = Some(first);
            split = end;
            while split > first && opens(split - 1) {
                split -= 1;
            }
        } else {
            split = first;
            while split > start && opens(split - 1) {
                split -= 1;
            }
        }
    }
    for i in start..end {
        out.push(match note {
            Some(first) if i >= first && i < split => Tag::Note,
            _ if i < split => fallback,
            _ => next.unwrap_or(Tag::Note),
        });
    }
}
