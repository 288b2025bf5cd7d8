//! Records of consignments and of what runs beside them: 40 bytes each, in one list with free places reused.

use crate::engine::pool::{Links, NOBODY};
use crate::plan::{MAX_GROUPS, MAX_PAPERS};
use crate::units::Millis;

const SMALL_BITS: u32 = 20;
const _: () = assert!(crate::plan::MAX_NUMBERS <= 1 << SMALL_BITS, "numbers of steps and accounts fit beside a time");
const SMALL: u64 = (1 << SMALL_BITS) - 1;

/// A time and a small number in one word.
#[derive(Debug, Clone, Copy, Default)]
struct Packed(u64);

impl Packed {
    #[inline]
    fn new(time: Millis, small: u32) -> Self {
        Self(time << SMALL_BITS | u64::from(small))
    }
    #[inline]
    fn time(self) -> Millis {
        self.0 >> SMALL_BITS
    }
    #[inline]
    fn small(self) -> u32 {
        (self.0 & SMALL) as u32
    }
    #[inline]
    fn set_time(&mut self, time: Millis) {
        self.0 = time << SMALL_BITS | (self.0 & SMALL);
    }
    #[inline]
    fn set_small(&mut self, small: u32) {
        self.0 = (self.0 & !SMALL) | u64::from(small);
    }
}

/// Where a unit stands in its plan, and since when.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    since_step: Packed,
    entered_round: Packed,
    staged_state: Packed,
    born_account: Packed,
    next: u32,
    /// Number within its flow: whose luck it has.
    pub who: u32,
}

/// What a unit does at its step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// This record is not in use.
    Free,
    /// Time of its step passes.
    Working,
    /// It waits in a queue.
    Waiting,
    /// The server that works on it is broken.
    Broken,
}

const STATES: [State; 4] = [State::Free, State::Working, State::Waiting, State::Broken];

impl Unit {
    /// A unit born now, at the first step of its plan.
    pub fn new(account: u32, who: u32, step: u32, now: Millis) -> Self {
        Self {
            since_step: Packed::new(now, step),
            entered_round: Packed::default(),
            staged_state: Packed::new(0, State::Working as u32),
            born_account: Packed::new(now, account),
            next: NOBODY,
            who,
        }
    }

    /// Number of its step in the plan.
    #[inline]
    pub fn step(&self) -> u32 {
        self.since_step.small()
    }
    /// Comes to a step at which it will wait or be worked on.
    #[inline]
    pub fn come_to(&mut self, step: u32, now: Millis) {
        self.since_step = Packed::new(now, step);
    }
    /// Goes to a step.
    #[inline]
    pub fn set_step(&mut self, step: u32) {
        self.since_step.set_small(step);
    }
    /// Since when it waits or is worked on.
    #[inline]
    pub fn since(&self) -> Millis {
        self.since_step.time()
    }
    /// The record behind it in a queue.
    #[inline]
    pub fn behind(&self) -> u32 {
        self.next
    }
    /// Begins to be worked on after a wait.
    #[inline]
    pub fn begin_work(&mut self, now: Millis) {
        self.set_since(now);
        self.set_state(State::Working);
    }
    /// Begins to wait or to be worked on.
    #[inline]
    pub fn set_since(&mut self, now: Millis) {
        self.since_step.set_time(now);
    }
    /// How often it has jumped back: tells repeated draws of one step apart.
    #[inline]
    pub fn round(&self) -> u32 {
        self.entered_round.small()
    }
    /// Has jumped back once more.
    pub fn next_round(&mut self) {
        self.entered_round.set_small((self.round() + 1) & SMALL as u32);
    }
    /// When its present stay at a hub began.
    #[inline]
    pub fn entered(&self) -> Millis {
        self.entered_round.time()
    }
    /// Begins a stay and its first part.
    #[inline]
    pub fn enter(&mut self, now: Millis) {
        self.entered_round.set_time(now);
        self.staged_state.set_time(now);
    }
    /// When the present part of its stay began.
    #[inline]
    pub fn staged(&self) -> Millis {
        self.staged_state.time()
    }
    /// Begins the next part of its stay.
    #[inline]
    pub fn set_staged(&mut self, now: Millis) {
        self.staged_state.set_time(now);
    }
    /// A round ends and the next begins: what was is as if it had ended.
    pub fn begin_round(&mut self, now: Millis) {
        self.born_account.set_time(now);
        self.next_round();
    }
    /// When it was created, or its round began.
    #[inline]
    pub fn born(&self) -> Millis {
        self.born_account.time()
    }
    /// Number of its account.
    #[inline]
    pub fn account(&self) -> u32 {
        self.born_account.small()
    }
    /// What it does.
    #[inline]
    pub fn state(&self) -> State {
        STATES[(self.staged_state.small() & 3) as usize]
    }
    /// Changes what it does.
    #[inline]
    pub fn set_state(&mut self, state: State) {
        self.staged_state.0 = (self.staged_state.0 & !3) | state as u64;
    }
    /// Of a run: the number of its carriage. Runs send no papers, so the bits that count those are free.
    pub fn carriage(&self) -> u32 {
        self.staged_state.small() >> STATE_BITS
    }
    /// A run of a service, with a carriage.
    pub fn run(account: u32, who: u32, step: u32, now: Millis, carriage: u32) -> Self {
        let mut unit = Self::new(account, who, step, now);
        unit.staged_state.set_small(State::Working as u32 | carriage << STATE_BITS);
        unit
    }
    /// Goes aboard a run: while it rides, and until it is ashore, it has no stay at a hub, and the place of that is free.
    pub fn go_aboard(&mut self, run: u32) {
        self.entered_round.set_time(Millis::from(run));
    }
    /// The record of the run that it has gone aboard.
    pub fn vessel(&self) -> u32 {
        self.entered_round.time() as u32
    }
    /// Puts a record behind this one.
    pub fn set_behind(&mut self, slot: u32) {
        self.next = slot;
    }
    /// Papers, sent by the unit in this record, in a group of its.
    pub fn paper(account: u32, who: u32, step: u32, now: Millis, parent: u32, group: u8) -> Self {
        let mut unit = Self::new(account, who, step, now);
        unit.staged_state = Packed::new(Millis::from(parent), State::Working as u32 | u32::from(group) << STATE_BITS);
        unit
    }
    /// Of papers: the record of the unit that sent them, and the group.
    pub fn sender(&self) -> (u32, u8) {
        (self.staged_state.time() as u32, (self.staged_state.small() >> STATE_BITS) as u8)
    }
    /// How many papers of a group are on their way.
    #[inline]
    pub fn papers(&self, group: u8) -> u32 {
        self.staged_state.small() >> place_of(group) & u32::from(MAX_PAPERS)
    }
    /// One more of a group is on its way.
    pub fn send_paper(&mut self, group: u8) {
        self.staged_state.0 += 1 << place_of(group);
    }
    /// One of a group is done.
    pub fn paper_done(&mut self, group: u8) {
        self.staged_state.0 -= 1 << place_of(group);
    }
}

