use super::pdf_writer::{Part, Setting, file, pdf};
use super::*;

const PLAIN: Setting = Setting { columns: 1, size: 9.0, hang: 0.0, gap: 0.0, heads: true };

fn prose() -> String {
    let words = "the responses of patients were measured again after treatment and reported as before in earlier investigations";
    format!("{words}, {words} (Doe 2001). {words}.").replace("the re", "The re")
}

/// Invented references of one to three lines.
fn invented(n: usize) -> Vec<String> {
    let names = ["Doe", "Roe", "Poe", "Moe", "Koe", "Loe", "Noe"];
    (0..n)
        .map(|i| {
            let name = |k: usize| {
                format!(
                    "{}{} {}",
                    names[(i + k) % 7],
                    "son".repeat((i + k) % 3),
                    char::from(b'A' + u8::try_from((i * 3 + k) % 26).unwrap())
                )
            };
            let words =
                ["responses", "measured", "considerable", "heterogeneity", "participants", "comparable"];
            let count = 8 + 9 * (i % 3);
            let title = (0..count).map(|k| words[(i * 5 + k * k + k / 3) % 6]).collect::<Vec<_>>().join(" ");
            format!(
                "{}, {}. Title {} of {}. J Tests. {};{}:{}.",
                name(0),
                name(1),
                i * 7 % 50,
                title.trim(),
                1990 + i % 30,
                i + 3,
                10 + i
            )
        })
        .collect()
}

fn document(references: &[String], setting: Setting) -> Vec<u8> {
    let text = prose();
    let mut parts = vec![Part::Heading("An invented article")];
    parts.extend((0..14).map(|_| Part::Prose(&text)));
    parts.push(Part::Heading("References"));
    parts.extend(references.iter().map(|r| Part::Entry(r)));
    parts.push(Part::Heading("Appendix"));
    parts.push(Part::Prose(&text));
    pdf(&parts, setting)
}

fn read(bytes: &[u8]) -> Extracted {
    assert_eq!(detect(bytes, &String::from_utf8_lossy(bytes)), Some(Kind::Pdf));
    extract(Kind::Pdf, bytes, &DocumentLimits::default()).unwrap()
}

#[test]
fn numbered_lists_in_one_two_and_three_columns() {
    let plain = invented(60);
    for columns in [1, 2, 3] {
        for (hang, gap) in [(0.0, 0.0), (14.0, 0.0), (0.0, 4.0)] {
            let printed: Vec<String> =
                plain.iter().enumerate().map(|(i, r)| format!("{}. {r}", i + 1)).collect();
            let found = entries(&read(&document(&printed, Setting { columns, hang, gap, ..PLAIN })));
            let expected: Vec<_> =
                plain.iter().enumerate().map(|(i, r)| label_and_text(&(i + 1).to_string(), r)).collect();
            assert_eq!(found, expected, "{columns} columns, {hang}, {gap}");
        }
    }
}

#[test]
fn indents_and_white_part_entries_without_labels() {
    let plain = invented(60);
    for columns in [1, 2] {
        for (hang, gap) in [(14.0, 0.0), (0.0, 4.0), (14.0, 4.0)] {
            let found = entries(&read(&document(&plain, Setting { columns, hang, gap, ..PLAIN })));
            let texts: Vec<&str> = found.iter().map(|e| e.1.as_str()).collect();
            assert_eq!(
                texts,
                plain.iter().map(String::as_str).collect::<Vec<_>>(),
                "{columns} columns, {hang}, {gap}"
            );
        }
    }
}

#[test]
fn heads_feet_and_what_follows_are_no_part_of_entries() {
    let plain = invented(60);
    let document = read(&document(&plain, Setting { hang: 14.0, ..PLAIN }));
    assert!(document.blocks.iter().all(|b| !b.text.contains("Invented Results")));
    assert!(document.blocks.iter().any(|b| b.text == "Appendix" && matches!(b.kind, BlockKind::Heading(_))));
    let pages: Vec<u32> = document.blocks.iter().filter_map(|b| b.page).collect();
    assert!(pages.is_sorted() && pages.last() > Some(&2));
}

