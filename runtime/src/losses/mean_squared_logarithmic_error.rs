use super::pointwise::Pointwise;
use super::smoothing::EPSILON;
use super::{Domain, Reduction};
use crate::math;
use crate::math::at_least;
use crate::tensor::Scalar;

/// Mean of the squared differences of logarithms: `L = mean((ln(1 + max(p, ε)) − ln(1 + max(y, ε)))²)`, over the `N`
/// values on the last axis, with `ε = 1e-7`. With `d` the difference, `∂L/∂pⱼ = 2 dⱼ / (N (1 + pⱼ))` where `pⱼ ≥ ε`,
/// and 0 below.
///
/// For targets that are not negative, others are errors, and span orders of magnitude. For outputs of every shape and
/// activation, with targets of the same shape; a negative output costs what 0 costs, and its gradient is 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSquaredLogarithmicError {
    reduction: Reduction,
}

super::pointwise::pointwise!(MeanSquaredLogarithmicError);

/// `ln(1 + max(p, ε)) − ln(1 + max(y, ε))`
fn difference<T: Scalar>(p: T, y: T) -> T {
    let epsilon = T::of(EPSILON);
    math::ln_1p(at_least(p, epsilon)) - math::ln_1p(at_least(y, epsilon))
}

impl Pointwise for MeanSquaredLogarithmicError {
    const NAME: &'static str = "mean_squared_logarithmic_error";

    const TARGET_DOMAIN: Option<Domain> = Some(Domain::NOT_NEGATIVE.help(
        "the logarithm of less is not looked at; `MeanSquaredError` and `MeanAbsoluteError` take any number",
    ));

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        difference(p, y) * difference(p, y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        if p < T::of(EPSILON) { T::zero() } else { T::of(2.0) * difference(p, y) / (T::one() + p) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, at};

    #[test]
    fn logarithms_are_compared() {
        let e = core::f64::consts::E;
        let found = at::<f64, _>(&MeanSquaredLogarithmicError::new(), e * e - 1.0, e - 1.0);
        assert_close(&[found.0, found.1], &[1.0, 2.0 / (e * e)]);
    }

    #[test]
    fn below_epsilon_nothing_changes() {
        let loss = MeanSquaredLogarithmicError::new();
        assert_eq!(at::<f64, _>(&loss, -5.0, 1.0), at::<f64, _>(&loss, 0.5e-7, 1.0));
        assert_eq!(at::<f64, _>(&loss, -5.0, 1.0).1, 0.0);
        assert_eq!(at::<f64, _>(&loss, -5.0, -3.0), (0.0, 0.0));
        assert!(at::<f64, _>(&loss, f64::NAN, 1.0).0.is_nan());
    }
}
