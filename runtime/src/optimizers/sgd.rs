use super::{Optimizer, Update, as_in_keras, check_learning_rate, check_weight_decay, set_finite};
use crate::Scalar;
use crate::error::{Result, check_setting};

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
/// Defaults: learning rate 0.01, momentum 0, no Nesterov, no weight decay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SGD {
    learning_rate: f64,
    momentum: f64,
    nesterov: bool,
    weight_decay: Option<f64>,
}

impl SGD {
    /// Plain gradient descent.
    pub const fn new(learning_rate: f64) -> Self {
        Self { learning_rate, momentum: 0.0, nesterov: false, weight_decay: None }
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

    /// Decoupled weight decay `λ`: before each step, `w ← w − η λ w`.
    #[must_use]
    pub const fn weight_decay(mut self, weight_decay: f64) -> Self {
        self.weight_decay = Some(weight_decay);
        self
    }
}

impl Default for SGD {
    fn default() -> Self {
        Self::new(0.01)
    }
}

impl Optimizer for SGD {
    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn slots(&self) -> usize {
        usize::from(self.momentum != 0.0)
    }

    fn check(&self) -> Result<()> {
        check_learning_rate(self.learning_rate)?;
        check_weight_decay(self.weight_decay)?;
        let range = "from 0 to 1";
        check_setting("the momentum of `SGD`", self.momentum, (0.0..=1.0).contains(&self.momentum), range)
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(self.learning_rate);
        let momentum = T::of(as_in_keras(self.momentum));
        let decay = T::of(as_in_keras(self.weight_decay.unwrap_or(0.0)) * self.learning_rate);
        let mut finite = true;
        let variables = update.variables.iter_mut().zip(update.gradients);
        if self.momentum == 0.0 {
            for (w, &g) in variables {
                set_finite(w, *w - *w * decay - rate * g, &mut finite);
            }
            return finite;
        }
        for ((w, &g), v) in variables.zip(update.slots) {
            set_finite(v, *v * momentum - rate * g, &mut finite);
            let step = if self.nesterov { momentum * *v - rate * g } else { *v };
            set_finite(w, *w - *w * decay + step, &mut finite);
        }
        finite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(optimizer: SGD, gradients: &[f64]) -> f64 {
        let (mut w, mut v) = ([1.0], vec![0.0; optimizer.slots()]);
        for (step, &g) in gradients.iter().enumerate() {
            let iterations = step as u64;
            assert!(optimizer.update(Update {
                variables: &mut w,
                gradients: &[g],
                slots: &mut v,
                iterations
            }));
        }
        w[0]
    }

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        close(steps(SGD::new(0.1), &[1.0, 2.0]), 1.0 - 0.1 - 0.2);
        close(steps(SGD::new(0.1).momentum(0.5), &[1.0, 2.0]), 1.0 - 0.1 - 0.25);
        close(steps(SGD::new(0.1).momentum(0.5).nesterov(true), &[1.0]), 1.0 - 0.15);
        close(steps(SGD::new(0.1).weight_decay(0.5), &[0.0, 0.0]), 0.95 * 0.95);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(SGD::new(f64::NAN).check().is_err());
        assert!(SGD::new(-0.1).check().is_err());
        assert!(SGD::new(0.1).momentum(1.1).check().is_err());
        assert!(SGD::new(0.1).weight_decay(-1.0).check().is_err());
        assert!(SGD::new(0.1).momentum(0.9).check().is_ok());
    }
}
