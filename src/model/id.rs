use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

/// Ten bytes of SHA-256 over the parts, each preceded by its length so that no two lists of parts collide.
pub fn digest80(parts: &[&str]) -> [u8; 10] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let full = hash.finalize();
    let mut short = [0; 10];
    short.copy_from_slice(&full[..10]);
    short
}

/// An identifier of ours: `prefix`, `_` and 16 base32 digits in lower case.
pub fn written_id(prefix: char, digest: &[u8; 10]) -> String {
    let mut id = format!("{prefix}_{}", BASE32_NOPAD.encode(digest));
    id.make_ascii_lowercase();
    id
}

/// The identifier made from `parts`.
pub fn stable_id(prefix: char, parts: &[&str]) -> String {
    written_id(prefix, &digest80(parts))
}

/// A ULID: 48 bits of time, in milliseconds since 1970-01-01T00:00:00Z, and 80 others; later ones sort later.
pub fn ulid(at: i64, digest: &[u8; 10]) -> String {
    let mut bits = u128::try_from(at).unwrap_or(0) << 80;
    for (i, byte) in digest.iter().rev().enumerate() {
        bits |= u128::from(*byte) << (8 * i);
    }
    crockford(bits)
}

/// Twenty-six digits of Crockford's base 32.
fn crockford(bits: u128) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..26).rev().map(|i| char::from(DIGITS[(bits >> (5 * i)) as usize & 31])).collect()
}

/// SHA-256 as lower-case hexadecimal.
pub fn hex_sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(digest80(&["ab", "c"]), digest80(&["a", "bc"]));
    }

    #[test]
    fn an_id_has_sixteen_digits() {
        let id = stable_id('w', &["10.1000/182"]);
        assert_eq!(id.len(), 18);
        assert!(id.starts_with("w_"));
        assert!(id[2..].bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b)));
    }
}
