use super::*;

fn link(folder: &Folder, name: &str, id: &str) {
    let output = folder.open();
    output.point(name, id).unwrap();
}

/// A whole dataset under this name, as if a run had been killed just after naming it.
fn lay(folder: &Folder, name: &str, run: &str, text: &str) {
    let dir = folder.path(SNAPSHOTS).join(name);
    fs::create_dir_all(&dir).unwrap();
    describe(&dir, run, &[("a.csv", text)]);
}

#[test]
fn what_a_killed_run_left_is_swept_and_nothing_else() {
    let folder = Folder::new();
    for name in [".staging-x", ".staging-removed-y", ".standin-z", "mine"] {
        lay(&folder, name, "x", "half");
    }
    fs::write(folder.path(".runs.jsonl-new"), "half").unwrap();
    fs::write(folder.path("snapshots/notes.txt"), "mine").unwrap();
    link(&folder, latest::TURNING, "gone");
    drop(folder.open());
    assert_eq!(folder.names(), ["mine", "notes.txt"]);
    assert!(!folder.path(".runs.jsonl-new").exists());
    assert!(folder.path(latest::TURNING).symlink_metadata().is_err());
}

#[test]
fn a_snapshot_named_but_not_turned_to_is_taken_back() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    link(&folder, latest::PUBLISHING, "two");
    lay(&folder, "two", "two", "2");
    drop(folder.open());
    assert_eq!((folder.names(), folder.latest().as_deref()), (vec!["one".to_owned()], Some("one")));
    assert!(folder.path(latest::PUBLISHING).symlink_metadata().is_err());
}

#[test]
fn the_first_snapshot_of_all_named_but_not_turned_to_is_taken_back() {
    let folder = Folder::new();
    link(&folder, latest::PUBLISHING, "one");
    lay(&folder, "one", "one", "1");
    drop(folder.open());
    assert_eq!((folder.names(), folder.latest()), (Vec::new(), None));
}

#[test]
fn a_mark_of_a_publication_that_is_done_takes_nothing_back() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    // The snapshot was renamed, and a person turned `latest` to it.
    std::os::unix::fs::symlink("snapshots/one", folder.path(latest::PUBLISHING)).unwrap();
    drop(folder.open());
    assert_eq!((folder.names(), folder.latest().as_deref()), (vec!["one".to_owned()], Some("one")));
}

#[test]
fn a_replacement_is_finished_wherever_it_was_cut_short() {
    // The old one is still there; it is out of the way; the new one has its place.
    for there in [Some("old"), None, Some("new")] {
        let folder = Folder::new();
        drop(folder.open());
        lay(&folder, ".standin-one", "one", "new");
        if let Some(text) = there {
            lay(&folder, "one", "one", text);
        }
        std::os::unix::fs::symlink("snapshots/.standin-one", folder.path("latest")).unwrap();
        assert_eq!(folder.text("latest/a.csv"), "new", "readers have it before");
        drop(folder.open());
        assert_eq!(folder.latest().as_deref(), Some("one"));
        assert_eq!((folder.text("latest/a.csv").as_str(), folder.names()), ("new", vec!["one".to_owned()]));
    }
}

#[test]
fn a_missing_or_dangling_link_is_turned_to_the_newest_whole_snapshot() {
    for dangling in [false, true] {
        let folder = Folder::new();
        for (run, text) in [("1", "a"), ("2", "b"), ("3", "c")] {
            folder.publish(run, &[("a.csv", text)]);
        }
        folder.damage("snapshots/3/a.csv", "x");
        fs::remove_file(folder.path("latest")).unwrap();
        if dangling {
            std::os::unix::fs::symlink("snapshots/4", folder.path("latest")).unwrap();
        }
        let notices = folder.open().take_notices();
        assert_eq!(folder.latest().as_deref(), Some("2"));
        assert!(notices[0].contains("damaged: a.csv was changed"), "{notices:?}");
        assert!(notices[1].contains("now points to 2"), "{notices:?}");
        assert!(folder.open().take_notices().is_empty(), "put right once");
    }
}

#[test]
fn a_link_that_leads_elsewhere_is_a_persons_choice() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::remove_file(folder.path("latest")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path("latest")).unwrap();
    drop(folder.open());
    assert_eq!(fs::read_link(folder.path("latest")).unwrap(), elsewhere.path());
}

#[test]
fn a_folder_that_is_whole_has_nothing_to_tell() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1")]);
    assert!(folder.open().take_notices().is_empty());
}
