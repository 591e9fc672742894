use super::Reduction;
use super::pointwise::Pointwise;
use crate::tensor::Scalar;

/// Mean of the squared differences: `L = mean((p − y)²)`, over the `N` values on the last axis. `∂L/∂pⱼ = 2 (pⱼ −
/// yⱼ) / N`.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSquaredError {
    reduction: Reduction,
}

super::pointwise::pointwise!(MeanSquaredError);

impl Pointwise for MeanSquaredError {
    const NAME: &'static str = "mean_squared_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y) * (p - y)
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y) + (p - y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::linear;
    use crate::losses::testing::{assert_close, run};
    use crate::tensor::{Features, Image};

    #[test]
    fn a_position_has_the_mean_over_its_values() {
        let loss = MeanSquaredError::new();
        let (p, y) = ([[1.0, 2.0], [0.0, -3.0], [0.5, 0.5]], [[0.0, 2.0], [2.0, 1.0], [0.5, 0.5]]);
        let (losses, gradient) = run::<f64, linear, Features<2>, _>(&loss, &p, &y);
        assert_close(&losses, &[0.5, 10.0, 0.0]);
        assert_close(&gradient, &[1.0, 0.0, -2.0, -4.0, 0.0, 0.0]);
        let (losses, gradient) = run::<f64, linear, Image<1, 3, 2>, _>(&loss, &[[p]], &[[y]]);
        assert_close(&losses, &[0.5, 10.0, 0.0]);
        assert_close(&gradient, &[1.0, 0.0, -2.0, -4.0, 0.0, 0.0]);
    }
}
