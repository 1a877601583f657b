//! Damage, two at once, clocks, upkeep.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::sources::http::{Answer, Call, CallKind, Expect};

const BASE: &str = "https://api.crossref.org";
const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;

fn work(n: usize) -> Call {
    Call::new(CallKind::CrossrefRecord, "/works", Expect::Json).segment(&format!("10.5555/{n}"))
}

fn answer(n: usize) -> Answer {
    Answer {
        status: 200,
        body: format!("{{\"DOI\":\"10.5555/{n}\",\"pad\":\"{}\"}}", "x".repeat(n * 7 % 300)).into(),
    }
}

fn open(folder: &Path) -> Cache {
    Cache::open(folder, Lifetimes::default()).unwrap()
}

fn fill(folder: &Path, count: usize) -> Cache {
    let cache = open(folder);
    for n in 0..count {
        assert!(cache.keep(&work(n), BASE, &answer(n), NOW).1);
    }
    cache
}

#[test]
fn what_is_kept_is_found_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let cache = fill(folder.path(), 3);
    let Lookup::Fresh(kept) = cache.look_up(&work(2), BASE, Need::Current, NOW) else { panic!() };
    assert_eq!((kept.answer, kept.fetched_at), (answer(2), NOW));
    assert_eq!(cache.look_up(&work(3), BASE, Need::Current, NOW), Lookup::Missing);
    assert_eq!(
        cache.look_up(&work(2), "http://127.0.0.1:1", Need::Current, NOW),
        Lookup::Missing,
        "another place, another answer"
    );
    drop(cache);
    let again = open(folder.path());
    assert!(matches!(again.look_up(&work(0), BASE, Need::Current, NOW), Lookup::Fresh(_)));
    assert!(again.take_notices().is_empty());
}

#[test]
fn the_file_can_be_read_with_sql() {
    let folder = tempfile::tempdir().unwrap();
    drop(fill(folder.path(), 2));
    let connection = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    let (request, service, kind): (String, String, String) = connection
        .query_row("SELECT request, service, kind FROM responses ORDER BY request LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(request, "GET https://api.crossref.org/works/10.5555%2F0");
    assert_eq!((service.as_str(), kind.as_str()), ("crossref", "crossref_record"));
}

#[test]
fn answers_have_their_time() {
    let cache = Cache::in_memory(Lifetimes::default()).unwrap();
    cache.keep(&work(1), BASE, &answer(1), NOW);
    let not_there = Answer { status: 404, body: b"Resource not found.".to_vec() };
    cache.keep(&work(2), BASE, &not_there, NOW);
    let look = |n, need, days| cache.look_up(&work(n), BASE, need, NOW + days * DAY);
    assert!(matches!(look(1, Need::Current, 6), Lookup::Fresh(kept) if kept.is_current));
    assert!(matches!(look(1, Need::Current, 7), Lookup::Stale(_)));
    assert!(matches!(look(1, Need::Settled, 7), Lookup::Fresh(kept) if !kept.is_current));
    assert!(matches!(look(1, Need::Settled, 365), Lookup::Stale(_)));
    assert!(matches!(look(2, Need::Current, 29), Lookup::Fresh(kept) if kept.answer == not_there));
    assert!(matches!(look(2, Need::Settled, 30), Lookup::Stale(_)));
    // The clock jumped back: new, and certainly not of an age below zero.
    assert!(matches!(cache.look_up(&work(1), BASE, Need::Current, NOW - DAY / 2), Lookup::Fresh(_)));
    let summary = cache.summary(NOW - 5 * DAY).unwrap();
    assert!(summary.rows.iter().all(|row| row.newest == 0 && row.oldest == 0));
    // The other clock was mad.
    assert!(matches!(cache.look_up(&work(1), BASE, Need::Current, 0), Lookup::Stale(_)));
}

#[test]
fn a_newer_answer_takes_the_place_of_the_older() {
    let cache = Cache::in_memory(Lifetimes::default()).unwrap();
    cache.keep(&work(1), BASE, &answer(1), NOW);
    cache.keep(&work(1), BASE, &answer(2), NOW + 5);
    let Lookup::Fresh(kept) = cache.look_up(&work(1), BASE, Need::Current, NOW + 5) else { panic!() };
    assert_eq!((kept.answer, kept.fetched_at), (answer(2), NOW + 5));
    cache.forget(&work(1), BASE);
    assert_eq!(cache.look_up(&work(1), BASE, Need::Current, NOW), Lookup::Missing);
}

#[test]
fn no_flipped_byte_changes_an_answer() {
    const ANSWERS: usize = 40;
    let folder = tempfile::tempdir().unwrap();
    drop(fill(folder.path(), ANSWERS));
    let whole = fs::read(folder.path().join(FILE_NAME)).unwrap();
    let (mut found, mut lost, mut noticed) = (0, 0, 0);
    for (block, start) in (0..whole.len()).step_by(64).enumerate() {
        // One byte in every 64, not always at the same place of a row or a page, and not always the same bit.
        let at = (start + block * 37 % 64).min(whole.len() - 1);
        let copy = tempfile::tempdir().unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (block % 8);
        fs::write(copy.path().join(FILE_NAME), &bytes).unwrap();
        let cache = open(copy.path());
        for n in 0..ANSWERS {
            match cache.look_up(&work(n), BASE, Need::Current, NOW) {
                Lookup::Fresh(kept) => {
                    assert_eq!((kept.answer, kept.fetched_at), (answer(n), NOW), "byte {at}");
                    found += 1;
                }
                Lookup::Stale(_) => panic!("byte {at} changed a time"),
                Lookup::Missing => lost += 1,
            }
        }
        if block % 16 == 0 {
            // It goes on working whatever was flipped, if not always with this file.
            cache.keep(&work(ANSWERS), BASE, &answer(ANSWERS), NOW);
        }
        noticed += usize::from(!cache.take_notices().is_empty());
    }
    assert!(found > 20 * lost && lost > 0 && noticed > 0, "{found} found, {lost} lost, {noticed} noticed");
}

#[test]
fn verify_finds_every_row_that_is_not_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let cache = fill(folder.path(), 5);
    assert_eq!(cache.verify().unwrap(), Verified { good: 5, ..Verified::default() });
    let sql = "UPDATE responses SET status = 404 WHERE request LIKE '%2F1';
        UPDATE responses SET fetched_at = fetched_at + 1 WHERE request LIKE '%2F2';
        UPDATE responses SET body = x'00' WHERE request LIKE '%2F3';
        UPDATE responses SET request = request || 'x' WHERE request LIKE '%2F4'";
    cache.lock().execute_batch(sql).unwrap();
    let verified = cache.verify().unwrap();
    assert_eq!((verified.good, verified.damaged.len()), (1, 4));
    for n in 1..5 {
        assert_eq!(cache.look_up(&work(n), BASE, Need::Current, NOW), Lookup::Missing);
    }
    assert_eq!(cache.take_notices().len(), 1, "told once, not for each");
    // Asked again, it is well again.
    cache.keep(&work(1), BASE, &answer(1), NOW);
    assert!(matches!(cache.look_up(&work(1), BASE, Need::Current, NOW), Lookup::Fresh(_)));
}

