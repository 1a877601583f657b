//! What the words of the tables stand for.

use crate::model::{KeywordScheme, PartialDate, Role, Scheme, UpdateKind, WorkKind};

pub fn kind(word: &str) -> Option<WorkKind> {
    WorkKind::ALL.into_iter().find(|kind| kind.as_str() == word)
}

pub fn role(word: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.as_str() == word)
}

pub fn scheme(word: &str) -> Option<Scheme> {
    const ALL: [Scheme; 16] = [
        Scheme::Doi,
        Scheme::Pmid,
        Scheme::Pmcid,
        Scheme::Isbn,
        Scheme::Issn,
        Scheme::Arxiv,
        Scheme::Openalex,
        Scheme::S2,
        Scheme::Wos,
        Scheme::Scopus,
        Scheme::Lens,
        Scheme::Dimensions,
        Scheme::Mag,
        Scheme::Nct,
        Scheme::Url,
        Scheme::Other,
    ];
    ALL.into_iter().find(|scheme| scheme.as_str() == word)
}

pub fn keyword_scheme(word: &str) -> Option<KeywordScheme> {
    const ALL: [KeywordScheme; 7] = [
        KeywordScheme::Author,
        KeywordScheme::Mesh,
        KeywordScheme::KeywordsPlus,
        KeywordScheme::PublicationType,
        KeywordScheme::Chemical,
        KeywordScheme::Topic,
        KeywordScheme::Other,
    ];
    ALL.into_iter().find(|scheme| scheme.as_str() == word)
}

pub fn update(word: &str) -> Option<UpdateKind> {
    Some(match word {
        "retraction" => UpdateKind::Retraction,
        "withdrawal" => UpdateKind::Withdrawal,
        "partial_retraction" => UpdateKind::PartialRetraction,
        "expression_of_concern" => UpdateKind::ExpressionOfConcern,
        "correction" => UpdateKind::Correction,
        "reinstatement" => UpdateKind::Reinstatement,
        _ => return None,
    })
}

/// `2010`, `2010-05`, `2010-05-03`.
pub fn date(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse).transpose().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() { None } else { PartialDate::new(year, month, day) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::schema::{Domain, IdentifierRow, KeywordRow, Row, UpdateRow, WorkRow};

    fn listed<R: Row>(column: &str) -> &'static [&'static str] {
        let column = &R::TABLE.columns[R::TABLE.position(column).unwrap()];
        match column.domain {
            Domain::OneOf(words) => words,
            _ => panic!("{} is no list", column.name),
        }
    }

    /// A word that is added to the schema is added here.
    #[test]
    fn every_word_of_the_schema_is_known() {
        assert!(listed::<WorkRow>("type").iter().all(|word| kind(word).is_some()));
        assert!(listed::<IdentifierRow>("scheme").iter().all(|word| scheme(word).is_some()));
        assert!(listed::<KeywordRow>("scheme").iter().all(|word| keyword_scheme(word).is_some()));
        assert!(listed::<UpdateRow>("type").iter().all(|word| update(word).is_some()));
        assert_eq!(date("2010-05"), PartialDate::new(2010, Some(5), None));
        assert_eq!(date("2010-02-30"), None);
        assert_eq!(date("2010-05-03-1"), None);
    }
}
