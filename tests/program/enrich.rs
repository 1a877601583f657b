//! References linked to the records of services: the whole program against a service of ours.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use super::run::{Desk, Done, project};
use super::service::server::{Reply, Request, Server};
use super::service::world::{Paper, World};

/// A canary: wherever it turns up on disk or on the terminal, a secret got out.
const KEY: &str = "canary-key-4711";
const MAIL: &str = "canary@example.org";

/// The works of the seed list as a world: what each reference prints, with numbers that are made up, and a last page.
/// Nobody holds number 9, a talk, and number 17, a meeting abstract.
pub fn seed_world() -> World {
    let text = std::fs::read_to_string(project("data/uptodate-interleukin-2-melanoma.txt")).unwrap();
    let reference = regex::Regex::new(
        r"^\s+(\d+)\. (?P<authors>[^.]+)\. (?P<title>.+)\. (?P<journal>[A-Z][A-Za-z ]+) (?P<year>\d{4}); (?P<volume>\d+(?: Suppl \d)?):(?P<page>[A-Z]?\d+)\.$",
    )
    .unwrap();
    let mut papers = Vec::new();
    for line in text.lines() {
        let Some(found) = reference.captures(line) else { continue };
        let number: u32 = found[1].parse().unwrap();
        if number == 17 {
            continue;
        }
        let paper = Paper {
            pmid: Some(7_000_000 + number),
            doi: format!("10.5555/seed.{number}"),
            title: found["title"].to_owned(),
            journal: found["journal"].to_owned(),
            journal_short: found["journal"].to_owned(),
            ..Paper::default()
        };
        let more = if line.contains("et al") { ", Zimmermann Q, Yates P" } else { "" };
        papers.push(
            paper
                .by(&format!("{}{more}", found["authors"].replace(", et al", "")))
                .at(&format!("{};{}:{}", &found["year"], &found["volume"], &found["page"])),
        );
    }
    assert_eq!(papers.len(), 16, "the seed list is not read as it is printed");
    // The traps: a letter with nearly the same title in the same volume, and the full paper that came years after the
    // abstract.
    let letter = Paper {
        pmid: Some(8_000_002),
        doi: "10.5555/letter.2".into(),
        title: "Treatment of patients with metastatic melanoma or renal cell cancer using high-dose bolus interleukin 2".into(),
        journal: "JAMA".into(),
        journal_short: "JAMA".into(),
        publication_types: vec!["Letter".into()],
        ..Paper::default()
    };
    papers.push(letter.by("Mitchell MS").at("1994;271:1907"));
    let later = Paper {
        pmid: Some(8_000_017),
        doi: "10.1200/jco.2015.62.0500".into(),
        title: "Randomized, Placebo-Controlled, Phase III Trial of Yeast-Derived Granulocyte-Macrophage Colony-Stimulating Factor \
                (GM-CSF) Versus Peptide Vaccination Versus GM-CSF Plus Peptide Vaccination Versus Placebo in Patients With No \
                Evidence of Disease After Complete Surgical Resection of Locally Advanced and/or Stage IV Melanoma: A Trial of \
                the Eastern Cooperative Oncology Group-American College of Radiology Imaging Network Cancer Research Group (E4697)"
            .into(),
        journal: "Journal of clinical oncology".into(),
        journal_short: "J Clin Oncol".into(),
        ..Paper::default()
    };
    papers.push(later.by("Lawson DH, Lee S, Zhao F, Tarhini AA").at("2015;33(34):4066-4076"));
    World::of(papers)
}

fn command(desk: &Desk, base: &str, args: &[&str]) -> Command {
    let mut command = desk.refloom(args);
    for name in ["REFLOOM_PUBMED_URL", "REFLOOM_PMC_URL", "REFLOOM_CROSSREF_URL"] {
        command.env(name, base);
    }
    command.env("NCBI_API_KEY", KEY).env("REFLOOM_EMAIL", MAIL);
    command
}

fn run(desk: &Desk, server: &Server, args: &[&str]) -> Done {
    Done::from(command(desk, &server.base(), args).output().unwrap())
}

fn seed(desk: &Desk) {
    desk.write("list.txt", std::fs::read(project("data/uptodate-interleukin-2-melanoma.txt")).unwrap());
}

const ASK: [&str; 6] = ["dataset", "list.txt", "--enrich", "pubmed,crossref", "--format", "csv"];

