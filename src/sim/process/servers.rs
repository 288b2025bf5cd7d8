//! Servers that are told apart: each breaks for itself, and may be taken away from whom it serves.
//!
//! Events of a server are planned and never withdrawn; one that no longer holds is known by its time.

use std::collections::BTreeMap;

use super::super::event::{Event, phase};
use super::super::interpreter::Interpreter;
use super::super::unit::State;
use super::station::level_of;
use crate::engine::draw::{purpose, stream_key};
use crate::engine::pool::NOBODY;
use crate::model::{BreakWhen, Closing, Interruption};
use crate::observe::{Fact, Sink};
use crate::plan::Step;
use crate::units::{MAX_TIME, Millis, ticks};

/// An instant that never comes.
const NEVER: Millis = Millis::MAX;

/// The work of one service.
#[derive(Debug, Clone, Copy)]
pub struct Work {
    /// What was left of it when the present stretch began \[ms\].
    left: Millis,
    /// All of it \[ms\].
    full: Millis,
}

impl Work {
    /// Work of which nothing is done yet.
    pub fn whole(time: Millis) -> Self {
        Self { left: time, full: time }
    }
}

/// One server.
#[derive(Debug, Clone)]
struct Server {
    /// Whom it serves, or [`NOBODY`].
    serves: u32,
    work: Work,
    /// When it will be done; [`NEVER`] if it breaks before.
    end_at: Millis,
    is_up: bool,
    /// Wear until it breaks \[ms\], where only work wears it.
    wear_left: Millis,
    /// When it will break.
    break_at: Millis,
    /// Breakdowns so far.
    breaks: u32,
}

/// All servers of a station.
#[derive(Debug)]
pub struct Servers {
    list: Vec<Server>,
    /// Work of units that were interrupted and wait, by record.
    interrupted: BTreeMap<u32, Work>,
    /// Interruptions so far: tells times drawn anew apart.
    interruptions: u32,
    between_key: u64,
    repair_key: u64,
}

impl Servers {
    /// Idle servers in order.
    pub fn new(count: u32) -> Self {
        let idle = Server {
            serves: NOBODY,
            work: Work::whole(0),
            end_at: NEVER,
            is_up: true,
            wear_left: NEVER,
            break_at: NEVER,
            breaks: 0,
        };
        Self {
            list: vec![idle; count as usize],
            interrupted: BTreeMap::new(),
            interruptions: 0,
            between_key: 0,
            repair_key: 0,
        }
    }

    /// Work of a unit that was interrupted, which is then forgotten.
    pub fn take_interrupted(&mut self, slot: u32) -> Option<Work> {
        self.interrupted.remove(&slot)
    }

    /// Whether a unit waits because it was interrupted.
    pub fn has_interrupted(&self, slot: u32) -> bool {
        self.interrupted.contains_key(&slot)
    }
}

