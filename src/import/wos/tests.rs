use std::fmt::Write as _;

use super::{assemble, detect, open};
use crate::import::testing::{
    counts_of_samples, ids, issued, leaves_out_giants, notes, one, pages, people, read,
    same_with_every_line_end, samples, survives_cuts, survives_damage, takes_no_square, text,
};
use crate::model::{Direction, KeywordScheme, Metric, Provider, Scheme, UpdateKind, WorkKind};

const HEAD: &str = "FN Clarivate Analytics Web of Science\nVR 1.0\n";

const ARTICLE: &str = "\
PT J
AU Doe, JA
   Roe, R
AF Doe, Jane A.
   Roe, Richard
CA Void Study Grp
TI On the measurement of nothing in many
   words
SO JOURNAL OF VOID STUDIES
LA English
DT Article; Proceedings Paper
CT 3rd Meeting on Voids
CY MAY 3-5, 2016
DE void; empty
   set; nothing
ID MEASUREMENT; ZERO
AB We measured nothing.
C1 [Doe, Jane A.; Roe, Richard] Example Univ, Dept Tests, Testville, Testland.
   [Roe, Richard] Inst Voids, Testville, Testland.
RP Roe, R (reprint author), Inst Voids, Testville, Testland.
EM roe@example.org
OI Doe, Jane/0000-0002-1825-0097;
FU Test Fund [12-3, 45]; Other
   Fund
FX Thanks to all.
CR Poe P, 2000, J TESTS, V287, P1989, DOI 10.5555/test.1
   Loe L, 2010, PLOS TEST, V4, pe638, DOI [10.5555/t.2, DOI 10.5555/T.3]
NR 2
TC 7
Z9 9
U1 1
U2 33
PU EXAMPLE PRESS
PI TESTVILLE
SN 1467-5463
EI 1477-4054
J9 J VOID STUD
JI J. Void Stud.
PD JUL 1
PY 2017
VL 55
IS 13
SI SI
BP 980
EP 989
DI 10.5555/void.24346
PG 10
WC Nothing; Tests, Multidisciplinary
SC Tests
UT WOS:000401190100002
PM 12345678
DA 2019-03-18
ER
";

