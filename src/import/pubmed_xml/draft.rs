//! A record under construction.

use crate::model::{
    Contributor, Field, Identifier, Keyword, KeywordScheme, PartialDate, PersonDetails, Record, Scheme,
};

/// A record, and what has to be known of all its parts before it can be finished.
#[derive(Default)]
pub(in crate::import) struct Draft {
    pub(in crate::import) record: Record,
    /// The PMID.
    pub(in crate::import) pmid: Option<String>,
    /// Date of the issue or the book.
    pub(in crate::import) printed: Option<PartialDate>,
    /// The article has no printed form, so its publisher's item number may be what is cited for a page.
    pub(in crate::import) electronic_only: bool,
    /// The publisher's item number among the electronic locations.
    pub(in crate::import) item_number: Option<String>,
    /// Title as it stands, and the one in the language of publication.
    pub(in crate::import) title: Option<String>,
    pub(in crate::import) title_vernacular: Option<String>,
    /// Abstract in another language or by somebody else, for want of one.
    pub(in crate::import) other_abstract: Option<String>,
    /// A chapter or a book, not a journal's article.
    pub(in crate::import) is_book: bool,
    /// The book that holds the chapter.
    pub(in crate::import) book_title: Option<String>,
}

impl Draft {
    /// Adds somebody with what is said of them.
    pub(in crate::import) fn person(&mut self, contributor: Contributor, details: PersonDetails) {
        let before = self.record.work.contributors.len();
        self.record.work.contributors.push(contributor);
        // Shorter where nothing is said: filled up only when there is something to say.
        if details != PersonDetails::default() {
            self.record.people.resize_with(before, PersonDetails::default);
            self.record.people.push(details);
        }
    }

    /// Adds an identifier as it stands; it is made canonical, and seen to be there once, at the end.
    pub(in crate::import) fn identifier(&mut self, scheme: Scheme, raw: String) {
        if !raw.is_empty() {
            self.record.work.identifiers.push(Field::given(identifier(scheme, raw)));
        }
    }

    /// Adds an identifier for which we have no scheme, under its own name.
    pub(in crate::import) fn other_identifier(&mut self, name: &str, raw: &str) {
        if !raw.is_empty() {
            self.identifier(Scheme::Other, format!("{name}:{raw}"));
        }
    }

    /// Adds a keyword without qualifier.
    pub(in crate::import) fn keyword(
        &mut self,
        scheme: KeywordScheme,
        term: String,
        term_id: Option<String>,
        is_major: Option<bool>,
    ) {
        if !term.is_empty() {
            let keyword = Keyword { scheme, term, term_id, qualifier: None, qualifier_id: None, is_major };
            self.record.keywords.push(keyword);
        }
    }

    /// Keeps what no field takes.
    pub(in crate::import) fn note(&mut self, text: String) {
        if !text.is_empty() {
            self.record.work.notes.push(Field::given(text));
        }
    }
}

/// An identifier as it stands.
pub(in crate::import) fn identifier(scheme: Scheme, raw: String) -> Identifier {
    Identifier { scheme, value: raw.clone(), raw }
}
