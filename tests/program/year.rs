//! A year of monthly refreshes while the world goes on: every digest says exactly what happened, and nothing else.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use refloom::dataset::diff::Digest;
use refloom::dataset::{OutputDir, TableFormat};
use refloom::model::Source;
use refloom::normalize::journals::Authority;
use refloom::pipeline::{Clock, EnrichPlan, Plan, Refreshed, Silent, refresh};
use refloom::sources::http::{Bases, Deadlines, Settings};
use serde_json::json;

use super::run::rows;
use super::service::server::{Reply, Server};
use super::service::world::{Paper, World};

const PAPERS: u32 = 130;
/// References to what nobody holds.
const UNKNOWN: u32 = 4;
const DAY: i64 = 86_400_000;
/// 2027-01-04.
const START: i64 = 1_799_020_800_000;

const SUBJECTS: [&str; 12] = [
    "moss", "granite", "swallows", "lichen", "herring", "thistles", "beetles", "amber", "oysters", "heather",
    "larches", "salmon",
];
const DOINGS: [&str; 11] = [
    "Growth",
    "Decay",
    "Migration",
    "Weathering",
    "Pigments",
    "Breathing",
    "Nesting",
    "Ageing",
    "Grazing",
    "Colour",
    "Warmth",
];
const PLACES: [&str; 13] = [
    "northern cliffs",
    "shallow bays",
    "old walls",
    "burnt forests",
    "salt marshes",
    "river mouths",
    "high meadows",
    "deep valleys",
    "windy islands",
    "quiet ponds",
    "urban gardens",
    "frozen soils",
    "limestone caves",
];

fn title(n: u32) -> String {
    let n = n as usize;
    format!(
        "{} of {} in {} observed over {} seasons",
        DOINGS[n % DOINGS.len()],
        SUBJECTS[n % SUBJECTS.len()],
        PLACES[n % PLACES.len()],
        n + 2
    )
}

fn paper(n: u32) -> Paper {
    let paper = Paper {
        // One in ten is in Crossref alone.
        pmid: (!n.is_multiple_of(10)).then_some(5_000_000 + n),
        doi: format!("10.5555/year.{n}"),
        title: title(n),
        crossref_extra: json!({ "is-referenced-by-count": n }),
        ..Paper::default()
    };
    paper.by(&format!("Alder {}, Birch C", char::from(b'A' + (n % 26) as u8))).at(&locator(n))
}

fn locator(n: u32) -> String {
    format!("{};{}:{}-{}", 1980 + n % 40, n % 50 + 1, n * 10 + 1, n * 10 + 9)
}

/// A list as journals print it; the last few are of nobody's.
fn list() -> String {
    let line = |n: u32| {
        let locator = locator(n);
        let (year, place) = locator.split_once(';').unwrap();
        let first = place.split('-').next().unwrap();
        let initial = char::from(b'A' + (n % 26) as u8);
        format!("{}. Alder {initial}, Birch C. {}. J Invent Stud. {year};{first}.\n", n + 1, title(n))
    };
    let mut text = "References\n\n".to_owned();
    text.extend((0..PAPERS + UNKNOWN).map(line));
    text
}

