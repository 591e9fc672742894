#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::Regularizer;
use crate::error::{Error, Result, check_not_negative};
use crate::kernels::reduce::dot;
use crate::tensor::{Scalar, sign};

/// Makes the rows or the columns of a matrix orthogonal to each other: the mean size of their cosines, times a factor.
///
/// For the `n` rows `wᵢ`, with `xᵢ = wᵢ / ‖wᵢ‖` and `cᵢⱼ = xᵢ · xⱼ`, it is `λ Σᵢ<ⱼ |cᵢⱼ| / (n (n − 1) / 2)`. The
/// derivative of `|cᵢⱼ|` with respect to `wᵢ` is `sign(cᵢⱼ) (xⱼ − cᵢⱼ xᵢ) / ‖wᵢ‖`. As in Keras, a row shorter than 1e-7
/// is divided by 1e-7 in place of its length. A single row costs nothing; in Keras its cost is not a number. The time
/// that it takes grows with the square of the number of rows.
///
/// The variable has two axes; as `activity_regularizer` it is refused. Defaults: `factor` 0.01, `mode`
/// [`Rows`](Mode::Rows).
///
/// Source: Keras.
#[derive(Clone, Copy, Debug)]
pub struct OrthogonalRegularizer {
    factor: f64,
    mode: Mode,
}

/// What [`OrthogonalRegularizer`] makes orthogonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The rows: of a kernel, the weights of each input.
    Rows,
    /// The columns: of a kernel, the weights of each output.
    Columns,
}

impl OrthogonalRegularizer {
    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { factor: 0.01, mode: Mode::Rows }
    }

    /// The factor `λ`, 0 or more.
    #[must_use]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Whether rows or columns are made orthogonal.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The rows or columns of a matrix of this shape; none of another variable.
    const fn vectors<'a, T>(&self, shape: &[usize], values: &'a [T]) -> Vectors<'a, T> {
        match (shape, self.mode) {
            (&[rows, columns], Mode::Rows) => {
                Vectors { values, count: rows, len: columns, apart: columns, step: 1 }
            }
            (&[rows, columns], Mode::Columns) => {
                Vectors { values, count: columns, len: rows, apart: 1, step: columns }
            }
            _ => Vectors { values, count: 0, len: 0, apart: 0, step: 1 },
        }
    }

    /// What each pair of vectors counts.
    fn share(&self, count: usize) -> f64 {
        let pairs = count as f64 * (count as f64 - 1.0) / 2.0;
        self.factor / pairs.max(1.0)
    }
}

impl Default for OrthogonalRegularizer {
    fn default() -> Self {
        Self::new()
    }
}

impl Regularizer for OrthogonalRegularizer {
    fn check(&self, shape: &[usize]) -> Result<()> {
        let [_, _] = shape else {
            let what = "`OrthogonalRegularizer`";
            return Err(Error::Rank { what, needed: "two axes", shape: shape.to_vec() });
        };
        check_not_negative("the factor of `OrthogonalRegularizer`", self.factor)
    }

    fn penalty<T: Scalar>(&self, shape: &[usize], values: &[T]) -> f64 {
        let vectors = self.vectors(shape, values);
        let mut sum = 0.0;
        vectors.each_pair(|_, _, pair| sum += pair.cosine.abs());
        self.share(vectors.count) * sum
    }

    fn add_gradient<T: Scalar>(&self, shape: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let vectors = self.vectors(shape, values);
        let share = self.share(vectors.count) * scale;
        vectors.each_pair(|i, j, Pair { cosine, own, other }| {
            for (i, j, own, other) in [(i, j, own, other), (j, i, other, own)] {
                let outer = share * sign(cosine) / own;
                // The divisor of a vector that is too short does not change with it.
                let turned = if own > SHORTEST { cosine } else { 0.0 };
                let (along_other, along_own) = (T::of(outer / other), T::of(outer * turned / own));
                vectors.add(gradient, (i, -along_own), (j, along_other));
            }
        });
    }
}

/// Below this length, a vector is not made one of length 1.
const SHORTEST: f64 = 1e-7;

/// How many lengths are kept at a time.
const BLOCK: usize = 64;

/// The rows or columns of a matrix.
struct Vectors<'a, T> {
    values: &'a [T],
    count: usize,
    len: usize,
    /// How far apart their beginnings are.
    apart: usize,
    /// How far apart the values of one are.
    step: usize,
}

/// The cosine of two vectors, and what each is divided by: its length, if it is not too short.
struct Pair {
    cosine: f64,
    own: f64,
    other: f64,
}

