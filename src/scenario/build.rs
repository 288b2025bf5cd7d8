//! From what was written to the valid [`Model`]: references become numbers, texts become laws and hours, and everything that cannot be is
//! reported with its place. Lists are put in the order of their ids first, so that the order of writing has no influence.

mod border;
mod civil;
mod context;
mod cost;
mod demand;
mod disruption;
mod empties;
mod groupage;
mod instrument;
mod lane;
mod law;
mod network;
mod opening;
mod parcel;
mod procedure;
mod rate;
mod run;
mod service;
mod tariff;
mod terminal;
mod vehicle;
mod yard;

use super::file::ScenarioFile;
use super::problem::Problems;
use super::tree::Node;
use crate::model::Model;
use context::Context;

/// Builds the model. It is valid only if no problem is an error.
pub fn build(file: &ScenarioFile, tree: &Node, read: Problems) -> (Model, Problems) {
    let mut file = file.clone();
    let ids = written_ids(&file);
    sort(&mut file);
    let mut context = Context::new(&file, tree, read);
    for (list, ids) in ids {
        ids.iter().enumerate().for_each(|(index, id)| context.check_id(list, index, id));
    }
    let run = run::run(&mut context);
    let clock = civil::Clock::new(&mut context, &run);
    let mut calendars = civil::calendars(&mut context, &clock);
    let commodities = network::commodities(&mut context);
    let mut hubs = network::hubs(&mut context);
    opening::change(&mut context, &clock, &mut hubs, &mut calendars);
    let links = network::links(&mut context, &hubs);
    let energies = cost::energies(&mut context);
    let own_trucks = cost::running(&mut context, "own_trucks", Some(&file.own_trucks));
    let fleets = network::fleets(&mut context);
    let boxes = empties::types(&mut context);
    let pools = service::pools(&mut context);
    let (services, numbers) = service::services(&mut context, &clock, &hubs, &fleets);
    // What nobody uses is checked too: it may be used tomorrow.
    rate::check_profiles(&mut context, &clock);
    border::check_posts(&mut context);
    law::check_times(&mut context);
    let instruments = instrument::instruments(&mut context, &clock, &hubs);
    let disruptions = disruption::disruptions(&mut context, &clock, &hubs);
    let supply = demand::Supply {
        boxes: &boxes,
        hubs: &hubs,
        commodities: &commodities,
        fleets: &fleets,
        services: &services,
        numbers: &numbers,
    };
    let flows = demand::flows(&mut context, &clock, &supply);
    let repositions = empties::repositions(&mut context, &clock, &supply, &pools);
    let circuits = demand::circuits(&mut context, &hubs);
    check_overlays(&mut context);
    check_demand(&mut context);
    let model = Model {
        title: file.title.clone(),
        question: file.question.clone(),
        run,
        calendars,
        commodities,
        hubs,
        links,
        energies,
        own_trucks,
        fleets,
        boxes,
        pools,
        services,
        instruments,
        disruptions,
        circuits,
        flows,
        repositions,
    };
    (model, context.into_problems())
}

/// Something must come.
fn check_demand(context: &mut Context) {
    if context.file.flows.is_empty() && context.file.circuits.is_empty() {
        context.problem("E0208", "flows", "the scenario has no flow: nothing would happen", |problem| {
            problem.expected("at least one flow or circuit")
        });
    }
}

/// What overlays cost.
fn check_overlays(context: &mut Context) {
    for overlay in &context.file.overlays {
        context.not_negative(&format!("overlays/{}/capex_usd", overlay.id), overlay.capex_usd);
        context.not_negative(&format!("overlays/{}/running_usd_per_year", overlay.id), overlay.running_usd_per_year);
    }
}

/// The ids of each list in the order of writing.
fn written_ids(file: &ScenarioFile) -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("calendars", file.calendars.iter().map(|item| item.id.clone()).collect()),
        ("profiles", file.profiles.iter().map(|item| item.id.clone()).collect()),
        ("commodities", file.commodities.iter().map(|item| item.id.clone()).collect()),
        ("times", file.times.iter().map(|item| item.id.clone()).collect()),
        ("posts", file.posts.iter().map(|item| item.id.clone()).collect()),
        ("hubs", file.hubs.iter().map(|item| item.id.clone()).collect()),
        ("links", file.links.iter().map(|item| network::link_id(item).clone()).collect()),
        ("energies", file.energies.iter().map(|item| item.id.clone()).collect()),
        ("boxes", file.boxes.iter().map(|item| item.id.clone()).collect()),
        ("pools", file.pools.iter().map(|item| item.id.clone()).collect()),
        ("services", file.services.iter().map(|item| service::service_id(item).clone()).collect()),
        ("fleets", file.fleets.iter().map(|item| network::fleet_id(item).clone()).collect()),
        ("circuits", file.circuits.iter().map(|item| item.id.clone()).collect()),
        ("flows", file.flows.iter().map(|item| item.id.clone()).collect()),
        ("repositions", file.repositions.iter().map(|item| item.id.clone()).collect()),
        ("instruments", file.instruments.iter().map(|item| item.id.clone()).collect()),
        ("disruptions", file.disruptions.iter().map(|item| item.id.clone()).collect()),
        ("overlays", file.overlays.iter().map(|item| item.id.clone()).collect()),
    ]
}

fn sort(file: &mut ScenarioFile) {
    file.calendars.sort_by(|a, b| a.id.cmp(&b.id));
    file.profiles.sort_by(|a, b| a.id.cmp(&b.id));
    file.commodities.sort_by(|a, b| a.id.cmp(&b.id));
    file.posts.sort_by(|a, b| a.id.cmp(&b.id));
    file.hubs.sort_by(|a, b| a.id.cmp(&b.id));
    file.links.sort_by(|a, b| network::link_id(a).cmp(network::link_id(b)));
    file.energies.sort_by(|a, b| a.id.cmp(&b.id));
    file.boxes.sort_by(|a, b| a.id.cmp(&b.id));
    file.pools.sort_by(|a, b| a.id.cmp(&b.id));
    // Boxes of groupage ride on the others: they come behind them.
    file.services.sort_by_key(|service| (service::is_groupage(service), service::service_id(service).clone()));
    file.fleets.sort_by(|a, b| network::fleet_id(a).cmp(network::fleet_id(b)));
    file.circuits.sort_by(|a, b| a.id.cmp(&b.id));
    file.instruments.sort_by(|a, b| a.id.cmp(&b.id));
    file.disruptions.sort_by(|a, b| a.id.cmp(&b.id));
    file.flows.sort_by(|a, b| a.id.cmp(&b.id));
    file.repositions.sort_by(|a, b| a.id.cmp(&b.id));
}
