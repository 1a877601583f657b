use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::super::error::DatasetError;
use super::super::schema::AuthorRow;
use super::Tabulator;
use crate::model::{Name, Person, digest80, written_id};
use crate::normalize::names::name_key;

/// A name in the byline of one work. Authors are known once all of them have been seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthorSeen {
    /// Digest behind the `a_…` key.
    pub id: [u8; 10],
    /// The work, by its place among the works.
    pub work: u32,
    name: Name,
    key: String,
    orcid: Option<String>,
}

impl AuthorSeen {
    /// People with an ORCID are known by it, others by their names.
    pub(super) fn new(name: &Name, orcid: Option<&str>, work: u32) -> Self {
        let key = name_key(name);
        let id = match orcid {
            Some(orcid) => digest80(&["orcid", orcid]),
            None => name_digest(name, &key),
        };
        Self { id, work, name: name.clone(), key, orcid: orcid.map(str::to_owned) }
    }

    /// The key this author has where nothing but the name is known.
    pub(super) fn name_id(&self) -> String {
        written_id('a', &name_digest(&self.name, &self.key))
    }

    /// Key of the author.
    pub fn author_id(&self) -> String {
        written_id('a', &self.id)
    }
}

/// Key of the author a name belongs to.
pub fn author_id(name: &Name) -> String {
    AuthorSeen::new(name, None, 0).author_id()
}

fn name_digest(name: &Name, key: &str) -> [u8; 10] {
    let kind = if matches!(name, Name::Group(_)) { "group" } else { "person" };
    digest80(&[kind, key])
}

struct Cluster {
    name: Name,
    key: String,
    last_work: u32,
    n_works: i32,
    is_full: bool,
    orcid: Option<String>,
}

impl Tabulator<'_> {
    /// The authors among these names, in the order they were first seen. All names of one author must come in one call.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn authors(&mut self, seen: impl IntoIterator<Item = AuthorSeen>) -> Result<(), DatasetError> {
        let mut place: HashMap<[u8; 10], usize> = HashMap::new();
        let mut clusters: Vec<([u8; 10], Cluster)> = Vec::new();
        for AuthorSeen { id, work, name, key, orcid } in seen {
            let is_full = matches!(&name, Name::Person(p) if spelled_out(p));
            let at = *place.entry(id).or_insert_with(|| {
                clusters.push((
                    id,
                    Cluster { name: name.clone(), key, last_work: work, n_works: 1, is_full, orcid },
                ));
                clusters.len() - 1
            });
            let Some((_, cluster)) = clusters.get_mut(at) else { continue };
            if cluster.last_work != work {
                cluster.last_work = work;
                cluster.n_works += 1;
            }
            cluster.is_full &= is_full;
            // The fullest form of a name is the one to show.
            if length(&name) > length(&cluster.name) {
                cluster.name = name;
            }
        }
        for (id, cluster) in clusters {
            self.writer.push(&row(&id, cluster))?;
        }
        Ok(())
    }
}

fn row(id: &[u8; 10], cluster: Cluster) -> AuthorRow {
    let name = cluster.name.display();
    let is_group = matches!(cluster.name, Name::Group(_));
    let person = match cluster.name {
        Name::Person(person) => person,
        Name::Group(_) => Person::default(),
    };
    AuthorRow {
        author_id: written_id('a', id),
        name,
        family: Some(person.family).filter(|f| !f.is_empty()),
        given: person.given,
        initials: person.initials,
        particle: person.particle,
        suffix: person.suffix,
        method: match () {
            () if cluster.orcid.is_some() => "orcid",
            () if cluster.is_full || is_group => "name_full",
            () => "name_initials",
        },
        orcid: cluster.orcid,
        is_group,
        name_key: cluster.key,
        confidence: None,
        n_works: cluster.n_works,
    }
}

/// True when a given name is more than initials.
fn spelled_out(person: &Person) -> bool {
    let given = person.given.as_deref().unwrap_or_default();
    given.split([' ', '-', '.']).any(|part| part.chars().count() > 1 && part.chars().any(char::is_lowercase))
}

fn length(name: &Name) -> usize {
    match name {
        Name::Group(_) => 0,
        Name::Person(p) => p.given.as_deref().map_or(0, str::len),
    }
}
