//! Double-double arithmetic, for making the tables at compile time and for an exact square.

/// A number as the unevaluated sum `hi + lo`: some 106 bits, for making the tables.
#[derive(Clone, Copy)]
pub struct Wide {
    pub hi: f64,
    pub lo: f64,
}

impl Wide {
    pub const fn new(hi: f64) -> Wide {
        Wide { hi, lo: 0.0 }
    }

    /// `a + b` without error (Knuth).
    const fn sum(a: f64, b: f64) -> Wide {
        let hi = a + b;
        let back = hi - a;
        let lo = (a - (hi - back)) + (b - back);
        Wide { hi, lo }
    }

    /// `a * b` without error (Dekker).
    pub const fn product(a: f64, b: f64) -> Wide {
        let (a, b) = (halves(a), halves(b));
        let hi = (a.hi + a.lo) * (b.hi + b.lo);
        let lo = ((a.hi * b.hi - hi) + a.hi * b.lo + a.lo * b.hi) + a.lo * b.lo;
        Wide { hi, lo }
    }

    pub const fn plus(self, other: Wide) -> Wide {
        let sum = Wide::sum(self.hi, other.hi);
        Wide::sum(sum.hi, sum.lo + (self.lo + other.lo))
    }

    pub const fn times(self, other: Wide) -> Wide {
        let product = Wide::product(self.hi, other.hi);
        Wide::sum(product.hi, product.lo + (self.hi * other.lo + self.lo * other.hi))
    }

    pub const fn over(self, divisor: f64) -> Wide {
        let quotient = self.hi / divisor;
        let back = Wide::product(quotient, divisor);
        let rest = ((self.hi - back.hi) - back.lo) + self.lo;
        Wide::sum(quotient, rest / divisor)
    }
}

/// `a` as a sum of two numbers of 26 bits each (Veltkamp).
const fn halves(a: f64) -> Wide {
    let scaled = a * 134_217_729.0; // 2^27 + 1
    let hi = scaled - (scaled - a);
    Wide { hi, lo: a - hi }
}

/// ln a for `a` of few bits between 1/2 and 2: 2 artanh((a - 1) / (a + 1)) by its series.
pub const fn wide_ln(a: f64) -> Wide {
    let t = Wide::new(a - 1.0).over(a + 1.0);
    let square = t.times(t);
    let mut sum = Wide::new(0.0);
    let mut n = 40;
    while n > 0 {
        n -= 1;
        sum = Wide::new(1.0).over((2 * n + 1) as f64).plus(square.times(sum));
    }
    t.times(sum).times(Wide::new(2.0))
}

/// e^x for 0 <= x < 1 by its series.
pub const fn wide_exp(x: Wide) -> Wide {
    let mut sum = Wide::new(1.0);
    let mut n = 30;
    while n > 0 {
        sum = Wide::new(1.0).plus(x.times(sum).over(n as f64));
        n -= 1;
    }
    sum
}

/// `a` with its low bits cleared, so that its product with a small integer is exact.
pub const fn shortened(a: f64, cleared_bits: u32) -> f64 {
    f64::from_bits(a.to_bits() >> cleared_bits << cleared_bits)
}
