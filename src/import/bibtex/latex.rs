//! LaTeX as text: accents and commands become the characters they stand for, braces and fonts go, simple formulas are
//! written out, and others stay as they stand.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

use super::symbols;
use crate::import::crossref_json::text;

/// Groups in groups looked into.
const DEEPEST: usize = 16;

/// A formula longer than this stays as it stands.
const LONGEST_FORMULA: usize = 400;

/// The text on one line, without LaTeX, without HTML.
pub(super) fn decode(raw: &str) -> Cow<'_, str> {
    let raw = raw.trim();
    if is_plain(raw) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    Decoder { rest: raw, depth: 0, unclosed_formula: false }.run(&mut out);
    let length = out.trim_end().len();
    out.truncate(length);
    // Exports of databases hold HTML besides.
    if memchr::memchr2(b'<', b'&', out.as_bytes()).is_some() {
        out = text::plain(&out);
    }
    if !out.is_ascii() && out.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}')) {
        out = out.nfc().collect();
    }
    Cow::Owned(out)
}

/// An address or identifier: what LaTeX needs to be escaped is unescaped, and nothing else is touched.
pub(super) fn verbatim(raw: &str) -> Cow<'_, str> {
    let raw = raw.trim();
    if memchr::memchr3(b'\\', b'{', b'}', raw.as_bytes()).is_none()
        && memchr::memchr2(b'\n', b'\r', raw.as_bytes()).is_none()
    {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let raw = raw.strip_prefix("\\url").unwrap_or(raw).replace("$\\sim$", "~");
    let mut rest = raw.as_str();
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '{' | '}' | '\n' | '\r' => {}
            '\\' => {
                let command = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                if let Some(symbol) = rest.get(..command).and_then(symbols::named) {
                    out.push_str(symbol);
                    rest = rest.get(command..).unwrap_or_default();
                } else if command > 0 {
                    out.push('\\');
                }
            }
            _ => out.push(c),
        }
    }
    let length = out.trim_end().len();
    out.truncate(length);
    Cow::Owned(out)
}

/// Nothing in it stands for anything else.
fn is_plain(text: &str) -> bool {
    let mut before = b'x';
    for byte in text.bytes() {
        match byte {
            b'\\' | b'{' | b'}' | b'$' | b'~' | b'<' | b'&' | b'\n' | b'\r' | b'\t' | 0xCC | 0xCD => {
                return false;
            }
            b' ' | b'-' | b'`' | b'\'' if before == byte => return false,
            _ => {}
        }
        before = byte;
    }
    true
}

struct Decoder<'a> {
    rest: &'a str,
    depth: usize,
    unclosed_formula: bool,
}

