//! Variants of a scenario beside its base: the same replications of each, and what differs.
//!
//! **Invariant:** a difference is one of replications with the same number. With [`Pairing::Paired`] these met the same luck, since draws have
//! addresses and the variant is not part of them; so a variant that changes nothing differs by exactly zero.

use crate::index::{Metric, spot_name, spots};
use crate::model::{Model, Run};
use crate::plan::Plan;
use crate::stats::{Difference, holm, paired_t, welch_t};

use super::Results;

/// Whether the variants meet the same luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// The same consignments with the same luck in each; differences are taken pair by pair (paired t).
    Paired,
    /// Each variant has luck of its own (Welch's t).
    Independent,
}

impl Pairing {
    /// The word of the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paired => "paired",
            Self::Independent => "independent",
        }
    }

    /// The master seed of a variant by its number, the base being 0.
    pub fn seed(self, master: u64, variant: usize) -> u64 {
        // An odd step visits every seed once before it returns, and lands far from the seeds that people write.
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        match self {
            Self::Paired => master,
            Self::Independent => master.wrapping_add(STEP.wrapping_mul(variant as u64)),
        }
    }
}

/// The keys of `run` in which two scenarios differ: then they do not measure the same thing, and are not compared.
pub fn unlike(base: &Run, other: &Run) -> Vec<&'static str> {
    let keys = [
        ("start", base.start == other.start),
        ("zone", base.zone == other.zone),
        ("horizon", base.horizon == other.horizon),
        ("warm_up", base.warm_up == other.warm_up),
        ("end", base.end == other.end),
        ("replications", base.replications == other.replications),
        ("seed", base.seed == other.seed),
        ("bucket", base.bucket == other.bucket),
        ("sample", base.sample == other.sample),
    ];
    keys.into_iter().filter(|(_, is_equal)| !is_equal).map(|(key, _)| key).collect()
}

/// The metrics by which variants are judged unless others are asked for, as (name, place): throughput and time in the system of the network, the value
/// that goods lose on the way where they lose any, and the
/// mean dwell time of each direction across a border; where there is no border, of each hub.
pub fn headline(model: &Model, plan: &Plan) -> Vec<(String, String)> {
    let all = spots(plan);
    let has_border = all.iter().any(|spot| spot.direction.is_some());
    let shown = all.into_iter().filter(|spot| spot.direction.is_some() == has_border);
    let dwell = shown.map(|spot| ("dwell_mean".to_owned(), format!("hub/{}", spot_name(model, spot))));
    let network = ["throughput", "time_in_system_mean"].map(|name| (name.to_owned(), "network".to_owned()));
    let perishes = model.flows.iter().any(|flow| flow.decay.is_some());
    let value = perishes.then(|| ("value_lost".to_owned(), "network".to_owned()));
    network.into_iter().chain(value).chain(dwell).collect()
}

/// Which of the two has a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exists {
    /// Both.
    Both,
    /// The base only: the variant has no such hub, flow or station.
    InBase,
    /// The variant only.
    InVariant,
}

/// One metric of one variant beside the base.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Number of the variant, >= 1.
    pub variant: usize,
    /// What is measured.
    pub metric: Metric,
    /// Which of the two has it.
    pub exists: Exists,
    /// Variant minus base; none without a replication in which both have a value.
    pub difference: Option<Difference>,
    /// Whether it belongs to the metrics by which variants are judged.
    pub is_headline: bool,
    /// p-value adjusted after Holm for all tests of headline metrics; none for other rows and where there is no test.
    pub p_holm: Option<f64>,
}

/// What may be said of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Only one of the two has the metric, or there is no replication in which both have a value.
    NoValue,
    /// Equal in every replication.
    Same,
    /// Higher than the base: all such verdicts of a comparison together hold with confidence 95 %.
    Higher,
    /// Lower than the base, likewise.
    Lower,
    /// The difference may be chance.
    NotDistinguishable,
    /// With a single pair nothing can be said.
    SinglePair,
    /// No metric by which variants are judged: its interval is given, but looking for the largest of many finds chance.
    NotJudged,
}

impl Verdict {
    /// The words of tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoValue => "no value",
            Self::Same => "the same",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NotDistinguishable => "not distinguishable",
            Self::SinglePair => "one pair only",
            Self::NotJudged => "not judged",
        }
    }
}

