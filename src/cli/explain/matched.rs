//! Which record a reference points to, and why.

use std::io::{self, Write};

use refloom::model::{Agreement, Candidate, Found, Issue};

/// The verdict in a sentence, then every record that was considered.
pub fn write(out: &mut impl Write, found: &Found, issues: &[Issue]) -> io::Result<()> {
    let resolution = &found.resolution;
    writeln!(out, "\nmatch       {}", resolution.status.as_str().replace('_', " "))?;
    writeln!(out, "            {}", resolution.sentence)?;
    for difference in &resolution.differences {
        let field = difference.field.in_words();
        let (printed, record) = (&difference.printed, &difference.record);
        writeln!(out, "            {field}: printed {printed}, in {} {record}", difference.source.as_str())?;
    }
    for candidate in &resolution.candidates {
        one(out, candidate)?;
    }
    for issue in issues {
        writeln!(out, "{}: {}", issue.code.as_str(), issue.message)?;
    }
    Ok(())
}

fn one(out: &mut impl Write, candidate: &Candidate) -> io::Result<()> {
    let id = candidate.identifier.as_ref();
    let id = id.map_or_else(|| "a record".to_owned(), |id| format!("{}:{}", id.scheme.as_str(), id.value));
    let (decision, rule) = (candidate.decision.as_str(), candidate.rule.as_str().replace('_', " "));
    writeln!(
        out,
        "{:<12}{id}  {decision} ({rule}), {:.2}, found by {}",
        candidate.source.as_str(),
        candidate.score,
        candidate.method.as_str().replace('_', " ")
    )?;
    let evidence = &candidate.evidence;
    let mut parts = Vec::new();
    let shares =
        [("title", evidence.title), ("first author", evidence.first_author), ("journal", evidence.journal)];
    parts.extend(shares.iter().filter_map(|(name, share)| share.map(|share| format!("{name} {share:.2}"))));
    parts.extend(evidence.year_diff.map(|years| format!("year {years:+}")));
    let places =
        [("volume", evidence.volume), ("first page", evidence.first_page), ("last page", evidence.last_page)];
    for (name, agreement) in places {
        let word = match agreement {
            Some(Agreement::Same) => "same",
            Some(Agreement::Close) => "close",
            Some(Agreement::Misprint) => "off by a misprint",
            Some(Agreement::Different) => "different",
            None => continue,
        };
        parts.push(format!("{name} {word}"));
    }
    writeln!(out, "            {}", parts.join(" · "))
}
