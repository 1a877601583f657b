//! What a file says of its records, read from a tree element by element: slow, and written apart from the reader.

use super::dom::Node;
use super::shared::{Values, shown};
use crate::model::{KeywordScheme, Name, Person, Role, Scheme};
use crate::normalize::{dates, identifiers, names, pages, types};

/// A date element in EDTF.
fn date(node: &Node) -> Option<String> {
    let parts = ["Year", "Month", "Day", "Season", "MedlineDate"];
    let words: Vec<String> = parts.iter().filter_map(|part| node.text_at(part)).collect();
    let text = words.join(" ");
    // 2021 7 9 has to be told from 2021-07 and a page 9.
    let numbers: Option<Vec<u32>> = words.iter().map(|word| word.parse().ok()).collect();
    let text = match numbers.as_deref() {
        Some([y, m, d]) => format!("{y:04}-{m:02}-{d:02}"),
        Some([y, m]) => format!("{y:04}-{m:02}"),
        _ => text,
    };
    dates::read(&text).map(|date| date.to_string())
}

/// A title as references print it.
fn title(text: &str) -> Option<String> {
    let mut text = text.trim_end_matches(['.', ' ', ':', ';', ',']);
    if text.starts_with('[') && text.ends_with(']') && text.matches('[').count() == text.matches(']').count()
    {
        let inside = &text[1..text.len() - 1];
        if inside.find(']').is_none_or(|close| inside.find('[').is_some_and(|open| open < close)) {
            text = inside.trim_end_matches(['.', ' ']);
            text = text.strip_suffix("(author's transl)").unwrap_or(text).trim_end();
        }
        if text == "Not Available" {
            return None;
        }
    }
    (!text.is_empty()).then(|| text.to_owned())
}

/// Volume, issue and supplement of the forms that occur in the files: `2 Pt 2 Suppl 47`, `Suppl 1`, `S1`, `6`.
fn locator(volume: Option<String>, issue: Option<String>) -> String {
    let pattern =
        regex::Regex::new(r"^(?<number>.*?)\s*(?<word>[Ss]uppl)?\.?\s*(?<suppl>[0-9A-Z-]*)$").unwrap();
    let mut supplement = None;
    let mut split = |text: Option<String>| -> Option<String> {
        let text = text?;
        let found = pattern.captures(&text).filter(|found| found.name("word").is_some());
        let Some(found) = found else { return Some(text) };
        supplement = Some(format!("Suppl {}", &found["suppl"]).trim().to_owned());
        Some(found["number"].to_owned()).filter(|number| !number.is_empty())
    };
    let (volume, issue) = (split(volume), split(issue));
    format!("{} {} {}", shown(volume.as_deref()), shown(issue.as_deref()), shown(supplement.as_deref()))
}

/// Pages and article number.
fn page_field(article: &Node) -> (Option<String>, Option<String>) {
    let first = article.text_at("Pagination/StartPage");
    let built = first.map(|first| match article.text_at("Pagination/EndPage") {
        Some(last) => format!("{first}-{last}"),
        None => first,
    });
    let Some(text) = article.text_at("Pagination/MedlinePgn").or(built) else { return (None, None) };
    let text = text.split([',', ';']).next().unwrap().to_owned();
    match text.split_once('-') {
        Some((first, last)) => (Some(format!("{first}-{}", pages::expand(first, last))), None),
        None if pages::is_article_number(&text) => (None, Some(text)),
        None => (Some(format!("{text}--")), None),
    }
}

fn person(node: &Node, role: Role) -> Option<(&'static str, String)> {
    let parts: Vec<String> =
        ["LastName", "ForeName", "Suffix"].iter().filter_map(|part| node.text_at(part)).collect();
    let (raw, mut name) = if let Some(group) = node.text_at("CollectiveName") {
        (group.clone(), Name::Group(group.trim_end_matches('.').to_owned()))
    } else {
        let family = node.text_at("LastName")?;
        let given = node.text_at("ForeName").or(node.text_at("Initials"));
        let suffix = node.text_at("Suffix");
        (parts.join(", "), Name::Person(Person { family, given, suffix, ..Person::default() }))
    };
    names::normalize(&mut name);
    let mut line = format!("{} {raw} | {name:?}", role.as_str());
    let orcid = node.all("Identifier").into_iter().find(|id| id.attribute("Source") == Some("ORCID"));
    let orcid = orcid.map(|id| identifiers::read(Scheme::Orcid, &id.text()).value);
    line.push_str(" | ");
    line.push_str(&shown(orcid.as_deref()));
    for info in node.all("AffiliationInfo") {
        line.push_str(&[" | ", &info.text_at("Affiliation").unwrap(), " -"].concat());
    }
    Some(("person", line))
}

