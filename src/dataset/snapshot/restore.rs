use super::OutputDir;
use super::list::Snapshots;
use super::verify::verify;
use crate::dataset::error::DatasetError;

impl OutputDir {
    /// Verifies a published snapshot and turns `latest` to it. Gives what `latest` pointed to before.
    ///
    /// # Errors
    /// When it is damaged, or the link cannot be turned; `latest` is then what it was.
    pub fn restore(&self, id: &str) -> Result<Option<String>, DatasetError> {
        let snapshots = Snapshots::read(&self.root)?;
        let snapshot = snapshots.find(id)?;
        if let Some(problem) = verify(&[snapshot], 0).into_iter().flat_map(|found| found.problems).next() {
            let what = format!("{} {}", problem.place, problem.what);
            return Err(DatasetError::DamagedSnapshot { id: snapshot.id.clone(), what });
        }
        let before = self.latest();
        self.lock.still_held()?;
        self.turn(&snapshot.id)?;
        Ok(before)
    }
}
