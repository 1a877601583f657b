//! `refloom export`: works of a dataset for reference managers.

use std::fs;
use std::process::Stdio;

use super::list::list;
use super::run::{Desk, Done, damage, project, rows};
use super::service::world::{Paper, World};

const FORMATS: [&str; 6] = ["ris", "bibtex", "csl-json", "nbib", "endnote-xml", "csv"];

/// A desk with the dataset of the seed list.
fn seed(format: &str) -> Desk {
    let desk = Desk::new();
    desk.write("list.txt", fs::read(project("data/uptodate-interleukin-2-melanoma.txt")).unwrap());
    desk.ok(&["dataset", "list.txt", "--format", format]);
    desk
}

/// Records in an export.
fn count(format: &str, text: &str) -> usize {
    let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    match format {
        "ris" => lines("ER  - "),
        "bibtex" => lines("@"),
        "csl-json" => serde_json::from_str::<Vec<serde_json::Value>>(text).unwrap().len(),
        "nbib" => lines("TI  - "),
        "endnote-xml" => text.matches("<record>").count(),
        _ => csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).count(),
    }
}

#[test]
fn every_cited_work_is_written_in_every_format() {
    let desk = seed("csv,parquet");
    for format in FORMATS {
        let done = desk.ok(&["export", "--to", format]);
        assert_eq!(count(format, &done.out), 18, "{format}");
        assert_eq!(done.err, "", "nothing but data");
        let all = desk.ok(&["export", "--to", format, "--all"]).out;
        assert_eq!(count(format, &all), 19, "the page that cites, too: {format}");
    }
    let items: Vec<serde_json::Value> =
        serde_json::from_str(&desk.ok(&["export", "--to", "csl-json"]).out).unwrap();
    let first = &items[0];
    assert_eq!(first["id"], "rosenberg1985");
    assert_eq!(first["author"][1], serde_json::json!({"family": "Mulé", "given": "JJ"}));
    assert_eq!(first["container-title"], "The Journal of experimental medicine");
    assert_eq!(first["container-title-short"], "J Exp Med");
    assert_eq!(first["issued"], serde_json::json!({"date-parts": [[1985]]}));
    assert_eq!(first["custom"]["et-al"], true);
}

/// The same dataset gives the same bytes, from whichever of its files it is read.
#[test]
fn csv_and_parquet_say_the_same() {
    let (csv, parquet) = (seed("csv"), seed("parquet"));
    for format in FORMATS {
        let args = ["export", "--to", format, "--all"];
        assert_eq!(csv.ok(&args).out, parquet.ok(&args).out, "{format}");
    }
}

/// Everything the tables have of an enriched work goes to its field.
#[test]
fn enriched_works_are_written_whole() {
    let extra = r#"<MeshHeadingList><MeshHeading><DescriptorName UI="D008545" MajorTopicYN="N">Melanoma</DescriptorName><QualifierName UI="Q000188" MajorTopicYN="Y">drug therapy</QualifierName></MeshHeading></MeshHeadingList><CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Salt. 2015;1:1</RefSource><PMID Version="1">7999999</PMID></CommentsCorrections></CommentsCorrectionsList>"#;
    let paper = |pmid, title: &str| Paper {
        pmid: Some(pmid),
        doi: format!("10.5555/salt.{pmid}"),
        title: title.to_owned(),
        journal: "Journal of clinical oncology".into(),
        journal_short: "J Clin Oncol".into(),
        ..Paper::default()
    };
    let mut bad = paper(7_000_001, "Salt against melanoma in the over-seasoned patient")
        .by("Nadie Juan, van der Meer Jan, Doe Ann")
        .at("2010;28(5):711-723");
    bad.pubmed_extra = extra.to_owned();
    let good = paper(7_000_002, "Pepper against melanoma in the under-seasoned patient")
        .by("Doe Ann")
        .at("2011;29(6):101-109");
    let (desk, server) = (Desk::new(), World::of(vec![bad, good]).serve());
    desk.write(
        "list.txt",
        "References\n\n\
         1. Nadie J, van der Meer J, Doe A. Salt against melanoma in the over-seasoned patient. J Clin Oncol 2010;28:711-23.\n\
         2. Doe A. Pepper against melanoma in the under-seasoned patient. J Clin Oncol 2011;29:101-9.\n",
    );
    let mut command = desk.refloom(&["dataset", "list.txt", "--enrich", "pubmed,crossref"]);
    for name in ["REFLOOM_PUBMED_URL", "REFLOOM_PMC_URL", "REFLOOM_CROSSREF_URL"] {
        command.env(name, server.base());
    }
    command.env("REFLOOM_EMAIL", "someone@example.org");
    let done = Done::from(command.output().unwrap());
    assert_eq!(done.code, Some(0), "{}", done.err);

    let ris = desk.ok(&["export", "--to", "ris"]).out;
    for line in [
        "AU  - Nadie, Juan",
        "AU  - van der Meer, Jan",
        "PY  - 2010",
        "J2  - J Clin Oncol",
        "VL  - 28",
        "IS  - 5",
        "SP  - 711",
        "EP  - 723",
        "DO  - 10.5555/salt.7000001",
        "AN  - 7000001",
        "KW  - Melanoma/*drug therapy",
        "N1  - Retracted: pmid:7999999",
    ] {
        assert!(ris.contains(&format!("{line}\r\n")), "{line}\n{ris}");
    }
    let nbib = desk.ok(&["export", "--to", "nbib", "--only", "retracted"]).out;
    for line in ["PMID- 7000001", "PG  - 711-23", "FAU - Nadie, Juan", "AU  - Nadie J", "RIN - PMID: 7999999"]
    {
        assert!(nbib.contains(&format!("{line}\n")), "{line}\n{nbib}");
    }
    assert_eq!(count("nbib", &nbib), 1, "only what was retracted");
}

