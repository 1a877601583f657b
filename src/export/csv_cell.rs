//! Cells of CSV files that a spreadsheet would otherwise run as a formula.
use std::borrow::Cow;
/// Guards a cell: text that begins like a formula, or with the guard itself, gets a leading apostrophe.
pub fn guard(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
/// Takes the guard off again.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}
