//! The text of a reference as the tagger sees it: in colours with a legend, in brackets where there are no colours.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use refloom::parse::labelled::Labelled;
use refloom::parse::tag::Tag;

/// A token less sure than this deserves a look.
const UNSURE: f32 = 0.8;

/// The name and the colour of a tag.
const fn shown(tag: Tag) -> (&'static str, AnsiColor) {
    match tag {
        Tag::Author => ("author", AnsiColor::Cyan),
        Tag::Editor => ("editor", AnsiColor::BrightCyan),
        Tag::Translator => ("translator", AnsiColor::BrightCyan),
        Tag::Title => ("title", AnsiColor::Green),
        Tag::Container => ("container", AnsiColor::Yellow),
        Tag::Series => ("series", AnsiColor::BrightYellow),
        Tag::Volume => ("volume", AnsiColor::Magenta),
        Tag::Issue => ("issue", AnsiColor::Blue),
        Tag::Pages => ("pages", AnsiColor::BrightMagenta),
        Tag::Date => ("date", AnsiColor::Red),
        Tag::Publisher => ("publisher", AnsiColor::BrightYellow),
        Tag::Place => ("place", AnsiColor::BrightRed),
        Tag::Edition => ("edition", AnsiColor::BrightGreen),
        Tag::Genre => ("genre", AnsiColor::BrightGreen),
        Tag::Identifier => ("identifier", AnsiColor::BrightBlue),
        Tag::Note => ("note", AnsiColor::BrightBlack),
    }
}

const fn style(tag: Tag) -> Style {
    shown(tag).1.on_default()
}

fn is_unsure(token: &Labelled) -> bool {
    token.sure.is_some_and(|sure| sure < UNSURE)
}

/// Writes the text, and what the marks in it mean.
pub fn write(out: &mut impl Write, text: &str, tokens: &[Labelled], coloured: bool) -> io::Result<()> {
    let mut at = 0;
    for group in tokens.chunk_by(|a, b| a.tag == b.tag) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        write!(out, "{}", text.get(at..first.span.range().start).unwrap_or_default())?;
        at = first.span.range().start;
        if coloured {
            for token in group {
                let mark = if is_unsure(token) { style(token.tag).underline() } else { style(token.tag) };
                let between = text.get(at..token.span.range().start).unwrap_or_default();
                write!(out, "{between}{mark}{}{mark:#}", token.span.of(text))?;
                at = token.span.range().end;
            }
        } else {
            write!(out, "[{}: ", shown(first.tag).0)?;
            for token in group {
                let between = text.get(at..token.span.range().start).unwrap_or_default();
                let (open, close) = if is_unsure(token) { ("{", "}") } else { ("", "") };
                write!(out, "{between}{open}{}{close}", token.span.of(text))?;
                at = token.span.range().end;
            }
            write!(out, "]")?;
        }
        at = at.max(last.span.range().end);
    }
    writeln!(out, "{}", text.get(at..).unwrap_or_default())?;
    if coloured {
        legend(out, tokens)?;
    }
    unsure(out, text, tokens, coloured)
}

/// The tags that occur, each in its colour.
fn legend(out: &mut impl Write, tokens: &[Labelled]) -> io::Result<()> {
    let mut names = Vec::new();
    for tag in Tag::ALL.into_iter().filter(|tag| tokens.iter().any(|t| t.tag == *tag)) {
        let style = style(tag);
        names.push(format!("{style}{}{style:#}", shown(tag).0));
    }
    if names.is_empty() { Ok(()) } else { writeln!(out, "{}", names.join(" ")) }
}

/// The words that are doubtful, with how sure they are.
fn unsure(out: &mut impl Write, text: &str, tokens: &[Labelled], coloured: bool) -> io::Result<()> {
    let doubtful: Vec<String> = tokens
        .iter()
        .filter(|t| is_unsure(t) && t.span.of(text).contains(char::is_alphanumeric))
        .filter_map(|t| Some(format!("{} {} {:.2}", t.span.of(text), shown(t.tag).0, t.sure?)))
        .collect();
    if doubtful.is_empty() {
        return Ok(());
    }
    let mark = if coloured { "underlined" } else { "in braces" };
    writeln!(out, "\nunsure      {} ({mark}, below {UNSURE})", doubtful.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use refloom::model::Span;

    #[test]
    fn brackets_where_there_are_no_colours() {
        let text = "1. Doe J. Nothing";
        let token = |start, end, tag, sure| Labelled { span: Span::new(start, end), tag, sure: Some(sure) };
        let tokens = [
            token(3, 6, Tag::Author, 0.99),
            token(7, 8, Tag::Author, 0.99),
            token(8, 9, Tag::Author, 0.9),
            token(10, 17, Tag::Title, 0.5),
        ];
        let mut out = Vec::new();
        write(&mut out, text, &tokens, false).unwrap();
        let plain = String::from_utf8(out).unwrap();
        assert_eq!(
            plain,
            "1. [author: Doe J.] [title: {Nothing}]\n\nunsure      Nothing title 0.50 (in braces, below 0.8)\n"
        );
        let mut out = Vec::new();
        write(&mut out, text, &tokens, true).unwrap();
        let coloured = String::from_utf8(out).unwrap();
        assert!(coloured.contains("\u{1b}[36mDoe"), "{coloured:?}");
        assert!(coloured.contains("underlined"), "{coloured:?}");
    }
}
