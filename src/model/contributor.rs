use serde::{Deserialize, Serialize};

use super::Field;

/// Somebody who had a part in a work, in the order printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contributor {
    /// The part they had.
    pub role: Role,
    /// The role in the document's own words (`Section Editor`), where it printed one.
    pub role_printed: Option<String>,
    /// The name, and where it stands.
    pub name: Field<Name>,
    /// The name exactly as printed.
    pub raw: String,
}

/// The part a contributor had in a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are the documentation; the list is fixed by the schema")]
pub enum Role {
    Author,
    Editor,
    Translator,
    Collaborator,
    Investigator,
}

impl Role {
    /// Every role, in the order of the schema.
    pub const ALL: [Self; 5] =
        [Self::Author, Self::Editor, Self::Translator, Self::Collaborator, Self::Investigator];

    /// The word written to tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Editor => "editor",
            Self::Translator => "translator",
            Self::Collaborator => "collaborator",
            Self::Investigator => "investigator",
        }
    }
}

/// A person, or a group that signs as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Name {
    /// A person.
    Person(Person),
    /// A corporate or collective author (`World Health Organization`); CSL's `literal`.
    Group(String),
}

/// The parts of a person's name, after CSL 1.0.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// Family name without particle.
    pub family: String,
    /// Given names or initials as printed (`Steven A.`, `SA`).
    pub given: Option<String>,
    /// Initials alone, upper case, no dots or spaces (`SA`; a hyphen is kept, `J-P`). Set by normalize.
    pub initials: Option<String>,
    /// Non-dropping particle (`von`, `de la`).
    pub particle: Option<String>,
    /// `Jr`, `III`.
    pub suffix: Option<String>,
}

impl Name {
    /// The name as `Family, Given`, with particle and suffix, or the group's name.
    pub fn display(&self) -> String {
        match self {
            Self::Group(name) => name.clone(),
            Self::Person(p) => {
                let mut out = String::new();
                if let Some(particle) = &p.particle {
                    out.push_str(particle);
                    // d'Arcy, but de la Cruz
                    if !particle.ends_with(['\'', '’']) {
                        out.push(' ');
                    }
                }
                out.push_str(&p.family);
                for part in [&p.given, &p.suffix].into_iter().flatten() {
                    out.push_str(", ");
                    out.push_str(part);
                }
                out
            }
        }
    }
}
