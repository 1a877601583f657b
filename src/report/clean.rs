/// Longer data is cut: a digest is to be read.
const LONGEST: usize = 300;

/// Data as one line that a terminal only shows: runs of white space are one space, and what would move the cursor, start an
/// escape sequence, hide text or turn its direction is left out.
pub fn clean(data: &str) -> String {
    let mut out = String::new();
    let mut n = 0;
    for c in data.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_shown(c) {
            out.push(c);
        } else {
            continue;
        }
        n += 1;
        if n > LONGEST {
            out.truncate(out.trim_end().len());
            out.push('…');
            return out;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Neither a control character nor one of the marks that set direction, join invisibly, annotate or tag.
fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}