#[test]
fn an_answer_under_the_key_of_another_question_is_not_given() {
    let cache = Cache::in_memory(Lifetimes::default()).unwrap();
    cache.keep(&work(1), BASE, &answer(1), NOW);
    let key = question(&work(2), BASE);
    cache.lock().execute("UPDATE responses SET key = ?1", rusqlite::params![key]).unwrap();
    assert_eq!(cache.look_up(&work(2), BASE, Need::Current, NOW), Lookup::Missing);
    assert_eq!(cache.verify().unwrap().damaged.len(), 1);
}

#[test]
fn a_full_disk_is_told_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cache = fill(folder.path(), 5);
    let pages: i64 = cache.lock().pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    cache.lock().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    let noise: Vec<u8> = (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let (sha256, kept) = cache.keep(&work(9), BASE, &Answer { status: 200, body: noise }, NOW);
    assert!(!kept && sha256 != [0; 32]);
    let notices = cache.take_notices();
    assert!(notices[0].contains("full") && notices[0].contains("free some space"), "{notices:?}");
    assert_eq!(cache.look_up(&work(9), BASE, Need::Current, NOW), Lookup::Missing);
    assert_eq!(cache.verify().unwrap().good, 5);
}

#[test]
fn a_file_that_is_no_database_of_ours_is_moved_aside() {
    let other = tempfile::tempdir().unwrap();
    let theirs = rusqlite::Connection::open(other.path().join("x")).unwrap();
    theirs.execute_batch("CREATE TABLE responses (a); PRAGMA user_version = 7").unwrap();
    drop(theirs);
    let same_version = rusqlite::Connection::open(other.path().join("y")).unwrap();
    same_version.execute_batch("CREATE TABLE responses (a); PRAGMA user_version = 1").unwrap();
    drop(same_version);
    let theirs = fs::read(other.path().join("x")).unwrap();
    let same_version = fs::read(other.path().join("y")).unwrap();
    for bytes in [
        b"no database at all, but long enough to be taken for one".repeat(20),
        theirs,
        same_version,
        vec![0; 5000],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        fs::write(&path, &bytes).unwrap();
        let cache = open(folder.path());
        let notices = cache.take_notices();
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert!(notices[0].contains("responses-v1.sqlite.damaged-1"), "{notices:?}");
        assert!(
            fs::read(folder.path().join("responses-v1.sqlite.damaged-1")).unwrap() == bytes,
            "left as it was"
        );
        assert!(cache.keep(&work(1), BASE, &answer(1), NOW).1);
        drop(cache);
        // Again: the first is not written over.
        fs::write(&path, &bytes).unwrap();
        open(folder.path());
        assert!(folder.path().join("responses-v1.sqlite.damaged-2").exists());
    }
}

