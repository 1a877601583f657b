//! `refloom refresh` as a scheduler and a person meet it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::enrich::seed_world;
use super::run::{Desk, Done, project};
use super::service::server::{Reply, Server};

const DESCRIBED: &str = "title = \"Melanoma\"\n[[sources]]\npath = \"list.txt\"\n[output]\ndir = \"output\"\n\
                         formats = [\"csv\"]\n[enrich]\nservices = [\"pubmed\", \"crossref\"]\ncache = \"answers\"\n\
                         days = { retractions = DAYS }\n";

const RETRACTED: &str = r#"<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Exp Med. 2010;1:1</RefSource><PMID Version="1">7999999</PMID></CommentsCorrections></CommentsCorrectionsList>"#;

/// A desk with the seed list, described, and a service whose world can change: 0 as it was, 1 with a retraction, 2 down.
struct Office {
    desk: Desk,
    server: Server,
    state: Arc<AtomicUsize>,
}

impl Office {
    /// Records are due again after so many days.
    fn open(days: u16) -> Self {
        let desk = Desk::new();
        desk.write("list.txt", std::fs::read(project("data/uptodate-interleukin-2-melanoma.txt")).unwrap());
        desk.write("dataset.toml", DESCRIBED.replace("DAYS", &days.to_string()));
        let state = Arc::new(AtomicUsize::new(0));
        let (before, now) = (seed_world(), state.clone());
        let mut after = seed_world();
        let first = after.papers.iter_mut().find(|paper| paper.pmid == Some(7_000_001)).unwrap();
        RETRACTED.clone_into(&mut first.pubmed_extra);
        let worlds = Mutex::new([before, after]);
        let server = Server::start(move |request| match now.load(Ordering::SeqCst) {
            2 => Reply::status(400),
            which => worlds.lock().unwrap()[which].answer(request),
        });
        Self { desk, server, state }
    }

    fn run(&self, args: &[&str]) -> Done {
        let mut command = self.desk.refloom(args);
        for name in ["REFLOOM_PUBMED_URL", "REFLOOM_PMC_URL", "REFLOOM_CROSSREF_URL"] {
            command.env(name, self.server.base());
        }
        command.env("REFLOOM_EMAIL", "canary@example.org").env("NCBI_API_KEY", "canary-key-4711");
        Done::from(command.output().unwrap())
    }

    fn first(&self) {
        let done = self.run(&["dataset", "--config", "dataset.toml"]);
        assert_eq!(done.code, Some(0), "{}", done.err);
    }

    fn snapshots(&self) -> usize {
        std::fs::read_dir(self.desk.path("output/snapshots")).unwrap().count()
    }
}

