//! How many consignments are in the model over time: the series by which a warm-up is judged.

use super::{Fact, Sink};
use crate::plan::{Plan, Role};
use crate::units::Millis;

/// Consignments in the model, added up over equal spans of time from the start of the run on. Empty vehicles are no consignments.
#[derive(Debug, Clone)]
pub struct Content {
    is_cargo: Vec<bool>,
    span: Millis,
    /// Unit-milliseconds by span.
    areas: Vec<u64>,
    inside: u64,
    since: Millis,
}

impl Content {
    /// Nothing yet, over so many spans of this length \[ms\], > 0.
    pub fn new(plan: &Plan, span: Millis, spans: usize) -> Self {
        let is_cargo = plan.accounts.iter().map(|account| account.role == Role::Cargo).collect();
        Self { is_cargo, span, areas: vec![0; spans], inside: 0, since: 0 }
    }

    /// Unit-milliseconds by span, up to the end of the last one. Only for a replication that went on until then.
    pub fn into_areas(mut self) -> Vec<u64> {
        self.pass(self.span * self.areas.len() as Millis);
        self.areas
    }

    /// What is inside has been so until now.
    fn pass(&mut self, now: Millis) {
        while self.since < now {
            let span = self.since / self.span;
            let Some(area) = self.areas.get_mut(span as usize) else { return };
            let until = now.min((span + 1) * self.span);
            *area += self.inside * (until - self.since);
            self.since = until;
        }
    }
}

impl Sink for Content {
    fn record(&mut self, now: Millis, fact: Fact) {
        match fact {
            Fact::Created { account, .. } if self.is_cargo[account as usize] => {
                self.pass(now);
                self.inside += 1;
            }
            Fact::Ended { account, .. } | Fact::Lost { account, .. } if self.is_cargo[account as usize] => {
                self.pass(now);
                self.inside -= 1;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(spans: usize) -> Content {
        Content { is_cargo: vec![true, false], span: 10, areas: vec![0; spans], inside: 0, since: 0 }
    }

    fn created(account: u32) -> Fact {
        Fact::Created { account, who: 0 }
    }

    fn ended(account: u32) -> Fact {
        Fact::Ended { account, who: 0, age: 0 }
    }

    #[test]
    fn a_stay_is_divided_among_the_spans_that_it_touches() {
        let mut content = content(3);
        content.record(4, created(0));
        content.record(7, created(0));
        content.record(22, ended(0));
        assert_eq!(content.into_areas(), [6 + 3, 20, 4 + 8]);
    }

    #[test]
    fn vehicles_do_not_count_and_nothing_counts_after_the_last_span() {
        let mut content = content(1);
        content.record(0, created(1));
        content.record(5, created(0));
        content.record(30, ended(0));
        content.record(40, ended(1));
        assert_eq!(content.into_areas(), [5]);
    }
}
