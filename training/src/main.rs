//! Trains the tagger of refloom: `refloom-training CORPORA MODEL_FOLDER [OPTION]…`.
//!
//! Three files come out: `tagger.bin`, what the tagger learned; `style.bin`, how references of all styles go, which the
//! style of a list is set against; and `MODEL.md`, a card that says what came in and what came out.

mod calibrate;
mod card;
mod corpus;
mod crf;
mod displace;
mod example;
mod fit;
mod folds;
mod general;
mod groups;
mod habits;
mod held_out;
mod lexicon;
mod material;
mod names;
mod noise;
mod pack;
mod render;
mod rng;
mod styles;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use calibrate::Ground;
use folds::Fold;
use material::Printed;

/// What the command line asks for.
struct Plan {
    corpora: PathBuf,
    model: PathBuf,
    /// Where citation styles lie.
    styles: Option<PathBuf>,
    /// References of one's own.
    own: Vec<PathBuf>,
    /// Where to write the records held out.
    held_out: Option<PathBuf>,
    /// Where to write all records of publishers that nothing is learned from: those held out, and those whose licences
    /// keep them out.
    unseen: Option<PathBuf>,
    /// Which publishers to hold out.
    fold: Option<Fold>,
    /// Publishers to learn from alone, so that many others can be measured as unseen; none means all but a few.
    only: Vec<String>,
    /// How many examples to print, instead of training.
    show: Option<usize>,
    /// Of a hundred examples, how many are used.
    share: usize,
    passes: usize,
    /// Features that are kept.
    keep: usize,
}

const USAGE: &str = "usage: refloom-training CORPORA MODEL_FOLDER [--styles FOLDER] [--own FILE]… [--fold K/N] [--only PUBLISHER]… \
                     [--held-out FILE] [--unseen FILE] [--show N] [--share PERCENT] [--passes N] [--keep N]";

fn plan() -> Result<Plan> {
    let mut plain = Vec::new();
    let (mut styles, mut own, mut held_out, mut unseen, mut fold, mut only, mut show) =
        (None, Vec::new(), None, None, None, Vec::new(), None);
    let (mut share, mut passes, mut keep) = (100, 8, 60_000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--styles" => styles = args.next().map(PathBuf::from),
            "--own" => own.push(PathBuf::from(args.next().context("--own needs a file")?)),
            "--fold" => fold = Some(Fold::read(&args.next().context("--fold needs K/N")?)?),
            "--only" => only.push(args.next().context("--only needs a publisher's name")?),
            "--held-out" => held_out = args.next().map(PathBuf::from),
            "--unseen" => unseen = args.next().map(PathBuf::from),
            "--show" => show = Some(args.next().context("--show needs a number")?.parse()?),
            "--share" => share = args.next().context("--share needs a number")?.parse()?,
            "--passes" => passes = args.next().context("--passes needs a number")?.parse()?,
            "--keep" => keep = args.next().context("--keep needs a number")?.parse()?,
            _ => plain.push(PathBuf::from(arg)),
        }
    }
    let [corpora, model] = plain.as_slice() else { bail!(USAGE) };
    Ok(Plan {
        corpora: corpora.clone(),
        model: model.clone(),
        styles,
        own,
        held_out,
        unseen,
        fold,
        only,
        show,
        share,
        passes,
        keep,
    })
}

fn main() -> Result<()> {
    let plan = plan()?;
    let started = Instant::now();
    let material = material::gather(&plan)?;
    if let Some(count) = plan.show {
        for example in material.examples.iter().take(count) {
            let text: Vec<_> =
                example.segments.iter().map(|(tag, text)| (tag.map(|t| format!("{t:?}")), text)).collect();
            println!("{}", serde_json::to_string(&text)?);
        }
        return Ok(());
    }
    let (count, unseen) = (material.examples.len(), material.held_out.len());
    eprintln!("{count} examples, {unseen} held out, {:.0?}", started.elapsed());
    let strange = material.held_out.iter().chain(&material.not_free);
    for (path, records) in
        [(&plan.held_out, material.held_out.iter().collect::<Vec<_>>()), (&plan.unseen, strange.collect())]
    {
        let Some(path) = path else { continue };
        let mut text = String::new();
        for record in records {
            writeln!(text, "{}", record.source)?;
        }
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    fs::create_dir_all(&plan.model)?;
    let words = material.words.table()?;
    let table = lexicon::Table::open(&words).context("the lexicon does not open")?;
    let build =
        |printed: &Printed| Some((example::build(&printed.segments, table.lexicon())?, printed.record));
    let (examples, from): (Vec<_>, Vec<_>) = material.examples.iter().filter_map(build).unzip();
    let (count, tokens) = (examples.len(), examples.iter().map(|e| e.tags.len()).sum::<usize>());
    let style = general::table(&examples);
    fs::write(plan.model.join("style.bin"), &style)?;
    eprintln!("{count} examples of {tokens} tokens, {:.0?}", started.elapsed());
    let (indexed, rows) = crf::index(examples, 4);
    let features = rows.len();
    eprintln!("{features} features, {:.0?}", started.elapsed());

    let examples: Vec<_> = indexed.into_iter().zip(from).collect();
    let ground = Ground {
        material: &material,
        examples: &examples,
        rows: &rows,
        keep: plan.keep,
        words: &words,
        style: &style,
    };
    let (calibration, readings) =
        calibrate::calibrate(&ground, |what| eprintln!("{what}, {:.0?}", started.elapsed()))?;
    let report = |pass, loss| eprintln!("pass {pass}: loss {loss:.4}, {:.0?}", started.elapsed());
    let examples = examples.into_iter().map(|(example, _)| example).collect();
    let weights = fit::fit(examples, rows, plan.passes, plan.keep, report);
    let bytes = pack::pack(&weights, &words, &calibration)?;
    fs::write(plan.model.join("tagger.bin"), &bytes)?;
    let score = held_out::score(&bytes, &material.held_out)?;
    let kept = weights.rows.len();
    eprintln!("{kept} features kept, {} bytes, {score:?}, {:.0?}", bytes.len(), started.elapsed());
    let card = card::Card {
        corpora: material.lines,
        examples: count,
        tokens,
        features,
        kept,
        words: material.words.classed,
        journals: material.words.journals,
        bytes: bytes.len(),
        passes: plan.passes,
        share: plan.share,
        styles: material.styles,
        score,
        reliability: calibrate::errors(&readings),
    };
    fs::write(plan.model.join("MODEL.md"), card.text()?)?;
    Ok(())
}
