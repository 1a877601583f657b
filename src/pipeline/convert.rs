use super::progress::Progress;
use super::{PipelineError, Plan, read};
use crate::model::{Format, Mention, Record, Source};
use crate::normalize::journals::Authority;

/// Reads the plan's sources and hands over every reference as a record, in their order, with its key where its file
/// gives keys to cite by. Nothing is merged, nobody is
/// asked and nothing is written but temporary files; the number of findings that a dataset would list is given back.
///
/// # Errors
/// When nothing could be read.
pub fn convert<E: From<PipelineError>>(
    plan: &Plan,
    authority: &Authority,
    progress: &dyn Progress,
    mut each: impl FnMut(Record, Option<String>) -> Result<(), E>,
) -> Result<u64, E> {
    let dir = std::env::temp_dir();
    let read = read::read(plan, authority, &dir, progress)?;
    let found = read.summary.issues.values().sum();
    let failed = |source| PipelineError::Spill { dir: dir.clone(), source };
    for mention in read.mentions.read().map_err(failed)? {
        let mention = mention.map_err(failed)?;
        let Mention { document, entry, reference, imported, is_citing, .. } = mention;
        let Some(document) = read.documents.get(document as usize) else { continue };
        // What a record cites is not what the file lists.
        if is_citing || document.source == "import" {
            continue;
        }
        let has_keys = matches!(document.document.format, Format::Bibtex | Format::CslJson | Format::CslYaml);
        let mut record = imported.map_or_else(Record::default, |record| *record);
        record.source = Source::Import;
        record.work = reference;
        each(record, entry.label.filter(|_| has_keys))?;
    }
    Ok(found)
}
