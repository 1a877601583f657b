//! What a work is, in anybody's words.

use crate::model::{Direction, UpdateKind, WorkKind};
use crate::normalize::types::{self, Vocabulary};

/// Words of vendors and reference managers, in lower case without punctuation, that are in none of the vocabularies
/// of [`types`].
const WORDS: &[(WorkKind, &[&str])] = &[
    (
        WorkKind::Article,
        &[
            "article",
            "journal",
            "journal article",
            "academic journal",
            "scholarly journals",
            "scholarly journal",
            "research article",
            "original article",
            "original paper",
            "ieee journals",
            "ieee journals magazines",
            "magazine article",
            "magazine",
            "newspaper article",
            "newspaper",
            "newspapers",
            "article in press",
            "early access article",
            "data paper",
            "short survey",
            "brief communication",
            "case report",
            "journal paper",
            "zeitschriftenaufsatz",
            "zeitungsartikel",
            "electronic article",
            "ejournal article",
            "periodical article",
            "full text",
            "feature",
            "note",
            "book review",
            "zeitschriftenartikel",
            "article de revue",
            "special issue",
        ],
    ),
    (
        WorkKind::Review,
        &[
            "review",
            "review article",
            "literature review",
            "systematic review",
            "metaanalysis",
            "review paper",
        ],
    ),
    (WorkKind::Letter, &["letter", "letter to the editor", "correspondence", "research letter"]),
    (WorkKind::Editorial, &["editorial", "editorial material", "foreword", "introduction"]),
    (
        WorkKind::Preprint,
        &["preprint", "posted content", "working paper", "unpublished preprint", "discussion paper"],
    ),
    (
        WorkKind::ConferencePaper,
        &[
            "conference paper",
            "conference publication",
            "conference article",
            "proceedings paper",
            "conference proceeding article",
            "proceeding",
            "ieee conferences",
            "proceedings article",
            "conference papers proceedings",
            "conference contribution",
            "inproceedings",
            "conference proceeding paper",
            "konferenzbeitrag",
            "beitrag in",
            "conference",
            "conference report",
        ],
    ),
    (
        WorkKind::ConferenceAbstract,
        &["meeting abstract", "conference abstract", "abstract", "poster", "abstract report"],
    ),
    (
        WorkKind::Book,
        &[
            "book",
            "monograph",
            "edited book",
            "ebook",
            "electronic book",
            "books",
            "reference work",
            "classical work",
            "serial",
            "buch",
            "buch monographie",
            "buch sammelwerk",
            "proceedings",
            "conference proceedings",
            "conference proceeding",
            "conference review",
            "edited volume",
            "collected works",
            "sammelwerk",
            "pamphlet",
            "tagungsband",
            "book edited",
            "audio book",
            "book series",
            "music score",
            "ancient text",
        ],
    ),
    (
        WorkKind::Chapter,
        &[
            "chapter",
            "book chapter",
            "book section",
            "book part",
            "electronic book section",
            "contribution",
            "buchbeitrag",
            "section",
            "beitrag im sammelwerk",
        ],
    ),
    (
        WorkKind::ReferenceEntry,
        &[
            "reference entry",
            "encyclopedia",
            "encyclopedia article",
            "dictionary",
            "dictionary entry",
            "reference work entry",
            "lexikoneintrag",
        ],
    ),
    (
        WorkKind::Thesis,
        &[
            "thesis",
            "dissertation",
            "dissertations theses",
            "dissertations",
            "phd thesis",
            "master thesis",
            "masters thesis",
            "doctoral dissertation",
            "hochschulschrift",
            "dissertation thesis",
            "habilitation",
        ],
    ),
    (
        WorkKind::Report,
        &[
            "report",
            "technical report",
            "government document",
            "reports",
            "research report",
            "graue literatur bericht report",
            "policy report",
            "unpublished report",
            "white paper",
        ],
    ),
    (
        WorkKind::Dataset,
        &["dataset", "data set", "data", "database", "online database", "aggregated database", "data study"],
    ),
    (WorkKind::Software, &["software", "computer program", "code", "instrument"]),
    (WorkKind::Standard, &["standard", "standards", "norm", "ieee standards", "standard document"]),
    (
        WorkKind::Webpage,
        &[
            "web page",
            "webpage",
            "internet document",
            "website",
            "web site",
            "blog",
            "blog post",
            "web",
            "internetdokument",
            "online multimedia",
            "forum post",
            "wikipedia",
            "social media",
        ],
    ),
    (WorkKind::Patent, &["patent", "patents", "patentschrift", "granted patent", "patent application"]),
    (
        WorkKind::ClinicalTrial,
        &[
            "clinical trial registration",
            "trial registry record",
            "clinical trials registry",
            "trial registration",
        ],
    ),
    (WorkKind::Guideline, &["guideline", "practice guideline", "guidelines", "clinical guideline"]),
    (
        WorkKind::Other,
        &[
            "erratum",
            "correction",
            "corrigendum",
            "retracted",
            "retraction",
            "retraction notice",
            "news",
            "news item",
            "other",
            "other sources",
            "generic",
            "manuscript",
            "unpublished work",
            "unpublished",
            "audiovisual material",
            "audiovisual",
            "film",
            "film or broadcast",
            "video recording",
            "audio recording",
            "map",
            "artwork",
            "figure",
            "chart or table",
            "equation",
            "hearing",
            "bill",
            "statute",
            "case",
            "legal rule or regulation",
            "legal rule",
            "presentation",
            "interview",
            "email",
            "personal communication",
            "podcast",
            "letter personal",
            "grant",
            "still image",
            "trade journals",
            "wire feeds",
            "multimedia",
            "music",
            "paratext",
            "peer review",
            "librarians",
            "biography",
            "announcement",
            "bibliography",
            "document",
            "press release",
            "pressemitteilung",
            "gerichtsentscheidung",
            "gesetz verordnung",
            "vortrag",
            "unveröffentlichte arbeit",
            "radio broadcast",
            "tv broadcast",
            "instant message",
            "retracted publication",
            "catalog",
            "discovery",
            "audio or video document",
            "movie",
            "music album",
            "statute or regulation",
            "court decision",
            "interview material",
            "lecture",
            "broadcast",
            "music track",
            "unused 1",
        ],
    ),
];

