/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for another run into the same folder to end.
    Waiting,
    /// Looking through documents for their lists.
    Surveying,
    /// Reading references; counted in bytes of the document.
    Reading,
    /// Asking services; counted in references.
    Asking,
    /// Writing tables; counted in references and works.
    Writing,
    /// Waiting for the disk.
    Publishing,
}

/// Somebody who watches a run and may stop it.
pub trait Progress: Sync {
    /// A stage begins; it will take this many steps, 0 where nobody knows.
    fn stage(&self, stage: Stage, steps: u64);
    /// So many steps more are done.
    fn advance(&self, steps: u64);
    /// True when the run should end as soon as it can.
    fn stopped(&self) -> bool;
}

/// Nobody watches.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64) {}
    fn stopped(&self) -> bool {
        false
    }
}
