//! What must hold for any text whatever, and references of the styles the grammar knows.

use proptest::prelude::*;
use refloom::model::{Entry, Reference, Role, Span, WorkKind};
use refloom::normalize::normalize;
use refloom::parse::Parser;

fn read(text: &str) -> Reference {
    let mut reference = Parser::new().parse(&Entry::from_line(text));
    normalize(&mut reference);
    reference
}

/// Every span of a reference.
fn spans(r: &Reference) -> Vec<Span> {
    let texts = [
        &r.title,
        &r.container_title,
        &r.collection_title,
        &r.event_title,
        &r.volume,
        &r.issue,
        &r.supplement,
        &r.article_number,
        &r.edition,
        &r.publisher,
        &r.publisher_place,
        &r.genre,
    ];
    let mut out: Vec<Span> = texts.into_iter().flatten().chain(&r.notes).filter_map(|f| f.span).collect();
    out.extend(r.contributors.iter().filter_map(|c| c.name.span));
    out.extend(r.identifiers.iter().filter_map(|f| f.span));
    out.extend([&r.issued, &r.accessed].into_iter().flatten().filter_map(|f| f.span));
    out.extend(r.pages.iter().filter_map(|f| f.span));
    out
}

/// Words that say how a reference is built and are no part of any value.
const SYNTAX: [&str; 8] = ["and", "et", "al", "in", "eds", "doi", "pmid", "vol"];

/// The fields in one line: authors, title, container, date, volume, issue, supplement, pages or article number.
fn line(text: &str) -> String {
    let r = read(text);
    let of = |field: &Option<refloom::model::Field<String>>| {
        field.as_ref().map_or("-".to_owned(), |f| f.value.clone())
    };
    let authors: Vec<String> = r.with_role(Role::Author).map(|c| c.name.value.display()).collect();
    let pages = r.pages.as_ref().map_or(of(&r.article_number), |p| match &p.value.last {
        Some(last) => format!("{}-{last}", p.value.first),
        None => p.value.first.clone(),
    });
    let date = r.issued.as_ref().map_or("-".to_owned(), |d| d.value.to_string());
    format!(
        "{}{} | {} | {} | {date} | {} | {} | {} | {pages}",
        authors.join("; "),
        if r.authors_truncated { " +" } else { "" },
        of(&r.title),
        of(&r.container_title),
        of(&r.volume),
        of(&r.issue),
        of(&r.supplement),
    )
}

#[test]
fn relatives_of_vancouver() {
    for (text, expected) in [
        (
            "Lawson D, Lee SJ. Sargramostim in stage III melanoma. J Clin Oncol. 2010 May 20;28(15 Suppl):612s-4s. doi: 10.1200/JCO.28. PMID: 123.",
            "Lawson, D; Lee, SJ | Sargramostim in stage III melanoma | J Clin Oncol | 2010-05-20 | 28 | 15 | Suppl | 612s-614s",
        ),
        (
            "Atkins MB, Hsu J, et al. Biochemotherapy: a trial. J Clin Oncol. 2008;26(35):5748-5754. doi:10.1200/JCO.2008.17.5448",
            "Atkins, MB; Hsu, J + | Biochemotherapy: a trial | J Clin Oncol | 2008 | 26 | 35 | - | 5748-5754",
        ),
        (
            "Atkins MB, Hsu J: Biochemotherapy for melanoma. J Clin Oncol 2008, 26:5748-54.",
            "Atkins, MB; Hsu, J | Biochemotherapy for melanoma | J Clin Oncol | 2008 | 26 | - | - | 5748-5754",
        ),
        (
            "Atkins MB, Hsu J (2008) Biochemotherapy for melanoma. J Clin Oncol 26:5748–5754. https://doi.org/10.1200/jco.1",
            "Atkins, MB; Hsu, J | Biochemotherapy for melanoma | J Clin Oncol | 2008 | 26 | - | - | 5748-5754",
        ),
        (
            "Atkins, M. B.; Hsu, J. Biochemotherapy for melanoma. J. Clin. Oncol. 2008, 26, 5748–5754.",
            "Atkins, M. B.; Hsu, J. | Biochemotherapy for melanoma | J. Clin. Oncol | 2008 | 26 | - | - | 5748-5754",
        ),
        (
            "Atkins MB. 2008. Does biochemotherapy work? mBio 7(2):e01807.",
            "Atkins, MB | Does biochemotherapy work? | mBio | 2008 | 7 | 2 | - | e01807",
        ),
        (
            "Atkins, M. B., & Hsu, J. (2008). Biochemotherapy for melanoma. Journal of Clinical Oncology, 26(35), 5748–5754.",
            "Atkins, M. B.; Hsu, J. | Biochemotherapy for melanoma | Journal of Clinical Oncology | 2008 | 26 | 35 | - | 5748-5754",
        ),
        (
            "Nguyen T, de la Cruz M Jr. Growth of E. coli vs. yeast in St. Louis. PLoS Med 2011; 8:e1001747.",
            "Nguyen, T; de la Cruz, M, Jr | Growth of E. coli vs. yeast in St. Louis | PLoS Med | 2011 | 8 | - | - | e1001747",
        ),
        (
            "Hodi FS. Immunity; a matter of (many) cells. One thing. Two things. Ann Surg. 1999 Spring;12 Pt 2:R4921-31.",
            "Hodi, FS | Immunity; a matter of (many) cells. One thing. Two things | Ann Surg | 1999 | 12 | Pt 2 | - | R4921-R4931",
        ),
        (
            "Smith J. Trial in press. Lancet. 2017 Dec 3. [Epub ahead of print]",
            "Smith, J | Trial in press | Lancet | 2017-12-03 | - | - | - | -",
        ),
    ] {
        assert_eq!(line(text), expected, "{text}");
    }
}

