use super::moments::Moments;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// Adamax: Adam with the largest gradient in the place of the second moment.
///
/// With learning rate `η`, gradient `g` and `t` counted from 1:
///
/// `m ← m + (1 − β₁)(g − m)`, `u ← max(β₂ u, |g|)`, `w ← w − η m / ((1 − β₁ᵗ)(u + ε))`.
///
/// Defaults: learning rate 0.001, `β₁` 0.9, `β₂` 0.999, `ε` 1e-7.
///
/// Source: D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015, section 7.1.
#[derive(Clone, Debug)]
pub struct Adamax {
    moments: Moments,
    options: Options,
}

impl Adamax {
    /// Adamax with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { moments: Moments::DEFAULT, options: Options::new(learning_rate) }
    }
}

super::moments::moments!(Adamax, moments);
super::options::builders!(Adamax, options);

impl Default for Adamax {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Adamax {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        2
    }

    fn check(&self) -> Result<()> {
        self.moments.check()
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (correction, _) = self.moments.corrections(update.iterations);
        let (rate, correction) = (T::of(update.learning_rate), T::of(correction));
        let (fresh, beta_2) = (T::of(1.0 - self.moments.beta_1), T::of(self.moments.beta_2));
        let epsilon = T::of(self.moments.epsilon);
        update.each(move |w, g, [m, u]| {
            let m = m + (g - m) * fresh;
            let u = (beta_2 * u).max(g.abs());
            (w - rate * m / (correction * (u + epsilon)), [m, u])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Adamax::new(0.1).beta_1(0.5).beta_2(0.75).epsilon(0.5);
        let (mut w, mut slots) = ([1.0], [0.0; 2]);
        for (step, g) in [-4.0f64, 2.0].into_iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut slots, 0.1, step as u64)));
        }
        // m is −2, then 0; u is 4, then 3, for a quarter of it is forgotten.
        assert_eq!(slots, [0.0, 3.0]);
        let expected = 1.0 + 0.2 / (0.5 * 4.5);
        assert!((w[0] - expected).abs() < 1e-15, "{} {expected}", w[0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Adamax::new(0.1).beta_1(1.0).check().is_err());
        assert!(Adamax::new(0.1).beta_2(-0.1).check().is_err());
        assert!(Adamax::new(0.1).epsilon(0.0).check().is_err());
        assert!(Adamax::default().check().is_ok());
    }
}
