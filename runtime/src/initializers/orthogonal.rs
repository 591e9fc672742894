use alloc::vec;

#[cfg(not(feature = "std"))]
use nalgebra::ComplexField as _;

use super::Initializer;
use crate::error::{Error, Result, check_setting};
use crate::kernels::reduce::dot;
use crate::rng::Rng;

/// A random orthogonal matrix, times `gain`: its rows have length `gain` and are orthogonal to each other, or, if there
/// are more rows than columns, its columns. Keras' `orthogonal`, the default of recurrent kernels.
///
/// The variable has at least two axes; the last one gives the columns, all others together the rows. Default: `gain` 1.
///
/// All such matrices are equally likely: they are the `Q` of `A = Q R`, with normally distributed `A`, and an upper
/// triangular `R` whose diagonal is positive. `Q` is found by the method of Gram and Schmidt; each vector is made
/// orthogonal to those before it twice, which leaves no more than rounding.
///
/// Sources: A. M. Saxe, J. L. McClelland and S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep
/// linear neural networks", 2014; F. Mezzadri, "How to generate random matrices from the classical compact groups",
/// 2007; L. Giraud, J. Langou and M. Rozložník, "The loss of orthogonality in the Gram-Schmidt orthogonalization
/// process", 2005.
#[derive(Clone, Copy, Debug)]
pub struct Orthogonal {
    gain: f64,
}

impl Orthogonal {
    /// With Keras' default.
    pub const fn new() -> Self {
        Self { gain: 1.0 }
    }

    /// What the matrix is multiplied by.
    #[must_use]
    pub const fn gain(mut self, gain: f64) -> Self {
        self.gain = gain;
        self
    }
}

impl Default for Orthogonal {
    fn default() -> Self {
        Self::new()
    }
}

impl Initializer for Orthogonal {
    fn check(&self, shape: &[usize]) -> Result<()> {
        if shape.len() < 2 {
            let needed = "two axes or more";
            return Err(Error::Rank { what: "`Orthogonal`", needed, shape: shape.to_vec() });
        }
        check_setting("the gain of `Orthogonal`", self.gain, self.gain.is_finite(), "finite")
    }

    fn fill(&self, shape: &[usize], values: &mut [f64], rng: &mut Rng) {
        let [_, .., columns @ (1..)] = *shape else { return };
        let rows = values.len() / columns;
        if rows < columns {
            orthonormalize(values, columns, rng);
        } else {
            let mut transposed = vec![0.0; values.len()];
            orthonormalize(&mut transposed, rows, rng);
            for (row, values) in values.chunks_exact_mut(columns).enumerate() {
                let column = transposed[row..].iter().step_by(rows);
                values.iter_mut().zip(column).for_each(|(value, &entry)| *value = entry);
            }
        }
        values.iter_mut().for_each(|value| *value *= self.gain);
    }
}

/// Fills `vectors`, side by side and each of this length, with random ones that are orthogonal and of length 1.
fn orthonormalize(vectors: &mut [f64], len: usize, rng: &mut Rng) {
    vectors.fill_with(|| rng.normal());
    for start in (0..vectors.len()).step_by(len) {
        let (before, rest) = vectors.split_at_mut(start);
        let vector = &mut rest[..len];
        for other in before.chunks_exact(len).chain(before.chunks_exact(len)) {
            let share = dot(vector, other);
            vector.iter_mut().zip(other).for_each(|(value, &other)| *value -= share * other);
        }
        let length = dot(vector, vector).sqrt();
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initializers::tests::filled;

    /// The largest difference between `A Aᵀ` and the identity, for the shorter side of the matrix `A`.
    fn deviation(values: &[f64], rows: usize, columns: usize) -> f64 {
        let vector = |index: usize| -> Vec<f64> {
            if rows < columns {
                values[index * columns..][..columns].to_vec()
            } else {
                values[index..].iter().step_by(columns).copied().collect()
            }
        };
        let vectors: Vec<_> = (0..rows.min(columns)).map(vector).collect();
        let mut largest = 0.0f64;
        for (i, a) in vectors.iter().enumerate() {
            for (j, b) in vectors.iter().enumerate() {
                largest = largest.max((dot(a, b) - if i == j { 1.0 } else { 0.0 }).abs());
            }
        }
        largest
    }

    #[test]
    fn the_shorter_side_is_orthonormal() {
        for shape in [
            &[1, 1][..],
            &[1, 5],
            &[5, 1],
            &[4, 4],
            &[100, 100],
            &[300, 20],
            &[20, 300],
            &[64, 256],
            &[3, 3, 2, 7],
        ] {
            let columns = *shape.last().unwrap();
            let values = filled(&Orthogonal::new(), shape);
            let rows = values.len() / columns;
            let deviation = deviation(&values, rows, columns);
            assert!(deviation < 1e-12, "{shape:?}: {deviation}");
        }
    }

    #[test]
    fn the_gain_is_the_length() {
        let one = filled(&Orthogonal::new(), &[3, 4]);
        let four = filled(&Orthogonal::new().gain(4.0), &[3, 4]);
        assert_eq!(one.iter().map(|value| 4.0 * value).collect::<Vec<_>>(), four);
    }

    /// Each value of an orthogonal matrix with `n` rows and columns has mean 0 and variance `1/n`, and for `n = 2`,
    /// where it is a cosine, fourth moment 3/8. Rotations and reflections come up equally often.
    #[test]
    fn all_orthogonal_matrices_are_equally_likely() {
        let mut rng = crate::rng::Streams::new(3).rng(crate::rng::Purpose::InitialWeights, 0);
        let mut sums = [0.0; 4];
        let (mut squares, mut determinants) = ([0.0; 4], 0.0);
        for _ in 0..10_000 {
            let mut matrix = [0.0; 4];
            Orthogonal::new().fill(&[2, 2], &mut matrix, &mut rng);
            determinants += matrix[0] * matrix[3] - matrix[1] * matrix[2];
            for (index, value) in matrix.into_iter().enumerate() {
                sums[index] += value / 1e4;
                squares[index] += value * value / 1e4;
            }
        }
        // Five standard errors: variances are 1/2 for a value, 3/8 − 1/4 for its square, 1 for the determinant.
        assert!(sums.iter().all(|mean| mean.abs() < 5.0 * (0.5f64 / 1e4).sqrt()), "{sums:?}");
        assert!(squares.iter().all(|mean| (mean - 0.5).abs() < 5.0 * (0.125f64 / 1e4).sqrt()), "{squares:?}");
        assert!((determinants / 1e4).abs() < 5.0 * 0.01, "{determinants}");
    }

    #[test]
    fn it_is_no_vector() {
        let error = Orthogonal::new().check(&[3]).unwrap_err();
        assert_eq!(error.to_string(), "`Orthogonal` needs two axes or more, but the variable's shape is [3]");
        assert_eq!(filled(&Orthogonal::new(), &[3]), [0.0; 3]);
        assert!(Orthogonal::new().check(&[3, 3, 2]).is_ok());
        assert!(Orthogonal::new().gain(f64::NAN).check(&[3, 3]).is_err());
    }
}
