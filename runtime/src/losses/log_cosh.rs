use super::Reduction;
use super::pointwise::Pointwise;
use crate::Scalar;

/// Mean of the logarithms of the hyperbolic cosine of the differences: `L = mean(ln cosh(p − y))`, over the `N` values of a
/// sample: squared for small differences, absolute for large ones, and smooth. `∂L/∂pⱼ = tanh(pⱼ − yⱼ) / N`.
///
/// Computed as `|d| + ln(1 + exp(−2 |d|)) − ln 2`, which does not overflow.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogCosh {
    reduction: Reduction,
}

super::pointwise!(LogCosh);

impl Pointwise for LogCosh {
    const NAME: &'static str = "logcosh";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        let d = (p - y).abs();
        // Keras takes this constant in `f32` for models in `f64` too.
        let ln_2 = T::of(core::f32::consts::LN_2.into());
        d + (T::of(-2.0) * d).exp().ln_1p() - ln_2
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y).tanh()
    }
}
