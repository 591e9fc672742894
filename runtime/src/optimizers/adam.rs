#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::moments::Moments;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// Adam: steps scaled by running moments of the gradient.
///
/// With learning rate `η`, gradient `g` and `t` counted from 1:
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← v + (1 − β₂)(g² − v)`,
/// `w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
///
/// `ε` is added to the uncorrected `√v`, as Keras does: the `ε̂` of the paper's section 2. With `amsgrad`,
/// the largest `v` so far takes the place of `v` in the step.
///
/// Defaults: learning rate 0.001, `β₁` 0.9, `β₂` 0.999, `ε` 1e-7, no amsgrad.
///
/// Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015; amsgrad: S. J. Reddi,
/// S. Kale and S. Kumar, "On the convergence of Adam and beyond", 2018.
#[derive(Clone, Debug)]
pub struct Adam {
    pub(super) moments: Moments,
    pub(super) amsgrad: bool,
    pub(super) options: Options,
}

impl Adam {
    /// Adam with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { moments: Moments::DEFAULT, amsgrad: false, options: Options::new(learning_rate) }
    }

    /// Whether to divide by the largest second moment so far.
    #[must_use]
    pub const fn amsgrad(mut self, amsgrad: bool) -> Self {
        self.amsgrad = amsgrad;
        self
    }
}

super::moments::moments!(Adam, moments);
super::options::builders!(Adam, options);

impl Default for Adam {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Adam {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        if self.amsgrad { 3 } else { 2 }
    }

    fn check(&self) -> Result<()> {
        self.moments.check()
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (of_first, of_second) = self.moments.corrections(update.iterations);
        let rate = T::of(update.learning_rate * of_second.sqrt() / of_first);
        let (first, second) = (T::of(1.0 - self.moments.beta_1), T::of(1.0 - self.moments.beta_2));
        let epsilon = T::of(self.moments.epsilon);
        if self.amsgrad {
            return update.each(move |w, g, [m, v, largest]| {
                let m = m + (g - m) * first;
                let v = v + (g * g - v) * second;
                let largest = if v > largest { v } else { largest };
                (w - rate * m / (largest.sqrt() + epsilon), [m, v, largest])
            });
        }
        update.by_adam([first, second, rate, epsilon])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::as_in_keras;

    #[test]
    fn the_first_step_has_nearly_the_length_of_the_learning_rate() {
        let optimizer = Adam::new(0.01);
        let (mut w, mut slots) = ([1.0f64], [0.0; 2]);
        assert!(optimizer.update(Update::new(&mut w, &[0.25], &mut slots, 0.01, 0)));
        let correction = (1.0 - as_in_keras(0.999)).sqrt() / (1.0 - as_in_keras(0.9));
        let expected = 0.01 * correction * 0.1 * 0.25 / ((0.001 * 0.0625f64).sqrt() + 1e-7);
        assert!((1.0 - w[0] - expected).abs() < 1e-15, "{}", 1.0 - w[0]);
        assert!((expected - 0.01).abs() < 2e-7, "{expected}");
    }

    #[test]
    fn an_overflow_leaves_a_finite_weight() {
        let optimizer = Adam::new(f64::MAX);
        let (mut w, mut slots) = ([-3e38f32], [0.0; 2]);
        assert!(!optimizer.update(Update::new(&mut w, &[1.0], &mut slots, f64::MAX, 0)));
        assert_eq!(w[0], 0.0);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Adam::new(f64::INFINITY).options().check().is_err());
        assert!(Adam::new(0.1).beta_1(1.0).check().is_err());
        assert!(Adam::new(0.1).beta_2(-0.1).check().is_err());
        assert!(Adam::new(0.1).epsilon(f64::NAN).check().is_err());
        assert!(Adam::new(0.1).epsilon(0.0).check().is_err());
        assert!(Adam::default().check().is_ok());
    }
}
