use super::Reduction;
use super::pointwise::Pointwise;
use crate::Scalar;

/// Mean of the absolute differences: `L = mean(|p − y|)`, over the `N` values of a sample. `∂L/∂pⱼ = sign(pⱼ −
/// yⱼ) / N`, and 0 where the two are equal.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsoluteError {
    reduction: Reduction,
}

super::pointwise!(MeanAbsoluteError);

impl Pointwise for MeanAbsoluteError {
    const NAME: &'static str = "mean_absolute_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y).abs()
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        crate::scalar::sign(p - y)
    }
}
