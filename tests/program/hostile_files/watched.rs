//! Runs the program and watches how much memory and time it takes.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a watched run did.
pub struct Watched {
    pub code: Option<i32>,
    pub err: String,
    /// The most memory it had at any time, in mebibytes; 0 where the system does not tell.
    pub peak: u64,
    pub seconds: f64,
}

/// Runs a command to its end, or kills it after `limit`: `code` is then `None`.
pub fn watched(command: &mut Command, limit: Duration) -> Watched {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stderr.take().unwrap();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        pipe.read_to_end(&mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    });
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(&child));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > limit {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    };
    let seconds = begun.elapsed().as_secs_f64();
    Watched { code: status.code(), err: reader.join().unwrap(), peak: peak / 1024, seconds }
}

/// The high-water mark of a process, in kibibytes. It only rises, so the last look is right but for the last moments.
fn memory(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}
