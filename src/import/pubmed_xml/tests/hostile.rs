//! Broken, hostile and foreign input: one bad record is one error, and nothing grows without bound.

use std::io::{self, Read};

use proptest::prelude::*;

use super::super::{ArticleError, Fault, Found, Limits, RawRecords, Reader};
use super::outcome;

fn article(pmid: u32, title: &str) -> String {
    format!(
        "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article PubModel=\"Print\">\
         <ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
    )
}

/// Ten records, one of them with another title or another body, inside a list with a document type.
fn file(doctype: &str, fifth: &str) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{doctype}\n<PubmedArticleSet>\n");
    for n in 1..=10 {
        out += &if n == 5 { fifth.to_owned() } else { article(n, "Good title") };
    }
    out + "</PubmedArticleSet>"
}

fn fault(errors: &[ArticleError]) -> (Option<&str>, &Fault) {
    let [ArticleError::Record { pmid, fault, .. }] = errors else { panic!("{errors:?}") };
    (pmid.as_deref(), fault)
}

fn good() -> Vec<String> {
    (1..=10).filter(|n| *n != 5).map(|n| n.to_string()).collect()
}

#[test]
fn one_bad_record_is_one_error() {
    type Expected = fn(&Fault) -> bool;
    let deep = format!("{}x{}", "<i>".repeat(100_000), "</i>".repeat(100_000));
    let cases: [(String, Expected); 10] = [
        (article(5, "&l9;"), |f| *f == Fault::Entity { name: "l9".into() }),
        (article(5, "nul\0"), |f| *f == Fault::Character { code: 0 }),
        (article(5, "&#11;"), |f| *f == Fault::Character { code: 11 }),
        (article(5, &deep), |f| *f == Fault::TooDeep { limit: 256 }),
        (article(5, "x").replace("</ArticleTitle>", ""), |f| matches!(f, Fault::Syntax { .. })),
        (article(5, "a < b"), |f| matches!(f, Fault::Syntax { .. })),
        (article(5, "x").replace("</PubmedArticle>", ""), |f| *f == Fault::NotClosed),
        (article(5, "<!-- x"), |f| *f == Fault::NotClosed),
        (article(5, "&"), |f| matches!(f, Fault::Syntax { .. })),
        (article(5, "<![CDATA[x"), |f| *f == Fault::NotClosed),
    ];
    for (fifth, expected) in cases {
        let (pmids, errors) = outcome(file("", &fifth).as_bytes());
        let shown: String = fifth.chars().take(200).collect();
        assert_eq!(pmids, good(), "{shown}");
        let (pmid, fault) = fault(&errors);
        assert_eq!(pmid, Some("5"), "{shown}");
        assert!(expected(fault), "{shown}: {fault:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8_cost_their_record() {
    let text = file("", &article(5, "caf@ title"));
    let bytes: Vec<u8> = text.bytes().map(|b| if b == b'@' { 0xe9 } else { b }).collect();
    let (pmids, errors) = outcome(&bytes);
    assert_eq!(pmids, good());
    assert_eq!(fault(&errors), (Some("5"), &Fault::NotUtf8));
}

#[test]
fn document_types_are_stepped_over() {
    let laughs = "<!DOCTYPE PubmedArticleSet [<!ENTITY l0 \"lol\"><!ENTITY l1 '&l0;>'>\
                  <!-- don't ]> --><!ENTITY r \"<PubmedArticle><PMID>99</PMID></PubmedArticle>\">\
                  <!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    for entity in ["&l1;", "&x;", "&r;"] {
        let (pmids, errors) = outcome(file(laughs, &article(5, entity)).as_bytes());
        assert_eq!(pmids, good());
        assert!(matches!(fault(&errors).1, Fault::Entity { .. }));
    }
    let (pmids, errors) = outcome(file(laughs, &article(5, "plain")).as_bytes());
    assert_eq!((pmids.len(), errors.len()), (10, 0));
}

#[test]
fn records_in_comments_and_sections_are_none() {
    let forged = article(99, "forged");
    for hidden in [format!("<!-- {forged} -->"), format!("<![CDATA[{forged}]]>")] {
        // Inside a record, and between two.
        for fifth in [article(5, &hidden), format!("{}{hidden}", article(5, "x"))] {
            let (pmids, errors) = outcome(file("", &fifth).as_bytes());
            assert_eq!((pmids.len(), errors.len()), (10, 0), "{hidden}");
            assert!(!pmids.contains(&"99".to_owned()));
        }
    }
}

#[test]
fn what_a_record_may_cost() {
    let limits = Limits { bytes: 1 << 20, depth: 256 };
    let text = file("", &article(5, &"x".repeat(3 << 20)));
    let found: Vec<_> = Reader::with_limits(text.as_bytes(), limits).collect();
    assert_eq!(found.len(), 10);
    assert!(matches!(
        &found[4],
        Err(ArticleError::Record { fault: Fault::TooLarge { limit: 1_048_576 }, pmid: Some(pmid), .. }) if pmid == "5"
    ));
    assert_eq!(found.iter().filter(|f| f.is_ok()).count(), 9);
}

#[test]
fn a_million_comments_cost_no_more_than_their_length() {
    let text = file("", &article(5, &"<!---->".repeat(1_000_000)));
    assert_eq!(outcome(text.as_bytes()).0.len(), 10);
}

/// Records each with a section that never ends: none of them may be looked for to the end of the file.
#[test]
fn many_sections_without_an_end() {
    let broken = article(5, &format!("<![CDATA[{}", "x".repeat(200)));
    let text = file("", &broken.repeat(20_000));
    let (pmids, errors) = outcome(text.as_bytes());
    assert_eq!(pmids, good());
    assert_eq!(errors.len(), 20_000);
}

/// Gives out one byte at a time, then fails.
struct Dripping<'a> {
    bytes: &'a [u8],
    then: Option<io::ErrorKind>,
}

