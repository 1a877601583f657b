use std::fmt::Write as _;

use super::{detect, open};
use crate::import::Imported;
use crate::import::testing::{
    counts_of_samples, ids, issued, leaves_out_giants, notes, one, pages, people, read, read_with,
    same_with_every_line_end, samples, survives_cuts, survives_damage, takes_no_square, text,
};
use crate::ingest::Limits;
use crate::model::{DateKind, KeywordScheme, Metric, Provider, Role, Scheme, Source, WorkKind};

const ARTICLE: &str = "\
TY  - JOUR
ID  - doe1999
AU  - Doe, Jane A.
AU  - van der Test, Jan, Jr.
TI  - On the measurement of nothing: a β-trial
T2  - Journal of Void Studies
J2  - J Void Stud
PY  - 1999
DA  - 1999/03/04/
VL  - 12
IS  - 3
SP  - 345
EP  - 352
DO  - 10.5555/VOID.1999.1
SN  - 0022-5193
UR  - https://doi.org/10.5555/void.1999.1
LA  - eng
KW  - voids
KW  - nothing
AB  - We measured nothing.
ER  - 
";

const TWO: &str = "\
TY  - BOOK
AU  - Roe, Richard
TI  - A book of tests
PB  - Example Press
CY  - Testville
PY  - 2001
SN  - 978-3-16-148410-0
ER  - 

TY  - CHAP
AU  - Poe, P.
TI  - A chapter
T2  - A book of tests
A2  - Roe, Richard
SP  - 1-22
ER  - 
";

fn kind_of(ty: &str) -> WorkKind {
    one(open, &format!("TY  - {ty}\nTI  - A title\nER  - \n")).record.work.kind
}

#[test]
fn an_article() {
    let Imported { record, label, place, findings } = one(open, ARTICLE);
    assert_eq!(record.source, Source::Import);
    assert_eq!(label.as_deref(), Some("doe1999"));
    assert_eq!((place.span.start, place.span.end), (0, ARTICLE.len() as u64 - 1));
    assert_eq!((place.line_start, place.line_end), (1, 21));
    assert!(findings.is_empty());
    let work = &record.work;
    assert_eq!(work.kind, WorkKind::Article);
    assert_eq!(people(work), ["author Doe, Jane A.", "author van der Test, Jan, Jr"]);
    assert_eq!(text(&work.title), "On the measurement of nothing: a β-trial");
    assert_eq!(text(&work.container_title), "Journal of Void Studies");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("J Void Stud"));
    assert_eq!(issued(work), "1999-03-04");
    assert_eq!((text(&work.volume), text(&work.issue), pages(work)), ("12", "3", "345-352".to_owned()));
    assert_eq!(ids(work, Scheme::Doi), ["10.5555/void.1999.1"]);
    assert_eq!(record.serial.issn_other, ["0022-5193"]);
    assert_eq!(work.language.as_deref(), Some("en"));
    assert_eq!(record.abstract_text.as_deref(), Some("We measured nothing."));
    let terms: Vec<&str> = record.keywords.iter().map(|k| k.term.as_str()).collect();
    assert_eq!(terms, ["voids", "nothing"]);
    assert!(work.notes.is_empty());
}

#[test]
fn tags_as_they_come() {
    let mut small = String::new();
    for line in ARTICLE.lines() {
        writeln!(small, "{}{}", line[..2].to_lowercase(), &line[2..]).unwrap();
    }
    for text in [
        ARTICLE.replace("  - ", " - "),
        ARTICLE.replace("  - ", "- "),
        ARTICLE.replace("  - ", "  -"),
        ARTICLE.replace("  - ", "   - "),
        small,
        format!("   {}", ARTICLE.trim_end().replace('\n', "\n   ")),
        ARTICLE.trim_end().trim_end_matches("ER  -").to_owned(),
        format!("\n\n \n{ARTICLE}"),
        ARTICLE.replace("ER  - ", "ER"),
        ARTICLE.replace("ER  - ", "ER  - the end"),
    ] {
        let got = one(open, &text);
        assert_eq!(got.record, one(open, ARTICLE).record, "{text}");
    }
}

#[test]
fn line_ends_and_marks() {
    same_with_every_line_end(open, &format!("{ARTICLE}{TWO}"));
    same_with_every_line_end(open, "TY  - JOUR\nN2  - first\n\nsecond\n  third\nER  - \n");
}