impl Decoder<'_> {
    fn run(mut self, out: &mut String) {
        while self.step(out) {}
    }

    /// Takes up to one character, command or formula; false at the end.
    fn step(&mut self, out: &mut String) -> bool {
        // Runs of characters that stand for themselves, all at once.
        let special = |b: u8| {
            matches!(
                b,
                b'\\' | b'{' | b'}' | b'$' | b'~' | b'-' | b'`' | b'\'' | b' ' | b'\n' | b'\r' | b'\t'
            )
        };
        let run = self.rest.bytes().position(special).unwrap_or(self.rest.len());
        if run > 0 {
            out.push_str(&self.rest[..run]);
            self.rest = &self.rest[run..];
        }
        let Some(&byte) = self.rest.as_bytes().first() else { return false };
        match byte {
            b'\\' => self.command(out),
            b'{' | b'}' => self.skip(1),
            b'$' => self.formula(out),
            b'~' | b' ' | b'\n' | b'\r' | b'\t' => {
                self.skip(1);
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => {
                let (length, symbol) = ligature(self.rest);
                out.push_str(symbol);
                self.skip(length);
            }
        }
        true
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// A backslash and what follows.
    fn command(&mut self, out: &mut String) {
        self.skip(1);
        let Some(first) = self.rest.chars().next() else {
            out.push('\\');
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.skip(first.len_utf8());
            if let Some(mark) = symbols::accent(first) {
                return self.accented(first, mark, out);
            }
            match first {
                ' ' | ',' | ';' | ':' | '\\' | '\n' | '\r' | '\t' => {
                    if !out.is_empty() && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                '!' | '/' | '-' | '@' | '(' | ')' => {}
                _ => out.push(first),
            }
            return;
        }
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &self.rest[..length];
        self.skip(length);
        let argument = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        if let Some(mark) = letter_accent(name) {
            self.rest = argument;
            return self.accented(first, mark, out);
        }
        if let Some(symbol) = symbols::named(name) {
            // A command swallows the space behind it.
            self.rest = argument.strip_prefix("{}").unwrap_or(argument);
            out.push_str(symbol);
            return;
        }
        match symbols::handling(name) {
            Some(symbols::Handling::Transparent) => self.rest = argument,
            Some(symbols::Handling::Dropped | symbols::Handling::SecondOnly) => {
                self.rest = behind_group(argument);
            }
            None if argument.starts_with('{') => self.rest = argument,
            // Nobody knows it: as it stands.
            None => {
                out.push('\\');
                out.push_str(name);
            }
        }
    }

    /// An accent and what it stands on: a letter, a command, a group.
    fn accented(&mut self, sign: char, mark: char, out: &mut String) {
        let unit = self.unit();
        let mut letters = unit.chars();
        let Some(base) = letters.next() else {
            // `\~{}` is a tilde, `\^{}` a caret.
            if matches!(sign, '~' | '^' | '"' | '\'' | '`' | '=' | '.') {
                out.push(sign);
            }
            return;
        };
        let dotted = match base {
            'ı' if mark != '\u{323}' && mark != '\u{328}' => 'i',
            'ȷ' => 'j',
            other => other,
        };
        if let Some(whole) = compose(dotted, mark) {
            out.push(whole);
        } else {
            out.extend([base, mark]);
        }
        out.push_str(letters.as_str());
    }

    /// What an accent stands on.
    fn unit(&mut self) -> String {
        let rest = self.rest.trim_start_matches(' ');
        self.rest = rest;
        let mut out = String::new();
        if rest.starts_with('{') && self.depth < DEEPEST {
            let length = group_length(rest);
            let inside = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
            self.rest = rest.get(length..).unwrap_or_default();
            Decoder { rest: inside, depth: self.depth + 1, unclosed_formula: false }.run(&mut out);
        } else if rest.starts_with('\\') && self.depth < DEEPEST {
            self.depth += 1;
            self.command(&mut out);
            self.depth -= 1;
        } else if let Some(c) = rest.chars().next().filter(|c| !matches!(c, '{' | '}')) {
            out.push(c);
            self.skip(c.len_utf8());
        }
        out
    }

    /// A formula. Where everything in it has a character it is written with them, otherwise as it stands.
    fn formula(&mut self, out: &mut String) {
        let inside = &self.rest[1..];
        let end = if self.unclosed_formula { None } else { closing_dollar(inside) };
        let Some(end) = end else {
            self.unclosed_formula = true;
            out.push('$');
            return self.skip(1);
        };
        let formula = &inside[..end];
        if formula.is_empty() {
            // `$$` is a sign of some programs, and displayed formulas have no place here.
            out.push_str("$$");
            return self.skip(2);
        }
        self.skip(end + 2);
        if let Some(text) = (formula.len() <= LONGEST_FORMULA).then(|| written_out(formula)).flatten() {
            let spaced = out.is_empty() || out.ends_with(' ');
            out.push_str(if spaced { text.trim_start() } else { &text });
        } else {
            out.push('$');
            out.push_str(formula);
            out.push('$');
        }
    }
}

/// A formula in plain characters: indices and exponents stand on the line, as in titles of databases. `None` where a
/// command of it has no character.
fn written_out(formula: &str) -> Option<String> {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula.trim();
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..)?;
        match c {
            '{' | '}' | '_' | '^' => {}
            '~' => out.push(' '),
            '\n' | '\r' | '\t' | ' ' => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            '\'' => out.push('′'),
            '\\' => {
                let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                if length == 0 {
                    let sign = rest.chars().next()?;
                    rest = rest.get(sign.len_utf8()..)?;
                    match sign {
                        ',' | ';' | ':' | ' ' | '\\' => out.push(' '),
                        '!' | '/' => {}
                        _ => out.push(sign),
                    }
                    continue;
                }
                let name = rest.get(..length)?;
                rest = rest.get(length..)?.trim_start_matches(' ');
                match symbols::named(name) {
                    Some(symbol) => out.push_str(symbol),
                    None if symbols::handling(name) == Some(symbols::Handling::Transparent) => {}
                    None => return None,
                }
            }
            _ => out.push(c),
        }
    }
    Some(out)
}

fn closing_dollar(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', bytes).find(|at| !super::scanner::is_escaped(bytes, *at))
}

/// Dashes and quotation marks that TeX makes of several characters.
fn ligature(text: &str) -> (usize, &'static str) {
    const LIGATURES: [(&str, &str); 4] = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")];
    let known = LIGATURES.iter().find(|(sign, _)| text.starts_with(sign));
    let single = match text.as_bytes().first() {
        Some(b'-') => "-",
        Some(b'`') => "`",
        _ => "'",
    };
    known.map_or((1, single), |(sign, symbol)| (sign.len(), *symbol))
}

