use std::collections::HashMap;

use super::numbering::Place;
use crate::documents::xml::Element;

/// What a paragraph style means for the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Level of a heading, from 1; 0 is the document's title.
    pub(super) heading: Option<u8>,
    /// It is the style of bibliographies.
    pub(super) bibliography: bool,
    /// Place in an automatic list.
    pub(super) place: Place,
    /// Its text is not shown.
    pub(super) hidden: bool,
    based_on: Option<String>,
}

/// Paragraph styles by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// Styles rest on styles; longer chains are loops.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(root: Element<'_>) -> Self {
        let mut styles = HashMap::new();
        for style in root.all("style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let name = style.child("name").and_then(|n| n.attribute("val")).unwrap_or(id).to_lowercase();
            let properties = style.child("pPr");
            let outline = properties
                .and_then(|p| p.child("outlineLvl"))
                .and_then(|l| l.attribute("val"))
                .and_then(|v| v.parse::<u8>().ok());
            let named = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<u8>().ok());
            let titled = (name == "title").then_some(0);
            let heading = named.or(titled).or(outline.filter(|l| *l < 9).map(|l| l + 1));
            let value = Style {
                heading,
                bibliography: name == "bibliography"
                    || name == "endnote bibliography"
                    || name == "references",
                place: properties.map(Place::read).unwrap_or_default(),
                hidden: style.child("rPr").is_some_and(is_hidden),
                based_on: style.child("basedOn").and_then(|b| b.attribute("val")).map(str::to_owned),
            };
            styles.insert(id.to_owned(), value);
        }
        Self(styles)
    }

    /// A style with what it takes over from those it rests on.
    pub(super) fn get(&self, id: &str) -> Style {
        let mut found = Style::default();
        let mut next = Some(id);
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.0.get(id)) else { break };
            found.heading = found.heading.or(style.heading);
            found.bibliography |= style.bibliography;
            found.place = found.place.or(style.place);
            found.hidden |= style.hidden;
            next = style.based_on.as_deref();
        }
        found
    }
}

/// True where run properties hide the text.
pub(super) fn is_hidden(properties: Element<'_>) -> bool {
    properties.child("vanish").is_some_and(is_on)
}

/// A switch is on unless it says otherwise.
pub(super) fn is_on(switch: Element<'_>) -> bool {
    !matches!(switch.attribute("val"), Some("0" | "false" | "off"))
}
