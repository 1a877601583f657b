/// A form in which other programs read records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// RIS, of Research Information Systems (specification of 2011).
    Ris,
    /// BibTeX, with the fields of biblatex where BibTeX has none.
    Bibtex,
    /// CSL-JSON 1.0.2: one array of items.
    CslJson,
    /// MEDLINE display format, as PubMed saves it.
    Nbib,
    /// EndNote XML.
    EndnoteXml,
    /// A table with one row a record.
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] =
        [Self::Ris, Self::Bibtex, Self::CslJson, Self::Nbib, Self::EndnoteXml, Self::Csv];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
            Self::Nbib => "nbib",
            Self::EndnoteXml => "endnote-xml",
            Self::Csv => "csv",
        }
    }

    /// The ending its files usually have.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Ris => "ris",
            Self::Bibtex => "bib",
            Self::CslJson => "json",
            Self::Nbib => "nbib",
            Self::EndnoteXml => "xml",
            Self::Csv => "csv",
        }
    }
}
