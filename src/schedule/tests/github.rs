use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use proptest::prelude::*;
use saphyr_parser::{Event, Parser};

use super::super::github::{Source, Workflow, file_name, inside, is_ours};
use super::super::{Name, Options, ScheduleError, When, Word};
use super::made::{hostile, word};

struct Made {
    folder: Word,
    out: Word,
    answers: Word,
    options: Options,
    source: Source,
}

impl Made {
    fn new(folder: &str, out: &str) -> Self {
        Self {
            folder: word(folder),
            out: word(out),
            answers: word(".refloom-cache"),
            options: Options::default(),
            source: Source::new(".").unwrap(),
        }
    }

    fn text(&self) -> Result<String, ScheduleError> {
        Workflow {
            name: &Name::new("melanoma").unwrap(),
            when: &When::new("weekly", Some("04:30"), "").unwrap(),
            folder: &self.folder,
            options: &self.options,
            out: &self.out,
            answers: &self.answers,
            source: &self.source,
        }
        .text()
    }
}

/// A YAML file as its reader has it.
#[derive(Debug)]
enum Yaml {
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
}

impl Yaml {
    fn read(text: &str) -> Self {
        let mut events = Parser::new_from_str(text).map(|event| event.unwrap().0);
        loop {
            if matches!(events.next().unwrap(), Event::DocumentStart(_)) {
                let first = events.next().unwrap();
                return Self::node(first, &mut events);
            }
        }
    }

    fn node<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> Self {
        match event {
            Event::Scalar(text, ..) => Self::Text(text.into_owned()),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match events.next().unwrap() {
                        Event::SequenceEnd => return Self::List(items),
                        event => items.push(Self::node(event, events)),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut items = BTreeMap::new();
                loop {
                    match events.next().unwrap() {
                        Event::MappingEnd => return Self::Map(items),
                        Event::Scalar(key, ..) => {
                            let first = events.next().unwrap();
                            items.insert(key.into_owned(), Self::node(first, events));
                        }
                        other => panic!("{other:?}"),
                    }
                }
            }
            other => panic!("{other:?}"),
        }
    }

    fn at(&self, path: &[&str]) -> &Self {
        path.iter().fold(self, |node, key| match node {
            Self::Map(items) => &items[*key],
            Self::List(items) => items.iter().find(|item| item.at(&["name"]).text() == *key).unwrap(),
            Self::Text(text) => panic!("{key} in {text}"),
        })
    }

    fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    fn step(&self, name: &str) -> &Self {
        self.at(&["jobs", "refresh", "steps", name])
    }
}

/// A runner: a folder with a repository in it and programs that do as those of GitHub.
struct Runner {
    dir: tempfile::TempDir,
}

impl Runner {
    fn new(folder: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for made in ["temp", ".refloom/bin", "bin", "repository"] {
            fs::create_dir_all(dir.path().join(made)).unwrap();
        }
        fs::create_dir_all(dir.path().join("repository").join(folder)).unwrap();
        Self { dir }
    }

    fn program(&self, path: &str, script: &str) {
        let path = self.dir.path().join(path);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn run(&self, workflow: &Yaml, step: &str) -> Output {
        let folder = workflow.at(&["jobs", "refresh", "defaults", "run", "working-directory"]).text();
        let dir = self.dir.path();
        Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", workflow.step(step).at(&["run"]).text()])
            .current_dir(dir.join("repository").join(folder))
            .env("HOME", dir)
            .env("PATH", format!("{}:/usr/bin:/bin", dir.join("bin").display()))
            .env("RUNNER_TEMP", dir.join("temp"))
            .env("GITHUB_OUTPUT", dir.join("output"))
            .env("GITHUB_STEP_SUMMARY", dir.join("summary"))
            .env("ARTIFACTS", "repos/me/review/actions/artifacts")
            .env("BRANCH", "main")
            .output()
            .unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.dir.path().join(name)).unwrap_or_default()
    }
}

