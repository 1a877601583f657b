use super::*;
use crate::import::checks;
use crate::model::{DateKind, Role, WorkKind};

const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?><xml><records>
<record><database name="a.enl" path="/x/a.enl">a.enl</database><source-app name="EndNote" version="20">EndNote</source-app><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default" size="100%">Roe, Ann</style></author><author>Doe, Kim, Jr.</author><author>World Test Group,</author></authors>
<secondary-authors><author>Poe, Eve</author></secondary-authors></contributors>
<auth-address>Uni X, Oslo.</auth-address>
<titles><title><style face="normal">Growth of </style><style face="italic">E. coli</style><style face="normal"> in CO</style><style face="subscript">2</style></title><secondary-title>Journal of Tests</secondary-title><alt-title>J Tests</alt-title></titles>
<periodical><full-title>Journal of Tests</full-title><abbr-1>J. Tests</abbr-1></periodical>
<pages>943-7</pages><volume>12</volume><number>3 Suppl 1</number><edition>2015/02/04</edition>
<keywords><keyword>alpha</keyword><keyword>beta</keyword></keywords>
<dates><year>2015</year><pub-dates><date>Mar 3</date></pub-dates></dates>
<isbn>0018-9219 (Print)&#xD;1558-2256 (Electronic)</isbn><accession-num>25647015</accession-num>
<abstract>Some &amp; more.</abstract><notes>PMCID: PMC12&#xD;A remark</notes>
<urls><related-urls><url>https://x.org/1</url></related-urls><pdf-urls><url>internal-pdf://x.pdf</url></pdf-urls></urls>
<electronic-resource-num>10.1000/E.1</electronic-resource-num><language>eng</language></record>
<record><rec-number>8</rec-number><ref-type name="Book Section">5</ref-type><contributors><authors><author>Roe, A</author></authors><secondary-authors><author>Moe, E</author></secondary-authors></contributors>
<titles><title>A chapter</title><secondary-title>The Book</secondary-title><tertiary-title>Series T</tertiary-title></titles><pages>1-9</pages><edition>2nd</edition><dates><year>1999</year></dates><pub-location>Oslo</pub-location><publisher>Pub</publisher><isbn>978-0-306-40615-7</isbn></record>
</records></xml>
"#;

#[test]
fn fields() {
    assert!(detect(FILE));
    let read = checks::read_text(FILE, open);
    assert_eq!(read.titles(), ["Growth of E. coli in CO2", "A chapter"]);
    let first = &read.records[0];
    let work = &first.record.work;
    let people: Vec<(Role, String)> =
        work.contributors.iter().map(|c| (c.role, c.name.value.display())).collect();
    assert_eq!(
        people,
        [
            (Role::Author, "Roe, Ann".to_owned()),
            (Role::Author, "Doe, Kim, Jr".to_owned()),
            (Role::Author, "World Test Group".to_owned()),
            (Role::Editor, "Poe, Eve".to_owned()),
        ]
    );
    assert_eq!(first.record.people[0].affiliations[0].raw, "Uni X, Oslo.");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("947"));
    assert_eq!(
        (work.issue.as_ref().unwrap().value.as_str(), work.supplement.as_ref().unwrap().value.as_str()),
        ("3", "Suppl 1")
    );
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2015-03-03");
    assert!(
        first
            .record
            .dates
            .iter()
            .any(|(kind, date)| *kind == DateKind::Electronic && date.to_string() == "2015-02-04")
    );
    let ids: Vec<String> =
        work.identifiers.iter().map(|i| format!("{}:{}", i.value.scheme.as_str(), i.value.value)).collect();
    assert_eq!(ids, ["pmid:25647015", "pmcid:PMC12", "url:https://x.org/1", "doi:10.1000/e.1"]);
    assert_eq!(first.record.serial.issn_print.as_deref(), Some("0018-9219"));
    assert_eq!(first.record.serial.issn_electronic.as_deref(), Some("1558-2256"));
    assert_eq!(first.record.serial.abbreviation.as_deref(), Some("J Tests"));
    assert_eq!(work.language.as_deref(), Some("en"));
    assert_eq!(first.record.abstract_text.as_deref(), Some("Some & more."));
    let notes: Vec<&str> = work.notes.iter().map(|n| n.value.as_str()).collect();
    assert_eq!(notes, ["A remark"]);
    assert_eq!(first.label.as_deref(), Some("7"));
    assert!(checks::source(FILE.as_bytes(), first).starts_with("<record><database"));
    let chapter = &read.records[1].record.work;
    assert_eq!(chapter.kind, WorkKind::Chapter);
    assert_eq!(chapter.container_title.as_ref().unwrap().value, "The Book");
    assert_eq!(chapter.collection_title.as_ref().unwrap().value, "Series T");
    assert_eq!(chapter.edition.as_ref().unwrap().value, "2nd");
    assert!(read.broken.is_empty());
}