impl Row {
    /// What may be said of it.
    pub fn verdict(&self) -> Verdict {
        const LEVEL: f64 = 0.05;
        let Some(of) = self.difference else { return Verdict::NoValue };
        let direction = if of.mean > 0.0 { Verdict::Higher } else { Verdict::Lower };
        match (of.p, self.p_holm) {
            _ if of.is_none() => Verdict::Same,
            _ if of.standard_error.is_none() => Verdict::SinglePair,
            _ if !self.is_headline => Verdict::NotJudged,
            // It differs by the same amount every time: no chance is left.
            (None, _) => direction,
            (Some(_), Some(p)) if p <= LEVEL => direction,
            (Some(_), _) => Verdict::NotDistinguishable,
        }
    }
}

/// Results of all variants, and their differences from the base.
#[derive(Debug)]
pub struct Comparison {
    /// Whether variants met the same luck.
    pub pairing: Pairing,
    /// Names, the base first.
    pub names: Vec<String>,
    /// Results in the order of the names.
    pub results: Vec<Results>,
    /// Variant by variant: the metrics of the base in their order, then those that only the variant has.
    pub rows: Vec<Row>,
    /// How many tests of headline metrics there are: over so many the p-values are adjusted.
    pub tests: usize,
}

impl Comparison {
    /// Compares results, the base first, by the headline metrics, given as (name, place).
    pub fn new(names: Vec<String>, results: Vec<Results>, pairing: Pairing, headline: &[(String, String)]) -> Self {
        let others = 1..results.len();
        let mut rows: Vec<Row> =
            others.flat_map(|variant| rows(&results[0], &results[variant], variant, pairing)).collect();
        for row in &mut rows {
            row.is_headline =
                headline.iter().any(|(name, place)| *name == row.metric.name && *place == row.metric.place);
        }
        let tests = adjust(&mut rows);
        Self { pairing, names, results, rows, tests }
    }

    /// The row of a metric in a variant.
    pub fn find(&self, variant: usize, name: &str, place: &str) -> Option<&Row> {
        let is_it = |row: &&Row| row.variant == variant && row.metric.name == name && row.metric.place == place;
        self.rows.iter().find(is_it)
    }
}

/// All metrics of two results side by side.
fn rows(base: &Results, other: &Results, variant: usize, pairing: Pairing) -> Vec<Row> {
    let row = |metric: &Metric, exists, difference| Row {
        variant,
        metric: metric.clone(),
        exists,
        difference,
        is_headline: false,
        p_holm: None,
    };
    let mut theirs: std::collections::BTreeMap<(&str, &str), usize> =
        other.metrics.iter().enumerate().map(|(index, metric)| ((&*metric.name, &*metric.place), index)).collect();
    let mut rows = Vec::new();
    for (index, metric) in base.metrics.iter().enumerate() {
        rows.push(match theirs.remove(&(&*metric.name, &*metric.place)) {
            Some(there) => row(metric, Exists::Both, difference(base, index, other, there, pairing)),
            None => row(metric, Exists::InBase, None),
        });
    }
    let mut new: Vec<usize> = theirs.into_values().collect();
    new.sort_unstable();
    rows.extend(new.into_iter().map(|index| row(&other.metrics[index], Exists::InVariant, None)));
    rows
}

fn difference(base: &Results, here: usize, other: &Results, there: usize, pairing: Pairing) -> Option<Difference> {
    let column =
        |of: &Results, metric: usize| -> Vec<Option<f64>> { of.sheets.iter().map(|sheet| sheet[metric]).collect() };
    let (base, other) = (column(base, here), column(other, there));
    match pairing {
        Pairing::Paired => paired_t(&base, &other),
        Pairing::Independent => welch_t(&base, &other),
    }
}

