//! Values between those of four places.

use super::blocks::Places;
use crate::layer::{Backward, Forward, Layer};
use crate::simd::vectorize;
use crate::tensor::{Scalar, Shape};

/// A place between two others: its share of the second.
#[derive(Clone, Copy)]
struct Between<T> {
    first: usize,
    second: usize,
    share: T,
}

/// The place `at` on an axis of `len` places that each become `times`. It lies at `(at + 1/2) / times − 1/2`.
#[inline(always)]
fn between<T: Scalar>(at: usize, times: usize, len: usize) -> Between<T> {
    // In halves of the new places, which are whole numbers.
    let Some(halves) = (2 * at + 1).checked_sub(times) else {
        return Between { first: 0, second: 0, share: T::zero() };
    };
    let first = halves / (2 * times);
    let share = T::of((halves % (2 * times)) as f64 / (2 * times) as f64);
    Between { first, second: (first + 1).min(len - 1), share }
}

/// Shows `see` each new place with the four places around it and their shares.
#[inline(always)]
fn each<T: Scalar>(places: Places, mut see: impl FnMut(usize, [(usize, T); 4])) {
    let [_, (rows, times_down), (columns, times_across)] = places.axes();
    let mut number = 0;
    for y in 0..rows * times_down {
        let y = between::<T>(y, times_down, rows);
        for x in 0..columns * times_across {
            let x = between::<T>(x, times_across, columns);
            let (up, left) = (T::one() - y.share, T::one() - x.share);
            see(
                number,
                [
                    (y.first * columns + x.first, up * left),
                    (y.first * columns + x.second, up * x.share),
                    (y.second * columns + x.first, y.share * left),
                    (y.second * columns + x.second, y.share * x.share),
                ],
            );
            number += 1;
        }
    }
}

pub(super) fn forward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    places: Places,
    mut call: Forward<'_, T, L>,
) {
    let block = places.values() * call.input.lanes().stride();
    let (input, output) = (call.input.values(), call.output.values());
    vectorize(
        #[inline(always)]
        move || {
            each(places, |number, around: [(usize, T); 4]| {
                let output = &mut output[number * block..][..block];
                let [a, b, c, d] = around.map(|(place, _)| &input[place * block..][..block]);
                let [of_a, of_b, of_c, of_d] = around.map(|(_, share)| share);
                for (lane, output) in output.iter_mut().enumerate() {
                    *output = (of_a * a[lane] + of_b * b[lane]) + (of_c * c[lane] + of_d * d[lane]);
                }
            });
        },
    );
}

pub(super) fn backward<T: Scalar, X: Shape, Y: Shape, L: Layer<Input = X, Output = Y>>(
    places: Places,
    call: Backward<'_, T, L>,
) {
    let Some(mut gradient) = call.input_gradient else { return };
    let block = places.values() * call.input.lanes().stride();
    let (gradient, delta) = (gradient.values(), call.delta.values());
    vectorize(
        #[inline(always)]
        move || {
            gradient.fill(T::zero());
            each(places, |number, around: [(usize, T); 4]| {
                let delta = &delta[number * block..][..block];
                for (place, share) in around {
                    let gradient = &mut gradient[place * block..][..block];
                    gradient.iter_mut().zip(delta).for_each(|(gradient, &delta)| *gradient += share * delta);
                }
            });
        },
    );
}
