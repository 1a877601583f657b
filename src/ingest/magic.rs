/// What a file that is not text looks like, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binary {
    pub(super) looks_like: &'static str,
    pub(super) advice: &'static str,
}

const UNPACK: &str = "unpack it and give the files inside";
const EXPORT: &str = "save it in a newer form (.docx, .xlsx, .odt) or as plain text and give that file";
const TO_TEXT: &str =
    "open it and save it again, or turn it into text first, for example with pdftotext -layout";
const NO_TEXT: &str = "give a text file with the reference list";

const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF", TO_TEXT),
    (b"%!PS", "a PostScript file", "turn it into text first, for example with ps2ascii"),
    (b"PK\x03\x04", "a ZIP archive that is no document known here", UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", NO_TEXT),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel document", EXPORT),
    (b"{\\rtf", "a Rich Text document", EXPORT),
    (b"\x7fELF", "a program", NO_TEXT),
    (b"\xcf\xfa\xed\xfe", "a program", NO_TEXT),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", NO_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", NO_TEXT),
    (b"GIF8", "a GIF image", NO_TEXT),
    (b"II*\x00", "a TIFF image", NO_TEXT),
    (b"MM\x00*", "a TIFF image", NO_TEXT),
    (b"SQLite format 3\x00", "an SQLite database", NO_TEXT),
    (b"PAR1", "a Parquet file", NO_TEXT),
];

/// Recognises the first bytes of common formats that are not text.
pub(super) fn by_magic(head: &[u8]) -> Option<Binary> {
    let known = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic));
    known.map(|&(_, looks_like, advice)| Binary { looks_like, advice })
}

/// A file without a known beginning that holds too many control characters to be text.
pub(super) const UNKNOWN: Binary = Binary { looks_like: "binary data", advice: NO_TEXT };

#[cfg(test)]
mod tests {
    use super::by_magic;

    #[test]
    fn names_what_it_sees() {
        assert_eq!(by_magic(b"%PDF-1.7\n").map(|b| b.looks_like), Some("a PDF"));
        assert_eq!(by_magic(b"\x1f\x8b\x08").map(|b| b.looks_like), Some("a gzip archive"));
        assert_eq!(by_magic(b"1. Smith J."), None);
        assert_eq!(by_magic(b""), None);
    }
}
