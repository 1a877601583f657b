use std::io::{self, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;

use super::Input;

/// A file packed with gzip, as PubMed hands out its yearly files; read as what is in it.
pub(super) struct GzipInput {
    inner: Arc<dyn Input>,
}

/// Text packs to a twentieth or so; what unpacks to more than this many times its size was made to do harm.
const MOST_RATIO: u64 = 200;
/// So much may always come out.
const HARMLESS: u64 = 16 << 20;

impl GzipInput {
    /// The content of `inner`, if that is packed with gzip and the content is no archive itself.
    pub(super) fn of(inner: Arc<dyn Input>) -> io::Result<Result<Self, Arc<dyn Input>>> {
        let mut magic = [0; 3];
        let mut reader = inner.reader()?;
        let mut read = 0;
        while let Some(free) = magic.get_mut(read..).filter(|free| !free.is_empty()) {
            match reader.read(free)? {
                0 => break,
                n => read += n,
            }
        }
        Ok(if magic == [0x1f, 0x8b, 8] { Ok(Self { inner }) } else { Err(inner) })
    }
}

impl Input for GzipInput {
    fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        let packed = Counted { reader: self.inner.reader()?, bytes: 0 };
        let unpacked = MultiGzDecoder::new(BufReader::with_capacity(128 << 10, packed));
        Ok(Box::new(Bounded { unpacked, bytes: 0 }))
    }
}

struct Counted {
    reader: Box<dyn Read + Send>,
    bytes: u64,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(out)?;
        self.bytes += n as u64;
        Ok(n)
    }
}

struct Bounded {
    unpacked: MultiGzDecoder<BufReader<Counted>>,
    bytes: u64,
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.unpacked.read(out)?;
        self.bytes += n as u64;
        let packed = self.unpacked.get_ref().get_ref().bytes;
        if self.bytes > HARMLESS && self.bytes > packed.saturating_mul(MOST_RATIO) {
            let message = format!("it unpacks to more than {MOST_RATIO} times its size, which no text does");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(n)
    }
}

/// A file on disk, unpacked where it is packed.
pub(super) fn unpacked(inner: Arc<dyn Input>) -> io::Result<Arc<dyn Input>> {
    Ok(match GzipInput::of(inner)? {
        Ok(packed) => Arc::new(packed),
        Err(plain) => plain,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Arc<dyn Input> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        let packed: Arc<[u8]> = encoder.finish().unwrap().into();
        Arc::new(packed)
    }

    fn content(input: &dyn Input) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        input.reader()?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn a_packed_file_is_read_as_what_is_in_it() {
        let input = unpacked(gzip(b"1. Smith J. A title. J Tests 2001; 1:2.\n")).unwrap();
        assert_eq!(content(&*input).unwrap(), b"1. Smith J. A title. J Tests 2001; 1:2.\n");
        let plain: Arc<[u8]> = b"plain".as_slice().into();
        assert_eq!(content(&*unpacked(Arc::new(plain)).unwrap()).unwrap(), b"plain");
    }

    #[test]
    fn a_bomb_is_stopped() {
        let input = unpacked(gzip(&vec![b'a'; 20 << 20])).unwrap();
        let stopped = io::copy(&mut input.reader().unwrap(), &mut io::sink());
        assert!(stopped.is_err_and(|error| error.kind() == io::ErrorKind::InvalidData));
    }
}
