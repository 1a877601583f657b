//! Entries of every form.

use super::{keys, notes, one, read};
use crate::import::bibtex::{detect, open};
use crate::import::tests::items_of;
use crate::ingest::{Limits, decode_bytes};
use crate::model::{IssueCode, Role, Scheme, Source, WorkKind};

const WHOLE: &str = "@string{hd = {Health Dynamics}}\n@Article{Berg:2010,\n  author = {van den Berg, Jan P. and {World Group} and others},\n  title = {On {IL-2} and M{\\\"u}nster},\n  subtitle = {A view},\n  journaltitle = hd # { Letters},\n  shortjournal = {Health Dyn. Lett.},\n  date = {2010-05-03},\n  volume = 6,\n  number = {2 Suppl 1},\n  pages = {S11--9},\n  doi = {https://doi.org/10.1000/ABC_d},\n  eprint = {20123456}, eprinttype = {pubmed},\n  issn = {0022-3751}, isbn = {978-0-306-40615-7},\n  url = {https://example.org/~a_b},\n  urldate = {2011-02-01},\n  langid = {ngerman},\n  abstract = {We looked.\n\n  And found.},\n  keywords = {one, two},\n  file = {:home/a.pdf:PDF},\n  groups = {mine},\n  pubstate = {inpress},\n  note = {Read twice}\n}\n";

#[test]
fn every_field_finds_its_place() {
    let read = one(WHOLE);
    let (record, work) = (&read.record, &read.record.work);
    assert_eq!(read.label.as_deref(), Some("Berg:2010"));
    assert_eq!(record.source, Source::Import);
    assert_eq!(work.kind, WorkKind::Article);
    assert!(work.authors_truncated);
    let names: Vec<String> = work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names, ["van den Berg, Jan P.", "World Group"]);
    assert_eq!(work.title.as_ref().unwrap().value, "On IL-2 and Münster: A view");
    assert_eq!(work.container_title.as_ref().unwrap().value, "Health Dynamics Letters");
    assert_eq!(record.serial.abbreviation.as_deref(), Some("Health Dyn. Lett."));
    assert_eq!(record.serial.issn_other, ["0022-3751"]);
    assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2010-05-03");
    assert_eq!(work.accessed.as_ref().unwrap().value.to_string(), "2011-02-01");
    assert_eq!(work.volume.as_ref().unwrap().value, "6");
    assert_eq!(work.issue.as_ref().unwrap().value, "2");
    assert_eq!(work.supplement.as_ref().unwrap().value, "Suppl 1");
    let pages = &work.pages.as_ref().unwrap().value;
    assert_eq!((pages.first.as_str(), pages.last.as_deref()), ("S11", Some("S19")));
    let ids: Vec<(Scheme, &str)> =
        work.identifiers.iter().map(|i| (i.value.scheme, i.value.value.as_str())).collect();
    assert_eq!(
        ids,
        [
            (Scheme::Doi, "10.1000/abc_d"),
            (Scheme::Isbn, "9780306406157"),
            (Scheme::Url, "https://example.org/~a_b"),
            (Scheme::Pmid, "20123456"),
        ]
    );
    assert_eq!(work.language.as_deref(), Some("de"));
    assert_eq!(record.abstract_text.as_deref(), Some("We looked. And found."));
    assert_eq!(record.keywords.len(), 2);
    assert_eq!(notes(&read), ["pubstate: inpress", "Read twice"]);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let expected = one(WHOLE).record;
    for text in [
        WHOLE.replace('\n', "\r\n"),
        WHOLE.replace('\n', "\r"),
        format!("\u{feff}{WHOLE}"),
        WHOLE.trim_end().to_owned(),
        WHOLE.replace(",\n", ",\n\n\n"),
        format!("% Encoding: UTF-8\n\n{WHOLE}\n\n@Comment{{jabref-meta: databaseType:biblatex;}}\n"),
    ] {
        assert!(detect(&text), "{text}");
        assert_eq!(one(&text).record, expected, "{text}");
    }
    let utf16: Vec<u8> = format!("\u{feff}{WHOLE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut reader = open(decode_bytes(&utf16).unwrap(), &Limits::default());
    let Some(crate::import::Item::Record(read)) = reader.next().unwrap() else { panic!() };
    assert_eq!(read.record, expected);
    assert_eq!(usize::try_from(read.place.span.end).unwrap(), utf16.len() - 2);
}

