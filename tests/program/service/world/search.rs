//! PubMed's query language, as much as a client sends: `(words[ti] OR "a phrase"[ti]) AND Smith J[au] AND 2010[dp]`.

use super::paper::{Paper, fold, words};

/// A query, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    All(Vec<Query>),
    Any(Vec<Query>),
    Not(Box<Query>),
    Term { text: String, field: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term { text: String, field: String },
}

/// Takes a query apart; `None` where it makes no sense.
pub fn parse(text: &str) -> Option<Query> {
    let tokens = tokens(text)?;
    let mut at = 0;
    let query = group(&tokens, &mut at)?;
    (at == tokens.len()).then_some(query)
}

/// Terms from left to right, as PubMed reads them: operators bind equally.
fn group(tokens: &[Token], at: &mut usize) -> Option<Query> {
    let mut left = operand(tokens, at)?;
    while let Some(token) = tokens.get(*at) {
        match token {
            Token::Close => break,
            Token::And => {
                *at += 1;
                left = Query::All(vec![left, operand(tokens, at)?]);
            }
            Token::Or => {
                *at += 1;
                left = Query::Any(vec![left, operand(tokens, at)?]);
            }
            Token::Not => {
                *at += 1;
                left = Query::All(vec![left, Query::Not(Box::new(operand(tokens, at)?))]);
            }
            // Side by side is AND.
            Token::Open | Token::Term { .. } => left = Query::All(vec![left, operand(tokens, at)?]),
        }
    }
    Some(left)
}

fn operand(tokens: &[Token], at: &mut usize) -> Option<Query> {
    let token = tokens.get(*at)?;
    *at += 1;
    match token {
        Token::Term { text, field } => Some(Query::Term { text: text.clone(), field: field.clone() }),
        Token::Open => {
            let inner = group(tokens, at)?;
            *at += 1;
            (tokens.get(*at - 1) == Some(&Token::Close)).then_some(inner)
        }
        _ => None,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    let mut term = String::new();
    let end = |term: &mut String, tokens: &mut Vec<Token>, field: &str| {
        let text = std::mem::take(term);
        if !text.trim().is_empty() {
            tokens.push(Token::Term { text: text.trim().to_owned(), field: field.to_lowercase() });
        }
    };
    while let Some(c) = rest.chars().next() {
        match c {
            '(' | ')' => {
                end(&mut term, &mut tokens, "");
                tokens.push(if c == '(' { Token::Open } else { Token::Close });
                rest = &rest[1..];
            }
            '"' => {
                let length = rest[1..].find('"')?;
                term.push_str(&rest[1..=length]);
                rest = &rest[length + 2..];
            }
            '[' => {
                let length = rest.find(']')?;
                end(&mut term, &mut tokens, &rest[1..length]);
                rest = &rest[length + 1..];
            }
            _ => {
                let word = rest.split([' ', '(', ')', '[', '"']).next()?;
                let operator = match word {
                    "AND" => Some(Token::And),
                    "OR" => Some(Token::Or),
                    "NOT" => Some(Token::Not),
                    _ => None,
                };
                if let Some(operator) = operator {
                    end(&mut term, &mut tokens, "");
                    tokens.push(operator);
                    rest = &rest[word.len()..];
                } else {
                    let length = word.len().max(c.len_utf8());
                    term.push_str(&rest[..length]);
                    rest = &rest[length..];
                }
            }
        }
    }
    end(&mut term, &mut tokens, "");
    Some(tokens)
}

/// Whether a paper is found.
pub fn finds(query: &Query, paper: &Paper) -> bool {
    match query {
        Query::All(parts) => parts.iter().all(|part| finds(part, paper)),
        Query::Any(parts) => parts.iter().any(|part| finds(part, paper)),
        Query::Not(part) => !finds(part, paper),
        Query::Term { text, field } => has(paper, text, field),
    }
}

fn has(paper: &Paper, text: &str, field: &str) -> bool {
    let field = field.split(':').next().unwrap_or_default();
    match field {
        "ti" | "title" | "tiab" | "title/abstract" => holds(&paper.title, text),
        "au" | "author" | "auth" | "fau" => paper.has_author(text),
        "1au" | "first author" | "author - first" => paper.first_author_is(text),
        "dp" | "pdat" | "date - publication" | "publication date" => in_years(paper.year, text),
        "ta" | "journal" | "jour" | "so" => paper.is_in(text),
        "vi" | "volume" => paper.volume.eq_ignore_ascii_case(text),
        "ip" | "issue" => paper.issue.eq_ignore_ascii_case(text),
        "pg" | "pagination" | "page" => paper.first_page().eq_ignore_ascii_case(text),
        "pmid" | "uid" => paper.pmid.is_some_and(|pmid| pmid.to_string() == text),
        "doi" | "aid" | "lid" | "article identifier" | "location id" => paper.doi.eq_ignore_ascii_case(text),
        "" | "all" | "all fields" => {
            let all = format!(
                "{} {} {} {} {}",
                paper.title, paper.journal, paper.journal_short, paper.year, paper.doi
            );
            let authors: String =
                paper.authors.iter().map(|(family, given)| format!(" {family} {given}")).collect();
            holds(&format!("{all}{authors}"), text)
        }
        _ => false,
    }
}

/// `2010`, `2010:2012`, `2010/05/01:2012`.
fn in_years(year: u16, text: &str) -> bool {
    let of = |date: &str| date.trim().get(..4)?.parse::<u16>().ok();
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    of(from).zip(of(to)).is_some_and(|(from, to)| (from..=to).contains(&year))
}

/// Words too common to be searched for.
const IGNORED: [&str; 14] =
    ["a", "an", "and", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"];

fn holds(text: &str, wanted: &str) -> bool {
    let text = words(text);
    let truncated = wanted.ends_with('*');
    let mut wanted = words(&fold(wanted));
    let last = truncated.then(|| wanted.pop()).flatten();
    wanted.retain(|word| !IGNORED.contains(&word.as_str()));
    wanted.iter().all(|word| text.contains(word))
        && last.is_none_or(|last| text.iter().any(|word| word.starts_with(&last)))
}
