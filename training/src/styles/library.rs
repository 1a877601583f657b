//! Real citation styles, each once.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, panic};

use anyhow::{Context as _, Result, ensure};
use citationberg::{IndependentStyle, Layout, Locale, LocaleCode, PurgeLevel};
use hayagriva::archive;
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::work::Work;
use super::{probes, spans, tidy};
use crate::corpus::Segment;
use crate::rng::Rng;

/// Languages besides that of the style itself, the common ones more than once.
const LANGUAGES: [&str; 24] = [
    "de-DE", "de-DE", "fr-FR", "fr-FR", "es-ES", "es-ES", "it-IT", "it-IT", "pt-BR", "pt-BR", "pt-PT",
    "nl-NL", "sv-SE", "da-DK", "nb-NO", "fi-FI", "pl-PL", "cs-CZ", "ca-AD", "tr-TR", "hr-HR", "ro-RO",
    "en-GB", "en-US",
];

/// Styles that print lists of references, no two of them alike.
pub struct Library {
    styles: Vec<IndependentStyle>,
    locales: Vec<Locale>,
}

impl Library {
    /// Reads every `.csl` file below a folder. Styles that print the same works alike count once.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut paths = Vec::new();
        list(folder, &mut paths)?;
        paths.sort_unstable();
        let mut out = Self { styles: Vec::new(), locales: archive::locales() };
        let mut seen = HashSet::new();
        let probes = probes::works();
        for path in paths {
            let xml = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            // Dependent styles are names for others, and not every file keeps to the schema.
            let Ok(mut style) = IndependentStyle::from_xml(&xml) else { continue };
            let Some(bibliography) = &mut style.bibliography else { continue };
            bibliography.sort = None;
            bibliography.second_field_align = None;
            style.citation.layout = Layout::with_elements(Vec::new());
            style.citation.sort = None;
            style.purge(PurgeLevel::Full);
            let printed: Vec<_> = probes.iter().map(|work| out.print(&style, None, work)).collect();
            let readable = printed.iter().flatten().count();
            if readable * 3 >= probes.len() * 2 && seen.insert(printed) {
                out.styles.push(style);
            }
        }
        ensure!(!out.styles.is_empty(), "no citation style below {}", folder.display());
        Ok(out)
    }

    /// How many styles there are.
    pub fn len(&self) -> usize {
        self.styles.len()
    }

    /// Prints a work in a style of chance, now and then in another language than the style's.
    pub fn any(&self, work: &Work, rng: &mut Rng) -> Option<Vec<Segment>> {
        let style = &self.styles[rng.below(self.styles.len())];
        let language = rng.chance(35).then(|| LocaleCode(rng.pick(&LANGUAGES).to_owned()));
        self.print(style, language, work)
    }

    /// Prints a work; `None` where the style cannot, or prints what cannot be told apart.
    fn print(
        &self,
        style: &IndependentStyle,
        language: Option<LocaleCode>,
        work: &Work,
    ) -> Option<Vec<Segment>> {
        let item = work.item()?;
        // The processor stops hard over some styles; such a work is left out.
        let printed = panic::catch_unwind(panic::AssertUnwindSafe(|| {
            let mut driver = BibliographyDriver::new();
            let cited = vec![CitationItem::with_entry(&item)];
            driver.citation(CitationRequest::new(cited, style, language.clone(), &self.locales, None));
            let rendered = driver.finish(BibliographyRequest::new(style, language, &self.locales));
            rendered.bibliography?.items.pop().map(|item| item.content)
        }));
        let segments = tidy::tidy(spans::read(&printed.ok()??, work)?);
        tidy::is_plain(&segments).then_some(segments)
    }
}

