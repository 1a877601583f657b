use super::super::check::package::Package;
use super::super::schema::{Domain, Table};
use super::held::Cells;
use super::renames::Renames;

/// How the rows of one table are compared: what the schema says of it, by the places of the columns both datasets have.
#[derive(Debug)]
pub struct Plan {
    /// The table.
    pub table: &'static Table,
    /// Its columns that both datasets have, in the order of the schema.
    pub columns: Vec<&'static str>,
    /// The columns of the key.
    key: Vec<usize>,
    /// The columns by which rows are paired.
    paired: Vec<usize>,
    /// What is done with each column.
    roles: Vec<Role>,
    /// Columns that hold keys which may have become others.
    points: Vec<bool>,
    /// Two columns whose keys stand in their own order.
    unordered: Option<[usize; 2]>,
    /// Column of the day by which the newest of rows paired alike is known.
    pub newest: Option<usize>,
    /// Rows with this word in this column are passed over.
    pub passed_over: Option<(usize, &'static str)>,
    /// True when no two rows are paired alike.
    pub is_unique: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    LeftOut,
    Compared,
    /// Compared unless both are numbers.
    Place,
    /// The row's own key, which may have become another: compared as it stands.
    OwnKey,
}

impl Plan {
    /// The plan for a table; none where one of the datasets lacks the table or a column it cannot be compared without.
    pub fn of(table: &'static Table, old: &Package, new: &Package) -> Option<Self> {
        let (old, new) = (old.table(table.name)?, new.table(table.name)?);
        let has = |resource: &super::super::check::package::Resource, name: &str| {
            resource.schema.fields.iter().any(|f| f.name == name)
        };
        let both = |name: &&'static str| has(old, name) && has(new, name);
        Self::with_columns(table, table.columns.iter().map(|c| c.name).filter(both).collect())
    }

    fn with_columns(table: &'static Table, columns: Vec<&'static str>) -> Option<Self> {
        let how = &table.comparison;
        let at = |name: &&str| columns.iter().position(|c| c == name);
        let places = |names: &[&'static str]| names.iter().map(at).collect::<Option<Vec<usize>>>();
        let key = places(table.key)?;
        let paired = if how.paired_by.is_empty() { key.clone() } else { places(how.paired_by)? };
        let points: Vec<bool> =
            columns.iter().map(|name| how.points.contains(name) || is_key_of_entity(table, name)).collect();
        let role = |(place, name): (usize, &&'static str)| match () {
            () if how.left_out.contains(name) => Role::LeftOut,
            () if how.places.contains(name) => Role::Place,
            () if key == [place] && points.get(place) == Some(&true) => Role::OwnKey,
            // They are the same in both: else the rows were no pair.
            () if paired.contains(&place) => Role::LeftOut,
            () => Role::Compared,
        };
        Some(Self {
            roles: columns.iter().enumerate().map(role).collect(),
            unordered: how.unordered.and_then(|[a, b]| Some([at(&a)?, at(&b)?])),
            newest: how.newest.and_then(|name| at(&name)),
            passed_over: how.passed_over.and_then(|[name, word]| Some((at(&name)?, word))),
            is_unique: how.paired_by.is_empty() || how.newest.is_some(),
            table,
            key,
            paired,
            points,
            columns,
        })
    }

    /// The plan that pairs the names in bylines and compares only who they are.
    pub fn only(mut self, column: &str) -> Self {
        for (role, name) in self.roles.iter_mut().zip(&self.columns) {
            *role = if *name == column { Role::Compared } else { Role::LeftOut };
        }
        self
    }

    /// The place of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }

    /// A row's cell by the name of its column; none where it is null or the column is not in both datasets.
    pub fn named<'a, C: Cells + ?Sized>(&self, row: &'a C, column: &str) -> Option<&'a str> {
        row.text(self.position(column)?)
    }

    /// The first of the columns by which rows are paired.
    pub fn first_paired(&self) -> usize {
        self.paired.first().copied().unwrap_or_default()
    }

    /// A row's key as text.
    pub fn key(&self, row: &dyn Cells) -> String {
        let cells: Vec<&str> = self.key.iter().map(|at| row.text(*at).unwrap_or_default()).collect();
        cells.join("|")
    }

    /// A cell of an old row as the new dataset would have it.
    fn translated<'a>(&self, row: &'a impl Cells, at: usize, renames: &'a Renames) -> Option<&'a str> {
        let at = self.swapped(row, at, renames);
        let cell = row.text(at)?;
        Some(if self.points.get(at) == Some(&true) { renames.of(cell) } else { cell })
    }

    /// Where the cell of an old row stands that belongs into a column: of two keys in their own order, either may have
    /// become the first.
    fn swapped(&self, row: &impl Cells, at: usize, renames: &Renames) -> usize {
        let Some([a, b]) = self.unordered.filter(|pair| pair.contains(&at)) else { return at };
        let (Some(first), Some(second)) = (row.text(a), row.text(b)) else { return at };
        let turned = first < second && renames.of(first) > renames.of(second);
        match turned {
            true if at == a => b,
            true => a,
            false => at,
        }
    }

    /// Writes what an old row is paired by.
    pub fn old_key(&self, row: &impl Cells, renames: &Renames, into: &mut Vec<u8>) {
        into.clear();
        self.paired.iter().for_each(|at| write(self.translated(row, *at, renames), into));
    }

    /// Writes what a new row is paired by.
    pub fn new_key(&self, row: &impl Cells, into: &mut Vec<u8>) {
        into.clear();
        self.paired.iter().for_each(|at| write(row.text(*at), into));
    }

    /// True when two rows are a pair.
    pub fn is_pair(&self, old: &impl Cells, new: &impl Cells, renames: &Renames) -> bool {
        self.paired.iter().all(|at| self.translated(old, *at, renames) == new.text(*at))
    }

    /// The columns in which a pair differs.
    pub fn differing(&self, old: &impl Cells, new: &impl Cells, renames: &Renames, into: &mut Vec<usize>) {
        into.clear();
        for (at, role) in self.roles.iter().enumerate() {
            let differs = match role {
                Role::LeftOut => false,
                Role::OwnKey => old.text(at) != new.text(at),
                // A key that is written the same is no difference a reader of the table could see.
                Role::Compared => {
                    self.translated(old, at, renames) != new.text(at) && old.text(at) != new.text(at)
                }
                Role::Place => {
                    let (old, new) = (old.text(at), new.text(at));
                    old != new && !(is_number(old) && is_number(new))
                }
            };
            if differs {
                into.push(at);
            }
        }
    }
}

/// The columns whose values have a domain of keys that may become others: theirs begin with these.
fn is_key_of_entity(table: &Table, name: &str) -> bool {
    let Some(at) = table.position(name) else { return false };
    let domain = table.columns.get(at).map(|c| &c.domain);
    matches!(domain, Some(Domain::Pattern(pattern, _)) if ["d_", "r_", "w_", "a_"].iter().any(|p| pattern.starts_with(p)))
}

/// Printed numbers come with dots and brackets: whatever has no letter counts.
fn is_number(cell: Option<&str>) -> bool {
    !cell.unwrap_or_default().chars().any(char::is_alphabetic)
}

fn write(cell: Option<&str>, into: &mut Vec<u8>) {
    // Null is told from empty text.
    let length = cell.map_or(u64::MAX, |cell| cell.len() as u64);
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(cell.unwrap_or_default().as_bytes());
}