#[test]
fn places_lead_to_the_entry() {
    let text = format!("text in front\n\n{WHOLE}@book{{b, title = {{é}}}}\n");
    let (records, _) = read(&text);
    for record in &records {
        let span = record.place.span;
        let found = &text[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()];
        assert!(found.starts_with('@') && found.ends_with('}'), "{found}");
        assert!(found.contains(record.label.as_deref().unwrap()));
    }
    assert_eq!((records[0].place.line_start, records[0].place.line_end), (4, 28));
    assert_eq!(records[1].place.line_start, 29);
}

#[test]
fn delimiters_of_every_kind() {
    for text in [
        "@article(k, title = {T}, year = 1999)",
        "@ARTICLE { k , title = \"T\" , year = \"1999\" , }",
        "@article{k, title = \"{T}\", year = 1999,}",
        "@article{k, title = T, year = {{1999}}}",
        "@article{k\n title = {T}\n year = 1999 }",
        "@article{k, title = {T} year = {1999}}",
        "@article{k, % comment, with = signs {\n title = {T}, year = 1999}",
        "@article{k, title={T},, year = 1999, , }",
        "@article{k, year = 1999 title = {T}}",
    ] {
        let read = one(text);
        assert_eq!(read.label.as_deref(), Some("k"), "{text}");
        assert_eq!(read.record.work.title.as_ref().unwrap().value, "T", "{text}");
        assert_eq!(read.record.work.issued.as_ref().unwrap().value.to_string(), "1999", "{text}");
    }
}

#[test]
fn keys_that_are_missing_or_repeated() {
    for text in ["@book{, title = {T}}", "@book{title = {T}}", "@book{\n  title = {T}\n}"] {
        let read = one(text);
        assert_eq!(
            (read.label.as_deref(), read.record.work.title.unwrap().value.as_str()),
            (None, "T"),
            "{text}"
        );
    }
    let (records, broken) = read("@book{a, title={One}}\n@book{a, title={Two}}");
    assert_eq!((keys(&records), broken.len()), (vec!["a", "a"], 0));
    assert_eq!(records[1].findings[0].code, IssueCode::LabelSequence);
}

#[test]
fn quotes_inside_quotes() {
    let read = one("@book{a, title = \"The \"best\" thing\", year = 1999}");
    assert_eq!(read.record.work.title.unwrap().value, "The \"best\" thing");
    assert_eq!(read.findings.len(), 1);
    assert!(read.record.work.issued.is_some());
}

#[test]
fn escaped_braces_of_other_programs() {
    let read = one("@book{a, title = {a \\} b}, year = 2000}\n");
    assert_eq!(read.record.work.title.unwrap().value, "a } b");
    assert!(read.record.work.issued.is_some());
    let read = one("@book{a, title = {a \\{ b}, year = 2000}\n");
    assert_eq!(read.record.work.title.unwrap().value, "a { b");
}

#[test]
fn dates_of_both_dialects() {
    for (fields, expected) in [
        ("year = 2010, month = jan", "2010-01"),
        ("year = {2010}, month = 1 # \"~jan\"", "2010-01-01"),
        ("year = 2010, month = {MAR 14}", "2010-03-14"),
        ("date = {2010-05/2010-07}", "2010"),
        ("date = {2010-05-03}, year = 2010", "2010-05-03"),
        ("date = {2010}, month = may", "2010"),
        ("year = {2010}, month = 5, day = 14", "2010-05-14"),
    ] {
        let read = one(&format!("@article{{k, title={{T}}, {fields}}}"));
        assert_eq!(read.record.work.issued.unwrap().value.to_string(), expected, "{fields}");
    }
    let read = one("@article{k, title={T}, year = {in press}}");
    assert_eq!(notes(&read), ["year: in press"]);
    assert_eq!(one("@article{k, title={T}, year = 1995b}").record.work.year_suffix.as_deref(), Some("b"));
}

