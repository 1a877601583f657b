//! Files of records through the whole program: what they hold stands in the tables, with where it came from.

use super::run::{Desk, Rows};

const RIS: &str = "TY  - JOUR\r\nAU  - Smith, Jane A.\r\nAU  - Doe, Roe\r\nTI  - Beans and their keepers in the long winter of the north\r\n\
    JO  - Journal of Invented Gardening\r\nPY  - 2011\r\nVL  - 4\r\nIS  - 2\r\nSP  - 11\r\nEP  - 19\r\nDO  - 10.5555/beans.1\r\n\
    KW  - beans\r\nKW  - winter\r\nER  - \r\n\r\n";

fn only<'a>(rows: &'a Rows, column: &str, value: &str) -> Vec<&'a std::collections::HashMap<String, String>> {
    rows.iter().filter(|row| row[column] == value).collect()
}

#[test]
fn a_record_becomes_a_reference_with_its_place_and_its_source() {
    let desk = Desk::new();
    let file = format!("\u{FEFF}{RIS}{}", RIS.replace("beans.1", "beans.2").replace("Beans and", "Peas and"));
    desk.write("list.ris", &file);
    desk.ok(&["dataset", "list.ris"]);
    desk.ok(&["check"]);
    let documents = desk.table("documents");
    assert_eq!((documents[0]["format"].as_str(), documents[0]["n_references"].as_str()), ("ris", "2"));
    assert_eq!((documents[0]["had_bom"].as_str(), documents[0]["newline"].as_str()), ("true", "crlf"));
    let refs = desk.table("refs");
    let span = |row: &std::collections::HashMap<String, String>| {
        let at = |column: &str| row[column].parse::<usize>().unwrap();
        file[at("byte_start")..at("byte_end")].to_owned()
    };
    assert!(
        span(&refs[1]).starts_with("TY  - JOUR") && span(&refs[1]).contains("beans.2"),
        "{}",
        span(&refs[1])
    );
    assert_eq!(refs[0]["parse_confidence"], "");
    assert!(refs[0]["raw"].starts_with("Smith JA, Doe R. Beans and their keepers"), "{}", refs[0]["raw"]);
    let works = desk.table("works");
    let work = only(&works, "doi", "10.5555/beans.1")[0];
    assert_eq!(
        (work["volume"].as_str(), work["page_last"].as_str(), work["source"].as_str()),
        ("4", "19", "import")
    );
    let keywords = desk.table("keywords");
    let terms: Vec<&str> =
        only(&keywords, "work_id", &work["work_id"]).iter().map(|row| row["term"].as_str()).collect();
    assert_eq!(terms, ["beans", "winter"]);
    let provenance = desk.table("provenance");
    assert!(provenance.iter().any(|row| row["field"] == "volume" && row["source"] == "import"));
}

#[test]
fn the_same_work_from_several_files_is_one() {
    let desk = Desk::new();
    desk.write("a.ris", RIS);
    desk.write(
        "b.bib",
        "@article{smith2011,\n  author = {Smith, Jane A. and Doe, Roe},\n  title = {Beans and their keepers in the \
         long winter of the north},\n  journal = {Journal of Invented Gardening},\n  year = {2011},\n  volume = {4}\n}\n",
    );
    desk.write(
        "c.txt",
        "References\n\n1. Smith JA, Doe R. Beans and their keepers in the long winter of the north. J Invent Gard \
         2011; 4:11-19.\n2. Poe E. Ravens at the chamber door of a lonely house. J Invent Gard 2012; 5:1-9.\n",
    );
    desk.ok(&["dataset", "a.ris", "b.bib", "c.txt"]);
    desk.ok(&["check"]);
    assert_eq!(desk.table("refs").len(), 4);
    let works = desk.table("works");
    assert_eq!(works.len(), 2);
    let work = only(&works, "doi", "10.5555/beans.1")[0];
    assert_eq!(work["n_mentions"], "3");
    assert_eq!(only(&desk.table("duplicates"), "decision", "merged").len(), 2);
}

