use super::tree::Fault;
use super::*;
use crate::ingest::decode_bytes;

fn cuts(text: &str, limit: usize) -> Vec<String> {
    let mut cutter = Cutter::new(decode_bytes(text.as_bytes()).unwrap(), &["rec"], limit);
    let mut out = Vec::new();
    while let Some(cut) = cutter.next().unwrap() {
        match cut {
            Cut::Record(piece) => {
                let xml = cutter.xml(&piece).to_owned();
                let place = cutter.locate(piece.from, piece.to);
                let range =
                    usize::try_from(place.span.start).unwrap()..usize::try_from(place.span.end).unwrap();
                assert_eq!(&text[range], xml);
                out.push(xml);
            }
            Cut::Lost(lost) => out.push(format!("! {}", lost.message())),
        }
    }
    out
}

#[test]
fn records_are_cut_out() {
    let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x '<rec>'>]><all><rec>1</rec><!-- <rec>no</rec> -->\n<p:rec a='1'>2<![CDATA[</rec>]]></p:rec><rec/><record>no</record></all>";
    assert_eq!(cuts(text, 1000), ["<rec>1</rec>", "<p:rec a='1'>2<![CDATA[</rec>]]></p:rec>", "<rec/>"]);
    assert_eq!(cuts("<rec>alone</rec>", 1000), ["<rec>alone</rec>"]);
    assert_eq!(cuts("", 1000), Vec::<String>::new());
}

#[test]
fn a_broken_record_costs_itself() {
    let found = cuts("<all><rec>1<rec>2</rec><rec>3</rec></all>", 1000);
    assert!(found[0].starts_with("! the end tag"), "{found:?}");
    assert_eq!(&found[1..], ["<rec>2</rec>", "<rec>3</rec>"]);
    let long = format!("<all><rec>{}</rec><rec>2</rec></all>", "x".repeat(300));
    let found = cuts(&long, 200);
    assert!(found[0].contains("longer than 200 bytes"), "{found:?}");
    assert_eq!(&found[1..], ["<rec>2</rec>"]);
    // A comment that does not end hides nothing.
    let found = cuts("<all><rec>1<!-- </rec><rec>2</rec></all>", 1000);
    assert_eq!(found, ["<rec>1<!-- </rec>", "<rec>2</rec>"]);
}

#[test]
fn cut_off_anywhere() {
    let text = "<all><rec>1</rec><rec>2</rec></all>";
    for end in 0..text.len() {
        let found = cuts(&text[..end], 1000);
        let whole = found.iter().filter(|f| !f.starts_with('!')).count();
        let expected = usize::from(end >= 17) + usize::from(end >= 29);
        assert_eq!(whole, expected, "{end}: {found:?}");
        // From the first whole tag on it is told that the end is missing.
        assert!(
            end < 5 || end == text.len() - 1 || found.last().is_some_and(|f| f.starts_with('!')),
            "{end}: {found:?}"
        );
    }
}

#[test]
fn blocks_cut_nothing() {
    // Longer than what is read at a time.
    let record = format!("<rec>{}</rec>", "é<b/>".repeat(50_000));
    let text = format!("<all>{}</all>", record.repeat(5));
    assert_eq!(cuts(&text, 1 << 20), vec![record; 5]);
}

#[test]
fn trees() {
    let xml =
        "<m:a x='1 &amp; 2' m:y='&u;'><b>one <i>two</i>\r\n  three</b>\n  <c>&lt;&#xe9;&u;&</c><b/></m:a>";
    let tree = read(xml).unwrap();
    assert_eq!((tree.name.as_str(), tree.attribute("x"), tree.attribute("y")), ("a", "1 & 2", "&u;"));
    assert_eq!(tree.text_of("b"), "one two three");
    assert_eq!(tree.child("b").unwrap().lines(), ["one two", "three"]);
    assert_eq!(tree.text_of("c"), "<é&u;&");
    assert_eq!(tree.all("b").count(), 2);
    assert_eq!(tree.at(&["b", "i"]).unwrap().text(), "two");
    assert_eq!(tree.text(), "one two three<é&u;&");
}

#[test]
fn hostile_trees() {
    let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
    assert_eq!(read(&deep), Err(Fault::TooDeep));
    let wide = format!("<a>{}</a>", "<b/>".repeat(200_001));
    assert_eq!(read(&wide), Err(Fault::TooMany));
    for broken in ["<a><b></a>", "<a>", "", "x", "<a b=></a>", "</a>"] {
        assert!(matches!(read(broken), Err(Fault::Syntax(_))), "{broken}");
    }
    let huge = format!("<a b='{}'/>", "x".repeat(1 << 20));
    assert_eq!(read(&huge).unwrap().attribute("b").len(), 1 << 20);
    // Entities that a document type declares are not expanded.
    assert_eq!(read("<a>&lol9;</a>").unwrap().text(), "&lol9;");
}

#[test]
fn outermost_elements() {
    for (head, expected) in [
        (
            "\u{feff}<?xml version='1.0'?>\n<!-- <a> --><!DOCTYPE x [<!ENTITY y '>'>]><m:mods a='1'>",
            Some("mods"),
        ),
        ("<xml><records>", Some("xml")),
        ("no <xml>", None),
        ("<!-- open <a>", None),
        ("<a", None),
    ] {
        assert_eq!(root(head), expected, "{head}");
    }
}
