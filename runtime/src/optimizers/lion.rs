use super::checks::check_beta;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, as_in_keras};

/// Lion: steps of one length, with the sign of a running mean of the gradients.
///
/// With learning rate `η` and gradient `g`:
///
/// `w ← w − η sign(β₁ m + (1 − β₁) g)`, and then `m ← β₂ m + (1 − β₂) g`.
///
/// The sign of 0 is 0. Good learning rates are 3 to 10 times smaller than those for [`AdamW`](super::AdamW), and the
/// weight decay as many times larger.
///
/// Defaults: learning rate 0.001, `β₁` 0.9, `β₂` 0.99.
///
/// Source: X. Chen et al., "Symbolic discovery of optimization algorithms", 2023.
#[derive(Clone, Debug)]
pub struct Lion {
    beta_1: f64,
    beta_2: f64,
    options: Options,
}

impl Lion {
    /// Lion with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { beta_1: 0.9, beta_2: 0.99, options: Options::new(learning_rate) }
    }

    /// How much the mean counts in the step, against this gradient: more than 0, at most 1.
    #[must_use]
    pub const fn beta_1(mut self, beta_1: f64) -> Self {
        self.beta_1 = beta_1;
        self
    }

    /// How slowly the mean forgets, from 0 to less than 1.
    #[must_use]
    pub const fn beta_2(mut self, beta_2: f64) -> Self {
        self.beta_2 = beta_2;
        self
    }
}

super::options::builders!(Lion, options);

impl Default for Lion {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Lion {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        1
    }

    fn check(&self) -> Result<()> {
        let beta_1 = self.beta_1;
        check_setting("beta_1", beta_1, beta_1 > 0.0 && beta_1 <= 1.0, "more than 0, at most 1")?;
        check_beta("beta_2", self.beta_2)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (beta_1, beta_2) = (as_in_keras(self.beta_1), as_in_keras(self.beta_2));
        let (fresh_1, fresh_2) = (T::of(1.0 - beta_1), T::of(1.0 - beta_2));
        let (beta_1, beta_2) = (T::of(beta_1), T::of(beta_2));
        let rate = T::of(update.learning_rate);
        update.each(move |w, g, [m]| {
            let direction = m * beta_1 + g * fresh_1;
            let step = if direction == T::zero() { T::zero() } else { rate.copysign(direction) };
            (w - step, [m * beta_2 + g * fresh_2])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Lion::new(0.25).beta_1(0.5).beta_2(0.75);
        let (mut w, mut m) = ([1.0], [0.0]);
        // The means are 2, 1 and 1.25; the third direction is ½ · 1 − ½ · 1 = 0.
        for (step, (g, after)) in
            [(8.0, 0.75), (-2.0, 0.75), (-1.0, 0.75), (2.0, 0.5)].into_iter().enumerate()
        {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut m, 0.25, step as u64)));
            assert_eq!(w[0], after, "{step}");
        }
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Lion::new(0.1).beta_1(0.0).check().is_err());
        assert!(Lion::new(0.1).beta_1(1.0).check().is_ok());
        assert!(Lion::new(0.1).beta_2(1.0).check().is_err());
        assert!(Lion::default().check().is_ok());
    }
}
