use core::marker::PhantomData;

use crate::activations::linear;
use crate::kernels::elementwise::add_product;
use crate::layer::{Backward, Forward, Layer, Mask};
use crate::layers::Types;
use crate::simd::vectorize;
use crate::tensor::{Places, Scalar, Shape};

/// Implements [`Layer`] for a layer that makes one place of all, by two functions.
macro_rules! global {
    ($(#[$docs:meta])* $layer:ident, $saved:expr, $forward:path, $backward:path) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $layer<X> {
            shape: Types<X>,
        }

        impl<X: Places> $layer<X> {
            /// The layer.
            pub const fn new() -> Self {
                Self { shape: PhantomData }
            }
        }

        impl<X: Places> Default for $layer<X> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<X: Places> Layer for $layer<X> {
            type Input = X;
            type Output = X::Place;
            type Activation = linear;

            const FILLS_PADDING: bool = true;
            const SAMPLEWISE: bool = true;
            const MASK: Mask = Mask::Dropped;
            const SAVED: usize = $saved * X::Place::LEN;

            fn forward<T: Scalar>(&self, call: Forward<'_, T, Self>) {
                $forward(call);
            }

            fn backward<T: Scalar>(&self, call: Backward<'_, T, Self>) {
                $backward(call);
            }
        }
    };
}

global! {
    /// The mean of all steps, for each feature by itself: `Sequence<T, F>` becomes `Features<F>`. No variables; the
    /// gradient is spread evenly. Steps that are masked do not count; without any other step, the mean is 0. Written in
    /// full: `GlobalAveragePooling1D<Sequence<8, 4>>`.
    GlobalAveragePooling1D, 2, average, spread
}

global! {
    /// The mean of all pixels, for each channel by itself: `Image<H, W, C>` becomes `Features<C>`. No variables; the
    /// gradient is spread evenly. Written in full: `GlobalAveragePooling2D<Image<8, 8, 4>>`.
    ///
    /// ```
    /// use plywood::prelude::*;
    ///
    /// model! { struct Net { Input<28, 28, 1>, Conv2D<6, 5, relu>, GlobalAveragePooling2D, Dense<10, softmax> } }
    /// ```
    ///
    /// Source: M. Lin, Q. Chen, S. Yan, "Network in network", 2014.
    GlobalAveragePooling2D, 2, average, spread
}

global! {
    /// The mean of all places, for each channel by itself: `Volume<D, H, W, C>` becomes `Features<C>`. No variables; the
    /// gradient is spread evenly. Written in full: `GlobalAveragePooling3D<Volume<4, 8, 8, 4>>`.
    GlobalAveragePooling3D, 2, average, spread
}

global! {
    /// The largest value of all steps, for each feature by itself: `Sequence<T, F>` becomes `Features<F>`. No
    /// variables; the gradient goes to the first of the largest values. Steps that are masked do not count; without any
    /// other step, the result is 0. Written in full: `GlobalMaxPooling1D<Sequence<8, 4>>`.
    GlobalMaxPooling1D, 1, max, to_largest
}

global! {
    /// The largest value of all pixels, for each channel by itself: `Image<H, W, C>` becomes `Features<C>`. No
    /// variables; the gradient goes to the first of the largest values. Written in full:
    /// `GlobalMaxPooling2D<Image<8, 8, 4>>`.
    GlobalMaxPooling2D, 1, max, to_largest
}

global! {
    /// The largest value of all places, for each channel by itself: `Volume<D, H, W, C>` becomes `Features<C>`. No
    /// variables; the gradient goes to the first of the largest values. Written in full:
    /// `GlobalMaxPooling3D<Volume<4, 8, 8, 4>>`.
    GlobalMaxPooling3D, 1, max, to_largest
}

/// How many places are added up before their sum joins the others: many numbers, added one after the other, would lose
/// digits.
const SUMMED: usize = 256;

/// Adds the sums of some places to those of the places before, and keeps what each addition loses for the next one
/// (compensated summation, W. Kahan, 1965).
#[inline(always)]
fn join<T: Scalar>(sums: &mut [T], part: &[T], lost: &mut [T]) {
    for ((sum, &part), lost) in sums.iter_mut().zip(part).zip(lost) {
        let part = part - *lost;
        let joined = *sum + part;
        *lost = (joined - *sum) - part;
        *sum = joined;
    }
}

/// The means; saved is room for the sums of some places, and for what additions lose.
fn average<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(mut call: Forward<'_, T, L>) {
    if let Some(mask) = call.mask {
        return average_masked(mask, call);
    }
    let (input, output) = (call.input.values(), call.output.values());
    let (part, lost) = call.saved[..2 * output.len()].split_at_mut(output.len());
    let count = T::of((input.len() / output.len()) as f64);
    vectorize(
        #[inline(always)]
        move || {
            output.fill(T::zero());
            lost.fill(T::zero());
            for places in input.chunks(SUMMED * output.len()) {
                part.fill(T::zero());
                for place in places.chunks_exact(part.len()) {
                    part.iter_mut().zip(place).for_each(|(sum, &value)| *sum += value);
                }
                join(output, part, lost);
            }
            output.iter_mut().for_each(|sum| *sum /= count);
        },
    );
}

fn spread<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(call: Backward<'_, T, L>) {
    let Some(mut gradient) = call.input_gradient else { return };
    let (stride, gradient, delta) = (gradient.lanes().stride(), gradient.values(), call.delta.values());
    let share = T::of(delta.len() as f64 / gradient.len() as f64);
    for (step, place) in gradient.chunks_exact_mut(delta.len()).enumerate() {
        place.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient = share * delta);
        let Some(mask) = call.mask else { continue };
        // Each lane has steps of its own number.
        let all = T::of((mask.len() / stride) as f64);
        for (lane, &is_there) in mask[step * stride..][..stride].iter().enumerate() {
            let factor = is_there * all / steps(mask, lane, stride);
            place[lane..].iter_mut().step_by(stride).for_each(|gradient| *gradient *= factor);
        }
    }
}