#[test]
fn a_retraction_comes_first_and_is_told_to_all_who_asked() {
    let office = Office::open(0);
    office.first();
    office.state.store(1, Ordering::SeqCst);
    let notify = "cat > mail.md; echo $REFLOOM_RETRACTED ${NCBI_API_KEY:-none} > told.txt";
    let done = office.run(&[
        "refresh",
        "--alert",
        "--digest",
        "news.md",
        "--digest-json",
        "news.json",
        "--notify-command",
        notify,
    ]);
    assert_eq!(done.code, Some(4), "{}", done.err);
    let told = done
        .out
        .find("Newly retracted, withdrawn or under concern (1)")
        .unwrap_or_else(|| panic!("{}", done.out));
    assert!(done.out.find("Totals").is_some_and(|totals| told < totals), "{}", done.out);
    assert!(done.out.contains("7999999"), "the notice is named: {}", done.out);
    let read = |name: &str| std::fs::read_to_string(office.desk.path(name)).unwrap();
    assert_eq!(read("mail.md"), read("news.md"));
    assert_eq!(read("told.txt").trim(), "1 none", "and the key is nobody's");
    let json: serde_json::Value = serde_json::from_str(&read("news.json")).unwrap();
    assert_eq!((&json["retracted"]["total"], &json["changed"]), (&1.into(), &true.into()));
    let changes = office.desk.table("changes");
    assert!(changes.iter().any(|row| row["field"] == "is_retracted" && row["new"] == "true"), "{changes:#?}");
    let runs = office.desk.table("runs");
    assert_eq!((runs.len(), &runs[1]["parent_run_id"]), (2, &runs[0]["run_id"]));
    // The work was there before, and this run changed it; the others are as they were.
    let works = office.desk.table("works");
    assert!(works.iter().all(|work| work["first_seen_run"] == runs[0]["run_id"]));
    let touched: Vec<_> = works.iter().filter(|work| work["last_changed_run"] == runs[1]["run_id"]).collect();
    assert_eq!((touched.len(), touched[0]["pmid"].as_str()), (1, "7000001"));
    office.desk.ok(&["check"]);
    // Told once is told.
    let again = office.run(&["refresh", "--alert", "--notify-command", "touch again.txt"]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(again.out.contains("Nothing changed"), "{}", again.out);
    assert!(!office.desk.path("again.txt").exists());
}

#[test]
fn with_nothing_due_nobody_is_asked_and_the_tables_are_taken_over() {
    let office = Office::open(7);
    office.first();
    let asked = office.server.count();
    let done = office.run(&["refresh"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("taken over") && done.out.contains("Nothing changed"), "{}", done.err);
    assert_eq!((office.server.count(), office.snapshots()), (asked, 2));
    assert!(office.desk.table("changes").is_empty());
    assert_eq!(office.desk.table("runs").len(), 2);
    office.desk.ok(&["check"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let works = std::fs::metadata(office.desk.path("output/latest/works.csv")).unwrap();
        assert_eq!(works.nlink(), 2, "stored once");
    }
    // Another correction of a person's is another input.
    office.desk.write("overrides.csv", "key,field,value,note\nnobody,title,x,\n");
    let done = office.run(&["refresh"]);
    assert!(done.code == Some(0) && !done.err.contains("taken over"), "{}", done.err);
}

#[test]
fn a_work_whose_key_became_another_one_was_seen_before() {
    let office = Office::open(7);
    // Nobody is asked: works have the keys of what is printed.
    office.desk.ok(&["dataset", "list.txt"]);
    let before = office.desk.table("works");
    let done = office.run(&["refresh", "--config", "dataset.toml"]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    let (runs, works) = (office.desk.table("runs"), office.desk.table("works"));
    let ids: Vec<&String> = before.iter().map(|work| &work["work_id"]).collect();
    assert!(works.iter().filter(|work| !ids.contains(&&work["work_id"])).count() > 10, "their keys moved");
    assert!(works.iter().all(|work| work["first_seen_run"] == runs[0]["run_id"]));
    assert!(works.iter().any(|work| work["last_changed_run"] == runs[1]["run_id"]));
    office.desk.ok(&["check"]);
}

#[test]
fn what_is_planned_counts_the_searches_for_what_was_not_found() {
    let office = Office::open(365);
    office.first();
    let planned = |config: &str| office.run(&["refresh", "--config", config, "--dry-run"]).err;
    let searches = |told: &str| told.matches("_search), perhaps").count();
    let settled = planned("dataset.toml");
    assert_eq!(searches(&settled), 0, "{settled}");
    let described = DESCRIBED.replace("{ retractions = DAYS }", "{ not_found = 0 }");
    office.desk.write("impatient.toml", described);
    let due = planned("impatient.toml");
    assert!(searches(&due) > 0, "{due}");
    // And so it is done.
    let asked = office.server.count();
    assert_eq!(office.run(&["refresh", "--config", "impatient.toml"]).code, Some(0));
    assert!(office.server.count() > asked);
}

#[test]
fn an_outage_takes_nothing_away_and_says_so() {
    let office = Office::open(0);
    office.first();
    let works = office.desk.table("works");
    let planned = office.run(&["refresh", "--dry-run"]).err;
    assert!(planned.contains("1 requests to PubMed (pubmed_records), at once"), "{planned}");
    office.state.store(2, Ordering::SeqCst);
    let done = office.run(&["refresh"]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    assert!(done.out.contains("PubMed left") && done.out.contains("stands in"), "{}", done.out);
    assert_eq!(office.desk.table("works"), works);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let provenance = std::fs::metadata(office.desk.path("output/latest/provenance.csv")).unwrap();
        assert_eq!(provenance.nlink(), 2, "nothing but the run would differ");
    }
    assert!(office.desk.table("issues").iter().any(|row| row["code"] == "SERVICE_UNANSWERED"));
    office.state.store(1, Ordering::SeqCst);
    assert_eq!(office.run(&["refresh", "--alert"]).code, Some(4), "asked again, and heard");
}

#[test]
fn what_was_typed_is_remembered_but_for_who_typed_it() {
    let office = Office::open(7);
    let ask =
        ["dataset", "list.txt", "--enrich", "pubmed", "--format", "csv", "--email", "typed@example.org"];
    assert_eq!(office.run(&ask).code, Some(0));
    let remembered = std::fs::read_to_string(office.desk.path("output/last-run.json")).unwrap();
    assert!(remembered.contains("list.txt") && remembered.contains("pubmed"), "{remembered}");
    assert!(!remembered.contains("@example.org") && !remembered.contains("canary"), "{remembered}");
    assert!(office.run(&["refresh"]).err.contains("taken over"));
    // With one reference less it is the same dataset, changed.
    let text = std::fs::read_to_string(office.desk.path("list.txt")).unwrap();
    let shorter: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("12. ")).collect();
    office.desk.write("list.txt", shorter.join("\n"));
    let done = office.run(&["refresh"]);
    assert!(
        done.out.contains("References removed (1)") && !done.out.contains("References added"),
        "{}",
        done.out
    );
}

#[test]
fn a_damaged_dataset_is_neither_compared_with_nor_taken_over() {
    let office = Office::open(7);
    office.first();
    super::run::damage(&office.desk.path("output/latest/authors.csv"), b"author_id\n");
    let done = office.run(&["refresh"]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    assert!(done.err.contains("damaged") && done.out.contains("cannot be told"), "{}{}", done.out, done.err);
    office.desk.ok(&["check"]);
    assert_eq!(office.run(&["refresh"]).code, Some(0));
}

#[test]
fn a_notification_that_fails_is_told_and_the_dataset_stays() {
    let office = Office::open(0);
    office.first();
    office.state.store(1, Ordering::SeqCst);
    let told = "cat > mail.md; exit 7";
    let done = office.run(&["refresh", "--digest", "no/such/folder/news.md", "--notify-command", told]);
    assert_eq!(done.code, Some(3), "{}", done.err);
    assert!(done.err.contains("news.md") && office.desk.path("mail.md").exists(), "{}", done.err);
    assert!(done.err.contains("notification command ended with"), "{}", done.err);
    assert_eq!(office.snapshots(), 2);
    // What was not told is told the next time, though nothing has changed since.
    let done = office.run(&["refresh", "--alert", "--notify-command", "cat > again.md"]);
    assert_eq!(done.code, Some(4), "{}", done.err);
    let again = std::fs::read_to_string(office.desk.path("again.md")).unwrap();
    assert!(again.contains("7999999") && again.contains("was not told yet"), "{again}");
    assert_eq!(office.run(&["refresh", "--alert"]).code, Some(0));
}

#[test]
fn a_first_refresh_is_a_first_dataset() {
    let desk = Desk::new();
    let done = desk.run(&["refresh"]);
    assert!(done.code == Some(1) && done.err.contains("there is no data/dataset.toml"), "{}", done.err);
    desk.write("list.txt", super::list::list(3));
    let done = desk.ok(&["refresh", "list.txt"]);
    assert!(done.out.contains("first dataset here"), "{}", done.out);
    desk.ok(&["check"]);
}
