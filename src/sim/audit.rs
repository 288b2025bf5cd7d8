//! The books are audited at the end of every replication.

use super::Outcome;
use crate::plan::Plan;

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
    for (index, thing) in plan.things.iter().enumerate() {
        let (by_pool, by_units) = (outcome.held_by_pools[index], outcome.held_by_plan[index]);
        // What is taken of a quota is used up: nobody holds it.
        if by_pool != by_units && thing.refill.is_none() {
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
