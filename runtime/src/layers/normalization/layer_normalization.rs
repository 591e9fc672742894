use core::marker::PhantomData;

use super::{Center, Centers, Scale, Scales, affine, affine_mut, affine_options};
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::initializers::Ones;
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings the values on the last axis to mean 0 and variance 1, each sample and place by itself, and then to a scale
/// and a mean that are learnt.
///
/// With mean `μ` and variance `σ²` of the `C` values (the sum of squares is divided by `C`), `x̂ = (x − μ) / √(σ² + ε)`
/// and `y = γ x̂ + β`, in training and otherwise.
///
/// | | |
/// |---|---|
/// | in `model!` | `LayerNormalization` |
/// | input, output | any shape |
/// | variables | `gamma` `[C]`, ones; `beta` `[C]`, zeros |
/// | type arguments | [`NoCenter`](crate::layers::NoCenter) for none of `beta`, [`NoScale`](crate::layers::NoScale) for none of `gamma` |
/// | options | `epsilon` (default 1e-3); `gamma_initializer`, `beta_initializer`; `gamma_regularizer`, `beta_regularizer`; `gamma_constraint`, `beta_constraint` (default: none) |
///
/// With `g = γ δ` and means over the `C` values, the gradients are `∂L/∂γ = Σ δ x̂`, `∂L/∂β = Σ δ`, and
/// `∂L/∂x = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε)`. Written in full, it names the shape:
/// `LayerNormalization<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Dense<4, 8, relu>, LayerNormalization, Dense<_, 3, softmax> } }
/// ```
///
/// Source: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer normalization", 2016.
#[derive(Clone, Debug)]
pub struct LayerNormalization<X, C = Center, S = Scale> {
    epsilon: f64,
    gamma: VariableOptions,
    beta: VariableOptions,
    types: Types<(X, C, S)>,
}

impl<X, C, S> LayerNormalization<X, C, S> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self {
            epsilon: 1e-3,
            gamma: VariableOptions::new(),
            beta: VariableOptions::new(),
            types: PhantomData,
        }
    }

    /// What is added to the variance, so that nothing is divided by zero: by default 1e-3.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    affine_options!();
}

impl<X, C, S> Default for LayerNormalization<X, C, S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, C: Centers, S: Scales> LayerNormalization<X, C, S> {
    const CHANNELS: usize = last_axis::<X>();
    const PLACES: usize = X::LEN / Self::CHANNELS;
    const SHAPE: &'static [usize] = &[Self::CHANNELS];
    const BOTH: &'static [Variable; 2] =
        &[Variable::new("gamma", Self::SHAPE), Variable::new("beta", Self::SHAPE)];
}

