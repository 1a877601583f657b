use super::*;
use crate::import::reading_tests::{decoded, every_cut, read_all, records};
use crate::model::WorkKind;

const FILE: &str = "<span class='Z3988' title='url_ver=Z39.88-2004&amp;ctx_ver=Z39.88-2004&amp;rfr_id=info%3Asid%2Fzotero.org%3A2&amp;rft_id=info%3Adoi%2F10.9999%2Fa&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;rft.genre=article&amp;rft.atitle=Small%20things%20%26%20more&amp;rft.jtitle=Journal%20of%20Tests&amp;rft.stitle=J%20Tests&amp;rft.volume=12&amp;rft.issue=3&amp;rft.aufirst=Jane%20A.&amp;rft.aulast=van%20Doe&amp;rft.au=Jane%20A.%20van%20Doe&amp;rft.au=Richard+Roe&amp;rft.date=2003-02&amp;rft.pages=337-341&amp;rft.spage=337&amp;rft.epage=341&amp;rft.issn=0028-0836'></span>\n<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook&amp;rft.genre=book&amp;rft.btitle=A%20book&amp;rft.publisher=Press&amp;rft.place=Ville&amp;rft.aulast=Poe&amp;rft.aufirst=Ann&amp;rft.date=1999&amp;rft.isbn=0306406152'></span>\n";

#[test]
fn spans() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(work.title.as_ref().unwrap().value, "Small things & more");
    let names: Vec<_> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["van Doe, Jane A.", "Roe, Richard"]);
    assert_eq!(work.container_title.as_ref().unwrap().value, "Journal of Tests");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(work.identifiers[0].value.value, "10.9999/a");
    let book = &found[1].record.work;
    assert_eq!((book.kind, book.title.as_ref().unwrap().value.as_str()), (WorkKind::Book, "A book"));
    assert_eq!(book.contributors[0].name.value.display(), "Poe, Ann");
    assert_eq!(found[1].place.line_start, 2);
}

#[test]
fn pages_are_documents() {
    assert!(!detect(&format!("<html><body><p>Text</p>{FILE}")));
    assert!(!detect("<span class='x'>text</span>"));
    let (found, broken) = read_all(open(
        decoded("<span class='Z3988' title='ctx_ver=Z39.88-2004'></span>"),
        &Limits::default(),
    ));
    assert_eq!((found.len(), broken.len()), (0, 1));
}

#[test]
fn cut_anywhere() {
    every_cut(FILE, |text| open(text, &Limits::default()), &[FILE.find("</span>\n").unwrap()]);
}
