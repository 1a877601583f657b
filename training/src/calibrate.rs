//! What the tagger's probabilities are worth on publishers it has not seen.
//!
//! Publishers are dealt to a few folds; for each fold a tagger is trained without its publishers, and reads their
//! reference lists. Those who printed a large part of all there is are never left
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
const PASSES: usize = 6;
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
        let learned = ground.examples.iter().filter(|(_, record)| !record.is_some_and(is_unseen));
        let learned = learned.map(|(example, _)| example.clone()).collect();
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

/// How reliable what is stated is, by field and of whole references.
pub struct Errors {
    /// As the tagger states it.
    before: Vec<Stated>,
    /// As the lines have it.
    after: Vec<Stated>,
}

/// Calibration errors before and after: of each publisher by the lines of all others, so that none is measured by lines
/// it had a part in.
pub fn errors(folds: &[Vec<OfPublisher>]) -> Errors {
    let all: Vec<&[Stated]> = folds.iter().flatten().map(Vec::as_slice).collect();
    let held = Kind::ALL.map(|kind| held(&points(&all, kind)));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (i, publisher) in all.iter().enumerate() {
        let others: Vec<&[Stated]> =
            all.iter().enumerate().filter(|&(j, _)| j != i).map(|(_, other)| *other).collect();
        let lines = Kind::ALL.map(|kind| line(points(&others, kind).iter().flatten(), held[kind as usize]));
        let calibration = Calibration::new(lines);
        for one in publisher.iter().filter(|one| one.field != Some(Field::Doi)) {
            let kind = Kind::ALL.into_iter().find(|&kind| is_of(*one, kind)).unwrap_or(Kind::Other);
            before.push(*one);
            after.push(Stated { confidence: calibration.worth(kind, one.confidence), ..*one });
        }
    }
    Errors { before, after }
}

impl Errors {
    /// A row for each field, one for all, and one for whole references: name, before, after.
    pub fn rows(&self) -> Vec<(&'static str, Reliability, Reliability)> {
        let row = |name, chosen: &dyn Fn(&&Stated) -> bool| {
            let of = |stated: &[Stated]| Reliability::of(stated.iter().filter(chosen));
            (name, of(&self.before), of(&self.after))
        };
        let fields = Field::ALL.into_iter().filter(|&field| field != Field::Doi);
        let mut rows: Vec<_> =
            fields.map(|field| row(field.as_str(), &move |one| one.field == Some(field))).collect();
        rows.push(row("all fields", &|one| one.field.is_some()));
        rows.push(row("whole references", &|one| one.field.is_none()));
        rows
    }
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

/// The lines of all kinds.
pub fn lines(publishers: &[&[Stated]]) -> Calibration {
    Calibration::new(Kind::ALL.map(|kind| {
        let points = points(publishers, kind);
        line(points.iter().flatten(), held(&points))
    }))
}

/// What a stated value says: its log odds, whether it was right, and how much it counts.
type Point = (f64, bool, f64);

/// What each publisher says of a kind. Each counts by the square root of what it shows: it is publishers that will be
/// new, not references, but little shows little.
fn points(publishers: &[&[Stated]], kind: Kind) -> Vec<Vec<Point>> {
    let of = |publisher: &&[Stated]| -> Vec<Point> {
        let of_kind: Vec<&Stated> = publisher.iter().filter(|one| is_of(**one, kind)).collect();
        let weight = 1.0 / (of_kind.len().max(1) as f64).sqrt();
        of_kind.into_iter().map(|one| (f64::from(log_odds(one.confidence)), one.right, weight)).collect()
    };
    publishers.iter().map(of).filter(|points| !points.is_empty()).collect()
}

/// How firmly the line of a kind is held to the one that changes nothing: as does best for a publisher that had no part
/// in the line. Where publishers differ more from each other than from what is stated, that is firmly.
fn held(publishers: &[Vec<Point>]) -> f64 {
    const CHOICES: [f64; 5] = [0.1, 1.0, 10.0, 100.0, 1000.0];
    if publishers.len() < 3 {
        return CHOICES[0];
    }
    let loss = |held: f64| -> f64 {
        let left_out = publishers.iter().enumerate().map(|(i, publisher)| {
            let others = publishers.iter().enumerate().filter(|&(j, _)| j != i).flat_map(|(_, other)| other);
            let [begin, steep] = line(others, held).map(f64::from);
            publisher
                .iter()
                .map(|&(x, right, weight)| weight * surprise(begin + steep * x, right))
                .sum::<f64>()
        });
        left_out.sum()
    };
    let losses = CHOICES.map(loss);
    let best = (0..CHOICES.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b])).unwrap_or(0);
    CHOICES[best]
}

/// The log loss of log odds.
fn surprise(odds: f64, right: bool) -> f64 {
    let against = if right { -odds } else { odds };
    // Of large odds the exponential is all there is, and it overflows.
    if against > 30.0 { against } else { against.exp().ln_1p() }
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

/// Logistic regression by Newton's method, held to the line that changes nothing: that one stands where there is next to
/// nothing to learn from, or nothing wrong.
fn line<'a>(points: impl Iterator<Item = &'a Point>, held: f64) -> Line {
    let points: Vec<Point> = points.copied().collect();
    let (mut a, mut b) = (0.0, 1.0);
    for _ in 0..50 {
        let (mut ga, mut gb) = (held * a, held * (b - 1.0));
        let (mut aa, mut ab, mut bb) = (held, 0.0, held);
        for &(x, right, weight) in &points {
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
