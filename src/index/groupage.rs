//! Boxes of groupage: how many, how full, how long parcels wait until theirs is closed, and how long they are at the parks.

use super::{Sheet, View, quantile_name};
use crate::ids::{HubId, ServiceId};
use crate::model::{LITRES_PER_M3, Service};
use crate::plan::{Mover, PlaceLabel, Ride};
use crate::units::{HOUR, hours};

/// The place of a service of groupage: "groupage/west".
pub fn place(service: &Service) -> String {
    format!("groupage/{}", service.id)
}

/// Rows of each service of groupage.
pub fn rows(view: &View, sheet: &mut Sheet) {
    for (number, service) in view.model.services.iter().enumerate() {
        let Some(groupage) = &service.groupage else { continue };
        let Some(book) = view.outcome.books.services.get(number) else { continue };
        let Some(call) = book.calls.first() else { continue };
        let place = &place(service);
        let boxes = call.load.count() as f64;
        let m3 = |litres: f64| litres / f64::from(LITRES_PER_M3);
        sheet.add("boxes", place, "boxes/day", view.per_day(boxes));
        sheet.add("parcels", place, "parcels/day", view.per_day(carried(view, number) as f64));
        sheet.add("parcels_per_box", place, "parcels", call.riders.mean());
        sheet.add("load_mean", place, "m3", call.load.mean().map(m3));
        sheet.add("load_sd", place, "m3", call.load.standard_deviation().map(m3));
        sheet.add("load_factor", place, "share", call.load.mean().map(|load| load / f64::from(groupage.litres)));
        sheet.add("full_share", place, "share", (boxes > 0.0).then(|| call.full as f64 / boxes));
        sheet.add("left_behind_mean", place, "parcels", call.left_behind.mean());
        let in_hours = |time: Option<f64>| time.map(|time| time / HOUR as f64);
        sheet.add("headway_mean", place, "h", in_hours(call.headway.mean()));
        sheet.add("round_mean", place, "h", in_hours(book.rounds.mean()));
        for share in [0.5, 0.95] {
            sheet.add(&format!("round_{}", quantile_name(share)), place, "h", in_hours(book.rounds.quantile(share)));
        }
        let closed = call.riders.sum() as f64;
        let each = |time: u64, parcels: f64| (parcels > 0.0).then(|| hours(time) / parcels);
        sheet.add("until_closed_mean", place, "h", each(until_closed(view, number), closed));
        let put_off = carried(view, number) as f64;
        sheet.add("at_origin_mean", place, "h", each(time_at(view, number, service.calls[0]), closed));
        sheet.add("at_destination_mean", place, "h", each(time_at(view, number, service.calls[1]), put_off));
    }
}

/// Parcels that boxes have brought, after the warm-up.
fn carried(view: &View, service: usize) -> u64 {
    let moves = view.plan.moves.iter().zip(&view.outcome.books.moves);
    let by = Mover::Service(ServiceId::from(service));
    moves.filter(|(passage, _)| passage.link.is_none() && passage.by == by).map(|(_, count)| count).sum()
}

fn rides<'v>(view: &'v View, service: usize) -> impl Iterator<Item = &'v Ride> {
    view.plan.rides.iter().filter(move |ride| ride.service as usize == service)
}

/// Time that parcels have waited in the line and in boxes that were not closed \[ms\].
fn until_closed(view: &View, service: usize) -> u64 {
    let line = view.plan.services[service].lines[0];
    let cells = view.plan.cells.iter().enumerate();
    let in_line = cells.filter(|(_, cell)| cell.thing == Some(line)).map(|(number, _)| view.booked(number));
    let mut gathers: Vec<u32> = rides(view, service).map(|ride| ride.gather_cell).collect();
    gathers.sort_unstable();
    gathers.dedup();
    in_line.sum::<u64>() + gathers.into_iter().map(|cell| view.booked(cell as usize)).sum::<u64>()
}

/// Time that parcels of the flows that ride have spent at a hub, in whatever way \[ms\].
fn time_at(view: &View, service: usize, hub: HubId) -> u64 {
    let mut accounts: Vec<u32> =
        rides(view, service).map(|ride| view.plan.cells[ride.first_cell as usize].account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let cells = view.plan.cells.iter().enumerate();
    let there = cells.filter(|(_, cell)| cell.place == PlaceLabel::Hub(hub) && accounts.contains(&cell.account));
    there.map(|(number, _)| view.booked(number)).sum()
}
