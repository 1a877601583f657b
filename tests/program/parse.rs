//! `refloom parse` as a Unix filter.

use std::io::Read as _;
use std::process::{Command, Stdio};

use super::run::{Desk, refloom};

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

/// Of one style, which only the first fourteen make plain.
const LIST: &str = "\
Kimura K: Seed dispersal by ants in coastal heath: Journal of Coastal Ecology: 35: 271-289 (1996)
Kimura K: Moths at the edge of towns: Annals of Botany: 47: 121-140 (1989)
Novak C: The song of wrens on small islands: Quaternary Letters: 14: 138-158 (1978)
Quist K: Growth of lichens on slate roofs: Journal of Ecology: 41: 60-65 (2008)
Hartwell C: Mosses of the upper valley: Annals of Applied Ecology: 14: 191-207 (2000)
Okafor E: Seed banks of northern heaths: Journal of Zoology: 63: 236-255 (2010)
Velasco D: Seed banks of northern heaths: Journal of Botany: 43: 42-51 (1991)
Velasco B: The song of wrens on small islands: Journal of Coastal Ecology: 20: 288-305 (1985)
Pereira A: Mosses of the upper valley: Annals of Botany: 64: 65-77 (1990)
Lindqvist C: Mosses of the upper valley: Quaternary Letters: 44: 286-295 (1977)
Velasco E: Spores in the dust of two cities: Journal of Ecology: 58: 56-71 (2007)
Okafor E: Spores in the dust of two cities: Annals of Applied Ecology: 25: 106-114 (1985)
Petrov E: Spores in the dust of two cities: Journal of Zoology: 62: 45-50 (2012)
Hartwell D: Spores in the dust of two cities: Journal of Botany: 68: 130-139 (2003)
Hartwell F: Pollen records from two upland lakes: Bird Study: 43: 69-87 (1992)
Okafor D: Pollen records from two upland lakes: Dune Research: 20: 122-126 (1973)
Velasco F: Tides and the timing of crab larvae: Alpine Garden: 11: 23-29 (2004)
Okafor K: Seed dispersal by ants in coastal heath: Cold Water: 4: 109-117 (1977)
Quist A: Seed banks of northern heaths: Marsh: 9: 21-41 (2000)
Hartwell E: Tides and the timing of crab larvae: Winter Ecology: 37: 240-258 (1996)
";

#[test]
fn a_file_is_a_list_unless_it_is_told_not_to_be() {
    let desk = Desk::new();
    desk.write("list.txt", LIST);
    let alone = desk.ok(&["parse", "--independent", "list.txt"]).out;
    let together = desk.ok(&["parse", "list.txt"]).out;
    assert_eq!((alone.lines().count(), together.lines().count()), (20, 20));
    assert_ne!(alone, together);
    // Standard input is answered line by line.
    let piped = refloom(&["parse"], LIST.as_bytes());
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), alone);
}

#[test]
fn threads_and_long_lines_change_no_list() {
    let desk = Desk::new();
    let mut text = LIST.repeat(80);
    text.insert_str(LIST.len() * 3, &format!("{}\n", "x ".repeat(700_000)));
    desk.write("list.txt", &text);
    let one = desk.ok(&["parse", "--threads", "1", "list.txt"]).out;
    assert_eq!(one.lines().count(), 1601);
    assert_eq!(one, desk.ok(&["parse", "--threads", "3", "list.txt"]).out);
}
