use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::WorkKind;

const FILE: &str = r#"<?xml version="1.0"?>
<bibtex:file xmlns:bibtex="http://bibtexml.sf.net/">
<bibtex:entry id="doe03"><bibtex:article>
 <bibtex:author><bibtex:person><bibtex:first>Jane</bibtex:first><bibtex:middle>A.</bibtex:middle><bibtex:last>Doe</bibtex:last></bibtex:person><bibtex:person><bibtex:first>Piet</bibtex:first><bibtex:prelast>van der</bibtex:prelast><bibtex:last>Berg</bibtex:last><bibtex:lineage>Jr.</bibtex:lineage></bibtex:person></bibtex:author>
 <bibtex:title>Small {T}hings</bibtex:title><bibtex:journal>J Tests</bibtex:journal><bibtex:year>2003</bibtex:year><bibtex:month>#feb#</bibtex:month><bibtex:volume>1</bibtex:volume><bibtex:number>2</bibtex:number><bibtex:pages>3--14</bibtex:pages><bibtex:doi>10.9999/a</bibtex:doi></bibtex:article></bibtex:entry>
<bibtex:entry id="roe"><bibtex:inproceedings><bibtex:author>Roe, Richard and {Mayo Clinic}</bibtex:author><bibtex:title>Large</bibtex:title><bibtex:booktitle>Proc. Tests</bibtex:booktitle><bibtex:year>1999</bibtex:year></bibtex:inproceedings></bibtex:entry>
</bibtex:file>
"#;

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(found[0].label.as_deref(), Some("doe03"));
    assert_eq!(work.title.as_ref().unwrap().value, "Small Things");
    assert_eq!(work.contributors[1].name.value.display(), "van der Berg, Piet, Jr");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003-02");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("14"));
    let paper = &found[1].record.work;
    assert_eq!(paper.kind, WorkKind::ConferencePaper);
    let names: Vec<_> = paper.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["Roe, Richard", "Mayo Clinic"]);
}

#[test]
fn others_are_not_taken() {
    for text in ["<file><entry/></file>", "<feed><entry/></feed>", "bibtexml.sf.net", ""] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    let ends: Vec<usize> = FILE.match_indices("</bibtex:entry>").map(|(at, tag)| at + tag.len()).collect();
    every_cut(FILE, |text| open(text, &Limits::default()), &ends);
}
