use super::words::{WORD_GAP, Word};
use crate::documents::{Mark, MarkKind};
use crate::model::Span;

/// A line of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    /// Size of most of its text.
    pub(super) size: f32,
    /// Most of it is bold.
    pub(super) bold: bool,
    pub(super) page: u32,
    /// Which column of which page.
    pub(super) region: u32,
}

/// Words that share a baseline, or nearly, as raised numbers do.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    // Baseline and size of the largest word of the open row.
    let (mut y, mut size) = (0.0f32, 0.0f32);
    for word in words {
        match rows.last_mut() {
            Some(row) if word.y - y <= 0.45 * size.max(word.size) => {
                if word.size > size {
                    (y, size) = (word.y, word.size);
                }
                row.push(word);
            }
            _ => {
                (y, size) = (word.y, word.size);
                rows.push(vec![word]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// The lines of a region from top to bottom.
pub(super) fn lines(words: Vec<Word>, page: u32, region: u32) -> Vec<Line> {
    rows(words).into_iter().map(|row| line(&row, page, region)).collect()
}

/// The text of a row.
pub(super) fn line(row: &[Word], page: u32, region: u32) -> Line {
    let total: usize = row.iter().map(|w| w.text.len()).sum();
    let mut sizes: Vec<(f32, usize)> = row.iter().map(|w| (w.size, w.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, n)| {
        seen += n;
        2 * seen >= total
    });
    let size = middle.map_or(0.0, |(size, _)| *size);
    let base = row.iter().filter(|w| w.size >= 0.9 * size).map(|w| w.y);
    let y = super::columns::median(base);
    let mut text = String::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut before: Option<&Word> = None;
    for word in row {
        if let Some(last) = before {
            let gap = word.x0 - last.x1;
            let largest = last.size.max(word.size);
            if last.space || gap > WORD_GAP * largest || gap < -0.8 * largest {
                text.push(' ');
            }
        }
        let begin = text.len();
        text.push_str(&word.text);
        if word.size < 0.88 * size && y - word.y > 0.15 * size {
            match marks.last_mut() {
                Some(Mark { span, .. }) if span.end as usize + 1 >= begin => {
                    span.end = u32::try_from(text.len()).unwrap_or(u32::MAX);
                }
                _ => marks.push(Mark { span: Span::new(begin, text.len()), kind: MarkKind::Superscript }),
            }
        }
        before = Some(word);
    }
    // TeX sets an ellipsis as three full stops with blanks between.
    if marks.is_empty() && text.contains(". . .") {
        text = text.replace(". . .", "…");
    }
    let bold: usize = row.iter().filter(|w| w.bold).map(|w| w.text.len()).sum();
    Line {
        text,
        marks,
        x0: row.iter().map(|w| w.x0).fold(f32::MAX, f32::min),
        x1: row.iter().map(|w| w.x1).fold(f32::MIN, f32::max),
        y,
        size,
        bold: 2 * bold > total,
        page,
        region,
    }
}
