use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::{Result, check_not_negative, check_setting};
use crate::tensor::{Scalar, as_in_keras};

/// FTRL-Proximal, "follow the regularized leader": for shallow models with many inputs, of which most are zero.
///
/// With learning rate `η`, gradient `g` and `p = −learning_rate_power`:
///
/// `z ← z + g + 2 s w − ((n + g²)ᵖ − nᵖ) / η · w`, `n ← n + g²`,
/// `w ← 0` where `|z| ≤ l₁`, and otherwise `w ← (sign(z) l₁ − z) / (nᵖ / η + 2 l₂ + b / η)`.
///
/// The first step makes the weights forget what they were. A step with learning rate 0, for which the formula has no
/// value, changes nothing.
///
/// Defaults: learning rate 0.001, its power −0.5, first `n` 0.1, `l₁`, `l₂`, the shrinkage `s` and `b` 0.
///
/// Source: H. B. McMahan et al., "Ad click prediction: a view from the trenches", 2013.
#[derive(Clone, Debug)]
pub struct Ftrl {
    learning_rate_power: f64,
    initial_accumulator_value: f64,
    l1_regularization_strength: f64,
    l2_regularization_strength: f64,
    l2_shrinkage_regularization_strength: f64,
    beta: f64,
    options: Options,
}

impl Ftrl {
    /// FTRL with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self {
            learning_rate_power: -0.5,
            initial_accumulator_value: 0.1,
            l1_regularization_strength: 0.0,
            l2_regularization_strength: 0.0,
            l2_shrinkage_regularization_strength: 0.0,
            beta: 0.0,
            options: Options::new(learning_rate),
        }
    }

    /// How fast the learning rate falls as gradients come in: 0 for not at all, or less.
    #[must_use]
    pub const fn learning_rate_power(mut self, learning_rate_power: f64) -> Self {
        self.learning_rate_power = learning_rate_power;
        self
    }

    /// What the sum of the squares begins with, 0 or more.
    #[must_use]
    pub const fn initial_accumulator_value(mut self, initial_accumulator_value: f64) -> Self {
        self.initial_accumulator_value = initial_accumulator_value;
        self
    }

    /// How strongly weights are drawn to exactly 0: `l₁`.
    #[must_use]
    pub const fn l1_regularization_strength(mut self, l1_regularization_strength: f64) -> Self {
        self.l1_regularization_strength = l1_regularization_strength;
        self
    }

    /// How strongly steps are shortened: `l₂`.
    #[must_use]
    pub const fn l2_regularization_strength(mut self, l2_regularization_strength: f64) -> Self {
        self.l2_regularization_strength = l2_regularization_strength;
        self
    }

    /// How strongly weights shrink: `s`, as a penalty `s Σ w²` in the loss would make them.
    #[must_use]
    pub const fn l2_shrinkage_regularization_strength(
        mut self,
        l2_shrinkage_regularization_strength: f64,
    ) -> Self {
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength;
        self
    }

    /// The paper's `β`, `b` above.
    #[must_use]
    pub const fn beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }
}

super::options::builders!(Ftrl, options);

impl Default for Ftrl {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Ftrl {
    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        2
    }

    fn first_value(&self, slot: usize) -> f64 {
        if slot == 0 { as_in_keras(self.initial_accumulator_value) } else { 0.0 }
    }

    fn check(&self) -> Result<()> {
        let power = self.learning_rate_power;
        check_setting("learning_rate_power", power, power.is_finite() && power <= 0.0, "0 or less")?;
        check_not_negative("initial_accumulator_value", self.initial_accumulator_value)?;
        check_not_negative("l1_regularization_strength", self.l1_regularization_strength)?;
        check_not_negative("l2_regularization_strength", self.l2_regularization_strength)?;
        let shrinkage = self.l2_shrinkage_regularization_strength;
        check_not_negative("l2_shrinkage_regularization_strength", shrinkage)?;
        check_not_negative("beta", self.beta)
    }

    #[inline(always)]
    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let rate = T::of(update.learning_rate);
        if rate == T::zero() {
            return true;
        }
        let (p, l1) = (T::of(-self.learning_rate_power), T::of(self.l1_regularization_strength));
        let l2 = T::of(2.0 * self.l2_regularization_strength + self.beta / update.learning_rate);
        let shrinkage = T::of(2.0 * self.l2_shrinkage_regularization_strength);
        update.each(move |w, g, [n, z]| {
            let sum = n + g * g;
            let (before, after) = (n.powf(p), sum.powf(p));
            let z = z + (g + shrinkage * w - (after - before) / rate * w);
            let divisor = after / rate + l2;
            let w = if z.abs() <= l1 { T::zero() } else { (l1.copysign(z) - z) / divisor };
            (w, [sum, z])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(optimizer: &Ftrl, w: f64, g: f64, slots: &mut [f64; 2], rate: f64) -> f64 {
        let mut w = [w];
        assert!(optimizer.update(Update::new(&mut w, &[g], slots, rate, 0)));
        w[0]
    }

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
        let plain = Ftrl::new(0.5).initial_accumulator_value(9.0);
        // n is 9, then 25; z is 4 − (5 − 3) / ½ · 2.
        let mut slots = [plain.first_value(0), plain.first_value(1)];
        close(step(&plain, 2.0, 4.0, &mut slots, 0.5), 4.0 / 10.0);
        assert_eq!(slots, [25.0, -4.0]);
        // n is 169; z is −4 + 12 − (13 − 5) / ½ · 0.4.
        close(step(&plain, 0.4, 12.0, &mut slots, 0.5), -1.6 / 26.0);

        let regularized = plain.l1_regularization_strength(1.0).l2_regularization_strength(2.0).beta(3.0);
        close(step(&regularized, 2.0, 4.0, &mut [9.0, 0.0], 0.5), (4.0 - 1.0) / (10.0 + 4.0 + 6.0));
        assert_eq!(step(&regularized, 2.0, 4.0, &mut [9.0, 4.5], 0.5), 0.0);
        let shrinking = Ftrl::new(0.5).l2_shrinkage_regularization_strength(0.25).learning_rate_power(0.0);
        // The power of every n is 1: z is 4 + 2 · ¼ · 2.
        close(step(&shrinking, 2.0, 4.0, &mut [9.0, 0.0], 0.5), -5.0 / 2.0);
    }

    #[test]
    fn where_there_is_no_gradient_and_no_rate_numbers_stay_finite() {
        let optimizer = Ftrl::new(0.5).initial_accumulator_value(0.0);
        assert_eq!(step(&optimizer, 2.0, 0.0, &mut [0.0; 2], 0.5), 0.0);
        assert_eq!(step(&optimizer, 2.0, 4.0, &mut [9.0, 1.0], 0.0), 2.0);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Ftrl::new(0.1).learning_rate_power(0.1).check().is_err());
        assert!(Ftrl::new(0.1).initial_accumulator_value(-0.1).check().is_err());
        assert!(Ftrl::new(0.1).l1_regularization_strength(-0.1).check().is_err());
        assert!(Ftrl::new(0.1).l2_regularization_strength(f64::NAN).check().is_err());
        assert!(Ftrl::new(0.1).l2_shrinkage_regularization_strength(f64::INFINITY).check().is_err());
        assert!(Ftrl::new(0.1).beta(-0.1).check().is_err());
        assert!(Ftrl::default().check().is_ok());
    }
}
