//! Costs and emissions.

use super::super::file::{RunningFile, UseFile};
use super::context::Context;
use crate::model::{Energy, Running, Use};

pub fn energies(context: &mut Context) -> Vec<Energy> {
    let file = context.file;
    let mut all = Vec::with_capacity(file.energies.len());
    for energy in &file.energies {
        let path = format!("energies/{}", energy.id);
        let kg_wtw = context.not_negative(&format!("{path}/kg_wtw"), energy.kg_wtw);
        let kg_ttw = context.not_negative(&format!("{path}/kg_ttw"), energy.kg_ttw);
        if kg_ttw > kg_wtw {
            let title = format!("energy `{}` emits more from tank to wheel than from well to wheel", energy.id);
            context.problem("E0319", &format!("{path}/kg_ttw"), title, |problem| {
                problem.found(format!("{kg_ttw} of {kg_wtw} kg")).expected("at most `kg_wtw`, which includes it")
            });
        }
        all.push(Energy { id: energy.id.clone(), unit: energy.unit.clone(), kg_wtw, kg_ttw });
    }
    all
}

fn energy(context: &mut Context, path: &str, name: Option<&String>) -> Option<usize> {
    let path = format!("{path}/energy");
    context.lookup(|context| &context.energies, "energy", name?, &path, "a cost").map(|number| number as usize)
}

/// What a vehicle costs and uses; nothing where nothing is written.
pub fn running(context: &mut Context, path: &str, file: Option<&RunningFile>) -> Running {
    let Some(file) = file else { return Running::default() };
    let mut at = |key: &str, value: f64| context.not_negative(&format!("{path}/{key}"), value);
    Running {
        usd_per_km: at("usd_per_km", file.usd_per_km),
        usd_per_h: at("usd_per_h", file.usd_per_h),
        per_km: at("per_km", file.per_km),
        per_km_empty: at("per_km_empty", file.per_km_empty.unwrap_or(file.per_km)),
        per_tkm: at("per_tkm", file.per_tkm),
        energy: energy(context, path, file.energy.as_ref()),
    }
}

/// What one use costs and takes; nothing where nothing is written.
pub fn per_use(context: &mut Context, path: &str, file: Option<&UseFile>) -> Use {
    let Some(file) = file else { return Use::default() };
    let usd = context.not_negative(&format!("{path}/usd"), file.usd);
    let amount = context.not_negative(&format!("{path}/amount"), file.amount);
    Use { usd, energy: energy(context, path, file.energy.as_ref()).map(|energy| (energy, amount)) }
}
