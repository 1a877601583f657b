//! The 18 references of the first list ever read must stay exact in every field.

use serde_json::Value;

use super::run::{Desk, refloom};

#[test]
fn every_field_of_the_seed_list() {
    let output = refloom(&["parse"], include_bytes!("../golden/seed.txt"));
    assert!(output.status.success());
    exact(&String::from_utf8(output.stdout).unwrap());
}

#[test]
fn every_field_when_it_is_read_as_a_list() {
    let desk = Desk::new();
    desk.write("seed.txt", include_bytes!("../golden/seed.txt"));
    exact(&desk.ok(&["parse", "seed.txt"]).out);
}

fn exact(stdout: &str) {
    let items: Vec<Value> = stdout.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let expected: Vec<Value> =
        include_str!("../golden/seed.csl.jsonl").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(items.len(), 18);
    for (mut item, expected) in items.into_iter().zip(expected) {
        let custom = item["custom"].as_object_mut().unwrap();
        assert!(custom.remove("confidence").unwrap().as_f64().unwrap() > 0.5);
        assert!(custom.remove("field-confidence").unwrap()["title"].as_f64().unwrap() > 0.5);
        assert_eq!(item, expected);
    }
}
