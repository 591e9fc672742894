use super::pointwise::Pointwise;
use super::{EPSILON, Reduction};
use crate::Scalar;

/// The negative log-likelihood of counts `y` with expectations `p`, but for a constant: `L = mean(p − y ln(p + ε))`, over the
/// `N` values of a sample, with `ε = 1e-7`. `∂L/∂pⱼ = (1 − yⱼ / (pⱼ + ε)) / N`.
///
/// For outputs that are not negative, such as those of [`softplus`](crate::activations::softplus) or
/// [`exponential`](crate::activations::exponential), of every shape, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct Poisson {
    reduction: Reduction,
}

super::pointwise!(Poisson);

impl Pointwise for Poisson {
    const NAME: &'static str = "poisson";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        p - y * (p + T::of(EPSILON)).ln()
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        T::one() - y / (p + T::of(EPSILON))
    }
}
