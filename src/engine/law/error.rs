//! What can be wrong with the numbers of a law, and the checks that say so.

/// No parameter is beyond this, so that no draw and no moment overflows.
const LARGEST: f64 = 1e100;

/// What is wrong with the numbers given for a law.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LawError {
    /// NaN or an infinity.
    #[error("{name} must be a finite number: {value}")]
    NotFinite {
        /// Which number.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// So large that products of such numbers would overflow.
    #[error("{name} must not be beyond 1e100: {value:e}")]
    TooLarge {
        /// Which number.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// A negative number where 0 is the least.
    #[error("{name} must not be negative: {value}")]
    Negative {
        /// Which number.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// Zero or less where that makes no law.
    #[error("{name} must be above 0: {value}")]
    NotPositive {
        /// Which number.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// Two parameters in the wrong order.
    #[error("{less} must not be above {more}: {found} > {limit}")]
    OutOfOrder {
        /// The one that should be smaller.
        less: &'static str,
        /// The one that should be larger.
        more: &'static str,
        /// What was given for the one.
        found: f64,
        /// What was given for the other.
        limit: f64,
    },
    /// A parameter outside the range for which the law can be computed.
    #[error("{name} must lie between {least} and {most}: {value}")]
    OutOfRange {
        /// Which number.
        name: &'static str,
        /// What was given.
        value: f64,
        /// Least possible.
        least: f64,
        /// Largest possible.
        most: f64,
    },
    /// A list without values.
    #[error("at least one value is needed")]
    NoValues,
    /// A list whose weights sum to 0.
    #[error("at least one weight must be above 0")]
    NoWeight,
    /// A truncation that leaves nothing.
    #[error("a normal law with mean {mean} and sd {sd} has no probability between {low} and {high}")]
    NothingLeft {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Least value.
        low: f64,
        /// Largest value.
        high: f64,
    },
}

pub fn finite(name: &'static str, value: f64) -> Result<(), LawError> {
    if !value.is_finite() {
        Err(LawError::NotFinite { name, value })
    } else if value.abs() > LARGEST {
        Err(LawError::TooLarge { name, value })
    } else {
        Ok(())
    }
}

pub fn not_negative(name: &'static str, value: f64) -> Result<(), LawError> {
    finite(name, value)?;
    if value >= 0.0 { Ok(()) } else { Err(LawError::Negative { name, value }) }
}

pub fn positive(name: &'static str, value: f64) -> Result<(), LawError> {
    finite(name, value)?;
    if value > 0.0 { Ok(()) } else { Err(LawError::NotPositive { name, value }) }
}

pub fn in_range(name: &'static str, value: f64, least: f64, most: f64) -> Result<(), LawError> {
    positive(name, value)?;
    if (least..=most).contains(&value) { Ok(()) } else { Err(LawError::OutOfRange { name, value, least, most }) }
}

pub fn ordered(less: &'static str, found: f64, more: &'static str, limit: f64) -> Result<(), LawError> {
    if found <= limit { Ok(()) } else { Err(LawError::OutOfOrder { less, more, found, limit }) }
}

pub fn three_points(min: f64, mode: f64, max: f64) -> Result<(), LawError> {
    not_negative("min", min)?;
    finite("mode", mode)?;
    finite("max", max)?;
    ordered("min", min, "mode", mode)?;
    ordered("mode", mode, "max", max)
}
