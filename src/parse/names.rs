//! Lists of names in the orders they are printed in: `Rosenberg SA, Mulé JJ`, `Smith, J. A., & Doe, P.`,
//! `J. A. Smith and P. Doe`, with groups, suffixes and "et al".

use super::cursor::Cursor;
use super::person::Order;
use super::{group, person};
use crate::model::{Name, Span};

/// A list of names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameList {
    /// The names and where each stands.
    pub names: Vec<(Name, Span)>,
    /// The list ends in "et al" or the like.
    pub truncated: bool,
    /// One past the last character that belongs to the list; its closing punctuation is not taken.
    pub end: usize,
}

/// Reads as many names as stand at `start`, up to `end` at most.
///
/// Names with given names spelled out first (`Jane A. Smith`) are taken only behind an `and`: at the beginning of a
/// reference they cannot be told from a title.
pub fn read(text: &str, start: usize, end: usize) -> NameList {
    list(text, start, end, None)
}

/// Reads names; where the order of the first one is given, names of any order may stand anywhere.
fn list(text: &str, start: usize, end: usize, first: Option<Order>) -> NameList {
    let mut cursor = Cursor::new(text, start, end);
    let mut list = NameList { end: start, ..NameList::default() };
    let mut order = first;
    loop {
        cursor.skip_space();
        let separation = separator(&mut cursor, list.names.is_empty());
        if et_al(&mut cursor) {
            list.truncated = !list.names.is_empty();
            if list.truncated {
                list.end = cursor.at;
            }
            break;
        }
        let Some(separation) = separation else { break };
        // APA leaves names out before the last one.
        if cursor.eat('…') || cursor.eat_word(&["...", ". . ."]) {
            list.truncated = true;
            cursor.eat(',');
            cursor.skip_space();
            cursor.eat_word(&["&", "and"]);
            cursor.skip_space();
        }
        let at = cursor.at;
        let spelled_out = first.is_some() || separation == Separation::And;
        if let Some((found, person)) = person::read(&mut cursor, order, spelled_out) {
            order = Some(found);
            list.names.push((Name::Person(person), Span::new(at, cursor.at)));
        } else if let Some(name) = group::in_list(&mut cursor, !list.names.is_empty()) {
            list.names.push((Name::Group(name.of(text).to_owned()), name));
        } else {
            break;
        }
        list.end = cursor.at;
    }
    list
}

/// Splits a block known to hold nothing but names; what cannot be read as a name stays together as a group.
pub fn split(text: &str, block: Span) -> NameList {
    let range = block.range();
    // `Thomas F. LaPorta` begins like `Thomas F, LaPorta G`: the order that reads on furthest is the right one.
    let lists = Order::ALL.map(|order| list(text, range.start, range.end, Some(order)));
    let [mut list, others @ ..] = lists;
    for other in others {
        // `Marcel den Dikken, Jane Smith` are two, though one could read them as one turned around.
        let finer = other.end == list.end && list.names.len() == 1 && other.names.len() > 1;
        if other.end > list.end || finer {
            list = other;
        }
    }
    let rest = Cursor::new(text, list.end, range.end);
    let left = rest.rest().trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':'));
    if left.chars().any(char::is_alphanumeric) {
        let at = list.end + rest.rest().find(left).unwrap_or(0);
        let span = Span::new(at, at + left.len());
        list.names.push((Name::Group(left.to_owned()), span));
    }
    list.end = range.end;
    list
}

/// What stands between two names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separation {
    Nothing,
    Mark,
    And,
}

fn separator(cursor: &mut Cursor<'_>, first: bool) -> Option<Separation> {
    let mut found = first.then_some(Separation::Nothing);
    if !first && cursor.eat_any(&[',', ';', '/']) {
        found = Some(Separation::Mark);
        cursor.skip_space();
    }
    if !first && cursor.eat_word(&["and", "&amp;", "&", "und", "y"]) {
        found = Some(Separation::And);
        cursor.eat(',');
        cursor.skip_space();
    }
    found
}

