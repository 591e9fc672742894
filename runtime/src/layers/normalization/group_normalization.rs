use core::marker::PhantomData;

use super::standardize::{Groups, Standardize, scales_and_centers, standardizes};
use super::{Center, Centers, Scale, Scales, affine_options, affine_variables, check_epsilon};
use crate::activations::linear;
use crate::error::Result;
use crate::initializers::Ones;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings groups of channels to mean 0 and variance 1, each sample by itself, and then to a scale and a mean that are
/// learnt.
///
/// The `C` channels come in equal groups of neighbours. With mean `μ` and variance `σ²` of a group over all of its
/// channels and all places (the sum of squares is divided by their number `n`), `x̂ = (x − μ) / √(σ² + ε)` and
/// `y = γ x̂ + β`, in training and otherwise. With a single group it is the layer normalization of all values of a
/// sample; with one for each channel it is instance normalization.
///
/// | | |
/// |---|---|
/// | in `model!` | `GroupNormalization<8>` for 8 groups, `GroupNormalization<_>` for one for each channel, Keras' `groups=-1`; `GroupNormalization` for Keras' 32 |
/// | input, output | any shape, of which the last axis is that of channels |
/// | variables | `gamma` `[C]`, ones; `beta` `[C]`, zeros |
/// | type arguments | the number of groups; [`NoCenter`](crate::layers::NoCenter) for none of `beta`, [`NoScale`](crate::layers::NoScale) for none of `gamma` |
/// | options | `epsilon` (default 1e-3); `gamma_initializer`, `beta_initializer`; `gamma_regularizer`, `beta_regularizer`; `gamma_constraint`, `beta_constraint` (default: none) |
///
/// With `g = γ δ` and means over the `n` values of a group, the gradients are `∂L/∂γ = Σ δ x̂`, `∂L/∂β = Σ δ`, and
/// `∂L/∂x = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε)`. A mask goes on, and masked steps count in mean and variance, as
/// they do in Keras. Written in full, it names the shape: `GroupNormalization<Image<28, 28, 16>, 8>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Net { Input<28, 28, 1>, Conv2D<16, 5>, GroupNormalization<4>, Activation<relu>, Flatten, Dense<10> }
/// }
/// ```
///
/// Source: Y. Wu, K. He, "Group normalization", 2018.
#[derive(Clone, Debug)]
pub struct GroupNormalization<X, const GROUPS: usize, C = Center, S = Scale> {
    epsilon: f64,
    gamma: VariableOptions,
    beta: VariableOptions,
    types: Types<(X, C, S)>,
}

impl<X, const GROUPS: usize, C, S> GroupNormalization<X, GROUPS, C, S> {
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

impl<X, const GROUPS: usize, C, S> Default for GroupNormalization<X, GROUPS, C, S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, const GROUPS: usize, C: Centers, S: Scales> GroupNormalization<X, GROUPS, C, S> {
    const CHANNELS: usize = last_axis::<X>();
    const TOGETHER: Groups = Groups::of_channels(X::LEN / Self::CHANNELS, Self::CHANNELS, GROUPS);
    const SHAPE: &'static [usize] = &[Self::CHANNELS];
}

impl<X: Shape, const GROUPS: usize, C: Centers, S: Scales> Layer for GroupNormalization<X, GROUPS, C, S> {
    standardizes!(GroupNormalization, centers: true, C, S);

    const NAME: &'static str = "group_normalization";
    scales_and_centers!(C, S);
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn a_group_is_taken_over_all_places() {
        let sequence = [[1.0, 5.0], [3.0, 5.0], [1.0, 9.0], [3.0, 9.0]];
        let of_each = model![Input<4, 2>, GroupNormalization<_>(epsilon = 1e-9)];
        let expected = [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]];
        let found = of_each.predict(&sequence);
        for (found, expected) in found.as_flattened().iter().zip(expected.as_flattened()) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        let of_both = model![Input<4, 2>, GroupNormalization<1>];
        let of_all = model![Input<8>, LayerNormalization];
        let flat: [f32; 8] = sequence.as_flattened().try_into().unwrap();
        assert_eq!(of_both.predict(&sequence).as_flattened(), of_all.predict(&flat));
    }
}
