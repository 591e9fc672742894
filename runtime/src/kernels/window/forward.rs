use super::tile::{self, Row, Sums};
use super::{Forward, Geometry, Start};
use crate::layout::size::is_product;
use crate::math::Number;
use crate::simd::{Kernel, Simd};

impl<T: Number> Kernel<T> for Forward<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        assert!(is_product(self.input.len(), [geometry.inputs(), stride]));
        assert!(is_product(self.output.len(), [geometry.outputs(), stride]));
        assert!(self.kernel.len() == geometry.weights());
        assert!(!matches!(self.start, Start::Bias(bias) if bias.len() != geometry.filters));
        for y in 0..geometry.rows.output {
            if stride == 1 {
                self.line(simd, y);
                continue;
            }
            // No closure: those are not always inlined, and compiled without the instructions then.
            for x in 0..geometry.columns.output {
                self.pixel(simd, y, x);
            }
        }
    }
}

impl<T: Number> Forward<'_, T> {
    /// All filters for one place of the output: rows are filters, columns are lanes.
    #[inline(always)]
    fn pixel<S: Simd<T>>(&mut self, simd: S, y: usize, x: usize) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        let Geometry { filters, groups, .. } = geometry;
        let width = geometry.width();
        for group in 0..groups {
            let (first, steps) = self.window(y, x, group);
            let sums = Sums {
                a: self.kernel.as_ptr().wrapping_add(first.kernel),
                b: self.input.as_ptr().wrapping_add(first.input * stride),
                c: self.output.as_mut_ptr(),
                columns: stride,
                counts: steps.counts,
                a_steps: steps.kernel,
                b_steps: steps.input.map(|step| step * stride as isize),
                start: match self.start {
                    Start::Zero => tile::Start::Zero,
                    Start::Bias(bias) => tile::Start::Rows(bias[group * width..].as_ptr()),
                    Start::Output => tile::Start::There,
                },
            };
            let place = (y * geometry.columns.output + x) * filters + group * width;
            let row = |filter| Row { a: filter, c: (place + filter) * stride, number: filter };
            // SAFETY: `run` has found input, kernel and output to have the sizes of the geometry. The terms are those
            // of `window`: they lie on values and weights of the group, for `A` plus the row's filter. `stride` lanes
            // follow each value in `B`, each output in `C`. `start` has a number for each of the group's `width`
            // filters.
            unsafe { sums.run(simd, width, row) };
        }
    }

    /// One row of the output of one sample: rows are its places, columns are filters. Places at the edges, whose
    /// windows lie on fewer values, come by themselves.
    #[inline(always)]
    fn line<S: Simd<T>>(&mut self, simd: S, y: usize) {
        let Geometry { columns, filters, groups, channels, .. } = self.geometry;
        let width = self.geometry.width();
        let mut x = 0;
        while x < columns.output {
            let inside = columns.inside(x);
            let alike = (x..columns.output).take_while(|&x| columns.inside(x) == inside).count();
            for group in 0..groups {
                let (first, steps) = self.window(y, x, group);
                let sums = Sums {
                    a: self.input.as_ptr().wrapping_add(first.input),
                    b: self.kernel.as_ptr().wrapping_add(first.kernel),
                    c: self.output.as_mut_ptr(),
                    columns: width,
                    counts: steps.counts,
                    a_steps: steps.input,
                    b_steps: steps.kernel,
                    start: match self.start {
                        Start::Zero => tile::Start::Zero,
                        Start::Bias(bias) => tile::Start::Columns(bias[group * width..].as_ptr()),
                        Start::Output => tile::Start::There,
                    },
                };
                let place = (y * columns.output + x) * filters + group * width;
                let apart = columns.stride * channels;
                let row = |n| Row { a: n * apart, c: place + n * filters, number: n };
                // SAFETY: `run` has found input, kernel and output to have the sizes of the geometry, with one lane.
                // The terms are those of `window`, which lie on values and weights of the group; those of the next
                // windows lie `apart` further on, on values too, since the same places of them do. `width` weights
                // follow each one in `B`, and as many outputs each place in `C`; `start` has a number for each.
                unsafe { sums.run(simd, alike, row) };
            }
            x += alike;
        }
    }

    /// The first term of a window among those that lie on values, and the steps to the others: over the rows of the
    /// window, over the places in a row, over the channels of the group. [`Axis::inside`](crate::layout::Axis::inside)
    /// gives the places whose values exist, so that no term lies outside of the input or the kernel.
    #[inline(always)]
    fn window(&self, y: usize, x: usize, group: usize) -> (Place, Steps) {
        let Geometry { rows, columns, channels, filters, groups, .. } = self.geometry;
        let depth = self.geometry.depth();
        let (i, j) = (rows.inside(y), columns.inside(x));
        if i.is_empty() || j.is_empty() {
            return (Place { input: 0, kernel: 0 }, Steps::default());
        }
        let input = (rows.at(y, i.start) * columns.input + columns.at(x, j.start)) * channels + group * depth;
        let kernel = (i.start * columns.size + j.start) * depth * filters + group * self.geometry.width();
        let row = rows.dilation * columns.input * channels;
        let mut counts = [i.len(), j.len(), depth];
        if groups == 1 && columns.dilation == 1 {
            // The places of a row and their channels lie side by side.
            counts = [i.len(), 1, j.len() * depth];
        }
        let steps = Steps {
            counts,
            input: [row, columns.dilation * channels, 1].map(usize::cast_signed),
            kernel: [columns.size * depth * filters, depth * filters, filters].map(usize::cast_signed),
        };
        (Place { input, kernel }, steps)
    }
}

/// A place in the input, and one in the kernel.
struct Place {
    input: usize,
    kernel: usize,
}

/// How often, and how far.
#[derive(Default)]
struct Steps {
    counts: [usize; 3],
    input: [isize; 3],
    kernel: [isize; 3],
}
