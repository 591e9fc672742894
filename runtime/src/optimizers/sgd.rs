use super::checks::check_momentum;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::{Scalar, as_in_keras};

/// Stochastic gradient descent, with momentum and Nesterov's momentum on request.
///
/// With learning rate `η`, momentum `μ` and gradient `g`:
///
/// | | |
/// |---|---|
/// | `μ = 0` | `w ← w − η g` |
/// | `μ > 0` | `v ← μ v − η g`, `w ← w + v` |
/// | Nesterov | `v ← μ v − η g`, `w ← w + μ v − η g` |
///
/// Defaults: learning rate 0.01, momentum 0, no Nesterov.
#[derive(Clone, Debug)]
pub struct SGD {
    momentum: f64,
    nesterov: bool,
    options: Options,
}

impl SGD {
    /// Plain gradient descent.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { momentum: 0.0, nesterov: false, options: Options::new(learning_rate) }
    }

    /// How much of the last step is made again, from 0 to 1.
    #[must_use]
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// Whether the momentum looks ahead.
    #[must_use]
    pub const fn nesterov(mut self, nesterov: bool) -> Self {
        self.nesterov = nesterov;
        self
    }
}

super::options::builders!(SGD, options);

impl Default for SGD {
    fn default() -> Self {
        Self::new(0.01)
    }
}

impl Optimizer for SGD {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        usize::from(self.momentum != 0.0)
    }

    fn check(&self) -> Result<()> {
        check_momentum(self.momentum)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(update.learning_rate);
        let momentum = T::of(as_in_keras(self.momentum));
        match (self.momentum == 0.0, self.nesterov) {
            (true, _) => update.each(move |w, g, []| (w - rate * g, [])),
            (false, false) => update.each(move |w, g, [v]| {
                let v = v * momentum - rate * g;
                (w + v, [v])
            }),
            (false, true) => update.each(move |w, g, [v]| {
                let v = v * momentum - rate * g;
                (w + (momentum * v - rate * g), [v])
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(optimizer: &SGD, gradients: &[f64]) -> f64 {
        let (mut w, mut v) = ([1.0], vec![0.0; optimizer.slots()]);
        for (step, &g) in gradients.iter().enumerate() {
            assert!(optimizer.update(Update::new(&mut w, &[g], &mut v, 0.1, step as u64)));
        }
        w[0]
    }

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        close(steps(&SGD::new(0.1), &[1.0, 2.0]), 1.0 - 0.1 - 0.2);
        close(steps(&SGD::new(0.1).momentum(0.5), &[1.0, 2.0]), 1.0 - 0.1 - 0.25);
        close(steps(&SGD::new(0.1).momentum(0.5).nesterov(true), &[1.0]), 1.0 - 0.15);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(SGD::new(f64::NAN).options().check().is_err());
        assert!(SGD::new(-0.1).options().check().is_err());
        assert!(SGD::new(0.1).momentum(1.1).check().is_err());
        assert!(SGD::new(0.1).weight_decay(-1.0).options().check().is_err());
        assert!(SGD::new(0.1).momentum(0.9).check().is_ok());
    }
}
