use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::tensor::{Flow, Scalar, Shape, last_axis};

/// Values side by side on the last axis: two up to eight of them, whose shapes are alike but for that axis.
///
/// In a graph, `Concatenate(left, right)`. It has no variables; the gradient goes back to each value where it lies. Where
/// values come from sequences with masks, a step is masked behind it if it is masked in all of them, as in Keras.
///
/// ```
/// use plywood::prelude::*;
///
/// model! {
///     struct Net(photo: Image<8, 8, 1>, facts: Features<3>) -> price {
///         seen = photo => Conv2D<4, 3, relu>, GlobalAveragePooling2D;
///         price = Concatenate(seen, facts) => Dense<8, relu>, Dense<1>;
///     }
/// }
///
/// let price = Net::new(1).predict(&([[[0.5]; 8]; 8], [1.0, 2.0, 3.0]));
/// assert_eq!(price.len(), 1);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Concatenate<X, Y> {
    types: Types<(X, Y)>,
}

impl<X, Y> Concatenate<X, Y> {
    /// The layer.
    pub const fn new() -> Self {
        Self { types: PhantomData }
    }
}

impl<X: Flow, Y: Shape> Concatenate<X, Y> {
    /// Whether the shapes that come together are `Y`.
    const FITS: () = {
        let (mut sum, mut index) = (0, 0);
        while index < X::SHAPES.len() {
            let axes = X::SHAPES[index];
            assert!(axes.len() == Y::AXES.len(), "what is joined has as many axes");
            let mut axis = 0;
            while axis + 1 < axes.len() {
                assert!(axes[axis] == Y::AXES[axis], "what is joined has equal axes but for the last");
                axis += 1;
            }
            sum += axes[axes.len() - 1];
            index += 1;
        }
        assert!(sum == last_axis::<Y>(), "the shape that comes out is another one");
    };

    /// Shows each place of each value: which value, where it lies there, and where in what comes out.
    fn places(stride: usize, mut see: impl FnMut(usize, core::ops::Range<usize>, core::ops::Range<usize>)) {
        let whole = last_axis::<Y>() * stride;
        let mut start = 0;
        for (value, axes) in X::SHAPES.iter().enumerate() {
            let width = axes[axes.len() - 1] * stride;
            for place in 0..Y::LEN * stride / whole {
                let to = place * whole + start;
                see(value, place * width..(place + 1) * width, to..to + width);
            }
            start += width;
        }
    }
}

impl<X: Flow, Y: Shape> Layer for Concatenate<X, Y> {
    type Input = X;
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const NAME: &'static str = "concatenate";
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Joined;

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        const { Self::FITS };
        let stride = X::lanes(&call.input).stride();
        let mut inputs = [&[][..]; 8];
        inputs.iter_mut().zip(X::slices(call.input)).for_each(|(to, from)| *to = from);
        let output = call.output.values();
        Self::places(stride, |value, from, to| output[to].copy_from_slice(&inputs[value][from]));
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let stride = call.delta.lanes().stride();
        let Some(gradient) = call.input_gradient else { return };
        let mut gradients: [&mut [T]; 8] = core::array::from_fn(|_| &mut [][..]);
        gradients.iter_mut().zip(X::slices_mut(gradient)).for_each(|(to, from)| *to = from);
        let delta = call.delta.values();
        Self::places(stride, |value, to, from| gradients[value][to].copy_from_slice(&delta[from]));
    }
}
