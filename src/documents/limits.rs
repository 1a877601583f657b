/// Bounds on what a document may unpack to, whatever it declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLimits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Entries of a ZIP package.
    pub zip_entries: usize,
    /// Unpacked bytes of one part of a package, or of one stream of a PDF.
    pub part_bytes: u64,
    /// Unpacked bytes of all parts that are read.
    pub total_bytes: u64,
    /// How often a part may be larger than it is packed. Text packs to a twentieth; a thousandth is a bomb.
    pub ratio: u64,
    /// Elements of one XML or HTML text.
    pub elements: usize,
    /// Levels of elements within elements.
    pub depth: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Characters a PDF draws.
    pub glyphs: usize,
    /// Instructions of a PDF's pages, those of forms counted as often as they are drawn.
    pub instructions: usize,
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            zip_entries: 20_000,
            part_bytes: 128 << 20,
            total_bytes: 256 << 20,
            ratio: 400,
            elements: 4_000_000,
            depth: 256,
            pages: 20_000,
            glyphs: 40_000_000,
            instructions: 100_000_000,
        }
    }
}
