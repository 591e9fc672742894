#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::checks::check_epsilon;
use super::{IntoLearningRate, Optimizer, Options, Update, set_finite};
use crate::error::{Result, check_not_negative, check_setting};
use crate::tensor::{Scalar, as_in_keras};

/// Adafactor: steps in proportion to the variable, divided by a second moment that is put together from its rows and
/// its columns.
///
/// With learning rate `η`, gradient `g`, `t` counted from 1, `rms` the root of the mean of the squares, `β = 1 − t^d`
/// and `G = g² + ε₁`:
///
/// | | |
/// |---|---|
/// | a variable of one axis | `v ← β v + (1 − β) G` |
/// | the matrix of the last two axes | `r ← β r + (1 − β) mean of G over columns`, `c ← β c + (1 − β) mean of G over rows`, `v = r c / mean(r)` |
/// | the step | `u = g / √v`, `w ← w − min(η, 1 / √t) max(ε₂, rms(w)) u / max(1, rms(u) / threshold)` |
///
/// Keras' argument `relative_step` is missing: it has no effect there, for the rate is at most `1 / √t` in any case.
///
/// Defaults: learning rate 0.001, decay `d` −0.8, `ε₁` 1e-30, `ε₂` 0.001, threshold 1.
///
/// Source: N. Shazeer and M. Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018.
#[derive(Clone, Debug)]
pub struct Adafactor {
    beta_2_decay: f64,
    epsilon_1: f64,
    epsilon_2: f64,
    clip_threshold: f64,
    options: Options,
}

impl Adafactor {
    /// Adafactor with Keras' defaults.
    pub fn new(learning_rate: impl IntoLearningRate) -> Self {
        let options = Options::new(learning_rate);
        Self { beta_2_decay: -0.8, epsilon_1: 1e-30, epsilon_2: 1e-3, clip_threshold: 1.0, options }
    }

    /// How fast the moments come to forget slowly: 0 or less.
    #[must_use]
    pub const fn beta_2_decay(mut self, beta_2_decay: f64) -> Self {
        self.beta_2_decay = beta_2_decay;
        self
    }

    /// What keeps the divisor from zero.
    #[must_use]
    pub const fn epsilon_1(mut self, epsilon_1: f64) -> Self {
        self.epsilon_1 = epsilon_1;
        self
    }

    /// What a variable counts at least, so that small ones learn, too.
    #[must_use]
    pub const fn epsilon_2(mut self, epsilon_2: f64) -> Self {
        self.epsilon_2 = epsilon_2;
        self
    }

    /// How large `rms(u)` can be before steps are shortened.
    #[must_use]
    pub const fn clip_threshold(mut self, clip_threshold: f64) -> Self {
        self.clip_threshold = clip_threshold;
        self
    }
}

super::options::builders!(Adafactor, options);

impl Default for Adafactor {
    fn default() -> Self {
        Self::new(0.001)
    }
}

impl Optimizer for Adafactor {
    const SEPARATE: bool = true;

    super::options::lend_options!(options);

    /// The first one has `v`, or for each matrix in the place where it begins `r`; the second one has `c`.
    fn slots(&self) -> usize {
        2
    }

    fn check(&self) -> Result<()> {
        let decay = self.beta_2_decay;
        check_setting("beta_2_decay", decay, decay.is_finite() && decay <= 0.0, "0 or less")?;
        check_epsilon("epsilon_1", self.epsilon_1)?;
        check_not_negative("epsilon_2", self.epsilon_2)?;
        let threshold = self.clip_threshold;
        check_setting("clip_threshold", threshold, threshold.is_finite() && threshold > 0.0, "more than 0")
    }

    fn update<T: Scalar>(&self, update: Update<'_, T>) -> bool {
        let t = (update.iterations + 1) as f64;
        let Update { variables, gradients, .. } = update;
        let fresh = t.powf(self.beta_2_decay);
        let mut moments = SecondMoment { shape: update.shape, slots: update.slots.split() };
        moments.update(gradients, fresh, T::of(self.epsilon_1));

        let mut of_u = 0.0;
        moments.roots(|index, root| of_u += (gradients[index] / root).to_f64().powi(2));
        let of_w = variables.iter().map(|w| w.to_f64().powi(2)).sum::<f64>();
        let rms = |sum: f64| (sum / gradients.len() as f64).sqrt();
        let rate = update.learning_rate.min(1.0 / t.sqrt()) * rms(of_w).max(as_in_keras(self.epsilon_2));
        let rate = T::of(rate / (rms(of_u) / self.clip_threshold).max(1.0));
        let mut are_finite = true;
        moments.roots(|index, root| {
            let w = &mut variables[index];
            set_finite(w, *w - rate * (gradients[index] / root), &mut are_finite);
        });
        are_finite
    }
}

/// The running mean of a variable's squared gradients, whole or by rows and columns.
struct SecondMoment<'a, T> {
    shape: &'a [usize],
    slots: [&'a mut [T]; 2],
}

