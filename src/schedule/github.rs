//! A workflow for GitHub that refreshes a dataset kept beside its description in a repository.
//!
//! The dataset, its snapshots and the answers of the services go from one run to the next as an artefact: unlike GitHub's
//! cache it is still there after a month. Only an artefact of this repository's own branch is taken up, never one that a pull
//! request of somebody else has left under the same name.

use super::error::ScheduleError;
use super::job::Options;
use super::quote;
use super::when::When;
use super::word::{Name, Word};

/// What the first line of a workflow begins with: files without it are somebody else's.
pub const MARKER: &str = "# Written by `refloom schedule github`";

/// Actions by the hashes of their commits, since a tag can be moved.
const CHECKOUT: &str = "actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8 # v6.0.1";
const CACHE: &str = "actions/cache@9255dc7a253b0ccc959486e2bca901246202afeb # v5.0.1";
const UPLOAD: &str = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1";

/// Where a run builds the program from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A folder of the repository.
    Folder(Word),
    /// A commit of a repository elsewhere.
    Git {
        /// Its address.
        url: Word,
        /// Hash of the commit.
        commit: String,
    },
}

impl Source {
    /// Takes a folder of the repository, or `https://…#COMMIT`.
    ///
    /// # Errors
    /// When it is neither. A branch or tag is not taken: whoever moves it would decide what runs with the secrets.
    pub fn new(text: &str) -> Result<Self, ScheduleError> {
        let refused = || ScheduleError::Source { text: text.to_owned() };
        if !text.contains("://") {
            return Ok(Self::Folder(inside("the folder of the program", text)?));
        }
        let (url, commit) = text.split_once('#').ok_or_else(refused)?;
        let whole = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !whole || !url.starts_with("https://") {
            return Err(refused());
        }
        Ok(Self::Git { url: uncomputed(Word::new("the address", url)?)?, commit: commit.to_lowercase() })
    }

    fn install(&self) -> String {
        match self {
            Self::Folder(folder) => format!("--path {}", quote::shell(&here(folder))),
            Self::Git { url, commit } => {
                format!("--git {} --rev {commit} refloom", quote::shell(url.as_str()))
            }
        }
    }

    /// What the built program depends on, as part of a cache key.
    fn key(&self) -> String {
        match self {
            Self::Folder(folder) => {
                // Between the quotes of an expression, in which a quote is written twice.
                let folder = folder.as_str().trim_end_matches('/').replace('\'', "''");
                let below = |name: &str| {
                    if folder == "." { format!("'{name}'") } else { format!("'{folder}/{name}'") }
                };
                format!(
                    "${{{{ hashFiles({}, {}, {}) }}}}",
                    below("Cargo.toml"),
                    below("Cargo.lock"),
                    below("src/**")
                )
            }
            Self::Git { commit, .. } => commit.clone(),
        }
    }
}

/// What a workflow is made of. Paths count from `folder`.
#[derive(Clone, Debug)]
pub struct Workflow<'a> {
    /// The schedule's name.
    pub name: &'a Name,
    /// When it runs, in UTC.
    pub when: &'a When,
    /// The folder of the repository it runs in; `.` is its root.
    pub folder: &'a Word,
    /// What stands behind `refresh`.
    pub options: &'a Options,
    /// Folder of the snapshots.
    pub out: &'a Word,
    /// Folder of the answers of the services.
    pub answers: &'a Word,
    /// Where the program is built from.
    pub source: &'a Source,
}

/// The file's name in `.github/workflows`.
pub fn file_name(name: &Name) -> String {
    format!("refloom-{name}.yml")
}

/// Takes a path that stays inside the repository.
///
/// # Errors
/// When it is absolute, goes up, or holds what a workflow cannot.
pub fn inside(what: &'static str, path: &str) -> Result<Word, ScheduleError> {
    let word = uncomputed(Word::new(what, path)?)?;
    if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return Err(ScheduleError::Outside { what, path: path.to_owned() });
    }
    Ok(word)
}

/// Refuses what GitHub would compute, wherever in the file it stands.
fn uncomputed(word: Word) -> Result<Word, ScheduleError> {
    if word.as_str().contains("${{") {
        return Err(ScheduleError::Expression { text: word.as_str().to_owned() });
    }
    Ok(word)
}

impl Workflow<'_> {
    /// The file.
    ///
    /// # Errors
    /// When a value leaves the repository or holds what GitHub would compute.
    pub fn text(&self) -> Result<String, ScheduleError> {
        inside("the folder", self.folder.as_str())?;
        let out = inside("the folder of the snapshots", self.out.as_str())?;
        let answers = inside("the folder of the answers", self.answers.as_str())?;
        let given = [&self.options.config, &self.options.digest, &self.options.digest_json];
        for path in given.into_iter().flatten() {
            inside("the path", path.as_str())?;
        }
        if let Some(command) = &self.options.notify_command {
            uncomputed(command.clone())?;
        }
        let digest = self
            .options
            .digest
            .as_ref()
            .map_or_else(|| "\"$RUNNER_TEMP/digest.md\"".to_owned(), |path| quote::shell(&here(path)));
        // Four is no failure of the run: the dataset is to be kept first.
        let mut options = Options { alert: true, digest: None, ..self.options.clone() };
        options.out = Some(out.clone());
        let arguments: Vec<String> = options.arguments().iter().map(|word| quote::shell(word)).collect();
        let latest = if self.folder.as_str() == "." {
            format!("{out}/latest/")
        } else {
            format!("{}/{out}/latest/", self.folder.as_str().trim_end_matches('/'))
        };
        let filled = [
            ("NAME", self.name.to_string()),
            ("CRON", quote::yaml(&self.when.cron())),
            ("FOLDER", quote::yaml(self.folder.as_str())),
            ("CHECKOUT", CHECKOUT.to_owned()),
            ("CACHE", CACHE.to_owned()),
            ("UPLOAD", UPLOAD.to_owned()),
            (
                "KEY",
                quote::yaml(&format!(
                    "refloom-${{{{ runner.os }}}}-${{{{ runner.arch }}}}-{}",
                    self.source.key()
                )),
            ),
            ("INSTALL", self.source.install()),
            ("DIGEST", digest),
            ("ARGUMENTS", arguments.join(" ")),
            ("OUT", quote::shell(&here(&out))),
            ("ANSWERS", quote::shell(&here(&answers))),
            ("LATEST", quote::yaml(&pattern(&latest))),
        ];
        Ok(fill(TEMPLATE, &filled))
    }
}

/// A path that is no option, whatever it begins with.
fn here(path: &Word) -> String {
    match path.as_str() {
        "." => ".".to_owned(),
        path => format!("./{path}"),
    }
}

/// Takes the paths of an upload for what they are: the action reads patterns.
fn pattern(path: &str) -> String {
    path.chars()
        .flat_map(|c| {
            let special = matches!(c, '*' | '?' | '[' | ']');
            [special.then_some('['), Some(c), special.then_some(']')].into_iter().flatten()
        })
        .collect()
}

/// Puts values in the place of `<<NAME>>`, in one pass, so that a value is never taken for a place.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<<") {
        text.push_str(before);
        let (name, behind) = after.split_once(">>").unwrap_or((after, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        text.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    text + rest
}

/// Whether a file was written by this module, so that it may be replaced and removed.
pub fn is_ours(text: &str) -> bool {
    text.starts_with(MARKER)
}

const TEMPLATE: &str = include_str!("workflow.yml");
