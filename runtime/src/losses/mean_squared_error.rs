use super::Reduction;
use super::pointwise::Pointwise;
use crate::Scalar;

/// Mean of the squared differences: `L = mean((p − y)²)`, over the `N` values of a sample. `∂L/∂pⱼ = 2 (pⱼ −
/// yⱼ) / N`.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSquaredError {
    reduction: Reduction,
}

super::pointwise!(MeanSquaredError);

impl Pointwise for MeanSquaredError {
    const NAME: &'static str = "mean_squared_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y) * (p - y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y) + (p - y)
    }
}
