//! Stays in yards: each cargo in the block that takes it.

use super::super::builder::Builder;
use super::super::check::Finding;
use super::super::multimodal::Cargo;
use super::super::{Price, Step, Thing, ThingKind, Toll};
use crate::ids::HubId;
use crate::model::{Block, Means, WhenFull, YardCargo};

/// The stores of a yard, one a block; none where a hub has no yard.
pub fn stores(builder: &mut Builder, hub: HubId) -> Vec<u32> {
    let blocks = builder.model.hubs[hub.index()].yard().map_or(&[][..], |yard| &yard.blocks);
    blocks.iter().map(|block| store(builder, hub, block)).collect()
}

fn store(builder: &mut Builder, hub: HubId, block: &Block) -> u32 {
    let hub_id = &builder.model.hubs[hub.index()].id;
    let (yard, path) = (format!("{hub_id}/yard"), format!("hubs/{hub_id}/facilities/Yard"));
    let is_whole = block.id.is_empty();
    let name = if is_whole { yard } else { format!("{yard}/{}", block.id) };
    let path = if is_whole { path } else { format!("{path}/blocks/{}", block.id) };
    builder.thing(&name, || Thing {
        is_block: !is_whole,
        // Nobody waits for a place in a block that turns away.
        limit: (block.when_full == WhenFull::TurnAway).then_some(0),
        ..Thing::new(&name, format!("{path}/capacity_teu"), hub, ThingKind::Store, block.capacity_teu)
    })
}

/// A stay in the yard of a hub.
#[derive(Clone, Copy)]
pub struct YardStay<'m> {
    block: &'m Block,
    thing: u32,
    teu: u16,
}

impl<'m> YardStay<'m> {
    /// In the yard of a hub, if it has one; how the cargo comes and goes says in which block.
    pub fn at(
        builder: &mut Builder<'m>,
        hub: HubId,
        load: &Cargo,
        (before, after): (Option<Means>, Option<Means>),
    ) -> Option<Self> {
        let model = builder.model;
        let yard = model.hubs[hub.index()].yard()?;
        stores(builder, hub);
        let cargo = YardCargo::of(load.stowage, before, after);
        let Some(block) = yard.block(cargo) else {
            report(builder, nowhere(&model.hubs[hub.index()].id, load.name, cargo));
            return None;
        };
        if block.when_full == WhenFull::TurnAway && before.is_some_and(Means::is_carrier) {
            report(builder, overboard(&model.hubs[hub.index()].id, load.name, cargo, block));
        }
        Some(Self { block, thing: store(builder, hub, block), teu: u16::try_from(load.teu).unwrap_or(u16::MAX) })
    }

    /// Takes its places.
    pub fn take(&self, builder: &mut Builder<'m>) {
        builder.take(self.thing, self.teu);
    }

    /// The clock of the tariff begins.
    pub fn begin(&self, builder: &mut Builder<'m>) {
        if self.block.tariff.is_some() {
            builder.emit(Step::Stamp);
        }
    }

    /// Pays and gives its places back.
    pub fn give(&self, builder: &mut Builder<'m>) {
        if let Some(tariff) = &self.block.tariff {
            let name = builder.plan.things[self.thing as usize].name.clone();
            let price = Price::Stay(tariff.clone());
            let tariff = builder.toll(Toll { account: builder.account, name, price });
            builder.emit(Step::Charge { tariff });
        }
        builder.give(self.thing, self.teu);
    }
}

/// Journeys are written once for each class and way: each finding is told once.
fn report(builder: &mut Builder, finding: Finding) {
    if !builder.findings.contains(&finding) {
        builder.findings.push(finding);
    }
}

fn nowhere(hub: &str, load: &str, cargo: YardCargo) -> Finding {
    let title =
        format!("the yard of `{hub}` has no block for cargo of flow `{load}`, which is `{}` there", cargo.name());
    Finding::error("E0443", format!("hubs/{hub}/facilities/Yard/blocks"), title)
        .expected(format!("a block with `{}` in its `for`", cargo.name()))
        .hint("all cargo that comes to a yard with blocks must have one; one block may take several kinds")
}

fn overboard(hub: &str, load: &str, cargo: YardCargo, block: &Block) -> Finding {
    let title = format!("block `{}` turns away what trains and ships bring", block.id);
    Finding::error("E0340", format!("hubs/{hub}/facilities/Yard/blocks/{}/when_full", block.id), title)
        .found(format!("`TurnAway`, and flow `{load}`, which comes aboard (`{}`)", cargo.name()))
        .expected("`Block`: a box without a place stays aboard, and keeps the vehicle there")
        .hint("only what comes by truck or begins here can be refused")
}
