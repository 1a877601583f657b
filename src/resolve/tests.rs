//! Whole decisions: the traps of real lists, with invented works of the same shape, and those of the seed list.

use super::{Offered, decide, unanswered};
use crate::model::{
    Contributor, Field, Identifier, JournalLink, Keyword, KeywordScheme, MatchField, MatchRule, MatchStatus,
    Method, Name, Pages, PartialDate, Record, Reference, Resolution, Role, Scheme, Serial, Source, WorkKind,
};
use crate::normalize::journals::Authority;
use crate::normalize::names::medline;
use crate::normalize::normalize;

/// What a work says of itself: authors, title, journal, year, volume, supplement, pages.
#[derive(Clone, Copy)]
struct Facts {
    authors: &'static str,
    title: &'static str,
    journal: &'static str,
    year: i16,
    volume: &'static str,
    supplement: &'static str,
    pages: &'static str,
    kind: WorkKind,
}

const ROOFS: Facts = Facts {
    authors: "Lindqvist CA, Okafor E, Petrov B",
    title: "Phase III trial of lichen roofing versus slate as primary insulation of exposed barns",
    journal: "J Clin Oncol",
    year: 2010,
    volume: "28",
    supplement: "",
    pages: "612-619",
    kind: WorkKind::Article,
};

fn text(value: &str) -> Option<Field<String>> {
    (!value.is_empty()).then(|| Field::given(value.to_owned()))
}

fn reference(facts: &Facts) -> Reference {
    let contributor = |name: &str| Contributor {
        role: Role::Author,
        role_printed: None,
        name: Field::given(medline(name).map_or_else(|| Name::Group(name.to_owned()), Name::Person)),
        raw: name.to_owned(),
    };
    let (first, last) =
        facts.pages.split_once('-').map_or((facts.pages, None), |(a, b)| (a, Some(b.to_owned())));
    let mut reference = Reference {
        kind: facts.kind,
        contributors: facts.authors.split(", ").filter(|name| !name.is_empty()).map(contributor).collect(),
        title: text(facts.title),
        container_title: text(facts.journal),
        issued: Some(Field::given(PartialDate::year(facts.year))),
        volume: text(facts.volume),
        supplement: text(facts.supplement),
        pages: (!first.is_empty()).then(|| Field::given(Pages { first: first.to_owned(), last })),
        ..Reference::default()
    };
    normalize(&mut reference);
    reference.journal = authority().link(&reference);
    reference
}

fn authority() -> &'static Authority {
    static AUTHORITY: std::sync::OnceLock<Authority> = std::sync::OnceLock::new();
    AUTHORITY.get_or_init(|| Authority::embedded().unwrap())
}

fn identifier(scheme: Scheme, value: &str) -> Field<Identifier> {
    Field::given(Identifier { scheme, value: value.to_owned(), raw: value.to_owned() })
}

/// A record of PubMed, under a number.
fn pubmed(facts: &Facts, pmid: &str) -> Record {
    let mut work = reference(facts);
    let journal = match work.journal {
        JournalLink::Resolved { journal, .. } => authority().journal(journal).unwrap(),
        _ => crate::model::Journal::default(),
    };
    work.journal = JournalLink::NotAttempted;
    work.identifiers.push(identifier(Scheme::Pmid, pmid));
    let serial = Serial { nlm_id: journal.nlm_id, abbreviation: journal.title_nlm, ..Serial::default() };
    Record { source: Source::Pubmed, work, serial, ..Record::default() }
}

fn crossref(facts: &Facts, doi: &str) -> Record {
    let mut record = pubmed(facts, "0");
    record.source = Source::Crossref;
    record.serial = Serial::default();
    record.work.identifiers = vec![identifier(Scheme::Doi, doi)];
    record
}

fn typed(mut record: Record, publication_type: &str) -> Record {
    record.keywords.push(Keyword {
        scheme: KeywordScheme::PublicationType,
        term: publication_type.to_owned(),
        term_id: None,
        qualifier: None,
        qualifier_id: None,
        is_major: None,
    });
    record
}

fn decided(reference: &Reference, raw: &str, records: &[&Record]) -> Resolution {
    let offered: Vec<Offered<'_>> = records
        .iter()
        .map(|&record| Offered { record, method: Method::BiblioSearch, response_sha256: None })
        .collect();
    decide(reference, raw, &offered, authority())
}