#[test]
fn records_without_beginning_or_end() {
    let text = "TI  - No type\nAU  - Doe, J.\nER  - \nTY  - JOUR\nTI  - No end\n\nTY  - BOOK\nTI  - Next\n";
    let got = read(open, text.as_bytes());
    let titles: Vec<&str> =
        got.records.iter().map(|r| r.record.work.title.as_ref().unwrap().value.as_str()).collect();
    assert_eq!(titles, ["No type", "No end", "Next"]);
    let places: Vec<(u32, u32)> =
        got.records.iter().map(|r| (r.place.line_start, r.place.line_end)).collect();
    assert_eq!(places, [(1, 3), (4, 5), (7, 8)]);
    assert!(got.broken.is_empty());
}

#[test]
fn values_that_go_on() {
    let text = "\
TY  - JOUR
TI  - A title that
      goes on
and on with T2-weighted images
AB  - First.

Second after an empty line.
IL-2 was given.
KW - one
two
three; four
A1  - Doe, Jane
Roe, Richard
ER  - 
";
    let record = one(open, text).record;
    assert_eq!(record.work.title.unwrap().value, "A title that goes on and on with T2-weighted images");
    assert_eq!(record.abstract_text.unwrap(), "First. Second after an empty line. IL-2 was given.");
    let terms: Vec<&str> = record.keywords.iter().map(|k| k.term.as_str()).collect();
    assert_eq!(terms, ["one", "two", "three", "four"]);
    assert_eq!(record.work.contributors.len(), 2);
}

#[test]
fn text_between_records_is_told() {
    let text = format!(
        "Record #1 of 2\nProvider: Tests Inc\nContent: text/plain\n1.\n{ARTICLE}\nsomething else\nand more\n\n{TWO}"
    );
    let got = read(open, text.as_bytes());
    assert_eq!(got.records.len(), 3);
    assert_eq!(got.about.notes, ["Provider: Tests Inc"]);
    let [broken] = got.broken.as_slice() else { panic!("{:?}", got.broken) };
    assert_eq!(broken.observed.as_deref(), Some("something else"));
    let range =
        usize::try_from(broken.place.span.start).unwrap()..usize::try_from(broken.place.span.end).unwrap();
    assert_eq!(&text[range], "something else\nand more");
}

#[test]
fn types() {
    for (ty, kind) in [
        ("JOUR", WorkKind::Article),
        ("jour", WorkKind::Article),
        ("EJOUR", WorkKind::Article),
        ("Journal Article", WorkKind::Article),
        ("BOOK", WorkKind::Book),
        ("CHAP", WorkKind::Chapter),
        ("CONF", WorkKind::Book),
        ("CPAPER", WorkKind::ConferencePaper),
        ("ABST", WorkKind::ConferenceAbstract),
        ("THES", WorkKind::Thesis),
        ("RPRT", WorkKind::Report),
        ("ELEC", WorkKind::Webpage),
        ("COMP", WorkKind::Software),
        ("DATA", WorkKind::Dataset),
        ("PAT", WorkKind::Patent),
        ("STAND", WorkKind::Standard),
        ("ENCYC", WorkKind::ReferenceEntry),
        ("VIDEO", WorkKind::Other),
        ("GEN", WorkKind::Unknown),
        ("WHATEVER", WorkKind::Unknown),
        ("", WorkKind::Unknown),
    ] {
        assert_eq!(kind_of(ty), kind, "{ty}");
    }
    let paper = one(open, "TY  - CONF\nTI  - A paper\nT2  - Proceedings of Tests\nER  - \n").record.work;
    assert_eq!(paper.kind, WorkKind::ConferencePaper);
    let review = one(open, "TY  - JOUR\nTI  - All of it\nM3  - Review\nER  - \n").record;
    assert_eq!(review.work.kind, WorkKind::Review);
    assert_eq!(review.keywords[0].scheme, KeywordScheme::PublicationType);
    // Nothing is said, but there is a journal.
    let generic = one(open, "TY  - GEN\nT1  - A title\nT2  - J Tests\nVL  - 3\nER  - \n").record.work;
    assert_eq!(generic.kind, WorkKind::Article);
}

