//! What moving and handling costs, in money and in carbon, by flow and by service.
//!
//! All of it is reckoned after a run, from kilometres, hours, uses and charges. A run's cost and emissions are shared by its load in proportion to
//! tonne-kilometres (TEU-kilometres where nothing has a mass), the way back of its vehicles included; a truck's with its empty kilometres are its own
//! flow's. The method is that of ISO 14083; distances are those driven.

mod boxes;

use super::{Sheet, View};
use crate::model::{Energy, Mode, Running, Use};
use crate::plan::{Account, Mover, Passage, Price, Role};
use crate::units::hours;

/// Sums of a flow after the warm-up.
#[derive(Debug, Clone, Default)]
struct Sums {
    /// Money by kind, in the order of [`KINDS`] \[USD\].
    usd: [f64; KINDS.len()],
    /// What was used, by energy \[units\].
    energy: Vec<f64>,
    /// Of it at hubs.
    at_hubs: Vec<f64>,
    /// Well-to-wheel emissions of vehicles, by mode \[kg CO2e\].
    kg_by_mode: [f64; 3],
    /// Tonne-kilometres carried, by mode.
    tkm: [f64; 3],
}

const KINDS: [&str; 8] = ["road_km", "road_h", "services", "handling", "storage", "fees", "freight", "demurrage"];
const ROAD_KM: usize = 0;
const ROAD_H: usize = 1;
const SERVICES: usize = 2;
const HANDLING: usize = 3;
const STORAGE: usize = 4;
const FEES: usize = 5;
const FREIGHT: usize = 6;
const DEMURRAGE: usize = 7;

/// What the runs of a service cost and use, and what carried it.
#[derive(Debug, Clone, Default)]
struct Haul {
    usd: f64,
    /// Used by the vehicle itself.
    units: f64,
    /// Tonne-kilometres and TEU-kilometres of its load.
    carried: [f64; 2],
}

/// Rows of each flow and of the network; none where nothing costs or emits anything.
pub fn rows(view: &View, sheet: &mut Sheet) {
    if !is_asked(view) {
        return;
    }
    let empty = Sums {
        energy: vec![0.0; view.model.energies.len()],
        at_hubs: vec![0.0; view.model.energies.len()],
        ..Sums::default()
    };
    let mut payers = Payers {
        flows: vec![empty.clone(); view.model.flows.len()],
        boxes: vec![empty.clone(); view.model.services.len()],
        repositions: vec![empty.clone(); view.plan.repositions.len()],
    };
    let hauls = hauls(view);
    for (number, passage) in view.plan.moves.iter().enumerate() {
        add_passage(view, &mut payers, &hauls, number, passage);
    }
    add_border_hours(view, &mut payers);
    add_charges(view, &mut payers);
    let Payers { mut flows, boxes, repositions } = payers;
    boxes::share(view, sheet, &boxes, &mut flows);
    let mut all = (empty.clone(), 0.0, 0.0);
    let mut empties = empty;
    for (account, about) in view.plan.accounts.iter().enumerate() {
        let ended = view.outcome.books.accounts[account].trips.count() as f64;
        let ends = (ended, ended * f64::from(about.teu));
        match (about.role, about.flow, about.reposition) {
            (Role::Cargo, Some(flow), _) => {
                let sums = &flows[flow.index()];
                tell(view, sheet, &format!("flow/{}", about.name), sums, ends);
                all.0.add(sums);
                (all.1, all.2) = (all.1 + ends.0, all.2 + ends.1);
            }
            (Role::Empties, _, Some(number)) => {
                let sums = &repositions[number as usize];
                tell(view, sheet, &super::empties::place(view, account), sums, ends);
                empties.add(sums);
            }
            _ => {}
        }
    }
    if !view.plan.repositions.is_empty() {
        // Empties are sent for the sake of cargo, which bears their costs and emissions; what they weigh is no freight.
        empties.tkm = [0.0; 3];
        all.0.add(&empties);
        let each = |sum: f64| (all.1 > 0.0).then(|| sum / all.1);
        let kg = empties.emitted(view, |energy| energy.kg_wtw);
        sheet.add("usd_empty_repositioning", "network", "USD/consignment", each(empties.usd.iter().sum()));
        sheet.add("co2e_empty_repositioning", "network", "kg/consignment", each(kg));
    }
    // Parcels cost something and have no TEU: beside them a cost per TEU of all says nothing.
    let has_parcels = view.plan.accounts.iter().any(|account| account.litres > 0);
    tell(view, sheet, "network", &all.0, (all.1, if has_parcels { 0.0 } else { all.2 }));
}

/// Who pays for what moves and is handled.
struct Payers {
    /// Flows, by number.
    flows: Vec<Sums>,
    /// Boxes of groupage, by service: shared by their parcels in the end.
    boxes: Vec<Sums>,
    /// Repositions, by number: borne by cargo as a whole in the end.
    repositions: Vec<Sums>,
}

