use core::marker::PhantomData;

use super::{Pools, pooling};
use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::layers::convolution::products::axes;
use crate::layers::windows::{Padding, Steps, Strides, Valid};
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

pooling! {
    /// The largest value of each window, for each feature by itself.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `MaxPooling1D<SIZE>` |
    /// | input, output | `Sequence<T, F>`, `Sequence<T', F>`: see [`window`](crate::layout) for how many windows there are |
    /// | type arguments | [`Valid`], [`Same`](crate::layers::Same) or [`Causal`](crate::layers::Causal) (default `Valid`), [`Strides`] (default: the size of the windows) |
    ///
    /// No variables. The gradient goes to the first of the largest values. What lies outside of the sequence is smaller
    /// than any value. Written in full, it names the shapes: `MaxPooling1D<Sequence<8, 4>, Sequence<4, 4>, 2>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<100, 3>, Conv1D<8, 5, relu>, MaxPooling1D<2>, Flatten, Dense<2, softmax> } }
    /// ```
    MaxPooling1D, [SIZE], 1, forward, backward
}

pooling! {
    /// The largest value of each window, for each channel by itself.
    ///
    /// | | |
    /// |---|---|
    /// | in `model!` | `MaxPooling2D<SIZE>`, `MaxPooling2D<HEIGHT, WIDTH>` |
    /// | input, output | `Image<H, W, C>`, `Image<H', W', C>`: see [`window`](crate::layout) for how many windows there are |
    /// | type arguments | [`Valid`] or [`Same`](crate::layers::Same) (default `Valid`), [`Strides`] (default: the size of the windows) |
    ///
    /// No variables. The gradient goes to the first of the largest values, row by row. What lies outside of the image
    /// is smaller than any value. Written in full, it names the shapes:
    /// `MaxPooling2D<Image<8, 8, 6>, Image<4, 4, 6>, 2, 2>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<28, 28, 1>, Conv2D<6, 5, relu>, MaxPooling2D<2>, Flatten, Dense<10, softmax> } }
    /// ```
    MaxPooling2D, [HEIGHT WIDTH], 1, forward, backward
}

pooling! {
    /// The largest value of each window, for each channel by itself.
    ///
    /// In `model!`: `MaxPooling3D<SIZE>`, `MaxPooling3D<DEPTH, HEIGHT, WIDTH>`. `Volume<D, H, W, C>` becomes
    /// `Volume<D', H', W', C>`; all else is that of [`MaxPooling2D`]. Written in full, it names the shapes:
    /// `MaxPooling3D<Volume<4, 8, 8, 6>, Volume<2, 4, 4, 6>, 2, 2, 2>`.
    MaxPooling3D, [DEPTH HEIGHT WIDTH], 1, forward, backward
}

/// The largest values; saved is for each which of its window's values on the image it was.
fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    pools: Pools,
    mut call: Forward<'_, T, L>,
) {
    let block = pools.channels * call.input.lanes().stride();
    let (input, output, saved) = (call.input.values(), call.output.values(), call.saved);
    vectorize(
        #[inline(always)]
        move || {
            pools.each(|window, places| {
                let output = &mut output[window * block..][..block];
                let saved = &mut saved[window * block..][..block];
                let mut number = T::zero();
                for place in places.on_values() {
                    let values = &input[place * block..][..block];
                    if number == T::zero() {
                        output.copy_from_slice(values);
                        saved.fill(T::zero());
                    } else {
                        for ((largest, of), &value) in output.iter_mut().zip(&mut *saved).zip(values) {
                            let is_larger = value > *largest;
                            *of = if is_larger { number } else { *of };
                            *largest = if is_larger { value } else { *largest };
                        }
                    }
                    number += T::one();
                }
            });
        },
    );
}

fn backward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    pools: Pools,
    call: Backward<'_, T, L>,
) {
    let Some(mut gradient) = call.input_gradient else { return };
    let block = pools.channels * call.input.lanes().stride();
    let (gradient, delta, saved) = (gradient.values(), call.delta.values(), &*call.saved);
    vectorize(
        #[inline(always)]
        move || {
            gradient.fill(T::zero());
            pools.each(|window, places| {
                let delta = &delta[window * block..][..block];
                let saved = &saved[window * block..][..block];
                let mut number = T::zero();
                for place in places.on_values() {
                    let gradient = &mut gradient[place * block..][..block];
                    for ((gradient, &delta), &of) in gradient.iter_mut().zip(delta).zip(saved) {
                        *gradient += if of == number { delta } else { T::zero() };
                    }
                    number += T::one();
                }
            });
        },
    );
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn windows_move_through_volumes() {
        let volume = [[[[1.0], [2.0]]], [[[8.0], [-3.0]]], [[[5.0], [9.0]]]];
        assert_eq!(model![Input<3, 1, 2, 1>, MaxPooling3D<2, 1, 1>].predict(&volume), [[[[8.0], [2.0]]]]);
        let model = model![Input<3, 1, 2, 1>, MaxPooling3D<2, Same>];
        assert_eq!(model.predict(&volume), [[[[8.0]]], [[[9.0]]]]);
    }

    #[test]
    fn the_largest_of_each_window_is_left() {
        let model = model![Input<2, 4, 1>, MaxPooling2D<2>];
        let image = [[[1.0], [5.0], [-3.0], [-4.0]], [[2.0], [0.0], [-1.0], [-2.0]]];
        assert_eq!(model.predict(&image), [[[5.0], [-1.0]]]);
        let model = model![Input<5, 1>, MaxPooling1D<3, Same, Strides<2>>];
        assert_eq!(model.predict(&[[-1.0], [-2.0], [-9.0], [-4.0], [-3.0]]), [[-1.0], [-2.0], [-3.0]]);
    }
}
