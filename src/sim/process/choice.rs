//! Who has adopted an instrument, which way is chosen, and the boards that show queues. Choices read boards only, never the queues themselves.

use std::collections::VecDeque;

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::Unit;
use super::disruption::FOLLOWED;
use crate::engine::draw::{bits, stream_key, uniform};
use crate::observe::Sink;
use crate::plan::{Adoption, Board, Choice, Plan, choice_shares};

/// What a board shows.
#[derive(Debug)]
pub struct Published {
    /// (station, time in which it works off one of its queue \[ms\]).
    stations: Vec<(u32, f64)>,
    /// The wait shown now \[ms\].
    wait: f64,
    /// What has been seen and is not yet shown, oldest first.
    seen: VecDeque<f64>,
}

impl Published {
    /// An empty board.
    pub fn new(plan: &Plan, board: &Board) -> Self {
        let number = |name: &str| plan.things.iter().position(|thing| thing.name == name);
        let stations = board.stations.iter().filter_map(|(name, time)| Some((number(name)? as u32, *time))).collect();
        Self { stations, wait: 0.0, seen: VecDeque::new() }
    }
}

/// Whether a unit has adopted an instrument, by the day of its birth.
pub fn adopts(unit: &Unit, adoption: &Adoption, key: u64) -> bool {
    let whose = if adoption.operators == 0 { unit.who } else { unit.who % adoption.operators };
    uniform(bits(key, whose, 0)) < adoption.uptake.at(unit.born())
}

impl<S: Sink> Interpreter<'_, S> {
    pub(crate) fn begin_boards(&mut self) {
        for board in 0..self.boards.len() as u32 {
            self.calendar.push(0, phase::SAMPLE, Event::Look { board });
        }
    }

    /// The time in which all queues would be worked off if nobody else came.
    pub(crate) fn look_at_queues(&mut self, board: u32) {
        let about = &self.plan.boards[board as usize];
        let waiting = |thing: u32| f64::from(self.things[thing as usize].pool.waiting());
        let wait = self.boards[board as usize].stations.iter().map(|&(thing, time)| waiting(thing) * time).sum();
        self.boards[board as usize].seen.push_back(wait);
        let (show, next) = (self.now + about.delay, self.now + about.every);
        self.calendar.push(show, phase::SAMPLE, Event::Publish { board });
        // Beyond the horizon it is followed for those who choose on the way, as long as somebody is there.
        let is_followed = about.is_read_late && self.units.present().next().is_some();
        if next <= self.run.horizon || is_followed && next <= self.run.horizon + FOLLOWED {
            self.calendar.push(next, phase::SAMPLE, Event::Look { board });
        }
    }

    pub(crate) fn publish(&mut self, board: u32) {
        let board = &mut self.boards[board as usize];
        if let Some(wait) = board.seen.pop_front() {
            board.wait = wait;
        }
    }

    /// The number of the way that a unit chooses.
    pub(crate) fn choose(&self, unit: &Unit, choice: &Choice, key: u64) -> usize {
        let born = unit.born() as i64;
        let is_informed = choice.informed.as_ref().is_some_and(|(adoption, purpose)| {
            adopts(unit, adoption, stream_key(self.replication.seed, self.replication.number, *purpose))
        });
        let shown = |boards: &[u32]| boards.iter().map(|&board| self.boards[board as usize].wait).sum::<f64>();
        let is_open = |way: usize| (choice.options[way].from..choice.options[way].until).contains(&born);
        let all = 0..choice.options.len();
        let open: Vec<usize> = all.clone().filter(|&way| is_open(way)).collect();
        // Where no way is open on that day all are thought open: the check before the run has said so.
        let ways = if open.is_empty() { all.collect() } else { open };
        let usd = |&way: &usize| {
            let option = &choice.options[way];
            option.usd + if is_informed { shown(&option.boards) * choice.usd_per_ms } else { 0.0 }
        };
        let shares = choice_shares(&ways.iter().map(usd).collect::<Vec<f64>>(), choice.spread_usd);
        let mut left = uniform(bits(key, unit.who, unit.round()));
        for (way, share) in ways.iter().zip(shares) {
            if left < share {
                return *way;
            }
            left -= share;
        }
        ways[ways.len() - 1]
    }
}
