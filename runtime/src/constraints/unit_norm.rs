use super::{Axis, Constraint, EPSILON};
use crate::error::Result;
use crate::tensor::Scalar;

/// Norms of 1: `w ← w / (‖w‖ + 1e-7)`.
///
/// Default: `axis` 0, which for a dense kernel means a norm for the weights of each output.
///
/// Source: Keras.
#[derive(Clone, Debug)]
pub struct UnitNorm {
    axis: Axis,
}

impl UnitNorm {
    /// With Keras' default.
    pub fn new() -> Self {
        Self { axis: 0.into() }
    }

    /// The axes that a norm is taken over: one, such as `0`, or several, such as `[0, 1, 2]`.
    #[must_use]
    pub fn axis(mut self, axis: impl Into<Axis>) -> Self {
        self.axis = axis.into();
        self
    }
}

impl Default for UnitNorm {
    fn default() -> Self {
        Self::new()
    }
}

impl Constraint for UnitNorm {
    fn check(&self, shape: &[usize]) -> Result<()> {
        self.axis.check("the axis of `UnitNorm`", shape)
    }

    fn apply<T: Scalar>(&self, shape: &[usize], values: &mut [T]) {
        self.axis.rescale(shape, values, |norm| 1.0 / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::tests::applied;

    #[test]
    fn vectors_get_the_norm_1() {
        let factor = 1.0 / (5.0 + 1e-7);
        let expected = [3.0 * factor, 0.0, -4.0 * factor, 0.0];
        assert_eq!(applied(&UnitNorm::new(), &[2, 2], &[3.0, 0.0, -4.0, 0.0]), expected);
        let expected = [3.0 * factor, -4.0 * factor, 0.0, 0.0];
        assert_eq!(applied(&UnitNorm::new().axis(-1), &[2, 2], &[3.0, -4.0, 0.0, 0.0]), expected);
    }

    #[test]
    fn an_axis_is_one_of_the_variable() {
        assert!(UnitNorm::new().axis([0, 1, 2]).check(&[3, 3, 4, 8]).is_ok());
        assert!(UnitNorm::new().axis([0, 1, 2]).check(&[4, 8]).is_err());
    }
}
