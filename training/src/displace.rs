//! Builds the perfect hashes that the program looks things up in.

use anyhow::{Result, bail};
use refloom::parse::displace::{PER_SEED, print, seed_place, slot_place};

/// Which of the names stands in each slot, and the seeds that say so.
struct Places {
    seeds: Vec<u16>,
    slots: Vec<Option<usize>>,
}

/// The bytes of a table: how many seeds, how many slots, the seeds, the slots. `value` gives what stands behind the bits
/// of the name with this index.
pub fn table<const SIZE: usize>(names: &[u32], value: impl Fn(usize) -> [u8; SIZE]) -> Result<Vec<u8>> {
    let Places { seeds, slots } = places(names)?;
    let mut out = Vec::new();
    out.extend(u32::try_from(seeds.len())?.to_le_bytes());
    out.extend(u32::try_from(slots.len())?.to_le_bytes());
    out.extend(seeds.iter().flat_map(|seed| seed.to_le_bytes()));
    for slot in slots {
        // An empty slot says nothing, so it does no harm to whatever takes it for its own.
        out.extend(slot.map_or([0; 2], |i| print(names[i])));
        out.extend(slot.map_or([0; SIZE], &value));
    }
    Ok(out)
}

/// Names are dealt to seeds, and each seed, the fullest first, is counted up until all of its names fall into free slots.
fn places(names: &[u32]) -> Result<Places> {
    let count = u32::try_from(names.len())?;
    let seeds = count / PER_SEED + 1;
    // Some free slots let the last seeds find room before they run out of numbers.
    let room = count + count / 32 + 1;
    let mut dealt: Vec<Vec<usize>> = vec![Vec::new(); seeds as usize];
    for (i, &name) in names.iter().enumerate() {
        dealt[seed_place(name, seeds)].push(i);
    }
    let mut order: Vec<usize> = (0..dealt.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(dealt[i].len()));
    let mut out = Places { seeds: vec![0; dealt.len()], slots: vec![None; room as usize] };
    let mut taken = Vec::new();
    for seed_index in order {
        let dealt = &dealt[seed_index];
        let fits = |seed: &u16| {
            taken.clear();
            dealt.iter().all(|&i| {
                let slot = slot_place(names[i], *seed, room);
                let free = out.slots[slot].is_none() && !taken.contains(&slot);
                taken.push(slot);
                free
            })
        };
        let Some(seed) = (0..=u16::MAX).find(fits) else {
            bail!("no perfect hash for {count} names: are two of them the same?")
        };
        out.seeds[seed_index] = seed;
        for &i in dealt {
            out.slots[slot_place(names[i], seed, room)] = Some(i);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use refloom::parse::hash::mix;

    use super::*;

    #[test]
    fn every_name_has_a_slot_of_its_own() {
        let names: Vec<u32> = (1..20_000).map(|i| mix(1, i, 0)).collect();
        let Places { seeds, slots } = places(&names).unwrap();
        for (i, &name) in names.iter().enumerate() {
            let seed = seeds[seed_place(name, seeds.len() as u32)];
            assert_eq!(slots[slot_place(name, seed, slots.len() as u32)], Some(i));
        }
        assert!(places(&[7, 7]).is_err());
    }
}
