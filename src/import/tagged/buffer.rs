//! The fields of one record.

/// Name of a field, filled up with spaces.
pub(in crate::import) type Tag = [u8; 4];

/// The tag of a name; what is longer is cut.
pub(in crate::import) fn tag(name: &[u8]) -> Tag {
    let mut tag = *b"    ";
    for (to, from) in tag.iter_mut().zip(name) {
        *to = from.to_ascii_uppercase();
    }
    tag
}

/// Collects the lines of one record.
#[derive(Default)]
pub(super) struct Buffer {
    text: Vec<u8>,
    parts: Vec<Part>,
}

struct Part {
    tag: Tag,
    start: usize,
    end: usize,
}

impl Buffer {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.parts.clear();
        // One large record does not make all others large.
        self.text.shrink_to(1 << 20);
        self.parts.shrink_to(1 << 14);
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Begins a field.
    pub(super) fn begin(&mut self, tag: Tag, value: &[u8]) {
        let start = self.text.len();
        self.text.extend_from_slice(value);
        self.parts.push(Part { tag, start, end: self.text.len() });
    }

    /// Goes on with the last field behind `joint`, which stands for the line end.
    pub(super) fn extend(&mut self, joint: u8, more: &[u8]) {
        let Some(last) = self.parts.last_mut() else { return };
        if joint == b' ' {
            let spaces = self.text.iter().rev().take_while(|b| **b == b' ').count();
            self.text.truncate(self.text.len().saturating_sub(spaces).max(last.start));
        }
        if joint != b' ' || self.text.len() > last.start {
            self.text.push(joint);
        }
        self.text.extend_from_slice(more);
        last.end = self.text.len();
    }

    /// The fields collected.
    pub(super) fn fields(&self) -> Option<Fields<'_>> {
        Some(Fields { text: std::str::from_utf8(&self.text).ok()?, parts: &self.parts })
    }
}

/// The fields of one record, in their order. A value has `\n` where it went on on another line.
#[derive(Clone, Copy)]
pub(in crate::import) struct Fields<'a> {
    text: &'a str,
    parts: &'a [Part],
}

impl<'a> Fields<'a> {
    /// Every field that is not empty.
    pub(in crate::import) fn iter(self) -> impl Iterator<Item = (Tag, &'a str)> {
        self.parts.iter().filter_map(move |part| {
            let value = self.text.get(part.start..part.end)?.trim_ascii();
            (!value.is_empty()).then_some((part.tag, value))
        })
    }

    /// The first value of a field.
    pub(in crate::import) fn first(self, name: Tag) -> Option<&'a str> {
        self.iter().find(|(tag, _)| *tag == name).map(|(_, value)| value)
    }
}