/// Adjusts the p-values of headline rows for being looked at together; returns how many there are.
fn adjust(rows: &mut [Row]) -> usize {
    let p_of = |row: &Row| row.difference.filter(|_| row.is_headline).and_then(|of| of.p);
    let tested: Vec<usize> = (0..rows.len()).filter(|&row| p_of(&rows[row]).is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|&row| p_of(&rows[row])).collect();
    for (&row, adjusted) in tested.iter().zip(holm(&p)) {
        rows[row].p_holm = Some(adjusted);
    }
    tested.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Batch;

    /// Results of one metric at `network`, one value a replication.
    fn results(name: &str, values: &[f64]) -> Results {
        let metrics = vec![Metric { name: name.to_owned(), place: "network".to_owned(), unit: "h" }];
        Results {
            batch: Batch { seed: 1, replications: values.len() as u32, threads: 1, max_events: 1, max_entities: 1 },
            found: None,
            stopped: Vec::new(),
            metrics,
            sheets: values.iter().map(|value| vec![Some(*value)]).collect(),
            spots: Vec::new(),
            throughput: Vec::new(),
            dwell: Vec::new(),
            samples: Vec::new(),
            queues: Vec::new(),
            daily_queues: Vec::new(),
            stocks: Vec::new(),
            empties: Vec::new(),
            queues_by_hour: Vec::new(),
            timings: crate::observe::Timings::none(),
            first_from: 0,
            moves: Vec::new(),
            measured: 1,
            events: 1,
        }
    }

    fn compared(all: &[&[f64]], headline: &[&str]) -> Comparison {
        let names = (0..all.len()).map(|number| number.to_string()).collect();
        let headline: Vec<_> = headline.iter().map(|name| ((*name).to_owned(), "network".to_owned())).collect();
        let results = all.iter().map(|values| results("wait", values)).collect();
        Comparison::new(names, results, Pairing::Paired, &headline)
    }

    fn verdicts(all: &[&[f64]]) -> Vec<Verdict> {
        compared(all, &["wait"]).rows.iter().map(Row::verdict).collect()
    }

    const BASE: [f64; 5] = [10.0, 12.0, 9.0, 14.0, 11.0];

    #[test]
    fn each_verdict_is_given_where_it_should_be() {
        let higher = BASE.map(|value| value * 1.2);
        let lower = BASE.map(|value| value * 0.8);
        let noise = [11.0, 11.5, 9.5, 13.0, 11.2];
        let shifted = BASE.map(|value| value - 1.0);
        let found = verdicts(&[&BASE, &BASE, &higher, &lower, &noise, &shifted]);
        use Verdict::{Higher, Lower, NotDistinguishable, Same};
        assert_eq!(found, [Same, Higher, Lower, NotDistinguishable, Lower]);
        assert_eq!(verdicts(&[&BASE[..1], &higher[..1]]), [Verdict::SinglePair]);
    }

    #[test]
    fn what_is_not_judged_has_no_adjusted_p_and_no_verdict() {
        let of = compared(&[&BASE, &BASE.map(|value| value * 1.2)], &[]);
        assert_eq!((of.tests, of.rows[0].p_holm, of.rows[0].verdict()), (0, None, Verdict::NotJudged));
    }

    #[test]
    fn looking_at_many_variants_takes_more_to_be_sure() {
        // On its own the second variant is distinguishable (p = 0.02); beside the others it is not.
        let sure = BASE.map(|value| value + 1.0 + (value - 11.0) * 0.3);
        let alone = compared(&[&BASE, &sure], &["wait"]);
        let noise = [11.0, 11.5, 9.5, 13.0, 11.2];
        let among = compared(&[&BASE, &sure, &noise, &noise], &["wait"]);
        let p = |of: &Comparison| of.rows[0].difference.and_then(|of| of.p);
        assert_eq!(p(&alone), p(&among));
        assert_eq!(alone.rows[0].p_holm, p(&alone));
        assert_eq!(among.rows[0].p_holm, p(&among).map(|p| p * 3.0));
        assert_eq!((alone.tests, among.tests), (1, 3));
    }

    #[test]
    fn equal_results_are_no_test() {
        let of = compared(&[&BASE, &BASE, &BASE.map(|value| value * 1.2)], &["wait"]);
        assert_eq!(of.tests, 1);
    }

    #[test]
    fn a_metric_that_only_one_side_has_is_told() {
        let (base, other) = (results("wait", &BASE), results("stay", &BASE));
        let of = Comparison::new(vec!["base".into(), "x".into()], vec![base, other], Pairing::Paired, &[]);
        let found: Vec<(&str, Exists)> = of.rows.iter().map(|row| (row.metric.name.as_str(), row.exists)).collect();
        assert_eq!(found, [("wait", Exists::InBase), ("stay", Exists::InVariant)]);
        assert!(of.rows.iter().all(|row| row.verdict() == Verdict::NoValue));
    }

    #[test]
    fn independent_variants_have_seeds_of_their_own_and_the_base_keeps_its() {
        let seeds: Vec<u64> = (0..4).map(|variant| Pairing::Independent.seed(7, variant)).collect();
        assert_eq!(seeds[0], 7);
        let mut apart = seeds.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), seeds.len());
        assert!((0..4).all(|variant| Pairing::Paired.seed(7, variant) == 7));
    }
}
