use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::{Role, WorkKind};

const FILE: &str = "{{Cite journal\n| volume = 12\n| issue = 3\n| pages = 337–341\n| last1 = Doe\n| first1 = Jane A.\n| author2 = Mayo Clinic Consortium\n| title = Small ''things'' in [[Test (place)|tests]]\n| journal = Journal of Tests\n| accessdate = 2020-03-04\n| date = 2003-02\n| doi = 10.9999/a\n| pmid = 12345\n| url = http://example.org/a\n}}\n\n* {{cite book|last=Roe|first=Richard|editor1-last=Poe|editor1-first=Ann|chapter=A chapter|title=The book|publisher=Press|location=Ville|year=1999|isbn=0-306-40615-2}}\n{{citation |vauthors=Lee K, Kim SJ |title=More |journal=J Tests |date=May 2001}}\n";

#[test]
fn templates() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 3);
    let work = &found[0].record.work;
    assert_eq!(work.title.as_ref().unwrap().value, "Small things in tests");
    let names: Vec<_> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["Doe, Jane A.", "Mayo Clinic Consortium"]);
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2020-03-04");
    assert_eq!(work.identifiers.len(), 3);
    let chapter = &found[1].record.work;
    assert_eq!((chapter.kind, chapter.contributors[1].role), (WorkKind::Chapter, Role::Editor));
    assert_eq!(chapter.container_title.as_ref().unwrap().value, "The book");
    assert_eq!(chapter.identifiers[0].value.value, "9780306406157");
    assert_eq!(found[2].record.work.contributors.len(), 2);
    assert_eq!(found[2].record.work.issued.as_ref().unwrap().value.to_string(), "2001-05");
    assert_eq!(found[1].place.line_start, 17);
}

#[test]
fn broken_templates_cost_themselves() {
    let text = FILE.replace("http://example.org/a\n}}", "http://example.org/a\n");
    let text = text.replace("* {{cite book", "{{cite book");
    let (found, broken) = read_all(open(decoded(&text), &Limits::default()));
    assert_eq!((found.len(), broken.len()), (2, 1), "{broken:?}");
    for text in [
        "An article.<ref>{{cite web|url=x}}</ref>",
        "{{Infobox|a=b}}",
        "{{citation needed|date=May 2001}}",
        "",
    ] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("}}\n\n").unwrap() + 2]);
}
