//! Real files that lie beside the project, not in it. Skipped, and said so, where they are not there.

use crate::import::Imported;
use crate::import::bibtex::{detect, open};
use crate::import::tests::{records_of, samples};
use crate::ingest::decode_bytes;
use crate::model::{Name, Scheme, WorkKind};

#[test]
fn every_sample_has_the_records_of_its_index() {
    let Some(samples) = samples("bib") else { return };
    for sample in &samples {
        let (records, broken) = records_of(sample, open);
        assert_eq!(
            (records.len().to_string(), broken.as_slice()),
            (sample.records.clone(), [].as_slice()),
            "{}",
            sample.file
        );
        let mut text = String::new();
        std::io::Read::read_to_string(&mut decode_bytes(&sample.bytes).unwrap(), &mut text).unwrap();
        assert!(detect(&text), "{}", sample.file);
        for record in &records {
            let titled = record.record.work.title.is_some() || !record.record.work.contributors.is_empty();
            let told = titled || record.record.abstract_text.is_some();
            assert!(told || record.record.work.kind == WorkKind::Other, "{} {:?}", sample.file, record.label);
            let all = format!("{:?}", record.record);
            assert!(
                !all.contains("\\\\textit") && !all.contains("{\\\\"),
                "{} {:?} {all}",
                sample.file,
                record.label
            );
        }
    }
}

/// The record with a key in the sample whose name holds some words.
fn record(words: &str, key: &str) -> Option<Imported> {
    let samples = samples("bib")?;
    let sample = samples.iter().find(|s| s.file.contains(words)).unwrap();
    records_of(sample, open).0.into_iter().find(|r| r.label.as_deref() == Some(key))
}

#[test]
fn fields_of_real_records() {
    if samples("bib").is_none() {
        return;
    }
    let title = |r: &Imported| r.record.work.title.as_ref().map(|t| t.value.clone()).unwrap_or_default();
    let aksin = record("bibteximporter", "aksin").unwrap();
    let names: Vec<String> = aksin.record.work.contributors.iter().map(|c| c.name.value.display()).collect();
    assert_eq!(names.first().map(String::as_str), Some("Aksın, Özge"));
    assert_eq!(names.last().map(String::as_str), Some("Özkal, Erhan"));
    let councils = record("literal_names", "sasson_increasing_2013").unwrap();
    assert!(
        councils
            .record
            .work
            .identifiers
            .iter()
            .any(|i| i.value.scheme == Scheme::Pmid && i.value.value == "23439512")
    );
    assert_eq!(
        councils.record.work.contributors.iter().filter(|c| matches!(c.name.value, Name::Group(_))).count(),
        5
    );
    let bonca = record("math_formatting_lost", "Bonca:2012in").unwrap();
    assert!(title(&bonca).contains("Driven t-J Models"), "{}", title(&bonca));
    let mouse = record("bib_data", "mouse;2015").unwrap();
    assert_eq!(mouse.record.work.issued.as_ref().unwrap().value.to_string(), "2015");
    assert!(mouse.record.work.container_title.as_ref().unwrap().value.starts_with("Proceedings of the 34th"));
    let part = record("child_items", "incollection").unwrap();
    assert!(part.record.work.container_title.as_ref().unwrap().value.starts_with("Global Civil Society"));
    assert_eq!(part.record.work.publisher.as_ref().unwrap().value, "Kumarian Press");
    let round = record("round_instead", "McDermott:72").unwrap();
    assert_eq!(round.record.work.contributors.len(), 2);
    let born = record("biblatex-input", "cdli:Born2019").unwrap();
    assert!(born.record.work.authors_truncated);
    let xenopus = record("biblatex-input", "hutchinson:article").unwrap();
    // The misprint is the file's.
    assert!(title(&xenopus).ends_with("Xenopos laevis"), "{}", title(&xenopus));
    assert!(xenopus.record.work.identifiers.iter().any(|i| i.value.scheme == Scheme::Pmid));
    let dated = record("3514", "Hauck_2011").unwrap();
    assert_eq!(dated.record.work.issued.as_ref().unwrap().value.to_string(), "2011");
    assert_eq!(dated.record.work.publisher.as_ref().unwrap().value, "Território das Artes");
}
