//! What pages show besides their text: running heads and feet, page numbers, line numbers.

use std::collections::{HashMap, HashSet};

use super::line::rows;
use super::words::Word;

/// Rows looked at from either end of a page.
const ROWS: usize = 4;
/// How far apart, in points, the same row of two pages may stand.
const SHIFT: f32 = 8.0;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

/// Takes them off.
pub(super) fn remove(pages: &mut [Vec<Word>]) {
    remove_line_numbers(pages);
    let mut seen: HashMap<(Edge, String), Vec<(usize, f32)>> = HashMap::new();
    let mut all: Vec<Vec<Vec<Word>>> = pages.iter_mut().map(|p| rows(std::mem::take(p))).collect();
    for (page, rows) in all.iter().enumerate() {
        for (edge, row) in edges(rows) {
            seen.entry((edge, key(row))).or_default().push((page, height(row)));
        }
    }
    let repeated = |edge: Edge, row: &[Word]| {
        let places = seen.get(&(edge, key(row))).map_or(&[][..], Vec::as_slice);
        let y = height(row);
        // Numbers alone end references too: `564-574.`
        let named =
            row.iter().flat_map(|w| w.text.chars()).filter(|c| c.is_alphabetic()).take(3).count() == 3;
        named && places.iter().filter(|(_, other)| (other - y).abs() <= SHIFT).take(2).count() >= 2
    };
    let total = all.len();
    let frequent = |edge: Edge, row: &[Word]| {
        let n = seen.get(&(edge, key(row))).map_or(0, Vec::len);
        n >= 3 && n * 3 > total
    };
    let numbers = number_rows(&all);
    for (page, (rows, out)) in all.iter_mut().zip(pages.iter_mut()).enumerate() {
        for edge in [Edge::Top, Edge::Bottom] {
            let is_furniture = |row: &[Word]| {
                repeated(edge, row) || (is_page_number(row) && numbers.contains(&(page, edge)))
            };
            let is_sure = |row: &[Word]| is_page_number(row) || frequent(edge, row);
            let n = count(rows, edge, is_furniture, is_sure);
            if edge == Edge::Top {
                rows.drain(..n);
            } else {
                rows.truncate(rows.len() - n);
            }
        }
        *out = rows.drain(..).flatten().collect();
    }
}

/// How many rows at an edge are furniture: from the outside in, and as far as white or another size sets them off.
/// Text may begin alike on two pages, but it goes on in the next line. What a third of the pages show needs no white.
fn count(
    rows: &[Vec<Word>],
    edge: Edge,
    is_furniture: impl Fn(&[Word]) -> bool,
    is_sure: impl Fn(&[Word]) -> bool,
) -> usize {
    let size = |row: &[Word]| row.first().map_or(0.0, |w| w.size);
    let mut steps: Vec<f32> =
        rows.windows(2).filter_map(|w| Some(height(w.get(1)?) - height(w.first()?))).collect();
    steps.sort_by(f32::total_cmp);
    let pitch = steps.get(steps.len() / 3).copied().unwrap_or(0.0);
    let at = |n: usize| {
        if edge == Edge::Top { rows.get(n) } else { rows.len().checked_sub(n + 1).and_then(|i| rows.get(i)) }
    };
    let mut found = 0;
    for n in 0..ROWS {
        let (Some(outer), Some(inner)) = (at(n), at(n + 1)) else { break };
        if !is_furniture(outer) {
            break;
        }
        let apart = (height(outer) - height(inner)).abs() > 1.2 * pitch;
        if apart || is_sure(outer) || (size(outer) - size(inner)).abs() > 0.07 * size(inner) {
            found = n + 1;
        }
    }
    found
}

fn edges(rows: &[Vec<Word>]) -> impl Iterator<Item = (Edge, &[Word])> {
    // On a page of few rows no row is near both ends.
    let half = rows.len() / 2;
    let top = rows.iter().take(ROWS.min(half.max(1))).map(|r| (Edge::Top, r.as_slice()));
    let bottom = rows.iter().rev().take(ROWS.min(half)).map(|r| (Edge::Bottom, r.as_slice()));
    top.chain(bottom)
}

fn height(row: &[Word]) -> f32 {
    row.first().map_or(0.0, |w| w.y)
}

/// The row with every number as one sign: page numbers and dates differ from page to page.
fn key(row: &[Word]) -> String {
    let mut key = String::new();
    for word in row {
        for c in word.text.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_digit() {
                if !key.ends_with('#') {
                    key.push('#');
                }
            } else {
                key.push(c);
            }
        }
    }
    key
}

