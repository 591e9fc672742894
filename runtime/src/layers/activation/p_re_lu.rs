use core::marker::PhantomData;

use crate::activations::linear;
use crate::kernels::reduce;
use crate::layer::{Backward, Forward, Layer, Mask, Variable, VariableOptions};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape, last_axis};

/// `relu` with a slope for negative values that is learnt: `y = x` for `x > 0`, otherwise `y = α x`.
///
/// | | |
/// |---|---|
/// | in `model!` | `PReLU`, or `PReLU<Shared>` for a slope for each channel in place of one for each value |
/// | input, output | any shape |
/// | variables | `alpha`, of the shape of a sample, or with [`Shared`] of length 1 on all axes but the last; zeros |
/// | options | `alpha_initializer`, `alpha_regularizer`, `alpha_constraint` (default: none) |
///
/// [`Shared`] is Keras' `shared_axes` with all axes but the last. The gradients are `∂L/∂α = Σ δ x` over negative `x`,
/// and `∂L/∂x = δ` or `α δ`. Written in full, it names the shape: `PReLU<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<8, 8, 1>, Conv2D<6, 3>, PReLU<Shared>, Flatten, Dense<16>, PReLU, Dense<2> } }
/// assert_eq!(Net::new(1).p_re_lu().variables().len(), 6);
/// ```
///
/// Source: K. He et al., "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification",
/// 2015.
#[derive(Clone, Debug)]
pub struct PReLU<X, H = Own> {
    alpha: VariableOptions,
    types: Types<(X, H)>,
}

/// Each value has a slope of its own.
#[derive(Clone, Copy, Debug)]
pub enum Own {}

/// Each channel has a slope, for all places.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// [`Own`] or [`Shared`].
pub trait Shares: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether places share slopes.
    const SHARES: bool;
}

impl Shares for Own {
    const SHARES: bool = false;
}

impl Shares for Shared {
    const SHARES: bool = true;
}

impl<X, H> PReLU<X, H> {
    /// The layer with Keras' defaults.
    pub fn new() -> Self {
        Self { alpha: VariableOptions::new(), types: PhantomData }
    }

    crate::layers::options::variable_options! {
        alpha = "zeros": alpha_initializer, alpha_regularizer, alpha_constraint;
    }
}

impl<X, H> Default for PReLU<X, H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, H: Shares> PReLU<X, H> {
    const SHARED: &'static [usize] = match X::AXES.len() {
        1 => X::AXES,
        2 => &[1, last_axis::<X>()],
        3 => &[1, 1, last_axis::<X>()],
        _ => &[1, 1, 1, last_axis::<X>()],
    };
    const SHAPE: &'static [usize] = if H::SHARES { Self::SHARED } else { X::AXES };
}

impl<X: Shape, H: Shares> Layer for PReLU<X, H> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const NAME: &'static str = "p_re_lu";
    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;
    const VARIABLES: &'static [Variable] = &[Variable::new("alpha", Self::SHAPE)];

    fn options(&self, _: usize) -> VariableOptions {
        self.alpha.clone()
    }

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let alphas = call.variables.iter().cycle();
        for ((y, x), &alpha) in call.output.features().zip(call.input.features()).zip(alphas) {
            y.iter_mut().zip(x).for_each(|(y, &x)| *y = if x > T::zero() { x } else { alpha * x });
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (x, delta) = (call.input.values(), call.delta.values());
        reduce::channels(
            x.len(),
            call.input.lanes().stride(),
            call.gradients,
            #[inline(always)]
            |at| reduce::products_of_negatives(&x[at.clone()], &delta[at]),
        );
        let Some(mut gradient) = call.input_gradient else { return };
        let features = gradient.features().zip(call.input.features()).zip(call.delta.features());
        for (((gradient, x), delta), &alpha) in features.zip(call.variables.iter().cycle()) {
            for ((gradient, &x), &delta) in gradient.iter_mut().zip(x).zip(delta) {
                *gradient = if x > T::zero() { delta } else { alpha * delta };
            }
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Own {}
    impl Sealed for super::Shared {}
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn negative_values_have_slopes() {
        let model = model![Input<2, 2>, PReLU<Shared>(alpha_initializer = Constant(0.25))];
        assert_eq!(model.weights()[0].shape, [1, 2]);
        assert_eq!(model.predict(&[[1.0, -1.0], [-4.0, 0.0]]), [[1.0, -0.25], [-1.0, 0.0]]);
        let model = model![Input<2, 2>, PReLU];
        assert_eq!(model.weights()[0].shape, [2, 2]);
        assert_eq!(model.predict(&[[1.0, -1.0], [-4.0, 2.0]]), [[1.0, 0.0], [0.0, 2.0]]);
    }
}
