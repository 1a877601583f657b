//! What stated confidences are worth: a table, and a plot to look at.

use std::fmt::Write as _;
use std::io::{self, Write};

use refloom::evaluate::{BINS, Field, Reliability, Stated};

use super::report::HEAD;
use crate::cli::terminal::styled;

/// Expected calibration error by field, of all fields, and of whole references; beside each what so many values would
/// show by chance if every confidence were exact.
pub fn table(out: &mut impl Write, stated: &[Stated], fields: &[Field]) -> io::Result<()> {
    let head = format!(
        "{:<13}{:>7}{:>8}{:>8}{:>8}{:>11}",
        "confidence", "values", "stated", "right", "error", "by chance"
    );
    writeln!(out, "\n{}", styled(HEAD, &head))?;
    for field in fields {
        let of = Reliability::of(stated.iter().filter(|one| one.field == Some(*field)));
        row(out, field.as_str(), &of)?;
    }
    row(out, "all fields", &fields_of(stated))?;
    row(out, "references", &whole_of(stated))
}

fn row(out: &mut impl Write, name: &str, of: &Reliability) -> io::Result<()> {
    if of.count() == 0 {
        return Ok(());
    }
    let (stated, right) = of.means();
    let (count, error, chance) = (of.count(), of.error(), of.chance());
    writeln!(out, "{name:<13}{count:>7}{stated:>8.3}{right:>8.3}{error:>8.3}{chance:>11.3}")
}

fn fields_of(stated: &[Stated]) -> Reliability {
    Reliability::of(stated.iter().filter(|one| one.field.is_some()))
}

fn whole_of(stated: &[Stated]) -> Reliability {
    Reliability::of(stated.iter().filter(|one| one.field.is_none()))
}

/// Pixels of the plotted square, and of the margin around it.
const SIDE: f64 = 320.0;
const MARGIN: f64 = 48.0;

/// A reliability plot as SVG: what was stated along, what was right up; on the diagonal the two are one. Circles grow
/// with the number of values they stand for.
pub fn plot(stated: &[Stated]) -> String {
    let size = SIDE + 2.0 * MARGIN;
    let (left, right, top, bottom) = (MARGIN, MARGIN + SIDE, MARGIN, MARGIN + SIDE);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" width=\"{size}\" height=\"{size}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\n\
         <rect x=\"{left}\" y=\"{top}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"none\" stroke=\"#888\"/>\n\
         <path d=\"M{left} {bottom}L{right} {top}\" stroke=\"#888\" stroke-dasharray=\"4\"/>\n"
    );
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let (x, y) = (left + tick * SIDE, bottom - tick * SIDE);
        let _ = writeln!(
            svg,
            "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{tick}</text>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{tick}</text>",
            bottom + 16.0,
            left - 6.0,
            y + 4.0
        );
    }
    let middle = left + SIDE / 2.0;
    let _ = writeln!(
        svg,
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">stated</text>\n\
         <text transform=\"translate(14 {middle}) rotate(-90)\" text-anchor=\"middle\">right</text>",
        bottom + 36.0
    );
    let kinds = [("fields", "#1b6ca8", fields_of(stated)), ("references", "#c8553d", whole_of(stated))];
    for (i, (name, color, of)) in kinds.iter().enumerate() {
        curve(&mut svg, color, of);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" fill=\"{color}\">{name}: {} stated, error {:.3}</text>",
            left + 8.0,
            top + 18.0 + 16.0 * i as f64,
            of.count(),
            of.error()
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn curve(svg: &mut String, color: &str, of: &Reliability) {
    let most = of.bins.iter().map(|bin| bin.count).max().unwrap_or(0).max(1) as f64;
    let mut path = String::new();
    for bin in &of.bins {
        let Some(share) = bin.share() else { continue };
        let (x, y) = (MARGIN + bin.stated * SIDE, MARGIN + SIDE - share * SIDE);
        let radius = 2.0 + (bin.count as f64 / most).sqrt() * SIDE / BINS as f64 / 2.0;
        let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { "M" } else { "L" });
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{color}\" fill-opacity=\"0.5\"/>"
        );
    }
    let _ = writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plot_has_a_circle_for_every_step_in_which_something_was_stated() {
        let stated = |confidence, right| Stated { field: None, confidence, right };
        let svg = plot(&[stated(0.91, true), stated(0.92, false), stated(0.31, false)]);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("references: 3 stated"), "{svg}");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn the_table_leaves_out_fields_of_which_nothing_was_stated() {
        let mut out = Vec::new();
        let stated = [Stated { field: Some(Field::Title), confidence: 0.8, right: true }];
        table(&mut out, &stated, &Field::ALL).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert!(shown.contains("title") && !shown.contains("volume"), "{shown}");
        assert!(shown.contains("0.800   1.000   0.200"), "{shown}");
    }
}
