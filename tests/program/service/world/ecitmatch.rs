//! `ecitmatch.cgi`: lines of `journal|year|volume|first page|author|key|`, each answered with the line and a verdict.

use super::super::server::{Reply, Request};
use super::World;
use super::paper::Paper;

pub fn answer(world: &World, request: &Request) -> Reply {
    let data = request.get("bdata").unwrap_or_default();
    let lines = data.split(['\r', '\n']).filter(|line| !line.trim().is_empty());
    let answers: String = lines.map(|line| format!("{}\n", one(world, line))).collect();
    Reply::new(200, "text/plain; charset=UTF-8", answers)
}

fn one(world: &World, line: &str) -> String {
    let mut fields: Vec<&str> = line.split('|').collect();
    fields.resize(6, "");
    let [journal, year, volume, page, author, key] = fields[..] else { unreachable!() };
    let verdict = if !journal.is_empty() && !world.papers.iter().any(|paper| paper.is_in(journal)) {
        "NOT_FOUND;INVALID_JOURNAL".to_owned()
    } else {
        let fits = |paper: &&Paper| {
            paper.pmid.is_some()
                && (journal.is_empty() || paper.is_in(journal))
                && (year.is_empty() || paper.year.to_string() == year)
                && (volume.is_empty() || paper.volume == volume)
                && (page.is_empty() || paper.first_page() == page)
                && (author.is_empty() || paper.has_author(author))
        };
        let found: Vec<String> = world
            .papers
            .iter()
            .filter(fits)
            .filter_map(|paper| paper.pmid)
            .map(|pmid| pmid.to_string())
            .collect();
        match found.len() {
            0 => "NOT_FOUND".to_owned(),
            1 => found[0].clone(),
            2..=5 => format!("AMBIGUOUS {}", found.join(",")),
            many => format!("AMBIGUOUS ({many} citations)"),
        }
    };
    format!("{journal}|{year}|{volume}|{page}|{author}|{key}|{verdict}")
}
