use core::marker::PhantomData;

use super::{Center, Centers, Scale, Scales, affine, affine_mut, affine_options};
use crate::activations::linear;
use crate::error::{Result, check_setting};
use crate::initializers::{Initializer, Ones};
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Frozen, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings each channel to mean 0 and variance 1 over the batch, and then to a scale and a mean that are learnt.
///
/// In training, with mean `μ` and variance `σ²` of a channel over all places and samples of the batch (the sum of
/// squares is divided by their number `n`), `x̂ = (x − μ) / √(σ² + ε)` and `y = γ x̂ + β`. Otherwise moving averages
/// take the place of `μ` and `σ²`: at each step of training `m ← momentum · m + (1 − momentum) μ`, and likewise for the
/// variance. A frozen layer uses the moving averages in training too, and leaves them as they are.
///
/// | | |
/// |---|---|
/// | in `model!` | `BatchNormalization` |
/// | input, output | any shape, of which the last axis is that of channels |
/// | variables | `gamma` `[C]`, ones; `beta` `[C]`, zeros; and as state `moving_mean` `[C]`, zeros, `moving_variance` `[C]`, ones |
/// | type arguments | [`NoCenter`](crate::layers::NoCenter) for none of `beta`, [`NoScale`](crate::layers::NoScale) for none of `gamma` |
/// | options | `momentum` (default 0.99), `epsilon` (default 1e-3); `gamma_initializer`, `beta_initializer`, `moving_mean_initializer`, `moving_variance_initializer`; `gamma_regularizer`, `beta_regularizer`; `gamma_constraint`, `beta_constraint` (default: none) |
///
/// With `g = γ δ / √(σ² + ε)`, the gradients are `∂L/∂γ = Σ δ x̂`, `∂L/∂β = Σ δ`, and
/// `∂L/∂x = g − (Σ g + x̂ Σ g x̂) / n`, for the batch's mean and variance depend on `x` too; without these terms when
/// frozen.
///
/// Samples are seen together, so a batch goes through in one piece whatever its size, and single samples make no batch:
/// with one sample of one place, all that comes out is `β`. Written in full, it names the shape:
/// `BatchNormalization<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Net { Input<28, 28, 1>, Conv2D<6, 5>, BatchNormalization(momentum = 0.9), Activation<relu>, Flatten, Dense<10> }
/// }
/// assert_eq!(Net::new(1).count_params(), 25 * 6 + 6 + 4 * 6 + 24 * 24 * 6 * 10 + 10);
/// ```
///
/// Source: S. Ioffe, C. Szegedy, "Batch normalization: accelerating deep network training by reducing internal
/// covariate shift", 2015.
#[derive(Clone, Debug)]
pub struct BatchNormalization<X, C = Center, S = Scale> {
    momentum: f64,
    epsilon: f64,
    gamma: VariableOptions,
    beta: VariableOptions,
    moving_mean: VariableOptions,
    moving_variance: VariableOptions,
    frozen: Frozen,
    types: Types<(X, C, S)>,
}

impl<X, C, S> BatchNormalization<X, C, S> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self {
            momentum: 0.99,
            epsilon: 1e-3,
            gamma: VariableOptions::new(),
            beta: VariableOptions::new(),
            moving_mean: VariableOptions::new(),
            moving_variance: VariableOptions::new(),
            frozen: Frozen::new(),
            types: PhantomData,
        }
    }

    /// How much of a moving average stays at each step: 0 to 1, by default 0.99.
    #[must_use]
    pub const fn momentum(mut self, momentum: f64) -> Self {
        self.momentum = momentum;
        self
    }

    /// What is added to the variance, so that nothing is divided by zero: by default 1e-3.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    affine_options!();

    /// The first values of the moving mean; by default zeros.
    #[must_use]
    pub fn moving_mean_initializer(mut self, initializer: impl Initializer) -> Self {
        self.moving_mean = self.moving_mean.initializer(initializer);
        self
    }

    /// The first values of the moving variance; by default ones.
    #[must_use]
    pub fn moving_variance_initializer(mut self, initializer: impl Initializer) -> Self {
        self.moving_variance = self.moving_variance.initializer(initializer);
        self
    }
}