/// What stands for the program: it writes its arguments down and a digest, and ends with this code.
fn refloom(code: u8) -> String {
    format!(
        "printf '%s\\0' \"$@\" >\"$HOME/seen\"; for a; do case $a in --digest=*) echo retracted >\"${{a#--digest=}}\";; esac; \
         done; exit {code}"
    )
}

fn words(seen: &str) -> Vec<&str> {
    seen.split_terminator('\0').collect()
}

#[test]
fn a_workflow_asks_for_no_more_than_it_needs() {
    let text = Made::new(".", "output").text().unwrap();
    assert!(is_ours(&text) && !text.contains("<<") && !text.contains(">>\n"), "{text}");
    let workflow = Yaml::read(&text);
    let Yaml::Map(permissions) = workflow.at(&["permissions"]) else { panic!() };
    assert!(permissions.is_empty());
    let Yaml::Map(permissions) = workflow.at(&["jobs", "refresh", "permissions"]) else { panic!() };
    assert!(permissions.values().all(|permission| permission.text() == "read"), "{permissions:?}");
    let Yaml::List(times) = workflow.at(&["on", "schedule"]) else { panic!() };
    assert_eq!(times[0].at(&["cron"]).text(), "30 4 * * 1");
    let Yaml::List(steps) = workflow.at(&["jobs", "refresh", "steps"]) else { panic!() };
    let secret = |step: &&Yaml| format!("{step:?}").contains("secrets.");
    let with_secrets: Vec<&str> = steps.iter().filter(secret).map(|step| step.at(&["name"]).text()).collect();
    assert_eq!(with_secrets, ["Refresh"]);
    for uses in text.lines().filter_map(|line| line.trim().strip_prefix("uses: ")) {
        let (_, pinned) = uses.split_once('@').unwrap();
        let (hash, version) = pinned.split_once(" # v").unwrap();
        assert!(
            hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit()) && !version.is_empty(),
            "{uses}"
        );
    }
    // What is computed by GitHub never stands in a script.
    for step in steps {
        if let Yaml::Map(step) = step
            && let Some(script) = step.get("run")
        {
            assert!(!script.text().contains("${{"), "{script:?}");
        }
    }
    assert_eq!(file_name(&Name::new("melanoma").unwrap()), "refloom-melanoma.yml");
}

#[test]
fn the_exit_codes_of_a_refresh() {
    for (code, step_fails, told) in
        [(0, false, "0"), (1, true, "1"), (2, true, "2"), (3, false, "3"), (4, false, "4")]
    {
        let runner = Runner::new(".");
        runner.program(".refloom/bin/refloom", &refloom(code));
        let workflow = Yaml::read(&Made::new(".", "output").text().unwrap());
        let done = runner.run(&workflow, "Refresh");
        assert_eq!(done.status.code(), Some(if step_fails { i32::from(code) } else { 0 }), "{done:?}");
        assert_eq!(runner.read("output"), format!("code={told}\n"));
        assert_eq!(runner.read("summary"), "retracted\n");
    }
}

#[test]
fn the_dataset_of_one_run_is_there_in_the_next() {
    if Command::new("unzip").arg("-v").output().is_err() {
        eprintln!("skipped: there is no unzip here");
        return;
    }
    let made = Made::new("a b", "-out $x'y");
    let workflow = Yaml::read(&made.text().unwrap());
    let first = Runner::new("a b");
    let out = first.dir.path().join("repository/a b/-out $x'y");
    fs::create_dir_all(out.join("snapshots/1")).unwrap();
    fs::write(out.join("snapshots/1/works.csv"), "title").unwrap();
    std::os::unix::fs::symlink("snapshots/1", out.join("latest")).unwrap();
    let packed = first.run(&workflow, "Pack the dataset and the answers");
    assert!(packed.status.success(), "{packed:?}");

    let second = Runner::new("a b");
    let archive = second.dir.path().join("state.zip");
    let file = fs::File::create(&archive).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    zip.start_file("state.tar", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut fs::File::open(first.dir.path().join("temp/state.tar")).unwrap(), &mut zip).unwrap();
    zip.finish().unwrap();
    second.program(
        "bin/gh",
        "case $2 in */actions/artifacts\\?name=refloom-melanoma-state*) echo 17;; */artifacts/17/zip) cat \"$HOME/state.zip\";; \
         *) exit 1;; esac",
    );
    let fetched = second.run(&workflow, "Fetch the dataset of the run before");
    assert!(fetched.status.success(), "{fetched:?}");
    let latest = second.dir.path().join("repository/a b/-out $x'y/latest");
    assert!(latest.is_symlink() && latest.join("works.csv").is_file());

    // Nothing there yet: the first run of all.
    second.program("bin/gh", "exit 0");
    assert!(second.run(&workflow, "Fetch the dataset of the run before").status.success());
    // No answer is a failure, lest everything be new.
    second.program("bin/gh", "exit 1");
    assert!(!second.run(&workflow, "Fetch the dataset of the run before").status.success());
}