#[test]
fn raised_numbers_are_marked() {
    let show = |x: u32, y: u32, size: u32, text: &str| {
        format!("BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
    };
    let mut page = String::new();
    for line in 0..12 {
        page += &show(72, 700 - 14 * line, 10, "Some words of prose that fill a line of this page,");
    }
    page += &show(72, 500, 10, "shown before");
    page += &show(128, 504, 6, "3,4");
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let bytes = file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 {font}>>>>/Contents 4 0 R>>"
        ),
        format!("<</Length {}>>\nstream\n{page}endstream", page.len()),
    ]);
    let document = read(&bytes);
    let block = document.blocks.iter().find(|b| b.text.contains("shown before")).unwrap();
    let mark = block.marks.iter().find(|m| m.kind == MarkKind::Superscript).unwrap();
    assert_eq!(mark.span.of(&block.text), "3,4");
}

/// A page without text whose forms each draw the next one twice, and the last the first.
fn empty_page(content: &str) -> Vec<u8> {
    const FORMS: usize = 30;
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
    ];
    objects.extend((0..FORMS).map(|n| {
        let next = 5 + (n + 1) % FORMS;
        format!("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream")
    }));
    file(&objects)
}

#[test]
fn pages_without_text_say_so() {
    let error = extract(Kind::Pdf, &empty_page("0 0 m 9 9 l S"), &DocumentLimits::default()).unwrap_err();
    assert_eq!(error, DocumentError::NoText { pages: 1 });
    assert!(error.to_string().contains("ocrmypdf"), "{error}");
}

#[test]
fn forms_that_draw_one_another_come_to_an_end() {
    // Twice at each of sixteen levels.
    let error = extract(Kind::Pdf, &empty_page("/X Do"), &DocumentLimits::default()).unwrap_err();
    assert_eq!(error, DocumentError::NoText { pages: 1 });
    let few = DocumentLimits { instructions: 1000, ..DocumentLimits::default() };
    let error = extract(Kind::Pdf, &empty_page("/X Do"), &few).unwrap_err();
    assert!(matches!(error, DocumentError::TooLarge { limit: 1000, .. }), "{error}");
}

#[test]
fn a_tree_of_pages_that_is_a_ring() {
    let bytes = file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Parent 3 0 R/Kids[3 0 R 2 0 R]>>".to_owned(),
        "<</Type/Pages/Count 1/Parent 2 0 R/Kids[2 0 R 3 0 R]>>".to_owned(),
    ]);
    assert!(extract(Kind::Pdf, &bytes, &DocumentLimits::default()).is_err());
}

#[test]
fn objects_within_themselves_and_deep_nesting() {
    let ring =
        "<</Type/ObjStm/N 1/First 4/Length 8/Extends 3 0 R/Filter 3 0 R>>\nstream\n3 0 3 0 R\nendstream";
    let deep = format!("<</Type/Catalog/Pages {}2 0 R{}>>", "[".repeat(200_000), "]".repeat(200_000));
    for objects in [
        vec!["<</Type/Catalog/Pages 3 0 R>>".to_owned(), "2 0 R".to_owned(), ring.to_owned()],
        vec![deep],
        vec!["1 0 R".to_owned()],
    ] {
        assert!(extract(Kind::Pdf, &file(&objects), &DocumentLimits::default()).is_err());
    }
}

#[test]
fn cut_off_and_damaged() {
    let whole = document(&invented(6), PLAIN);
    for end in (0..whole.len()).step_by(211) {
        let _ = extract(Kind::Pdf, &whole[..end], &DocumentLimits::default());
        let mut damaged = whole.clone();
        damaged[end] = b'<';
        let _ = extract(Kind::Pdf, &damaged, &DocumentLimits::default());
    }
}

#[test]
fn a_locked_file_says_so() {
    let bytes =
        file(&["<</Type/Catalog/Pages 2 0 R>>".to_owned(), "<</Type/Pages/Count 0/Kids[]>>".to_owned()]);
    let text = String::from_utf8(bytes).unwrap();
    let key = "0".repeat(64);
    let locked = text.replace(
        "/Root 1 0 R",
        &format!("/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{key}>/U<{key}>>>"),
    );
    assert_eq!(
        extract(Kind::Pdf, locked.as_bytes(), &DocumentLimits::default()),
        Err(DocumentError::Encrypted)
    );
}
