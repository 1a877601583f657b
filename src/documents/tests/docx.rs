use super::packages::{docx, paragraph};
use super::*;

fn read(body: &str, others: &[(&str, &str)]) -> Extracted {
    extract(Kind::Docx, &docx(body, others), &DocumentLimits::default()).unwrap()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

const STYLES: &str = "<w:styles><w:style w:type='paragraph' w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='Sub'><w:basedOn w:val='berschrift1'/></w:style><w:style w:styleId='Bib'><w:name w:val='Bibliography'/></w:style><w:style w:styleId='Num'><w:name w:val='numbered'/><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='4'/></w:numPr></w:pPr></w:style></w:styles>";
const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='9'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='[%1]'/></w:lvl></w:abstractNum><w:num w:numId='4'><w:abstractNumId w:val='9'/></w:num></w:numbering>";

#[test]
fn is_known_by_its_parts() {
    let bytes = docx(&paragraph("x"), &[]);
    assert_eq!(detect(&bytes, &String::from_utf8_lossy(&bytes)), Some(Kind::Docx));
}

#[test]
fn automatic_numbers_are_counted() {
    let item = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val='Num'/></w:pPr>{}</w:p>", run(text));
    let body = format!(
        "{}<w:p><w:pPr><w:pStyle w:val='Sub'/></w:pPr>{}</w:p>{}{}{}",
        paragraph("Some prose."),
        run("References"),
        item("Doe J. A title. J Tests. 2001;1:2."),
        paragraph(""),
        item("Roe R. Another title. J Tests. 2002;3:4."),
    );
    let document = read(&body, &[("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]);
    assert_eq!(document.blocks[1].kind, BlockKind::Heading(1));
    assert_eq!(
        entries(&document),
        [
            label_and_text("1", "Doe J. A title. J Tests. 2001;1:2."),
            label_and_text("2", "Roe R. Another title. J Tests. 2002;3:4."),
        ]
    );
}

#[test]
fn fields_of_reference_managers() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let cite = r#"ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"id":7,"uris":["u/7"]}]}"#;
    let begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>";
    let end = "<w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{begin}{}</w:p><w:p>{}{end}</w:p>{}",
        run("As shown "),
        field(cite, &run("(Doe, 2001)")),
        run("Doe, J. A title. 2001."),
        run("Roe, R. Another. 2002."),
        paragraph("Behind the list."),
    );
    let document = read(&body, &[]);
    assert_eq!(document.blocks[0].text, "As shown (Doe, 2001)");
    let mark = &document.blocks[0].marks[0];
    assert_eq!(mark.span.of(&document.blocks[0].text), "(Doe, 2001)");
    assert_eq!(mark.kind, MarkKind::Citation { ids: vec!["u/7".to_owned()] });
    assert_eq!(
        entries(&document),
        [label_and_text("", "Doe, J. A title. 2001."), label_and_text("", "Roe, R. Another. 2002.")]
    );
}

#[test]
fn tracked_changes_hidden_text_and_text_boxes() {
    let text_box = |inner: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{inner}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    };
    let body = format!(
        "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom>{}</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>{}</w:p>",
        run("kept"),
        run(" put in"),
        run("moved"),
        text_box(&paragraph("in a box")),
    );
    let document = read(&body, &[]);
    let texts: Vec<&str> = document.blocks.iter().map(|b| b.text.as_str()).collect();
    assert_eq!(texts, ["kept put in", "in a box"]);
}

#[test]
fn raised_text_breaks_and_hyphens() {
    let body = "<w:p><w:r><w:t>shown</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1,2</w:t></w:r><w:r><w:noBreakHyphen/><w:t>x</w:t><w:br/><w:t>next</w:t><w:softHyphen/><w:t>line</w:t></w:r></w:p>";
    let document = read(body, &[]);
    let block = &document.blocks[0];
    assert_eq!(block.text, "shown1,2-x\nnextline");
    assert_eq!((block.marks[0].span.of(&block.text), &block.marks[0].kind), ("1,2", &MarkKind::Superscript));
}

#[test]
fn notes_in_the_order_of_their_numbers() {
    let notes = "<w:footnotes><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote><w:footnote w:id='3'><w:p><w:r><w:t>Second note</w:t></w:r></w:p></w:footnote><w:footnote w:id='2'><w:p><w:r><w:t>First note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let body = "<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id='2'/><w:t> b</w:t><w:footnoteReference w:id='3'/></w:r></w:p>";
    let document = read(body, &[("word/footnotes.xml", notes)]);
    assert_eq!(document.blocks[0].text, "a1 b2");
    assert_eq!(document.blocks[0].marks[1].kind, MarkKind::Note { label: "2".to_owned() });
    let notes: Vec<_> = document.blocks.iter().skip(1).map(|b| (b.kind.clone(), b.text.as_str())).collect();
    let note = |n: &str| BlockKind::Footnote { label: Some(n.to_owned()) };
    assert_eq!(notes, [(note("1"), "First note"), (note("2"), "Second note")]);
}

#[test]
fn the_style_of_bibliographies() {
    let item = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val='Bib'/></w:pPr>{}</w:p>", run(text));
    let body = format!("{}{}", item("12. Doe J. 2001."), item("13. Roe R. 2002."));
    let document = read(&body, &[("word/styles.xml", STYLES)]);
    assert_eq!(
        entries(&document),
        [label_and_text("12", "Doe J. 2001."), label_and_text("13", "Roe R. 2002.")]
    );
}

#[test]
fn what_it_says_of_itself() {
    let core = "<cp:coreProperties><dc:title>A title</dc:title><dc:creator>Doe; Roe</dc:creator><dcterms:created>2020-05-01T10:00:00Z</dcterms:created></cp:coreProperties>";
    let front = read(&paragraph("x"), &[("docProps/core.xml", core)]).front;
    assert_eq!(front.title.as_deref(), Some("A title"));
    assert_eq!(front.authors, ["Doe", "Roe"]);
    assert_eq!(front.date.map(|d| d.to_string()).as_deref(), Some("2020-05-01"));
}

#[test]
fn cut_off_anywhere() {
    let body = format!("{}{}", paragraph("References"), paragraph("1. Doe J. A title. 2001."));
    let bytes = docx(&body, &[("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]);
    for end in 0..bytes.len() {
        let _ = extract(Kind::Docx, &bytes[..end], &DocumentLimits::default());
    }
}
