//! Names of features: 32 bits that stand for a word, or for a few of them together.

/// Where every hash begins.
const SEED: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

/// One more byte.
fn byte(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(PRIME)
}

/// A word whatever its case; every digit counts the same.
pub fn word(text: &str) -> u32 {
    let mut hash = SEED;
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii() {
            let c = if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() };
            hash = byte(hash, c as u8);
        } else {
            for c in c.to_lowercase() {
                hash = c.encode_utf8(&mut buffer).bytes().fold(hash, byte);
            }
        }
    }
    hash
}

/// Values of a few small things, or of hashes, under the name of a template.
pub fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut hash = template.wrapping_mul(0x9e37_79b9) ^ a.rotate_left(5);
    hash = hash.wrapping_mul(0x85eb_ca6b) ^ b.rotate_left(17);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 13)
}