fn list(folder: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "csl") {
            out.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use refloom::parse::tag::Tag;

    use super::*;

    const STYLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Test</title><id>test</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout suffix=".">
    <text variable="citation-number" prefix="[" suffix="] "/>
    <group delimiter=". ">
      <names variable="author"><name name-as-sort-order="all" initialize-with="." and="text"/></names>
      <text variable="title" quotes="true"/>
      <group delimiter=" ">
        <text term="in" text-case="capitalize-first"/>
        <names variable="editor"><name/><label form="short" prefix=" (" suffix=")"/></names>
        <text variable="container-title"/>
      </group>
      <group delimiter=" "><number variable="edition" form="ordinal"/><text term="edition" form="short"/></group>
      <group delimiter=", "><text variable="publisher"/><date variable="issued" form="numeric" date-parts="year"/></group>
      <group delimiter=" "><label variable="page" form="short"/><text variable="page"/></group>
      <text variable="URL"/>
    </group>
  </layout></bibliography>
</style>"#;

    fn library(name: &str, styles: &[&str]) -> Result<Library> {
        let folder = std::env::temp_dir().join(format!("refloom-styles-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for (i, style) in styles.iter().enumerate() {
            fs::write(folder.join(format!("{i}.csl")), style)?;
        }
        let library = Library::open(&folder);
        fs::remove_dir_all(&folder)?;
        library
    }

    fn printed(library: &Library, language: Option<&str>) -> Vec<Segment> {
        let language = language.map(|l| LocaleCode(l.to_owned()));
        library.print(&library.styles[0], language, &probes::works()[1]).unwrap_or_default()
    }

    #[test]
    fn styles_that_print_alike_count_once_and_broken_ones_not_at_all() -> Result<()> {
        let other = STYLE.replace(" quotes=\"true\"", "");
        let renamed = STYLE.replace(">Test<", ">Another name<");
        let library = library("alike", &[STYLE, &renamed, &other, "<style>"])?;
        assert_eq!(library.len(), 2);
        assert!(self::library("none", &["<style>"]).is_err());
        Ok(())
    }

    #[test]
    fn every_value_is_tagged_where_it_is_printed() -> Result<()> {
        let segments = printed(&library("spans", &[STYLE])?, None);
        let text: String = segments.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            text,
            "Marsh, A.B., Okafor, C., Lindqvist, E., and Rossi, F. “On the tides of small lakes.” In Jan Novak, Maria C. \
             Silva (eds.) Waters at rest. 2nd ed. Harbour Press, 2011. pp. 45–67."
        );
        for (tag, value) in [
            (Tag::Author, "Marsh, A.B., Okafor, C., Lindqvist, E., and Rossi, F"),
            (Tag::Title, "On the tides of small lakes"),
            (Tag::Editor, "Jan Novak, Maria C. Silva (eds.)"),
            (Tag::Container, "Waters at rest"),
            (Tag::Publisher, "Harbour Press"),
            (Tag::Date, "2011"),
            (Tag::Pages, "45–67"),
        ] {
            assert!(segments.contains(&(Some(tag), value.to_owned())), "{tag:?} in {segments:?}");
        }
        Ok(())
    }

    #[test]
    fn editors_in_front_are_authors_where_nothing_says_otherwise() -> Result<()> {
        let names = r#"<names variable="author"><name name-as-sort-order="all" initialize-with="." and="text"/></names>"#;
        for (style, tag) in [
            (STYLE.replace(names, r#"<names variable="editor"/>"#), Tag::Author),
            (
                STYLE.replace(names, r#"<names variable="editor"><name/><label prefix=" "/></names>"#),
                Tag::Editor,
            ),
        ] {
            let segments = printed(&library("editors", &[&style])?, None);
            assert_eq!(segments.first().map(|(tag, _)| *tag), Some(Some(tag)), "{segments:?}");
        }
        Ok(())
    }

    #[test]
    fn other_languages_have_their_own_words() -> Result<()> {
        let segments = printed(&library("german", &[STYLE])?, Some("de-DE"));
        assert!(segments.iter().any(|(tag, text)| *tag == Some(Tag::Editor) && text.contains("Hrsg.")));
        assert!(segments.iter().any(|(tag, text)| tag.is_none() && text.contains("S. ")));
        Ok(())
    }
}
