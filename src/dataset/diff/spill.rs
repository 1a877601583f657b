use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::super::error::DatasetError;

/// Rows in a file without a name, in parts by their keys: rows paired alike are in one part, in the order they came.
pub struct Parts {
    dir: PathBuf,
    file: File,
    at: u64,
    list: Vec<Part>,
}

#[derive(Default)]
struct Part {
    /// What has not been written yet.
    rows: Vec<u8>,
    /// Where pieces of it stand in the file, and their lengths.
    pieces: Vec<(u64, usize)>,
}

/// Takes the key and the row.
type TakeRow<'a> = dyn FnMut(&[u8], &[u8]) -> Result<(), DatasetError> + 'a;

/// A part is written in pieces of this size.
const PIECE: usize = 1 << 15;

impl Parts {
    /// A file of `n` parts in the folder.
    pub fn new(n: usize, dir: &Path) -> Result<Self, DatasetError> {
        let file = tempfile::tempfile_in(dir).map_err(DatasetError::write(dir))?;
        let list = std::iter::repeat_with(Part::default).take(n.max(1)).collect();
        Ok(Self { dir: dir.to_owned(), file, at: 0, list })
    }

    /// Adds a row.
    pub fn push(&mut self, key: &[u8], row: &[u8]) -> Result<(), DatasetError> {
        // The same on every machine and in every run, as the hasher of maps is not.
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let n = self.list.len() as u64;
        let place = usize::try_from(hasher.finish() % n).unwrap_or_default();
        let Some(part) = self.list.get_mut(place) else { return Ok(()) };
        for piece in [key, row] {
            part.rows.extend_from_slice(&(piece.len() as u64).to_le_bytes());
            part.rows.extend_from_slice(piece);
        }
        if part.rows.len() >= PIECE {
            write(&mut self.file, &mut self.at, part).map_err(DatasetError::write(&self.dir))?;
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn flush(&mut self) -> Result<(), DatasetError> {
        for part in &mut self.list {
            write(&mut self.file, &mut self.at, part).map_err(DatasetError::write(&self.dir))?;
        }
        Ok(())
    }

    /// Hands over the rows of a part.
    pub fn read(&mut self, part: usize, take: &mut TakeRow<'_>) -> Result<(), DatasetError> {
        let Some(part) = self.list.get(part) else { return Ok(()) };
        let mut rows = Vec::new();
        for (at, length) in &part.pieces {
            rows.resize(*length, 0);
            let read = self.file.seek(SeekFrom::Start(*at)).and_then(|_| self.file.read_exact(&mut rows));
            read.map_err(DatasetError::read(&self.dir))?;
            let mut left = rows.as_slice();
            while let (Some(key), Some(row)) = (next(&mut left), next(&mut left)) {
                take(key, row)?;
            }
        }
        Ok(())
    }
}

fn write(file: &mut File, at: &mut u64, part: &mut Part) -> std::io::Result<()> {
    if part.rows.is_empty() {
        return Ok(());
    }
    file.write_all(&part.rows)?;
    part.pieces.push((*at, part.rows.len()));
    *at += part.rows.len() as u64;
    part.rows.clear();
    Ok(())
}

/// The next length and as many bytes.
fn next<'a>(left: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = left.split_at_checked(8)?;
    let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
    let (piece, rest) = rest.split_at_checked(length)?;
    *left = rest;
    Some(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_part_by_part_in_their_order() {
        let dir = tempfile::tempdir().unwrap();
        let mut parts = Parts::new(5, dir.path()).unwrap();
        let row = |n: u32| format!("{n} {}", "x".repeat(200)).into_bytes();
        for n in 0..2000_u32 {
            parts.push(&[u8::try_from(n % 7).unwrap()], &row(n)).unwrap();
        }
        parts.flush().unwrap();
        let mut seen = Vec::new();
        let mut last = std::collections::HashMap::new();
        for part in 0..5 {
            parts
                .read(part, &mut |key, row| {
                    let n: u32 =
                        std::str::from_utf8(row).unwrap().split(' ').next().unwrap().parse().unwrap();
                    assert_eq!(u32::from(key[0]), n % 7);
                    assert!(last.insert(key[0], (part, n)).is_none_or(|(p, before)| p == part && before < n));
                    seen.push(n);
                    Ok(())
                })
                .unwrap();
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..2000).collect::<Vec<_>>());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "the file has no name");
    }
}