#[track_caller]
fn check(resolution: &Resolution, status: MatchStatus, rules: &[MatchRule]) {
    assert_eq!(resolution.status, status, "{}", resolution.sentence);
    assert_eq!(
        resolution.candidates.iter().map(|c| c.rule).collect::<Vec<_>>(),
        rules,
        "{}",
        resolution.sentence
    );
}

#[test]
fn a_record_that_agrees_is_matched_by_both_services() {
    let (one, two) = (pubmed(&ROOFS, "1"), crossref(&ROOFS, "10.1/a"));
    let resolution = decided(&reference(&ROOFS), "", &[&one, &two]);
    check(&resolution, MatchStatus::Matched, &[MatchRule::Locator, MatchRule::Locator]);
    assert_eq!(resolution.accepted(Source::Pubmed).unwrap().offered, 0);
    assert_eq!(resolution.accepted(Source::Crossref).unwrap().offered, 1);
    assert!(resolution.differences.is_empty());
    assert!(
        resolution.sentence.starts_with("Matched to PubMed 1 and Crossref 10.1/a"),
        "{}",
        resolution.sentence
    );
}

#[test]
fn differences_are_told_field_by_field() {
    let record = pubmed(&Facts { year: 2011, pages: "613-619", ..ROOFS }, "1");
    let resolution = decided(&reference(&ROOFS), "", &[&record]);
    assert_eq!(resolution.status, MatchStatus::MatchedWithDifferences);
    let told: Vec<_> =
        resolution.differences.iter().map(|d| (d.field, d.printed.as_str(), d.record.as_str())).collect();
    assert_eq!(told, [(MatchField::Year, "2010", "2011"), (MatchField::FirstPage, "612", "613")]);
    assert!(resolution.sentence.contains("the year is printed as “2010” and is “2011” in PubMed"));
}

#[test]
fn any_of_the_years_of_a_record_will_do() {
    let mut record = pubmed(&Facts { year: 2012, ..ROOFS }, "1");
    record.dates.push((crate::model::DateKind::Electronic, PartialDate::year(2010)));
    let resolution = decided(&reference(&ROOFS), "", &[&record]);
    check(&resolution, MatchStatus::Matched, &[MatchRule::Locator]);
    record.dates[0].0 = crate::model::DateKind::Received;
    assert_ne!(decided(&reference(&ROOFS), "", &[&record]).status, MatchStatus::Matched);
}

#[test]
fn nothing_found_and_nothing_asked_are_told_apart() {
    let nothing = decided(&reference(&ROOFS), "", &[]);
    assert_eq!(nothing.status, MatchStatus::NotFound);
    assert!(nothing.sentence.contains("does not mean that there is no such work"));
    let outage = unanswered(nothing);
    assert_eq!(outage.status, MatchStatus::NotChecked);
    assert!(outage.sentence.starts_with("Not checked"));
    let found = decided(&reference(&ROOFS), "", &[&pubmed(&ROOFS, "1")]);
    assert_eq!(unanswered(found.clone()), found);
}

#[test]
fn the_later_full_paper_is_not_the_meeting_abstract() {
    let printed = Facts { pages: "612s", ..ROOFS };
    let paper = pubmed(&Facts { year: 2015, volume: "33", pages: "4066-4076", ..ROOFS }, "1");
    let resolution = decided(&reference(&printed), "", &[&paper]);
    assert_eq!(resolution.all_accepted().count(), 0, "{}", resolution.sentence);
    // The year after, and nothing says abstract but the place.
    let soon = pubmed(&Facts { year: 2011, volume: "29", pages: "4066-4076", ..ROOFS }, "1");
    assert_eq!(decided(&reference(&printed), "", &[&soon]).all_accepted().count(), 0);
    // In the same year, and the text says so.
    let same_year = pubmed(&Facts { volume: "29", pages: "", ..ROOFS }, "1");
    let said = decided(&reference(&printed), "... (abstract). J Clin Oncol 2010", &[&same_year]);
    check(&said, MatchStatus::NotFound, &[MatchRule::MeetingAbstract]);
    // The other way: a paper is printed, a service holds the abstract.
    let held = typed(pubmed(&Facts { volume: "27", pages: "12s", ..ROOFS }, "1"), "Meeting Abstract");
    check(&decided(&reference(&ROOFS), "", &[&held]), MatchStatus::NotFound, &[MatchRule::MeetingAbstract]);
    // The abstract itself is found.
    let own = crossref(&Facts { kind: WorkKind::ConferenceAbstract, ..printed }, "10.1/a");
    check(
        &decided(&reference(&printed), "", &[&own, &paper]),
        MatchStatus::Matched,
        &[MatchRule::Locator, resolution.candidates[0].rule],
    );
}

