use super::lines::Line;
use super::{IngestError, TextSource, reader};
use crate::model::{Piece, SourceMap};

/// A paragraph of a document outside its reference lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its text; the ends of its lines are spaces.
    pub text: String,
    /// Where that stands in the file.
    pub source: SourceMap,
    /// Its first line, from 1.
    pub line: u32,
}

/// Text taken together without a blank line between.
const LONGEST: usize = 64 << 10;

impl TextSource {
    /// The text around the reference lists, paragraph by paragraph, for what it says of the references. Of a document
    /// without a list there is none; of more than `most` bytes the rest is left out.
    ///
    /// # Errors
    /// When the file cannot be read again.
    pub fn body(&self, most: usize) -> Result<Vec<Paragraph>, IngestError> {
        let mut out = Vec::new();
        if self.plan.lists.is_empty() {
            return Ok(out);
        }
        let path = &self.document.path;
        let mut lines = reader(&*self.input, &self.inspection, &self.limits, path)?;
        let failed = |source| IngestError::Read { path: path.clone(), source };
        let (mut line, mut index, mut taken) = (Line::default(), 0u64, 0usize);
        let mut paragraph = Paragraph::default();
        while lines.read(&mut line).map_err(failed)? {
            let in_list = self.plan.lists.iter().any(|list| (list.start..list.end).contains(&index));
            index += 1;
            let text = line.text.trim_end();
            if in_list || text.trim().is_empty() || paragraph.text.len() + text.len() > LONGEST {
                finish(&mut paragraph, &mut out);
            }
            if in_list || text.trim().is_empty() {
                continue;
            }
            taken += text.len();
            if taken > most {
                break;
            }
            let from = text.len() - text.trim_start().len();
            if paragraph.text.is_empty() {
                paragraph.line = line.number;
                paragraph.source.span = line.span;
            } else {
                paragraph.text.push(' ');
            }
            paragraph.source.span.end = line.span.end;
            let start = super::decode::offset(paragraph.text.len());
            let pieces = line.pieces_between(from, text.len());
            let moved = pieces.map(|p| Piece { text_start: p.text_start.saturating_add(start), ..p });
            paragraph.source.pieces.extend(moved);
            paragraph.text.push_str(text.get(from..).unwrap_or_default());
        }
        finish(&mut paragraph, &mut out);
        Ok(out)
    }
}

fn finish(paragraph: &mut Paragraph, out: &mut Vec<Paragraph>) {
    if !paragraph.text.is_empty() {
        out.push(std::mem::take(paragraph));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, open_bytes};
    use crate::model::Span;

    #[test]
    fn the_text_around_a_list_keeps_its_place() {
        let text = "A title\n\nIt was shown\nbefore [1], and\nagain [2].\n\nReferences\n\n\
                    1. Doe J. A title of a paper. J Tests 2001; 1:2.\n2. Roe R. Another paper. J Tests 2002; 3:45.\n";
        let source = open_bytes(text.as_bytes(), "a.txt", &Limits::default()).unwrap();
        let body = source.body(1 << 20).unwrap();
        let paragraph = body.iter().find(|p| p.text.contains("[1]")).unwrap();
        assert_eq!(paragraph.text, "It was shown before [1], and again [2].");
        assert!(body.iter().all(|p| !p.text.contains("Doe")));
        let at = paragraph.text.find("[2]").unwrap();
        let place = paragraph.source.locate(&paragraph.text, Span::new(at, at + 3));
        assert_eq!(
            text.as_bytes()
                .iter()
                .skip(usize::try_from(place.start).unwrap())
                .take(3)
                .map(|b| char::from(*b))
                .collect::<String>(),
            "[2]"
        );
    }
}