#[test]
fn an_empty_file_is_an_empty_cache() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), "").unwrap();
    let cache = open(folder.path());
    assert!(cache.take_notices().is_empty());
    assert!(cache.keep(&work(1), BASE, &answer(1), NOW).1);
}

#[cfg(unix)]
#[test]
fn a_new_cache_is_for_nobody_else_to_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("cache");
    let cache = fill(&folder, 3);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 1, "the database and its journal: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    drop(cache);
    // What somebody has opened to others stays open.
    fs::set_permissions(folder.join(FILE_NAME), fs::Permissions::from_mode(0o664)).unwrap();
    drop(fill(&folder, 4));
    assert_eq!(mode(&folder.join(FILE_NAME)), 0o664);
    // A new one in the place of a damaged one.
    fs::write(folder.join(FILE_NAME), "no database at all, and longer than a hundred bytes ".repeat(40))
        .unwrap();
    drop(fill(&folder, 1));
    assert_eq!(mode(&folder.join(FILE_NAME)), 0o600);
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = Cache::open(&file.join("below"), Lifetimes::default()).unwrap_err();
    assert!(error.to_string().contains("choose another one"), "{error}");
}

#[test]
fn a_cache_that_may_not_be_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(fill(folder.path(), 2));
    let path = folder.path().join(FILE_NAME);
    let opened = open::open_to_read(&path).unwrap();
    let count: i64 = opened.query_row("SELECT count(*) FROM responses", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
    assert!(opened.execute("DELETE FROM responses", []).is_err());
}

#[test]
fn many_runs_keep_answers_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for run in 0..4 {
            let folder = folder.path();
            scope.spawn(move || {
                let cache = open(folder);
                for n in 0..50 {
                    assert!(cache.keep(&work(n * 2 + run % 2), BASE, &answer(n * 2 + run % 2), NOW).1);
                    assert!(!matches!(cache.look_up(&work(n), BASE, Need::Current, NOW), Lookup::Stale(_)));
                }
                assert!(cache.take_notices().is_empty());
            });
        }
    });
    let cache = open(folder.path());
    assert_eq!(cache.verify().unwrap(), Verified { good: 100, ..Verified::default() });
}

#[test]
fn upkeep_counts_and_prunes_by_age_and_kind() {
    let folder = tempfile::tempdir().unwrap();
    let cache = fill(folder.path(), 200);
    let search = Call::new(CallKind::PubmedSearch, "/esearch.fcgi", Expect::Json).query("term", "x");
    cache.keep(&search, BASE, &answer(1), NOW - 40 * DAY);
    let not_there = Answer { status: 404, body: b"Resource not found.".to_vec() };
    cache.keep(&work(1), BASE, &not_there, NOW - DAY);
    let summary = cache.summary(NOW).unwrap();
    let rows: Vec<_> =
        summary.rows.iter().map(|row| (row.kind.as_str(), row.status, row.count, row.stale)).collect();
    assert_eq!(
        rows,
        [("crossref_record", 200, 199, 0), ("crossref_record", 404, 1, 0), ("pubmed_search", 200, 1, 1)]
    );
    assert_eq!(summary.rows[2].oldest, u64::try_from(40 * DAY).unwrap());
    assert_eq!(summary.stored_bytes, summary.rows.iter().map(|row| row.stored_bytes).sum::<u64>());

    let days = |days: u64| Some(Duration::from_secs(days * 86_400));
    let pruned = |age, kind| cache.prune(age, kind, NOW).unwrap().answers;
    assert_eq!(pruned(days(50), None), 0);
    assert_eq!(pruned(days(10), Some(CallKind::CrossrefRecord)), 0);
    assert_eq!(pruned(days(10), None), 1);
    let before = fs::metadata(cache.path()).unwrap().len();
    assert_eq!(pruned(None, Some(CallKind::CrossrefRecord)), 200);
    assert!(fs::metadata(cache.path()).unwrap().len() < before, "the disk gets its room back");
    assert!(cache.summary(NOW).unwrap().rows.is_empty());
}
