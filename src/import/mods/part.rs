//! `<part>`: volume, issue, pages.

use crate::import::draft::Draft;
use crate::import::xml::Element;
use crate::model::DateKind;

/// Reads a `<part>`.
pub(super) fn read(part: &Element, draft: &mut Draft) {
    for child in part.children() {
        match child.name.as_str() {
            "detail" => read_detail(child, draft),
            "extent" => read_extent(child, draft),
            "date" => {
                draft.date(DateKind::Print, &child.text());
            }
            "text" => draft.note(&child.text()),
            _ => {}
        }
    }
}

fn read_detail(detail: &Element, draft: &mut Draft) {
    let number = match detail.text_of("number") {
        number if number.is_empty() => detail.text_of("title"),
        number => number,
    };
    match detail.attribute("type").to_ascii_lowercase().as_str() {
        "volume" => draft.volume(&number),
        "issue" | "number" => draft.issue(&number),
        "page" | "pages" => draft.pages(&number),
        "article" | "article-number" | "articlenumber" => {
            draft.set(crate::import::draft::Slot::ArticleNumber, &number);
        }
        "" => draft.note(&detail.text()),
        other => draft.named_note(other, &number),
    }
}

fn read_extent(extent: &Element, draft: &mut Draft) {
    let unit = extent.attribute("unit").to_ascii_lowercase();
    let (start, end, list) = (extent.text_of("start"), extent.text_of("end"), extent.text_of("list"));
    if unit.is_empty() || unit.starts_with("page") || unit == "pp" {
        draft.page_range(&start, &end);
        draft.pages(list.trim_start_matches("pp.").trim());
        // How many there are is nothing of the locator.
    } else {
        draft.named_note(&unit, &[start, end, list].concat());
    }
}
