//! From the records that were found for a reference to one decision.

use super::differences;
use super::evidence::compare;
use super::rules::{Setting, THRESHOLDS, judge};
use super::score::score;
use super::sentence;
use super::side::{Held, Printed, Says, telling_identifiers};
use crate::model::{
    Candidate, Decision, Identifier, MatchRule, MatchStatus, Method, Record, Reference, Resolution, Scheme,
    Source,
};
use crate::normalize::journals::Authority;

/// Digits from which on a page, or an article number, is long.
const LONG_PAGE: usize = 5;

/// A record that was found for a reference.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The record.
    pub record: &'a Record,
    /// How it was found.
    pub method: Method,
    /// SHA-256 of the answer it came in, hexadecimal.
    pub response_sha256: Option<&'a str>,
}

/// Decides which of the records, if any, is the work a reference points to.
///
/// `reference` is normalised and its journal linked with the same `authority`; `raw` is its text, which may say more
/// about the kind of work than the fields do. Records that are offered twice are considered once, under the surest
/// method. Nothing offered gives `not_found`: that the services did not answer only the caller knows, who then asks
/// for [`Resolution::not_checked`](unanswered).
pub fn decide(
    reference: &Reference,
    raw: &str,
    offered: &[Offered<'_>],
    authority: &Authority,
) -> Resolution {
    let printed = Printed::new(reference, raw, authority);
    let mut considered: Vec<Considered<'_>> =
        distinct(offered).map(|at| Considered::new(&printed, at, &offered[at], authority)).collect();
    considered.sort_by(|one, two| two.candidate.score.total_cmp(&one.candidate.score));
    for source in Source::SERVICES {
        choose(&mut considered, source, authority);
    }
    reconcile(&mut considered, authority);
    // Stable: by score within each decision.
    considered.sort_by_key(|it| it.candidate.decision as u8);

    let accepted = considered.iter().filter(|it| it.candidate.decision == Decision::Accepted);
    let differences: Vec<_> =
        accepted.flat_map(|it| differences::of(&printed, &it.held, &it.candidate.evidence)).collect();
    let has = |decision| considered.iter().any(|it| it.candidate.decision == decision);
    let status = match () {
        () if has(Decision::Accepted) && differences.is_empty() => MatchStatus::Matched,
        () if has(Decision::Accepted) => MatchStatus::MatchedWithDifferences,
        () if considered.iter().any(|it| it.candidate.rule == MatchRule::OtherService) => {
            MatchStatus::Conflict
        }
        () if has(Decision::Ambiguous) => MatchStatus::Ambiguous,
        () => MatchStatus::NotFound,
    };
    let candidates = considered.into_iter().map(|it| it.candidate).collect();
    let mut resolution = Resolution { status, candidates, differences, sentence: String::new() };
    resolution.sentence = sentence::of(&resolution);
    resolution
}

/// What becomes of a decision when a service that was asked did not answer: nothing found is then not checked. A record
/// that was found stays found.
pub fn unanswered(mut resolution: Resolution) -> Resolution {
    if resolution.status == MatchStatus::NotFound {
        resolution.status = MatchStatus::NotChecked;
        resolution.sentence = sentence::of(&resolution);
    }
    resolution
}

struct Considered<'a> {
    held: Held<'a>,
    candidate: Candidate,
}

impl<'a> Considered<'a> {
    fn new(printed: &Printed<'_>, at: usize, offered: &Offered<'a>, authority: &Authority) -> Self {
        let held = Held::new(offered.record, authority);
        let evidence = compare(printed, &held);
        let verdict = judge(&evidence, &setting(printed, &held));
        let candidate = Candidate {
            offered: at,
            source: offered.record.source,
            identifier: own_identifier(offered.record).cloned(),
            method: offered.method,
            evidence,
            score: score(&evidence),
            decision: verdict.decision,
            rule: verdict.rule,
            response_sha256: offered.response_sha256.map(str::to_owned),
        };
        Self { held, candidate }
    }

    fn set(&mut self, decision: Decision, rule: MatchRule) {
        (self.candidate.decision, self.candidate.rule) = (decision, rule);
    }
}

fn setting(printed: &Printed<'_>, held: &Held<'_>) -> Setting {
    let reference = printed.reference;
    Setting {
        says: printed.says,
        nature: held.nature,
        title_printed: printed.title.is_some(),
        authors_printed: !printed.names.is_empty(),
        place_printed: printed.locator.says_place(),
        long_page: printed.locator.firsts.iter().any(|page| page.digits.len() >= LONG_PAGE),
        part_of_range: printed.title.is_none()
            && printed.names.is_empty()
            && printed.locator.is_part_of(&held.locator),
        in_supplement: held.locator.supplement.is_some(),
        only_identifier: printed.title.is_none()
            && printed.names.is_empty()
            && reference.container_title.is_none()
            && reference.issued.is_none(),
    }
}

