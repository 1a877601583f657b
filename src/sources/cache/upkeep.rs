use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::params;

use super::error::CacheError;
use super::lifetime::{Need, age, is_fresh};
use super::open::database;
use super::row::key;
use super::store::{Cache, read_row};
use crate::sources::http::CallKind;

/// What the cache holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// By service, kind and status, in that order.
    pub rows: Vec<SummaryRow>,
    /// Bytes of the answers as they are kept.
    pub stored_bytes: u64,
}

/// Answers of one kind and status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// Who answered.
    pub service: String,
    /// What was asked for, a word of [`CallKind`].
    pub kind: String,
    /// 200, or 404 for "not there".
    pub status: i64,
    /// How many.
    pub count: u64,
    /// How many of them have had their time.
    pub stale: u64,
    /// Bytes as they are kept.
    pub stored_bytes: u64,
    /// Age of the newest, in milliseconds; never negative.
    pub newest: u64,
    /// Age of the oldest.
    pub oldest: u64,
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many answers.
    pub answers: u64,
}

/// What a look at every row found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Answers that are as they were written.
    pub good: u64,
    /// Questions whose answers are not; the program would ask them again.
    pub damaged: Vec<String>,
    /// What the database says of its own file, where that is not well.
    pub file: Vec<String>,
}

impl Cache {
    /// Counts what is there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn summary(&self, now: i64) -> Result<Summary, CacheError> {
        let mut rows: BTreeMap<(String, String, i64), SummaryRow> = BTreeMap::new();
        let mut stored_bytes = 0;
        let connection = self.lock();
        let mut query = connection
            .prepare("SELECT service, kind, status, fetched_at, length(body) FROM responses")
            .map_err(|error| database(&self.path, &error))?;
        let each = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .map_err(|error| database(&self.path, &error))?;
        for row in each {
            let (service, kind, status, fetched_at, length): (String, String, i64, i64, i64) =
                row.map_err(|error| database(&self.path, &error))?;
            let length = u64::try_from(length).unwrap_or_default();
            let age = age(now, fetched_at);
            let fresh = CallKind::from_word(&kind).is_some_and(|kind| {
                is_fresh(now, fetched_at, self.lifetimes().of(kind, Need::Current, status == 404))
            });
            stored_bytes += length;
            let sum = rows.entry((service.clone(), kind.clone(), status)).or_insert(SummaryRow {
                service,
                kind,
                status,
                count: 0,
                stale: 0,
                stored_bytes: 0,
                newest: u64::MAX,
                oldest: 0,
            });
            sum.count += 1;
            sum.stale += u64::from(!fresh);
            sum.stored_bytes += length;
            sum.newest = sum.newest.min(age);
            sum.oldest = sum.oldest.max(age);
        }
        Ok(Summary { rows: rows.into_values().collect(), stored_bytes })
    }

    /// Deletes answers older than `older_than` (all, if not given) of one kind (of all, if not given), and gives the room
    /// back to the disk.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn prune(
        &self,
        older_than: Option<Duration>,
        kind: Option<CallKind>,
        now: i64,
    ) -> Result<Pruned, CacheError> {
        let connection = self.lock();
        // One from the future has no age to be older than anything.
        let before =
            older_than.map(|age| now.saturating_sub(i64::try_from(age.as_millis()).unwrap_or(i64::MAX)));
        let answers = connection
            .execute(
                "DELETE FROM responses WHERE (?1 IS NULL OR fetched_at <= ?1) AND (?2 IS NULL OR kind = ?2)",
                params![before, kind.map(CallKind::as_str)],
            )
            .map_err(|error| database(&self.path, &error))?;
        // Another run may be reading: then the room stays with the file and is filled again.
        let _ = connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        Ok(Pruned { answers: answers as u64 })
    }

    /// Looks at every row: its seal, its hash, its key.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify(&self) -> Result<Verified, CacheError> {
        let connection = self.lock();
        let mut verified = Verified::default();
        let mut query = connection
            .prepare("SELECT request, kind, status, fetched_at, sha256, body, seal, key FROM responses")
            .map_err(|error| database(&self.path, &error))?;
        let mut rows = query.query([]).map_err(|error| database(&self.path, &error))?;
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) => {
                    verified.file.push(error.to_string());
                    break;
                }
            };
            match (read_row(row), row.get::<_, Vec<u8>>(7)) {
                (Ok((row, seal)), Ok(under)) if under == key(&row.request) && row.unpack(&seal).is_some() => {
                    verified.good += 1;
                }
                (Ok((row, _)), _) => verified.damaged.push(row.request),
                (Err(error), _) => verified.damaged.push(format!("a row that cannot be read: {error}")),
            }
        }
        drop(rows);
        let said = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
        match said {
            Ok(said) if said == "ok" => {}
            Ok(said) => verified.file.push(said),
            Err(error) => verified.file.push(error.to_string()),
        }
        Ok(verified)
    }
}
