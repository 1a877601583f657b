use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::CacheError;
use super::lifetime::{Lifetimes, Need, is_fresh};
use super::open::{Opened, in_memory, is_damage, open};
use super::row::{Row, key, question};
use crate::sources::http::{Answer, Call};

/// The cache of one folder, open. Any number of runs may have it open at once.
pub struct Cache {
    pub(super) connection: Mutex<Connection>,
    pub(super) path: PathBuf,
    writable: bool,
    lifetimes: Lifetimes,
    notices: Mutex<Vec<String>>,
}

/// An answer that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The answer.
    pub answer: Answer,
    /// When it came, in milliseconds since 1970.
    pub fetched_at: i64,
    /// Hash of its bytes.
    pub sha256: [u8; 32],
    /// Whether it is as new as what the tables show has to be.
    pub is_current: bool,
}

/// What the cache has for a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// An answer that is good still.
    Fresh(Kept),
    /// An answer that has had its time.
    Stale(Kept),
    /// Nothing.
    Missing,
}

/// How many notices are kept at most; a file that is damaged all over would make one for each row.
const NOTICES: usize = 20;

impl Cache {
    /// Opens the cache in a folder, making both where they are not there. A file that is no database of ours is moved
    /// aside, and a notice tells so.
    ///
    /// # Errors
    /// When it can be neither written nor read.
    pub fn open(folder: &Path, lifetimes: Lifetimes) -> Result<Self, CacheError> {
        open(folder).map(|opened| Self::of(opened, lifetimes))
    }

    /// A cache that goes with the process.
    ///
    /// # Errors
    /// When the database does not work at all.
    pub fn in_memory(lifetimes: Lifetimes) -> Result<Self, CacheError> {
        in_memory().map(|opened| Self::of(opened, lifetimes))
    }

    fn of(opened: Opened, lifetimes: Lifetimes) -> Self {
        Self {
            connection: Mutex::new(opened.connection),
            path: opened.path,
            writable: opened.writable,
            lifetimes,
            notices: Mutex::new(opened.notices),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What a person should know of: damage that was met, answers that could not be kept. Each is told once.
    pub fn take_notices(&self) -> Vec<String> {
        std::mem::take(&mut self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is kept for a call to a service at this place. Whatever is not exactly as it was written is as if it were not
    /// there, and a notice tells so.
    pub fn look_up(&self, call: &Call, base: &str, need: Need, now: i64) -> Lookup {
        let request = call.canonical(base);
        let found = match self.read(&request) {
            Ok(Some(found)) => found,
            Ok(None) => return Lookup::Missing,
            Err(error) => {
                self.notice(format!("the cache {} cannot be read: {error}", self.path.display()));
                return Lookup::Missing;
            }
        };
        let (row, seal) = found;
        let whole = row.request == request && row.kind == call.kind.as_str();
        let status = u16::try_from(row.status).ok();
        let (true, Some(status), Some(body)) = (whole, status, row.unpack(&seal)) else {
            self.notice(format!(
                "an answer in the cache {} is damaged and is asked for again; `refloom cache verify` finds all such",
                self.path.display()
            ));
            return Lookup::Missing;
        };
        let answer = Answer { status, body };
        let not_there = answer.is_not_there();
        let is_good = |need| is_fresh(now, row.fetched_at, self.lifetimes.of(call.kind, need, not_there));
        let kept = Kept {
            answer,
            fetched_at: row.fetched_at,
            sha256: row.sha256,
            is_current: is_good(Need::Current),
        };
        if is_good(need) { Lookup::Fresh(kept) } else { Lookup::Stale(kept) }
    }

    /// Keeps an answer, in place of an older one to the same question; when the function is back, it is kept. Returns its
    /// hash, and whether it was kept; that it was not is told by a notice and costs nothing but the next run's time.
    pub fn keep(&self, call: &Call, base: &str, answer: &Answer, now: i64) -> ([u8; 32], bool) {
        use sha2::Digest as _;
        let row = Row::new(call.canonical(base), call.kind, answer.status, now, &answer.body);
        let Some(row) = row else { return (sha2::Sha256::digest(&answer.body).into(), false) };
        if !self.writable {
            return (row.sha256, false);
        }
        let written = self.lock().prepare(PUT).and_then(|mut put| {
            put.execute(params![
                key(&row.request),
                row.request,
                call.service().as_str(),
                row.kind,
                row.status,
                row.fetched_at,
                row.sha256,
                row.seal(),
                row.body
            ])
        });
        if let Err(error) = &written {
            let advice = if is_damage(error) {
                "move the file aside"
            } else {
                "free some space, or wait for the other run"
            };
            self.notice(format!(
                "an answer cannot be kept in the cache {}: {error}; {advice}",
                self.path.display()
            ));
        }
        (row.sha256, written.is_ok())
    }

    /// Forgets the answer to a question, so that it is asked again.
    pub fn forget(&self, call: &Call, base: &str) {
        let key = question(call, base);
        // What cannot be deleted will be read again and found wanting again: no harm beyond that.
        let _ = self.lock().execute("DELETE FROM responses WHERE key = ?1", params![key]);
    }

    pub(super) const fn lifetimes(&self) -> &Lifetimes {
        &self.lifetimes
    }

    fn read(&self, request: &str) -> rusqlite::Result<Option<(Row, Vec<u8>)>> {
        let connection = self.lock();
        let mut get = connection.prepare(GET)?;
        get.query_row(params![key(request)], read_row).optional()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn notice(&self, notice: String) {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        if notices.len() < NOTICES && !notices.contains(&notice) {
            notices.push(notice);
        }
    }
}

const GET: &str =
    "SELECT request, kind, status, fetched_at, sha256, body, seal FROM responses WHERE key = ?1";
const PUT: &str = "INSERT OR REPLACE INTO responses
    (key, request, service, kind, status, fetched_at, sha256, seal, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// A row of `request, kind, status, fetched_at, sha256, body, seal`.
pub(super) fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Row, Vec<u8>)> {
    let read = Row {
        request: row.get(0)?,
        kind: row.get(1)?,
        status: row.get(2)?,
        fetched_at: row.get(3)?,
        sha256: row.get(4)?,
        body: row.get(5)?,
    };
    Ok((read, row.get(6)?))
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("path", &self.path).finish_non_exhaustive()
    }
}
