//! What the program promises, one module a promise.

mod architecture;
mod readme;
mod reference;
mod scenarios;
