//! Intervals of time release studies: how long each agency of a border post lets trucks wait, and how long it works on them.

use super::{Sheet, View};
use crate::model::{Model, StationKind};
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
}

impl Release {
    /// What a thing is in the words of a time release study; none for places, bays and what is no part of a post.
    pub fn of(model: &Model, thing: &Thing) -> Option<Self> {
        let hub = &model.hubs[thing.hub.index()];
        hub.border()?;
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
            StationKind::Bay | StationKind::Crane | StationKind::Dock | StationKind::Other => return None,
        };
        Some(Self { post: post.to_owned(), agency: agency.to_owned(), kind })
    }
}

/// Rows of each agency: what its station's own rows do not have yet.
pub fn rows(view: &View, sheet: &mut Sheet) {
    let worked = super::stations::worked(view);
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
    }
}

/// Whether officers are also held for work with others, which the ledger books to the team and to none of its members.
fn works_in_teams(plan: &Plan, number: u32) -> bool {
    let is_taken = |step: &Step| matches!(step, Step::Take { thing, .. } if *thing == number);
    let is_worked = |step: &Step| matches!(step, Step::Work { thing, .. } if *thing == number);
    plan.steps.iter().any(is_taken) && !plan.steps.iter().any(is_worked)
}
