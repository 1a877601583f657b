use super::*;
use crate::import::checks;

fn article(pmid: u32) -> String {
    format!(
        "<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><Journal><Title>J</Title></Journal><ArticleTitle>Title {pmid}.</ArticleTitle></Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"doi\">10.1000/{pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"
    )
}

fn set(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" \"x.dtd\">\n<PubmedArticleSet>\n{inside}\n</PubmedArticleSet>\n"
    )
}

#[test]
fn records_with_their_places() {
    let text = set(&format!("{}\n{}", article(11), article(12)));
    assert!(detect(&text));
    let read = checks::read_text(&text, open);
    assert_eq!(read.titles(), ["Title 11", "Title 12"]);
    assert_eq!(read.records[1].label.as_deref(), Some("12"));
    assert_eq!(read.records[1].place.line_start, 5);
    assert_eq!(checks::source(text.as_bytes(), &read.records[0]), article(11));
    assert_eq!(read.records[0].record.source, Source::Import);
    assert!(read.broken.is_empty());
}

#[test]
fn whatever_stands_around_them() {
    for text in [
        article(11),
        format!("\u{feff}{}", set(&article(11))),
        set(&article(11)).replace('\n', "\r"),
        format!("<PubmedArticleSet>{}", article(11))
            + "</PubmedArticleSet><PubmedArticleSet></PubmedArticleSet>",
        article(11)
            .replace("<PubmedArticle>", "<MedlineCitationSet>")
            .replace("</PubmedArticle>", "</MedlineCitationSet>"),
    ] {
        assert!(detect(&text), "{text}");
        let read = checks::read_text(&text, open);
        assert_eq!(read.titles(), ["Title 11"], "{text}");
        assert!(read.broken.is_empty(), "{:?}", read.broken);
    }
}

#[test]
fn broken_ones_cost_themselves() {
    for bad in [
        "<PubmedArticle>wrong</PubmedArticle>".to_owned(),
        "<PubmedArticle><MedlineCitation><PMID>5</PMID>".to_owned(),
        article(5).replace("</Article>", ""),
        format!("<PubmedArticle>{}</PubmedArticle>", "<a>".repeat(500)),
        article(5).replace("Title 5", "&lol;"),
    ] {
        let read = checks::read_text(&set(&format!("{}{bad}{}", article(11), article(12))), open);
        assert_eq!((read.titles(), read.broken.len()), (vec!["Title 11", "Title 12"], 1), "{bad}");
        assert!(read.broken[0].message.contains("left out"), "{}", read.broken[0].message);
    }
}

#[test]
fn what_was_taken_back_is_a_note() {
    let text =
        set(&format!("{}<DeleteCitation><PMID>77</PMID><PMID>78</PMID></DeleteCitation>", article(11)));
    let read = checks::read_text(&text, open);
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.about.notes, ["PubMed has taken back 2 record(s) by this file: 77, 78"]);
}

#[test]
fn cut_at_every_byte() {
    checks::cut_everywhere(set(&format!("{}\n{}", article(11), article(12))).as_bytes(), open);
}

#[test]
fn summaries() {
    let text = "<eSummaryResult><DocSum><Id>11</Id><Item Name=\"PubDate\" Type=\"Date\">1965 Aug</Item><Item Name=\"Source\" Type=\"String\">J Test</Item><Item Name=\"AuthorList\" Type=\"List\"><Item Name=\"Author\">Roe AB Jr</Item><Item Name=\"CollectiveName\">Test Group</Item></Item><Item Name=\"Title\">On tests.</Item><Item Name=\"Pages\">188-91</Item><Item Name=\"FullJournalName\">Journal of tests</Item><Item Name=\"DOI\">10.1000/s</Item></DocSum><DocSum><Id>12</Id><error>not found</error></DocSum></eSummaryResult>";
    assert!(detect(text));
    let read = checks::read_text(text, open);
    assert_eq!(read.titles(), ["On tests"]);
    let work = &read.records[0].record.work;
    assert_eq!(work.contributors[0].name.value.display(), "Roe, AB, Jr");
    assert_eq!(work.contributors[1].name.value.display(), "Test Group");
    assert_eq!(work.pages.as_ref().unwrap().value.last.as_deref(), Some("191"));
    assert_eq!(read.records[0].record.serial.abbreviation.as_deref(), Some("J Test"));
    assert_eq!(read.broken.len(), 1);
    let second = "<eSummaryResult><DocumentSummarySet><DocumentSummary uid=\"11\"><PubDate>2001 May 3</PubDate><Source>J Test</Source><Authors><Author><Name>Roe AB</Name><AuthType>Author</AuthType></Author></Authors><Title>On tests.</Title><Lang><string>eng</string></Lang></DocumentSummary></DocumentSummarySet></eSummaryResult>";
    let read = checks::read_text(second, open);
    assert_eq!(read.titles(), ["On tests"]);
    assert_eq!(read.records[0].record.work.language.as_deref(), Some("en"));
}

#[test]
fn what_holds_no_records() {
    assert!(
        not_records("<?xml version='1.0'?><!DOCTYPE SerialsSet><SerialsSet>").unwrap().contains("journals")
    );
    assert!(not_records("<eSearchResult>").unwrap().contains("PMIDs"));
    assert_eq!(not_records("<PubmedArticleSet>"), None);
    assert_eq!(not_records("plain text"), None);
    assert!(!detect("<SerialsSet>"));
}

/// Two files of the index hold a record that is none: one has no end tag, one nothing in it. Both are told.
#[test]
fn real_files() {
    let Some(folder) = checks::samples() else { return };
    for (name, records, broken) in [
        ("pubmed_xml/jabref__medlineimportertestarticleid.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestarticleitalics.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestarticlenoissn.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestbookarticleset.xml", 2, 0),
        ("pubmed_xml/jabref__medlineimportertestkeywordsingleentry.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestmalformedentry.xml", 0, 1),
        ("pubmed_xml/jabref__medlineimportertestmathml.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestmeshheadinglist.xml", 1, 0),
        ("pubmed_xml/jabref__medlineimportertestminimalentry.xml", 0, 1),
        ("pubmed_xml/jabref__medlineimportertestnbib.xml", 2, 0),
        ("pubmed_xml/jabref__medlineimportertestpubmedbook.xml", 1, 0),
        ("pubmed_xml/biopython__pubmed1.xml", 2, 0),
        ("pubmed_xml/biopython__pubmed2.xml", 2, 0),
        ("pubmed_xml/biopython__pubmed4.xml", 1, 0),
        ("pubmed_xml/biopython__pubmed5.xml", 1, 0),
        ("pubmed_xml/biopython__pubmed6.xml", 1, 0),
        ("pubmed_xml/biopython__pubmed7.xml", 1, 0),
        ("esummary_xml/biopython__esummary1.xml", 2, 0),
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(detect(&String::from_utf8_lossy(&bytes)), "{name}");
        let read = checks::read_bytes(&bytes, open);
        assert_eq!((read.records.len(), read.broken.len()), (records, broken), "{name}: {:?}", read.broken);
    }
    let journals = std::fs::read_to_string(folder.join("nlmcatalog_xml/biopython__journals.xml")).unwrap();
    assert!(!detect(&journals));
    assert!(not_records(&journals).is_some());
}
