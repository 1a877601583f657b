//! Telling a BibTeX file by its beginning.

/// Lines of other text that may stand in front of the first entry.
const MOST_LINES: usize = 200;

/// Whether a file that begins like this holds BibTeX: the first line that says anything begins an entry, or text of
/// no format, as programs write it in front, is followed by one that does.
pub fn detect(head: &str) -> bool {
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']);
    // Pages and programs' data may hold an entry as an example.
    if head.starts_with(['<', '{', '[']) {
        return false;
    }
    let mut other = 0;
    let mut rest = head;
    for _ in 0..MOST_LINES {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = rest.get(..end).unwrap_or_default().trim();
        if begins_entry(rest) {
            // Text of a few lines may be in front, a whole document not, and none in which entries are examples.
            let front = head.get(..head.len() - rest.len()).unwrap_or_default();
            return other <= 20 && !front.contains("\\begin{document}") && !front.contains("```");
        }
        if !line.is_empty() && !line.starts_with('%') {
            other += 1;
        }
        let Some(next) = rest.get(end + 1..) else { return false };
        rest = next;
    }
    false
}

/// `@word{` and a key with a comma, or a field; `@string{`, `@comment{`, `@preamble{`.
fn begins_entry(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches([' ', '\t']).strip_prefix('@') else { return false };
    let rest = rest.trim_start_matches([' ', '\t']);
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let word = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
    let Some(body) = rest.get(length..).and_then(|r| r.trim_start().strip_prefix(['{', '('])) else {
        return false;
    };
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    // Style sheets have `@media (min-width: 10px) {`.
    match word.as_str() {
        "string" => body.get(..body.len().min(400)).is_none_or(|b| b.contains('=')),
        "comment" | "preamble" => true,
        "media" | "supports" | "import" | "page" | "layer" | "container" => false,
        _ => {
            let stop = body.trim_start().find([',', '=', '}', ')', ';']);
            stop.is_some_and(|at| {
                matches!(body.trim_start().as_bytes().get(at), Some(b',' | b'=' | b'}' | b')'))
            }) || body.trim().is_empty()
        }
    }
}
