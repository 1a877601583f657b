//! The recorded answers and records that lie beside the project, each against a plain look at its JSON.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::{Reading, read_answer};
use crate::model::{Direction, UpdateKind};

fn folder() -> Option<PathBuf> {
    let path = std::env::var_os("REFLOOM_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = path.join("fixtures/crossref");
    if path.is_dir() {
        return Some(path);
    }
    let _ = writeln!(std::io::stderr(), "skipped: there is no {} (set REFLOOM_SHARED)", path.display());
    None
}

fn files(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let value = |path: &PathBuf| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    paths.into_iter().map(|path| (path.clone(), value(&path))).collect()
}

fn at<'a>(work: &'a Value, pointer: &str) -> Option<&'a str> {
    work.pointer(pointer).and_then(Value::as_str).filter(|t| !t.trim().is_empty())
}

/// Letters and digits alone, with what stands in tags and entities taken out the crude way.
fn squeezed(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    let tag = regex::Regex::new(r"<[^<>]*>").unwrap();
    tag.replace_all(&text, "").chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

fn compare(name: &str, work: &Value, found: &Reading) {
    let (record, reference) = (&found.record, &found.record.work);
    let doi = at(work, "/DOI").map(str::to_lowercase);
    assert_eq!(found.doi(), doi.as_deref(), "{name}");
    match at(work, "/title/0").or_else(|| at(work, "/original-title/0")) {
        Some(title) => {
            let bare = title.trim_start_matches("RETRACTED: ");
            let read = squeezed(&reference.title.as_ref().unwrap().value);
            assert!(read.starts_with(&squeezed(bare)), "{name}: {read}");
            if let Some(subtitle) = at(work, "/subtitle/0") {
                assert!(read.ends_with(&squeezed(subtitle)), "{name}: {read}");
            }
        }
        None => assert!(reference.title.is_none(), "{name}"),
    }
    let year = work.pointer("/issued/date-parts/0/0").and_then(Value::as_i64);
    let issued = reference.issued.as_ref().map(|f| f.value);
    if work.get("issued").is_some() && year.is_some() {
        assert_eq!(issued.map(|d| i64::from(d.year)), year, "{name}");
        let month = work.pointer("/issued/date-parts/0/1").and_then(Value::as_u64);
        assert_eq!(issued.unwrap().month.map(u64::from), month, "{name}");
    }
    assert_eq!(reference.volume.as_ref().map(|f| f.value.as_str()), at(work, "/volume"), "{name}");
    if let Some(page) = at(work, "/page") {
        let pages = &reference.pages.as_ref().unwrap().value;
        let written = match &pages.last {
            Some(last) => format!("{}-{last}", pages.first),
            None => pages.first.clone(),
        };
        assert_eq!(written, page, "{name}");
    }
    let people = ["/author", "/editor", "/translator"]
        .iter()
        .filter_map(|p| work.pointer(p).and_then(Value::as_array))
        .flatten()
        .filter(|person| ["/family", "/given", "/name"].iter().any(|p| at(person, p).is_some()))
        .count();
    assert_eq!(reference.contributors.len(), people, "{name}");
    let orcids = work.to_string().matches("\"ORCID\"").count();
    assert_eq!(record.people.iter().filter(|p| p.orcid.is_some()).count(), orcids, "{name}");
    let count = work.get("is-referenced-by-count").and_then(Value::as_u64);
    assert_eq!(record.cited_by_count, count, "{name}");
    let cited = work.pointer("/reference").and_then(Value::as_array).map_or(0, Vec::len);
    assert_eq!(record.cited.len(), cited, "{name}");
    let serial = &record.serial;
    for entry in work.pointer("/issn-type").and_then(Value::as_array).into_iter().flatten() {
        let issn = at(entry, "/value").unwrap();
        let place = match at(entry, "/type") {
            Some("print") => &serial.issn_print,
            _ => &serial.issn_electronic,
        };
        // A second one of a type, or one with a wrong check digit.
        let elsewhere = serial.issn_other.iter().any(|known| known == issn)
            || found.findings.iter().any(|f| f.field == "ISSN" && f.observed == issn);
        let doubled =
            [&serial.issn_print, &serial.issn_electronic].iter().any(|i| i.as_deref() == Some(issn));
        assert!(place.as_deref() == Some(issn) || elsewhere || doubled, "{name}: {issn} {serial:?}");
    }
    let awards = work
        .pointer("/funder")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|f| f.pointer("/award").and_then(Value::as_array).map_or(1, |a| a.len().max(1)))
        .sum::<usize>();
    assert!(record.funding.len() <= awards && (record.funding.is_empty() == (awards == 0)), "{name}");
}

