use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::super::schema::{Table, Value};
use super::text::write_text;

/// Hashes rows without the run that recorded them.
pub(super) struct Content {
    /// The column that names the run.
    run: Option<usize>,
    hash: Sha256,
    /// Rows wait here, so that the hash is not called for each cell.
    buffer: Vec<u8>,
    cell: String,
}

const BUFFER: usize = 1 << 16;

impl Content {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            run: table.position("run_id").filter(|_| table.key != ["run_id"]),
            hash: Sha256::new(),
            buffer: Vec::with_capacity(BUFFER + (1 << 10)),
            cell: String::new(),
        }
    }

    pub(super) fn push(&mut self, row: &[Value<'_>]) {
        for (at, value) in row.iter().enumerate() {
            if Some(at) == self.run {
                continue;
            }
            // With its length, so that no byte can pass from one cell to the next; nothing is not the empty text.
            match value {
                Value::Null => self.buffer.extend([0xff; 8]),
                Value::Text(text) => self.add(text.len()).extend(text.as_bytes()),
                other => {
                    let mut cell = std::mem::take(&mut self.cell);
                    write_text(*other, &mut cell);
                    self.add(cell.len()).extend(cell.as_bytes());
                    self.cell = cell;
                }
            }
        }
        if self.buffer.len() >= BUFFER {
            self.hash.update(&self.buffer);
            self.buffer.clear();
        }
    }

    fn add(&mut self, length: usize) -> &mut Vec<u8> {
        self.buffer.extend((length as u64).to_le_bytes());
        &mut self.buffer
    }

    pub(super) fn finish(mut self) -> String {
        self.hash.update(&self.buffer);
        HEXLOWER.encode(&self.hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::schema::{IssueRow, Row as _, RunRow};
    use super::*;

    #[test]
    fn only_the_run_makes_no_difference() {
        let hash = |table, cells: &[Value<'_>]| {
            let mut content = Content::of(table);
            content.push(cells);
            content.finish()
        };
        let row = |run: &'static str, text: &'static str| {
            let mut cells = vec![Value::Text(text); IssueRow::TABLE.columns.len()];
            cells[IssueRow::TABLE.position("run_id").unwrap()] = Value::Text(run);
            hash(IssueRow::TABLE, &cells)
        };
        assert_eq!(row("one", "a"), row("two", "a"));
        assert_ne!(row("one", "a"), row("one", "b"));
        assert_ne!(hash(RunRow::TABLE, &[Value::Text("a")]), hash(RunRow::TABLE, &[Value::Text("b")]));
        let (text, null) = ([Value::Text("ab"), Value::Text("")], [Value::Text("a"), Value::Text("b")]);
        assert_ne!(hash(IssueRow::TABLE, &text), hash(IssueRow::TABLE, &null));
    }
}
