//! What the program promises, one module a promise.

mod architecture;
mod borders;
mod cli;
mod compare;
mod empties;
mod explain;
mod gates;
mod golden;
mod laws;
mod lives;
mod measures;
mod messages;
mod overlays;
mod perishables;
mod policies;
mod precision;
mod readme;
mod reference;
mod repeat;
mod scenarios;
mod services;
mod stations;
mod support;
mod theory;
mod trains;
mod warm_up;
