use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::super::systemd::{Owner, Units, User, is_ours, unit_name};
use super::super::{Folder, Job, Options, ScheduleError, When};
use super::made::{Stand, folder, hostile, job};

fn service(job: &Job, owner: &Owner, environment: Option<&Folder>) -> Result<String, ScheduleError> {
    let when = When::new("weekly", Some("04:30"), "").unwrap();
    Units { job, when: &when, owner, environment, writes: &[folder("/srv/out 100%")] }.service()
}

fn plain(runs_in: &str) -> Job {
    let mut job = job(Path::new("/usr/local/bin/refloom"), Path::new(runs_in), "x");
    job.options = Options { keep: Some(12), ..Default::default() };
    job
}

#[test]
fn a_service_and_a_timer_as_a_person_reads_them() {
    let job = plain("/home/me/my review");
    let service = service(&job, &Owner::Me, None).unwrap();
    for line in [
        "Type=oneshot",
        "WorkingDirectory=/home/me/my review",
        "EnvironmentFile=-%h/.config/refloom/environment",
        "ExecStart=\"/usr/local/bin/refloom\" \"--quiet\" \"refresh\" \"--keep=12\"",
        "SuccessExitStatus=3",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "ReadWritePaths=\"/home/me/my review\"",
        "ReadWritePaths=\"/srv/out 100%%\"",
        "NoNewPrivileges=yes",
        "MemoryMax=4G",
    ] {
        assert!(service.lines().any(|l| l == line), "{line} in {service}");
    }
    let when = When::new("0 3 1 * 5", None, "").unwrap();
    let units = Units { job: &job, when: &when, owner: &Owner::Me, environment: None, writes: &[] };
    let timer = units.timer();
    for line in [
        "OnCalendar=*-*-01 03:00:00",
        "OnCalendar=Fri *-*-* 03:00:00",
        "Persistent=true",
        "WantedBy=timers.target",
    ] {
        assert!(timer.lines().any(|l| l == line), "{line} in {timer}");
    }
    assert!(is_ours(&service) && is_ours(&timer));
    assert_eq!(unit_name(&job), "refloom-melanoma");
}

#[test]
fn a_dataset_below_tmp_is_not_hidden_from_the_service() {
    let service = |runs_in: &str| service(&plain(runs_in), &Owner::Me, None).unwrap();
    assert!(!service("/tmp/x").contains("PrivateTmp"));
    assert!(service("/tmpfiles/x").contains("PrivateTmp=yes"));
}

#[test]
fn what_would_be_a_pattern_or_no_user_is_refused() {
    let job = plain("/d");
    let pattern = folder("/etc/*.env");
    assert!(matches!(service(&job, &Owner::Me, Some(&pattern)), Err(ScheduleError::Pattern { .. })));
    for name in ["", "root\nExecStart=/bin/id", "a b", "%u", "-x"] {
        assert!(User::new(name).is_err(), "{name:?}");
    }
    let owner = Owner::System { run_as: User::new("refloom").unwrap() };
    let service = service(&job, &owner, None).unwrap();
    assert!(
        service.contains("\nUser=refloom\n")
            && service.contains("EnvironmentFile=-/etc/refloom/environment\n")
    );
}

/// What systemd makes of a unit: what it complains of, and its settings as it tells them.
fn read_by_systemd(unit: &Path, of_user: bool) -> Option<(String, String)> {
    let home = unit.parent().unwrap();
    let run = home.join("run");
    fs::create_dir_all(&run).unwrap();
    let mode = if of_user { "--user" } else { "--system" };
    let output = Command::new("systemd-analyze")
        .args([mode, "--man=no", "verify"])
        .arg(unit)
        .env("SYSTEMD_LOG_LEVEL", "debug")
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", &run)
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: there is no systemd-analyze here");
        return None;
    };
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    let name = unit.file_name().unwrap().to_str().unwrap();
    // Its own list of system calls names some that it does not know itself.
    let about_us = complaints.lines().filter(|line| line.contains(name) && !line.contains("system call"));
    Some((about_us.collect::<Vec<_>>().join("\n"), String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// The values of a setting in what systemd tells of a unit.
fn told<'a>(dump: &'a str, setting: &str) -> Vec<&'a str> {
    dump.lines().filter_map(|line| line.trim_start().strip_prefix(setting)?.strip_prefix(": ")).collect()
}

/// Words as systemd tells them: quoted for a shell.
fn words(command_line: &str) -> Vec<String> {
    let output =
        Command::new("/bin/sh").args(["-c", &format!("printf '%s\\0' {command_line}")]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(|word| word.replace("$$", "$")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn systemd_gives_the_same_arguments_and_paths_back(text in hostile(), name in hostile(), of_user in any::<bool>()) {
        let stand = Stand::new(&format!("a{}", name.replace('/', "_")));
        let mut job = job(&stand.program, &stand.runs_in, &text);
        let owner = if of_user { Owner::Me } else { Owner::System { run_as: User::new("root").unwrap() } };
        let unit = stand.dir.path().join("refloom-melanoma.service");
        if name.contains(['"', '\'', '\\']) {
            let refused = matches!(service(&job, &owner, None), Err(ScheduleError::Program { .. }));
            prop_assert!(refused);
            let plainer = stand.dir.path().join(name.replace(['"', '\'', '\\', '/'], "_"));
            fs::copy(&stand.program, &plainer).unwrap();
            job.program = folder(plainer);
        }
        fs::write(&unit, service(&job, &owner, None).unwrap()).unwrap();
        let Some((complaints, dump)) = read_by_systemd(&unit, of_user) else { return Ok(()) };
        for bad in ["Unknown", "gnoring", "fatal", "not executable", "is not"] {
            prop_assert!(!complaints.contains(bad), "{}", complaints);
        }
        let lines = told(&dump, "Command Line");
        if !dump.contains("WorkingDirectory") {
            eprintln!("skipped: this systemd-analyze does not tell what it has read");
            return Ok(());
        }
        prop_assert_eq!(lines.len(), 1, "{}", complaints);
        let mut expected = job.argv();
        // The program is taken as it is; its dollars were not doubled.
        expected[0] = expected[0].replace("$$", "$");
        prop_assert_eq!(words(lines[0]), expected);
        prop_assert_eq!(told(&dump, "WorkingDirectory"), [stand.runs_in.to_str().unwrap()]);
        let writes = told(&dump, "ReadWritePaths").join(" ");
        // In front of them stands /tmp, where the test's own folder is there.
        prop_assert!(writes.ends_with(&format!("{} /srv/out 100%", stand.runs_in.display())), "{}", writes);
    }
}