#[test]
fn one_bad_record_costs_one_record() {
    let desk = Desk::new();
    let broken = format!("{RIS}@article{{oops, title = {{never closed\n\n{RIS}");
    desk.write("a.ris", broken.replacen("beans.1", "beans.0", 1));
    desk.ok(&["dataset", "a.ris"]);
    assert_eq!(desk.table("refs").len(), 2);
    let issues = desk.table("issues");
    assert!(
        issues.iter().any(|row| row["code"] == "RECORD_UNREADABLE" && !row["line"].is_empty()),
        "{issues:?}"
    );
}

#[test]
fn what_a_record_cites_is_a_document_of_its_own() {
    let desk = Desk::new();
    let wos = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Smith, JA\nAF Smith, Jane A.\nTI Beans and their \
               keepers in the long winter\nSO JOURNAL OF INVENTED GARDENING\nCR Poe E, 1999, J INVENT GARD, V3, P45, DOI \
               10.5555/ravens.1\n   Roe R, 2001, J INVENT GARD, V5, P7\nNR 2\nTC 12\nZ9 14\nC1 [Smith, Jane A.] Univ North, \
               Dept Beans, Northtown, Norway.\nPY 2011\nVL 4\nIS 2\nBP 11\nEP 19\nDI 10.5555/beans.1\nUT \
               WOS:000123456700001\nDA 2026-10-14\nER\n\nEF\n";
    desk.write("savedrecs.txt", wos);
    desk.ok(&["dataset", "savedrecs.txt"]);
    desk.ok(&["check"]);
    let documents = desk.table("documents");
    assert_eq!(documents.len(), 2, "{documents:?}");
    assert_eq!(documents[1]["n_references"], "2");
    assert!(documents[1]["title"].starts_with("Beans"));
    let citations = desk.table("citations");
    assert_eq!(citations.len(), 2);
    assert!(
        citations
            .iter()
            .all(|row| row["source"] == "import" && row["citing_work_id"] == documents[1]["citing_work_id"])
    );
    let metrics = desk.table("metrics");
    let cited = only(&metrics, "metric", "cited_by_count");
    assert!(cited.iter().all(|row| row["as_of"] == "2026-10-14" && row["source"] == "wos"), "{metrics:?}");
    let affiliations = desk.table("affiliations");
    assert!(affiliations[0]["raw"].contains("Univ North"), "{affiliations:?}");
}