#[test]
fn books_and_chapters() {
    let got = read(open, TWO.as_bytes());
    let (book, chapter) = (&got.records[0].record.work, &got.records[1].record.work);
    assert_eq!(ids(book, Scheme::Isbn), ["9783161484100"]);
    assert_eq!((text(&book.publisher), text(&book.publisher_place)), ("Example Press", "Testville"));
    assert_eq!(people(chapter), ["author Poe, P.", "editor Roe, Richard"]);
    assert_eq!(text(&chapter.container_title), "A book of tests");
    assert_eq!(pages(chapter), "1-22");
    let series =
        one(open, "TY  - BOOK\nTI  - A book\nT2  - Series of tests\nA2  - Ed, A.\nER  - \n").record.work;
    assert_eq!(text(&series.collection_title), "Series of tests");
    assert_eq!(series.contributors[0].role_printed.as_deref(), Some("series editor"));
    let edited = one(open, "TY  - EDBOOK\nAU  - Ed, A.\nBT  - A book\nER  - \n").record.work;
    assert_eq!((edited.contributors[0].role, text(&edited.title)), (Role::Editor, "A book"));
}

#[test]
fn pages_of_all_kinds() {
    for (fields, expected) in [
        ("SP  - 12-15", "12-15"),
        ("SP  - 1169-75", "1169-1175"),
        ("SP  - 377\nEP  - 86", "377-386"),
        ("SP  - pp 37-64", "37-64"),
        ("SP  - 280\nEP  - 280-284", "280-284"),
        ("SP  - e0815341", "e0815341"),
        ("SP  - e0815341\nEP  - ", "e0815341"),
        ("SP  - S11\nEP  - S19", "S11-S19"),
        ("SP  -", ""),
    ] {
        let work = one(open, &format!("TY  - JOUR\nTI  - A\n{fields}\nER  - \n")).record.work;
        assert_eq!(pages(&work), expected, "{fields}");
    }
    let report = one(open, "TY  - RPRT\nTI  - A\nSP  - 146p\nER  - \n").record.work;
    assert_eq!(notes(&report), ["number of pages: 146"]);
    let lonely = one(open, "TY  - JOUR\nTI  - A\nEP  - 423\nER  - \n").record.work;
    assert_eq!(notes(&lonely), ["last page: 423"]);
}

#[test]
fn dates_of_all_kinds() {
    let text = "\
TY  - JOUR
PY  - 2013/04/18
PY  - 2013/02/15/received
PY  - 2013/03/14/accepted
Y1  - 2013
ET  - 2013/04/01
Y2  - 2020/01/02
ER  - 
";
    let record = one(open, text).record;
    assert_eq!(issued(&record.work), "2013-04-18");
    let dates: Vec<(DateKind, String)> =
        record.dates.iter().map(|(kind, date)| (*kind, date.to_string())).collect();
    assert_eq!(
        dates,
        [
            (DateKind::Electronic, "2013-04-01".to_owned()),
            (DateKind::Received, "2013-02-15".to_owned()),
            (DateKind::Accepted, "2013-03-14".to_owned()),
            (DateKind::Issued, "2013-04-18".to_owned()),
        ]
    );
    assert_eq!(record.work.accessed.unwrap().value.to_string(), "2020-01-02");
    assert!(record.work.edition.is_none());
    // What is no date is kept.
    assert_eq!(notes(&one(open, "TY  - JOUR\nPY  - in press\nER  - \n").record.work), ["date: in press"]);
}

#[test]
fn identifiers_wherever_they_stand() {
    let text = "\
TY  - JOUR
DB  - PubMed
AN  - 12345678
U2  - PMC123456[pmcid]
U4  - test-2015-817[PII]
N1  - doi: 10.5555/a
M3  - doi:10.5555/b
UR  - https://arxiv.org/abs/1706.03762
C6  - NIHMS1234
L1  - internal-pdf://secret/file.pdf
ER  - 
";
    let work = one(open, text).record.work;
    assert_eq!(ids(&work, Scheme::Pmid), ["12345678"]);
    assert_eq!(ids(&work, Scheme::Pmcid), ["PMC123456"]);
    assert_eq!(ids(&work, Scheme::Doi), ["10.5555/b", "10.5555/a"]);
    assert_eq!(ids(&work, Scheme::Arxiv), ["1706.03762"]);
    assert_eq!(ids(&work, Scheme::Other), ["pii:test-2015-817", "mid:NIHMS1234"]);
    assert!(notes(&work).is_empty());
    let bad = one(open, "TY  - JOUR\nDO  - none\nER  - \n");
    assert_eq!((bad.findings.len(), notes(&bad.record.work)), (1, vec!["doi none"]));
}

