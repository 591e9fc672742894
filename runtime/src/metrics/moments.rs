use super::row::Row;
use crate::error::{Result, check_setting};
use crate::tensor::{Scalar, Shape, last_axis};

/// The moments of a row of outputs `p` and its targets `y`.
pub(super) struct Moments {
    /// The mean of `p` less that of `y`.
    pub(super) distance: f64,
    /// The mean of `(p − p̄)²`, and that of `(y − ȳ)²`.
    pub(super) variances: [f64; 2],
    /// The mean of `(p − p̄) (y − ȳ)`.
    pub(super) covariance: f64,
}

impl Moments {
    pub(super) fn of<T: Scalar, S: Shape>(p: Row<'_, T, S>, y: Row<'_, T, S>) -> Self {
        let [p, y] = [p, y].map(|row| row.values().map(T::to_f64));
        let means = [mean(p.clone()), mean(y.clone())];
        let (p, y) = (p.map(|p| p - means[0]), y.map(|y| y - means[1]));
        Self {
            distance: means[0] - means[1],
            variances: [mean(p.clone().map(|p| p * p)), mean(y.clone().map(|y| y * y))],
            covariance: mean(p.zip(y).map(|(p, y)| p * y)),
        }
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    values.sum::<f64>() / count
}

/// An error for outputs whose last axis has a single value, which cannot vary.
pub(super) fn check_varies<S: Shape>() -> Result<()> {
    let width = last_axis::<S>();
    check_setting("the last axis of a correlation's outputs", width as f64, width > 1, "2 or more")
}

#[cfg(test)]
mod tests {
    use crate::activations::linear;
    use crate::metrics::testing::score;
    use crate::metrics::{ConcordanceCorrelation, Metric, PearsonCorrelation, Score};
    use crate::tensor::Features;

    fn close(score: &Score, expected: f64) {
        let Score::One(score) = score else { panic!("{score:?}") };
        assert!((score - expected).abs() < 1e-12, "{score}");
    }

    #[test]
    fn of_values_that_rise_together_the_distance_matters_for_concordance_alone() {
        let (outputs, targets) = ([[1.0, 2.0, 3.0]], [[3.0, 5.0, 7.0]]);
        close(&score(&PearsonCorrelation::new(), &outputs, &targets), 1.0);
        // Variances of 2/3 and 8/3, a covariance of 4/3, means of 2 and 5.
        close(&score(&ConcordanceCorrelation::new(), &outputs, &targets), 8.0 / (10.0 + 27.0 + 3e-7));
        close(
            &score(
                &PearsonCorrelation::new(),
                &[outputs[0], [3.0, 1.0, 2.0]],
                &[targets[0], [1.0, 3.0, 2.0]],
            ),
            0.0,
        );
    }

    #[test]
    fn a_single_value_does_not_vary() {
        assert!(Metric::<Features<1>, linear, Features<1>>::check(&PearsonCorrelation::new()).is_err());
        assert!(Metric::<Features<2>, linear, Features<2>>::check(&ConcordanceCorrelation::new()).is_ok());
    }
}
