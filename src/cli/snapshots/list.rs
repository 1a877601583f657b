use std::io::{self, Write as _};

use refloom::dataset::{Facts, Snapshot, Snapshots};
use serde_json::json;

/// One line for each snapshot, the oldest first: as a table, or as JSON objects.
pub fn print(snapshots: &Snapshots, json: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    if !json && !snapshots.all().is_empty() {
        writeln!(
            out,
            "{:<27}{:<21}{:<8}{:<27}{:>10}{:>10}{:>9}{:>11}{:>11}",
            "snapshot", "finished", "mode", "refreshed", "references", "works", "changes", "size", "shared"
        )?;
    }
    for one in snapshots.all() {
        let facts = one.facts();
        if json {
            writeln!(out, "{}", as_json(one, &facts))?;
            continue;
        }
        let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let count = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        write!(
            out,
            "{:<27}{:<21}{:<8}{:<27}{:>10}{:>10}{:>9}{:>11}{:>11}",
            one.id,
            word(&facts.created),
            word(&facts.mode),
            word(&facts.parent),
            count(facts.references),
            count(facts.works),
            count(facts.changes),
            size(facts.bytes),
            size(facts.shared)
        )?;
        for (is, mark) in
            [(one.latest, "latest"), (one.pinned, "pinned"), (facts.damage.is_some(), "cannot be read")]
        {
            if is {
                write!(out, "  {mark}")?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn as_json(one: &Snapshot, facts: &Facts) -> serde_json::Value {
    json!({
        "id": one.id, "path": one.path, "latest": one.latest, "pinned": one.pinned,
        "created": facts.created, "mode": facts.mode, "parent": facts.parent,
        "references": facts.references, "works": facts.works, "changes": facts.changes,
        "bytes": facts.bytes, "shared_bytes": facts.shared, "damage": facts.damage,
    })
}

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_rounded() {
        assert_eq!([0, 999, 1500, 2_340_000].map(size), ["0 B", "999 B", "1.5 kB", "2.3 MB"]);
    }
}