/// Carriages that a service may have at once.
pub const MAX_CARRIAGES: usize = 1 << (SMALL_BITS - STATE_BITS);

/// Bits of the state; groups of papers have three bits each behind it.
const STATE_BITS: u32 = 2;
const _: () =
    assert!(STATE_BITS + 3 * MAX_GROUPS as u32 <= SMALL_BITS, "all groups of papers are counted beside the state");
const _: () = assert!(MAX_PAPERS == 7, "a group of papers is counted in three bits");

#[inline]
fn place_of(group: u8) -> u32 {
    STATE_BITS + 3 * u32::from(group)
}

/// All records of a replication.
#[derive(Debug)]
pub struct Units {
    records: Vec<Unit>,
    free: u32,
}

impl Units {
    /// No records.
    pub fn new() -> Self {
        Self { records: Vec::new(), free: NOBODY }
    }

    /// Puts a unit into a free place.
    #[inline]
    pub fn insert(&mut self, unit: Unit) -> u32 {
        if self.free == NOBODY {
            self.records.push(unit);
            return (self.records.len() - 1) as u32;
        }
        let slot = self.free;
        self.free = self.records[slot as usize].next;
        self.records[slot as usize] = unit;
        slot
    }

    /// How many there are, free places included.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Reads a word of a record that will be needed soon.
    #[inline]
    pub fn touch(&self, slot: u32) {
        std::hint::black_box(self.records[slot as usize].since_step.0);
    }

    /// Frees a place.
    #[inline]
    pub fn remove(&mut self, slot: u32) {
        let unit = &mut self.records[slot as usize];
        unit.set_state(State::Free);
        unit.next = self.free;
        self.free = slot;
    }

    /// All units in the model, in no meaningful order.
    pub fn present(&self) -> impl Iterator<Item = &Unit> {
        self.records.iter().filter(|unit| unit.state() != State::Free)
    }
}

impl std::ops::Index<u32> for Units {
    type Output = Unit;
    #[inline]
    fn index(&self, slot: u32) -> &Unit {
        &self.records[slot as usize]
    }
}

impl std::ops::IndexMut<u32> for Units {
    #[inline]
    fn index_mut(&mut self, slot: u32) -> &mut Unit {
        &mut self.records[slot as usize]
    }
}

impl Links for Units {
    #[inline]
    fn next(&self, slot: u32) -> u32 {
        self.records[slot as usize].next
    }
    #[inline]
    fn set_next(&mut self, slot: u32, next: u32) {
        self.records[slot as usize].next = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_takes_forty_bytes() {
        assert_eq!(size_of::<Unit>(), 40);
    }

    #[test]
    fn packed_values_do_not_touch_one_another() {
        let mut unit = Unit::new(7, 9, 1000, 123);
        unit.set_since(crate::units::MAX_TIME);
        unit.enter(5);
        unit.next_round();
        unit.set_state(State::Waiting);
        assert_eq!((unit.step(), unit.since(), unit.account(), unit.born()), (1000, crate::units::MAX_TIME, 7, 123));
        assert_eq!((unit.entered(), unit.staged(), unit.round(), unit.state()), (5, 5, 1, State::Waiting));
    }

    #[test]
    fn papers_are_counted_by_group_and_know_who_sent_them() {
        let mut unit = Unit::new(1, 2, 3, 4);
        unit.set_staged(99);
        (0..MAX_PAPERS).for_each(|_| unit.send_paper(MAX_GROUPS - 1));
        unit.send_paper(0);
        unit.set_state(State::Waiting);
        unit.paper_done(MAX_GROUPS - 1);
        assert_eq!((unit.papers(0), unit.papers(1), unit.papers(MAX_GROUPS - 1)), (1, 0, 6));
        assert_eq!((unit.state(), unit.staged()), (State::Waiting, 99));
        let paper = Unit::paper(5, 2, 7, 4, u32::MAX - 1, 5);
        assert_eq!((paper.sender(), paper.state()), ((u32::MAX - 1, 5), State::Working));
    }

    #[test]
    fn freed_places_are_used_again() {
        let mut units = Units::new();
        let first = units.insert(Unit::new(0, 0, 0, 0));
        units.insert(Unit::new(0, 1, 0, 0));
        units.remove(first);
        assert_eq!(units.present().count(), 1);
        assert_eq!(units.insert(Unit::new(0, 2, 0, 0)), first);
    }
}
