use super::tile::{Row, Start, Sums};
use super::{Geometry, KernelGradient};
use crate::Scalar;
use crate::kernels::panel::{Panel, VECTORS};
use crate::kernels::simd::{Kernel, Simd};

impl<T: Scalar> Kernel<T> for KernelGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let (geometry, stride) = (self.geometry, self.lanes.stride());
        assert!(self.input.len() == geometry.inputs() * stride);
        assert!(self.delta.len() == geometry.outputs() * stride);
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

impl<T: Scalar> KernelGradient<'_, T> {
    /// Adds what one place of the output has to say on some filters.
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
            return self.samples(simd, delta, VECTORS * S::WIDTH, (y, x), (first, filters), 0..1);
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
                    // SAFETY: so many filters have so many lanes, whole vectors of them; the panel has room for whole
                    // vectors of samples too.
                    unsafe {
                        let from = from.as_ptr().add(column * stride + sample + lane);
                        simd.transpose(|n| from.add(n * stride), count, to.add(lane * apart + column), apart);
                    }
                }
            }
            self.samples(simd, to, apart, (y, x), (first, filters), sample..sample + samples);
            sample += samples;
        }
    }

    /// Adds what some samples have to say, whose `δ` are at `delta`, so far apart.
    #[inline(always)]
    fn samples<S: Simd<T>>(
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
        // Rows are weights, which are listed so many at a time.
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
                        // SAFETY: values and weights are there, and `delta` has so many samples with so many filters.
                        unsafe { sums.run(simd, count, |row| listed[row]) };
                        count = 0;
                    }
                }
            }
        }
        // SAFETY: the same.
        unsafe { sums.run(simd, count, |row| listed[row]) };
        if let Some(bias) = &mut self.bias_gradient {
            let one = T::one();
            let sums = Sums { a: &raw const one, c: bias.as_mut_ptr(), a_steps: [0; 3], ..sums };
            // SAFETY: the same, and there is a bias for each filter.
            unsafe { sums.run(simd, 1, |_| Row { a: 0, c: first, number: 0 }) };
        }
    }
}
