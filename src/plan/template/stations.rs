//! Plain stations with procedures in the planner's own steps.

use std::collections::BTreeMap;

use super::super::builder::Builder;
use super::super::check::Finding;
use super::super::{PlaceLabel, Step, Thing, ThingKind};
use crate::ids::HubId;
use crate::model::{
    Activity, Cause, Closing, LocalStation, LocalStore, Procedure, ProcedureStep, QueueOrder, Stations, TimeClass, Way,
    Work,
};

/// Writes one procedure of a facility.
pub fn run(builder: &mut Builder, hub: HubId, facility: &Stations, procedure: &Procedure) {
    let hub_id = builder.model.hubs[hub.index()].id.clone();
    let path = format!("hubs/{hub_id}/facilities/Stations/procedures/{}", procedure.id);
    builder.at(&path);
    let prefix = format!("{hub_id}/{}", procedure.id);
    let mut writer = Writer { hub, hub_id, facility, labels: BTreeMap::new(), waiting: Vec::new() };
    writer.steps(builder, &procedure.steps, &prefix, &format!("{path}/steps"));
    writer.resolve(builder);
}

struct Writer<'m> {
    hub: HubId,
    hub_id: String,
    facility: &'m Stations,
    labels: BTreeMap<String, u32>,
    /// Jumps to labels: the `Goto` step, the label's name, and where it is written.
    waiting: Vec<(u32, String, String)>,
}

impl Writer<'_> {
    /// `prefix` names the draws of the steps, `place` is their list in the scenario.
    fn steps(&mut self, builder: &mut Builder, steps: &[ProcedureStep], prefix: &str, place: &str) {
        for (index, step) in steps.iter().enumerate() {
            let place = format!("{place}/{index}");
            builder.at(&place);
            self.step(builder, step, &format!("{prefix}/{index}"), &place);
        }
    }

    fn step(&mut self, builder: &mut Builder, step: &ProcedureStep, path: &str, place: &str) {
        match step {
            ProcedureStep::Visit { station, time, by_class } => {
                let thing = self.station(builder, &self.facility.stations[*station]);
                let of_class = by_class.iter().find(|(class, _)| *class == builder.class);
                builder.serve(thing, path, of_class.map_or(time, |(_, law)| law));
            }
            ProcedureStep::Take { thing, count } => {
                let thing = self.named(builder, thing);
                builder.take(thing, small(*count));
            }
            ProcedureStep::Give { thing, count } => {
                let thing = self.named(builder, thing);
                builder.give(thing, small(*count));
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

    fn resolve(self, builder: &mut Builder) {
        for (jump, label, place) in self.waiting {
            match self.labels.get(&label) {
                Some(&to) => builder.plan.steps[jump as usize] = Step::Goto { to },
                None => builder.findings.push(
                    Finding::error("E0205", place, format!("no step is labelled `{label}`"))
                        .found(format!("{label:?}"))
                        .expected(format!(
                            "one of the labels: {}",
                            self.labels.keys().cloned().collect::<Vec<_>>().join(", ")
                        )),
                ),
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
            name: name.clone(),
            path: format!("hubs/{}/facilities/Stations/stations/{}/servers", self.hub_id, station.id),
            hub: self.hub,
            kind: ThingKind::Station(station.kind),
            capacity: station.servers,
            calendar,
            closing: station.closing,
            is_lifo: station.order == QueueOrder::Lifo,
            classes,
            wait_calendar: calendar,
            cause: Cause::Queue(station.kind),
            cause_shut: Cause::Closed,
        })
    }

    fn store(&self, builder: &mut Builder, store: &LocalStore) -> u32 {
        let name = format!("{}/{}", self.hub_id, store.id);
        builder.thing(&name, || Thing {
            name: name.clone(),
            path: format!("hubs/{}/facilities/Stations/stores/{}/places", self.hub_id, store.id),
            hub: self.hub,
            kind: ThingKind::Store,
            capacity: store.places,
            calendar: None,
            closing: Closing::Finish,
            is_lifo: false,
            classes: Vec::new(),
            wait_calendar: None,
            cause: Cause::Space,
            cause_shut: Cause::Space,
        })
    }
}

fn small(count: u32) -> u16 {
    u16::try_from(count).expect("the reader has checked that a step takes at most 65535")
}
