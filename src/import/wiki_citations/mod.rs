//! Wikipedia's citation templates: `{{cite journal | last=Doe | first=Jane | title=… }}`.
//!
//! The specification is the English Wikipedia's documentation of "Citation Style 1" and "Citation"; Zotero writes them as
//! "Wikipedia Citation Templates". A file counts as a list of them when it begins with one.

mod template;

#[cfg(test)]
mod tests;

use std::io;

use super::text_window::{TextWindow, beginning};
use super::{Broken, Item, Records};
use crate::ingest::{Decoded, Limits};

/// Whether a file that begins so is a list of citation templates.
pub fn detect(head: &str) -> bool {
    // In an article they stand within `<ref>` and lists: those begin with text.
    let bare = head.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '*' | '#'));
    template_at(bare) && bare.contains('|') && bare.contains('=')
}

fn template_at(text: &str) -> bool {
    text.strip_prefix("{{").is_some_and(|inner| {
        let name: String = inner.trim_start().chars().take(12).collect::<String>().to_ascii_lowercase();
        name.starts_with("cite ") || name.starts_with("citation") && !name.starts_with("citation n")
    })
}

/// Reads citation templates.
pub fn open(text: Decoded, limits: &Limits) -> Box<dyn Records> {
    Box::new(Reader { window: TextWindow::new(text), limit: limits.record_bytes })
}

struct Reader {
    window: TextWindow,
    limit: usize,
}

impl Reader {
    /// Goes to the next citation template; false at the end.
    fn seek(&mut self) -> io::Result<bool> {
        loop {
            let text = self.window.rest();
            if let Some(at) = memchr::memmem::find(text.as_bytes(), b"{{") {
                self.window.consume(at);
                self.window.want(20)?;
                if template_at(self.window.rest()) {
                    return Ok(true);
                }
                self.window.consume(2);
            } else {
                let count = text.len() - usize::from(text.ends_with('{'));
                self.window.consume(count);
                if !self.window.fill()? {
                    return Ok(false);
                }
            }
        }
    }

    /// Length of the template that the window begins with; `Err` with what to leave out where it does not end.
    fn length(&mut self) -> io::Result<Result<usize, usize>> {
        let mut depth = 0_usize;
        let mut at = 0;
        loop {
            let bytes = self.window.rest().as_bytes();
            while at + 1 < bytes.len() {
                match (bytes[at], bytes[at + 1]) {
                    (b'{', b'{') => {
                        // A template on a line of its own is the next one: this one is not closed.
                        let lines = at > 0 && bytes[at - 1] == b'\n';
                        if lines && template_at(self.window.rest().get(at..).unwrap_or_default()) {
                            return Ok(Err(at));
                        }
                        depth += 1;
                        at += 2;
                    }
                    (b'}', b'}') => {
                        depth = depth.saturating_sub(1);
                        at += 2;
                        if depth == 0 {
                            return Ok(Ok(at));
                        }
                    }
                    _ => at += 1,
                }
            }
            if at > self.limit || !self.window.fill()? {
                return Ok(Err(self.window.rest().len()));
            }
        }
    }
}

impl Records for Reader {
    fn next(&mut self) -> io::Result<Option<Item>> {
        if !self.seek()? {
            return Ok(None);
        }
        let (length, whole) = match self.length()? {
            Ok(length) => (length, true),
            Err(length) => (length, false),
        };
        let text = self.window.rest().get(..length).unwrap_or_default().to_owned();
        let place = self.window.place(length);
        self.window.consume(length);
        let broken = |message: &str| {
            Item::Broken(Broken { place, message: message.to_owned(), observed: beginning(&text) })
        };
        if !whole {
            return Ok(Some(broken("this template is not closed, or is too long; it was left out")));
        }
        let draft = template::read(&text);
        if draft.is_empty() {
            return Ok(Some(broken(
                "this record has neither title nor people nor identifiers; it was left out",
            )));
        }
        Ok(Some(Item::Record(Box::new(draft.finish(place)))))
    }
}
