//! `refloom schedule github`: the workflow, and putting it into the repository.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use refloom::schedule::Word;
use refloom::schedule::github::{Source, Workflow, file_name, inside, is_ours};

use super::super::terminal::Terminal;
use super::{Common, files, print, text};

/// A workflow for GitHub
#[derive(Debug, clap::Args)]
pub struct GithubArgs {
    #[command(flatten)]
    common: Common,
    /// Where a run builds refloom from: a folder of the repository, or https://…#COMMIT
    #[arg(long, value_name = "PLACE", default_value = ".")]
    source: String,
}

pub fn run(args: &GithubArgs, terminal: Terminal) -> anyhow::Result<()> {
    let common = &args.common;
    let dir = common.folder()?;
    let root = repository(&dir);
    let below = root.as_deref().map_or(Path::new(""), |root| dir.strip_prefix(root).unwrap_or(Path::new("")));
    let name = common.name(&dir)?;
    let file = root.as_ref().map(|root| root.join(".github/workflows").join(file_name(&name)));
    if common.uninstall {
        let file = file.context(NO_REPOSITORY)?;
        if !files::check_ours(&file, is_ours)? {
            bail!("there is no {}; name the schedule with --name", file.display());
        }
        files::remove(&file)?;
        terminal.say(&format!("removed: {}; commit that", file.display()));
        return Ok(());
    }
    let writes = common.refresh.writes(&dir)?;
    let in_folder = |what: &'static str, path: &Path| -> anyhow::Result<Word> {
        let Ok(path) = path.strip_prefix(&dir) else {
            bail!("{what} {} is not below {}; a workflow keeps only what is", path.display(), dir.display());
        };
        Ok(inside(what, text(path)?)?)
    };
    let folder = if below.as_os_str().is_empty() { "." } else { text(below)? };
    let workflow = Workflow {
        name: &name,
        when: &common.when(&name, below)?,
        folder: &Word::new("the folder", folder)?,
        options: &common.refresh.options()?,
        out: &in_folder("the folder of the snapshots", &writes.out)?,
        answers: &in_folder("the folder of the answers", &writes.answers)?,
        source: &Source::new(&args.source)?,
    }
    .text()?;
    if !common.install {
        return print(&workflow);
    }
    let file = file.context(NO_REPOSITORY)?;
    files::check_ours(&file, is_ours)?;
    files::write(&file, &workflow)?;
    terminal.say(&format!(
        "written: {}; commit it, and give the repository the secrets REFLOOM_EMAIL and NCBI_API_KEY",
        file.display()
    ));
    Ok(())
}

const NO_REPOSITORY: &str =
    "this folder is in no git repository; run it in one, or print the workflow without --install";

/// The repository a folder is in.
fn repository(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned)
}