impl<S: Sink> Interpreter<'_, S> {
    fn servers(&mut self, thing: u32) -> &mut Servers {
        self.things[thing as usize].servers.as_mut().expect("only things with named servers come here")
    }

    /// The first breakdowns.
    pub(crate) fn begin_servers(&mut self, thing: u32) {
        let about = &self.plan.things[thing as usize];
        let Some(breaks) = &about.breaks else { return };
        let key = |what: &str| {
            let purpose = purpose(&format!("{}/breaks/{what}", about.name));
            stream_key(self.replication.seed, self.replication.number, purpose)
        };
        let (between_key, repair_key, when) = (key("between"), key("repair"), breaks.when);
        let servers = self.servers(thing);
        (servers.between_key, servers.repair_key) = (between_key, repair_key);
        for server in 0..servers.list.len() as u16 {
            self.plan_break(thing, server, when);
        }
    }

    /// Draws the wear until the next breakdown; where time alone wears, that is an instant.
    fn plan_break(&mut self, thing: u32, server: u16, when: BreakWhen) {
        let Some(breaks) = &self.plan.things[thing as usize].breaks else { return };
        let now = self.now;
        let servers = self.servers(thing);
        let key = servers.between_key;
        let one = &mut servers.list[usize::from(server)];
        let wear = ticks(breaks.between.sample(key, u32::from(server), one.breaks));
        match when {
            BreakWhen::Busy => one.wear_left = wear,
            BreakWhen::Always => {
                one.break_at = now + wear;
                if now + wear <= MAX_TIME {
                    self.calendar.push(now + wear, phase::WORLD, Event::Break { server, thing });
                }
            }
        }
    }

    /// A server that is free begins with a unit; one is free, since the pool has granted it.
    pub(crate) fn start_named(&mut self, slot: u32, thing: u32, work: Work) {
        let servers = self.servers(thing);
        let server = servers.list.iter().position(|one| one.serves == NOBODY && one.is_up);
        let server = server.expect("the pool grants no more servers than are idle and in order");
        let one = &mut servers.list[server];
        (one.serves, one.work) = (slot, work);
        self.plan_server(thing, server as u16);
    }

    /// Plans the end of the work in hand, or the breakdown before it.
    fn plan_server(&mut self, thing: u32, server: u16) {
        let one = &self.servers(thing).list[usize::from(server)];
        let (left, wear_left) = (one.work.left, one.wear_left);
        let end = self.end_of_work(thing, left.min(wear_left));
        let ends = left <= wear_left;
        let one = &mut self.servers(thing).list[usize::from(server)];
        one.end_at = if ends { end } else { NEVER };
        if !ends {
            one.break_at = end;
        }
        if end <= MAX_TIME {
            let event = if ends { Event::ServerDone { server, thing } } else { Event::Break { server, thing } };
            self.calendar.push(end, phase::COMPLETION, event);
        }
    }

    /// A server may be done.
    pub(crate) fn server_done(&mut self, thing: u32, server: u16) {
        let now = self.now;
        let one = &mut self.servers(thing).list[usize::from(server)];
        if one.serves == NOBODY || !one.is_up || one.end_at != now {
            return;
        }
        let slot = std::mem::replace(&mut one.serves, NOBODY);
        one.wear_left = one.wear_left.saturating_sub(one.work.left);
        one.end_at = NEVER;
        self.done_by_name(slot);
    }

    /// Stops the work in hand: books it, and says what is left of it under a rule.
    fn stop_work(&mut self, thing: u32, server: u16, rule: Interruption) -> Option<(u32, Work)> {
        let one = self.servers(thing).list[usize::from(server)].clone();
        if one.serves == NOBODY {
            return None;
        }
        self.write_run(one.serves);
        let unit = &self.units[one.serves];
        let Step::Serve { draw, cell, .. } = self.plan.steps[unit.step() as usize] else { return None };
        let (who, round) = (unit.who, unit.round());
        let (worked, suspended) = self.split_work(thing, unit.since());
        self.sink.record(self.now, Fact::Spent { who, cell: cell + 2, time: worked });
        if suspended > 0 {
            self.sink.record(self.now, Fact::Spent { who, cell: cell + 1, time: suspended });
        }
        let now = self.now;
        self.units[one.serves].set_since(now);
        let breaks = &self.plan.things[thing as usize].breaks;
        let is_worn_by_work = breaks.as_ref().is_some_and(|breaks| breaks.when == BreakWhen::Busy);
        let servers = self.servers(thing);
        servers.interruptions += 1;
        // Above the rounds, which take twenty bits.
        let which = round | (servers.interruptions & 0xfff) << 20;
        let state = &mut servers.list[usize::from(server)];
        state.wear_left = state.wear_left.saturating_sub(worked);
        state.end_at = NEVER;
        if is_worn_by_work {
            state.break_at = NEVER;
        }
        let work = match rule {
            Interruption::Resume => Work { left: one.work.left.saturating_sub(worked), ..one.work },
            Interruption::Restart => Work::whole(one.work.full),
            Interruption::Resample => Work::whole(ticks(self.draws[draw as usize].sample(who, which))),
        };
        Some((one.serves, work))
    }

    /// A server may break.
    pub(crate) fn break_server(&mut self, thing: u32, server: u16) {
        let Some(breaks) = &self.plan.things[thing as usize].breaks else { return };
        let one = &self.servers(thing).list[usize::from(server)];
        if !one.is_up || one.break_at != self.now {
            return;
        }
        self.sink.record(self.now, Fact::Broke { thing });
        match self.stop_work(thing, server, breaks.work) {
            Some((slot, work)) => {
                self.units[slot].set_state(State::Broken);
                self.servers(thing).list[usize::from(server)].work = work;
            }
            None => {
                self.tell_level(thing);
                self.things[thing as usize].pool.break_idle();
            }
        }
        let servers = self.servers(thing);
        let key = servers.repair_key;
        let one = &mut servers.list[usize::from(server)];
        let repair = ticks(breaks.repair.sample(key, u32::from(server), one.breaks));
        (one.is_up, one.break_at) = (false, NEVER);
        one.breaks += 1;
        let end = self.now + repair;
        if end <= MAX_TIME {
            self.calendar.push(end, phase::WORLD, Event::Repaired { server, thing });
        }
    }

    /// A server is in order again, and goes on where it stopped.
    pub(crate) fn repair_server(&mut self, thing: u32, server: u16) {
        let Some(breaks) = &self.plan.things[thing as usize].breaks else { return };
        self.sink.record(self.now, Fact::Repaired { thing });
        let one = &mut self.servers(thing).list[usize::from(server)];
        one.is_up = true;
        let slot = one.serves;
        self.plan_break(thing, server, breaks.when);
        if slot == NOBODY {
            self.tell_level(thing);
            self.things[thing as usize].pool.repair_idle();
            self.grant(thing);
            return;
        }
        self.write_run(slot);
        let unit = &self.units[slot];
        if let Step::Serve { cell, .. } = self.plan.steps[unit.step() as usize] {
            self.sink.record(self.now, Fact::Spent { who: unit.who, cell: cell + 3, time: self.now - unit.since() });
        }
        let now = self.now;
        let unit = &mut self.units[slot];
        unit.set_state(State::Working);
        unit.set_since(now);
        self.plan_server(thing, server);
    }

    /// Takes the server of the lowest class, latest start among equals, that is below this class. Whether there is one.
    pub(crate) fn take_over(&mut self, slot: u32, class: u8, thing: u32, draw: u32, cell: u32) -> bool {
        let Some(rule) = self.plan.things[thing as usize].pre_empt else { return false };
        if !self.things[thing as usize].pool.is_open() || !self.fits(&self.units[slot], thing) {
            return false;
        }
        let Some(server) = self.lowest_served(thing, class) else { return false };
        let Some((victim, work)) = self.stop_work(thing, server, rule) else { return false };
        let unit = &mut self.units[victim];
        unit.set_state(State::Waiting);
        let (who, step) = (unit.who, unit.step());
        if let Step::Serve { class, cell, .. } = self.plan.steps[step as usize] {
            let pool = &mut self.things[thing as usize].pool;
            let level = level_of(pool);
            pool.join_first(&mut self.units, victim, class);
            self.sink.record(self.now, Fact::Joined { who, thing, cell, level });
        }
        let servers = self.servers(thing);
        servers.interrupted.insert(victim, work);
        servers.list[usize::from(server)].serves = NOBODY;
        // The pool goes from hand to hand: it holds as many as before.
        self.things[thing as usize].pool.release(1);
        self.serve_at_once(slot, thing, draw, cell);
        true
    }

    fn lowest_served(&self, thing: u32, class: u8) -> Option<u16> {
        let servers = self.things[thing as usize].servers.as_ref()?;
        let of = |one: &Server| match self.plan.steps[self.units[one.serves].step() as usize] {
            Step::Serve { class, .. } => (class, self.units[one.serves].since()),
            _ => (0, 0),
        };
        let busy = servers.list.iter().enumerate().filter(|(_, one)| one.serves != NOBODY && one.is_up);
        let lowest = busy.map(|(number, one)| (of(one), number)).max()?;
        (lowest.0.0 > class).then_some(lowest.1 as u16)
    }

    /// When work of this length is done that begins now, within the hours of the thing.
    pub(crate) fn end_of_work(&self, thing: u32, work: Millis) -> Millis {
        let about = &self.plan.things[thing as usize];
        match (about.calendar, about.closing) {
            (Some(calendar), Closing::Suspend) => {
                about.closing.finish(&self.plan.calendars[calendar as usize], self.now, work)
            }
            _ => self.now.saturating_add(work),
        }
    }
}
