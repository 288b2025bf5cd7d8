//! A pool of identical servers, places or tokens with one queue of four priority classes.
//!
//! The queue is a list threaded through the records of those who wait ([`Links`]): it needs no memory of its own and never allocates.

/// Priority classes that a queue can tell apart, the last for those of no named class.
pub const MAX_CLASSES: usize = 4;

/// No record.
pub const NOBODY: u32 = u32::MAX;

/// Access to the link in each record by which queues are threaded.
pub trait Links {
    /// The record behind this one.
    fn next(&self, slot: u32) -> u32;
    /// Puts a record behind this one.
    fn set_next(&mut self, slot: u32, next: u32);
}

/// Who is next within a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served.
    Fifo,
    /// Last come, first served.
    Lifo,
}

/// Servers, places or tokens and those who wait for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    capacity: u32,
    open: u32,
    held: u32,
    waiting: u32,
    discipline: Discipline,
    filled: u8,
    heads: [u32; MAX_CLASSES],
    tails: [u32; MAX_CLASSES],
}

impl Pool {
    /// An open pool with nobody in it.
    pub fn new(capacity: u32, discipline: Discipline) -> Self {
        let none = [NOBODY; MAX_CLASSES];
        Self { capacity, open: capacity, held: 0, waiting: 0, discipline, filled: 0, heads: none, tails: none }
    }

    /// How many are held.
    #[inline]
    pub fn held(&self) -> u32 {
        self.held
    }

    /// How many wait.
    #[inline]
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// Whether so many could be granted now.
    #[inline]
    pub fn has_free(&self, count: u32) -> bool {
        self.held + count <= self.open
    }

    /// Grants.
    #[inline]
    pub fn seize(&mut self, count: u32) {
        self.held += count;
    }

    /// Takes back.
    #[inline]
    pub fn release(&mut self, count: u32) {
        self.held -= count;
    }

    /// Whether it grants at all.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.open > 0
    }

    /// Grants again from now on.
    pub fn reopen(&mut self) {
        self.open = self.capacity;
    }

    /// Grants nothing until it opens again; what is held stays held.
    pub fn shut(&mut self) {
        self.open = 0;
    }

    /// Whether a newcomer must queue because others wait before him.
    #[inline]
    pub fn has_queue(&self) -> bool {
        self.waiting > 0
    }

    /// Puts a record into the queue of a class.
    #[inline]
    pub fn join(&mut self, links: &mut impl Links, slot: u32, class: u8) {
        let at = usize::from(class);
        self.waiting += 1;
        if self.heads[at] == NOBODY {
            links.set_next(slot, NOBODY);
            self.heads[at] = slot;
            self.tails[at] = slot;
            self.filled |= 1 << class;
        } else if self.discipline == Discipline::Lifo {
            links.set_next(slot, self.heads[at]);
            self.heads[at] = slot;
        } else {
            links.set_next(slot, NOBODY);
            links.set_next(self.tails[at], slot);
            self.tails[at] = slot;
        }
    }

    /// Who is next, if anybody waits.
    #[inline]
    pub fn head(&self) -> Option<u32> {
        (self.filled != 0).then(|| self.heads[self.filled.trailing_zeros() as usize])
    }

    /// Takes the next out of the queue.
    #[inline]
    pub fn leave(&mut self, links: &impl Links) -> Option<u32> {
        let slot = self.head()?;
        let at = self.filled.trailing_zeros() as usize;
        self.heads[at] = links.next(slot);
        if self.heads[at] == NOBODY {
            self.filled &= !(1 << at);
        }
        self.waiting -= 1;
        Some(slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Slots([u32; 8]);

    impl Links for Slots {
        fn next(&self, slot: u32) -> u32 {
            self.0[slot as usize]
        }
        fn set_next(&mut self, slot: u32, next: u32) {
            self.0[slot as usize] = next;
        }
    }

    fn order(discipline: Discipline, joins: &[(u32, u8)]) -> Vec<u32> {
        let mut slots = Slots([NOBODY; 8]);
        let mut pool = Pool::new(1, discipline);
        joins.iter().for_each(|&(slot, class)| pool.join(&mut slots, slot, class));
        std::iter::from_fn(|| pool.leave(&slots)).collect()
    }

    #[test]
    fn first_come_first_served_within_a_class_and_classes_in_order() {
        assert_eq!(order(Discipline::Fifo, &[(0, 1), (1, 0), (2, 1), (3, 0), (4, 3)]), [1, 3, 0, 2, 4]);
    }

    #[test]
    fn last_come_first_served() {
        assert_eq!(order(Discipline::Lifo, &[(0, 0), (1, 0), (2, 0)]), [2, 1, 0]);
    }

    #[test]
    fn a_shut_pool_grants_nothing_and_keeps_what_is_held() {
        let mut pool = Pool::new(2, Discipline::Fifo);
        pool.seize(1);
        pool.shut();
        assert!(!pool.has_free(1));
        assert_eq!(pool.held(), 1);
        pool.reopen();
        assert!(pool.has_free(1) && !pool.has_free(2));
    }
}
