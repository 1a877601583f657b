//! What the log tells of a run.

use serde::{Deserialize, Serialize};

use super::moment::{Moment, iso};

/// Which command a run belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// `refloom dataset`.
    Dataset,
    /// `refloom refresh`.
    Refresh,
}

impl RunKind {
    /// The command's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Refresh => "refresh",
        }
    }
}

/// What is known of a run when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Its command.
    pub kind: RunKind,
    /// Whether it may use the network.
    pub online: bool,
    /// Hash of its configuration.
    pub config_sha256: String,
    /// The run it refreshes.
    pub parent: Option<String>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Outcome {
    /// It published its dataset.
    Finished {
        /// The run, and its snapshot's name.
        run_id: String,
    },
    /// It failed, and published nothing.
    Failed {
        /// What kind of failure that was, in a word: nothing of the data is in it.
        reason: String,
    },
    /// The person stopped it.
    Interrupted,
    /// It was killed, or the machine stopped.
    Died,
}

impl Outcome {
    /// How it ended, in a word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Finished { .. } => "finished",
            Self::Failed { .. } => "failed",
            Self::Interrupted => "interrupted",
            Self::Died => "died",
        }
    }
}

/// A dataset that is about to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its run, and its snapshot's name.
    pub run_id: String,
    /// SHA-256 of its description, hexadecimal; the description tells those of all other files. None in logs of versions
    /// that did not note it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datapackage_sha256: Option<String>,
}

/// A run, as the log tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRun {
    /// Names the run in the log, a ULID. Its run id is made of what it reads, and is not known when it begins.
    pub token: String,
    /// When it began, in milliseconds since 1970-01-01T00:00:00Z.
    pub started_at: i64,
    /// Version of Refloom.
    pub tool_version: String,
    /// Its process.
    pub pid: u32,
    /// What was known when it began.
    pub begin: Begin,
    /// What it was about to publish, once it came so far.
    pub publishes: Option<Publication>,
    /// When it ended; of one that died, when that was found.
    pub ended_at: Option<i64>,
    /// How it ended; none while it runs.
    pub outcome: Option<Outcome>,
}

impl LoggedRun {
    /// When it began, ISO 8601.
    pub fn began(&self) -> String {
        iso(self.started_at)
    }

    /// When it ended, ISO 8601.
    pub fn ended(&self) -> Option<String> {
        self.ended_at.map(iso)
    }
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Began(Began),
    Publishes(Publishes),
    Ended(Ended),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Began {
    event: BeganWord,
    token: String,
    at: Moment,
    version: String,
    pid: u32,
    command: RunKind,
    online: bool,
    config_sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

/// Tells a beginning from an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum BeganWord {
    #[serde(rename = "began")]
    Began,
}

/// Written before publishing: of a run that dies then, what is there decides whether it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Publishes {
    event: PublishesWord,
    token: String,
    at: Moment,
    #[serde(flatten)]
    what: Publication,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum PublishesWord {
    #[serde(rename = "publishes")]
    Publishes,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ended {
    #[serde(flatten)]
    pub(super) outcome: Outcome,
    pub(super) token: String,
    at: Moment,
}

impl Line {
    pub(super) fn began(run: &LoggedRun) -> Self {
        Self::Began(Began {
            event: BeganWord::Began,
            token: run.token.clone(),
            at: Moment(run.started_at),
            version: run.tool_version.clone(),
            pid: run.pid,
            command: run.begin.kind,
            online: run.begin.online,
            config_sha256: run.begin.config_sha256.clone(),
            parent: run.begin.parent.clone(),
        })
    }

    pub(super) fn publishes(token: &str, at: i64, what: Publication) -> Self {
        let token = token.to_owned();
        Self::Publishes(Publishes { event: PublishesWord::Publishes, token, at: Moment(at), what })
    }

    pub(super) fn ended(token: &str, at: i64, outcome: Outcome) -> Self {
        Self::Ended(Ended { token: token.to_owned(), at: Moment(at), outcome })
    }

    /// The line with its end.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).map(|text| text + "\n").unwrap_or_default()
    }

    /// Adds what the line tells to the runs told so far.
    pub(super) fn add_to(self, runs: &mut Vec<LoggedRun>) {
        match self {
            Self::Began(began) => runs.push(LoggedRun {
                token: began.token,
                started_at: began.at.0,
                tool_version: began.version,
                pid: began.pid,
                begin: Begin {
                    kind: began.command,
                    online: began.online,
                    config_sha256: began.config_sha256,
                    parent: began.parent,
                },
                publishes: None,
                ended_at: None,
                outcome: None,
            }),
            Self::Publishes(publishes) => {
                if let Some(run) = runs.iter_mut().rev().find(|run| run.token == publishes.token) {
                    run.publishes = Some(publishes.what);
                }
            }
            Self::Ended(ended) => {
                // Usually the last one.
                if let Some(run) = runs.iter_mut().rev().find(|run| run.token == ended.token) {
                    run.ended_at = Some(ended.at.0);
                    run.outcome = Some(ended.outcome);
                }
            }
        }
    }
}
