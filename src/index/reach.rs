//! Overnight reach: which share of the demand of a hub is served by trucks that are back within so many hours of the time at which they were to leave.

use std::collections::BTreeMap;

use super::{Sheet, View};
use crate::ids::HubId;
use crate::model::{Mode, Service};
use crate::stats::Tally;
use crate::units::HOUR;

/// The times out and back for which it is told \[h\]: every two hours up to two days.
pub fn reach_hours() -> impl Iterator<Item = u64> {
    (1..=24).map(|step| step * 2)
}

/// "Back by morning": out in the evening and back twelve hours later \[h\].
pub const OVERNIGHT: u64 = 12;

/// The name of the row: "reach:12".
pub fn reach_name(hours: u64) -> String {
    format!("reach:{hours:02}")
}

/// Trucks that go out from a hub and come back to it.
#[derive(Default)]
struct Rounds<'v> {
    /// By service: what it took out \[TEU\], and the times of its rounds from the planned departure.
    services: Vec<(f64, &'v Tally)>,
}

impl Rounds<'_> {
    /// TEU that were taken out.
    fn demand(&self) -> f64 {
        self.services.iter().map(|(teu, _)| teu).sum()
    }

    /// R(H) = sum of demand x share of rounds within H / sum of demand. Demand of which no truck has come back is not served within H; none without
    /// any round or any demand.
    fn within(&self, hours: u64) -> Option<f64> {
        let is_seen = self.services.iter().any(|(_, rounds)| rounds.count() > 0);
        let back = |(teu, rounds): &(f64, &Tally)| {
            let late = rounds.histogram().share_above(hours * HOUR);
            teu * late.map_or(0.0, |late| 1.0 - late)
        };
        let served: f64 = self.services.iter().map(back).sum();
        (is_seen && self.demand() > 0.0).then(|| served / self.demand())
    }
}

/// Whether it is of trucks that go out and come back to where they began.
fn goes_round(service: &Service) -> bool {
    service.mode == Mode::Road && service.groupage.is_none() && service.calls.first() == service.calls.last()
}

/// Rows of each hub from which trucks go out and back, and of each place that they serve.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let mut hubs: BTreeMap<HubId, Rounds> = BTreeMap::new();
    let mut places: BTreeMap<(HubId, HubId), Rounds> = BTreeMap::new();
    for (service, book) in view.model.services.iter().zip(&view.outcome.books.services) {
        if !goes_round(service) {
            continue;
        }
        let hub = service.calls[0];
        let taken_out = book.calls.first().map_or(0.0, |call| call.load.sum() as f64);
        let part = (taken_out, &book.planned_rounds);
        hubs.entry(hub).or_default().services.push(part);
        let mut served: Vec<HubId> = service.calls.iter().copied().filter(|call| *call != hub).collect();
        served.sort_unstable();
        served.dedup();
        for place in served {
            places.entry((hub, place)).or_default().services.push(part);
        }
    }
    let id = |hub: &HubId| &view.model.hubs[hub.index()].id;
    for (hub, rounds) in &hubs {
        let place = format!("reach/{}", id(hub));
        sheet.add("reach_demand", &place, "TEU/day", view.per_day(rounds.demand()));
        for hours in reach_hours() {
            sheet.add(&reach_name(hours), &place, "share", rounds.within(hours));
        }
    }
    for ((hub, served), rounds) in &places {
        let place = format!("reach/{}/{}", id(hub), id(served));
        sheet.add("reach_demand", &place, "TEU/day", view.per_day(rounds.demand()));
        sheet.add(&reach_name(OVERNIGHT), &place, "share", rounds.within(OVERNIGHT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds(hours: &[u64]) -> Tally {
        let mut tally = Tally::default();
        hours.iter().for_each(|hours| tally.add(hours * HOUR));
        tally
    }

    #[test]
    fn demand_weighs_the_share_of_rounds_that_are_back_in_time() {
        let (near, far) = (rounds(&[5, 5]), rounds(&[20]));
        let rounds = Rounds { services: vec![(60.0, &near), (40.0, &far)] };
        assert_eq!(rounds.demand(), 100.0);
        for (hours, share) in [(4, 0.0), (6, 0.6), (18, 0.6), (22, 1.0)] {
            assert_eq!(rounds.within(hours), Some(share), "{hours} h");
        }
    }

    #[test]
    fn demand_without_a_round_is_not_served_and_nothing_at_all_has_no_value() {
        let (near, none) = (rounds(&[5, 5]), rounds(&[]));
        assert_eq!(Rounds { services: vec![(60.0, &near), (40.0, &none)] }.within(48), Some(0.6));
        assert_eq!(Rounds { services: vec![(40.0, &none)] }.within(48), None);
        assert_eq!(Rounds { services: vec![(0.0, &near)] }.within(48), None);
        assert_eq!(Rounds::default().within(48), None);
    }
}
