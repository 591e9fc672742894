use super::Reduction;
use super::pointwise::Pointwise;
use super::smoothing::EPSILON;
use crate::tensor::Scalar;

/// Mean of the absolute differences in percent of the targets: `L = 100 mean(|p − y| / max(|y|, ε))`, over the `N`
/// values on the last axis, with `ε = 1e-7`. `∂L/∂pⱼ = 100 sign(pⱼ − yⱼ) / (N max(|yⱼ|, ε))`, and 0 where the two are
/// equal.
///
/// For outputs of every shape and activation, with targets of the same shape. There are no percents of 0: as in Keras,
/// it is taken for `ε`, so that a difference of 1 from a target of 0 costs 10⁹.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsolutePercentageError {
    reduction: Reduction,
}

super::pointwise::pointwise!(MeanAbsolutePercentageError);

impl Pointwise for MeanAbsolutePercentageError {
    const NAME: &'static str = "mean_absolute_percentage_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        T::of(100.0) * (p - y).abs() / y.abs().max(T::of(EPSILON))
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        T::of(100.0) * crate::tensor::sign(p - y) / y.abs().max(T::of(EPSILON))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, at};

    #[test]
    fn differences_count_in_percent_of_the_target() {
        let loss = MeanAbsolutePercentageError::new();
        for (p, y, percent, derivative) in
            [(3.0, 4.0, 25.0, -25.0), (1.0, -2.0, 150.0, 50.0), (0.0, 0.0, 0.0, 0.0)]
        {
            let found = at::<f64, _>(&loss, p, y);
            assert_close(&[found.0, found.1], &[percent, derivative]);
        }
        let of_nothing = at::<f64, _>(&loss, 1.0, 0.0);
        assert_close(&[of_nothing.0, of_nothing.1], &[1e9, 1e9]);
    }
}
