//! Streaming statistics of one replication: flat lists addressed by the numbers that the plan has given.

use super::runs::ServiceBook;
use super::{Fact, Level, Sink};
use crate::model::Decay;
use crate::plan::{Plan, Role, STOCK_LIMIT, Thing, ThingKind};
use crate::stats::Tally;
use crate::units::{HOUR, Millis};

/// Hours of a day.
pub const HOURS: usize = 24;

/// Sums, tallies and series of one replication. All are whole numbers.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// Milliseconds by cell of the ledger, since the start of the run.
    pub ledger: Vec<u64>,
    /// One a thing.
    pub things: Vec<ThingBook>,
    /// Dwell times by visit \[ms\], after the warm-up.
    pub visits: Vec<Tally>,
    /// Times by stage \[ms\], after the warm-up.
    pub stages: Vec<Tally>,
    /// One an account.
    pub accounts: Vec<AccountBook>,
    /// Charges by tariff \[millionths of a US dollar\], after the warm-up.
    pub charges: Vec<Tally>,
    /// One a service.
    pub services: Vec<ServiceBook>,
    /// Vehicles and consignments by passage, after the warm-up.
    pub moves: Vec<u64>,
    /// Their time on the way \[ms\], likewise; of vehicles only.
    pub driven: Vec<u64>,
    /// Consignments that were put off, by ride, after the warm-up.
    pub landed: Vec<u64>,
    /// Boxes that came to pools of empties, by thing, since the start.
    pub restocked: Vec<u64>,
    /// What stands in pools of empties by sample and pool (sample x pools + pool), in the order of `Plan::depots`, since the start.
    pub empties: Vec<u32>,
    /// Units that left, by bucket of time and visit (bucket x visits + visit), since the start.
    pub left: Vec<u32>,
    /// Queue lengths by sample and thing (sample x things + thing), since the start.
    pub queues: Vec<u32>,
    /// What lies in yards by sample and yard (sample x yards + yard), in the order of `Plan::yards`, since the start.
    pub stocks: Vec<u32>,
    /// Whether a thing is a yard.
    is_yard: Vec<bool>,
    /// Whether it is a pool of empties.
    is_depot: Vec<bool>,
    /// Unit-milliseconds of waiting by hour of the day and thing (hour x things + thing), after the warm-up, in whole hours and what is left of its first.
    pub by_hour: Vec<u64>,
    /// How long each hour of the day was looked at \[ms\], likewise.
    pub looked: [Millis; HOURS],
    /// The last look: when, and the area of waiting of each thing until then.
    last_look: (Millis, Vec<u64>),
    bucket: Millis,
    bucket_end: Millis,
    bucket_first: usize,
}

/// What is kept of an account.
#[derive(Debug, Clone, Default)]
pub struct AccountBook {
    /// Created since the start.
    pub created: u64,
    /// Ended since the start.
    pub ended: u64,
    /// Left the model without having done what they came for, since the start.
    pub lost: u64,
    /// Rounds of closed fleets since the start.
    pub laps: u64,
    /// Milliseconds lived by those that ended, and in rounds that ended, since the start.
    pub lived: u64,
    /// What is left, at their end, of the value of those that ended, since the start \[parts of `Decay::PARTS`\].
    pub value_left: u64,
    /// Times in the system \[ms\], after the warm-up; of consignments, of empties that are sent, and of vehicles that go round, by round.
    pub trips: Tally,
    /// Whether it has trips.
    has_trips: bool,
    /// How they lose value.
    decay: Option<Decay>,
}

impl AccountBook {
    #[inline(always)]
    fn end(&mut self, age: Millis) {
        self.ended += 1;
        self.lived += age;
        if self.has_trips {
            self.trips.add(age);
        }
        if self.decay.is_some() {
            self.lose_value(age);
        }
    }

    /// Few goods lose value: what is left of it is reckoned out of the way of the others.
    #[cold]
    fn lose_value(&mut self, age: Millis) {
        if let Some(decay) = self.decay {
            self.value_left += decay.parts_left(age);
        }
    }
}

