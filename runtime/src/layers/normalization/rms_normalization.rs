use core::marker::PhantomData;

use super::standardize::{Groups, Standardize, standardizes};
use super::{NoCenter, Scale, check_epsilon};
use crate::activations::linear;
use crate::error::Result;
use crate::initializers::Ones;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings the values on the last axis to a mean square of 1, each sample and place by itself, and then to a scale that
/// is learnt.
///
/// With the mean over the `C` values, `x̂ = x / √(mean(x²) + ε)` and `y = s x̂`, in training and otherwise.
///
/// | | |
/// |---|---|
/// | in `model!` | `RMSNormalization` |
/// | input, output | any shape |
/// | variables | `scale` `[C]`, ones |
/// | options | `epsilon` (default 1e-6) |
///
/// With `g = s δ` and the mean over the `C` values, the gradients are `∂L/∂s = Σ δ x̂` and
/// `∂L/∂x = (g − x̂ mean(g x̂)) / √(mean(x²) + ε)`. Written in full, it names the shape:
/// `RMSNormalization<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Dense<4, 8, relu>, RMSNormalization, Dense<_, 3, softmax> } }
/// ```
///
/// Source: B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019.
#[derive(Clone, Copy, Debug)]
pub struct RMSNormalization<X> {
    epsilon: f64,
    types: Types<X>,
}

impl<X> RMSNormalization<X> {
    /// The layer with Keras' defaults.
    pub const fn new() -> Self {
        Self { epsilon: 1e-6, types: PhantomData }
    }

    /// What is added to the mean square, so that nothing is divided by zero: by default 1e-6.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl<X> Default for RMSNormalization<X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape> RMSNormalization<X> {
    const CHANNELS: usize = last_axis::<X>();
    const TOGETHER: Groups = Groups::of_places(X::LEN / Self::CHANNELS, Self::CHANNELS);
}

impl<X: Shape> Layer for RMSNormalization<X> {
    standardizes!(RMSNormalization, centers: false, NoCenter, Scale);

    const NAME: &'static str = "rms_normalization";

    const VARIABLES: &'static [Variable] = &[Variable::new("scale", &[Self::CHANNELS])];

    fn options(&self, _: usize) -> VariableOptions {
        VariableOptions::new().initializer(Ones)
    }
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn each_place_gets_a_mean_square_of_1() {
        let model = model![Input<2, 2>, RMSNormalization(epsilon = 1e-12)];
        let [first, second] = model.predict(&[[3.0, -3.0], [1.0, 7.0]]);
        for (found, expected) in first.iter().chain(&second).zip([1.0, -1.0, 0.2, 1.4]) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}
