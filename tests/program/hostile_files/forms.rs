//! Files of every form that can be made here: records written by the program itself, and documents around a list.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::list::{list, reference};
use super::super::run::Desk;

/// A file's name and what is in it.
pub type File = (String, Vec<u8>);

/// All of them. `lure` is an address that stands wherever a form allows for one: nobody may go there.
pub fn all(lure: &str) -> Vec<File> {
    let mut files = exported();
    files.extend(documents(lure));
    files
}

/// A list in every form that records are written in.
fn exported() -> Vec<File> {
    let desk = Desk::new();
    desk.write("list.txt", list(8));
    desk.ok(&["dataset", "list.txt", "--format", "csv"]);
    let forms = [
        ("ris", "ris"),
        ("bibtex", "bib"),
        ("csl-json", "json"),
        ("nbib", "nbib"),
        ("endnote-xml", "endnote.xml"),
        ("csv", "csv"),
    ];
    forms
        .into_iter()
        .map(|(to, ending)| {
            let name = format!("list.{ending}");
            desk.ok(&["export", "--to", to, "-o", &name]);
            let bytes = std::fs::read(desk.path(&name)).unwrap();
            (name, bytes)
        })
        .collect()
}

/// A list in every form of documents.
fn documents(lure: &str) -> Vec<File> {
    let text = list(8);
    vec![
        ("list.txt".to_owned(), text.clone().into_bytes()),
        ("list.md".to_owned(), format!("# A page\n\n![picture]({lure}/md.png)\n\n## {text}").into_bytes()),
        ("page.html".to_owned(), html(lure).into_bytes()),
        ("picture.svg".to_owned(), svg(lure).into_bytes()),
        ("article.xml".to_owned(), jats(lure).into_bytes()),
        ("pubmed.xml".to_owned(), pubmed(lure).into_bytes()),
        ("article.docx".to_owned(), docx(lure)),
        ("article.odt".to_owned(), odt(lure)),
        ("book.epub".to_owned(), epub(lure)),
        ("table.xlsx".to_owned(), xlsx(lure)),
        ("article.pdf".to_owned(), pdf(lure)),
        ("article.bbl".to_owned(), bbl(lure).into_bytes()),
        (
            "article.tex".to_owned(),
            format!("\\input{{{lure}/a.tex}}\\include{{/etc/passwd}}{}", bbl(lure)).into_bytes(),
        ),
        ("CITATION.cff".to_owned(), cff(lure).into_bytes()),
    ]
}

/// Everything by which XML can name other files.
fn head(lure: &str, root: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet href=\"{lure}/style.xsl\" type=\"text/xsl\"?>\n\
         <!DOCTYPE {root} SYSTEM \"{lure}/{root}.dtd\" [\n<!ENTITY file SYSTEM \"file:///etc/hostname\">\n\
         <!ENTITY web SYSTEM \"{lure}/entity\">\n<!ENTITY % all SYSTEM \"{lure}/parameter\">\n%all;\n]>\n"
    )
}

fn references(open: &str, close: &str) -> String {
    (1..=8).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "{open}{}{close}", reference(n));
        text
    })
}

fn html(lure: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><base href=\"{lure}/\"><link rel=\"stylesheet\" href=\"{lure}/a.css\">\
         <meta http-equiv=\"refresh\" content=\"0;url={lure}/next\"><script src=\"{lure}/a.js\"></script></head><body>\
         <img src=\"{lure}/a.png\"><iframe src=\"file:///etc/hostname\"></iframe><h2>References</h2><ol>{}</ol></body></html>",
        references("<li>", "</li>")
    )
}

fn svg(lure: &str) -> String {
    format!(
        "{}<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"{lure}/a.png\"/>\
         <text>References &file; &web;</text></svg>",
        head(lure, "svg")
    )
}

fn jats(lure: &str) -> String {
    let list = (1..=8).fold(String::new(), |mut text, n| {
        let _ = write!(text, "<ref id=\"r{n}\"><mixed-citation>{}</mixed-citation></ref>", reference(n));
        text
    });
    format!(
        "{}<article xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:xi=\"http://www.w3.org/2001/XInclude\"><front><article-meta>\
         <title-group><article-title>A page &file;</article-title></title-group></article-meta></front><body>\
         <xi:include href=\"file:///etc/hostname\"/><graphic xlink:href=\"{lure}/a.png\"/></body><back><ref-list>{list}</ref-list></back></article>",
        head(lure, "article")
    )
}

