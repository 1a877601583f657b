/// Whether a line is a heading, as far as its words tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Heading {
    /// No known heading.
    #[default]
    None,
    /// A reference list begins.
    List,
    /// A list goes on after a page break: `References (continued)`.
    Continued,
    /// Something else begins that ends a list.
    Other,
}

/// Headings of reference lists, lower case.
const LIST: &[&str] = &[
    // English
    "references",
    "reference",
    "reference list",
    "references list",
    "list of references",
    "references cited",
    "cited references",
    "references and notes",
    "references and note",
    "notes and references",
    "notes & references",
    "references and further reading",
    "references and recommended reading",
    "references and resources",
    "literature",
    "literature cited",
    "cited literature",
    "literature references",
    "works cited",
    "works consulted",
    "work cited",
    "bibliography",
    "selected bibliography",
    "selected references",
    "select bibliography",
    "annotated bibliography",
    "bibliographic references",
    "bibliographical references",
    "general references",
    "key references",
    "additional references",
    "supplementary references",
    "supplemental references",
    "online references",
    "sources",
    "citations",
    "list of citations",
    "further reading",
    "suggested reading",
    "suggested readings",
    "recommended reading",
    "recommended readings",
    "additional reading",
    "endnotes",
    "cited works",
    "references for methods",
    "methods references",
    "references included in this review",
    "references to studies included in this review",
    "references to studies",
    "primary sources",
    "secondary sources",
    "reading list",
    "sources cited",
    "sources consulted",
    // French
    "références",
    "references bibliographiques",
    "références bibliographiques",
    "bibliographie",
    "liste des références",
    "ouvrages cités",
    "littérature citée",
    "bibliographie sélective",
    "sources et bibliographie",
    "références citées",
    // German
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "quellenverzeichnis",
    "referenzen",
    "literaturangaben",
    "literaturhinweise",
    "literaturliste",
    "zitierte literatur",
    "bibliografie",
    "quellen und literatur",
    "weiterführende literatur",
    "literaturnachweis",
    // Spanish, Catalan, Galician, Portuguese, Italian
    "referencias",
    "referencias bibliográficas",
    "bibliografía",
    "bibliografía citada",
    "literatura citada",
    "fuentes",
    "lista de referencias",
    "obras citadas",
    "referències",
    "referències bibliogràfiques",
    "bibliografia",
    "referências",
    "referências bibliográficas",
    "literatura citada",
    "bibliografia citata",
    "riferimenti",
    "riferimenti bibliografici",
    "letteratura",
    "letteratura citata",
    "referenze",
    "referenze bibliografiche",
    "opere citate",
    "fonti",
    // Dutch, Scandinavian, Finnish
    "literatuur",
    "literatuurlijst",
    "referenties",
    "literatuurverwijzingen",
    "bronnen",
    "bronvermelding",
    "geraadpleegde literatuur",
    "referenser",
    "litteratur",
    "litteraturlista",
    "källor",
    "källförteckning",
    "referenslista",
    "referencer",
    "litteraturliste",
    "kilder",
    "referanser",
    "litteraturhenvisninger",
    "referanseliste",
    "kildeliste",
    "lähteet",
    "kirjallisuus",
    "viitteet",
    "lähdeluettelo",
    "kirjallisuusluettelo",
    "heimildir",
    // Slavic, Baltic, Hungarian, Romanian, Turkish, Greek
    "piśmiennictwo",
    "literatura",
    "przypisy",
    "spis literatury",
    "bibliografia i źródła",
    "reference a literatura",
    "použitá literatura",
    "seznam literatury",
    "zoznam použitej literatúry",
    "zdroje",
    "reference",
    "viri",
    "viri in literatura",
    "izvori",
    "popis literature",
    "литература",
    "список литературы",
    "библиография",
    "список использованной литературы",
    "список источников",
    "источники",
    "библиографический список",
    "література",
    "список літератури",
    "references / литература",
    "литература / references",
    "irodalom",
    "irodalomjegyzék",
    "hivatkozások",
    "felhasznált irodalom",
    "bibliografie",
    "bibliografie selectivă",
    "referințe",
    "kaynaklar",
    "kaynakça",
    "referanslar",
    "βιβλιογραφία",
    "αναφορές",
    "literatūra",
    "izmantotā literatūra",
    "kirjandus",
    "viited",
    // East Asian, Semitic, others
    "参考文献",
    "参考资料",
    "參考文獻",
    "引用文献",
    "文献",
    "文 献",
    "参 考 文 献",
    "主要参考文献",
    "参考文献一覧",
    "引用・参考文献",
    "참고문헌",
    "참고 문헌",
    "인용문헌",
    "المراجع",
    "المصادر",
    "مراجع",
    "منابع",
    "מקורות",
    "ביבליוגרפיה",
    "รายการอ้างอิง",
    "เอกสารอ้างอิง",
    "tài liệu tham khảo",
    "daftar pustaka",
    "rujukan",
    "संदर्भ",
];

