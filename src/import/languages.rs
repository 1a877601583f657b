//! Languages by their names and by biblatex's identifiers, as BCP 47 tags.

const NAMES: &str = "\
en english american british canadian australian newzealand usenglish ukenglish anglais englisch
de german ngerman austrian naustrian swissgerman nswissgerman deutsch germanb
fr french francais français canadien acadian frenchb
es spanish español espanol castellano castilian
it italian italiano
pt portuguese português portugues portuges
pt-BR brazilian brazil
nl dutch nederlands flemish
sv swedish svenska
da danish dansk
no norwegian norsk
nb bokmål bokmal
nn nynorsk
fi finnish suomi
is icelandic
pl polish polski
cs czech čeština cestina
sk slovak
sl slovenian slovene
hr croatian
sr serbian serbianc
bs bosnian
mk macedonian
bg bulgarian
ro romanian
hu hungarian magyar
ru russian русский
uk ukrainian
be belarusian
el greek polutonikogreek
la latin
tr turkish turkce
ar arabic
he hebrew
fa persian farsi
hi hindi
bn bengali
ur urdu
zh chinese 中文 mandarin
ja japanese 日本語
ko korean 한국어
vi vietnamese
th thai
id indonesian
ms malay
et estonian
lv latvian
lt lithuanian
ca catalan català
eu basque
gl galician
cy welsh
ga irish
gd scottish
eo esperanto
af afrikaans
sq albanian
hy armenian
ka georgian
kk kazakh
az azerbaijani
ta tamil
te telugu
mn mongolian";

/// Codes of three letters that have a shorter one.
const CODES: &str = "eng en ger de deu de fre fr fra fr spa es ita it por pt dut nl nld nl swe sv dan da nor no fin fi \
    pol pl cze cs ces cs slo sk slk sk slv sl hrv hr scr hr srp sr bul bg rum ro ron ro hun hu rus ru ukr uk gre el ell el \
    lat la tur tr ara ar heb he per fa fas fa hin hi chi zh zho zh jpn ja kor ko vie vi tha th ind id est et lav lv lit lt \
    cat ca baq eu eus eu glg gl wel cy cym cy afr af alb sq sqi sq ice is isl is mac mk mkd mk";

/// The tag of a language by its name, its identifier or its code; `None` where it is not known.
pub(in crate::import) fn tag(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let lower = raw.to_lowercase();
    for line in NAMES.lines() {
        let mut words = line.split(' ');
        let tag = words.next()?;
        if words.any(|name| name == lower) {
            return Some(tag.to_owned());
        }
    }
    let tag = raw.replace('_', "-");
    let mut parts = tag.split('-');
    let head = parts.next()?;
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let subtags = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !(2..=3).contains(&head.len()) || !letters(head) || !subtags {
        return None;
    }
    let head_lower = head.to_ascii_lowercase();
    if ["und", "mul", "mis", "zxx"].contains(&head_lower.as_str()) {
        return None;
    }
    let mut codes = CODES.split_ascii_whitespace();
    while let (Some(long), Some(short)) = (codes.next(), codes.next()) {
        if long == head_lower {
            return Some(tag.replacen(head, short, 1));
        }
    }
    Some(tag.replacen(head, &head_lower, 1))
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn languages() {
        for (raw, expected) in [
            ("English", Some("en")),
            ("ngerman", Some("de")),
            ("eng", Some("en")),
            ("en-US", Some("en-US")),
            ("pt_BR", Some("pt-BR")),
            ("EN", Some("en")),
            ("brazilian", Some("pt-BR")),
            ("zh", Some("zh")),
            ("und", None),
            ("English and German", None),
            ("", None),
        ] {
            assert_eq!(tag(raw).as_deref(), expected, "{raw}");
        }
    }
}
