use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::dict::keys::{CONTENTS, FONT, MATRIX, RESOURCES, SUBTYPE, XOBJECT};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::page::Page;

use super::font::{Fonts, Loaded};
use super::glyph::{Glyph, Text};
use super::guard;
use crate::documents::{DocumentError, DocumentLimits};

/// A transformation: `[a b c d e f]` as PDF writes it.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
#[allow(clippy::many_single_char_names, reason = "the letters are those of the standard")]
fn chain(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = then;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

/// Forms drawn within forms; a form that draws itself goes no deeper.
const DEEPEST_FORM: usize = 16;
/// Saved states; deeper saving is a mistake.
const DEEPEST_STATE: usize = 512;

/// Reads the glyphs of pages.
pub(super) struct Reader<'a> {
    fonts: Fonts<'a>,
    limits: DocumentLimits,
    instructions: usize,
    glyphs: usize,
    unpacked: u64,
    /// Glyphs whose characters nobody knows.
    pub(super) unknown: usize,
}

#[derive(Clone)]
struct State<'a> {
    transform: Matrix,
    font: Option<Loaded<'a>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    /// Horizontal scale, 1 for 100 per cent.
    scale: f64,
    leading: f64,
    rise: f64,
}

/// What is being read.
struct Run<'a> {
    state: State<'a>,
    saved: Vec<State<'a>>,
    text: Matrix,
    line: Matrix,
    /// For each open piece of marked content: is it furniture of the page, and how long it already was.
    marked: Vec<bool>,
    /// A replacement for the glyphs to come, up to the end of a piece of marked content.
    actual: Option<(usize, Option<String>)>,
    out: Vec<Glyph>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(limits: &DocumentLimits) -> Self {
        Self {
            fonts: Fonts::new(limits),
            limits: *limits,
            instructions: 0,
            glyphs: 0,
            unpacked: 0,
            unknown: 0,
        }
    }

    /// The glyphs of a page in the order in which they are drawn.
    pub(super) fn page(&mut self, page: &Page<'a>) -> Result<Vec<Glyph>, DocumentError> {
        let content = self.page_content(page)?;
        let state = State {
            transform: page.initial_transform(true).as_coeffs(),
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut run = Run {
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            marked: Vec::new(),
            actual: None,
            out: Vec::new(),
        };
        let resources = Resources {
            fonts: page.resources().fonts.clone(),
            objects: page.resources().x_objects.clone(),
            properties: page.resources().properties.clone(),
        };
        self.interpret(&content, &resources, &mut run, 0)?;
        Ok(run.out)
    }

    fn page_content(&mut self, page: &Page<'a>) -> Result<Vec<u8>, DocumentError> {
        let mut content = Vec::new();
        if let Some(stream) = page.raw().get::<Stream<'_>>(CONTENTS) {
            content.extend(self.unpack(&stream)?);
        } else if let Some(streams) = page.raw().get::<Array<'_>>(CONTENTS) {
            for stream in streams.iter::<Stream<'_>>() {
                content.extend(self.unpack(&stream)?);
                content.push(b' ');
            }
        }
        Ok(content)
    }

    fn unpack(&mut self, stream: &Stream<'_>) -> Result<Vec<u8>, DocumentError> {
        let bytes = guard::unpack(stream, self.limits.part_bytes)?.unwrap_or_default();
        self.unpacked += bytes.len() as u64;
        let limit = self.limits.total_bytes.saturating_mul(4);
        if self.unpacked > limit {
            return Err(DocumentError::TooLarge { what: "drawings that unpack to too many bytes", limit });
        }
        Ok(bytes)
    }

    fn interpret(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        run: &mut Run<'a>,
        depth: usize,
    ) -> Result<(), DocumentError> {
        let mut instructions = UntypedIter::new(content);
        let mut operands: Vec<Object<'_>> = Vec::new();
        while let Some(instruction) = instructions.next() {
            self.instructions += 1;
            if self.instructions > self.limits.instructions {
                let limit = self.limits.instructions as u64;
                return Err(DocumentError::TooLarge { what: "too many drawing instructions", limit });
            }
            let operator: &[u8] = instruction.operator;
            if !is_wanted(operator) {
                continue;
            }
            operands.clear();
            operands.extend(instruction.operands().cloned());
            match operator {
                b"Tf" => {
                    run.state.size = number(operands.get(1)).unwrap_or(0.0);
                    run.state.font = match operands.first() {
                        Some(Object::Name(name)) => match resources.fonts.get::<Dict<'a>>(name.as_ref()) {
                            Some(dict) => self.fonts.get(&dict)?,
                            None => None,
                        },
                        _ => None,
                    };
                }
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.first()
                        && let Some(stream) = resources.objects.get::<Stream<'a>>(name.as_ref())
                    {
                        self.form(&stream, resources, run, depth)?;
                    }
                }
                b"Tj" => self.show_all(&operands, run)?,
                b"TJ" => {
                    if let Some(Object::Array(items)) = operands.first() {
                        for item in items.iter::<Object<'_>>() {
                            match item {
                                Object::String(text) => self.show(&text, run)?,
                                Object::Number(n) => {
                                    let by = -n.as_f64() / 1000.0 * run.state.size * run.state.scale;
                                    run.text = chain([1.0, 0.0, 0.0, 1.0, by, 0.0], run.text);
                                }
                                _ => {}
                            }
                        }
                    }
                }
                b"'" => {
                    run.next_line(0.0, -run.state.leading);
                    self.show_all(&operands, run)?;
                }
                b"\"" => {
                    run.state.word_space = number(operands.first()).unwrap_or(0.0);
                    run.state.character_space = number(operands.get(1)).unwrap_or(0.0);
                    run.next_line(0.0, -run.state.leading);
                    self.show_all(operands.get(2..).unwrap_or_default(), run)?;
                }
                b"BDC" => run.begin_marked(&operands, resources),
                _ => run.simple(operator, &operands),
            }
        }
        Ok(())
    }

    fn form(
        &mut self,
        stream: &Stream<'a>,
        outer: &Resources<'a>,
        run: &mut Run<'a>,
        depth: usize,
    ) -> Result<(), DocumentError> {
        let dict = stream.dict();
        let is_form = dict.get::<Name<'_>>(SUBTYPE).is_some_and(|s| s.as_str() == "Form");
        if !is_form || depth >= DEEPEST_FORM {
            return Ok(());
        }
        let content = self.unpack(stream)?;
        let own = dict.get::<Dict<'a>>(RESOURCES).map(|r| Resources::new(&r));
        let state = run.state.clone();
        let saved = std::mem::take(&mut run.saved);
        let (text, line) = (run.text, run.line);
        if let Some(matrix) = dict.get::<[f64; 6]>(MATRIX) {
            run.state.transform = chain(matrix, run.state.transform);
        }
        let result = self.interpret(&content, own.as_ref().unwrap_or(outer), run, depth + 1);
        (run.state, run.saved, run.text, run.line) = (state, saved, text, line);
        result
    }

    fn show_all(&mut self, operands: &[Object<'_>], run: &mut Run<'a>) -> Result<(), DocumentError> {
        if let Some(Object::String(text)) = operands.first() {
            self.show(text, run)?;
        }
        Ok(())
    }

    fn show(&mut self, text: &PdfString<'_>, run: &mut Run<'a>) -> Result<(), DocumentError> {
        let Some(font) = run.state.font.clone() else { return Ok(()) };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = font.font.read_code(bytes, at);
            at += length.max(1);
            let advance = font.font.code_advance(code);
            let state = &run.state;
            let word = if code == 32 && !font.composite { state.word_space } else { 0.0 };
            let drawn = advance.x / 1000.0 * state.size * state.scale;
            let moved = (advance.x / 1000.0 * state.size + state.character_space + word) * state.scale;
            self.glyphs += 1;
            if self.glyphs > self.limits.glyphs {
                let limit = self.limits.glyphs as u64;
                return Err(DocumentError::TooLarge { what: "too many characters", limit });
            }
            if !run.marked.contains(&true) {
                let text = run.replaced(font.text(code));
                match text {
                    Some(text) => run.put(text, drawn, font.bold),
                    None if run.actual.is_none() => self.unknown += 1,
                    None => {}
                }
            }
            run.text = chain([1.0, 0.0, 0.0, 1.0, moved, advance.y / 1000.0 * run.state.size], run.text);
        }
        Ok(())
    }
}

