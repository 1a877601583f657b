//! Reading a list: its references are tagged one by one; those that are beyond doubt show the list's style, and the
//! doubtful ones are searched again with what the style leans to.

use super::assemble::{self, Parts};
use super::features;
use super::style::{self, General, Style};
use super::tagger::{Lattice, Model, Tagging};
use crate::model::Reference;

/// References of a longer list that are read together: enough to show a style, few enough to be held.
pub const WINDOW: usize = 256;

/// References that are tagged with this probability show the style.
const BEYOND_DOUBT: f32 = 0.95;
/// References that are tagged with less are searched again.
const DOUBTFUL: f32 = 0.9;

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
    let settings = if doubtful || tagging.whole >= BEYOND_DOUBT {
        style::settings(text, &parts.tokens)
    } else {
        Vec::new()
    };
    Tagged { parts, tagging, settings, again: doubtful.then_some(lattice) }
}

/// The style of references of one list. There is no need for one where nothing is doubtful.
pub(super) fn style(list: &[Tagged], general: General<'_>) -> Option<Style> {
    if list.iter().all(|tagged| tagged.again.is_none()) {
        return None;
    }
    let beyond_doubt = list.iter().filter(|tagged| tagged.tagging.whole >= BEYOND_DOUBT);
    let shown: Vec<_> = beyond_doubt.map(|t| (t.settings.as_slice(), t.tagging.tags.as_slice())).collect();
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
    const PLAIN: [&str; 8] = [
        "Petrov E, Petrov G (1993) Seed dispersal by ants in coastal heath Journal of Coastal Ecology 62:308-315",
        "Pereira K, Tanabe L (1977) Pollen records from two upland lakes Annals of Botany 4:335-341",
        "Novak M (2011) Growth of lichens on slate roofs Quaternary Letters 46:188-200",
        "Pereira E (2000) Seed banks of northern heaths Journal of Coastal Ecology 11:50-58",
        "Moreau S (1977) Spores in the dust of two cities Annals of Botany 7:94-100",
        "Moreau K, Quist J, Hartwell P (2008) Lichens on old glass Quaternary Letters 4:240-253",
        "Brandt T, Duval P (1999) Roots and the ageing of moors Journal of Ecology 16:313-316",
        "Okafor K, Lindqvist G (2004) Moths at the edge of towns Annals of Applied Ecology 31:77-85",
    ];

    /// Journals whose names do not, and where each name begins.
    const HARD: [(&str, &str); 6] = [
        ("Kimura K (1980) Mosses of the upper valley ", "Winter Ecology"),
        ("Tanabe D, Whitlock C (2007) Tides and the timing of crab larvae ", "Bird Study"),
        ("Moreau E (2004) Colour change in freshwater snails ", "Malacologia"),
        ("Tanabe P (2007) Mosses of the lower valley ", "Winter Ecology"),
        ("Lindqvist G (1983) Colour and size of land snails ", "Malacologia"),
        ("Velasco D (1995) Tides and the hunger of gulls ", "Bird Study"),
    ];

    fn hard() -> Vec<Entry> {
        let printed =
            |(begin, journal): &(&str, &str)| Entry::from_line(&format!("{begin}{journal} 22:350-364"));
        HARD.iter().map(printed).collect()
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
        assert_eq!(right(&together), HARD.len());
        assert!(right(&alone) < HARD.len(), "they need no help: find harder ones");
        // In the order of the list, and the sure as they were.
        for (read, entry) in together.iter().zip(&list).skip(HARD.len()) {
            assert_eq!(read.title, parser.parse(entry).title);
        }
        assert_eq!(together, parser.parse_list(&list));
    }

    #[test]
    fn without_enough_that_is_sure_each_is_read_by_itself() {
        let parser = Parser::new();
        assert!(parser.parse_list(&[]).is_empty());
        let mut list = hard();
        list.extend(PLAIN.iter().take(2).map(|text| Entry::from_line(text)));
        list.push(Entry::from_line(""));
        let alone: Vec<Reference> = list.iter().map(|entry| parser.parse(entry)).collect();
        assert_eq!(parser.parse_list(&list), alone);
    }
}
