use std::collections::HashMap;
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::dict::keys::{BASE_FONT, DESCENDANT_FONTS, SUBTYPE, TO_UNICODE};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::glyph::Text;
use super::guard;
use crate::documents::{DocumentError, DocumentLimits};

/// Fonts of a document, each loaded once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    resolve_font: FontResolverFn,
    resolve_cmap: CMapResolverFn,
    loaded: HashMap<(u32, i32), Option<Loaded<'a>>>,
    limits: DocumentLimits,
}

/// A font, and what its codes stand for as far as they were met.
#[derive(Clone)]
pub(super) struct Loaded<'a> {
    pub(super) font: Font<'a>,
    pub(super) bold: bool,
    /// Composite fonts read codes of several bytes, for which the word space is not meant.
    pub(super) composite: bool,
    texts: std::rc::Rc<std::cell::RefCell<HashMap<u32, Option<Text>>>>,
}

impl<'a> Fonts<'a> {
    pub(super) fn new(limits: &DocumentLimits) -> Self {
        Self {
            cache: FontCache::new(),
            // Widths of fonts that are not in the file come from the standard ones.
            resolve_font: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            resolve_cmap: Arc::new(hayro_cmap::load_embedded),
            loaded: HashMap::new(),
            limits: *limits,
        }
    }

    /// The font of a dictionary.
    pub(super) fn get(&mut self, dict: &Dict<'a>) -> Result<Option<Loaded<'a>>, DocumentError> {
        let key = dict.obj_id().map(|id| (id.obj_number, id.gen_number));
        if let Some(found) = key.and_then(|k| self.loaded.get(&k)) {
            return Ok(found.clone());
        }
        self.check(dict, 0)?;
        let loaded = self.cache.font(dict, &self.resolve_font, &self.resolve_cmap).map(|font| {
            let name = dict.get::<Name<'_>>(BASE_FONT).map(|n| n.as_str().to_owned()).unwrap_or_default();
            let weights = ["Bold", "bold", "BOLD", "Black", "Heavy", "CMBX", "Semibold", "Demi"];
            Loaded {
                font,
                bold: weights.iter().any(|w| name.contains(w)),
                composite: dict.get::<Name<'_>>(SUBTYPE).is_some_and(|s| s.as_str() == "Type0"),
                texts: std::rc::Rc::default(),
            }
        });
        if let Some(key) = key {
            self.loaded.insert(key, loaded.clone());
        }
        Ok(loaded)
    }

    /// Sees that the font's streams unpack to a bounded size before the library unpacks them.
    fn check(&self, dict: &Dict<'a>, depth: usize) -> Result<(), DocumentError> {
        if depth > 3 {
            return Ok(());
        }
        for key in
            [TO_UNICODE, b"FontFile".as_slice(), b"FontFile2", b"FontFile3", b"Encoding", b"CIDToGIDMap"]
        {
            if let Some(stream) = dict.get::<Stream<'_>>(key) {
                guard::unpack(&stream, self.limits.part_bytes)?;
            }
        }
        if let Some(inner) = dict.get::<Dict<'a>>(b"FontDescriptor".as_slice()) {
            self.check(&inner, depth + 1)?;
        }
        if let Some(fonts) = dict.get::<Array<'a>>(DESCENDANT_FONTS) {
            for inner in fonts.iter::<Dict<'a>>().take(4) {
                self.check(&inner, depth + 1)?;
            }
        }
        Ok(())
    }
}

impl Loaded<'_> {
    /// What a code stands for; `None` where the font does not say.
    pub(super) fn text(&self, code: u32) -> Option<Text> {
        if let Some(known) = self.texts.borrow().get(&code) {
            return known.clone();
        }
        let glyph = self.font.glyph(self.font.map_code(code), code);
        let unicode = match &glyph {
            FontGlyph::Outline(outline) => outline.as_unicode(),
            FontGlyph::Type3(drawn) => drawn.as_unicode(),
        };
        let text = unicode.and_then(|u| match u {
            BfString::Char(c) => readable(c).map(Text::Char),
            BfString::String(s) => {
                let s: String = s.chars().filter_map(readable).collect();
                let mut chars = s.chars();
                match (chars.next(), chars.next()) {
                    (None, _) => None,
                    (Some(c), None) => Some(Text::Char(c)),
                    _ => Some(Text::Several(s.into_boxed_str())),
                }
            }
        });
        self.texts.borrow_mut().insert(code, text.clone());
        text
    }
}

/// A character, unless it says nothing: controls, private use, the sign for damage.
fn readable(c: char) -> Option<char> {
    match c {
        '\0'..='\u{8}'
        | '\u{E}'..='\u{1F}'
        | '\u{7F}'
        | '\u{FFFD}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{F0000}'.. => None,
        '\t' | '\n' | '\r' | '\u{A0}' => Some(' '),
        c => Some(c),
    }
}
