//! Mentions that share no key, or share one by mistake.

use super::*;
use crate::merge::{Clusters, Decision, Link, Merged, Rule, WorkKeys};
use crate::normalize::normalize;

/// Changes made to a reference.
type Change = fn(&mut Reference);

fn article() -> Reference {
    Reference {
        kind: WorkKind::Article,
        contributors: authors(&["Bohne AB", "Erbse K", "Linse L"]),
        title: given("Lichen roofing of exposed barns in cold and windy towns"),
        container_title: given("Annals of Imaginary Roofing"),
        issued: year(2010),
        volume: given("28"),
        pages: pages("2105", Some("2111")),
        ..Reference::default()
    }
}

fn changed(changes: &[Change]) -> Reference {
    let mut reference = article();
    changes.iter().for_each(|change| change(&mut reference));
    normalize(&mut reference);
    reference
}

fn merged(references: &[Reference]) -> Merged {
    let mut clusters = Clusters::default();
    for (at, reference) in references.iter().enumerate() {
        clusters.add(WorkKeys::of(reference, &format!("text {at}")).as_ref());
    }
    clusters.merge()
}

/// What becomes of two, in either order.
fn decided(one: &Reference, two: &Reference) -> Option<(Decision, Rule)> {
    let of = |one: &Reference, two: &Reference| {
        let merged = merged(&[one.clone(), two.clone()]);
        let rule = |links: &[Link]| links.first().map(|link| link.rule);
        let ids = (merged.id(0), merged.id(1));
        assert_eq!(merged.root(1) == 0, ids.0 == ids.1, "two works have two keys");
        rule(&merged.pairs(|_| true))
            .map(|rule| (Decision::Merged, rule))
            .or_else(|| rule(&merged.kept_apart).map(|rule| (Decision::KeptApart, rule)))
            .or_else(|| rule(&merged.review).map(|rule| (Decision::Review, rule)))
    };
    let decided = of(one, two);
    assert_eq!(decided, of(two, one), "the order does not matter");
    decided
}

fn check(changes: &[Change], expected: Option<(Decision, Rule)>) {
    let other = changed(changes);
    assert_eq!(decided(&changed(&[]), &other), expected, "{other:?}");
}

const MISSPELT: Change = |r| r.title = given("Lichen roofing of exposd barns in cold and windy towns");
const NO_PLACE: Change = |r| (r.volume, r.pages) = (None, None);
const NEXT_YEAR: Change = |r| r.issued = year(2011);
const ABBREVIATED: Change = |r| r.container_title = given("Ann Imag Roof");

#[test]
fn one_work_in_other_words() {
    let place = Some((Decision::Merged, Rule::TitlePlace));
    check(&[MISSPELT], Some((Decision::Merged, Rule::Locator)));
    check(&[MISSPELT, ABBREVIATED], place);
    check(&[NEXT_YEAR, ABBREVIATED], place);
    check(&[NEXT_YEAR, ABBREVIATED, |r| r.title = given("Lichen roofing of exposed barns")], place);
    check(&[NEXT_YEAR, |r| r.contributors = authors(&["Linse L", "Bohne AB", "Erbse K"])], place);
    let titled = Some((Decision::Merged, Rule::TitleAuthors));
    check(&[MISSPELT, NO_PLACE], titled);
    check(&[MISSPELT, NO_PLACE, ABBREVIATED, |r| r.contributors.truncate(1)], titled);
    check(&[NO_PLACE, |r| r.kind = WorkKind::Other], titled);
    check(&[MISSPELT, |r| r.pages = pages("2501", None)], titled);
}

#[test]
fn before_and_after_it_was_printed() {
    let ahead = Some((Decision::Merged, Rule::AheadOfPrint));
    check(&[NEXT_YEAR, |r| (r.volume, r.pages) = (None, pages("1", Some("7")))], ahead);
    check(&[NEXT_YEAR, NO_PLACE], ahead);
}

