//! Reading a list: its references are tagged one by one; those that are clear enough show the list's style, and the
//! doubtful ones are searched again with what the style leans to.

use super::assemble::{self, Parts};
use super::features;
use super::style::{self, General, Style};
use super::tagger::{Lattice, Model, Tagging};
use crate::model::Reference;

/// References of a longer list that are read together: enough to show a style, few enough to be held.
pub const WINDOW: usize = 256;

/// References that are tagged with this probability show the style. (Higher, and lists of a style the tagger finds hard
/// show none; lower, and its mistakes become the style.)
const CLEAR: f32 = 0.6;
/// References that are tagged with less are searched again.
const DOUBTFUL: f32 = 0.75;

/// A reference that was tagged by itself.
pub struct Tagged {
    parts: Parts,
    tagging: Tagging,
    /// Only where they may be asked for.
    settings: Vec<u8>,
    again: Option<Lattice>,
}

/// Reads a reference that stands in no list.
pub(super) fn alone(text: &str, model: &Model) -> Reference {
    let parts = assemble::parts(text);
    let tagging = model.tag(&features::read(text, &parts.tokens, model.lexicon()));
    assemble::read(text, parts, &tagging, model.calibration())
}

/// Tags a reference by itself.
pub(super) fn tag(text: &str, model: &Model) -> Tagged {
    let parts = assemble::parts(text);
    let lattice = model.lattice(&features::read(text, &parts.tokens, model.lexicon()));
    let tagging = model.search(&lattice, |_| None);
    let doubtful = tagging.whole < DOUBTFUL;
    let settings =
        if doubtful || tagging.whole >= CLEAR { style::settings(text, &parts.tokens) } else { Vec::new() };
    Tagged { parts, tagging, settings, again: doubtful.then_some(lattice) }
}

/// The style of references of one list. There is no need for one where nothing is doubtful.
pub(super) fn style(list: &[Tagged], general: General<'_>) -> Option<Style> {
    if list.iter().all(|tagged| tagged.again.is_none()) {
        return None;
    }
    let clear = list.iter().filter(|t| t.tagging.whole >= CLEAR && !t.settings.is_empty());
    let shown: Vec<_> = clear.map(|t| (t.settings.as_slice(), t.tagging.tags.as_slice())).collect();
    Style::of(&shown, general)
}

/// Puts a tagged reference together, the doubtful with the help of the list's style.
pub(super) fn finish(text: &str, tagged: Tagged, style: Option<&Style>, model: &Model) -> Reference {
    let Tagged { parts, mut tagging, settings, again } = tagged;
    if let (Some(lattice), Some(style)) = (again, style) {
        tagging = model.search(&lattice, |at| settings.get(at).and_then(|setting| style.lean(*setting)));
    }
    assemble::read(text, parts, &tagging, model.calibration())
}

#[cfg(test)]
mod tests {
    use crate::model::{Entry, Reference};
    use crate::parse::Parser;

    /// Journals whose names say that they are journals.
    const PLAIN: [&str; 14] = [
        "Kimura K: Seed dispersal by ants in coastal heath: Journal of Coastal Ecology: 35: 271-289 (1996)",
        "Kimura K: Moths at the edge of towns: Annals of Botany: 47: 121-140 (1989)",
        "Novak C: The song of wrens on small islands: Quaternary Letters: 14: 138-158 (1978)",
        "Quist K: Growth of lichens on slate roofs: Journal of Ecology: 41: 60-65 (2008)",
        "Hartwell C: Mosses of the upper valley: Annals of Applied Ecology: 14: 191-207 (2000)",
        "Okafor E: Seed banks of northern heaths: Journal of Zoology: 63: 236-255 (2010)",
        "Velasco D: Seed banks of northern heaths: Journal of Botany: 43: 42-51 (1991)",
        "Velasco B: The song of wrens on small islands: Journal of Coastal Ecology: 20: 288-305 (1985)",
        "Pereira A: Mosses of the upper valley: Annals of Botany: 64: 65-77 (1990)",
        "Lindqvist C: Mosses of the upper valley: Quaternary Letters: 44: 286-295 (1977)",
        "Velasco E: Spores in the dust of two cities: Journal of Ecology: 58: 56-71 (2007)",
        "Okafor E: Spores in the dust of two cities: Annals of Applied Ecology: 25: 106-114 (1985)",
        "Petrov E: Spores in the dust of two cities: Journal of Zoology: 62: 45-50 (2012)",
        "Hartwell D: Spores in the dust of two cities: Journal of Botany: 68: 130-139 (2003)",
    ];

    /// Journals whose names do not, with their names.
    const HARD: [(&str, &str); 6] = [
        ("Hartwell F: Pollen records from two upland lakes: Bird Study: 43: 69-87 (1992)", "Bird Study"),
        (
            "Okafor D: Pollen records from two upland lakes: Dune Research: 20: 122-126 (1973)",
            "Dune Research",
        ),
        ("Velasco F: Tides and the timing of crab larvae: Alpine Garden: 11: 23-29 (2004)", "Alpine Garden"),
        ("Okafor K: Seed dispersal by ants in coastal heath: Cold Water: 4: 109-117 (1977)", "Cold Water"),
        ("Quist A: Seed banks of northern heaths: Marsh: 9: 21-41 (2000)", "Marsh"),
        (
            "Hartwell E: Tides and the timing of crab larvae: Winter Ecology: 37: 240-258 (1996)",
            "Winter Ecology",
        ),
    ];

    fn hard() -> Vec<Entry> {
        HARD.iter().map(|(text, _)| Entry::from_line(text)).collect()
    }

    fn right(references: &[Reference]) -> usize {
        let journal = |r: &Reference| r.container_title.as_ref().map(|f| f.value.clone());
        HARD.iter().zip(references).filter(|((_, gold), r)| journal(r).as_deref() == Some(gold)).count()
    }

    #[test]
    fn the_sure_help_the_doubtful() {
        let parser = Parser::new();
        let alone: Vec<Reference> = hard().iter().map(|entry| parser.parse(entry)).collect();
        let mut list = hard();
        list.extend(PLAIN.map(Entry::from_line));
        let together = parser.parse_list(&list);
        assert_eq!(together.len(), list.len());
        assert!(right(&together) > right(&alone) + 2, "they need no help: find harder ones");
        // In the order of the list, and the sure as they were.
        for (read, entry) in together.iter().zip(&list).skip(HARD.len()) {
            let title = |read: &Reference| read.title.as_ref().map(|title| title.value.clone());
            assert_eq!(title(read), title(&parser.parse(entry)));
        }
        assert_eq!(together, parser.parse_list(&list));
    }

    #[test]
    fn without_enough_that_is_sure_each_is_read_by_itself() {
        let parser = Parser::new();
        assert!(parser.parse_list(&[]).is_empty());
        let mut list: Vec<Entry> = hard().into_iter().take(1).collect();
        list.extend(PLAIN.iter().take(2).map(|text| Entry::from_line(text)));
        list.push(Entry::from_line(""));
        let alone: Vec<Reference> = list.iter().map(|entry| parser.parse(entry)).collect();
        assert_eq!(parser.parse_list(&list), alone);
    }
}
