//! Nothing is opened that was not named: not what a document points to, and nobody is called.

use std::process::Command;

use super::super::run::{Desk, Done, skipped};
use super::super::service::server::{Reply, Server};
use super::forms;

/// Folders that every program of the system reads: its libraries, and what the kernel tells.
const OF_THE_SYSTEM: &[&str] =
    &["/lib", "/usr/lib", "/etc/ld.so", "/proc/", "/sys/", "/dev/null", "/dev/tty", "/dev/urandom"];

#[test]
fn no_file_and_no_socket_is_opened_that_was_not_named() {
    if !Command::new("strace").arg("-V").output().is_ok_and(|done| done.status.success()) {
        return skipped("strace is not here to see what is opened");
    }
    let (desk, server) = (Desk::new(), Server::always(Reply::status(200)));
    let files = forms::all(&server.base());
    let mut args = vec!["dataset", "--format", "csv", "--out", "output"];
    for (name, bytes) in &files {
        desk.write(name, bytes);
        args.push(name);
    }
    let plain = desk.refloom(&args);
    let mut command = Command::new("strace");
    // The test runner names folders of its own, in which every library would be looked for.
    command.env_remove("LD_LIBRARY_PATH");
    let calls = "trace=open,openat,openat2,creat,socket,connect,execve,bind";
    command.args(["-f", "-o", "strace.log", "-e", calls]).arg(plain.get_program()).args(&args);
    let done = Done::from(command.current_dir(desk.path("")).output().unwrap());
    assert_eq!(done.code, Some(0), "{}", done.err);
    // What is looked for has been read: every form but the picture gave references.
    let read: Vec<String> = desk.table("documents").into_iter().map(|row| row["path"].clone()).collect();
    for (name, _) in files.iter().filter(|(name, _)| name != "picture.svg") {
        assert!(read.contains(name), "{name} was not read: {}", done.err);
    }
    let log = std::fs::read_to_string(desk.path("strace.log")).unwrap();
    let own = std::fs::canonicalize(desk.path("output")).unwrap().to_string_lossy().into_owned();
    let mut seen = 0;
    for line in log.lines() {
        let call = line.split_once(' ').map_or("", |(_, rest)| rest.trim_start());
        assert!(!["socket(", "connect(", "bind("].iter().any(|net| call.starts_with(net)), "{line}");
        if !call.starts_with("open") && !call.starts_with("creat") {
            continue;
        }
        seen += 1;
        let path = call.split('"').nth(1).unwrap_or_default();
        // The folder that holds the output is opened to make its name durable.
        let ours = path == "."
            || path.starts_with("output")
            || path.starts_with(&own)
            || files.iter().any(|(name, _)| name == path);
        let of_the_system = OF_THE_SYSTEM.iter().any(|folder| path.starts_with(folder));
        assert!(ours || of_the_system, "{line}");
    }
    assert!(seen > files.len(), "the log does not tell what was opened:\n{log}");
    assert_eq!(log.matches("execve(").count(), 1, "no other program is started");
    assert_eq!(server.count(), 0, "nobody is called");
    assert!(!desk.path("../outside.xml").exists() && !desk.path("output/outside.xml").exists());
}