/// Headings that end a list when they stand on a line of their own.
const OTHER: &[&str] = &[
    "acknowledgements",
    "acknowledgments",
    "acknowledgement",
    "acknowledgment",
    "appendix",
    "appendices",
    "author contributions",
    "authors' contributions",
    "authors’ contributions",
    "author contribution",
    "author information",
    "author affiliations",
    "author details",
    "authors' affiliations",
    "about the author",
    "about the authors",
    "biographies",
    "biography",
    "conflict of interest",
    "conflicts of interest",
    "competing interests",
    "competing interest",
    "declaration of interests",
    "declaration of interest",
    "declaration of competing interest",
    "disclosure",
    "disclosures",
    "funding",
    "financial support",
    "data availability",
    "data availability statement",
    "availability of data and materials",
    "ethics statement",
    "ethics approval",
    "ethical approval",
    "figure legends",
    "figure legend",
    "figure captions",
    "legends",
    "legends to figures",
    "figures",
    "tables",
    "table legends",
    "figures and tables",
    "tables and figures",
    "supplementary material",
    "supplementary materials",
    "supplementary information",
    "supplementary data",
    "supplemental material",
    "supplemental data",
    "supporting information",
    "supporting materials",
    "supplementary figures",
    "supplementary tables",
    "additional information",
    "additional files",
    "abbreviations",
    "glossary",
    "index",
    "abstract",
    "summary",
    "introduction",
    "background",
    "methods",
    "materials and methods",
    "results",
    "discussion",
    "conclusion",
    "conclusions",
    "keywords",
    "footnotes",
    "notes",
    "graphics",
    "publication history",
    "correspondence",
    "corresponding author",
    "cited by",
    "citing articles",
    "related articles",
    "similar articles",
    "publisher's note",
    "publisher’s note",
    "open access",
    "rights and permissions",
    "about this article",
    "cite this article",
    "peer review",
    "reviewer comments",
    "remerciements",
    "annexe",
    "annexes",
    "conflits d'intérêts",
    "liens d'intérêts",
    "danksagung",
    "anhang",
    "interessenkonflikt",
    "abbildungen",
    "tabellen",
    "agradecimientos",
    "anexo",
    "anexos",
    "apéndice",
    "conflicto de intereses",
    "agradecimentos",
    "apêndice",
    "ringraziamenti",
    "appendice",
    "dankwoord",
    "bijlage",
    "bijlagen",
    "tack",
    "bilaga",
    "bilag",
    "vedlegg",
    "liite",
    "liitteet",
    "podziękowania",
    "załącznik",
    "poděkování",
    "příloha",
    "приложение",
    "благодарности",
    "teşekkür",
    "ekler",
    "附录",
    "附錄",
    "致谢",
    "致謝",
    "付録",
    "謝辞",
    "부록",
    "감사의 글",
];

/// Starts of headings that go on with a letter, a number or a name: `Appendix A`, `Table 1. Patients`.
const OTHER_STARTS: &[&str] = &[
    "appendix ",
    "supplementary table",
    "supplementary figure",
    "supplemental table",
    "supplemental figure",
    "annex ",
    "anhang ",
];

/// Longer lines are no headings; `References included in this review` and its like fit.
const LONGEST: usize = 64;