#[test]
fn an_article() {
    let file = format!("{HEAD}{ARTICLE}\nEF\n");
    let got = read(open, file.as_bytes());
    assert_eq!((got.records.len(), got.broken.len()), (1, 0));
    assert_eq!(got.about.exported.unwrap().to_string(), "2019-03-18");
    let imported = &got.records[0];
    assert_eq!(imported.label.as_deref(), Some("WOS:000401190100002"));
    assert_eq!((imported.place.line_start, imported.place.line_end), (3, 55));
    let record = &imported.record;
    let work = &record.work;
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(people(work), ["author Doe, Jane A.", "author Roe, Richard", "author Void Study Grp"]);
    assert_eq!(text(&work.title), "On the measurement of nothing in many words");
    assert_eq!(text(&work.event_title), "3rd Meeting on Voids");
    assert_eq!((issued(work), pages(work)), ("2017-07-01".into(), "980-989".into()));
    assert_eq!(
        (ids(work, Scheme::Wos), ids(work, Scheme::Pmid)),
        (vec!["WOS:000401190100002"], vec!["12345678"])
    );
    assert_eq!(record.serial.issn_electronic.as_deref(), Some("1477-4054"));
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J. Void Stud."));
    let places = |n: usize| record.people[n].affiliations.iter().map(|a| a.raw.as_str()).collect::<Vec<_>>();
    assert_eq!(places(0), ["Example Univ, Dept Tests, Testville, Testland"]);
    assert_eq!(
        places(1),
        ["Example Univ, Dept Tests, Testville, Testland", "Inst Voids, Testville, Testland"]
    );
    assert_eq!(record.people[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!((record.people[0].is_corresponding, record.people[1].is_corresponding), (None, Some(true)));
    let terms = |scheme| -> Vec<&str> {
        record.keywords.iter().filter(|k| k.scheme == scheme).map(|k| k.term.as_str()).collect()
    };
    assert_eq!(terms(KeywordScheme::Author), ["void", "empty set", "nothing"]);
    assert_eq!(terms(KeywordScheme::KeywordsPlus), ["MEASUREMENT", "ZERO"]);
    assert_eq!(terms(KeywordScheme::Topic), ["Nothing", "Tests, Multidisciplinary", "Tests"]);
    assert_eq!(terms(KeywordScheme::PublicationType), ["Article", "Proceedings Paper"]);
    assert_eq!(record.funding.len(), 3);
    let counts: Vec<(Metric, Provider, f64)> =
        record.counts.iter().map(|c| (c.metric, c.provider, c.value)).collect();
    assert_eq!(
        counts,
        [(Metric::UsageCount, Provider::Wos, 33.0), (Metric::CitedByCount, Provider::Wos, 7.0)]
    );
    assert_eq!(record.cited.len(), 2);
    let cited = record.cited[1].work.as_ref().unwrap();
    assert_eq!(
        (text(&cited.container_title), pages(cited), issued(cited)),
        ("PLOS TEST", "e638".into(), "2010".into())
    );
    assert_eq!(record.cited[1].identifiers.len(), 2);
    for note in [
        "special issue",
        "e-mail: roe@example.org",
        "funding: Thanks to all.",
        "conference date: MAY 3-5, 2016",
    ] {
        assert!(notes(work).contains(&note), "{:?}", notes(work));
    }
}

/// The table's columns are the tags; values of one cell stand between semicolons.
#[test]
fn a_row_of_the_table() {
    let row = [
        ("PT", "J"),
        ("AU", "Doe, JA; Roe, R"),
        ("AF", "Doe, Jane A.; Roe, Richard"),
        ("CA", "Void Study Grp"),
        ("TI", "On the measurement of nothing in many words"),
        ("SO", "JOURNAL OF VOID STUDIES"),
        ("LA", "English"),
        ("DT", "Article; Proceedings Paper"),
        ("CT", "3rd Meeting on Voids"),
        ("CY", "MAY 3-5, 2016"),
        ("DE", "void; empty set; nothing"),
        ("ID", "MEASUREMENT; ZERO"),
        ("AB", "We measured nothing."),
        (
            "C1",
            "[Doe, Jane A.; Roe, Richard] Example Univ, Dept Tests, Testville, Testland; [Roe, Richard] Inst Voids, Testville, Testland",
        ),
        ("RP", "Roe, R (corresponding author), Inst Voids, Testville, Testland."),
        ("EM", "roe@example.org"),
        ("OI", "Doe, Jane/0000-0002-1825-0097"),
        ("FU", "Test Fund [12-3, 45]; Other Fund"),
        ("FX", "Thanks to all."),
        (
            "CR",
            "Poe P, 2000, J TESTS, V287, P1989, DOI 10.5555/test.1; Loe L, 2010, PLOS TEST, V4, pe638, DOI [10.5555/t.2, DOI 10.5555/T.3]",
        ),
        ("TC", "7"),
        ("Z9", "9"),
        ("U2", "33"),
        ("PU", "EXAMPLE PRESS"),
        ("PI", "TESTVILLE"),
        ("SN", "1467-5463"),
        ("EI", "1477-4054"),
        ("BN", ""),
        ("J9", "J VOID STUD"),
        ("JI", "J. Void Stud."),
        ("PD", "JUL 1"),
        ("PY", "2017"),
        ("VL", "55"),
        ("IS", "13"),
        ("SI", "SI"),
        ("BP", "980"),
        ("EP", "989"),
        ("DI", "10.5555/void.24346"),
        ("WC", "Nothing; Tests, Multidisciplinary"),
        ("SC", "Tests"),
        ("UT", "WOS:000401190100002"),
        ("PM", "12345678"),
        ("DA", "2019-03-18"),
    ];
    let (imported, exported) = assemble(&row);
    let tagged = one(open, &format!("{HEAD}{ARTICLE}\nEF\n"));
    assert_eq!(imported.record, tagged.record);
    assert_eq!((imported.label, exported.unwrap().to_string()), (tagged.label, "2019-03-18".to_owned()));
    let (odd, _) = assemble(&[(
        "CR",
        "A A, 1998, STAT MED, V17, P1, DOI 10.1002/(SICI)1097-0258(1998)17:15<1::AID-SIM968>3.0.CO;2-2; B B, 1999, X, V1",
    )]);
    assert_eq!(odd.record.cited.len(), 2);
    assert_eq!(
        odd.record.cited[0].identifiers[0].value,
        "10.1002/(sici)1097-0258(1998)17:15<1::aid-sim968>3.0.co;2-2"
    );
}

#[test]
fn kinds() {
    for (publication, types, kind) in [
        ("J", "Article", WorkKind::Article),
        ("J", "Review", WorkKind::Review),
        ("J", "Article; Early Access", WorkKind::Article),
        ("J", "Editorial Material", WorkKind::Editorial),
        ("J", "Meeting Abstract", WorkKind::ConferenceAbstract),
        ("J", "Book Review", WorkKind::Article),
        ("S", "Article; Book Chapter", WorkKind::Chapter),
        ("S", "Proceedings Paper", WorkKind::ConferencePaper),
        ("C", "Proceedings Paper", WorkKind::ConferencePaper),
        ("B", "Book", WorkKind::Book),
        ("B", "", WorkKind::Book),
        ("P", "Patent", WorkKind::Patent),
    ] {
        let work = one(open, &format!("PT {publication}\nTI A\nDT {types}\nER\n")).record.work;
        assert_eq!(work.kind, kind, "{publication} {types}");
    }
    let retracted = one(open, "PT J\nTI A\nDT Article; Retracted Publication\nER\n").record;
    assert_eq!(
        (retracted.updates[0].kind, retracted.updates[0].direction),
        (UpdateKind::Retraction, Direction::To)
    );
}

#[test]
fn other_databases_of_the_platform() {
    let medline = one(open, "PT J\nTI A\nAU Doe, Jane; Roe, Richard A\nSO J Tests\nPS 411-22\nPY 2006\nPD 2006 May\nUT MEDLINE:16735938\nER\n").record.work;
    assert_eq!((people(&medline).len(), ids(&medline, Scheme::Pmid)), (2, vec!["16735938"]));
    assert_eq!((pages(&medline), issued(&medline)), ("411-422".into(), "2006-05".into()));
    let inspec = one(open, "PT J\nTI A\nPY 2006\nPD 07 2006\nDE one; MgO/sub 2/ films/ two\nID 0003/06/$23.00],[10.5555/1.2]\nUT INSPEC:9027814\nER\n").record;
    assert_eq!(ids(&inspec.work, Scheme::Doi), ["10.5555/1.2"]);
    assert_eq!(issued(&inspec.work), "2006-07");
    let terms: Vec<&str> = inspec.keywords.iter().map(|k| k.term.as_str()).collect();
    assert_eq!(terms, ["one", "MgO2 films", "two"]);
    let old = one(open, "PT J\nAU Doe, J\n   Roe, R\nC1 Univ A, Town, Land.\n   Univ B, City,\n   Land.\nUT ISI:000238592600006\nER\n").record;
    assert_eq!(ids(&old.work, Scheme::Wos), ["ISI:000238592600006"]);
    assert_eq!(notes(&old.work), ["affiliation: Univ A, Town, Land.", "affiliation: Univ B, City, Land."]);
}

#[test]
fn one_bad_record_costs_one() {
    let second = "PT J\nAU Poe, P\nTI No end\n\nPT J\nAU Loe, L\nTI Last\nER\n";
    let all = format!("{HEAD}{ARTICLE}\nwhat is this\n{second}\nEF\n");
    let got = read(open, all.as_bytes());
    assert_eq!((got.records.len(), got.broken.len()), (3, 1));
    same_with_every_line_end(open, &all);
    survives_cuts(open, all.as_bytes());
    survives_damage(open, ARTICLE);
    let mut giant = String::from("PT J\nAU Doe, J\n");
    for n in 0..10_000 {
        writeln!(giant, "   Doe, Jane {n}").unwrap();
    }
    giant.push_str("ER\n");
    leaves_out_giants(open, ARTICLE, &giant);
}

#[test]
fn what_is_web_of_science() {
    assert!(detect(&format!("{HEAD}{ARTICLE}")));
    assert!(detect(ARTICLE));
    for text in [
        "",
        "PT\tAU\tTI\nJ\tDoe, J\tA\n",
        "PT J\n",
        "FN is a word\nand so on\n",
        "TY  - JOUR\n",
        "PMID- 1\nPT  - x\n",
    ] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn samples_of_others() {
    counts_of_samples(open, "wos_txt", &[]);
    let not = ["jabref__isiimportertest.java", "jabref__isiimportertestempty.isi"];
    for (name, bytes) in samples("wos_txt") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(detect(text.trim_start_matches('\u{FEFF}')), !not.contains(&name.as_str()), "{name}");
    }
    for (name, bytes) in samples("ris") {
        let is_wos = name == "rispy__example_wos.ris";
        assert_eq!(detect(&String::from_utf8_lossy(&bytes)), is_wos, "{name}");
        // The index counts RIS types in it, of which there are none.
        if is_wos {
            assert_eq!(read(open, &bytes).records.len(), 2);
        }
    }
}

#[test]
fn fields_of_samples() {
    let all = samples("wos_txt");
    let Some((_, bytes)) = all.iter().find(|(name, _)| name.contains("savedrecs")) else { return };
    let got = read(open, bytes);
    // What the field counts say of itself: as many references as `NR`.
    let text = String::from_utf8_lossy(bytes);
    let told: Vec<usize> =
        text.lines().filter_map(|line| line.strip_prefix("NR ")?.trim().parse().ok()).collect();
    let found: Vec<usize> = got.records.iter().map(|r| r.record.cited.len()).collect();
    assert_eq!(found.len(), told.len());
    let differ = found.iter().zip(&told).filter(|(a, b)| a != b).count();
    assert!(differ <= told.len() / 50, "{differ}");
    let works: Vec<_> =
        got.records.iter().flat_map(|r| &r.record.cited).filter_map(|c| c.work.as_ref()).collect();
    let dated = works.iter().filter(|w| w.issued.is_some()).count();
    let placed = works.iter().filter(|w| w.container_title.is_some() || w.title.is_some()).count();
    assert!(dated * 100 >= works.len() * 97, "{dated} of {}", works.len());
    assert!(placed * 100 >= works.len() * 97, "{placed} of {}", works.len());
    let with_doi = text.matches(", DOI ").count();
    let dois = got.records.iter().flat_map(|r| &r.record.cited).filter(|c| !c.identifiers.is_empty()).count();
    assert!(dois * 100 >= with_doi * 99, "{dois} of {with_doi}");
}

#[test]
fn hostile_values() {
    let values = [
        ("C1 [x.\n", "   y.\n", ""),
        ("AU Doe, J\nC1 ", "[Doe, J] a.\n   ", "\n"),
        ("WC ", "ab; ", "\n"),
        ("CR ", "DOI ", "\n"),
        ("CR A, 1999, B, DOI 10.1234/", ")", "\n"),
        ("FU ", "[", "\n"),
        ("UT INSPEC:1\nDE ", "/sub ", "\n"),
        ("OI ", "a/0000-0002-1825-0097;", "\n"),
    ];
    takes_no_square(open, "PT J\n", &values, "ER\n");
}
