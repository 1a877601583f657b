//! The table of weights: which features the tagger knows, and what each of them says for every tag.
//!
//! Whether a feature is in the table is hard to foresee. A look-up that branches on it would be mispredicted again and
//! again, and each time wait for memory first. So look-ups do not branch: where the slot holds another feature, its
//! weights are masked out. The memory of many slots is asked for at once that way.

use super::displace;
use super::features::PER_TOKEN;
use super::tag::Tag;

const N: usize = Tag::COUNT;

/// Bytes of a slot: the bits of the name, and a weight for each tag.
pub const SLOT: usize = 2 + N;

/// The table as it lies in the model.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// See [`displace`].
    pub seeds: &'a [[u8; 2]],
    /// Two bytes of the name, then the weights.
    pub slots: &'a [[u8; SLOT]],
}

impl Weights<'_> {
    /// The weights of all these features together, for every tag.
    pub fn sum(&self, names: &[u32; PER_TOKEN]) -> [i16; N] {
        // Where to look is worked out for all of them first: the shorter the second loop, the more slots are waited for
        // at once.
        let mut places = [0; PER_TOKEN];
        for (place, &name) in places.iter_mut().zip(names) {
            *place = displace::place(name, self.seeds, self.slots.len());
        }
        let mut sum = [0_i16; N];
        for (&name, &place) in names.iter().zip(&places) {
            let Some([low, high, weights @ ..]) = self.slots.get(place as usize) else { continue };
            let mask = -i16::from([*low, *high] == displace::print(name));
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += i16::from(weight.cast_signed()) & mask;
            }
        }
        sum
    }
}
