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
    const CELL: f64 = 1.0 / (1_u64 << 52) as f64;
    ((bits >> 12) as f64 + 0.5) * CELL
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

    #[test]
    fn draws_along_each_part_of_the_address_look_uniform_and_uncorrelated() {
        let key = stream_key(1, 0, purpose("test"));
        check_uniform(|i| uniform(bits(key, i, 0)));
        check_uniform(|i| uniform(bits(key, 0, i)));
        check_uniform(|i| uniform(bits(key, i / 4, i % 4)));
        check_uniform(|i| uniform(bits(u64::from(i), 5, 5)));
        check_uniform(|i| uniform(bits(stream_key(1, i, 9), 0, 0)));
    }
}