/// What is kept of a thing.
#[derive(Debug, Clone, Default)]
pub struct ThingBook {
    since: Millis,
    /// Unit-milliseconds of waiting, since the start of the run.
    pub queue_area: u64,
    /// Unit-milliseconds of holding within opening hours, since the start of the run.
    pub held_area: u64,
    /// Sum of waits that ended and are not in `waits`: before the warm-up, and without a grant \[ms\].
    waited_apart: u64,
    /// Grants before the warm-up.
    granted_before: u64,
    /// Not let in to wait, since the start of the run.
    pub turned_away: u64,
    /// Gave up waiting, since the start of the run.
    pub gave_up: u64,
    /// Waits that ended, after the warm-up \[ms\].
    pub waits: Tally,
    /// Longest queue after the warm-up.
    pub longest: u32,
}

/// A copy of everything that only grows, taken at one instant: differences of two are what happened between.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// When \[ms\].
    pub at: Millis,
    /// The ledger, with what is still going on counted up to then.
    pub ledger: Vec<u64>,
    /// (queue, held) areas by thing.
    pub areas: Vec<(u64, u64)>,
    /// (granted, turned away, given up) by thing.
    pub served: Vec<(u64, u64, u64)>,
    /// Created by account.
    pub created: Vec<u64>,
    /// Ended by account.
    pub ended: Vec<u64>,
    /// Left without having done what they came for, by account.
    pub lost: Vec<u64>,
    /// Rounds by account.
    pub laps: Vec<u64>,
    /// What is left of the value of those that ended, by account.
    pub value_left: Vec<u64>,
    /// Held at that instant, by thing.
    pub held: Vec<u32>,
    /// Boxes that came to pools of empties, by thing.
    pub restocked: Vec<u64>,
}

impl ThingBook {
    /// Time has passed at this level.
    #[inline]
    fn pass(&mut self, now: Millis, level: Level) {
        // Many changes come at one instant: then there is nothing to add.
        if now != self.since {
            let time = now - self.since;
            self.since = now;
            self.queue_area += time * u64::from(level.waiting);
            self.held_area += if level.is_open { time * u64::from(level.held) } else { 0 };
        }
        if level.waiting > self.longest {
            self.longest = level.waiting;
        }
    }

    /// Sum of all waits that ended, since the start of the run \[ms\].
    pub fn waited(&self) -> u64 {
        self.waited_apart + self.waits.sum()
    }

    /// Grants, since the start of the run.
    pub fn granted(&self) -> u64 {
        self.granted_before + self.waits.count()
    }
}

impl Books {
    /// Empty books for a plan; `bucket` is the length of a bucket of throughput \[ms\].
    pub fn new(plan: &Plan, bucket: Millis, horizon: Millis) -> Self {
        let buckets = (horizon.div_ceil(bucket.max(1))).max(1) as usize;
        Self {
            ledger: vec![0; plan.cells.len()],
            things: vec![ThingBook::default(); plan.things.len()],
            visits: vec![Tally::default(); plan.visits.len()],
            stages: vec![Tally::default(); plan.stages.len()],
            accounts: plan
                .accounts
                .iter()
                .map(|account| AccountBook {
                    has_trips: matches!(account.role, Role::Cargo | Role::Empties),
                    decay: account.decay,
                    ..AccountBook::default()
                })
                .collect(),
            charges: vec![Tally::default(); plan.tariffs.len()],
            services: plan.services.iter().map(|service| ServiceBook::new(service.lines.len())).collect(),
            moves: vec![0; plan.moves.len()],
            driven: vec![0; plan.moves.len()],
            landed: vec![0; plan.rides.len()],
            restocked: vec![0; plan.things.len()],
            empties: Vec::new(),
            left: vec![0; buckets * plan.visits.len()],
            queues: Vec::new(),
            stocks: Vec::new(),
            is_yard: plan.things.iter().map(Thing::is_yard).collect(),
            is_depot: plan.things.iter().map(|thing| thing.kind == ThingKind::Empties).collect(),
            by_hour: vec![0; HOURS * plan.things.len()],
            looked: [0; HOURS],
            last_look: (0, vec![0; plan.things.len()]),
            bucket,
            bucket_end: bucket,
            bucket_first: 0,
        }
    }

