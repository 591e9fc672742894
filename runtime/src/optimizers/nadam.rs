#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::moments::Moments;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::{Scalar, as_in_keras};

/// Nadam: Adam with Nesterov's momentum.
///
/// With learning rate `η`, gradient `g`, `t` counted from 1, `u(t) = β₁ (1 − ½ · 0.96ᵗ)` and `U(t) = u(1) · … · u(t)`:
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← v + (1 − β₂)(g² − v)`,
/// `d = u(t + 1) m / (1 − U(t + 1)) + (1 − u(t)) g / (1 − U(t))`, `w ← w − η d / (√(v / (1 − β₂ᵗ)) + ε)`.
///
/// Defaults: learning rate 0.001, `β₁` 0.9, `β₂` 0.999, `ε` 1e-7.
///
/// Source: T. Dozat, "Incorporating Nesterov momentum into Adam", 2016.
#[derive(Clone, Debug)]
pub struct Nadam {
    moments: Moments,
    options: Options,
}

/// How fast the momentum comes near to `β₁`.
const DECAY: f64 = 0.96;

impl Nadam {
    /// Nadam with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { moments: Moments::DEFAULT, options: Options::new(learning_rate) }
    }
}

super::moments::moments!(Nadam, moments);
super::options::builders!(Nadam, options);

impl Default for Nadam {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Nadam {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        2
    }

    fn check(&self) -> Result<()> {
        self.moments.check()
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let t = (update.iterations + 1) as f64;
        let Moments { beta_1, beta_2, epsilon } = self.moments;
        let (first, second) = (as_in_keras(beta_1), as_in_keras(beta_2));
        let momentum = |t: f64| first * (1.0 - 0.5 * as_in_keras(DECAY).powf(t));
        // Keras keeps this product, alone of all, without passing its factors through `f32`.
        let product = beta_1.powf(t) * product(t);
        let of_m = T::of(momentum(t + 1.0) / (1.0 - product * momentum(t + 1.0)));
        let of_g = T::of((1.0 - momentum(t)) / (1.0 - product));
        let correction = T::of(1.0 - second.powf(t));
        let (first, second) = (T::of(1.0 - first), T::of(1.0 - second));
        let (rate, epsilon) = (T::of(update.learning_rate), T::of(epsilon));
        update.each(move |w, g, [m, v]| {
            let m = m + (g - m) * first;
            let v = v + (g * g - v) * second;
            let d = of_m * m + of_g * g;
            (w - d * rate / ((v / correction).sqrt() + epsilon), [m, v])
        })
    }
}

/// The product of all `1 − ½ · 0.96ⁱ` for `i` from 1 to `t`, by the series of its logarithm: `−Σ (½)ᵏ / k · Σ 0.96ⁱᵏ`
/// over `k`, of which the inner sum is geometric. However large `t` is, some fifty terms are enough.
fn product(t: f64) -> f64 {
    let (mut half, mut decay, mut decayed) = (1.0, 1.0, 1.0);
    let mut logarithm = 0.0;
    for k in 1..=56 {
        half *= 0.5;
        decay *= DECAY;
        decayed *= DECAY.powf(t);
        logarithm -= half / f64::from(k) * (decay * (1.0 - decayed) / (1.0 - decay));
    }
    logarithm.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_is_that_of_its_factors() {
        let mut factors = 1.0;
        for t in 1..=2000 {
            factors *= 1.0 - 0.5 * DECAY.powi(t);
            let error = product(f64::from(t)) / factors - 1.0;
            assert!(error.abs() < 1e-13, "{t}: {error:e}");
        }
        assert_eq!(product(1e300), product(2000.0));
    }

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Nadam::new(0.1).beta_1(0.5).beta_2(0.75).epsilon(0.5);
        let (mut w, mut slots) = ([1.0], [0.0; 2]);
        for (step, g) in [4.0f64, -2.0].into_iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut slots, 0.1, step as u64)));
        }
        // m is 2, then 0; v is 4, with correction 16, and then 4 again, with correction 4 / (1 − 9/16).
        assert_eq!(slots, [0.0, 4.0]);
        let decay = f64::from(0.96f32);
        let u = [1, 2, 3].map(|t| 0.5 * (1.0 - 0.5 * decay.powi(t)));
        let first = u[1] * 2.0 / (1.0 - u[0] * u[1]) + (1.0 - u[0]) * 4.0 / (1.0 - u[0]);
        let second = (1.0 - u[1]) * -2.0 / (1.0 - u[0] * u[1]);
        let expected = 1.0 - 0.1 * first / 4.5 - 0.1 * second / ((4.0f64 / (7.0 / 16.0)).sqrt() + 0.5);
        // The product of the two u passes through `f32` in one place and not in the other.
        assert!((w[0] - expected).abs() < 1e-8, "{} {expected}", w[0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Nadam::new(0.1).beta_1(1.0).check().is_err());
        assert!(Nadam::new(0.1).beta_2(-0.1).check().is_err());
        assert!(Nadam::new(0.1).epsilon(0.0).check().is_err());
        assert!(Nadam::default().check().is_ok());
    }
}