impl Read for Dripping<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match (self.bytes.split_first(), self.then) {
            (Some((first, rest)), _) => {
                out[0] = *first;
                self.bytes = rest;
                Ok(1)
            }
            (None, Some(kind)) => Err(kind.into()),
            (None, None) => Ok(0),
        }
    }
}

#[test]
fn pieces_of_any_size_give_the_same() {
    let text = file(
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        &article(5, "<!-- </PubmedArticle> -->x<![CDATA[</PubmedArticle>]]>"),
    )
    .replace(
        "<PubmedArticleSet>",
        &format!("<!-- {} <PubmedArticle> --><PubmedArticleSet>", "long ".repeat(100)),
    );
    let whole: Vec<Found> = Reader::new(text.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(whole.len(), 10);
    for chunk in 1..200 {
        let raw = RawRecords::in_chunks(text.as_bytes(), Limits::default(), chunk);
        let found: Vec<Found> = Reader { raw }.map(Result::unwrap).collect();
        assert_eq!(found, whole, "{chunk}");
    }
    let drip = Dripping { bytes: text.as_bytes(), then: None };
    assert_eq!(Reader::new(drip).map(Result::unwrap).collect::<Vec<_>>(), whole);
    // A stream that breaks gives what came before, and then the error.
    let drip = Dripping { bytes: &text.as_bytes()[..text.len() / 2], then: Some(io::ErrorKind::InvalidData) };
    let found: Vec<_> = Reader::new(drip).collect();
    assert!(matches!(found.last(), Some(Err(ArticleError::Read { .. }))));
}

#[test]
fn a_file_that_breaks_off_says_so_wherever_it_does() {
    let text = file("<!DOCTYPE a [<!ENTITY b 'c'>]>", &article(5, "x"));
    for end in 0..text.len() - 1 {
        let (pmids, errors) = outcome(&text.as_bytes()[..end]);
        assert_eq!(errors.len(), 1, "at {end}: {errors:?}");
        assert!(errors[0].is_fatal());
        assert!(pmids.len() <= 10);
    }
}

#[test]
fn what_is_no_pubmed_xml() {
    type Expected = fn(&ArticleError) -> bool;
    let utf16: Vec<u8> = "<?xml version=\"1.0\"?>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&[u8], Expected); 9] = [
        (b"", |e| matches!(e, ArticleError::Empty)),
        (b" \n ", |e| matches!(e, ArticleError::Empty)),
        (b"<?xml version='1.0'?>", |e| matches!(e, ArticleError::Empty)),
        (b"{\"error\":\"API rate limit exceeded\"}", |e| matches!(e, ArticleError::NotXml { .. })),
        (b"\x1f\x8b\x08\x00", |e| matches!(e, ArticleError::NotXml { .. })),
        (
            b"<!DOCTYPE html><html><p>Service Unavailable<br></html>",
            |e| matches!(e, ArticleError::NotPubmed { element } if element == "html"),
        ),
        (
            b"<?xml version=\"1.0\" encoding='ISO-8859-1'?><PubmedArticleSet/>",
            |e| matches!(e, ArticleError::Encoding { encoding } if encoding == "ISO-8859-1"),
        ),
        (&utf16, |e| matches!(e, ArticleError::Encoding { encoding } if encoding == "UTF-16")),
        (
            b"<eFetchResult>\n<ERROR>ID list is empty!</ERROR>\n</eFetchResult>",
            |e| matches!(e, ArticleError::Service { message } if message == "ID list is empty!"),
        ),
    ];
    for (bytes, expected) in cases {
        let (pmids, errors) = outcome(bytes);
        assert!(pmids.is_empty());
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(expected(&errors[0]) && errors[0].is_fatal(), "{errors:?}");
    }
}