fn statuses(desk: &Desk) -> HashMap<String, String> {
    desk.table("refs").into_iter().map(|row| (row["seq"].clone(), row["match_status"].clone())).collect()
}

#[test]
fn every_seed_reference_gets_the_right_status() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    let done = run(&desk, &server, &ASK);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let statuses = statuses(&desk);
    let matches = desk.table("matches");
    for seq in 1..=18 {
        let status = &statuses[&seq.to_string()];
        let right = if [9, 17].contains(&seq) { status == "not_found" } else { status == "matched" };
        assert!(right, "{seq}: {status}\n{matches:#?}");
    }
    // What was accepted is the work itself, and not the letter.
    let works = desk.table("works");
    let by_reference: HashMap<String, String> =
        desk.table("refs").into_iter().map(|row| (row["seq"].clone(), row["work_id"].clone())).collect();
    let work = |seq: &str| works.iter().find(|work| work["work_id"] == by_reference[seq]).unwrap();
    assert_eq!(work("2")["pmid"], "7000002");
    assert_eq!(work("2")["doi"], "10.5555/seed.2");
    assert!(work("17")["pmid"].is_empty() && work("17")["doi"].is_empty());
    // Every record that was considered is told, with what was decided and why.
    let accepted = |seq: &str| {
        matches
            .iter()
            .filter(|row| row["reference_id"] == reference(&desk, seq) && row["decision"] == "accepted")
            .count()
    };
    assert_eq!((accepted("2"), accepted("9")), (2, 0), "one record of each service");
}

fn reference(desk: &Desk, seq: &str) -> String {
    let refs = desk.table("refs");
    refs.iter().find(|row| row["seq"] == seq).unwrap()["reference_id"].clone()
}

#[test]
fn the_nearest_thing_is_not_taken_for_the_work_itself() {
    // Of number 2 there is only the letter, of 17 only the full paper that came later.
    let mut world = seed_world();
    world.papers.retain(|paper| paper.pmid != Some(7_000_002));
    let (desk, server) = (Desk::new(), world.serve());
    seed(&desk);
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let statuses = statuses(&desk);
    assert!(!statuses["2"].starts_with("matched") && !statuses["17"].starts_with("matched"), "{statuses:?}");
    let matches = desk.table("matches");
    let letter = matches.iter().find(|row| row["candidate"] == "doi:10.5555/letter.2").unwrap();
    assert!(letter["decision"] != "accepted" && !letter["rule"].is_empty(), "{letter:?}");
}

#[test]
fn names_that_et_al_cut_are_completed_and_every_value_says_who_gave_it() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let works = desk.table("works");
    let work = works.iter().find(|work| work["pmid"] == "7000001").unwrap();
    assert_eq!((work["n_authors"].as_str(), work["authors_truncated"].as_str()), ("5", "false"));
    assert_eq!(work["source"], "pubmed");
    let provenance = desk.table("provenance");
    let of = |field: &str| -> Vec<(&str, &str)> {
        let rows =
            provenance.iter().filter(|row| row["entity_id"] == work["work_id"] && row["field"] == field);
        let mut rows: Vec<_> = rows.map(|row| (row["source"].as_str(), row["chosen"].as_str())).collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(of("title"), [("crossref", "false"), ("parser", "false"), ("pubmed", "true")]);
    assert_eq!(of("doi"), [("crossref", "true"), ("pubmed", "false")]);
    // The check holds the tables to their own schema and keys.
    desk.ok(&["check", "output/latest"]);
}

#[test]
fn what_was_asked_is_not_asked_again_and_offline_gives_the_same_tables() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    let fixed: Vec<&str> = ASK.into_iter().chain(["--reproducible"]).collect();
    assert_eq!(run(&desk, &server, &fixed).code, Some(0));
    let asked = server.count();
    assert!(asked > 0);
    let first = tables(&desk);
    assert_eq!(run(&desk, &server, &fixed).code, Some(0));
    assert_eq!(server.count(), asked, "answers are in the cache");
    assert!(first == tables(&desk), "the same answers give the same tables");
    let base = server.base();
    drop(server);
    let offline: Vec<&str> = fixed.iter().copied().chain(["--offline"]).collect();
    assert_eq!(Done::from(command(&desk, &base, &offline).output().unwrap()).code, Some(0));
    // The run says that nobody was asked; what the tables say of the world is the same.
    let (mut before, mut after) = (first, tables(&desk));
    for tables in [&mut before, &mut after] {
        tables.remove("runs.csv");
    }
    let differ: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// The tables of the newest dataset.
