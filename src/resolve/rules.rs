//! The rules by which a record is accepted, doubted or rejected.
//!
//! A record is accepted when one rule of acceptance holds and none of rejection. Every number the rules use stands in
//! [`THRESHOLDS`].

use super::side::{Nature, Says};
use crate::model::{Agreement, Decision, Evidence, MatchRule, Verdict};

/// Every number the rules use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Thresholds {
    /// A title this similar is the same title.
    pub same_title: f32,
    /// And as much of either is found in the other.
    pub coverage: f32,
    /// A title this similar supports the record together with other things.
    pub like_title: f32,
    /// A title less similar than this contradicts the record.
    pub other_title: f32,
    /// A title this similar outweighs an error in the year or the place.
    pub near_exact_title: f32,
    /// Letters and digits from which on a title tells works apart.
    pub telling_length: u16,
    /// An author this similar is the same person.
    pub same_author: f32,
    /// An author less similar than this is another person.
    pub other_author: f32,
    /// A journal this similar is the same journal.
    pub same_journal: f32,
    /// A journal this similar will do where volume, issue, first and last page all agree.
    pub like_journal: f32,
    /// A journal less similar than this is another one.
    pub other_journal: f32,
    /// Years between printed and electronic publication.
    pub near_years: u16,
    /// Years beyond which not even a near exact title and place are believed.
    pub far_years: u16,
    /// Supports of which one of the rules wants four.
    pub supports: usize,
    /// A runner-up whose score is as near makes the choice ambiguous.
    pub runner_up: f32,
}

pub(super) const THRESHOLDS: Thresholds = Thresholds {
    same_title: 0.88,
    coverage: 0.8,
    like_title: 0.75,
    other_title: 0.5,
    near_exact_title: 0.95,
    telling_length: 25,
    same_author: 0.7,
    other_author: 0.5,
    same_journal: 0.85,
    like_journal: 0.6,
    other_journal: 0.5,
    near_years: 1,
    far_years: 2,
    supports: 4,
    runner_up: 0.05,
};

/// What the rules need to know besides the evidence.
#[derive(Clone, Copy, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and rules ask for each by its name"
)]
pub(super) struct Setting {
    /// What the text calls its work.
    pub says: Says,
    /// What the record is.
    pub nature: Nature,
    /// The reference prints a title that is long enough to be compared.
    pub title_printed: bool,
    /// The reference prints authors.
    pub authors_printed: bool,
    /// The reference prints a volume or a page.
    pub place_printed: bool,
    /// The first page, or what stands for it, is a number so long that a journal has it but once a year.
    pub long_page: bool,
    /// Nothing but a place is printed, with one page, and the record has several: short articles share their pages.
    pub part_of_range: bool,
    /// The record is in a supplement.
    pub in_supplement: bool,
    /// The reference prints hardly anything but an identifier.
    pub only_identifier: bool,
}

/// Decides about one record by itself.
pub(super) fn judge(evidence: &Evidence, setting: &Setting) -> Verdict {
    let facts = Facts { evidence, setting, at: &THRESHOLDS };
    if evidence.identifier == Some(true) {
        return facts.by_identifier();
    }
    if let Some(rule) = facts.rejection() {
        return Verdict { decision: facts.weight_of(rule), rule };
    }
    match facts.acceptance() {
        Some(rule) => Verdict { decision: Decision::Accepted, rule },
        None => facts.too_little(),
    }
}

struct Facts<'a> {
    evidence: &'a Evidence,
    setting: &'a Setting,
    at: &'a Thresholds,
}

