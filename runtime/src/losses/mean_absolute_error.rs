use super::Reduction;
use super::pointwise::Pointwise;
use crate::tensor::Scalar;

/// Mean of the absolute differences: `L = mean(|p − y|)`, over the `N` values on the last axis. `∂L/∂pⱼ = sign(pⱼ − yⱼ)
/// / N`, and 0 where the two are equal.
///
/// For outputs of every shape and activation, with targets of the same shape.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsoluteError {
    reduction: Reduction,
}

super::pointwise::pointwise!(MeanAbsoluteError);

impl Pointwise for MeanAbsoluteError {
    const NAME: &'static str = "mean_absolute_error";

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        (p - y).abs()
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        crate::tensor::sign(p - y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::at;

    #[test]
    fn differences_count_by_their_size() {
        let loss = MeanAbsoluteError::new();
        assert_eq!(at::<f64, _>(&loss, 1.5, 4.0), (2.5, -1.0));
        assert_eq!(at::<f64, _>(&loss, 4.0, 1.5), (2.5, 1.0));
        assert_eq!(at::<f64, _>(&loss, 4.0, 4.0), (0.0, 0.0));
    }
}