fn tables(desk: &Desk) -> HashMap<String, Vec<u8>> {
    let folder = desk.path("output/latest");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn a_service_that_does_not_answer_leaves_references_unchecked() {
    let is_crossref = |request: &Request| request.path.starts_with("/works");
    let broken = move |request: &Request| {
        is_crossref(request).then(|| Reply::status(404).header("content-type", "text/html"))
    };
    let (desk, server) = (Desk::new(), seed_world().serve_with(broken));
    seed(&desk);
    let strict: Vec<&str> = ASK.into_iter().chain(["--strict"]).collect();
    let done = run(&desk, &server, &strict);
    assert_eq!(done.code, Some(3), "{}", done.err);
    let statuses = statuses(&desk);
    assert_eq!(statuses["1"], "matched", "PubMed answered");
    assert_eq!(statuses["9"], "not_checked", "nothing found, and one of two did not answer");
    let issues = desk.table("issues");
    assert!(issues.iter().any(|row| row["code"] == "SERVICE_UNANSWERED"), "{issues:?}");
}

#[test]
fn a_dry_run_asks_nobody() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    let dry: Vec<&str> = ASK.into_iter().chain(["--dry-run"]).collect();
    let done = run(&desk, &server, &dry);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("requests to PubMed") && done.err.contains("At the rate"), "{}", done.err);
    assert_eq!(server.count(), 0);
    assert!(!desk.path("output").exists());
    // Once all is in the cache it would cost nothing.
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let done = run(&desk, &server, &dry);
    assert!(!done.err.contains("at once"), "{}", done.err);
}

#[test]
fn secrets_are_nowhere() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    let done = run(&desk, &server, &ASK);
    assert!(server.requests().iter().any(|r| r.get("api_key").is_some()), "the key is sent");
    assert!(!done.err.contains(KEY) && !done.err.contains(MAIL));
    for path in files(&desk.path("")) {
        let bytes = std::fs::read(&path).unwrap();
        for secret in [KEY, MAIL, "canary%40example"] {
            assert!(
                memchr::memmem::find(&bytes, secret.as_bytes()).is_none(),
                "{secret} in {}",
                path.display()
            );
        }
    }
    let base = server.base();
    drop(server);
    let failed = Desk::new();
    seed(&failed);
    let done = Done::from(command(&failed, &base, &ASK).output().unwrap());
    assert!(!done.err.contains(KEY) && !done.err.contains(MAIL), "{}", done.err);
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            out.extend(files(&path));
        } else if path.is_file() {
            out.push(path);
        }
    }
    out
}

#[test]
fn the_cache_can_be_looked_into() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    assert!(desk.run(&["cache", "show"]).err.contains("there is no cache"));
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let shown = desk.ok(&["cache", "show"]).out;
    assert!(shown.contains("pubmed_records") && shown.contains("crossref_record "), "{shown}");
    assert!(desk.ok(&["cache", "verify"]).err.contains(" 0 damaged"));
    desk.ok(&["cache", "prune", "--kind", "pubmed_match"]);
    assert!(!desk.ok(&["cache", "show"]).out.contains("pubmed_match"));
    assert_eq!(desk.run(&["cache", "prune", "--kind", "nonsense"]).code, Some(2));
}

const RETRACTED: &str = r#"<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Exp Med. 2010;1:1</RefSource><PMID Version="1">7999999</PMID></CommentsCorrections></CommentsCorrectionsList>"#;

