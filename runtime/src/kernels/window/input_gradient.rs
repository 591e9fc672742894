use super::tile::{self, Row, Sums};
use super::{Geometry, InputGradient, Start};
use crate::layout::Axis;
use crate::layout::size::is_product;
use crate::math::Number;
use crate::simd::{Kernel, Simd};

impl<T: Number> Kernel<T> for InputGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        assert!(is_product(self.delta.len(), [geometry.outputs(), stride]));
        assert!(is_product(self.gradient.len(), [geometry.inputs(), stride]));
        assert!(self.kernel.len() == geometry.weights());
        assert!(!matches!(self.start, Start::Bias(bias) if bias.len() != geometry.channels));
        for y in 0..geometry.rows.input {
            let rows = Windows::on(&geometry.rows, y);
            for x in 0..geometry.columns.input {
                self.pixel(simd, y, x, rows);
            }
        }
    }
}

impl<T: Number> InputGradient<'_, T> {
    /// All channels of one place of the input: rows are channels, columns are lanes.
    #[inline(always)]
    fn pixel<S: Simd<T>>(&mut self, simd: S, y: usize, x: usize, rows: Windows) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        let Geometry { columns, channels, filters, groups, .. } = geometry;
        let (depth, width) = (geometry.depth(), geometry.width());
        let across = Windows::on(&columns, x);
        for group in 0..groups {
            let kernel = (rows.place * columns.size + across.place) * depth * filters + group * width;
            let delta = (rows.window * columns.output + across.window) * filters + group * width;
            let line = rows.place_step * columns.size * depth * filters;
            let along = [rows.window_step * columns.output * filters, across.window_step * filters];
            let sums = Sums {
                a: self.kernel.as_ptr().wrapping_add(kernel),
                b: self.delta.as_ptr().wrapping_add(delta * stride),
                c: self.gradient.as_mut_ptr(),
                columns: stride,
                counts: [rows.count, across.count, width],
                a_steps: [line, across.place_step * depth * filters, 1].map(usize::cast_signed),
                b_steps: [-along[0].cast_signed(), -along[1].cast_signed(), 1]
                    .map(|step| step * stride as isize),
                start: match self.start {
                    Start::Zero => tile::Start::Zero,
                    Start::Bias(bias) => tile::Start::Rows(bias[group * depth..].as_ptr()),
                    Start::Output => tile::Start::There,
                },
            };
            let place = (y * columns.input + x) * channels + group * depth;
            let row = |c| Row { a: c * filters, c: (place + c) * stride, number: c };
            // SAFETY: `run` has found delta, kernel and gradient to have the sizes of the geometry. `Windows` counts
            // places of the kernel and windows of the output that exist, so that the terms lie on weights and on
            // gradients of outputs of the group. `stride` lanes follow each in `B`, and each value in `C`. `start` has
            // a number for each channel.
            unsafe { sums.run(simd, depth, row) };
        }
    }
}

/// The windows that a value lies in, and its place in each: while places go up, windows go down. The first of `count`
/// is `window` with `place`; the last is not below window 0, nor its place beyond the last of a window.
#[derive(Clone, Copy)]
struct Windows {
    place: usize,
    window: usize,
    place_step: usize,
    window_step: usize,
    count: usize,
}

impl Windows {
    #[inline(always)]
    fn on(axis: &Axis, value: usize) -> Self {
        let Axis { stride, dilation, size, output, .. } = *axis;
        let value = value + axis.before;
        // Every so many places, the window is another one.
        let common = greatest_common_divisor(stride, dilation);
        let (place_step, window_step) = (stride / common, dilation / common);
        let is_in = |place: usize| {
            let from = value.checked_sub(place * dilation).filter(|from| from.is_multiple_of(stride))?;
            Some((place, from / stride)).filter(|&(_, window)| window < output)
        };
        let Some((place, window)) = (0..size).find_map(is_in) else {
            return Self { place: 0, window: 0, place_step, window_step, count: 0 };
        };
        let places = (size - place).div_ceil(place_step);
        let count = places.min(window / window_step + 1);
        Self { place, window, place_step, window_step, count }
    }
}

const fn greatest_common_divisor(mut a: usize, mut b: usize) -> usize {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
