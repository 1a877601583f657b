/// The cells of a row, by their places among the columns that are read.
pub trait Cells {
    /// A cell; none where it is null.
    fn text(&self, at: usize) -> Option<&str>;
}

/// A row that waits for its counterpart, in one piece of memory: where each cell ends, then their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held(Box<[u8]>);

/// Said of a cell that is null.
const NULL: u32 = 1 << 31;

impl Held {
    /// Copies a row of `columns` cells.
    pub fn copy(row: &impl Cells, columns: usize) -> Self {
        let mut bytes = vec![0; columns * 4];
        for at in 0..columns {
            let cell = row.text(at);
            bytes.extend_from_slice(cell.unwrap_or_default().as_bytes());
            // No cell comes near 2 GB: the files' readers hold whole rows in memory.
            let end = u32::try_from(bytes.len()).unwrap_or(NULL - 1) | if cell.is_none() { NULL } else { 0 };
            bytes[at * 4..at * 4 + 4].copy_from_slice(&end.to_le_bytes());
        }
        Self(bytes.into_boxed_slice())
    }

    /// What [`bytes`](Self::bytes) gave, again.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The row, to be written to a file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// A cell of a row of `columns` cells.
    pub fn cell(&self, at: usize, columns: usize) -> Option<&str> {
        let end = self.end(at).filter(|end| end & NULL == 0)? as usize;
        let before = at.checked_sub(1).and_then(|before| self.end(before));
        let start = before.map_or(columns * 4, |end| (end & !NULL) as usize);
        std::str::from_utf8(self.0.get(start..end)?).ok()
    }

    fn end(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at * 4..at * 4 + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}

/// A held row with the number of its cells, which all rows of a table share.
#[derive(Clone, Copy, Debug)]
pub struct HeldRow<'a> {
    /// The row.
    pub held: &'a Held,
    /// Its cells.
    pub columns: usize,
}

impl Cells for HeldRow<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        if at < self.columns { self.held.cell(at, self.columns) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Cells for Vec<Option<String>> {
        fn text(&self, at: usize) -> Option<&str> {
            self.get(at)?.as_deref()
        }
    }

    #[test]
    fn a_held_row_gives_its_cells_back() {
        for row in [
            vec![],
            vec![None],
            vec![Some("a".to_owned()), None, Some("ü|".to_owned()), None],
            vec![None, Some("x".to_owned())],
        ] {
            let held = Held::from_bytes(Held::copy(&row, row.len()).bytes());
            let view = HeldRow { held: &held, columns: row.len() };
            for at in 0..=row.len() {
                assert_eq!(view.text(at), row.text(at), "{row:?}");
            }
        }
    }
}