#[test]
fn a_letter_with_nearly_the_title_in_the_volume_is_another_work() {
    let letter = Facts {
        title: "Trial of lichen roofing versus slate as primary insulation of exposed barns",
        pages: "1907",
        ..ROOFS
    };
    for authors in [ROOFS.authors, "Novak D"] {
        let letter = Facts { authors, ..letter };
        let record = typed(pubmed(&letter, "2"), "Letter");
        let resolution = decided(&reference(&ROOFS), "", &[&record]);
        check(&resolution, MatchStatus::NotFound, &[MatchRule::LetterInVolume]);
        let both = decided(&reference(&ROOFS), "", &[&record, &pubmed(&ROOFS, "1")]);
        check(&both, MatchStatus::Matched, &[MatchRule::Locator, MatchRule::LetterInVolume]);
        // Printed for itself it is found.
        let own = decided(&reference(&letter), "", &[&record, &pubmed(&ROOFS, "1")]);
        assert_eq!(own.accepted(Source::Pubmed).unwrap().identifier.as_ref().unwrap().value, "2");
    }
}

#[test]
fn notices_are_not_the_works_they_are_about() {
    for kind in ["Published Erratum", "Retraction of Publication", "Expression of Concern"] {
        let notice = typed(pubmed(&Facts { pages: "2000", ..ROOFS }, "2"), kind);
        let resolution = decided(&reference(&ROOFS), "", &[&notice]);
        check(&resolution, MatchStatus::NotFound, &[MatchRule::Notice]);
        let both = decided(&reference(&ROOFS), "", &[&notice, &pubmed(&ROOFS, "1")]);
        check(&both, MatchStatus::Matched, &[MatchRule::Locator, MatchRule::Notice]);
    }
    let titled = Facts {
        title: "Erratum: Phase III trial of lichen roofing versus slate as primary insulation",
        ..ROOFS
    };
    check(
        &decided(&reference(&ROOFS), "", &[&pubmed(&titled, "2")]),
        MatchStatus::NotFound,
        &[MatchRule::Notice],
    );
    let said = decided(&reference(&titled), "Erratum: Phase III trial of", &[&pubmed(&titled, "2")]);
    check(&said, MatchStatus::Matched, &[MatchRule::Locator]);
}

#[test]
fn a_runner_up_makes_it_ambiguous_unless_it_is_the_same_work() {
    let place = Facts { authors: "", title: "", ..ROOFS };
    let other =
        Facts { authors: "Novak D", title: "Mosses of the upper valley in an exceptional winter", ..ROOFS };
    let resolution = decided(&reference(&place), "", &[&pubmed(&ROOFS, "1"), &pubmed(&other, "2")]);
    check(&resolution, MatchStatus::Ambiguous, &[MatchRule::RunnerUp, MatchRule::RunnerUp]);
    assert!(resolution.sentence.contains("PubMed 1") && resolution.sentence.contains("PubMed 2"));
    let twice = decided(&reference(&place), "", &[&pubmed(&ROOFS, "1"), &pubmed(&ROOFS, "2")]);
    check(&twice, MatchStatus::Matched, &[MatchRule::Locator, MatchRule::FitsWorse]);
    // Crossref knows one of them alone, and settles it.
    let settled = decided(
        &reference(&place),
        "",
        &[&pubmed(&ROOFS, "1"), &pubmed(&other, "2"), &crossref(&ROOFS, "10.1/a")],
    );
    assert_eq!(settled.status, MatchStatus::Matched, "{}", settled.sentence);
    assert_eq!(settled.accepted(Source::Pubmed).unwrap().offered, 0);
}

