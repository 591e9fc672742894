use super::{Axis, Constraint, EPSILON};
use crate::error::{Result, check_not_negative};
use crate::tensor::Scalar;

/// No norm above a largest one: `w ← w · min(‖w‖, max_value) / (‖w‖ + 1e-7)`.
///
/// As in Keras, what is short enough is shortened too, by the factor `‖w‖ / (‖w‖ + 1e-7)`. Defaults: `max_value` 2,
/// `axis` 0, which for a dense kernel means a norm for the weights of each output.
///
/// Source: N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a simple way to
/// prevent neural networks from overfitting", 2014, section 5.1.
#[derive(Clone, Debug)]
pub struct MaxNorm {
    max_value: f64,
    axis: Axis,
}

impl MaxNorm {
    /// With Keras' defaults.
    pub fn new() -> Self {
        Self { max_value: 2.0, axis: 0.into() }
    }

    /// The largest norm, 0 or more.
    #[must_use]
    pub const fn max_value(mut self, max_value: f64) -> Self {
        self.max_value = max_value;
        self
    }

    /// The axes that a norm is taken over: one, such as `0`, or several, such as `[0, 1, 2]`.
    #[must_use]
    pub fn axis(mut self, axis: impl Into<Axis>) -> Self {
        self.axis = axis.into();
        self
    }
}

impl Default for MaxNorm {
    fn default() -> Self {
        Self::new()
    }
}

impl Constraint for MaxNorm {
    fn check(&self, shape: &[usize]) -> Result<()> {
        check_not_negative("the max_value of `MaxNorm`", self.max_value)?;
        self.axis.check("the axis of `MaxNorm`", shape)
    }

    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]) {
        self.axis.rescale(shape, values, |norm| norm.min(self.max_value) / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::tests::applied;

    #[test]
    fn long_vectors_are_shortened() {
        // The columns have the norms 5, 1 and 0.
        let matrix = [3.0, 0.6, 0.0, -4.0, 0.8, 0.0];
        let long = 2.0 / (5.0 + 1e-7);
        let short = 1.0 / (1.0 + 1e-7);
        let expected = [3.0 * long, 0.6 * short, 0.0, -4.0 * long, 0.8 * short, 0.0];
        assert_eq!(applied(&MaxNorm::new(), &[2, 3], &matrix), expected);
        let rows = applied(&MaxNorm::new().max_value(0.5).axis(1), &[3, 2], &[0.0, 2.0, 3.0, 4.0, 0.3, 0.4]);
        for (row, norm) in rows.chunks_exact(2).zip([0.5, 0.5, 0.5]) {
            assert!((row[0].hypot(row[1]) - norm).abs() < 2e-7, "{rows:?}");
        }
    }

    #[test]
    fn settings_out_of_range_are_errors() {
        assert!(MaxNorm::new().check(&[3]).is_ok());
        assert!(MaxNorm::new().max_value(-1.0).check(&[3]).is_err());
        assert!(MaxNorm::new().max_value(f64::NAN).check(&[3]).is_err());
        let error = MaxNorm::new().axis(1).check(&[3]).unwrap_err();
        assert_eq!(error.to_string(), "the axis of `MaxNorm` is 1, but must be an axis of the variable");
    }
}