fn people(list: &Node, role: Role, valid_only: bool) -> Values {
    let valid = |node: &&Node| !(valid_only && node.attribute("ValidYN") == Some("N"));
    list.elements().filter(valid).filter_map(|node| person(node, role)).collect()
}

fn keyword(
    scheme: KeywordScheme,
    term: &Node,
    qualifier: Option<&Node>,
    major: Option<bool>,
) -> (&'static str, String) {
    let id = |node: &Node| shown(node.attribute("UI"));
    let of_qualifier = qualifier.map_or("- -".to_owned(), |q| format!("{} {}", q.text(), id(q)));
    ("keyword", format!("{} {} {} {of_qualifier} {major:?}", scheme.as_str(), term.text(), id(term)))
}

fn major(node: &Node) -> Option<bool> {
    node.attribute("MajorTopicYN").map(|flag| flag == "Y")
}

fn identifier(kind: &str, text: &str) -> Option<(&'static str, String)> {
    let scheme = match kind {
        "pubmed" => Scheme::Pmid,
        "doi" => Scheme::Doi,
        "pmc" | "pmcid" => Scheme::Pmcid,
        "url" => Scheme::Url,
        kind => return (!text.is_empty()).then(|| ("identifier", format!("other {kind}:{text}"))),
    };
    let text = if scheme == Scheme::Pmcid { text.split('.').next().unwrap() } else { text };
    let reading = identifiers::read(scheme, text);
    (reading.validity != identifiers::Validity::Malformed)
        .then(|| ("identifier", format!("{} {}", scheme.as_str(), reading.value)))
}

