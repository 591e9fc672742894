//! The random numbers behind initial weights, shuffling and dropout.
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
//! 3", 2011): a function from a key and a counter to four random words, with no state besides. The key is the
//! user's seed. The counter says what the numbers are for, so that each purpose has a stream of its own,
//! which depends on nothing that was drawn before:
//!
//! | counter word | holds |
//! |---|---|
//! | 0 | the number of the block of four words, from 0; for noise in piece `n` of a batch, from `n` 2²⁸ |
//! | 1, 2 | low and high half of the *moment*: training step for noise, pass through the data for shuffling, 0 for the others |
//! | 3 | purpose in the upper 8 bits (1 initial weights, 2 shuffling for a pass, 3 noise such as dropout, 4 shuffling of a dataset), *path* of the layer in the lower 24 |
//!
//! These numbers, and what is made of them below, never change between releases.

use core::array::from_fn;

use crate::simd::vectorize;

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Rng {
    key: [u32; 2],
    counter: [u32; 4],
    words: [u32; WORDS],
    used: usize,
}

/// How many blocks of four words are made at once: a vector has as many lanes.
const BLOCKS: usize = 8;
const WORDS: usize = 4 * BLOCKS;

/// What a stream of random numbers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first values of a layer's variables.
    InitialWeights = 1,
    /// The order of the samples in a pass through the data.
    Shuffle = 2,
    /// What a layer drops, or adds, at a training step.
    Noise = 3,
    /// The order of a dataset that is shuffled before it is used.
    Dataset = 4,
}

/// The random streams of one layer: the seed, and where in the network the layer stands.
///
/// The path of the `n`-th layer of a network, counted from 0, is `n + 1`; that of the `n`-th layer inside a
/// layer with path `p` is `p * 1009 + n + 1`, both modulo 2²⁴.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
    path: u32,
}

impl Streams {
    /// The streams of a whole network.
    pub const fn new(seed: u64) -> Self {
        Self { seed, path: 0 }
    }

    /// The streams of the layer with number `index`, counted from 0, in this network.
    pub const fn layer(self, index: usize) -> Self {
        let path = self.path.wrapping_mul(1009).wrapping_add(index as u32).wrapping_add(1) & 0x00FF_FFFF;
        Self { seed: self.seed, path }
    }

    /// The stream for `purpose` at `moment`.
    pub const fn rng(self, purpose: Purpose, moment: u64) -> Rng {
        Rng {
            key: [self.seed as u32, (self.seed >> 32) as u32],
            counter: [0, moment as u32, (moment >> 32) as u32, (purpose as u32) << 24 | self.path],
            words: [0; WORDS],
            used: WORDS,
        }
    }
}

impl Rng {
    /// A part of the stream that no other piece of a batch has: there are 16 of 2³⁰ words each.
    pub(crate) const fn piece(mut self, index: u32) -> Self {
        self.counter[0] = index << 28;
        self
    }

    /// The next 32 random bits.
    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        if self.used == WORDS {
            self.words = philox(self.key, self.counter);
            self.counter[0] = self.counter[0].wrapping_add(BLOCKS as u32);
            self.used = 0;
        }
        self.used += 1;
        self.words[self.used - 1]
    }

    /// A number from 0 to 1, 1 left out, with 53 random bits: two words, the first in the upper half.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        let high = u64::from(self.next_u32()) << 32;
        let bits = high | u64::from(self.next_u32());
        (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A number from the standard normal distribution: Leva's form of the ratio of two uniform numbers ("A fast
    /// normal random number generator", 1992).
    ///
    /// With `u` from 0 to 1, 0 left out, and `v` from −0.8578 to 0.8578, the number is `v / u` wherever
    /// `v² ≤ −4 u² ln u`; otherwise both are drawn again. Two ellipses decide nearly always, so that the logarithm, the
    /// only operation that IEEE 754 does not fix to the last bit, is needed for one number in a hundred, and for
    /// nothing but this decision. It is computed without the platform's own library.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        loop {
            let u = 1.0 - self.uniform();
            let v = 1.7156 * (self.uniform() - 0.5);
            let (x, y) = (u - 0.449_871, v.abs() + 0.386_595);
            let q = x * x + y * (0.196 * y - 0.254_72 * x);
            if q < 0.275_97 || q <= 0.278_46 && v * v <= -4.0 * u * u * crate::math::ln(u) {
                return v / u;
            }
        }
    }

    /// A whole number below `bound`, all equally likely: Lemire's method, the upper half of a product, words
    /// that would favour some numbers thrown away. 0 for a bound of 0.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        loop {
            let product = u64::from(self.next_u32()) * u64::from(bound);
            // The threshold is below the bound, so the division is hardly ever needed.
            let low = product as u32;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// The same for bounds that need more than 32 bits: two words, the first in the upper half.
    fn below_u64(&mut self, bound: u64) -> u64 {
        loop {
            let word = u64::from(self.next_u32()) << 32 | u64::from(self.next_u32());
            let product = u128::from(word) * u128::from(bound);
            let low = product as u64;
            if low >= bound || low >= bound.wrapping_neg() % bound {
                return (product >> 64) as u64;
            }
        }
    }

    /// One of the places from 0 to `last`, all equally likely. Up to 2³² − 1 places take one word, more take two.
    #[inline]
    fn place_up_to(&mut self, last: usize) -> usize {
        match u32::try_from(last + 1) {
            Ok(places) => self.below(places) as usize,
            Err(_) => self.below_u64(last as u64 + 1) as usize,
        }
    }

    /// Puts `items` in random order: Fisher and Yates' method, from the last place to the second, each place
    /// swapped with one at or before it.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.place_up_to(last));
        }
    }
}

