//! What `refloom eval` prints.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use refloom::evaluate::{
    ByLists, Evaluation, Field, Grouping, Mistake, Reliability, Score, Summary, Value, score::Count, together,
};
use serde::Serialize;

use super::reliability;
use crate::cli::terminal::{harmless, styled};

/// Groups shown of each grouping; JSON has them all.
const GROUPS: usize = 10;
/// Combinations of wrong fields shown.
const COMBINATIONS: usize = 6;

pub const HEAD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Prints tables.
pub fn text(
    out: &mut impl Write,
    done: &Evaluation,
    lists: Option<&ByLists>,
    fields: &[Field],
    by: &[Grouping],
    examples: usize,
) -> io::Result<()> {
    write_fields(out, &done.score, fields)?;
    if let Some(lists) = lists {
        write_lists(out, lists)?;
    }
    reliability::table(out, &done.stated, fields)?;
    for &grouping in by {
        write_groups(out, grouping, &done.groups.worst_first(grouping))?;
    }
    if done.mistakes.is_empty() {
        return Ok(());
    }
    write_together(out, &done.mistakes)?;
    // Spread out, because neighbours in a gold file tend to be of one kind.
    let count = examples.min(done.mistakes.len());
    (0..count).try_for_each(|i| write_example(out, &done.mistakes[i * done.mistakes.len() / count]))
}

fn write_fields(out: &mut impl Write, score: &Score, fields: &[Field]) -> io::Result<()> {
    let head = format!(
        "{:<13}{:>7}{:>7}{:>7}{:>8}{:>11}{:>8}{:>8}",
        "field", "gold", "right", "false", "missed", "precision", "recall", "F1"
    );
    writeln!(out, "{}", styled(HEAD, &head))?;
    for field in fields {
        write_count(out, field.as_str(), &score.fields.get(field).copied().unwrap_or_default())?;
    }
    if score.names.gold > 0 {
        write_count(out, "single names", &score.names)?;
    }
    write_count(out, "micro", &score.micro())?;
    writeln!(out, "{:<53}{}", "macro", rate(score.macro_f1(), 8))?;
    let exact = rate(score.exact_share(), 0);
    writeln!(out, "\n{} of {} references exact: {exact}", score.exact, score.references)
}

fn write_lists(out: &mut impl Write, lists: &ByLists) -> io::Result<()> {
    let ByLists { lists, alone, fixed, broken } = lists;
    let (micro, exact) = (rate(alone.micro().f1(), 0), rate(alone.exact_share(), 0));
    writeln!(out, "read in {lists} lists: {fixed} references put right by their lists, {broken} put wrong;")?;
    writeln!(out, "each by itself: micro F1 {micro}, {} exact: {exact}", alone.exact)
}

fn write_count(out: &mut impl Write, name: &str, count: &Count) -> io::Result<()> {
    write!(out, "{name:<13}{:>7}{:>7}{:>7}{:>8}", count.gold, count.right, count.false_, count.missed)?;
    if count.gold + count.false_ == 0 {
        return writeln!(out, "{:>11}{:>8}{:>8}", "–", "–", "–");
    }
    let (p, r, f1) = (count.precision(), count.recall(), count.f1());
    writeln!(out, "{p:>11.3}{r:>8.3}{}", rate(f1, 8))
}

fn write_groups(out: &mut impl Write, grouping: Grouping, groups: &[(&str, &Score)]) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let what = format!("by {}, the worst first", grouping.as_str());
    writeln!(out, "\n{HEAD}{:>5}{:>8}{:>8}  {what}{HEAD:#}", "refs", "exact", "micro")?;
    for (name, score) in groups.iter().take(GROUPS) {
        let (exact, micro) = (rate(score.exact_share(), 8), rate(score.micro().f1(), 8));
        writeln!(out, "{:>5}{exact}{micro}  {}", score.references, harmless(name))?;
    }
    let more = groups.len().saturating_sub(GROUPS);
    if more > 0 {
        writeln!(out, "{:>21}  … and {more} better ones; --to json has them all", "")
    } else {
        Ok(())
    }
}

fn write_together(out: &mut impl Write, mistakes: &[Mistake]) -> io::Result<()> {
    writeln!(out, "\n{HEAD}{:>5}  wrong in one reference{HEAD:#}", "refs")?;
    let combinations = together(mistakes);
    for (fields, n) in combinations.iter().take(COMBINATIONS) {
        let names: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
        writeln!(out, "{n:>5}  {}", names.join(" + "))?;
    }
    let rest: usize = combinations.iter().skip(COMBINATIONS).map(|(_, n)| n).sum();
    if rest > 0 { writeln!(out, "{rest:>5}  other combinations") } else { Ok(()) }
}

fn write_example(out: &mut impl Write, mistake: &Mistake) -> io::Result<()> {
    let line = styled(FAINT, &format!("line {}:", mistake.line));
    writeln!(out, "\n{line} {}", harmless(&mistake.raw))?;
    for (field, (gold, read)) in &mistake.wrong {
        let (green, red) = (AnsiColor::Green.on_default(), AnsiColor::Red.on_default());
        writeln!(out, "  {:<11}gold  {}", field.as_str(), styled(green, &shown(gold.as_ref())))?;
        writeln!(out, "  {:<11}read  {}", "", styled(red, &shown(read.as_ref())))?;
    }
    Ok(())
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "–".to_owned(),
        Some(Value::Text(text)) => harmless(text).into_owned(),
        Some(Value::Names(names)) => harmless(&names.join("; ")).into_owned(),
    }
}

/// A rate in the colour of how good it is. Padded before it is coloured, so that columns stay columns.
fn rate(rate: f64, width: usize) -> String {
    let colour = match rate {
        r if r >= 0.95 => AnsiColor::Green,
        r if r >= 0.8 => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    styled(colour.on_default(), &format!("{rate:>width$.3}"))
}

/// Everything as one JSON object.
#[derive(Serialize)]
pub struct Json<'a> {
    #[serde(flatten)]
    all: Summary,
    by: BTreeMap<&'static str, BTreeMap<&'a str, Summary>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lists: Option<Lists>,
    /// Expected calibration errors of what is stated of fields, and of whole references.
    calibration_error: [f64; 2],
}

/// What reading lists together is worth.
#[derive(Serialize)]
struct Lists {
    n: usize,
    fixed: usize,
    broken: usize,
    /// Each string by itself.
    alone: Summary,
}

impl From<&ByLists> for Lists {
    fn from(lists: &ByLists) -> Self {
        let ByLists { lists: n, alone, fixed, broken } = lists;
        Self { n: *n, fixed: *fixed, broken: *broken, alone: alone.into() }
    }
}

/// The report for other programs.
pub fn json<'a>(done: &'a Evaluation, lists: Option<&ByLists>, by: &[Grouping]) -> Json<'a> {
    let groups = |grouping: &Grouping| {
        let groups = done.groups.worst_first(*grouping);
        (grouping.as_str(), groups.into_iter().map(|(name, score)| (name, score.into())).collect())
    };
    let error =
        |whole: bool| Reliability::of(done.stated.iter().filter(|one| one.field.is_none() == whole)).error();
    Json {
        all: (&done.score).into(),
        by: by.iter().map(groups).collect(),
        lists: lists.map(Lists::from),
        calibration_error: [error(false), error(true)],
    }
}
