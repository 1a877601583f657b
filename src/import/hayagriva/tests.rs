use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, WorkKind};

const FILE: &str = "doe03:\n    type: Article\n    title: Small {T}hings\n    author: [\"Doe, Jane A.\", \"Berg, Piet, Jr\"]\n    date: 2003-02\n    page-range: 12-20\n    serial-number:\n        doi: \"10.9999/a\"\n    parent:\n        type: Periodical\n        title: Journal of Tests\n        volume: 3\n        issue: 4\nroe:\n    type: Chapter\n    title:\n        value: A chapter\n        verbatim: true\n    author:\n        - name: Roe\n          given-name: Richard\n          prefix: van\n    parent:\n        - type: Book\n          title: The book\n          editor: Poe, Ann\n          date: 1999\n          publisher:\n              name: Press\n              location: Ville\n          serial-number:\n              isbn: 978-0-306-40615-7\nwho:\n    type: Web\n    title: A page\n    author: Mayo Clinic\n    url: { value: \"http://example.org/\", date: 2020-03-04 }\n";

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 3);
    let work = &found[0].record.work;
    assert_eq!((work.kind, found[0].label.as_deref()), (WorkKind::Article, Some("doe03")));
    assert_eq!(work.title.as_ref().unwrap().value, "Small Things");
    assert_eq!(work.contributors[1].name.value.display(), "Berg, Piet, Jr");
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(
        (work.volume.as_ref().unwrap().value.as_str(), work.issue.as_ref().unwrap().value.as_str()),
        ("3", "4")
    );
    assert_eq!(work.identifiers[0].value.value, "10.9999/a");
    let chapter = &found[1].record.work;
    assert_eq!(chapter.kind, WorkKind::Chapter);
    assert_eq!(chapter.contributors[0].name.value.display(), "van Roe, Richard");
    assert_eq!(chapter.contributors[1].role, Role::Editor);
    assert_eq!(chapter.publisher_place.as_ref().unwrap().value, "Ville");
    assert_eq!(chapter.issued.as_ref().unwrap().value.to_string(), "1999");
    assert_eq!(chapter.identifiers[0].value.value, "9780306406157");
    let page = &found[2].record.work;
    assert_eq!(page.contributors[0].name.value.display(), "Mayo Clinic");
    assert_eq!(page.accessed.as_ref().unwrap().value.to_string(), "2020-03-04");
    assert_eq!(found[2].place.line_start, 33);
}

#[test]
fn broken_entries_cost_themselves() {
    let text = FILE.replace("date: 2003-02", "date: [2003-02");
    let (found, broken) = read_all(open(decoded(&text), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (2, 1), "{broken:?}");
    let (found, broken) =
        read_all(open(decoded("a: 1\n---\nb:\n    type: Book\n    title: B\n"), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (1, 1), "{broken:?}");
}

#[test]
fn others_are_not_taken() {
    for text in [
        "name: x\ntype: Article\ntitle: y\n",
        "entries:\n    a:\n        type: article\n        title: A\n",
        "jobs:\n  build:\n    type: Article\n",
        "key:\n    type: object\n    title: A schema\n",
        "References:\n\nDoe J. A title.\n",
        "",
    ] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    let ends = [FILE.find("roe:\n").unwrap(), FILE.find("who:\n").unwrap()];
    every_cut(FILE, |text| open(text, &Limits::default()), &ends);
}
