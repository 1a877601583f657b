use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Clock;
use crate::config::{Config, Days, Enrich, Service};
use crate::dataset::{License, TableFormat};
use crate::import::ColumnMap;
use crate::merge::Precedence;
use crate::model::{PartialDate, Source, hex_sha256};
use crate::sources::cache::Lifetimes;
use crate::sources::http::{Secret, Settings};

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
    /// For how long another run into that folder is waited for.
    pub wait: Duration,
    /// How many snapshots stay there; all of them for `None`.
    pub keep: Option<NonZeroUsize>,
    /// File formats of the tables.
    pub formats: Vec<TableFormat>,
    /// What makes the same dataset again, for whoever does; kept beside the snapshots as it is.
    pub remembered: Option<Vec<u8>>,
    /// What time it is.
    pub clock: Clock,
    /// Hashes of the lists the journal authority was made of: they decide the tables too.
    pub authority: Vec<String>,
    /// What to ask services; `None` where nobody is asked.
    pub enrich: Option<EnrichPlan>,
    /// Whose value a field shows.
    pub precedence: Precedence,
    /// A person's corrections.
    pub overrides: Option<SourceFile>,
}

/// What to ask services.
#[derive(Clone, Debug)]
pub struct EnrichPlan {
    /// Which ones.
    pub services: Vec<Source>,
    /// Answer from the cache alone.
    pub offline: bool,
    /// How they are asked.
    pub settings: Settings,
    /// Folder of the cache.
    pub cache: PathBuf,
    /// For how long answers are good.
    pub lifetimes: Lifetimes,
    /// A local index to look in first.
    pub index: Option<PathBuf>,
}

impl EnrichPlan {
    /// The usual settings, with nobody named yet.
    pub fn nobody() -> Self {
        Self::from_config(&Enrich::default(), Path::new(""))
    }

    /// What a `dataset.toml` in `folder` asks for.
    fn from_config(enrich: &Enrich, folder: &Path) -> Self {
        let mut settings = Settings {
            mail: enrich.email.as_deref().and_then(Secret::new),
            ncbi_key: enrich.ncbi_api_key.as_deref().and_then(Secret::new),
            ..Settings::default()
        };
        for (url, base) in [
            (&enrich.urls.pubmed, &mut settings.bases.pubmed),
            (&enrich.urls.pmc, &mut settings.bases.idconv),
            (&enrich.urls.crossref, &mut settings.bases.crossref),
        ] {
            if let Some(url) = url {
                base.clone_from(url);
            }
        }
        let services = enrich.services.iter().map(|service| match service {
            Service::Pubmed => Source::Pubmed,
            Service::Crossref => Source::Crossref,
        });
        Self {
            services: services.collect(),
            offline: false,
            settings,
            cache: enrich
                .cache
                .as_ref()
                .map_or_else(|| folder.join(".refloom-cache"), |path| folder.join(path)),
            lifetimes: lifetimes(&enrich.days),
            index: enrich.index.as_ref().map(|path| folder.join(path)),
        }
    }

    /// Whether anybody, or an index, is asked at all.
    pub fn asks(&self) -> bool {
        !self.services.is_empty() || self.index.is_some()
    }
}

fn lifetimes(days_of: &Days) -> Lifetimes {
    let usual = Lifetimes::default();
    let days = |days: Option<u16>, usual| days.map_or(usual, |n| Duration::from_hours(24) * u32::from(n));
    Lifetimes {
        retractions: days(days_of.retractions, usual.retractions),
        counts: days(days_of.counts, usual.counts),
        bibliography: days(days_of.bibliography, usual.bibliography),
        matches: days(days_of.matches, usual.matches),
        not_found: days(days_of.not_found, usual.not_found),
    }
}

/// A file to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What the tables call it.
    pub shown_as: String,
    /// Which column holds what, for a table of one's own.
    pub columns: ColumnMap,
    /// The day it was exported.
    pub exported: Option<PartialDate>,
}

impl SourceFile {
    /// A document named on the command line.
    pub fn given(path: &Path) -> Self {
        Self { path: path.to_owned(), shown_as: posix(path), ..Self::default() }
    }
}

impl SourceFile {
    /// What is said of it besides its name, where anything is.
    fn read_as(&self) -> Option<String> {
        let plain = Self { path: self.path.clone(), shown_as: self.shown_as.clone(), ..Self::default() };
        (*self != plain).then(|| format!("{} {:?} {:?}", self.shown_as, self.columns, self.exported))
    }
}