#[test]
fn notes_of_scopus() {
    let text = "\
TY  - JOUR
AU  - Doe, J.
AU  - Roe, R.
TI  - A title
AD  - Doe, J., Department of Tests, Example University, Testville
AD  - An address of nobody, Testville
M1  - e123
DB  - Scopus
UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-85000000001&partnerID=40
N1  - Cited By :12
Export Date: 3 May 2022
Correspondence Address: Roe, R.; Institute of Voids; email: r@example.org
Funding details: Test Fund, TF: 12-3, 45
Funding details: Other Fund
References: Poe, P., A work (1999) J. Test, 12, p. 3; Loe, L., Other (2000) doi:10.5555/x(1)1;2-2; Last
A remark that stays
ER  - 
";
    let got = read(open, text.as_bytes());
    let record = &got.records[0].record;
    assert_eq!(got.about.exported.unwrap().to_string(), "2022-05-03");
    let count = &record.counts[0];
    assert_eq!((count.metric, count.provider, count.value), (Metric::CitedByCount, Provider::Scopus, 12.0));
    assert_eq!(record.people[0].affiliations[0].raw, "Department of Tests, Example University, Testville");
    assert_eq!(record.people[1].is_corresponding, Some(true));
    assert_eq!(record.people[1].affiliations[0].raw, "Institute of Voids");
    assert_eq!(ids(&record.work, Scheme::Scopus), ["2-s2.0-85000000001"]);
    assert_eq!(text_of_article_number(record), "e123");
    let grants: Vec<(Option<&str>, Option<&str>)> =
        record.funding.iter().map(|g| (g.funder.as_deref(), g.award_id.as_deref())).collect();
    assert_eq!(
        grants,
        [
            (Some("Test Fund, TF"), Some("12-3")),
            (Some("Test Fund, TF"), Some("45")),
            (Some("Other Fund"), None)
        ]
    );
    let cited: Vec<&str> = record.cited.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(
        cited,
        ["Poe, P., A work (1999) J. Test, 12, p. 3", "Loe, L., Other (2000) doi:10.5555/x(1)1;2-2", "Last"]
    );
    assert_eq!(record.cited[1].identifiers[0].value, "10.5555/x(1)1;2-2");
    let kept = notes(&record.work);
    assert!(kept.contains(&"A remark that stays"), "{kept:?}");
    assert!(kept.contains(&"affiliation: An address of nobody, Testville"), "{kept:?}");
}

fn text_of_article_number(record: &crate::model::Record) -> &str {
    text(&record.work.article_number)
}

#[test]
fn unknown_tags_stay() {
    let work = one(open, "TY  - JOUR\nJP  - CRISPR\nNV  - 4\nER  - \n").record.work;
    assert_eq!(notes(&work), ["JP: CRISPR", "number of volumes: 4"]);
}

#[test]
fn one_bad_record_costs_one() {
    survives_cuts(open, format!("{ARTICLE}\n{TWO}").as_bytes());
    survives_damage(open, ARTICLE);
    let mut giant = String::from("TY  - JOUR\n");
    for n in 0..10_000 {
        writeln!(giant, "AU  - Doe, Jane {n}").unwrap();
    }
    giant.push_str("ER  - \n");
    leaves_out_giants(open, ARTICLE, &giant);
}

#[test]
fn a_line_too_long_is_cut() {
    let limits = Limits { record_bytes: 64 << 10, line_bytes: 16 << 10, ..Limits::default() };
    let long = "x".repeat(1 << 20);
    let text = format!("{ARTICLE}TY  - JOUR\nTI  - Kept\nAB  - {long}\nPY  - 2001\nER  - \n{ARTICLE}");
    let got = read_with(open, text.as_bytes(), &limits);
    assert_eq!(got.records.len(), 3);
    let record = &got.records[1].record;
    assert_eq!(
        (issued(&record.work), record.abstract_text.as_ref().unwrap().len()),
        ("2001".into(), (16 << 10) - 6)
    );
    let [broken] = got.broken.as_slice() else { panic!("{:?}", got.broken) };
    assert!(broken.message.contains("was cut"), "{}", broken.message);
    let start = ARTICLE.len() as u64 + 22;
    assert_eq!((broken.place.span.start, broken.place.span.end), (start, start + 6 + (1 << 20)));
    assert_eq!(got.records[2].place.span.end, text.len() as u64 - 1);
    assert_eq!(got.records[2].record, got.records[0].record);
}

#[test]
fn mixed_encodings() {
    let mut bytes = ARTICLE.as_bytes().to_vec();
    bytes.extend_from_slice(b"TY  - JOUR\nAU  - M\xFCller, J.\nER  - \n");
    let got = read(open, &bytes);
    assert_eq!(people(&got.records[1].record.work), ["author Müller, J."]);
    assert_eq!(text(&got.records[0].record.work.title), "On the measurement of nothing: a β-trial");
}

