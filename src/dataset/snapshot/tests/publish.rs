use super::*;

#[test]
fn latest_follows_the_newest_and_the_old_one_stays() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    folder.publish("two", &[("a.csv", "2")]);
    assert_eq!(folder.text("latest/a.csv"), "2");
    assert_eq!(folder.text("snapshots/one/a.csv"), "1");
}

#[test]
fn the_same_run_again_changes_nothing() {
    let folder = Folder::new();
    let dir = folder.publish("one", &[("a.csv", "1")]);
    let before = fs::metadata(dir.join("a.csv")).unwrap().modified().unwrap();
    folder.publish("one", &[("a.csv", "1")]);
    assert_eq!(fs::metadata(dir.join("a.csv")).unwrap().modified().unwrap(), before);
    assert_eq!(folder.names(), ["one"]);
}

#[test]
fn a_damaged_snapshot_is_replaced_whether_or_not_it_is_the_latest() {
    for newest in ["one", "two"] {
        let folder = Folder::new();
        folder.publish("one", &[("a.csv", "1")]);
        if newest == "two" {
            folder.publish("two", &[("a.csv", "2")]);
        }
        folder.damage("snapshots/one/a.csv", "torn");
        let dir = folder.publish("one", &[("a.csv", "1")]);
        assert_eq!((dir, folder.latest().as_deref()), (folder.path("snapshots/one"), Some("one")));
        assert_eq!(folder.text("latest/a.csv"), "1");
        assert_eq!(folder.names().len(), if newest == "two" { 2 } else { 1 });
    }
}

#[test]
fn a_dropped_staging_leaves_nothing() {
    let folder = Folder::new();
    let output = folder.open();
    drop(staged(&output, "one", &[("a.csv", "1")]));
    assert!(folder.names().is_empty());
}

#[cfg(unix)]
#[test]
fn published_files_are_read_only_and_their_folder_can_be_read_by_all() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let dir = folder.publish("one", &[("a.csv", "1")]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o755);
    for name in ["a.csv", "datapackage.json"] {
        assert_eq!(mode(&dir.join(name)) & 0o222, 0, "{name}");
    }
}

#[test]
fn where_the_link_cannot_be_turned_the_old_dataset_stays_and_the_new_one_goes() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    let output = folder.open();
    let staging = staged(&output, "two", &[("a.csv", "2")]);
    // A folder cannot be replaced by a link: the rename fails when the snapshot has its name already.
    fs::remove_file(folder.path("latest")).unwrap();
    fs::create_dir(folder.path("latest")).unwrap();
    assert!(output.publish(staging, "two").is_err());
    fs::remove_dir(folder.path("latest")).unwrap();
    drop(output);
    let output = folder.open();
    assert_eq!(folder.names(), ["one"]);
    assert_eq!(folder.latest().as_deref(), Some("one"), "{:?}", output.take_notices());
    assert!(folder.path(latest::PUBLISHING).symlink_metadata().is_err());
}

#[test]
fn a_folder_in_place_of_the_link_is_left_alone() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("latest/mine")).unwrap();
    let opened = OutputDir::open(folder.root(), Patience::LeaveAtOnce);
    assert!(matches!(opened, Err(DatasetError::InTheWay { .. })));
    assert!(folder.path("latest/mine").exists());
}

#[test]
fn what_does_not_read_back_as_it_was_written_is_not_published() {
    let folder = Folder::new();
    folder.publish("A", &[("refs.csv", "one")]);
    let output = folder.open();
    let staging = staged(&output, "B", &[("refs.csv", "two")]);
    fs::write(staging.path().join("refs.csv"), "owt").unwrap();
    let error = output.publish(staging, "B").unwrap_err();
    assert!(
        matches!(&error, DatasetError::NotAsWritten { path, .. } if path.ends_with("refs.csv")),
        "{error}"
    );
    assert_eq!((folder.latest().as_deref(), folder.names()), (Some("A"), vec!["A".to_owned()]));
}
