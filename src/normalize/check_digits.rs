//! Check digits of ISSN, ISBN and ORCID. All functions take digits (and a final `X`) without hyphens.

/// The check character of an ISSN's first seven digits.
pub fn issn(digits: &[u8]) -> char {
    modulo_11(digits, 8)
}

/// The check character of an ISBN-10's first nine digits.
pub fn isbn10(digits: &[u8]) -> char {
    modulo_11(digits, 10)
}

/// The check digit of an ISBN-13's first twelve digits.
pub fn isbn13(digits: &[u8]) -> char {
    let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(&d, weight)| value(d) * weight).sum();
    digit((10 - sum % 10) % 10)
}

/// The check character of an ORCID's first fifteen digits, after ISO 7064 MOD 11-2.
pub fn orcid(digits: &[u8]) -> char {
    let total = digits.iter().fold(0, |total, &d| (total + value(d)) * 2 % 11);
    digit((12 - total % 11) % 11)
}

fn modulo_11(digits: &[u8], first_weight: u32) -> char {
    let sum: u32 = digits.iter().zip((2..=first_weight).rev()).map(|(&d, weight)| value(d) * weight).sum();
    digit((11 - sum % 11) % 11)
}

fn value(byte: u8) -> u32 {
    u32::from(byte.saturating_sub(b'0').min(9))
}

fn digit(n: u32) -> char {
    char::from_digit(n, 10).unwrap_or('X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        assert_eq!(issn(b"0028083"), '6');
        assert_eq!(issn(b"0732183"), 'X');
        assert_eq!(isbn10(b"080442957"), 'X');
        assert_eq!(isbn10(b"030640615"), '2');
        assert_eq!(isbn13(b"978030640615"), '7');
        assert_eq!(orcid(b"000000021825009"), '7');
        assert_eq!(orcid(b"000000021694233"), 'X');
    }
}