fn letter_accent(name: &str) -> Option<char> {
    match name {
        "c" => Some('\u{327}'),
        "k" => Some('\u{328}'),
        "H" => Some('\u{30b}'),
        "r" => Some('\u{30a}'),
        "u" => Some('\u{306}'),
        "v" => Some('\u{30c}'),
        "d" => Some('\u{323}'),
        "b" => Some('\u{331}'),
        "t" => Some('\u{361}'),
        _ => None,
    }
}

/// Length of the group that `text` begins with, braces included; all of it where the group does not end.
fn group_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for at in memchr::memchr2_iter(b'{', b'}', text.as_bytes()) {
        if text.as_bytes()[at] == b'{' {
            depth += 1;
        } else {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at + 1;
            }
        }
    }
    text.len()
}

fn behind_group(text: &str) -> &str {
    if text.starts_with('{') { text.get(group_length(text)..).unwrap_or_default() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_becomes_text() {
        for (raw, expected) in [
            ("M{\\\"u}ller", "Müller"),
            ("M\\\"uller and \\'{E}mile", "Müller and Émile"),
            ("Aks{\\i}n {\\c{C}}etinkaya B{\\\"{u}}y{\\\"u}kg", "Aksın Çetinkaya Büyükg"),
            ("Garc{\\'\\i}a Mart{\\'{\\i}}nez \\'\\i", "García Martínez í"),
            ("{\\v S}koda \\v{c} \\H{o} \\k{a} \\r{A} \\u g \\d{h}", "Škoda č ő ą Å ğ ḥ"),
            ("{\\O}sterg{\\aa}rd, {\\L}ukasz Stra{\\ss}e \\oe uvre", "Østergård, Łukasz Straße œuvre"),
            ("{Pd-N}-heterocyclic {Mizoroki-Heck}", "Pd-N-heterocyclic Mizoroki-Heck"),
            ("a -- b --- c ``quoted'' it's", "a – b — c “quoted” it's"),
            ("10\\% of \\$5 \\& more \\_ \\# \\{x\\}", "10% of $5 & more _ # {x}"),
            ("{\\textgreater}5 and \\textless{}6", ">5 and <6"),
            ("Driven $t$-$J$ Models", "Driven t-J Models"),
            ("TNF-$\\alpha$ and {$\\beta$} CO$_2$ $^{13}$C $\\pm$0.1", "TNF-α and β CO2 13C ±0.1"),
            ("$\\frac{a}{b}$ stays", "$\\frac{a}{b}$ stays"),
            ("100~$\\mu${J}, 200\\,{\\mbox{$\\mu$}}{J}", "100 μJ, 200 μJ"),
            ("costs $5 only", "costs $5 only"),
            ("ill$$Qill", "ill$$Qill"),
            ("\\textit{Xenopus laevis} and {\\em in vivo} \\emph{x}", "Xenopus laevis and in vivo x"),
            ("The {\\sc CONNIVER} Manual", "The CONNIVER Manual"),
            ("\\unknown{kept} \\odd", "kept \\odd"),
            ("two\n   lines\t here", "two lines here"),
            ("title&apos;s <i>in vitro</i> &amp; more", "title's in vitro & more"),
            ("\\href{https://x.org/a}{the page}", "the page"),
            ("\\~{} \\^{}", "~ ^"),
            ("e\u{301}", "é"),
            ("\\'{}", "'"),
            ("\\", "\\"),
            ("{\\\"", "\""),
            ("", ""),
        ] {
            assert_eq!(decode(raw), expected, "{raw}");
        }
    }

    #[test]
    fn addresses_stay() {
        for (raw, expected) in [
            ("https://x.org/~a/b--c?d=%20_e", "https://x.org/~a/b--c?d=%20_e"),
            ("10.1007/978-3\\_3", "10.1007/978-3_3"),
            ("{https://x.org/{\\%}7Ea\\{b\\}}", "https://x.org/%7Eab"),
            ("\\url{https://x.org/\\textasciitilde{}a}", "https://x.org/~a"),
        ] {
            assert_eq!(verbatim(raw), expected, "{raw}");
        }
    }

    #[test]
    fn hostile_values_end() {
        for raw in ["\\'{", "$", "{\\\"", "\\'\\'", "\\c{\\c{", "``", "\\v"] {
            let _ = decode(&raw.repeat(50_000));
        }
    }
}
