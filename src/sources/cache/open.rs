use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::CacheError;

/// The file's name in the folder of the cache. The number goes up when its tables change, so that an older program never
/// meets a file it does not understand.
pub const FILE_NAME: &str = "responses-v1.sqlite";

/// The version inside the file, which has to agree with its name.
const VERSION: i64 = 1;

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS responses (
        key        BLOB PRIMARY KEY NOT NULL,
        request    TEXT NOT NULL,
        service    TEXT NOT NULL,
        kind       TEXT NOT NULL,
        status     INTEGER NOT NULL,
        fetched_at INTEGER NOT NULL,
        sha256     BLOB NOT NULL,
        seal       BLOB NOT NULL,
        body       BLOB NOT NULL
    ) STRICT;
    PRAGMA user_version = 1;
";

/// An open database.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    pub(super) writable: bool,
    /// What a person should know of how it was opened.
    pub(super) notices: Vec<String>,
}

/// Opens the cache in a folder, making both where they are not there. A file that is no database of ours is moved aside;
/// one that may not be written to is read.
pub(super) fn open(folder: &Path) -> Result<Opened, CacheError> {
    let path = folder.join(FILE_NAME);
    let made = make_private(folder, &path);
    if let Err(source) = made
        && !folder.is_dir()
    {
        return Err(CacheError::Folder { path: folder.to_owned(), source });
    }
    let mut notices = Vec::new();
    let mut opened = open_patiently(&path);
    if opened.as_ref().is_err_and(is_damage) {
        // Looked at twice, since another run may be at work on it this moment.
        std::thread::sleep(Duration::from_millis(100));
        opened = open_patiently(&path);
    }
    match opened {
        Ok(connection) => return Ok(Opened { connection, path, writable: true, notices }),
        Err(error) if is_damage(&error) => {
            let aside = move_aside(&path)?;
            notices.push(format!(
                "the file {} {} and was moved to {}; a new cache was begun",
                path.display(),
                if matches!(error, rusqlite::Error::InvalidQuery) {
                    "is no cache of this program".to_owned()
                } else {
                    format!("is damaged ({error})")
                },
                aside.display()
            ));
        }
        Err(error) if is_locked_out(&error) && path.is_file() => {
            let connection = open_to_read(&path).map_err(|error| database(&path, &error))?;
            notices.push(format!(
                "the cache {} cannot be written to: it is read, and nothing new is kept",
                path.display()
            ));
            return Ok(Opened { connection, path, writable: false, notices });
        }
        Err(error) => return Err(database(&path, &error)),
    }
    let _ = make_private(folder, &path);
    let connection = open_patiently(&path).map_err(|error| database(&path, &error))?;
    Ok(Opened { connection, path, writable: true, notices })
}

/// Makes the folder and an empty file, which is a new database, for nobody else to read: the questions tell what somebody is
/// writing about, the answers hold the addresses of authors. What is there already keeps the permissions it was given. The
/// files beside the database get those of the database.
fn make_private(folder: &Path, file: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    let mut options = fs::OpenOptions::new();
    builder.recursive(true);
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    builder.create(folder)?;
    // Where it is there already, or cannot be made, the database tells.
    let _ = options.open(file);
    Ok(())
}

/// A database that goes with the process.
pub(super) fn in_memory() -> Result<Opened, CacheError> {
    let path = PathBuf::from("in memory");
    let make = || {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(TABLE)?;
        Ok(connection)
    };
    let connection = make().map_err(|error| database(&path, &error))?;
    Ok(Opened { connection, path, writable: true, notices: Vec::new() })
}

pub(super) fn database(path: &Path, error: &rusqlite::Error) -> CacheError {
    CacheError::Database { path: path.to_owned(), message: error.to_string() }
}

/// Whether the file itself is bad, so that nothing will make it work.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
        || matches!(error, rusqlite::Error::InvalidQuery)
}

fn is_locked_out(error: &rusqlite::Error) -> bool {
    let codes = [ErrorCode::CannotOpen, ErrorCode::ReadOnly, ErrorCode::PermissionDenied];
    error.sqlite_error_code().is_some_and(|code| codes.contains(&code))
}

/// How long one run waits for another that is writing.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs that begin at once may meet in the switch of the journal or in the making of the table, where the database does not
/// wait by itself. Both are kept in the file: whoever comes second finds them made.
fn open_patiently(path: &Path) -> rusqlite::Result<Connection> {
    let begun = Instant::now();
    loop {
        match open_to_write(path) {
            Err(error) if is_busy(&error) && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            other => return other,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn open_to_write(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    // Looked at before anything is written: what is not ours is to be left as it is. Both in one statement, since another
    // run may make the table between two.
    let (version, tables): (i64, i64) = connection.query_row(
        "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let new = tables == 0 && version == 0;
    if version == VERSION {
        check_columns(&connection)?;
    } else if !new {
        return Err(rusqlite::Error::InvalidQuery);
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What is committed survives the death of the process; that of the machine may cost the last commits, no more.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    if new {
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {TABLE} COMMIT;"))?;
    }
    Ok(connection)
}

pub(super) fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    // Nobody can write to a file that we may not: without locks it can be read on a medium that has none.
    let escaped: String = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let connection = Connection::open_with_flags(
        format!("file:{escaped}?immutable=1"),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    check_columns(&connection)?;
    Ok(connection)
}

/// Fails where the table is not ours.
fn check_columns(connection: &Connection) -> rusqlite::Result<()> {
    let all =
        "SELECT key, request, service, kind, status, fetched_at, sha256, seal, body FROM responses LIMIT 0";
    match connection.prepare(all) {
        Ok(_) => Ok(()),
        Err(rusqlite::Error::SqlInputError { .. }) => Err(rusqlite::Error::InvalidQuery),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
            Err(rusqlite::Error::InvalidQuery)
        }
        Err(error) => Err(error),
    }
}

/// Gives a damaged file and what belongs to it another name.
fn move_aside(path: &Path) -> Result<PathBuf, CacheError> {
    let with = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let free = (1..1000).map(|n| with(&format!(".damaged-{n}"))).find(|to| !to.exists());
    let aside = free.unwrap_or_else(|| with(".damaged"));
    fs::rename(path, &aside).map_err(|source| CacheError::Aside { path: path.to_owned(), source })?;
    // They would be taken for the new file's.
    for ending in ["-wal", "-shm"] {
        let from = with(ending);
        if from.exists() {
            let mut to = aside.as_os_str().to_owned();
            to.push(ending);
            fs::rename(&from, PathBuf::from(to))
                .map_err(|source| CacheError::Aside { path: from, source })?;
        }
    }
    Ok(aside)
}