impl<X, C, S> Default for BatchNormalization<X, C, S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, C: Centers, S: Scales> BatchNormalization<X, C, S> {
    const CHANNELS: usize = last_axis::<X>();
    const SHAPE: &'static [usize] = &[Self::CHANNELS];
    const ALL: &'static [Variable; 4] = &[
        Variable::new("gamma", Self::SHAPE),
        Variable::new("beta", Self::SHAPE),
        Variable::state("moving_mean", Self::SHAPE),
        Variable::state("moving_variance", Self::SHAPE),
    ];
    const NO_BETA: &'static [Variable; 3] = &[Self::ALL[0], Self::ALL[2], Self::ALL[3]];
}

impl<X: Shape, C: Centers, S: Scales> Layer for BatchNormalization<X, C, S> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const NAME: &'static str = "batch_normalization";
    const FILLS_PADDING: bool = true;
    const VARIABLES: &'static [Variable] = match (S::SCALES, C::CENTERS) {
        (true, true) => Self::ALL,
        (true, false) => Self::NO_BETA,
        (false, true) => Self::ALL.split_at(1).1,
        (false, false) => Self::ALL.split_at(2).1,
    };

    /// `x̂`, and for each channel its mean, its variance and `1 / √(σ² + ε)`.
    const MASK: Mask = Mask::Refused;
    const SAVED: usize = X::LEN + 3 * Self::CHANNELS;

    fn check(&self) -> Result<()> {
        let (momentum, epsilon) = (self.momentum, self.epsilon);
        check_setting(
            "the momentum of `BatchNormalization`",
            momentum,
            (0.0..=1.0).contains(&momentum),
            "from 0 to 1",
        )?;
        let is_positive = epsilon.is_finite() && epsilon > 0.0;
        check_setting("the epsilon of `BatchNormalization`", epsilon, is_positive, "more than 0")
    }

    fn options(&self, index: usize) -> VariableOptions {
        match Self::VARIABLES[index].name {
            "gamma" => self.gamma.clone().default_initializer(Ones),
            "beta" => self.beta.clone(),
            "moving_mean" => self.moving_mean.clone(),
            _ => self.moving_variance.clone().default_initializer(Ones),
        }
    }

    fn set_frozen(&self, frozen: bool) {
        self.frozen.set(frozen);
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let (stride, samples) = (call.input.lanes().stride(), call.input.samples());
        let learns = call.pass.is_training() && !self.frozen.get();
        let (gamma, beta, moving) = affine::<C, S, T>(call.variables, Self::CHANNELS);
        let (input, output) = (call.input.values(), call.output.values());
        let (scaled, statistics) = call.saved.split_at_mut(X::LEN * stride);
        let epsilon = T::of(self.epsilon);
        vectorize(
            #[inline(always)]
            move || {
                for channel in 0..Self::CHANNELS {
                    let (mean, variance) = if learns {
                        moments(input, channel * stride, Self::CHANNELS * stride, samples)
                    } else {
                        (moving[channel], moving[Self::CHANNELS + channel])
                    };
                    let inverse = T::one() / (variance + epsilon).sqrt();
                    let kept = &mut statistics[3 * channel * stride..];
                    (kept[0], kept[stride], kept[2 * stride]) = (mean, variance, inverse);
                    let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                    let beta = beta.map_or(T::zero(), |beta| beta[channel]);
                    let mut place = channel * stride;
                    while place < input.len() {
                        let scaled = &mut scaled[place..place + stride];
                        let output = &mut output[place..place + stride];
                        for ((y, scaled), &x) in output.iter_mut().zip(scaled).zip(&input[place..]) {
                            *scaled = (x - mean) * inverse;
                            *y = *scaled * gamma + beta;
                        }
                        place += Self::CHANNELS * stride;
                    }
                }
            },
        );
    }

    fn backward<T: Scalar>(&self, mut call: Backward<'_, T, Self>) {
        let (stride, samples) = (call.input.lanes().stride(), call.input.samples());
        let learns = call.pass.is_training() && !self.frozen.get();
        let (gamma, _, moving) = affine::<C, S, T>(call.variables, Self::CHANNELS);
        let (mut gamma_gradient, mut beta_gradient, next) =
            affine_mut::<C, S, T>(call.gradients, Self::CHANNELS);
        let (delta, step) = (call.delta.values(), Self::CHANNELS * stride);
        let (scaled, statistics) = call.saved.split_at(X::LEN * stride);
        let (old, new) = (T::of(self.momentum), T::of(1.0 - self.momentum));
        let count = (X::LEN / Self::CHANNELS * samples) as f64;
        for channel in 0..Self::CHANNELS {
            let kept = &statistics[3 * channel * stride..];
            let (mean, variance, inverse) = (kept[0], kept[stride], kept[2 * stride]);
            let variance_place = Self::CHANNELS + channel;
            (next[channel], next[variance_place]) = (moving[channel], moving[variance_place]);
            if learns {
                next[channel] = old * next[channel] + new * mean;
                next[variance_place] = old * next[variance_place] + new * variance;
            }
            let (sum, product) = vectorize(
                #[inline(always)]
                || sums(delta, scaled, channel * stride, step, samples),
            );
            if let Some(gradient) = &mut gamma_gradient {
                gradient[channel] = T::of(product);
            }
            if let Some(gradient) = &mut beta_gradient {
                gradient[channel] = T::of(sum);
            }
            let Some(gradient) = &mut call.input_gradient else { continue };
            let factor = inverse * gamma.map_or(T::one(), |gamma| gamma[channel]);
            let (sum, product) =
                if learns { (T::of(sum / count), T::of(product / count)) } else { Default::default() };
            let gradient = gradient.values();
            vectorize(
                #[inline(always)]
                move || {
                    let mut place = channel * stride;
                    while place < delta.len() {
                        let gradient = &mut gradient[place..place + stride];
                        for ((gradient, &delta), &scaled) in
                            gradient.iter_mut().zip(&delta[place..]).zip(&scaled[place..])
                        {
                            *gradient = factor * (delta - sum - scaled * product);
                        }
                        place += step;
                    }
                },
            );
        }
    }
}

