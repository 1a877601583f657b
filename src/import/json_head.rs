//! Telling JSON files apart by their beginning.

/// The keys of a file's first record, each with the beginning of its value.
#[derive(Debug, Default)]
pub(in crate::import) struct Head<'a> {
    keys: Vec<(&'a str, &'a str)>,
}

/// Keys under which services and programs put what was asked for.
const WRAPPERS: [&str; 9] =
    ["message", "data", "items", "results", "attributes", "works", "references", "publications", "response"];

/// Keys looked at.
const MOST_KEYS: usize = 200;

impl<'a> Head<'a> {
    /// Looks at a beginning; `None` where it is no JSON.
    pub(in crate::import) fn of(text: &'a str) -> Option<Self> {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let object = first_object(text)?;
        let mut head = Self::default();
        head.read(object, 0);
        (!head.keys.is_empty()).then_some(head)
    }

    /// Keys of the object that `text` begins with, those of what it wraps included.
    fn read(&mut self, text: &'a str, depth: usize) {
        let bytes = text.as_bytes();
        let (mut at, mut level) = (0, 0_usize);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    let Some(end) = string_end(bytes, at) else { return };
                    let behind = text.get(end..).unwrap_or_default().trim_start();
                    if level == 1
                        && let Some(value) = behind.strip_prefix(':').map(str::trim_start)
                    {
                        let key = text.get(at + 1..end - 1).unwrap_or_default();
                        self.keys.push((key, value));
                        if self.keys.len() >= MOST_KEYS {
                            return;
                        }
                        let start = text.len() - value.len();
                        if WRAPPERS.contains(&key)
                            && depth < 4
                            && let Some(inner) = first_object(value)
                        {
                            self.read(inner, depth + 1);
                        }
                        // A string is passed whole, whatever it holds.
                        at = match value.as_bytes().first() {
                            Some(b'"') => match string_end(bytes, start) {
                                Some(end) => end,
                                None => return,
                            },
                            _ => start,
                        };
                        continue;
                    }
                    at = end;
                    continue;
                }
                b'{' | b'[' => level += 1,
                b'}' | b']' => {
                    level = level.saturating_sub(1);
                    if level == 0 {
                        return;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// The beginning of the value of a key.
    pub(in crate::import) fn get(&self, key: &str) -> Option<&'a str> {
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    pub(in crate::import) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(in crate::import) fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// The text of a key.
    pub(in crate::import) fn text(&self, key: &str) -> Option<&'a str> {
        let value = self.get(key)?;
        let end = string_end(value.as_bytes(), 0).filter(|_| value.starts_with('"'))?;
        value.get(1..end - 1)
    }
}

/// The first object of a value, in front of which only brackets and space may stand.
fn first_object(text: &str) -> Option<&str> {
    let object = text.trim_start_matches(|c: char| c.is_whitespace() || c == '[');
    object.starts_with('{').then_some(object)
}

fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_first_record() {
        for text in [
            r#"{"DOI": "10.1/x", "title": ["A"]}"#,
            r#"[{"DOI": "10.1/x", "title": ["A"]}, {"x": 1}]"#,
            r#"{"status": "ok", "message": {"total": 1, "items": [{"DOI": "10.1/x", "title": ["A"], "x": "cut"#,
        ] {
            let head = Head::of(text).unwrap();
            assert_eq!(head.text("DOI"), Some("10.1/x"), "{text}");
            assert!(head.get("title").unwrap().starts_with('['), "{text}");
        }
        assert!(Head::of("no JSON").is_none());
        assert!(Head::of("[1, 2]").is_none());
    }
}
