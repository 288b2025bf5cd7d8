//! One replication as text, one line a fact: what golden tests compare and what a planner reads to see a truck go through.

use super::{Fact, Sink};
use crate::ids::HubId;
use crate::model::{LITRES_PER_M3, Model};
use crate::plan::{Plan, Role};
use crate::units::{DAY, HOUR, MINUTE, Millis, SECOND, spoken};

/// Writes facts as lines of text.
#[derive(Debug)]
pub struct Log<'p> {
    plan: &'p Plan,
    model: &'p Model,
    lines: Vec<String>,
}

impl<'p> Log<'p> {
    /// An empty log.
    pub fn new(plan: &'p Plan, model: &'p Model) -> Self {
        Self { plan, model, lines: Vec::new() }
    }

    /// The lines so far.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    fn hub(&self, hub: HubId) -> &str {
        &self.model.hubs[hub.index()].id
    }

    /// "electronics out 12": a unit by its flow and its number, counted from 1.
    fn unit(&self, account: u32, who: u32) -> String {
        format!("{} {}", self.plan.accounts[account as usize].name, who + 1)
    }

    /// "8 h (waiting:closed) and 3 min (waiting:queue:gate)": the parts of a wait, by their cells, that are not zero; of no wait at all `base`.
    fn wait(&self, parts: &[(u32, Millis)], base: u32) -> String {
        let mut told: Vec<(u32, Millis)> = parts.iter().copied().filter(|(_, time)| *time > 0).collect();
        if told.is_empty() {
            told.push((base, 0));
        }
        let words = |(cell, time)| format!("{} ({})", spoken(time), self.plan.cells[cell as usize].class.name());
        told.into_iter().map(words).collect::<Vec<_>>().join(" and ")
    }

    fn end_of(&self, account: u32) -> &'static str {
        match self.plan.accounts[account as usize].role {
            Role::Paper | Role::Errand | Role::Run => "done",
            _ => "delivered",
        }
    }

    fn words(&self, fact: Fact) -> Option<String> {
        let plan = self.plan;
        let thing = |thing: u32| plan.things[thing as usize].name.as_str();
        let of_cell = |cell: u32, who: u32| self.unit(plan.cells[cell as usize].account, who);
        Some(match fact {
            Fact::Created { account, who } => format!("{} created", self.unit(account, who)),
            Fact::Joined { who, thing: of, cell, .. } => format!("{} waits for {}", of_cell(cell, who), thing(of)),
            Fact::Seized { who, thing: of, cell, .. } => format!("{} gets {} at once", of_cell(cell, who), thing(of)),
            Fact::Granted { who, thing: of, cell, within, outside, closure, closure_cell } => {
                let wait = self.wait(&[(cell + 1, outside), (cell, within), (closure_cell, closure)], cell);
                format!("{} gets {} after {wait}", of_cell(cell, who), thing(of))
            }
            Fact::Resumed { who, thing: of, cell, within, outside } => {
                format!("{} has {} again after {}", of_cell(cell, who), thing(of), spoken(within + outside))
            }
            Fact::GaveUp { who, thing: of, cell, within, outside } => {
                format!("{} waits no longer for {} after {}", of_cell(cell, who), thing(of), spoken(within + outside))
            }
            Fact::TurnedAway { who, thing: of, cell } => format!("{} does not join {}", of_cell(cell, who), thing(of)),
            Fact::Broke { thing: of } => format!("{} breaks", thing(of)),
            Fact::Repaired { thing: of } => format!("{} is repaired", thing(of)),
            Fact::Spent { who, cell, time } | Fact::Served { who, cell, time, .. } => {
                format!("{} has spent {} {}", of_cell(cell, who), spoken(time), plan.cells[cell as usize].class.name())
            }
            Fact::Entered { visit, who } => {
                let visit = &plan.visits[visit as usize];
                format!("{} arrives at {}", self.unit(visit.account, who), self.hub(visit.hub))
            }
            Fact::Left { visit, who, dwell } => {
                let visit = &plan.visits[visit as usize];
                format!("{} leaves {} after {}", self.unit(visit.account, who), self.hub(visit.hub), spoken(dwell))
            }
            Fact::Ended { account, who, age } => {
                format!("{} {} after {}", self.unit(account, who), self.end_of(account), spoken(age))
            }
            Fact::Lost { account, who, age } => {
                format!("{} leaves the model after {}", self.unit(account, who), spoken(age))
            }
            Fact::Lapped { account, who, time } => {
                format!("{} begins its next round after {}", self.unit(account, who), spoken(time))
            }
            Fact::Charged { tariff, who, micro_usd } => {
                let tariff = &plan.tariffs[tariff as usize];
                format!("{} pays {:.2} USD for {}", self.unit(tariff.account, who), micro_usd as f64 / 1e6, tariff.name)
            }
            other => return self.run_words(other),
        })
    }

    /// What runs of services do; nothing of what no reader wants to know.
    fn run_words(&self, fact: Fact) -> Option<String> {
        let plan = self.plan;
        let of_cell = |cell: u32, who: u32| self.unit(plan.cells[cell as usize].account, who);
        Some(match fact {
            Fact::Boarded { who, thing: of, cell, parts } => {
                let parts: Vec<(u32, Millis)> = (cell..).zip(parts).collect();
                let wait = self.wait(&parts, cell);
                format!("{} is taken on from {} after {wait}", of_cell(cell, who), plan.things[of as usize].name)
            }
            Fact::Departed { service, who, count, teu, .. } if plan.services[service as usize].is_groupage => {
                let m3 = f64::from(teu) / f64::from(LITRES_PER_M3);
                format!("{} is closed with {count} parcels, {m3} m3", self.unit(service, who))
            }
            Fact::Departed { service, who, teu, left_behind, .. } => {
                format!("{} leaves with {teu} TEU, {left_behind} left behind", self.unit(service, who))
            }
            Fact::Late { service, who, call, time } if time > 0 => {
                format!("{} leaves its call {} late by {}", self.unit(service, who), call + 1, spoken(time))
            }
            Fact::Called { service, who, call } => {
                format!("{} is ready at its call {}", self.unit(service, who), call + 1)
            }
            Fact::PutOff { ride, who, time } => {
                let ride = &plan.rides[ride as usize];
                format!("{} is put off after {} aboard", of_cell(ride.first_cell, who), spoken(time))
            }
            Fact::Restocked { thing: of, count } => format!("{} has {count} more", plan.things[of as usize].name),
            _ => return None,
        })
    }
}

impl Sink for Log<'_> {
    fn record(&mut self, now: Millis, fact: Fact) {
        if let Some(words) = self.words(fact) {
            self.lines.push(format!("{} {words}", clock(now)));
        }
    }
}

/// "day 1 06:00" or, off the full minute, "day 1 06:00:12.5".
fn clock(now: Millis) -> String {
    let (day, rest) = (now / DAY + 1, now % DAY);
    let (hour, minute, left) = (rest / HOUR, rest % HOUR / MINUTE, rest % MINUTE);
    let seconds = if left == 0 { String::new() } else { format!(":{:02}.{:03}", left / SECOND, left % SECOND) };
    format!("day {day} {hour:02}:{minute:02}{seconds}")
}