#[test]
fn one_document_of_several() {
    let desk = Desk::new();
    desk.write("a.txt", list(7));
    desk.write("b.txt", list(3));
    desk.ok(&["dataset", "a.txt", "b.txt", "--format", "csv"]);
    let cited = |args: &[&str]| count("csv", &desk.ok(&[&["export", "--to", "csv"], args].concat()).out);
    let all = cited(&[]);
    assert_eq!((cited(&["--document", "a.txt"]), cited(&["--document", "b.txt"])), (7, 3));
    assert_eq!(cited(&["--document", "a.txt", "--document", "b.txt"]), all);
    let documents = desk.table("documents");
    let key = &documents.iter().find(|row| row["path"] == "b.txt").unwrap()["document_id"];
    assert_eq!(cited(&["--document", key]), 3);
    let done = desk.run(&["export", "--to", "csv", "--document", "c.txt"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("no document c.txt"), "{}", done.err);
}

#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    let desk = seed("csv");
    let done = desk.ok(&["export", "--to", "csv", "-o", "out.csv"]);
    assert_eq!(done.out, "");
    assert!(done.err.contains("out.csv: 18 works"), "{}", done.err);
    assert_eq!(rows(&desk.path("out.csv")).len(), 18);
    // A table that stops short is found when all but it is written.
    let path = desk.path("output/latest/authorships.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.pop().unwrap();
    lines.insert(1, last);
    damage(&path, lines.join("\n"));
    let before = fs::read(desk.path("out.csv")).unwrap();
    let done = desk.run(&["export", "--to", "csv", "-o", "out.csv"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("order of the works") && done.err.contains("refloom check"), "{}", done.err);
    assert_eq!(fs::read(desk.path("out.csv")).unwrap(), before);
    let left = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().starts_with(".tmp")), "nothing lies about");
}

#[test]
fn what_cannot_be_read_is_said() {
    let desk = Desk::new();
    let done = desk.run(&["export", "--to", "ris"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("output/latest") && done.err.contains("refloom dataset"), "{}", done.err);
    fs::create_dir(desk.path("empty")).unwrap();
    let done = desk.run(&["export", "empty", "--to", "ris"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("datapackage.json"), "{}", done.err);
    assert_eq!(desk.run(&["export"]).code, Some(2), "a format is to be named");
    assert_eq!(desk.run(&["export", "--to", "word"]).code, Some(2));
    assert!(desk.ok(&["export", "--help"]).out.contains("Examples:"));
}

/// A description is data: it must not lead out of its folder.
#[test]
fn a_description_that_points_elsewhere() {
    let desk = seed("csv");
    let works = desk.path("output/latest/works.csv");
    fs::copy(&works, desk.path("works.csv")).unwrap();
    let package = desk.path("output/latest/datapackage.json");
    let text = fs::read_to_string(&package).unwrap();
    let outside = desk.path("works.csv");
    for path in [outside.to_str().unwrap(), "../../../works.csv"] {
        damage(&package, text.replace("\"works.csv\"", &format!("{path:?}")));
        let done = desk.run(&["export", "--to", "ris"]);
        assert_eq!(done.code, Some(1), "{path}");
        assert_eq!(done.out, "");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let desk = Desk::new();
    desk.write("list.txt", list(2000));
    desk.ok(&["dataset", "list.txt", "--format", "csv"]);
    let mut child = desk.refloom(&["export", "--to", "endnote-xml"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