#[test]
fn a_retraction_is_told_by_both_services_and_to_the_person() {
    let mut world = seed_world();
    let first = world.papers.iter_mut().find(|paper| paper.pmid == Some(7_000_001)).unwrap();
    first.pubmed_extra = RETRACTED.to_owned();
    first.crossref_extra = serde_json::json!({"updated-by": [{
        "DOI": "10.5555/notice", "type": "retraction", "source": "publisher",
        "updated": {"date-parts": [[2010, 5, 1]]}
    }]});
    let (desk, server) = (Desk::new(), world.serve());
    seed(&desk);
    let done = run(&desk, &server, &ASK);
    assert!(done.err.contains("retracted"), "{}", done.err);
    let works = desk.table("works");
    let work = |pmid: &str| works.iter().find(|work| work["pmid"] == pmid).unwrap();
    let told = |pmid: &str| (work(pmid)["is_retracted"].clone(), work(pmid)["retraction_status"].clone());
    assert_eq!(told("7000001"), ("true".to_owned(), "retracted".to_owned()));
    assert_eq!(told("7000003"), ("false".to_owned(), "none".to_owned()));
    // Nobody holds number 9, so nobody could say.
    let unknown = works.iter().find(|work| work["title"].contains("CD122")).unwrap();
    assert_eq!(
        (unknown["is_retracted"].as_str(), unknown["retraction_status"].as_str()),
        ("", "not_checked")
    );
    let mut updates: Vec<(String, String, String)> = desk
        .table("updates")
        .into_iter()
        .map(|row| (row["source"].clone(), row["type"].clone(), row["notice"].clone()))
        .collect();
    updates.sort();
    let retraction =
        |source: &str, notice: &str| (source.to_owned(), "retraction".to_owned(), notice.to_owned());
    assert_eq!(updates, [retraction("crossref", "doi:10.5555/notice"), retraction("pubmed", "pmid:7999999")]);
    assert!(desk.table("issues").iter().any(|row| row["code"] == "WORK_RETRACTED"));
    desk.ok(&["check", "output/latest"]);
}

#[test]
fn corrections_of_a_person_stand_above_all_sources_and_survive() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    seed(&desk);
    desk.write(
        "dataset.toml",
        "title = \"T\"\n[[sources]]\npath = \"list.txt\"\n[enrich]\nservices = [\"pubmed\"]\n[output]\nformats = [\"csv\"]\n",
    );
    desk.write(
        "overrides.csv",
        "key,field,value,note\npmid:7000003,volume,99,as printed in the issue\npmid:1,volume,1,nobody\nnonsense\n",
    );
    for _ in 0..2 {
        let done = run(&desk, &server, &["dataset", "--config", "dataset.toml"]);
        assert_eq!(done.code, Some(0), "{}", done.err);
        let works = desk.table("works");
        assert_eq!(works.iter().find(|work| work["pmid"] == "7000003").unwrap()["volume"], "99");
    }
    let provenance = desk.table("provenance");
    let chosen = provenance.iter().find(|row| row["source"] == "override").unwrap();
    assert_eq!((chosen["value"].as_str(), chosen["chosen"].as_str()), ("99", "true"));
    assert!(chosen["evidence"].contains("overrides.csv:2"), "{chosen:?}");
    let issues = desk.table("issues");
    let codes: Vec<&str> = issues.iter().map(|row| row["code"].as_str()).collect();
    assert!(codes.contains(&"OVERRIDE_INVALID") && codes.contains(&"OVERRIDE_UNUSED"), "{codes:?}");
}

#[test]
fn two_services_that_hold_different_works_are_a_conflict() {
    // The reference prints no title; each service knows another paper on that page.
    let paper = |pmid, doi: &str, title: &str, in_crossref| {
        let journal = "Journal of Experimental Medicine".to_owned();
        let paper =
            Paper { pmid, doi: doi.into(), title: title.into(), in_crossref, journal, ..Paper::default() };
        Paper { journal_short: "J Exp Med".into(), ..paper }.by("Mossman K").at("1985;161:1169-1170")
    };
    let world = World::of(vec![
        paper(Some(7_100_001), "10.5555/a", "Growth of moss in darkness", false),
        paper(None, "10.5555/b", "Spores of ferns at altitude", true),
    ]);
    let (desk, server) = (Desk::new(), world.serve());
    desk.write("list.txt", "References\n\n1. Mossman K. J Exp Med 1985; 161:1169.\n");
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let matches = desk.table("matches");
    assert_eq!(statuses(&desk)["1"], "conflict", "{matches:?}");
    let issues = desk.table("issues");
    let issue = issues.iter().find(|row| row["code"] == "MATCH_CONFLICT").unwrap();
    assert!(
        issue["observed"].contains("pmid:7100001") && issue["observed"].contains("doi:10.5555/b"),
        "{issue:?}"
    );
    assert_eq!(desk.table("works")[0]["pmid"], "", "neither is taken");
}

