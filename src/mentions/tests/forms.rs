//! Every form of a marker, and what only looks like one.

use super::*;

#[test]
fn numbers_in_brackets() {
    check(
        &[
            "Barns are cold [1]. Roofs leak [3-5, 8] or not [2–4]. Walls [6,7] stand [see 9, p. 15].",
            "Intervals [0, 1] and [12.5] are none; [10], [11] are two and [1]–[3] is one. Lost [99].",
        ],
        &numbered(12),
        CitationKind::Numeric,
        &[
            ("[1]", &[1]),
            ("[3-5, 8]", &[3, 4, 5, 8]),
            ("[2–4]", &[2, 3, 4]),
            ("[6,7]", &[6, 7]),
            ("[see 9, p. 15]", &[9]),
            ("[10]", &[10]),
            ("[11]", &[11]),
            ("[1]–[3]", &[1, 2, 3]),
            ("[99]", &[]),
        ],
    );
}

#[test]
fn numbers_in_parentheses_only_where_the_document_uses_them() {
    let text = "Barns are cold (1). Roofs leak (3-5), see Fig. (2) and the equation x = y (4). In 2010 (2011) we had \
                (i) lichens, (ii) moss. They were (1) tall, (2) wide (6,7), and f(3) was none. Others (refs 2, 8) agree \
                with Roe et al. (9).";
    check(
        &[text],
        &numbered(9),
        CitationKind::Numeric,
        &[
            ("(1)", &[1]),
            ("(3-5)", &[3, 4, 5]),
            ("(4)", &[4]),
            ("(1)", &[1]),
            ("(6,7)", &[6, 7]),
            ("(refs 2, 8)", &[2, 8]),
            ("(9)", &[9]),
        ],
    );
    // With brackets in the same document, parentheses are something else.
    check(
        &["Barns are cold [1], roofs (2) leak [3, 4]."],
        &numbered(4),
        CitationKind::Numeric,
        &[("[1]", &[1]), ("[3, 4]", &[3, 4])],
    );
    // A list that nobody numbered is not cited by numbers in parentheses.
    check(
        &["Barns are cold (1). Roofs leak (2)."],
        &named(&["Roe 2010", "Doe 2011"]),
        CitationKind::Numeric,
        &[],
    );
}

#[test]
fn superscripts() {
    check(
        &[
            "Barns are cold^1^ and roofs^3,5–7^ leak.^2^ The area of 10 m^2^ grew by 10^3^ cm^-1^; ^14^C was used, and Ca^2^+ too.^4,8^",
            "Roofs of Smith et al^9^ were “tight”.^10^",
        ],
        &numbered(10),
        CitationKind::Superscript,
        &[("1", &[1]), ("3,5–7", &[3, 5, 6, 7]), ("2", &[2]), ("4,8", &[4, 8]), ("9", &[9]), ("10", &[10])],
    );
}

#[test]
fn superscripts_of_plain_text() {
    check(
        &["Barns are cold¹ and roofs³,⁵⁻⁷ leak.² An area of 10 m² grew by 10³."],
        &numbered(7),
        CitationKind::Superscript,
        &[("¹", &[1]), ("³,⁵⁻⁷", &[3, 5, 6, 7]), ("²", &[2])],
    );
    check(
        &["Barns are cold,1 and roofs leak.2,3 Walls of 2.5 m and CD4 cells stand.4 Lichens grow.5"],
        &numbered(5),
        CitationKind::Superscript,
        &[("1", &[1]), ("2,3", &[2, 3]), ("4", &[4]), ("5", &[5])],
    );
}

