//! What happened, as past-tense facts, and those who take them.
//!
//! The engine emits [`Fact`]s and computes no statistics; a [`Sink`] chosen by the caller takes them: [`Books`] for batches, [`Content`] to
//! judge a warm-up, [`Timings`] to draw runs of services, [`Log`] for somebody who wants to see one replication.

mod books;
mod content;
mod fact;
mod log;
mod runs;
mod timings;

pub use books::{AccountBook, Books, Marks, ThingBook};
pub use content::Content;
pub use fact::{Fact, Level, Sink};
pub use log::Log;
pub use runs::{CallBook, ServiceBook};
pub use timings::{Timing, Timings};