/// Mean and variance of the values whose rows of lanes begin at `first` and are `step` apart.
#[inline(always)]
fn moments<T: Scalar>(values: &[T], first: usize, step: usize, samples: usize) -> (T, T) {
    let count = (values.len() / step * samples) as f64;
    let mut total = 0.0;
    let mut place = first;
    while place < values.len() {
        total += reduce::lanes(&values[place..place + samples]);
        place += step;
    }
    let mean = T::of(total / count);
    let mut total = 0.0;
    let mut place = first;
    while place < values.len() {
        let lanes = &values[place..place + samples];
        total += reduce::products_around(lanes, mean, lanes, mean);
        place += step;
    }
    (mean, T::of(total / count))
}

/// `Σ δ` and `Σ δ x̂` over such rows.
#[inline(always)]
fn sums<T: Scalar>(delta: &[T], scaled: &[T], first: usize, step: usize, samples: usize) -> (f64, f64) {
    let (mut sum, mut product) = (0.0, 0.0);
    let mut place = first;
    while place < delta.len() {
        let (delta, scaled) = (&delta[place..place + samples], &scaled[place..place + samples]);
        sum += reduce::lanes(delta);
        product += reduce::products_around(delta, T::zero(), scaled, T::zero());
        place += step;
    }
    (sum, product)
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    model! { struct Net { Input<2>, BatchNormalization(momentum = 0.75, epsilon = 1e-12) } }

    fn data() -> Dataset<Features<2>, Features<2>, f64> {
        // Means 2 and 0, variances 2/3 and 6.
        Dataset::new([[1.0, 3.0], [2.0, 0.0], [3.0, -3.0]], [[0.0; 2]; 3]).unwrap()
    }

    fn moving(model: &impl Model<Scalar = f64>) -> Vec<f64> {
        model.weights()[2..].iter().flat_map(|weight| weight.values.clone()).collect()
    }

    #[test]
    fn statistics_move_with_each_batch_and_are_used_to_predict() {
        let mut model = Net::<f64>::new(0).compile(SGD::new(0.0), MeanSquaredError::default(), ());
        let before = model.evaluate(&data()).unwrap().loss();
        assert_eq!(moving(&*model), [0.0, 0.0, 1.0, 1.0]);
        let history = model.fit(&data(), Fit::epochs(1)).unwrap();
        // In training, the values have mean 0 and variance 1.
        assert!((history.get("loss").unwrap()[0] - 1.0).abs() < 1e-9);
        assert!((before - (1.0 + 9.0 + 4.0 + 9.0 + 9.0) / 6.0).abs() < 1e-9);
        let close = |found: Vec<f64>, expected: [f64; 4]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        };
        close(moving(&*model), [0.5, 0.0, 0.75 + 0.25 * 2.0 / 3.0, 0.75 + 1.5]);
        let predicted = model.predict(&[1.5, 3.0]);
        let expected = [1.0 / (0.75f64 + 0.5 / 3.0).sqrt(), 3.0 / 2.25f64.sqrt()];
        assert!(predicted.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{predicted:?}");
    }

    #[test]
    fn a_frozen_layer_leaves_its_statistics_and_uses_them() {
        let mut model = Net::<f64>::new(0).compile(SGD::new(0.1), MeanSquaredError::default(), ());
        let before = model.evaluate(&data()).unwrap().loss();
        model.freeze("batch_normalization").unwrap();
        let history = model.fit(&data(), Fit::epochs(2)).unwrap();
        assert!((history.get("loss").unwrap()[1] - before).abs() < 1e-12);
        assert_eq!(moving(&*model), [0.0, 0.0, 1.0, 1.0]);
        // Scale and offset alone can be frozen, which leaves the rest as it was.
        model.thaw("batch_normalization").unwrap();
        model.freeze("batch_normalization/gamma").unwrap();
        model.fit(&data(), Fit::epochs(1)).unwrap();
        assert_ne!(moving(&*model), [0.0, 0.0, 1.0, 1.0]);
    }

    /// In a few running sums, the variance of a million samples would be three times, that of four million sixty times
    /// as large.
    #[test]
    fn the_variance_of_many_samples_is_exact_in_f32() {
        for samples in [1_000_000, 4_000_000] {
            let values: Vec<f32> = (0..samples).map(|n| 1000.0 + (n * 7919 % 1000) as f32 / 1000.0).collect();
            let (mean, variance) = super::moments(&values, 0, samples, samples);
            assert!((f64::from(mean) - 1000.4995).abs() < 1e-4, "{mean}");
            assert!((f64::from(variance) - (1.0 - 1e-6) / 12.0).abs() < 1e-5, "{variance}");
        }
    }

    #[test]
    fn bad_settings_are_errors() {
        model! { struct Bad { Input<2>, BatchNormalization(momentum = 1.5) } }
        let mut model = Bad::<f64>::new(0).compile(SGD::new(0.1), MeanSquaredError::default(), ());
        let error = model.fit(&data(), Fit::epochs(1)).unwrap_err();
        assert!(error.to_string().contains("momentum of `BatchNormalization`"), "{error}");
    }
}