/// The resources that matter for text.
struct Resources<'a> {
    fonts: Dict<'a>,
    objects: Dict<'a>,
    properties: Dict<'a>,
}

impl<'a> Resources<'a> {
    fn new(dict: &Dict<'a>) -> Self {
        let part = |key: &[u8]| dict.get::<Dict<'a>>(key).unwrap_or_default();
        Self { fonts: part(FONT), objects: part(XOBJECT), properties: part(b"Properties") }
    }
}

impl<'a> Run<'a> {
    fn simple(&mut self, operator: &[u8], operands: &[Object<'_>]) {
        let n = |at: usize| number(operands.get(at)).unwrap_or(0.0);
        match operator {
            b"q" if self.saved.len() < DEEPEST_STATE => self.saved.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => self.state.transform = chain(matrix(operands), self.state.transform),
            b"BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            b"Tm" => {
                self.line = matrix(operands);
                self.text = self.line;
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tc" => self.state.character_space = n(0),
            b"Tw" => self.state.word_space = n(0),
            b"Tz" => self.state.scale = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"BMC" if self.marked.len() < DEEPEST_STATE => self.marked.push(false),
            b"EMC" => {
                self.marked.pop();
                if self.actual.as_ref().is_some_and(|(depth, _)| *depth > self.marked.len()) {
                    self.actual = None;
                }
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = chain([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    /// Begins a piece of marked content: running heads say so in a tagged file, and some glyphs say what they stand for.
    fn begin_marked(&mut self, operands: &[Object<'_>], resources: &Resources<'a>) {
        if self.marked.len() >= DEEPEST_STATE {
            return;
        }
        let tag = match operands.first() {
            Some(Object::Name(name)) => name.as_str().to_owned(),
            _ => String::new(),
        };
        let named = match operands.get(1) {
            Some(Object::Name(name)) => resources.properties.get::<Dict<'_>>(name.as_ref()),
            _ => None,
        };
        let dict = match (operands.get(1), &named) {
            (Some(Object::Dict(dict)), _) | (_, Some(dict)) => Some(dict),
            _ => None,
        };
        let word = |key: &[u8]| dict.and_then(|d| d.get::<Name<'_>>(key)).map(|n| n.as_str().to_owned());
        let pagination = word(b"Type").is_some_and(|t| t == "Pagination")
            || word(b"Subtype").is_some_and(|t| matches!(t.as_str(), "Header" | "Footer" | "PageNum"));
        self.marked.push(tag == "Artifact" && pagination);
        let actual = dict.and_then(|d| d.get::<PdfString<'_>>(b"ActualText".as_slice()));
        if let (None, Some(text)) = (&self.actual, actual) {
            let text = actual_text(text.as_bytes());
            // Of a ligature or a hyphen; a whole paragraph would lose its places.
            if text.chars().count() <= 4 {
                self.actual = Some((self.marked.len(), Some(text)));
            }
        }
    }

    /// What a glyph stands for where the page says it itself.
    fn replaced(&mut self, own: Option<Text>) -> Option<Text> {
        match &mut self.actual {
            None => own,
            Some((_, text)) => {
                text.take().filter(|t| !t.is_empty()).map(|t| Text::Several(t.into_boxed_str()))
            }
        }
    }

    #[allow(clippy::many_single_char_names, reason = "the letters are those of the standard")]
    fn put(&mut self, text: Text, width: f64, bold: bool) {
        let state = &self.state;
        let whole = chain([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], chain(self.text, state.transform));
        let [a, b, c, d, x, y] = whole;
        let length = a.hypot(b);
        let size = state.size.abs() * c.hypot(d);
        if !(length.is_finite() && size.is_finite() && x.is_finite() && y.is_finite()) || length == 0.0 {
            return;
        }
        let width = width * length * if state.size < 0.0 { -1.0 } else { 1.0 };
        // Down is positive; text that stands on its side is kept along its own baseline.
        let sign = if state.size < 0.0 { -1.0 } else { 1.0 };
        let (dx, dy) = (a / length * sign, b / length * sign);
        let (turn, along, across) = if dx > 0.9 {
            (0, x, y)
        } else if dy > 0.9 {
            (1, y, -x)
        } else if dx < -0.9 {
            (2, -x, -y)
        } else if dy < -0.9 {
            (3, -y, x)
        } else {
            return;
        };
        #[allow(clippy::cast_possible_truncation, reason = "places on a page need no more than seven digits")]
        let narrow = |v: f64| v as f32;
        let width = width.abs();
        self.out.push(Glyph {
            text,
            x0: narrow(along),
            x1: narrow(along + width),
            y: narrow(across),
            size: narrow(size),
            turn,
            bold,
        });
    }
}

fn is_wanted(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"Tf"
            | b"Do"
            | b"Tj"
            | b"TJ"
            | b"'"
            | b"\""
            | b"BDC"
            | b"BMC"
            | b"EMC"
            | b"q"
            | b"Q"
            | b"cm"
            | b"BT"
            | b"Td"
            | b"TD"
            | b"Tm"
            | b"T*"
            | b"Tc"
            | b"Tw"
            | b"Tz"
            | b"TL"
            | b"Ts"
    )
}

fn number(object: Option<&Object<'_>>) -> Option<f64> {
    match object {
        Some(Object::Number(n)) => Some(n.as_f64()),
        _ => None,
    }
}

fn matrix(operands: &[Object<'_>]) -> Matrix {
    let mut matrix = IDENTITY;
    for (slot, object) in matrix.iter_mut().zip(operands) {
        *slot = number(Some(object)).unwrap_or(0.0);
    }
    matrix
}

fn actual_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        rest => encoding_rs::WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned(),
    }
}
