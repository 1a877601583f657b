use super::*;
use crate::import::reading_tests::{decoded, every_cut, records};
use crate::model::{Role, WorkKind};

const FILE: &str = r#"<?xml version="1.0"?>
<marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim">
<marc:record><marc:leader>00000cam a2200000 a 4500</marc:leader><marc:controlfield tag="001">12</marc:controlfield><marc:controlfield tag="008">030201s2003    vil           000 0 eng d</marc:controlfield>
<marc:datafield tag="020" ind1=" " ind2=" "><marc:subfield code="a">0306406152 (paper) :</marc:subfield></marc:datafield>
<marc:datafield tag="100" ind1="1" ind2=" "><marc:subfield code="a">Doe, Jane A.,</marc:subfield><marc:subfield code="d">1950-</marc:subfield></marc:datafield>
<marc:datafield tag="245" ind1="1" ind2="0"><marc:subfield code="a">Small things :</marc:subfield><marc:subfield code="b">a study /</marc:subfield><marc:subfield code="c">Jane Doe.</marc:subfield></marc:datafield>
<marc:datafield tag="250" ind1=" " ind2=" "><marc:subfield code="a">2nd ed.</marc:subfield></marc:datafield>
<marc:datafield tag="260" ind1=" " ind2=" "><marc:subfield code="a">Ville :</marc:subfield><marc:subfield code="b">Press,</marc:subfield><marc:subfield code="c">c2003.</marc:subfield></marc:datafield>
<marc:datafield tag="650" ind1=" " ind2="2"><marc:subfield code="a">Things</marc:subfield><marc:subfield code="x">therapy.</marc:subfield></marc:datafield>
<marc:datafield tag="700" ind1="1" ind2=" "><marc:subfield code="a">Poe, Ann,</marc:subfield><marc:subfield code="e">editor.</marc:subfield></marc:datafield>
</marc:record>
<marc:record><marc:leader>00000caa a2200000 a 4500</marc:leader><marc:datafield tag="245" ind1="1" ind2="0"><marc:subfield code="a">An article</marc:subfield></marc:datafield><marc:datafield tag="773" ind1="0" ind2=" "><marc:subfield code="t">Journal of tests.</marc:subfield><marc:subfield code="g">Vol. 12, no. 3 (2001), p. 337-341</marc:subfield><marc:subfield code="x">0028-0836</marc:subfield></marc:datafield></marc:record>
</marc:collection>
"#;

#[test]
fn fields() {
    assert!(detect(FILE));
    let found = records(open(decoded(FILE), &Limits::default()));
    assert_eq!(found.len(), 2);
    let work = &found[0].record.work;
    assert_eq!(work.kind, WorkKind::Book);
    assert_eq!(work.title.as_ref().unwrap().value, "Small things: a study");
    let names: Vec<_> = work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(names, [(Role::Author, "Doe, Jane A.".to_owned()), (Role::Editor, "Poe, Ann".to_owned())]);
    assert_eq!(work.publisher.as_ref().unwrap().value, "Press");
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2003");
    assert_eq!(work.identifiers[0].value.value, "9780306406157");
    assert_eq!(work.language.as_deref(), Some("en"));
    assert_eq!(found[0].record.keywords[0].term, "Things -- therapy");
    let article = &found[1].record.work;
    assert_eq!(article.kind, WorkKind::Article);
    assert_eq!(article.container_title.as_ref().unwrap().value, "Journal of tests");
    assert_eq!(
        (article.volume.as_ref().unwrap().value.as_str(), article.issue.as_ref().unwrap().value.as_str()),
        ("12", "3")
    );
    assert_eq!(article.pages.as_ref().unwrap().value.last.as_deref(), Some("341"));
    assert_eq!(article.issued.as_ref().unwrap().value.to_string(), "2001");
}

#[test]
fn others_are_not_taken() {
    for text in
        ["<collection><record><a/></record></collection>", "<records><datafield tag='1'/></records>", ""]
    {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn cut_anywhere() {
    let ends: Vec<usize> = FILE.match_indices("</marc:record>").map(|(at, tag)| at + tag.len()).collect();
    every_cut(FILE, |text| open(text, &Limits::default()), &ends);
}
