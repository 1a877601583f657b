use super::packages::package;
use super::*;

fn odt(body: &str) -> Extracted {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='T1'><style:text-properties style:text-position='super 58%'/></style:style><text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-suffix='.' style:num-format='1'/></text:list-style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let bytes = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", b"<office:document-meta><office:meta><dc:title>A title</dc:title></office:meta></office:document-meta>"),
    ]);
    assert_eq!(detect(&bytes, ""), Some(Kind::Odt));
    extract(Kind::Odt, &bytes, &DocumentLimits::default()).unwrap()
}

#[test]
fn lists_notes_and_raised_text() {
    let document = odt(
        "<text:p>Shown<text:span text:style-name='T1'>1</text:span> and<text:s/>noted<text:note><text:note-citation>2</text:note-citation><text:note-body><text:p>A note</text:p></text:note-body></text:note></text:p><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level='2'>Literatur</text:h><text:list text:style-name='L1'><text:list-item><text:p>Doe J. A title. J Tests. 2001;1:2.</text:p></text:list-item><text:list-item><text:p>Roe R. Another. J Tests. 2002;3:4.</text:p></text:list-item></text:list>",
    );
    assert_eq!(document.front.title.as_deref(), Some("A title"));
    assert_eq!(document.blocks[0].text, "Shown1 and noted2");
    assert_eq!(document.blocks[0].marks[0].kind, MarkKind::Superscript);
    assert_eq!(document.blocks[0].marks[1].kind, MarkKind::Note { label: "2".to_owned() });
    assert_eq!(
        entries(&document),
        [
            label_and_text("1", "Doe J. A title. J Tests. 2001;1:2."),
            label_and_text("2", "Roe R. Another. J Tests. 2002;3:4."),
        ]
    );
    let note = BlockKind::Footnote { label: Some("2".to_owned()) };
    assert!(document.blocks.iter().any(|b| b.kind == note && b.text == "A note"));
}

#[test]
fn the_index_of_a_bibliography() {
    let document = odt(
        "<text:bibliography><text:bibliography-source/><text:index-body><text:index-title><text:p>Sources</text:p></text:index-title><text:p>Doe: A title</text:p><text:p>Roe: Another</text:p></text:index-body></text:bibliography>",
    );
    assert_eq!(entries(&document), [label_and_text("", "Doe: A title"), label_and_text("", "Roe: Another")]);
}

#[test]
fn chapters_in_the_order_of_the_spine() {
    let container = b"<container><rootfiles><rootfile full-path='OEBPS/p.opf'/></rootfiles></container>";
    let opf = b"<package><metadata><dc:title>A book</dc:title><dc:creator>Doe, J</dc:creator></metadata><manifest><item id='b' href='b.xhtml'/><item id='a' href='text/a.xhtml'/><item id='n' href='n.xhtml' properties='nav'/><item id='x' href='../../../etc/passwd'/></manifest><spine><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/><itemref idref='x'/></spine></package>";
    let a = b"<html><body><p>First chapter.</p></body></html>";
    let b = b"<html><body><h1>References</h1><section epub:type='bibliography'><ol><li id='r1'>Doe J. A title. 2001.</li></ol></section></body></html>";
    let bytes = package(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container),
        ("OEBPS/p.opf", opf),
        ("OEBPS/b.xhtml", b),
        ("OEBPS/text/a.xhtml", a),
        ("OEBPS/n.xhtml", b"<html><body><p>Contents</p></body></html>"),
    ]);
    assert_eq!(detect(&bytes, ""), Some(Kind::Epub));
    let document = extract(Kind::Epub, &bytes, &DocumentLimits::default()).unwrap();
    assert_eq!(document.blocks[0].text, "First chapter.");
    assert_eq!(document.front.title.as_deref(), Some("A book"));
    assert_eq!(entries(&document), [label_and_text("1", "Doe J. A title. 2001.")]);
    assert_eq!(document.notes, ["its chapter etc/passwd is not in the package"]);
}