#[test]
fn names_and_years() {
    let list = named(&[
        "Smith 2010",
        "Smith; Roe; Doe 2011a",
        "Smith; Roe; Doe 2011b",
        "Jones; Roe 2012",
        "van der Berg; Doe 2013",
        "García Márquez 2014",
        "World Health Organization 2015",
        "O'Neill; Li; Wu; Xu 2016",
        "Müller-Lüdenscheidt; Klöbner 1978",
    ]);
    check(
        &[
            "Barns are cold (Smith 2010; Jones & Roe, 2012). Smith et al. (2011a, b) and Jones and Roe (2012) agree \
           (see e.g. van der Berg and Doe 2013, p. 12). However, García Márquez (2014) and the World Health Organization (2015) do not.",
            "Others (WHO, 2015; O’Neill et al., 2016) and Müller-Lüdenscheidt & Klöbner's (1978) work; [Smith, 2010]. In May (2010) \
           and Figure 2 (2011) nothing (n = 2012) happened (Zorn, 1999).",
        ],
        &list,
        CitationKind::AuthorYear,
        &[
            ("(Smith 2010; Jones & Roe, 2012)", &[1, 4]),
            ("Smith et al. (2011a, b)", &[2, 3]),
            ("Jones and Roe (2012)", &[4]),
            ("(see e.g. van der Berg and Doe 2013, p. 12)", &[5]),
            ("García Márquez (2014)", &[6]),
            ("World Health Organization (2015)", &[7]),
            ("(WHO, 2015; O’Neill et al., 2016)", &[7, 8]),
            ("Müller-Lüdenscheidt & Klöbner's (1978)", &[9]),
            ("[Smith, 2010]", &[1]),
            ("(Zorn, 1999)", &[]),
        ],
    );
}

#[test]
fn one_name_and_year_of_two_entries_is_ambiguous() {
    let list = named(&["Smith; Roe 2010", "Smith; Doe; Poe 2010", "Smith; Zoe; Poe 2010"]);
    let all = find(&body(&["One (Smith & Roe 2010), three (Smith et al. 2010), and (Smith 2010b)."]), &list);
    let told: Vec<_> = all.iter().map(|c| (c.references.clone(), c.is_ambiguous)).collect();
    assert_eq!(told, [(vec![1], false), (vec![2, 3], true), (vec![2], false)]);
}

#[test]
fn several_years_of_the_same_people() {
    let list = named(&["Smith; Roe; Doe 2010", "Smith; Roe; Poe 2012", "Jones 2012"]);
    check(
        &["Barns (Smith et al., 2010, 2012; Jones, 2012) and Smith et al. (2010, 2012), Smith et al. 2010."],
        &list,
        CitationKind::AuthorYear,
        &[("(Smith et al., 2010, 2012; Jones, 2012)", &[1, 2, 3]), ("Smith et al. (2010, 2012)", &[1, 2])],
    );
}

#[test]
fn keys() {
    let mut list = named(&["Smith 1999", "Jones 2001", "Roe 2002"]);
    for (entry, id) in list.iter_mut().zip(["smith99", "jones:01", "roe_2002"]) {
        entry.ids = vec![id.to_owned()];
    }
    check(
        &[
            r"Barns are cold \cite{smith99, jones:01}, \citep[see][p.~3]{roe_2002} and \textcite{lost}; [@smith99; see @roe_2002, p. 3]. \
           As @jones:01 says, write to me@host.org.",
        ],
        &list,
        CitationKind::Key,
        &[
            (r"\cite{smith99, jones:01}", &[1, 2]),
            (r"\citep[see][p.~3]{roe_2002}", &[3]),
            (r"\textcite{lost}", &[]),
            ("[@smith99; see @roe_2002, p. 3]", &[1, 3]),
            ("@jones:01", &[2]),
        ],
    );
    let labelled = [entry(1, Some("Smi99"), "Smith 1999"), entry(2, Some("JR01"), "Jones; Roe 2001")];
    check(
        &["Barns [Smi99] are [JR01, Smi99] cold [sic] and [Smi99, p. 5] wet."],
        &labelled,
        CitationKind::Key,
        &[("[Smi99]", &[1]), ("[JR01, Smi99]", &[2, 1]), ("[Smi99, p. 5]", &[1])],
    );
}

