//! The conventions every command keeps.

use std::io::Write as _;
use std::process::Stdio;

use super::list::{list, reference};
use super::run::{Desk, Done};

#[test]
fn help_of_every_command_has_examples() {
    let desk = Desk::new();
    assert!(desk.ok(&["--help"]).out.contains("Examples:"));
    for command in ["dataset", "parse", "check", "explain", "completions"] {
        let done = desk.ok(&[command, "--help"]);
        assert!(done.out.contains("Examples:"), "{command}: {}", done.out);
    }
}

#[test]
fn wrong_usage_is_exit_code_two() {
    let desk = Desk::new();
    for args in [
        &["nonsense"][..],
        &["dataset", "--nonsense"],
        &["dataset", "--format", "xml", "a"],
        &["parse", "--to", "xml"],
    ] {
        assert_eq!(desk.run(args).code, Some(2), "{args:?}");
    }
}

#[test]
fn completions_for_every_shell() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(desk.ok(&["completions", shell]).out.contains("refloom"), "{shell}");
    }
}

#[test]
fn data_on_standard_output_words_on_standard_error() {
    let desk = Desk::new();
    desk.write("list.txt", list(3));
    let done = desk.ok(&["dataset", "list.txt"]);
    assert_eq!(done.out, "");
    for word in ["References found   3", "Journals resolved", "Issues", "output/latest"] {
        assert!(done.err.contains(word), "{word}: {}", done.err);
    }
    assert!(!done.err.contains('\u{1b}'), "no colour and no bars when nobody watches");
    assert_eq!(desk.ok(&["--quiet", "dataset", "list.txt"]).err, "");
}

#[test]
fn parse_is_a_filter_with_one_line_out_for_each_line_in() {
    let desk = Desk::new();
    let input = format!("{}\n\n???\n\u{0}\u{1b}[0m x\n[7] {}\n", reference(1), reference(2));
    let mut child = desk.refloom(&["parse"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(0));
    let items: Vec<serde_json::Value> = done.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(items.len(), 4);
    assert_eq!(items[0]["custom"]["raw"], reference(1));
    assert_eq!(items[3]["author"][0]["family"], "Adeyemi");
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let desk = Desk::new();
    desk.write("lines.txt", list(20_000));
    let mut child =
        desk.refloom(&["parse", "lines.txt"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}

#[test]
fn a_newer_journal_list_can_be_used() {
    let desk = Desk::new();
    desk.write("list.txt", "References\n\n1. Roe R. A title of some length here. J Brand New 2024; 1:2.\n2. Poe P. Another title of some length. J Brand New 2024; 1:9.\n");
    desk.ok(&["dataset", "list.txt"]);
    assert!(desk.table("journals").is_empty());
    let entry = "--------------------------------------------------------\nJrId: 1\nJournalTitle: Journal of the brand new\nMedAbbr: J Brand New\nISSN (Print): 1234-5679\nISSN (Online): \nIsoAbbr: J Brand New\nNlmId: 999999\n";
    desk.write(
        "J_Medline.txt",
        entry.to_owned() + "--------------------------------------------------------\n",
    );
    desk.ok(&["dataset", "list.txt", "--authority", "J_Medline.txt"]);
    assert_eq!(desk.table("journals")[0]["nlm_id"], "999999");
    let done = desk.run(&["dataset", "list.txt", "--authority", "list.txt"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("list.txt"), "{}", done.err);
}
