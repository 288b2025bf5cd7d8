//! Yards and their blocks.

use std::collections::BTreeMap;

use super::super::file::{BlockFile, TariffFile, YardCargoFile};
use super::context::Context;
use super::procedure::when_full;
use super::tariff::tariff;
use crate::model::{Block, Tariff, WhenFull, Yard, YardCargo};

/// A yard as written.
pub struct Written<'f> {
    pub capacity_teu: Option<u32>,
    pub tariff: Option<&'f TariffFile>,
    pub blocks: &'f [BlockFile],
    pub slow_when_full: &'f [(f64, f64)],
}

pub fn yard(context: &mut Context, path: &str, file: &Written) -> Yard {
    let whole_tariff = file.tariff.map(|file| tariff(context, &format!("{path}/tariff"), file));
    let slowing = slowing(context, &format!("{path}/slow_when_full"), file.slow_when_full);
    if file.capacity_teu.is_some() != file.blocks.is_empty() {
        check_form(context, path, file);
    }
    if file.blocks.is_empty() {
        let capacity_teu = file.capacity_teu.unwrap_or(1);
        let capacity_teu = context.at_least_one(&format!("{path}/capacity_teu"), capacity_teu);
        let (id, cargo, when_full) = (String::new(), Vec::new(), WhenFull::Block);
        return Yard { blocks: vec![Block { id, capacity_teu, cargo, tariff: whole_tariff, when_full }], slowing };
    }
    let mut taken = BTreeMap::new();
    let mut blocks: Vec<Block> = file
        .blocks
        .iter()
        .enumerate()
        .map(|item| block(context, path, item, whole_tariff.as_ref(), &mut taken))
        .collect();
    blocks.sort_by(|a, b| a.id.cmp(&b.id));
    Yard { blocks, slowing }
}

/// A yard says how large it is once.
fn check_form(context: &mut Context, path: &str, file: &Written) {
    if context.is_reported(&format!("{path}/capacity_teu")) || context.is_reported(&format!("{path}/blocks")) {
        return;
    }
    let found = match file.capacity_teu {
        Some(teu) => format!("`capacity_teu: {teu}` and {} blocks", file.blocks.len()),
        None => "neither".to_owned(),
    };
    context.problem("E0342", path, "it is not clear how large a yard is", |problem| {
        problem.found(found).expected("either `capacity_teu`, or `blocks` with one each")
    });
}

fn block<'f>(
    context: &mut Context,
    yard: &str,
    (index, file): (usize, &'f BlockFile),
    whole_tariff: Option<&Tariff>,
    taken: &mut BTreeMap<YardCargo, &'f str>,
) -> Block {
    let path = if file.id.is_empty() { format!("{yard}/blocks/{index}") } else { format!("{yard}/blocks/{}", file.id) };
    context.check_name(&format!("{path}/id"), &file.id);
    if file.r#for.is_empty() && !context.is_reported(&format!("{path}/for")) {
        context.out_of_range(&format!("{path}/for"), "none", "at least one kind of cargo");
    }
    let mut cargo = Vec::with_capacity(file.r#for.len());
    for (index, kind) in file.r#for.iter().enumerate() {
        let (kind, place) = (self::cargo(kind), format!("{path}/for/{index}"));
        if let Some(other) = taken.insert(kind, &file.id) {
            let title =
                format!("two blocks of a yard take the same cargo: `{}` of `{other}` and `{}`", kind.name(), file.id);
            context.problem("E0341", &place, title, |problem| {
                problem
                    .expected("one block for each kind of cargo")
                    .hint("make them one block, or give one of them other cargo")
            });
        }
        cargo.push(kind);
    }
    let when_full = when_full(&file.when_full);
    check_turning_away(context, &path, file, when_full, &cargo);
    Block {
        id: file.id.clone(),
        capacity_teu: context.at_least_one(&format!("{path}/capacity_teu"), file.capacity_teu),
        cargo,
        tariff: match &file.tariff {
            Some(file) => Some(tariff(context, &format!("{path}/tariff"), file)),
            None => whole_tariff.cloned(),
        },
        when_full,
    }
}

/// What a train or ship brings cannot be sent away.
fn check_turning_away(context: &mut Context, path: &str, file: &BlockFile, when_full: WhenFull, cargo: &[YardCargo]) {
    let comes_aboard = |cargo: &&YardCargo| matches!(cargo, YardCargo::Import | YardCargo::Transit);
    let Some(brought) = cargo.iter().find(comes_aboard).filter(|_| when_full == WhenFull::TurnAway) else { return };
    let title = format!("block `{}` turns away what trains and ships bring", file.id);
    context.problem("E0340", &format!("{path}/when_full"), title, |problem| {
        problem
            .found(format!("`TurnAway` for `{}`", brought.name()))
            .expected("`Block`: a box without a place stays aboard, and keeps the vehicle there")
            .hint("only what comes by truck or begins here can be refused: give `Export` a block of its own that turns away")
    });
}

fn cargo(file: &YardCargoFile) -> YardCargo {
    match file {
        YardCargoFile::Import => YardCargo::Import,
        YardCargoFile::Export => YardCargo::Export,
        YardCargoFile::Transit => YardCargo::Transit,
        YardCargoFile::Empties => YardCargo::Empties,
        YardCargoFile::Reefer => YardCargo::Reefer,
    }
}

fn slowing(context: &mut Context, path: &str, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    for (index, (share, factor)) in points.iter().enumerate() {
        let place = format!("{path}/{index}");
        context.share(&place, *share);
        context.positive(&place, *factor);
        if index > 0 && points[index - 1].0 >= *share {
            context.problem("E0312", &place, "points are not in order", |problem| {
                problem
                    .found(format!("{share} after {}", points[index - 1].0))
                    .expected("each share above the one before")
            });
        }
    }
    points.to_vec()
}
