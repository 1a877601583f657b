//! Every bad input gives a clear message, nothing half-written, and leaves what was published before as it was.

use std::fs;
use std::io::Write as _;

use super::list::{list, reference};
use super::run::{Desk, Done, skipped};

/// A desk with a good dataset on it, and that dataset's key.
fn published() -> (Desk, String) {
    let desk = Desk::new();
    desk.write("good.txt", list(5));
    desk.ok(&["dataset", "good.txt"]);
    let run = desk.table("runs")[0]["run_id"].clone();
    (desk, run)
}

/// Runs on `input`, expects it to fail with all of `words` in its message, and the old dataset to be whole.
fn refused(input: &str, make: impl FnOnce(&Desk), words: &[&str]) -> Done {
    let (desk, run) = published();
    make(&desk);
    let done = desk.run(&["dataset", input]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    for word in words {
        assert!(done.err.contains(word), "{word:?} is not in: {}", done.err);
    }
    assert_eq!(desk.table("runs")[0]["run_id"], run);
    desk.ok(&["check"]);
    assert_eq!(fs::read_dir(desk.path("output/snapshots")).unwrap().count(), 1, "nothing half-written");
    done
}

#[test]
fn an_empty_file() {
    refused("empty.txt", |desk| drop(desk.write("empty.txt", "")), &["empty.txt", "empty"]);
}

#[test]
fn a_binary_file() {
    let pdf = b"%PDF-1.7\n\0\x01\x02binary".as_slice();
    refused("paper.pdf", |desk| drop(desk.write("paper.pdf", pdf)), &["paper.pdf", "PDF"]);
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    refused("noise.bin", |desk| drop(desk.write("noise.bin", noise)), &["noise.bin", "not text"]);
}

#[test]
fn a_directory() {
    refused("folder", |desk| fs::create_dir(desk.path("folder")).unwrap(), &["folder", "directory"]);
}

#[test]
fn a_path_that_is_not_there() {
    refused("nowhere.txt", |_| {}, &["nowhere.txt", "No such file"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let closed = |desk: &Desk| {
        let path = desk.write("closed.txt", list(3));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        path
    };
    let desk = Desk::new();
    if fs::File::open(closed(&desk)).is_ok() {
        return skipped("this user may read every file");
    }
    refused("closed.txt", |desk| drop(closed(desk)), &["closed.txt", "Permission denied"]);
}

#[test]
fn a_document_without_a_list() {
    let prose = "The weather was fine that day. Nobody had expected it.\n\nThey went home.\n";
    refused(
        "story.txt",
        |desk| drop(desk.write("story.txt", prose)),
        &["story.txt", "no references were found"],
    );
}

#[test]
fn a_bad_file_among_good_ones_costs_only_itself() {
    let desk = Desk::new();
    desk.write("good.txt", list(5));
    desk.write("bad.txt", "");
    let done = desk.ok(&["dataset", "bad.txt", "good.txt"]);
    assert!(done.err.contains("bad.txt"), "{}", done.err);
    assert_eq!(desk.table("refs").len(), 5);
    let issues = desk.table("issues");
    assert!(issues.iter().any(|i| i["code"] == "INPUT_EMPTY" && i["path"] == "bad.txt"), "{issues:?}");
    desk.ok(&["check"]);
    assert_eq!(desk.run(&["dataset", "bad.txt", "good.txt", "--strict"]).code, Some(3));
}

#[test]
fn invalid_utf8_is_read_and_told() {
    let desk = Desk::new();
    let mut bytes = list(20).into_bytes();
    bytes.extend(
        b"21. M\xfcller A, Garc\xeda B. Letters from another encoding in one entry. Lancet 2001; 3:45.\n",
    );
    desk.write("mixed.txt", bytes);
    desk.ok(&["dataset", "mixed.txt"]);
    let refs = desk.table("refs");
    assert_eq!(refs.len(), 21);
    assert!(refs[20]["raw"].starts_with("Müller A, García B."), "{}", refs[20]["raw"]);
    assert!(desk.table("issues").iter().any(|i| i["code"] == "ENCODING_MIXED"));
}

#[test]
fn one_line_of_a_hundred_megabytes() {
    let desk = Desk::new();
    let path = desk.path("long.txt");
    let mut file = fs::File::create(&path).unwrap();
    write!(file, "{}5. Adeyemi A. ", list(4)).unwrap();
    let block = "word ".repeat(200_000);
    for _ in 0..100 {
        file.write_all(block.as_bytes()).unwrap();
    }
    writeln!(file, "\n6. {}", reference(6)).unwrap();
    drop(file);
    desk.ok(&["dataset", "long.txt"]);
    let refs = desk.table("refs");
    assert_eq!(refs.len(), 6, "no reference is dropped");
    assert_eq!(refs[4]["truncated"], "true");
    let bytes = |column: &str| refs[4][column].parse::<u64>().unwrap();
    assert!(bytes("byte_end") - bytes("byte_start") > 99_000_000, "the span covers the whole line");
    assert!(desk.table("issues").iter().any(|i| i["code"] == "ENTRY_TOO_LONG"));
    desk.ok(&["check"]);
}

#[test]
fn the_same_file_twice_is_read_once_and_told() {
    let desk = Desk::new();
    desk.write("a.txt", list(3));
    desk.write("b.txt", list(3));
    desk.ok(&["dataset", "a.txt", "b.txt"]);
    assert_eq!(desk.table("refs").len(), 3);
    assert!(desk.table("issues").iter().any(|i| i["code"] == "INPUT_REPEATED"));
}

#[test]
fn an_output_that_cannot_be_written() {
    let desk = Desk::new();
    desk.write("good.txt", list(3));
    desk.write("file", "");
    let done = desk.run(&["dataset", "good.txt", "--out", "file"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("file is in the way"), "{}", done.err);
    let done = desk.run(&["dataset", "good.txt", "--out", "/proc/refloom"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("cannot write /proc/refloom"), "{}", done.err);
}

#[test]
fn a_description_that_is_wrong_is_pointed_at() {
    let desk = Desk::new();
    desk.write("data/dataset.toml", "title = \"T\"\nsuorces = []\n");
    let done = desk.run(&["dataset"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("data/dataset.toml") && done.err.contains("suorces"), "{}", done.err);
    fs::remove_file(desk.path("data/dataset.toml")).unwrap();
    let done = desk.run(&["dataset"]);
    assert!(done.err.contains("there is no data/dataset.toml"), "{}", done.err);
}

#[test]
fn formulas_do_not_run_and_come_back() {
    let desk = Desk::new();
    let evil = "=HYPERLINK(\"http://x\") A, Castillo B. A title that is long enough. Lancet 2001; 3:45.";
    desk.write("list.txt", format!("References\n\n1. {}\n2. {evil}\n3. {}\n", reference(1), reference(3)));
    desk.ok(&["dataset", "list.txt"]);
    let text = fs::read_to_string(desk.path("output/latest/refs.csv")).unwrap();
    assert!(!text.contains(",\"=") && !text.contains(",="), "a cell starts a formula");
    assert!(desk.table("refs").iter().any(|r| r["raw"] == format!("'{evil}")));
    desk.ok(&["check"]);
}
