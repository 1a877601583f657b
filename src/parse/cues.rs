//! Words that announce or betray a part of a reference.

use std::collections::HashMap;
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
    (16, "of the for on to with a an der die das des la le les de di du und zur"),
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
        "organization organisation committee commission association council ministry agency society consortium group collaboration office national",
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

static TABLE: LazyLock<HashMap<u32, u8>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for (cue, words) in LISTS {
        for word in words.split(' ') {
            table.entry(hash::word(word)).or_insert(cue);
        }
    }
    table
});

/// The cue a word with this hash is.
pub fn of(hash: u32) -> u8 {
    TABLE.get(&hash).copied().unwrap_or(NONE)
}
