//! Volume, issue, supplement and pages, however they are glued together: `17:2105`, `26(35):5748-54`,
//! `6 Suppl 1:S11`, `28(15 Suppl):612s`, `26, 5748–5754`, `vol. 3, no. 2, pp. 12-19`, `10(11):e1001747`.

use super::cursor::Cursor;
use crate::model::Span;
use crate::normalize::pages::{DASHES, is_article_number};

/// The parts of a locator and where each stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Locator {
    /// Volume.
    pub volume: Option<Span>,
    /// Issue, also a part (`Pt 2`).
    pub issue: Option<Span>,
    /// Supplement with its word (`Suppl 1`).
    pub supplement: Option<Span>,
    /// First page.
    pub first: Option<Span>,
    /// Last page.
    pub last: Option<Span>,
    /// Article number in place of pages.
    pub article: Option<Span>,
    /// A year in brackets or behind a comma among them: `26 (2008) 5748`, `26:5748, 2008`.
    pub year: Option<Span>,
    /// How the pages were joined to the volume; the surer joints are worth more to who looks for a locator.
    pub joint: Joint,
    /// All of it.
    pub span: Span,
}

/// What stands between volume or issue and pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// No pages.
    #[default]
    None,
    /// Space or a comma.
    Loose,
    /// A colon, or a word for pages.
    Firm,
}

/// Reads a locator that begins at `start` and ends at `end` at the latest. Whatever follows it is left to the caller.
pub fn read(text: &str, start: usize, end: usize) -> Option<Locator> {
    let mut cursor = Cursor::new(text, start, end);
    let mut found = Locator::default();
    let labelled = cursor.eat_word(&["volume", "vol.", "vol", "bd.", "bd", "t.", "v."]);
    cursor.skip_space();
    if !starts_supplement(&cursor) {
        found.volume = volume(&mut cursor, labelled);
    }
    let volume_end = cursor.at;
    trailing_parts(&mut cursor, &mut found);
    if found.volume.is_none() && found.issue.is_none() && found.supplement.is_none() {
        return None;
    }
    let parts_end = if found.issue.is_some() || found.supplement.is_some() || found.year.is_some() {
        cursor.at
    } else {
        volume_end
    };
    cursor.at = parts_end;
    // MLA: vol. 3, no. 2, 2010, pp. 12-34
    if found.year.is_none()
        && let Some(year) = year_behind(&mut cursor)
    {
        let mut look = cursor;
        if page_part(&mut look, &mut found) {
            found.year = Some(year);
            cursor = look;
        } else {
            cursor.at = parts_end;
        }
    }
    if found.article.is_none() && found.first.is_none() {
        let before_pages = cursor.at;
        if !page_part(&mut cursor, &mut found) {
            cursor.at = before_pages;
        }
    }
    if found.year.is_none() {
        found.year = year_behind(&mut cursor);
    }
    found.span = Span::new(start, cursor.at);
    Some(found)
}

/// Pages, or an article number, that stand by themselves: `pp. 12-19`, `(pp. 12-19)`, `e1001747`.
pub fn pages_alone(text: &str, span: Span) -> Option<Locator> {
    let mut cursor = Cursor::new(text, span.range().start, span.range().end);
    cursor.take_while(|c| !c.is_alphanumeric());
    cursor.eat_word(&[
        "pages", "page", "pp.", "pp", "p.", "p", "pgs.", "pg.", "pg", "págs.", "pág.", "seiten", "s.",
    ]);
    cursor.take_while(|c| !c.is_alphanumeric());
    let mut found = Locator::default();
    if let Some(number) = article_number(&mut cursor) {
        found.article = Some(number);
        return Some(found);
    }
    let (first, last) = page_range(&mut cursor)?;
    sort_pages(first, last, text, &mut found);
    Some(found)
}

