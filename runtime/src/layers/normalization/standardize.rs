//! Groups of values of a sample that are brought to a common scale, each by itself.

use super::{Centers, Scales, affine, affine_mut};
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer};
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape};

/// Which values of a sample belong together: those of some runs of neighbouring channels.
#[derive(Clone, Copy)]
pub(super) struct Groups {
    /// The number of groups.
    pub(super) count: usize,
    /// How many channels a run has.
    width: usize,
    /// How far apart the first values of two groups are.
    apart: usize,
    /// How far apart their first channels are.
    channels_apart: usize,
    /// The number of runs of a group.
    runs: usize,
    /// The number of all channels, and how far apart the runs of a group are.
    channels: usize,
}

impl Groups {
    /// Those of a place: all of its channels.
    pub(super) const fn of_places(places: usize, channels: usize) -> Self {
        Self { count: places, width: channels, apart: channels, channels_apart: 0, runs: 1, channels }
    }

    /// So many groups of channels, each with its values at all places.
    pub(super) const fn of_channels(places: usize, channels: usize, count: usize) -> Self {
        assert!(count > 0 && channels.is_multiple_of(count), "channels come in equal groups");
        let width = channels / count;
        Self { count, width, apart: width, channels_apart: width, runs: places, channels }
    }

    /// The values that are saved, per lane, for a sample of so many: `x̂`, for each group what it was multiplied by, and
    /// room for two sums.
    pub(super) const fn saved(self, len: usize) -> usize {
        len + self.count + 2
    }

    /// The features of a group, with their channels.
    #[inline(always)]
    fn features(self, group: usize) -> impl Iterator<Item = (usize, usize)> {
        (0..self.runs).flat_map(move |run| {
            let (first, channel) = (group * self.apart + run * self.channels, group * self.channels_apart);
            (0..self.width).map(move |n| (first + n, channel + n))
        })
    }
}

/// `x̂ = (x − μ) / √(mean((x − μ)²) + ε)` over groups, and `y = γ x̂ + β`. Unless it `centers`, `μ` is 0.
#[derive(Clone, Copy)]
pub(super) struct Standardize {
    pub(super) groups: Groups,
    pub(super) centers: bool,
    pub(super) epsilon: f64,
}

impl Standardize {
    pub(super) fn forward<
        C: Centers,
        S: Scales,
        T: Scalar,
        X: Shape,
        Y: Shape,
        L: Layer<Input = X, Output = Y>,
    >(
        self,
        mut call: Forward<'_, T, L>,
    ) {
        let Self { groups, centers, epsilon } = self;
        let stride = call.input.lanes().stride();
        let (gamma, beta, _) = affine::<C, S, T>(call.variables, groups.channels);
        let (input, output) = (call.input.values(), call.output.values());
        let (scaled, rest) = call.saved.split_at_mut(input.len());
        let (inverses, means) = rest.split_at_mut(groups.count * stride);
        let (epsilon, count) = (T::of(epsilon), T::of((groups.runs * groups.width) as f64));
        let means = &mut means[..stride];
        vectorize(
            #[inline(always)]
            move || {
                for (group, inverse) in inverses.chunks_exact_mut(stride).enumerate() {
                    means.fill(T::zero());
                    if centers {
                        for (feature, _) in groups.features(group) {
                            let x = &input[feature * stride..][..stride];
                            means.iter_mut().zip(x).for_each(|(sum, &x)| *sum += x);
                        }
                        means.iter_mut().for_each(|sum| *sum /= count);
                    }
                    inverse.fill(T::zero());
                    for (feature, _) in groups.features(group) {
                        let x = &input[feature * stride..][..stride];
                        let scaled = &mut scaled[feature * stride..][..stride];
                        for (((sum, scaled), &x), &mean) in inverse.iter_mut().zip(scaled).zip(x).zip(&*means)
                        {
                            *scaled = x - mean;
                            *sum += *scaled * *scaled;
                        }
                    }
                    inverse.iter_mut().for_each(|sum| *sum = T::one() / (*sum / count + epsilon).sqrt());
                    for (feature, channel) in groups.features(group) {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let beta = beta.map_or(T::zero(), |beta| beta[channel]);
                        let scaled = &mut scaled[feature * stride..][..stride];
                        let output = &mut output[feature * stride..][..stride];
                        for ((scaled, y), &inverse) in scaled.iter_mut().zip(output).zip(&*inverse) {
                            *scaled *= inverse;
                            *y = *scaled * gamma + beta;
                        }
                    }
                }
            },
        );
    }