#[test]
fn what_is_ris() {
    for text in [
        ARTICLE,
        TWO,
        "\n\n1.\nTY  - JOUR\nTI  - A\n",
        "Provider: X\n\nTY - JOUR\nT1 - x\n",
        "JF  - A\nTI  - B\nER  - \n",
    ] {
        assert!(detect(text), "{text}");
    }
    for text in [
        "",
        "References\n\n1. Doe J. A title. J Tests 2001; 1:2.\n",
        "PMID- 1\nOWN - NLM\nTI  - A title\nAU  - Doe J\n",
        "FN Tests\nVR 1.0\nPT J\nAU Doe, J\nER\n",
        "@article{a, title={TY  - JOUR}}\n",
        "In these words of prose a line may be\nTI - something\nand so on.\nAU - other\n",
    ] {
        assert!(!detect(text), "{text}");
    }
}

/// The index counts lines that begin with `TY`: a file without one has a record all the same, and the tagged file of
/// Web of Science is another reader's.
#[test]
fn samples_of_others() {
    counts_of_samples(open, "ris", &[("jabref__risimportercorrupted.ris", 1)]);
    for (name, bytes) in samples("ris") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let head = text.trim_start_matches('\u{FEFF}');
        assert_eq!(detect(head), name != "rispy__example_wos.ris", "{name}");
    }
    for folder in
        ["nbib", "pubmed_txt", "enw", "wos_txt", "ovid_txt", "bib", "csl_json", "endnote_xml", "scopus_csv"]
    {
        for (name, bytes) in samples(folder) {
            assert!(!detect(&String::from_utf8_lossy(&bytes)), "{folder}/{name}");
        }
    }
}

/// Fields that the readers those samples come from are expected to find.
#[test]
fn fields_of_samples() {
    let all = samples("ris");
    let find = |name: &str| {
        let (_, bytes) = all.iter().find(|(file, _)| file == name)?;
        Some(read(open, bytes).records.remove(0).record)
    };
    let Some(basic) = find("rispy__example_basic.ris") else { return };
    assert_eq!(people(&basic.work), ["author Shannon, Claude E."]);
    assert_eq!((issued(&basic.work), pages(&basic.work)), ("1948-07".into(), "379-423".into()));
    let pmc = find("jabref__risimportertest6.ris").unwrap();
    assert_eq!(
        (ids(&pmc.work, Scheme::Pmid), ids(&pmc.work, Scheme::Pmcid)),
        (vec!["23690738"], vec!["PMC3654245"])
    );
    let split = find("jabref__risimportertest4c.ris").unwrap();
    assert_eq!((text(&split.work.volume), text(&split.work.issue)), ("50", "2"));
    let scopus = find("jabref__risimportertestscopus.ris").unwrap();
    assert_eq!(scopus.counts[0].value.to_string(), "44");
    let psycinfo = find("colrev__psycinfo_ris.ris").unwrap();
    assert_eq!(psycinfo.serial.issn_print.as_deref(), Some("0222-6666"));
    assert_eq!(ids(&psycinfo.work, Scheme::Pmid), ["33355555"]);
    let thesis = find("colrev__abi_inform_proquest_ris.ris").unwrap();
    assert_eq!((thesis.work.kind, text(&thesis.work.genre)), (WorkKind::Thesis, "Ed.D."));
    assert_eq!(text(&thesis.work.publisher), "New York University");
}

#[test]
fn hostile_values() {
    let values = [
        ("", "AU  - Doe, J\nAD  - Doe, J: A\n", ""),
        ("", "TI  - a\n", ""),
        ("", "UR  - http://a.org\n", ""),
        ("", "PY  - 1999/01/02\nPY  - 1999/01/03\n", ""),
        ("N1  - ", "export date: 1999; ", "\n"),
        ("N1  - References: ", "(10.1/", "\n"),
        ("PY  - ", "date: ", "\n"),
        ("DO  - 10.1234/", ")", "\n"),
        ("SN  - ", ")", "\n"),
        ("SN  - ", "0022-5193 ", "\n"),
        ("VL  - ", "supp", "\n"),
        ("SP  - ", "supp", "\n"),
        ("AN  - PMC", ")", "\n"),
        ("U1  - ", "[", "]\n"),
        ("UR  - ", "http://a.org;", "\n"),
        ("AB  - ", "a\n\n", "\n"),
    ];
    takes_no_square(open, "TY  - JOUR\n", &values, "ER  - \n");
}
