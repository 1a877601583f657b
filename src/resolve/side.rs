//! Both sides of a comparison, each made ready once.

use super::serial::Serial;
use crate::model::{
    DateKind, Direction, KeywordScheme, Record, Reference, Scheme, Source, UpdateKind, WorkKind,
};
use crate::normalize::fold::fold;
use crate::normalize::journals::Authority;
use crate::normalize::likeness::locator::Locator;
use crate::normalize::likeness::names::Names;
use crate::normalize::likeness::titles::{Opening, Title};

/// A reference, made ready to be compared with many records.
#[derive(Debug)]
pub(super) struct Printed<'a> {
    pub reference: &'a Reference,
    pub title: Option<Title>,
    pub names: Names,
    pub serial: Option<Serial<'a>>,
    pub locator: Locator,
    /// The text says that it is a correction, a retraction, a comment or a reply.
    pub says: Says,
}

/// What the text of a reference calls its work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Says {
    /// A correction, retraction, expression of concern.
    pub notice: bool,
    /// A comment, reply or letter.
    pub comment: bool,
    /// An abstract of a meeting.
    pub meeting_abstract: bool,
}

/// A record, made ready.
#[derive(Debug)]
pub(super) struct Held<'a> {
    pub record: &'a Record,
    pub titles: Vec<Title>,
    pub names: Names,
    pub serial: Option<Serial<'a>>,
    pub locator: Locator,
    pub nature: Nature,
}

/// What kind of record it is, as far as that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Of a work like any other.
    Plain,
    /// Of a letter, an editorial, a comment.
    Letter,
    /// Of an abstract of a meeting.
    MeetingAbstract,
    /// Of an erratum, a retraction, an expression of concern.
    Notice,
}

impl<'a> Printed<'a> {
    pub fn new(reference: &'a Reference, raw: &str, authority: &Authority) -> Self {
        let title = reference.title.as_ref().and_then(|title| Title::new(&title.value));
        let serial = Serial::printed(reference, authority);
        let locator = Locator::of(reference);
        Self {
            reference,
            title,
            names: Names::of(reference),
            serial,
            locator,
            says: Says::of(reference, raw),
        }
    }
}

impl Says {
    fn of(reference: &Reference, raw: &str) -> Self {
        let raw = fold(raw);
        let any = |words: &[&str]| words.iter().any(|word| raw.contains(word));
        let word = |word: &str| raw.split(' ').any(|other| other == word);
        Self {
            notice: any(&[
                "errat",
                "corrigend",
                "correction",
                "corrected",
                "retract",
                "expression of concern",
                "withdraw",
            ]),
            comment: any(&["comment", "reply", "response", "author s", "letter", "editorial"]) || word("re"),
            meeting_abstract: reference.kind == WorkKind::ConferenceAbstract
                || any(&["abstract", "meeting abstr", "poster"])
                || word("abstr"),
        }
    }
}

impl<'a> Held<'a> {
    pub fn new(record: &'a Record, authority: &Authority) -> Self {
        let work = &record.work;
        let own = work.title.as_ref().map(|title| title.value.as_str());
        let titles = [own, record.title_original.as_deref()].into_iter().flatten().filter_map(Title::new);
        let titles: Vec<Title> = titles.collect();
        let mut locator = Locator::of(work);
        if record.source == Source::Pubmed {
            locator.end_on_first_page();
        }
        let nature = Nature::of(record, titles.first().map(|title| title.opening));
        Self {
            record,
            titles,
            names: Names::of(work),
            serial: Serial::held(record, authority),
            locator,
            nature,
        }
    }

    /// Whether the title is a translation of one that the record does not have: PubMed gives English titles to all.
    pub fn is_translated(&self) -> bool {
        let language = self.record.work.language.as_deref().unwrap_or("en");
        !language.starts_with("en") && self.record.title_original.is_none()
    }

    /// Every year the work may be cited by.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        let dates = self.record.dates.iter().filter(|(kind, _)| {
            matches!(kind, DateKind::Print | DateKind::Electronic | DateKind::Issued | DateKind::Posted)
        });
        let issued = self.record.work.issued.iter().map(|date| date.value.year);
        issued.chain(dates.map(|(_, date)| date.year))
    }
}

impl Nature {
    fn of(record: &Record, opening: Option<Opening>) -> Self {
        let types = record.keywords.iter().filter(|k| k.scheme == KeywordScheme::PublicationType);
        let mut nature = match record.work.kind {
            WorkKind::Letter | WorkKind::Editorial => Self::Letter,
            WorkKind::ConferenceAbstract => Self::MeetingAbstract,
            _ => Self::Plain,
        };
        for keyword in types {
            match keyword.term.as_str() {
                "Published Erratum"
                | "Retraction of Publication"
                | "Retraction Notice"
                | "Expression of Concern"
                | "Corrected and Republished Article Notice" => return Self::Notice,
                "Letter" | "Comment" | "Editorial" if nature == Self::Plain => nature = Self::Letter,
                "Meeting Abstract" | "Meeting Abstracts" => nature = Self::MeetingAbstract,
                _ => {}
            }
        }
        let is_notice = |update: &crate::model::Update| {
            update.direction == Direction::By
                && matches!(
                    update.kind,
                    UpdateKind::Retraction
                        | UpdateKind::Withdrawal
                        | UpdateKind::PartialRetraction
                        | UpdateKind::ExpressionOfConcern
                        | UpdateKind::Correction
                )
        };
        if opening == Some(Opening::Notice) || record.updates.iter().any(is_notice) {
            return Self::Notice;
        }
        nature
    }
}

/// The identifiers of one side that say which work it is.
pub(super) fn telling_identifiers(reference: &Reference) -> impl Iterator<Item = (Scheme, &str)> {
    let all = reference.identifiers.iter().map(|field| (field.value.scheme, field.value.value.as_str()));
    all.filter(|(scheme, _)| matches!(scheme, Scheme::Doi | Scheme::Pmid | Scheme::Pmcid | Scheme::Arxiv))
}