impl Payers {
    /// Who pays for units of an account; nobody for runs of trains, whose load shares their cost.
    fn of(&mut self, account: &Account) -> Option<&mut Sums> {
        match (account.flow, account.groupage, account.reposition) {
            (Some(flow), _, _) => self.flows.get_mut(flow.index()),
            (_, Some(service), _) => self.boxes.get_mut(service as usize),
            (_, _, Some(number)) => self.repositions.get_mut(number as usize),
            (None, None, None) => None,
        }
    }
}

impl Sums {
    /// Emissions of all that was used, by one of the factors of its energies \[kg CO2e\].
    fn emitted(&self, view: &View, of: fn(&Energy) -> f64) -> f64 {
        view.model.energies.iter().zip(&self.energy).map(|(energy, units)| of(energy) * units).sum()
    }

    fn add(&mut self, other: &Self) {
        let add =
            |mine: &mut [f64], theirs: &[f64]| mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        add(&mut self.usd, &other.usd);
        add(&mut self.energy, &other.energy);
        add(&mut self.at_hubs, &other.at_hubs);
        add(&mut self.kg_by_mode, &other.kg_by_mode);
        add(&mut self.tkm, &other.tkm);
    }
}

/// Whether the scenario says what anything costs or emits, fees and storage apart.
fn is_asked(view: &View) -> bool {
    let model = view.model;
    let runnings =
        model.fleets.iter().map(|fleet| fleet.running).chain(model.services.iter().map(|service| service.running));
    let has_uses = view
        .plan
        .tariffs
        .iter()
        .any(|toll| matches!(toll.price, Price::Use(_) | Price::Freight(_) | Price::Demurrage(_)));
    has_uses || runnings.chain([model.own_trucks]).any(|running| running != Running::default())
}

fn length_of(view: &View, passage: &Passage) -> Option<f64> {
    passage.link.map(|link| view.model.links[link.index()].length_km)
}

fn tonnes_of(account: &Account) -> f64 {
    account.kg as f64 / 1000.0
}

/// What runs have cost, and the load that shares it.
fn hauls(view: &View) -> Vec<Haul> {
    let mut hauls = vec![Haul::default(); view.model.services.len()];
    for (number, passage) in view.plan.moves.iter().enumerate() {
        let (Mover::Service(service), Some(length)) = (passage.by, length_of(view, passage)) else { continue };
        let about = &view.model.services[service.index()];
        let account = &view.plan.accounts[passage.account as usize];
        let km = view.outcome.books.moves[number] as f64 * length;
        let haul = &mut hauls[service.index()];
        // What boxes of groupage are carried over is of their account too, and they are load.
        if passage.account == service.0 {
            // Vehicles that go back do so over the same distance.
            let ways = if about.back.is_some() { 2.0 } else { 1.0 };
            let back = if about.back.is_some() { km * about.running.per_km_empty } else { 0.0 };
            haul.usd += ways
                * (km * about.running.usd_per_km + hours(view.outcome.books.driven[number]) * about.running.usd_per_h);
            haul.units += km * about.running.per_km + back;
        } else {
            haul.carried[0] += km * tonnes_of(account);
            haul.carried[1] += km * f64::from(account.teu);
        }
    }
    hauls
}

/// What moves over a link, to the account of who pays for it.
fn add_passage(view: &View, payers: &mut Payers, hauls: &[Haul], number: usize, passage: &Passage) {
    let account = &view.plan.accounts[passage.account as usize];
    let (Some(sums), Some(length)) = (payers.of(account), length_of(view, passage)) else { return };
    let km = view.outcome.books.moves[number] as f64 * length;
    let is_loaded = matches!(account.role, Role::Cargo | Role::Empties | Role::Run) && !passage.is_empty;
    let tkm = if is_loaded { km * tonnes_of(account) } else { 0.0 };
    sums.tkm[mode_of(view, passage)] += tkm;
    let (running, units) = match passage.by {
        Mover::Service(service) => {
            let haul = &hauls[service.index()];
            let share = share_of(haul, tkm, km * f64::from(account.teu));
            let running = view.model.services[service.index()].running;
            sums.usd[SERVICES] += share * haul.usd;
            (running, share * haul.units + tkm * running.per_tkm)
        }
        Mover::OwnTruck | Mover::Fleet(_) => {
            let running = running_of(view, passage.by);
            sums.usd[ROAD_KM] += km * running.usd_per_km;
            sums.usd[ROAD_H] += hours(view.outcome.books.driven[number]) * running.usd_per_h;
            let each = if is_loaded { running.per_km } else { running.per_km_empty };
            (running, km * each + tkm * running.per_tkm)
        }
    };
    if let Some(energy) = running.energy {
        sums.energy[energy] += units;
        sums.kg_by_mode[mode_of(view, passage)] += units * view.model.energies[energy].kg_wtw;
    }
}

