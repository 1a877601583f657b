//! Languages as library catalogues name them (ISO 639-2/B).

use std::borrow::Cow;

/// BCP 47's two letters and the three of catalogues, where a language of journals has both.
const CODES: &str = "\
af afr sq alb am amh ar ara hy arm az aze eu baq be bel bn ben bs bos bg bul my bur ca cat zh chi hr hrv cs cze da dan \
nl dut en eng eo epo et est fi fin fr fre gl glg ka geo de ger el gre gu guj he heb hi hin hu hun is ice id ind ga gle \
it ita ja jpn kn kan kk kaz ko kor ky kir la lat lv lav lt lit mk mac ms may ml mal mi mao mr mar mn mon ne nep no nor \
nb nob nn nno fa per pl pol pt por pa pan ro rum ru rus gd gla sr srp si sin sk slo sl slv es spa sw swa sv swe ta tam \
te tel th tha bo tib tr tur uk ukr ur urd uz uzb vi vie cy wel";

/// The catalogue's code of a BCP 47 tag; a tag it does not know stays as it is.
pub fn code(tag: &str) -> Cow<'_, str> {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let mut words = CODES.split_ascii_whitespace();
    while let (Some(short), Some(long)) = (words.next(), words.next()) {
        if short == primary {
            return Cow::Borrowed(long);
        }
    }
    if primary.len() == 3 { Cow::Owned(primary) } else { Cow::Borrowed(tag) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_catalogues() {
        for (tag, expected) in [("en", "eng"), ("de-AT", "ger"), ("gsw", "gsw"), ("EN", "eng"), ("x", "x")] {
            assert_eq!(code(tag), expected);
        }
        let words: Vec<&str> = CODES.split_ascii_whitespace().collect();
        assert!(words.chunks(2).all(|pair| pair[0].len() == 2 && pair[1].len() == 3), "{words:?}");
    }
}
