use core::marker::PhantomData;

use super::standardize::{Groups, Standardize, scales_and_centers, standardizes};
use super::{Center, Centers, Scale, Scales, affine_options, affine_variables, check_epsilon};
use crate::activations::linear;
use crate::error::Result;
use crate::initializers::Ones;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
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
    const TOGETHER: Groups = Groups::of_places(X::LEN / Self::CHANNELS, Self::CHANNELS);
    const SHAPE: &'static [usize] = &[Self::CHANNELS];
}

impl<X: Shape, C: Centers, S: Scales> Layer for LayerNormalization<X, C, S> {
    standardizes!(LayerNormalization, centers: true, C, S);

    const NAME: &'static str = "layer_normalization";
    scales_and_centers!(C, S);
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
