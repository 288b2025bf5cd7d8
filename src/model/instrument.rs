//! Policy instruments: edits of what is done at a border, by whom and in what order, adopted by a share of the consignments.

use super::border::{Check, Lanes};
use crate::engine::law::Law;
use crate::ids::HubId;
use crate::units::Millis;

/// A policy in force at some borders for those who have adopted it.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// The id in the scenario.
    pub id: String,
    /// What it changes.
    pub policy: Policy,
    /// The borders at which it is in force, in the order of their ids. Of a transit regime: none = all.
    pub hubs: Vec<HubId>,
    /// Share of those concerned who have adopted it, by the day on which their consignment began.
    pub uptake: Uptake,
    /// Firms a flow that send in turn and adopt as one; 0 = each consignment for itself.
    pub operators: u32,
    /// Whom it concerns.
    pub who: Selector,
}

impl Instrument {
    /// Whether it is in force at a hub and concerns such consignments.
    pub fn concerns(&self, hub: HubId, flow: &str, commodity: Option<&str>, class: &str, leaving: &str) -> bool {
        self.hubs.contains(&hub) && self.who.selects(flow, commodity, class, leaving)
    }
}

/// What an instrument changes.
#[derive(Debug, Clone)]
pub enum Policy {
    /// Documents are handed in when the journey begins and are worked on beside it.
    PreArrival {
        /// Time until they are handed in \[ms\].
        prepare: Law,
        /// At which posts.
        posts: Posts,
    },
    /// All agencies that look at papers do so at the same time, each on its own copy.
    SingleWindow {
        /// At which posts.
        posts: Posts,
    },
    /// Agencies inspect together and not one after the other.
    JointInspection {
        /// At which posts.
        posts: Posts,
    },
    /// Both countries' officers work together in the hall of the country that is entered; the country that is left keeps its gate.
    OneStop,
    /// A lane of their own at the gates, and other shares of risk.
    OwnLane {
        /// The lane at each post.
        lane: Lanes,
        /// (risk lane, share), which sum to one; empty = as everybody.
        risk: Vec<(String, f64)>,
        /// At which posts.
        posts: Posts,
    },
    /// What was checked by the side that is left is not checked again.
    MutualRecognition {
        /// Which checks.
        checks: Vec<Check>,
    },
    /// The data of the documents go from the side that is left to the other, which works on them while the truck is on its way.
    DataLink {
        /// Share of data with an error: those trucks go to the desk after all, 0 to 1.
        errors: f64,
    },
    /// Queues are published; those who have adopted it choose their way by them.
    QueueInformation {
        /// Time between two looks \[ms\], > 0.
        every: Millis,
        /// Time from a look to its publication \[ms\].
        delay: Millis,
    },
    /// Goods go under seal from one hub to another: nobody looks into them at the borders between.
    TransitRegime {
        /// Where they are sealed.
        from: HubId,
        /// Where the seal is checked.
        to: HubId,
        /// Time of sealing \[ms\].
        seal: Law,
        /// Time of the check \[ms\].
        check: Law,
        /// Guarantees that may be open at once, >= 1.
        guarantees: u32,
        /// Time from the check until the guarantee may be used again \[ms\].
        discharge: Law,
    },
    /// A number is taken before the road: only so many are on the way to the first gate.
    VirtualQueue {
        /// Numbers that are out at once, >= 1.
        places: u32,
    },
    /// A slot is taken before the road: so many in each window.
    Appointment {
        /// Slots of a window, >= 1.
        slots: u32,
        /// Length of a window \[ms\], > 0.
        every: Millis,
        /// Time by which slots are given out before their window begins \[ms\].
        lead: Millis,
    },
    /// Loads leave their truck and cross on shuttles with a lane of their own.
    Shuttles {
        /// Shuttles of each direction, >= 1.
        count: u32,
        /// Time from truck to shuttle \[ms\].
        load: Law,
        /// Time from shuttle to truck \[ms\].
        unload: Law,
        /// Time of a drive, loaded or empty \[ms\].
        drive: Law,
    },
    /// So many may cross in each period.
    Quota {
        /// How many, >= 1.
        count: u32,
        /// Length of a period \[ms\], > 0.
        every: Millis,
        /// Periods over which what was not used may be used later.
        carry_over: u32,
    },
}