    pub(super) fn backward<
        C: Centers,
        S: Scales,
        T: Scalar,
        X: Shape,
        Y: Shape,
        L: Layer<Input = X, Output = Y>,
    >(
        self,
        call: Backward<'_, T, L>,
    ) {
        let Self { groups, centers, .. } = self;
        let stride = call.input.lanes().stride();
        let (gamma, ..) = affine::<C, S, T>(call.variables, groups.channels);
        let (gamma_gradient, beta_gradient, _) = affine_mut::<C, S, T>(call.gradients, groups.channels);
        let delta = call.delta.values();
        let (scaled, rest) = call.saved.split_at_mut(delta.len());
        let (inverses, sums) = rest.split_at_mut(groups.count * stride);
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
        let count = T::of((groups.runs * groups.width) as f64);
        let (sums, products) = sums.split_at_mut(stride);
        vectorize(
            #[inline(always)]
            move || {
                for (group, inverse) in inverses.chunks_exact(stride).enumerate() {
                    sums.fill(T::zero());
                    products.fill(T::zero());
                    for (feature, channel) in groups.features(group) {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let (delta, scaled) = (&delta[feature * stride..], &scaled[feature * stride..]);
                        for (((sum, product), &delta), &scaled) in
                            sums.iter_mut().zip(&mut *products).zip(delta).zip(scaled)
                        {
                            *sum += gamma * delta;
                            *product += gamma * delta * scaled;
                        }
                    }
                    if !centers {
                        sums.fill(T::zero());
                    }
                    for (feature, channel) in groups.features(group) {
                        let gamma = gamma.map_or(T::one(), |gamma| gamma[channel]);
                        let (delta, scaled) = (&delta[feature * stride..], &scaled[feature * stride..]);
                        let gradient = &mut gradient[feature * stride..][..stride];
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

/// What layers that standardize have in common in their `impl Layer`, for one with the field `epsilon`, in which the
/// values of `TOGETHER` belong together.
macro_rules! standardizes {
    ($layer:ident, centers: $centers:literal, $center:ident, $scale:ident) => {
        type Input = X;
        type Output = X;
        type Activation = linear;

        const FILLS_PADDING: bool = true;
        const SAMPLEWISE: bool = true;
        const MASK: Mask = Mask::Kept;
        const SAVED: usize = Self::TOGETHER.saved(X::LEN);

        fn check(&self) -> Result<()> {
            check_epsilon(concat!("the epsilon of `", stringify!($layer), "`"), self.epsilon)
        }

        fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
            Standardize { groups: Self::TOGETHER, centers: $centers, epsilon: self.epsilon }
                .forward::<$center, $scale, T, _, _, Self>(call);
        }

        fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
            Standardize { groups: Self::TOGETHER, centers: $centers, epsilon: self.epsilon }
                .backward::<$center, $scale, T, _, _, Self>(call);
        }
    };
}
pub(super) use standardizes;

/// The variables of such a layer with the fields `gamma` and `beta`, and their options.
macro_rules! scales_and_centers {
    ($center:ident, $scale:ident) => {
        const VARIABLES: &'static [Variable] = affine_variables::<$center, $scale>(&[
            Variable::new("gamma", Self::SHAPE),
            Variable::new("beta", Self::SHAPE),
        ]);

        fn options(&self, index: usize) -> VariableOptions {
            match Self::VARIABLES[index].name {
                "gamma" => self.gamma.clone().default_initializer(Ones),
                _ => self.beta.clone(),
            }
        }
    };
}
pub(super) use scales_and_centers;
