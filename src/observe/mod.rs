//! What happened, as past-tense facts, and those who take them.
//!
//! The engine emits [`Fact`]s and computes no statistics; a [`Sink`] chosen by the caller takes them: [`Books`] for batches, [`Log`] for
//! somebody who wants to see one replication.

mod books;
mod fact;
mod log;

pub use books::{Books, Marks, ThingBook};
pub use fact::{Fact, Level, Sink};
pub use log::Log;
