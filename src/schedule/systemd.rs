//! A service and a timer for systemd, of a user or of the whole machine.

use std::fmt::Write as _;

use super::error::ScheduleError;
use super::job::Job;
use super::quote;
use super::when::When;
use super::word::{Folder, Word};

/// What the first line of every unit begins with: files without it are somebody else's.
pub const MARKER: &str = "# Written by `refloom schedule systemd`";

/// Whose service it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Of the person who installs it; it runs while they are logged in, or always with `loginctl enable-linger`.
    Me,
    /// Of the machine, running as this user.
    System {
        /// The user.
        run_as: User,
    },
}

/// The name or number of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User(String);

impl User {
    /// Takes a name.
    ///
    /// # Errors
    /// When no user can be called that.
    pub fn new(name: &str) -> Result<Self, ScheduleError> {
        let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if begins && name.len() <= 31 && name.chars().all(fits) {
            Ok(Self(name.to_owned()))
        } else {
            Err(ScheduleError::User { name: name.to_owned() })
        }
    }
}

/// What a pair of units is made of.
#[derive(Clone, Debug)]
pub struct Units<'a> {
    /// What runs.
    pub job: &'a Job,
    /// When it runs.
    pub when: &'a When,
    /// Whose it is.
    pub owner: &'a Owner,
    /// The file of variables such as the mail address and the key, `NAME=value` by line; none is needed. `None` is
    /// `.config/refloom/environment` in the user's home, or `/etc/refloom/environment`.
    pub environment: Option<&'a Folder>,
    /// Folders outside of the job's own that it writes to. They have to be there when it starts.
    pub writes: &'a [Folder],
}

/// The name of a unit without its ending.
pub fn unit_name(job: &Job) -> String {
    format!("refloom-{}", job.name)
}

