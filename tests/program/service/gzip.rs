//! Just enough gzip to pack an answer, and to make a bomb.

/// Packed without being made smaller.
pub fn store(bytes: &[u8]) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    let mut chunks = bytes.chunks(0xffff).peekable();
    if bytes.is_empty() {
        out.extend([1, 0, 0, 0xff, 0xff]);
    }
    while let Some(chunk) = chunks.next() {
        let length = u16::try_from(chunk.len()).unwrap();
        out.push(u8::from(chunks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(chunk);
    }
    out.extend(crc32(bytes.iter().copied()).to_le_bytes());
    out.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    out
}

/// `head` followed by very many blanks, in a hundredth of the room; the checksum at its end is wrong.
pub fn bomb(head: &[u8], blanks: usize) -> Vec<u8> {
    let mut out = HEAD.to_vec();
    // A stored block with the beginning and one blank to repeat.
    let mut first = head.to_vec();
    first.push(b' ');
    let length = u16::try_from(first.len()).unwrap();
    out.push(0);
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend(&first);
    // A block with the fixed code: "258 bytes, as 1 byte before" again and again, then its end.
    let mut bits = Bits { out, byte: 0, used: 0 };
    bits.push(0b011, 3);
    for _ in 0..blanks / 258 {
        // Code 285 is 1100 0101, sent from its high bit on; the distance code 0 is five zeros.
        bits.push(0b1010_0011, 8);
        bits.push(0, 5);
    }
    bits.push(0, 7);
    let mut out = bits.finish();
    out.extend([0; 8]);
    out
}

const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

struct Bits {
    out: Vec<u8>,
    byte: u8,
    used: u32,
}

impl Bits {
    /// The lowest bit first.
    fn push(&mut self, bits: u32, count: u32) {
        for at in 0..count {
            self.byte |= u8::try_from(bits >> at & 1).unwrap() << self.used;
            self.used += 1;
            if self.used == 8 {
                self.out.push(self.byte);
                (self.byte, self.used) = (0, 0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.used > 0 {
            self.out.push(self.byte);
        }
        self.out
    }
}

fn crc32(bytes: impl Iterator<Item = u8>) -> u32 {
    !bytes.fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}
