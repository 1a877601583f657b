//! A work as its mentions print it, completed from the records that were accepted for it.

use super::byline;
use super::locator::{self, Locator};
use super::precedence::{Precedence, Speaker};
use super::retraction;
use crate::model::{
    DateKind, DatedCount, Direction, Field, Identifier, JournalLink, KeywordScheme, PartialDate, Provenance,
    Record, Scheme, Source, Sourced, ToldUpdate, Update, UpdateKind, Work, WorkKind,
};

/// A record that was accepted as that of a work.
#[derive(Clone, Debug)]
pub struct Accepted<'a> {
    /// The record.
    pub record: &'a Record,
    /// Probability in 0–1 that it is the right one.
    pub confidence: Option<f32>,
    /// Where it stands and why it was accepted: the hash of the answer, the rule.
    pub evidence: &'a str,
    /// When the service was asked, in milliseconds since 1970-01-01T00:00:00Z.
    pub asked_at: i64,
}

/// Chooses the value of every field among what is printed and what the records say, and keeps a line for the value of
/// each source. Of several records of one source the surest counts, the first on a tie.
///
/// Fields that only make sense together come from one source: volume, issue and pages; the byline. Where that source
/// leaves one of them open, another fills it if the two agree in the rest.
pub fn enrich(mut work: Work, records: &[Accepted<'_>], precedence: &Precedence) -> Work {
    let records = one_for_each_source(records);
    let Some(main) = precedence.order("title").into_iter().find_map(|speaker| of(&records, speaker)) else {
        return work;
    };
    work.source = main.record.source.as_str();
    work.confidence = main.confidence;
    let rows = std::mem::take(&mut work.provenance);
    let mut choice = Choice { records: &records, precedence, rows };
    choice.texts(&mut work);
    choice.kind(&mut work);
    choice.locator(&mut work);
    choice.byline(&mut work);
    choice.journal(&mut work);
    choice.identifiers(&mut work);
    work.provenance = choice.rows;
    for accepted in &records {
        gather(&mut work, accepted);
    }
    work.retraction = retraction::status(work.updates.iter().map(|told| &told.update));
    work
}

fn one_for_each_source<'a>(records: &[Accepted<'a>]) -> Vec<Accepted<'a>> {
    let mut out: Vec<Accepted<'a>> = Vec::new();
    for accepted in records {
        match out.iter_mut().find(|known| known.record.source == accepted.record.source) {
            Some(known) if accepted.confidence > known.confidence => *known = accepted.clone(),
            Some(_) => {}
            None => out.push(accepted.clone()),
        }
    }
    // In an order that does not depend on which service answered first.
    out.sort_by_key(|accepted| accepted.record.source);
    out
}

fn of<'r, 'a>(records: &'r [Accepted<'a>], speaker: Speaker) -> Option<&'r Accepted<'a>> {
    records.iter().find(|accepted| Speaker::Service(accepted.record.source) == speaker)
}

/// What the record adds without a choice: all of it is kept, with its source.
fn gather(work: &mut Work, accepted: &Accepted<'_>) {
    let record = accepted.record;
    let source = record.source.as_str();
    work.keywords.extend(record.keywords.iter().cloned().map(|value| Sourced { source, value }));
    work.funding.extend(record.funding.iter().cloned().map(|value| Sourced { source, value }));
    let told = |update: Update| {
        let by_watch = update.asserted_by.as_deref() == Some("retraction-watch");
        let source = if by_watch { "retraction_watch" } else { source };
        ToldUpdate { source, checked_at: accepted.asked_at, update }
    };
    work.updates.extend(record.updates.iter().cloned().chain(marked(record)).map(told));
    if let Some(count) = record.cited_by_count {
        work.metrics.push(DatedCount {
            metric: "cited_by_count",
            source,
            asked_at: accepted.asked_at,
            value: count as f64,
        });
    }
}

/// A record that is marked as retracted without a link to the notice.
pub(super) fn marked(record: &Record) -> Option<Update> {
    let is_marked = record.keywords.iter().any(|keyword| {
        keyword.scheme == KeywordScheme::PublicationType
            && keyword.term.eq_ignore_ascii_case("Retracted Publication")
    });
    let kinds = [UpdateKind::Retraction, UpdateKind::RetractedAndRepublished, UpdateKind::Withdrawal];
    let told = record.updates.iter().any(|u| u.direction == Direction::To && kinds.contains(&u.kind));
    (is_marked && !told).then(|| Update {
        kind: UpdateKind::Retraction,
        direction: Direction::To,
        other: Vec::new(),
        citation: None,
        date: None,
        asserted_by: None,
    })
}

/// The date others cite: that of the issue, where the record has one.
fn cited_date(record: &Record) -> Option<Field<PartialDate>> {
    let print = record.dates.iter().find(|(kind, _)| *kind == DateKind::Print);
    print.map(|(_, date)| Field::given(*date)).or_else(|| record.work.issued.clone())
}

