//! Perfect hashing by displacement: every known name has a place of its own in a table, found by two multiplications and
//! one small number that was sought for it when the table was made (Belazzougui, Botelho, Dietzfelbinger: Hash,
//! displace, and compress, 2009).
//!
//! A name that is not known is sent to the place of another one. Sixteen bits of its own stand there to tell; one unknown
//! name in 65,536 is mistaken.

/// Names that share a seed: so many on average.
pub const PER_SEED: u32 = 4;

/// Where the seed of a name is looked up, among so many seeds.
pub fn seed_place(name: u32, seeds: u32) -> usize {
    ((u64::from(name.wrapping_mul(0x9e37_79b1)) * u64::from(seeds)) >> 32) as usize
}

/// The slot of a name under its seed, among so many slots.
pub fn slot_place(name: u32, seed: u16, slots: u32) -> usize {
    let hash = (name ^ u32::from(seed).wrapping_mul(0x85eb_ca6b)).wrapping_mul(0xc2b2_ae35);
    ((u64::from(hash) * u64::from(slots)) >> 32) as usize
}

/// The bits of a name by which its slot knows it.
pub fn print(name: u32) -> [u8; 2] {
    let [a, b, c, d] = name.to_le_bytes();
    [a ^ c, b ^ d]
}

/// The slot in which a name would stand, known or not, among so many slots.
#[allow(clippy::cast_possible_truncation, reason = "a model counts its seeds and slots in 32 bits")]
pub fn place(name: u32, seeds: &[[u8; 2]], slots: usize) -> u32 {
    let seed = seeds.get(seed_place(name, seeds.len() as u32)).copied().unwrap_or_default();
    slot_place(name, u16::from_le_bytes(seed), slots as u32) as u32
}
