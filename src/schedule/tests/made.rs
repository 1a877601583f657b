//! Jobs for tests, and hostile texts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::super::{Folder, Job, Name, Options, Word};

pub fn word(text: &str) -> Word {
    Word::new("the text", text).unwrap()
}

pub fn folder(path: impl AsRef<Path>) -> Folder {
    Folder::new("the folder", path.as_ref().to_str().unwrap()).unwrap()
}

/// A job with every option, whose texts are these.
pub fn job(program: &Path, runs_in: &Path, text: &str) -> Job {
    Job {
        name: Name::new("melanoma").unwrap(),
        program: folder(program),
        folder: folder(runs_in),
        options: Options {
            config: Some(word(text)),
            out: Some(word(&format!("-{text}"))),
            keep: Some(12),
            wait: Some(600),
            digest: Some(word(&format!("{text}.md"))),
            digest_json: None,
            notify_command: Some(word(&format!("mail -s {text} me@example.org"))),
            alert: true,
            strict: false,
        },
    }
}

/// Texts of everything that means something to a shell, to cron, to systemd or to YAML.
pub fn hostile() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => proptest::char::ranges(vec!['a'..='c', ' '..='.', ':'..='@', '['..='`', '{'..='~'].into()),
        1 => proptest::sample::select(vec!['é', '中', '\u{a0}', '\u{2003}', '😀']),
    ];
    let piece = prop_oneof![
        6 => sign.prop_map(String::from),
        1 => proptest::sample::select(vec!["\\\\", "\\%", "%%", "$$", "${HOME}", "$(id)", "`id`", "%h", "\\x41", "'\"'", " #", "<<NAME>>"])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

/// A program that writes its folder and its arguments to a file, each ended by a zero, in a folder of this name.
pub struct Stand {
    pub dir: tempfile::TempDir,
    pub program: std::path::PathBuf,
    pub runs_in: std::path::PathBuf,
}

impl Stand {
    pub fn new(name: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let runs_in = dir.path().join(name);
        fs::create_dir(&runs_in).unwrap();
        let program = runs_in.join(format!("{name} program"));
        let script = format!(
            "#!/bin/sh\nprintf '%s\\0' \"$PWD\" \"$0\" \"$@\" >{}\n",
            dir.path().join("seen").display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { dir, program, runs_in }
    }

    /// Runs a command by the shell from elsewhere, and tells the folder and the arguments the program saw.
    pub fn seen(&self, command: &str) -> Vec<String> {
        let _ = fs::remove_file(self.dir.path().join("seen"));
        let output = Command::new("/bin/sh").args(["-c", command]).current_dir("/").output().unwrap();
        let seen = fs::read(self.dir.path().join("seen"))
            .unwrap_or_else(|_| panic!("{command}: {}", String::from_utf8_lossy(&output.stderr)));
        let seen = String::from_utf8(seen).unwrap();
        seen.split_terminator('\0').map(str::to_owned).collect()
    }

    /// What [`Self::seen`] has to tell of a job.
    pub fn expected(&self, job: &Job) -> Vec<String> {
        let mut expected = vec![self.runs_in.to_str().unwrap().to_owned()];
        expected.extend(job.argv());
        expected
    }
}