#[test]
fn without_a_title_the_place_is_enough() {
    let untitled: Change = |r| r.title = None;
    check(&[untitled, ABBREVIATED], Some((Decision::Merged, Rule::Place)));
    check(&[untitled, ABBREVIATED, NEXT_YEAR], None);
    check(
        &[untitled, ABBREVIATED, |r| r.contributors = authors(&["Bohne X"])],
        Some((Decision::Review, Rule::Authors)),
    );
}

#[test]
fn corrections_and_replies_are_not_what_they_are_about() {
    let notice = Some((Decision::KeptApart, Rule::Notice));
    for start in ["Erratum: ", "Correction to: ", "Reply to: ", "Comment on: ", "Retraction: "] {
        let mut other = article();
        other.title = given(&format!("{start}{}", other.title.unwrap().value));
        assert_eq!(decided(&article(), &other), notice, "{start}");
        other.pages = pages("2300", None);
        assert_eq!(decided(&article(), &other), notice, "{start}");
    }
}

#[test]
fn parts_are_told_apart() {
    let titled = |end: &str| {
        let mut part = article();
        part.title = given(&format!("{}{end}", part.title.unwrap().value));
        part.pages = pages(&format!("1{}", end.len()), None);
        part
    };
    let apart = Some((Decision::KeptApart, Rule::Part));
    for (one, two) in [(". Part I", ". Part II"), (", 2009", ", 2010"), (": first report", ": second report")]
    {
        assert_eq!(decided(&titled(one), &titled(two)), apart, "{one} {two}");
    }
    assert_eq!(decided(&titled(""), &titled(". Part 2")), Some((Decision::Review, Rule::Part)));
    // Also where the title is longer than what is kept of it.
    let long = " of many words that go on and on".repeat(12);
    assert_eq!(decided(&titled(&format!("{long}. Part I")), &titled(&format!("{long}. Part II"))), apart);
}

#[test]
fn another_word_makes_another_work() {
    let other: Change = |r| {
        r.title = given("Lichen roofing of exposed sheds in cold and windy towns");
        r.pages = pages("17", None);
    };
    check(&[other], Some((Decision::Review, Rule::Alike)));
    check(
        &[|r| {
            r.title = given("Lichen roofing of exposed barns without cold and windy towns");
            r.pages = None;
        }],
        Some((Decision::Review, Rule::Alike)),
    );
}

#[test]
fn versions_preprints_and_meetings_are_left_to_a_person() {
    let with_doi = |doi: &str| {
        let mut reference = article();
        reference.identifiers = vec![id(Scheme::Doi, doi)];
        (reference.volume, reference.pages) = (None, pages("CD000001", None));
        normalize(&mut reference);
        reference
    };
    let version = Some((Decision::Review, Rule::Version));
    let first = with_doi("10.1002/14651858.CD000001");
    let second = with_doi("10.1002/14651858.CD000001.pub2");
    assert_eq!(decided(&first, &second), version);
    check(
        &[NO_PLACE, |r| (r.kind, r.container_title) = (WorkKind::Preprint, given("bioRxiv"))],
        Some((Decision::KeptApart, Rule::Preprint)),
    );
    check(
        &[NO_PLACE, |r| (r.kind, r.container_title) = (WorkKind::ConferencePaper, given("Roof Conference"))],
        Some((Decision::Review, Rule::Meeting)),
    );
    check(&[NO_PLACE, |r| r.kind = WorkKind::ConferenceAbstract], Some((Decision::Review, Rule::Meeting)));
}

#[test]
fn editions_are_works_of_their_own() {
    let book = |edition: &str, issued: i16| {
        let mut book = article();
        (book.kind, book.container_title) = (WorkKind::Book, None);
        (book.volume, book.pages) = (None, None);
        book.issued = year(issued);
        book.edition = given(edition).filter(|e| !e.value.is_empty());
        book
    };
    let apart = Some((Decision::KeptApart, Rule::Edition));
    assert_eq!(decided(&book("2nd", 2010), &book("3rd", 2010)), apart);
    assert_eq!(decided(&book("second edition", 2010), &book("3", 2014)), apart);
    assert_eq!(decided(&book("", 2010), &book("", 2014)), Some((Decision::Review, Rule::Edition)));
    let mut cited = book("", 2010);
    cited.pages = pages("17", None);
    assert_eq!(decided(&book("2nd", 2010), &cited).unwrap().0, Decision::Merged);
}

