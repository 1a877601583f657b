//! Comparing journals: through the authority where it knows them, by their words where it does not.

use std::borrow::Cow;

use crate::model::{JournalHandle, JournalLink, Record, Reference};
use crate::normalize::fold::fold;
use crate::normalize::journals::Authority;
use crate::normalize::likeness::containers::alike;

/// Similarity of journals that the authority holds for one.
const ONE: f32 = 1.0;
/// What names are worth at most that the authority holds for two journals.
const TWO: f32 = 0.4;

/// A journal, by all that names it.
#[derive(Debug, Default)]
pub(super) struct Serial<'a> {
    handles: Cow<'a, [JournalHandle]>,
    nlm_ids: Vec<Cow<'a, str>>,
    issns: Vec<Cow<'a, str>>,
    /// Folded names.
    names: Vec<String>,
}

impl<'a> Serial<'a> {
    /// As a reference prints it.
    pub fn printed(reference: &'a Reference, authority: &Authority) -> Option<Self> {
        let name = fold(&reference.container_title.as_ref()?.value);
        let mut serial = Self { names: vec![name], ..Self::default() };
        serial.add_link(&reference.journal, authority);
        Some(serial)
    }

    /// As a record holds it.
    pub fn held(record: &'a Record, authority: &Authority) -> Option<Self> {
        let serial = &record.serial;
        let title = record.work.container_title.as_ref().map(|title| title.value.as_str());
        let names = [serial.abbreviation.as_deref(), title].into_iter().flatten().map(fold);
        let mut held = Self { names: names.filter(|name| !name.is_empty()).collect(), ..Self::default() };
        held.nlm_ids.extend(serial.nlm_id.as_deref().map(Cow::Borrowed));
        let issns = [&serial.issn_l, &serial.issn_print, &serial.issn_electronic].into_iter().flatten();
        held.issns.extend(issns.chain(&serial.issn_other).map(|issn| Cow::Borrowed(issn.as_str())));
        if serial.nlm_id.is_none() {
            let issn = held.issns.first().map(ToString::to_string);
            let link = match (&record.work.journal, title) {
                (JournalLink::NotAttempted, Some(title)) => authority.resolve(title, issn.as_deref()),
                (link, _) => link.clone(),
            };
            held.add_link(&link, authority);
        }
        (!held.names.is_empty() || !held.issns.is_empty() || !held.nlm_ids.is_empty()).then_some(held)
    }

    fn add_link(&mut self, link: &JournalLink, authority: &Authority) {
        self.handles = match link {
            JournalLink::Resolved { journal, .. } => Cow::Owned(vec![*journal]),
            JournalLink::Ambiguous { candidates, .. } => Cow::Owned(candidates.clone()),
            JournalLink::NotAttempted | JournalLink::Unresolved => return,
        };
        for handle in self.handles.iter() {
            let Some(journal) = authority.journal(*handle) else { continue };
            self.nlm_ids.extend(journal.nlm_id.map(Cow::Owned));
            self.issns
                .extend([journal.issn_print, journal.issn_electronic].into_iter().flatten().map(Cow::Owned));
        }
    }

    /// How alike a printed journal and a record's are.
    pub fn compare(&self, record: &Self) -> f32 {
        let shares = |one: &[Cow<'_, str>], two: &[Cow<'_, str>]| one.iter().any(|id| two.contains(id));
        if self.handles.iter().any(|handle| record.handles.contains(handle))
            || shares(&self.nlm_ids, &record.nlm_ids)
            || shares(&self.issns, &record.issns)
        {
            return ONE;
        }
        let pairs = self.names.iter().flat_map(|one| record.names.iter().map(move |two| alike(one, two)));
        let by_name = pairs.fold(0.0, f32::max);
        // One printed name that means one journal, and not this one.
        if self.handles.len() == 1 && !self.nlm_ids.is_empty() && !record.nlm_ids.is_empty() && by_name < ONE
        {
            return by_name.min(TWO);
        }
        by_name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, Serial as RecordSerial};

    fn printed(name: &str, authority: &Authority) -> Reference {
        Reference {
            container_title: Some(Field::given(name.to_owned())),
            journal: authority.resolve(name, None),
            ..Reference::default()
        }
    }

    fn record(title: &str, nlm_id: Option<&str>, issn: Option<&str>) -> Record {
        let serial = RecordSerial {
            nlm_id: nlm_id.map(str::to_owned),
            issn_print: issn.map(str::to_owned),
            ..RecordSerial::default()
        };
        let container_title = Some(Field::given(title.to_owned()));
        Record { serial, work: Reference { container_title, ..Reference::default() }, ..Record::default() }
    }

    fn alike(name: &str, record: &Record) -> f32 {
        let authority = Authority::embedded().unwrap();
        let reference = printed(name, &authority);
        Serial::printed(&reference, &authority).unwrap().compare(&Serial::held(record, &authority).unwrap())
    }

    #[test]
    fn one_journal_under_its_names_and_numbers() {
        let jco = [
            record(
                "Journal of clinical oncology : official journal of the American Society of Clinical Oncology",
                Some("8309333"),
                None,
            ),
            record("J Clin Oncol", None, Some("0732-183X")),
            record("Journal of Clinical Oncology", None, None),
        ];
        for record in jco {
            for name in ["J Clin Oncol", "J. Clin. Oncol.", "Journal of Clinical Oncology"] {
                assert!(alike(name, &record) > 0.99, "{name}");
            }
            assert!(alike("J Exp Med", &record) < 0.5);
            assert!(alike("Clin Oncol", &record) < 0.8);
        }
    }

    #[test]
    fn what_the_authority_does_not_know_is_compared_by_words() {
        let unknown = record("Annals of Imaginary Lichen Roofing", None, None);
        assert!(alike("Ann Imagin Lichen Roof", &unknown) > 0.85);
        assert!(alike("Ann Imagin Moss Roof", &unknown) < 0.85);
    }
}