#[test]
fn services_that_are_sure_of_different_works_are_a_conflict() {
    let place = Facts { authors: "", title: "", ..ROOFS };
    let other =
        Facts { authors: "Novak D", title: "Mosses of the upper valley in an exceptional winter", ..ROOFS };
    let resolution = decided(&reference(&place), "", &[&pubmed(&ROOFS, "1"), &crossref(&other, "10.1/b")]);
    check(&resolution, MatchStatus::Conflict, &[MatchRule::OtherService, MatchRule::OtherService]);
    assert!(resolution.sentence.contains("PubMed 1") && resolution.sentence.contains("Crossref 10.1/b"));
}

#[test]
fn an_identifier_in_the_text_is_verified() {
    let mut printed = reference(&ROOFS);
    printed.identifiers.push(identifier(Scheme::Pmid, "7"));
    let right = pubmed(&ROOFS, "7");
    check(&decided(&printed, "", &[&right]), MatchStatus::Matched, &[MatchRule::Identifier]);
    let other = Facts {
        authors: "Novak D",
        title: "Mosses of the upper valley in an exceptional winter",
        journal: "JAMA",
        year: 1994,
        volume: "271",
        pages: "907-913",
        ..ROOFS
    };
    let wrong = pubmed(&other, "7");
    let contradicted = decided(&printed, "", &[&wrong]);
    check(&contradicted, MatchStatus::NotFound, &[MatchRule::IdentifierContradicted]);
    // What else is printed leads to the right record, and the identifier is told as a difference.
    let both = decided(&printed, "", &[&wrong, &pubmed(&ROOFS, "1")]);
    check(
        &both,
        MatchStatus::MatchedWithDifferences,
        &[MatchRule::Locator, MatchRule::IdentifierContradicted],
    );
    assert_eq!(both.differences[0].field, MatchField::Identifier);
    let mut bare = Reference::default();
    bare.identifiers.push(identifier(Scheme::Pmid, "7"));
    check(&decided(&bare, "PMID 7", &[&right]), MatchStatus::Matched, &[MatchRule::Identifier]);
}

#[test]
fn parts_of_a_series_are_different_works() {
    let first = Facts { title: "Studies on lichen growth in cold towns. Part I", pages: "100-110", ..ROOFS };
    let second =
        Facts { title: "Studies on lichen growth in cold towns. Part II", pages: "111-120", ..ROOFS };
    let resolution = decided(&reference(&first), "", &[&pubmed(&second, "2")]);
    assert_eq!(resolution.all_accepted().count(), 0, "{}", resolution.sentence);
}

#[test]
fn one_guideline_in_two_journals_is_two_publications() {
    let circulation = Facts { journal: "Circulation", volume: "121", pages: "e46-e215", ..ROOFS };
    let resolution = decided(&reference(&ROOFS), "", &[&pubmed(&circulation, "2")]);
    assert_eq!(resolution.all_accepted().count(), 0, "{}", resolution.sentence);
}

#[test]
fn a_record_offered_twice_is_considered_once_under_the_surest_method() {
    let record = pubmed(&ROOFS, "1");
    let offered = [Method::BiblioSearch, Method::CitationMatch, Method::LocalIndex].map(|method| Offered {
        record: &record,
        method,
        response_sha256: None,
    });
    let resolution = decide(&reference(&ROOFS), "", &offered, authority());
    assert_eq!(resolution.candidates.len(), 1);
    assert_eq!(resolution.candidates[0].method, Method::CitationMatch);
    assert_eq!(resolution.candidates[0].offered, 1);
}

