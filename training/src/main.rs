//! Trains the tagger of refloom: `refloom-training CORPORA MODEL_FOLDER [--held-out FILE] [--only PUBLISHER] [--share N]`.
//!
//! The model card beside the model says what came in and what came out.

mod card;
mod corpus;
mod crf;
mod displace;
mod example;
mod general;
mod held_out;
mod lexicon;
mod names;
mod noise;
mod pack;
mod render;
mod rng;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use corpus::{Record, Segment};
use refloom::normalize::journals::Authority;
use rng::Rng;

/// Publishers of whom there is enough to leave most of it out.
const LARGE: [(&str, usize); 3] =
    [("Frontiers Media S.A.", 35), ("Public Library of Science", 100), ("John Wiley and Sons Inc.", 100)];

/// What the command line asks for.
struct Plan {
    corpora: PathBuf,
    model: PathBuf,
    held_out: Option<PathBuf>,
    /// Publishers to learn from alone, so that many others can be measured as unseen; none means all but a few.
    only: Vec<String>,
    /// Of a hundred examples, how many are used.
    share: usize,
    passes: usize,
    /// Features that are kept.
    keep: usize,
}

fn plan() -> Result<Plan> {
    let mut plain = Vec::new();
    let (mut held_out, mut only, mut share, mut passes, mut keep) = (None, Vec::new(), 100, 8, 120_000);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--held-out" => held_out = args.next().map(PathBuf::from),
            "--only" => only.push(args.next().context("--only needs a publisher's name")?),
            "--share" => share = args.next().context("--share needs a number")?.parse()?,
            "--passes" => passes = args.next().context("--passes needs a number")?.parse()?,
            "--keep" => keep = args.next().context("--keep needs a number")?.parse()?,
            _ => plain.push(PathBuf::from(arg)),
        }
    }
    let [corpora, model] = plain.as_slice() else {
        bail!(
            "usage: refloom-training CORPORA MODEL_FOLDER [--held-out FILE] [--only PUBLISHER]… [--share PERCENT] \
             [--passes N]"
        )
    };
    Ok(Plan { corpora: corpora.clone(), model: model.clone(), held_out, only, share, passes, keep })
}

/// True for publishers that are never learned from.
fn is_held_out(publisher: &str, only: &[String]) -> bool {
    if !only.is_empty() {
        return !only.iter().any(|known| known == publisher);
    }
    !LARGE.iter().any(|(large, _)| *large == publisher)
        && !publisher.is_empty()
        && refloom::parse::hash::word(publisher) % 4 == 1
}

/// Everything there is to learn from, the records held out, and a line for the card on each corpus.
#[derive(Default)]
struct Material {
    examples: Vec<Vec<Segment>>,
    held_out: Vec<Record>,
    words: lexicon::Words,
    lines: String,
}

fn gather(plan: &Plan) -> Result<Material> {
    let mut rng = Rng::new(7);
    let mut out = Material::default();
    let mut lines = String::new();
    let mut line = |name: &str, licence: &str, records: usize, examples: usize| {
        let _ = writeln!(lines, "| `{name}` | {licence} | {records} | {examples} |");
    };
    // publishers' own tags
    let records: Vec<Record> = corpus::read(&plan.corpora, "jats_train")?
        .into_iter()
        .filter(corpus::is_free)
        .filter_map(corpus::jats)
        .collect();
    let (all, before) = (records.len(), out.examples.len());
    for record in records {
        if is_held_out(&record.publisher, &plan.only) {
            out.held_out.push(record);
            continue;
        }
        let share = LARGE.iter().find(|(name, _)| *name == record.publisher).map_or(100, |l| l.1);
        if rng.chance(share) {
            out.examples.push(record.segments);
        }
    }
    line("jats_train", "CC BY, CC0, public domain", all, out.examples.len() - before);
    // rendered
    let before = out.examples.len();
    let mut all = 0;
    let elements = corpus::read(&plan.corpora, "jats_elements")?;
    out.words = lexicon::Words::of(&elements, &Authority::embedded()?);
    for record in elements.into_iter().filter(corpus::is_free) {
        let kind = record["type"].as_str().unwrap_or_default();
        let Some(fields) = render::Fields::of(kind, &corpus::fields(&record)) else { continue };
        all += 1;
        let times = match fields.kind() {
            render::Kind::Article => usize::from(rng.chance(40)),
            render::Kind::Book => 2,
            render::Kind::Chapter => 5,
            render::Kind::Web => 1,
        };
        for _ in 0..times {
            out.examples.push(render::print(&fields, &mut rng));
        }
    }
    line("jats_elements", "CC BY, CC0, public domain", all, out.examples.len() - before);
    for (name, licence, joint, times) in
        [("anystyle_core", "BSD-2-Clause", " ", 8), ("grobid_citation", "CC BY", "", 1)]
    {
        let before = out.examples.len();
        let records: Vec<Record> =
            corpus::read(&plan.corpora, name)?.into_iter().filter_map(|r| corpus::whole(r, joint)).collect();
        for record in &records {
            for _ in 0..times {
                out.examples.push(record.segments.clone());
            }
        }
        line(name, licence, records.len(), out.examples.len() - before);
    }
    let before = out.examples.len();
    let records: Vec<Record> = corpus::read(&plan.corpora, "linkedbooks_train")?
        .into_iter()
        .filter_map(corpus::humanities)
        .collect();
    for record in &records {
        if rng.chance(50) {
            out.examples.push(record.segments.clone());
        }
    }
    line("linkedbooks_train", "CC BY 4.0", records.len(), out.examples.len() - before);
    out.lines = lines;
    for example in &mut out.examples {
        noise::add(example, &mut rng);
    }
    rng.shuffle(&mut out.examples);
    let keep = out.examples.len() * plan.share / 100;
    out.examples.truncate(keep);
    Ok(out)
}

