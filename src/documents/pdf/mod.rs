//! PDF with a text layer: ISO 32000-2.
//!
//! The crates `hayro-syntax` and `hayro-font` read the file's objects and fonts. From there on it is ours: a page's
//! instructions become glyphs with places, glyphs words, words lines; columns are told apart by the white between
//! them, running heads and feet by their repetition, and the entries of a reference list by their labels, their
//! indents or the space between them, which is more than a text export of the same page would show.
//!
//! Unpacking, nesting, and the number of instructions and glyphs are bounded; images are never unpacked.

mod columns;
mod content;
mod font;
mod furniture;
mod glyph;
mod guard;
mod headings;
mod line;
mod list;
mod paragraphs;
mod words;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::ingest::HyphenatedWords;
use crate::model::Format;

use super::dates::iso_date;
use super::text::folded;
use super::{DocumentError, DocumentLimits, Extracted};
use content::Reader;
use line::Line;

const NAME: &str = "PDF";

/// Reads a document.
pub(super) fn extract(bytes: &[u8], limits: &DocumentLimits) -> Result<Extracted, DocumentError> {
    guard::check_file(bytes, limits)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|e| match e {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => DocumentError::Encrypted,
        LoadPdfError::Decryption(_) => DocumentError::Malformed {
            format: NAME,
            reason: "it is encrypted in a way that is not known".to_owned(),
        },
        LoadPdfError::Invalid => DocumentError::Malformed {
            format: NAME,
            reason: "neither its table of objects nor its pages can be found".to_owned(),
        },
    })?;
    let count = pdf.pages().len();
    if count > limits.pages {
        return Err(DocumentError::TooLarge { what: "too many pages", limit: limits.pages as u64 });
    }
    let mut reader = Reader::new(limits);
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let glyphs = reader.page(page)?;
        pages.push(words::words(glyphs));
    }
    let letters: usize =
        pages.iter().flatten().map(|w| w.text.chars().filter(|c| c.is_alphanumeric()).count()).sum();
    if reader.unknown > 20 && reader.unknown > letters {
        return Err(DocumentError::UnknownCharacters);
    }
    // A stamp on a scan is no text layer.
    if letters < 20 * count.clamp(1, 50) && letters < 200 {
        return Err(DocumentError::NoText { pages: count });
    }
    let mut extracted = Extracted::new(Format::Pdf);
    if reader.unknown > 0 {
        let n = reader.unknown;
        extracted.notes.push(format!("{n} character(s) are drawn in fonts that do not say what they are"));
    }
    let lines = lines(pages);
    read_front(&pdf, &lines, &mut extracted);
    let mut hyphenated = HyphenatedWords::default();
    for line in &lines {
        hyphenated.add(&line.text);
    }
    let (blocks, found) = list::blocks(&lines, &hyphenated);
    extracted.blocks = blocks;
    if !found {
        extracted.printed = Some(printed(&lines));
    }
    Ok(extracted)
}

/// All lines in reading order, without what pages repeat.
fn lines(mut pages: Vec<Vec<words::Word>>) -> Vec<Line> {
    furniture::remove(&mut pages);
    let mut lines = Vec::new();
    let mut region = 0u32;
    for (at, regions) in columns::regions(pages).into_iter().enumerate() {
        let page = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for words in regions {
            lines.extend(line::lines(words, page, region));
            region += 1;
        }
    }
    lines
}

/// The lines as they stand on the pages.
fn printed(lines: &[Line]) -> String {
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|i| lines.get(i)) {
            text.push('\n');
            if before.page != line.page {
                text.push('\u{C}');
            } else if before.region == line.region && line.y - before.y > 1.7 * line.size.max(before.size) {
                text.push('\n');
            }
        }
        text.push_str(&line.text);
    }
    text.push('\n');
    text
}

fn read_front(pdf: &Pdf, lines: &[Line], into: &mut Extracted) {
    let metadata = pdf.metadata();
    let text = |bytes: Option<&[u8]>| bytes.map(info_text).filter(|t| !t.is_empty());
    // Programs put the name of the file there.
    let is_title = |t: &String| t.split(' ').count() > 2 && !t.to_lowercase().ends_with(".docx");
    into.front.title = text(metadata.title.as_deref()).filter(is_title).or_else(|| headings::title(lines));
    into.front.authors = text(metadata.author.as_deref())
        .map(|a| a.split(';').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect())
        .unwrap_or_default();
    into.front.date = metadata
        .creation_date
        .as_ref()
        .and_then(|d| iso_date(&format!("{:04}-{:02}-{:02}", d.year, d.month, d.day)));
    into.front.doi = lines.iter().take_while(|l| l.page == 1).find_map(|l| doi(&l.text));
}

/// A text string of a PDF: UTF-16 with a mark, UTF-8 with a mark, else close to Windows-1252.
fn info_text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        rest => encoding_rs::WINDOWS_1252.decode_without_bom_handling(rest).0,
    };
    folded(&text)
}

fn doi(line: &str) -> Option<String> {
    let lower = line.to_ascii_lowercase();
    let at = lower.find("doi")?;
    let from = lower.get(at..)?.find("10.")? + at;
    let value: &str = line.get(from..)?.split([' ', ',', ';']).next()?;
    let value = value.trim_end_matches(['.', ')', ']']);
    (value.contains('/') && value.len() > 7).then(|| value.to_owned())
}