/// The records offered, each once; of several ways in which one was found the surest.
fn distinct<'a>(offered: &'a [Offered<'_>]) -> impl Iterator<Item = usize> + 'a {
    let same = |one: &Offered<'_>, two: &Offered<'_>| {
        one.record.source == two.record.source
            && own_identifier(one.record).is_some()
            && own_identifier(one.record).map(|id| &id.value)
                == own_identifier(two.record).map(|id| &id.value)
    };
    (0..offered.len()).filter(move |&at| {
        let one = &offered[at];
        let better = |other: usize, two: &Offered<'_>| {
            other != at && same(one, two) && (two.method, other) < (one.method, at)
        };
        !offered.iter().enumerate().any(|(other, two)| better(other, two))
    })
}

/// The identifier under which its holder keeps a record.
fn own_identifier(record: &Record) -> Option<&Identifier> {
    let scheme = match record.source {
        Source::Pubmed => Scheme::Pmid,
        Source::Crossref | Source::Import => Scheme::Doi,
    };
    let identifiers = &record.work.identifiers;
    identifiers.iter().map(|field| &field.value).find(|identifier| identifier.scheme == scheme)
}

/// Leaves a service at most one accepted record. A runner-up that fits as well makes the choice a person's, unless it
/// is the same work under another number.
fn choose(considered: &mut [Considered<'_>], source: Source, authority: &Authority) {
    let fits =
        |it: &Considered<'_>| it.candidate.source == source && it.candidate.decision == Decision::Accepted;
    let fitting: Vec<usize> = (0..considered.len()).filter(|&at| fits(&considered[at])).collect();
    let Some((&best, others)) = fitting.split_first() else { return };
    let mut tied = false;
    for &other in others {
        let near =
            considered[best].candidate.score - considered[other].candidate.score < THRESHOLDS.runner_up;
        if near && !same_work(&considered[best].held, &considered[other].held, authority) {
            tied = true;
            considered[other].set(Decision::Ambiguous, MatchRule::RunnerUp);
        } else {
            considered[other].set(Decision::Rejected, MatchRule::FitsWorse);
        }
    }
    if tied {
        considered[best].set(Decision::Ambiguous, MatchRule::RunnerUp);
    }
}

/// Holds the services against each other. One that is sure settles another's tie; two that are sure of different works
/// are a conflict.
fn reconcile(considered: &mut [Considered<'_>], authority: &Authority) {
    let of = |considered: &[Considered<'_>], source, decision, rule: Option<MatchRule>| -> Vec<usize> {
        let fits = |it: &Candidate| {
            it.source == source && it.decision == decision && rule.is_none_or(|rule| it.rule == rule)
        };
        (0..considered.len()).filter(|&at| fits(&considered[at].candidate)).collect()
    };
    for (one, two) in [(Source::Pubmed, Source::Crossref), (Source::Crossref, Source::Pubmed)] {
        let Some(&sure) = of(considered, one, Decision::Accepted, None).first() else { continue };
        let same = |considered: &[Considered<'_>], at: usize| {
            same_work(&considered[sure].held, &considered[at].held, authority)
        };
        let tied = of(considered, two, Decision::Ambiguous, Some(MatchRule::RunnerUp));
        let other = of(considered, two, Decision::Accepted, None);
        let fitting: Vec<usize> = tied.iter().copied().filter(|&at| same(considered, at)).collect();
        if let [fitting] = fitting.as_slice() {
            for &at in &tied {
                considered[at].set(Decision::Rejected, MatchRule::FitsWorse);
            }
            let settled = judge_again(&considered[*fitting]);
            considered[*fitting].set(Decision::Accepted, settled);
        } else if !tied.is_empty() && fitting.is_empty() || other.iter().any(|&at| !same(considered, at)) {
            for at in tied.into_iter().chain(other).chain([sure]) {
                considered[at].set(Decision::Ambiguous, MatchRule::OtherService);
            }
        }
    }
}

/// The rule of acceptance a record had before it was tied.
fn judge_again(it: &Considered<'_>) -> MatchRule {
    match it.candidate.evidence {
        evidence if evidence.identifier == Some(true) => MatchRule::Identifier,
        evidence if evidence.title.is_none() => MatchRule::Locator,
        _ => MatchRule::FourSupports,
    }
}

/// Whether two records are of one work: they share an identifier, or each would be accepted for the other and their
/// titles agree.
fn same_work(one: &Held<'_>, two: &Held<'_>, authority: &Authority) -> bool {
    for (scheme, value) in telling_identifiers(&one.record.work) {
        if telling_identifiers(&two.record.work).any(|(s, v)| s == scheme && v.eq_ignore_ascii_case(value)) {
            return true;
        }
    }
    let mut printed = Printed::new(&one.record.work, "", authority);
    printed.serial = super::serial::Serial::held(one.record, authority);
    printed.says = Says::default();
    let evidence = compare(&printed, two);
    let like = evidence.title.is_none_or(|title| title >= THRESHOLDS.same_title);
    like && one.nature == two.nature
        && judge(&evidence, &setting(&printed, two)).decision == Decision::Accepted
}
