//! Cells of CSV files that spreadsheets will not take for formulas.
//!
//! A cell beginning with `=`, `+`, `-`, `@` (also full-width), a tab, a carriage return or `'` gets a `'` in front. A
//! leading `'` therefore always is a guard, and taking it off gives the value back.

use std::borrow::Cow;

/// The value as it is written.
pub fn guard(value: &str) -> Cow<'_, str> {
    let dangerous = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '＝', '＋', '－', '＠']);
    if dangerous { Cow::Owned(format!("'{value}")) } else { Cow::Borrowed(value) }
}

/// The value as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_guarded() {
        for value in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'x", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(guard(value), format!("'{value}"));
        }
        for value in ["", "a=1", "1-2", "Smith J", " =1"] {
            assert_eq!(guard(value), value);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_reversible(value in any::<String>(), first in "[=+@'\t\r＝-]{0,3}") {
            let value = format!("{first}{value}");
            let cell = guard(&value).into_owned();
            prop_assert_eq!(unguard(&cell), value);
        }
    }
}