#[test]
fn links() {
    check(
        &[
            "Barns [{R3:3}–{R5:5}, {R8:8}] are cold^{R1:1},{R2:2}^ and ({R4:Roe et al., 2010}; {R6:Doe, 2011}). [{R2:2}–4] \
           And {R7:7}, {R1 R2:1–2} too. Lost [{R77:77}], apart {R1:1} and then, far away, {R2:2}.",
        ],
        &numbered(8),
        CitationKind::Link,
        &[
            ("[3–5, 8]", &[3, 4, 5, 8]),
            ("1,2", &[1, 2]),
            ("(Roe et al., 2010; Doe, 2011)", &[4, 6]),
            ("[2–4]", &[2, 3, 4]),
            ("7, 1–2", &[7, 1, 2]),
            ("[77]", &[]),
            ("1", &[1]),
            ("2", &[2]),
        ],
    );
}

#[test]
fn numbers_win_over_names_and_names_over_numbers() {
    let mut list = numbered(3);
    list[0].authors = vec!["Smith".to_owned()];
    list[0].year = Some(2010);
    check(
        &["As Smith (2010) said [1], barns [2] are cold [3]."],
        &list,
        CitationKind::Numeric,
        &[("[1]", &[1]), ("[2]", &[2]), ("[3]", &[3])],
    );
    let list = named(&["Smith 2010", "Jones 2011"]);
    check(
        &["Barns (Smith 2010) are cold (Jones 2011) in [1] a way."],
        &list,
        CitationKind::AuthorYear,
        &[("(Smith 2010)", &[1]), ("(Jones 2011)", &[2])],
    );
}

#[test]
fn headings_name_sections_and_cite_nothing() {
    let all =
        find(&body(&["Cold [1].", "# Methods [2]", "Roofs [2] leak.", "Walls [1] stand."]), &numbered(2));
    let told: Vec<_> = all.iter().map(|c| (c.block, c.section.as_deref())).collect();
    assert_eq!(told, [(0, None), (2, Some("Methods [2]")), (3, Some("Methods [2]"))]);
}

#[test]
fn places_count_from_the_start_of_the_document() {
    let body = body(&["Kälte.", "Roofs leak. Walls [1] stand."]);
    let texts: Vec<&str> = body.blocks.iter().map(|block| block.text.as_str()).collect();
    let document = texts.join("\n");
    let all = find(&body, &numbered(1));
    let (sentence, marker) = all[0].places(&body);
    let text =
        |span: ByteSpan| &document[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()];
    assert_eq!((text(sentence), text(marker)), ("Walls [1] stand.", "[1]"));
}

#[test]
fn nothing_to_cite_and_nothing_that_cites() {
    assert!(found(&["Barns [1] are cold (Smith 2010)."], &[]).is_empty());
    assert!(found(&[], &numbered(3)).is_empty());
    assert!(found(&["", "# ", "No marker at all."], &numbered(3)).is_empty());
}

#[test]
fn hostile_text_takes_no_time() {
    let mut all = numbered(2000);
    all.extend((0..2000).map(|n| entry(3000 + n, None, "Smith; Roe 2010")));
    for piece in [
        "[",
        "(",
        "((((",
        "[1",
        "^1^",
        "(Smith 2010",
        "Smith and ",
        "Smith, ",
        "\\cite{",
        "@a ",
        "[1]–",
        ". A. B",
        "1,",
        "{R1:1}",
        "{R1:1}, ",
        "²",
        "(Smith 2010)",
        "Smith (2010) ",
        "World Health (2010)",
        "[1–200]",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        find(&body(&[&text, &format!("{text} (2010)")]), &all);
    }
}

proptest::proptest! {
    #[test]
    fn spans_lie_in_their_blocks(text in "[\\[\\]()A-C et al. ²³,;–0-9:@\\\\]{0,120}") {
        let body = body(&[&text]);
        for citation in find(&body, &numbered(20)) {
            let block = &body.blocks[citation.block].text;
            proptest::prop_assert_eq!(citation.marker.of(block), citation.text);
            proptest::prop_assert!(citation.sentence.start <= citation.marker.start);
            proptest::prop_assert!(block.get(citation.sentence.range()).is_some());
        }
    }
}