#[test]
fn a_run_that_is_killed_asks_only_for_what_it_lacks() {
    let world = World { delay: std::time::Duration::from_millis(120), ..seed_world() };
    let (desk, server) = (Desk::new(), world.serve());
    seed(&desk);
    let mut child = command(&desk, &server.base(), &ASK).stderr(std::process::Stdio::null()).spawn().unwrap();
    while server.count() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!desk.path("output/latest").exists());
    let before = server.requests().len();
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    let requests = server.requests();
    let questions =
        |requests: &[Request]| -> Vec<String> { requests.iter().map(Request::question).collect() };
    // The last one or few were under way when it was killed; nothing before is asked again.
    let answered = &questions(&requests[..before])[..before.saturating_sub(1).min(2)];
    let after = questions(&requests[before..]);
    assert!(
        answered.iter().all(|question| !after.contains(question)),
        "{answered:?} asked again in {after:?}"
    );
    let statuses = statuses(&desk);
    assert_eq!(statuses.values().filter(|status| *status == "matched").count(), 16, "{statuses:?}");
}

#[test]
fn explain_says_which_record_it_is_and_why() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    let reference = "Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.";
    let done = run(&desk, &server, &["explain", "--enrich", "pubmed,crossref", reference]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    for part in ["match       matched", "pmid:7000013", "doi:10.5555/seed.13", "accepted", "first page same"]
    {
        assert!(done.out.contains(part), "{part} is not in {}", done.out);
    }
    let without = desk.ok(&["explain", reference]).out;
    assert!(!without.contains("match "), "nobody was asked");
}

#[test]
fn a_local_index_answers_without_a_network() {
    let (desk, world) = (Desk::new(), seed_world());
    let ids: Vec<String> =
        world.papers.iter().filter_map(|paper| paper.pmid).map(|pmid| pmid.to_string()).collect();
    let pairs = [("db", "pubmed"), ("retmode", "xml"), ("id", &ids.join(","))];
    let request = Request {
        number: 0,
        method: "POST".into(),
        path: "/entrez/eutils/efetch.fcgi".into(),
        query: Vec::new(),
        form: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        headers: Vec::new(),
        at: std::time::Instant::now(),
    };
    desk.write("records.xml", world.answer(&request).body);
    seed(&desk);
    desk.ok(&["index", "build", "records.xml", "--out", "records.index"]);
    desk.ok(&["dataset", "list.txt", "--index", "records.index", "--format", "csv"]);
    let statuses = statuses(&desk);
    assert_eq!(statuses.values().filter(|status| *status == "matched").count(), 16, "{statuses:?}");
    assert_eq!(statuses["17"], "not_found");
    assert!(desk.table("matches").iter().all(|row| row["method"] == "local_index"));
}

#[test]
fn after_an_outage_half_way_the_next_run_asks_for_the_rest() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    let (broken, answered) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
    let is_out = {
        let (broken, answered) = (broken.clone(), answered.clone());
        // Two answers, then a proxy's page to everything.
        move |_: &Request| {
            let out = broken.load(Ordering::SeqCst) && answered.fetch_add(1, Ordering::SeqCst) >= 2;
            out.then(|| Reply::new(200, "text/html", "<html><body>Please log in</body></html>"))
        }
    };
    let (desk, server) = (Desk::new(), seed_world().serve_with(is_out));
    seed(&desk);
    let strict: Vec<&str> = ASK.into_iter().chain(["--strict"]).collect();
    let done = run(&desk, &server, &strict);
    assert_eq!(done.code, Some(3), "{}", done.err);
    let first = statuses(&desk);
    assert!(first.values().any(|status| status == "not_checked"), "{first:?}");
    assert!(first.values().all(|status| status != "not_found"), "an outage finds nothing missing: {first:?}");
    let before: Vec<String> = server.requests().iter().take(2).map(Request::question).collect();
    let count = server.count();
    broken.store(false, Ordering::SeqCst);
    assert_eq!(run(&desk, &server, &ASK).code, Some(0));
    assert_eq!(statuses(&desk).values().filter(|status| *status == "matched").count(), 16);
    let after: Vec<String> = server.requests().iter().skip(count).map(Request::question).collect();
    assert!(before.iter().all(|question| !after.contains(question)), "{before:?} asked again in {after:?}");
}