impl Plan {
    /// The plan a `dataset.toml` in `folder` makes.
    pub fn from_config(config: &Config, folder: &Path) -> Self {
        let sources = config
            .sources
            .iter()
            .map(|s| SourceFile {
                path: folder.join(&s.path),
                shown_as: posix(&s.path),
                columns: s.columns.clone(),
                exported: s.exported.map(|day| day.0),
            })
            .collect();
        Self {
            title: config.title.clone(),
            description: config.description.clone(),
            licenses: config.licenses.clone(),
            sources,
            out: tidy(&folder.join(&config.output.dir)),
            wait: Duration::ZERO,
            keep: config.output.keep,
            formats: config.output.formats.clone(),
            remembered: None,
            clock: Clock::System,
            authority: Vec::new(),
            enrich: Some(EnrichPlan::from_config(&config.enrich, folder)).filter(EnrichPlan::asks),
            // Checked when the description was read.
            precedence: config.precedence().unwrap_or_default(),
            overrides: overrides(config, folder),
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
            wait: Duration::ZERO,
            keep: None,
            formats: vec![TableFormat::Csv, TableFormat::Parquet],
            remembered: None,
            clock: Clock::System,
            authority: Vec::new(),
            enrich: None,
            precedence: Precedence::default(),
            overrides: None,
        }
    }

    /// Whether services may be asked over the network.
    pub fn is_online(&self) -> bool {
        self.enrich.as_ref().is_some_and(|enrich| !enrich.offline && !enrich.services.is_empty())
    }

    /// Hash of all that decides what the tables hold, apart from the documents' bytes.
    pub fn sha256(&self) -> String {
        let mut parts = vec![self.title.as_str(), self.description.as_deref().unwrap_or_default()];
        parts.extend(self.authority.iter().map(String::as_str));
        parts.extend(self.licenses.iter().map(|l| l.name.as_str()));
        parts.extend(self.sources.iter().map(|s| s.shown_as.as_str()));
        let read_as: Vec<String> = self.sources.iter().filter_map(SourceFile::read_as).collect();
        parts.extend(read_as.iter().map(String::as_str));
        parts.extend(self.formats.iter().map(|f| f.as_str()));
        if let Some(enrich) = &self.enrich {
            parts.extend(enrich.services.iter().map(|source| source.as_str()));
            parts.extend(enrich.index.as_deref().and_then(Path::to_str));
        }
        let precedence = format!("{:?}", self.precedence);
        parts.extend(Some(precedence.as_str()).filter(|_| self.precedence != Precedence::default()));
        parts.extend(self.overrides.as_ref().map(|file| file.shown_as.as_str()));
        let lines: Vec<_> = parts.iter().map(|part| format!("{}:{part}\n", part.len())).collect();
        hex_sha256(lines.concat().as_bytes())
    }
}

impl Plan {
    /// Hash over the names and contents of everything that is read: inputs, corrections, the local index. What cannot be
    /// read has no content.
    pub fn read_sha256(&self) -> String {
        let mut whole = String::new();
        for file in self.sources.iter().chain(&self.overrides) {
            let content = sha256_of(&file.path).unwrap_or_default();
            let _ = writeln!(whole, "{}:{}\t{content}", file.shown_as.len(), file.shown_as);
        }
        if let Some(index) = self.enrich.as_ref().and_then(|enrich| enrich.index.as_deref()) {
            // It may be as large as PubMed: size and time are enough.
            let told = std::fs::metadata(index).and_then(|meta| Ok((meta.len(), meta.modified()?)));
            let _ = writeln!(whole, "{:?}", told.ok());
        }
        hex_sha256(whole.as_bytes())
    }
}

fn sha256_of(path: &Path) -> std::io::Result<String> {
    use sha2::Digest as _;
    use std::io::Read as _;
    let mut file = std::fs::File::open(path)?;
    let (mut hash, mut buffer) = (sha2::Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
}

/// The corrections that are described, or those that lie beside the description.
fn overrides(config: &Config, folder: &Path) -> Option<SourceFile> {
    let beside = || Some(PathBuf::from("overrides.csv")).filter(|name| folder.join(name).is_file());
    let path = config.overrides.clone().or_else(beside)?;
    Some(SourceFile { path: folder.join(&path), shown_as: posix(&path), ..SourceFile::default() })
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