/// What the file says, in the order in which the test tells what was read.
#[allow(clippy::too_many_lines, reason = "one value after the other, as the record has them")]
pub(super) fn expected(node: &Node) -> Values {
    let mut out: Values = Vec::new();
    let is_book = node.name == "PubmedBookArticle";
    let citation = node.all(if is_book { "BookDocument" } else { "MedlineCitation" })[0];
    let empty = Node::default();
    let article = if is_book { citation } else { citation.all("Article").first().copied().unwrap_or(&empty) };
    let data =
        node.all(if is_book { "PubmedBookData" } else { "PubmedData" }).first().copied().unwrap_or(&empty);
    let book = citation.all("Book").first().copied().unwrap_or(&empty);

    let types_list = if is_book {
        citation.all("PublicationType")
    } else {
        article.all("PublicationTypeList/PublicationType")
    };
    let words: Vec<String> = types_list.iter().map(|t| t.text()).collect();
    let translated = article.text_at("ArticleTitle").and_then(|text| title(&text));
    let vernacular = article.text_at("VernacularTitle").and_then(|text| title(&text));
    let book_title = book.text_at("BookTitle").and_then(|text| title(&text));
    let kind = match (is_book, &translated) {
        (true, Some(_)) if book_title.is_some() => "chapter",
        (true, _) => "book",
        (false, _) => {
            types::from_pubmed(words.iter().map(String::as_str)).map_or("article", |kind| kind.as_str())
        }
    };
    out.push(("kind", kind.to_owned()));
    let (main, original, container) = match (translated, vernacular) {
        (Some(main), original) => (Some(main), original, book_title),
        (None, Some(only)) => (Some(only), None, book_title),
        (None, None) => (book_title, None, None),
    };
    let container =
        if is_book { container } else { article.text_at("Journal/Title").and_then(|text| title(&text)) };
    out.push(("title", shown(main.as_deref())));
    out.push(("title_original", shown(original.as_deref())));
    out.push(("container", shown(container.as_deref())));
    out.push(("collection", shown(book.text_at("CollectionTitle").as_deref())));
    let publisher = ["Publisher/PublisherName", "Publisher/PublisherLocation"];
    out.push(("publisher", publisher.map(|path| shown(book.text_at(path).as_deref())).join(" ")));
    out.push(("edition", shown(book.text_at("Edition").as_deref())));

    let issue = article.all("Journal/JournalIssue").first().copied().unwrap_or(&empty);
    let printed = issue.all("PubDate").first().or(book.all("PubDate").first()).and_then(|node| date(node));
    let online = article.all("ArticleDate").first().and_then(|node| date(node));
    let issued = printed.clone().or(online.clone());
    out.push(("issued", shown(issued.as_deref())));
    out.push((
        "locator",
        locator(issue.text_at("Volume").or(book.text_at("Volume")), issue.text_at("Issue")),
    ));
    let (pages, mut number) = page_field(article);
    let model = article.attribute("PubModel").unwrap_or_default();
    if pages.is_none() && number.is_none() && model.starts_with("Electronic") {
        let item = article.all("ELocationID").into_iter().find(|id| id.attribute("EIdType") == Some("pii"));
        let form = regex::Regex::new("^[A-Za-z]{0,4}[0-9]+$").unwrap();
        number = item.map(Node::text).filter(|item| form.is_match(item) && item.len() <= 14);
    }
    out.push(("pages", shown(pages.as_deref())));
    out.push(("article number", shown(number.as_deref())));
    let codes = [
        ("eng", "en"),
        ("ger", "de"),
        ("dut", "nl"),
        ("spa", "es"),
        ("por", "pt"),
        ("chi", "zh"),
        ("jpn", "ja"),
        ("rus", "ru"),
        ("fre", "fr"),
        ("ita", "it"),
        ("pol", "pl"),
        ("en", "en"),
    ];
    let language = article.all("Language").first().map(|node| node.text().to_lowercase());
    let tag = language
        .map(|code| codes.iter().find(|(long, _)| *long == code).unwrap_or_else(|| panic!("{code}")).1);
    out.push(("language", shown(tag)));
    let complete = article
        .all("AuthorList")
        .iter()
        .chain(&book.all("AuthorList"))
        .all(|list| list.attribute("CompleteYN") != Some("N"));
    out.push(("truncated", (!complete).to_string()));
    let sections = |parent: &Node| -> String {
        let texts = parent.all("AbstractText").into_iter().filter(|node| !node.text().is_empty());
        let labelled =
            texts.map(|node| match node.attribute("Label").filter(|label| *label != "UNLABELLED") {
                Some(label) => format!("{}: {}", label.trim_end_matches(':'), node.text()),
                None => node.text(),
            });
        labelled.collect::<Vec<_>>().join(" ")
    };
    let own = article.all("Abstract").first().map(|node| sections(node)).filter(|text| !text.is_empty());
    let others: Vec<String> = citation.all("OtherAbstract").into_iter().map(sections).collect();
    out.push(("abstract", shown(own.or(others.into_iter().find(|text| !text.is_empty())).as_deref())));

    let info = citation.all("MedlineJournalInfo").first().copied().unwrap_or(&empty);
    let abbreviation = info.text_at("MedlineTA").or(article.text_at("Journal/ISOAbbreviation"));
    out.push(("abbreviation", shown(abbreviation.as_deref())));
    out.push(("nlm id", shown(info.text_at("NlmUniqueID").as_deref())));
    out.push(("issn-l", shown(info.text_at("ISSNLinking").as_deref())));
    let issns = article.all("Journal/ISSN");
    let issn = |kind: &str| {
        issns.iter().find(|node| node.attribute("IssnType") == Some(kind)).map(|node| node.text())
    };
    out.push(("issn print", shown(issn("Print").as_deref())));
    out.push(("issn electronic", shown(issn("Electronic").as_deref())));
    out.push(("country", shown(info.text_at("Country").as_deref())));
    out.push(("issn other", issn("Undetermined").unwrap_or_default()));

    // People: of the article, then the investigators, then of the book.
    let lists = article.all("AuthorList");
    let authors: Values = lists
        .iter()
        .flat_map(|list| {
            let editors = list.attribute("Type") == Some("editors");
            people(list, if editors { Role::Editor } else { Role::Author }, true)
        })
        .collect();
    let has_own = authors.iter().any(|(_, line)| line.starts_with("author"));
    out.extend(authors);
    for list in citation.all("InvestigatorList") {
        out.extend(people(list, Role::Investigator, true));
    }
    for list in book.all("AuthorList") {
        match list.attribute("Type") {
            Some("editors") => out.extend(people(list, Role::Editor, true)),
            _ if !has_own => out.extend(people(list, Role::Author, true)),
            _ => {}
        }
    }

    // Identifiers: the PMID, those inside the article or book, NLM's, those behind the record; each once.
    let mut ids: Values = identifier("pubmed", &citation.text_at("PMID").unwrap()).into_iter().collect();
    for id in citation.all("ArticleIdList/ArticleId") {
        ids.extend(identifier(id.attribute("IdType").unwrap(), &id.text()));
    }
    for isbn in book.all("Isbn") {
        ids.push(("identifier", format!("isbn {}", identifiers::isbn(&isbn.text()).value)));
    }
    for id in book.all("ELocationID").into_iter().chain(article.all("ELocationID")) {
        assert_ne!(id.attribute("ValidYN"), Some("N"));
        ids.extend(identifier(id.attribute("EIdType").unwrap(), &id.text()));
    }
    for id in citation.all("OtherID") {
        let source = id.attribute("Source").unwrap().to_lowercase();
        let pmc =
            (source == "nlm").then(|| identifiers::pmcid(id.text().split(' ').next().unwrap())).flatten();
        ids.push((
            "identifier",
            pmc.map_or_else(|| format!("other {source}:{}", id.text()), |pmc| format!("pmcid {pmc}")),
        ));
    }
    for id in data.all("ArticleIdList/ArticleId") {
        ids.extend(identifier(id.attribute("IdType").unwrap(), &id.text()));
    }
    let mut seen = std::collections::HashSet::new();
    out.extend(ids.into_iter().filter(|(_, line)| seen.insert(line.clone())));

    let made = citation.all("DateCreated").first().and_then(|node| date(node));
    out.extend(made.map(|date| ("date", format!("Created {date}"))));
    out.extend(printed.map(|date| ("date", format!("Print {date}"))));
    out.extend(online.map(|date| ("date", format!("Electronic {date}"))));
    out.extend(
        citation
            .all("ContributionDate")
            .iter()
            .filter_map(|node| Some(("date", format!("Posted {}", date(node)?)))),
    );
    for node in data.all("History/PubMedPubDate") {
        let kind = match node.attribute("PubStatus").unwrap() {
            "received" => "Received",
            "accepted" => "Accepted",
            "entrez" => "Created",
            "aheadofprint" | "epublish" | "ecollection" => "Electronic",
            "ppublish" => "Print",
            "pubmed" | "medline" | "revised" | "pmc-release" => continue,
            other => panic!("{other}"),
        };
        out.push(("date", format!("{kind} {}", date(node).unwrap())));
    }
    out.push(("revised", shown(citation.all("DateRevised").first().and_then(|node| date(node)).as_deref())));

    // Keywords, in the order of the lists in the file.
    let mut keywords: Vec<(&Node, Values)> = Vec::new();
    for list in citation.elements().chain(article.elements()) {
        let mut found: Values = Vec::new();
        match list.name.as_str() {
            "MeshHeadingList" => {
                for heading in list.elements() {
                    let descriptor = heading.all("DescriptorName")[0];
                    let qualifiers = heading.all("QualifierName");
                    for qualifier in &qualifiers {
                        let any = [descriptor, qualifier].iter().any(|node| major(node) == Some(true));
                        found.push(keyword(KeywordScheme::Mesh, descriptor, Some(qualifier), Some(any)));
                    }
                    if qualifiers.is_empty() {
                        found.push(keyword(KeywordScheme::Mesh, descriptor, None, major(descriptor)));
                    }
                }
            }
            "ChemicalList" => {
                for node in list.all("Chemical/NameOfSubstance") {
                    found.push(keyword(KeywordScheme::Chemical, node, None, None));
                }
            }
            "SupplMeshList" => {
                found.extend(list.elements().map(|n| keyword(KeywordScheme::Mesh, n, None, None)));
            }
            "GeneSymbolList" => {
                found.extend(list.elements().map(|n| keyword(KeywordScheme::Other, n, None, None)));
            }
            "KeywordList" => {
                let own = matches!(list.attribute("Owner"), None | Some("NOTNLM"));
                let scheme = if own { KeywordScheme::Author } else { KeywordScheme::Other };
                found.extend(
                    list.elements()
                        .filter(|n| !n.text().is_empty())
                        .map(|n| keyword(scheme, n, None, major(n))),
                );
            }
            "PublicationType" if is_book => {
                found.push(keyword(KeywordScheme::PublicationType, list, None, None));
            }
            "PublicationTypeList" => {
                found.extend(list.elements().map(|n| keyword(KeywordScheme::PublicationType, n, None, None)));
            }
            "PersonalNameSubjectList" => {
                for subject in list.elements() {
                    let parts: Vec<String> = ["LastName", "ForeName", "Suffix"]
                        .iter()
                        .filter_map(|part| subject.text_at(part))
                        .collect();
                    if !parts.is_empty() {
                        found.push(("keyword", format!("other {} - - - None", parts.join(", "))));
                    }
                }
            }
            "DataBankList" => {
                for bank in list.elements() {
                    let name = bank.text_at("DataBankName").unwrap();
                    for number in bank.all("AccessionNumberList/AccessionNumber") {
                        let number = number.text();
                        found.push(("keyword", format!("other {name}/{number} {number} - - None")));
                    }
                }
            }
            _ => continue,
        }
        keywords.push((list, found));
    }
    // Lists of the article stand where the article does: in front of all others of the citation but none before it.
    let in_article = |list: &Node| ["PublicationTypeList", "DataBankList"].contains(&list.name.as_str());
    if is_book {
        // The article of a book is its document: its lists were met twice.
        keywords.truncate(keywords.len() / 2);
    } else {
        keywords.sort_by_key(|(list, _)| !in_article(list));
    }
    out.extend(keywords.into_iter().flat_map(|(_, found)| found));

    for grant in article.all("GrantList/Grant") {
        let parts = ["Agency", "GrantID", "Country"].map(|part| shown(grant.text_at(part).as_deref()));
        out.push(("grant", format!("{} | -", parts.join(" | "))));
    }
    let mut cited: Values = Vec::new();
    // Nature. 1980 Jan 3;283(5742):111
    let pattern = regex::Regex::new(r"\. (?<date>[12][0-9]{3}[^;.]*)(;|$)").unwrap();
    for other in citation.all("CommentsCorrectionsList/CommentsCorrections") {
        let source = other.text_at("RefSource");
        let pmid = other.text_at("PMID");
        let doi = source
            .as_ref()
            .and_then(|text| text.split("doi: ").nth(1))
            .map(|doi| doi.trim_end_matches('.').to_lowercase());
        let ids: Vec<String> = pmid.iter().cloned().chain(doi).collect();
        let (kind, direction) = match other.attribute("RefType").unwrap() {
            "Cites" => {
                let ids: Vec<String> = pmid.iter().map(|pmid| format!("pmid {pmid}")).collect();
                cited.push(("cited", format!("{} | {}", source.unwrap(), ids.join(" "))));
                continue;
            }
            "RetractionIn" => ("Retraction", "To"),
            "RetractionOf" => ("Retraction", "By"),
            "ErratumIn" => ("Correction", "To"),
            "ErratumFor" => ("Correction", "By"),
            "ExpressionOfConcernIn" => ("ExpressionOfConcern", "To"),
            "ExpressionOfConcernFor" => ("ExpressionOfConcern", "By"),
            "UpdateIn" => ("NewVersion", "To"),
            "UpdateOf" => ("NewVersion", "By"),
            "CommentIn" => ("Comment", "To"),
            "CommentOn" => ("Comment", "By"),
            other => panic!("{other}"),
        };
        let said = source
            .as_ref()
            .and_then(|text| dates::read(&pattern.captures(text)?["date"]))
            .map(|date| date.to_string());
        let on = if direction == "To" { said } else { issued.clone() };
        out.push((
            "update",
            format!(
                "{kind} {direction} {} {} {}",
                ids.join(" "),
                shown(on.as_deref()),
                shown(source.as_deref())
            ),
        ));
    }
    for (word, said) in [
        ("Retracted Publication", "Retraction To"),
        ("Retraction of Publication", "Retraction By"),
        ("Published Erratum", "Correction By"),
        ("Expression of Concern", "ExpressionOfConcern By"),
    ] {
        if words.iter().any(|w| w == word)
            && !out.iter().any(|(name, line)| *name == "update" && line.starts_with(said))
        {
            let on = issued.as_deref().filter(|_| said.ends_with("By"));
            out.push(("update", format!("{said}  {} -", shown(on))));
        }
    }
    out.extend(cited);
    let mut references = Vec::new();
    citation.below("Reference", &mut references);
    data.below("Reference", &mut references);
    for reference in references {
        let ids: Vec<String> = reference
            .all("ArticleIdList/ArticleId")
            .into_iter()
            .filter_map(|id| identifier(id.attribute("IdType").unwrap(), &id.text()))
            .map(|(_, line)| line)
            .filter(|line| !line.starts_with("other"))
            .collect();
        out.push((
            "cited",
            format!("{} | {}", reference.text_at("Citation").unwrap_or_default(), ids.join(" ")),
        ));
    }
    out
}
