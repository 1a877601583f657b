//! Building an index, finding in it, and refusing what is no index.

use std::fs;
use std::path::Path;

use super::{Builder, Index, IndexError, build};
use crate::model::{
    Contributor, Field, Identifier, JournalLink, Name, Pages, PartialDate, Record, Reference, Role, Scheme,
    Serial,
};
use crate::normalize::journals::Authority;
use crate::normalize::names::medline;

const WORDS: [&str; 12] = [
    "lichens", "barns", "slates", "mosses", "wrens", "heaths", "moths", "spores", "tides", "crabs", "pollen",
    "dunes",
];

fn authority() -> &'static Authority {
    static AUTHORITY: std::sync::OnceLock<Authority> = std::sync::OnceLock::new();
    AUTHORITY.get_or_init(|| Authority::embedded().unwrap())
}

fn reference(number: usize) -> Reference {
    let word = |at: usize| WORDS[(number / 12usize.pow(u32::try_from(at).unwrap()) + at * number) % 12];
    let family = ["Lindqvist", "Okafor", "Petrov", "Novak", "Quist"][number % 5];
    let name = medline(&format!("{family} A")).unwrap();
    let mut reference = Reference {
        contributors: vec![Contributor {
            role: Role::Author,
            role_printed: None,
            name: Field::given(Name::Person(name)),
            raw: String::new(),
        }],
        title: Some(Field::given(format!(
            "Sargramostim in {} of {} under {} {number}",
            word(0),
            word(1),
            word(2)
        ))),
        container_title: Some(Field::given("J Clin Oncol".to_owned())),
        issued: Some(Field::given(PartialDate::year(1980 + i16::try_from(number % 40).unwrap()))),
        volume: Some(Field::given((number % 40 + 1).to_string())),
        pages: Some(Field::given(Pages { first: (number * 7 + 1).to_string(), last: None })),
        ..Reference::default()
    };
    reference.journal = authority().link(&reference);
    reference
}

fn record(number: usize) -> Record {
    let mut work = reference(number);
    for (scheme, value) in [(Scheme::Pmid, number.to_string()), (Scheme::Doi, format!("10.1/{number}"))] {
        let raw = value.clone();
        work.identifiers.push(Field::given(Identifier { scheme, value, raw }));
    }
    let serial = Serial { nlm_id: Some("8309333".to_owned()), ..Serial::default() };
    Record { work, serial, ..Record::default() }
}

fn built(folder: &Path, count: usize) -> Index {
    let path = folder.join("index");
    let told = build((1..=count).map(record), authority(), &path).unwrap();
    assert_eq!(told.records as usize, count);
    assert_eq!(told.bytes, fs::metadata(&path).unwrap().len());
    Index::open(&path).unwrap()
}

#[test]
fn every_record_is_found_whole_by_each_of_its_keys() {
    let folder = tempfile::tempdir().unwrap();
    let index = built(folder.path(), 700);
    assert_eq!(index.len(), 700);
    for number in 1..=700 {
        let expected = record(number);
        assert_eq!(
            index.with_identifier(Scheme::Pmid, &number.to_string()).unwrap(),
            std::slice::from_ref(&expected)
        );
        assert_eq!(
            index.with_identifier(Scheme::Doi, &format!("10.1/{number}")).unwrap(),
            std::slice::from_ref(&expected)
        );
        let full = reference(number);
        let place = Reference { title: None, contributors: Vec::new(), ..full.clone() };
        let no_journal =
            Reference { container_title: None, journal: JournalLink::NotAttempted, ..place.clone() };
        let title = Reference { title: full.title.clone(), ..Reference::default() };
        let wrong_year = Reference { issued: Some(Field::given(PartialDate::year(1900))), ..place.clone() };
        for reference in [full, place, no_journal, title, wrong_year] {
            let found = index.candidates(&reference, authority(), 5).unwrap();
            assert!(found.contains(&expected), "{number}");
        }
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let index = built(folder.path(), 50);
    assert!(index.with_identifier(Scheme::Pmid, "51").unwrap().is_empty());
    assert!(index.candidates(&Reference::default(), authority(), 5).unwrap().is_empty());
    let none = build(std::iter::empty(), authority(), &folder.path().join("empty")).unwrap();
    assert_eq!((none.records, none.postings), (0, 0));
    let empty = Index::open(&folder.path().join("empty")).unwrap();
    assert!(empty.is_empty());
    assert!(empty.candidates(&reference(1), authority(), 5).unwrap().is_empty());
}

#[test]
fn of_two_versions_the_later_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let mut newer = record(3);
    newer.cited_by_count = Some(9);
    build([record(3), record(4), newer.clone()].into_iter(), authority(), &path).unwrap();
    let index = Index::open(&path).unwrap();
    assert_eq!(index.with_identifier(Scheme::Pmid, "3").unwrap(), [newer]);
    // What led to the old one alone leads to the new one too.
    let moved =
        Record { work: Reference { identifiers: record(3).work.identifiers, ..reference(9) }, ..record(9) };
    build([record(3), moved.clone()].into_iter(), authority(), &path).unwrap();
    let index = Index::open(&path).unwrap();
    assert_eq!(index.candidates(&reference(3), authority(), 5).unwrap(), [moved]);
}