/// Ten rounds of Philox4x32, for blocks with this counter and those that follow.
fn philox(mut key: [u32; 2], first: [u32; 4]) -> [u32; WORDS] {
    // Each word of all blocks side by side.
    let mut words = first.map(|word| [word; BLOCKS]);
    words[0] = from_fn(|block| first[0].wrapping_add(block as u32));
    vectorize(
        #[inline(always)]
        move || {
            for _ in 0..10 {
                let [a, b, c, d] = words;
                for block in 0..BLOCKS {
                    let first = u64::from(a[block]) * 0xD251_1F53;
                    let second = u64::from(c[block]) * 0xCD9E_8D57;
                    words[0][block] = (second >> 32) as u32 ^ b[block] ^ key[0];
                    words[1][block] = second as u32;
                    words[2][block] = (first >> 32) as u32 ^ d[block] ^ key[1];
                    words[3][block] = first as u32;
                }
                key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
            }
            from_fn(|word| words[word % 4][word / 4])
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers published with the Random123 library.
    #[test]
    fn philox_gives_the_published_words() {
        assert_eq!(philox([0; 2], [0; 4])[..4], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 2], [u32::MAX; 4])[..4],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox([0xa409_3822, 0x299f_31d0], [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344])[..4],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    /// Values that must stay the same in all releases, computed by another program from the description
    /// above.
    #[test]
    fn streams_are_pinned() {
        let mut rng = Streams::new(42).layer(0).rng(Purpose::InitialWeights, 0);
        let words: Vec<u32> = (0..5).map(|_| rng.next_u32()).collect();
        assert_eq!(words, PINNED_WORDS);
        let mut rng = Streams::new(42).layer(0).rng(Purpose::InitialWeights, 0);
        let normals: Vec<f64> = (0..5).map(|_| rng.normal()).collect();
        assert_eq!(normals, PINNED_NORMALS);
        let mut order: Vec<u32> = (0..10).collect();
        Streams::new(7).rng(Purpose::Shuffle, 0).shuffle(&mut order);
        assert_eq!(order, PINNED_ORDER);
    }

    const PINNED_WORDS: [u32; 5] = [0xda48_fdfe, 0xc477_24b8, 0xb07d_7b43, 0x4e83_5268, 0x52b8_1e38];
    const PINNED_NORMALS: [f64; 5] = [
        2.205_753_659_265_232,
        1.096_888_017_069_649_3,
        -0.346_688_186_619_623_25,
        -0.738_515_755_365_164,
        -1.124_777_947_106_583_7,
    ];
    const PINNED_ORDER: [u32; 10] = [3, 5, 8, 2, 7, 0, 6, 9, 1, 4];

    #[test]
    fn streams_of_different_purpose_layer_moment_or_seed_differ() {
        let first = |mut rng: Rng| [rng.next_u32(), rng.next_u32()];
        let streams = Streams::new(1);
        let words = [
            first(streams.rng(Purpose::InitialWeights, 0)),
            first(streams.rng(Purpose::Shuffle, 0)),
            first(streams.rng(Purpose::Dataset, 0)),
            first(streams.rng(Purpose::Noise, 0)),
            first(streams.rng(Purpose::Noise, 1)),
            first(streams.rng(Purpose::Noise, 1 << 32)),
            first(streams.layer(0).rng(Purpose::Noise, 0)),
            first(streams.layer(0).layer(0).rng(Purpose::Noise, 0)),
            first(Streams::new(2).rng(Purpose::Noise, 0)),
        ];
        for (i, a) in words.iter().enumerate() {
            assert!(words[i + 1..].iter().all(|b| a != b), "stream {i} stands again later");
        }
    }

    #[test]
    fn uniform_fills_the_interval_evenly() {
        let mut rng = Streams::new(3).rng(Purpose::InitialWeights, 0);
        let draws: Vec<f64> = (0..100_000).map(|_| rng.uniform()).collect();
        assert!(draws.iter().all(|&u| (0.0..1.0).contains(&u)));
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|u| (u - mean).powi(2)).sum::<f64>() / 1e5;
        // Standard errors: 0.0009 for the mean, 0.00024 for the variance.
        assert!((mean - 0.5).abs() < 0.004, "{mean}");
        assert!((variance - 1.0 / 12.0).abs() < 0.001, "{variance}");
    }

    #[test]
    fn normal_has_the_moments_and_tails_of_its_distribution() {
        let mut rng = Streams::new(3).rng(Purpose::InitialWeights, 0);
        let draws: Vec<f64> = (0..100_000).map(|_| rng.normal()).collect();
        let mean = |of: fn(f64) -> f64| draws.iter().map(|&z| of(z)).sum::<f64>() / 1e5;
        // Five standard errors of the means of z, z², z³ and z⁴, whose variances are 1, 2, 15 and 96.
        for (moment, expected, variance) in [
            (mean(|z| z), 0.0, 1.0),
            (mean(|z| z * z), 1.0, 2.0),
            (mean(|z| z.powi(3)), 0.0, 15.0),
            (mean(|z| z.powi(4)), 3.0, 96.0),
        ] {
            assert!((moment - expected).abs() < 5.0 * f64::sqrt(variance / 1e5), "{moment}, not {expected}");
        }
        // The same for the share of draws beyond a bound, a mean of zeros and ones.
        for (bound, expected) in
            [(0.5, 0.308_537_54), (1.0, 0.158_655_25), (2.0, 0.022_750_13), (3.0, 0.001_349_9)]
        {
            for sign in [1.0, -1.0] {
                let share = draws.iter().filter(|&z| sign * z > bound).count() as f64 / 1e5;
                assert!((share - expected).abs() < 5.0 * f64::sqrt(expected / 1e5), "{bound}: {share}");
            }
        }
    }

    #[test]
    fn below_hits_every_number_equally_often() {
        let mut rng = Streams::new(4).rng(Purpose::Shuffle, 0);
        let mut hits = [0u32; 6];
        for _ in 0..60_000 {
            hits[rng.below(6) as usize] += 1;
        }
        assert!(hits.iter().all(|&n| n.abs_diff(10_000) < 450), "{hits:?}");
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.below(1), 0);
    }

    /// More places than 32 bits can number: all of them come up, and those that fewer bits can number as they did
    /// before.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn places_are_drawn_from_any_number_of_them() {
        let rng = || Streams::new(4).rng(Purpose::Shuffle, 0);
        for places in [1, 2, 1000, u32::MAX] {
            assert_eq!(rng().place_up_to(places as usize - 1), rng().below(places) as usize);
        }
        for last in [u32::MAX as usize, 1 << 32, 5 << 31, usize::MAX - 1] {
            let mut rng = rng();
            let mut quarters = [0u32; 4];
            for _ in 0..4000 {
                let place = rng.place_up_to(last);
                assert!(place <= last);
                quarters[(place as f64 / (last as f64 + 1.0) * 4.0) as usize] += 1;
            }
            assert!(quarters.iter().all(|&n| n.abs_diff(1000) < 150), "{last}: {quarters:?}");
        }
    }

    #[test]
    fn every_order_comes_up() {
        let mut rng = Streams::new(5).rng(Purpose::Shuffle, 0);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..6000 {
            let mut items = [0, 1, 2];
            rng.shuffle(&mut items);
            *seen.entry(items).or_insert(0u32) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&n| n.abs_diff(1000) < 150), "{seen:?}");
    }

    #[test]
    fn pieces_of_a_batch_have_numbers_of_their_own() {
        let first = |piece| Streams::new(1).rng(Purpose::Noise, 5).piece(piece).next_u32();
        assert_eq!(first(0), Streams::new(1).rng(Purpose::Noise, 5).next_u32());
        let mut all: Vec<u32> = (0..16).map(first).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 16);
    }
}
