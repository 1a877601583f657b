//! Runs the program in a folder of its own and looks at what came out.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder for one test, gone at its end.
pub struct Desk {
    dir: TempDir,
}

/// What a run did.
#[derive(Debug)]
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// The rows of a CSV table, each by column.
pub type Rows = Vec<HashMap<String, String>>;

impl Desk {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// In a folder other than the usual one for temporary files.
    pub fn within(folder: &Path) -> Self {
        Self { dir: tempfile::tempdir_in(folder).unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file with this content.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program, to be run here.
    pub fn refloom(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_refloom"));
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        command
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Done {
        Done::from(self.refloom(args).output().unwrap())
    }

    /// Runs the program here and expects it to succeed.
    pub fn ok(&self, args: &[&str]) -> Done {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
        done
    }

    /// A table of the newest dataset in `output`.
    pub fn table(&self, name: &str) -> Rows {
        rows(&self.path(&format!("output/latest/{name}.csv")))
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Puts other bytes in the place of a published file, as a bad disk would. Published files are read-only, and may be
/// shared between snapshots: this one is no more.
pub fn damage(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::remove_file(path).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Reads a CSV table.
pub fn rows(path: &Path) -> Rows {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// The development material, if it is there. Tests that want it say plainly when it is not.
pub fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("REFLOOM_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("{name} of the development material is not here"));
    None
}

/// Says that a test could not be run. Not through `println!`, which the test runner keeps to itself.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A file of the project.
pub fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Runs `refloom` with `args` and `stdin`.
pub fn refloom(args: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_refloom"))
        .args(args)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = stdin.to_vec();
    // From a thread of its own, lest both sides wait for each other. A program that has read enough may close first.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}
