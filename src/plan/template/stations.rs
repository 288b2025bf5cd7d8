//! Plain stations with procedures in the planner's own steps.

use std::collections::BTreeMap;

use super::super::builder::Builder;
use super::super::check::Finding;
use super::super::{PlaceLabel, Price, Step, Thing, ThingKind, Toll};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::model::{
    Activity, Leaving, LocalStation, LocalStore, Procedure, ProcedureStep, QueueOrder, Stations, TimeClass, Way,
    WhenFull, Work,
};

/// Writes one procedure of a facility; where its labels are.
pub fn run(builder: &mut Builder, hub: HubId, facility: &Stations, procedure: &Procedure) -> BTreeMap<String, u32> {
    let hub_id = builder.model.hubs[hub.index()].id.clone();
    let path = format!("hubs/{hub_id}/facilities/Stations/procedures/{}", procedure.id);
    builder.at(&path);
    let prefix = format!("{hub_id}/{}", procedure.id);
    let mut writer = Writer {
        hub,
        hub_id,
        facility,
        labels: BTreeMap::new(),
        waiting: Vec::new(),
        exits: Vec::new(),
        in_room: None,
    };
    writer.steps(builder, &procedure.steps, &prefix, &format!("{path}/steps"));
    writer.resolve(builder);
    writer.labels
}

/// A jump to a label that is not there.
pub fn unknown_label(place: String, label: &str, labels: &BTreeMap<String, u32>) -> Finding {
    Finding::error("E0205", place, format!("no step is labelled `{label}`"))
        .found(format!("{label:?}"))
        .expected(format!("one of the labels: {}", labels.keys().cloned().collect::<Vec<_>>().join(", ")))
}

struct Writer<'m> {
    hub: HubId,
    hub_id: String,
    facility: &'m Stations,
    labels: BTreeMap<String, u32>,
    /// Jumps to labels: the `Goto` step, the label's name, and where it is written.
    waiting: Vec<(u32, String, String)>,
    /// Ways out of a queue to labels: the step, which way, the label's name, and where it is written.
    exits: Vec<(u32, WayOut, String, String)>,
    /// What the visit before has taken for the next one.
    in_room: Option<u32>,
}

/// Why a queue is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WayOut {
    Impatient,
    TurnedAway,
}

impl<'m> Writer<'m> {
    /// `prefix` names the draws of the steps, `place` is their list in the scenario.
    fn steps(&mut self, builder: &mut Builder, steps: &[ProcedureStep], prefix: &str, place: &str) {
        for (index, step) in steps.iter().enumerate() {
            let place = format!("{place}/{index}");
            builder.at(&place);
            self.step(builder, step, steps.get(index + 1), &format!("{prefix}/{index}"), &place);
        }
    }

    /// `next` is the step behind it in its list: a server is kept until there is a place to wait for the next one.
    fn step(
        &mut self,
        builder: &mut Builder,
        step: &ProcedureStep,
        next: Option<&ProcedureStep>,
        path: &str,
        place: &str,
    ) {
        match step {
            ProcedureStep::Visit { station, time, by_class, leaving } => {
                let of_class = by_class.iter().find(|(class, _)| *class == builder.class);
                let time = of_class.map_or(time, |(_, law)| law);
                let (facility, room) = (self.facility, self.room(next));
                let taken = self.visit(builder, &facility.stations[*station], room, path, time);
                self.leaving(builder, taken, leaving, path, place);
            }
            ProcedureStep::Take { thing, count, leaving } => {
                let number = self.named(builder, thing);
                let taken = builder.take(number, small(*count));
                self.leaving(builder, (taken, number), leaving, path, place);
                if self.tariff(thing).is_some() {
                    builder.emit(Step::Stamp);
                }
            }
            ProcedureStep::Give { thing, count } => {
                let number = self.named(builder, thing);
                if let Some(tariff) = self.tariff(thing) {
                    let name = builder.plan.things[number as usize].name.clone();
                    let price = Price::Stay(tariff);
                    let tariff = builder.toll(Toll { account: builder.account, name, price });
                    builder.emit(Step::Charge { tariff });
                }
                builder.give(number, small(*count));
            }
            ProcedureStep::Spend { time, work } => match work {
                Work::Handling => builder.spend(self.hub, path, time, TimeClass::Worked(Activity::Handling)),
                Work::Stored => builder.spend(self.hub, path, time, TimeClass::Stored),
                Work::Moving => builder.drive(PlaceLabel::Hub(self.hub), path, time),
                Work::Station(name) => {
                    let thing = self.named(builder, name);
                    builder.work(thing, path, time);
                }
            },
            ProcedureStep::Label(name) => {
                self.labels.insert(name.clone(), builder.next());
            }
            ProcedureStep::Branch(ways) => self.branch(builder, ways, path, place),
        }
    }

    /// Wait, be served, and leave: in one step where nothing is held beyond it. The step that waits for a server, and which.
    fn visit(
        &mut self,
        builder: &mut Builder,
        station: &LocalStation,
        room: Option<&LocalStation>,
        path: &str,
        time: &Law,
    ) -> (u32, u32) {
        let thing = self.station(builder, station);
        let ahead = waits_in_room(station).then(|| self.ahead(builder, station));
        if ahead.is_none() && room.is_none() {
            let served = builder.serve(thing, path, time);
            builder.pay_use(thing, station.per_visit);
            return (served, thing);
        }
        let mut taken = builder.next();
        if let Some(ahead) = ahead
            && self.in_room.take() != Some(ahead)
        {
            taken = builder.take(ahead, 1);
        }
        if ahead != Some(thing) {
            taken = builder.take(thing, 1);
            ahead.inspect(|&places| builder.give(places, 1));
        }
        builder.work(thing, path, time);
        builder.pay_use(thing, station.per_visit);
        if let Some(room) = room {
            let next = self.ahead(builder, room);
            builder.take(next, 1);
            self.in_room = Some(next);
        }
        builder.give(thing, 1);
        (taken, thing)
    }

