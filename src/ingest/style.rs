use super::labels::LabelKind;
use super::layout::Mark;
use super::survey::Plan;

/// Guesses the style of the references from marks that one style prints and others do not; `None` when unsure.
pub(super) fn guess_style(plan: &Plan, is_uptodate: bool) -> Option<&'static str> {
    let tally = plan.marks;
    let list = plan.lists.last()?;
    let most = |n: u32| tally.lines > 0 && n * 10 >= tally.lines * 6;
    let numbered = matches!(list.layout.mark, Mark::Label(kind) if kind.is_number());
    let bracketed = list.layout.mark == Mark::Label(LabelKind::Bracket);
    if is_uptodate && most(tally.year_semicolon) {
        Some("uptodate")
    } else if most(tally.year_semicolon) {
        Some("vancouver")
    } else if most(tally.year_parens) && !numbered {
        Some("apa")
    } else if most(tally.quotes) && bracketed {
        Some("ieee")
    } else {
        None
    }
}