/// The kind that a word or phrase stands for; of several kinds parted by `;` or `|` the most telling one.
pub(in crate::import) fn kind(words: &str) -> Option<WorkKind> {
    let mut best = None;
    for part in
        words.split([';', '|']).chain(words.split(['(', ':']).next().filter(|head| head.len() < words.len()))
    {
        match one(part) {
            Some(WorkKind::Article | WorkKind::Other) if best.is_some() => {}
            Some(found) => {
                if matches!(best, None | Some(WorkKind::Article | WorkKind::Other)) {
                    best = Some(found);
                }
            }
            None => {}
        }
    }
    best
}

fn one(phrase: &str) -> Option<WorkKind> {
    let folded = folded(phrase.trim());
    let folded = folded.trim();
    if folded.is_empty() {
        return None;
    }
    let ours = WORDS.iter().find(|(_, words)| words.contains(&folded)).map(|(kind, _)| *kind);
    ours.or_else(|| {
        let hyphenated = folded.replace(' ', "-");
        let pubmed = types::lookup(Vocabulary::Pubmed, phrase);
        let written = [Vocabulary::Crossref, Vocabulary::Openalex, Vocabulary::Csl, Vocabulary::Bibtex]
            .into_iter()
            .find_map(|vocabulary| types::lookup(vocabulary, &hyphenated));
        pubmed.or(written).or_else(|| types::lookup(Vocabulary::Ris, phrase))
    })
}

/// Lower case, words parted by single spaces, also those of `journalArticle`; no punctuation.
fn folded(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len() + 4);
    let mut before = ' ';
    for c in phrase.chars() {
        let parts = matches!(c, ' ' | '-' | '_' | '/') || before.is_lowercase() && c.is_uppercase();
        if parts && !out.ends_with(' ') {
            out.push(' ');
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out
}

/// What a type says of retractions and corrections.
pub(super) fn update(words: &str) -> Option<(UpdateKind, Direction)> {
    let is = |known: &[&str]| known.iter().any(|k| k.eq_ignore_ascii_case(words.trim()));
    match () {
        () if is(&["retracted", "retracted publication", "retracted article"]) => {
            Some((UpdateKind::Retraction, Direction::To))
        }
        () if is(&["retraction", "retraction notice", "retraction of publication"]) => {
            Some((UpdateKind::Retraction, Direction::By))
        }
        () if is(&["erratum", "correction", "corrigendum", "published erratum"]) => {
            Some((UpdateKind::Correction, Direction::By))
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_vendors() {
        for (words, expected) in [
            ("Article", Some(WorkKind::Article)),
            ("Conference Paper", Some(WorkKind::ConferencePaper)),
            ("journal-article", Some(WorkKind::Article)),
            ("book-chapter", Some(WorkKind::Chapter)),
            ("journalArticle", Some(WorkKind::Article)),
            ("Article; Proceedings Paper", Some(WorkKind::ConferencePaper)),
            ("Journal Article|Review", Some(WorkKind::Review)),
            ("IEEE Conferences", Some(WorkKind::ConferencePaper)),
            ("inproceedings", Some(WorkKind::ConferencePaper)),
            ("techreport", Some(WorkKind::Report)),
            ("Retracted", Some(WorkKind::Other)),
            ("dissertation", Some(WorkKind::Thesis)),
            ("CHAP", Some(WorkKind::Chapter)),
            ("Beans", None),
            ("", None),
        ] {
            assert_eq!(kind(words), expected, "{words}");
        }
    }

    #[test]
    fn no_word_stands_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for word in WORDS.iter().flat_map(|(_, words)| *words) {
            assert!(seen.insert(word), "{word}");
        }
    }
}
