//! Quantises and lays out the weights for the program, which reads them where they lie.

use anyhow::{Result, bail};
use refloom::parse::tagger::MAGIC;
use refloom::parse::weights::{PER_SEED, print, seed_place, slot_place};

use super::crf::{N, Weights};

/// The model file.
pub fn pack(weights: &Weights) -> Result<Vec<u8>> {
    let largest = weights.values.iter().flatten().fold(0.0_f32, |m, w| m.max(w.abs()));
    let scale = largest.min(4.0) / 127.0;
    let mut names: Vec<(u32, u32)> = weights.rows.iter().map(|(&name, &row)| (name, row)).collect();
    names.sort_unstable();
    let mut out = MAGIC.to_vec();
    let float = |out: &mut Vec<u8>, f: f32| out.extend(f.to_le_bytes());
    float(&mut out, scale);
    for weight in weights.steps.iter().flatten().flatten().chain(&weights.first).chain(&weights.last) {
        float(&mut out, *weight);
    }
    let (seeds, slots) = places(&names)?;
    out.extend(u32::try_from(seeds.len())?.to_le_bytes());
    out.extend(u32::try_from(slots.len())?.to_le_bytes());
    out.extend(seeds.iter().flat_map(|seed| seed.to_le_bytes()));
    // An empty slot has no weights, so whatever takes it for its own adds nothing.
    out.extend(slots.iter().flat_map(|slot| slot.map_or(0, |(name, _)| print(name)).to_le_bytes()));
    for slot in slots {
        let row = slot.map_or([0.0; N], |(_, row)| weights.values[row as usize]);
        out.extend(row.map(|w| ((w / scale).round().clamp(-127.0, 127.0) as i8).to_le_bytes()[0]));
    }
    Ok(out)
}

type Slot = Option<(u32, u32)>;

/// A perfect hash by displacement: names are dealt to seeds, and each seed, the fullest first, is counted up until all
/// of its names fall into free slots (Belazzougui, Botelho, Dietzfelbinger: Hash, displace, and compress, 2009).
fn places(names: &[(u32, u32)]) -> Result<(Vec<u16>, Vec<Slot>)> {
    let count = u32::try_from(names.len())?;
    let seeds = count / PER_SEED + 1;
    // Some free slots let the last seeds find room before they run out of numbers.
    let room = count + count / 32 + 1;
    let mut dealt: Vec<Vec<(u32, u32)>> = vec![Vec::new(); seeds as usize];
    for &(name, row) in names {
        dealt[seed_place(name, seeds)].push((name, row));
    }
    let mut order: Vec<usize> = (0..dealt.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(dealt[i].len()));
    let (mut found, mut slots) = (vec![0_u16; dealt.len()], vec![None; room as usize]);
    let mut taken = Vec::new();
    for i in order {
        let fits = |seed: &u16| {
            taken.clear();
            dealt[i].iter().all(|&(name, _)| {
                let slot = slot_place(name, *seed, room);
                let free = slots[slot].is_none() && !taken.contains(&slot);
                taken.push(slot);
                free
            })
        };
        let Some(seed) = (0..=u16::MAX).find(fits) else { bail!("no perfect hash: a seed found no room") };
        found[i] = seed;
        for &(name, row) in &dealt[i] {
            slots[slot_place(name, seed, room)] = Some((name, row));
        }
    }
    Ok((found, slots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_slot_of_its_own() {
        let names: Vec<(u32, u32)> = (1..20_000_u32).map(|i| (i.wrapping_mul(0x9e37_79b9), i)).collect();
        let (seeds, slots) = places(&names).unwrap();
        for (name, row) in names {
            let seed = seeds[seed_place(name, seeds.len() as u32)];
            assert_eq!(slots[slot_place(name, seed, slots.len() as u32)], Some((name, row)));
        }
    }
}
