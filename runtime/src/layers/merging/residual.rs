use super::around_layers;
use crate::activations::linear;
use crate::chain::{back_inside, through_inside};
use crate::layer::{Backward, Forward, Layer};
use crate::tensor::{Scalar, Shape};

/// What flows in, with what some layers make of it added: `y = x + f(x)`.
///
/// In `model!`, the layers stand in parentheses: `Residual(Dense<8, relu>, Dense<8>)`. They have to give the shape that
/// flows in, or a shortcut does to that what they do: `Residual(Conv2D<8, 3, Same, Strides<2>>, shortcut = Conv2D<8, 1,
/// Strides<2>>)` is `y = s(x) + f(x)`, and the same as `Add([Conv2D<8, 3, Same, Strides<2>>], [Conv2D<8, 1,
/// Strides<2>>])`. A shortcut of several layers stands in brackets. Their variables are called `residual/dense/kernel`
/// and so on. The gradient goes back both ways, and the two are added.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Net {
///         Input<8, 8, 3>,
///         Conv2D<6, 3, relu, Same>,
///         Residual(Conv2D<6, 3, relu, Same>, Conv2D<6, 3, Same>),
///         Activation<relu>,
///         Flatten,
///         Dense<10, softmax>,
///     }
/// }
/// ```
///
/// Written in full, it names the network of its layers, which can be a layer of one's own: `Residual<Scale<8>>`.
///
/// Source: K. He et al., "Deep residual learning for image recognition", 2016.
#[derive(Clone, Copy, Debug, Default)]
pub struct Residual<L> {
    layers: L,
}

impl<L> Residual<L> {
    /// These layers, and past them.
    pub const fn new(layers: L) -> Self {
        Self { layers }
    }
}

impl<L, S: Shape> Layer for Residual<L>
where
    L: Layer<Input = S, Output = S>,
{
    type Input = S;
    type Output = S;
    type Activation = linear;

    around_layers!();

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let (input, mut output, values) = through_inside(&self.layers, call);
        for ((output, &x), &y) in output.values().iter_mut().zip(input.values()).zip(values.values()) {
            *output = x + y;
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let (delta, input_gradient) = back_inside(&self.layers, call, |delta, mut gradient| {
            gradient.values().copy_from_slice(delta.values());
        });
        let Some(mut gradient) = input_gradient else { return };
        gradient.values().iter_mut().zip(delta.values()).for_each(|(gradient, &delta)| *gradient += delta);
    }
}
