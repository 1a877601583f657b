//! `/works` and `/works/{doi}`.

use serde_json::{Value, json};

use super::super::server::{Reply, Request, decode};
use super::World;
use super::paper::{Paper, words};

pub fn answer(world: &World, request: &Request) -> Reply {
    let single = request.path.strip_prefix("/works/");
    let reply = match single {
        Some(doi) => one(world, &decode(doi, false)),
        None => list(world, request),
    };
    let polite = request.get("mailto").is_some();
    let pool = format!(
        "{}-{}",
        if polite { "polite" } else { "public" },
        if single.is_some() { "single" } else { "array" }
    );
    reply
        .header("x-api-pool", &pool)
        .header("x-rate-limit-limit", &world.rate.to_string())
        .header("x-rate-limit-interval", "1s")
        .header("x-concurrency-limit", if polite { "3" } else { "1" })
        .header("access-control-allow-origin", "*")
        .header("vary", "Accept-Encoding")
        .header("server", "Jetty(9.4.40.v20210413)")
}

fn one(world: &World, doi: &str) -> Reply {
    match world.by_doi(doi).filter(|paper| paper.in_crossref) {
        Some(paper) => {
            let body = json!({
                "status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work(paper, 1.0),
            });
            Reply::json(body.to_string())
        }
        // Plain text under the type of JSON.
        None => Reply::new(404, "application/json;charset=utf-8", "Resource not found."),
    }
}

fn list(world: &World, request: &Request) -> Reply {
    const KNOWN: [&str; 11] = [
        "filter",
        "query",
        "query.bibliographic",
        "query.title",
        "query.author",
        "query.container-title",
        "rows",
        "select",
        "mailto",
        "sort",
        "order",
    ];
    if let Some((name, _)) = request.query.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
        return failed("parameter-not-allowed", name, "This route does not support this parameter");
    }
    let rows = match request.get("rows").map_or(Ok(20), str::parse::<usize>) {
        Ok(rows) if rows <= 1000 => rows,
        _ => {
            let rows = request.get("rows").unwrap_or_default();
            return failed(
                "integer-not-valid",
                rows,
                "Integer must be a positive integer less than or equal to 1000",
            );
        }
    };
    let mut found: Vec<(f64, &Paper)> = world
        .papers
        .iter()
        .filter(|paper| paper.in_crossref && !paper.doi.is_empty())
        .map(|paper| (1.0, paper))
        .collect();
    if let Some(filter) = request.get("filter") {
        let mut dois = Vec::new();
        for part in filter.split(',') {
            match part.split_once(':') {
                Some(("doi", doi)) => dois.push(doi.to_lowercase()),
                _ => {
                    return failed(
                        "filter-not-available",
                        part,
                        "Filter specified but there is no such filter",
                    );
                }
            }
        }
        found.retain(|(_, paper)| dois.contains(&paper.doi.to_lowercase()));
        // In no order that the asker could count on.
        found.reverse();
    }
    let queries: Vec<String> = request
        .query
        .iter()
        .filter(|(name, _)| name.starts_with("query"))
        .flat_map(|(_, value)| words(value))
        .collect();
    if !queries.is_empty() {
        for (score, paper) in &mut found {
            *score = resemblance(paper, &queries);
        }
        found.retain(|(score, _)| *score > 0.0);
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    }
    let total = found.len();
    let mut items: Vec<Value> = found.iter().take(rows).map(|(score, paper)| work(paper, *score)).collect();
    if let Some(select) = request.get("select") {
        let keep: Vec<&str> = select.split(',').collect();
        for item in items.iter_mut().filter_map(Value::as_object_mut) {
            item.retain(|key, _| keep.contains(&key.as_str()));
        }
    }
    let body = json!({
        "status": "ok", "message-type": "work-list", "message-version": "1.0.0",
        "message": {
            "facets": {}, "total-results": total, "items": items, "items-per-page": rows,
            "query": {"start-index": 0, "search-terms": request.get("query.bibliographic")},
        },
    });
    Reply::json(body.to_string())
}

fn failed(kind: &str, value: &str, message: &str) -> Reply {
    let body = json!({
        "status": "failed", "message-type": "validation-failure",
        "message": [{"type": kind, "value": value, "message": message}],
    });
    Reply::new(400, "application/json;charset=utf-8", body.to_string())
}

/// Shared words, the rarer the more.
fn resemblance(paper: &Paper, query: &[String]) -> f64 {
    let authors: String = paper.authors.iter().map(|(family, _)| format!(" {family}")).collect();
    let text = format!(
        "{} {}{authors} {} {} {}",
        paper.title,
        paper.journal,
        paper.year,
        paper.volume,
        paper.first_page()
    );
    let own = words(&text);
    let shared = query.iter().filter(|word| own.contains(word));
    shared.map(|word| if word.len() > 3 { 8.0 } else { 2.0 }).sum()
}

fn work(paper: &Paper, score: f64) -> Value {
    let month = (paper.month > 0).then_some(u16::from(paper.month));
    let parts: Vec<u16> = std::iter::once(paper.year).chain(month).collect();
    let date = json!({"date-parts": [parts]});
    let moment = json!({"date-parts": [[2024, 1, 2]], "date-time": "2024-01-02T03:04:05Z", "timestamp": 1_704_164_645_000_u64});
    let authors: Vec<Value> = paper
        .authors
        .iter()
        .enumerate()
        .map(|(at, (family, given))| {
            let sequence = if at == 0 { "first" } else { "additional" };
            json!({"given": given, "family": family, "sequence": sequence, "affiliation": []})
        })
        .collect();
    let mut work = json!({
        "indexed": moment, "created": moment, "deposited": moment,
        "DOI": paper.doi, "URL": format!("https://doi.org/{}", paper.doi),
        "prefix": paper.doi.split('/').next(), "member": "1", "publisher": "Invented Press",
        "type": paper.kind, "source": "Crossref", "score": score,
        "title": [paper.title], "subtitle": [], "original-title": [], "short-title": [],
        "issued": date, "published": date, "published-print": date,
        "reference-count": 0, "references-count": 0, "is-referenced-by-count": 0,
        "content-domain": {"domain": [], "crossmark-restriction": false}, "relation": {},
        "resource": {"primary": {"URL": format!("https://example.org/{}", paper.doi)}},
    });
    let optional = [
        ("volume", json!(paper.volume), paper.volume.is_empty()),
        ("issue", json!(paper.issue), paper.issue.is_empty()),
        ("page", json!(paper.pages), paper.pages.is_empty()),
        ("author", json!(authors), authors.is_empty()),
        ("container-title", json!([paper.journal]), paper.journal.is_empty()),
        ("short-container-title", json!([paper.journal_short]), paper.journal_short.is_empty()),
        ("ISSN", json!([paper.issn]), paper.issn.is_empty()),
        ("issn-type", json!([{"type": "print", "value": paper.issn}]), paper.issn.is_empty()),
    ];
    for (name, value, _) in optional.into_iter().filter(|(_, _, empty)| !empty) {
        work[name] = value;
    }
    if let Value::Object(extra) = &paper.crossref_extra {
        for (name, value) in extra {
            work[name] = value.clone();
        }
    }
    work
}
