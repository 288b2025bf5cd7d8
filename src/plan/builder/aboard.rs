//! Boarding, riding and leaving services, and what their runs do at a call.

use super::super::{Cell, PlaceLabel, Ride, Step};
use super::{Builder, RowKind, number};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{Activity, BoxWork, Cause, TimeClass};

impl Builder<'_> {
    /// Waits in the line of a service.
    pub fn board(&mut self, line: u32) {
        let (class, cell) = (self.rank as u8, self.thing_row(line));
        self.emit(Step::Board { class, thing: line, cell });
    }

    /// A run takes on what waits at a call; `due` is what it waits for.
    pub fn gather(&mut self, hub: HubId, call: u8, due: Cause, stop: &Law) -> u32 {
        let draw = self.draw(&format!("calls/{call}/stop"), stop);
        let cell = self.row(PlaceLabel::Hub(hub), None, RowKind::Gather(due));
        self.emit(Step::Gather { call, draw, cell });
        cell
    }

    /// A station that is held works on a box: on the box itself, then on each parcel in it.
    pub fn work_on_box(&mut self, thing: u32, path: &str, work: &BoxWork, activity: Activity) {
        let hub = self.plan.things[thing as usize].hub;
        let cell = self.row(PlaceLabel::Hub(hub), Some(thing), RowKind::WorkAs(activity));
        let takes_time = |law: &Law| law.mean() > 0.0;
        if takes_time(&work.per_box) {
            let draw = self.draw(&format!("{path}/box"), &work.per_box);
            self.emit(Step::Work { thing, draw, cell });
        }
        if takes_time(&work.per_parcel) {
            let draw = self.draw(&format!("{path}/parcels"), &work.per_parcel);
            self.emit(Step::WorkEach { thing, draw, cell });
        }
    }

    /// A run puts off who has come where he wanted to.
    pub fn release(&mut self, hub: HubId, call: u8) {
        let cell = self.row(PlaceLabel::Hub(hub), None, RowKind::Single(TimeClass::Waiting(Cause::Batch)));
        self.emit(Step::Release { call, cell });
    }

    /// A ride on a service, whose time is booked to cells of the consignment's own.
    pub fn ride(&mut self, ride: Ride) {
        let service = &self.plan.services[ride.service as usize];
        let (account, cells, gather) = (self.account, service.cells.clone(), service.gathers[usize::from(ride.from)]);
        let first_of_runs = cells.start;
        let first_cell = match self.rides.get(&(account, ride.service)) {
            Some(&first) => first,
            None => {
                let first = number(self.plan.cells.len());
                for cell in cells {
                    // The vehicle's time at a station is not work of that station on the consignment.
                    let cell = Cell { account, thing: None, ..self.plan.cells[cell as usize].clone() };
                    self.plan.cells.push(cell);
                }
                self.rides.insert((account, ride.service), first);
                first
            }
        };
        let gather_cell = first_cell + gather - first_of_runs;
        self.plan.rides.push(Ride { first_cell, gather_cell, ..ride });
        let ride = number(self.plan.rides.len() - 1);
        self.emit(Step::Ride { ride });
    }
}