/// What a digest tells, a line for each thing, sorted.
fn told(digest: &Digest) -> Vec<String> {
    let number = |title: &Option<String>| {
        let title = title.as_deref().unwrap_or_default();
        (0..PAPERS + UNKNOWN).find(|n| title.contains(&format!("over {} seasons", n + 2))).map_or(999, |n| n)
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let mut lines = Vec::new();
    lines.extend(digest.retracted.entries.iter().map(|e| format!("retracted {}", number(&e.work.title))));
    lines.extend(digest.corrected.entries.iter().map(|e| format!("corrected {}", number(&e.work.title))));
    lines.extend(digest.taken_back.entries.iter().map(|e| format!("taken back {}", number(&e.work.title))));
    for (what, list) in
        [("matched", &digest.matched), ("unmatched", &digest.unmatched), ("rematched", &digest.rematched)]
    {
        lines.extend(
            list.entries
                .iter()
                .map(|e| format!("{what} {} {} → {}", text(&e.reference.label), e.old_status, e.new_status)),
        );
    }
    lines.extend(digest.merged.entries.iter().map(|e| {
        format!("merged {} {} {} → {}", number(&e.work.title), e.field, text(&e.old), text(&e.new))
    }));
    lines.extend(
        digest.fields.entries.iter().map(|e| {
            format!("field {} {} {} → {}", number(&e.work.title), e.field, text(&e.old), text(&e.new))
        }),
    );
    lines.extend(digest.counts.entries.iter().map(|e| {
        format!("count {} {} {} → {}", number(&e.work.title), e.metric, text(&e.old), text(&e.new))
    }));
    for (what, n) in [
        ("references added", digest.references_added.total),
        ("references removed", digest.references_removed.total),
        ("references changed", digest.references_changed.total),
        ("documents added", digest.documents_added.total),
        ("documents removed", digest.documents_removed.total),
        ("documents changed", digest.documents_changed.total),
    ] {
        lines.extend((n > 0).then(|| format!("{what}: {n}")));
    }
    lines.sort();
    lines
}

struct Year {
    folder: tempfile::TempDir,
    server: Server,
    world: Arc<Mutex<World>>,
    down: Arc<AtomicBool>,
    authority: Authority,
}

impl Year {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("list.txt"), list()).unwrap();
        let world = Arc::new(Mutex::new(World::of((0..PAPERS).map(paper).collect())));
        let down = Arc::new(AtomicBool::new(false));
        let (answers, is_down) = (world.clone(), down.clone());
        let server = Server::start(move |request| {
            if is_down.load(Ordering::SeqCst) {
                return Reply::status(503);
            }
            answers.lock().unwrap().answer(request)
        });
        Self { folder, server, world, down, authority: Authority::embedded().unwrap() }
    }

    fn plan(&self, day: i64) -> Plan {
        let ms = Duration::from_millis;
        let enrich = EnrichPlan {
            services: vec![Source::Pubmed, Source::Crossref],
            settings: Settings {
                bases: Bases::all_at(&self.server.base()),
                deadlines: Deadlines { wait: ms(20), first_wait: ms(2), ..Deadlines::default() },
                max_retries: 1,
                ..Settings::default()
            },
            cache: self.folder.path().join("cache"),
            ..EnrichPlan::nobody()
        };
        Plan {
            out: self.folder.path().join("output"),
            formats: vec![TableFormat::Csv],
            clock: Clock::Set(START + day * DAY),
            enrich: Some(enrich),
            ..Plan::from_inputs(&[self.folder.path().join("list.txt")])
        }
    }

    /// A refresh so many days after the start, and the requests it took.
    fn refresh(&self, day: i64) -> (Refreshed, usize) {
        let before = self.server.count();
        let done = refresh(&self.plan(day), &self.authority, &Silent).unwrap();
        OutputDir::told(&self.folder.path().join("output")).unwrap();
        (done, self.server.count() - before)
    }

    fn change(&self, n: u32, change: impl FnOnce(&mut Paper)) {
        let mut world = self.world.lock().unwrap();
        change(world.papers.iter_mut().find(|paper| paper.doi == format!("10.5555/year.{n}")).unwrap());
    }

    fn count(&self, n: u32, citations: u32) {
        self.change(n, |paper| paper.crossref_extra["is-referenced-by-count"] = json!(citations));
    }

    fn latest(&self) -> std::path::PathBuf {
        self.folder.path().join("output/latest")
    }
}

fn notice(kind: &str, pmid: u32) -> String {
    format!(
        "<CommentsCorrectionsList><CommentsCorrections RefType=\"{kind}\"><RefSource>J Invent Stud. 2027;1:1</RefSource>\
         <PMID Version=\"1\">{pmid}</PMID></CommentsCorrections></CommentsCorrectionsList>"
    )
}

/// The fewest requests by which a month's questions can be asked: each record that was taken once, in as few requests as
/// the services allow; for each reference without a record all three ways to find it.
fn fewest(pubmed: usize, crossref: usize, open_in_pubmed: usize, open_in_crossref: usize) -> usize {
    pubmed.div_ceil(200)
        + crossref.div_ceil(50)
        + open_in_pubmed.div_ceil(25)
        + open_in_pubmed
        + open_in_crossref
}

/// What happens in a month, and what the digest says of it.
type Month = (&'static str, Box<dyn Fn(&Year)>, Vec<&'static str>);

