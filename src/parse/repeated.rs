//! The dash for people who were named in the entry before: `———. 1998. Second Title.`
//!
//! Lists that are ordered by author print a dash of three ems, hyphens or low lines in place of people who are the same
//! as before (The Chicago Manual of Style, 17th edition, 14.67; older editions of many journals' styles). The people
//! are those of the entry before; where they stand in this one is where the dash stands.

use super::label;
use crate::model::{Contributor, Entry, Field, Reference, Role, Span};

/// A dash for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dash {
    span: Span,
    /// How many dashes, one for each person; one stands for all if nobody is named behind it.
    count: usize,
}

/// Who the next entry's dash would stand for.
#[derive(Clone, Debug, Default)]
pub struct Before {
    people: Vec<Contributor>,
    truncated: bool,
}

impl Before {
    /// Gives the references of consecutive entries of a list the people their dashes stand for. What is known of the
    /// entry before comes in and goes out, so that a list can be read piece by piece.
    pub fn fill<'a>(&mut self, entries: impl IntoIterator<Item = (&'a Entry, &'a mut Reference)>) {
        for (entry, reference) in entries {
            if let Some(dash) = find(&entry.text) {
                self.name(&entry.text, dash, reference);
            }
            self.note(reference);
        }
    }

    fn name(&self, text: &str, dash: Dash, reference: &mut Reference) {
        let title = reference.title.as_ref().and_then(|title| title.span);
        let others = reference.contributors.iter().any(|c| {
            let span = c.name.span;
            c.role == Role::Author && span.is_some_and(|s| title.is_none_or(|title| s.start < title.start))
        });
        let meant = if others { dash.count } else { self.people.len() };
        if !others && reference.with_role(Role::Author).next().is_some() {
            // Somebody is named as author in spite of the dash: nothing is known any more.
            return;
        }
        let role = role_behind(text.get(dash.span.range().end..).unwrap_or_default());
        let people = self.people.iter().take(meant).map(|person| Contributor {
            role,
            role_printed: None,
            raw: dash.span.of(text).to_owned(),
            name: Field { span: Some(dash.span), ..person.name.clone() },
        });
        reference.contributors.splice(0..0, people);
        if !others && role == Role::Author {
            reference.authors_truncated |= self.truncated;
        }
    }

    /// The people who lead an entry: those with the part the first of them had.
    fn note(&mut self, reference: &Reference) {
        self.people.clear();
        let Some(first) = reference.contributors.first() else { return };
        // A meeting or an editor named far behind the title is nobody's dash.
        let leads = |c: &&Contributor| {
            let title = reference.title.as_ref().and_then(|title| title.span);
            match (c.name.span, title) {
                (Some(name), Some(title)) => name.start < title.start,
                _ => true,
            }
        };
        self.people.extend(reference.with_role(first.role).filter(leads).cloned());
        self.truncated = reference.authors_truncated;
    }
}

/// Whether an entry begins with such a dash.
pub fn is_dashed(text: &str) -> bool {
    find(text).is_some()
}

/// The dash an entry begins with.
fn find(text: &str) -> Option<Dash> {
    let start = label::find(text).map_or(0, |label| label.span.range().end);
    let body = text.get(start..)?;
    let start = start + (body.len() - body.trim_start().len());
    let mut count = 0;
    let mut end = start;
    let mut rest = text.get(start..)?;
    loop {
        let length = dash(rest)?;
        count += 1;
        end += length;
        rest = text.get(end..)?;
        // `———, ———, and Doe J`
        let gap = rest.len() - rest.trim_start_matches([',', ';', ' ']).len();
        if gap == 0 || dash(&rest[gap..]).is_none() {
            break;
        }
        end += gap;
        rest = &rest[gap..];
    }
    // Words stand behind it, and something between: `---title` is none.
    let parted = rest.starts_with(['.', ',', ' ', ':', ';', '(', '[']);
    (parted && rest.contains(char::is_alphabetic)).then(|| Dash { span: Span::new(start, end), count })
}

