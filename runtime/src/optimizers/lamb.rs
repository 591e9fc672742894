#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::moments::Moments;
use super::{IntoLearningRate, Optimizer, Options, Update};
use crate::error::Result;
use crate::tensor::Scalar;

/// Lamb: Adam whose steps are, for each variable, in proportion to the variable. For large batches.
///
/// With learning rate `η`, gradient `g` and `t` counted from 1:
///
/// `m ← m + (1 − β₁)(g − m)`, `v ← v + (1 − β₂)(g² − v)`,
/// `u = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)`, `w ← w − η ‖w‖ / ‖u‖ · u`.
///
/// The norms are those of the whole variable, a kernel or a bias; where one of them is 0, `‖w‖ / ‖u‖` is taken for 1.
///
/// Defaults: learning rate 0.001, `β₁` 0.9, `β₂` 0.999, `ε` 1e-7.
///
/// Source: Y. You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020.
#[derive(Clone, Debug)]
pub struct Lamb {
    moments: Moments,
    options: Options,
}

impl Lamb {
    /// Lamb with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        Self { moments: Moments::DEFAULT, options: Options::new(learning_rate) }
    }
}

super::moments::moments!(Lamb, moments);
super::options::builders!(Lamb, options);

impl Default for Lamb {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Lamb {
    const SEPARATE: bool = true;

    super::options::lend_options!(options);

    fn slots(&self) -> usize {
        2
    }

    fn check(&self) -> Result<()> {
        self.moments.check()
    }

    fn update<T: Scalar>(&self, mut update: Update<'_, T>) -> bool {
        let (of_first, of_second) = self.moments.corrections(update.iterations);
        let (of_first, of_second) = (T::of(of_first), T::of(of_second));
        let (first, second) = (T::of(1.0 - self.moments.beta_1), T::of(1.0 - self.moments.beta_2));
        let (rate, epsilon) = (T::of(update.learning_rate), T::of(self.moments.epsilon));
        let direction = |m: T, v: T| m / of_first / ((v / of_second).sqrt() + epsilon);
        let are_finite = update.reborrow().each(|w, g, [m, v]| {
            let m = m + (g - m) * first;
            let v = v + (g * g - v) * second;
            (w, [m, v])
        });
        let (mut of_w, mut of_u) = (0.0, 0.0);
        let Update { variables, slots, .. } = update.reborrow();
        let [m, v] = slots.split();
        for ((&w, &m), &v) in variables.iter().zip(&*m).zip(&*v) {
            // Squares that are too small for the number type are 0, so that what stands still has no ratio.
            let u = direction(m, v);
            of_w += (w * w).to_f64();
            of_u += (u * u).to_f64();
        }
        let ratio = if of_w > 0.0 && of_u > 0.0 { of_w.sqrt() / of_u.sqrt() } else { 1.0 };
        let ratio = T::of(ratio);
        update.each(|w, _, [m, v]| (w - rate * direction(m, v) * ratio, [m, v])) && are_finite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_worked_out_by_hand() {
        let optimizer = Lamb::new(0.1).beta_1(0.5).beta_2(0.75).epsilon(0.5);
        let (mut w, mut slots) = ([3.0, 4.0], [0.0; 4]);
        assert!(optimizer.update(Update::new(&mut w, &[4.0, -2.0], &mut slots, 0.1, 0)));
        // At the first step the corrected moments are g and g².
        assert_eq!(slots, [2.0, -1.0, 4.0, 1.0]);
        let u: [f64; 2] = [4.0 / 4.5, -2.0 / 2.5];
        let ratio = 5.0 / u[0].hypot(u[1]);
        for (w, expected) in w.iter().zip([3.0 - 0.1 * ratio * u[0], 4.0 - 0.1 * ratio * u[1]]) {
            assert!((w - expected).abs() < 1e-15, "{w} {expected}");
        }
    }

    #[test]
    fn what_is_not_pulled_any_more_comes_to_a_standstill() {
        let (mut w, mut slots) = ([3.0f32, 4.0], [0.0; 4]);
        let mut step = |g: [f32; 2], iterations| {
            assert!(Lamb::new(0.01).update(Update::new(&mut w, &g, &mut slots, 0.01, iterations)));
            w
        };
        step([1.0, -1.0], 0);
        let weights: Vec<_> = (1..5000).map(|iterations| step([0.0; 2], iterations)).collect();
        assert_eq!(weights[2000], weights[4998]);
    }

    #[test]
    fn without_a_norm_the_ratio_is_1() {
        let optimizer = Lamb::new(0.1).beta_1(0.5).beta_2(0.75).epsilon(0.5);
        let (mut w, mut slots) = ([0.0, 0.0], [0.0; 4]);
        assert!(optimizer.update(Update::new(&mut w, &[4.0, 0.0], &mut slots, 0.1, 0)));
        assert_eq!(w, [-0.1 * (4.0 / 4.5), 0.0]);
        let (mut w, mut slots) = ([1.0, 2.0], [0.0; 4]);
        assert!(optimizer.update(Update::new(&mut w, &[0.0, 0.0], &mut slots, 0.1, 0)));
        assert_eq!(w, [1.0, 2.0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Lamb::new(0.1).beta_1(1.0).check().is_err());
        assert!(Lamb::new(0.1).beta_2(-0.1).check().is_err());
        assert!(Lamb::new(0.1).epsilon(0.0).check().is_err());
        assert!(Lamb::default().check().is_ok());
    }
}
