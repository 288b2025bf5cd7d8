//! Those who ride are passive: their time is that of what carries them. Up to an instant it is counted here, and boxes of groupage, which carry parcels
//! and ride themselves, have theirs noted in their own diary.

use super::super::interpreter::Interpreter;
use super::super::unit::Unit;
use super::carriage::{Carriage, Running};
use crate::engine::pool::NOBODY;
use crate::observe::Sink;
use crate::plan::{Ride, Step};
use crate::units::{Millis, ticks};

impl<S: Sink> Interpreter<'_, S> {
    /// Time aboard, up to now, of those who are riding, by cell of the ledger.
    pub(crate) fn add_riders(&self, pending: &mut [u64]) {
        for running in &self.services {
            for carriage in running.on_their_way() {
                let going = self.going_with(&self.units[carriage.run]);
                for riders in &carriage.riders {
                    self.add_time_aboard(carriage, riders.head, &going, pending);
                }
            }
        }
    }

    /// `going`: the time of the present step of the run.
    fn add_time_aboard(&self, carriage: &Carriage, head: u32, going: &[(u32, Millis)], pending: &mut [u64]) {
        let mut next = head;
        while next != NOBODY {
            let unit = &self.units[next];
            next = unit.behind();
            let Step::Ride { ride } = self.steps[unit.step() as usize] else { return };
            let about = &self.plan.rides[ride as usize];
            for (cell, time) in self.time_aboard(carriage, about, unit.since(), going) {
                pending[cell as usize] += time;
            }
        }
    }

    /// Time aboard of one who came aboard at `since`, up to now, by cells of his own.
    fn time_aboard<'c>(
        &self,
        carriage: &'c Carriage,
        ride: &Ride,
        since: Millis,
        going: &'c [(u32, Millis)],
    ) -> impl Iterator<Item = (u32, Millis)> + 'c {
        let [wait, batch] = carriage.before_departure(ride.from, since, self.now);
        let left = carriage.left[usize::from(ride.from)];
        let under_way = left.map(|departure| carriage.diary[departure.diary..].iter().chain(going));
        let (first_of_rider, first_of_runs) = (ride.first_cell, self.plan.services[ride.service as usize].cells.start);
        let own = move |&(cell, time): &(u32, Millis)| (first_of_rider + cell - first_of_runs, time);
        [(ride.gather_cell, wait), (ride.gather_cell + 1, batch)]
            .into_iter()
            .chain(under_way.into_iter().flatten().map(own))
    }

    /// Time of a run's present step up to now; of a box that rides, all of its time aboard.
    fn going_with(&self, run: &Unit) -> Vec<(u32, Millis)> {
        let Step::Ride { ride } = self.steps[run.step() as usize] else {
            return self.going_on(run).into_iter().filter(|(_, time)| *time > 0).collect();
        };
        let about = &self.plan.rides[ride as usize];
        let vessel = &self.units[run.vessel()];
        let carriage = self.services[about.service as usize].view(vessel.carriage());
        let going = self.going_with(vessel);
        self.time_aboard(carriage, about, run.since(), &going).collect()
    }

    /// Boxes among those who are put off: their time aboard goes into their diaries.
    #[cold]
    pub(crate) fn write_rides(&mut self, service: u32, number: u32, head: u32) {
        let mut next = head;
        while next != NOBODY {
            let unit = &self.units[next];
            let (account, since, step, box_number) = (unit.account(), unit.since(), unit.step(), unit.carriage());
            next = unit.behind();
            let Step::Ride { ride } = self.steps[step as usize] else { return };
            if account >= self.first_account {
                continue;
            }
            let about = &self.plan.rides[ride as usize];
            let first_of_runs = self.plan.services[service as usize].cells.start;
            // What carries boxes is no service of boxes, and comes before those.
            let (carriers, boxes) = self.services.split_at_mut(self.first_boxes);
            let carrier = carriers[service as usize].view(number);
            let diary = &mut boxes[account as usize - self.first_boxes].at(box_number).diary;
            let [wait, batch] = carrier.before_departure(about.from, since, self.now);
            diary.extend([(about.gather_cell, wait), (about.gather_cell + 1, batch)]);
            let left = carrier.left[usize::from(about.from)].map_or(0, |departure| departure.diary);
            diary.extend(
                carrier.diary[left..].iter().map(|(cell, time)| (about.first_cell + cell - first_of_runs, *time)),
            );
        }
    }

    /// Work on each parcel in a box, by its number in the box. The step to go on at, if it takes no time.
    pub(crate) fn work_on_parcels(&mut self, slot: u32, step: u32, thing: u32, draw: u32) -> Option<u32> {
        self.units[slot].come_to(step, self.now);
        let (who, count) = (self.units[slot].who, self.carriage(slot).count);
        let draw = &self.draws[draw as usize];
        let time = (0..count).fold(0, |sum, parcel| sum + ticks(draw.sample(who, parcel)));
        if time > 0 {
            self.plan(self.end_of_work(thing, time), slot);
        }
        (time == 0).then_some(step + 1)
    }
}

/// A carriage of a service, and the services of boxes that it may take on: none where it is that of a box.
#[inline]
pub fn with_boxes<'s, 'a>(
    services: &'s mut [&'a mut Running],
    first_boxes: usize,
    (service, number): (usize, u32),
) -> (&'s mut Carriage, &'s mut [&'a mut Running]) {
    let (carriers, boxes) = services.split_at_mut(first_boxes);
    match service.checked_sub(first_boxes) {
        None => (carriers[service].at(number), boxes),
        Some(own) => (boxes[own].at(number), &mut []),
    }
}

/// A box is taken on from a line: its wait goes into its diary.
#[cold]
pub fn write_wait(boxes: &mut [&mut Running], first_boxes: usize, unit: &Unit, (cell, parts): (u32, [Millis; 4])) {
    let own = unit.account() as usize - first_boxes;
    boxes[own].at(unit.carriage()).diary.extend((cell..).zip(parts).filter(|(_, time)| *time > 0));
}
