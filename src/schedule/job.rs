use super::word::{Folder, Name, Word};

/// What is to be run: `refloom refresh` with these options, in this folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The schedule's name.
    pub name: Name,
    /// The program.
    pub program: Folder,
    /// The folder it runs in.
    pub folder: Folder,
    /// What stands behind `refresh`.
    pub options: Options,
}

/// The options of `refloom refresh` that a schedule passes on. Those that are `None` are not written, so that the program's
/// own defaults hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Description of the dataset.
    pub config: Option<Word>,
    /// Folder of the snapshots.
    pub out: Option<Word>,
    /// How many snapshots are kept.
    pub keep: Option<u32>,
    /// How many seconds it waits for another run.
    pub wait: Option<u64>,
    /// File for the digest in Markdown.
    pub digest: Option<Word>,
    /// File for the digest in JSON.
    pub digest_json: Option<Word>,
    /// Command that gets the digest.
    pub notify_command: Option<Word>,
    /// Whether a finding that waits for a person is told by the exit code 4.
    pub alert: bool,
    /// Whether a finding of the data is told by the exit code 3.
    pub strict: bool,
}

impl Options {
    /// The arguments behind the program's name. Values stand behind `=`, so that one that begins with `-` is no option.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--quiet".to_owned(), "refresh".to_owned()];
        let texts = [
            ("config", &self.config),
            ("out", &self.out),
            ("digest", &self.digest),
            ("digest-json", &self.digest_json),
            ("notify-command", &self.notify_command),
        ];
        for (option, value) in texts {
            arguments.extend(value.as_ref().map(|value| format!("--{option}={value}")));
        }
        arguments.extend(self.keep.map(|keep| format!("--keep={keep}")));
        arguments.extend(self.wait.map(|wait| format!("--wait={wait}")));
        for (option, wanted) in [("alert", self.alert), ("strict", self.strict)] {
            arguments.extend(wanted.then(|| format!("--{option}")));
        }
        arguments
    }
}

impl Job {
    /// The program and its arguments.
    pub fn argv(&self) -> Vec<String> {
        let mut argv = vec![self.program.as_str().to_owned()];
        argv.extend(self.options.arguments());
        argv
    }
}
