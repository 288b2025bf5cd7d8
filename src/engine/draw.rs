//! Addressed draws: a random number is a function of who asks for what, not of how many were drawn before.
//!
//! A stream key stands for (seed, replication, purpose); `who` is a serial number and `which` a count under it.
//! Two variants of a scenario that ask the same question get the same answer (common random numbers), and a new purpose
//! changes no other draw.

use rand::{TryRng, rand_core::utils};
use std::convert::Infallible;

/// Multiplier of `who`; also the increment of the SplitMix64 sequence.
const WHO: u64 = 0x9E37_79B9_7F4A_7C15;
/// Multiplier of `which`.
const WHICH: u64 = 0xD1B5_4A32_D192_ED03;

/// Number of a purpose from its path, such as `"flow/station/service"`: FNV-1a of 64 bits.
#[must_use]
pub fn purpose(path: &str) -> u64 {
    path.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// Key of all draws for one purpose in one replication; made once, at set-up.
#[must_use]
pub fn stream_key(seed: u64, replication: u32, purpose: u64) -> u64 {
    mix(mix(mix(seed) ^ u64::from(replication)) ^ purpose)
}

/// The 64 random bits at an address: `which` draw of `who` in the stream `key`.
#[inline]
#[must_use]
pub fn bits(key: u64, who: u32, which: u32) -> u64 {
    let who = u64::from(who).wrapping_mul(WHO);
    let which = u64::from(which).wrapping_mul(WHICH);
    mix(key.wrapping_add(who).wrapping_add(which))
}

/// A number strictly between 0 and 1 from the upper 52 bits, in the middle of its cell.
#[inline]
#[must_use]
pub fn uniform(bits: u64) -> f64 {
    // The bits as the fraction of a number from 1 to 2, of which all but the half of a cell is taken away: exact, and sooner done than a conversion.
    const ONE: u64 = 1.0_f64.to_bits();
    const ALL_BUT_HALF_A_CELL: f64 = 1.0 - f64::EPSILON / 2.0;
    f64::from_bits(ONE | bits >> 12) - ALL_BUT_HALF_A_CELL
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection in which each bit of input moves half of the output.
#[inline]
fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A sequence of its own at one address, for methods that need an unknown number of draws: SplitMix64 from [`bits`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substream {
    state: u64,
}

impl Substream {
    /// The sequence at an address; the arguments are those of [`bits`].
    #[inline]
    #[must_use]
    pub fn new(key: u64, who: u32, which: u32) -> Self {
        Substream { state: bits(key, who, which) }
    }

    /// The next number strictly between 0 and 1; see [`uniform`].
    #[inline]
    #[must_use]
    pub fn uniform(&mut self) -> f64 {
        uniform(self.next())
    }

    /// The next 64 random bits, as a key of draws of their own.
    #[inline]
    #[must_use]
    pub fn bits(&mut self) -> u64 {
        self.next()
    }

    #[inline]
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(WHO);
        mix(self.state)
    }
}

impl TryRng for Substream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        utils::fill_bytes_via_next_word(dst, || self.try_next_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn a_uniform_is_the_middle_of_its_cell_and_the_inverted_bits_give_the_rest() {
        const CELL: f64 = 1.0 / (1_u64 << 52) as f64;
        for sample in
            [0, 1, u64::MAX, 1 << 63, 1 << 12, (1 << 12) - 1].into_iter().chain((0..1000).map(|who| bits(7, who, 0)))
        {
            assert_eq!(uniform(sample), ((sample >> 12) as f64 + 0.5) * CELL);
            assert_eq!(uniform(!sample), 1.0 - uniform(sample));
        }
    }

    #[test]
    fn the_sequence_is_the_published_splitmix64() {
        let mut stream = Substream { state: 1_234_567 };
        let first: Vec<u64> = (0..3).map(|_| stream.next_u64()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        assert_eq!(bits(1_234_567, 1, 0), first[0]);
        assert_eq!(bits(1_234_567, 2, 0), first[1]);
    }

    #[test]
    fn purposes_are_hashed_by_the_published_fnv_1a() {
        assert_eq!(purpose(""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(purpose("a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(purpose("foobar"), 0x8594_4171_F739_67E8);
    }

    #[test]
    fn bits_are_pinned() {
        let key = stream_key(42, 7, purpose("flow/station/service"));
        assert_eq!(key, 0x2EE9_16E6_0A4A_F2AA);
        assert_eq!(uniform(bits(key, 123_457, 3)).to_bits(), 0x3FD0_9683_96F2_73E2);
        let found =
            [bits(0, 0, 1), bits(0, 1, 0), bits(key, 0, 0), bits(key, 123_456, 3), bits(u64::MAX, u32::MAX, u32::MAX)];
        assert_eq!(
            found,
            [
                0x8209_B480_FAED_1B10,
                0xE220_A839_7B1D_CDAF,
                0xF1FF_F6BF_D0B6_712B,
                0x07B3_E78D_9672_7BD4,
                0x8982_6D84_C720_BCA2
            ]
        );
    }

    #[test]
    fn bytes_and_words_come_from_the_same_sequence() {
        let mut words = Substream::new(1, 2, 3);
        let mut bytes = words.clone();
        let mut filled = [0; 12];
        bytes.fill_bytes(&mut filled);
        assert_eq!(filled[..8], words.next_u64().to_le_bytes());
        assert_eq!(filled[8..], words.next_u64().to_le_bytes()[..4]);
        assert_eq!(bytes.next_u32(), (words.next_u64() >> 32) as u32);
    }

    #[test]
    fn uniform_numbers_never_touch_0_or_1() {
        assert!(uniform(0) > 0.0);
        assert!(uniform(u64::MAX) < 1.0);
        assert!(1.0 - uniform(u64::MAX) > 0.0);
    }

    #[test]
    fn keys_differ_in_seed_replication_and_purpose() {
        let mut keys = Vec::new();
        for seed in 0..10 {
            for replication in 0..10 {
                for path in ["a", "b", "a/b", "b/a"] {
                    keys.push(stream_key(seed, replication, purpose(path)));
                }
            }
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 400);
    }

    /// Mean, variance and correlation with the next draw, each in standard errors, must look like chance.
    fn check_uniform(draw: impl Fn(u32) -> f64) {
        const N: u32 = 200_000;
        let root = f64::from(N).sqrt();
        let centred = |i| draw(i) - 0.5;
        let mean = (0..N).map(centred).sum::<f64>() / f64::from(N);
        let variance = (0..N).map(|i| centred(i) * centred(i)).sum::<f64>() / f64::from(N);
        assert!((mean * root / (1.0_f64 / 12.0).sqrt()).abs() < 4.0, "mean {mean}");
        assert!(((variance - 1.0 / 12.0) * root / (1.0_f64 / 180.0).sqrt()).abs() < 4.0, "variance {variance}");
        for lag in [1, 2, 32] {
            let product = (0..N).map(|i| centred(i) * centred(i + lag)).sum::<f64>() / f64::from(N);
            assert!((product * root * 12.0).abs() < 4.0, "lag {lag}: {product}");
        }
    }

    /// The number at a place of a walk through addresses.
    type Walk = fn(u32) -> u64;

    /// Walks through addresses as parts of a run take them; those of `benches/draw_stream.rs`.
    const WALKS: [(&str, Walk); 6] = [
        ("who", |i| bits(stream_key(1, 0, purpose("test")), i, 0)),
        ("which", |i| bits(stream_key(1, 0, purpose("test")), 7, i)),
        ("run", |i| bits(stream_key(1, 0, u64::from(i % 8)), i / 32, i / 8 % 4)),
        ("keys", |i| bits(u64::from(i % 16), i / 16, 0)),
        ("replications", |i| bits(stream_key(1, i, purpose("test")), 7, 0)),
        ("seeds", |i| bits(stream_key(1 ^ u64::from(i % 2) << 40, 0, purpose("test")), i / 2, 0)),
    ];

    /// A chi-square value as standard errors of a normal number (Wilson and Hilferty 1931).
    fn deviation(chi_square: f64, freedom: f64) -> f64 {
        let spread = 2.0 / (9.0 * freedom);
        ((chi_square / freedom).cbrt() - (1.0 - spread)) / spread.sqrt()
    }

    #[test]
    fn draws_along_each_walk_look_uniform_and_uncorrelated() {
        for (_, walk) in WALKS {
            check_uniform(|i| uniform(walk(i)));
        }
    }

    #[test]
    fn each_byte_of_the_bits_takes_all_values_equally() {
        const N: u32 = 1 << 16;
        for (name, walk) in WALKS {
            let mut counts = [[0_u32; 256]; 8];
            for i in 0..N {
                for (counts, byte) in counts.iter_mut().zip(walk(i).to_le_bytes()) {
                    counts[usize::from(byte)] += 1;
                }
            }
            let expected = f64::from(N) / 256.0;
            for (byte, counts) in counts.iter().enumerate() {
                let chi_square = counts.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum::<f64>();
                let found = deviation(chi_square, 255.0);
                assert!(found.abs() < 4.5, "{name}, byte {byte}: {found} standard errors");
            }
        }
    }

    #[test]
    fn neighbouring_draws_fill_the_square_evenly() {
        const N: u32 = 1 << 17;
        for (name, walk) in WALKS {
            for lag in [1, 32] {
                // The lowest and the highest four bits of each draw.
                for shift in [0, 60] {
                    let cell = |i: u32| (walk(i) >> shift & 15) as usize;
                    let mut counts = [0_u32; 256];
                    (0..N).for_each(|i| counts[16 * cell(i) + cell(i + lag)] += 1);
                    let expected = f64::from(N) / 256.0;
                    let chi_square = counts.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum::<f64>();
                    let found = deviation(chi_square, 255.0);
                    assert!(found.abs() < 4.5, "{name}, lag {lag}, shift {shift}: {found} standard errors");
                }
            }
        }
    }

    #[test]
    fn each_bit_of_the_address_moves_half_of_the_output() {
        const N: u32 = 4_096;
        type Flip = fn(u64, u32, u32, u32) -> u64;
        let flips: [Flip; 3] = [
            |key, who, which, bit| bits(key ^ 1 << bit, who, which),
            |key, who, which, bit| bits(key, who ^ 1 << bit, which),
            |key, who, which, bit| bits(key, who, which ^ 1 << bit),
        ];
        let mut worst: f64 = 0.0;
        for (flip, width) in flips.into_iter().zip([64, 32, 32]) {
            for bit in 0..width {
                let mut moved = [0_u32; 64];
                for i in 0..N {
                    let (key, who, which) = (stream_key(3, i, 0), i % 64, i / 64);
                    let difference = bits(key, who, which) ^ flip(key, who, which, bit);
                    (0..64).for_each(|place| moved[place] += (difference >> place & 1) as u32);
                }
                let error = |&count: &u32| (f64::from(count) - f64::from(N) / 2.0).abs() / (f64::from(N) / 4.0).sqrt();
                worst = moved.iter().map(error).fold(worst, f64::max);
            }
        }
        // Of 8192 pairs of bits one is beyond this by chance once in 200 such tests.
        assert!(worst < 5.0, "worst pair of bits: {worst} standard errors");
    }

    #[test]
    fn replications_and_seeds_are_uncorrelated_in_every_pair() {
        const N: u32 = 5_000;
        let luck = |seed: u64, replication: u32| {
            let key = stream_key(seed, replication, purpose("test"));
            (0..N).map(|who| uniform(bits(key, who, 0)) - 0.5).collect::<Vec<f64>>()
        };
        let all: Vec<Vec<f64>> = (0..10).map(|i| luck(1, i)).chain((2..12).map(|seed| luck(seed, 0))).collect();
        for (i, a) in all.iter().enumerate() {
            for (j, b) in all[..i].iter().enumerate() {
                let correlation = 12.0 * a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / f64::from(N);
                assert!(correlation.abs() < 4.5 / f64::from(N).sqrt(), "{i} and {j}: {correlation}");
            }
        }
    }
}
