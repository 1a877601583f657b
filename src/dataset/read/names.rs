//! Names of a byline, as the tables hold them.

use std::collections::HashMap;
use std::path::Path;

use super::super::check::package::Package;
use super::super::error::DatasetError;
use super::super::schema::AuthorRow;
use super::table::Rows;
use crate::model::{Name, Person};
use crate::normalize::names;

/// What the names of the byline do not tell of authors, by their keys: who is a group, and ORCIDs. Of most authors
/// neither is to be told, and they take no memory.
#[derive(Debug, Default)]
pub struct Authors {
    told: HashMap<Box<str>, Told>,
}

#[derive(Debug)]
struct Told {
    is_group: bool,
    orcid: Option<Box<str>>,
}

impl Authors {
    pub fn read(dir: &Path, package: &Package) -> Result<Self, DatasetError> {
        let mut rows = Rows::open::<AuthorRow>(dir, package, &["author_id", "is_group", "orcid"])?;
        let mut told = HashMap::new();
        while rows.next()? {
            let is_group = rows.text(1) == Some("true");
            let orcid = rows.text(2).map(Box::from);
            if is_group || orcid.is_some() {
                told.insert(rows.required(0, "author_id")?.into(), Told { is_group, orcid });
            }
        }
        Ok(Self { told })
    }

    pub fn is_group(&self, author_id: &str) -> bool {
        self.told.get(author_id).is_some_and(|told| told.is_group)
    }

    pub fn orcid(&self, author_id: &str) -> Option<String> {
        self.told.get(author_id)?.orcid.as_deref().map(str::to_owned)
    }
}

/// The name behind the text that [`Name::display`] makes of it: `van der Meer, Jan W., Jr`.
pub fn displayed(text: &str, is_group: bool) -> Name {
    if is_group {
        return Name::Group(text.to_owned());
    }
    let mut parts = text.split(", ");
    let family = parts.next().unwrap_or_default().to_owned();
    let mut rest: Vec<&str> = parts.collect();
    let suffix = rest.last().and_then(|last| names::suffix(last)).map(str::to_owned);
    if suffix.is_some() {
        rest.pop();
    }
    let given = Some(rest.join(", ")).filter(|given| !given.is_empty());
    let mut name = Name::Person(Person { family, given, suffix, ..Person::default() });
    names::normalize(&mut name);
    name
}

/// The name behind what was printed, where nothing better is known.
pub fn printed(text: &str, is_group: bool) -> Name {
    if is_group || text.contains(", ") {
        return displayed(text, is_group);
    }
    names::medline(text).map_or_else(|| displayed(text, false), Name::Person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_displayed_is_read_back() {
        let person = |particle: Option<&str>, family: &str, given: Option<&str>, suffix: Option<&str>| {
            let mut name = Name::Person(Person {
                family: family.to_owned(),
                given: given.map(str::to_owned),
                initials: None,
                particle: particle.map(str::to_owned),
                suffix: suffix.map(str::to_owned),
            });
            names::normalize(&mut name);
            name
        };
        for name in [
            person(Some("van der"), "Meer", Some("Jan W."), Some("Jr")),
            person(Some("d'"), "Arcy", Some("P"), None),
            person(None, "García Márquez", Some("G."), None),
            person(None, "Smith", None, Some("III")),
            person(None, "Plato", None, None),
        ] {
            assert_eq!(displayed(&name.display(), false), name);
        }
        let group = Name::Group("Committee for Salt, Utopia".to_owned());
        assert_eq!(displayed(&group.display(), true), group);
        assert_eq!(printed("Rosenberg SA", false).display(), "Rosenberg, SA");
    }
}
