//! Sorts keys that may be more than memory holds: full buffers are sorted and put aside on disk, then merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A key, cut to the bits that are kept, and the number of a record that has it.
pub(super) type Posting = (u64, u32);

/// Postings held in memory: 64 MB.
const HELD: usize = 4 << 20;
/// Bytes of a posting in a run.
const WRITTEN: usize = 12;

/// Takes postings in any order and gives them back in theirs.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    held: Vec<Posting>,
    most: usize,
    runs: Vec<File>,
}

impl Sorter {
    /// Runs that do not fit in memory go to nameless files in `folder`, which vanish with the process.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: Vec::new(), most: HELD, runs: Vec::new() }
    }

    pub fn push(&mut self, posting: Posting) -> io::Result<()> {
        self.held.push(posting);
        if self.held.len() < self.most { Ok(()) } else { self.spill() }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let mut run = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for (key, record) in self.held.drain(..) {
            run.write_all(&key.to_le_bytes())?;
            run.write_all(&record.to_le_bytes())?;
        }
        let mut run = run.into_inner().map_err(io::IntoInnerError::into_error)?;
        run.rewind()?;
        self.runs.push(run);
        Ok(())
    }

    /// Hands over every posting in order, each once.
    pub fn drain(mut self, mut take: impl FnMut(Posting) -> io::Result<()>) -> io::Result<()> {
        self.held.sort_unstable();
        let mut runs: Vec<Run> = self.runs.drain(..).map(|file| Run::File(BufReader::new(file))).collect();
        runs.push(Run::Memory(std::mem::take(&mut self.held).into_iter()));
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (at, run) in runs.iter_mut().enumerate() {
            if let Some(posting) = run.next()? {
                heads.push(Reverse((posting, at)));
            }
        }
        let mut last = None;
        while let Some(Reverse((posting, at))) = heads.pop() {
            if let Some(next) = runs.get_mut(at).map(Run::next).transpose()?.flatten() {
                heads.push(Reverse((next, at)));
            }
            if last != Some(posting) {
                take(posting)?;
                last = Some(posting);
            }
        }
        Ok(())
    }
}

enum Run {
    File(BufReader<File>),
    Memory(std::vec::IntoIter<Posting>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Posting>> {
        match self {
            Self::Memory(postings) => Ok(postings.next()),
            Self::File(file) => {
                let mut bytes = [0; WRITTEN];
                match file.read_exact(&mut bytes) {
                    Ok(()) => {
                        let (mut key, mut record) = ([0; 8], [0; 4]);
                        key.copy_from_slice(&bytes[..8]);
                        record.copy_from_slice(&bytes[8..]);
                        Ok(Some((u64::from_le_bytes(key), u32::from_le_bytes(record))))
                    }
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
                    Err(error) => Err(error),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_to_disk_comes_back_in_order_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter { most: 7, ..Sorter::new(folder.path()) };
        let mut expected = Vec::new();
        for at in 0u32..100 {
            let posting = (u64::from(at * 37 % 50), at % 3);
            sorter.push(posting).unwrap();
            expected.push(posting);
        }
        assert!(sorter.runs.len() > 10);
        expected.sort_unstable();
        expected.dedup();
        let mut found = Vec::new();
        sorter
            .drain(|posting| {
                found.push(posting);
                Ok(())
            })
            .unwrap();
        assert_eq!(found, expected);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
