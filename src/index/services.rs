//! Departures of trains and ships: how often, how full, and how much they leave behind.

use super::{Sheet, View};
use crate::model::{Model, Service};
use crate::units::HOUR;

/// The place of a call: "service/shuttle/port"; of a second call at one hub "service/shuttle/port (call 3)".
pub fn call_place(model: &Model, service: &Service, call: usize) -> String {
    let hub = &model.hubs[service.calls[call].index()].id;
    format!("service/{}/{hub}{}", service.id, service.again(call))
}

/// Rows of each call of each service at which cargo is put on.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let services = view.model.services.iter().enumerate();
    for (number, service) in services.filter(|(_, service)| service.groupage.is_none()) {
        let Some(book) = view.outcome.books.services.get(number) else { continue };
        let place = &format!("service/{}", service.id);
        let in_hours = |time: Option<f64>| time.map(|time| time / HOUR as f64);
        sheet.add("round_mean", place, "h", in_hours(book.rounds.mean()));
        for share in [0.5, 0.95] {
            let name = format!("round_{}", super::quantile_name(share));
            sheet.add(&name, place, "h", in_hours(book.rounds.quantile(share)));
        }
        for (call, book) in book.calls.iter().enumerate() {
            let place = &call_place(view.model, service, call);
            let departures = book.load.count() as f64;
            let share = |part: f64, of: f64| (of > 0.0).then(|| part / of);
            sheet.add("departures", place, "runs/day", view.per_day(departures));
            sheet.add("load_mean", place, "TEU", book.load.mean());
            sheet.add("load_sd", place, "TEU", book.load.standard_deviation());
            let factor = book.load.mean().and_then(|load| share(load, f64::from(service.capacity_teu)));
            sheet.add("load_factor", place, "share", factor);
            sheet.add("left_behind_mean", place, "consignments", book.left_behind.mean());
            sheet.add("full_share", place, "share", share(book.full as f64, departures));
            sheet.add("headway_mean", place, "h", book.headway.mean().map(|gap| gap / HOUR as f64));
        }
    }
}
