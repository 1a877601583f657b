use std::path::{Path, PathBuf};

use super::Clock;
use crate::config::Config;
use crate::dataset::{License, TableFormat};
use crate::model::hex_sha256;

/// Everything a run needs to know, with nothing left open.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Title of the dataset.
    pub title: String,
    /// What it holds.
    pub description: Option<String>,
    /// Its licences.
    pub licenses: Vec<License>,
    /// What to read, in this order.
    pub sources: Vec<SourceFile>,
    /// Folder of the snapshots.
    pub out: PathBuf,
    /// File formats of the tables.
    pub formats: Vec<TableFormat>,
    /// What time it is.
    pub clock: Clock,
    /// Hashes of the lists the journal authority was made of: they decide the tables too.
    pub authority: Vec<String>,
}

/// A document to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What the tables call it.
    pub shown_as: String,
}

impl SourceFile {
    /// A document named on the command line.
    pub fn given(path: &Path) -> Self {
        Self { path: path.to_owned(), shown_as: posix(path) }
    }
}

impl Plan {
    /// The plan a `dataset.toml` in `folder` makes.
    pub fn from_config(config: &Config, folder: &Path) -> Self {
        let sources = config
            .sources
            .iter()
            .map(|s| SourceFile { path: folder.join(&s.path), shown_as: posix(&s.path) })
            .collect();
        Self {
            title: config.title.clone(),
            description: config.description.clone(),
            licenses: config.licenses.clone(),
            sources,
            out: tidy(&folder.join(&config.output.dir)),
            formats: config.output.formats.clone(),
            clock: Clock::System,
            authority: Vec::new(),
        }
    }

    /// The plan for documents named on the command line.
    pub fn from_inputs(inputs: &[PathBuf]) -> Self {
        let sources: Vec<_> = inputs.iter().map(|path| SourceFile::given(path)).collect();
        let names: Vec<_> =
            inputs.iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy()).collect();
        let title = match &names[..] {
            [] => "References".to_owned(),
            [one] => format!("References of {one}"),
            [first, rest @ ..] => format!("References of {first} and {} more", rest.len()),
        };
        Self {
            title,
            description: None,
            licenses: Vec::new(),
            sources,
            out: PathBuf::from("output"),
            formats: vec![TableFormat::Csv, TableFormat::Parquet],
            clock: Clock::System,
            authority: Vec::new(),
        }
    }

    /// Hash of all that decides what the tables hold, apart from the documents' bytes.
    pub fn sha256(&self) -> String {
        let mut parts = vec![self.title.as_str(), self.description.as_deref().unwrap_or_default()];
        parts.extend(self.authority.iter().map(String::as_str));
        parts.extend(self.licenses.iter().map(|l| l.name.as_str()));
        parts.extend(self.sources.iter().map(|s| s.shown_as.as_str()));
        parts.extend(self.formats.iter().map(|f| f.as_str()));
        let lines: Vec<_> = parts.iter().map(|part| format!("{}:{part}\n", part.len())).collect();
        hex_sha256(lines.concat().as_bytes())
    }
}

/// A path with `/` between its parts, as the tables show it.
fn posix(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    let joined = parts.join("/");
    joined.strip_prefix("//").map(|rest| format!("/{rest}")).unwrap_or(joined)
}

/// `data/../output` as `output`, where no link can be in between: the folder before `..` is one the person named.
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut out = PathBuf::new();
    for part in path.components() {
        let can_step_back = matches!(out.components().next_back(), Some(Component::Normal(_)));
        if part == Component::ParentDir && can_step_back {
            out.pop();
        } else {
            out.push(part);
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_with_slashes() {
        assert_eq!(posix(Path::new("a/b.txt")), "a/b.txt");
        assert_eq!(posix(Path::new("/a/b.txt")), "/a/b.txt");
    }

    #[test]
    fn a_step_back_is_taken() {
        assert_eq!(tidy(Path::new("data/../output")), Path::new("output"));
        assert_eq!(tidy(Path::new("../output")), Path::new("../output"));
        assert_eq!(tidy(Path::new("data/..")), Path::new("."));
    }

    #[test]
    fn the_hash_changes_with_what_decides_the_tables() {
        let plan = Plan::from_inputs(&[PathBuf::from("a.txt")]);
        let mut other = plan.clone();
        other.formats.pop();
        assert_ne!(plan.sha256(), other.sha256());
        other = plan.clone();
        other.out = PathBuf::from("elsewhere");
        assert_eq!(plan.sha256(), other.sha256());
    }
}
