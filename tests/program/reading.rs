//! References of many styles and kinds.

use refloom::model::{Entry, Reference, Role, WorkKind};
use refloom::normalize::normalize;
use refloom::parse::Parser;

fn read(text: &str) -> Reference {
    let mut reference = Parser::new().parse(&Entry::from_line(text));
    normalize(&mut reference);
    reference
}

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

fn people(text: &str, role: Role) -> Vec<String> {
    read(text).with_role(role).map(|c| c.name.value.display()).collect()
}

#[test]
fn who_edited_and_who_translated() {
    let text = "Adorno, Theodor. Minima Moralia: Reflections from Damaged Life, trans. E.F.N. Jephcott. London: Verso, 1974.";
    assert_eq!(people(text, Role::Author), ["Adorno, Theodor"]);
    assert_eq!(people(text, Role::Translator), ["Jephcott, E.F.N."]);
    assert_eq!(read(text).title.unwrap().value, "Minima Moralia: Reflections from Damaged Life");
    let text = "Benjamin, Walter. Illuminations. Edited by Hannah Arendt. Translated by Harry Zohn. London: Fontana, 1973.";
    assert_eq!(people(text, Role::Editor), ["Arendt, Hannah"]);
    assert_eq!(people(text, Role::Translator), ["Zohn, Harry"]);
    let text =
        "Neville, Brian, and Johanne Villeneuve, eds. 2002. Waste-Site Stories. Albany, NY: SUNY Press.";
    assert_eq!(people(text, Role::Editor), ["Neville, Brian", "Villeneuve, Johanne"]);
    assert!(people(text, Role::Author).is_empty());
}

#[test]
fn groups_particles_and_suffixes() {
    for (text, expected) in [
        (
            "World Health Organization. Tuberculosis report 2019. Geneva: WHO; 2019.",
            vec!["World Health Organization"],
        ),
        ("Yannelli JR, van der Berg P. A trial. J Foo 1999;8:16.", vec!["Yannelli, JR", "van der Berg, P"]),
        (
            "Gantt E 3rd, Cunningham FX Jr. Genes of red algae. Plant J 2001;3:4.",
            vec!["Gantt, E, 3rd", "Cunningham, FX, Jr"],
        ),
        ("Pate, C. Marvin. What does the future hold? Grand Rapids: Baker, 2010.", vec!["Pate, C. Marvin"]),
        ("FAO/WHO. Carbohydrates in human nutrition. Rome: FAO; 1998.", vec!["FAO/WHO"]),
    ] {
        assert_eq!(people(text, Role::Author), expected, "{text}");
    }
}

#[test]
fn a_dash_for_the_author_before_is_nobody() {
    for text in [
        "———. The Sot-Weed Factor. New York: Doubleday, 1966.",
        "______. Gothic Radicalism. London: Macmillan, 2000.",
        "--- (1999). Another title. Journal of Tests, 12, 34-56.",
    ] {
        assert!(people(text, Role::Author).is_empty(), "{text}");
        assert!(read(text).title.is_some(), "{text}");
    }
}

#[test]
fn kinds_of_works() {
    for (text, kind) in [
        (
            "R Core Team (2018). R: A language and environment for statistical computing. Vienna: R Foundation for Statistical Computing.",
            WorkKind::Software,
        ),
        (
            "Swinton J. (2013). Vennerable: Venn and Euler Diagrams. R package Version 3.0.",
            WorkKind::Software,
        ),
        ("Smith MJC. Wing-drive mechanism. US Patent 8,181,907. 2012.", WorkKind::Patent),
        (
            "ISO 9001:2015 Quality management systems – Requirements. Geneva: International Organization for Standardization; 2015.",
            WorkKind::Standard,
        ),
        ("Doe J. Growth of things. PhD thesis, University of Tests, 1999.", WorkKind::Thesis),
        (
            "Doe J, Roe P. Data from: Growth of things. 2015. Dryad Digital Repository. doi:10.5061/dryad.12345",
            WorkKind::Dataset,
        ),
        ("Doe J. Growth of things. bioRxiv 123456 [Preprint]. 2019. doi:10.1101/123456", WorkKind::Preprint),
        (
            "Doe J. Growth of things (abstract 8500). J Clin Oncol 2010;28(15 Suppl):612s.",
            WorkKind::ConferenceAbstract,
        ),
    ] {
        assert_eq!(read(text).kind, kind, "{text}");
    }
}

#[test]
fn supplements_stay_out_of_the_volume() {
    assert_eq!(
        line("Doe J, Roe P. Growth of things. J Transl Med 2008; 6 Suppl 1:S11."),
        "Doe, J; Roe, P | Growth of things | J Transl Med | 2008 | 6 | - | Suppl 1 | S11"
    );
}