fn main() -> Result<()> {
    let plan = plan()?;
    let started = Instant::now();
    let material = gather(&plan)?;
    eprintln!(
        "{} examples, {} held out, {:.0?}",
        material.examples.len(),
        material.held_out.len(),
        started.elapsed()
    );
    if let Some(path) = &plan.held_out {
        let mut text = String::new();
        for record in &material.held_out {
            writeln!(text, "{}", record.source)?;
        }
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let table = lexicon::Table::open(&material.words.table()?).context("the lexicon does not open")?;
    let lexicon = table.lexicon();
    eprintln!("{} words, {} names of journals, {:.0?}", material.words.words, material.words.journals, started.elapsed());
    let examples: Vec<_> = material.examples.iter().filter_map(|s| example::build(s, lexicon)).collect();
    let cut = examples.len() * 5 / 6;
    let valid: Vec<_> = examples[cut..].to_vec();
    let (count, tokens) = (examples.len(), examples.iter().map(|e| e.tags.len()).sum::<usize>());
    eprintln!("{count} examples of {tokens} tokens, {:.0?}", started.elapsed());
    fs::create_dir_all(&plan.model)?;
    fs::write(plan.model.join("style.bin"), general::table(&examples))?;
    let (mut indexed, rows) = crf::index(examples, 4);
    let features = rows.len();
    eprintln!("{features} features, {:.0?}", started.elapsed());
    let report = |pass, loss| eprintln!("pass {pass}: loss {loss:.4}, {:.0?}", started.elapsed());
    if let Ok(drops) = std::env::var("REFLOOM_DROPS") {
        let cut = indexed.len() * 5 / 6;
        for drop in drops.split(';') {
            let drop: Vec<usize> = drop.split(',').filter_map(|d| d.parse().ok()).collect();
            let mut train = crf::zeroed(&indexed[..cut], &drop);
            let held = crf::zeroed(&indexed[cut..], &drop);
            let decay = if drop.contains(&1001) { 1e-4 } else if drop.contains(&1002) { 3e-4 } else if drop.contains(&1003) { 1e-5 } else { 3e-5 };
            let keep = if drop.contains(&2001) { 50_000 } else if drop.contains(&2002) { 150_000 } else if drop.contains(&2003) { 30_000 } else { plan.keep };
            let rate = if drop.contains(&3001) { 0.1 } else if drop.contains(&3002) { 0.05 } else if drop.contains(&3003) { 0.025 } else { 0.2 };
            let settings = crf::Settings { passes: plan.passes, rate, decay };
            let quiet = |_: usize, _: f64| {};
            let w = crf::train(&train, crf::blank(rows.clone()), settings, quiet);
            let w = crf::prune(w, &mut train, keep);
            let again = crf::Settings { passes: 2, rate: rate * 0.4, ..settings };
            let w = crf::train(&train, w, again, quiet);
            let bytes = pack::pack(&w, &material.words)?;
            let s = held_out::score(&bytes, &material.held_out)?;
            let v = held_out::score_examples(&bytes, &valid[..], &drop)?;
            let _ = held;
            eprintln!("drop {drop:?}: heldout {:.4} {:.4}  valid {:.4} {:.4} {:.0?}", s.tokens, s.whole, v.0, v.1, started.elapsed());
        }
        return Ok(());
    }
    let settings = crf::Settings { passes: plan.passes, rate: 0.2, decay: 3e-5 };
    let weights = crf::train(&indexed, crf::blank(rows), settings, report);
    let weights = crf::prune(weights, &mut indexed, plan.keep);
    let again = crf::Settings { passes: plan.passes.div_ceil(2), rate: 0.08, ..settings };
    let weights = crf::train(&indexed, weights, again, report);
    crf::templates(&weights, &indexed);
    let kept = weights.rows.len();
    let bytes = pack::pack(&weights, &material.words)?;
    fs::create_dir_all(&plan.model)?;
    fs::write(plan.model.join("tagger.bin"), &bytes)?;
    let score = held_out::score(&bytes, &material.held_out)?;
    eprintln!("{kept} features kept, {} bytes, {score:?}, {:.0?}", bytes.len(), started.elapsed());
    let card = card::Card {
        corpora: material.lines,
        examples: count,
        tokens,
        features,
        kept,
        bytes: bytes.len(),
        passes: plan.passes,
        share: plan.share,
        score,
    };
    fs::write(plan.model.join("MODEL.md"), card.text()?)?;
    Ok(())
}
