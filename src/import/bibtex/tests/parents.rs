//! What entries take over from others.

use super::{keys, read};
use crate::import::bibtex::open;
use crate::import::tests::{items_of, parted};
use crate::ingest::Limits;

const CHILD: &str = "@inproceedings{child, author={Roe, A}, title={Part}, pages={1--9}, crossref={whole}}\n";
const PARENT: &str = "@proceedings{whole, title={Meeting}, editor={Doe, B}, year=2010, publisher={House}, doi={10.1000/whole}}\n";

#[test]
fn before_and_behind() {
    for text in [format!("{CHILD}{PARENT}"), format!("{PARENT}{CHILD}")] {
        let (records, broken) = read(&text);
        assert_eq!((records.len(), broken.len()), (2, 0));
        let child = records.iter().find(|r| r.label.as_deref() == Some("child")).unwrap();
        let work = &child.record.work;
        assert_eq!(work.title.as_ref().unwrap().value, "Part");
        assert_eq!(work.container_title.as_ref().unwrap().value, "Meeting");
        assert_eq!(work.issued.as_ref().unwrap().value.to_string(), "2010");
        assert_eq!(work.publisher.as_ref().unwrap().value, "House");
        assert_eq!(work.contributors.len(), 2);
        // The whole is not the part.
        assert!(work.identifiers.is_empty());
        assert!(child.findings.is_empty());
        let order = if text.starts_with(CHILD) { ["child", "whole"] } else { ["whole", "child"] };
        assert_eq!(keys(&records), order);
    }
}

#[test]
fn data_that_is_no_record() {
    let (records, _) = read(
        "@book{a, title={T}, xdata={house, place}}\n@xdata{house, publisher={House}, xdata={more}}\n@xdata{place, location={Town}}\n@xdata{more, series={S}}\n",
    );
    assert_eq!(keys(&records), ["a"]);
    let work = &records[0].record.work;
    assert_eq!(work.publisher.as_ref().unwrap().value, "House");
    assert_eq!(work.publisher_place.as_ref().unwrap().value, "Town");
    assert_eq!(work.collection_title.as_ref().unwrap().value, "S");
}

#[test]
fn nobody_there() {
    let (records, broken) = read("@inbook{a, title={T}, crossref={gone}}\n@book{b, title={U}}\n");
    assert_eq!((keys(&records), broken.len()), (vec!["a", "b"], 0));
    assert_eq!((records[0].findings.len(), records[0].findings[0].observed.as_str()), (1, "gone"));
}

#[test]
fn circles_end() {
    let (records, _) = read(
        "@book{a, title={T}, crossref={b}}\n@book{b, title={U}, crossref={a}}\n@book{c, title={V}, crossref={c}}\n",
    );
    assert_eq!(keys(&records), ["a", "b", "c"]);
}

#[test]
fn too_far_away_is_told() {
    let filler: String = (0..2_000)
        .fold(String::new(), |text, n| text + "@article{f" + &n.to_string() + ", title={T}, year=2000}\n");
    let limits = Limits { record_bytes: 20_000, ..Limits::default() };
    let (records, broken) = parted(items_of(format!("{CHILD}{filler}{PARENT}").as_bytes(), open, &limits));
    assert_eq!((records.len(), broken.len()), (2_002, 0));
    assert_eq!(records[0].findings.len(), 1);
    // A book and the like is remembered for longer than that.
    let (records, _) = parted(items_of(format!("{PARENT}{filler}{CHILD}").as_bytes(), open, &limits));
    assert_eq!(records.last().unwrap().record.work.container_title.as_ref().unwrap().value, "Meeting");
}
