//! The hierarchical timing wheel of the calendar's far events.

/// Bits of one digit of the wheel; a level has a slot for each value of its digit.
const DIGIT_BITS: u32 = 6;
const SLOTS: usize = 1 << DIGIT_BITS;
/// Levels of the wheel: 48 bits of key, 45 bits of time.
const LEVELS: usize = 8;
/// Keys are below two to this power.
pub const KEY_BITS: u32 = DIGIT_BITS * LEVELS as u32;
/// Events in a chunk.
const CHUNK: usize = 32;
/// Events of the largest bucket that goes to the list as it is.
const SMALL: usize = 64;
/// End of a chain.
const NONE: u32 = u32::MAX;

/// An event and its key: 16 bytes for an event of 8.
#[derive(Debug, Clone, Copy)]
pub struct Slot<E> {
    pub key: u64,
    pub event: E,
}

/// A piece of a bucket; all chunks of a chain but the last are full.
#[derive(Debug, Clone)]
struct Chunk<E> {
    slots: [Slot<E>; CHUNK],
    next: u32,
}

/// A bucket: a chain of chunks in push order.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    head: u32,
    tail: u32,
    len: u32,
}

const EMPTY: Bucket = Bucket { head: NONE, tail: NONE, len: 0 };

/// A bucket that was taken out, to be emptied from the front.
pub struct Chain {
    head: u32,
    left: usize,
}

/// The far events by the digits of their keys, base 64.
#[derive(Debug, Clone)]
pub struct Wheel<E> {
    /// Bucket of (level, slot) at `level * SLOTS + slot`.
    buckets: Vec<Bucket>,
    /// Bit `slot` of `occupied\[level\]` is set if that bucket holds something.
    occupied: [u64; LEVELS],
    chunks: Vec<Chunk<E>>,
    /// First of the unused chunks, linked by `next`.
    free: u32,
    /// Key from which levels are counted.
    pub last: u64,
    pub len: usize,
}

impl<E: Copy> Wheel<E> {
    pub fn new() -> Self {
        Wheel {
            buckets: vec![EMPTY; LEVELS * SLOTS],
            occupied: [0; LEVELS],
            chunks: Vec::new(),
            free: NONE,
            last: 0,
            len: 0,
        }
    }

    #[inline]
    pub fn push(&mut self, key: u64, event: E) {
        // A key may equal `last` or lie below it by its phase only; both differ in the lowest digit at most.
        let level = ((key ^ self.last) | 1).ilog2() / DIGIT_BITS;
        let slot = (key >> (level * DIGIT_BITS)) as usize % SLOTS;
        self.occupied[level as usize] |= 1 << slot;
        self.len += 1;
        let index = level as usize * SLOTS + slot;
        let mut bucket = self.buckets[index];
        let at = bucket.len as usize % CHUNK;
        let slot = Slot { key, event };
        if at == 0 {
            let fresh = self.allocate(slot);
            if bucket.len == 0 {
                bucket.head = fresh;
            } else {
                self.chunks[bucket.tail as usize].next = fresh;
            }
            bucket.tail = fresh;
        } else {
            self.chunks[bucket.tail as usize].slots[at] = slot;
        }
        bucket.len += 1;
        self.buckets[index] = bucket;
    }

    /// An unused chunk with `slot` in its first place.
    fn allocate(&mut self, slot: Slot<E>) -> u32 {
        if self.free == NONE {
            let fresh = u32::try_from(self.chunks.len()).expect("fewer than 2^32 chunks fit in memory");
            self.chunks.push(Chunk { slots: [slot; CHUNK], next: NONE });
            return fresh;
        }
        let fresh = self.free;
        let chunk = &mut self.chunks[fresh as usize];
        self.free = chunk.next;
        chunk.slots[0] = slot;
        chunk.next = NONE;
        fresh
    }

    /// Removes the first bucket and returns its events and the largest key that it could have held.
    /// A bucket too big for the list is spread first, at once over the level on which its keys begin to differ; if they are all equal it is left as it is.
    pub fn open_first(&mut self) -> Option<(Chain, u64)> {
        loop {
            let level = self.occupied.iter().position(|&slots| slots != 0)?;
            let slot = self.occupied[level].trailing_zeros() as usize;
            self.occupied[level] &= !(1 << slot);
            let bucket = std::mem::replace(&mut self.buckets[level * SLOTS + slot], EMPTY);
            let shift = level as u32 * DIGIT_BITS;
            self.last = (self.last >> shift >> DIGIT_BITS << DIGIT_BITS | slot as u64) << shift;
            let chain = Chain { head: bucket.head, left: bucket.len as usize };
            if chain.left <= SMALL || level == 0 {
                return Some((chain, self.last | ((1 << shift) - 1)));
            }
            let (first, differing) = self.spread_of(&chain);
            if differing == 0 {
                return Some((chain, first));
            }
            let same = differing.ilog2() / DIGIT_BITS * DIGIT_BITS + DIGIT_BITS;
            self.last = first >> same << same;
            self.spread(chain);
        }
    }

    /// A key of a bucket, and the bits in which others differ from it.
    fn spread_of(&self, chain: &Chain) -> (u64, u64) {
        let first = self.chunks[chain.head as usize].slots[0].key;
        let (mut chunk, mut left, mut differing) = (chain.head, chain.left, 0);
        while left > 0 {
            let here = &self.chunks[chunk as usize];
            let count = left.min(CHUNK);
            differing = here.slots[..count].iter().fold(differing, |bits, slot| bits | (slot.key ^ first));
            (chunk, left) = (here.next, left - count);
        }
        (first, differing)
    }

    /// Puts the events of a bucket back, now that `last` has moved.
    fn spread(&mut self, mut chain: Chain) {
        while chain.left > 0 {
            let (chunk, count) = (chain.head as usize, chain.left.min(CHUNK));
            for at in 0..count {
                let Slot { key, event } = self.chunks[chunk].slots[at];
                self.push(key, event);
            }
            self.free_first(&mut chain, count);
        }
    }

    /// Shows the events of a bucket to `take`, some at a time in their order.
    #[inline]
    pub fn drain(&mut self, mut chain: Chain, mut take: impl FnMut(&[Slot<E>])) {
        while chain.left > 0 {
            let count = chain.left.min(CHUNK);
            take(&self.chunks[chain.head as usize].slots[..count]);
            self.free_first(&mut chain, count);
        }
    }

    /// The first chunk of a bucket, with so many events, is free for others.
    #[inline]
    fn free_first(&mut self, chain: &mut Chain, count: usize) {
        let done = chain.head;
        chain.head = std::mem::replace(&mut self.chunks[done as usize].next, self.free);
        self.free = done;
        chain.left -= count;
        self.len -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::Wheel;

    #[test]
    fn chunks_are_used_again() {
        let mut wheel = Wheel::new();
        for round in 0..50_u64 {
            for event in 0..2_000 {
                wheel.push(round * 1_000_000 + 1 + event * 13 % 90_000, event);
            }
            while let Some((chain, _)) = wheel.open_first() {
                wheel.drain(chain, |_| {});
            }
            assert_eq!(wheel.len, 0);
        }
        assert!(wheel.chunks.len() <= 600, "{}", wheel.chunks.len());
    }
}