#[test]
fn what_was_taken_back_is_not_found_until_it_comes_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let mut builder = Builder::new(&path).unwrap();
    builder.add(&record(3), authority()).unwrap();
    builder.add(&record(4), authority()).unwrap();
    builder.delete(vec!["3".to_owned(), "4".to_owned()]);
    builder.add(&record(4), authority()).unwrap();
    builder.finish().unwrap();
    let index = Index::open(&path).unwrap();
    assert!(index.candidates(&reference(3), authority(), 5).unwrap().is_empty());
    assert_eq!(index.candidates(&reference(4), authority(), 5).unwrap(), [record(4)]);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    for path in [&one, &two] {
        build((1..=300).map(record), authority(), path).unwrap();
    }
    assert!(fs::read(one).unwrap() == fs::read(two).unwrap());
}

#[test]
fn an_index_that_is_not_finished_leaves_the_old_one_and_no_debris() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    build((1..=5).map(record), authority(), &path).unwrap();
    let mut builder = Builder::new(&path).unwrap();
    builder.add(&record(1), authority()).unwrap();
    drop(builder);
    assert_eq!(Index::open(&path).unwrap().len(), 5);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = build((1..=5).map(record), authority(), &folder.path().join("none/index")).unwrap_err();
    assert!(nowhere.to_string().contains("cannot be written"), "{nowhere}");
}

#[test]
fn what_is_no_index_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let missing = Index::open(&path).unwrap_err();
    assert!(matches!(missing, IndexError::Read { .. }));
    for content in
        [Vec::new(), b"short".to_vec(), b"RFLMIDX0 is of another version, whatever follows it".to_vec()]
    {
        fs::write(&path, content).unwrap();
        let error = Index::open(&path).unwrap_err();
        assert!(matches!(error, IndexError::OtherVersion { .. }), "{error}");
        assert!(error.to_string().contains("refloom index build"));
    }
}

/// Flips or cuts off every part of the file in turn: nothing wrong is ever given, and nothing panics.
#[test]
fn damage_anywhere_is_noticed_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    drop(built(folder.path(), 40));
    let whole = fs::read(folder.path().join("index")).unwrap();
    let path = folder.path().join("damaged");
    let mut noticed = 0;
    let places: Vec<usize> = (0..whole.len()).step_by(97).chain(whole.len() - 60..whole.len()).collect();
    for &place in &places {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x20;
        fs::write(&path, &bytes).unwrap();
        noticed += usize::from(uses(&path).is_err());
        fs::write(&path, &whole[..place]).unwrap();
        assert!(uses(&path).is_err(), "cut at {place}");
    }
    // A page of keys has unused bytes too, but they are under its checksum; only pages nobody asked for go unread.
    assert!(noticed * 10 > places.len() * 9, "{noticed} of {}", places.len());
}

/// Asks for every record; every answer must be right.
fn uses(path: &Path) -> Result<(), IndexError> {
    let index = Index::open(path)?;
    for number in 1..=40 {
        for found in index.with_identifier(Scheme::Pmid, &number.to_string())? {
            assert_eq!(found, record(number));
        }
        index.candidates(&reference(number), authority(), 5)?;
    }
    Ok(())
}
