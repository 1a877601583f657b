//! The converter of identifiers, which repeats in its answer what it was asked, sender and all.

use serde_json::json;

use super::super::server::{Reply, Request};
use super::World;

pub fn answer(world: &World, request: &Request) -> Reply {
    let asked: Vec<String> =
        request.query.iter().map(|(name, value)| format!("{name}={}", value.replace('@', "%40"))).collect();
    let records: Vec<_> = request
        .get("ids")
        .unwrap_or_default()
        .split(',')
        .map(|id| match world.in_pmc(id) {
            Some(paper) => json!({
                "pmcid": paper.pmcid, "pmid": paper.pmid.map(|pmid| pmid.to_string()), "doi": paper.doi,
                "requested-id": id,
            }),
            None => {
                json!({"requested-id": id, "status": "error", "errmsg": "Identifier not found in PMC"})
            }
        })
        .collect();
    let body = json!({
        "status": "ok", "response-date": "2026-01-01 00:00:00", "request": asked.join(";"), "records": records,
    });
    Reply::new(200, "application/json; charset=ISO-8859-1", body.to_string())
}
