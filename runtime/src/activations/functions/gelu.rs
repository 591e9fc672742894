use core::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

use crate::activations::{Derivative, Elementwise};
use crate::math;
use crate::tensor::Scalar;

/// `√(2/π)`
const SCALE: f64 = FRAC_2_SQRT_PI * FRAC_1_SQRT_2;

/// `1/√2` and the factor of `z³`, which TensorFlow rounds to `f32` for models in `f64` too. Without that, results would
/// differ from Keras' by 3e-9.
const ROOT: f64 = FRAC_1_SQRT_2 as f32 as f64;
const CUBIC: f64 = 0.044_715_f32 as f64;

/// Gaussian error linear unit: `a = z Φ(z)`, with derivative `Φ(z) + z φ(z)`, where `Φ` is the distribution function
/// of the normal distribution and `φ` its density.
///
/// With `approximate`, `Φ(z)` is `½ (1 + tanh u)`, which is `σ(2 u)`, where `u = √(2/π) (z + 0.044715 z³)`. The
/// derivative is then `σ(2 u) + 2 u′ z σ(2 u) σ(−2 u)`.
///
/// Default: `approximate` false. (`keras.ops.gelu` has true, Keras' activation has not.)
///
/// Source: D. Hendrycks, K. Gimpel, "Gaussian error linear units", 2016.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
pub struct gelu {
    approximate: bool,
}

impl gelu {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { approximate: false }
    }

    /// Whether to compute `Φ` by `tanh`.
    #[must_use]
    pub const fn approximate(mut self, approximate: bool) -> Self {
        self.approximate = approximate;
        self
    }
}

impl Elementwise for gelu {
    const NAME: &'static str = "gelu";
    const DERIVATIVE: Derivative = Derivative::FromInput;

    #[inline(always)]
    fn value<T: Scalar>(&self, z: T) -> T {
        z * if self.approximate { math::sigmoid(doubled(z)) } else { distribution(z) }
    }

    #[inline(always)]
    fn derivative<T: Scalar>(&self, z: T) -> T {
        if self.approximate {
            let u = doubled(z);
            let (s, rest) = (math::sigmoid(u), math::sigmoid(-u));
            // Far out `z²` may be infinite, but nothing is left for it to make larger.
            if s * rest == T::zero() {
                return s;
            }
            let slope = T::of(2.0 * SCALE) * (T::one() + T::of(3.0 * CUBIC) * z * z);
            s + slope * z * s * rest
        } else {
            let density = T::of(0.5 * FRAC_2_SQRT_PI * ROOT) * math::exp(z * z * T::of(-ROOT * ROOT));
            distribution(z) + z * density
        }
    }
}

/// `2 u`
#[inline(always)]
fn doubled<T: Scalar>(z: T) -> T {
    T::of(2.0 * SCALE) * z * (T::one() + T::of(CUBIC) * z * z)
}

/// `Φ(z) = ½ (1 + erf(z / √2)) = ½ erfc(−z / √2)`, the latter without losing the digits of small results.
#[inline(always)]
fn distribution<T: Scalar>(z: T) -> T {
    T::of(0.5) * math::erfc(-z * T::of(ROOT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_out_nothing_is_infinite() {
        let (activation, far) = (gelu::new().approximate(true), [f32::MIN, -3e19, 3e19, f32::MAX]);
        assert_eq!(far.map(|z| activation.value(z)), [0.0, 0.0, 3e19, f32::MAX]);
        let slopes = far.map(|z| activation.derivative(z));
        assert_eq!(slopes, [0.0, 0.0, 1.0, 1.0]);
    }
}
