//! `dataset.toml`: what a dataset is made of.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::dataset::{License, TableFormat};
use crate::import::ColumnMap;
use crate::merge::{Precedence, PrecedenceError};
use crate::model::PartialDate;

/// The file as written. Paths in it count from the folder it lies in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Title of the dataset.
    pub title: String,
    /// What it holds, in a sentence or two.
    pub description: Option<String>,
    /// The documents to read, in this order.
    pub sources: Vec<ConfigSource>,
    /// Under which licences the tables may be used.
    #[serde(default)]
    pub licenses: Vec<License>,
    /// Which services to ask.
    #[serde(default)]
    pub enrich: Enrich,
    /// Whose value a field shows where several sources give one: for a field, sources from the most trusted to the
    /// least. What is not named stays as it is in the program's own table.
    #[serde(default)]
    pub precedence: BTreeMap<String, Vec<String>>,
    /// A person's corrections [default: `overrides.csv` beside this file, if there is one].
    pub overrides: Option<PathBuf>,
    /// Where the tables go.
    #[serde(default)]
    pub output: Output,
}

/// One document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigSource {
    /// The file.
    pub path: PathBuf,
    /// Which column of a table of one's own holds what.
    #[serde(default)]
    pub columns: ColumnMap,
    /// The day the file was exported (`2026-10-14`), where the file does not say: its counts were true then.
    pub exported: Option<Day>,
}

/// A day as `dataset.toml` writes it: `"2026-10-14"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(pub PartialDate);

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let refused = || format!("{text:?} is no day; write it as \"2026-10-14\"");
        let mut parts = text.split('-');
        let mut part = || parts.next().ok_or_else(refused);
        let year = part()?.parse().map_err(|_| refused())?;
        let month = part()?.parse().map_err(|_| refused())?;
        let day = part()?.parse().map_err(|_| refused())?;
        PartialDate::new(year, Some(month), Some(day))
            .filter(|_| text.len() == 10)
            .map(Self)
            .ok_or_else(refused)
    }
}

/// Which services to ask, and how. None of them is asked unless it is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Enrich {
    /// Services: `pubmed`, `crossref`.
    pub services: Vec<Service>,
    /// Mail address of whoever runs this, for the services to write to; the environment's `REFLOOM_EMAIL` comes first.
    /// It is sent to the services and to nobody else.
    pub email: Option<String>,
    /// NCBI's API key; the environment's `NCBI_API_KEY` comes first.
    pub ncbi_api_key: Option<String>,
    /// Folder of the cache of answers.
    pub cache: Option<PathBuf>,
    /// Local index to look records up in before a service is asked.
    pub index: Option<PathBuf>,
    /// For how many days what services say is good.
    pub days: Days,
    /// Whether abstracts go into the tables. They are large, and most are not free.
    pub abstracts: bool,
    /// Where the services are, if not where they always are: mirrors.
    pub urls: Urls,
}

/// For how many days what services say is good. A record comes whole, so that it is asked for as soon as one of its fields
/// has had its time.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Days {
    /// Whether a work was retracted or corrected [default: 7].
    pub retractions: Option<u16>,
    /// How often it is cited [default: 30].
    pub counts: Option<u16>,
    /// Title, authors, journal, pages, identifiers [default: 365].
    pub bibliography: Option<u16>,
    /// Which record a reference points to [default: 365].
    pub matches: Option<u16>,
    /// That nothing was found [default: 30].
    pub not_found: Option<u16>,
}

/// A service that can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// PubMed, by the E-utilities of NCBI.
    Pubmed,
    /// Crossref, by its REST interface.
    Crossref,
}

/// Mirrors of the services.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Urls {
    /// What stands in front of `/entrez/eutils/…`; the environment's `REFLOOM_PUBMED_URL` comes first.
    pub pubmed: Option<String>,
    /// What stands in front of `/tools/idconv/…`; the environment's `REFLOOM_PMC_URL` comes first.
    pub pmc: Option<String>,
    /// What stands in front of `/works`; the environment's `REFLOOM_CROSSREF_URL` comes first.
    pub crossref: Option<String>,
}