#[test]
fn every_recorded_work_is_read() {
    let Some(folder) = folder() else { return };
    let mut seen = 0;
    for (path, work) in files(&folder.join("works")) {
        let name = path.display().to_string();
        let answer = read_answer(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(answer.works.len(), 1, "{name}");
        compare(&name, &work, &answer.works[0]);
        for finding in &answer.works[0].findings {
            println!("{name}: {} {} ({})", finding.field, finding.message, finding.observed);
        }
        seen += 1;
    }
    assert!(seen >= 55, "{seen}");
}

#[test]
fn every_recorded_list_is_read() {
    let Some(folder) = folder() else { return };
    let mut seen = 0;
    for (path, recorded) in files(&folder.join("lists")) {
        let name = path.display().to_string();
        let body = at(&recorded, "/response/body").map_or_else(|| recorded.to_string(), str::to_owned);
        let whole: Value = serde_json::from_str(&body).unwrap();
        let Some(items) = whole.pointer("/message/items").and_then(Value::as_array).cloned().or_else(|| {
            whole.pointer("/message").filter(|m| m.get("DOI").is_some()).map(|m| vec![m.clone()])
        }) else {
            continue;
        };
        if whole.pointer("/message-type").and_then(Value::as_str).is_some_and(|t| !t.starts_with("work")) {
            assert!(read_answer(body.as_bytes()).is_err(), "{name}");
            continue;
        }
        let answer = read_answer(body.as_bytes()).unwrap();
        assert_eq!(answer.works.len(), items.len(), "{name}");
        for (work, found) in items.iter().zip(&answer.works) {
            if work.get("DOI").is_some() {
                compare(&name, work, found);
                seen += 1;
            }
        }
    }
    assert!(seen >= 60, "{seen}");
}

/// The famous pair whose publisher linked it both ways, and the rest of the traps.
#[test]
fn recorded_updates() {
    let Some(folder) = folder() else { return };
    let read = |file: &str| {
        let body = std::fs::read(folder.join("works").join(format!("{file}.json"))).unwrap();
        read_answer(&body).unwrap().works.remove(0).record.updates
    };
    let has = |file: &str, kind: UpdateKind, direction: Direction| {
        read(file).iter().any(|u| u.kind == kind && u.direction == direction)
    };
    let (to, by) = (Direction::To, Direction::By);
    let retraction = UpdateKind::Retraction;
    for retracted in
        ["10.1016_s0140_6736_20_31180_6", "10.1016_s0140_6736_97_11096_0", "10.1016_j.brainres.2022.148038"]
    {
        assert!(has(retracted, retraction, to) && !has(retracted, retraction, by), "{retracted}");
    }
    for notice in ["10.1016_s0140_6736_20_31324_6", "10.1016_s0140_6736_10_60175_4"] {
        assert!(has(notice, retraction, by) && !has(notice, retraction, to), "{notice}");
    }
    for same in
        ["10.1371_journal.ppat.1006930", "10.1371_journal.ppat.1008184", "10.1371_journal.pgen.1011490"]
    {
        let updates = read(same);
        let kinds: Vec<UpdateKind> =
            updates.iter().map(|u| u.kind).filter(|k| *k != UpdateKind::NewVersion).collect();
        assert!(!updates.is_empty() && kinds.is_empty(), "{same}: {updates:?}");
    }
    assert_eq!(read("10.29328_journal.jcmhs.1001023").len(), 1);
    assert!(has("10.29328_journal.jcmhs.1001023", UpdateKind::PartialRetraction, to));
    let concern = read("10.1371_journal.pone.0064723");
    assert_eq!((concern.len(), concern[0].kind), (1, UpdateKind::ExpressionOfConcern));
    assert!(has("10.1371_journal.pone.0033693", UpdateKind::Correction, to));
    assert!(has("10.1371_journal.pone.0101381", UpdateKind::Correction, by));
}
