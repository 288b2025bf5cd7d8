//! The heap of the calendar's near events.

use super::NEAR;

/// Children of a heap node.
const BRANCH: usize = 4;

/// An event in the heap; `seq` breaks ties of `key` in order of insertion.
#[derive(Debug, Clone, Copy)]
pub struct Entry<E> {
    pub key: u64,
    pub seq: u64,
    pub event: E,
}

impl<E> Entry<E> {
    /// One number to compare by: a single wide comparison beats two dependent ones.
    #[inline]
    fn rank(&self) -> u128 {
        u128::from(self.key) << 64 | u128::from(self.seq)
    }
}

/// The near events: a 4-ary heap whose root may be a hole.
///
/// A handler nearly always plans an event after one was popped, so the pop leaves its place open and
/// the next push fills it: one walk down the heap instead of two.
#[derive(Debug, Clone)]
pub struct Near<E> {
    pub entries: Vec<Entry<E>>,
    has_hole: bool,
    next_seq: u64,
}

impl<E: Copy> Near<E> {
    pub fn new() -> Self {
        Near { entries: Vec::with_capacity(NEAR + 1), has_hole: false, next_seq: 0 }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len() - usize::from(self.has_hole)
    }

    #[inline]
    fn number(&mut self, key: u64, event: E) -> Entry<E> {
        let seq = self.next_seq;
        self.next_seq += 1;
        Entry { key, seq, event }
    }

    #[inline]
    pub fn push(&mut self, key: u64, event: E) {
        if self.has_hole {
            self.has_hole = false;
            let entry = self.number(key, event);
            self.sink(entry);
        } else {
            self.append(key, event);
        }
    }

    /// Adds an entry to a heap without a hole.
    #[inline]
    pub fn append(&mut self, key: u64, event: E) {
        let entry = self.number(key, event);
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) / BRANCH;
            if self.entries[parent].rank() <= entry.rank() {
                break;
            }
            self.entries[at] = self.entries[parent];
            at = parent;
        }
        self.entries[at] = entry;
    }

    #[inline]
    pub fn close_hole(&mut self) {
        if self.has_hole {
            self.has_hole = false;
            let last = self.entries.pop().expect("a hole is an entry");
            if !self.entries.is_empty() {
                self.sink(last);
            }
        }
    }

    /// Copies the root out and leaves a hole; the heap is neither empty nor holed.
    #[inline]
    pub fn take_first(&mut self) -> (u64, E) {
        self.has_hole = true;
        let first = &self.entries[0];
        (first.key, first.event)
    }

    /// Writes `entry` over the root and lets it sink to its place.
    #[inline]
    fn sink(&mut self, entry: Entry<E>) {
        let rank = entry.rank();
        let mut at = 0;
        loop {
            let first = at * BRANCH + 1;
            let Some(siblings) = self.entries.get(first..) else {
                break;
            };
            let least = least_of(siblings);
            let Some(child) = siblings.get(least) else {
                break;
            };
            if rank <= child.rank() {
                break;
            }
            self.entries[at] = *child;
            at = first + least;
        }
        self.entries[at] = entry;
    }

    /// Sorts (a sorted list is a heap) and returns how many to keep: about half, never splitting equal keys.
    pub fn sort_and_halve(&mut self) -> usize {
        self.entries.sort_unstable_by_key(Entry::rank);
        let median = self.entries[self.entries.len() / 2].key;
        let below = self.entries.partition_point(|e| e.key < median);
        if below > 0 { below } else { self.entries.partition_point(|e| e.key <= median) }
    }
}

/// Place of the least of the first `BRANCH` entries; 0 if there are none.
#[inline]
fn least_of<E>(entries: &[Entry<E>]) -> usize {
    if let Some([a, b, c, d]) = entries.first_chunk() {
        // A tournament of independent comparisons: no branch to mispredict.
        let (left, left_rank) = lesser((0, a.rank()), (1, b.rank()));
        let (right, right_rank) = lesser((2, c.rank()), (3, d.rank()));
        return lesser((left, left_rank), (right, right_rank)).0;
    }
    let mut best = 0;
    for at in 1..entries.len() {
        if entries[at].rank() < entries[best].rank() {
            best = at;
        }
    }
    best
}

#[inline]
fn lesser(a: (usize, u128), b: (usize, u128)) -> (usize, u128) {
    if b.1 < a.1 { b } else { a }
}
