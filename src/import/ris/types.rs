//! Reference types.

use crate::import::tagged::Kinds;
use crate::import::tagged::types::words;
use crate::model::WorkKind;

/// The kind of a `TY`; `None` where the word stands for anything or is not known.
pub(super) fn kind(word: &str, kinds: &mut Kinds) -> Option<WorkKind> {
    let mut upper = [0_u8; 8];
    let upper = upper.get_mut(..word.len().min(8))?;
    upper.copy_from_slice(word.as_bytes().get(..word.len().min(8))?);
    upper.make_ascii_uppercase();
    Some(match &*upper {
        b"JOUR" | b"EJOUR" | b"JFULL" | b"NEWS" | b"MGZN" | b"INPR" => WorkKind::Article,
        b"BOOK" | b"EBOOK" | b"EDBOOK" | b"CLSWK" | b"ANCIENT" | b"SER" => WorkKind::Book,
        b"CHAP" | b"ECHAP" => WorkKind::Chapter,
        // Whether it is a paper or the proceedings, the other fields say.
        b"CONF" | b"CPAPER" => WorkKind::ConferencePaper,
        b"ABST" => WorkKind::ConferenceAbstract,
        b"THES" | b"DISS" => WorkKind::Thesis,
        b"RPRT" | b"GOVDOC" => WorkKind::Report,
        b"ELEC" | b"WEB" | b"BLOG" | b"ICOMM" => WorkKind::Webpage,
        b"DATA" | b"AGGR" | b"DBASE" => WorkKind::Dataset,
        b"COMP" => WorkKind::Software,
        b"STAND" | b"STD" => WorkKind::Standard,
        b"PAT" => WorkKind::Patent,
        b"ENCYC" | b"DICT" => WorkKind::ReferenceEntry,
        b"PREPRINT" => WorkKind::Preprint,
        b"ADVS" | b"ART" | b"AUDIO" | b"SOUND" | b"VIDEO" | b"MPCT" | b"MUSIC" | b"MAP" | b"CHART"
        | b"EQUA" | b"FIGURE" | b"SLIDE" | b"PAMP" | b"BILL" | b"UNBILL" | b"UNBIL" | b"CASE" | b"HEAR"
        | b"STAT" | b"LEGAL" | b"PCOMM" | b"CTLG" | b"GRANT" | b"MULTI" | b"MANSCPT" | b"UNPB" | b"UNPD" => {
            WorkKind::Other
        }
        b"GEN" | b"OTHER" => return None,
        _ => return kinds.get(word, words),
    })
}
