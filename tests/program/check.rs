//! `refloom check` finds whatever was changed after publishing.

use std::fs;
use std::path::PathBuf;

use super::list::list;
use super::run::{Desk, damage};

/// Publishes, lets `spoil` change the snapshot, and gives what the check said.
fn after(spoil: impl FnOnce(&dyn Fn(&str) -> PathBuf)) -> String {
    let desk = Desk::new();
    desk.write("list.txt", list(8));
    desk.ok(&["dataset", "list.txt"]);
    desk.ok(&["check"]);
    spoil(&|name| desk.path(&format!("output/latest/{name}")));
    let done = desk.run(&["check"]);
    assert_eq!(done.code, Some(1), "{}{}", done.out, done.err);
    done.out + &done.err
}

/// Changes text in a file, and its hash and size in the description, so that only the content can give it away.
fn edit(path: &dyn Fn(&str) -> PathBuf, name: &str, change: impl FnOnce(String) -> String) {
    use sha2::{Digest as _, Sha256};
    let old = fs::read_to_string(path(name)).unwrap();
    let new = change(old.clone());
    assert_ne!(old, new, "the change changes something");
    damage(&path(name), &new);
    let hash = |text: &str| data_encoding::HEXLOWER.encode(&Sha256::digest(text));
    let package = fs::read_to_string(path("datapackage.json")).unwrap();
    let package = package.replace(&hash(&old), &hash(&new));
    let package =
        package.replace(&format!("\"bytes\": {},", old.len()), &format!("\"bytes\": {},", new.len()));
    damage(&path("datapackage.json"), package);
}

#[test]
fn a_flipped_byte() {
    let said = after(|path| {
        let mut bytes = fs::read(path("works.csv")).unwrap();
        let at = bytes.len() - 10;
        bytes[at] ^= 1;
        damage(&path("works.csv"), bytes);
    });
    assert!(said.contains("works.csv: was changed after it was written"), "{said}");
}

#[test]
fn a_missing_file_and_a_cut_file() {
    let said = after(|path| fs::remove_file(path("refs.parquet")).unwrap());
    assert!(said.contains("refs.parquet: cannot be read"), "{said}");
    let said = after(|path| {
        let bytes = fs::read(path("refs.parquet")).unwrap();
        damage(&path("refs.parquet"), &bytes[..bytes.len() / 2]);
    });
    assert!(said.contains("refs.parquet: has"), "{said}");
}

#[test]
fn a_value_outside_its_domain() {
    let said = after(|path| edit(path, "works.csv", |t| t.replacen(",article,", ",particle,", 1)));
    assert!(said.contains("works.csv row 1: type is \"particle\""), "{said}");
    assert!(said.contains("works.parquet row 1: differs"), "{said}");
}

#[test]
fn a_key_that_repeats() {
    let said = after(|path| {
        edit(path, "refs.csv", |t| {
            let keys: Vec<_> =
                t.lines().skip(1).take(2).map(|l| l.split(',').next().unwrap().to_owned()).collect();
            t.replace(&keys[1], &keys[0])
        });
    });
    assert!(said.contains("refs.csv row 2: repeats the key reference_id"), "{said}");
}

#[test]
fn a_link_that_leads_nowhere() {
    let said = after(|path| {
        edit(path, "authorships.csv", |t| {
            let key = t.lines().nth(1).unwrap().split(',').nth(3).unwrap().to_owned();
            t.replacen(&key, "a_aaaaaaaaaaaaaaaa", 1)
        });
    });
    assert!(said.contains("authorships.csv row 1: author_id points to no row of authors"), "{said}");
}

#[test]
fn a_table_that_is_gone_from_the_description() {
    let said = after(|path| {
        let mut package: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(path("datapackage.json")).unwrap()).unwrap();
        package["resources"].as_array_mut().unwrap().retain(|r| r["name"] != "issues");
        damage(&path("datapackage.json"), package.to_string());
    });
    assert!(said.contains("the table issues is missing"), "{said}");
}

#[test]
fn a_path_that_leads_out_of_the_folder() {
    let said = after(|path| {
        let package = fs::read_to_string(path("datapackage.json")).unwrap();
        damage(&path("datapackage.json"), package.replace("\"works.csv\"", "\"../../../secret\""));
    });
    assert!(said.contains("is not the name of a file"), "{said}");
}

#[test]
fn no_dataset_at_all() {
    let desk = Desk::new();
    let done = desk.run(&["check"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("output/latest/datapackage.json"), "{}", done.err);
}