    /// The station of the next step if one can only come to it when there is a place.
    fn room(&self, next: Option<&ProcedureStep>) -> Option<&'m LocalStation> {
        match next {
            Some(ProcedureStep::Visit { station, .. }) => {
                Some(&self.facility.stations[*station]).filter(|station| waits_in_room(station))
            }
            _ => None,
        }
    }

    fn tariff(&self, name: &str) -> Option<crate::model::Tariff> {
        self.facility.stores.iter().find(|store| store.id == name).and_then(|store| store.tariff.clone())
    }

    fn leaving(
        &mut self,
        builder: &mut Builder,
        (step, thing): (u32, u32),
        leaving: &Leaving,
        path: &str,
        place: &str,
    ) {
        builder.exit(step, thing, path, leaving.patience.as_ref());
        let ways = [
            (WayOut::Impatient, &leaving.impatient_to, "give_up/to"),
            (WayOut::TurnedAway, &leaving.turned_away_to, "turned_away_to"),
        ];
        for (way, to, key) in ways {
            if let Some(label) = to {
                self.exits.push((step, way, label.clone(), format!("{place}/{key}")));
            }
        }
    }

    fn branch(&mut self, builder: &mut Builder, ways: &[Way], path: &str, place: &str) {
        let shares: Vec<f64> = ways.iter().map(|way| way.share).collect();
        let branch = builder.branch(path, &shares);
        let mut ends = Vec::new();
        for (index, way) in ways.iter().enumerate() {
            builder.aim(branch, index);
            let way_place = format!("{place}/0/{index}");
            self.steps(builder, &way.steps, &format!("{path}/{index}"), &format!("{way_place}/steps"));
            let jump = builder.jump();
            match &way.to {
                Some(label) => self.waiting.push((jump, label.clone(), format!("{way_place}/to"))),
                None => ends.push(jump),
            }
        }
        builder.land(&ends);
    }

    fn resolve(&mut self, builder: &mut Builder) {
        for (jump, label, place) in std::mem::take(&mut self.waiting) {
            match self.labels.get(&label) {
                Some(&to) => builder.plan.steps[jump as usize] = Step::Goto { to },
                None => builder.findings.push(unknown_label(place, &label, &self.labels)),
            }
        }
        for (step, way, label, place) in std::mem::take(&mut self.exits) {
            let to = self.labels.get(&label).copied();
            if to.is_none() {
                builder.findings.push(unknown_label(place, &label, &self.labels));
            }
            if let Some(exit) = builder.plan.exits.get_mut(&step) {
                match way {
                    WayOut::Impatient => exit.impatient_to = to,
                    WayOut::TurnedAway => exit.turned_away_to = to,
                }
            }
        }
    }

    fn named(&self, builder: &mut Builder, name: &str) -> u32 {
        if let Some(station) = self.facility.stations.iter().find(|station| station.id == name) {
            return self.station(builder, station);
        }
        let store = self.facility.stores.iter().find(|store| store.id == name);
        self.store(builder, store.expect("the reader has checked that steps name stations or stores of their facility"))
    }

    fn station(&self, builder: &mut Builder, station: &LocalStation) -> u32 {
        let name = format!("{}/{}", self.hub_id, station.id);
        let calendar = station.hours.map(|calendar| calendar.0);
        let classes = match &station.order {
            QueueOrder::Classes(classes) => classes.clone(),
            QueueOrder::Fifo | QueueOrder::Lifo => Vec::new(),
        };
        builder.thing(&name, || Thing {
            calendar,
            closing: station.closing,
            is_lifo: station.order == QueueOrder::Lifo,
            classes,
            wait_calendar: calendar,
            limit: station.places.filter(|_| station.when_full == WhenFull::TurnAway),
            joins: station.joins.clone(),
            pre_empt: station.pre_empt,
            breaks: station.breaks.clone(),
            ..Thing::new(
                &name,
                format!("hubs/{}/facilities/Stations/stations/{}/servers", self.hub_id, station.id),
                self.hub,
                ThingKind::Station(station.kind),
                station.servers,
            )
        })
    }

    /// What is taken before the server behind is given back: a place to wait, or a server where there are no such places.
    fn ahead(&self, builder: &mut Builder, station: &LocalStation) -> u32 {
        let count = station.places.unwrap_or(0);
        if count == 0 {
            return self.station(builder, station);
        }
        let name = format!("{}/{}/places", self.hub_id, station.id);
        let path = format!("hubs/{}/facilities/Stations/stations/{}/places", self.hub_id, station.id);
        builder.thing(&name, || Thing::new(&name, path, self.hub, ThingKind::Store, count))
    }

    fn store(&self, builder: &mut Builder, store: &LocalStore) -> u32 {
        let name = format!("{}/{}", self.hub_id, store.id);
        let path = format!("hubs/{}/facilities/Stations/stores/{}/places", self.hub_id, store.id);
        builder.thing(&name, || Thing {
            limit: (store.when_full == WhenFull::TurnAway).then_some(0),
            ..Thing::new(&name, path, self.hub, ThingKind::Store, store.places)
        })
    }
}

/// Whether who comes keeps his last server until there is a place before this station.
fn waits_in_room(station: &LocalStation) -> bool {
    station.places.is_some() && station.when_full == WhenFull::Block
}

fn small(count: u32) -> u16 {
    u16::try_from(count).expect("the reader has checked that a step takes at most 65535")
}
