use core::marker::PhantomData;

use super::around_layers;
use crate::activations::linear;
use crate::chain::{back_inside, through_inside};
use crate::layer::{Backward, Forward, Layer};
use crate::layers::Types;
use crate::tensor::{Scalar, Shape, last_axis};

/// What flows in, and behind it, on the last axis, what some layers make of it: `y = (x, f(x))`.
///
/// In `model!`, the layers stand in parentheses: `Concatenate(Dense<8, relu>)`. They have to leave all axes but the
/// last as they are. Their variables are called `concatenate/dense/kernel` and so on. The gradient goes back both ways,
/// and the two are added.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Input<8, 8, 3>, Concatenate(Conv2D<6, 3, relu, Same>), Flatten, Dense<10, softmax> } }
/// ```
///
/// Written in full, it names the network of its layers and the shape that comes out:
/// `Concatenate<Dense<4, 8, relu>, Features<12>>`.
///
/// Source: G. Huang et al., "Densely connected convolutional networks", 2017.
#[derive(Clone, Copy, Debug, Default)]
pub struct Concatenate<L, Y> {
    layers: L,
    shape: Types<Y>,
}

impl<L: Layer<Input = X, Output = Own>, X: Shape, Own: Shape, Y: Shape> Concatenate<L, Y> {
    /// The number of values on the last axis of what flows in, and of what the layers make of it.
    const WIDTHS: [usize; 2] = {
        let widths = [last_axis::<X>(), last_axis::<Own>()];
        let (x, y, all) = (X::AXES, Own::AXES, Y::AXES);
        assert!(x.len() == y.len() && y.len() == all.len(), "what is joined has equal axes but for the last");
        let mut axis = 0;
        while axis + 1 < all.len() {
            assert!(
                x[axis] == y[axis] && y[axis] == all[axis],
                "what is joined has equal axes but for the last"
            );
            axis += 1;
        }
        assert!(last_axis::<Y>() == widths[0] + widths[1], "the shape that comes out is another one");
        widths
    };

    /// These layers, and past them.
    pub const fn new(layers: L) -> Self {
        const { assert!(Self::WIDTHS[0] > 0) };
        Self { layers, shape: PhantomData }
    }
}

impl<L: Layer<Input = X, Output = Own>, X: Shape, Own: Shape, Y: Shape> Layer for Concatenate<L, Y> {
    type Input = X;
    type Output = Y;
    type Activation = linear;

    around_layers!();

    fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let [first, second] = const { Self::WIDTHS }.map(|width| width * stride);
        let (input, mut output, values) = through_inside(&self.layers, call);
        let places = input.values().chunks_exact(first).zip(values.values().chunks_exact(second));
        for (both, (x, y)) in output.values().chunks_exact_mut(first + second).zip(places) {
            both[..first].copy_from_slice(x);
            both[first..].copy_from_slice(y);
        }
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let [first, second] = const { Self::WIDTHS }.map(|width| width * stride);
        let (delta, input_gradient) = back_inside(&self.layers, call, |delta, mut gradient| {
            let places = delta.values().chunks_exact(first + second);
            for (gradient, both) in gradient.values().chunks_exact_mut(second).zip(places) {
                gradient.copy_from_slice(&both[first..]);
            }
        });
        let Some(mut gradient) = input_gradient else { return };
        let places = delta.values().chunks_exact(first + second);
        for (gradient, both) in gradient.values().chunks_exact_mut(first).zip(places) {
            gradient.iter_mut().zip(both).for_each(|(gradient, &delta)| *gradient += delta);
        }
    }
}
