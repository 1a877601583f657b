//! Languages: PubMed's codes are those of library catalogues (ISO 639-2/B), ours are BCP 47.

/// Catalogue codes of the languages that have a shorter one, with it. All others keep their three letters.
const SHORTER: &str = "\
aar aa abk ab afr af aka ak alb sq amh am ara ar arg an arm hy asm as ava av aym ay aze az bak ba bam bm baq eu bel be \
ben bn bis bi bos bs bre br bul bg bur my cat ca cha ch che ce chi zh chv cv cor kw cos co cre cr cze cs dan da div dv \
dut nl dzo dz eng en epo eo est et ewe ee fao fo fij fj fin fi fre fr fry fy ful ff geo ka ger de gla gd gle ga glg gl \
glv gv gre el grn gn guj gu hat ht hau ha heb he her hz hin hi hrv hr hun hu ibo ig ice is ido io iii ii iku iu ile ie \
ina ia ind id ipk ik ita it jav jv jpn ja kal kl kan kn kas ks kau kr kaz kk khm km kik ki kin rw kir ky kom kv kon kg \
kor ko kua kj kur ku lao lo lat la lav lv lim li lin ln lit lt ltz lb lub lu lug lg mac mk mah mh mal ml mao mi mar mr \
may ms mlg mg mlt mt mon mn nau na nav nv nbl nr nde nd ndo ng nep ne nno nn nob nb nor no nya ny oci oc oji oj ori or \
orm om oss os pan pa per fa pli pi pol pl por pt pus ps que qu roh rm rum ro run rn rus ru sag sg san sa sin si slo sk \
slv sl sme se smo sm sna sn snd sd som so sot st spa es srd sc srp sr ssw ss sun su swa sw swe sv tah ty tam ta tat tt \
tel te tgk tg tgl tl tha th tib bo tir ti ton to tsn tn tso ts tuk tk tur tr twi tw uig ug ukr uk urd ur uzb uz ven ve \
vie vi vol vo wel cy wln wa wol wo xho xh yid yi yor yo zha za zul zu \
bod bo ces cs cym cy deu de ell el eus eu fas fa fra fr hye hy isl is kat ka mkd mk mri mi msa ms mya my nld nl ron ro \
slk sk sqi sq zho zh scr hr scc sr";

/// The BCP 47 tag of a catalogue code; `None` for several languages at once and for none that is known.
pub(in crate::import) fn tag(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    if !(2..=3).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if ["mul", "und", "mis", "zxx"].contains(&code.as_str()) {
        return None;
    }
    let mut words = SHORTER.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (words.next(), words.next()) {
        if long == code {
            return Some(short.to_owned());
        }
    }
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for (code, expected) in [
            ("eng", Some("en")),
            ("ENG", Some("en")),
            ("ger", Some("de")),
            ("deu", Some("de")),
            ("chi", Some("zh")),
            ("scr", Some("hr")),
            ("gsw", Some("gsw")),
            ("en", Some("en")),
            ("und", None),
            ("mul", None),
            ("English", None),
            ("", None),
        ] {
            assert_eq!(tag(code).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn the_table_has_pairs() {
        let words: Vec<&str> = SHORTER.split_ascii_whitespace().collect();
        assert!(words.chunks(2).all(|pair| pair[0].len() == 3 && pair[1].len() == 2), "{words:?}");
    }
}
