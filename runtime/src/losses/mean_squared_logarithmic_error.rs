use super::pointwise::Pointwise;
use super::{EPSILON, Reduction};
use crate::Scalar;

/// Mean of the squared differences of logarithms: `L = mean((ln(1 + max(p, ε)) − ln(1 + max(y, ε)))²)`, over the `N` values
/// of a sample, with `ε = 1e-7`. With `d` the difference, `∂L/∂pⱼ = 2 dⱼ / (N (1 + pⱼ))` where `pⱼ ≥ ε`, and 0 below.
///
/// For values that are not negative and span orders of magnitude. For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSquaredLogarithmicError {
    reduction: Reduction,
}

super::pointwise!(MeanSquaredLogarithmicError);

/// `ln(1 + max(p, ε)) − ln(1 + max(y, ε))`
fn difference<T: Scalar>(p: T, y: T) -> T {
    let epsilon = T::of(EPSILON);
    p.max(epsilon).ln_1p() - y.max(epsilon).ln_1p()
}

impl Pointwise for MeanSquaredLogarithmicError {
    const NAME: &'static str = "mean_squared_logarithmic_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        difference(p, y) * difference(p, y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        if p < T::of(EPSILON) { T::zero() } else { T::of(2.0) * difference(p, y) / (T::one() + p) }
    }
}
