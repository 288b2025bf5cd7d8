//! The figure of empties: how uneven trade is by direction, and what stands in pools. None where no boxes are counted.

use super::lead::{End, Lead, lead};
use super::{Shown, buckets, frame, grid, metric, words};
use crate::ids::HubId;
use crate::index::trades;
use crate::report::Report;
use crate::report::plot::{Imbalance, Panel, TradeBars, Way};

/// Trades both ways, laden and empty, beside the stock of each pool.
pub fn imbalance(report: &Report) -> Option<Imbalance> {
    report.plan.depots().next()?;
    let mut bars = Vec::new();
    let mut uneven = Vec::new();
    for (one, other, place) in trades(report.plan, report.model) {
        let ends = (hub_name(report, one), hub_name(report, other));
        let Some((out, back)) = way(report, &place, "out").zip(way(report, &place, "back")) else { continue };
        let name = format!("{} \u{2013} {}", ends.0, ends.1);
        uneven.extend(report.results.find("imbalance", &place).map(|metric| (metric, name)));
        let imbalance = metric(report, "imbalance", &place).map(|of| of.mean);
        bars.push(TradeBars { ends, out, back, imbalance });
    }
    let (span, stocks) = report.results.empties_stocks(&report.model.run);
    let pools = report.plan.depots().zip(stocks).map(|((_, pool), stock)| Panel {
        place: own_name(&pool.name).to_owned(),
        buckets: buckets(stock),
        limit: None,
    });
    let what = "Counted boxes between two places, TEU per day: out from the one named first, back to it; uneven: difference of laden boxes \
                over their sum";
    Some(Imbalance {
        name: "imbalance".to_owned(),
        frame: frame(report, title(report, uneven), what, Shown::Intervals),
        trades: bars,
        grid: grid(report, span),
        pools: pools.collect(),
    })
}

fn title(report: &Report, uneven: Vec<(usize, String)>) -> String {
    let empties = metric(report, "empty_share", "network").filter(|share| share.mean > 0.0);
    let sent =
        empties.map(|share| format!("{} % of all TEU-km are of empties that are sent", words(share.scaled(100.0), 1)));
    let most = lead(report, uneven, End::Most, "more than any other").map(|Lead { name, mean, verdict }| {
        format!("{name} is uneven by {} % of its laden boxes{verdict}", words(mean.scaled(100.0), 0))
    });
    match (sent, most) {
        (Some(sent), _) => sent,
        (None, Some(most)) => format!("No empties are sent; {most}"),
        (None, None) => "No counted box was delivered after the warm-up".to_owned(),
    }
}

fn way(report: &Report, place: &str, direction: &str) -> Option<Way> {
    let laden = metric(report, &format!("laden_{direction}"), place)?;
    let empty = metric(report, &format!("empty_{direction}"), place)?;
    let ends = (laden.low().unwrap_or(laden.mean), laden.high().unwrap_or(laden.mean));
    Some(Way { laden: laden.mean, ends, empty: empty.mean })
}

/// The name of a hub without what stands in brackets behind it.
fn hub_name(report: &Report, hub: HubId) -> String {
    let name = &report.model.hubs[hub.index()].name;
    name.split(" (").next().unwrap_or(name).to_owned()
}

/// The name of a pool without its hub.
fn own_name(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, own)| own)
}
