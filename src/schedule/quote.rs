//! One text, written for each of its readers.

/// For a POSIX shell: bare where it holds nothing special, else in single quotes, in which only the quote itself is special.
pub(super) fn shell(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// For a shell command in a crontab. cron ends the command at a `%` without a backslash; some take that backslash away and
/// some leave it, and some make one backslash of two. So `%` stands outside of the quotes, where the shell takes a backslash
/// away that is left, and no two backslashes stand beside each other.
pub(super) fn cron(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str(r"'\''"),
            '%' => quoted.push_str(r"'\%'"),
            '\\' => quoted.push_str(r"\''"),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// For a word of `ExecStart=`: in double quotes, with its escapes of C, its `%%` for specifiers and its `$$` for variables.
pub(super) fn systemd_argument(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str(r"\\"),
            '"' => quoted.push_str("\\\""),
            '%' => quoted.push_str("%%"),
            '$' => quoted.push_str("$$"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// For the program in `ExecStart=` and for lists of paths (`ReadWritePaths=`), in which systemd looks for specifiers and no
/// variables.
pub(super) fn systemd_program_or_path(path: &str) -> String {
    systemd_argument(path).replace("$$", "$")
}

/// For a setting that is one path (`WorkingDirectory=`), which knows no quotes. A slash at the end keeps a blank from being
/// taken off and a backslash from joining the next line.
pub(super) fn systemd_path(path: &str) -> String {
    let ends = path.ends_with(|c: char| c.is_whitespace() || c == '\\');
    format!("{}{}", path.replace('%', "%%"), if ends { "/" } else { "" })
}

/// For YAML: in double quotes with the escapes it shares with JSON.
pub(super) fn yaml(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

/// Letters, digits and what no shell gives a meaning, wherever in a word it stands. `~` and `=` have one at its beginning.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:,@=".contains(c);
    !text.is_empty() && text.chars().all(plain) && !text.starts_with('=')
}