    /// The warm-up is over: tallies begin. Levels must have been told up to `now`.
    pub fn begin_measuring(&mut self, now: Millis) {
        self.last_look = (now, self.things.iter().map(|thing| thing.queue_area).collect());
        let trips = self.accounts.iter_mut().map(|account| &mut account.trips);
        let tallies = self.visits.iter_mut().chain(&mut self.stages).chain(&mut self.charges).chain(trips);
        tallies.for_each(|tally| *tally = Tally::default());
        self.moves.fill(0);
        self.driven.fill(0);
        self.landed.fill(0);
        self.services.iter_mut().for_each(ServiceBook::begin_measuring);
        for thing in &mut self.things {
            thing.waited_apart += thing.waits.sum();
            thing.granted_before += thing.waits.count();
            thing.waits = Tally::default();
            thing.longest = 0;
        }
    }

    /// A copy of what only grows. `pending` holds what is still going on, by cell; levels must have been told up to `at`.
    pub fn mark(&self, at: Millis, pending: &[u64]) -> Marks {
        let of_accounts = |what: fn(&AccountBook) -> u64| self.accounts.iter().map(what).collect();
        Marks {
            at,
            ledger: self.ledger.iter().zip(pending).map(|(done, going)| done + going).collect(),
            areas: self.things.iter().map(|thing| (thing.queue_area, thing.held_area)).collect(),
            served: self.things.iter().map(|thing| (thing.granted(), thing.turned_away, thing.gave_up)).collect(),
            created: of_accounts(|account| account.created),
            ended: of_accounts(|account| account.ended),
            lost: of_accounts(|account| account.lost),
            laps: of_accounts(|account| account.laps),
            value_left: of_accounts(|account| account.value_left),
            held: Vec::new(),
            restocked: self.restocked.clone(),
        }
    }

    /// A full hour is over after the warm-up, with so many waiting for each thing; days begin at time 0.
    pub fn look(&mut self, now: Millis, waiting: impl Iterator<Item = u32>) {
        let (since, areas) = &mut self.last_look;
        // The span ends with its hour, so it lies in that of its beginning.
        let hour = (*since / HOUR) as usize % HOURS;
        self.looked[hour] += now - *since;
        let row = &mut self.by_hour[hour * self.things.len()..];
        for (((thing, waiting), sum), before) in self.things.iter().zip(waiting).zip(row).zip(areas) {
            let area = thing.queue_area + (now - thing.since) * u64::from(waiting);
            *sum += area - *before;
            *before = area;
        }
        *since = now;
    }

    /// Queues are kept of all things, what is held of yards only.
    fn sample(&mut self, thing: u32, held: u32, waiting: u32) {
        self.queues.push(waiting);
        if self.is_yard[thing as usize] {
            self.stocks.push(held);
        } else if self.is_depot[thing as usize] {
            self.empties.push(STOCK_LIMIT - held);
        }
    }

    #[inline]
    fn book_wait(&mut self, thing: u32, cell: u32, within: Millis, outside: Millis) {
        let row = &mut self.ledger[cell as usize..][..2];
        row[0] += within;
        row[1] += outside;
        self.things[thing as usize].waited_apart += within + outside;
    }

    #[inline(always)]
    fn count_leaving(&mut self, now: Millis, visit: u32) {
        if now >= self.bucket_end {
            self.roll_over(now);
        }
        self.left[self.bucket_first + visit as usize] += 1;
    }

    /// The next bucket; whatever comes at or after the horizon counts in the last one.
    #[cold]
    fn roll_over(&mut self, now: Millis) {
        let width = self.visits.len();
        let last = (self.left.len() / width.max(1)).saturating_sub(1);
        let bucket = ((now / self.bucket) as usize).min(last);
        self.bucket_first = bucket * width;
        self.bucket_end = if bucket == last { Millis::MAX } else { (bucket as Millis + 1) * self.bucket };
    }

