//! Measurements on material that lies beside the project, not in it. They are skipped, and say so, where it is not there.

use std::io::Write as _;
use std::path::PathBuf;

use super::*;

/// The folder, where there is one: `REFLOOM_SHARED` or `../shared`.
fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    if path.is_dir() {
        return Some(path);
    }
    // Not through `println!`, which the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
    None
}

#[test]
fn the_seed_document() {
    let Some(folder) = folder() else { return };
    let bytes = std::fs::read(folder.join("seed/000_ef40650695deab2b.txt")).unwrap();
    let read = read(&bytes);
    let numbers: Vec<String> = (1..=18).map(|n| n.to_string()).collect();
    assert_eq!(read.labels(), numbers);
    for entry in &read.entries {
        let span = entry.source.span;
        let range = usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap();
        assert_eq!(std::str::from_utf8(&bytes[range]).unwrap(), entry.text);
    }
    let document = &read.finished.document;
    let front = &document.front;
    assert!(front.title.as_ref().unwrap().value.starts_with("Interleukin-2 and experimental"));
    let people: Vec<_> =
        front.contributors.iter().map(|c| (c.role.as_str(), c.name.value.display())).collect();
    assert_eq!(
        people,
        [
            ("author", "Sosman, Jeffrey A".to_owned()),
            ("editor", "Atkins, Michael B".to_owned()),
            ("editor", "Ross, Michael E".to_owned()),
        ]
    );
    assert_eq!(front.current_through.as_ref().unwrap().value.to_string(), "2017-12");
    assert_eq!(front.last_updated.as_ref().unwrap().value.to_string(), "2017-12-27");
    assert_eq!(front.related.len(), 2);
    assert_eq!(document.style.as_deref(), Some("uptodate"));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(document.n_rejected_lines as usize + 18, text_lines(&text));
    assert!(read.codes().is_empty());
}

/// Real references, forty to a list, in every layout; the share that comes back whole.
#[test]
fn real_references_in_every_layout() {
    let Some(folder) = folder() else { return };
    let mut worst = 1.0f64;
    for name in ["jats_dev", "mixed_styles", "pdf_strings"] {
        let text = std::fs::read_to_string(folder.join(format!("gold/{name}.txt"))).unwrap();
        let references: Vec<String> = text.lines().map(plain).filter(|l| !l.is_empty()).collect();
        for (layout, print, between) in layouts() {
            let (mut right, mut total) = (0u32, 0u32);
            for list in references.chunks(40) {
                let items: Vec<String> = list.iter().enumerate().map(|(i, r)| print(i + 1, r)).collect();
                let document = format!("References\n\n{}\n", items.join(between));
                let read = read(document.as_bytes());
                let found: Vec<String> = read.texts().iter().map(|t| squeezed(t)).collect();
                right += u32::try_from(list.iter().filter(|r| found.contains(&squeezed(r))).count()).unwrap();
                total += u32::try_from(list.len()).unwrap();
            }
            let share = f64::from(right) / f64::from(total);
            println!("{name:13} {layout:16} {share:.4} of {total}");
            worst = worst.min(share);
        }
    }
    assert!(worst >= 0.98, "{worst}");
}

type Printed = (&'static str, fn(usize, &str) -> String, &'static str);

fn layouts() -> Vec<Printed> {
    vec![
        ("1. wrapped 60", |i, r| wrap(r, 60, &format!("{i}. "), ""), "\n"),
        ("1. wrapped 80", |i, r| wrap(r, 80, &format!("{i}. "), ""), "\n"),
        ("1. wrapped 100", |i, r| wrap(r, 100, &format!("{i}. "), ""), "\n"),
        ("[1] wrapped 80", |i, r| wrap(r, 80, &format!("[{i}] "), ""), "\n"),
        ("1) wrapped 80", |i, r| wrap(r, 80, &format!("{i}) "), ""), "\n"),
        ("1 bare 60", |i, r| wrap(r, 60, &format!("{i} "), ""), "\n"),
        ("1 bare 80", |i, r| wrap(r, 80, &format!("{i} "), ""), "\n"),
        ("1. hanging 80", |i, r| wrap(r, 80, &format!("{i}. "), "    "), "\n"),
        ("hanging 60", |_, r| wrap(r, 60, "", "    "), "\n"),
        ("hanging 80", |_, r| wrap(r, 80, "", "    "), "\n"),
        ("bullets 80", |_, r| wrap(r, 80, "• ", "  "), "\n"),
        ("blank lines 60", |_, r| wrap(r, 60, "", ""), "\n\n"),
        ("blank lines 100", |_, r| wrap(r, 100, "", ""), "\n\n"),
        ("one per line", |_, r| r.to_owned(), "\n"),
    ]
}

/// A reference without the label some strings bring along: here they get another one.
fn plain(line: &str) -> String {
    let text = line.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{AD}', "");
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "[(·•*-".contains(c));
    let marked = rest.len() < text.len() && text.len() - rest.len() <= 4;
    if marked { rest.trim_start_matches([']', ')', '.', ' ']).to_owned() } else { text }
}

/// Without spaces and hyphens: whether a line break took a hyphen along is another question than where entries begin.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '\u{200B}' | '\u{FEFF}')).collect()
}
