//! `<DocSum>` of version 1.0 of `esummary`, with its named `<Item>`s, and `<DocumentSummary>` of version 2.0.

use crate::import::draft::{Draft, Medium, Slot};
use crate::import::xml::Element;
use crate::model::{DateKind, Metric, Name, PersonDetails, Provider, Role, Scheme, Serial};
use crate::normalize::names;

/// Reads a summary.
pub(super) fn read(tree: &Element) -> Result<Draft, String> {
    let mut draft = Draft::new();
    if let Some(error) = tree.child("error") {
        return Err(format!(
            "PubMed answered for this record with an error: {}; it was left out",
            error.text()
        ));
    }
    let id = match tree.attribute("uid") {
        "" => tree.text_of("Id"),
        uid => uid.to_owned(),
    };
    draft.identifier(Scheme::Pmid, &id);
    draft.label = (!id.is_empty()).then_some(id);
    let mut fields = Fields::default();
    if tree.name == "DocSum" {
        for item in tree.all("Item") {
            read_item(item.attribute("Name"), item, &mut fields, &mut draft);
        }
    } else {
        for child in tree.children() {
            read_item(&child.name, child, &mut fields, &mut draft);
        }
    }
    if draft.record.work.title.is_none()
        && draft.record.work.container_title.is_none()
        && fields.source.is_empty()
    {
        return Err("this summary is not one of PubMed's: it has neither title nor journal; it was left out"
            .to_owned());
    }
    fields.finish(&mut draft);
    Ok(draft)
}

/// What can only be told once everything has been read.
#[derive(Default)]
struct Fields {
    source: String,
    full_journal: String,
    issn: String,
    essn: String,
}

impl Fields {
    fn finish(self, draft: &mut Draft) {
        let Self { source, full_journal, issn, essn } = self;
        draft.set(Slot::Container, if full_journal.is_empty() { &source } else { &full_journal });
        let serial: &mut Serial = &mut draft.record.serial;
        serial.abbreviation = (!source.is_empty() && !full_journal.is_empty()).then_some(source);
        draft.issn_as(&issn, Medium::Print);
        draft.issn_as(&essn, Medium::Electronic);
    }
}

fn read_item(name: &str, item: &Element, fields: &mut Fields, draft: &mut Draft) {
    let text = item.text();
    match name {
        "PubDate" => {
            draft.date(DateKind::Print, &text);
        }
        "EPubDate" => {
            draft.date(DateKind::Electronic, &text);
        }
        "Source" => fields.source = text,
        "FullJournalName" => fields.full_journal = text,
        "Title" => draft.set(Slot::Title, text.trim_end_matches('.')),
        "VernacularTitle" => draft.record.title_original = (!text.is_empty()).then_some(text),
        "BookTitle" => draft.set(Slot::Container, &text),
        "Volume" => draft.volume(&text),
        "Issue" => draft.issue(&text),
        "Pages" => draft.pages(&text),
        "Edition" => draft.set(Slot::Edition, &text),
        "PublisherName" => draft.set(Slot::Publisher, &text),
        "PublisherLocation" => draft.set(Slot::Place, &text),
        "AuthorList" => {
            item.children().for_each(|author| person(author.attribute("Name"), &author.text(), draft));
        }
        "Authors" => item
            .children()
            .for_each(|author| person(&author.text_of("AuthType"), &author.text_of("Name"), draft)),
        "LangList" | "Lang" => item.children().for_each(|language| draft.language(&language.text())),
        "NlmUniqueID" | "NLMUniqueID" => draft.record.serial.nlm_id = (!text.is_empty()).then_some(text),
        "ISSN" => fields.issn = text,
        "ESSN" => fields.essn = text,
        "PubTypeList" | "PubType" => item.children().for_each(|kind| draft.kind(&kind.text())),
        "DOI" => draft.identifier(Scheme::Doi, &text),
        "ArticleIds" => {
            for id in item.children() {
                let (scheme, value) = match id.attribute("Name") {
                    "" => (id.text_of("IdType"), id.text_of("Value")),
                    name => (name.to_owned(), id.text()),
                };
                article_id(&scheme, &value, draft);
            }
        }
        "PmcRefCount" if !text.is_empty() => draft.count(Metric::CitedByCount, Provider::Pubmed, &text),
        _ => {}
    }
}

fn person(kind: &str, text: &str, draft: &mut Draft) {
    if kind.eq_ignore_ascii_case("CollectiveName") {
        if !text.is_empty() {
            draft.person(Role::Author, Name::Group(text.to_owned()), text, PersonDetails::default());
        }
    } else if let Some(person) = names::medline(text) {
        draft.person(Role::Author, Name::Person(person), text, PersonDetails::default());
    } else {
        draft.named(Role::Author, text);
    }
}

fn article_id(scheme: &str, value: &str, draft: &mut Draft) {
    match scheme {
        "pubmed" => draft.identifier(Scheme::Pmid, value),
        "doi" => draft.identifier(Scheme::Doi, value),
        "pmc" => draft.identifier(Scheme::Pmcid, value),
        // `pmc-id: PMC123;`, in the words of the release notes.
        "pmcid" => {
            let bare = value.trim_start_matches("pmc-id:").trim();
            draft.identifier(Scheme::Pmcid, bare.split(';').next().unwrap_or(bare));
        }
        "bookaccession" => draft.other_identifier("bookaccession", value),
        _ => {}
    }
}
