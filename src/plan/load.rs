//! Offered load, before a run: how often each step is taken, and what that asks of each thing.

use std::ops::Range;

use super::{Plan, Service, Standing, Step, ThingKind, empties};
use crate::model::{Departs, LITRES_PER_M3};
use crate::units::Millis;

/// Loads of all things, and the size of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Loads {
    /// One a thing, in the order of `Plan::things`.
    pub things: Vec<Load>,
    /// Events of one replication, roughly.
    pub events: f64,
    /// Consignments created in one replication, roughly.
    pub consignments: f64,
}

/// What is asked of a thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    /// Units a day that take it.
    pub per_day: f64,
    /// Servers or places asked for, on average over opening hours; of lines TEU or m3 a day. For stores and fleets this leaves out the time that holders wait.
    pub offered: f64,
    /// Share of the time until the horizon that it is open.
    pub open_share: f64,
    /// `offered` / capacity: at 1 and above the queue grows without end, where all wait that come.
    pub utilisation: f64,
}

/// Loads until the horizon.
pub fn loads(plan: &Plan, horizon: Millis) -> Loads {
    let mut rates = rates_of_cargo(plan);
    let mut runs = vec![0.0; plan.services.len()];
    // Boxes are cargo of the others: how many there are is known first.
    for is_groupage in [true, false] {
        let mut begun = Vec::new();
        for (number, service) in plan.services.iter().enumerate() {
            if service.is_groupage == is_groupage {
                runs[number] = self::runs(plan, service, &rates, horizon);
                begun.push((service.entry, runs[number]));
            }
        }
        follow(plan, &begun, &mut rates);
    }
    let in_box = parcels_in_box(plan, &rates, &runs);
    let mut asked = vec![0.0; plan.things.len()];
    let mut taken = vec![0.0; plan.things.len()];
    let mut events = 0.0;
    for (index, step) in plan.steps.iter().enumerate() {
        let (mean, waits) = duration(plan, step);
        let mean = mean * each(plan, step, &in_box);
        events += rates[index] * f64::from(u8::from(waits));
        for holding in plan.holdings[index].iter() {
            asked[holding.thing as usize] += rates[index] * mean * f64::from(holding.count);
        }
        match *step {
            Step::Serve { thing, .. } => {
                asked[thing as usize] += rates[index] * mean;
                taken[thing as usize] += rates[index];
            }
            Step::Take { thing, .. } => taken[thing as usize] += rates[index],
            Step::Board { thing, .. } => {
                taken[thing as usize] += rates[index];
                asked[thing as usize] += rates[index] * teu_at(plan, index) / unit_of(plan, index);
            }
            _ => {}
        }
    }
    for standing in &plan.standing {
        events += lap_events(plan, standing);
    }
    let created: f64 = plan.sources.iter().map(|source| source.mean_rate).sum();
    let aboard = aboard(plan, &rates);
    let load = |thing: usize| match fullness(plan, &runs, &aboard, thing as u32) {
        Some(share) => load_of_line(asked[thing], taken[thing], share),
        None => load_of(plan, thing, asked_of(plan, &asked, thing), taken[thing], horizon),
    };
    Loads {
        things: (0..plan.things.len()).map(load).collect(),
        events: (events + created) * horizon as f64 + empties::reviews(plan, horizon),
        consignments: created * horizon as f64,
    }
}

/// How often consignments and what runs beside them take each step \[per ms\]. Repositions are not among them: what they send is only known in a run.
pub(super) fn rates_of_cargo(plan: &Plan) -> Vec<f64> {
    let mut rates = vec![0.0; plan.steps.len()];
    let cargo: Vec<(u32, f64)> = plan.sources.iter().map(|source| (source.entry, source.mean_rate)).collect();
    follow(plan, &cargo, &mut rates);
    rates
}

/// Adds how often units of these entries take each step \[per ms\].
fn follow(plan: &Plan, entries: &[(u32, f64)], rates: &mut [f64]) {
    for &(entry, mean_rate) in entries {
        let journey = journey(plan, entry);
        let visits = visits(plan, entry, journey.clone());
        for (rate, visits) in rates[journey].iter_mut().zip(visits) {
            *rate += mean_rate * visits;
        }
    }
}

