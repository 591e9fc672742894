use super::checks::{check_beta, check_epsilon, check_momentum};
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// `RMSprop`: steps divided by a running mean of the gradient's size.
///
/// With learning rate `η` and gradient `g`:
///
/// | | |
/// |---|---|
/// | always | `v ← ρ v + (1 − ρ) g²`, `d = η g / √(v + ε)` |
/// | centered | also `a ← ρ a + (1 − ρ) g`, and `d = η g / √(max(v − a², 0) + ε)` |
/// | without momentum | `w ← w − d` |
/// | with momentum `μ` | `m ← μ m + d`, `w ← w − m` |
///
/// `v − a²`, a variance, is never negative but for rounding; Keras, which does not see to that, then has NaN.
///
/// Defaults: learning rate 0.001, `ρ` 0.9, momentum 0, `ε` 1e-7, not centered.
///
/// Source: G. Hinton, "Neural networks for machine learning", lecture 6, 2012; centered: A. Graves, "Generating
/// sequences with recurrent neural networks", 2013.
#[derive(Clone, Debug)]
pub struct RMSprop {
    rho: f64,
    momentum: f64,
    epsilon: f64,
    centered: bool,
    options: Options,
}

impl RMSprop {
    /// `RMSprop` with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        let options = Options::new(learning_rate);
        Self { rho: 0.9, momentum: 0.0, epsilon: 1e-7, centered: false, options }
    }

    /// How slowly the means forget, from 0 to less than 1.
    #[must_use]
    pub const fn rho(mut self, rho: f64) -> Self {
        self.rho = rho;
        self
    }

    /// How much of the last step is made again, from 0 to 1.
    #[must_use]
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// What keeps the divisor from zero.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// Whether to divide by the gradient's deviation from its mean in place of its size.
    #[must_use]
    pub const fn centered(mut self, centered: bool) -> Self {
        self.centered = centered;
        self
    }
}

super::options::builders!(RMSprop, options);

impl Default for RMSprop {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for RMSprop {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        1 + usize::from(self.momentum > 0.0) + usize::from(self.centered)
    }

    fn check(&self) -> Result<()> {
        check_beta("rho", self.rho)?;
        check_momentum(self.momentum)?;
        check_epsilon("epsilon", self.epsilon)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let (rho, fresh) = (T::of(self.rho), T::of(1.0 - self.rho));
        let (rate, momentum) = (T::of(update.learning_rate), T::of(self.momentum));
        let epsilon = T::of(self.epsilon);
        let mean = |old: T, new: T| rho * old + fresh * new;
        let step = |g: T, variance: T| rate * g / (variance + epsilon).sqrt();
        let variance = |v: T, a: T| (v - a * a).max(T::zero());
        match (self.centered, self.momentum > 0.0) {
            (false, false) => update.each(move |w, g, [v]| {
                let v = mean(v, g * g);
                (w - step(g, v), [v])
            }),
            (false, true) => update.each(move |w, g, [v, m]| {
                let v = mean(v, g * g);
                let m = momentum * m + step(g, v);
                (w - m, [v, m])
            }),
            (true, false) => update.each(move |w, g, [v, a]| {
                let (v, a) = (mean(v, g * g), mean(a, g));
                (w - step(g, variance(v, a)), [v, a])
            }),
            (true, true) => update.each(move |w, g, [v, m, a]| {
                let (v, a) = (mean(v, g * g), mean(a, g));
                let m = momentum * m + step(g, variance(v, a));
                (w - m, [v, m, a])
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(optimizer: &RMSprop, gradients: &[f64]) -> f64 {
        let (mut w, mut slots) = ([1.0], vec![0.0; optimizer.slots()]);
        for (step, &g) in gradients.iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut slots, 0.1, step as u64)));
        }
        w[0]
    }

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        let plain = RMSprop::new(0.1).rho(0.5).epsilon(0.25);
        // v is 2, then 1 + 8 = 9.
        let (first, second) = (0.2 / 2.25f64.sqrt(), 0.4 / 9.25f64.sqrt());
        close(steps(&plain, &[2.0, 4.0]), 1.0 - first - second);
        close(steps(&plain.clone().momentum(0.5), &[2.0, 4.0]), 1.0 - first - (0.5 * first + second));
        // a is 1, then 2.5; the variances are 1 and 2.75.
        let (first, second) = (0.2 / 1.25f64.sqrt(), 0.4 / 3.0f64.sqrt());
        let centered = plain.centered(true);
        close(steps(&centered, &[2.0, 4.0]), 1.0 - first - second);
        close(steps(&centered.momentum(0.5), &[2.0, 4.0]), 1.0 - first - (0.5 * first + second));
    }

    /// In `f32`, the mean of equal squares may come out below the square of the mean.
    #[test]
    fn equal_gradients_have_no_variance() {
        let optimizer = RMSprop::new(1e-6).centered(true);
        let (mut w, mut slots) = ([0.0f32], [0.0; 2]);
        for step in 0..1000 {
            assert!(optimizer.update(Update::new(&mut w, &[12345.67], &mut slots, 1e-6, step)), "{step}");
        }
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(RMSprop::new(0.1).rho(1.0).check().is_err());
        assert!(RMSprop::new(0.1).momentum(1.1).check().is_err());
        assert!(RMSprop::new(0.1).epsilon(0.0).check().is_err());
        assert!(RMSprop::default().check().is_ok());
    }
}
