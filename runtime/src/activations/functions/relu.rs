use crate::activations::{ActivationFn, leaky_relu};
use crate::error::{Result, check_not_negative};
use crate::kernels::rectify::Rectify;
use crate::simd::Instructions;
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// Rectified linear unit: `a = max(z, 0)`, with derivative 1 where `z > 0` and 0 elsewhere, at 0 too.
///
/// With a threshold `t`, a slope `s` and a largest value `m`, it is `min(z, m)` where `z > t` and `s (z − t)`
/// elsewhere, with derivative 1 where `t < z < m`, 0 where `z` is above both `t` and `m`, and `s` where `z < t`. At `t`
/// it is 0, but `s` if there is nothing but a slope, as in Keras. At `m` it is 0. (TensorFlow has 0 there if `m` is 6
/// and `t` is 0, and else 1. That would need `z`: the output is `m` at `m` and above.)
///
/// Defaults: `negative_slope` 0, no `max_value`, `threshold` 0. None may be negative, as in Keras' layer `ReLU`;
/// [`leaky_relu`] takes a negative slope.
///
/// Source: V. Nair, G. E. Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.
#[expect(non_camel_case_types, reason = "Keras' name")]
#[derive(Clone, Copy, Debug, Default)]
pub struct relu {
    negative_slope: f64,
    max_value: Option<f64>,
    threshold: f64,
}

impl relu {
    /// With Keras' defaults.
    pub const fn new() -> Self {
        Self { negative_slope: 0.0, max_value: None, threshold: 0.0 }
    }

    /// `s`, the slope of what is not above the threshold, from 0.
    #[must_use]
    pub const fn negative_slope(mut self, negative_slope: f64) -> Self {
        self.negative_slope = negative_slope;
        self
    }

    /// `m`, the largest value, from 0.
    #[must_use]
    pub const fn max_value(mut self, max_value: f64) -> Self {
        self.max_value = Some(max_value);
        self
    }

    /// `t`, above which values pass, from 0.
    #[must_use]
    pub const fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    /// Whether it is `max(z, 0)`.
    fn is_plain(&self) -> bool {
        self.negative_slope == 0.0 && self.has_only_a_slope()
    }

    /// Whether it is like [`leaky_relu`].
    fn has_only_a_slope(&self) -> bool {
        self.max_value.is_none() && self.threshold == 0.0
    }

    fn slope<T: Scalar>(&self) -> T {
        let like_leaky_relu = leaky_relu::new().negative_slope(self.negative_slope);
        if self.has_only_a_slope() { like_leaky_relu.slope() } else { T::of(self.negative_slope) }
    }

    fn value<T: Scalar>(&self, z: T) -> T {
        let threshold = T::of(self.threshold);
        if z <= threshold {
            return self.slope::<T>() * (z - threshold);
        }
        match self.max_value.map(T::of) {
            Some(max_value) if z > max_value => max_value,
            _ => z,
        }
    }

    /// From the output: what is above the threshold is above 0 there, unless the largest value is 0.
    fn derivative<T: Scalar>(&self, a: T) -> T {
        if a < T::zero() || (a == T::zero() && self.has_only_a_slope()) {
            self.slope()
        } else if a == T::zero() || self.max_value.is_some_and(|max_value| a >= T::of(max_value)) {
            T::zero()
        } else {
            T::one()
        }
    }
}

impl ActivationFn for relu {
    const NAME: &'static str = "relu";
    const FILLS_PADDING: bool = true;

    fn check(&self) -> Result<()> {
        let settings = [
            ("the negative_slope of `relu`", self.negative_slope),
            ("the max_value of `relu`", self.max_value.unwrap_or_default()),
            ("the threshold of `relu`", self.threshold),
        ];
        settings.into_iter().try_for_each(|(what, value)| check_not_negative(what, value))
    }

    #[inline(always)]
    fn forward<T: Scalar, S: Shape>(&self, values: BatchMut<'_, T, S>) {
        self.forward_inline(values, Instructions::TARGET);
    }

    #[inline(always)]
    fn forward_inline<T: Scalar, S: Shape>(
        &self,
        mut values: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        if self.is_plain() {
            T::run_inline(instructions, Rectify(values.values()));
        } else {
            values.values().iter_mut().for_each(|z| *z = self.value(*z));
        }
    }

    #[inline(always)]
    fn backward<T: Scalar, S: Shape>(&self, output: Batch<'_, T, S>, mut gradient: BatchMut<'_, T, S>) {
        let pairs = gradient.values().iter_mut().zip(output.values());
        if self.is_plain() {
            pairs.for_each(|(gradient, &a)| *gradient *= if a > T::zero() { T::one() } else { T::zero() });
        } else {
            pairs.for_each(|(gradient, &a)| *gradient *= self.derivative(a));
        }
    }
}
