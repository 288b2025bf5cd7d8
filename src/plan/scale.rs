//! A flow at another scale: thinned below 1, with copies of its source above.
//!
//! The consignments of the base stay what they are: the same ones at the same instants with the same luck. Below 1 each is kept or not by a draw of its
//! own, so those of 0.5 are among those of 0.8. Above 1 copies join them, each with arrivals of its own, so that they come as irregularly as the base
//! and not in pairs; the last copy is thinned.

use super::Source;
use crate::engine::draw::purpose;
use crate::model::{Arrivals, Flow};

/// First number of the consignments of copy k is k times this: the numbers of 32 bits are shared out among the flow itself and 15 copies, and none
/// makes 268 million consignments in a replication.
const NUMBERS_OF_A_COPY: u32 = 1 << 28;

/// The sources of a flow: its own, and its copies. `source` makes one without regard to the scale, under the given name.
pub(super) fn sources(flow: &Flow, source: impl Fn(&str, Arrivals) -> Source) -> Vec<Source> {
    let of_copy = |(copy, keep): (u32, f64)| {
        let name = if copy == 0 { flow.id.clone() } else { format!("{}/copy {copy}", flow.id) };
        let whole = source(&name, shifted(&flow.arrivals, copy));
        Source {
            keep,
            keep_purpose: purpose(&format!("{name}/scale")),
            first_who: copy * NUMBERS_OF_A_COPY,
            mean_rate: whole.mean_rate * keep,
            ..whole
        }
    };
    copies(flow.scale).into_iter().map(of_copy).collect()
}

/// (number of the copy, share of it that is kept); the flow itself is number 0.
fn copies(scale: f64) -> Vec<(u32, f64)> {
    let more = (1..).map(|copy| (copy, (scale - f64::from(copy)).min(1.0))).take_while(|(_, keep)| *keep > 0.0);
    std::iter::once((0, scale.min(1.0))).chain(more).collect()
}

/// Arrivals at equal distances have no luck that would keep copies apart: each copy begins in the middle of a widest gap that is left (1/2, 1/4, 3/4, 1/8, ..).
fn shifted(arrivals: &Arrivals, copy: u32) -> Arrivals {
    match arrivals {
        Arrivals::Every { gap, first, count } => {
            let sixteenths = u64::from(copy.reverse_bits() >> 28);
            Arrivals::Every { gap: *gap, first: first + gap * sixteenths / 16, count: *count }
        }
        // What was observed has no luck either, and no gaps to be shared: copies of a trace come with it.
        Arrivals::Trace(_) => arrivals.clone(),
        Arrivals::Poisson(_) | Arrivals::Modulated(_) | Arrivals::Renewal(_) | Arrivals::Batches { .. } => {
            arrivals.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_made_of_whole_copies_and_a_part_of_one() {
        assert_eq!(copies(1.0), [(0, 1.0)]);
        assert_eq!(copies(0.0), [(0, 0.0)]);
        assert_eq!(copies(0.25), [(0, 0.25)]);
        assert_eq!(copies(2.5), [(0, 1.0), (1, 1.0), (2, 0.5)]);
        assert_eq!(copies(3.0), [(0, 1.0), (1, 1.0), (2, 1.0)]);
    }

    #[test]
    fn copies_of_equal_distances_come_between() {
        let first = |copy| match shifted(&Arrivals::Every { gap: 1600, first: 7, count: 1 }, copy) {
            Arrivals::Every { first, .. } => first,
            other => panic!("{other:?}"),
        };
        assert_eq!([0, 1, 2, 3, 4, 15].map(first), [7, 807, 407, 1207, 207, 1507]);
    }
}
