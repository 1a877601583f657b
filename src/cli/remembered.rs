//! What the last run into a folder was told, so that `refloom refresh` need not be told again.

use std::path::Path;

use anyhow::Context as _;
use refloom::dataset::OutputDir;

use super::dataset::{Args, Invocation};

/// As it is kept beside the snapshots; nothing that tells who typed it is in it.
pub fn written(args: &Args) -> anyhow::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(&args.invocation())?;
    text.push(b'\n');
    Ok(text)
}

/// What the last run into the folder was told; `None` where there is none.
pub fn read(out: &Path) -> anyhow::Result<Option<Invocation>> {
    let Some(told) = OutputDir::remembered(out)? else { return Ok(None) };
    serde_json::from_slice(&told).map(Some).with_context(|| {
        format!(
            "what the last run was told is damaged; delete {}, and name what to read, or the description with --config",
            out.join("last-run.json").display()
        )
    })
}
