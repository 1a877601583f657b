//! What must hold for any text whatever. Used by the tests and by the fuzz targets.

use refloom::export::{csl_json, csv_row};
use refloom::model::{Entry, Field, Reference, Span};
use refloom::normalize::normalize;
use refloom::parse::{Parser, label};

/// Words that say how a reference is built and are part of no value: what announces a field, joins names, or says what
/// people did.
const SYNTAX: &str = "and und et e y en amp with al alii coll others colleagues u a autres \
    in dans ed eds éd éds edited editor editors by hrsg hrsgg hg hgg von v herausgegeben compiled dir dirs coord coords sous la direction de d l \
    par di cura trans transl translated translator translators trad traduit \
    vol vols volume volumes bd band tome t no nos nr n nº n° number issue iss fasc heft \
    bde num numéro hft p pp pg pgs page pages pag pág págs seiten s article number artn art id \
    doi digital object identifier https http dx org url www available online from at on via retrieved accessed accessible \
    downloaded disponible verfügbar sur unter last cited consulted consulté le viewed visited abgerufen am \
    arxiv preprint abs pdf com orcid pubmed central pmcid pmid pmc clinicaltrials gov isbn issn eissn pissn 10 13 \
    text abstract english french german spanish italian portuguese russian chinese japanese korean polish dutch swedish \
    danish norwegian finnish czech hungarian turkish greek";

/// Reads a text, and says what is wrong with the reading.
pub fn broken(text: &str) -> Option<String> {
    let entry = Entry { label: label::find(text).map(|l| l.text.to_owned()), ..Entry::from_line(text) };
    let printed = Parser::new().parse(&entry);
    let mut canonical = printed.clone();
    normalize(&mut canonical);
    for reference in [&printed, &canonical] {
        let wrong = outside(text, reference).or_else(|| unsure(reference)).or_else(|| lost(text, reference));
        if wrong.is_some() {
            return wrong;
        }
    }
    let mut again = canonical.clone();
    normalize(&mut again);
    if again != canonical {
        return Some(format!("canonical is not canonical: {canonical:?} and {again:?}"));
    }
    line(&canonical, &entry)
}

/// One line of JSON that gives the text back, and one row of CSV.
fn line(reference: &Reference, entry: &Entry) -> Option<String> {
    let Ok(line) = serde_json::to_string(&csl_json::item(reference, entry)) else {
        return Some("no JSON can be written".to_owned());
    };
    if line.contains('\n') {
        return Some(format!("more than one line: {line}"));
    }
    let item: Option<serde_json::Value> = serde_json::from_str(&line).ok();
    let raw = item.as_ref().and_then(|item| item["custom"]["raw"].as_str());
    if raw != Some(&entry.text) {
        return Some(format!("not the text: {line}"));
    }
    let cells = csv_row::row(reference, entry);
    let bare = cells.into_iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
    bare.map(|cell| format!("a spreadsheet would run {cell}"))
}

/// Every field's span and confidence.
fn fields(r: &Reference) -> Vec<(Option<Span>, Option<f32>)> {
    fn of<T>(field: &Field<T>) -> (Option<Span>, Option<f32>) {
        (field.span, field.confidence)
    }
    let texts = [
        &r.title,
        &r.container_title,
        &r.collection_title,
        &r.event_title,
        &r.volume,
        &r.issue,
        &r.supplement,
        &r.article_number,
        &r.edition,
        &r.publisher,
        &r.publisher_place,
        &r.genre,
    ];
    let mut out: Vec<_> = texts.into_iter().flatten().chain(&r.notes).map(of).collect();
    out.extend(r.contributors.iter().map(|c| of(&c.name)));
    out.extend(r.identifiers.iter().map(of));
    out.extend([&r.issued, &r.accessed].into_iter().flatten().map(of));
    out.extend(r.pages.iter().map(of));
    out
}

/// Spans that are none of this text.
fn outside(text: &str, reference: &Reference) -> Option<String> {
    fields(reference).iter().find_map(|(span, _)| match span {
        None => Some(format!("a field without a span in {reference:?}")),
        Some(span) => text.get(span.range()).is_none().then(|| format!("{span:?} is not inside the text")),
    })
}

/// Confidences that are no probabilities.
fn unsure(reference: &Reference) -> Option<String> {
    let all = fields(reference).into_iter().filter_map(|(_, c)| c).chain(reference.confidence);
    all.into_iter().find(|c| !(0.0..=1.0).contains(c)).map(|c| format!("a confidence of {c}"))
}

/// Letters and digits that are in no field and no note, and no syntax either.
fn lost(text: &str, reference: &Reference) -> Option<String> {
    let mut spans: Vec<Span> = fields(reference).into_iter().filter_map(|(span, _)| span).collect();
    spans.push(Span::new(0, label::find(text).map_or(0, |l| l.span.range().end)));
    spans.sort_unstable();
    spans.push(Span::new(text.len(), text.len()));
    let mut at = 0;
    for span in spans {
        let gap = text.get(at..span.range().start.max(at)).unwrap_or_default();
        at = at.max(span.range().end);
        for word in gap.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            // Two of them may be printed without a blank between: `Spmid`.
            let known = is_syntax(word)
                || word.char_indices().skip(1).any(|(i, _)| is_syntax(&word[..i]) && is_syntax(&word[i..]));
            // `2008b`, and `2008bPMID`.
            let letter = reference.year_suffix.as_deref().and_then(|letter| word.strip_prefix(letter));
            if !known && !letter.is_some_and(|rest| rest.is_empty() || is_syntax(rest)) {
                return Some(format!("{word} is lost in {reference:?}"));
            }
        }
    }
    None
}

fn is_syntax(word: &str) -> bool {
    let word = word.to_lowercase();
    SYNTAX.split_whitespace().any(|s| s == word)
}
