//! Which words belong together on a page, and in which order they are read.
//!
//! The tallest strip of white that has lines on both sides of it parts two columns. What lies above and below it is
//! looked at again, and so are the columns, so that a page may change between one, two and three of them.

use super::words::Word;

/// Columns within columns.
const DEEPEST: usize = 8;
/// Too little text to stand in columns.
const FEWEST_WORDS: usize = 12;

/// No page holds that many; one that does is not looked at for columns.
const MOST_WORDS: usize = 20_000;
/// Strips looked at closely.
const MOST_STRIPS: usize = 400;

/// A strip of white.
struct Strip {
    x: f32,
    top: f32,
    bottom: f32,
}

/// Cuts pages into regions, each page's in reading order.
pub(super) fn regions(pages: Vec<Vec<Word>>) -> Vec<Vec<Vec<Word>>> {
    // Where columns part on pages that show it plainly; the few lines on a last page part there too.
    let mut known: Vec<(f32, usize)> = Vec::new();
    let mut plain = Vec::new();
    for mut words in pages {
        words.retain(|w| w.y.is_finite() && w.x0.is_finite() && w.x1.is_finite());
        words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
        let mut out = Vec::new();
        let mut strips = Vec::new();
        cut(words, 0, &[], &mut strips, &mut out);
        for x in strips {
            if let Some((_, n)) = known.iter_mut().find(|(k, _)| (*k - x).abs() < 8.0) {
                *n += 1;
            } else if known.len() < 64 {
                known.push((x, 1));
            }
        }
        plain.push(out);
    }
    let known: Vec<f32> =
        known.into_iter().filter(|(_, n)| *n >= 2 || plain.len() <= 3).map(|(x, _)| x).collect();
    let mut pages = Vec::new();
    for regions in plain {
        let mut out = Vec::new();
        for words in regions {
            if known.is_empty() {
                out.push(words);
            } else {
                cut(words, DEEPEST - 2, &known, &mut Vec::new(), &mut out);
            }
        }
        pages.push(out);
    }
    pages
}

/// Cuts words at the tallest strip there is, or only at those that are `known`.
fn cut(words: Vec<Word>, depth: usize, known: &[f32], strips: &mut Vec<f32>, out: &mut Vec<Vec<Word>>) {
    if words.is_empty() {
        return;
    }
    let fewest = if known.is_empty() { FEWEST_WORDS } else { 2 };
    let strip = if depth < DEEPEST && words.len() >= fewest && words.len() <= MOST_WORDS {
        find(&words, known)
    } else {
        None
    };
    let Some(strip) = strip else {
        out.push(words);
        return;
    };
    strips.push(strip.x);
    let (mut above, mut left, mut right, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for word in words {
        let middle = word.y - 0.3 * word.size;
        if middle < strip.top {
            above.push(word);
        } else if middle > strip.bottom {
            below.push(word);
        } else if word.x0 < strip.x {
            left.push(word);
        } else {
            right.push(word);
        }
    }
    for part in [above, left, right, below] {
        cut(part, depth + 1, known, strips, out);
    }
}

/// The tallest strip between columns.
fn find(words: &[Word], known: &[f32]) -> Option<Strip> {
    let size = median(words.iter().map(|w| w.size));
    let left = words.iter().map(|w| w.x0).fold(f32::MAX, f32::min);
    let right = words.iter().map(|w| w.x1).fold(f32::MIN, f32::max);
    let top = words.iter().map(|w| w.y - w.size).fold(f32::MAX, f32::min);
    let bottom = words.iter().map(|w| w.y + 0.3 * w.size).fold(f32::MIN, f32::max);
    let width = right - left;
    if width < 100.0 {
        return None;
    }
    let gutter = (0.75 * size).max(5.0);
    let narrowest = (0.16 * width).max(50.0);
    let certain = !known.is_empty();
    let least = if certain { 0.9 * size } else { (5.0 * 1.15 * size).max(0.06 * (bottom - top)) };
    let fewest = if certain { 1 } else { 4 };
    let step = (width / 160.0).max(1.5);
    let mut places: Vec<f32> = known.iter().copied().filter(|x| *x > left && *x < right).collect();
    if !certain {
        let mut x = left + narrowest;
        while x < right - narrowest {
            places.push(x);
            x += step;
        }
    }
    let mut best: Option<(f32, Strip)> = None;
    let mut looks = 0;
    for x in places {
        let (from, to) = (x - gutter / 2.0, x + gutter / 2.0);
        let mut open = top;
        let blockers = words.iter().filter(|w| w.x0 < to && w.x1 > from);
        let ends = blockers.map(|w| (w.y - 0.75 * w.size, w.y + 0.25 * w.size)).chain([(bottom, bottom)]);
        for (upper, lower) in ends {
            let height = upper - open;
            if height >= least && looks < MOST_STRIPS && best.as_ref().is_none_or(|(h, _)| height > *h + 0.5)
            {
                looks += 1;
                let strip = Strip { x, top: open, bottom: upper };
                if has_columns(words, &strip, narrowest, fewest) {
                    best = Some((height, strip));
                }
            }
            open = open.max(lower);
        }
    }
    best.map(|(_, strip)| strip)
}

/// True where lines enough stand on either side of a strip, and either side is as wide as a column.
fn has_columns(words: &[Word], strip: &Strip, narrowest: f32, fewest: usize) -> bool {
    let inside = |w: &&Word| {
        let middle = w.y - 0.3 * w.size;
        middle >= strip.top && middle <= strip.bottom
    };
    let side = |is_left: bool| {
        let (mut lines, mut last) = (0, f32::MIN);
        let (mut from, mut to) = (f32::MAX, f32::MIN);
        for word in words.iter().filter(inside).filter(|w| (w.x0 < strip.x) == is_left) {
            if word.y - last > 0.6 * word.size {
                lines += 1;
                last = word.y;
            }
            (from, to) = (from.min(word.x0), to.max(word.x1));
        }
        lines >= fewest && (to - from >= narrowest || fewest == 1)
    };
    side(true) && side(false)
}

pub(super) fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
