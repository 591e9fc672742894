use core::marker::PhantomData;

use super::{Pools, pooling};
use crate::activations::linear;
use crate::layer::{Backward, Forward, Layer};
use crate::layers::convolution::products::axes;
use crate::layers::windows::{Padding, Steps, Strides, Valid};
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape, last_axis};

pooling! {
    /// The mean of each window, for each feature by itself.
    ///
    /// In `model!`: `AveragePooling1D<SIZE>`. Input, output and type arguments are those of
    /// [`MaxPooling1D`](crate::layers::MaxPooling1D). No variables. What lies outside of the sequence does not count.
    /// The gradient is spread evenly over the values of a window. Written in full, it names the shapes:
    /// `AveragePooling1D<Sequence<8, 4>, Sequence<4, 4>, 2>`.
    AveragePooling1D, [SIZE], 0, forward, backward
}

pooling! {
    /// The mean of each window, for each channel by itself.
    ///
    /// In `model!`: `AveragePooling2D<SIZE>`, `AveragePooling2D<HEIGHT, WIDTH>`. Input, output and type arguments are
    /// those of [`MaxPooling2D`](crate::layers::MaxPooling2D). No variables. What lies outside of the image does not
    /// count. The gradient is spread evenly over the values of a window. Written in full, it names the shapes:
    /// `AveragePooling2D<Image<8, 8, 6>, Image<4, 4, 6>, 2, 2>`.
    AveragePooling2D, [HEIGHT WIDTH], 0, forward, backward
}

pooling! {
    /// The mean of each window, for each channel by itself.
    ///
    /// In `model!`: `AveragePooling3D<SIZE>`, `AveragePooling3D<DEPTH, HEIGHT, WIDTH>`. Input, output and type arguments
    /// are those of [`MaxPooling3D`](crate::layers::MaxPooling3D). No variables. What lies outside of the volume does
    /// not count. The gradient is spread evenly over the values of a window. Written in full, it names the shapes:
    /// `AveragePooling3D<Volume<4, 8, 8, 6>, Volume<2, 4, 4, 6>, 2, 2, 2>`.
    AveragePooling3D, [DEPTH HEIGHT WIDTH], 0, forward, backward
}

fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    pools: Pools,
    mut call: Forward<'_, T, L>,
) {
    let block = pools.channels * call.input.lanes().stride();
    let (input, output) = (call.input.values(), call.output.values());
    vectorize(
        #[inline(always)]
        move || {
            pools.each(|window, places| {
                let output = &mut output[window * block..][..block];
                output.fill(T::zero());
                for place in places.on_values() {
                    let values = &input[place * block..][..block];
                    output.iter_mut().zip(values).for_each(|(sum, &value)| *sum += value);
                }
                let count = T::of(places.count() as f64);
                output.iter_mut().for_each(|sum| *sum /= count);
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
    let (gradient, delta) = (gradient.values(), call.delta.values());
    vectorize(
        #[inline(always)]
        move || {
            gradient.fill(T::zero());
            pools.each(|window, places| {
                let delta = &delta[window * block..][..block];
                let share = T::of(1.0 / places.count() as f64);
                for place in places.on_values() {
                    let gradient = &mut gradient[place * block..][..block];
                    gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient += share * delta);
                }
            });
        },
    );
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn the_mean_of_each_window_is_left() {
        let model = model![Input<2, 4, 1>, AveragePooling2D<2>];
        let image = [[[1.0], [5.0], [-3.0], [-4.0]], [[2.0], [0.0], [-1.0], [-2.0]]];
        assert_eq!(model.predict(&image), [[[2.0], [-2.5]]]);
    }

    /// Zeros around do not count.
    #[test]
    fn at_the_edges_there_are_fewer_values() {
        let model = model![Input<5, 1>, AveragePooling1D<3, Same, Strides<2>>];
        assert_eq!(model.predict(&[[1.0], [3.0], [5.0], [1.0], [8.0]]), [[2.0], [3.0], [4.5]]);
    }
}