/// A span without the word that announces it, and the punctuation around both.
pub(super) fn without_word(text: &str, span: Span, words: &[&str]) -> Span {
    let mut cursor = Cursor::new(text, span.range().start, span.range().end);
    cursor.take_while(|c| !c.is_alphanumeric());
    let start = cursor.at;
    if cursor.eat_word(words) {
        cursor.take_while(|c| !c.is_alphanumeric());
        // A word alone announces nothing.
        if cursor.done() {
            cursor.at = start;
        }
    }
    Span::new(cursor.at, span.range().end)
}

/// A year alone, 1600–2099.
pub fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("16")
            || text.starts_with("17")
            || text.starts_with("18")
            || text.starts_with("19")
            || text.starts_with("20"))
}

fn starts_supplement(cursor: &Cursor<'_>) -> bool {
    cursor.rest().get(..4).is_some_and(|head| head.eq_ignore_ascii_case("supp"))
}

/// `26`, `B35`, `12A`, `26-27`, `XLVI`.
fn volume(cursor: &mut Cursor<'_>, labelled: bool) -> Option<Span> {
    let mut look = *cursor;
    let mut span = look.take_while(|c| c.is_ascii_alphanumeric());
    let mut word = look.slice(span.range().start, span.range().end);
    // 26-27, 34/35, 101-B
    let mut further = look;
    if further.eat_any(&['-', '–', '/']) {
        let second = further.take_while(|c| c.is_ascii_alphanumeric());
        if (1..=4).contains(&second.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
            span = Span::new(span.range().start, second.range().end);
            look = further;
            word = look.slice(span.range().start, span.range().end);
        }
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let numeric = (1..=9).contains(&digits) && letters <= 2;
    let roman = !word.is_empty()
        && digits == 0
        && word.bytes().all(|b| b"IVXLCDM".contains(&b))
        && (labelled || word.len() > 1);
    if !(numeric || roman) {
        return None;
    }
    *cursor = look;
    Some(span)
}

/// Supplements, parts and issues behind the volume, in any order they are printed in.
fn trailing_parts(cursor: &mut Cursor<'_>, found: &mut Locator) {
    for _ in 0..3 {
        let mut look = *cursor;
        look.eat_any(&[',', '_']);
        look.skip_space();
        // 30:suppl
        let mut colon = look;
        if colon.eat(':') {
            colon.skip_space();
            if starts_supplement(&colon) {
                look = colon;
            }
        }
        // 43:17: 6691, and 5: 4, pp. 553-580
        let mut second = *cursor;
        if found.issue.is_none() && second.eat(':') {
            second.skip_space();
            let span = second.take_while(|c| c.is_ascii_digit());
            let behind = second.rest();
            if (1..=4).contains(&span.len()) && (behind.starts_with(':') || behind.starts_with(", p")) {
                found.issue = Some(span);
                *cursor = second;
                continue;
            }
        }
        if found.supplement.is_none() && starts_supplement(&look) {
            found.supplement = Some(supplement(&mut look));
        } else if found.issue.is_none()
            && look.eat_word(&[
                "no.", "no", "nos.", "issue", "iss.", "number", "nr.", "nr", "n°", "n.", "fasc.", "heft",
            ])
        {
            look.skip_space();
            look.eat('(');
            let span = look.take_while(|c| c.is_ascii_alphanumeric() || DASHES.contains(&c) || c == '/');
            look.eat(')');
            if !look.slice(span.range().start, span.range().end).bytes().any(|b| b.is_ascii_digit()) {
                return;
            }
            found.issue = Some(span);
        } else if found.issue.is_none() && look.rest().get(..2).is_some_and(|h| h.eq_ignore_ascii_case("pt"))
        {
            let start = look.at;
            look.eat_word(&["pt.", "pt"]);
            look.skip_space();
            if look.take_while(|c| c.is_ascii_alphanumeric()).is_empty() {
                return;
            }
            found.issue = Some(Span::new(start, look.at));
        } else if look.eat('(') {
            if !bracket(&mut look, found) {
                return;
            }
        } else {
            return;
        }
        *cursor = look;
    }
}

/// `Suppl`, `Suppl 1`, `Suppl. A`, `Supplement_2`.
fn supplement(cursor: &mut Cursor<'_>) -> Span {
    let start = cursor.at;
    let mut end = cursor.take_while(char::is_alphabetic).range().end;
    cursor.eat('.');
    let mut look = *cursor;
    look.eat('_');
    look.skip_space();
    let number = look.take_while(|c| c.is_ascii_alphanumeric());
    let text = look.slice(number.range().start, number.range().end);
    let is_number = text.bytes().any(|b| b.is_ascii_digit()) && text.len() <= 4 || text.len() == 1;
    if is_number {
        end = number.range().end;
        *cursor = look;
    } else {
        cursor.at = end.max(cursor.at);
    }
    Span::new(start, end)
}

/// What stands in brackets behind a volume: an issue, a supplement, both, or the year.
fn bracket(cursor: &mut Cursor<'_>, found: &mut Locator) -> bool {
    let inner = cursor.take_while(|c| c != ')' && c != '(');
    let text = cursor.slice(inner.range().start, inner.range().end);
    if !cursor.eat(')') || inner.is_empty() || inner.len() > 40 {
        return false;
    }
    let trimmed = text.trim();
    let start = inner.range().start + (text.len() - text.trim_start().len());
    let end = start + trimmed.len();
    if is_year(trimmed) && found.year.is_none() {
        found.year = Some(Span::new(start, end));
        return true;
    }
    let lower = trimmed.to_ascii_lowercase();
    if let Some(at) = lower.find("supp") {
        if found.supplement.is_some() {
            return false;
        }
        let before = trimmed[..at].trim_end_matches([' ', ',', '-', '/']);
        if !before.is_empty() {
            if found.issue.is_some() {
                return false;
            }
            found.issue = Some(Span::new(start, start + before.len()));
        }
        // (suppl; abstr 8500)
        let mut inside = Cursor::new(cursor.slice(0, end), start + at, end);
        found.supplement = Some(supplement(&mut inside));
        inside.eat_any(&[';', ',', ':']);
        inside.skip_space();
        if let Some(number) = article_number(&mut inside) {
            found.article = Some(number);
            found.joint = Joint::Firm;
        }
        // Anything else in there was part of the supplement's name.
        if !inside.done() {
            found.supplement = Some(Span::new(start + at, found.article.map_or(end, |a| a.range().start)));
        }
        return true;
    }
    let has_digit = trimmed.bytes().any(|b| b.is_ascii_digit());
    let named = lower.contains("issue")
        || lower.contains("special")
        || trimmed.split(['-', '–', '/']).any(|w| crate::normalize::dates::month(w).is_some());
    if found.issue.is_some() || !(has_digit || named) {
        return false;
    }
    // (no. 3), (Issue 3)
    let mut look = Cursor::new(cursor.slice(0, end), start, end);
    if look.eat_word(&["no.", "no", "issue", "nr.", "nr", "iss."]) && has_digit {
        look.skip_space();
    } else {
        look.at = start;
    }
    found.issue = Some(Span::new(look.at, end));
    true
}

/// The pages behind volume and issue, with what joins them.
fn page_part(cursor: &mut Cursor<'_>, found: &mut Locator) -> bool {
    cursor.skip_space();
    let colon = cursor.eat(':');
    let year_first = found.volume.is_some_and(|v| is_year(cursor.slice(v.range().start, v.range().end)));
    let spaced = !colon && (cursor.eat(',') || !year_first && cursor.eat(';'));
    cursor.skip_space();
    let word = cursor.eat_word(&["pages", "page", "pp.", "pp", "p.", "p", "pg.", "s."]);
    cursor.skip_space();
    if let Some(number) = article_number(cursor) {
        found.article = Some(number);
        found.joint = Joint::Firm;
        return true;
    }
    let start = cursor.at;
    let Some((first, last)) = page_range(cursor) else { return false };
    let text = cursor.slice(first.range().start, first.range().end);
    let firm = colon || word;
    if !firm {
        // `52, 2014` ends in a year; `12 34` without a range or comma is no page.
        let bare = last.is_none();
        if bare && (is_year(text) || !spaced && found.issue.is_none() && found.year.is_none())
            || text.len() > 8
        {
            cursor.at = start;
            return false;
        }
    }
    found.joint = if firm { Joint::Firm } else { Joint::Loose };
    sort_pages(first, last, cursor.slice(0, cursor.end), found);
    true
}

/// Pages are pages, or an article number.
fn sort_pages(first: Span, last: Option<Span>, text: &str, found: &mut Locator) {
    let number = is_article_number(first.of(text));
    match last {
        None if number => found.article = Some(first),
        // mBio 7:e01807-16: the number ends in a year.
        Some(last) if number && last.len() == 2 => {
            found.article = Some(Span { start: first.start, end: last.end });
        }
        _ => (found.first, found.last) = (Some(first), last),
    }
}

/// `Art. 123`; the word counts as part of the number in `Abstract 8500`, for there it says what the work is.
fn article_number(cursor: &mut Cursor<'_>) -> Option<Span> {
    let mut look = *cursor;
    let start = look.at;
    let meeting = look.eat_word(&["abstract no.", "abstract", "abstr.", "abstr"]);
    let word = [
        "article number",
        "article no.",
        "article id",
        "article",
        "artn",
        "art. no.",
        "art no",
        "art.",
        "art",
        "id",
    ];
    if !meeting && !look.eat_word(&word) {
        return None;
    }
    look.skip_space();
    let span = look.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let number = look.slice(span.range().start, span.range().end).trim_end_matches(['.', '-']);
    if !number.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    cursor.at = span.range().start + number.len();
    Some(Span::new(if meeting { start } else { span.range().start }, cursor.at))
}

/// `1169-75`, `S11`, `612s`, `xii–xv`.
fn page_range(cursor: &mut Cursor<'_>) -> Option<(Span, Option<Span>)> {
    let first = page(cursor)?;
    let mut look = *cursor;
    look.skip_space();
    if look.eat_any(&DASHES) {
        while look.eat_any(&DASHES) {}
        look.skip_space();
        if let Some(last) = page(&mut look) {
            *cursor = look;
            return Some((first, Some(last)));
        }
    }
    Some((first, None))
}

/// A page: digits with letters around them, or a small roman number.
fn page(cursor_text: &mut Cursor<'_>) -> Option<Span> {
    let mut look = *cursor_text;
    let span = look.take_while(|c| c.is_ascii_alphanumeric());
    let word = look.slice(span.range().start, span.range().end);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.len() - digits;
    let numbered = (1..=12).contains(&digits) && letters <= 4;
    let roman = digits == 0 && (1..=7).contains(&word.len()) && word.bytes().all(|b| b"ivxlcdm".contains(&b));
    if !(numbered || roman) {
        return None;
    }
    // F4.3.1: chapter and page
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let mut inner = look;
        while inner.eat('.') && !inner.take_while(|c| c.is_ascii_digit()).is_empty() {
            look = inner;
        }
    }
    // 303–310.e3: pages that exist online alone.
    let mut online = look;
    let mut end = look.at;
    if online.eat('.') && online.eat('e') && !online.take_while(|c| c.is_ascii_digit()).is_empty() {
        end = online.at;
        look = online;
    }
    *cursor_text = look;
    Some(Span::new(span.range().start, end))
}

