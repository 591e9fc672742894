use super::tile::{Row, Start, Sums};
use super::{Geometry, KernelGradient};
use crate::kernels::panel::{Panel, VECTORS};
use crate::layout::size::is_product;
use crate::math::Number;
use crate::simd::{Kernel, Simd};

impl<T: Number> Kernel<T> for KernelGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        assert!(is_product(self.input.len(), [geometry.inputs(), stride]));
        assert!(is_product(self.delta.len(), [geometry.outputs(), stride]));
        assert!(self.gradient.len() == geometry.weights());
        assert!(self.bias_gradient.as_ref().is_none_or(|bias| bias.len() == geometry.filters));
        if !self.adds {
            self.gradient.fill(T::zero());
            if let Some(bias) = &mut self.bias_gradient {
                bias.fill(T::zero());
            }
        }
        // `δ` of one place, copied so that for each sample the filters lie side by side.
        let mut panel = Panel::new();
        let width = geometry.width();
        for group in 0..geometry.groups {
            let (mut first, end) = (group * width, (group + 1) * width);
            while first < end {
                let filters = (end - first).min(VECTORS * S::WIDTH);
                for (y, x) in
                    (0..geometry.rows.output).flat_map(|y| (0..geometry.columns.output).map(move |x| (y, x)))
                {
                    self.pixel(simd, &mut panel, (y, x), first, filters);
                }
                first += filters;
            }
        }
    }
}

impl<T: Number> KernelGradient<'_, T> {
    /// Adds the terms of one place of the output, for `filters` filters from `first` on.
    #[inline(always)]
    fn pixel<S: Simd<T>>(
        &mut self,
        simd: S,
        panel: &mut Panel,
        (y, x): (usize, usize),
        first: usize,
        filters: usize,
    ) {
        let stride = self.lanes.stride();
        let place = (y * self.geometry.columns.output + x) * self.geometry.filters + first;
        if stride == 1 {
            let delta = self.delta[place..][..filters].as_ptr();
            // SAFETY: `delta` has a row for the one sample, of `filters` numbers.
            return unsafe { self.samples(simd, delta, VECTORS * S::WIDTH, (y, x), (first, filters), 0..1) };
        }
        let mut sample = 0;
        while sample < self.lanes.samples() {
            let samples = (self.lanes.samples() - sample).min(Panel::rows::<T, S>());
            let from = &self.delta[place * stride..][..filters * stride];
            let to: *mut T = panel.as_mut_ptr();
            let apart = VECTORS * S::WIDTH;
            assert!(stride.is_multiple_of(S::WIDTH));
            for column in (0..filters).step_by(S::WIDTH) {
                let count = (filters - column).min(S::WIDTH);
                for lane in (0..samples).step_by(S::WIDTH) {
                    // SAFETY: `from` has `filters` rows of `stride` lanes. `count` of them are read from `column` on, a
                    // vector of lanes each, which there is: `sample + lane` is a multiple of a vector below `stride`,
                    // and so is `stride`. The panel has `Panel::rows` rows of `apart` numbers: `samples` of them,
                    // rounded up to whole vectors, are no more, and a vector follows `column` in each, for `filters` is
                    // at most `apart`.
                    unsafe {
                        let from = from.as_ptr().add(column * stride + sample + lane);
                        simd.transpose(|n| from.add(n * stride), count, to.add(lane * apart + column), apart);
                    }
                }
            }
            // SAFETY: the panel now has a row for each of the samples, `apart` numbers each, of which `filters`,
            // rounded up to whole vectors, have been written.
            unsafe { self.samples(simd, to, apart, (y, x), (first, filters), sample..sample + samples) };
            sample += samples;
        }
    }

    /// Adds the terms of some samples, whose `δ` are at `delta`, a row for each, `apart` numbers from each other.
    ///
    /// # Safety
    /// `delta` is valid for reading `filters` numbers in each row. `run` has checked the sizes, `(y, x)` is a place of
    /// the output, `first..first + filters` are filters of one group, and `samples` are lanes.
    #[inline(always)]
    unsafe fn samples<S: Simd<T>>(
        &mut self,
        simd: S,
        delta: *const T,
        apart: usize,
        (y, x): (usize, usize),
        (first, filters): (usize, usize),
        samples: core::ops::Range<usize>,
    ) {
        let Geometry { rows, columns, channels, filters: all, .. } = self.geometry;
        let (depth, stride) = (self.geometry.depth(), self.lanes.stride());
        let sums = Sums {
            a: self.input.as_ptr(),
            b: delta,
            c: self.gradient.as_mut_ptr(),
            columns: filters,
            counts: [1, 1, samples.len()],
            a_steps: [0, 0, 1],
            b_steps: [0, 0, apart.cast_signed()],
            start: Start::There,
        };
        let group = first / self.geometry.width();
        // Rows are weights, which are listed up to 24 at a time.
        let mut listed = [Row::default(); 24];
        let mut count = 0;
        for i in rows.inside(y) {
            for j in columns.inside(x) {
                let value = (rows.at(y, i) * columns.input + columns.at(x, j)) * channels + group * depth;
                let weight = (i * columns.size + j) * depth;
                for channel in 0..depth {
                    let a = (value + channel) * stride + samples.start;
                    listed[count] = Row { a, c: (weight + channel) * all + first, number: 0 };
                    count += 1;
                    if count == listed.len() {
                        // SAFETY: each listed row is a value that exists, with all lanes of `samples` behind it, and a
                        // weight that exists, with the filters behind it: `inside` gives the places of the window that
                        // lie on values. `delta` has a row of `filters` numbers for each sample.
                        unsafe { sums.run(simd, count, |row| listed[row]) };
                        count = 0;
                    }
                }
            }
        }
        // SAFETY: as in the loop, for the rows that are left in the list.
        unsafe { sums.run(simd, count, |row| listed[row]) };
        if let Some(bias) = &mut self.bias_gradient {
            let one = T::one();
            let sums = Sums { a: &raw const one, c: bias.as_mut_ptr(), a_steps: [0; 3], ..sums };
            // SAFETY: `A` is one number that every term reads, as its steps are 0. `delta` has a row of `filters`
            // numbers for each sample, and `run` has found a bias for each filter, of which `filters` follow `first`.
            unsafe { sums.run(simd, 1, |_| Row { a: 0, c: first, number: 0 }) };
        }
    }
}