/// Reference 17 of the seed list: a meeting abstract of 2010, followed by a paper of 2015.
#[test]
fn the_seventeenth_of_the_seed_list() {
    let printed = Facts {
        authors: "Lawson DH, Lee SJ, Tarhini AA",
        title: "Phase III cooperative group study of yeast-derived granulocyte macrophage colony stimulating factor \
                (GM-CSF) versus placebo as adjuvant treatment of patients with completely resected stage III_IV melanoma",
        journal: "J Clin Oncol",
        year: 2010,
        volume: "28",
        supplement: "",
        pages: "612s",
        kind: WorkKind::Article,
    };
    let paper = Facts {
        title: "Randomized, Placebo-Controlled, Phase III Trial of Yeast-Derived Granulocyte-Macrophage \
                Colony-Stimulating Factor (GM-CSF) Versus Peptide Vaccination Versus GM-CSF Plus Peptide Vaccination \
                Versus Placebo in Patients With No Evidence of Disease After Complete Surgical Resection of Locally \
                Advanced and/or Stage IV Melanoma: A Trial of the Eastern Cooperative Oncology Group-American College \
                of Radiology Imaging Network Cancer Research Group (E4697)",
        authors: "Lawson DH, Lee S, Zhao F, Tarhini AA",
        year: 2015,
        volume: "33",
        pages: "4066-4076",
        ..printed
    };
    let resolution = decided(&reference(&printed), "", &[&pubmed(&paper, "26351350")]);
    check(&resolution, MatchStatus::NotFound, &[MatchRule::OtherYear]);
    let own = crossref(
        &Facts { pages: "8504", supplement: "15_suppl", ..printed },
        "10.1200/jco.2010.28.15_suppl.8504",
    );
    let both = decided(&reference(&printed), "", &[&pubmed(&paper, "26351350"), &own]);
    assert_eq!(both.accepted(Source::Pubmed), None, "{}", both.sentence);
    assert!(both.accepted(Source::Crossref).is_some(), "{}", both.sentence);
}

/// Reference 2 of the seed list, against a letter of the same shape as those that followed it.
#[test]
fn the_second_of_the_seed_list() {
    let printed = Facts {
        authors: "Rosenberg SA, Yang JC, Topalian SL",
        title: "Treatment of 283 consecutive patients with metastatic melanoma or renal cell cancer using high-dose \
                bolus interleukin 2",
        journal: "JAMA",
        year: 1994,
        volume: "271",
        supplement: "",
        pages: "907",
        kind: WorkKind::Article,
    };
    let own = pubmed(&Facts { pages: "907-913", ..printed }, "8120958");
    let letter = Facts {
        authors: "Lindqvist CA",
        title: "Treatment of patients with metastatic melanoma or renal cell cancer using high-dose bolus interleukin 2",
        pages: "1907",
        ..printed
    };
    for letter in [letter, Facts { authors: printed.authors, ..letter }] {
        let letter = typed(pubmed(&letter, "2"), "Letter");
        check(
            &decided(&reference(&printed), "", &[&letter]),
            MatchStatus::NotFound,
            &[MatchRule::LetterInVolume],
        );
        let both = decided(&reference(&printed), "", &[&letter, &own]);
        check(&both, MatchStatus::Matched, &[MatchRule::Locator, MatchRule::LetterInVolume]);
    }
}

proptest::proptest! {
    /// Whatever is printed and whatever is held: a decision, at most one accepted record of a service, finite scores.
    #[test]
    fn any_fields_give_a_decision(
        fields in proptest::collection::vec("\\PC{0,24}", 12), year in 1000i16..2999, years in -3i16..3
    ) {
        let build = |fields: &[String], year| {
            let mut reference = Reference {
                contributors: vec![Contributor {
                    role: Role::Author,
                    role_printed: None,
                    name: Field::given(Name::Group(fields[0].clone())),
                    raw: String::new(),
                }],
                title: text(&fields[1]),
                container_title: text(&fields[2]),
                volume: text(&fields[3]),
                issue: text(&fields[4]),
                pages: Some(Field::given(Pages { first: fields[5].clone(), last: text(&fields[4]).map(|f| f.value) })),
                issued: Some(Field::given(PartialDate::year(year))),
                ..Reference::default()
            };
            normalize(&mut reference);
            reference
        };
        let record = Record { work: build(&fields[6..], year + years), ..Record::default() };
        let same = Record { work: build(&fields, year), ..Record::default() };
        let printed = build(&fields, year);
        let resolution = decided(&printed, &fields.concat(), &[&record, &same]);
        proptest::prop_assert!(resolution.all_accepted().count() <= 1);
        proptest::prop_assert!(resolution.candidates.iter().all(|c| (0.0..=1.0).contains(&c.score)));
        proptest::prop_assert!(!resolution.sentence.is_empty());
    }
}
