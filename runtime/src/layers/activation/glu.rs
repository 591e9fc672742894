use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::math;
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

/// Gated linear unit: the second half of the last axis says how much of the first half passes.
///
/// `y = u σ(v)` for the halves `u` and `v`, with `σ(v) = 1 / (1 + e⁻ᵛ)`.
///
/// | | |
/// |---|---|
/// | in `model!` | `GLU`, behind a layer that gives twice as many values as are wanted |
/// | input, output | `Features<2 N>`, `Features<N>`; on a sequence, an image or a volume, the last axis becomes half as long |
/// | variables | none |
///
/// It is Keras' activation `glu`. Here an activation keeps the shape, so this is a layer: `Dense(8, activation="glu")`
/// is `Dense<8>, GLU`.
///
/// The gradients are `∂L/∂u = δ σ(v)` and `∂L/∂v = δ u σ(v) (1 − σ(v))`. Written in full, it names the shapes:
/// `GLU<Features<8>, Features<4>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// model! { struct Net { Dense<5, 8>, GLU, Dense<4, 2> } }
///
/// assert_eq!(model![Input<4>, GLU].predict(&[3.0, -4.0, 0.0, 0.0]), [1.5, -2.0]);
/// ```
///
/// Source: Y. N. Dauphin et al., "Language modeling with gated convolutional networks", 2017.
#[derive(Clone, Copy, Debug)]
pub struct GLU<X, Y> {
    shapes: Types<(X, Y)>,
}

impl<X: Shape, Y: Shape> GLU<X, Y> {
    /// The number of values in each half.
    const HALF: usize = {
        let (from, to) = (X::AXES, Y::AXES);
        assert!(
            from.len() == to.len() && last_axis::<X>() == 2 * last_axis::<Y>(),
            "the last axis becomes half as long"
        );
        let mut axis = 0;
        while axis + 1 < from.len() {
            assert!(from[axis] == to[axis], "only the last axis becomes another one");
            axis += 1;
        }
        last_axis::<Y>()
    };

    /// The layer.
    pub const fn new() -> Self {
        Self { shapes: PhantomData }
    }
}

impl<X: Shape, Y: Shape> Default for GLU<X, Y> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: Shape, Y: Shape> Layer for GLU<X, Y> {
    type Input = X;
    type Output = Y;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    /// The gates, `σ(v)`.
    const SAVED: usize = Y::LEN;

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let half = const { Self::HALF } * call.input.lanes().stride();
        let (input, output, gates) = (call.input.values(), call.output.values(), &mut *call.saved);
        vectorize(
            #[inline(always)]
            move || {
                let places = output.chunks_exact_mut(half).zip(gates.chunks_exact_mut(half));
                for ((output, gates), input) in places.zip(input.chunks_exact(2 * half)) {
                    let (values, of_gates) = input.split_at(half);
                    let terms = output.iter_mut().zip(gates).zip(values.iter().zip(of_gates));
                    for ((y, gate), (&u, &v)) in terms {
                        *gate = math::sigmoid(v);
                        *y = u * *gate;
                    }
                }
            },
        );
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        let half = const { Self::HALF } * call.input.lanes().stride();
        let (input, delta, gates) = (call.input.values(), call.delta.values(), &*call.saved);
        let gradient = gradient.values();
        vectorize(
            #[inline(always)]
            move || {
                let places = gradient.chunks_exact_mut(2 * half).zip(input.chunks_exact(2 * half));
                let outputs = delta.chunks_exact(half).zip(gates.chunks_exact(half));
                for ((gradient, input), (delta, gates)) in places.zip(outputs) {
                    let (of_values, of_gates) = gradient.split_at_mut(half);
                    for ((gradient, &delta), &gate) in of_values.iter_mut().zip(delta).zip(gates) {
                        *gradient = delta * gate;
                    }
                    let terms = of_gates.iter_mut().zip(input).zip(delta.iter().zip(gates));
                    for ((gradient, &u), (&delta, &gate)) in terms {
                        *gradient = delta * u * gate * (T::one() - gate);
                    }
                }
            },
        );
    }
}
