//! Precision and recall over invented documents in many styles.

use std::fmt::Write as _;

use super::*;

/// Numbers without pattern, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % n
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Brackets,
    BracketsSpaced,
    Parentheses,
    Superscript,
    SuperscriptBehindStop,
    Unicode,
    LinkedBrackets,
    LinkedSuperscript,
    NameYear,
    NameCommaYear,
    LinkedNameYear,
    Labels,
    Latex,
    Pandoc,
}

const STYLES: [Style; 14] = [
    Style::Brackets,
    Style::BracketsSpaced,
    Style::Parentheses,
    Style::Superscript,
    Style::SuperscriptBehindStop,
    Style::Unicode,
    Style::LinkedBrackets,
    Style::LinkedSuperscript,
    Style::NameYear,
    Style::NameCommaYear,
    Style::LinkedNameYear,
    Style::Labels,
    Style::Latex,
    Style::Pandoc,
];

const FAMILIES: [&str; 24] = [
    "Smith",
    "Jones",
    "van der Berg",
    "García Márquez",
    "O'Neill",
    "Li",
    "Müller",
    "de la Cruz",
    "Wang",
    "Nguyen",
    "Kowalski",
    "Åström",
    "Fitz-Gerald",
    "Rossi",
    "Ivanova",
    "Tanaka",
    "Okafor",
    "Dubois",
    "Schmidt",
    "Hansen",
    "Costa",
    "McKay",
    "Zhang",
    "Ben-David",
];

const CLAUSES: [&str; 16] = [
    "lichens grew by 2.5 mm in the first year",
    "roofs of E. coli dens stayed dry (n = 12)",
    "the area was 10 m^2^ at most",
    "barns of type B were colder (Fig. 3)",
    "x grew to 10^3^ per cm^3^",
    "moss was found in 2009 (June 2010)",
    "walls leaked (Table 2; Equation 4)",
    "it cost 12 (13%) of the whole",
    "values in [0, 1] were kept",
    "we counted (i) barns and (ii) sheds",
    "the U.S. barns were older",
    "cold winds (5 m/s) came from Dr. Frost's farm",
    "the median age was 47 (range 12–81) years",
    "samples of ^14^C were lost",
    "tiles, thatch, etc. were compared",
    "see section 2.1 for more",
];

/// A document and what its markers lead to, in order.
struct Made {
    blocks: Vec<String>,
    entries: Vec<ListEntry>,
    /// The entries of each marker, and the first words of its sentence.
    truth: Vec<(Vec<u32>, String)>,
}

fn ranges(numbers: &[u32], dash: &str, comma: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while at < numbers.len() {
        let mut end = at;
        while end + 1 < numbers.len() && numbers[end + 1] == numbers[end] + 1 {
            end += 1;
        }
        if !out.is_empty() {
            out += comma;
        }
        match end - at {
            0 | 1 => {
                out += &numbers[at].to_string();
                end = at;
            }
            _ => write!(out, "{}{dash}{}", numbers[at], numbers[end]).unwrap(),
        }
        at = end + 1;
    }
    out
}

fn shown(entry: &ListEntry, and: &str) -> String {
    match entry.authors.as_slice() {
        [only] => only.clone(),
        [one, two] => format!("{one} {and} {two}"),
        [first, ..] => format!("{first} et al."),
        [] => String::new(),
    }
}

fn year(entry: &ListEntry) -> String {
    format!("{}{}", entry.year.unwrap(), entry.year_suffix.as_deref().unwrap_or_default())
}