impl Units<'_> {
    /// The service.
    ///
    /// # Errors
    /// When systemd would not start the program, or take the environment file for a pattern.
    pub fn service(&self) -> Result<String, ScheduleError> {
        let job = self.job;
        let program = job.program.as_str();
        if program.contains(['"', '\'', '\\']) {
            return Err(ScheduleError::Program { path: program.to_owned() });
        }
        let mut unit = self.head("Refresh of the dataset");
        if matches!(self.owner, Owner::System { .. }) {
            // The manager of a user knows no such target.
            unit.push_str("Wants=network-online.target\nAfter=network-online.target\n");
        }
        unit.push_str("\n[Service]\nType=oneshot\n");
        if let Owner::System { run_as } = self.owner {
            let _ = writeln!(unit, "User={}", run_as.0);
        }
        let _ = writeln!(unit, "WorkingDirectory={}", quote::systemd_path(job.folder.as_str()));
        unit.push_str("# Mail address and key of the services, for its owner alone to read (chmod 600); need not be there.\n");
        let _ = writeln!(unit, "EnvironmentFile=-{}", self.environment_file()?);
        let words: Vec<String> = std::iter::once(quote::systemd_program_or_path(program))
            .chain(job.options.arguments().iter().map(|word| quote::systemd_argument(word)))
            .collect();
        let _ = writeln!(unit, "ExecStart={}", words.join(" "));
        unit.push_str(
            "# 3: done, but a part could not be checked. Failed for systemd are 1 (the old dataset stays), 2 (wrong usage) and,\n\
             # with --alert, 4 (something a person waits for): `OnFailure=` can act on them.\n\
             SuccessExitStatus=3\n\
             TimeoutStartSec=12h\nNice=10\nMemoryMax=4G\n\
             \n# It reads what its user may read and writes nothing but these folders. A --notify-command runs behind the same\n\
             # fences: it may talk to the network, but not write elsewhere nor run programs with the set-user-ID bit.\n",
        );
        self.fences(&mut unit);
        Ok(unit)
    }

    /// The timer of the service.
    pub fn timer(&self) -> String {
        let mut unit = self.head("Timer of the refresh of the dataset");
        unit.push_str("\n[Timer]\n");
        for time in self.when.on_calendar() {
            let _ = writeln!(unit, "OnCalendar={time}");
        }
        unit.push_str(
            "# Made up for at the next start where the machine was off, and not for everybody at the same second.\n\
             Persistent=true\nRandomizedDelaySec=15min\n\n[Install]\nWantedBy=timers.target\n",
        );
        unit
    }

    fn head(&self, what: &str) -> String {
        let name = &self.job.name;
        let whose = if *self.owner == Owner::Me { "" } else { " --system" };
        format!(
            "{MARKER}; `refloom schedule systemd{whose} --name {name} --uninstall` removes it.\n\n[Unit]\nDescription={what} \
             {name} by refloom\n"
        )
    }

    fn environment_file(&self) -> Result<String, ScheduleError> {
        let path = match (self.environment, self.owner) {
            (Some(file), _) => file.as_str(),
            (None, Owner::Me) => return Ok("%h/.config/refloom/environment".to_owned()),
            (None, Owner::System { .. }) => "/etc/refloom/environment",
        };
        if path.contains(['*', '?', '[', '\\']) {
            return Err(ScheduleError::Pattern { path: path.to_owned() });
        }
        Ok(quote::systemd_path(path))
    }

    fn fences(&self, unit: &mut String) {
        let folders = || std::iter::once(&self.job.folder).chain(self.writes).map(Folder::as_str);
        unit.push_str("NoNewPrivileges=yes\n");
        if *self.owner == Owner::Me {
            // Without privileges, fences around files need a user namespace.
            unit.push_str("# Where the kernel has user namespaces switched off, delete the lines from here to ReadWritePaths.\n");
            unit.push_str("PrivateUsers=yes\n");
        }
        unit.push_str("ProtectSystem=strict\n");
        let in_tmp = |path: &str| ["/tmp", "/var/tmp"].iter().any(|tmp| within(path, tmp));
        let needs_tmp = in_tmp(self.job.program.as_str()) || folders().any(in_tmp);
        // A /tmp of its own would hide the dataset.
        unit.push_str(if needs_tmp { "ReadWritePaths=/tmp /var/tmp\n" } else { "PrivateTmp=yes\n" });
        for folder in folders() {
            let _ = writeln!(unit, "ReadWritePaths={}", quote::systemd_program_or_path(folder));
        }
        if matches!(self.owner, Owner::System { .. }) {
            unit.push_str(
                "CapabilityBoundingSet=\nPrivateDevices=yes\nProtectClock=yes\nProtectControlGroups=yes\nProtectHostname=yes\n\
                 ProtectKernelLogs=yes\nProtectKernelModules=yes\nProtectKernelTunables=yes\nProtectProc=invisible\n",
            );
        }
        unit.push_str(
            "LockPersonality=yes\nRestrictAddressFamilies=AF_UNIX AF_INET AF_INET6\nRestrictNamespaces=yes\n\
             RestrictRealtime=yes\nRestrictSUIDSGID=yes\nSystemCallArchitectures=native\nSystemCallFilter=@system-service\n\
             SystemCallErrorNumber=EPERM\n",
        );
        if self.job.options.notify_command.is_none() {
            // Interpreters that compile while they run would be stopped by it.
            unit.push_str("MemoryDenyWriteExecute=yes\n");
        }
    }
}

fn within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a file was written by this module, so that it may be replaced and removed.
pub fn is_ours(text: &str) -> bool {
    text.starts_with(MARKER)
}

/// The default of the folder for a name: where systemd looks for units.
pub fn folder(owner: &Owner, home: &Word) -> String {
    match owner {
        Owner::Me => format!("{}/.config/systemd/user", home.as_str().trim_end_matches('/')),
        Owner::System { .. } => "/etc/systemd/system".to_owned(),
    }
}
