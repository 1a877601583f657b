/// Why something cannot be scheduled as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// A name that could not be the name of a file, a unit or a marker.
    #[error(
        "{name:?} cannot name a schedule: use up to 48 letters, digits, `.`, `_` and `-` of ASCII, a letter or digit first \
         (--name)"
    )]
    Name {
        /// What was given.
        name: String,
    },
    /// A text that no schedule can hold.
    #[error("{what} {text:?} holds {held}, which has no place in a schedule; rename it or choose another")]
    Unprintable {
        /// What the text is: `the folder`, `the command`.
        what: &'static str,
        /// The text.
        text: String,
        /// What is wrong with it.
        held: String,
    },
    /// Nothing where something is needed.
    #[error("{what} is empty; leave it out or give one")]
    Empty {
        /// What the text is.
        what: &'static str,
    },
    /// A path that means another place for every reader.
    #[error("{what} {path:?} has to be an absolute path, since a schedule runs from anywhere")]
    Relative {
        /// What the path is.
        what: &'static str,
        /// The path.
        path: String,
    },
    /// A path of a workflow that leaves the repository.
    #[error("{what} {path:?} has to be a path inside the repository, without `..`")]
    Outside {
        /// What the path is.
        what: &'static str,
        /// The path.
        path: String,
    },
    /// No time of day.
    #[error("{text:?} is no time of day; write it as 04:30 (--at)")]
    TimeOfDay {
        /// What was given.
        text: String,
    },
    /// A time of day beside an expression that has one already.
    #[error("the expression {expression:?} says the time already; leave out --at")]
    TwoTimes {
        /// The expression.
        expression: String,
    },
    /// Neither a known word nor a cron expression.
    #[error(
        "{text:?} is no rhythm: {problem}; it is daily, weekly, monthly, or the five fields of a crontab (minute, hour, day of \
         month, month, day of week) as in \"30 4 * * 1\" (--every)"
    )]
    Rhythm {
        /// What was given.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A crontab line that cron would refuse.
    #[error(
        "the crontab line would be {bytes} bytes, and cron takes {most}; put the long paths behind a short link, or use \
         `refloom schedule systemd`"
    )]
    LongLine {
        /// Its length.
        bytes: usize,
        /// What cron takes.
        most: usize,
    },
    /// A program that systemd would not start.
    #[error(
        "systemd starts no program with a quote or a backslash in its path, as in {path:?}; put a link to it elsewhere and name \
         that with --program"
    )]
    Program {
        /// The path.
        path: String,
    },
    /// A path that systemd would take for a pattern.
    #[error(
        "systemd takes {path:?} for a pattern of names; choose an environment file without `*`, `?`, `[` and `\\`"
    )]
    Pattern {
        /// The path.
        path: String,
    },
    /// A text in a workflow that GitHub would compute.
    #[error(
        "GitHub would take `${{{{` in {text:?} for an expression of its own; rename it or choose another"
    )]
    Expression {
        /// The text.
        text: String,
    },
    /// A user that cannot be one.
    #[error("{name:?} is no name of a user (--run-as)")]
    User {
        /// What was given.
        name: String,
    },
    /// A place of the program's sources that is none.
    #[error(
        "{text:?} is no place to build refloom from: give a folder of the repository (`.`), or `https://…#COMMIT` with the full \
         hash of a commit, which nobody can move (--source)"
    )]
    Source {
        /// What was given.
        text: String,
    },
}
