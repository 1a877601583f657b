//! What the tagger's probabilities are worth on publishers it has not seen.
//!
//! Publishers are dealt to a few folds; for each fold a tagger is trained without its publishers, on fewer examples than
//! the one that is kept, and reads their reference lists. Those who printed a large part of all there is are never left
//! out: without them it would be another tagger, and a worse one. What it states of each value, and whether that is right, gives
//! the lines of the calibration.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use refloom::evaluate::{Field, Gold, GoldItem, Reliability, Stated, evaluate_lists};
use refloom::parse::Parser;
use refloom::parse::calibration::{Calibration, Kind, Line, log_odds};
use refloom::parse::hash::mix;
use refloom::parse::style::General;
use refloom::parse::tagger::Model;

use super::corpus::Record;
use super::crf::{Indexed, Rows};
use super::folds::{Fold, HeldOut};
use super::material::Material;
use super::{fit, pack};

const FOLDS: usize = 2;
/// Who printed more than one in so many records is never left out.
const LARGE: usize = 8;
/// Of a hundred examples, how many a fold's tagger learns from: nearly as good as the one that is kept, in less time.
const SHARE: usize = 60;
const PASSES: usize = 4;
/// Most references of a fold that are read, in whole lists.
const MOST: usize = 5_000;

/// What is trained on.
pub struct Ground<'a> {
    /// Everything gathered.
    pub material: &'a Material,
    /// The examples, and for each the record it came from.
    pub examples: &'a [(Indexed, Option<usize>)],
    /// Rows of all features.
    pub rows: &'a Rows,
    /// Features that are kept.
    pub keep: usize,
    /// The table of the lexicon.
    pub words: &'a [u8],
    /// The general style.
    pub style: &'a [u8],
}

/// What was stated of one publisher's references.
pub type OfPublisher = Vec<Stated>;

/// The calibration, and what it was fitted on, fold by fold and publisher by publisher.
pub fn calibrate(ground: &Ground<'_>, report: impl Fn(&str)) -> Result<(Calibration, Vec<Vec<OfPublisher>>)> {
    let mut folds = Vec::new();
    let records = small(&ground.material.records);
    for fold in Fold::all(FOLDS) {
        let unseen = HeldOut::new(records.iter().copied(), Some(fold), &[]);
        let is_unseen = |record: usize| unseen.has(&ground.material.records[record].publisher);
        let learned = ground.examples.iter().enumerate().filter(|(i, (_, record))| {
            // Examples are in no order: every so many of them are as good as any.
            i * SHARE % 100 < SHARE && !record.is_some_and(is_unseen)
        });
        let learned = learned.map(|(_, (example, _))| example.clone()).collect();
        let weights = fit::fit(learned, ground.rows.clone(), PASSES, ground.keep, |_, _| {});
        let tagger = Model::open(pack::pack(&weights, ground.words, &Calibration::none())?.into());
        let tagger = tagger.context("a fold's model does not open")?;
        let general = General::open(ground.style).context("the general style does not open")?;
        let parser = Parser::with(&tagger, general);
        let publishers: Vec<OfPublisher> =
            lists(records.iter().copied().filter(|r| unseen.has(&r.publisher)))
                .into_values()
                .map(|gold| evaluate_lists(parser, &gold, &Field::ALL).0.stated)
                .collect();
        let stated = publishers.iter().map(Vec::len).sum::<usize>();
        report(&format!("{} publishers unseen, {stated} stated", publishers.len()));
        folds.push(publishers);
    }
    let all: Vec<&[Stated]> = folds.iter().flatten().map(Vec::as_slice).collect();
    let calibration = lines(&all);
    Ok((calibration, folds))
}

/// Calibration errors before and after, over all values and over whole references: of each fold by the lines of the
/// other folds, so that no publisher is measured by lines it had a part in.
pub fn errors(folds: &[Vec<OfPublisher>]) -> [(f64, f64); 2] {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (i, fold) in folds.iter().enumerate() {
        let others = folds.iter().enumerate().filter(|&(j, _)| j != i).flat_map(|(_, other)| other);
        let others: Vec<&[Stated]> = others.map(Vec::as_slice).collect();
        let calibration = lines(&others);
        for one in fold.iter().flatten().filter(|one| one.field != Some(Field::Doi)) {
            let kind = Kind::ALL.into_iter().find(|&kind| is_of(*one, kind)).unwrap_or(Kind::Other);
            before.push(*one);
            after.push(Stated { confidence: calibration.worth(kind, one.confidence), ..*one });
        }
    }
    [false, true].map(|whole| {
        let error = |stated: &[Stated]| {
            Reliability::of(stated.iter().filter(|one| one.field.is_none() == whole)).error()
        };
        (error(&before), error(&after))
    })
}