impl<T: Scalar> SecondMoment<'_, T> {
    /// Takes in gradients, which count for as much as `fresh`.
    fn update(&mut self, gradients: &[T], fresh: f64, epsilon: T) {
        let [first, second] = &mut self.slots;
        let old = T::of(1.0 - fresh);
        let square = |g: T| g * g + epsilon;
        let &[.., rows, columns] = self.shape else {
            let fresh = T::of(fresh);
            first.iter_mut().zip(gradients).for_each(|(v, &g)| *v = old * *v + fresh * square(g));
            return;
        };
        let (of_row, of_column) = (T::of(fresh / columns as f64), T::of(fresh / rows as f64));
        let size = rows * columns;
        let moments = first.chunks_exact_mut(size).zip(second.chunks_exact_mut(size));
        for ((r, c), gradients) in moments.zip(gradients.chunks_exact(size)) {
            let c = &mut c[..columns];
            c.iter_mut().for_each(|c| *c *= old);
            for (r, gradients) in r.iter_mut().zip(gradients.chunks_exact(columns)) {
                let mut sum = T::zero();
                for (c, &g) in c.iter_mut().zip(gradients) {
                    sum += square(g);
                    *c += of_column * square(g);
                }
                *r = old * *r + of_row * sum;
            }
        }
    }

    /// Shows the root of the moment for every value, with the value's place.
    fn roots(&self, mut visit: impl FnMut(usize, T)) {
        let [first, second] = &self.slots;
        let &[.., rows, columns] = self.shape else {
            first.iter().enumerate().for_each(|(index, v)| visit(index, v.sqrt()));
            return;
        };
        let size = rows * columns;
        for (matrix, (r, c)) in first.chunks_exact(size).zip(second.chunks_exact(size)).enumerate() {
            let sum = r[..rows].iter().fold(T::zero(), |sum, &r| sum + r);
            let mean = (sum / T::of(rows as f64)).sqrt();
            for (row, r) in r[..rows].iter().enumerate() {
                // In `f32`, where a whole row and a whole column are without gradients, the product is 0, but not the
                // one of the roots.
                let root = r.sqrt() / mean;
                let start = matrix * size + row * columns;
                c[..columns].iter().zip(start..).for_each(|(c, index)| visit(index, root * c.sqrt()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One step on a variable of this shape, with as many slots.
    fn step<T: Scalar>(
        optimizer: &Adafactor,
        w: &mut [T],
        g: &[T],
        shape: &[usize],
        slots: &mut [T],
        iterations: u64,
    ) {
        let update = Update { shape, ..Update::new(w, g, slots, 0.5, iterations) };
        assert!(optimizer.update(update));
    }

    fn close(a: &[f64], b: &[f64]) {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).for_each(|(a, b)| assert!((a - b).abs() < 1e-14, "{a} {b}"));
    }

    #[test]
    fn a_vector_keeps_its_moment_whole() {
        let optimizer = Adafactor::new(0.5).beta_2_decay(-1.0);
        let (mut w, mut slots) = ([3.0, 4.0], [0.0; 4]);
        // At the first step v is g², and u the sign of g. The root of the mean of w² is √12.5.
        step(&optimizer, &mut w, &[2.0, -1.0], &[2], &mut slots, 0);
        let length = 0.5 * 12.5f64.sqrt();
        close(&w, &[3.0 - length, 4.0 + length]);
        close(&slots, &[4.0, 1.0, 0.0, 0.0]);
        // At the second one, half of v is new, and u is shortened.
        let before = w;
        step(&optimizer, &mut w, &[4.0, 1.0], &[2], &mut slots, 1);
        close(&slots, &[10.0, 1.0, 0.0, 0.0]);
        let u = [4.0 / 10.0f64.sqrt(), 1.0];
        let rms = |values: [f64; 2]| (values[0].hypot(values[1])) / 2.0f64.sqrt();
        let length = 0.5 * rms(before) / rms(u);
        close(&w, &[before[0] - length * u[0], before[1] - length * u[1]]);
    }

    #[test]
    fn matrices_keep_theirs_by_rows_and_columns() {
        let optimizer = Adafactor::new(0.5).clip_threshold(10.0);
        // Two matrices of one row and two columns, and two of two rows and one column.
        for shape in [[2, 1, 2], [2, 2, 1]] {
            let (mut w, mut slots) = ([0.0; 4], [0.0; 8]);
            step(&optimizer, &mut w, &[1.0, 3.0, 2.0, 4.0], &shape, &mut slots, 0);
            // One of the two moments is the mean, the other one has the squares: their product is exact.
            close(&w, &[-0.5 * f64::from(0.001f32); 4]);
        }
        let (mut w, mut slots) = ([2.0; 4], [0.0; 8]);
        step(&optimizer, &mut w, &[1.0, 3.0, 2.0, 4.0], &[2, 2], &mut slots, 0);
        // Rows 5 and 10, columns 2.5 and 12.5, mean 7.5.
        close(&slots, &[5.0, 10.0, 0.0, 0.0, 2.5, 12.5, 0.0, 0.0]);
        let v: [f64; 4] = [5.0 * 2.5, 5.0 * 12.5, 10.0 * 2.5, 10.0 * 12.5].map(|product| product / 7.5);
        let u = [1.0 / v[0].sqrt(), 3.0 / v[1].sqrt(), 2.0 / v[2].sqrt(), 4.0 / v[3].sqrt()];
        close(&w, &u.map(|u| 2.0 - 0.5 * 2.0 * u));
    }

    #[test]
    fn rows_and_columns_without_gradients_stay_finite_in_f32() {
        let (mut w, mut slots) = ([1.0f32; 4], [0.0; 8]);
        step(&Adafactor::new(0.5), &mut w, &[0.0, 0.0, 0.0, 1e3], &[2, 2], &mut slots, 0);
        assert_eq!(w[..3], [1.0; 3]);
        assert!(w[3] < 1.0);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(Adafactor::new(0.1).beta_2_decay(0.1).check().is_err());
        assert!(Adafactor::new(0.1).epsilon_1(0.0).check().is_err());
        assert!(Adafactor::new(0.1).epsilon_2(-0.1).check().is_err());
        assert!(Adafactor::new(0.1).clip_threshold(0.0).check().is_err());
        assert!(Adafactor::default().check().is_ok());
    }
}
