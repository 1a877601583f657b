//! `dataset.toml`: what a dataset is made of.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::dataset::{License, TableFormat};

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
}

/// Which services to ask. None of them is asked unless it is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrich {
    /// Names of services.
    #[serde(default)]
    pub services: Vec<String>,
}

/// Where the tables go, and in which formats.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// The folder that holds the snapshots.
    pub dir: PathBuf,
    /// File formats of the tables.
    pub formats: Vec<TableFormat>,
}

impl Default for Output {
    fn default() -> Self {
        Self { dir: PathBuf::from("output"), formats: vec![TableFormat::Csv, TableFormat::Parquet] }
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

    fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        if config.sources.is_empty() {
            return Err("it names no document to read; add [[sources]] with path = \"…\"".to_owned());
        }
        if config.output.formats.is_empty() {
            return Err("output.formats is empty; name \"csv\", \"parquet\" or both".to_owned());
        }
        if let Some(service) = config.enrich.services.first() {
            return Err(format!(
                "enrich.services names \"{service}\", but this version cannot ask services yet; leave the list empty"
            ));
        }
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
    fn a_word_that_means_nothing_is_pointed_at() {
        let error = Config::parse("title = \"T\"\ntypo = 1\n[[sources]]\npath = \"a\"\n").unwrap_err();
        assert!(error.contains("typo") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn no_source_and_no_format_and_a_service_are_refused() {
        for text in [
            "title = \"T\"\nsources = []",
            "title = \"T\"\n[[sources]]\npath = \"a\"\n[output]\nformats = []",
            "title = \"T\"\n[[sources]]\npath = \"a\"\n[enrich]\nservices = [\"pubmed\"]",
        ] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
    }
}