/// Length of the dash a text begins with: two long ones, three short ones; one long one alone must be followed by a stop
/// or a comma, or it marks the points of a list.
fn dash(text: &str) -> Option<usize> {
    let mark = |c: char| matches!(c, '—' | '―' | '─' | '–' | '-' | '‐' | '‑' | '_' | '⸺' | '⸻');
    let length = text.len() - text.trim_start_matches(mark).len();
    let printed = &text[..length];
    let long = |c: char| matches!(c, '—' | '―' | '─' | '⸺' | '⸻');
    let (all, ems) = (printed.chars().count(), printed.chars().filter(|c| long(*c)).count());
    let fits = all >= 3
        || ems == 2
        || printed.starts_with(['⸺', '⸻'])
        || ems == 1 && all == 1 && text[length..].starts_with(['.', ',']);
    (fits && all > 0 && all <= 40).then_some(length)
}

/// What the people did: `———, ed.`
fn role_behind(rest: &str) -> Role {
    let word = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = word.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let any = |marks: &[&str]| marks.iter().any(|mark| mark.eq_ignore_ascii_case(word));
    if any(&["ed", "eds", "editor", "editors", "hrsg", "éd", "éds"]) {
        Role::Editor
    } else if any(&["trans", "transl", "translator", "translators"]) {
        Role::Translator
    } else {
        Role::Author
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Name;
    use crate::parse::Parser;

    fn people(list: &[&str]) -> Vec<String> {
        let entries: Vec<Entry> = list.iter().map(|text| Entry::from_line(text)).collect();
        let show = |c: &Contributor| {
            let name = match &c.name.value {
                Name::Person(person) => person.family.clone(),
                Name::Group(group) => group.clone(),
            };
            if c.role == Role::Author { name } else { format!("{name} ({})", c.role.as_str()) }
        };
        Parser::new()
            .parse_list(&entries)
            .iter()
            .map(|r| r.contributors.iter().map(show).collect::<Vec<_>>().join("; "))
            .collect()
    }

    #[test]
    fn a_dash_stands_for_the_people_of_the_entry_before() {
        assert_eq!(
            people(&[
                "Kimura, Kenji. 1996. Seed dispersal by ants in coastal heath. Journal of Coastal Ecology 35: 271-289.",
                "———. 1998. Mosses of the upper valley. Annals of Botany 47: 121-140.",
                "———, and Ana Novak. 2001. The song of wrens on small islands. Journal of Zoology 14: 138-158.",
                "---. 2003. Growth of lichens on slate roofs. Journal of Ecology 41: 60-65.",
                "______, ed. 2004. Lichens of the northern heaths. London: Norton Press.",
            ]),
            ["Kimura", "Kimura", "Kimura; Novak", "Kimura; Novak", "Kimura (editor); Novak (editor)"]
        );
    }

    #[test]
    fn without_an_entry_before_or_without_a_dash_nobody_is_made_up() {
        let second = "———. 1998. Mosses of the upper valley. Annals of Botany 47: 121-140.";
        assert_eq!(people(&[second]), [""]);
        assert_eq!(people(&["", second]), ["", ""]);
        for text in
            ["—", "", "- Kimura K. Mosses", "— Mosses of the valley", "---Mosses", "-----", "1998-99. Mosses"]
        {
            assert_eq!(find(text), None, "{text}");
        }
        assert_eq!(find("[3] ———, ———, and Doe, J. 1999.").map(|d| d.count), Some(2));
    }

    #[test]
    fn what_a_dash_stands_for_stands_where_the_dash_stands() {
        let list = [
            "Kimura K. Mosses of the valley. J Ecol. 1996;35:271-289.",
            "2. ———. Moths of the valley. J Ecol. 1997;36:1-9.",
        ];
        let entries = list.map(Entry::from_line);
        let read = Parser::new().parse_list(&entries);
        let span = read[1].contributors[0].name.span.unwrap();
        assert_eq!((span.of(list[1]), read[1].contributors[0].raw.as_str()), ("———", "———"));
        assert_eq!(read[1].contributors[0].name.value, read[0].contributors[0].name.value);
    }
}
