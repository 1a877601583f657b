use super::*;

fn read(text: &str) -> Extracted {
    extract(Kind::Html, text.as_bytes(), &DocumentLimits::default()).unwrap()
}

#[test]
fn an_encyclopedia() {
    let page = "<!DOCTYPE html><html><head><title>Thing - Site</title><style>p{}</style></head><body><nav>Menu</nav><h1>Thing</h1><p>Known<sup id='cite_ref-1' class='reference'><a href='#cite_note-1'>[1]</a></sup> well.<script>x</script></p><h2>References<span class='mw-editsection'>[edit]</span></h2><div class='reflist'><ol class='references'><li id='cite_note-1'><span class='mw-cite-backlink'>^ <a href='#x'>a</a></span> <span class='reference-text'><cite class='citation journal'>Doe, J (2001). \"A title\". <i>J Tests</i>. <b>3</b>: 4.</cite><span class='Z3988' title='ctx'></span></span></li><li id='cite_note-2'>Roe R<br>2002</li></ol></div></body></html>";
    let document = read(page);
    assert_eq!(document.front.title.as_deref(), Some("Thing"));
    assert_eq!(document.blocks[1].text, "Known[1] well.");
    let ids = vec!["cite_note-1".to_owned()];
    assert!(document.blocks[1].marks.iter().any(|m| m.kind == MarkKind::Citation { ids: ids.clone() }));
    assert!(document.blocks[1].marks.iter().any(|m| m.kind == MarkKind::Superscript));
    assert_eq!(
        entries(&document),
        [
            label_and_text("1", "Doe, J (2001). \"A title\". J Tests. 3: 4."),
            label_and_text("2", "Roe R 2002")
        ]
    );
    let ListText::Entries(found) = list_text(&document) else { panic!("a list") };
    assert_eq!(found[0].id.as_deref(), Some("cite_note-1"));
}

#[test]
fn a_publisher() {
    let page = "<html><head><meta name='citation_title' content='A study'><meta name='citation_author' content='Doe, Jane'><meta name='citation_doi' content='10.1/a'><meta name='citation_publication_date' content='2020/05/01'></head><body><p>As in <a href='#R1'>Doe 2001</a>.</p><section class='ref-list'><h2>References</h2><div class='ref' id='R1'><span class='label'>1.</span>Doe J. A title. 2001. <a href='https://s.example'>Google Scholar</a> [<a href='x'>PubMed</a>] [<a>CrossRef</a>]</div><div class='ref' id='R2'><span class='label'>2.</span>Roe R. Another. 2002.</div></section></body></html>";
    let document = read(page);
    assert_eq!(document.front.doi.as_deref(), Some("10.1/a"));
    assert_eq!(document.front.authors, ["Doe, Jane"]);
    assert_eq!(
        entries(&document),
        [label_and_text("1", "Doe J. A title. 2001."), label_and_text("2", "Roe R. Another. 2002.")]
    );
    let ids = vec!["R1".to_owned()];
    assert_eq!(document.blocks[0].marks[0].kind, MarkKind::Citation { ids });
}

#[test]
fn entries_of_a_style_processor() {
    let page = "<div id='refs' class='references csl-bib-body'><div id='ref-doe' class='csl-entry'><div class='csl-left-margin'>1. </div><div class='csl-right-inline'>Doe J. A title. 2001.</div></div></div>";
    assert_eq!(entries(&read(page)), [label_and_text("1", "Doe J. A title. 2001.")]);
}

#[test]
fn a_list_known_by_its_heading_alone() {
    let page = "<h2>Literature cited</h2><ul><li>Doe J. A title of it. J Tests. 2001<li>Roe R. Another title. J Tests. 2002</ul><h2>Appendix</h2><ul><li>Not a reference at all, 2003</ul>";
    assert_eq!(
        entries(&read(page)),
        [
            label_and_text("", "Doe J. A title of it. J Tests. 2001"),
            label_and_text("", "Roe R. Another title. J Tests. 2002")
        ]
    );
}

#[test]
fn references_in_the_head_only() {
    let page = "<html><head><meta name='citation_reference' content='citation_title=A title;citation_author=J Doe;citation_publication_date=2001'></head><body><p>Text.</p></body></html>";
    assert_eq!(entries(&read(page)), [label_and_text("", "J Doe. A title. 2001")]);
}

#[test]
fn encodings() {
    let latin = b"<meta charset='iso-8859-1'><p>M\xFCller</p>";
    assert_eq!(extract(Kind::Html, latin, &DocumentLimits::default()).unwrap().blocks[0].text, "Müller");
    let utf16: Vec<u8> = "\u{FEFF}<p>Müller</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(extract(Kind::Html, &utf16, &DocumentLimits::default()).unwrap().blocks[0].text, "Müller");
}

#[test]
fn cut_off_anywhere() {
    let page = "<html><body><p>As in <a href='#R1'>Doe</a> &amp; more<ol class='references'><li id='R1'>Doe <i>J</i>. 2001. [<a>PubMed</a>]</ol>";
    for end in 0..page.len() {
        let _ = read(&page[..end]);
    }
}