#[test]
fn books_and_chapters() {
    let book = read("Marieb EN. Essentials of anatomy. 2nd ed. Harlow: Pearson Education; 2010.");
    let of =
        |f: &Option<refloom::model::Field<String>>| f.as_ref().map(|f| f.value.clone()).unwrap_or_default();
    assert_eq!(
        [of(&book.title), of(&book.edition), of(&book.publisher_place), of(&book.publisher)],
        ["Essentials of anatomy", "2nd ed", "Harlow", "Pearson Education"]
    );
    assert_eq!((book.kind, book.issued.unwrap().value.year), (WorkKind::Book, 2010));

    let chapter = read(
        "Shabala S. Ion fluxes. In: Volkov A, Tan KH, editors. Plant electrophysiology. 3rd ed. Heidelberg: Springer; 2006. p. 35-72.",
    );
    let editors: Vec<String> = chapter.with_role(Role::Editor).map(|c| c.name.value.display()).collect();
    assert_eq!(editors, ["Volkov, A", "Tan, KH"]);
    assert_eq!(
        [of(&chapter.title), of(&chapter.container_title), of(&chapter.edition), of(&chapter.publisher)],
        ["Ion fluxes", "Plant electrophysiology", "3rd ed", "Springer"]
    );
    let pages = chapter.pages.unwrap().value;
    assert_eq!((pages.first.as_str(), pages.last.as_deref()), ("35", Some("72")));
    assert_eq!(chapter.kind, WorkKind::Chapter);
}

#[test]
fn web_pages_keep_their_address_and_date() {
    let page = read(
        "World Health Organization. Global report [Internet]. 2010 [cited 2011 May 3]. Available from: http://www.who.int/x.",
    );
    assert_eq!(page.contributors[0].name.value.display(), "World Health Organization");
    assert_eq!(page.title.unwrap().value, "Global report");
    assert_eq!(page.identifiers[0].value.value, "http://www.who.int/x");
    assert_eq!(page.accessed.unwrap().value.to_string(), "2011-05-03");
    assert_eq!(page.issued.unwrap().value.year, 2010);
    assert_eq!(page.notes[0].value, "Internet");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        let reference = read(&text);
        for span in spans(&reference) {
            prop_assert!(text.get(span.range()).is_some(), "{span:?}");
        }
        if let Some(confidence) = reference.confidence {
            prop_assert!((0.0..=1.0).contains(&confidence));
        }
    }

    #[test]
    fn any_text_gives_one_line_of_json(text in any::<String>()) {
        let entry = Entry::from_line(&text);
        let line = serde_json::to_string(&refloom::export::csl_json::item(&read(&text), &entry)).unwrap();
        prop_assert!(!line.contains('\n'));
        let item: serde_json::Value = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(item["custom"]["raw"].as_str(), Some(text.as_str()));
    }

    #[test]
    fn nothing_printed_is_lost(
        words in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "Smith", "JA", "de", "Öst", "title", "Title", "J", "Oncol", "1999", "2008", "12", "e123", "S11-9", "Suppl",
                    "(4)", "[abstract]", "Press", "London", "and", "et al", "In", "eds", "vol", "doi", "10.1234/abc",
                    "12345678", "May", "Jr", "meeting", "“quoted”", "http://a.b/c",
                ]),
            ],
            0..24,
        ),
        joints in prop::collection::vec(prop::sample::select(vec![" ", ". ", ", ", ": ", "; ", ":", " (", ") "]), 24),
    ) {
        let text: String = words.iter().zip(&joints).flat_map(|(word, joint)| [*word, *joint]).collect();
        let spans = spans(&read(&text));
        let mut at = 0;
        // A number in front of everything is the label.
        let label = refloom::parse::label::find(&text).map_or(0, |l| l.span.range().end);
        for run in text.split(|c: char| !c.is_alphanumeric()) {
            let start = at + text[at..].find(run).unwrap();
            at = start + run.len();
            let kept = spans.iter().any(|s| s.range().start <= start && at <= s.range().end);
            let syntax = SYNTAX.contains(&run.to_lowercase().as_str()) || run == "Jr";
            prop_assert!(run.is_empty() || kept || syntax || start < label, "{run} lost in {text}");
        }
    }
}