/// The records of all but the large publishers.
fn small(records: &[Record]) -> Vec<&Record> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        *counts.entry(&record.publisher).or_default() += 1;
    }
    let is_small = |record: &&Record| counts[record.publisher.as_str()] * LARGE <= records.len();
    records.iter().filter(is_small).collect()
}

/// Some of the lists of these records, whole, by their publishers.
fn lists<'a>(records: impl Iterator<Item = &'a Record>) -> BTreeMap<&'a str, Gold> {
    let records: Vec<&Record> = records.collect();
    let share = (MOST * 1000 / records.len().max(1)) as u32;
    let article = |record: &Record| {
        let id = record.source["id"].as_str().unwrap_or_default();
        let article = id.rsplit_once(':').map_or(id, |(article, _)| article);
        article.bytes().fold(0, |hash, byte| mix(1, hash, u32::from(byte)))
    };
    let mut out: BTreeMap<&str, Gold> = BTreeMap::new();
    for (i, record) in records.into_iter().enumerate() {
        if article(record) % 1000 < share
            && let Ok(item) = GoldItem::read(i + 1, &record.source)
        {
            out.entry(&record.publisher).or_default().items.push(item);
        }
    }
    out
}

/// The lines of all kinds. Each publisher counts by the square root of what it shows: it is publishers that will be new,
/// not references, but little shows little.
pub fn lines(publishers: &[&[Stated]]) -> Calibration {
    Calibration::new(Kind::ALL.map(|kind| {
        let mut points = Vec::new();
        for publisher in publishers {
            let of_kind: Vec<&Stated> = publisher.iter().filter(|one| is_of(**one, kind)).collect();
            let weight = 1.0 / (of_kind.len().max(1) as f64).sqrt();
            points.extend(
                of_kind.into_iter().map(|one| (f64::from(log_odds(one.confidence)), one.right, weight)),
            );
        }
        line(&points)
    }))
}

/// Whether a value is of a kind. What cannot be measured by itself goes by all that can.
fn is_of(stated: Stated, kind: Kind) -> bool {
    let Some(field) = stated.field else { return kind == Kind::Whole };
    match field {
        // Read by rules.
        Field::Doi => false,
        _ if kind == Kind::Other => true,
        Field::Authors => kind == Kind::Authors,
        Field::Editors => kind == Kind::Editors,
        Field::Title => kind == Kind::Title,
        Field::Journal => kind == Kind::Container,
        Field::Year => kind == Kind::Issued,
        Field::Volume => kind == Kind::Volume,
        Field::Issue => kind == Kind::Issue,
        Field::PageFirst | Field::PageLast => kind == Kind::Pages,
        Field::Publisher => kind == Kind::Publisher,
    }
}

/// Logistic regression by Newton's method. A little of the line that changes nothing is mixed in: it holds where there is
/// next to nothing to learn from, or nothing wrong.
fn line(points: &[(f64, bool, f64)]) -> Line {
    const HELD: f64 = 0.1;
    let (mut a, mut b) = (0.0, 1.0);
    for _ in 0..50 {
        let (mut ga, mut gb) = (HELD * a, HELD * (b - 1.0));
        let (mut aa, mut ab, mut bb) = (HELD, 0.0, HELD);
        for &(x, right, weight) in points {
            let p = 1.0 / (1.0 + (-(a + b * x)).exp());
            let (off, curve) = (weight * (p - f64::from(u8::from(right))), weight * p * (1.0 - p));
            ga += off;
            gb += off * x;
            aa += curve;
            ab += curve * x;
            bb += curve * x * x;
        }
        let determinant = aa * bb - ab * ab;
        if determinant <= 0.0 {
            break;
        }
        let (da, db) = ((bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant);
        a -= da.clamp(-1.0, 1.0);
        b = (b - db.clamp(-0.5, 0.5)).max(0.05);
        if da.abs() + db.abs() < 1e-9 {
            break;
        }
    }
    [a as f32, b as f32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_finds_what_was_stated_too_surely() {
        // Stated with 90%, right in 70; stated with 60%, right in 55.
        let stated = |confidence, right, count| {
            std::iter::repeat_n(Stated { field: Some(Field::Title), confidence, right }, count)
        };
        let fold: Vec<Stated> = stated(0.9, true, 700)
            .chain(stated(0.9, false, 300))
            .chain(stated(0.6, true, 550))
            .chain(stated(0.6, false, 450))
            .collect();
        let calibration = lines(&[&fold, &fold]);
        assert!((calibration.worth(Kind::Title, 0.9) - 0.7).abs() < 0.03);
        assert!((calibration.worth(Kind::Title, 0.6) - 0.55).abs() < 0.03);
        // Nothing was seen of volumes; other fields go by all there are.
        assert!((calibration.worth(Kind::Volume, 0.9) - 0.9).abs() < 1e-3);
        assert!((calibration.worth(Kind::Other, 0.9) - 0.7).abs() < 0.03);
    }
}
