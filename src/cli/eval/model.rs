//! A model of one's own.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use refloom::parse::Parser;
use refloom::parse::style::General;
use refloom::parse::tagger::Model;

/// What the trainer wrote.
pub struct Trained {
    folder: PathBuf,
    tagger: Model,
    style: Vec<u8>,
}

impl Trained {
    /// Reads the trainer's folder.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let tagger = Model::open(read("tagger.bin")?.into()).with_context(|| stale(folder, "tagger.bin"))?;
        Ok(Self { folder: folder.to_owned(), tagger, style: read("style.bin")? })
    }

    /// A parser that reads with it.
    pub fn parser(&self) -> anyhow::Result<Parser<'_>> {
        let style = General::open(&self.style).with_context(|| stale(&self.folder, "style.bin"))?;
        Ok(Parser::with(&self.tagger, style))
    }
}

fn stale(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    format!("{} is of another version of refloom; train again with this one's trainer", path.display())
}
