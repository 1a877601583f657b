//! What is run, what stands there before, and what an undisturbed run makes of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::super::enrich::seed_world;
use super::super::run::{Desk, Done};
use super::super::service::server::{Request, Server};
use super::state::{State, copy};
use super::surroundings::unmount;

/// A command to disturb. One entry of [`super::scenarios::SCENARIOS`].
pub struct Scenario {
    /// As the table names it.
    pub name: &'static str,
    /// The command.
    pub args: &'static [&'static str],
    /// Whether it asks services.
    pub asks: bool,
    /// Whether what it makes depends on the dataset before: over a damaged one it makes another than over a whole one, and
    /// ends with a code of its own.
    pub goes_back: bool,
    /// Puts there what the command finds.
    pub prepare: fn(&Stage),
    /// A command that succeeds where this program knows the scenario's.
    pub needs: Option<&'static [&'static str]>,
}

/// A folder with a service beside it, in which the program runs.
pub struct Stage {
    pub desk: Desk,
    base: String,
    mounted: Mutex<Vec<PathBuf>>,
}

impl Stage {
    fn new(base: &str) -> Self {
        // In memory where there is such a place: no power fails here, and thousands of waits for a disk take minutes.
        let memory = Path::new("/dev/shm");
        let desk = if memory.is_dir() { Desk::within(memory) } else { Desk::new() };
        let stage = Self { desk, base: base.to_owned(), mounted: Mutex::default() };
        std::fs::create_dir(stage.path("tmp")).unwrap();
        stage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.desk.path(name)
    }

    /// Something was mounted there, to be taken away at the end.
    pub fn mounted(&self, at: PathBuf) {
        self.mounted.lock().unwrap().push(at);
    }

    /// The folder itself, as the kernel names it.
    pub fn folder(&self) -> PathBuf {
        std::fs::canonicalize(self.desk.path("")).unwrap()
    }

    /// The program, started by another one that is given its path and arguments.
    pub fn under(&self, wrapper: &[String], args: &[&str]) -> Command {
        let plain = self.desk.refloom(args);
        let mut command = Command::new(wrapper.first().map_or_else(|| plain.get_program(), AsRef::as_ref));
        if let Some(rest) = wrapper.get(1..) {
            command.args(rest).arg(plain.get_program());
        }
        command.args(plain.get_args()).current_dir(self.desk.path("")).stdin(std::process::Stdio::null());
        command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1").env("RAYON_NUM_THREADS", "1");
        command.env("TMPDIR", self.path("tmp")).env("SQLITE_TMPDIR", self.path("tmp"));
        for name in ["REFLOOM_PUBMED_URL", "REFLOOM_PMC_URL", "REFLOOM_CROSSREF_URL"] {
            command.env(name, &self.base);
        }
        for name in ["NCBI_API_KEY", "REFLOOM_EMAIL", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(name).env_remove(name.to_ascii_uppercase());
        }
        command
    }

    /// The program.
    pub fn command(&self, args: &[&str]) -> Command {
        self.under(&[], args)
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Done {
        Done::from(self.command(args).output().unwrap())
    }

    /// Runs the program and expects it to succeed.
    pub fn ok(&self, args: &[&str]) {
        let done = self.run(args);
        assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for at in self.mounted.lock().unwrap().drain(..) {
            unmount(&at);
        }
    }
}

/// A scenario made ready: what stands before it, what it makes, and a service of its own.
pub struct Scene {
    pub scenario: &'static Scenario,
    template: Stage,
    server: Server,
    /// Before the command.
    pub before: State,
    /// After it, undisturbed.
    pub once: State,
    /// After it ran a second time.
    pub twice: State,
    /// What it asks, undisturbed.
    pub asked: BTreeSet<String>,
}

impl Scene {
    pub fn new(scenario: &'static Scenario) -> Self {
        let server = seed_world().serve();
        let template = Stage::new(&server.base());
        (scenario.prepare)(&template);
        let before = State::of(&template.path(""), scenario.asks);
        let mut scene = Self {
            scenario,
            template,
            server,
            once: before.clone(),
            twice: before.clone(),
            before,
            asked: BTreeSet::new(),
        };
        let stage = scene.stage();
        let from = scene.requests_so_far();
        stage.ok(scenario.args);
        scene.asked = scene.questions_since(from).into_iter().collect();
        scene.once = scene.state(&stage);
        stage.ok(scenario.args);
        scene.twice = scene.state(&stage);
        assert_ne!(
            scene.before.latest, scene.once.latest,
            "{}: the run has to change something",
            scenario.name
        );
        scene
    }

    /// A fresh copy of what stands there before the command.
    pub fn stage(&self) -> Stage {
        let stage = self.bare_stage();
        copy(&self.template.path(""), &stage.path(""));
        stage
    }

    /// A stage with nothing on it.
    pub fn bare_stage(&self) -> Stage {
        Stage::new(&self.server.base())
    }

    pub fn template(&self, name: &str) -> PathBuf {
        self.template.path(name)
    }

    pub fn state(&self, stage: &Stage) -> State {
        State::of(&stage.path(""), self.scenario.asks)
    }

    pub fn requests_so_far(&self) -> usize {
        self.server.count()
    }

    /// What was asked since so many requests, in order.
    pub fn questions_since(&self, from: usize) -> Vec<String> {
        self.server.requests().iter().skip(from).map(Request::question).collect()
    }
}