fn et_al(cursor: &mut Cursor<'_>) -> bool {
    let mut look = *cursor;
    look.eat('(');
    let found = look.eat_word(&[
        "et al",
        "et. al",
        "et alii",
        "and others",
        "and colleagues",
        "u. a",
        "et coll",
        "and al",
    ]);
    if found {
        look.eat(')');
        *cursor = look;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        let list = read(text, 0, text.len());
        let names: Vec<String> = list.names.iter().map(|(name, _)| name.display()).collect();
        format!("{}{}|{}", names.join("; "), if list.truncated { " +" } else { "" }, &text[list.end..])
    }

    #[test]
    fn lists() {
        for (text, expected) in [
            (
                "Rosenberg SA, Mulé JJ, Spiess PJ, et al. Regression of",
                "Rosenberg, SA; Mulé, JJ; Spiess, PJ +|. Regression of",
            ),
            ("Agarwala SS, Kirkwood JM. Interferons", "Agarwala, SS; Kirkwood, JM|. Interferons"),
            ("Rosenberg SA, Yannelli JR, Yang JC, et al.", "Rosenberg, SA; Yannelli, JR; Yang, JC +|."),
            ("O'Day SJ, Atkins MB: Phase II", "O'Day, SJ; Atkins, MB|: Phase II"),
            ("Cunningham FX Jr., Gantt E. One ring", "Cunningham, FX, Jr; Gantt, E|. One ring"),
            ("Hardy OJ, Vekemans X . SPAGeDi", "Hardy, OJ; Vekemans, X| . SPAGeDi"),
            ("Ploetz RC, Kema GHJ, Ma L-J. Impact", "Ploetz, RC; Kema, GHJ; Ma, L-J|. Impact"),
            ("de Jong PJ, Dijk C.Social effects", "de Jong, PJ; Dijk, C|.Social effects"),
            ("Boersma M, De Reus MA et al. Disrupted", "Boersma, M; De Reus, MA +|. Disrupted"),
            ("Dymecki, S. M., & Tomasiewicz, H. (1998)", "Dymecki, S. M.; Tomasiewicz, H.| (1998)"),
            ("Ueno, D., Haung, C.F., Ma, J.F. (2010)", "Ueno, D.; Haung, C.F.; Ma, J.F.| (2010)"),
            ("Smith, J. A., Jr., & Doe, P. (1998)", "Smith, J. A., Jr; Doe, P.| (1998)"),
            ("Henriques J. F., Oliveira M. (2010). COLOR", "Henriques, J. F.; Oliveira, M.| (2010). COLOR"),
            (
                "J. McCarthy and P. van der Meer. Circumscription",
                "McCarthy, J.; van der Meer, P.|. Circumscription",
            ),
            ("Cortázar, Julio. Rayuela", "Cortázar, Julio|. Rayuela"),
            ("Porter JR, Gawith M. 1999 Temp", "Porter, JR; Gawith, M|. 1999 Temp"),
            ("Smith J, Doe P; CONSORT Group. Statement", "Smith, J; Doe, P; CONSORT Group|. Statement"),
            (
                "Smith J, Doe P, on behalf of the ABC Investigators. Trial",
                "Smith, J; Doe, P; ABC Investigators|. Trial",
            ),
            ("World Health Organization. Global report", "World Health Organization|. Global report"),
            ("FAO (2013) Genebank", "FAO| (2013) Genebank"),
            ("World Health Organization (WHO). Global", "World Health Organization (WHO)|. Global"),
            ("The UniProt Consortium. (2017)", "The UniProt Consortium|. (2017)"),
            ("Regression of established metastases. J Exp", "|Regression of established metastases. J Exp"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn spelled_out_names_in_a_known_block() {
        let show = |text: &str| {
            let list = split(text, Span::new(0, text.len()));
            list.names.iter().map(|(name, _)| name.display()).collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            ("Thomas F. LaPorta and Mischa Schwartz", "LaPorta, Thomas F.; Schwartz, Mischa"),
            ("Marcel den Dikken, Jean-Paul Sartre Jr.", "den Dikken, Marcel; Sartre, Jean-Paul, Jr"),
            ("Small, Kenneth A and Cheng Hsiao", "Small, Kenneth A; Hsiao, Cheng"),
            ("Blish, James, and Norman L. Knight", "Blish, James; Knight, Norman L."),
            ("Rees, H.J. and H.E. Israel", "Rees, H.J.; Israel, H.E."),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn a_block_is_split_whole() {
        let text = "Smith J, Doe P, strange thing 7";
        let list = split(text, Span::new(0, text.len()));
        assert_eq!(list.names.len(), 3);
        assert_eq!(list.names[2].1.of(text), "strange thing 7");
    }

    proptest! {
        #[test]
        fn spans_are_text(text in "[A-Za-zéØ.,;&' -]{0,60}") {
            let list = read(&text, 0, text.len());
            prop_assert!(text.is_char_boundary(list.end));
            for (_, span) in &list.names {
                prop_assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()));
                prop_assert!(span.range().end <= list.end);
            }
        }
    }
}
