use super::{Axis, Constraint, EPSILON};
use crate::error::{Result, check_not_negative, check_setting};
use crate::tensor::Scalar;

/// Norms between a smallest and a largest one: `w ← w · n / (‖w‖ + 1e-7)`, where the new norm `n` is
/// `rate · clamp(‖w‖, min_value, max_value) + (1 − rate) · ‖w‖`.
///
/// With a `rate` below 1, norms move towards the interval little by little. Defaults: `min_value` 0, `max_value` 1,
/// `rate` 1, `axis` 0, which for a dense kernel means a norm for the weights of each output.
///
/// Source: Keras.
#[derive(Clone, Debug)]
pub struct MinMaxNorm {
    min_value: f64,
    max_value: f64,
    rate: f64,
    axis: Axis,
}

impl MinMaxNorm {
    /// With Keras' defaults.
    pub fn new() -> Self {
        Self { min_value: 0.0, max_value: 1.0, rate: 1.0, axis: 0.into() }
    }

    /// The smallest norm, 0 or more.
    #[must_use]
    pub const fn min_value(mut self, min_value: f64) -> Self {
        self.min_value = min_value;
        self
    }

    /// The largest norm, not below the smallest one.
    #[must_use]
    pub const fn max_value(mut self, max_value: f64) -> Self {
        self.max_value = max_value;
        self
    }

    /// How much of the way to the interval a step goes, from 0 to 1.
    #[must_use]
    pub const fn rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }

    /// The axes that a norm is taken over: one, such as `0`, or several, such as `[0, 1, 2]`.
    #[must_use]
    pub fn axis(mut self, axis: impl Into<Axis>) -> Self {
        self.axis = axis.into();
        self
    }
}

impl Default for MinMaxNorm {
    fn default() -> Self {
        Self::new()
    }
}

impl Constraint for MinMaxNorm {
    fn check(&self, shape: &[usize]) -> Result<()> {
        check_not_negative("the min_value of `MinMaxNorm`", self.min_value)?;
        let holds = self.max_value.is_finite() && self.max_value >= self.min_value;
        check_setting(
            "the max_value of `MinMaxNorm`",
            self.max_value,
            holds,
            "finite, and not below min_value",
        )?;
        let holds = (0.0..=1.0).contains(&self.rate);
        check_setting("the rate of `MinMaxNorm`", self.rate, holds, "from 0 to 1")?;
        self.axis.check("the axis of `MinMaxNorm`", shape)
    }

    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]) {
        self.axis.rescale(shape, values, |norm| {
            // `f64::clamp` panics where `check` would have refused the bounds.
            let inside = norm.min(self.max_value).max(self.min_value);
            (self.rate * inside + (1.0 - self.rate) * norm) / (EPSILON + norm)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::tests::applied;

    /// The columns have the norms 5, 0.5, 0.05 and 0.
    const MATRIX: [f64; 8] = [3.0, 0.3, 0.03, 0.0, -4.0, 0.4, 0.04, 0.0];

    fn assert_norms(constraint: &MinMaxNorm, norms: [f64; 4]) {
        let values = applied(constraint, &[2, 4], &MATRIX);
        for (column, norm) in norms.into_iter().enumerate() {
            let found = values[column].hypot(values[column + 4]);
            // What 1e-7 added to a norm of at least 0.05 makes.
            assert!((found - norm).abs() <= 2e-6 * norm, "{values:?}");
        }
        assert!(values[0] > 0.0 && values[4] < 0.0, "directions stay");
    }

    #[test]
    fn norms_come_to_lie_in_the_interval() {
        assert_norms(&MinMaxNorm::new(), [1.0, 0.5, 0.05, 0.0]);
        let bounds = MinMaxNorm::new().min_value(0.25).max_value(2.0);
        assert_norms(&bounds, [2.0, 0.5, 0.25, 0.0]);
        assert_norms(&bounds.clone().rate(0.5), [3.5, 0.5, 0.15, 0.0]);
        assert_norms(&bounds.rate(0.0), [5.0, 0.5, 0.05, 0.0]);
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        let new = MinMaxNorm::new;
        assert!(new().min_value(1.0).axis([0, 1]).check(&[3, 2]).is_ok());
        assert!(new().min_value(-1.0).check(&[3]).is_err());
        assert!(new().min_value(2.0).check(&[3]).is_err());
        assert!(new().max_value(f64::INFINITY).check(&[3]).is_err());
        assert!(new().rate(1.5).check(&[3]).is_err());
        assert!(new().rate(f64::NAN).check(&[3]).is_err());
        assert!(new().axis(1).check(&[3]).is_err());
    }
}
