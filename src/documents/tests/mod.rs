mod docx;
mod hostile;
mod html;
mod jats;
mod odt_epub;
mod packages;
mod pdf;
mod pdf_writer;
mod render;
mod shared;

use super::*;

/// Labels and texts of the entries a document gives.
fn entries(document: &Extracted) -> Vec<(Option<String>, String)> {
    match list_text(document) {
        ListText::Entries(entries) => entries.into_iter().map(|e| (e.label, e.text)).collect(),
        ListText::Whole(_) => Vec::new(),
    }
}

/// Texts of the references of a document, whoever finds them.
fn references(document: &Extracted) -> Vec<String> {
    match list_text(document) {
        ListText::Entries(entries) => entries.into_iter().map(|e| e.text).collect(),
        ListText::Whole(whole) => {
            let source =
                crate::ingest::open_bytes(whole.text.as_bytes(), "text", &crate::ingest::Limits::default());
            source.unwrap().entries().unwrap().map(|e| e.unwrap().text).collect()
        }
    }
}

fn label_and_text(label: &str, text: &str) -> (Option<String>, String) {
    (Some(label.to_owned()).filter(|l| !l.is_empty()), text.to_owned())
}

#[test]
fn a_document_without_a_list_of_its_own_goes_to_the_finder_as_text() {
    let html = "<html><body><p>One paragraph of prose.</p><ol><li>An item</li></ol></body></html>";
    let document = extract(Kind::Html, html.as_bytes(), &DocumentLimits::default()).unwrap();
    let ListText::Whole(whole) = list_text(&document) else { panic!("no list here") };
    assert_eq!(whole.text, "One paragraph of prose.\n\n1. An item\n");
    assert_eq!(whole.blocks, [0, 1, 1]);
}
