use std::num::NonZeroUsize;

use super::*;

/// A run id that begins so.
fn id(start: &str) -> String {
    format!("{start:0<26}")
}

fn all(starts: &[&str]) -> Vec<String> {
    starts.iter().map(|start| id(start)).collect()
}

fn five() -> Folder {
    let folder = Folder::new();
    for run in ["1A", "1B", "2A", "3A", "4A"] {
        folder.publish(&id(run), &[("a.csv", run)]);
    }
    folder
}

fn keep(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

#[test]
fn the_newest_stay() {
    let folder = five();
    assert_eq!(folder.open().retain(keep(2)).unwrap(), all(&["1A", "1B", "2A"]));
    assert_eq!(folder.names(), all(&["3A", "4A"]));
    assert!(folder.open().retain(keep(2)).unwrap().is_empty());
}

#[test]
fn the_latest_and_pinned_ones_stay_however_old() {
    let folder = five();
    let output = folder.open();
    output.restore("1B").unwrap();
    output.pin(&id("2A")).unwrap();
    assert_eq!(output.retain(keep(1)).unwrap(), all(&["1A", "3A"]));
    assert_eq!(folder.names(), all(&["1B", "2A", "4A"]));
    assert!(matches!(output.remove("1B"), Err(DatasetError::NoSuchSnapshot { .. })));
    assert!(matches!(output.remove("2A"), Err(DatasetError::NoSuchSnapshot { .. })));
    output.unpin(&id("2A")).unwrap();
    output.remove("2A").unwrap();
    assert_eq!(folder.names(), all(&["1B", "4A"]));
    assert!(!folder.path("pins").exists());
}

#[test]
fn what_a_person_has_put_there_stays() {
    let folder = five();
    fs::create_dir(folder.path("snapshots/0mine")).unwrap();
    folder.open().retain(keep(1)).unwrap();
    assert_eq!(folder.names(), ["0mine".to_owned(), id("4A")]);
}

#[test]
fn a_reader_keeps_what_it_has_open() {
    use std::io::Read as _;
    let folder = five();
    let mut open = fs::File::open(folder.path(&format!("snapshots/{}/a.csv", id("1A")))).unwrap();
    folder.open().retain(keep(1)).unwrap();
    let mut text = String::new();
    open.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), folder.names()), ("1A", all(&["4A"])));
}

#[test]
fn words_for_snapshots() {
    let folder = five();
    let all = Snapshots::read(folder.root()).unwrap();
    let find = |word: &str| all.find(word).map(|one| one.id.clone()).map_err(|error| error.to_string());
    assert_eq!(find("latest").unwrap(), id("4A"));
    assert_eq!(find("previous").unwrap(), id("3A"));
    assert_eq!(find("2").unwrap(), id("2A"));
    assert_eq!(find("1b").unwrap(), id("1B"));
    assert!(find("1").unwrap_err().contains(&format!("{} or {}", id("1A"), id("1B"))));
    for word in ["5", "", "4Ä", "4A1"] {
        assert!(find(word).unwrap_err().contains("no snapshot"), "{word}");
    }
    folder.open().restore("1A").unwrap();
    let all = Snapshots::read(folder.root()).unwrap();
    assert!(all.find("previous").unwrap_err().to_string().contains("before the latest"));
    assert!(Snapshots::read(&folder.path("nowhere")).unwrap().all().is_empty());
}