fn months() -> Vec<Month> {
    vec![
        ("nothing", Box::new(|_| {}), vec![]),
        (
            "a retraction",
            Box::new(|year| year.change(3, |paper| paper.pubmed_extra = notice("RetractionIn", 9_000_001))),
            vec!["retracted 3"],
        ),
        (
            "an erratum",
            Box::new(|year| year.change(5, |paper| paper.pubmed_extra = notice("ErratumIn", 9_000_002))),
            vec!["corrected 5"],
        ),
        (
            "counts grow",
            Box::new(|year| {
                year.count(1, 11);
                year.count(20, 25);
            }),
            vec!["count 1 cited_by_count 1 → 11", "count 20 cited_by_count 20 → 25"],
        ),
        (
            "nobody answers",
            Box::new(|year| {
                year.down.store(true, Ordering::SeqCst);
                // It happens now and is heard of when they answer again.
                year.count(2, 12);
            }),
            vec![],
        ),
        (
            "a title is corrected",
            Box::new(|year| {
                year.down.store(false, Ordering::SeqCst);
                year.change(7, |paper| paper.title = paper.title.replace("Ageing", "Slow ageing"));
            }),
            vec![
                "count 2 cited_by_count 2 → 12",
                "field 7 title Ageing of amber in deep valleys observed over 9 seasons → Slow ageing of amber in deep \
                 valleys observed over 9 seasons",
            ],
        ),
        (
            "two records become one",
            Box::new(|year| {
                year.change(8, |paper| {
                    paper.former_pmid = paper.pmid;
                    paper.pmid = Some(6_000_008);
                });
            }),
            vec!["merged 8 pmid 5000008 → 6000008"],
        ),
        (
            "a record vanishes",
            Box::new(|year| {
                let mut world = year.world.lock().unwrap();
                world.papers.retain(|paper| paper.doi != "10.5555/year.10");
            }),
            vec!["unmatched 11 matched → not_found"],
        ),
        (
            "a record comes",
            Box::new(|year| {
                let mut world = year.world.lock().unwrap();
                world.papers.push(Paper { pmid: None, ..paper(PAPERS) });
            }),
            vec!["matched 131 not_found → matched"],
        ),
        ("nobody answers again", Box::new(|year| year.down.store(true, Ordering::SeqCst)), vec![]),
        ("they answer", Box::new(|year| year.down.store(false, Ordering::SeqCst)), vec![]),
        (
            "a retraction and a count",
            Box::new(|year| {
                year.change(11, |paper| paper.pubmed_extra = notice("RetractionIn", 9_000_003));
                year.count(1, 12);
            }),
            vec!["count 1 cited_by_count 11 → 12", "retracted 11"],
        ),
    ]
}

#[test]
fn every_digest_of_a_year_says_what_happened_and_nothing_else() {
    let year = Year::begin();
    let (first, _) = year.refresh(0);
    assert!(first.digest.is_none() && !first.is_incomplete, "{:?}", first.summary.notices);
    let in_pubmed = (0..PAPERS).filter(|n| !n.is_multiple_of(10)).count();
    let unknown = UNKNOWN as usize;
    let refs = rows(&year.latest().join("refs.csv"));
    let found = refs.iter().filter(|row| row["match_status"].starts_with("matched")).count();
    assert_eq!(found, PAPERS as usize, "the world is not what the year wants");
    // Those that PubMed does not hold are looked for there anew each month too.
    let quiet = fewest(in_pubmed, PAPERS as usize, PAPERS as usize - in_pubmed + unknown, unknown);

    let months = months();
    assert_eq!(months.len(), 12);
    let mut faults = Vec::new();
    for (month, (what, event, expected)) in (1..).zip(months) {
        event(&year);
        let (done, requests) = year.refresh(month * 30);
        let digest = done.digest.unwrap();
        let got = told(&digest);
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        expected.sort();
        let is_down = year.down.load(Ordering::SeqCst);
        if got != expected || done.is_incomplete != is_down || digest.changed == expected.is_empty() {
            faults.push(format!(
                "{month}, {what}: {got:#?}, changed {}, incomplete {}, tables {:#?}, issues {:?}",
                digest.changed, done.is_incomplete, digest.tables, digest.issues
            ));
        }
        if expected.is_empty() && !rows(&year.latest().join("changes.csv")).is_empty() {
            faults.push(format!("{month}, {what}: the table of changes is not empty"));
        }
        if !is_down {
            // What is gone or new costs its own questions: at most a record and a search of each service.
            let most = quiet + if expected.iter().any(|line| line.contains("matched")) { 4 } else { 0 };
            if requests as f64 > most as f64 * 1.05 {
                faults.push(format!("{month}, {what}: {requests} requests, the fewest are {most}"));
            }
        }
        assert_eq!(digest.notes.is_empty(), !is_down, "{:?}", digest.notes);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    let runs = rows(&year.latest().join("runs.csv"));
    assert_eq!(runs.len(), 13, "a dataset names the runs it goes back to");
    checked(&year.latest());
}

fn checked(dataset: &Path) {
    let report = refloom::dataset::check(dataset).unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

#[test]
fn within_a_week_nothing_is_asked_and_nothing_changes() {
    let year = Year::begin();
    year.refresh(0);
    let (soon, requests) = year.refresh(3);
    assert!(soon.was_current && !soon.digest.unwrap().changed);
    assert_eq!(requests, 0);
    // A week later records are due; what was not found is not.
    let (later, requests) = year.refresh(7);
    assert!(!later.was_current && !later.digest.unwrap().changed);
    let in_pubmed = (0..PAPERS).filter(|n| !n.is_multiple_of(10)).count();
    assert_eq!(requests, in_pubmed.div_ceil(200) + (PAPERS as usize).div_ceil(50));
    checked(&year.latest());
}
