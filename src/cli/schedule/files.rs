//! Files of schedules: written whole or not at all, and never over somebody else's.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, ensure};

/// Refuses to touch a file that we have not written. Tells whether there is one.
pub fn check_ours(path: &Path, is_ours: fn(&str) -> bool) -> anyhow::Result<bool> {
    match fs::read_to_string(path) {
        Ok(text) => {
            ensure!(
                is_ours(&text),
                "{} was not written by refloom and stays as it is; choose another name with --name",
                path.display()
            );
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// Writes a file beside and moves it into its place.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        // Others may read it: there is no secret in it, and systemd complains of files that are hidden or can be run.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().with_context(|| format!("cannot write {}", path.display()))
}

/// Takes a file away.
pub fn remove(path: &Path) -> anyhow::Result<()> {
    fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))
}
