use super::*;

const ARTICLE: &str = "<?xml version=\"1.0\"?><!DOCTYPE article PUBLIC \"-//NLM//DTD JATS v1.2//EN\" \"x.dtd\"><article xmlns:xlink=\"x\"><front><journal-meta><journal-title-group><journal-title>J Tests</journal-title></journal-title-group></journal-meta><article-meta><article-id pub-id-type=\"doi\">10.1/a</article-id><title-group><article-title>A <italic>title</italic><xref ref-type=\"fn\">*</xref></article-title></title-group><contrib-group><contrib contrib-type=\"author\"><name><surname>Doe</surname><given-names>Jane</given-names></name></contrib><contrib contrib-type=\"editor\"><name><surname>Roe</surname></name></contrib></contrib-group><pub-date pub-type=\"collection\"><year>2020</year></pub-date><pub-date pub-type=\"epub\"><day>1</day><month>5</month><year>2020</year></pub-date><abstract><p>Short.</p></abstract></article-meta></front><body><sec><title>Intro</title><p>As shown <xref ref-type=\"bibr\" rid=\"B1 B2\">1,2</xref> before<sup>3</sup>.</p></sec></body><back><ref-list><title>References</title><ref id=\"B1\"><label>1.</label><mixed-citation publication-type=\"journal\"><name><surname>Doe</surname> <given-names>J</given-names></name>. <article-title>One</article-title>. <source>J Tests</source>. <year>2001</year>;<volume>3</volume>:<fpage>4</fpage>.<pub-id pub-id-type=\"pmid\">123</pub-id> <ext-link>Google Scholar</ext-link></mixed-citation></ref><ref id=\"B2\"><label>2</label><element-citation publication-type=\"journal\"><person-group person-group-type=\"author\"><name><surname>Roe</surname><given-names>R K</given-names></name><name><surname>Poe</surname><given-names>E</given-names></name><etal/></person-group><article-title>Two</article-title><source>J Tests</source><year>2002</year><volume>5</volume><issue>6</issue><fpage>7</fpage><lpage>8</lpage><pub-id pub-id-type=\"doi\">10.1/b</pub-id></element-citation></ref><ref id=\"B3\"><label>3</label><mixed-citation><label>a</label>Three. 2003.</mixed-citation><mixed-citation><label>b</label>Four. 2004.</mixed-citation></ref><ref id=\"B4\"><element-citation publication-type=\"book\"><person-group person-group-type=\"author\"><name><surname>Moe</surname><given-names>Ann</given-names></name></person-group><chapter-title>A chapter</chapter-title><person-group person-group-type=\"editor\"><name><surname>Koe</surname><given-names>B</given-names></name></person-group><source>A book</source><publisher-loc>Here</publisher-loc><publisher-name>House</publisher-name><year>2005</year><fpage>10</fpage></element-citation></ref></ref-list></back></article>";

fn read(text: &str) -> Extracted {
    extract(Kind::Jats, text.as_bytes(), &DocumentLimits::default()).unwrap()
}

#[test]
fn entries_of_every_kind() {
    assert_eq!(detect(ARTICLE.as_bytes(), ARTICLE), Some(Kind::Jats));
    let document = read(ARTICLE);
    assert_eq!(
        entries(&document),
        [
            label_and_text("1", "Doe J. One. J Tests. 2001;3:4. PMID: 123"),
            label_and_text("2", "Roe RK, Poe E, et al. Two. J Tests. 2002;5(6):7-8. doi:10.1/b"),
            label_and_text("3a", "Three. 2003."),
            label_and_text("3b", "Four. 2004."),
            label_and_text("", "Moe, Ann. A chapter. In: Koe B, editors. A book. Here: House; 2005. p. 10"),
        ]
    );
}

#[test]
fn front_and_body() {
    let document = read(ARTICLE);
    let front = &document.front;
    assert_eq!(front.title.as_deref(), Some("A title"));
    assert_eq!(front.authors, ["Doe, Jane"]);
    assert_eq!(front.doi.as_deref(), Some("10.1/a"));
    assert_eq!(front.date.map(|d| d.to_string()).as_deref(), Some("2020-05-01"));
    assert_eq!(front.container_title.as_deref(), Some("J Tests"));
    let text = document.blocks.iter().find(|b| b.text.starts_with("As shown")).unwrap();
    let ids = vec!["B1".to_owned(), "B2".to_owned()];
    assert_eq!(text.marks[0].kind, MarkKind::Citation { ids });
    assert_eq!(text.marks[0].span.of(&text.text), "1,2");
    assert_eq!(text.marks[1].kind, MarkKind::Superscript);
}

#[test]
fn articles_inside_articles_and_lists_inside_lists() {
    let inner = "<ref-list><ref id='a'><mixed-citation>Doe. 2001.</mixed-citation></ref><ref-list><title>More</title><ref id='b'><mixed-citation>Roe. 2002.</mixed-citation></ref></ref-list></ref-list>";
    let text = format!(
        "<article><front><article-meta/></front><back>{inner}</back><sub-article><back><ref-list><ref id='c'><citation>Poe. 2003.</citation></ref></ref-list></back></sub-article></article>"
    );
    let texts: Vec<String> = entries(&read(&text)).into_iter().map(|e| e.1).collect();
    assert_eq!(texts, ["Doe. 2001.", "Roe. 2002.", "Poe. 2003."]);
}

#[test]
fn cut_off_anywhere() {
    for end in 0..ARTICLE.len() {
        if let Ok(document) = extract(Kind::Jats, &ARTICLE.as_bytes()[..end], &DocumentLimits::default()) {
            let whole = ARTICLE[..end].matches("</ref>").count();
            assert!(entries(&document).len() >= whole, "{end}");
        }
    }
}
