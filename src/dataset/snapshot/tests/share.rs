use std::os::unix::fs::MetadataExt as _;

use super::*;
use crate::dataset::write::{TableFormat, WrittenFile};

const SAME: (&str, &str) = ("same.csv", "a,b\n1,2\n");

fn names_of(path: &Path) -> u64 {
    fs::metadata(path).unwrap().nlink()
}

#[test]
fn what_did_not_change_is_stored_once() {
    let folder = Folder::new();
    folder.publish("one", &[SAME, ("other.csv", "1")]);
    folder.publish("two", &[SAME, ("other.csv", "2")]);
    folder.publish("three", &[SAME, ("other.csv", "2")]);
    assert_eq!(names_of(&folder.path("latest/same.csv")), 3);
    assert_eq!(names_of(&folder.path("latest/other.csv")), 2);
    assert_eq!(names_of(&folder.path("snapshots/one/other.csv")), 1);
    assert_eq!(folder.text("snapshots/one/other.csv"), "1");
    let all = Snapshots::read(folder.root()).unwrap();
    assert!(verify(&all.all().iter().collect::<Vec<_>>(), 2).iter().all(Verified::is_whole));
    let facts = all.latest().unwrap().facts();
    assert_eq!(facts.shared, (SAME.1.len() + 1) as u64);
}

#[test]
fn a_damaged_file_of_the_parent_is_never_carried_on() {
    let folder = Folder::new();
    folder.publish("one", &[SAME]);
    // Same name, same size, same description; other bytes.
    folder.damage("snapshots/one/same.csv", "a,b\n1,3\n");
    folder.publish("two", &[SAME]);
    assert_eq!(folder.text("latest/same.csv"), SAME.1);
    assert_eq!(names_of(&folder.path("latest/same.csv")), 1);
}

#[test]
fn sharing_twice_and_sharing_what_is_not_there_do_no_harm() {
    let folder = Folder::new();
    let parent = folder.publish("one", &[SAME]);
    let output = folder.open();
    let staging = staged(&output, "two", &[SAME, ("new.csv", "1")]);
    let names = ["same.csv", "new.csv", "gone.csv", "../one/same.csv"];
    let shared = staging.share_unchanged(&parent, &names).unwrap();
    assert_eq!(shared, Shared { files: 1, bytes: SAME.1.len() as u64 });
    staging.share_unchanged(&parent, &names).unwrap();
    assert_eq!(durable::names(staging.path()).unwrap(), ["datapackage.json", "new.csv", "same.csv"]);
    output.publish(staging, "two").unwrap();
    assert_eq!(folder.text("latest/same.csv"), SAME.1);
}

#[test]
fn a_link_left_half_way_is_no_hindrance() {
    let folder = Folder::new();
    let parent = folder.publish("one", &[SAME]);
    let output = folder.open();
    let staging = staged(&output, "two", &[SAME]);
    fs::write(staging.path().join(".linking"), "half").unwrap();
    assert_eq!(staging.share_unchanged(&parent, &["same.csv"]).unwrap().files, 1);
    assert!(!staging.path().join(".linking").exists());
}

#[test]
fn a_file_is_taken_over_only_if_it_is_what_is_told() {
    let folder = Folder::new();
    let parent = folder.publish("one", &[SAME]);
    let output = folder.open();
    let staging = output.stage().unwrap();
    let sha256 = HEXLOWER.encode(&Sha256::digest(SAME.1));
    let bytes = SAME.1.len() as u64;
    let file = WrittenFile { format: TableFormat::Csv, name: SAME.0.to_owned(), bytes, sha256 };
    let other = WrittenFile { sha256: "0".repeat(64), ..file.clone() };
    assert!(!staging.carry_over(&parent, &other).unwrap());
    assert!(!staging.path().join(SAME.0).exists());
    assert!(staging.carry_over(&parent, &file).unwrap());
    assert_eq!(names_of(&staging.path().join(SAME.0)), 2);
}

#[test]
fn removing_a_snapshot_leaves_what_others_share_with_it() {
    let folder = Folder::new();
    folder.publish("one", &[SAME]);
    folder.publish("two", &[SAME, ("other.csv", "2")]);
    folder.open().remove("one").unwrap();
    assert_eq!(folder.text("latest/same.csv"), SAME.1);
    assert_eq!(folder.names(), ["two"]);
}