fn share_of(haul: &Haul, tkm: f64, teu_km: f64) -> f64 {
    match haul.carried {
        [all, _] if all > 0.0 => tkm / all,
        [_, all] if all > 0.0 => teu_km / all,
        _ => 0.0,
    }
}

fn mode_of(view: &View, passage: &Passage) -> usize {
    passage.link.map_or(0, |link| view.model.links[link.index()].mode as usize)
}

fn running_of(view: &View, by: Mover) -> Running {
    match by {
        Mover::OwnTruck => view.model.own_trucks,
        Mover::Fleet(fleet) => view.model.fleets[fleet.index()].running,
        Mover::Service(service) => view.model.services[service.index()].running,
    }
}

/// Trucks that stand at road borders cost their hours.
fn add_border_hours(view: &View, payers: &mut Payers) {
    for (number, visit) in view.plan.visits.iter().enumerate() {
        let sums = payers.of(&view.plan.accounts[visit.account as usize]);
        let (Some(sums), Some(_)) = (sums, visit.direction) else { continue };
        let drives = |passage: &Passage| passage.link.is_none() && !matches!(passage.by, Mover::Service(_));
        let on_ground = |passage: &&Passage| passage.account == visit.account && drives(passage);
        let by = view.plan.moves.iter().find(on_ground).map_or(Mover::OwnTruck, |passage| passage.by);
        let time = view.outcome.books.visits[number].sum();
        sums.usd[ROAD_H] += hours(time) * running_of(view, by).usd_per_h;
    }
}

/// Uses of cranes and stations, storage, fees.
fn add_charges(view: &View, payers: &mut Payers) {
    for (toll, charges) in view.plan.tariffs.iter().zip(&view.outcome.books.charges) {
        let Some(sums) = payers.of(&view.plan.accounts[toll.account as usize]) else { continue };
        let kind = match toll.price {
            Price::Use(Use { energy, .. }) => {
                if let Some((energy, amount)) = energy {
                    sums.energy[energy] += charges.count() as f64 * amount;
                    sums.at_hubs[energy] += charges.count() as f64 * amount;
                }
                HANDLING
            }
            Price::Stay(_) => STORAGE,
            Price::Demurrage(_) => DEMURRAGE,
            Price::Fee { .. } => FEES,
            Price::Freight(_) => FREIGHT,
        };
        sums.usd[kind] += charges.sum() as f64 / 1e6;
    }
}

fn tell(view: &View, sheet: &mut Sheet, place: &str, sums: &Sums, (ended, teu): (f64, f64)) {
    let each = |sum: f64| (ended > 0.0).then(|| sum / ended);
    // Demurrage is told only where some service charges it.
    let has_demurrage = view.model.services.iter().any(|service| service.demurrage.is_some());
    let kinds = KINDS.iter().zip(sums.usd).take(if has_demurrage { KINDS.len() } else { DEMURRAGE });
    for (kind, usd) in kinds {
        sheet.add(&format!("usd_{kind}"), place, "USD/consignment", each(usd));
    }
    let usd: f64 = sums.usd.iter().sum();
    sheet.add("usd_total", place, "USD/consignment", each(usd));
    sheet.add("usd_per_teu", place, "USD/TEU", (teu > 0.0).then(|| usd / teu));
    let energies = &view.model.energies;
    for (energy, units) in energies.iter().zip(&sums.energy) {
        sheet.add(&format!("energy:{} ({})", energy.id, energy.unit), place, "units/consignment", each(*units));
    }
    let kg = |units: &[f64], of: fn(&Energy) -> f64| -> f64 {
        energies.iter().zip(units).map(|(energy, units)| of(energy) * units).sum()
    };
    let well_to_wheel = kg(&sums.energy, |energy| energy.kg_wtw);
    let tkm: f64 = sums.tkm.iter().sum();
    sheet.add("co2e_wtw", place, "kg/consignment", each(well_to_wheel));
    sheet.add("co2e_ttw", place, "kg/consignment", each(kg(&sums.energy, |energy| energy.kg_ttw)));
    sheet.add("co2e_hubs", place, "kg/consignment", each(kg(&sums.at_hubs, |energy| energy.kg_wtw)));
    for mode in [Mode::Road, Mode::Rail, Mode::Sea] {
        let name = format!("co2e_{}", mode.name());
        sheet.add(&name, place, "kg/consignment", each(sums.kg_by_mode[mode as usize]));
        let name = format!("tkm_{}", mode.name());
        sheet.add(&name, place, "t-km/consignment", each(sums.tkm[mode as usize]));
    }
    sheet.add("co2e_intensity", place, "g/t-km", (tkm > 0.0).then(|| well_to_wheel * 1000.0 / tkm));
}