/// `, 2014` or ` (2014)` behind the pages.
fn year_behind(cursor: &mut Cursor<'_>) -> Option<Span> {
    let mut look = *cursor;
    look.eat_any(&[',', '.', ';']);
    look.skip_space();
    let bracket = look.eat('(');
    let span = look.take_while(|c| c.is_ascii_digit());
    let year = is_year(look.slice(span.range().start, span.range().end));
    if !year || look.peek().is_some_and(char::is_alphanumeric) || bracket && !look.eat(')') {
        return None;
    }
    *cursor = look;
    Some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        let Some(found) = read(text, 0, text.len()) else { return "nothing".into() };
        let mut out = Vec::new();
        for (name, span) in [
            ("v", found.volume),
            ("i", found.issue),
            ("s", found.supplement),
            ("f", found.first),
            ("l", found.last),
            ("a", found.article),
            ("y", found.year),
        ] {
            if let Some(span) = span {
                out.push(format!("{name}={}", span.of(text)));
            }
        }
        out.join(" ")
    }

    #[test]
    fn locators() {
        for (printed, expected) in [
            ("161:1169", "v=161 f=1169"),
            ("17:2105.", "v=17 f=2105"),
            ("6 Suppl 1:S11", "v=6 s=Suppl 1 f=S11"),
            ("28:612s", "v=28 f=612s"),
            ("26(35):5748-5754.", "v=26 i=35 f=5748 l=5754"),
            ("28(15 Suppl):612s", "v=28 i=15 s=Suppl f=612s"),
            ("28(Suppl 2):S5–S9", "v=28 s=Suppl 2 f=S5 l=S9"),
            ("28(Suppl. 2):S5", "v=28 s=Suppl. 2 f=S5"),
            ("12(5 Pt 1):33-7", "v=12 i=5 Pt 1 f=33 l=7"),
            ("12 Pt 3:45", "v=12 i=Pt 3 f=45"),
            ("26:5748–5754", "v=26 f=5748 l=5754"),
            ("7: 13–26.", "v=7 f=13 l=26"),
            ("20, 506–512.", "v=20 f=506 l=512"),
            ("107, 16500–16505", "v=107 f=16500 l=16505"),
            ("10(11):e1001747", "v=10 i=11 a=e1001747"),
            ("6:e2051", "v=6 a=e2051"),
            ("7:e01807-16", "v=7 a=e01807-16"),
            ("28, 303–310.e3", "v=28 f=303 l=310.e3"),
            ("1(1):F4.3.1–F4.3.8", "v=1 i=1 f=F4.3.1 l=F4.3.8"),
            ("43:17: 6691", "v=43 i=17 f=6691"),
            ("5: 4, pp.553-580", "v=5 i=4 f=553 l=580"),
            ("3:e99-e105", "v=3 f=e99 l=e105"),
            ("125, 131101 (2014)", "v=125 a=131101 y=2014"),
            ("vol. 3, no. 2, pp. 12-19", "v=3 i=2 f=12 l=19"),
            ("Vol. XLVI (No. 210)", "v=XLVI i=210"),
            ("52(4): 321-330, 2014.", "v=52 i=4 f=321 l=330 y=2014"),
            ("26 (2008) 5748–5754", "v=26 f=5748 l=5754 y=2008"),
            ("39(Database issue):D5-9", "v=39 i=Database issue f=D5 l=9"),
            ("26, 2014", "v=26 y=2014"),
            ("5, Art. 123", "v=5 a=123"),
            ("30(15 Suppl):Abstract 8500", "v=30 i=15 s=Suppl a=Abstract 8500"),
            ("30:suppl; abstr 8500", "v=30 s=suppl a=abstr 8500"),
            ("30(suppl; abstr 8500)", "v=30 s=suppl a=abstr 8500"),
            ("30 (Suppl. 4A), 5", "v=30 s=Suppl. 4A f=5"),
            ("vol. 3, no. 2, 2010, pp. 12-34", "v=3 i=2 f=12 l=34 y=2010"),
            ("32(4):xii-xv", "v=32 i=4 f=xii l=xv"),
            ("of the", "nothing"),
            ("", "nothing"),
        ] {
            assert_eq!(show(printed), expected, "{printed}");
        }
    }

    proptest! {
        #[test]
        fn spans_stay_inside(text in "[0-9A-Za-zé(),.:;–  -]{0,30}") {
            for start in (0..=text.len()).filter(|&i| text.is_char_boundary(i)) {
                if let Some(found) = read(&text, start, text.len()) {
                    prop_assert!(found.span.range().end <= text.len());
                    for span in [found.volume, found.issue, found.supplement, found.first, found.last, found.article, found.year].into_iter().flatten() {
                        prop_assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()));
                        prop_assert!(found.span.start <= span.start && span.end <= found.span.end);
                    }
                }
            }
        }
    }
}
