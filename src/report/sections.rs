use super::MOST_TOLD;
use crate::dataset::diff::{
    BeforeAfter, CountChange, Digest, DocumentTold, FieldChange, List, MatchChange, Merged, Notice,
    ReferenceTold, Update, Version, WorkTold,
};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Ours: written as it stands.
    Words(String),
    /// From the data: not to be trusted.
    Data(String),
}

/// A heading and what stands under it.
#[derive(Debug)]
pub struct Section {
    pub heading: String,
    pub items: Vec<Item>,
    /// How many more there are.
    pub unshown: u64,
}

/// A line with lines that belong to it.
#[derive(Debug, Default)]
pub struct Item {
    pub line: Vec<Part>,
    pub details: Vec<Vec<Part>>,
}

fn words(text: impl Into<String>) -> Part {
    Part::Words(text.into())
}

fn data(text: &str) -> Part {
    Part::Data(text.to_owned())
}

/// The sentence at the head, which is all there is where nothing changed.
pub fn opening(digest: &Digest) -> Vec<Part> {
    let between = |head: &str, tail: &str| {
        let mut line = vec![words(head)];
        version(&digest.old, &mut line);
        line.push(words(" and "));
        version(&digest.new, &mut line);
        line.push(words(tail));
        line
    };
    if digest.changed { between("Between ", ":") } else { between("Nothing changed between ", ".") }
}

fn version(version: &Version, line: &mut Vec<Part>) {
    line.push(data(&version.run_id));
    if let Some((day, _)) = version.created.split_once('T') {
        line.extend([words(" of "), data(day)]);
    }
}

/// Everything there is to tell, in the digest's order; sections without entries are left away.
pub fn sections(digest: &Digest) -> Vec<Section> {
    let mut all = Vec::new();
    list(&mut all, "Newly retracted, withdrawn or under concern", &digest.retracted, notice);
    list(&mut all, "Newly corrected", &digest.corrected, notice);
    list(&mut all, "Retractions and concerns taken back", &digest.taken_back, notice);
    list(&mut all, "References newly matched", &digest.matched, matched);
    list(&mut all, "References no longer matched", &digest.unmatched, matched);
    list(&mut all, "References matched otherwise", &digest.rematched, matched);
    list(&mut all, "Records merged", &digest.merged, merged);
    list(&mut all, "Fields that changed", &digest.fields, field);
    list(&mut all, "Counts that changed", &digest.counts, counted);
    list(&mut all, "References added", &digest.references_added, reference);
    list(&mut all, "References removed", &digest.references_removed, reference);
    list(&mut all, "References whose text changed", &digest.references_changed, reference);
    list(&mut all, "Documents added", &digest.documents_added, document);
    list(&mut all, "Documents removed", &digest.documents_removed, document);
    list(&mut all, "Documents that changed", &digest.documents_changed, document);
    let line = |line: Vec<Part>| Item { line, details: Vec::new() };
    let issues = digest.issues.iter().map(|issue| {
        line(vec![data(&issue.code), words(format!(": {} new, {} solved", issue.added, issue.solved))])
    });
    plain(&mut all, "Issues", issues);
    if digest.changed {
        totals(digest, &mut all);
    }
    let tables = digest.tables.iter().map(|table| {
        let counts =
            format!(": {} added, {} removed, {} modified", table.added, table.removed, table.modified);
        line(vec![data(&table.table), words(counts)])
    });
    plain(&mut all, "Rows by table", tables);
    plain(&mut all, "Not compared", digest.notes.iter().map(|note| line(vec![data(note)])));
    all
}

fn list<T>(all: &mut Vec<Section>, heading: &str, list: &List<T>, item: fn(&T) -> Item) {
    if list.is_empty() {
        return;
    }
    let items: Vec<Item> = list.entries.iter().take(MOST_TOLD).map(item).collect();
    let unshown = list.total.saturating_sub(items.len() as u64);
    all.push(Section { heading: format!("{heading} ({})", list.total), items, unshown });
}

fn plain(all: &mut Vec<Section>, heading: &str, items: impl Iterator<Item = Item>) {
    let items: Vec<Item> = items.collect();
    if !items.is_empty() {
        all.push(Section { heading: heading.to_owned(), items, unshown: 0 });
    }
}

fn totals(digest: &Digest, all: &mut Vec<Section>) {
    let totals = &digest.totals;
    let of = |what: &str, n: BeforeAfter| Item {
        line: vec![words(if n.old == n.new {
            format!("{what}: {}, as before", n.new)
        } else {
            format!("{what}: {}, before {}", n.new, n.old)
        })],
        details: Vec::new(),
    };
    let items = [
        of("documents", totals.documents),
        of("references", totals.references),
        of("matched references", totals.matched),
        of("works", totals.works),
        of("works known to be retracted", totals.retracted),
    ];
    plain(all, "Totals", items.into_iter());
}