impl Facts<'_> {
    /// The printed identifier is the record's. It may be a misprint, or copied from the line above.
    fn by_identifier(&self) -> Verdict {
        let e = self.evidence;
        let supports = [
            self.title_at_least(self.at.other_title),
            self.author_agrees() || e.any_author.is_some_and(|a| a >= self.at.same_author),
            self.year_within(self.at.near_years),
            self.journal_agrees(),
            self.volume_agrees(),
            self.page_agrees(),
        ];
        let contradictions = [
            e.title.is_some_and(|title| title < self.at.other_title)
                && e.title_length >= self.at.telling_length,
            e.any_author.is_some_and(|author| author < self.at.other_author),
            e.year_diff.is_some_and(|diff| diff.unsigned_abs() > self.at.far_years),
            self.journal_contradicts(),
            e.volume == Some(Agreement::Different) && e.first_page == Some(Agreement::Different),
        ];
        let count = |facts: &[bool]| facts.iter().filter(|fact| **fact).count();
        let (supports, contradictions) = (count(&supports), count(&contradictions));
        let title_agrees = self.title_at_least(self.at.same_title);
        let decision = match (supports, contradictions) {
            (0, 0) if self.setting.only_identifier => Decision::Accepted,
            (0, 0) => Decision::Ambiguous,
            (0, _) => Decision::Rejected,
            (_, 0) => Decision::Accepted,
            _ if title_agrees || supports > contradictions + 1 => Decision::Accepted,
            _ if supports >= contradictions => Decision::Ambiguous,
            _ => Decision::Rejected,
        };
        let rule = if decision == Decision::Accepted {
            MatchRule::Identifier
        } else {
            MatchRule::IdentifierContradicted
        };
        if decision == Decision::Accepted
            && self.is_unsaid_notice()
            && !title_agrees
            && !self.setting.only_identifier
        {
            return Verdict { decision: Decision::Ambiguous, rule: MatchRule::Notice };
        }
        Verdict { decision, rule }
    }

    /// The rule of acceptance that holds, the surest first.
    fn acceptance(&self) -> Option<MatchRule> {
        let e = self.evidence;
        let author = self.author_agrees();
        let long_title = e.title_length >= self.at.telling_length;
        let same_title = self.title_at_least(self.at.same_title)
            && e.title_coverage.is_some_and(|coverage| coverage >= self.at.coverage);
        if self.same_place()
            && e.year_diff == Some(0)
            && (author || !self.setting.authors_printed || (e.first_author.is_none() && same_title))
        {
            return Some(MatchRule::Locator);
        }
        if same_title && long_title && author && self.year_within(self.at.near_years) {
            return Some(MatchRule::Title);
        }
        let placed = self.volume_agrees() || self.page_agrees();
        if same_title
            && self.journal_agrees()
            && self.year_within(self.at.near_years)
            && (placed || (!self.setting.place_printed && long_title))
            && !self.author_contradicts()
        {
            return Some(MatchRule::TitleInJournal);
        }
        let supports = [
            e.title.is_some_and(|title| title > self.at.like_title),
            author,
            e.year_diff == Some(0),
            self.volume_agrees(),
            self.page_agrees(),
        ];
        // Title, author and volume are those of the next part of a series too: its page is another.
        let enough = supports.iter().filter(|support| **support).count() >= self.at.supports;
        (enough && !self.journal_contradicts()).then_some(MatchRule::FourSupports)
    }

    /// The rule of rejection that holds, the gravest first.
    fn rejection(&self) -> Option<MatchRule> {
        let e = self.evidence;
        let near_exact = self.title_at_least(self.at.near_exact_title)
            && e.title_length >= self.at.telling_length
            && e.title_coverage.is_some_and(|coverage| coverage >= self.at.coverage);
        let exact_place = self.volume_agrees() && e.first_page == Some(Agreement::Same);
        let years = e.year_diff.map_or(0, i16::unsigned_abs);
        let title_contradicts =
            self.setting.title_printed && e.title.is_some_and(|t| t < self.at.other_title);
        let rules = [
            (
                e.identifier == Some(false) && !(near_exact && (exact_place || self.author_agrees())),
                MatchRule::OtherIdentifier,
            ),
            (self.is_unsaid_notice(), MatchRule::Notice),
            (e.title_openings_differ && !(exact_place && self.author_agrees()), MatchRule::Notice),
            (self.abstract_against_paper(near_exact && exact_place), MatchRule::MeetingAbstract),
            (
                years > self.at.near_years && !(near_exact && exact_place && years <= self.at.far_years),
                MatchRule::OtherYear,
            ),
            (e.supplement == Some(Agreement::Different) && !near_exact, MatchRule::OtherSupplement),
            (
                e.first_page != Some(Agreement::Different)
                    && e.last_page == Some(Agreement::Different)
                    && !self.title_at_least(self.at.same_title),
                MatchRule::OtherLastPage,
            ),
            (self.setting.part_of_range, MatchRule::OtherLastPage),
            (e.title_numbers_differ && !(exact_place && self.author_agrees()), MatchRule::OtherPart),
            (self.letter_elsewhere(), MatchRule::LetterInVolume),
            (title_contradicts, MatchRule::OtherTitle),
            (
                self.author_contradicts()
                    && !(near_exact
                        && exact_place
                        && e.last_page != Some(Agreement::Different)
                        && self.setting.nature != Nature::Letter),
                MatchRule::OtherAuthor,
            ),
            (self.other_place(), MatchRule::OtherPlace),
            (
                e.issue == Some(Agreement::Different) && !self.title_at_least(self.at.same_title),
                MatchRule::OtherPlace,
            ),
            // An abstract of a meeting is printed by its page or by its number.
            (
                self.volume_agrees()
                    && self.other_page()
                    && !(near_exact && self.setting.in_supplement && self.year_within(0)),
                MatchRule::OtherPlace,
            ),
        ];
        rules.into_iter().find_map(|(holds, rule)| holds.then_some(rule))
    }

    /// A rejection that leaves a record that otherwise fits is for a person to look at.
    fn weight_of(&self, rule: MatchRule) -> Decision {
        let e = self.evidence;
        let long = e.title_length >= self.at.telling_length;
        let otherwise_fits = match rule {
            MatchRule::OtherLastPage
            | MatchRule::OtherSupplement
            | MatchRule::OtherTitle
            | MatchRule::OtherAuthor => {
                self.acceptance() == Some(MatchRule::Locator)
                    || (self.journal_agrees()
                        && self.year_within(0)
                        && self.volume_agrees()
                        && self.page_agrees())
            }
            MatchRule::Notice => !self.setting.title_printed && self.acceptance().is_some(),
            MatchRule::OtherYear | MatchRule::OtherPlace | MatchRule::OtherIdentifier => {
                // Printed in another journal, volume and page it is printed twice, and the other time is meant.
                let twice = self.journal_contradicts()
                    && e.volume == Some(Agreement::Different)
                    && e.first_page == Some(Agreement::Different);
                let same_work = long
                    && self.title_at_least(self.at.near_exact_title)
                    && self.author_agrees()
                    && (self.year_within(self.at.near_years + self.at.far_years) || self.same_place());
                (same_work && !twice)
                    || (rule == MatchRule::OtherPlace && self.acceptance() == Some(MatchRule::Locator))
            }
            _ => false,
        };
        if otherwise_fits { Decision::Ambiguous } else { Decision::Rejected }
    }

    /// No rule holds.
    fn too_little(&self) -> Verdict {
        let e = self.evidence;
        let same_title = self.title_at_least(self.at.same_title)
            && e.title_coverage.is_some_and(|coverage| coverage >= self.at.coverage);
        if !same_title {
            return Verdict { decision: Decision::Rejected, rule: MatchRule::TooLittle };
        }
        if e.title_length < self.at.telling_length {
            return Verdict { decision: Decision::Rejected, rule: MatchRule::GenericTitle };
        }
        Verdict { decision: Decision::Ambiguous, rule: MatchRule::TitleOnly }
    }

    fn title_at_least(&self, least: f32) -> bool {
        self.evidence.title.is_some_and(|title| title >= least)
    }

    fn author_agrees(&self) -> bool {
        self.evidence.first_author.is_some_and(|author| author > self.at.same_author)
    }

    fn author_contradicts(&self) -> bool {
        let below = |author: Option<f32>| author.is_some_and(|author| author < self.at.other_author);
        below(self.evidence.first_author) && below(self.evidence.any_author)
    }

    fn journal_agrees(&self) -> bool {
        self.evidence.journal.is_some_and(|journal| journal >= self.at.same_journal)
    }

    fn journal_contradicts(&self) -> bool {
        self.evidence.journal.is_some_and(|journal| journal < self.at.other_journal)
    }

    fn year_within(&self, years: u16) -> bool {
        self.evidence.year_diff.is_some_and(|diff| diff.unsigned_abs() <= years)
    }

    fn volume_agrees(&self) -> bool {
        matches!(self.evidence.volume, Some(Agreement::Same | Agreement::Close))
    }

    fn page_agrees(&self) -> bool {
        matches!(self.evidence.first_page, Some(Agreement::Same | Agreement::Close))
    }

    /// The first page is another, and no misprint.
    fn other_page(&self) -> bool {
        let e = self.evidence;
        match e.first_page {
            Some(Agreement::Different) => e.last_page != Some(Agreement::Same),
            Some(Agreement::Misprint) => e.last_page == Some(Agreement::Different),
            _ => false,
        }
    }

    /// Journal, volume and first page. Articles ahead of an issue have no volume yet, and a number that is long enough
    /// to do without; a journal that is not certain needs everything else.
    fn same_place(&self) -> bool {
        let e = self.evidence;
        let same = Some(Agreement::Same);
        let in_volume = self.volume_agrees() && self.page_agrees();
        let ahead = e.volume.is_none() && self.setting.long_page && e.first_page == same;
        let everything = [e.volume, e.issue, e.first_page, e.last_page].iter().all(|found| *found == same);
        (self.journal_agrees() && (in_volume || ahead))
            || (everything && e.journal.is_some_and(|journal| journal >= self.at.like_journal))
    }

    fn is_unsaid_notice(&self) -> bool {
        self.setting.nature == Nature::Notice && !self.setting.says.notice
    }

    /// A meeting abstract is not the paper that followed it, though title and authors be the same.
    fn abstract_against_paper(&self, is_exact: bool) -> bool {
        let record = self.setting.nature == Nature::MeetingAbstract;
        let printed = self.setting.says.meeting_abstract;
        let placed = self.volume_agrees() && self.page_agrees();
        (printed && !record && !placed)
            || (record && !printed && self.setting.place_printed && !placed && !is_exact)
    }

    /// A letter may bear nearly the title of the article it is about, stand in the same volume and be by the same people.
    fn letter_elsewhere(&self) -> bool {
        self.setting.nature == Nature::Letter
            && !self.setting.says.comment
            && self.evidence.first_page == Some(Agreement::Different)
    }

    /// Volume and page say another place; or the journal does, and volume and page do not say this one. A preprint and
    /// its article, or a guideline in two journals, bear one title.
    fn other_place(&self) -> bool {
        let e = self.evidence;
        let both = e.volume == Some(Agreement::Different) && e.first_page == Some(Agreement::Different);
        both || (self.journal_contradicts() && !(self.volume_agrees() && self.page_agrees()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Setting {
        Setting {
            says: Says::default(),
            nature: Nature::Plain,
            title_printed: true,
            authors_printed: true,
            place_printed: true,
            long_page: false,
            part_of_range: false,
            in_supplement: false,
            only_identifier: false,
        }
    }

    fn exact() -> Evidence {
        Evidence {
            title: Some(1.0),
            title_coverage: Some(1.0),
            title_length: 60,
            first_author: Some(1.0),
            any_author: Some(1.0),
            journal: Some(1.0),
            year_diff: Some(0),
            volume: Some(Agreement::Same),
            first_page: Some(Agreement::Same),
            last_page: Some(Agreement::Same),
            ..Evidence::default()
        }
    }

    #[track_caller]
    fn check(evidence: &Evidence, setting: &Setting, decision: Decision, rule: MatchRule) {
        assert_eq!(judge(evidence, setting), Verdict { decision, rule });
    }

    use Decision::{Accepted, Ambiguous, Rejected};

    #[test]
    fn each_rule_of_acceptance_holds_by_itself() {
        let nothing = Evidence::default();
        let place = Evidence { title: None, title_coverage: None, title_length: 0, ..exact() };
        check(&place, &plain(), Accepted, MatchRule::Locator);
        let unsigned = Evidence { first_author: None, any_author: None, ..place };
        check(&unsigned, &plain(), Rejected, MatchRule::TooLittle);
        check(&unsigned, &Setting { authors_printed: false, ..plain() }, Accepted, MatchRule::Locator);
        let ahead = Evidence { volume: None, last_page: None, ..unsigned };
        let long = Setting { authors_printed: false, long_page: true, ..plain() };
        check(&ahead, &long, Accepted, MatchRule::Locator);
        check(&ahead, &Setting { long_page: false, ..long }, Rejected, MatchRule::TooLittle);
        let shared = Evidence { last_page: None, ..unsigned };
        let part = Setting { authors_printed: false, part_of_range: true, ..plain() };
        check(&shared, &part, Ambiguous, MatchRule::OtherLastPage);
        let uncertain = Evidence { journal: Some(0.65), issue: Some(Agreement::Same), ..unsigned };
        check(&uncertain, &long, Accepted, MatchRule::Locator);
        check(&Evidence { issue: None, ..uncertain }, &long, Rejected, MatchRule::TooLittle);
        let title = Evidence {
            title: Some(0.9),
            title_coverage: Some(0.85),
            title_length: 40,
            first_author: Some(0.9),
            year_diff: Some(1),
            ..nothing
        };
        check(&title, &plain(), Accepted, MatchRule::Title);
        let in_journal =
            Evidence { first_author: None, journal: Some(1.0), volume: Some(Agreement::Same), ..title };
        check(&in_journal, &plain(), Accepted, MatchRule::TitleInJournal);
        let four = Evidence {
            first_author: Some(1.0),
            year_diff: Some(0),
            volume: Some(Agreement::Same),
            first_page: Some(Agreement::Same),
            ..nothing
        };
        check(&four, &plain(), Accepted, MatchRule::FourSupports);
    }

    #[test]
    fn each_contradiction_keeps_a_record_out() {
        let far = Evidence { year_diff: Some(5), ..exact() };
        check(&far, &plain(), Ambiguous, MatchRule::OtherYear);
        let near = Evidence { year_diff: Some(2), ..exact() };
        check(&near, &plain(), Accepted, MatchRule::FourSupports);
        let other_last = Evidence { title: None, last_page: Some(Agreement::Different), ..exact() };
        check(&other_last, &plain(), Ambiguous, MatchRule::OtherLastPage);
        let supplement = Evidence { title: None, supplement: Some(Agreement::Different), ..exact() };
        check(&supplement, &plain(), Ambiguous, MatchRule::OtherSupplement);
        let part = Evidence { title_numbers_differ: true, first_page: Some(Agreement::Different), ..exact() };
        check(&part, &plain(), Rejected, MatchRule::OtherPart);
        let author = Evidence { title: Some(0.9), first_author: Some(0.0), any_author: Some(0.0), ..exact() };
        check(&author, &plain(), Ambiguous, MatchRule::OtherAuthor);
        let elsewhere = Evidence {
            volume: Some(Agreement::Different),
            first_page: Some(Agreement::Different),
            journal: Some(0.2),
            ..exact()
        };
        check(&elsewhere, &plain(), Rejected, MatchRule::OtherPlace);
    }

    #[test]
    fn notices_letters_and_abstracts() {
        let notice = Setting { nature: Nature::Notice, ..plain() };
        check(&exact(), &notice, Rejected, MatchRule::Notice);
        let said = Setting { says: Says { notice: true, ..Says::default() }, ..notice };
        check(&exact(), &said, Accepted, MatchRule::Locator);
        let other_page = Evidence { first_page: Some(Agreement::Different), last_page: None, ..exact() };
        let letter = Setting { nature: Nature::Letter, ..plain() };
        check(&other_page, &letter, Rejected, MatchRule::LetterInVolume);
        check(&exact(), &letter, Accepted, MatchRule::Locator);
        let says = Says { meeting_abstract: true, ..Says::default() };
        check(&other_page, &Setting { says, ..plain() }, Rejected, MatchRule::MeetingAbstract);
        let meeting = Setting { nature: Nature::MeetingAbstract, ..plain() };
        check(&other_page, &meeting, Rejected, MatchRule::MeetingAbstract);
    }

    #[test]
    fn a_title_alone_is_not_enough() {
        let alone =
            Evidence { title: Some(1.0), title_coverage: Some(1.0), title_length: 60, ..Evidence::default() };
        check(&alone, &plain(), Ambiguous, MatchRule::TitleOnly);
        check(&Evidence { title_length: 12, ..alone }, &plain(), Rejected, MatchRule::GenericTitle);
    }

    #[test]
    fn a_printed_identifier_is_verified() {
        let same = Evidence { identifier: Some(true), ..exact() };
        check(&same, &plain(), Accepted, MatchRule::Identifier);
        let nothing_fits = Evidence {
            identifier: Some(true),
            title: Some(0.1),
            title_length: 60,
            first_author: Some(0.0),
            any_author: Some(0.0),
            year_diff: Some(9),
            journal: Some(0.1),
            ..Evidence::default()
        };
        check(&nothing_fits, &plain(), Rejected, MatchRule::IdentifierContradicted);
        let bare = Evidence { identifier: Some(true), ..Evidence::default() };
        check(&bare, &Setting { only_identifier: true, ..plain() }, Accepted, MatchRule::Identifier);
        check(&bare, &plain(), Ambiguous, MatchRule::IdentifierContradicted);
        let other = Evidence { identifier: Some(false), title: Some(0.9), ..exact() };
        check(&other, &plain(), Rejected, MatchRule::OtherIdentifier);
    }
}
