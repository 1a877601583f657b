//! The commands that are disturbed: one entry each.

use super::super::list::list;
use super::super::run::project;
use super::scene::{Scenario, Stage};

/// What is disturbed. A scenario whose command this program does not know yet is told and passed over.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "first run",
        args: &["dataset", "a.txt", "b.txt", "--reproducible"],
        asks: false,
        goes_back: false,
        prepare: |stage| inputs(stage, 12),
        needs: None,
    },
    Scenario {
        name: "second run, inputs changed",
        args: &["dataset", "a.txt", "b.txt", "--reproducible"],
        asks: false,
        goes_back: false,
        prepare: |stage| {
            inputs(stage, 9);
            stage.ok(&["dataset", "a.txt", "b.txt", "--reproducible"]);
            inputs(stage, 12);
        },
        needs: None,
    },
    Scenario {
        name: "second run, asking services",
        args: ASK,
        asks: true,
        goes_back: false,
        prepare: asked_about_half,
        needs: None,
    },
    Scenario {
        name: "refresh, asking services",
        args: &["refresh", "--reproducible"],
        asks: true,
        goes_back: true,
        prepare: asked_about_half,
        needs: Some(&["refresh", "--help"]),
    },
];

const ASK: &[&str] =
    &["dataset", "list.txt", "--enrich", "pubmed,crossref", "--format", "csv", "--reproducible"];

fn inputs(stage: &Stage, references: usize) {
    stage.desk.write("a.txt", list(references));
    stage
        .desk
        .write("b.txt", "References\n\n1. Moreau B. Sleep quality in rural clinics. Lancet 1999; 3:90.\n");
}

/// The first half of the seed list was asked about before; now the whole of it is there.
fn asked_about_half(stage: &Stage) {
    let text = std::fs::read_to_string(project("data/uptodate-interleukin-2-melanoma.txt")).unwrap();
    let half = text.find("\n    9. ").or_else(|| text.find(" 9. ")).unwrap();
    stage.desk.write("list.txt", &text[..half]);
    stage.ok(ASK);
    stage.desk.write("list.txt", &text);
}
