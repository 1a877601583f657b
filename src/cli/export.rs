//! `refloom export`: the cleaned list for a reference manager or a manuscript.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use refloom::dataset::{Wanted, Works};
use refloom::export;
use refloom::model::Record;
use refloom::pipeline::{self, PipelineError, Plan};

use super::dataset::journal_authority;
use super::progress;
use super::terminal::Terminal;

/// Write the works of a dataset in a form that reference managers read.
///
/// Works that a document of the dataset cites are written, in the order of its table of works, each once, with the values
/// the tables show. A work that was retracted says so in a note. BibTeX keys of a .bib file that was read are kept; other
/// keys are made of first author and year, the same for the same dataset.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom export --to ris -o cited.ris                  for Zotero, EndNote, Mendeley, Citavi
  refloom export --to bibtex > references.bib           for a manuscript in LaTeX
  refloom export --to csl-json -o references.json       for pandoc and citation processors
  refloom export --to ris --only retracted              what must not be cited unawares
  refloom export --to csv --document review.txt         of one document
  refloom export output/snapshots/01J… --to nbib        of an earlier snapshot
  refloom export savedrecs.txt paper.pdf --to bibtex    of these files as they are: every reference, none merged

In CSV a cell that a spreadsheet could take for a formula (it begins with = + - @, a tab, a
carriage return, or ') has a ' in front; take one leading ' off to get the value back.

What is not written: affiliations, and the printed text of references (see the tables).")]
pub struct ExportArgs {
    /// Folder of a dataset or one of its snapshots, or documents and export files [default: what --dataset says].
    #[arg(value_name = "INPUT", conflicts_with = "dataset")]
    inputs: Vec<PathBuf>,

    /// What to write.
    #[arg(long, value_name = "FORMAT", value_enum)]
    to: Format,

    /// File to write, replaced in one step once it is whole; `-` or nothing writes to standard output.
    #[arg(long, short, value_name = "FILE", default_value = "-", hide_default_value = true)]
    output: PathBuf,

    /// Folder of the dataset.
    #[arg(long, value_name = "DIR", default_value = "output/latest")]
    dataset: PathBuf,

    /// Write works too that nobody cites: the citing documents themselves.
    #[arg(long)]
    all: bool,

    /// Write only some of the works.
    #[arg(long, value_name = "WHICH", value_enum)]
    only: Option<Only>,

    /// Write only what this document cites (its path as in the dataset, or its key); may be given several times.
    #[arg(long, value_name = "DOCUMENT")]
    document: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Those known to be retracted or withdrawn.
    Retracted,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// RIS.
    Ris,
    /// BibTeX, with fields of biblatex where BibTeX has none.
    Bibtex,
    /// CSL-JSON: one array of items.
    CslJson,
    /// PubMed's own format (MEDLINE).
    Nbib,
    /// EndNote XML.
    EndnoteXml,
    /// A table with one row a work.
    Csv,
}

impl Format {
    const fn of_library(self) -> export::Format {
        match self {
            Self::Ris => export::Format::Ris,
            Self::Bibtex => export::Format::Bibtex,
            Self::CslJson => export::Format::CslJson,
            Self::Nbib => export::Format::Nbib,
            Self::EndnoteXml => export::Format::EndnoteXml,
            Self::Csv => export::Format::Csv,
        }
    }
}

/// Runs `refloom export`.
///
/// # Errors
/// When the dataset cannot be read or the file cannot be written; a file that was there before is then what it was.
pub fn run(args: &ExportArgs, terminal: Terminal) -> anyhow::Result<ExitCode> {
    progress::stop_on_ctrl_c();
    let mut source = Source::of(args)?;
    let to = args.to.of_library();
    if args.output == Path::new("-") {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        return match source.write(to, &mut out, terminal) {
            // Whoever reads the output has had enough: that is no failure.
            Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
            Err(error) => Err(error),
            Ok(None) => Ok(super::exit::interrupted()),
            Ok(Some(_)) => Ok(ExitCode::SUCCESS),
        };
    }
    let written = save(&args.output, |out| source.write(to, out, terminal))?;
    let Some(n) = written else { return Ok(super::exit::interrupted()) };
    terminal.say(&format!("{}: {n} {}", args.output.display(), if n == 1 { "work" } else { "works" }));
    Ok(ExitCode::SUCCESS)
}

/// Where the records come from.
enum Source {
    /// The works of a dataset.
    Dataset(Box<Works>),
    /// The references of files.
    Files(Box<Plan>),
}

impl Source {
    fn of(args: &ExportArgs) -> anyhow::Result<Self> {
        let files = args.inputs.iter().any(|input| !input.is_dir());
        if files {
            if args.all || args.only.is_some() || !args.document.is_empty() {
                bail!(
                    "--all, --only and --document choose among the works of a dataset; of files everything is written"
                );
            }
            return Ok(Self::Files(Box::new(Plan::from_inputs(&args.inputs))));
        }
        let dir = match &args.inputs[..] {
            [] => &args.dataset,
            [one] => one,
            _ => bail!("one dataset at a time can be exported"),
        };
        if !dir.is_dir() {
            bail!(
                "{} is not the folder of a dataset; make one with `refloom dataset`, or name one with --dataset",
                dir.display()
            );
        }
        let wanted = Wanted {
            uncited: args.all,
            only_retracted: args.only == Some(Only::Retracted),
            documents: args.document.clone(),
        };
        Ok(Self::Dataset(Box::new(Works::open(dir, &wanted)?)))
    }

    /// Writes every record. How many there were; `None` when the person has stopped it.
    fn write(
        &mut self,
        to: export::Format,
        out: &mut dyn Write,
        terminal: Terminal,
    ) -> anyhow::Result<Option<u64>> {
        match self {
            Self::Dataset(works) => {
                let mut next = || Ok(works.next_work()?.map(|work| (work.record, work.cite_key)));
                convert(&mut next, to, out)
            }
            Self::Files(plan) => files(plan, to, out, terminal),
        }
    }
}

/// Writes every reference of some files.
fn files(
    plan: &Plan,
    to: export::Format,
    out: &mut dyn Write,
    terminal: Terminal,
) -> anyhow::Result<Option<u64>> {
    let authority = journal_authority(None)?;
    let bars = progress::Bars::new(terminal);
    let mut writer = export::writer(to);
    writer.begin(out)?;
    let mut n = 0;
    let done = pipeline::convert(plan, &authority, &bars, |record, key| {
        writer.record(&record, key.as_deref(), out)?;
        n += 1;
        anyhow::Ok(())
    });
    bars.finish();
    let findings = match done {
        Err(error) if matches!(error.downcast_ref(), Some(PipelineError::Interrupted)) => return Ok(None),
        other => other?,
    };
    writer.end(out)?;
    out.flush()?;
    if findings > 0 {
        let names: Vec<String> = plan.sources.iter().map(|source| source.shown_as.clone()).collect();
        terminal.say(&format!("{findings} findings; `refloom dataset {}` lists them", names.join(" ")));
    }
    Ok(Some(n))
}

/// Writes records as they come, each with the key to cite it by where it has one. How many there were; `None` when the
/// person has stopped it.
fn convert(
    next: &mut dyn FnMut() -> anyhow::Result<Option<(Record, Option<String>)>>,
    to: export::Format,
    out: &mut dyn Write,
) -> anyhow::Result<Option<u64>> {
    let mut writer = export::writer(to);
    writer.begin(out)?;
    let mut n = 0;
    while let Some((record, key)) = next()? {
        if progress::stopped() {
            return Ok(None);
        }
        writer.record(&record, key.as_deref(), out)?;
        n += 1;
    }
    writer.end(out)?;
    out.flush()?;
    Ok(Some(n))
}

/// Writes a file beside its place and moves it there once it is whole.
pub(super) fn save(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<Option<u64>>,
) -> anyhow::Result<Option<u64>> {
    let cannot = || format!("cannot write {}", path.display());
    // A pipe or a device has no place to be moved to.
    if path.metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        let file = std::fs::File::create(path).with_context(cannot)?;
        return write(&mut BufWriter::with_capacity(1 << 16, file));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).with_context(cannot)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let Some(n) = write(&mut out)? else { return Ok(None) };
    let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(cannot)?;
    readable(file.path()).with_context(cannot)?;
    file.as_file().sync_all().with_context(cannot)?;
    file.persist(path).with_context(cannot)?;
    Ok(Some(n))
}

/// Temporary files are their owner's alone; what was exported is as open as any file.
#[cfg(unix)]
fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// True when the reader of our output has gone away.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