impl<T: Scalar> Vectors<'_, T> {
    /// Each pair once, without memory for all the lengths.
    fn each_pair(&self, mut see: impl FnMut(usize, usize, Pair)) {
        let mut lengths = [0.0; BLOCK];
        for first in (0..self.count).step_by(BLOCK) {
            let block = first..self.count.min(first + BLOCK);
            lengths.iter_mut().zip(block.clone()).for_each(|(length, j)| *length = self.length(j));
            for i in first + 1..self.count {
                let own = self.length(i);
                for (j, &other) in (first..block.end.min(i)).zip(&lengths) {
                    see(i, j, Pair { cosine: self.product(i, j) / (own * other), own, other });
                }
            }
        }
    }

    fn length(&self, i: usize) -> f64 {
        self.product(i, i).sqrt().max(SHORTEST)
    }

    fn product(&self, i: usize, j: usize) -> f64 {
        let [a, b] = [i, j].map(|vector| &self.values[vector * self.apart..]);
        if self.step == 1 {
            return dot(&a[..self.len], &b[..self.len]);
        }
        let pairs = a.iter().step_by(self.step).zip(b.iter().step_by(self.step));
        pairs.map(|(a, b)| a.to_f64() * b.to_f64()).sum()
    }

    /// Adds to vector `i` of another matrix like this one, by the factors `along_own` and `along_other`, what stands in
    /// the vectors `i` and `j`.
    fn add(&self, to: &mut [T], (i, along_own): (usize, T), (j, along_other): (usize, T)) {
        let (own, other) = (&self.values[i * self.apart..], &self.values[j * self.apart..]);
        let to = &mut to[i * self.apart..];
        for place in (0..self.len * self.step).step_by(self.step) {
            to[place] += along_own * own[place] + along_other * other[place];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regularizers::tests::{assert_derived, gradient};

    /// Rows (3, 4), (4, 3) and (0, 2): their cosines are 24/25, 4/5 and 3/5; those of the columns (3, 4, 0) and
    /// (4, 3, 2) 24 / (5 √29).
    #[test]
    fn the_penalty_is_the_mean_size_of_the_cosines() {
        let matrix = [3.0, 4.0, -4.0, -3.0, 0.0, 2.0];
        let rows = OrthogonalRegularizer::new().factor(0.3);
        assert!((rows.penalty(&[3, 2], &matrix) - 0.1 * (0.96 + 0.8 + 0.6)).abs() < 1e-15);
        let columns = rows.mode(Mode::Columns);
        assert!((columns.penalty(&[3, 2], &matrix) - 0.3 * 24.0 / (5.0 * 29f64.sqrt())).abs() < 1e-15);
        assert!((rows.penalty(&[3, 2], &matrix.map(|w| w as f32)) - 0.236).abs() < 1e-15);
    }

    #[test]
    fn orthogonal_and_single_vectors_cost_nothing() {
        let regularizer = OrthogonalRegularizer::new();
        assert_eq!(regularizer.penalty(&[2, 2], &[0.0, 2.0, 3.0, 0.0]), 0.0);
        assert_eq!(gradient(&regularizer, &[2, 2], &[0.0, 2.0, 3.0, 0.0]), [0.0; 4]);
        assert_eq!(regularizer.penalty(&[1, 2], &[1.0, 2.0]), 0.0);
        assert_eq!(gradient(&regularizer, &[1, 2], &[1.0, 2.0]), [0.0; 2]);
    }

    #[test]
    fn the_derivative_is_right() {
        for mode in [Mode::Rows, Mode::Columns] {
            let regularizer = OrthogonalRegularizer::new().factor(0.7).mode(mode);
            assert_derived(&regularizer, &[4, 3]);
            assert_derived(&regularizer, &[2, 5]);
            assert_derived(&regularizer, &[1, 5]);
            assert_derived(&regularizer, &[3, 1]);
        }
    }

    #[test]
    fn short_vectors_are_no_trouble() {
        let regularizer = OrthogonalRegularizer::new();
        assert_eq!(regularizer.penalty(&[2, 2], &[0.0, 0.0, 3.0, 4.0]), 0.0);
        assert!(gradient(&regularizer, &[2, 2], &[0.0; 4]).iter().all(|&g| g == 0.0));
        // (3e-9, 4e-9) / 1e-7 and (3, 4) / 5: the product is 0.05.
        let matrix = [3e-9, 4e-9, 3.0, 4.0];
        assert!((regularizer.penalty(&[2, 2], &matrix) - 0.01 * 0.05).abs() < 1e-17);
        let gradient = gradient(&regularizer, &[2, 2], &matrix);
        // Of the short one 0.01 (0.6, 0.8) / 1e-7; the long one is parallel to it.
        for (found, expected) in gradient.iter().zip([6e4, 8e4, 0.0, 0.0]) {
            assert!((found - expected).abs() < 1e-9, "{gradient:?}");
        }
    }

    #[test]
    fn it_needs_a_matrix_and_a_factor() {
        assert!(OrthogonalRegularizer::new().check(&[3, 2]).is_ok());
        let error = OrthogonalRegularizer::new().check(&[3]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`OrthogonalRegularizer` needs two axes, but the variable's shape is [3]"
        );
        assert!(OrthogonalRegularizer::new().check(&[3, 3, 2]).is_err());
        assert!(OrthogonalRegularizer::new().factor(-1.0).check(&[3, 2]).is_err());
    }
}
