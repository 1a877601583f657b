//! PDFs for tests: text in a font whose widths the file itself gives, set in columns as a journal does.

use std::fmt::Write as _;

/// How a document is set.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub(super) columns: usize,
    pub(super) size: f32,
    /// How far continued lines of an entry are set in.
    pub(super) hang: f32,
    /// White between entries.
    pub(super) gap: f32,
    pub(super) heads: bool,
}

/// A paragraph to set.
pub(super) enum Part<'t> {
    Heading(&'t str),
    Prose(&'t str),
    Entry(&'t str),
}

/// Width of a character in thousandths of the size: near those of a serif face.
fn width(c: char) -> u16 {
    match c {
        'i' | 'l' | 'j' | 't' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 278,
        ' ' => 250,
        'f' | 'r' | '(' | ')' | '[' | ']' | '-' | 's' => 350,
        'm' | 'w' | 'M' | 'W' => 800,
        'A'..='Z' => 680,
        _ => 500,
    }
}

fn length(text: &str, size: f32) -> f32 {
    text.chars().map(|c| f32::from(width(c)) * size / 1000.0).sum()
}

const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 56.0;
const GUTTER: f32 = 18.0;

/// Sets a document and writes it.
pub(super) fn pdf(parts: &[Part<'_>], setting: Setting) -> Vec<u8> {
    let columns = setting.columns as f32;
    let column = (PAGE.0 - 2.0 * MARGIN - GUTTER * (columns - 1.0)) / columns;
    let mut pages: Vec<String> = vec![String::new()];
    let (mut at, mut y) = (0usize, MARGIN);
    for part in parts {
        let (text, size, hang, gap) = match part {
            Part::Heading(text) => (*text, 12.0, 0.0, 6.0),
            Part::Prose(text) => (*text, 10.0, 0.0, 0.0),
            Part::Entry(text) => (*text, setting.size, setting.hang, setting.gap),
        };
        for (n, (line, justified)) in broken(text, size, column, hang).into_iter().enumerate() {
            if y + size > PAGE.1 - MARGIN {
                (at, y) = (at + 1, MARGIN);
                if at == setting.columns {
                    at = 0;
                    pages.push(String::new());
                }
            }
            let page = pages.last_mut().unwrap();
            let indent = if n > 0 { hang } else { 0.0 };
            let x = MARGIN + at as f32 * (column + GUTTER) + indent;
            let blanks = line.matches(' ').count() as f32;
            let slack = column - indent - length(&line, size);
            let stretch = if justified && blanks > 0.0 { (slack / blanks).clamp(0.0, size) } else { 0.0 };
            show(page, x, y + size, size, stretch, &line);
            y += 1.2 * size;
        }
        y += gap;
    }
    if setting.heads {
        let n = pages.len();
        for (number, page) in pages.iter_mut().enumerate() {
            show(page, MARGIN, 36.0, 8.0, 0.0, "Journal of Invented Results 12 (2019) 100");
            show(page, PAGE.0 / 2.0, PAGE.1 - 30.0, 9.0, 0.0, &format!("{} of {n}", number + 1));
        }
    }
    write(&pages)
}

fn show(page: &mut String, x: f32, y: f32, size: f32, stretch: f32, text: &str) {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '(' | ')' | '\\' => escaped.extend(['\\', c]),
            ' '..='~' => escaped.push(c),
            // Windows-1252, which the font's encoding is.
            c => {
                let mut bytes = [0; 4];
                let (code, ..) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut bytes));
                let _ = write!(escaped, "\\{:03o}", code[0]);
            }
        }
    }
    let up = PAGE.1 - y;
    let _ = writeln!(page, "BT /F1 {size} Tf {stretch:.3} Tw 1 0 0 1 {x:.2} {up:.2} Tm ({escaped}) Tj ET");
}

/// Lines of a paragraph, and whether each is set to the full measure. Long words are parted with a hyphen.
fn broken(text: &str, size: f32, column: f32, hang: f32) -> Vec<(String, bool)> {
    let mut lines: Vec<(String, bool)> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let room = column - if lines.is_empty() { 0.0 } else { hang };
        let with = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if length(&with, size) <= room {
            line = with;
            continue;
        }
        let half = word.chars().count() / 2;
        let letters = word.chars().all(|c| c.is_ascii_lowercase());
        let head: String = word.chars().take(half).collect();
        let fits = length(&format!("{line} {head}-"), size) <= room;
        if letters && half >= 4 && fits && !line.is_empty() {
            lines.push((format!("{line} {head}-"), true));
            line = word.chars().skip(half).collect();
        } else {
            if !line.is_empty() {
                lines.push((line, true));
            }
            line = word.to_owned();
        }
    }
    lines.push((line, false));
    lines
}

fn write(pages: &[String]) -> Vec<u8> {
    let widths: Vec<String> = (32u8..=255)
        .map(|b| encoding_rs::WINDOWS_1252.decode(&[b]).0.chars().next().map_or(500, width).to_string())
        .collect();
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")),
        format!(
            "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255/Widths[{}]>>",
            widths.join(" ")
        ),
    ];
    for (n, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {} {}]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            PAGE.0,
            PAGE.1,
            5 + 2 * n
        ));
        objects.push(format!("<</Length {}>>\nstream\n{page}endstream", page.len()));
    }
    file(&objects)
}

/// A file of objects with a table that leads to them; the first is the catalog.
pub(super) fn file(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", n + 1).as_bytes());
    }
    let table = out.len();
    let mut text = format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", places.len() + 1);
    out.extend_from_slice(text.as_bytes());
    out
}
