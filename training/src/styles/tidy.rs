//! Small repairs of printed references: what stands twice at the joints, and what a label goes with.

use refloom::parse::tag::Tag;

use crate::corpus::Segment;

/// Puts the joints right.
pub fn tidy(segments: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut before = ' ';
    for (tag, text) in segments {
        let mut kept = String::new();
        for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
            let twice = c == ' ' && before == ' '
                || tag.is_none()
                    && (c == '.' && matches!(before, '.' | '?' | '!') || c == ',' && before == ',');
            if !twice {
                kept.push(c);
                before = c;
            }
        }
        match out.last_mut() {
            _ if kept.is_empty() => {}
            Some((last, held)) if *last == tag => held.push_str(&kept),
            _ => out.push((tag, kept)),
        }
    }
    opening(&mut out);
    let mut out = labels(out);
    if let Some((_, last)) = out.last_mut() {
        last.truncate(last.trim_end().len());
    }
    out.retain(|(_, text)| !text.is_empty());
    out
}

/// True where a reference is worth learning from: three fields at least, none of them printed twice, no markup, and
/// nothing between them that the style itself fills in, such as its own journal, or says of people there are none of.
pub fn is_plain(segments: &[Segment]) -> bool {
    let tagged: Vec<_> = segments.iter().filter(|(tag, _)| tag.is_some()).collect();
    let twice = tagged.iter().enumerate().any(|(i, segment)| tagged[..i].contains(segment));
    let markup =
        segments.iter().any(|(tag, text)| tag.is_none() && text.contains(['{', '}', '|', '=', '\\']));
    let filled = segments.iter().enumerate().any(|(i, (tag, text))| {
        let lower = text.to_lowercase();
        let translated =
            ["translat", "traduit", "traduzi", "traduc", "übers"].iter().any(|w| lower.contains(w));
        let translator = segments.get(i + 1).is_some_and(|(next, _)| *next == Some(Tag::Translator));
        let names = text.split(' ').filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
        tag.is_none() && (translated && !translator || names > 2 && !text.contains("PubMed"))
    });
    tagged.len() > 2 && !twice && !markup && !filled
}

/// What is left of a citation's number goes; an opening quotation mark stays.
fn opening(segments: &mut [Segment]) {
    if let Some((None, first)) = segments.first_mut()
        && !first.contains(char::is_alphanumeric)
    {
        let last = first.trim_end().chars().next_back().filter(|c| "“\"«„‘([".contains(*c));
        *first = last.map(String::from).unwrap_or_default();
    }
}

/// `2nd` **ed.**: the word behind a number of an edition or of pages goes with it, and `[Internet]` is a kind of work.
fn labels(segments: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for (tag, text) in segments {
        if tag.is_none() {
            if matches!(out.last(), Some((Some(Tag::Edition), _)))
                && text.starts_with([' ', '.', 'ª', 'º'])
                && let Some(end) = first_word(&text)
                && !matches!(text[..end].trim_matches([' ', '.']), "In" | "in" | "Vol" | "vol" | "Available")
            {
                out.push((Some(Tag::Edition), text[..end].to_owned()));
                out.push((None, text[end..].to_owned()));
                continue;
            }
            if let Some((start, end)) = undated(&text) {
                out.push((None, text[..start].to_owned()));
                out.push((Some(Tag::Date), text[start..end].to_owned()));
                out.push((None, text[end..].to_owned()));
                continue;
            }
            if let Some((start, end)) = bracketed(&text) {
                out.push((None, text[..start].to_owned()));
                // `[s. l.]`: no place is known.
                let nowhere = text[start..end].to_lowercase().replace([' ', '.'], "") == "[sl]";
                out.push((Some(if nowhere { Tag::Place } else { Tag::Genre }), text[start..end].to_owned()));
                out.push((None, text[end..].to_owned()));
                continue;
            }
        }
        out.push((tag, text));
    }
    out.retain(|(_, text)| !text.is_empty());
    out
}

/// Where the first word ends, if marks alone stand in front of it.
fn first_word(text: &str) -> Option<usize> {
    let start = text.find(char::is_alphabetic)?;
    if text[..start].contains(|c: char| !matches!(c, ' ' | '.' | 'ª' | 'º')) {
        return None;
    }
    text[start..].find(|c: char| !c.is_alphabetic()).map_or(Some(text.len()), |at| Some(start + at))
}

/// `n.d.`, as each language says it.
fn undated(text: &str) -> Option<(usize, usize)> {
    const FORMS: [&str; 14] = [
        "n.d.",
        "n. d.",
        "n.d",
        "s.d.",
        "s. d.",
        "s.f.",
        "s. f.",
        "o. J.",
        "o.J.",
        "z.d.",
        "z. d.",
        "u.å.",
        "sine dato",
        "no date",
    ];
    FORMS.iter().find_map(|form| text.find(form).map(|at| (at, at + form.len())))
}

fn bracketed(text: &str) -> Option<(usize, usize)> {
    let start = text.find('[')?;
    let end = start + text[start..].find(']')? + 1;
    text[start..end].contains(char::is_alphabetic).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joints_are_mended_and_labels_go_with_their_numbers() {
        let out = tidy(vec![
            (None, "[] ".to_owned()),
            (Some(Tag::Title), "Why tides? ".to_owned()),
            (None, ". [Internet]. ".to_owned()),
            (Some(Tag::Container), "Lakes".to_owned()),
            (None, " (n.d.). ".to_owned()),
            (Some(Tag::Edition), "2nd".to_owned()),
            (None, " ed. ".to_owned()),
        ]);
        let text: String = out.iter().map(|(_, t)| t.as_str()).collect();
        assert_eq!(text, "Why tides? . [Internet]. Lakes (n.d.). 2nd ed.");
        assert!(out.contains(&(Some(Tag::Genre), "[Internet]".to_owned())));
        assert!(out.contains(&(Some(Tag::Date), "n.d.".to_owned())));
        assert!(out.contains(&(Some(Tag::Edition), " ed".to_owned())));
    }

    #[test]
    fn what_a_style_fills_in_is_left_out() {
        let fields = |between: &str| {
            vec![
                (Some(Tag::Author), "Marsh A".to_owned()),
                (None, between.to_owned()),
                (Some(Tag::Title), "Tides".to_owned()),
                (None, ". ".to_owned()),
                (Some(Tag::Date), "2001".to_owned()),
            ]
        };
        assert!(is_plain(&fields(". ")));
        assert!(!is_plain(&fields(" | title=")));
        assert!(!is_plain(&fields(". Oxford University Press. ")));
        assert!(!is_plain(&fields(", translated by ")));
        assert!(!is_plain(&fields(". ")[..2]));
    }
}
