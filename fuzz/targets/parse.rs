//! Any text is read, wholly and into one line.

#![no_main]

#[path = "../../tests/program/invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some(wrong) = invariants::broken(text) {
        panic!("{wrong}");
    }
});