/// Runs of a service per millisecond: by its times, or as many as its cargo fills.
fn runs(plan: &Plan, service: &Service, rates: &[f64], horizon: Millis) -> f64 {
    match &service.departs {
        Departs::At { slots, .. } => slots.before(horizon) as f64 / horizon as f64,
        Departs::WhenFull { longest } => {
            let boards = |step: &Step| matches!(step, Step::Board { thing, .. } if *thing == service.lines[0]);
            let steps = plan.steps.iter().enumerate().filter(|(_, step)| boards(step));
            let (mut teu, mut consignments) = (0.0, 0.0);
            for (index, _) in steps {
                teu += rates[index] * teu_at(plan, index);
                consignments += rates[index];
            }
            // Who leaves so long after the first cargo does so at least as often.
            let by_time = longest.map_or(0.0, |longest| consignments / (consignments * longest as f64 + 1.0));
            by_time.max(teu / f64::from(service.room))
        }
    }
}

/// What a consignment at a boarding step takes up \[TEU; parcels: litres\].
fn teu_at(plan: &Plan, step: usize) -> f64 {
    let Step::Board { cell, .. } = plan.steps[step] else { return 0.0 };
    f64::from(plan.accounts[plan.cells[cell as usize].account as usize].room())
}

/// What lines are told in: TEU, or cubic metres of parcels \[room\].
fn unit_of(plan: &Plan, step: usize) -> f64 {
    let Step::Board { cell, .. } = plan.steps[step] else { return 1.0 };
    let is_parcel = plan.accounts[plan.cells[cell as usize].account as usize].litres > 0;
    if is_parcel { f64::from(LITRES_PER_M3) } else { 1.0 }
}

/// Mean number of parcels in a box, by service; 0 of services that have none.
fn parcels_in_box(plan: &Plan, rates: &[f64], runs: &[f64]) -> Vec<f64> {
    let mut parcels = vec![0.0; plan.services.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        let Step::Ride { ride } = *step else { continue };
        let service = plan.rides[ride as usize].service as usize;
        if plan.services[service].is_groupage && runs[service] > 0.0 {
            parcels[service] += rates[index] / runs[service];
        }
    }
    parcels
}

/// How often the time of a step passes: once, or for each parcel in a box.
fn each(plan: &Plan, step: &Step, in_box: &[f64]) -> f64 {
    let Step::WorkEach { cell, .. } = *step else { return 1.0 };
    in_box[plan.cells[cell as usize].account as usize]
}

/// What is aboard behind each call of each service, were there room for all \[TEU per ms\].
fn aboard(plan: &Plan, rates: &[f64]) -> Vec<Vec<f64>> {
    let mut aboard: Vec<Vec<f64>> = plan.services.iter().map(|service| vec![0.0; service.lines.len()]).collect();
    for (index, step) in plan.steps.iter().enumerate() {
        let Step::Ride { ride } = *step else { continue };
        let ride = &plan.rides[ride as usize];
        let teu = f64::from(plan.accounts[plan.cells[ride.first_cell as usize].account as usize].room());
        for behind in &mut aboard[ride.service as usize][usize::from(ride.from)..usize::from(ride.to)] {
            *behind += rates[index] * teu;
        }
    }
    aboard
}

/// The share of its runs' places that is asked for behind the call of a line, if a thing is one. Runs that wait until they are full have room at their first call.
fn fullness(plan: &Plan, runs: &[f64], aboard: &[Vec<f64>], thing: u32) -> Option<f64> {
    let (number, service) = plan.services.iter().enumerate().find(|(_, service)| service.lines.contains(&thing))?;
    let call = service.lines.iter().position(|line| *line == thing)?;
    let is_unlimited = call == 0 && matches!(service.departs, Departs::WhenFull { .. });
    let asked = aboard[number][call];
    let places = runs[number] * f64::from(service.room);
    Some(if is_unlimited || asked == 0.0 { 0.0 } else { asked / places })
}

/// What is asked of a thing; both directions share a lane.
fn asked_of(plan: &Plan, asked: &[f64], thing: usize) -> f64 {
    let lane = plan.things[thing].lane.map(|(lane, _)| &plan.lanes[lane as usize]);
    lane.map_or(asked[thing], |lane| lane.sides.iter().map(|side| asked[*side as usize]).sum())
}

fn load_of_line(asked: f64, taken: f64, utilisation: f64) -> Load {
    let per_day = |rate: f64| rate * crate::units::DAY as f64;
    Load { per_day: per_day(taken), offered: per_day(asked), open_share: 1.0, utilisation }
}

