//! Runs of trains and ships: what is aboard, where it wants to, and how its time has passed.

use std::collections::VecDeque;

use super::super::unit::Units;
use crate::engine::pool::NOBODY;
use crate::units::{MAX_TIME, Millis};

/// Riders with one destination, linked through their records in the order in which they came aboard.
#[derive(Debug, Clone, Copy)]
pub struct Riders {
    /// The first of them.
    pub head: u32,
    tail: u32,
}

impl Riders {
    /// Nobody.
    pub const NONE: Self = Self { head: NOBODY, tail: NOBODY };

    /// One alone.
    pub fn one(slot: u32) -> Self {
        Self { head: slot, tail: slot }
    }

    /// All of them; nobody is left.
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::NONE)
    }

    /// One more, who is linked to the last of them already.
    #[inline]
    pub fn extend(&mut self, slot: u32) {
        if self.head == NOBODY {
            self.head = slot;
        }
        self.tail = slot;
    }

    /// Others who are linked already come behind them.
    fn append(&mut self, units: &mut Units, others: Self) {
        if others.head == NOBODY {
            return;
        }
        units[others.tail].set_behind(NOBODY);
        if self.head == NOBODY {
            self.head = others.head;
        } else {
            units[self.tail].set_behind(others.head);
        }
        self.tail = others.tail;
    }
}

/// A departure of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Departure {
    /// When it might have left, had all been aboard.
    pub ready: Millis,
    /// When it left.
    pub at: Millis,
    /// How much of the diary lies before it.
    pub diary: usize,
}

impl Departure {
    /// The time between coming aboard at `since` and leaving: until the run was ready, and from then on.
    #[inline]
    pub fn before(&self, since: Millis) -> [Millis; 2] {
        let ready = self.ready.max(since);
        [ready - since, self.at.max(ready) - ready]
    }
}

/// What a run of a service carries and remembers.
#[derive(Debug)]
pub struct Carriage {
    /// The record of the run.
    pub run: u32,
    /// When it should leave its first call.
    pub due: Millis,
    /// The time of its timetable at which it was to leave its first call; [`MAX_TIME`] where it leaves when it is full.
    pub planned: Millis,
    /// The call at which it is.
    pub call: u8,
    /// It takes nothing more on, and leaves when all are aboard.
    pub is_closed: bool,
    /// Its time came while another run took cargo on before it.
    pub is_overdue: bool,
    /// Since when it takes nothing more on.
    pub ready: Millis,
    /// Taken on and not yet aboard, or put off and not yet ashore.
    pub expected: u32,
    /// Parties who came aboard at once and of whom it has not been noted yet; each is also expected.
    pub parties: u32,
    /// How many are aboard or taken on.
    pub count: u32,
    /// What is aboard or taken on \[TEU; parcels in a box: litres\].
    pub teu: u32,
    /// The same \[kg\].
    pub kg: u64,
    /// Riders by the call at which they are put off.
    pub riders: Vec<Riders>,
    /// Time that has passed for the run, by cell of its ledger.
    pub diary: Vec<(u32, Millis)>,
    /// Its departures by call.
    pub left: Vec<Option<Departure>>,
}

impl Carriage {
    fn new(calls: usize) -> Self {
        Self {
            run: NOBODY,
            due: 0,
            planned: MAX_TIME,
            call: 0,
            is_closed: false,
            is_overdue: false,
            ready: 0,
            expected: 0,
            parties: 0,
            count: 0,
            teu: 0,
            kg: 0,
            riders: vec![Riders::NONE; calls],
            diary: Vec::new(),
            left: vec![None; calls],
        }
    }

    /// Empty again, for another run.
    fn clear(&mut self, run: u32, due: Millis) {
        let (mut riders, mut diary, mut left) =
            (std::mem::take(&mut self.riders), std::mem::take(&mut self.diary), std::mem::take(&mut self.left));
        riders.fill(Riders::NONE);
        diary.clear();
        left.fill(None);
        *self = Self { run, due, riders, diary, left, ..Self::new(0) };
    }

    /// Some who were taken on, and who stand one behind the other, are aboard.
    #[inline]
    pub fn put_on(&mut self, units: &mut Units, riders: Riders, to: u8) {
        self.riders[usize::from(to)].append(units, riders);
    }

    /// The riders for a call; nobody of them is aboard any more.
    pub fn put_off(&mut self, call: u8) -> Riders {
        self.riders[usize::from(call)].take()
    }

    /// Until when it has waited for its time or for cargo; from then on it waits for companions.
    pub fn ready_by(&self, since: Millis, now: Millis) -> Millis {
        if self.is_closed { self.ready.max(since) } else { now }
    }

    /// The time between coming aboard at `since` and the departure from a call, up to now if it has not left yet.
    pub fn before_departure(&self, from: u8, since: Millis, now: Millis) -> [Millis; 2] {
        let going_on = Departure { ready: if self.is_closed { self.ready } else { now }, at: now, diary: 0 };
        self.left[usize::from(from)].unwrap_or(going_on).before(since)
    }
}

/// What a service remembers: its runs on their way.
#[derive(Debug, Default)]
pub struct Running {
    carriages: Vec<Carriage>,
    free: Vec<u32>,
    /// Runs made so far.
    pub runs: u32,
    /// Times of departure that have come.
    pub slots: u32,
    /// Runs that wait for another time of departure for want of cargo, the first to leave first.
    pub postponed: VecDeque<u32>,
}

impl Running {
    /// A carriage for a run.
    pub fn open(&mut self, calls: usize, run: u32, due: Millis) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.carriages.push(Carriage::new(calls));
            self.carriages.len() as u32 - 1
        });
        self.carriages[number as usize].clear(run, due);
        number
    }

    /// It is needed no more.
    pub fn close(&mut self, number: u32) {
        self.carriages[number as usize].run = NOBODY;
        self.free.push(number);
    }

    /// How many may be needed, free ones included.
    pub fn is_full(&self, limit: usize) -> bool {
        self.free.is_empty() && self.carriages.len() >= limit
    }

    /// One of them.
    pub fn at(&mut self, number: u32) -> &mut Carriage {
        &mut self.carriages[number as usize]
    }

    /// One of them, to look at.
    pub fn view(&self, number: u32) -> &Carriage {
        &self.carriages[number as usize]
    }

    /// Those of runs on their way.
    pub fn on_their_way(&self) -> impl Iterator<Item = &Carriage> {
        self.carriages.iter().filter(|carriage| carriage.run != NOBODY)
    }
}