/// Where the tables go, and in which formats.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// The folder that holds the snapshots.
    pub dir: PathBuf,
    /// File formats of the tables.
    pub formats: Vec<TableFormat>,
    /// How many snapshots stay; the oldest beyond them are removed after publishing. All of them where it is not said.
    pub keep: Option<NonZeroUsize>,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            dir: PathBuf::from("output"),
            formats: vec![TableFormat::Csv, TableFormat::Parquet],
            keep: None,
        }
    }
}

/// What can be wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("{} is not a valid dataset description: {message}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
}

impl Config {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// When it cannot be read, is not TOML, has a key that means nothing here, or names no source.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text).map_err(|message| ConfigError::Invalid { path: path.to_owned(), message })
    }

    /// The order of trust in force.
    ///
    /// # Errors
    /// When it names a field or source that means nothing. [`read`](Self::read) has looked at that already.
    pub fn precedence(&self) -> Result<Precedence, PrecedenceError> {
        Precedence::with(&self.precedence)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        if config.sources.is_empty() {
            return Err("it names no document to read; add [[sources]] with path = \"…\"".to_owned());
        }
        if config.output.formats.is_empty() {
            return Err("output.formats is empty; name \"csv\", \"parquet\" or both".to_owned());
        }
        config.precedence().map_err(|error| error.to_string())?;
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_file_has_defaults() {
        let config = Config::parse("title = \"T\"\n[[sources]]\npath = \"a.txt\"\n").unwrap();
        assert_eq!(config.output.formats, [TableFormat::Csv, TableFormat::Parquet]);
        assert_eq!(config.sources[0].path, Path::new("a.txt"));
    }

    #[test]
    fn at_least_one_snapshot_is_kept() {
        let text =
            |keep: &str| format!("title = \"T\"\n[[sources]]\npath = \"a\"\n[output]\nkeep = {keep}\n");
        assert_eq!(Config::parse(&text("3")).unwrap().output.keep.map(NonZeroUsize::get), Some(3));
        assert!(Config::parse(&text("0")).is_err());
    }

    #[test]
    fn services_are_named_as_people_name_them() {
        let text =
            "title = \"T\"\n[[sources]]\npath = \"a\"\n[enrich]\nservices = [\"pubmed\", \"crossref\"]";
        assert_eq!(Config::parse(text).unwrap().enrich.services, [Service::Pubmed, Service::Crossref]);
    }

    #[test]
    fn a_word_that_means_nothing_is_pointed_at() {
        let error = Config::parse("title = \"T\"\ntypo = 1\n[[sources]]\npath = \"a\"\n").unwrap_err();
        assert!(error.contains("typo") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn an_order_of_trust_is_read_and_checked() {
        let text = |line: &str| format!("title = \"T\"\n[[sources]]\npath = \"a\"\n[precedence]\n{line}\n");
        let config = Config::parse(&text("title = [\"crossref\", \"pubmed\", \"parser\"]")).unwrap();
        let order: Vec<&str> = config
            .precedence()
            .unwrap()
            .order("title")
            .into_iter()
            .map(crate::merge::Speaker::as_str)
            .collect();
        assert_eq!(order, ["crossref", "pubmed", "parser"]);
        let error = Config::parse(&text("titel = [\"crossref\"]")).unwrap_err();
        assert!(error.contains("precedence.titel names no field"), "{error}");
        let error = Config::parse(&text("title = \"crossref\"")).unwrap_err();
        assert!(error.contains("line 5"), "{error}");
    }

    #[test]
    fn no_source_and_no_format_and_a_strange_service_are_refused() {
        for text in [
            "title = \"T\"\nsources = []",
            "title = \"T\"\n[[sources]]\npath = \"a\"\n[output]\nformats = []",
            "title = \"T\"\n[[sources]]\npath = \"a\"\n[enrich]\nservices = [\"scholar\"]",
        ] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
    }
}
