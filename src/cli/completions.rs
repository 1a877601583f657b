//! `refloom completions`: what a shell needs to complete the command line.

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  refloom completions bash > ~/.local/share/bash-completion/completions/refloom
  refloom completions zsh  > ~/.zfunc/_refloom
  refloom completions fish > ~/.config/fish/completions/refloom.fish";

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The shell
    shell: Shell,
}

pub fn run(args: &Args) -> std::io::Result<ExitCode> {
    // The generator panics when it cannot write; memory it always can.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "refloom", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
