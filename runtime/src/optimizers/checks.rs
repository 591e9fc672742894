//! Whether settings that several optimizers have make sense.

use crate::error::{Result, check_setting};
use crate::tensor::as_in_keras;

/// An error for a factor that is not from 0 to less than 1, or is 1 [as in Keras](as_in_keras).
pub(super) fn check_beta(what: &'static str, beta: f64) -> Result<()> {
    check_setting(what, beta, beta >= 0.0 && as_in_keras(beta) < 1.0, "from 0 to less than 1")
}

/// An error for a momentum that is none.
pub(super) fn check_momentum(momentum: f64) -> Result<()> {
    check_setting("momentum", momentum, (0.0..=1.0).contains(&momentum), "from 0 to 1")
}

/// An error for a number that is too small to keep a divisor from zero.
pub(super) fn check_epsilon(what: &'static str, epsilon: f64) -> Result<()> {
    let smallest = f64::from(f32::MIN_POSITIVE);
    check_setting(what, epsilon, epsilon.is_finite() && epsilon >= smallest, "at least 1.2e-38")
}
