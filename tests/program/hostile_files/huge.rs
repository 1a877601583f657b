//! One record that is far larger than any should be, among others that are as they should be: it costs one row in the
//! table of issues, and the others are read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Duration;

use super::super::run::Desk;
use super::watched::watched;
use super::{MIB, say};

/// A file: two plain records with something between them.
struct Huge {
    name: &'static str,
    file: &'static str,
    /// What stands before, with the first plain record; and after, with the second.
    around: [&'static str; 2],
    /// What the harm begins with, what is repeated, and what it ends with.
    harm: [&'static str; 3],
    /// How often it is repeated, where that is not a matter of size.
    times: Option<usize>,
    /// What the program may make of it.
    allows: Allows,
}

/// What becomes of the record that does harm.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Allows {
    /// A row in the table of issues, whether or not something of it is kept.
    Issue,
    /// It may as well be read as it is: nothing in it is against its form.
    Reading,
    /// The file may be refused: most of it is no text.
    Refusal,
}

const RIS: [&str; 2] = [
    "TY  - JOUR\nAU  - Okafor, B.\nTI  - Growth of moss in the dark\nPY  - 2001\nER  - \n\n",
    "TY  - JOUR\nAU  - Petrov, C.\nTI  - Spores of ferns at altitude\nPY  - 2002\nER  - \n",
];
const JSON: [&str; 2] = [
    "[{\"id\":\"a\",\"type\":\"article-journal\",\"title\":\"Growth of moss in the dark\"},\n",
    ",\n{\"id\":\"c\",\"type\":\"article-journal\",\"title\":\"Spores of ferns at altitude\"}]\n",
];
const BIB: [&str; 2] = [
    "@article{a,\n  title = {Growth of moss in the dark},\n  year = {2001}\n}\n",
    "@article{c,\n  title = {Spores of ferns at altitude},\n  year = {2002}\n}\n",
];
const NBIB: [&str; 2] = [
    "PMID- 101\nTI  - Growth of moss in the dark\nDP  - 2001\nFAU - Okafor, B\n\n",
    "PMID- 102\nTI  - Spores of ferns at altitude\nDP  - 2002\nFAU - Petrov, C\n",
];
const CSV: [&str; 2] = [
    "Title,Authors,Year,DOI\nGrowth of moss in the dark,\"Okafor, B.\",2001,10.5555/a\n",
    "Spores of ferns at altitude,\"Petrov, C.\",2002,10.5555/c\n",
];
const TEXT: [&str; 2] = [
    "References\n\n1. Okafor B. Growth of moss in the dark. J Ecol 2001; 1:2.\n",
    "3. Petrov C. Spores of ferns at altitude. J Ecol 2002; 3:4.\n",
];
const PUBMED: [&str; 2] = [
    "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>101</PMID><Article><ArticleTitle>Growth of moss in \
     the dark</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
    "<PubmedArticle><MedlineCitation><PMID>103</PMID><Article><ArticleTitle>Spores of ferns at altitude</ArticleTitle></Article>\
     </MedlineCitation></PubmedArticle>\n</PubmedArticleSet>\n",
];
const PUBMED_TITLE: [&str; 2] = [
    "<PubmedArticle><MedlineCitation><PMID>102</PMID><Article><ArticleTitle>",
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
];
const WORDS: &str = "word word word word word word word word word word word word word ";

/// Values without an end.
const LONG: &[Huge] = &[
    long("RIS", "a.ris", RIS, ["TY  - JOUR\nTI  - ", WORDS, "\nER  - \n\n"]),
    long("BibTeX", "a.bib", BIB, ["@article{b,\n  title = {", WORDS, "}\n}\n"]),
    long(
        "CSL-JSON",
        "a.json",
        JSON,
        ["{\"id\":\"b\",\"type\":\"article-journal\",\"title\":\"", WORDS, "\"}"],
    ),
    long("NBIB", "a.nbib", NBIB, ["PMID- 109\nTI  - ", WORDS, "\nDP  - 2001\n\n"]),
    long("CSV", "a.csv", CSV, ["", WORDS, ",\"Nobody, N.\",2001,10.5555/b\n"]),
    long("plain text", "a.txt", TEXT, ["2. Nobody N. ", WORDS, "\n"]),
    long("PubMed XML", "a.xml", PUBMED, [PUBMED_TITLE[0], WORDS, PUBMED_TITLE[1]]),
    refused(
        "RIS of NULs",
        "nul.ris",
        RIS,
        ["TY  - JOUR\nTI  - ", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "\nER  - \n\n"],
    ),
];

/// The file may be refused.
const fn refused(
    name: &'static str,
    file: &'static str,
    around: [&'static str; 2],
    harm: [&'static str; 3],
) -> Huge {
    Huge { name, file, around, harm, times: None, allows: Allows::Refusal }
}

const fn long(
    name: &'static str,
    file: &'static str,
    around: [&'static str; 2],
    harm: [&'static str; 3],
) -> Huge {
    Huge { name, file, around, harm, times: None, allows: Allows::Issue }
}

/// Too many of something small.
const MANY: &[Huge] = &[
    many("JSON 100,000 deep", "deep.json", JSON, ["{\"id\":\"b\",\"x\":", "[", "}"], 100_000, Allows::Issue),
    many(
        "XML 100,000 deep",
        "deep.xml",
        PUBMED,
        [PUBMED_TITLE[0], "<i>", PUBMED_TITLE[1]],
        100_000,
        Allows::Issue,
    ),
    many(
        "BibTeX 100,000 deep",
        "deep.bib",
        BIB,
        ["@article{b,\n  title = ", "{", "\n}\n"],
        100_000,
        Allows::Issue,
    ),
    many(
        "HTML 100,000 deep",
        "deep.html",
        [
            "<html><body><h2>References</h2><ol><li>Okafor B. Growth of moss in the dark. J Ecol 2001; 1:2.</li>",
            "<li>Petrov C. Spores of ferns at altitude. J Ecol 2002; 3:4.</li></ol></body></html>",
        ],
        ["<li>", "<div><b>", "</li>"],
        100_000,
        Allows::Reading,
    ),
    many(
        "RIS, a million authors",
        "authors.ris",
        RIS,
        ["TY  - JOUR\nTI  - By all of them\n", "AU  - Nobody, N.\n", "ER  - \n\n"],
        1_000_000,
        Allows::Reading,
    ),
    many(
        "JSON, a million authors",
        "authors.json",
        JSON,
        [
            "{\"id\":\"b\",\"type\":\"article\",\"author\":[{\"family\":\"Nobody\"}",
            ",{\"family\":\"Nobody\"}",
            "]}",
        ],
        1_000_000,
        Allows::Reading,
    ),
    many(
        "XML, a million attributes",
        "attributes.xml",
        PUBMED,
        [
            "<PubmedArticle><MedlineCitation a=\"\"",
            " b=\"\"",
            "><PMID>102</PMID></MedlineCitation></PubmedArticle>\n",
        ],
        1_000_000,
        Allows::Reading,
    ),
];

const fn many(
    name: &'static str,
    file: &'static str,
    around: [&'static str; 2],
    harm: [&'static str; 3],
    times: usize,
    allows: Allows,
) -> Huge {
    Huge { name, file, around, harm, times: Some(times), allows }
}

impl Huge {
    fn write(&self, path: &std::path::Path, bytes: usize) {
        let mut file = BufWriter::with_capacity(MIB, File::create(path).unwrap());
        let mut put = |text: &str| file.write_all(text.as_bytes()).unwrap();
        put(self.around[0]);
        put(self.harm[0]);
        let each = self.harm[1];
        // In blocks, or a gigabyte of small pieces takes its time.
        let block = each.repeat((MIB / each.len()).max(1));
        let times = self.times.unwrap_or(bytes / each.len());
        let per_block = block.len() / each.len();
        (0..times / per_block).for_each(|_| put(&block));
        put(&each.repeat(times % per_block));
        put(self.harm[2]);
        put(self.around[1]);
    }

    /// Reads it, and says what was wrong with that.
    fn tried(&self, bytes: usize, most: u64, limit: Duration) -> (String, Vec<String>) {
        let desk = Desk::new();
        let path = desk.path(self.file);
        self.write(&path, bytes);
        let size = std::fs::metadata(&path).unwrap().len();
        let args = ["dataset", "--format", "csv", "--quiet", self.file];
        let seen = watched(&mut desk.refloom(&args), limit);
        let mut wrong = Vec::new();
        let refused = seen.code == Some(1) && seen.err.contains("; ") && self.allows == Allows::Refusal;
        if seen.code != Some(0) && !refused {
            wrong.push(format!("ended with {:?}: {}", seen.code, seen.err));
        }
        if seen.peak > most {
            wrong.push(format!("took {} MiB of memory", seen.peak));
        }
        let (mut titles, mut issues) = (0, Vec::new());
        if seen.code == Some(0) {
            let refs = std::fs::read_to_string(desk.path("output/latest/refs.csv")).unwrap();
            titles = ["Growth of moss in the dark", "Spores of ferns at altitude"]
                .into_iter()
                .filter(|title| refs.contains(title))
                .count();
            issues = desk.table("issues").into_iter().map(|row| row["code"].clone()).collect::<Vec<_>>();
            if titles < 2 {
                wrong.push(format!("{titles} of the 2 plain records were read; issues: {issues:?}"));
            }
            if self.allows == Allows::Issue && issues.is_empty() {
                wrong.push("nothing is told of it".to_owned());
            }
            if issues.len() > 8 {
                wrong.push(format!("{} issues are told of one record", issues.len()));
            }
        }
        issues.truncate(4);
        let line = format!(
            "{:<28} {:>5} MB: {:>5.1} s, {:>4} MiB, {titles} of 2 others read, {}{}",
            self.name,
            size >> 20,
            seen.seconds,
            seen.peak,
            if issues.is_empty() { "no issue".to_owned() } else { issues.join(", ") },
            if wrong.is_empty() { "" } else { "  <- WRONG" }
        );
        (line, wrong.into_iter().map(|what| format!("{}: {what}", self.name)).collect())
    }
}

/// All of these, one after the other, so that only one such file is there at a time.
fn all(files: impl Iterator<Item = &'static Huge>, bytes: usize, most: u64, limit: Duration) {
    let mut wrong = Vec::new();
    for file in files {
        let (line, failed) = file.tried(bytes, most, limit);
        say(&line);
        wrong.extend(failed);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Beyond what a record may be in these forms; the others take longer and are tried by `make hostile`.
#[test]
fn values_of_a_few_megabytes() {
    let quick = |file: &&Huge| ["NBIB", "plain text"].contains(&file.name);
    all(LONG.iter().filter(quick), 12 * MIB, 300, Duration::from_mins(2));
}

#[test]
#[ignore = "takes minutes and a gigabyte of disk: make hostile"]
fn values_of_a_gigabyte() {
    all(LONG.iter(), 1024 * MIB, 300, Duration::from_mins(10));
}

#[test]
fn too_many_of_something() {
    all(MANY.iter(), 0, 1024, Duration::from_mins(10));
}

/// One file of records in several encodings, with bytes that are no text at all.
#[test]
fn mixed_encodings_and_nuls_cost_no_record() {
    let desk = Desk::new();
    let record = |title: &[u8]| [b"TY  - JOUR\nTI  - ", title, b"\nPY  - 2001\nER  - \n\n"].concat();
    let titles: [&[u8]; 6] = [
        "Über die Grenzen des Wachstums der Moose".as_bytes(),
        b"\xdcber die Grenzen der Farne und ihrer Sporen",
        b"\x93Quoted\x94 in the code of a Windows machine",
        b"A title\0with\0bytes\0that\0are\0none",
        b"\xff\xfe\x00\xd8 surrogates without their other half",
        b"\x1b]0;evil\x07 A title that speaks to terminals",
    ];
    desk.write("mixed.ris", titles.map(record).concat());
    let done = desk.ok(&["dataset", "mixed.ris", "--format", "csv"]);
    assert!(!done.err.contains('\x1b') && !done.out.contains('\x1b'), "terminals are not spoken to");
    assert_eq!(desk.table("refs").len(), titles.len());
    desk.ok(&["check"]);
}
