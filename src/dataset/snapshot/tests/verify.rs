use super::*;

fn look(folder: &Folder, id: &str) -> Verified {
    let all = Snapshots::read(folder.root()).unwrap();
    verify(&[all.find(id).unwrap()], 2).remove(0)
}

fn found(folder: &Folder, id: &str) -> Vec<String> {
    let found = look(folder, id);
    found.problems.iter().map(|problem| format!("{}: {}", problem.place, problem.what)).collect()
}

#[test]
fn every_kind_of_damage_is_named() {
    let folder = Folder::new();
    folder.publish("one", &[("a.csv", "1"), ("b.csv", "2"), ("c.csv", "3"), ("d.csv", "4")]);
    assert!(found(&folder, "one").is_empty());
    folder.damage("snapshots/one/a.csv", "2");
    folder.damage("snapshots/one/b.csv", "22");
    fs::remove_file(folder.path("snapshots/one/c.csv")).unwrap();
    fs::write(folder.path("snapshots/one/e.csv"), "5").unwrap();
    let found = found(&folder, "one");
    for (place, what) in [
        ("a.csv", "was changed after it was written"),
        ("b.csv", "has 2 bytes; the description says 1 bytes"),
        ("c.csv", "is missing"),
    ] {
        assert!(found.iter().any(|one| one.starts_with(&format!("{place}: {what}"))), "{place}: {found:?}");
    }
    assert_eq!(found.len(), 3);
    assert_eq!(look(&folder, "one").strays, ["e.csv"]);
}

#[test]
fn a_description_that_is_gone_torn_or_of_another_snapshot() {
    let folder = Folder::new();
    for run in ["one", "two", "three"] {
        folder.publish(run, &[("a.csv", run)]);
    }
    fs::remove_file(folder.path("snapshots/one/datapackage.json")).unwrap();
    folder.damage("snapshots/two/datapackage.json", "{");
    let other = folder.text("snapshots/three/datapackage.json").replace("\"three\"", "\"four\"");
    folder.damage("snapshots/three/datapackage.json", &other);
    for (id, what) in [
        ("one", "cannot read"),
        ("two", "does not describe a dataset"),
        ("three", "describes another snapshot"),
    ] {
        let found = found(&folder, id);
        assert!(found[0].contains(what), "{id}: {found:?}");
    }
}

#[test]
fn a_whole_snapshot_is_restored_and_a_damaged_one_is_not() {
    let folder = Folder::new();
    for run in ["one", "two", "three"] {
        folder.publish(run, &[("a.csv", run)]);
    }
    folder.damage("snapshots/two/a.csv", "owt");
    let output = folder.open();
    let error = output.restore("two").unwrap_err();
    assert!(matches!(error, DatasetError::DamagedSnapshot { .. }), "{error}");
    assert_eq!(folder.latest().as_deref(), Some("three"));
    assert_eq!(output.restore("one").unwrap().as_deref(), Some("three"));
    assert_eq!(folder.text("latest/a.csv"), "one");
}