/// Chooses, and writes down what there was to choose from.
struct Choice<'r, 'a> {
    records: &'r [Accepted<'a>],
    precedence: &'r Precedence,
    rows: Vec<Provenance>,
}

impl Choice<'_, '_> {
    fn texts(&mut self, work: &mut Work) {
        let text = |field: &Field<String>| field.value.clone();
        let abstracts = self.precedence.abstracts;
        let printed = &mut work.record;
        macro_rules! pick {
            ($($column:literal => $field:ident;)+) => {
                $(printed.$field = self.pick($column, printed.$field.take(), |r| r.work.$field.clone(), text);)+
            };
        }
        pick! {
            "title" => title;
            "container_raw" => container_title;
            "event_title" => event_title;
            "edition" => edition;
            "publisher" => publisher;
            "publisher_place" => publisher_place;
        }
        printed.issued = self.pick("date", printed.issued.take(), cited_date, |d| d.value.to_string());
        printed.language =
            self.pick("language", printed.language.take(), |r| r.work.language.clone(), String::clone);
        work.title_original = self.pick(
            "title_original",
            work.title_original.take(),
            |r| r.title_original.clone(),
            String::clone,
        );
        if abstracts {
            work.abstract_text =
                self.pick("abstract", work.abstract_text.take(), |r| r.abstract_text.clone(), String::clone);
        }
    }

    /// The value of the first source in order that has one.
    fn pick<T>(
        &mut self,
        column: &'static str,
        printed: Option<T>,
        get: impl Fn(&Record) -> Option<T>,
        text: impl Fn(&T) -> String,
    ) -> Option<T> {
        let given: Vec<(Source, T)> =
            self.records.iter().filter_map(|a| Some((a.record.source, get(a.record)?))).collect();
        let has = |speaker: &Speaker| match speaker {
            Speaker::Printed => printed.is_some(),
            Speaker::Service(source) => given.iter().any(|(s, _)| s == source),
        };
        let winner = self.precedence.order(column).into_iter().find(has);
        let lines: Vec<(Source, String)> =
            given.iter().map(|(source, value)| (*source, text(value))).collect();
        self.note(column, winner, &lines);
        match winner? {
            Speaker::Printed => printed,
            Speaker::Service(source) => given.into_iter().find(|(s, _)| *s == source).map(|(_, value)| value),
        }
    }

    /// What the work is. In a journal everything is an article; a source that says more is believed.
    fn kind(&mut self, work: &mut Work) {
        const KINDS_OF_ARTICLES: [WorkKind; 5] = [
            WorkKind::Review,
            WorkKind::Letter,
            WorkKind::Editorial,
            WorkKind::Guideline,
            WorkKind::ConferenceAbstract,
        ];
        let said = |speaker: Speaker| match speaker {
            Speaker::Printed => Some(work.record.kind),
            Speaker::Service(_) => of(self.records, speaker).map(|a| a.record.work.kind),
        };
        let said: Vec<(Speaker, WorkKind)> = self
            .precedence
            .order("type")
            .into_iter()
            .filter_map(|speaker| Some((speaker, said(speaker)?)))
            .filter(|(_, kind)| *kind != WorkKind::Unknown)
            .collect();
        let first = said.first().copied();
        let telling = said.iter().copied().find(|(_, kind)| KINDS_OF_ARTICLES.contains(kind));
        let chosen = match first {
            Some((_, WorkKind::Article)) => telling.or(first),
            _ => first,
        };
        let lines: Vec<(Source, String)> = said
            .iter()
            .filter_map(|(speaker, kind)| match speaker {
                Speaker::Service(source) => Some((*source, kind.as_str().to_owned())),
                Speaker::Printed => None,
            })
            .collect();
        self.note("type", chosen.map(|(speaker, _)| speaker), &lines);
        if let Some((_, kind)) = chosen {
            work.record.kind = kind;
        }
    }

    fn locator(&mut self, work: &mut Work) {
        let printed = Locator::of(&work.record);
        let said: Vec<(Speaker, Locator)> = self
            .precedence
            .order("locator")
            .into_iter()
            .filter_map(|speaker| {
                let locator = match speaker {
                    Speaker::Printed => printed.clone(),
                    Speaker::Service(_) => Locator::of(&of(self.records, speaker)?.record.work),
                };
                Some((speaker, locator)).filter(|(_, locator)| locator.is_any())
            })
            .collect();
        let Some((chosen, from)) = locator::choose(&said) else { return };
        for (column, winner) in from {
            let lines: Vec<(Source, String)> = said
                .iter()
                .filter_map(|(speaker, locator)| match speaker {
                    Speaker::Service(source) => Some((*source, locator.text(column)?)),
                    Speaker::Printed => None,
                })
                .collect();
            self.note(column, winner, &lines);
        }
        chosen.put(&mut work.record);
    }

