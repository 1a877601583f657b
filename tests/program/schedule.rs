//! `refloom schedule`: what is printed, and what is put in place and taken away.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::run::{Desk, Done, skipped};

/// A home with programs of its own in front of those of the machine.
struct Home {
    desk: Desk,
}

impl Home {
    fn new() -> Self {
        let home = Self { desk: Desk::new() };
        fs::create_dir_all(home.desk.path("bin")).unwrap();
        fs::create_dir_all(home.desk.path("my review")).unwrap();
        home
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.desk.write(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A `crontab` that keeps its table in a file; `crontab -l` fails without one as the real one does.
    fn with_crontab(&self) {
        self.program(
            "crontab",
            "table=$HOME/table\ncase $1 in\n-l) if [ -e \"$table\" ]; then cat \"$table\"; else echo 'no crontab for me' >&2; exit 1; \
             fi;;\n-) cat >\"$table\";;\nesac",
        );
    }

    /// A `systemctl` that writes down what it is asked and ends with this code.
    fn with_systemctl(&self, code: u8) {
        self.program("systemctl", &format!("echo \"$@\" >>\"$HOME/asked\"; echo 'no bus' >&2; exit {code}"));
    }

    fn run(&self, args: &[&str]) -> Done {
        let path = format!("{}:/usr/bin:/bin", self.desk.path("bin").display());
        let mut command = self.desk.refloom(&[&["schedule"], args].concat());
        command.env("HOME", self.desk.path("")).env("PATH", path);
        command.env("REFLOOM_EMAIL", "secret-mail@example.org").env("NCBI_API_KEY", "secret-key");
        Done::from(command.output().unwrap())
    }

    fn ok(&self, args: &[&str]) -> Done {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
        done
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.desk.path(name)).unwrap_or_default()
    }
}

#[test]
fn a_cron_line_is_put_in_place_and_taken_away_and_nothing_else_changes() {
    let home = Home::new();
    home.with_crontab();
    let args = ["cron", "--dir", "my review", "--every", "monthly", "--at", "04:30"];
    let printed = home.ok(&args).out;
    assert!(printed.starts_with("30 4 1 * * set -a; [ ! -r "), "{printed}");
    assert!(printed.ends_with(" >>refloom-my-review.log 2>&1 # refloom schedule: my-review\n"), "{printed}");
    assert_eq!(home.read("table"), "", "printing changes nothing");

    home.ok(&[&args[..], &["--install"]].concat());
    assert_eq!(home.read("table"), printed);
    let mine = "MAILTO=me\n0 0 * * * true # mine, without an end of line";
    home.desk.write("table", mine);
    home.ok(&[&args[..], &["--install"]].concat());
    home.ok(&[&args[..], &["--install", "--keep", "3"]].concat());
    let table = home.read("table");
    assert!(table.starts_with(&format!("{mine}\n30 4 1 * * ")) && table.lines().count() == 3, "{table}");
    assert!(table.contains(" refresh --keep=3 "), "{table}");
    home.ok(&["cron", "--dir", "my review", "--uninstall"]);
    assert_eq!(home.read("table"), format!("{mine}\n"));
    let again = home.run(&["cron", "--dir", "my review", "--uninstall"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("no schedule named my-review"), "{}", again.err);
}

#[test]
fn a_crontab_that_cannot_be_read_is_never_written() {
    let home = Home::new();
    home.program("crontab", "[ $1 = -l ] && { echo 'cannot read /var/spool: Input/output error' >&2; exit 1; }; cat >\"$HOME/table\"");
    let done = home.run(&["cron", "--install"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("stays as it is") && done.err.contains("Input/output error"), "{}", done.err);
    assert!(!home.desk.path("table").exists());

    let nowhere =
        home.desk.refloom(&["schedule", "cron", "--install"]).env("PATH", "/nowhere").output().unwrap();
    let told = Done::from(nowhere).err;
    assert!(told.contains("no cron here") && told.contains("refloom schedule systemd"), "{told}");
}

#[test]
fn units_are_put_in_place_switched_on_and_taken_away() {
    let home = Home::new();
    home.with_systemctl(0);
    let args = ["systemd", "--dir", "my review", "--install"];
    home.ok(&args);
    let place = ".config/systemd/user/refloom-my-review";
    let (service, timer) = (home.read(&format!("{place}.service")), home.read(&format!("{place}.timer")));
    assert!(
        service.contains("\" \"--quiet\" \"refresh\"\n") && timer.contains("OnCalendar=Mon "),
        "{service}{timer}"
    );
    assert_eq!(home.read("asked"), "--user daemon-reload\n--user enable --now refloom-my-review.timer\n");
    home.ok(&args);
    let left: Vec<_> = fs::read_dir(home.desk.path(".config/systemd/user")).unwrap().collect();
    assert_eq!(left.len(), 2, "no debris: {left:?}");

    home.ok(&["systemd", "--dir", "my review", "--uninstall"]);
    assert!(
        home.read("asked").ends_with("--user disable --now refloom-my-review.timer\n--user daemon-reload\n")
    );
    assert_eq!(fs::read_dir(home.desk.path(".config/systemd/user")).unwrap().count(), 0);
}

#[test]
fn what_somebody_else_wrote_stays() {
    let home = Home::new();
    home.with_systemctl(0);
    let theirs = home.desk.write(".config/systemd/user/refloom-x.timer", "[Timer]\nOnCalendar=daily\n");
    for what in ["--install", "--uninstall"] {
        let done = home.run(&["systemd", "--name", "x", what]);
        assert_eq!(done.code, Some(1));
        assert!(done.err.contains("was not written by refloom"), "{}", done.err);
    }
    assert!(fs::read_to_string(theirs).unwrap().contains("daily"));
    assert!(!home.desk.path(".config/systemd/user/refloom-x.service").exists());
}

#[test]
fn where_systemd_does_not_run_it_says_what_to_do() {
    let home = Home::new();
    home.with_systemctl(1);
    let done = home.run(&["systemd", "--name", "x", "--install"]);
    assert_eq!(done.code, Some(1));
    let told = "the units are written and not switched on; run `systemctl --user daemon-reload";
    assert!(done.err.contains(told) && done.err.contains("no bus"), "{}", done.err);
    assert!(home.desk.path(".config/systemd/user/refloom-x.timer").exists());
    let done = home.ok(&["systemd", "--name", "x", "--uninstall"]);
    assert!(done.err.contains("systemd could not be told"), "{}", done.err);
    let system = home.run(&["systemd", "--system"]);
    assert!(system.err.contains("--run-as"), "{}", system.err);
}

#[test]
fn a_service_may_write_where_the_description_says() {
    let home = Home::new();
    let config = "title = \"t\"\nsources = [{ path = \"list.txt\" }]\n[enrich]\nservices = [\"pubmed\"]\ncache = \"/var/cache/answers\"\n[output]\ndir = \"../../out\"\n";
    home.desk.write("my review/data/dataset.toml", config);
    let printed = home.ok(&["systemd", "--dir", "my review"]).out;
    let root = home.desk.path("").canonicalize().unwrap();
    for path in ["/var/cache/answers".into(), root.join("my review"), root.join("out")] {
        assert!(
            printed.contains(&format!("ReadWritePaths=\"{}\"\n", path.display())),
            "{}: {printed}",
            path.display()
        );
    }
    // One that cannot be read would fail every night: it is said now.
    home.desk.write("my review/data/dataset.toml", "title = 3");
    let done = home.run(&["systemd", "--dir", "my review"]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("dataset.toml is not a valid dataset description"), "{}", done.err);
}

#[test]
fn a_workflow_goes_into_its_repository() {
    let home = Home::new();
    let done = home.run(&["github", "--dir", "my review", "--install"]);
    assert!(done.err.contains("no git repository"), "{}", done.err);
    fs::create_dir(home.desk.path(".git")).unwrap();
    home.ok(&["github", "--dir", "my review", "--install"]);
    let workflow = home.read(".github/workflows/refloom-my-review.yml");
    assert!(workflow.contains("working-directory: \"my review\"\n"), "{workflow}");
    assert!(workflow.contains("path: \"my review/output/latest/\"\n"), "{workflow}");
    home.ok(&["github", "--dir", "my review", "--uninstall"]);
    assert!(!home.desk.path(".github/workflows/refloom-my-review.yml").exists());
    let outside = home.run(&["github", "--dir", "my review", "--out", "/srv/out"]);
    assert!(outside.err.contains("is not below"), "{}", outside.err);
}

#[test]
fn no_secret_stands_in_a_schedule() {
    let home = Home::new();
    for kind in ["cron", "systemd", "github"] {
        let printed = home.ok(&[kind]);
        assert!(!printed.out.contains("secret-") && !printed.err.contains("secret-"), "{}", printed.out);
    }
}

#[test]
fn hostile_names_are_refused_in_one_line() {
    let home = Home::new();
    for (args, told) in [
        (vec!["cron", "--name", "x\n* * * * * id"], "cannot name a schedule"),
        (vec!["cron", "--notify-command", "mail\nid"], "holds a line break"),
        (vec!["systemd", "--out", "a\u{1b}[2J"], "holds a control character"),
        (vec!["github", "--notify-command", "${{ secrets.GITHUB_TOKEN }}"], "expression of its own"),
        (vec!["cron", "--dir", "nowhere"], "cannot use the folder nowhere"),
        (vec!["cron", "--every", "sometimes"], "is no rhythm"),
        (vec!["cron", "--every", "0 3 * * *", "--at", "4:00"], "leave out --at"),
        (vec!["cron", "--program", "nowhere"], "there is no program"),
        (vec!["cron", "--config", "nowhere.toml"], "nowhere.toml"),
    ] {
        let done = home.run(&args);
        assert_eq!(done.code, Some(1), "{args:?}");
        assert!(done.err.contains(told) && done.err.lines().count() == 1, "{args:?}: {:?}", done.err);
        assert!(!done.err.trim_end().contains(char::is_control), "{:?}", done.err);
    }
}

#[test]
fn systemd_finds_nothing_wrong_with_the_units() {
    let home = Home::new();
    home.with_systemctl(0);
    home.ok(&["systemd", "--dir", "my review", "--install", "--notify-command", "mail -s '100%' me"]);
    let run = home.desk.path("run");
    fs::create_dir_all(&run).unwrap();
    let units = ["service", "timer"]
        .map(|kind| home.desk.path(&format!(".config/systemd/user/refloom-my-review.{kind}")));
    let output = Command::new("systemd-analyze")
        .args(["--user", "--man=no", "verify"])
        .args(units)
        .env("HOME", home.desk.path(""))
        .env("XDG_RUNTIME_DIR", run)
        .output();
    match output {
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            // It knows less of system calls than of its own list of them.
            let faults: Vec<&str> = told
                .lines()
                .filter(|line| line.contains("refloom-") && !line.contains("system call"))
                .collect();
            assert!(output.status.success() && faults.is_empty(), "{told}");
        }
        Err(_) => skipped("there is no systemd-analyze here"),
    }
}

#[test]
fn the_crontab_line_is_one_that_crontab_takes() {
    let home = Home::new();
    let folder = home.desk.path("50% of $HOME's \"reviews\" \\ & more");
    fs::create_dir(&folder).unwrap();
    let line =
        home.ok(&["cron", "--dir", folder.to_str().unwrap(), "--every", "*/5 0-6 1,15 jan-jun mon"]).out;
    let table = home.desk.write("table.txt", line);
    // Only some can check a table without taking it.
    match Command::new("crontab").arg("-n").arg(&table).output() {
        Ok(output) if !String::from_utf8_lossy(&output.stderr).contains("invalid option") => {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{told}");
        }
        _ => skipped("there is no crontab here that checks"),
    }
    assert!(Path::new(&table).exists());
}
