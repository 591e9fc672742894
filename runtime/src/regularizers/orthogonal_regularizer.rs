use super::Regularizer;
use crate::Scalar;
use crate::error::check_not_negative;
use crate::error::{Error, Result};
use crate::scalar::sign;

/// Makes the rows or the columns of a matrix orthogonal to each other: the mean size of their cosines, times a factor.
///
/// For the `n` rows `wᵢ`, with `xᵢ = wᵢ / ‖wᵢ‖` and `cᵢⱼ = xᵢ · xⱼ`, it is `λ Σᵢ<ⱼ |cᵢⱼ| / (n (n − 1) / 2)`. The
/// derivative of `|cᵢⱼ|` with respect to `wᵢ` is `sign(cᵢⱼ) (xⱼ − cᵢⱼ xᵢ) / ‖wᵢ‖`. As in Keras, a row shorter than 1e-7
/// is divided by 1e-7 in place of its length. A single row costs nothing; in Keras its cost is not a number. The time that it
/// takes grows with the square of the number of rows.
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
    const fn vectors(&self, shape: &[usize]) -> Vectors {
        match (shape, self.mode) {
            (&[rows, columns], Mode::Rows) => Vectors { count: rows, len: columns, apart: columns, step: 1 },
            (&[rows, columns], Mode::Columns) => {
                Vectors { count: columns, len: rows, apart: 1, step: columns }
            }
            _ => Vectors { count: 0, len: 0, apart: 0, step: 1 },
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
        let vectors = self.vectors(shape);
        let mut sum = 0.0;
        for i in 0..vectors.count {
            for j in 0..i {
                sum += vectors.pair(values, i, j).cosine.abs();
            }
        }
        self.share(vectors.count) * sum
    }

    fn add_gradient<T: Scalar>(&self, shape: &[usize], values: &[T], scale: f64, gradient: &mut [T]) {
        let vectors = self.vectors(shape);
        let share = self.share(vectors.count) * scale;
        for i in 0..vectors.count {
            for j in 0..i {
                let Pair { cosine, own, other } = vectors.pair(values, i, j);
                for (i, j, own, other) in [(i, j, own, other), (j, i, other, own)] {
                    let outer = share * sign(cosine) / own;
                    // The divisor of a vector that is too short does not change with it.
                    let turned = if own > SHORTEST { cosine } else { 0.0 };
                    let (along_other, along_own) = (T::of(outer / other), T::of(outer * turned / own));
                    let both = vectors.of(values, i).zip(vectors.of(values, j));
                    let gradient = gradient[i * vectors.apart..].iter_mut().step_by(vectors.step);
                    for (gradient, (&own, &other)) in gradient.zip(both) {
                        *gradient += along_other * other - along_own * own;
                    }
                }
            }
        }
    }
}

/// Below this length, a vector is not made one of length 1.
const SHORTEST: f64 = 1e-7;

/// Where in a matrix its rows or columns lie.
struct Vectors {
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

impl Vectors {
    /// Vector number `i`.
    fn of<'a, T>(&self, values: &'a [T], i: usize) -> impl Iterator<Item = &'a T> {
        values[i * self.apart..].iter().step_by(self.step).take(self.len)
    }

    fn pair<T: Scalar>(&self, values: &[T], i: usize, j: usize) -> Pair {
        let (mut product, mut own, mut other) = (0.0, 0.0, 0.0);
        for (a, b) in self.of(values, i).zip(self.of(values, j)) {
            let (a, b) = (a.to_f64(), b.to_f64());
            product += a * b;
            own += a * a;
            other += b * b;
        }
        let [own, other] = [own, other].map(|square: f64| square.sqrt().max(SHORTEST));
        Pair { cosine: product / (own * other), own, other }
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