impl Policy {
    /// Whether papers run beside a consignment because of it.
    pub fn sends_papers(&self) -> bool {
        matches!(self, Self::PreArrival { .. } | Self::SingleWindow { .. } | Self::DataLink { .. })
    }
}

/// Posts of a border, as traffic passes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posts {
    /// The post of the side that is left.
    pub exit: bool,
    /// The post of the side that is entered.
    pub entry: bool,
}

/// Whom an instrument concerns; an empty list = all.
#[derive(Debug, Clone, Default)]
pub struct Selector {
    /// Commodities.
    pub commodities: Vec<String>,
    /// Classes of operators.
    pub classes: Vec<String>,
    /// Flows.
    pub flows: Vec<String>,
    /// Country that is left; none = both.
    pub leaving: Option<String>,
}

impl Selector {
    /// Whether such consignments are concerned. `leaving`: the country that is left.
    pub fn selects(&self, flow: &str, commodity: Option<&str>, class: &str, leaving: &str) -> bool {
        let names = |list: &[String], name: &str| list.is_empty() || list.iter().any(|known| known == name);
        let is_carried = self.commodities.is_empty() || commodity.is_some_and(|name| names(&self.commodities, name));
        is_carried
            && names(&self.classes, class)
            && names(&self.flows, flow)
            && self.leaving.as_ref().is_none_or(|country| country == leaving)
    }
}

/// A share over time: linear between its points, zero before the first, constant after the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptake {
    /// (ms since the start, may be before it; share from 0 to 1), in order of time. Two at one instant make a jump.
    pub points: Vec<(i64, f64)>,
}

impl Uptake {
    /// The share at an instant.
    pub fn at(&self, time: Millis) -> f64 {
        let time = time as i64;
        let next = self.points.partition_point(|(at, _)| *at <= time);
        let Some(&(from, low)) = next.checked_sub(1).map(|last| &self.points[last]) else { return 0.0 };
        match self.points.get(next) {
            Some(&(to, high)) => low + (high - low) * (time - from) as f64 / (to - from) as f64,
            None => low,
        }
    }

    /// The share, if it is the same over the whole run.
    pub fn always(&self, horizon: Millis) -> Option<f64> {
        let first = self.at(0);
        let last = horizon as i64;
        let within = self.points.iter().filter(|(at, _)| (1..=last).contains(at));
        let is_constant = within.clone().all(|(_, share)| *share == first) && self.at(horizon) == first;
        is_constant.then_some(first)
    }

    /// Its mean over the run, from a thousand instants: for the load before a run.
    pub fn mean(&self, horizon: Millis) -> f64 {
        const INSTANTS: u64 = 1000;
        (0..INSTANTS).map(|index| self.at(horizon / INSTANTS * index)).sum::<f64>() / INSTANTS as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uptake_is_linear_between_its_points_and_may_jump() {
        let uptake = Uptake { points: vec![(-10, 0.0), (10, 0.2), (20, 0.2), (20, 0.6), (30, 0.6), (30, 0.0)] };
        for (time, share) in [(0, 0.1), (5, 0.15), (15, 0.2), (20, 0.6), (29, 0.6), (30, 0.0), (99, 0.0)] {
            assert!((uptake.at(time) - share).abs() < 1e-12, "{time}: {}", uptake.at(time));
        }
        assert_eq!(uptake.always(100), None);
    }

    #[test]
    fn a_share_that_never_changes_within_the_run_is_known_before_it() {
        let from = |at: i64, share: f64| Uptake { points: vec![(at, share)] };
        assert_eq!(from(-5, 1.0).always(100), Some(1.0));
        assert_eq!(from(101, 1.0).always(100), Some(0.0), "begins after the end");
        assert_eq!(from(50, 1.0).always(100), None);
        assert_eq!(from(50, 0.0).always(100), Some(0.0));
        assert_eq!(Uptake { points: Vec::new() }.always(100), Some(0.0));
    }

    #[test]
    fn a_selector_without_names_selects_all_and_one_with_names_those() {
        let all = Selector::default();
        assert!(all.selects("a", None, "", "CN"));
        let some = Selector { commodities: vec!["fruit".to_owned()], leaving: Some("VN".to_owned()), ..all };
        assert!(some.selects("a", Some("fruit"), "", "VN"));
        assert!(!some.selects("a", Some("fruit"), "", "CN") && !some.selects("a", None, "", "VN"));
    }
}
