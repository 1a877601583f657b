//! The changes say everything: applied to the old rows they give the new ones.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::super::TableFormat;
use super::super::{Change, ChangeKind};
use super::made::{Desk, Writer, all_told};

/// A work: title, year, and its identifiers with whether each is the primary one.
type Made = (u8, Option<i16>, BTreeMap<u8, bool>);

fn works() -> impl Strategy<Value = Vec<(u8, Made)>> {
    let made = (
        0..3_u8,
        proptest::option::of(2000..2003_i16),
        proptest::collection::btree_map(0..4_u8, any::<bool>(), 0..3),
    );
    proptest::collection::btree_map(0..12_u8, made, 0..10)
        .prop_map(|map| map.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
}

fn write(w: &mut Writer, works: &[(u8, Made)]) {
    for (id, (title, year, identifiers)) in works {
        let id = format!("w_{id}");
        w.work(&id, |row| {
            row.title = Some(format!("=title|{title}"));
            row.year = *year;
            // Two works of different keys may share it, and then are one.
            row.doi = year.map(|year| format!("10.1000/{id}{year}")).filter(|_| *title == 0);
            row.doi = row.doi.take().map(|_| format!("10.1000/{}", id.len()));
        });
        for (value, is_primary) in identifiers {
            w.identifier(&id, &format!("10.1000/{value}"), *is_primary);
        }
    }
}

/// Rows of works and identifiers, by their keys.
type Table = BTreeMap<String, BTreeMap<&'static str, String>>;

fn tables(works: &[(u8, Made)]) -> (Table, Table) {
    let (mut of_works, mut of_identifiers) = (Table::new(), Table::new());
    for (id, (title, year, identifiers)) in works {
        let id = format!("w_{id}");
        let doi = if *title == 0 && year.is_some() { format!("10.1000/{}", id.len()) } else { String::new() };
        let row = [
            ("work_id", id.clone()),
            ("title", format!("=title|{title}")),
            ("year", year.map(|y| y.to_string()).unwrap_or_default()),
            ("doi", doi),
        ];
        of_works.insert(id.clone(), row.into());
        for (value, is_primary) in identifiers {
            let row = [("work_id", id.clone()), ("is_primary", is_primary.to_string())];
            of_identifiers.insert(format!("{id}|doi|10.1000/{value}|crossref"), row.into());
        }
    }
    (of_works, of_identifiers)
}

/// The old rows with the changes of their table.
fn apply(mut rows: Table, new: &Table, changes: &[Change], table: &str) -> Table {
    let mut added = Vec::new();
    for change in changes.iter().filter(|c| c.table == table) {
        match change.change {
            ChangeKind::Removed => {
                assert_eq!(change.field, "*");
                assert!(rows.remove(&change.key).is_some(), "{change:?}");
            }
            ChangeKind::Added => added.push((change.key.clone(), new[&change.key].clone())),
            ChangeKind::Modified => {
                let cell = rows.get_mut(&change.key).unwrap().get_mut(&*change.field).unwrap();
                assert_eq!(*cell, change.old.clone().unwrap_or_default(), "{change:?}");
                assert_ne!(change.old, change.new, "{change:?}");
                *cell = change.new.clone().unwrap_or_default();
            }
        }
    }
    for (key, row) in added {
        assert!(!rows.contains_key(&key) || table != "works", "{key}");
        rows.insert(format!("added {key}"), row);
    }
    rows
}

fn contents(rows: &Table) -> Vec<BTreeMap<&'static str, String>> {
    let mut rows: Vec<_> = rows.values().cloned().collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn changes_applied_to_the_old_rows_give_the_new_ones(old in works(), new in works()) {
        let desk = Desk::new();
        let a = desk.make("old", TableFormat::Csv, |w| write(w, &old));
        let b = desk.make("new", TableFormat::Csv, |w| write(w, &new));
        let (changes, digest) = desk.compare(&a, &b, 1 << 20);
        let ((old_works, old_ids), (new_works, new_ids)) = (tables(&old), tables(&new));
        let works = apply(old_works, &new_works, &changes, "works");
        prop_assert_eq!(contents(&works), contents(&new_works));
        // What hangs on works follows them to their new keys.
        let renames: BTreeMap<&str, &str> = changes
            .iter()
            .filter(|c| c.table == "works" && c.field == "work_id")
            .map(|c| (c.key.as_str(), c.new.as_deref().unwrap()))
            .collect();
        let mut ids = apply(old_ids, &new_ids, &changes, "identifiers");
        for (key, row) in &mut ids {
            let cell = row.get_mut("work_id").unwrap();
            if let Some(renamed) = renames.get(cell.as_str()).filter(|_| !key.starts_with("added ")) {
                *cell = (*renamed).to_owned();
            }
        }
        prop_assert_eq!(contents(&ids), contents(&new_ids));
        prop_assert_eq!(digest.changed, !changes.is_empty());

        // However little may wait in memory, the same is told.
        let told = |bytes| {
            let (changes, digest) = desk.compare(&a, &b, bytes);
            (all_told(&changes).into_iter().collect::<BTreeSet<_>>(), changes.len(), digest.tables)
        };
        let all = told(1 << 20);
        prop_assert_eq!(all.0.len(), all.1, "nothing is told twice");
        prop_assert_eq!(&told(0), &all);
        prop_assert_eq!(&told(1500), &all);
    }
}
