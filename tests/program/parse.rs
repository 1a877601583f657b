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

/// Of one style, which only the first eight make plain.
const LIST: &str = "\
Petrov E, Petrov G (1993) Seed dispersal by ants in coastal heath Journal of Coastal Ecology 62:308-315
Pereira K, Tanabe L (1977) Pollen records from two upland lakes Annals of Botany 4:335-341
Novak M (2011) Growth of lichens on slate roofs Quaternary Letters 46:188-200
Pereira E (2000) Seed banks of northern heaths Journal of Coastal Ecology 11:50-58
Moreau S (1977) Spores in the dust of two cities Annals of Botany 7:94-100
Moreau K, Quist J, Hartwell P (2008) Lichens on old glass Quaternary Letters 4:240-253
Brandt T, Duval P (1999) Roots and the ageing of moors Journal of Ecology 16:313-316
Okafor K, Lindqvist G (2004) Moths at the edge of towns Annals of Applied Ecology 31:77-85
Kimura K (1980) Mosses of the upper valley Winter Ecology 55:16-20
Tanabe D, Whitlock C (2007) Tides and the timing of crab larvae Bird Study 20:180-193
Moreau E (2004) Colour change in freshwater snails Malacologia 23:170-176
";

#[test]
fn a_file_is_a_list_unless_it_is_told_not_to_be() {
    let desk = Desk::new();
    desk.write("list.txt", LIST);
    let alone = desk.ok(&["parse", "--independent", "list.txt"]).out;
    let together = desk.ok(&["parse", "list.txt"]).out;
    assert_eq!((alone.lines().count(), together.lines().count()), (11, 11));
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
    assert_eq!(one.lines().count(), 881);
    assert_eq!(one, desk.ok(&["parse", "--threads", "3", "list.txt"]).out);
}
