use super::Reduction;
use super::pointwise::Pointwise;
use crate::math;
use crate::tensor::Scalar;

/// Mean of the logarithms of the hyperbolic cosine of the differences: `L = mean(ln cosh(p − y))`, over the `N` values
/// on the last axis: squared for small differences, absolute for large ones, and smooth. `∂L/∂pⱼ = tanh(pⱼ − yⱼ) / N`.
///
/// Computed as `|d| + ln(1 + exp(−2 |d|)) − ln 2`, which does not overflow.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogCosh {
    reduction: Reduction,
}

super::pointwise::pointwise!(LogCosh);

impl Pointwise for LogCosh {
    const NAME: &'static str = "logcosh";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        let d = (p - y).abs();
        // Keras takes this constant in `f32` for models in `f64` too.
        let ln_2 = T::of(core::f32::consts::LN_2.into());
        d + math::ln_1p(math::exp(T::of(-2.0) * d)) - ln_2
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        math::tanh(p - y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, at};

    #[test]
    fn it_is_what_its_name_says() {
        for difference in [-3.0f64, -0.5, 0.0, 1e-3, 0.7, 20.0] {
            let (loss, derivative) = at::<f64, _>(&LogCosh::new(), 2.0 + difference, 2.0);
            assert_close(&[derivative], &[difference.tanh()]);
            let ln_2 = f64::from(core::f32::consts::LN_2) - core::f64::consts::LN_2;
            assert_close(&[loss], &[difference.cosh().ln() - ln_2]);
        }
    }

    #[test]
    fn large_differences_do_not_overflow() {
        assert_eq!(at::<f32, _>(&LogCosh::new(), 1e30, 0.0), (f64::from(1e30f32), 1.0));
        assert_eq!(at::<f32, _>(&LogCosh::new(), -1e30, 0.0), (f64::from(1e30f32), -1.0));
    }
}
