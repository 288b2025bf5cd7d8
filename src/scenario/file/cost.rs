//! Costs and emissions.

use crate::scenario::record::record;

record! {
    /// Something that is burnt or used, with what it emits.
    EnergyFile as "an energy" {
        /// Unique among energies.
        id: String,
        /// Its unit, a label ("L", "kWh").
        unit: String,
        /// CO2e from well to wheel \[kg per unit\], >= 0.
        kg_wtw: f64,
        /// The part of it from tank to wheel \[kg per unit\], >= 0.
        kg_ttw: f64 = 0.0,
        /// Where the factors are from.
        source: Option<String> = None,
    }
}

record! {
    /// What a vehicle costs and uses.
    RunningFile as "costs of running" {
        /// A kilometre, loaded or empty \[USD/km\], >= 0.
        usd_per_km: f64 = 0.0,
        /// An hour of driving or of waiting at a road border \[USD/h\], >= 0.
        usd_per_h: f64 = 0.0,
        /// What it uses: the id of an energy.
        energy: Option<String> = None,
        /// A kilometre with a load \[units/km\], >= 0.
        per_km: f64 = 0.0,
        /// A kilometre without \[units/km\]; absent = as with a load.
        per_km_empty: Option<f64> = None,
        /// Each tonne of load besides, a kilometre \[units/t-km\], >= 0.
        per_tkm: f64 = 0.0,
    }
}

record! {
    /// What one use of a station or crane costs and takes.
    UseFile as "cost of a use" {
        /// Money \[USD\], >= 0.
        usd: f64 = 0.0,
        /// What it takes: the id of an energy.
        energy: Option<String> = None,
        /// How much of it \[units\], >= 0.
        amount: f64 = 0.0,
    }
}
