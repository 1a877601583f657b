//! The stages of Refloom that read text, under the program's own name so that its tests can be used here.

#[path = "../../src/documents/mod.rs"]
pub mod documents;
#[path = "../../src/export/mod.rs"]
pub mod export;
#[path = "../../src/import/mod.rs"]
pub mod import;
#[path = "../../src/ingest/mod.rs"]
pub mod ingest;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/normalize/mod.rs"]
pub mod normalize;
#[path = "../../src/parse/mod.rs"]
pub mod parse;
