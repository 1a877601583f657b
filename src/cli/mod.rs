//! The command line: one file per command. Only here do words reach the terminal.

mod authority;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The arguments of the program as typed.
#[derive(Debug, Parser)]
#[command(name = "refloom", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build, query and measure the journal authority
    Authority(authority::Args),
}

/// Runs the command line.
///
/// # Errors
/// Whatever the command could not do, with what to do about it.
pub fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Authority(args) => authority::run(args),
    }
}
