//! LaTeX as plain text.

use unicode_normalization::UnicodeNormalization;

use crate::documents::text::TextBuilder;
use crate::documents::{Mark, MarkKind};

/// A text without commands.
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

/// What stands between the first opening sign and the closing one that belongs to it, and what is behind it. Where
/// the text does not begin with the sign, nothing is between.
pub(super) fn bracketed(text: &str, open: char, close: char) -> (&str, &str) {
    if !text.starts_with(open) {
        return ("", text);
    }
    let mut depth = 0usize;
    let mut braces = 0usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            // A bracket inside braces closes nothing.
            '{' if open != '{' => braces += 1,
            '}' if open != '{' => braces = braces.saturating_sub(1),
            c if c == open && braces == 0 => depth += 1,
            c if c == close && braces == 0 => {
                depth -= 1;
                if depth == 0 {
                    let inner = text.get(open.len_utf8()..at).unwrap_or_default();
                    return (inner, text.get(at + close.len_utf8()..).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    (text.get(open.len_utf8()..).unwrap_or_default(), "")
}

/// Commands whose argument is not shown.
const HIDDEN: &[&str] = &[
    "label",
    "index",
    "vspace",
    "hspace",
    "bibliographystyle",
    "bibliography",
    "usepackage",
    "documentclass",
    "includegraphics",
    "setcounter",
    "addtolength",
    "setlength",
    "pagestyle",
    "thispagestyle",
    "input",
    "include",
    "providecommand",
    "newcommand",
    "renewcommand",
    "bibinfoexplicit",
    "BibitemShut",
    "bibitemStop",
    "bibitemNoStop",
    "translation",
    "SortNoop",
    "noopsort",
    "begin",
    "end",
    "phantomsection",
    "markboth",
    "color",
    "vskip",
];

/// Takes commands, braces and mathematics' signs off. One pass without recursion.
pub(super) fn render(text: &str) -> Rendered {
    let mut out = TextBuilder::default();
    let mut rest = text;
    // Where raised text began, and how many braces were open there.
    let mut raised: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0usize;
    let mut raise = false;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '{' => {
                depth += 1;
                if std::mem::take(&mut raise) {
                    raised.push((out.begin(), depth));
                }
            }
            '}' => {
                if let Some((begin, _)) = raised.pop_if(|(_, d)| *d == depth) {
                    out.mark(begin, MarkKind::Superscript);
                }
                depth = depth.saturating_sub(1);
            }
            '~' => out.push(" "),
            '$' => {}
            '^' => {
                if rest.starts_with('{') {
                    raise = true;
                } else if let Some(next) = rest.chars().next().filter(|c| c.is_alphanumeric()) {
                    let begin = out.begin();
                    out.push(next.encode_utf8(&mut [0; 4]));
                    out.mark(begin, MarkKind::Superscript);
                    rest = rest.get(next.len_utf8()..).unwrap_or_default();
                }
            }
            '-' if rest.starts_with("--") => {
                out.push("—");
                rest = rest.get(2..).unwrap_or_default();
            }
            '-' if rest.starts_with('-') => {
                out.push("–");
                rest = rest.get(1..).unwrap_or_default();
            }
            '`' | '\'' => {
                let double = rest.starts_with(c);
                rest = rest.get(usize::from(double)..).unwrap_or_default();
                out.push(match (c, double) {
                    ('`', true) => "“",
                    ('`', false) => "‘",
                    (_, true) => "”",
                    (_, false) => "’",
                });
            }
            '\\' => rest = command(rest, &mut out, &mut raise),
            c => out.push(c.encode_utf8(&mut [0; 4])),
        }
    }
    let (text, marks) = out.take();
    Rendered { text, marks }
}

/// Reads a command whose backslash is behind us; gives what follows it.
fn command<'a>(text: &'a str, out: &mut TextBuilder, raise: &mut bool) -> &'a str {
    let Some(first) = text.chars().next() else { return "" };
    if !first.is_ascii_alphabetic() {
        let rest = text.get(first.len_utf8()..).unwrap_or_default();
        if let Some(mark) = accent(first) {
            return accented(rest, mark, out);
        }
        match first {
            '\\' => {
                out.space();
                return rest.strip_prefix('*').unwrap_or(rest);
            }
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.push(first.encode_utf8(&mut [0; 4])),
            ',' | ';' | ':' | ' ' | '\n' | '\t' => out.space(),
            _ => {}
        }
        return rest;
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, behind) = text.split_at_checked(length).unwrap_or((text, ""));
    let behind = behind.strip_prefix('*').unwrap_or(behind);
    // A command takes the blanks after its name.
    let rest = behind.trim_start_matches([' ', '\t', '\n', '\r']);
    if let Some(sign) = sign(name) {
        out.push(sign);
        return rest;
    }
    if let (Some(mark), 1) = (letter_accent(name), name.len()) {
        return accented(rest, mark, out);
    }
    match name {
        "newblock" | "par" | "quad" | "qquad" | "item" | "newline" | "linebreak" | "bibnamedelima"
        | "bibnamedelimb" | "bibnamedelimc" | "bibnamedelimd" | "bibnamedelimi" | "space" | "addspace"
        | "enspace" | "thinspace" => {
            out.space();
            rest
        }
        "url" | "path" | "nolinkurl" | "doi" | "texttt" => {
            let (inner, rest) = bracketed(rest, '{', '}');
            if name == "doi"
                && inner.starts_with("10.")
                && !out.since(0).trim_end().to_lowercase().ends_with("doi:")
            {
                out.push("doi:");
            }
            out.push(&inner.replace('\\', ""));
            rest
        }
        // The target is not shown; the text is.
        "href" | "bibfield" | "bibinfo" | "bibnamefont" | "textcolor" | "Eprint" | "eprint" | "hyperlink" => {
            let two = matches!(name, "href" | "bibfield" | "bibinfo" | "textcolor" | "hyperlink");
            if two { bracketed(rest, '{', '}').1.trim_start() } else { rest }
        }
        "cite" | "citep" | "citet" | "citealp" | "citealt" | "parencite" | "textcite" | "autocite"
        | "supercite" | "footcite" | "onlinecite" | "citeauthor" | "citeyear" => citation(rest, out),
        "textsuperscript" => {
            *raise = true;
            rest
        }
        name if HIDDEN.contains(&name) => {
            let mut rest = rest;
            while rest.starts_with('[') {
                rest = bracketed(rest, '[', ']').1;
            }
            bracketed(rest, '{', '}').1
        }
        // The optional argument of what is left is for its looks.
        _ => {
            if rest.starts_with('[') && name != "item" && name.len() > 2 {
                bracketed(rest, '[', ']').1
            } else {
                rest
            }
        }
    }
}