#[test]
fn mentions_that_only_their_record_joins_are_one_work() {
    let (desk, server) = (Desk::new(), seed_world().serve());
    desk.write(
        "a.txt",
        "References\n\n1. Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.\n",
    );
    desk.write("b.txt", "References\n\n1. Agarwala SS, et al. PMID: 7000013.\n");
    let files = ["dataset", "a.txt", "b.txt", "--format", "csv"];
    desk.ok(&files);
    assert_eq!(desk.table("works").len(), 2, "nothing printed joins them");
    let asked: Vec<&str> = files.into_iter().chain(["--enrich", "pubmed,crossref"]).collect();
    assert_eq!(run(&desk, &server, &asked).code, Some(0));
    let works = desk.table("works");
    assert_eq!(works.len(), 1, "{works:?}");
    assert_eq!((works[0]["n_mentions"].as_str(), works[0]["pmid"].as_str()), ("2", "7000013"));
    let duplicates = desk.table("duplicates");
    assert_eq!((duplicates.len(), duplicates[0]["decision"].as_str()), (1, "merged"));
    desk.ok(&["check", "output/latest"]);
}

#[test]
fn one_doi_under_two_pmids_is_two_works_and_a_pair_to_look_at() {
    let desk = Desk::new();
    desk.write(
        "list.txt",
        "References\n\n1. Mossman K. Growth of moss in darkness. J Ecol 1985; 61:11. doi:10.5555/shared. PMID: 101.\n\
         2. Fernando P. Spores of ferns at altitude. J Ecol 1985; 61:19. doi:10.5555/shared. PMID: 102.\n",
    );
    desk.ok(&["dataset", "list.txt", "--format", "csv"]);
    desk.ok(&["check", "output/latest"]);
    let works = desk.table("works");
    let shown: Vec<(&str, &str)> =
        works.iter().map(|work| (work["pmid"].as_str(), work["doi"].as_str())).collect();
    assert_eq!(shown, [("101", "10.5555/shared"), ("102", "")]);
    let with_doi = |row: &HashMap<String, String>| row["scheme"] == "doi";
    assert_eq!(desk.table("identifiers").into_iter().filter(with_doi).count(), 2, "what is printed stays");
    let duplicates = desk.table("duplicates");
    assert_eq!((duplicates.len(), duplicates[0]["decision"].as_str()), (1, "review"));
}

#[test]
fn a_pmcid_leads_to_the_record_and_one_that_leads_nowhere_does_no_harm() {
    let desk = Desk::new();
    let mut world = seed_world();
    world.papers.iter_mut().find(|paper| paper.pmid == Some(7_000_013)).unwrap().pmcid = "PMC2945611".into();
    let server = world.serve();
    desk.write(
        "list.txt",
        "References\n\n\
         1. Agarwala SS, et al. PMCID: PMC2945611.\n\
         2. Atkins MB, Kunkel L, Sznol M, Rosenberg SA. High-dose recombinant interleukin-2 therapy in patients with \
         metastatic melanoma: long-term survival update. Cancer J Sci Am 2000; 6 Suppl 1:S11. PMCID: PMC4711.\n",
    );
    let ask = ["dataset", "list.txt", "--enrich", "pubmed", "--format", "csv"];
    let planned: Vec<&str> = ask.into_iter().chain(["--dry-run"]).collect();
    let told = run(&desk, &server, &planned).err;
    assert!(told.contains("1 requests to the PMC ID converter (convert), at once"), "{told}");
    let done = run(&desk, &server, &ask);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert_eq!(
        statuses(&desk),
        [("1", "matched"), ("2", "matched")].map(|(a, b)| (a.into(), b.into())).into()
    );
    let method = |seq: &str| -> String {
        let rows = desk.table("matches");
        let id = reference(&desk, seq);
        rows.iter().find(|row| row["reference_id"] == id && row["decision"] == "accepted").unwrap()["method"]
            .clone()
    };
    assert_eq!(method("1"), "pmid");
    assert_ne!(method("2"), "pmid", "found by what else is printed");
    assert!(
        desk.table("works").iter().any(|work| work["pmid"] == "7000013" && work["pmcid"] == "PMC2945611")
    );
    // Kept like all answers.
    let asked = server.count();
    assert_eq!(run(&desk, &server, &ask).code, Some(0));
    assert_eq!(server.count(), asked);
    desk.ok(&["check", "output/latest"]);
}