fn load_of(plan: &Plan, index: usize, asked: f64, taken: f64, horizon: Millis) -> Load {
    let thing = &plan.things[index];
    let open_share = thing
        .calendar
        .map_or(1.0, |calendar| plan.calendars[calendar as usize].open_time(0, horizon) as f64 / horizon as f64);
    if thing.kind == ThingKind::Empties {
        // Boxes come back elsewhere: there is nothing to be full of.
        return Load { per_day: taken * crate::units::DAY as f64, offered: 0.0, open_share, utilisation: 0.0 };
    }
    if let Some(refill) = thing.refill {
        let offered = taken * refill.every as f64;
        let per_day = taken * crate::units::DAY as f64;
        return Load { per_day, offered, open_share, utilisation: offered / f64::from(refill.count) };
    }
    let offered = if asked == 0.0 { 0.0 } else { asked / open_share };
    let per_day = taken * crate::units::DAY as f64;
    Load { per_day, offered, open_share, utilisation: offered / f64::from(thing.capacity) }
}

/// Mean time of a step without waiting \[ms\], and whether it makes an event.
fn duration(plan: &Plan, step: &Step) -> (f64, bool) {
    match *step {
        Step::Serve { draw, .. }
        | Step::Work { draw, .. }
        | Step::WorkEach { draw, .. }
        | Step::Spend { draw, .. }
        | Step::Move { draw, .. } => (plan.draws[draw as usize].law.mean(), true),
        // The longest of several lasts at least as long as the longest of their means.
        Step::Together { draw, count, .. } => {
            let times = &plan.draws[draw as usize..][..usize::from(count)];
            (times.iter().map(|draw| draw.law.mean()).fold(0.0, f64::max), true)
        }
        _ => (0.0, false),
    }
}

/// Events per millisecond of vehicles that go round, if they never wait: at most as many as there are.
fn lap_events(plan: &Plan, standing: &Standing) -> f64 {
    let visits = visits(plan, standing.entry, 0..plan.steps.len());
    let (mut time, mut events) = (0.0, 0.0);
    for (visits, step) in visits.iter().zip(&plan.steps) {
        let (mean, makes_event) = duration(plan, step);
        time += visits * mean;
        events += visits * f64::from(u8::from(makes_event));
    }
    if time > 0.0 { f64::from(standing.count) * events / time } else { 0.0 }
}

/// The steps of a source's consignments, or of a service's runs: from its entry to that of the next.
fn journey(plan: &Plan, entry: u32) -> Range<usize> {
    let services = plan.services.iter().map(|service| service.entry);
    let sources = plan.sources.get(plan.sources.partition_point(|source| source.entry <= entry)).map(|next| next.entry);
    let next = services.filter(|other| *other > entry).chain(sources).min();
    let end = next.map_or(plan.steps.len(), |next| next as usize);
    entry as usize..end
}

/// How often one consignment takes each step of a range that it does not leave, on average.
fn visits(plan: &Plan, entry: u32, steps: Range<usize>) -> Vec<f64> {
    const ENOUGH: f64 = 1e-12;
    const SWEEPS: usize = 10_000;
    let mut total = vec![0.0; steps.len()];
    let mut open = vec![0.0; steps.len()];
    open[entry as usize - steps.start] = 1.0;
    // Each sweep follows all jumps ahead at once; a loop back takes one sweep a round.
    for _ in 0..SWEEPS {
        let mut is_done = true;
        for at in 0..steps.len() {
            let share = std::mem::take(&mut open[at]);
            if share > ENOUGH {
                is_done = false;
                total[at] += share;
                pass_on(plan, steps.start + at, share, |to, share| open[to as usize - steps.start] += share);
            }
        }
        if is_done {
            break;
        }
    }
    total
}

fn pass_on(plan: &Plan, at: usize, share: f64, mut give: impl FnMut(u32, f64)) {
    match plan.steps[at] {
        Step::Branch { branch } => {
            let mut before = 0.0;
            for &(until, to) in &plan.branches[branch as usize].ways {
                give(to, share * (until - before));
                before = until;
            }
        }
        Step::Goto { to } => give(to, share),
        Step::Split { entry, .. } | Step::Send { entry, .. } => {
            give(entry, share);
            give(at as u32 + 1, share);
        }
        Step::End | Step::Lap { .. } => {}
        _ => give(at as u32 + 1, share),
    }
}
