//! Everything there is to learn from.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Result, ensure};
use refloom::normalize::journals::Authority;
use refloom::parse::tag::Tag;

use super::corpus::{Record, Segment};
use super::folds::{self, HeldOut};
use super::lexicon::Words;
use super::rng::Rng;
use super::styles::kinds::{Kind, Parts};
use super::styles::library::Library;
use super::{Plan, corpus, groups, habits, noise, render};

/// Works printed in real styles.
const STYLED: usize = 60_000;

/// Examples, the records held out, and a line for the card on each corpus.
#[derive(Default)]
pub struct Material {
    /// References to learn from.
    pub examples: Vec<Printed>,
    /// Records of publishers held out.
    pub held_out: Vec<Record>,
    /// Records that may be measured on but not learned from, of publishers that nothing is learned from.
    pub not_free: Vec<Record>,
    /// Records of the other publishers, all of them: more than are learned from.
    pub records: Vec<Record>,
    /// What single words mostly are.
    pub words: Words,
    /// Rows of the card.
    pub lines: String,
    /// Citation styles used.
    pub styles: usize,
}

/// A reference to learn from.
#[derive(Clone, Debug)]
pub struct Printed {
    /// Its text in pieces.
    pub segments: Vec<Segment>,
    /// The record it was printed from, where its publisher is known.
    pub record: Option<usize>,
}

impl From<Vec<Segment>> for Printed {
    fn from(segments: Vec<Segment>) -> Self {
        Self { segments, record: None }
    }
}

/// Gathers the examples.
pub fn gather(plan: &Plan) -> Result<Material> {
    let mut rng = Rng::new(7);
    let mut out = Material::default();
    let mut lines = String::new();
    let mut line = |name: &str, licence: &str, records: usize, examples: usize| {
        let _ = writeln!(lines, "| `{name}` | {licence} | {records} | {examples} |");
    };
    // publishers' own tags
    let (free, not_free): (Vec<_>, Vec<_>) =
        corpus::read(&plan.corpora, "jats_train")?.into_iter().partition(corpus::is_free);
    let records: Vec<Record> = free.into_iter().filter_map(corpus::jats).collect();
    let (all, before) = (records.len(), out.examples.len());
    let unseen = HeldOut::new(&records, plan.fold, &plan.only);
    for record in records {
        if unseen.has(&record.publisher) {
            out.held_out.push(record);
            continue;
        }
        if rng.chance(folds::share(&record.publisher)) {
            let segments = record.segments.clone();
            out.examples.push(Printed { segments, record: Some(out.records.len()) });
        }
        out.records.push(record);
    }
    let learned: BTreeSet<&str> = out.records.iter().map(|record| record.publisher.as_str()).collect();
    let strange = |record: &Record| !learned.contains(record.publisher.as_str());
    out.not_free = not_free.into_iter().filter_map(corpus::jats).filter(strange).collect();
    line("jats_train", "CC BY, CC0, public domain", all, out.examples.len() - before);
    for path in &plan.own {
        let before = out.examples.len();
        let records: Vec<Record> = corpus::read_lines(path)?.into_iter().filter_map(corpus::jats).collect();
        let all = records.len();
        out.examples.extend(records.into_iter().map(|record| Printed::from(record.segments)));
        line("references of one's own", "one's own", all, out.examples.len() - before);
    }
    // rendered
    let before = out.examples.len();
    let mut all = 0;
    let authority = Authority::embedded()?;
    let mut parts = Parts::new(&authority);
    let elements = corpus::read(&plan.corpora, "jats_elements")?;
    out.words = Words::of(&elements, &authority);
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
            let mut printed = render::print(&fields, &mut rng);
            habits::add(&mut printed, &mut rng);
            out.examples.push(printed.into());
        }
        parts.add(fields);
    }
    line("jats_elements", "CC BY, CC0, public domain", all, out.examples.len() - before);
    if let Some(folder) = &plan.styles {
        ensure!(parts.are_enough(), "there are no records to print in citation styles");
        let library = Library::open(folder)?;
        out.styles = library.len();
        let before = out.examples.len();
        let counts = styled(&library, &parts, &mut out.examples, &mut rng);
        line("the same, in citation styles", "the same", all, out.examples.len() - before);
        eprintln!("{} styles: {counts}", out.styles);
    }
    for (name, licence, joint, times) in
        [("anystyle_core", "BSD-2-Clause", " ", 8), ("grobid_citation", "CC BY", "", 1)]
    {
        let before = out.examples.len();
        let records: Vec<Record> =
            corpus::read(&plan.corpora, name)?.into_iter().filter_map(|r| corpus::whole(r, joint)).collect();
        for record in &records {
            for _ in 0..times {
                out.examples.push(record.segments.clone().into());
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
            out.examples.push(record.segments.clone().into());
        }
    }
    line("linkedbooks_train", "CC BY 4.0", records.len(), out.examples.len() - before);
    out.lines = lines;
    spoil(&mut out.examples, &mut rng);
    rng.shuffle(&mut out.examples);
    let keep = out.examples.len() * plan.share / 100;
    out.examples.truncate(keep);
    Ok(out)
}

/// Adds groups and noise, as lists have them.
fn spoil(examples: &mut [Printed], rng: &mut Rng) {
    let mut title = String::new();
    for example in examples {
        groups::add(&mut example.segments, &title, rng);
        if let Some((_, text)) = example.segments.iter().find(|(tag, _)| *tag == Some(Tag::Title)) {
            title.clone_from(text);
        }
        noise::add(&mut example.segments, rng);
    }
}

/// Works of every kind, each in one style; says how many there are of each.
fn styled(library: &Library, parts: &Parts, examples: &mut Vec<Printed>, rng: &mut Rng) -> String {
    let mut counts = vec![0; Kind::all().count()];
    for _ in 0..STYLED {
        let kind = Kind::any(rng);
        let work = parts.make(kind, rng);
        if let Some(mut printed) = library.any(&work, rng) {
            habits::add(&mut printed, rng);
            examples.push(printed.into());
            counts[kind as usize] += 1;
        }
    }
    let named = Kind::all().zip(counts).map(|(kind, count)| format!("{kind:?} {count}"));
    named.collect::<Vec<_>>().join(", ")
}