fn list(style: Style, dice: &mut Dice) -> Vec<ListEntry> {
    let count = u32::try_from(12 + dice.below(30)).unwrap();
    let mut entries: Vec<ListEntry> = Vec::new();
    for seq in 1..=count {
        let authors: Vec<String> = (0..=dice.below(4)).map(|_| dice.one(&FAMILIES).to_owned()).collect();
        let year = 1990 + i16::try_from(dice.below(30)).unwrap();
        entries.push(ListEntry {
            seq,
            ids: vec![format!("R{seq}"), format!("key{seq}:{year}")],
            authors,
            year: Some(year),
            ..ListEntry::default()
        });
    }
    // Authors and year alike get letters, as styles ask for.
    for at in 0..entries.len() {
        let like =
            |e: &ListEntry| shown(e, "and") == shown(&entries[at], "and") && e.year == entries[at].year;
        let alike: Vec<usize> = (0..entries.len()).filter(|other| like(&entries[*other])).collect();
        if alike.len() > 1 {
            let letters: Vec<(usize, String)> =
                alike.iter().zip(b'a'..).map(|(at, b)| (*at, char::from(b).to_string())).collect();
            for (at, letter) in letters {
                entries[at].year_suffix = Some(letter);
            }
        }
    }
    for entry in &mut entries {
        entry.label = match style {
            Style::NameYear | Style::NameCommaYear | Style::LinkedNameYear | Style::Latex | Style::Pandoc => {
                None
            }
            Style::Labels => {
                Some(format!("{}{:02}{}", &"SmJoKoLi"[entry.authors.len()..][..3], entry.seq, "x"))
            }
            _ => Some(entry.seq.to_string()),
        };
    }
    entries
}

/// A marker of these entries as the style writes it, and whether it stands behind the full stop.
fn marker(style: Style, cited: &[u32], entries: &[ListEntry], dice: &mut Dice) -> (String, bool) {
    let of = |seq: &u32| &entries[usize::try_from(*seq).unwrap() - 1];
    let joined =
        |part: &dyn Fn(&u32) -> String, comma: &str| cited.iter().map(part).collect::<Vec<_>>().join(comma);
    let dash = dice.one(&["–", "-"]);
    let linked = |seq: &u32| format!("{{R{seq}:{seq}}}");
    match style {
        Style::Brackets => (format!(" [{}]", ranges(cited, dash, ", ")), false),
        Style::BracketsSpaced => (format!(" [{}]", ranges(cited, " – ", "; ")), dice.below(3) == 0),
        Style::Parentheses => (format!(" ({})", ranges(cited, dash, ",")), false),
        Style::Superscript => (format!("^{}^", ranges(cited, dash, ",")), false),
        Style::SuperscriptBehindStop => (format!("^{}^", ranges(cited, dash, ",")), true),
        Style::Unicode => {
            let raised = |c: char| match c {
                '0'..='9' => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10).unwrap() as usize).unwrap(),
                '-' => '⁻',
                other => other,
            };
            (ranges(cited, "-", ",").chars().map(raised).collect(), true)
        }
        Style::LinkedBrackets => (format!(" [{}]", joined(&linked, ",")), false),
        Style::LinkedSuperscript => (format!("^{}^", joined(&linked, ",")), true),
        Style::NameYear => {
            let part = |seq: &u32| format!("{} {}", shown(of(seq), "and"), year(of(seq)));
            (format!(" ({}{})", dice.one(&["", "see ", "e.g. "]), joined(&part, "; ")), false)
        }
        Style::NameCommaYear => {
            let part = |seq: &u32| format!("{}, {}", shown(of(seq), "&"), year(of(seq)));
            (format!(" ({})", joined(&part, "; ")), false)
        }
        Style::LinkedNameYear => {
            let part = |seq: &u32| format!("{{R{seq}:{}, {}}}", shown(of(seq), "and"), year(of(seq)));
            (format!(" ({})", joined(&part, "; ")), false)
        }
        Style::Labels => (format!(" [{}]", joined(&|seq| of(seq).label.clone().unwrap(), ", ")), false),
        Style::Latex => (format!("~\\cite{{{}}}", joined(&|seq| of(seq).ids[1].clone(), ",")), false),
        Style::Pandoc => (format!(" [{}]", joined(&|seq| format!("@{}", of(seq).ids[1]), "; ")), false),
    }
}

