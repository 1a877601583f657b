use std::collections::HashMap;

use super::fields::Field;
use super::numbering::{Numbering, Place};
use super::styles::{Style, Styles, is_hidden};
use crate::documents::text::TextBuilder;
use crate::documents::xml::{Child, Element};
use crate::documents::{Block, BlockKind, MarkKind};

/// Which notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Notes {
    Foot,
    End,
}

/// Notes in the order in which the text points to them, with their numbers.
pub(super) type Cited = HashMap<(Notes, String), u32>;

/// Puts the paragraphs of a part together.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    blocks: Vec<Block>,
    cited: Cited,
    counts: [u32; 2],
    /// Open fields, the innermost last. They may span paragraphs.
    fields: Vec<OpenField>,
    /// Bibliographies that are marked as such by a content control around them.
    inside_bibliography: usize,
    text: TextBuilder,
}

struct OpenField {
    instruction: String,
    /// Set once its result begins.
    kind: Option<Field>,
    /// Where the result began in the text of the paragraph.
    begin: usize,
}

/// Fields within fields; more are a loop nobody wrote.
const DEEPEST_FIELD: usize = 64;
/// Bytes kept of a field's instruction. A citation of fifty works with their abstracts fits.
const LONGEST_INSTRUCTION: usize = 4 << 20;

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            blocks: Vec::new(),
            cited: Cited::new(),
            counts: [0; 2],
            fields: Vec::new(),
            inside_bibliography: 0,
            text: TextBuilder::default(),
        }
    }

    pub(super) fn finish(self) -> (Vec<Block>, Cited) {
        (self.blocks, self.cited)
    }

    /// Reads what holds paragraphs: the body, a cell, a note, a content control.
    pub(super) fn read(&mut self, container: Element<'_>) {
        for element in container.elements() {
            match element.name() {
                "p" => self.paragraph(element),
                "sdt" => {
                    let bibliography = element.child("sdtPr").is_some_and(is_bibliography);
                    self.inside_bibliography += usize::from(bibliography);
                    if let Some(content) = element.child("sdtContent") {
                        self.read(content);
                    }
                    self.inside_bibliography -= usize::from(bibliography);
                }
                "del" | "moveFrom" | "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" => {}
                // A row that was deleted is still there, with a sign.
                "tr" if element.child("trPr").is_some_and(|p| p.child("del").is_some()) => {}
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.read(chosen);
                    }
                }
                _ => self.read(element),
            }
        }
    }

    fn in_bibliography(&self) -> bool {
        self.inside_bibliography > 0 || self.fields.iter().any(|f| f.kind == Some(Field::Bibliography))
    }

    fn paragraph(&mut self, paragraph: Element<'_>) {
        let properties = paragraph.child("pPr");
        let style = properties
            .and_then(|p| p.child("pStyle"))
            .and_then(|s| s.attribute("val"))
            .map(|id| self.styles.get(id))
            .unwrap_or_default();
        let place = properties.map(Place::read).unwrap_or_default().or(style.place);
        // A bibliography field begins in its first paragraph and ends in its last.
        let before = self.in_bibliography();
        for field in &mut self.fields {
            field.begin = 0;
        }
        let mut boxes = Vec::new();
        if !style.hidden {
            self.runs(paragraph, &mut boxes, false);
        }
        let bibliography = before || self.in_bibliography() || style.bibliography;
        let (text, marks) = self.text.take();
        if text.is_empty() {
            // An empty paragraph in a list shows its number all the same, but nobody counts on it in a reference list.
        } else {
            let outline = properties
                .and_then(|p| p.child("outlineLvl"))
                .and_then(|l| l.attribute("val"))
                .and_then(|v| v.parse::<u8>().ok())
                .filter(|l| *l < 9)
                .map(|l| l + 1);
            let kind = self.kind(&style, outline, place, bibliography);
            self.blocks.push(Block { kind, text, marks, page: None });
        }
        for text_box in boxes {
            self.read(text_box);
        }
    }

    fn kind(&mut self, style: &Style, outline: Option<u8>, place: Place, bibliography: bool) -> BlockKind {
        let label = if place.is_listed() { self.numbering.label(place) } else { None };
        if let Some(level) = style.heading.or(outline) {
            return BlockKind::Heading(level.max(1));
        }
        if bibliography {
            return BlockKind::Reference { label: label.map(|l| super::super::labels::bare(&l)), id: None };
        }
        if place.is_listed() { BlockKind::ListItem { label } } else { BlockKind::Paragraph }
    }

    /// Reads runs and what they are wrapped in. Text boxes are put aside until the paragraph is over.
    fn runs<'t>(&mut self, container: Element<'t>, boxes: &mut Vec<Element<'t>>, hidden: bool) {
        for element in container.elements() {
            match element.name() {
                "r" => self.run(element, boxes, hidden),
                "del" | "moveFrom" | "pPr" | "sdtPr" | "rPr" => {}
                "fldSimple" => {
                    let field = Field::of(element.attribute("instr").unwrap_or_default());
                    let begin = self.text.begin();
                    self.runs(element, boxes, hidden);
                    if let Field::Citation(ids) = field {
                        self.text.mark(begin, MarkKind::Citation { ids });
                    }
                }
                "hyperlink" => {
                    let begin = self.text.begin();
                    self.runs(element, boxes, hidden);
                    if let Some(anchor) = element.attribute("anchor").filter(|a| !a.starts_with("_Toc")) {
                        self.text.mark(begin, MarkKind::Citation { ids: vec![anchor.to_owned()] });
                    }
                }
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.runs(chosen, boxes, hidden);
                    }
                }
                "oMath" | "oMathPara" => {
                    for text in element.all("t") {
                        self.push(&text.text(), hidden);
                    }
                }
                _ => self.runs(element, boxes, hidden),
            }
        }
    }

    fn run<'t>(&mut self, run: Element<'t>, boxes: &mut Vec<Element<'t>>, hidden: bool) {
        let properties = run.child("rPr");
        let hidden = hidden || properties.is_some_and(is_hidden);
        let raised = properties
            .and_then(|p| p.child("vertAlign"))
            .is_some_and(|v| v.attribute("val") == Some("superscript"));
        let begin = self.text.begin();
        self.run_content(run, boxes, hidden);
        if raised {
            self.text.mark(begin, MarkKind::Superscript);
        }
    }

    fn run_content<'t>(&mut self, run: Element<'t>, boxes: &mut Vec<Element<'t>>, hidden: bool) {
        for child in run.children() {
            let Child::Element(element) = child else { continue };
            match element.name() {
                "t" => {
                    for child in element.children() {
                        if let Child::Text(text) = child {
                            self.push(text, hidden);
                        }
                    }
                }
                "tab" | "ptab" => self.push(" ", hidden),
                "br" | "cr" => self.line_break(element, hidden),
                "noBreakHyphen" => self.push("-", hidden),
                "sym" => self.symbol(element, hidden),
                "fldChar" => self.field(element),
                "instrText" => self.instruction(element),
                "footnoteReference" => self.note(element, Notes::Foot),
                "endnoteReference" => self.note(element, Notes::End),
                "AlternateContent" => {
                    if let Some(chosen) = alternative(element) {
                        self.run_content(chosen, boxes, hidden);
                    }
                }
                "drawing" | "pict" | "object" => boxes.extend(element.all("txbxContent")),
                "ruby" => {
                    if let Some(base) = element.child("rubyBase") {
                        self.runs(base, boxes, hidden);
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, text: &str, hidden: bool) {
        // What a field is computed from is not shown.
        let computing = self.fields.iter().any(|f| f.kind.is_none());
        if !hidden && !computing {
            self.text.push(text);
        }
    }

    fn line_break(&mut self, element: Element<'_>, hidden: bool) {
        let computing = self.fields.iter().any(|f| f.kind.is_none());
        if hidden || computing {
            return;
        }
        match element.attribute("type") {
            Some("page" | "column") => self.text.space(),
            _ => self.text.line_break(),
        }
    }

    /// A character named by its code in a font; symbol fonts keep theirs in the private area, from U+F000.
    fn symbol(&mut self, element: Element<'_>, hidden: bool) {
        let code = element.attribute("char").and_then(|c| u32::from_str_radix(c, 16).ok());
        let Some(code) = code else { return };
        let symbol_font = element.attribute("font").is_some_and(|f| f.eq_ignore_ascii_case("symbol"));
        let low = if (0xF000..0xF100).contains(&code) { code - 0xF000 } else { code };
        let c = if symbol_font { greek(low) } else { char::from_u32(low) };
        if let Some(c) = c {
            self.push(c.encode_utf8(&mut [0; 4]), hidden);
        }
    }

    fn field(&mut self, element: Element<'_>) {
        match element.attribute("fldCharType") {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => {
                self.fields.push(OpenField { instruction: String::new(), kind: None, begin: 0 });
            }
            Some("separate") => {
                let begin = self.text.begin();
                if let Some(field) = self.fields.last_mut() {
                    field.kind = Some(Field::of(&field.instruction));
                    field.instruction = String::new();
                    field.begin = begin;
                }
            }
            Some("end") => {
                if let Some(OpenField { kind: Some(Field::Citation(ids)), begin, .. }) = self.fields.pop() {
                    self.text.mark(begin, MarkKind::Citation { ids });
                }
            }
            _ => {}
        }
    }

    fn instruction(&mut self, element: Element<'_>) {
        if let Some(field) = self.fields.last_mut().filter(|f| f.kind.is_none()) {
            for child in element.children() {
                if let Child::Text(text) = child
                    && field.instruction.len() + text.len() <= LONGEST_INSTRUCTION
                {
                    field.instruction.push_str(text);
                }
            }
        }
    }

    fn note(&mut self, element: Element<'_>, kind: Notes) {
        let Some(id) = element.attribute("id") else { return };
        let count = &mut self.counts[usize::from(kind == Notes::End)];
        let number = *self.cited.entry((kind, id.to_owned())).or_insert_with(|| {
            *count += 1;
            *count
        });
        let label = number.to_string();
        let begin = self.text.begin();
        self.text.push(&label);
        self.text.mark(begin, MarkKind::Note { label });
    }
}

/// Footnotes or endnotes in the order of their numbers; those nobody points to come last, without one.
pub(super) fn notes(root: Element<'_>, kind: Notes, cited: &Cited, styles: &Styles) -> Vec<Block> {
    let name = if kind == Notes::Foot { "footnote" } else { "endnote" };
    let mut numbered: Vec<(u32, Vec<Block>)> = Vec::new();
    for note in root.all(name) {
        if matches!(note.attribute("type"), Some(t) if t != "normal") {
            continue;
        }
        let number = note.attribute("id").and_then(|id| cited.get(&(kind, id.to_owned()))).copied();
        let mut body = Body::new(styles, Numbering::default());
        body.read(note);
        let mut blocks = body.blocks;
        let mut label = number.map(|n| n.to_string());
        for block in &mut blocks {
            if !matches!(block.kind, BlockKind::Reference { .. }) {
                block.kind = BlockKind::Footnote { label: label.take() };
            }
        }
        numbered.push((number.unwrap_or(u32::MAX), blocks));
    }
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().flat_map(|(_, blocks)| blocks).collect()
}

/// Of several ways to show the same thing, the first; the last is for programs that know none of the others.
fn alternative(element: Element<'_>) -> Option<Element<'_>> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

/// True for a content control that holds a bibliography: the word processor's own, or Mendeley's.
fn is_bibliography(properties: Element<'_>) -> bool {
    let value = |name| properties.first(name).and_then(|e| e.attribute("val"));
    properties.child("bibliography").is_some()
        || value("docPartGallery").is_some_and(|v| v == "Bibliographies")
        || value("tag").is_some_and(|v| v.to_ascii_uppercase().starts_with("MENDELEY_BIBLIOGRAPHY"))
}

/// Letters of the Symbol font.
fn greek(code: u32) -> Option<char> {
    const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    let letter = |from: u32, letters: &str| letters.chars().nth(usize::try_from(code - from).ok()?);
    match code {
        0x61..=0x7A => letter(0x61, LOWER),
        0x41..=0x5A => letter(0x41, UPPER),
        0xB1 => Some('±'),
        0xB4 => Some('×'),
        0xB7 => Some('•'),
        0xA3 => Some('≤'),
        0xB3 => Some('≥'),
        0xB0 => Some('°'),
        _ => char::from_u32(code),
    }
}
