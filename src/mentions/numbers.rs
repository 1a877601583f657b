//! Lists of numbers and ranges (`3–5, 8`).

/// From one number to another.
pub(super) type Numbers = Vec<(u32, u32)>;

/// Numbers that a range may span: longer ones are no citations.
const LONGEST: u32 = 200;

/// Reads a list of numbers; `None` where anything else stands in it.
pub(super) fn parse(text: &str) -> Option<Numbers> {
    let mut out: Numbers = Vec::new();
    let mut rest = text.trim();
    let mut range = false;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if digits == 0 || digits > 4 || rest.starts_with('0') {
            return None;
        }
        let number: u32 = rest.get(..digits)?.parse().ok()?;
        match out.last_mut() {
            Some((first, last)) if range => {
                let end = if number < *first { shortened(*first, number)? } else { number };
                if end - *first > LONGEST {
                    return None;
                }
                *last = end;
            }
            _ => out.push((number, number)),
        }
        rest = rest.get(digits..)?.trim_start();
        if rest.is_empty() {
            return Some(out);
        }
        let (is_range, after) = separator(rest)?;
        if range && is_range {
            return None;
        }
        range = is_range;
        rest = after.trim_start();
        // A list that was cut from its closing mark: `3,4,`.
        if rest.is_empty() {
            return (!range).then_some(out);
        }
    }
}

/// `101–3` is `101–103`.
fn shortened(first: u32, last: u32) -> Option<u32> {
    let power = if last < 10 { 10 } else { 100 };
    let end = first - first % power + last;
    (end > first && last < 100).then_some(end)
}

/// Whether it joins the ends of a range, and what follows.
fn separator(text: &str) -> Option<(bool, &str)> {
    const RANGE: [char; 7] = ['-', '–', '—', '‒', '‐', '‑', '−'];
    if let Some(rest) = text.strip_prefix(RANGE) {
        // `3--5` of plain text.
        return Some((true, rest.strip_prefix('-').unwrap_or(rest)));
    }
    if let Some(rest) = text.strip_prefix([',', ';', '，', '、']) {
        let rest = rest.trim_start();
        return Some((false, rest.strip_prefix("and ").or(rest.strip_prefix("& ")).unwrap_or(rest)));
    }
    text.strip_prefix("and ")
        .or_else(|| text.strip_prefix("& "))
        .map(|rest| (false, rest))
        .or_else(|| text.strip_prefix("to ").map(|rest| (true, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_ranges() {
        for (text, numbers) in [
            ("3", Some(vec![(3, 3)])),
            ("3–5, 8", Some(vec![(3, 5), (8, 8)])),
            ("3-5;7 and 9", Some(vec![(3, 5), (7, 7), (9, 9)])),
            ("101–3", Some(vec![(101, 103)])),
            ("128-31", Some(vec![(128, 131)])),
            ("3,4,", Some(vec![(3, 3), (4, 4)])),
            ("0, 1", None),
            ("5–3", None),
            ("3.5", None),
            ("3–5–7", None),
            ("1–2000", None),
            ("12345", None),
            ("3 4", None),
            ("", None),
        ] {
            assert_eq!(parse(text), numbers, "{text}");
        }
    }
}
