//! `refloom authority measure`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use refloom::model::{JournalLink, JournalMethod};
use refloom::normalize::journals::measure::{self, Miss, Outcome, Report};
use refloom::normalize::journals::{self, Authority};

/// The arguments of `refloom authority measure`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  refloom authority measure --strings journal_strings.json --pairs nlm_core.tsv\n\n\
                        The strings have no truth beside them: for them the report counts what was found. The pairs \
                        are cited in several ways and looked up again, with and without their abbreviations."
)]
pub struct MeasureArgs {
    /// Journal strings as printed: a JSON object of set name to list of strings
    #[arg(long, value_name = "FILE")]
    strings: Option<PathBuf>,
    /// An NLM list whose abbreviations and titles are looked up
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// Write every string or citation that was not resolved, or resolved wrongly, to this file, tab-separated
    #[arg(long, value_name = "FILE")]
    misses: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If a list cannot be read or the report cannot be written.
pub fn run(args: &MeasureArgs) -> anyhow::Result<()> {
    anyhow::ensure!(args.strings.is_some() || args.pairs.is_some(), "give --strings, --pairs or both");
    let mut out = io::stdout().lock();
    let mut misses = Vec::new();
    if let Some(path) = &args.strings {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sets: BTreeMap<String, Vec<String>> = serde_json::from_reader(BufReader::new(file))
            .with_context(|| format!("{} is no object of string lists", path.display()))?;
        strings(&sets, &mut out, &mut misses)?;
    }
    if let Some(path) = &args.pairs {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let nlm = journals::read_nlm(BufReader::new(file), path)?;
        let (report, failures) = measure::known(&nlm)?;
        table("Every journal of the list, whole authority", &report, &mut out)?;
        misses.extend(failures.iter().map(|miss| line("known", miss)));
        let (report, failures) = measure::held_out(&nlm)?;
        table("One journal in ten, its abbreviations hidden", &report, &mut out)?;
        misses.extend(failures.iter().map(|miss| line("held out", miss)));
    }
    if let Some(path) = &args.misses {
        std::fs::write(path, misses.concat()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn line(part: &str, miss: &Miss) -> String {
    format!("{part}\t{}\t{}\t{}\t{}\n", miss.way, miss.printed, miss.wanted, miss.found)
}

const TIERS: [JournalMethod; 6] = [
    JournalMethod::Abbreviation,
    JournalMethod::Title,
    JournalMethod::ShortTitle,
    JournalMethod::OtherList,
    JournalMethod::Spaceless,
    JournalMethod::Tokens,
];

fn strings(
    sets: &BTreeMap<String, Vec<String>>,
    out: &mut impl Write,
    misses: &mut Vec<String>,
) -> anyhow::Result<()> {
    let authority = Authority::embedded()?;
    write!(
        out,
        "{:<16}{:>8}{:>9}{:>8}{:>11}{:>7}  ",
        "set", "strings", "one NLM", "other", "ambiguous", "none"
    )?;
    writeln!(out, "{}", TIERS.map(|tier| format!("{:>13}", tier.as_str())).concat())?;
    for (name, strings) in sets {
        let (mut nlm, mut other, mut ambiguous, mut none) = (0, 0, 0, 0);
        let mut tiers: BTreeMap<JournalMethod, u32> = BTreeMap::new();
        for string in strings {
            let mut miss = |verdict: &str| misses.push(format!("{name}\t{verdict}\t{string}\n"));
            match authority.resolve(string, None) {
                JournalLink::Resolved { journal, method, .. } => {
                    *tiers.entry(method).or_default() += 1;
                    if authority.journal(journal).is_some_and(|journal| journal.nlm_id.is_some()) {
                        nlm += 1;
                    } else {
                        other += 1;
                        miss("other list");
                    }
                }
                JournalLink::Ambiguous { .. } => {
                    ambiguous += 1;
                    miss("ambiguous");
                }
                JournalLink::NotAttempted | JournalLink::Unresolved => {
                    none += 1;
                    miss("none");
                }
            }
        }
        let total = strings.len();
        let share = 100.0 * f64::from(nlm) / total.max(1) as f64;
        write!(out, "{name:<16}{total:>8}{share:>8.2}%{other:>8}{ambiguous:>11}{none:>7}  ")?;
        let counts = TIERS.map(|tier| format!("{:>13}", tiers.get(&tier).copied().unwrap_or_default()));
        writeln!(out, "{}", counts.concat())?;
    }
    Ok(())
}

fn table(heading: &str, report: &Report, out: &mut impl Write) -> anyhow::Result<()> {
    let mut ways: BTreeMap<&str, Outcome> = BTreeMap::new();
    let mut tiers: BTreeMap<&str, Outcome> = BTreeMap::new();
    let mut all: BTreeMap<String, Outcome> = BTreeMap::new();
    for (&(way, method), outcome) in report {
        let tier = method.map_or("(none)", JournalMethod::as_str);
        add(ways.entry(way).or_default(), outcome);
        add(tiers.entry(tier).or_default(), outcome);
        add(all.entry(format!("{way} / {tier}")).or_default(), outcome);
    }
    writeln!(out, "\n{heading}")?;
    rows("cited by", ways.iter(), out)?;
    rows("tier", tiers.iter(), out)?;
    rows("cited by / tier", all.iter(), out)
}

fn rows<'a, N: std::fmt::Display + 'a>(
    first: &str,
    rows: impl Iterator<Item = (&'a N, &'a Outcome)>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "\n{first:<46}{:>8}{:>8}{:>11}{:>8}{:>12}{:>9}",
        "right", "wrong", "ambiguous", "none", "precision", "recall"
    )?;
    for (name, outcome) in rows {
        let Outcome { right, wrong, ambiguous, none } = outcome;
        let (precision, recall) = (outcome.precision(), outcome.recall());
        writeln!(
            out,
            "{:<46}{right:>8}{wrong:>8}{ambiguous:>11}{none:>8}{precision:>12.4}{recall:>9.4}",
            name.to_string()
        )?;
    }
    Ok(())
}

fn add(sum: &mut Outcome, part: &Outcome) {
    sum.right += part.right;
    sum.wrong += part.wrong;
    sum.ambiguous += part.ambiguous;
    sum.none += part.none;
}
