//! `@string`: names for texts, and the months that every style defines.

use std::collections::HashMap;

/// Bytes that one macro may come to.
const LONGEST: usize = 64 << 10;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The macros defined so far. Macros may be made of macros: what one may come to is bounded, and what all come to.
pub(super) struct Macros {
    texts: HashMap<String, String>,
    size: usize,
    limit: usize,
}

impl Macros {
    pub(super) fn new(limit: usize) -> Self {
        Self { texts: HashMap::new(), size: 0, limit }
    }

    /// Bytes that a value may come to.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The text of a macro, whatever the case of its name. Months stand for their names.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        if let Some(month) = MONTHS.iter().find(|m| m.eq_ignore_ascii_case(name)) {
            return Some(month);
        }
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&name.to_ascii_lowercase()).map(String::as_str)
    }

    /// Takes in `name = value # value`; what is wrong with it, if something is.
    pub(super) fn define(&mut self, definition: &str) -> Option<String> {
        let Some((name, value)) = definition.split_once('=') else {
            return Some("this @string defines nothing".to_owned());
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().trim_end_matches(','));
        let Some(text) = self.expanded(value) else {
            return Some(
                "what this @string defines cannot be read, or is too long; it stays undefined".to_owned(),
            );
        };
        if self.size + name.len() + text.len() > self.limit {
            return Some("too many strings are defined before this one; it stays undefined".to_owned());
        }
        self.size += name.len() + text.len();
        self.texts.insert(name, text);
        None
    }

    fn expanded(&self, value: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = value.trim_start();
        loop {
            let (piece, length) = match rest.as_bytes().first()? {
                b'"' => {
                    let end = closing(rest, |depth, byte| depth == 0 && byte == b'"')?;
                    (rest.get(1..end)?, end + 1)
                }
                b'{' => {
                    let end = closing(rest, |depth, byte| depth == 0 && byte == b'}')?;
                    (rest.get(1..end)?, end + 1)
                }
                _ => {
                    let end = rest.find('#').unwrap_or(rest.len());
                    let word = rest.get(..end)?.trim();
                    (self.get(word).unwrap_or(word), end)
                }
            };
            if out.len() + piece.len() > LONGEST {
                return None;
            }
            out.push_str(piece);
            rest = rest.get(length..)?.trim_start();
            match rest.strip_prefix('#') {
                Some(more) => rest = more.trim_start(),
                None => return Some(out),
            }
        }
    }
}

/// Where the delimiter stands that `is_end` knows by its depth, behind the first byte.
fn closing(text: &str, is_end: impl Fn(usize, u8) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if is_end(depth, byte) {
            return Some(at);
        }
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_of_macros() {
        let mut macros = Macros::new(1 << 20);
        assert_eq!(macros.define(" PUB = \"North \" # {Holland, {B.V.}}"), None);
        assert_eq!(macros.define("full = pub # \", Amsterdam\""), None);
        assert_eq!(macros.get("FULL"), Some("North Holland, {B.V.}, Amsterdam"));
        assert_eq!(macros.get("Mar"), Some("mar"));
        assert_eq!(macros.get("unknown"), None);
        assert!(macros.define("nothing").is_some());
        assert!(macros.define("open = \"abc").is_some());
    }

    #[test]
    fn macros_that_double_stay_small() {
        let mut macros = Macros::new(1 << 20);
        macros.define("a = \"0123456789\"");
        for n in 0..64 {
            let before = if n == 0 { "a".to_owned() } else { format!("a{}", n - 1) };
            macros.define(&format!("a{n} = {before} # {before}"));
        }
        assert!(macros.size <= 1 << 20, "{}", macros.size);
        assert!(macros.texts.values().all(|text| text.len() <= LONGEST));
    }
}
