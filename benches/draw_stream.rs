//! Endless raw bits of the addressed generator, for batteries of tests: `cargo bench --bench draw_stream -- who | dieharder -a -g 200`.
//!
//! A battery knows one stream of numbers; a simulation reads the generator at addresses that lie close together. Each pattern here
//! walks through addresses as some part of a run does. `docs/random-draws.md` has the procedure and what was measured.

use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use landbridge::engine::draw::{bits, purpose, stream_key};

/// The `n`-th number of a walk through addresses.
type Walk = fn(u64) -> u64;

/// Each pattern with what walks through its addresses.
const PATTERNS: [(&str, &str, Walk); 6] = [
    ("who", "consecutive units, one draw each", who),
    ("which", "consecutive draws of one unit", which),
    ("run", "8 purposes x 4 visits x consecutive units, as a replication draws", run),
    ("keys", "raw keys 0 to 15 x consecutive units, keys as alike as can be", keys),
    ("replications", "consecutive replications of one draw", replications),
    ("seeds", "two seeds that differ in one bit, in turn", seeds),
];

const SEED: u64 = 1;

/// The lower 32 bits: what an address holds. The walk begins again after 2^32 units.
fn low(n: u64) -> u32 {
    n as u32
}

fn who(n: u64) -> u64 {
    bits(stream_key(SEED, 0, purpose("battery")), low(n), 0)
}

fn which(n: u64) -> u64 {
    bits(stream_key(SEED, 0, purpose("battery")), 7, low(n))
}

fn run(n: u64) -> u64 {
    const STEPS: [&str; 8] = ["gate", "scan", "papers", "check", "dock", "drive", "yard", "exit"];
    let key = stream_key(SEED, 0, purpose(STEPS[n as usize % 8]));
    bits(key, low(n / 32), low(n / 8 % 4))
}

fn keys(n: u64) -> u64 {
    bits(n % 16, low(n / 16), 0)
}

fn replications(n: u64) -> u64 {
    bits(stream_key(SEED, low(n), purpose("battery")), 7, 0)
}

fn seeds(n: u64) -> u64 {
    bits(stream_key(SEED ^ (n % 2) << 40, 0, purpose("battery")), low(n / 2), 0)
}

/// Writes numbers of 64 bits, lowest byte first, until nobody reads any more.
fn write_endlessly(walk: Walk) {
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    for n in 0.. {
        if out.write_all(&walk(n).to_le_bytes()).is_err() {
            return;
        }
    }
}

fn main() -> ExitCode {
    // Cargo adds `--bench` to what was written.
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    if let Some((.., walk)) = PATTERNS.iter().find(|(name, ..)| wanted.as_deref() == Some(*name)) {
        write_endlessly(*walk);
        return ExitCode::SUCCESS;
    }
    anstream::eprintln!("usage: cargo bench --bench draw_stream -- PATTERN | dieharder -a -g 200\n");
    for (name, about, _) in PATTERNS {
        anstream::eprintln!("  {name:<14}{about}");
    }
    // Without a pattern this is `cargo bench` for all benches, which must not fail here.
    if wanted.is_none() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}