/// `\cite[see][p. 3]{a,b}`: the keys in brackets, marked with what they point to.
fn citation<'a>(text: &'a str, out: &mut TextBuilder) -> &'a str {
    let mut rest = text;
    while rest.starts_with('[') {
        rest = bracketed(rest, '[', ']').1;
    }
    let (keys, rest) = bracketed(rest, '{', '}');
    let ids: Vec<String> = keys.split(',').map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()).collect();
    let begin = out.begin();
    out.push(&format!("[{}]", ids.join(", ")));
    out.mark(begin, MarkKind::Citation { ids });
    rest
}

fn accented<'a>(text: &'a str, mark: char, out: &mut TextBuilder) -> &'a str {
    let text = text.trim_start_matches(' ');
    let (inner, rest) = if text.starts_with('{') {
        bracketed(text, '{', '}')
    } else if let Some(dotless) = text.strip_prefix("\\i").or_else(|| text.strip_prefix("\\j")) {
        (text.get(..2).unwrap_or_default(), dotless.trim_start_matches(' '))
    } else {
        let length = text.chars().next().map_or(0, char::len_utf8);
        text.split_at_checked(length).unwrap_or((text, ""))
    };
    let base = match inner.trim() {
        "\\i" => "i",
        "\\j" => "j",
        inner => inner,
    };
    let mut chars = base.chars();
    let letter = chars.next().into_iter().filter(|c| *c != '\\' && *c != '{');
    let combined: String = letter.chain([mark]).chain(chars.filter(|c| *c != '}')).nfc().collect();
    out.push(&combined);
    rest
}

fn accent(sign: char) -> Option<char> {
    Some(match sign {
        '\'' => '\u{301}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '"' => '\u{308}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        _ => return None,
    })
}

fn letter_accent(name: &str) -> Option<char> {
    Some(match name {
        "c" => '\u{327}',
        "v" => '\u{30C}',
        "u" => '\u{306}',
        "H" => '\u{30B}',
        "k" => '\u{328}',
        "r" => '\u{30A}',
        "d" => '\u{323}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "alpha" | "textalpha" => "α",
        "beta" | "textbeta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" | "varepsilon" => "ε",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" | "textmu" => "μ",
        "pi" => "π",
        "sigma" => "σ",
        "tau" => "τ",
        "omega" => "ω",
        "Delta" => "Δ",
        "Gamma" => "Γ",
        "Omega" => "Ω",
        "times" | "texttimes" => "×",
        "pm" => "±",
        "le" | "leq" => "≤",
        "ge" | "geq" => "≥",
        "textdegree" | "degree" => "°",
        "dots" | "ldots" | "textellipsis" => "…",
        "textendash" | "bibrangedash" => "–",
        "textemdash" => "—",
        "textquoteright" => "’",
        "textquoteleft" => "‘",
        "textquotedblleft" | "enquote" => "“",
        "textquotedblright" => "”",
        "textbackslash" => "\\",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textunderscore" => "_",
        "bibinitperiod" | "bibinithyphendelim" => ".",
        "textless" => "<",
        "textgreater" => ">",
        "textbar" => "|",
        "copyright" => "©",
        "S" => "§",
        _ => return None,
    })
}