/// The number of steps of a lane that are not masked; 1 if all are.
fn steps<T: Scalar>(mask: &[T], lane: usize, stride: usize) -> T {
    let count = mask[lane..].iter().step_by(stride).fold(T::zero(), |sum, &is_there| sum + is_there);
    if count > T::zero() { count } else { T::one() }
}

fn average_masked<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    mask: &[T],
    mut call: Forward<'_, T, L>,
) {
    let stride = call.input.lanes().stride();
    let (input, output) = (call.input.values(), call.output.values());
    let (part, lost) = call.saved[..2 * output.len()].split_at_mut(output.len());
    output.fill(T::zero());
    lost.fill(T::zero());
    for (places, masks) in input.chunks(SUMMED * output.len()).zip(mask.chunks(SUMMED * stride)) {
        part.fill(T::zero());
        for (place, mask) in places.chunks_exact(part.len()).zip(masks.chunks_exact(stride)) {
            for (sums, values) in part.chunks_exact_mut(stride).zip(place.chunks_exact(stride)) {
                add_product(sums, values, mask);
            }
        }
        join(output, part, lost);
    }
    for lane in 0..stride {
        let steps = steps(mask, lane, stride);
        output[lane..].iter_mut().step_by(stride).for_each(|sum| *sum /= steps);
    }
}

/// The largest values; saved is for each the number of its place.
fn max<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(mut call: Forward<'_, T, L>) {
    if let Some(mask) = call.mask {
        return max_masked(mask, call);
    }
    let (input, output, saved) = (call.input.values(), call.output.values(), call.saved);
    vectorize(
        #[inline(always)]
        move || {
            let len = output.len();
            output.copy_from_slice(&input[..len]);
            saved.fill(T::zero());
            let mut number = T::zero();
            for place in input.chunks_exact(len).skip(1) {
                number += T::one();
                for ((largest, of), &value) in output.iter_mut().zip(&mut *saved).zip(place) {
                    let is_larger = value > *largest;
                    *of = if is_larger { number } else { *of };
                    *largest = if is_larger { value } else { *largest };
                }
            }
        },
    );
}

/// The same of those that are not masked; where all are, saved is the number of no place.
fn max_masked<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    mask: &[T],
    mut call: Forward<'_, T, L>,
) {
    let stride = call.input.lanes().stride();
    let (input, output, saved) = (call.input.values(), call.output.values(), call.saved);
    let none = -T::one();
    output.fill(T::zero());
    saved.fill(none);
    let mut number = T::zero();
    for (place, mask) in input.chunks_exact(output.len()).zip(mask.chunks_exact(stride)) {
        let features = output.chunks_exact_mut(stride).zip(saved.chunks_exact_mut(stride));
        for ((largest, of), values) in features.zip(place.chunks_exact(stride)) {
            for (((largest, of), &value), &mask) in largest.iter_mut().zip(of).zip(values).zip(mask) {
                if mask != T::zero() && (*of == none || value > *largest) {
                    (*largest, *of) = (value, number);
                }
            }
        }
        number += T::one();
    }
}

fn to_largest<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(call: Backward<'_, T, L>) {
    let Some(mut gradient) = call.input_gradient else { return };
    let (gradient, delta, saved) = (gradient.values(), call.delta.values(), &*call.saved);
    vectorize(
        #[inline(always)]
        move || {
            let mut number = T::zero();
            for place in gradient.chunks_exact_mut(delta.len()) {
                for ((gradient, &delta), &of) in place.iter_mut().zip(delta).zip(saved) {
                    *gradient = if of == number { delta } else { T::zero() };
                }
                number += T::one();
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Pass;
    use crate::layout::Lanes;
    use crate::prelude::*;
    use crate::tensor::{Batch, BatchMut};

    #[test]
    fn the_mean_of_many_steps_is_exact_in_f32() {
        type Long = Sequence<1_000_000, 1>;
        let (values, mask, lanes) = (vec![0.1; Long::LEN], vec![1.0; Long::LEN], Lanes::new(1));
        let mean = |mask| {
            let (mut output, mut saved, mut penalty) = ([f32::NAN], [f32::NAN; 2], 0.0);
            let (input, written) = (Batch::new(&values, lanes), BatchMut::new(&mut output, lanes));
            let layer = GlobalAveragePooling1D::<Long>::new();
            let call = Forward::new(&[], input, written, &mut saved, Pass::inference(), &mut penalty);
            layer.forward(Forward { mask, ..call });
            output[0]
        };
        for mean in [mean(None), mean(Some(&mask[..]))] {
            assert!((mean - 0.1).abs() < 1e-6, "{mean}");
        }
    }

    #[test]
    fn one_place_is_left() {
        let signal = [[1.0, -1.0], [3.0, -5.0], [2.0, -6.0]];
        assert_eq!(model![Input<3, 2>, GlobalAveragePooling1D].predict(&signal), [2.0, -4.0]);
        assert_eq!(model![Input<3, 2>, GlobalMaxPooling1D].predict(&signal), [3.0, -1.0]);
        let image = [[[1.0], [5.0]], [[-3.0], [-4.0]]];
        assert_eq!(model![Input<2, 2, 1>, GlobalAveragePooling2D].predict(&image), [-0.25]);
        assert_eq!(model![Input<2, 2, 1>, GlobalMaxPooling2D].predict(&image), [5.0]);
    }
}
