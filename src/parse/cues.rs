//! Words that announce or betray a part of a reference.

use std::sync::LazyLock;

use super::hash;

/// No cue.
pub const NONE: u8 = 0;
/// `ed.`, `editors`, `Hrsg`.
pub const EDITOR: u8 = 2;
/// `In`.
pub const IN: u8 = 3;
/// `vol.`
pub const VOLUME: u8 = 4;
/// `no.`
pub const ISSUE: u8 = 5;
/// `pp.`
pub const PAGES: u8 = 6;
/// `al` of `et al`.
pub const OTHERS: u8 = 11;
/// `and`, `&`.
pub const AND: u8 = 12;
/// `trans.`, `translated`.
pub const TRANSLATOR: u8 = 17;
/// `of`, `the` and their like.
pub const SMALL: u8 = 16;
const MONTH: u8 = 1;

/// A word stands in the first list that has it.
const LISTS: [(u8, &str); 25] = [
    (
        EDITOR,
        "ed eds editor editors hrsg hg hgg dir éd éds coord coords edited éditeur éditeurs edit herausgegeben cura curatore ed.",
    ),
    (IN, "in dans en"),
    (VOLUME, "vol vols volume volumes bd band bde tome t v"),
    (ISSUE, "no nos nr nrs issue iss num number numéro n nº fasc heft hft"),
    (PAGES, "p pp page pages pg pgs s pag págs págs seiten"),
    (7, "edition edn aufl auflage édition edición edizione revised reprint reprinted"),
    (
        8,
        "press publisher publishers publishing publications verlag books editions éditions springer elsevier wiley sage routledge blackwell sons mcgraw hill presses gallimard seuil puf academic macmillan pearson prentice hall addison wesley morgan kaufmann kluwer ieee acm birkhäuser gruyter hachette dalloz armand colin minuit fayard flammarion harmattan saunders mosby lippincott wilkins dunod librairie editore editrice einaudi laterza mulino olschki kegan longman penguin norton brill ashgate palgrave erlbaum cengage thieme karger crc francis",
    ),
    (
        9,
        "thesis dissertation phd ph thèse master masters msc doctoral diplomarbeit diploma doctorat mémoire habilitation",
    ),
    (
        10,
        "report technical tech rep tr working memo memorandum manuscript preprint arxiv biorxiv unpublished submitted draft whitepaper discussion",
    ),
    (OTHERS, "al alii coll"),
    (AND, "and und y et e & amp"),
    (13, "accessed retrieved available cited from online url http https www internet consulté website web"),
    (
        14,
        "proceedings proc conference conf symposium symp workshop meeting congress annual international intl int'l acte actes colloque atti abstracts",
    ),
    (
        15,
        "journal j jour review rev annals ann acta archives arch bulletin bull letters lett transactions trans revue zeitschrift z magazine mag quarterly annales rivista cahiers gazette studies advances research res science sci nature",
    ),
    (SMALL, "of the for on to with a an der die das des la le les de di du und zur"),
    (TRANSLATOR, "translated translator translators trad traduction traduit übersetzt übers tr transl"),
    (18, "series lecture notes ser collection coll reihe collana"),
    (
        19,
        "university univ université universität universidad università institute department dept school college faculty institut laboratory lab center centre",
    ),
    (20, "jr sr iii ii iv"),
    (21, "suppl supplement supp supplementum pt part special"),
    (22, "forthcoming accepted appear appearing epub"),
    (
        23,
        "organization organisation committee commission association council ministry agency society consortium group collaboration office national investigators subcommittee panel trialists network initiative college academy federation foundation collaborators collaborative force team administration bureau board gesellschaft société",
    ),
    (
        24,
        "york london paris cambridge oxford berlin heidelberg amsterdam boston chicago philadelphia washington ma ny ca nj uk usa dc england germany france netherlands tokyo japan china australia canada sydney melbourne toronto vienna wien zürich geneva genève basel leipzig stuttgart münchen munich hamburg frankfurt dordrecht hillsdale mahwah baltimore princeton roma rome milano torino venezia firenze bologna napoli padova madrid barcelona lyon bruxelles brussels leiden stanford berkeley angeles francisco delhi beijing moscow singapore",
    ),
    (25, "spring summer autumn fall winter printemps été automne hiver"),
    (
        MONTH,
        "january jan janvier janv januar janner jaenner enero ene gennaio gen janeiro february feb fevrier fevr fev februar febrero febbraio fevereiro march mar mars marz maerz mrz marzo marco april apr avril avr abril abr aprile may mai mayo maggio mag maio june jun juin juni junio giugno giu junho july jul juillet juil juli julio luglio lug julho august aug aout agosto ago september sept sep septembre septiembre setiembre settembre set setembro october oct octobre oktober okt octubre ottobre ott outubro out november nov novembre noviembre novembro december dec decembre dezember dez diciembre dic dicembre dezembro février févr fév août décembre déc märz jänner março",
    ),
];

/// Twice as many places as there are words, and then some.
const PLACES: usize = 4096;

/// Every word stands at the place its hash names, or at the next free one. The words are asked for at every token, and
/// their hashes are good as they are: hashing them again, as a map would, costs more than the look-up.
static TABLE: LazyLock<[(u32, u8); PLACES]> = LazyLock::new(|| {
    let mut table = [(0, NONE); PLACES];
    for (cue, words) in LISTS {
        for hash in words.split(' ').map(hash::word) {
            let at = places(hash).find(|&at| table[at].1 == NONE || table[at].0 == hash);
            if let Some(place) = at.and_then(|at| table.get_mut(at)).filter(|place| place.1 == NONE) {
                *place = (hash, cue);
            }
        }
    }
    table
});

fn places(hash: u32) -> impl Iterator<Item = usize> {
    let first = (hash ^ hash >> 16) as usize;
    (0..PLACES).map(move |step| (first + step) % PLACES)
}

/// The cue a word with this hash is.
pub fn of(hash: u32) -> u8 {
    let table = &*TABLE;
    places(hash)
        .map(|at| table[at])
        .find(|&(found, cue)| found == hash || cue == NONE)
        .map_or(NONE, |(_, cue)| cue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_the_first_cue_that_lists_it() {
        for (cue, words) in LISTS {
            for word in words.split(' ') {
                let first = LISTS.iter().find(|(_, words)| words.split(' ').any(|w| w == word)).unwrap().0;
                assert_eq!(of(hash::word(word)), first, "{word}, {cue}");
            }
        }
        assert_eq!(of(hash::word("metastases")), NONE);
    }
}