    fn byline(&mut self, work: &mut Work) {
        let order = self.precedence.order("authors");
        let said: Vec<(Speaker, byline::Said<'_>)> = order
            .into_iter()
            .filter_map(|speaker| match speaker {
                Speaker::Printed => {
                    Some((speaker, byline::Said { reference: &work.record, people: &work.people }))
                }
                Speaker::Service(_) => of(self.records, speaker)
                    .map(|a| (speaker, byline::Said { reference: &a.record.work, people: &a.record.people })),
            })
            .collect();
        let chosen = byline::choose(&said);
        for (role, winner) in &chosen.from {
            let prefix = format!("{}/", role.as_str());
            if *winner != Some(Speaker::Printed) {
                self.rows
                    .iter_mut()
                    .filter(|row| row.field.starts_with(&prefix))
                    .for_each(|row| row.chosen = false);
            }
            for (speaker, said) in &said {
                let Speaker::Service(source) = speaker else { continue };
                for (at, contributor) in (1..).zip(said.reference.with_role(*role)) {
                    let line = (*source, contributor.name.value.display());
                    self.add(&format!("{prefix}{at}"), *winner, &line);
                }
            }
        }
        let byline::Chosen { contributors, people, truncated, .. } = chosen;
        work.record.contributors = contributors;
        work.record.authors_truncated = truncated;
        work.people = people;
    }

    /// The journal a source could be linked to. Its line in the provenance is the authority's.
    fn journal(&self, work: &mut Work) {
        let printed = work.record.journal.clone();
        let links = self.precedence.order("journal_id").into_iter().filter_map(|speaker| match speaker {
            Speaker::Printed => Some(&printed),
            Speaker::Service(_) => of(self.records, speaker).map(|a| &a.record.work.journal),
        });
        if let Some(link) = { links }.find(|link| matches!(link, JournalLink::Resolved { .. })) {
            work.record.journal = link.clone();
        }
    }

    /// All identifiers of all sources. Of each scheme the first is the one shown.
    fn identifiers(&mut self, work: &mut Work) {
        let printed: Vec<Identifier> = work.record.identifiers.iter().map(|f| f.value.clone()).collect();
        let mut schemes: Vec<Scheme> = Vec::new();
        let given = self.records.iter().flat_map(|a| &a.record.work.identifiers).map(|f| f.value.scheme);
        for scheme in printed.iter().map(|id| id.scheme).chain(given) {
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        let (mut all, mut record) = (Vec::new(), Vec::new());
        for scheme in schemes {
            let mut winner = None;
            let mut lines = Vec::new();
            for speaker in self.precedence.order(scheme.as_str()) {
                let fields: Vec<(&'static str, Field<Identifier>)> = match speaker {
                    Speaker::Printed => {
                        let told = work.identifiers.iter();
                        told.map(|id| (id.source, Field::given(id.value.clone()))).collect()
                    }
                    Speaker::Service(source) => {
                        let accepted = of(self.records, speaker);
                        let fields = accepted.map_or(&[][..], |a| &a.record.work.identifiers);
                        fields.iter().map(|field| (source.as_str(), field.clone())).collect()
                    }
                };
                let mut first = true;
                for (source, field) in fields.iter().filter(|(_, field)| field.value.scheme == scheme) {
                    winner = winner.or(Some(speaker));
                    if let (Speaker::Service(source), true) = (speaker, first) {
                        lines.push((source, field.value.value.clone()));
                    }
                    first = false;
                    all.push(Sourced { source, value: field.value.clone() });
                    if record.iter().all(|known: &Field<Identifier>| {
                        known.value.scheme != scheme || known.value.value != field.value.value
                    }) {
                        record.push(field.clone());
                    }
                }
            }
            self.note(scheme.as_str(), winner, &lines);
        }
        // The same from one source twice is one line.
        let mut seen = std::collections::HashSet::new();
        all.retain(|id| seen.insert((id.source, id.value.scheme, id.value.value.clone())));
        work.identifiers = all;
        work.record.identifiers = record;
    }

    /// A line for the value of each record, and the mark on the one that was chosen.
    fn note(&mut self, field: &str, winner: Option<Speaker>, lines: &[(Source, String)]) {
        if winner != Some(Speaker::Printed) && winner.is_some() {
            self.rows.iter_mut().filter(|row| row.field == field).for_each(|row| row.chosen = false);
        }
        for line in lines {
            self.add(field, winner, line);
        }
    }

    fn add(&mut self, field: &str, winner: Option<Speaker>, (source, value): &(Source, String)) {
        let speaker = Speaker::Service(*source);
        let Some(accepted) = of(self.records, speaker) else { return };
        self.rows.push(Provenance {
            field: field.to_owned(),
            source: source.as_str(),
            value: value.clone(),
            chosen: winner == Some(speaker),
            confidence: accepted.confidence,
            span: None,
            evidence: accepted.evidence.to_owned(),
        });
    }
}