#[test]
fn empty_lists_repeated_lists_and_deletions() {
    assert_eq!(outcome(b"<PubmedArticleSet></PubmedArticleSet>").1.len(), 0);
    assert_eq!(outcome(b"\xef\xbb\xbf<PubmedArticleSet/>").1.len(), 0);
    let two = format!("{}{}", file("", &article(5, "x")), file("<!DOCTYPE a>", &article(5, "x")));
    let (pmids, errors) = outcome(two.as_bytes());
    assert_eq!((pmids.len(), errors.len()), (20, 0));
    let deleting = format!(
        "<PubmedArticleSet>{}<DeleteCitation><PMID Version=\"1\">2</PMID>\n<PMID Version=\"1\">03</PMID></DeleteCitation>\
         <DeleteDocument><PMID>4</PMID></DeleteDocument><DeleteCitation/></PubmedArticleSet>",
        article(1, "x")
    );
    let (pmids, errors) = outcome(deleting.as_bytes());
    assert_eq!(pmids, ["1", "-2", "-3", "-4"]);
    assert!(errors.is_empty());
}

#[test]
fn records_without_a_pmid_are_told() {
    let (pmids, errors) = outcome(b"<PubmedArticleSet><PubmedArticle>\n</PubmedArticle></PubmedArticleSet>");
    assert!(pmids.is_empty());
    assert_eq!(fault(&errors), (None, &Fault::NoPmid));
    // At the end of its list as well as in the middle.
    let (_, errors) = outcome(b"<PubmedArticleSet><PubmedArticle>\n wrong </PubmedArticleSet>");
    assert_eq!(fault(&errors), (None, &Fault::NotClosed));
}

#[test]
fn errors_say_where() {
    let text = file("", &article(5, "&l9;"));
    let (_, errors) = outcome(text.as_bytes());
    let ArticleError::Record { offset, .. } = &errors[0] else { panic!() };
    let at = text.find("&l9;").unwrap();
    assert_eq!(usize::try_from(*offset).unwrap(), at + "&l9;".len());
}

proptest! {
    /// Bytes put in, taken out or changed anywhere: no panic, and each record is read, told of or behind a break.
    #[test]
    fn any_damage_is_survived(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut bytes = file("<!DOCTYPE a [<!ENTITY b 'c'>]>", &article(5, "<i>x</i>&amp;")).into_bytes();
        for (index, byte, kind) in changes {
            let at = index.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => { bytes.remove(at); }
            }
        }
        let (pmids, errors) = outcome(&bytes);
        prop_assert!(pmids.len() <= 12);
        prop_assert!(errors.iter().rev().skip(1).all(|e| !e.is_fatal()));
    }
}
