//! Landbridge simulates logistics hubs, land borders and the corridors between them, and says how throughput, dwell time and the causes of delay
//! change when one of them is changed, and how sure that is.
//!
//! # A tour of the house
//!
//! Data flows one way, and each room knows only what lies before it:
//!
//! 1. [`scenario`]: text -> model. Reads a scenario with its tables, lays edits on, and reports every problem with its place in the file.
//! 2. [`model`]: the valid domain in a planner's words. A value of these types is right; nothing behind checks again.
//! 3. [`plan`]: model -> steps. Journeys and the procedures of facilities become one flat list of steps; a border post is a template that expands here.
//! 4. [`engine`]: a discrete-event core that knows no freight: calendar of events, addressed draws, laws, opening hours, pools with their queue.
//! 5. [`sim`]: one replication. The only room with bevy_ecs.
//! 6. [`observe`]: what happened, as facts, and the books that add them up.
//! 7. [`stats`]: tallies, quantiles, intervals; no freight words.
//! 8. [`index`]: indicators, one file a subject.
//! 9. [`experiment`]: replications side by side, gathered by number.
//! 10. [`report`]: tables, figures, the manifest, the folder that appears complete or not at all.
//! 11. [`cli`]: one file a command.
//!
//! # Promises
//!
//! Same scenario, seed and version: same bytes, whatever the number of threads. Nothing is lost: every consignment is accounted for, and so is
//! every millisecond of it, at the end of every replication. `docs/architecture.md` says more, and `docs/model.md` what is assumed.
//!
//! ```
//! use landbridge::experiment::{Batch, run_batch};
//! use std::sync::atomic::AtomicBool;
//!
//! let loaded = landbridge::scenario::load("scenarios/first-gate".as_ref(), &[], &[])?;
//! let model = loaded.model.expect("the scenario has no errors");
//! let (plan, _findings) = landbridge::plan::compile(&model);
//! let batch = Batch { seed: 1, replications: 2, threads: 1, max_events: 1_000_000, max_entities: 100_000 };
//! let results = run_batch(&model, &plan, batch, &AtomicBool::new(false), || ())?;
//! let delivered = results.find("delivered", "network").expect("every run has it");
//! assert_eq!(results.values(delivered).len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod ids;
pub mod index;
pub mod model;
pub mod observe;
pub mod plan;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod stats;
pub mod units;
