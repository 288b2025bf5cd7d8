//! What is paid on the way.

use super::super::{Price, Step, Toll};
use super::{Builder, number};
use crate::model::{Tariff, Use};

impl Builder<'_> {
    /// Freight of a consignment, where it is any \[USD\].
    pub fn pay_freight(&mut self, name: &str, usd: f64) {
        if usd > 0.0 {
            let price = Price::Freight((usd * 1e6).round() as u64);
            self.pay(Toll { account: self.account, name: format!("freight/{name}"), price });
        }
    }

    /// Demurrage for the stay that ends, to the owner of the boxes of a service.
    pub fn pay_demurrage(&mut self, service: &str, tariff: &Tariff, teu: u32) {
        let (name, price) = (format!("demurrage/{service}"), Price::Demurrage(tariff.times(f64::from(teu))));
        let tariff = self.toll(Toll { account: self.account, name, price });
        self.emit(Step::Charge { tariff });
    }

    /// What one use of a thing costs and takes, where it costs or takes anything.
    pub fn pay_use(&mut self, thing: u32, of: Use) {
        if of != Use::default() {
            let name = self.plan.things[thing as usize].name.clone();
            self.pay(Toll { account: self.account, name, price: Price::Use(of) });
        }
    }

    /// The number of what an account pays for a store.
    pub fn toll(&mut self, toll: Toll) -> u32 {
        let same = |other: &Toll| other.account == toll.account && other.name == toll.name;
        let known = self.plan.tariffs.iter().position(same);
        number(known.unwrap_or_else(|| {
            self.plan.tariffs.push(toll);
            self.plan.tariffs.len() - 1
        }))
    }

    /// Something is paid.
    pub fn pay(&mut self, toll: Toll) {
        let toll = self.toll(toll);
        self.emit(Step::Pay { toll });
    }
}
