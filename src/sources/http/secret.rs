use std::fmt;

/// A value that is sent but never shown: an API key, a mail address. There is no way to print or serialise it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a value; nothing where there is nothing but blanks.
    pub fn new(value: &str) -> Option<Self> {
        let value = value.trim();
        (!value.is_empty()).then(|| Self(value.to_owned()))
    }

    /// The value, to be sent and for nothing else.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// The text without the value, in any of the spellings in which a service may echo it.
    pub(super) fn scrub(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for spelling in self.spellings() {
            if text.contains(&spelling) {
                text = text.replace(&spelling, MASK);
            }
        }
        text
    }

    /// The bytes without the value; `None` where they do not hold it.
    pub(super) fn scrub_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut clean: Option<Vec<u8>> = None;
        for spelling in self.spellings() {
            let from = clean.as_deref().unwrap_or(bytes);
            let found: Vec<usize> = memchr::memmem::find_iter(from, spelling.as_bytes()).collect();
            if found.is_empty() {
                continue;
            }
            let mut without = Vec::with_capacity(from.len());
            let mut at = 0;
            for start in found {
                without.extend_from_slice(&from[at..start]);
                without.extend_from_slice(MASK.as_bytes());
                at = start + spelling.len();
            }
            without.extend_from_slice(&from[at..]);
            clean = Some(without);
        }
        clean
    }

    /// As it is; as part of a query; as part of a query with the other case of hexadecimal digits.
    fn spellings(&self) -> Vec<String> {
        let mut all = vec![self.0.clone()];
        let encoded: String = url::form_urlencoded::byte_serialize(self.0.as_bytes()).collect();
        let lower = lower_escapes(&encoded);
        for spelling in [encoded, lower] {
            if !all.contains(&spelling) {
                all.push(spelling);
            }
        }
        all
    }
}

/// What stands where a secret stood.
const MASK: &str = "***";

/// `%2F` as `%2f`.
fn lower_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = 0;
    for c in text.chars() {
        if escaped > 0 {
            escaped -= 1;
            out.push(c.to_ascii_lowercase());
        } else {
            if c == '%' {
                escaped = 2;
            }
            out.push(c);
        }
    }
    out
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Secret::new("jane+refloom@example.org").unwrap();
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "*** Some(***)");
        assert_eq!(Secret::new("  "), None);
    }

    #[test]
    fn a_secret_is_taken_out_however_it_is_spelled() {
        let secret = Secret::new("jane+x@example.org").unwrap();
        let text = "email=jane%2Bx%40example.org&mailto=jane%2bx%40example.org (jane+x@example.org)";
        assert_eq!(secret.scrub(text), "email=***&mailto=*** (***)");
        assert_eq!(secret.scrub_bytes(text.as_bytes()).unwrap(), b"email=***&mailto=*** (***)");
        assert_eq!(secret.scrub_bytes(b"nothing here"), None);
    }
}