    /// What runs of services do; the rest is not kept.
    #[inline(always)]
    fn record_run(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Moved { passage, time } => {
                self.moves[passage as usize] += 1;
                self.driven[passage as usize] += time;
            }
            Fact::Boarded { thing, cell, parts, .. } => {
                let row = &mut self.ledger[cell as usize..][..4];
                row.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
                let wait = parts.iter().sum();
                self.things[thing as usize].waits.add(wait);
            }
            Fact::Rounded { service, time, late } => self.services[service as usize].close_round(time, late),
            Fact::Late { service, call, time, .. } => {
                self.services[service as usize].calls[usize::from(call)].late.add(time);
            }
            Fact::Rode { cell, time } => self.ledger[cell as usize] += time,
            Fact::Landed { ride, count } => self.landed[ride as usize] += u64::from(count),
            Fact::Restocked { thing, count } => self.restocked[thing as usize] += u64::from(count),
            Fact::Carried { passage, count } => self.moves[passage as usize] += u64::from(count),
            Fact::Departed { service, call, count, teu, left_behind, is_full, .. } => {
                let book = &mut self.services[service as usize].calls[usize::from(call)];
                book.riders.add(u64::from(count));
                book.depart(now, teu, left_behind, is_full);
            }
            _ => {}
        }
    }
}

impl Sink for Books {
    // Always: each caller tells one kind of fact, so all but one arm of the match vanish.
    #[inline(always)]
    fn record(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Created { account, .. } => self.accounts[account as usize].created += 1,
            Fact::Level { thing, level } | Fact::Joined { thing, level, .. } => {
                self.things[thing as usize].pass(now, level);
            }
            Fact::Seized { thing, level, .. } => {
                let book = &mut self.things[thing as usize];
                book.pass(now, level);
                book.waits.add_zero();
            }
            Fact::Served { thing, cell, time, level, .. } => {
                self.things[thing as usize].pass(now, level);
                self.ledger[cell as usize] += time;
            }
            Fact::Granted { thing, cell, within, outside, closure, closure_cell, .. } => {
                let row = &mut self.ledger[cell as usize..][..2];
                row[0] += within;
                row[1] += outside;
                if closure > 0 {
                    self.ledger[closure_cell as usize] += closure;
                }
                self.things[thing as usize].waits.add(within + outside + closure);
            }
            Fact::Resumed { thing, cell, within, outside, .. } => self.book_wait(thing, cell, within, outside),
            Fact::GaveUp { thing, cell, within, outside, .. } => {
                self.book_wait(thing, cell, within, outside);
                self.things[thing as usize].gave_up += 1;
            }
            Fact::TurnedAway { thing, .. } => self.things[thing as usize].turned_away += 1,
            Fact::Spent { cell, time, .. } => self.ledger[cell as usize] += time,
            Fact::Left { visit, dwell, .. } => {
                self.visits[visit as usize].add(dwell);
                self.count_leaving(now, visit);
            }
            Fact::Passed { visit } => self.count_leaving(now, visit),
            Fact::StageEnded { stage, time } => self.stages[stage as usize].add(time),
            Fact::Ended { account, age, .. } => self.accounts[account as usize].end(age),
            Fact::Lost { account, age, .. } => {
                let book = &mut self.accounts[account as usize];
                book.lost += 1;
                book.lived += age;
            }
            Fact::Lapped { account, time, .. } => {
                let book = &mut self.accounts[account as usize];
                book.laps += 1;
                book.lived += time;
                book.trips.add(time);
            }
            Fact::Charged { tariff, micro_usd, .. } => self.charges[tariff as usize].add(micro_usd),
            Fact::Sampled { thing, held, waiting } => self.sample(thing, held, waiting),
            other => self.record_run(now, other),
        }
    }
}
