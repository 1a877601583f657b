use super::line::Line;
use crate::ingest::Heading;

/// The size most of the text is set in.
pub(super) fn body_size(lines: &[Line]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in lines {
        #[allow(clippy::cast_possible_truncation, reason = "sizes are small")]
        let tenths = (line.size * 10.0).round() as i32;
        match sizes.iter_mut().find(|(s, _)| *s == tenths) {
            Some((_, n)) => *n += line.text.len(),
            None => sizes.push((tenths, line.text.len())),
        }
    }
    let most = sizes.iter().max_by_key(|(_, n)| *n).map_or(0, |(s, _)| *s);
    #[allow(clippy::cast_precision_loss, reason = "sizes are small")]
    let size = most as f32 / 10.0;
    size
}

/// True for a line that stands out as a heading does: larger, or bold, and short.
pub(super) fn stands_out(line: &Line, body: f32) -> bool {
    let short = line.text.chars().count() <= 90 && !line.text.ends_with([',', ';', '-']);
    let starts = line.text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    short && starts && (line.size > 1.12 * body || line.bold)
}

/// True for the heading of a reference list.
pub(super) fn heads_list(line: &Line) -> bool {
    matches!(Heading::of(&line.text), Heading::List | Heading::Continued)
}

/// The largest text at the top of the first page.
pub(super) fn title(lines: &[Line]) -> Option<String> {
    let first: Vec<&Line> = lines.iter().take_while(|l| l.page == 1).take(40).collect();
    let body = body_size(lines);
    let largest = first.iter().map(|l| l.size).fold(0.0, f32::max);
    if largest < 1.15 * body {
        return None;
    }
    let same = |l: &&&Line| l.size > 0.97 * largest;
    let from = first.iter().position(|l| same(&l))?;
    let run: Vec<&str> = first.iter().skip(from).take_while(same).take(5).map(|l| l.text.as_str()).collect();
    let title = run.join(" ");
    (title.chars().count() > 8).then_some(title)
}
