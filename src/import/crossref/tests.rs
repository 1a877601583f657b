use super::*;
use crate::import::tests::{items_of, parted, records_of, samples, shared};

#[test]
fn every_shape_of_file() {
    let work = r#"{"DOI":"10.1000/a","type":"journal-article","title":["A title"],"is-referenced-by-count":7,"member":"1"}"#;
    for text in [
        work.to_owned(),
        format!("{{\"status\":\"ok\",\"message-type\":\"work\",\"message\":{work}}}"),
        format!("{{\"status\":\"ok\",\"message\":{{\"total-results\":1,\"items\":[{work}]}}}}"),
        format!("[{work}]"),
        format!("{work}\n"),
        format!("{{\"items\":[{work}]}}"),
    ] {
        assert!(detect(&text), "{text}");
        let (records, broken) = parted(items_of(text.as_bytes(), open, &Limits::default()));
        assert!(broken.is_empty() && records.len() == 1, "{text}");
        let record = &records[0].record;
        assert_eq!(record.source, Source::Import);
        assert_eq!(records[0].label.as_deref(), Some("10.1000/a"));
        assert_eq!(record.counts[0].provider, Provider::Crossref);
        assert_eq!(record.cited_by_count, None);
    }
    assert!(!detect(r#"{"DOI":"10.1000/a","type":"article-journal","title":"A title","id":"x"}"#));
}

#[test]
fn what_is_no_work_is_told() {
    let (records, broken) =
        parted(items_of(b"[{\"x\":1},3,{\"DOI\":\"10.1000/a\"}]", open, &Limits::default()));
    assert_eq!((records.len(), broken.len()), (1, 2));
}

#[test]
fn the_samples() {
    let Some(samples) = samples("crossref_json") else { return };
    for sample in &samples {
        let (records, broken) = records_of(sample, open);
        assert_eq!((records.len().to_string(), broken.len()), (sample.records.clone(), 0), "{}", sample.file);
        assert!(detect(std::str::from_utf8(&sample.bytes).unwrap()), "{}", sample.file);
        assert!(records[0].record.work.title.is_some() && !records[0].record.work.contributors.is_empty());
    }
}

#[test]
fn recorded_works() {
    let Some(folder) = shared() else { return };
    for list in ["works", "lists"] {
        for file in std::fs::read_dir(folder.join("fixtures/crossref").join(list)).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let (records, broken) = parted(items_of(&bytes, open, &Limits::default()));
            if !records.is_empty() {
                assert!(broken.is_empty());
            }
        }
    }
}
