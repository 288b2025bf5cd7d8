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
    /// Idle ones that are broken.
    down: u32,
    /// Servers that do not work for another reason than that they are broken.
    away: u32,
    is_open: bool,
    /// How many may be held now: derived from the three above.
    open: u32,
    held: u32,
    waiting: u32,
    discipline: Discipline,
    /// Classes in which somebody waits, as bits.
    filled: u8,
    /// The first of them, and who is first in it: who is next.
    class: u8,
    first: u32,
    heads: [u32; MAX_CLASSES],
    tails: [u32; MAX_CLASSES],
}

impl Pool {
    /// An open pool with nobody in it.
    pub fn new(capacity: u32, discipline: Discipline) -> Self {
        let none = [NOBODY; MAX_CLASSES];
        Self {
            capacity,
            down: 0,
            away: 0,
            is_open: true,
            open: capacity,
            held: 0,
            waiting: 0,
            discipline,
            filled: 0,
            class: 0,
            first: NOBODY,
            heads: none,
            tails: none,
        }
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

    /// Whether it is within its hours.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Grants again from now on.
    pub fn reopen(&mut self) {
        self.is_open = true;
        self.update();
    }

    /// Grants nothing until it opens again; what is held stays held.
    pub fn shut(&mut self) {
        self.is_open = false;
        self.update();
    }

    /// One that nobody holds breaks: it is not granted until it is repaired.
    pub fn break_idle(&mut self) {
        self.down += 1;
        self.update();
    }

    /// One that broke while nobody held it can be granted again.
    pub fn repair_idle(&mut self) {
        self.down -= 1;
        self.update();
    }

    /// Whether one that nobody holds is broken.
    pub fn has_broken(&self) -> bool {
        self.down > 0
    }

    /// So many servers are away; those who work finish first.
    pub fn send_away(&mut self, count: u32) {
        self.away = count;
        self.update();
    }

    /// Servers, broken ones and those away included.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    fn update(&mut self) {
        self.open = if self.is_open { self.capacity.saturating_sub(self.down + self.away) } else { 0 };
    }

    /// Whether a newcomer must queue because others wait before him.
    #[inline]
    pub fn has_queue(&self) -> bool {
        self.waiting > 0
    }

    /// Puts a record into the queue of a class.
    #[inline(always)]
    pub fn join(&mut self, links: &mut impl Links, slot: u32, class: u8) {
        let at = usize::from(class);
        if self.heads[at] == NOBODY || self.discipline == Discipline::Lifo {
            return self.join_first(links, slot, class);
        }
        self.waiting += 1;
        links.set_next(slot, NOBODY);
        links.set_next(self.tails[at], slot);
        self.tails[at] = slot;
    }

    /// Puts a record before all others of its class.
    pub fn join_first(&mut self, links: &mut impl Links, slot: u32, class: u8) {
        let at = usize::from(class);
        self.waiting += 1;
        links.set_next(slot, self.heads[at]);
        if self.heads[at] == NOBODY {
            self.tails[at] = slot;
        }
        self.set_head(class, slot);
    }

    /// Takes a record out of the middle of its class: a walk along the queue. It must be in it.
    pub fn remove(&mut self, links: &mut impl Links, slot: u32, class: u8) {
        let at = usize::from(class);
        let behind = links.next(slot);
        self.waiting -= 1;
        if self.heads[at] == slot {
            return self.set_head(class, behind);
        }
        let mut before = self.heads[at];
        while links.next(before) != slot {
            before = links.next(before);
        }
        links.set_next(before, behind);
        if behind == NOBODY {
            self.tails[at] = before;
        }
    }

    /// Who is next, if anybody waits.
    #[inline]
    pub fn head(&self) -> Option<u32> {
        (self.first != NOBODY).then_some(self.first)
    }

    /// The first of each class in which somebody waits.
    pub fn heads(&self) -> impl Iterator<Item = u32> + '_ {
        self.heads.iter().copied().filter(|&head| head != NOBODY)
    }

    /// Takes the next out of the queue; `behind` is the record behind it. There must be one.
    #[inline]
    pub fn leave(&mut self, behind: u32) {
        self.waiting -= 1;
        if behind == NOBODY {
            return self.set_head(self.class, NOBODY);
        }
        self.heads[usize::from(self.class) % MAX_CLASSES] = behind;
        self.first = behind;
    }

    /// Somebody is first in a class, or nobody is any more.
    #[inline]
    fn set_head(&mut self, class: u8, slot: u32) {
        self.heads[usize::from(class) % MAX_CLASSES] = slot;
        self.filled = self.filled & !(1 << class) | u8::from(slot != NOBODY) << class;
        // No class is filled: any of them will do, since nobody is first in it.
        self.class = self.filled.trailing_zeros() as u8 % MAX_CLASSES as u8;
        self.first = self.heads[usize::from(self.class)];
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

    fn take_next(pool: &mut Pool, slots: &Slots) -> Option<u32> {
        let slot = pool.head()?;
        pool.leave(slots.next(slot));
        Some(slot)
    }

    fn order(discipline: Discipline, joins: &[(u32, u8)]) -> Vec<u32> {
        let mut slots = Slots([NOBODY; 8]);
        let mut pool = Pool::new(1, discipline);
        joins.iter().for_each(|&(slot, class)| pool.join(&mut slots, slot, class));
        std::iter::from_fn(|| take_next(&mut pool, &slots)).collect()
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
    fn whoever_gives_up_is_gone_and_the_rest_keep_their_order() {
        for gone in 0..4 {
            let mut slots = Slots([NOBODY; 8]);
            let mut pool = Pool::new(1, Discipline::Fifo);
            (0..4).for_each(|slot| pool.join(&mut slots, slot, 1));
            pool.remove(&mut slots, gone, 1);
            pool.join(&mut slots, 5, 1);
            pool.join_first(&mut slots, 6, 1);
            assert_eq!(pool.waiting(), 5);
            let left: Vec<u32> = std::iter::from_fn(|| take_next(&mut pool, &slots)).collect();
            let rest = (0..4).filter(|slot| *slot != gone);
            assert_eq!(left, std::iter::once(6).chain(rest).chain([5]).collect::<Vec<u32>>());
        }
        let mut slots = Slots([NOBODY; 8]);
        let mut pool = Pool::new(1, Discipline::Fifo);
        pool.join_first(&mut slots, 3, 0);
        pool.remove(&mut slots, 3, 0);
        assert_eq!(take_next(&mut pool, &slots), None);
    }

    #[test]
    fn a_broken_server_is_not_granted_and_comes_back() {
        let mut pool = Pool::new(2, Discipline::Fifo);
        pool.break_idle();
        assert!(pool.has_free(1) && !pool.has_free(2));
        pool.shut();
        pool.repair_idle();
        assert!(!pool.has_free(1));
        pool.reopen();
        assert!(pool.has_free(2));
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