#[test]
fn types_say_what_it_is() {
    for (entry, kind) in [
        ("@inproceedings{k, title={T}, booktitle={B}}", WorkKind::ConferencePaper),
        ("@conference{k, title={T}}", WorkKind::ConferencePaper),
        ("@phdthesis{k, title={T}, school={S}}", WorkKind::Thesis),
        ("@thesis{k, title={T}, type={mathesis}}", WorkKind::Thesis),
        ("@incollection{k, title={T}, booktitle={B}}", WorkKind::Chapter),
        ("@techreport{k, title={T}, number={7}}", WorkKind::Report),
        ("@online{k, title={T}}", WorkKind::Webpage),
        ("@software{k, title={T}}", WorkKind::Software),
        ("@dataset{k, title={T}}", WorkKind::Dataset),
        ("@misc{k, title={T}, eprint={2001.01234}, archiveprefix={arXiv}}", WorkKind::Preprint),
        ("@misc{k, title={T}}", WorkKind::Other),
        ("@set{k, entryset={a,b}}", WorkKind::Other),
        ("@article{k, title={T}, document_type={Review}}", WorkKind::Review),
        ("@article{k, title={T}, type={Editorial Material}}", WorkKind::Editorial),
    ] {
        assert_eq!(one(entry).record.work.kind, kind, "{entry}");
    }
    let thesis = one("@phdthesis{k, title={T}, school={Uni X}, address={Town}}").record.work;
    assert_eq!(thesis.genre.unwrap().value, "PhD thesis");
    assert_eq!(
        (thesis.publisher.unwrap().value.as_str(), thesis.publisher_place.unwrap().value.as_str()),
        ("Uni X", "Town")
    );
}

#[test]
fn editors_with_other_parts() {
    let work = one("@video{k, title={T}, editor={Roe, Ann}, editortype={director}}").record.work;
    assert_eq!(work.contributors[0].role, Role::Editor);
    assert_eq!(work.contributors[0].role_printed.as_deref(), Some("director"));
}

#[test]
fn what_stands_between_entries() {
    let text = "mail me@example.org {not an entry}\n@comment{@book{inside, title={No}}}\n@preamble{\"\\newcommand{\\x}{y}\"}\n% @book{out, title={No}}\n%@book{out2,\n% title={No}}\n@book{a, title={Yes}}\n@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n}\n";
    let mut reader = open(decode_bytes(text.as_bytes()).unwrap(), &Limits::default());
    let mut found = Vec::new();
    while let Some(item) = reader.next().unwrap() {
        let crate::import::Item::Record(record) = item else { panic!("{item:?}") };
        found.push(*record);
    }
    assert_eq!(keys(&found), ["a"]);
    assert_eq!(reader.about().notes.len(), 1);
}

#[test]
fn places_of_the_meeting_and_of_the_publisher() {
    let read = one("@inproceedings{k, title={T}, location={Calgary}, address={New York}, note={10.1000/a}}");
    assert_eq!(read.record.work.publisher_place.as_ref().unwrap().value, "New York");
    assert_eq!(notes(&read), ["location: Calgary"]);
    assert_eq!(read.record.work.identifiers[0].value.scheme, Scheme::Doi);
    let read = one("@book{k, title={T}, location={Calgary}}");
    assert_eq!(read.record.work.publisher_place.unwrap().value, "Calgary");
}

#[test]
fn macros_that_are_not_defined() {
    let read = one("@article{k, title={T}, journal = jomch, year = 1999}");
    assert_eq!(read.record.work.container_title.unwrap().value, "jomch");
    assert_eq!(read.findings.len(), 1);
}

#[test]
fn what_is_bibtex_and_what_is_not() {
    for text in [
        "@article{key,\n title = {T}}",
        "% a comment\n\n@string{a = \"b\"}\n",
        "This file was made by a program.\n\n@book{x,",
        "@comment{x}",
    ] {
        assert!(detect(text), "{text}");
    }
    for text in [
        "",
        "1. Smith J. A title. J Things. 2010;1:2.",
        "{\"a\": \"@article{key,\"}",
        "<html>@article{key,</html>",
        "TY  - JOUR\nAU  - Smith\n",
        "@media (max-width: 3px) {",
        "mail to @someone\n",
        "\\documentclass{article}\n\\begin{document}\n@article{key,",
        "# How to cite\n\n```bibtex\n@article{key,",
    ] {
        assert!(!detect(text), "{text}");
    }
}

#[test]
fn an_empty_file_has_no_records() {
    assert!(items_of(b"", open, &Limits::default()).is_empty());
    assert!(items_of(b"\n\n", open, &Limits::default()).is_empty());
}
