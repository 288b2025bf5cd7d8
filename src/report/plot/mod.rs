//! Figures: one file a figure, one look for all.
//!
//! A figure is plain data with a method that draws it on a [`Canvas`](canvas::Canvas), a list of shapes in points; [`save`] turns the same
//! list into an SVG (real text, title and description for screen readers) and a PNG (300 dpi, our own font inside).
//!
//! | Figure | Question |
//! |---|---|
//! | [`OverTime`] | How much passes each place, over time? Where and when, also by the hour of the day, are queues longest? |
//! | [`Dwell`] | How long do consignments stay, and how surely? |
//! | [`OvernightReach`] | Which share of demand is served by trucks that are back by morning? |
//! | [`GateShares`] | Over which border do goods go from one country to another? |
//! | [`Releases`] | How long does each agency of a border post take? |
//! | [`Utilisation`] | Which stations are full, and which are only blocked? |
//! | [`Causes`] | What do consignments wait for? |
//! | [`ServiceLoads`] | How full do trains and ships leave, and what do they leave behind? |
//! | [`Wagons`] | What do sets of wagons do with their time? |
//! | [`Imbalance`] | How uneven is traffic by direction, and where do empties stand? |
//! | [`TrainRuns`] | Where is each train when, in one replication? |
//! | [`Ranges`] | How long do consignments take from door to door, and where they change vehicles? |
//! | [`Costs`] | What does moving a TEU cost and emit, by flow? |
//! | [`Forest`] | How do variants differ from the base, and how surely? |
//! | [`Waterfall`] | Where does the time of a crossing go in each variant, and where did a queue go? |
//! | [`NetworkMap`] | Where does cargo flow, by which mode, over which borders? |
//!
//! **Invariants:** no data makes a figure fail, not even none; the same data give the same bytes; colours and sizes come from [`theme`].

mod bands;
pub mod canvas;
mod causes;
mod costs;
mod dwell;
mod ecdf;
mod figure;
mod forest;
mod gate_shares;
mod imbalance;
mod legend;
mod map;
mod number;
mod over_time;
mod overnight;
mod panels;
mod png;
mod ranges;
mod releases;
mod rows;
mod service_loads;
mod stacks;
mod svg;
mod text;
pub mod theme;
mod time_axis;
mod train_runs;
mod utilisation;
mod wagons;
mod waterfall;

#[cfg(test)]
mod checks;

pub use bands::{Bucket, Panel, PanelScale, TimeGrid};
pub use causes::{Causes, PlaceCauses};
pub use costs::{Costs, FlowCosts, Stack};
pub use dwell::{Dwell, DwellBox, HubCurve};
pub use figure::{Figure, Frame, PlotError, save, to_svg};
pub use forest::{Forest, ForestPanel, ForestRow, Told};
pub use gate_shares::{GateShares, ShareGroup, ShareRow};
pub use imbalance::{Imbalance, TradeBars, Way};
pub use map::{HubKind, MapHub, MapLink, NetworkMap};
pub use number::{change, count, label, whole};
pub use over_time::{OverTime, Subject};
pub use overnight::{OvernightReach, ReachCurve, ReachPoint};
pub use ranges::{RangeRow, Ranges};
pub use releases::{ReleasePanel, ReleaseRow, Releases};
pub use service_loads::{CallLoad, ServiceLoads};
pub use theme::{Cause, Mode};
pub use train_runs::{RunLine, Station, TrainRuns};
pub use utilisation::{StationLoad, Utilisation};
pub use wagons::{PoolShares, Wagons};
pub use waterfall::{Part, Waterfall, WaterfallBar, WaterfallPanel};
