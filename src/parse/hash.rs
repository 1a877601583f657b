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
    for (i, &b) in text.as_bytes().iter().enumerate() {
        if !b.is_ascii() {
            return beyond_ascii(hash, &text[i..]);
        }
        let b = if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() };
        hash = byte(hash, b);
    }
    hash
}

/// The rest of a word, from its first letter beyond ASCII on.
fn beyond_ascii(hash: u32, text: &str) -> u32 {
    let mut buffer = [0; 4];
    let small = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars()
        .flat_map(|c| small(c).to_lowercase())
        .fold(hash, |hash, c| c.encode_utf8(&mut buffer).bytes().fold(hash, byte))
}

/// Values of a few small things, or of hashes, under the name of a template.
pub fn mix(template: u32, a: u32, b: u32) -> u32 {
    let mut hash = template.wrapping_mul(0x9e37_79b9) ^ a.rotate_left(5);
    hash = hash.wrapping_mul(0x85eb_ca6b) ^ b.rotate_left(17);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_digits_do_not_count() {
        assert_eq!(word("Straße"), word("sTRAßE"));
        assert_eq!(word("ÉCOLE"), word("école"));
        assert_eq!(word("é12x"), word("É47X"));
        assert_eq!(word("19th"), word("20TH"));
        assert_ne!(word("ecole"), word("école"));
        assert_ne!(mix(1, 2, 3), mix(2, 2, 3));
    }
}
