/// Bounds that keep memory small whatever a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes kept of one line; the rest of a longer one is read over.
    pub line_bytes: usize,
    /// Bytes kept of one entry's text.
    pub entry_bytes: usize,
    /// Issues of one kind listed for one document; the last of them counts those left out.
    pub issues_per_code: u32,
    /// Bytes of one record of a structured file; a longer one is left out and told.
    pub record_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line_bytes: 64 << 10, entry_bytes: 64 << 10, issues_per_code: 100, record_bytes: 16 << 20 }
    }
}
