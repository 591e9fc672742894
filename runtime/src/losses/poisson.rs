use super::pointwise::Pointwise;
use super::smoothing::EPSILON;
use super::{Domain, Reduction};
use crate::math;
use crate::tensor::Scalar;

/// The negative log-likelihood of counts `y` with expectations `p`, but for a constant: `L = mean(p − y ln(p + ε))`,
/// over the `N` values on the last axis, with `ε = 1e-7`. `∂L/∂pⱼ = (1 − yⱼ / (pⱼ + ε)) / N`.
///
/// For outputs that are not negative, such as those of [`softplus`](crate::activations::softplus) or
/// [`exponential`](crate::activations::exponential), of every shape, with targets of the same shape that are not
/// negative either. Other targets are errors before training, other outputs when the model gives them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Poisson {
    reduction: Reduction,
}

super::pointwise::pointwise!(Poisson);

impl Pointwise for Poisson {
    const NAME: &'static str = "poisson";

    const TARGET_DOMAIN: Option<Domain> =
        Some(Domain::NOT_NEGATIVE.help("targets of `Poisson` are counts, or rates"));

    const OUTPUT_DOMAIN: Option<Domain> = Some(
        Domain::NOT_NEGATIVE
            .help("`Poisson` takes the logarithm of outputs: end the model in `exponential` or `softplus`"),
    );

    fn value<T: Scalar>(&self, p: T, y: T) -> T {
        p - y * math::ln(p + T::of(EPSILON))
    }

    fn derivative<T: Scalar>(&self, p: T, y: T) -> T {
        T::one() - y / (p + T::of(EPSILON))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::testing::{assert_close, at};

    #[test]
    fn it_is_least_where_as_many_are_expected_as_are_counted() {
        let loss = Poisson::new();
        let (value, derivative) = at::<f64, _>(&loss, 2.0 - 1e-7, 3.0);
        assert_close(&[value, derivative], &[2.0 - 1e-7 - 3.0 * 2f64.ln(), -0.5]);
        assert_close(&[at::<f64, _>(&loss, 3.0 - 1e-7, 3.0).1], &[0.0]);
    }

    #[test]
    fn nothing_expected_is_finite_and_less_than_nothing_is_not_a_number() {
        assert!(at::<f32, _>(&Poisson::new(), 0.0, 3.0).0.is_finite());
        assert!(at::<f32, _>(&Poisson::new(), -1.0, 3.0).0.is_nan());
    }
}