impl Heading {
    /// Reads a line that is not blank.
    pub(crate) fn of(line: &str) -> Self {
        let line = line.trim();
        // Most short lines are ends of wrapped references; a look at their punctuation spares the rest.
        if line.len() > LONGEST || memchr::memchr2(b',', b';', line.as_bytes()).is_some() {
            return Self::None;
        }
        if line.bytes().filter(|b| *b == b' ').count() > 22
            || line.bytes().filter(u8::is_ascii_digit).count() > 4
        {
            return Self::None;
        }
        let words = undress(line);
        if words.is_empty() {
            return Self::None;
        }
        let words = words.to_lowercase();
        if LIST.contains(&words.as_str()) {
            return Self::List;
        }
        if let Some(stem) = without_continued(&words) {
            return if LIST.contains(&stem) { Self::Continued } else { Self::None };
        }
        let starts = |s: &str| words.strip_prefix(s).is_some_and(|rest| rest.len() < 24);
        if OTHER.contains(&words.as_str()) || OTHER_STARTS.iter().any(|s| starts(s)) {
            return Self::Other;
        }
        if spaced_out(&words).is_some_and(|w| LIST.contains(&w.as_str())) { Self::List } else { Self::None }
    }
}

/// Takes off what dresses a heading up: Markdown and wiki marks, a number, a colon, a count.
pub(super) fn undress(line: &str) -> &str {
    let marks =
        ['#', '=', '*', '_', '~', '|', '<', '>', '【', '】', '[', ']', '—', '–', '-', '•', '■', '\u{FEFF}'];
    let trimmed = line.trim_matches(|c: char| marks.contains(&c) || c.is_whitespace());
    let trimmed = unnumbered(trimmed);
    let trimmed = trimmed.trim_end_matches([':', '.', '：', '。']).trim_end();
    // `References (45)`
    let counted = trimmed.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    let bare = match counted {
        Some((stem, count)) if !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) => {
            stem.trim_end()
        }
        _ => trimmed,
    };
    bare.trim_matches(|c: char| marks.contains(&c) || c.is_whitespace())
}

/// `7. References`, `VII. References`, `7 References`, `A. References`, `5.2 References`.
fn unnumbered(line: &str) -> &str {
    let Some((number, rest)) = line.split_once([' ', '\t', '、']) else { return line };
    let stopped = number.ends_with(['.', ')', ':']) || line.contains('、');
    let core = number.trim_end_matches(['.', ')', ':']);
    let decimal =
        !core.is_empty() && core.len() <= 6 && core.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let roman = !core.is_empty() && core.len() <= 6 && core.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let letter = stopped && core.len() == 1 && core.bytes().all(|b| b.is_ascii_uppercase());
    let chinese =
        stopped && core.chars().count() <= 2 && core.chars().all(|c| "一二三四五六七八九十".contains(c));
    if decimal || roman || letter || chinese { rest.trim_start() } else { line }
}

fn without_continued(words: &str) -> Option<&str> {
    const CONTINUED: &[&str] = &[
        "(continued)",
        "(cont.)",
        "(cont'd)",
        "(cont)",
        "continued",
        "(cont’d)",
        "(fortsetzung)",
        "(suite)",
    ];
    CONTINUED
        .iter()
        .find_map(|c| words.strip_suffix(c))
        .map(|s| s.trim_end_matches([' ', ',', '-', '–', ':']))
}

/// `R E F E R E N C E S`
fn spaced_out(words: &str) -> Option<String> {
    let mut letters = words.split(' ');
    letters.all(|w| w.chars().count() == 1).then(|| words.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_headings() {
        for line in [
            "References",
            "REFERENCES:",
            "## References",
            "7. References",
            "VII. References",
            "5.2 References",
            "**References**",
            "Literature Cited",
            "Literaturverzeichnis",
            "Références",
            "BIBLIOGRAFÍA",
            "Список литературы",
            "参考文献",
            "참고문헌",
            "== References ==",
            "R E F E R E N C E S",
            "References (45)",
            "【参考文献】",
            "Kaynakça",
            "Piśmiennictwo",
            "[References]",
            "  References  ",
            "五、参考文献",
        ] {
            assert_eq!(Heading::of(line), Heading::List, "{line}");
        }
    }

    #[test]
    fn other_headings() {
        for line in [
            "Appendix",
            "Appendix A",
            "ACKNOWLEDGEMENTS",
            "Figure legends",
            "## Author contributions",
            "8. Supplementary material",
        ] {
            assert_eq!(Heading::of(line), Heading::Other, "{line}");
        }
        assert_eq!(Heading::of("References (continued)"), Heading::Continued);
        for line in [
            "References are listed below.",
            "1. Smith J. References. J 1999",
            "See references",
            "-----",
            "Literature review current through: Dec 2017.",
        ] {
            assert_eq!(Heading::of(line), Heading::None, "{line}");
        }
    }
}