fn pubmed(lure: &str) -> String {
    let article = |pmid: usize| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><Journal><JournalIssue><Volume>1</Volume>\
             <PubDate><Year>2001</Year></PubDate></JournalIssue><Title>J</Title></Journal><ArticleTitle>On number {pmid} {}</ArticleTitle>\
             <AuthorList><Author><LastName>Okafor</LastName><Initials>B</Initials></Author></AuthorList></Article></MedlineCitation></PubmedArticle>\n",
            if pmid == 3 { "&file; &web;" } else { "" }
        )
    };
    let articles: String = (1..=8).map(article).collect::<Vec<_>>().concat();
    format!("{}<PubmedArticleSet>\n{articles}</PubmedArticleSet>\n", head(lure, "PubmedArticleSet"))
}

fn docx(lure: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
        ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
        ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let first =
        format!("<Relationship Id=\"r1\" Type=\"{kinds}/officeDocument\" Target=\"word/document.xml\"/>");
    let others = format!(
        "<Relationship Id=\"r2\" Type=\"{kinds}/image\" Target=\"{lure}/a.png\" TargetMode=\"External\"/>\
         <Relationship Id=\"r3\" Type=\"{kinds}/attachedTemplate\" Target=\"{lure}/a.dotm\" TargetMode=\"External\"/>\
         <Relationship Id=\"r4\" Type=\"{kinds}/footnotes\" Target=\"file:///etc/hostname\" TargetMode=\"External\"/>\
         <Relationship Id=\"r5\" Type=\"{kinds}/styles\" Target=\"../../../../etc/hostname\"/>"
    );
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>References</w:t></w:r></w:p>\
         {}</w:body></w:document>",
        references("<w:p><w:r><w:t>", "</w:t></w:r></w:p>")
    );
    packed(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", &relations(&first)),
        ("word/_rels/document.xml.rels", &relations(&others)),
        ("word/document.xml", &body),
        ("../../outside.xml", "<a/>"),
    ])
}

fn odt(lure: &str) -> Vec<u8> {
    let content = format!(
        "{}<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\"><office:body><office:text><draw:image xlink:href=\"{lure}/a.png\"/>\
         <text:section xlink:href=\"file:///etc/hostname\"/><text:h>References</text:h>{}</office:text></office:body></office:document-content>",
        head(lure, "office:document-content"),
        references("<text:p>", "</text:p>")
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn epub(lure: &str) -> Vec<u8> {
    let container = "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"a.opf\" \
        media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let package = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/>\
         <item id=\"b\" href=\"{lure}/b.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"c\" href=\"/etc/hostname\" \
         media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\"/><itemref idref=\"c\"/></spine></package>"
    );
    packed(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("a.opf", &package),
        ("a.xhtml", &html(lure)),
    ])
}

fn xlsx(lure: &str) -> Vec<u8> {
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let row = |n: usize, cells: [&str; 3]| {
        let cells = ["A", "B", "C"].iter().zip(cells).fold(String::new(), |mut text, (column, cell)| {
            let _ = write!(text, "<c r=\"{column}{n}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>");
            text
        });
        format!("<row r=\"{n}\">{cells}</row>")
    };
    let mut rows = row(1, ["Title", "Authors", "Year"]);
    for n in 2..10 {
        rows.push_str(&row(n, [&format!("On the number {n} and its friends"), "Okafor, B.", "2001"]));
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    packed(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            &relations(&format!(
                "<Relationship Id=\"r1\" Type=\"{kinds}/officeDocument\" Target=\"xl/workbook.xml\"/>"
            )),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{kinds}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(&format!(
                "<Relationship Id=\"r1\" Type=\"{kinds}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{kinds}/externalLink\" Target=\"{lure}/b.xlsx\" TargetMode=\"External\"/>"
            )),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // The first part of some packages says what they are, to those who look at the bytes.
        let plain = *name == "mimetype";
        let method = if plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One page, with an action and a stream that lie elsewhere.
fn pdf(lure: &str) -> Vec<u8> {
    let mut page = String::from("BT /F1 8 Tf 40 760 Td 10 TL (References) Tj T* ");
    for n in 1..=8 {
        let _ = write!(page, "({n}. {}) Tj T* ", reference(n).replace(['(', ')'], ""));
    }
    page.push_str("ET");
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI({lure}/open)>>>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{page}\nendstream", page.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        format!("<</Type/XObject/Subtype/Image/F<</FS/URL/F({lure}/a.png)>>/Length 0>>\nstream\n\nendstream"),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let at = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

fn bbl(lure: &str) -> String {
    let items = (1..=8).fold(String::new(), |mut text, n| {
        let _ = writeln!(text, "\\bibitem{{r{n}}} {}\n", reference(n));
        text
    });
    format!("\\input{{{lure}/more}}\n\\begin{{thebibliography}}{{9}}\n{items}\\end{{thebibliography}}\n")
}

fn cff(lure: &str) -> String {
    format!(
        "cff-version: 1.2.0\nmessage: cite it\ntitle: A program of some use\nurl: {lure}/a\nrepository: !!include file:///etc/hostname\n\
         authors:\n  - family-names: Okafor\n    given-names: B.\n"
    )
}
