//! A discrete-event core that knows no freight: calendar of events, addressed draws, laws, opening hours, pools with their queue.

pub mod calendar;
pub mod draw;
pub mod hours;
pub mod law;
pub mod math;
pub mod pool;
