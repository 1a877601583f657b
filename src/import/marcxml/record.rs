//! One `<record>`.

use crate::import::draft::{Draft, Slot, read_date};
use crate::import::elements::Given;
use crate::import::parted_names;
use crate::import::xml::Element;
use crate::model::{DateKind, Field, KeywordScheme, PartialDate, Role, Scheme, WorkKind};

/// Reads a record.
pub(super) fn read(tree: &Element) -> Given {
    let mut draft = Draft::new();
    let control = |tag: &str| {
        tree.all("controlfield").find(|f| f.attribute("tag") == tag).map(Element::text).unwrap_or_default()
    };
    let number = control("001");
    draft.label = (!number.is_empty()).then_some(number);
    let leader = tree.text_of("leader");
    // Authority records describe people and subjects.
    if leader.chars().nth(6) == Some('z') {
        return Given::Nothing;
    }
    draft.record.work.kind = kind(&leader);
    for field in tree.all("datafield") {
        data(&mut draft, field);
    }
    fixed(&mut draft, &control("008"));
    Given::Record(Box::new(draft))
}

/// Type of record and bibliographic level.
fn kind(leader: &str) -> WorkKind {
    let at = |n: usize| leader.chars().nth(n);
    match (at(6), at(7)) {
        (Some('a' | 't'), Some('a')) => WorkKind::Chapter,
        (Some('a' | 't'), Some('b')) => WorkKind::Article,
        (Some('a' | 't'), Some('m' | 'c')) => WorkKind::Book,
        (Some('m'), _) => WorkKind::Software,
        (Some('a' | 't') | None, _) => WorkKind::Unknown,
        _ => WorkKind::Other,
    }
}

fn data(draft: &mut Draft, field: &Element) {
    let part = |codes: &str| subfields(field, codes);
    match field.attribute("tag") {
        "020" => draft.serial_numbers(first_word(&part("a"))),
        "022" => draft.issn_as(&part("a"), crate::import::draft::Medium::Unknown),
        "024" | "856" if part("2").eq_ignore_ascii_case("doi") => draft.identifier(Scheme::Doi, &part("a")),
        "041" => {
            let code = part("a");
            draft.language(code.get(..3).unwrap_or(&code));
        }
        "100" | "700" => person(draft, field),
        "110" | "710" | "111" | "711" => {
            let name = trimmed(&part("ab"));
            parted_names::add_group(draft, role(field), &name);
        }
        "245" => {
            let (main, sub) = (trimmed(&part("a")), trimmed(&part("b")));
            let number = trimmed(&part("np"));
            let mut title = main;
            for more in [number, sub].iter().filter(|t| !t.is_empty()) {
                title.push_str(": ");
                title.push_str(more);
            }
            draft.set(Slot::Title, &title);
        }
        "250" => draft.set(Slot::Edition, &trimmed(&part("a"))),
        "260" | "264" => {
            // Of several the second indicator tells: 1 is publication.
            if field.attribute("tag") == "264" && !matches!(field.attribute("ind2"), "1" | "" | " ") {
                return;
            }
            draft.set(Slot::Place, trimmed(&first(field, 'a')).trim_matches(['[', ']']));
            draft.set(Slot::Publisher, &trimmed(&first(field, 'b')));
            if let Some(date) = read_date(&year_in(&part("c"))) {
                draft.record.dates.push((DateKind::Issued, date));
                draft.issued(date);
            }
        }
        "300" => draft.named_note("extent", &trimmed(&part("a"))),
        "490" | "440" | "830" => draft.set(Slot::Collection, &trimmed(&first(field, 'a'))),
        "502" => {
            draft.record.work.kind = WorkKind::Thesis;
            draft.set(Slot::Genre, &trimmed(&part("ab")));
            draft.set(Slot::Publisher, &trimmed(&part("c")));
        }
        "520" => draft.abstract_text(&part("ab")),
        "500" | "504" | "546" => draft.note(&part("a")),
        "600" | "610" | "611" | "630" | "648" | "650" | "651" | "653" => subject(draft, field),
        "655" => draft.keyword(KeywordScheme::PublicationType, &trimmed(&part("a"))),
        "773" => host(draft, field),
        "856" => {
            let url = first(field, 'u');
            let scheme = if url.contains("doi.org/10.") { Scheme::Doi } else { Scheme::Url };
            draft.identifier(scheme, &url);
        }
        _ => {}
    }
}

/// `Doe, Jane A.,` with dates, titles and roles in other subfields.
fn person(draft: &mut Draft, field: &Element) {
    let name = trimmed(&first(field, 'a'));
    // A full stop behind an initial belongs to it.
    let raw = first(field, 'a');
    let name = if raw.trim_end_matches([',', ' ']).ends_with('.') && last_word_is_initial(&name) {
        format!("{name}.")
    } else {
        name
    };
    match name.split_once(", ") {
        Some((family, given)) => parted_names::add(draft, role(field), family, given),
        None => draft.named(role(field), &name),
    }
    if let Some(at) = draft.record.work.contributors.len().checked_sub(1) {
        let orcid = subfields(field, "01");
        if orcid.contains("orcid") {
            draft.orcid(at, orcid.rsplit(['/', ')']).next().unwrap_or_default());
        }
    }
}