#[test]
fn a_description_names_each_file_once_and_of_many_how_many_more() {
    let desk = Desk::new();
    let record =
        "PT J\nAU Smith, J\nTI One\nSO LANCET\nPY 2001\nCR Doe R, 1999, NATURE, V1, P2\nUT WOS:1\nER\n\n";
    let records = [record.to_owned(), record.replace("One", "Two").replace("WOS:1", "WOS:2")].concat();
    desk.write("wos.txt", format!("FN Clarivate Analytics Web of Science\nVR 1.0\n{records}EF\n"));
    let sources = || -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(desk.path("output/latest/datapackage.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap();
        let ours =
            |source: &&serde_json::Value| !source["title"].as_str().unwrap().starts_with("Journal list");
        package["sources"].as_array().unwrap().iter().filter(ours).cloned().collect()
    };
    desk.ok(&["dataset", "wos.txt"]);
    assert_eq!(desk.table("documents").len(), 3, "the file, and two records with what they cite");
    assert_eq!((sources().len(), sources()[0]["path"].as_str()), (1, Some("wos.txt")));
    let many: Vec<String> = (0..1003).map(|n| format!("many/{n:04}.txt")).collect();
    for (n, name) in many.iter().enumerate() {
        desk.write(name, format!("References\n\n1. Doe R. Number {n}. Nature. 1999;1:{n}.\n"));
    }
    let args: Vec<&str> = ["dataset"].into_iter().chain(many.iter().map(String::as_str)).collect();
    desk.ok(&args);
    assert_eq!(sources().len(), 1001);
    assert_eq!(sources()[1000]["title"], "3 more files, each with its SHA-256 in the table of documents");
    desk.ok(&["check"]);
}

#[test]
fn a_table_of_ones_own_is_read_by_the_map_in_the_description() {
    let desk = Desk::new();
    desk.write(
        "data/mine.csv",
        "Titel;Verfasser;Jahr;Heft\nBohnen und ihre Hüter im langen Winter;Müller, Anna;2011;Bohnenblatt\n",
    );
    desk.write(
        "data/dataset.toml",
        "title = \"T\"\n[[sources]]\npath = \"mine.csv\"\nexported = \"2026-10-14\"\n[sources.columns]\ntitle = \
         \"Titel\"\nauthor = \"Verfasser\"\nyear = \"Jahr\"\njournal = \"Heft\"\n",
    );
    desk.ok(&["dataset", "--out", "output"]);
    let works = desk.table("works");
    assert_eq!(works[0]["title"], "Bohnen und ihre Hüter im langen Winter");
    assert_eq!((works[0]["year"].as_str(), works[0]["container_raw"].as_str()), ("2011", "Bohnenblatt"));
    desk.write(
        "data/dataset.toml",
        "title = \"T\"\n[[sources]]\npath = \"mine.csv\"\n[sources.columns]\ntitle = \"Title\"\n",
    );
    let failed = desk.run(&["dataset", "--out", "output"]);
    assert!(failed.err.contains("mine.csv") && failed.err.contains("Title"), "{}", failed.err);
}

#[test]
fn a_packed_file_is_read_as_what_is_in_it() {
    use std::io::Write as _;
    let desk = Desk::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(RIS.as_bytes()).unwrap();
    desk.write("list.ris.gz", packed.finish().unwrap());
    desk.ok(&["dataset", "list.ris.gz"]);
    assert_eq!(desk.table("refs").len(), 1);
}

#[test]
fn what_a_text_cites_leads_to_its_list() {
    let desk = Desk::new();
    let text = "A page about beans\n\nBeans grow in winter [1]. Others saw them in summer too [1, 2], and nobody in spring \
                [7].\n\nReferences\n\n1. Smith JA, Doe R. Beans and their keepers in the long winter. J Tests 2011; 4:11-19.\n2. \
                Poe E. Ravens at the chamber door of a lonely house. J Tests 2012; 5:1-9.\n3. Roe R. Peas and others in \
                their pods. J Tests 2013; 6:2-8.\n";
    desk.write("page.txt", text);
    desk.ok(&["dataset", "page.txt"]);
    desk.ok(&["check"]);
    let refs = desk.table("refs");
    let key = |n: usize| refs[n]["reference_id"].clone();
    let rows = desk.table("mentions");
    let found: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["marker"].as_str(), row["reference_id"].as_str())).collect();
    let (first, second) = (key(0), key(1));
    assert_eq!(found, [("[1]", first.as_str()), ("[1, 2]", &first), ("[1, 2]", &second), ("[7]", "")]);
    let at = |column: &str| rows[1][column].parse::<usize>().unwrap();
    assert_eq!(&text[at("marker_start")..at("marker_end")], "[1, 2]");
    assert!(text[at("sentence_start")..at("sentence_end")].starts_with("Others saw"));
}

#[test]
fn a_web_page_gives_its_list_and_its_links() {
    let desk = Desk::new();
    desk.write(
        "page.html",
        "<!DOCTYPE html><html><head><title>A page about beans</title><script>var x = '1. No. Reference. 2001';</script>\
         </head><body><h1>A page about beans</h1><p>Beans grow<sup>1</sup>.</p><h2>References</h2><ol><li>Smith JA, Doe R. \
         Beans and their keepers in the long winter. J Tests 2011; 4:11-19.</li><li>Poe E. Ravens at the chamber door. J \
         Tests 2012; 5:1-9.</li></ol></body></html>",
    );
    desk.ok(&["dataset", "page.html"]);
    desk.ok(&["check"]);
    let documents = desk.table("documents");
    assert_eq!((documents[0]["format"].as_str(), documents[0]["n_references"].as_str()), ("html", "2"));
    assert_eq!(documents[0]["title"], "A page about beans");
    assert!(desk.table("refs").iter().all(|row| row["raw"].ends_with('.')));
}

#[test]
fn files_are_converted_as_they_are() {
    let desk = Desk::new();
    desk.write("a.ris", format!("{RIS}{RIS}"));
    let done = desk.ok(&["export", "a.ris", "--to", "bibtex"]);
    assert_eq!(done.out.matches("@article").count(), 2, "{}", done.out);
    assert!(done.out.contains("10.5555/beans.1") && done.out.contains("van") == RIS.contains("van"));
    let refused = desk.run(&["export", "a.ris", "--to", "ris", "--only", "retracted"]);
    assert!(refused.err.contains("of files everything is written"), "{}", refused.err);
}
