use super::checks::check_epsilon;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::{Result, check_not_negative};
use crate::tensor::{Scalar, as_in_keras};

/// Adagrad: steps divided by the size of all gradients so far.
///
/// With learning rate `η` and gradient `g`: `a ← a + g²`, `w ← w − η g / √(a + ε)`.
///
/// Defaults: learning rate 0.001, first `a` 0.1, `ε` 1e-7.
///
/// Source: J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", 2011.
#[derive(Clone, Debug)]
pub struct Adagrad {
    initial_accumulator_value: f64,
    epsilon: f64,
    options: Options,
}

impl Adagrad {
    /// Adagrad with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { initial_accumulator_value: 0.1, epsilon: 1e-7, options: Options::new(learning_rate) }
    }

    /// What the sum of the squares begins with, 0 or more.
    #[must_use]
    pub const fn initial_accumulator_value(mut self, initial_accumulator_value: f64) -> Self {
        self.initial_accumulator_value = initial_accumulator_value;
        self
    }

    /// What keeps the divisor from zero.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

super::options::builders!(Adagrad, options);

impl Default for Adagrad {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Adagrad {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        1
    }

    fn first_value(&self, _: usize) -> f64 {
        as_in_keras(self.initial_accumulator_value)
    }

    fn check(&self) -> Result<()> {
        check_not_negative("initial_accumulator_value", self.initial_accumulator_value)?;
        check_epsilon("epsilon", self.epsilon)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (rate, epsilon) = (T::of(update.learning_rate), T::of(self.epsilon));
        update.each(move |w, g, [a]| {
            let a = a + g * g;
            (w - rate * g / (a + epsilon).sqrt(), [a])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Adagrad::new(0.1).epsilon(0.25).initial_accumulator_value(0.75);
        let (mut w, mut a) = ([1.0], [optimizer.first_value(0)]);
        for (step, g) in [3.0f64, 4.0].into_iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut a, 0.1, step as u64)));
        }
        let expected: f64 = 1.0 - 0.3 / 10.0f64.sqrt() - 0.4 / 26.0f64.sqrt();
        assert!((w[0] - expected).abs() < 1e-15, "{} {expected}", w[0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Adagrad::new(0.1).initial_accumulator_value(-0.1).check().is_err());
        assert!(Adagrad::new(0.1).epsilon(0.0).check().is_err());
        assert!(Adagrad::default().check().is_ok());
    }
}
