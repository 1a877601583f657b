use super::rule::Rule;
use super::traits::Traits;
use crate::model::{Name, Record, Reference, Role, Scheme, digest80};
use crate::normalize::fold::{fold, fold_run};

/// Everything a mention can be recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkKeys {
    /// Digests of what it may share with others, the most trusted first.
    pub links: Vec<(Rule, u64)>,
    /// Digest for the work's key, from the most trusted of them.
    pub id: [u8; 10],
    /// What is compared where no key is shared.
    pub traits: Traits,
}

/// Shorter folded titles ("Introduction", "Reply") are shared by works that have nothing else in common.
const SHORTEST_TITLE: usize = 20;

impl WorkKeys {
    /// The keys of a mention; `None` when nothing could be read from it.
    pub fn of(reference: &Reference, text: &str) -> Option<Self> {
        let mut keys: Vec<(Rule, String)> = Vec::new();
        for field in &reference.identifiers {
            let rule = match field.value.scheme {
                Scheme::Doi => Rule::Doi,
                Scheme::Pmid => Rule::Pmid,
                Scheme::Pmcid => Rule::Pmcid,
                Scheme::Arxiv => Rule::Arxiv,
                _ => continue,
            };
            keys.push((rule, field.value.value.clone()));
        }
        let year = reference.issued.as_ref().map(|d| d.value.year.to_string());
        let first = reference.with_role(Role::Author).next().map(|c| match &c.name.value {
            Name::Person(p) => fold(&p.family),
            Name::Group(name) => fold(name),
        });
        if let (Some(year), Some(first)) = (&year, &first) {
            keys.extend(title_key(reference, year, first).map(|key| (Rule::Title, key)));
            keys.extend(locator_key(reference, year, first).map(|key| (Rule::Locator, key)));
        }
        let anything = year.is_some()
            || first.is_some()
            || reference.title.is_some()
            || reference.container_title.is_some()
            || !reference.identifiers.is_empty();
        let text = fold(text);
        if keys.is_empty() && anything && !text.is_empty() {
            keys.push((Rule::Text, text));
        }
        Self::from_keys(keys, || Traits::of(reference))
    }

    /// The keys of a mention whose records were accepted: the records' identifiers stand for the printed ones of the
    /// same kind, so that mentions of one record meet however they were printed.
    pub fn matched(reference: &Reference, text: &str, records: &[&Record]) -> Option<Self> {
        let mut known = reference.clone();
        let given: Vec<_> = records.iter().flat_map(|r| r.work.identifiers.iter().cloned()).collect();
        known.identifiers.retain(|printed| given.iter().all(|id| id.value.scheme != printed.value.scheme));
        known.identifiers.extend(given);
        // Two records may give two identifiers of a kind; the first is the key.
        let mut seen = Vec::new();
        known.identifiers.retain(|id| {
            let first = !seen.contains(&id.value.scheme);
            seen.push(id.value.scheme);
            first
        });
        Self::of(&known, text)
    }

    fn from_keys(mut keys: Vec<(Rule, String)>, traits: impl FnOnce() -> Traits) -> Option<Self> {
        keys.sort_by_key(|(rule, _)| *rule);
        let digests: Vec<_> =
            keys.iter().map(|(rule, key)| (*rule, digest80(&[rule.as_str(), key]))).collect();
        let id = digests.first()?.1;
        let links = digests.iter().map(|(rule, digest)| (*rule, short(digest))).collect();
        Some(Self { links, id, traits: traits() })
    }
}

fn title_key(reference: &Reference, year: &str, first: &str) -> Option<String> {
    let title = fold_run(&reference.title.as_ref()?.value);
    // A meeting abstract and the paper that follows it may carry one title.
    (title.chars().count() >= SHORTEST_TITLE)
        .then(|| format!("{title}|{year}|{first}|{}", reference.kind.csl()))
}

fn locator_key(reference: &Reference, year: &str, first: &str) -> Option<String> {
    let container = fold(&reference.container_title.as_ref()?.value);
    let volume = fold(&reference.volume.as_ref()?.value);
    let supplement = reference.supplement.as_ref().map(|s| fold(&s.value)).unwrap_or_default();
    let page = match (&reference.pages, &reference.article_number) {
        (Some(pages), _) => fold(&pages.value.first),
        (None, Some(number)) => fold(&number.value),
        (None, None) => return None,
    };
    Some(format!("{container}|{year}|{volume}|{supplement}|{page}|{first}"))
}

fn short(digest: &[u8; 10]) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Field, PartialDate, Span};

    #[test]
    fn nothing_read_gives_no_key() {
        assert_eq!(WorkKeys::of(&Reference::default(), "???"), None);
    }

    #[test]
    fn a_title_alone_is_known_by_the_text() {
        let title = Field::printed("Introduction".to_owned(), Span::new(0, 12), 1.0);
        let reference = Reference { title: Some(title), ..Reference::default() };
        let keys = WorkKeys::of(&reference, "Introduction.").unwrap();
        assert_eq!(keys.links.len(), 1);
        assert_eq!(keys.links[0].0, Rule::Text);
    }

    #[test]
    fn the_year_alone_is_enough_to_make_a_row() {
        let issued = Some(Field::printed(PartialDate::year(1999), Span::new(0, 4), 1.0));
        assert!(WorkKeys::of(&Reference { issued, ..Reference::default() }, "1999").is_some());
    }
}
