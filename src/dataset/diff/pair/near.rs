use std::hash::{DefaultHasher, Hasher as _};

/// The words of a reference, as numbers in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Box<[u32]>);

impl Words {
    /// The words of a text: letters and digits that stand together, without regard to case.
    pub fn of(text: &str) -> Self {
        let mut words: Vec<u32> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| {
                let mut hasher = DefaultHasher::new();
                word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c.into()));
                // Thirty-two of its bits tell the words of two references apart.
                (hasher.finish() >> 32) as u32
            })
            .collect();
        words.sort_unstable();
        Self(words.into())
    }

    /// What they take in memory.
    pub const fn bytes(&self) -> usize {
        self.0.len() * 4
    }

    /// True when at least three words of five are in both: the same reference, corrected.
    pub fn is_near(&self, other: &Self) -> bool {
        let (mut a, mut b) = (&*self.0, &*other.0);
        let mut shared = 0;
        while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
            match first.cmp(other) {
                std::cmp::Ordering::Less => a = rest,
                std::cmp::Ordering::Greater => b = others,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    (a, b) = (rest, others);
                }
            }
        }
        let all = self.0.len() + other.0.len();
        all > 0 && shared * 2 * 5 >= all * 3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_reference_is_near_and_another_one_is_not() {
        let a = Words::of("Smith J, Doe K. Sleep qualty in rural clinics. Lancet 1999; 3:45-50.");
        let b = Words::of("Smith J, Doe K. Sleep quality in rural clinics. Lancet 1999;3:45–50.");
        let c = Words::of("Moreau B. Hearing loss during pregnancy. BMJ 2003; 12:7.");
        assert!(a.is_near(&b) && b.is_near(&a));
        assert!(!a.is_near(&c));
        assert!(!Words::of("").is_near(&Words::of("")));
    }
}
