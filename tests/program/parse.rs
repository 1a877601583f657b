//! `refloom parse` as a Unix filter.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::run::refloom;

const REFERENCE: &str = "Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.";

fn lines(input: &[u8]) -> Vec<serde_json::Value> {
    let output = refloom(&["parse", "-"], input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn one_line_for_each_line_that_is_not_empty() {
    let input = format!("\u{feff}{REFERENCE}\n\n   \r\n!!!\r\n\0\x01\x02 x\n{REFERENCE}");
    let items = lines(input.as_bytes());
    assert_eq!(items.len(), 4);
    assert_eq!(items[0]["title"], items[3]["title"]);
    assert_eq!(items[1]["custom"]["raw"], "!!!");
}

#[test]
fn bytes_that_are_not_utf8() {
    let items = lines(b"Mul\xe9 JJ. A title of three words. J Foo 1999; 8:167.\n\xff\xfe\n");
    assert_eq!(items[0]["author"][0]["family"], "Mulé");
    assert_eq!(items.len(), 2);
}

#[test]
fn a_line_without_end_is_one_item() {
    let mut input = REFERENCE.as_bytes().to_vec();
    input.extend(" (1(2[3. A, B; 10.1234/".repeat(100_000).bytes());
    input.extend(b"\n");
    input.extend(REFERENCE.as_bytes());
    let items = lines(&input);
    assert_eq!(items.len(), 2);
    assert!(items[0]["custom"]["raw"].as_str().unwrap().len() <= 1 << 20);
    assert_eq!(items[1]["title"], "Interferons in melanoma");
}

#[test]
fn csv_rows_are_guarded() {
    let input = format!("3. {REFERENCE}\n=HYPERLINK(1)\n");
    let output = refloom(&["parse", "--to", "csv"], input.as_bytes());
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    assert_eq!(&reader.headers().unwrap()[2], "authors");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let cells: Vec<&str> = rows[0].iter().take(11).collect();
    assert_eq!(
        cells,
        [
            "3",
            "article",
            "Agarwala SS; Kirkwood JM",
            "Interferons in melanoma",
            "Curr Opin Oncol",
            "1996",
            "8",
            "",
            "",
            "167",
            ""
        ]
    );
    assert_eq!(&rows[1][14], "'=HYPERLINK(1)");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_refloom"))
        .args(["parse", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let many = format!("{REFERENCE}\n").repeat(5_000);
    drop(std::io::Write::write_all(&mut stdin, many.as_bytes()));
    drop(stdin);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn an_unreadable_file_is_named() {
    for path in ["no/such/file.txt", "."] {
        let output = refloom(&["parse", path], b"");
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stderr).unwrap().contains(path));
        assert!(output.stdout.is_empty());
    }
}
