//! `refloom explain`: how one string was read.

mod fields;
mod matched;
mod tagged;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::Args;
use refloom::model::{Entry, JournalLink, Reference};
use refloom::normalize::journals::Authority;
use refloom::normalize::{Finding, normalize};
use refloom::parse::{Parser, label, labelled};
use refloom::pipeline::{Clock, Enricher};

use super::dataset::journal_authority;
use super::services::Services;

/// Show how one reference was read: which part of the text became which field, and how sure that is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  refloom explain 'Agarwala SS, Kirkwood JM. Interferons in melanoma. Curr Opin Oncol 1996; 8:167.'
  refloom explain --enrich pubmed,crossref 'Smith J. …'     and which record it is, and why

The text comes first, as the tagger cut it: coloured by tag, or in brackets where there are no
colours (--color, NO_COLOR, a pipe). Words it was not sure of are underlined, or in braces.")]
pub struct ExplainArgs {
    /// The reference, as printed.
    #[arg(value_name = "REFERENCE")]
    reference: String,

    /// Newer journal list to use instead of the built-in one: NLM's `J_Medline.txt` or `J_Entrez.txt`.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,

    #[command(flatten)]
    services: Services,
}

/// Runs `refloom explain`.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    // Line breaks of a pasted reference fold to spaces, as they do in a document.
    let text: String = args.reference.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let entry = Entry { label: label::find(&text).map(|l| l.text.to_owned()), ..Entry::from_line(&text) };
    let printed = Parser::new().parse(&entry);
    let mut canonical = printed.clone();
    let findings = normalize(&mut canonical);
    let authority = journal_authority(args.authority.as_deref())?;
    canonical.journal = authority.link(&canonical);
    let found = args.services.plan().map(|plan| Enricher::open(&plan, Clock::System)).transpose()?;
    let found = found.map(|enricher| enricher.ask(&entry, &canonical, &authority));
    let coloured = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    let mut out = anstream::stdout().lock();
    let shown = write(&mut out, &entry, &canonical, &findings, coloured)
        .and_then(|()| write_journal(&mut out, &canonical, &authority))
        .and_then(|()| found.iter().try_for_each(|(found, issues)| matched::write(&mut out, found, issues)));
    match shown {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn write(
    out: &mut impl Write,
    entry: &Entry,
    reference: &Reference,
    findings: &[Finding],
    coloured: bool,
) -> io::Result<()> {
    tagged::write(out, &entry.text, &labelled::read(&entry.text), coloured)?;
    writeln!(out)?;
    let confidence = reference.confidence.map_or("unknown".to_owned(), |c| format!("{c:.2}"));
    writeln!(out, "type        {}", reference.kind.as_str())?;
    writeln!(out, "confidence  {confidence}")?;
    if let Some(label) = &entry.label {
        writeln!(out, "label       {label}")?;
    }
    if reference.authors_truncated {
        writeln!(out, "authors     the printed list is cut (et al)")?;
    }
    writeln!(out)?;
    fields::write(out, &entry.text, &fields::rows(reference))?;
    for finding in findings {
        let expected = finding.expected.as_ref().map(|e| format!(" (should be {e})")).unwrap_or_default();
        writeln!(out, "{}: {}{expected}", finding.code.as_str(), finding.message)?;
    }
    Ok(())
}

/// What the journal authority made of the container.
fn write_journal(out: &mut impl Write, reference: &Reference, authority: &Authority) -> io::Result<()> {
    let show = |out: &mut dyn Write, handle| match authority.journal(handle) {
        Some(j) => {
            let ids = [
                ("NLM ID", &j.nlm_id),
                ("print ISSN", &j.issn_print),
                ("electronic ISSN", &j.issn_electronic),
            ];
            let ids: Vec<_> =
                ids.iter().filter_map(|(name, id)| id.as_ref().map(|id| format!("{name} {id}"))).collect();
            writeln!(out, "            {} ({})", j.title, ids.join(", "))
        }
        None => Ok(()),
    };
    match &reference.journal {
        JournalLink::NotAttempted => Ok(()),
        JournalLink::Unresolved => writeln!(out, "\njournal     not in the authority"),
        JournalLink::Resolved { journal, method, confidence } => {
            writeln!(out, "\njournal     found by {}, {confidence:.3}", method.as_str())?;
            show(out, *journal)
        }
        JournalLink::Ambiguous { candidates, method } => {
            writeln!(out, "\njournal     ambiguous by {}; none was chosen", method.as_str())?;
            candidates.iter().try_for_each(|handle| show(out, *handle))
        }
    }
}