#[test]
fn what_leaves_the_repository_or_is_computed_by_github_is_refused() {
    for path in ["/etc", "../x", "a/../../b"] {
        assert!(matches!(inside("the folder", path), Err(ScheduleError::Outside { .. })), "{path}");
        assert!(Made::new(path, "output").text().is_err());
        assert!(Made::new(".", path).text().is_err());
    }
    let computed = "x${{ github.event.issue.title }}";
    assert!(matches!(Made::new(computed, "output").text(), Err(ScheduleError::Expression { .. })));
    let mut made = Made::new(".", "output");
    made.options.notify_command = Some(word(computed));
    assert!(matches!(made.text(), Err(ScheduleError::Expression { .. })));
}

#[test]
fn the_program_is_built_from_what_cannot_be_moved() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    for bad in [
        "https://example.org/refloom",
        "https://example.org/refloom#main",
        "http://example.org/r#0123",
        "/usr/src",
        "../x",
    ] {
        assert!(Source::new(bad).is_err(), "{bad}");
    }
    let mut made = Made::new(".", "output");
    made.source = Source::new(&format!("https://example.org/refloom#{commit}")).unwrap();
    let text = made.text().unwrap();
    assert!(text.contains(&format!("--git https://example.org/refloom --rev {commit} refloom")), "{text}");
    assert!(text.contains(&format!("${{{{ runner.arch }}}}-{commit}\"")), "{text}");
    made.source = Source::new("tools/it's refloom").unwrap();
    let text = made.text().unwrap();
    assert!(text.contains(r"--path './tools/it'\''s refloom'"), "{text}");
    assert!(text.contains("hashFiles('tools/it''s refloom/Cargo.toml'"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn yaml_and_bash_give_the_same_arguments_back(text in hostile(), folder in hostile()) {
        let text = text.replace('/', "_");
        let folder = format!("a{}", folder.replace('/', "_"));
        if text.contains("${{") || folder.contains("${{") { return Ok(()) }
        let mut made = Made::new(&folder, &text);
        made.options = Options {
            config: Some(word(&text)),
            notify_command: Some(word(&format!("mail -s {text}"))),
            digest: Some(word(&format!("{text}.md"))),
            keep: Some(3),
            ..Options::default()
        };
        let workflow = Yaml::read(&made.text().unwrap());
        let runner = Runner::new(&folder);
        runner.program(".refloom/bin/refloom", &refloom(0));
        let done = runner.run(&workflow, "Refresh");
        prop_assert!(done.status.success(), "{:?}", done);
        let seen = runner.read("seen");
        prop_assert_eq!(words(&seen), [
            "--quiet", "refresh", &format!("--config={text}"), &format!("--out={text}"),
            &format!("--notify-command=mail -s {text}"), "--keep=3", "--alert", &format!("--digest=./{text}.md"),
        ]);
        prop_assert_eq!(runner.read("summary"), "retracted\n");
        runner.program("bin/cargo", "printf '%s\\0' \"$@\" >\"$HOME/seen\"");
        prop_assert!(runner.run(&workflow, "Build refloom").status.success());
    }
}