impl<X: Shape, C: Centers, S: Scales> Layer for LayerNormalization<X, C, S> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    const VARIABLES: &'static [Variable] = match (S::SCALES, C::CENTERS) {
        (true, true) => Self::BOTH,
        (true, false) => Self::BOTH.split_at(1).0,
        (false, true) => Self::BOTH.split_at(1).1,
        (false, false) => &[],
    };

    /// `x̂`, for each place `1 / √(σ² + ε)`, and room for two sums.
    const SAVED: usize = X::LEN + Self::PLACES + 2;

    fn check(&self) -> Result<()> {
        let is_positive = self.epsilon.is_finite() && self.epsilon > 0.0;
        check_setting("the epsilon of `LayerNormalization`", self.epsilon, is_positive, "more than 0")
    }

    fn options(&self, index: usize) -> VariableOptions {
        match Self::VARIABLES[index].name {
            "gamma" => self.gamma.clone().default_initializer(Ones),
            _ => self.beta.clone(),
        }
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let (gamma, beta, _) = affine::<C, S, T>(call.variables, Self::CHANNELS);
        let (input, output) = (call.input.values(), call.output.values());
        let (scaled, rest) = call.saved.split_at_mut(X::LEN * stride);
        let (inverses, means) = rest.split_at_mut(Self::PLACES * stride);
        let (epsilon, count) = (T::of(self.epsilon), T::of(Self::CHANNELS as f64));
        let means = &mut means[..stride];
        vectorize(
            #[inline(always)]
            move || {
                let block = Self::CHANNELS * stride;
                for (place, inverse) in inverses.chunks_exact_mut(stride).enumerate() {
                    let input = &input[place * block..][..block];
                    let scaled = &mut scaled[place * block..][..block];
                    let output = &mut output[place * block..][..block];
                    means.fill(T::zero());
                    for x in input.chunks_exact(stride) {
                        means.iter_mut().zip(x).for_each(|(sum, &x)| *sum += x);
                    }
                    means.iter_mut().for_each(|sum| *sum /= count);
                    inverse.fill(T::zero());
                    for (x, scaled) in input.chunks_exact(stride).zip(scaled.chunks_exact_mut(stride)) {
                        for (((sum, scaled), &x), &mean) in inverse.iter_mut().zip(scaled).zip(x).zip(&*means)
                        {
                            *scaled = x - mean;
                            *sum += *scaled * *scaled;
                        }
                    }
                    inverse.iter_mut().for_each(|sum| *sum = T::one() / (*sum / count + epsilon).sqrt());
                    let features = scaled.chunks_exact_mut(stride).zip(output.chunks_exact_mut(stride));
                    for (channel, (scaled, output)) in features.enumerate() {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let beta = beta.map_or(T::zero(), |beta| beta[channel]);
                        for ((scaled, y), &inverse) in scaled.iter_mut().zip(output).zip(&*inverse) {
                            *scaled *= inverse;
                            *y = *scaled * gamma + beta;
                        }
                    }
                }
            },
        );
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let block = Self::CHANNELS * stride;
        let (gamma, ..) = affine::<C, S, T>(call.variables, Self::CHANNELS);
        let (gamma_gradient, beta_gradient, _) = affine_mut::<C, S, T>(call.gradients, Self::CHANNELS);
        let delta = call.delta.values();
        let (scaled, rest) = call.saved.split_at_mut(X::LEN * stride);
        let (inverses, sums) = rest.split_at_mut(Self::PLACES * stride);
        if let Some(gradient) = gamma_gradient {
            reduce::channels(
                delta.len(),
                stride,
                gradient,
                #[inline(always)]
                |at| reduce::products_around(&delta[at.clone()], T::zero(), &scaled[at], T::zero()),
            );
        }
        if let Some(gradient) = beta_gradient {
            reduce::channels(
                delta.len(),
                stride,
                gradient,
                #[inline(always)]
                |at| reduce::lanes(&delta[at]),
            );
        }
        let Some(mut gradient) = call.input_gradient else { return };
        let gradient = gradient.values();
        let count = T::of(Self::CHANNELS as f64);
        let (sums, products) = sums.split_at_mut(stride);
        vectorize(
            #[inline(always)]
            move || {
                for (place, inverse) in inverses.chunks_exact(stride).enumerate() {
                    let delta = &delta[place * block..][..block];
                    let scaled = &scaled[place * block..][..block];
                    let gradient = &mut gradient[place * block..][..block];
                    sums.fill(T::zero());
                    products.fill(T::zero());
                    for channel in 0..Self::CHANNELS {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let (delta, scaled) = (&delta[channel * stride..], &scaled[channel * stride..]);
                        for (((sum, product), &delta), &scaled) in
                            sums.iter_mut().zip(&mut *products).zip(delta).zip(scaled)
                        {
                            *sum += gamma * delta;
                            *product += gamma * delta * scaled;
                        }
                    }
                    for channel in 0..Self::CHANNELS {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let (delta, scaled) = (&delta[channel * stride..], &scaled[channel * stride..]);
                        let gradient = &mut gradient[channel * stride..][..stride];
                        for lane in 0..stride {
                            let mean = (sums[lane] + scaled[lane] * products[lane]) / count;
                            gradient[lane] = inverse[lane] * (gamma * delta[lane] - mean);
                        }
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn each_place_gets_mean_0_and_variance_1() {
        let model = model![Input<2, 3>, LayerNormalization(epsilon = 1e-9)];
        let [first, second] = model.predict(&[[1.0, 2.0, 3.0], [8.0, 2.0, 2.0]]);
        let root = 1.5f32.sqrt();
        for (found, expected) in first.iter().chain(&second).zip([-root, 0.0, root, 2.0 / 2f32.sqrt()]) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}