#[test]
fn a_bare_list_and_other_line_ends() {
    let bare = FILE.replace("<xml>", "").replace("</xml>", "");
    assert!(detect(&bare));
    assert_eq!(checks::read_text(&bare, open).records.len(), 2);
    for text in [
        format!("\u{feff}{FILE}"),
        FILE.replace('\n', "\r\n"),
        FILE.replace('\n', "\r"),
        FILE.replace('\n', "\n\n"),
    ] {
        assert!(detect(&text));
        let read = checks::read_text(&text, open);
        assert_eq!(read.titles(), ["Growth of E. coli in CO2", "A chapter"]);
    }
}

#[test]
fn cut_at_every_byte() {
    checks::cut_everywhere(FILE.as_bytes(), open);
}

#[test]
fn a_broken_record_in_the_middle() {
    let good = "<record><titles><title>T</title></titles></record>";
    for bad in [
        "<record><titles><title>x</titles></record>",
        "<record><titles><title>x</title></titles>",
        "<record></record>",
        &format!("<record>{}</record>", "<a>".repeat(10_000)),
    ] {
        let text = format!("<xml><records>{good}{bad}{good}{good}</records></xml>");
        let read = checks::read_text(&text, open);
        assert_eq!((read.records.len(), read.broken.len()), (3, 1), "{bad}");
        assert_eq!(read.broken[0].place.span.start, 14 + good.len() as u64);
    }
}

#[test]
fn hostile_files() {
    let laughs = "<!DOCTYPE xml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
    let text = format!(
        "{laughs}<xml><records><record><titles><title>T &c; &f;</title></titles></record></records></xml>"
    );
    assert_eq!(checks::read_text(&text, open).titles(), ["T &c; &f;"]);
    let attribute = format!(
        "<xml><records><record a=\"{}\"><titles><title>T</title></titles></record></records></xml>",
        "x".repeat(20 << 20)
    );
    assert_eq!(checks::read_text(&attribute, open).broken.len(), 1);
    let open_tags = "<xml><records>".to_owned() + &"<record ".repeat(300_000);
    assert!(checks::read_text(&open_tags, open).records.is_empty());
    let nul = "<xml><records><record><titles><title>T\0T</title></titles></record></records></xml>";
    assert_eq!(checks::read_text(nul, open).titles(), ["TT"]);
}

#[test]
fn what_is_not_endnote() {
    for text in
        ["<xml><a/></xml>", "<records><item/></records>", "<html><xml><records>", "", "<PubmedArticleSet/>"]
    {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn real_files() {
    let Some(folder) = checks::samples() else { return };
    for (name, records) in [
        ("jabref__endnotexmlimportertest_emptykeywordstyle.xml", 1),
        ("jabref__endnotexmlimportertest_withouturlstyle.xml", 1),
        ("jabref__endnotexmlimportertest_withouturlstyle2.xml", 2),
        ("jabref__endnotexmlimportertestarticle.xml", 1),
        ("jabref__endnotexmlimportertestarticle2.xml", 2),
        ("jabref__endnotexmlimportertestlabelandmultititle.xml", 3),
        ("jabref__endnotexmlimportertestreport.xml", 1),
    ] {
        let bytes = std::fs::read(folder.join("endnote_xml").join(name)).unwrap();
        assert!(detect(&String::from_utf8_lossy(&bytes)), "{name}");
        let read = checks::read_bytes(&bytes, open);
        assert_eq!((read.records.len(), read.broken.len()), (records, 0), "{name}");
        assert!(read.records.iter().all(|r| r.record.work.issued.is_some()), "{name}");
    }
}
