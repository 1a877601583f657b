//! `refloom authority`: builds, queries and measures the journal authority.

mod measure;

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use refloom::model::{Journal, JournalHandle, JournalLink};
use refloom::normalize::journals::{self, Authority, Effort, SourceFile, Sources};

/// The arguments of `refloom authority`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compile journal lists into the form that is embedded in the program
    Build(BuildArgs),
    /// Show which journal each printed title stands for
    Lookup(LookupArgs),
    /// Measure precision and recall of every tier
    Measure(MeasureArgs),
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  refloom authority build --nlm nlm_core.tsv --jabref jabref_extra.tsv \\\n    \
                        --words title_word_abbr.json --out src/normalize/journals/authority.bin"
)]
struct BuildArgs {
    /// NLM's list: `J_Medline.txt`, `J_Entrez.txt`, or a table headed `NlmId MedAbbr IsoAbbrIfDifferent Title pISSN eISSN`
    #[arg(long, value_name = "FILE")]
    nlm: PathBuf,
    /// Table of titles and abbreviations from JabRef's lists
    #[arg(long, value_name = "FILE")]
    jabref: PathBuf,
    /// JSON object of title words and their abbreviations
    #[arg(long, value_name = "FILE")]
    words: PathBuf,
    /// Day the NLM list was fetched, such as 2026-11-01
    #[arg(long, value_name = "DATE", default_value = "")]
    copy_date: String,
    /// Where to write the compiled authority
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  refloom authority lookup 'J Clin Oncol' 'Proc. Nat. Acad. Sci. USA'\n  \
                        refloom authority lookup --authority J_Medline.txt --issn 0098-7484 JAMA"
)]
struct LookupArgs {
    /// Titles or abbreviations as printed
    #[arg(required = true, value_name = "STRING")]
    strings: Vec<String>,
    /// ISSN printed with the title
    #[arg(long, value_name = "ISSN")]
    issn: Option<String>,
    /// Use a newer NLM list, or a compiled authority, instead of the embedded one
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
}

use measure::MeasureArgs;

/// Runs the command.
///
/// # Errors
/// If a list cannot be read or the result cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Build(args) => build(args)?,
        Command::Lookup(args) => quiet_on_broken_pipe(lookup(args))?,
        Command::Measure(args) => quiet_on_broken_pipe(measure::run(args))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn quiet_on_broken_pipe(result: anyhow::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error)
            if error
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) =>
        {
            Ok(())
        }
        other => other,
    }
}

fn build(args: &BuildArgs) -> anyhow::Result<()> {
    let open = |path: &Path| -> anyhow::Result<BufReader<File>> {
        Ok(BufReader::new(File::open(path).with_context(|| format!("cannot read {}", path.display()))?))
    };
    let checksum = |name: &str, path: &Path| -> anyhow::Result<SourceFile> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(SourceFile { name: name.to_owned(), sha256: refloom::model::hex_sha256(&bytes) })
    };
    let sources = Sources {
        nlm: journals::read_nlm(open(&args.nlm)?, &args.nlm)?,
        other: journals::read_other(open(&args.jabref)?, &args.jabref)?,
        words: journals::read_words(open(&args.words)?, &args.words)?,
        copy_date: args.copy_date.clone(),
        files: vec![
            checksum("NLM serials", &args.nlm)?,
            checksum("JabRef abbreviations", &args.jabref)?,
            checksum("title word abbreviations", &args.words)?,
        ],
    };
    let bytes = journals::build(sources, Effort::Small)?;
    fs::write(&args.out, &bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    let authority = Authority::from_bytes(bytes)?;
    let edition = authority.edition();
    writeln!(
        io::stderr().lock(),
        "{}: {} NLM journals, {} of other lists only, {} words, copy of {}",
        args.out.display(),
        edition.nlm_journals,
        edition.other_journals,
        edition.words,
        edition.copy_date
    )?;
    Ok(())
}

fn lookup(args: &LookupArgs) -> anyhow::Result<()> {
    let authority = match &args.authority {
        Some(path) => Authority::from_file(path)?,
        None => Authority::embedded()?,
    };
    let mut out = io::stdout().lock();
    for string in &args.strings {
        let link = authority.resolve(string, args.issn.as_deref());
        let (verdict, handles) = describe(&link);
        writeln!(out, "{string}\t{verdict}")?;
        for journal in handles.iter().filter_map(|&handle| authority.journal(handle)) {
            writeln!(out, "  {}", one_line(&journal))?;
        }
    }
    Ok(())
}

fn describe(link: &JournalLink) -> (String, Vec<JournalHandle>) {
    match link {
        JournalLink::Resolved { journal, method, confidence } => {
            (format!("{} ({confidence:.3})", method.as_str()), vec![*journal])
        }
        JournalLink::Ambiguous { candidates, method } => {
            (format!("ambiguous, {}", method.as_str()), candidates.clone())
        }
        JournalLink::NotAttempted | JournalLink::Unresolved => ("unresolved".to_owned(), Vec::new()),
    }
}

fn one_line(journal: &Journal) -> String {
    let facts = [
        journal.title_iso4.clone(),
        journal.nlm_id.as_deref().map(|id| format!("NLM ID {id}")),
        journal.issn_print.as_deref().map(|issn| format!("ISSN {issn} (print)")),
        journal.issn_electronic.as_deref().map(|issn| format!("ISSN {issn} (electronic)")),
    ];
    let facts: Vec<String> =
        std::iter::once(journal.title.clone()).chain(facts.into_iter().flatten()).collect();
    facts.join(" · ")
}