#[test]
fn one_title_elsewhere_is_for_a_person() {
    check(&[|r| r.issued = year(2014), NO_PLACE], Some((Decision::Review, Rule::Year)));
    check(
        &[NO_PLACE, |r| r.container_title = given("Journal of Barns")],
        Some((Decision::Review, Rule::Container)),
    );
    check(
        &[|r| (r.volume, r.pages) = (given("29"), pages("17", None))],
        Some((Decision::Review, Rule::OtherPlace)),
    );
    check(
        &[|r| r.title = given("Flechten auf den Dächern freistehender Scheunen")],
        Some((Decision::Review, Rule::OtherTitle)),
    );
    check(&[NO_PLACE, |r| r.contributors = authors(&["Bohne XY"])], Some((Decision::Review, Rule::Authors)));
    check(&[NO_PLACE, |r| r.contributors = authors(&["Kohl F"])], None);
}

#[test]
fn an_identifier_by_mistake_joins_nothing_and_goes_to_the_first() {
    let doi: Change = |r| r.identifiers = vec![id(Scheme::Doi, "10.1000/1")];
    let other: Change = |r| {
        r.title = given("Effects of moonlight upon the growth of pumpkins");
        r.contributors = authors(&["Kohl F"]);
        r.issued = year(1987);
        r.volume = given("3");
    };
    let (one, two) = (changed(&[doi]), changed(&[doi, other]));
    assert_eq!(decided(&one, &two), Some((Decision::Review, Rule::SharedIdentifier)));
    let merged = merged(&[one.clone(), two.clone(), changed(&[doi]), changed(&[doi, other])]);
    assert_eq!([0, 1, 2, 3].map(|m| merged.root(m)), [0, 1, 0, 1]);
    assert_eq!((merged.contested(0), merged.contested(1)), ([].as_slice(), [Rule::Doi].as_slice()));
    // A translated title has the same authors.
    let german = changed(&[doi, |r| r.title = given("Flechten auf den Dächern freistehender Scheunen")]);
    assert_eq!(decided(&one, &german), Some((Decision::Merged, Rule::Doi)));
}

#[test]
fn what_was_told_apart_is_not_joined_through_a_third() {
    let first =
        changed(&[|r| r.title = given("Lichen roofing of exposed barns in cold and windy towns. Part I")]);
    let second = changed(&[|r| {
        r.title = given("Lichen roofing of exposed barns in cold and windy towns. Part II");
        r.pages = pages("2200", None);
    }]);
    let cut = changed(&[NO_PLACE]);
    for order in [[&first, &second, &cut], [&cut, &first, &second], [&second, &cut, &first]] {
        let merged = merged(&order.map(Clone::clone));
        let at = |wanted: &Reference| {
            let at = order.iter().position(|r| r.title == wanted.title && r.pages == wanted.pages).unwrap();
            merged.root(u32::try_from(at).unwrap())
        };
        assert_ne!(at(&first), at(&second));
    }
}

#[test]
fn thousands_of_one_title_take_no_time() {
    let editorial = |n: u16| {
        let mut editorial = article();
        editorial.title = given("Editorial");
        editorial.contributors = authors(&["Bohne AB"]);
        editorial.volume = given(&n.to_string());
        editorial.pages = pages("1", None);
        editorial
    };
    let merged = merged(&(0..20_000).map(editorial).collect::<Vec<_>>());
    assert!((0..20_000).all(|mention| merged.root(mention) == mention));
    assert!(merged.review.is_empty() && merged.kept_apart.is_empty());
}