/// Title, journal, year and identifiers.
fn work(work: &WorkTold, line: &mut Vec<Part>) {
    match &work.title {
        Some(title) => line.push(data(title)),
        None => line.push(data(&work.work_id)),
    }
    if let Some(journal) = &work.journal {
        line.extend([words(". "), data(journal)]);
    }
    if let Some(year) = &work.year {
        line.extend([words(", "), data(year)]);
    }
    if let Some(doi) = &work.doi {
        line.extend([words(" doi:"), data(doi)]);
    }
    if let Some(pmid) = &work.pmid {
        line.extend([words(" pmid:"), data(pmid)]);
    }
}

fn notice(notice: &Notice) -> Item {
    let mut item = Item::default();
    work(&notice.work, &mut item.line);
    if notice.is_new_work {
        item.line.push(words(" (new in the dataset)"));
    }
    if let Some(status) = notice.new_status.as_deref().filter(|s| notice.old_status.as_deref() != Some(s)) {
        let mut line = vec![words("status "), data(status)];
        if let Some(before) = &notice.old_status {
            line.extend([words(", before "), data(before)]);
        }
        item.details.push(line);
    }
    item.details.extend(notice.notices.iter().take(MOST_TOLD).map(update));
    item.details.extend(notice.cited_by.iter().take(MOST_TOLD).map(|cited| {
        let mut line = vec![words("cited by ")];
        place(cited, &mut line);
        line
    }));
    let unshown = notice.n_cited_by.saturating_sub(notice.cited_by.len().min(MOST_TOLD) as u64);
    if unshown > 0 {
        item.details.push(vec![words(format!("and by {unshown} more"))]);
    }
    item
}

fn update(update: &Update) -> Vec<Part> {
    let mut line = vec![data(&update.r#type.replace('_', " "))];
    if update.notice != "unknown" {
        line.extend([words(", notice "), data(&update.notice)]);
    }
    if let Some(date) = &update.date {
        line.extend([words(", "), data(date)]);
    }
    line.extend([words(", says "), data(&update.source)]);
    if let Some(reason) = &update.reason {
        line.extend([words(": "), data(reason)]);
    }
    line
}

/// Document and printed number.
fn place(reference: &ReferenceTold, line: &mut Vec<Part>) {
    line.push(data(&reference.document));
    if let Some(label) = &reference.label {
        line.extend([words(", "), data(label)]);
    }
}

fn reference(reference: &ReferenceTold) -> Item {
    let mut item = Item::default();
    place(reference, &mut item.line);
    item.line.extend([words(": "), data(&reference.raw)]);
    if let Some(before) = &reference.old_raw {
        item.details.push(vec![words("before: "), data(before)]);
    }
    item
}

fn matched(told: &MatchChange) -> Item {
    let mut item = Item::default();
    place(&told.reference, &mut item.line);
    item.line.extend([words(": "), data(&told.reference.raw)]);
    let status = |word: &str| data(&word.replace('_', " "));
    let mut line = vec![status(&told.new_status)];
    if told.old_status != told.new_status {
        line.extend([words(", before "), status(&told.old_status)]);
    }
    item.details.push(line);
    for (label, told) in [("now: ", &told.work), ("before: ", &told.old_work)] {
        if let Some(told) = told {
            let mut line = vec![words(label)];
            work(told, &mut line);
            item.details.push(line);
        }
    }
    item
}

fn merged(told: &Merged) -> Item {
    let mut item = Item::default();
    work(&told.work, &mut item.line);
    let mut line = vec![data(&told.field)];
    from_to(told.old.as_deref(), told.new.as_deref(), &mut line);
    item.details.push(line);
    item
}

fn from_to(old: Option<&str>, new: Option<&str>, line: &mut Vec<Part>) {
    line.push(words(": "));
    line.push(new.map_or_else(|| words("nothing"), data));
    line.push(words(", before "));
    line.push(old.map_or_else(|| words("nothing"), data));
}

fn field(told: &FieldChange) -> Item {
    let mut item = Item::default();
    work(&told.work, &mut item.line);
    let mut line = vec![data(&told.field)];
    from_to(told.old.as_deref(), told.new.as_deref(), &mut line);
    if let Some(source) = &told.source {
        line.extend([words(", says "), data(source)]);
    }
    item.details.push(line);
    item
}

fn counted(told: &CountChange) -> Item {
    let mut item = Item::default();
    work(&told.work, &mut item.line);
    let mut line = vec![data(&told.metric.replace('_', " "))];
    from_to(told.old.as_deref(), told.new.as_deref(), &mut line);
    line.extend([words(", says "), data(&told.source)]);
    if let Some(day) = &told.as_of {
        line.extend([words(" on "), data(day)]);
    }
    item.details.push(line);
    item
}

fn document(told: &DocumentTold) -> Item {
    let mut item = Item { line: vec![data(&told.path)], details: Vec::new() };
    if let Some(title) = &told.title {
        item.line.extend([words(": "), data(title)]);
    }
    item.line.extend([words(", "), data(&told.n_references), words(" references")]);
    if let Some(path) = &told.old_path {
        item.details.push(vec![words("before at "), data(path)]);
    }
    if !told.fields.is_empty() {
        item.details.push(vec![words("changed: "), data(&told.fields.join(", "))]);
    }
    item
}
