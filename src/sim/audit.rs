//! The books are audited at the end of every replication.

use super::Outcome;
use crate::plan::{Plan, STOCK_LIMIT, ThingKind};

/// What does not add up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// Created is not ended and inside.
    #[error("`{account}`: {created} were created, but {ended} ended and {inside} are inside")]
    Lost {
        /// Whose.
        account: String,
        /// Created.
        created: u64,
        /// Ended.
        ended: u64,
        /// Still inside.
        inside: u64,
    },
    /// The ledger is not the time lived.
    #[error("`{account}`: the ledger has {ledger} ms, but its units lived {lived} ms")]
    Ledger {
        /// Whose.
        account: String,
        /// Sum of its cells.
        ledger: u64,
        /// Sum of end minus creation.
        lived: u64,
    },
    /// What is held is not held by anybody, or the other way round.
    #[error("`{thing}`: {by_pool} are held, but units hold {by_units}")]
    Held {
        /// Which thing.
        thing: String,
        /// What it says itself.
        by_pool: u64,
        /// What units hold by their position in the plan.
        by_units: u64,
    },
    /// A box was lost, or came from nowhere.
    #[error(
        "boxes `{kind}`: {in_pools} are in pools and {with_units} with consignments, but there were {initial}, and {outside} came from outside"
    )]
    Boxes {
        /// Which type.
        kind: String,
        /// Empties in all pools at the end.
        in_pools: u64,
        /// With consignments, by their position in the plan.
        with_units: u64,
        /// Empties in all pools at the start.
        initial: u64,
        /// Came with cargo from where there is no pool, less those that stayed where there is none.
        outside: i64,
    },
    /// Little's law.
    #[error("`{thing}`: the queue's area is {area} ms, but waits are {waits} ms")]
    Little {
        /// Which thing.
        thing: String,
        /// Time integral of the queue's length.
        area: u64,
        /// Sum of all waits, those still going on included.
        waits: u64,
    },
}

/// Boxes in pools and with consignments are as many as at the start, with those from outside.
fn check_boxes(plan: &Plan, outcome: &Outcome) -> Result<(), AuditError> {
    for (kind, about) in plan.boxes.iter().enumerate() {
        let Some(stand_in) = plan.stand_in(kind as u32) else { continue };
        let stock = |pool: &u32| u64::from(STOCK_LIMIT) - outcome.held_by_pools[*pool as usize];
        let in_pools: u64 = about.pools.iter().map(stock).sum();
        let with_units = outcome.held_by_plan[stand_in as usize];
        let (initial, outside) = (about.initial, outcome.boxes_outside[kind]);
        if initial.checked_add_signed(outside) != Some(in_pools + with_units) {
            let kind = about.name.clone();
            return Err(AuditError::Boxes { kind, in_pools, with_units, initial, outside });
        }
    }
    Ok(())
}

/// Conservation, the ledger, holdings and Little's law, all exact.
pub fn check(plan: &Plan, outcome: &Outcome) -> Result<(), AuditError> {
    let mut ledger = vec![0; plan.accounts.len()];
    for (cell, time) in plan.cells.iter().zip(&outcome.end.ledger) {
        ledger[cell.account as usize] += time;
    }
    for (index, account) in plan.accounts.iter().enumerate() {
        let book = &outcome.books.accounts[index];
        let (created, ended) = (book.created, book.ended + book.lost);
        let inside = outcome.inside[index];
        if created != ended + inside {
            return Err(AuditError::Lost { account: account.name.clone(), created, ended, inside });
        }
        let lived = book.lived;
        if ledger[index] != lived {
            return Err(AuditError::Ledger { account: account.name.clone(), ledger: ledger[index], lived });
        }
    }
    check_boxes(plan, outcome)?;
    for (index, thing) in plan.things.iter().enumerate() {
        let (by_pool, by_units) = (outcome.held_by_pools[index], outcome.held_by_plan[index]);
        // What is taken of a quota is used up: nobody holds it. Boxes are counted by type.
        if by_pool != by_units && thing.refill.is_none() && thing.kind != ThingKind::Empties {
            return Err(AuditError::Held { thing: thing.name.clone(), by_pool, by_units });
        }
        let area = outcome.end.areas[index].0;
        let waits = outcome.books.things[index].waited() + outcome.still_waiting[index];
        if area != waits {
            return Err(AuditError::Little { thing: thing.name.clone(), area, waits });
        }
    }
    Ok(())
}