/// Pages whose outermost row is a page number: it stands away from the text, or the numbers count from page to page.
fn number_rows(pages: &[Vec<Vec<Word>>]) -> HashSet<(usize, Edge)> {
    let mut found = HashSet::new();
    for edge in [Edge::Top, Edge::Bottom] {
        let outermost = |rows: &Vec<Vec<Word>>| {
            if edge == Edge::Top { rows.first().cloned() } else { rows.last().cloned() }
        };
        let inner = |rows: &Vec<Vec<Word>>| {
            if edge == Edge::Top {
                rows.get(1).cloned()
            } else {
                rows.len().checked_sub(2).and_then(|i| rows.get(i).cloned())
            }
        };
        let numbers: Vec<(usize, i64)> = pages
            .iter()
            .enumerate()
            .filter_map(|(page, rows)| Some((page, page_number(&outermost(rows)?)?)))
            .collect();
        let offset = |page: usize, number: i64| number - i64::try_from(page).unwrap_or(0);
        let mut offsets: HashMap<i64, usize> = HashMap::new();
        for (page, number) in &numbers {
            *offsets.entry(offset(*page, *number)).or_default() += 1;
        }
        for (page, number) in &numbers {
            let counts = offsets.get(&offset(*page, *number)).is_some_and(|n| *n >= 2);
            let apart = pages.get(*page).is_some_and(|rows| {
                let (Some(outer), Some(inner)) = (outermost(rows), inner(rows)) else { return false };
                let size = inner.first().map_or(0.0, |w| w.size);
                (height(&outer) - height(&inner)).abs() > 1.6 * size
            });
            if counts || apart {
                found.insert((*page, edge));
            }
        }
    }
    found
}

fn is_page_number(row: &[Word]) -> bool {
    page_number(row).is_some()
}

/// `12`, `- 12 -`, `Page 12 of 20`, `12/20`, `xii`.
fn page_number(row: &[Word]) -> Option<i64> {
    let text = row.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ").to_lowercase();
    // A full stop or a comma ends a line of text.
    let core = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ';'));
    let core = core.strip_prefix("page ").or_else(|| core.strip_prefix("p. ")).unwrap_or(core);
    let first = core.split([' ', '/']).next().unwrap_or_default();
    let rest = core.get(first.len()..).unwrap_or_default().trim_start_matches([' ', '/']);
    let rest = rest.strip_prefix("of ").or_else(|| rest.strip_prefix("/ ")).unwrap_or(rest);
    if !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Ok(number) = first.parse::<i64>() {
        return (first.len() <= 5).then_some(number);
    }
    let roman = !first.is_empty()
        && first.len() <= 6
        && first.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l'));
    (roman && rest.is_empty()).then_some(-1)
}

/// Manuscripts number their lines in the margin: most rows of most pages begin with a number that counts up.
fn remove_line_numbers(pages: &mut [Vec<Word>]) {
    if pages.len() < 2 {
        return;
    }
    let mut margins: Vec<Option<Vec<(f32, f32)>>> = Vec::new();
    for page in pages.iter() {
        let rows = rows(page.clone());
        let mut numbers: Vec<(i64, f32, f32)> = Vec::new();
        for row in &rows {
            if let Some(word) = row.first()
                && let Ok(number) = word.text.parse::<i64>()
                && row.get(1).is_none_or(|next| next.x0 - word.x1 > 0.5 * word.size)
            {
                numbers.push((number, word.x1, word.y));
            }
        }
        let rising = numbers
            .windows(2)
            .filter(|w| matches!(w, [a, b] if b.0 == a.0 + 1 && (a.1 - b.1).abs() < 2.0))
            .count();
        let enough = rows.len() >= 8 && rising * 10 >= rows.len() * 6;
        margins.push(enough.then(|| numbers.iter().map(|n| (n.1, n.2)).collect()));
    }
    let numbered = margins.iter().filter(|m| m.is_some()).count();
    if numbered < 2 || numbered * 10 < pages.len() * 6 {
        return;
    }
    for (page, margin) in pages.iter_mut().zip(margins) {
        let Some(margin) = margin else { continue };
        page.retain(|w| {
            let number = w.text.bytes().all(|b| b.is_ascii_digit());
            !(number && margin.iter().any(|(x1, y)| (x1 - w.x1).abs() < 0.5 && (y - w.y).abs() < 0.5))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f32, y: f32) -> Word {
        Word { text: text.to_owned(), x0: x, x1: x + 20.0, y, size: 10.0, bold: false, space: false }
    }

    #[test]
    fn heads_and_numbers_go() {
        let page = |n: usize| {
            let mut words = vec![word("Journal", 50.0, 30.0), word(&format!("{}", 100 + n), 300.0, 30.0)];
            for row in 0..10u16 {
                words.push(word(&format!("text{n}x{row}y"), 50.0, 60.0 + 12.0 * f32::from(row)));
            }
            words.push(word(&(n + 7).to_string(), 200.0, 700.0));
            words
        };
        let mut pages = vec![page(1), page(2)];
        for (at, words) in pages.iter_mut().enumerate() {
            for (row, word) in words.iter_mut().enumerate().skip(2).take(10) {
                word.text =
                    format!("{}{}", ["alpha", "omega"][at], char::from(b'a' + u8::try_from(row).unwrap()));
            }
        }
        remove(&mut pages);
        assert!(pages.iter().all(|p| p.len() == 10), "{pages:?}");
    }

    #[test]
    fn numbers() {
        let number =
            |text: &str| page_number(&text.split(' ').map(|t| word(t, 0.0, 0.0)).collect::<Vec<_>>());
        assert_eq!(number("12"), Some(12));
        assert_eq!(number("- 12 -"), Some(12));
        assert_eq!(number("Page 3 of 20"), Some(3));
        assert_eq!(number("3 / 20"), Some(3));
        assert_eq!(number("xii"), Some(-1));
        assert_eq!(number("12 Smith"), None);
        assert_eq!(number("3282."), None);
        assert_eq!(number("2001"), Some(2001));
    }
}
