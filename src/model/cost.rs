//! What moving and handling costs, in money and in carbon.
//!
//! Emissions follow ISO 14083: transport operations by distance and load, with the way home of empty vehicles, and hub operations by what is done; well
//! to wheel, and the part of it that leaves the vehicle (tank to wheel). Factors are data of a scenario with their sources.

/// Something that is burnt or used: diesel, traction current.
#[derive(Debug, Clone, PartialEq)]
pub struct Energy {
    /// The id in the scenario.
    pub id: String,
    /// Its unit in words ("L", "kWh").
    pub unit: String,
    /// CO2e from well to wheel \[kg per unit\], >= 0.
    pub kg_wtw: f64,
    /// The part of it from tank to wheel \[kg per unit\], >= 0.
    pub kg_ttw: f64,
}

/// What a vehicle costs and uses.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Running {
    /// A kilometre, loaded or empty \[USD/km\], >= 0.
    pub usd_per_km: f64,
    /// An hour of driving or of waiting at a road border \[USD/h\], >= 0.
    pub usd_per_h: f64,
    /// What it uses: a number in `Model::energies`.
    pub energy: Option<usize>,
    /// A kilometre with a load \[units/km\], >= 0.
    pub per_km: f64,
    /// A kilometre without \[units/km\], >= 0.
    pub per_km_empty: f64,
    /// Each tonne of load besides, a kilometre \[units/t-km\], >= 0.
    pub per_tkm: f64,
}

/// What one use of a station or crane costs and takes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Use {
    /// Money \[USD\], >= 0.
    pub usd: f64,
    /// What it takes: a number in `Model::energies`, and how much \[units\].
    pub energy: Option<(usize, f64)>,
}