fn made(style: Style, dice: &mut Dice) -> Made {
    let entries = list(style, dice);
    let (mut blocks, mut truth) = (Vec::new(), Vec::new());
    let mut next = 1;
    let count = u32::try_from(entries.len()).unwrap();
    for n in 0..10 {
        let mut text = String::new();
        for k in 0..5 {
            let begin = format!("Thing{n}x{k} told that");
            let clause = dice.one(&CLAUSES);
            if !text.is_empty() {
                text.push(' ');
            }
            text += &begin;
            text.push(' ');
            let named = matches!(style, Style::NameYear | Style::NameCommaYear);
            if dice.below(5) == 0 {
                text += clause;
                text.push('.');
                continue;
            }
            let mut cited: Vec<u32> = Vec::new();
            for _ in 0..=dice.below(4) {
                // The first time in order, later again.
                let seq = if next <= count && dice.below(4) > 0 {
                    next
                } else {
                    1 + u32::try_from(dice.below(entries.len())).unwrap()
                };
                next += u32::from(seq == next);
                if !cited.contains(&seq) {
                    cited.push(seq);
                }
            }
            cited.sort_unstable();
            if named && dice.below(3) == 0 {
                // The authors are the subject.
                let seq = cited[0];
                let entry = &entries[usize::try_from(seq).unwrap() - 1];
                write!(text, "{} ({}) found that {clause}.", shown(entry, "and"), year(entry)).unwrap();
                truth.push((vec![seq], begin));
                continue;
            }
            let (marker, behind) = marker(style, &cited, &entries, dice);
            text += clause;
            if behind {
                text.push('.');
                text += &marker;
            } else {
                text += &marker;
                text.push('.');
            }
            truth.push((cited, begin));
        }
        blocks.push(text);
    }
    Made { blocks, entries, truth }
}

#[test]
fn invented_documents_in_many_styles() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut told = String::new();
    let (mut all_right, mut all_found, mut all_true) = (0, 0, 0);
    for style in STYLES {
        let (mut right, mut found_links, mut true_links, mut right_sentence, mut markers) = (0, 0, 0, 0, 0);
        for _ in 0..40 {
            let made = made(style, &mut dice);
            let blocks: Vec<&str> = made.blocks.iter().map(String::as_str).collect();
            let body = body(&blocks);
            let found = find(&body, &made.entries);
            // A link is a sentence and an entry.
            let key = |sentence: &str| sentence.split(' ').next().unwrap_or_default().to_owned();
            let mut expected: Vec<(String, u32)> =
                made.truth.iter().flat_map(|(seqs, s)| seqs.iter().map(|seq| (key(s), *seq))).collect();
            true_links += expected.len();
            for citation in &found {
                let sentence = key(citation.sentence.of(&body.blocks[citation.block].text));
                markers += 1;
                right_sentence += usize::from(made.truth.iter().any(|(_, s)| key(s) == sentence));
                for seq in &citation.references {
                    found_links += 1;
                    if let Some(at) = expected.iter().position(|(s, e)| *s == sentence && e == seq) {
                        expected.swap_remove(at);
                        right += 1;
                    }
                }
            }
        }
        all_right += right;
        all_found += found_links;
        all_true += true_links;
        let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
        writeln!(
            told,
            "{style:?}: precision {:.4} recall {:.4}, markers in a citing sentence {:.4} ({true_links} links)",
            share(right, found_links),
            share(right, true_links),
            share(right_sentence, markers),
        )
        .unwrap();
    }
    let (precision, recall) = (all_right as f64 / all_found as f64, all_right as f64 / all_true as f64);
    writeln!(told, "all: precision {precision:.4} recall {recall:.4}").unwrap();
    println!("{told}");
    assert!(precision > 0.99 && recall > 0.98, "{told}");
}
