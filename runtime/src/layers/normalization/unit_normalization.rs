use core::marker::PhantomData;

use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

/// Brings the values on the last axis to length 1: `y = x / ‖x‖`, each sample and place by itself.
///
/// As in Keras, the square of the length is taken to be 1e-12 at least. No variables; the gradient is
/// `(δ − y Σ y δ) / ‖x‖`, and `δ / 1e-6` for shorter ones. In `model!` it is just `UnitNormalization`; written in full,
/// it names the shape: `UnitNormalization<Features<8>>`.
///
/// ```
/// use plywood::prelude::*;
///
/// assert_eq!(model![Input<2>, UnitNormalization].predict(&[3.0, 4.0]), [0.6, 0.8]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct UnitNormalization<X> {
    shape: Types<X>,
}

/// The least square of a length.
const LEAST: f64 = 1e-12;

impl<X: Shape> UnitNormalization<X> {
    /// The layer.
    pub const fn new() -> Self {
        Self { shape: PhantomData }
    }
}

impl<X: Shape> Layer for UnitNormalization<X> {
    type Input = X;
    type Output = X;
    type Activation = linear;

    const FILLS_PADDING: bool = true;
    const SAMPLEWISE: bool = true;
    const MASK: Mask = Mask::Kept;

    /// For each place the square of its length, and room for a sum.
    const SAVED: usize = X::LEN / last_axis::<X>() + 1;

    fn forward<T: Scalar>(&self, mut call: Forward<'_, T, Self>) {
        let stride = call.input.lanes().stride();
        let block = last_axis::<X>() * stride;
        let (input, output, saved) = (call.input.values(), call.output.values(), call.saved);
        let least = T::of(LEAST);
        vectorize(
            #[inline(always)]
            move || {
                let squares = saved.chunks_exact_mut(stride);
                for ((x, y), squares) in
                    input.chunks_exact(block).zip(output.chunks_exact_mut(block)).zip(squares)
                {
                    squares.fill(T::zero());
                    for x in x.chunks_exact(stride) {
                        squares.iter_mut().zip(x).for_each(|(sum, &x)| *sum += x * x);
                    }
                    for (x, y) in x.chunks_exact(stride).zip(y.chunks_exact_mut(stride)) {
                        for ((y, &x), &square) in y.iter_mut().zip(x).zip(&*squares) {
                            *y = x / (if square > least { square } else { least }).sqrt();
                        }
                    }
                }
            },
        );
    }

    fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
        let Some(mut gradient) = call.input_gradient else { return };
        let stride = call.input.lanes().stride();
        let block = last_axis::<X>() * stride;
        let (input, delta, gradient) = (call.input.values(), call.delta.values(), gradient.values());
        let (squares, sums) = call.saved.split_at_mut(input.len() / last_axis::<X>());
        let least = T::of(LEAST);
        vectorize(
            #[inline(always)]
            move || {
                for (place, squares) in squares.chunks_exact(stride).enumerate() {
                    let (x, delta) = (&input[place * block..][..block], &delta[place * block..][..block]);
                    sums.fill(T::zero());
                    for (x, delta) in x.chunks_exact(stride).zip(delta.chunks_exact(stride)) {
                        for ((sum, &x), &delta) in sums.iter_mut().zip(x).zip(delta) {
                            *sum += x * delta;
                        }
                    }
                    let features = gradient[place * block..][..block].chunks_exact_mut(stride);
                    for (channel, gradient) in features.enumerate() {
                        let (x, delta) =
                            (&x[channel * stride..][..stride], &delta[channel * stride..][..stride]);
                        for lane in 0..stride {
                            let is_long = squares[lane] > least;
                            let square = if is_long { squares[lane] } else { least };
                            let along = if is_long { x[lane] * sums[lane] / square } else { T::zero() };
                            gradient[lane] = (delta[lane] - along) / square.sqrt();
                        }
                    }
                }
            },
        );
    }
}