fn last_word_is_initial(name: &str) -> bool {
    name.rsplit([' ', '.', '-']).next().is_some_and(|word| word.chars().count() == 1)
}

fn role(field: &Element) -> Role {
    let words = subfields(field, "e4").to_lowercase();
    match () {
        () if words.contains("edit") || words.contains("edt") || words.contains("hrsg") => Role::Editor,
        () if words.contains("transl") || words.contains("trl") => Role::Translator,
        () if words.contains("author") || words.contains("aut") || words.contains("verfasser") => {
            Role::Author
        }
        // An added entry without a role is somebody who had a part.
        () if field.attribute("tag").starts_with('1') || words.is_empty() => Role::Author,
        () => Role::Collaborator,
    }
}

fn subject(draft: &mut Draft, field: &Element) {
    let scheme = if field.attribute("ind2") == "2" { KeywordScheme::Mesh } else { KeywordScheme::Other };
    let parts: Vec<String> = field
        .all("subfield")
        .filter(|s| matches!(s.attribute("code"), "a" | "b" | "v" | "x" | "y" | "z"))
        .map(|s| trimmed(&s.text()))
        .collect();
    draft.keyword(scheme, &parts.join(" -- "));
}

/// What an article or chapter is in: `$t` title, `$g` volume, issue, year and pages, `$x` ISSN, `$z` ISBN.
fn host(draft: &mut Draft, field: &Element) {
    draft.set(Slot::Container, &trimmed(&first(field, 't')));
    draft.issn_as(&first(field, 'x'), crate::import::draft::Medium::Unknown);
    draft.serial_numbers(&first(field, 'z'));
    let related = subfields(field, "g");
    let lower = related.to_lowercase();
    let after = |words: &[&str]| {
        words.iter().find_map(|word| {
            let rest = lower.split_once(word)?.1.trim_start_matches(['.', ' ', ':']);
            let end =
                rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '–'))).unwrap_or(rest.len());
            Some(rest.get(..end)?.to_owned()).filter(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        })
    };
    for (words, slot) in [
        (&["vol", "bd"][..], 'v'),
        (&["no", "issue", "heft", "nr"], 'i'),
        (&["p.", "pp", "pages", "s."], 'p'),
    ] {
        match (after(words), slot) {
            (Some(text), 'v') => draft.volume(&text),
            (Some(text), 'i') => draft.issue(&text),
            (Some(text), _) => draft.pages(&text),
            (None, _) => {}
        }
    }
    if let Some(date) = read_date(&year_in(&related))
        && draft.record.work.issued.is_none()
    {
        draft.issued(date);
    }
    if draft.record.work.kind == WorkKind::Chapter && !first(field, 'x').is_empty() {
        draft.record.work.kind = WorkKind::Article;
    }
    draft.named_note("in", &related);
}

/// Fixed-length data: the year at 7, and the language at 35, two places before the end. Blanks between them were folded.
fn fixed(draft: &mut Draft, field: &str) {
    if draft.record.work.issued.is_none()
        && let Some(year) =
            field.get(7..11).and_then(|y| y.parse::<i16>().ok()).filter(|y| (1000..3000).contains(y))
    {
        draft.record.work.issued = Some(Field::given(PartialDate::year(year)));
    }
    let bare = match field.trim_end().rsplit_once(' ') {
        Some((head, last)) if last.len() == 1 => head.trim_end(),
        _ => field.trim_end(),
    };
    if draft.record.work.language.is_none()
        && bare.len() > 15
        && let Some(code) =
            bare.get(bare.len() - 3..).filter(|code| code.bytes().all(|b| b.is_ascii_lowercase()))
        && !["und", "zxx", "mul"].contains(&code)
    {
        draft.language(code);
    }
}

/// The first four digits that can be a year: `c1999.`, `[2003?]`, `1998-1999`.
fn year_in(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit()).find(|d| d.len() == 4).unwrap_or_default().to_owned()
}

fn first_word(text: &str) -> &str {
    text.split(" (").next().unwrap_or(text).split(" :").next().unwrap_or(text)
}

fn first(field: &Element, code: char) -> String {
    field
        .all("subfield")
        .find(|s| s.attribute("code").starts_with(code))
        .map(Element::text)
        .unwrap_or_default()
}

fn subfields(field: &Element, codes: &str) -> String {
    let texts: Vec<String> = field
        .all("subfield")
        .filter(|s| s.attribute("code").len() == 1 && codes.contains(s.attribute("code")))
        .map(Element::text)
        .collect();
    texts.join(" ")
}

/// Without the punctuation of the card.
fn trimmed(text: &str) -> String {
    text.trim().trim_end_matches(['/', ':', ';', ',', '=', ' ', '.']).trim().to_owned()
}
