//! Intervals of time release studies: how long each agency of a border post lets trucks wait, and how long it works on them.

use super::{Sheet, View};
use crate::ids::HubId;
use crate::model::{Border, Cause, Model, StationKind, TimeClass};
use crate::plan::{Plan, Step, Thing, ThingKind};
use crate::units::MINUTE;

/// Where trucks are released: a station of a post of a border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// "CN exit".
    pub post: String,
    /// "gate", "documents", the id of a permit or an agency.
    pub agency: String,
    /// "gate", "documents", "permit", "scanner", "agency", "weighbridge" or "exit lane".
    pub kind: &'static str,
    /// Its place in the procedure of its post: the kind, then the number among agencies as written.
    order: (usize, usize),
}

/// Kinds in the order of a post's procedure.
const KINDS: [&str; 7] = ["gate", "documents", "permit", "scanner", "agency", "weighbridge", "exit lane"];

/// All of a plan with their numbers in it: post by post, as these are come to, each in the order of its procedure.
pub fn releases(model: &Model, plan: &Plan) -> Vec<(usize, Release)> {
    let of = |(number, thing)| Release::of(model, thing).map(|release| (number, release));
    let mut all: Vec<(usize, Release)> = plan.things.iter().enumerate().filter_map(of).collect();
    let mut posts: Vec<(HubId, String)> = Vec::new();
    for (number, release) in &all {
        let post = (plan.things[*number].hub, release.post.clone());
        if !posts.contains(&post) {
            posts.push(post);
        }
    }
    let post = |number: usize, release: &Release| {
        posts.iter().position(|(hub, post)| *hub == plan.things[number].hub && *post == release.post)
    };
    all.sort_by_key(|(number, release)| (post(*number, release), release.order));
    all
}

/// Where an agency stands in the list of its post; 0 where it is none of that list.
fn number_of(border: &Border, post: &str, agency: &str) -> usize {
    let sides = [&border.a, &border.b];
    let agencies = sides.into_iter().find_map(|side| match post.strip_prefix(side.country.as_str())?.trim_start() {
        "exit" => Some(&side.exit.agencies),
        "entry" => Some(&side.entry.agencies),
        _ => None,
    });
    agencies.and_then(|list| list.iter().position(|of| of.id == agency)).unwrap_or(0)
}

impl Release {
    /// What a thing is in the words of a time release study; none for places, bays and what is no part of a post.
    pub fn of(model: &Model, thing: &Thing) -> Option<Self> {
        let hub = &model.hubs[thing.hub.index()];
        let border = hub.border()?;
        let (post, agency) = thing.name.strip_prefix(&hub.id)?.strip_prefix('/')?.split_once('/')?;
        let ThingKind::Station(station) = thing.kind else { return None };
        if !post.ends_with(" exit") && !post.ends_with(" entry") {
            return None;
        }
        let kind = match station {
            StationKind::Gate if agency == "exit lane" => "exit lane",
            StationKind::Gate => "gate",
            StationKind::Desk if agency == "documents" => "documents",
            StationKind::Desk => "permit",
            StationKind::Scanner => "scanner",
            StationKind::Inspector => "agency",
            StationKind::Weighbridge => "weighbridge",
            StationKind::Bay
            | StationKind::Crane
            | StationKind::Dock
            | StationKind::Berth
            | StationKind::Track
            | StationKind::Pilot
            | StationKind::Other => return None,
        };
        let rank = KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
        let order = (rank, number_of(border, post, agency));
        Some(Self { post: post.to_owned(), agency: agency.to_owned(), kind, order })
    }
}

/// Rows of each agency: what its station's own rows do not have yet.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let worked = super::stations::worked(view);
    let waited = waited(view);
    for (number, thing) in view.plan.things.iter().enumerate() {
        if Release::of(view.model, thing).is_none() {
            continue;
        }
        let place = format!("station/{}", thing.name);
        let minutes = |time: f64| time / MINUTE as f64;
        let waits = &view.outcome.books.things[number].waits;
        sheet.add("wait_p90", &place, "min", waits.quantile(0.9).map(minutes));
        let served = view.outcome.until.served[number].0 - view.outcome.from.served[number].0;
        let is_known = served > 0 && !works_in_teams(view.plan, number as u32);
        sheet.add("work_mean", &place, "min", is_known.then(|| minutes(worked[number] as f64 / served as f64)));
        let (all, closed) = waited[number];
        sheet.add("wait_closed_share", &place, "share", (all > 0).then(|| closed as f64 / all as f64));
    }
}

/// Time waited for each thing within the window, and how much of it because a side was closed \[ms\].
fn waited(view: &View) -> Vec<(u64, u64)> {
    let mut waited = vec![(0, 0); view.plan.things.len()];
    for (number, cell) in view.plan.cells.iter().enumerate() {
        if let (Some(thing), TimeClass::Waiting(cause)) = (cell.thing, cell.class) {
            let (all, closed) = &mut waited[thing as usize];
            *all += view.booked(number);
            *closed += if matches!(cause, Cause::Closed | Cause::ClosedOpposite) { view.booked(number) } else { 0 };
        }
    }
    waited
}

/// Whether officers are also held for work with others, which the ledger books to the team and to none of its members.
fn works_in_teams(plan: &Plan, number: u32) -> bool {
    let is_taken = |step: &Step| matches!(step, Step::Take { thing, .. } if *thing == number);
    let is_worked = |step: &Step| matches!(step, Step::Work { thing, .. } if *thing == number);
    plan.steps.iter().any(is_taken) && !plan.steps.iter().any(is_worked)
}
