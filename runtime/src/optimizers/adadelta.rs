use super::checks::{check_beta, check_epsilon};
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// Adadelta: steps as long as those before, as far as the gradient is as large as those before.
///
/// With learning rate `η` and gradient `g`:
///
/// `v ← ρ v + (1 − ρ) g²`, `d = √(s + ε) / √(v + ε) · g`, `s ← ρ s + (1 − ρ) d²`, `w ← w − η d`.
///
/// Defaults: learning rate 0.001, `ρ` 0.95, `ε` 1e-7. The paper has a learning rate of 1, and steps are short at first.
///
/// Source: M. D. Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
#[derive(Clone, Debug)]
pub struct Adadelta {
    rho: f64,
    epsilon: f64,
    options: Options,
}

impl Adadelta {
    /// Adadelta with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { rho: 0.95, epsilon: 1e-7, options: Options::new(learning_rate) }
    }

    /// How slowly the means forget, from 0 to less than 1.
    #[must_use]
    pub const fn rho(mut self, rho: f64) -> Self {
        self.rho = rho;
        self
    }

    /// What keeps the divisor from zero, and the first step from being none.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

super::options::builders!(Adadelta, options);

impl Default for Adadelta {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Adadelta {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        2
    }

    fn check(&self) -> Result<()> {
        check_beta("rho", self.rho)?;
        check_epsilon("epsilon", self.epsilon)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (rho, fresh) = (T::of(self.rho), T::of(1.0 - self.rho));
        let (rate, epsilon) = (T::of(update.learning_rate), T::of(self.epsilon));
        update.each(move |w, g, [v, s]| {
            let v = rho * v + fresh * (g * g);
            let d = (s + epsilon).sqrt() * g / (v + epsilon).sqrt();
            let s = rho * s + fresh * (d * d);
            (w - rate * d, [v, s])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Adadelta::new(0.1).rho(0.5).epsilon(0.25);
        let (mut w, mut slots) = ([1.0], [0.0; 2]);
        for (step, g) in [2.0f64, 4.0].into_iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut slots, 0.1, step as u64)));
        }
        // v is 2, then 1 + 8 = 9.
        let first = 0.25f64.sqrt() * 2.0 / 2.25f64.sqrt();
        let second = (0.5 * first * first + 0.25).sqrt() * 4.0 / 9.25f64.sqrt();
        let expected = 1.0 - 0.1 * (first + second);
        assert!((w[0] - expected).abs() < 1e-15, "{} {expected}", w[0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Adadelta::new(0.1).rho(1.0).check().is_err());
        assert!(Adadelta::new(0.1).epsilon(0.0).check().is_err());
        assert!(Adadelta::default().check().is_ok());
    }
}
