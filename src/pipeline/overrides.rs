//! A person's corrections: read before the tables are written, told of afterwards.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read as _;

use super::PipelineError;
use super::plan::Plan;
use super::read::{Read, spill_error};
use crate::merge::{Overrides, WorkNames, reference_id};
use crate::model::{Issue, Mention, Work};

/// Longest file that is read: people write these by hand.
const MOST: u64 = 64 << 20;

/// The corrections, and which of them were used.
#[derive(Debug, Default)]
pub struct Corrections {
    overrides: Overrides,
    used: HashSet<u32>,
}

/// Reads the plan's corrections; lines that cannot be applied are findings.
pub fn read(plan: &Plan, read: &mut Read) -> Result<Corrections, PipelineError> {
    let Some(file) = &plan.overrides else { return Ok(Corrections::default()) };
    let failed = |source| PipelineError::Overrides { path: file.path.clone(), source };
    let mut bytes = Vec::new();
    File::open(&file.path).map_err(failed)?.take(MOST).read_to_end(&mut bytes).map_err(failed)?;
    let (overrides, issues) = Overrides::parse(&bytes, &file.shown_as);
    for issue in issues {
        read.summary.note(&issue);
        read.issues.push(&issue).map_err(spill_error(&plan.out))?;
    }
    Ok(Corrections { overrides, used: HashSet::new() })
}

impl Corrections {
    /// Applies what is said of a work.
    pub fn apply(&mut self, work: &mut Work, mentions: &[Mention], documents: &[String]) {
        if self.overrides.is_empty() {
            return;
        }
        let mentions = mentions.iter().filter(|mention| !mention.is_citing);
        let mut names = WorkNames::default();
        for mention in mentions {
            let document = documents.get(mention.document as usize).map_or("", String::as_str);
            names.references.push(reference_id(document, mention.entry.seq));
            names.texts.push(&mention.entry.text);
        }
        self.used.extend(self.overrides.apply(work, &names));
    }

    /// A finding for each line that was about nothing.
    pub fn unused(&self) -> Vec<Issue> {
        self.overrides.unused(&self.used)
    }
}
