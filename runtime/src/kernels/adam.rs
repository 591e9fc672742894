//! Adam's step, which most models learn by.

use crate::math::Number;
use crate::simd::{Kernel, Simd};

/// `m ← m + (g − m) a`, `v ← v + (g² − v) b`, `w ← w − η m / (√v + ε)`.
pub(crate) struct Adam<'a, T> {
    pub(crate) variables: &'a mut [T],
    pub(crate) gradients: &'a [T],
    pub(crate) first: &'a mut [T],
    pub(crate) second: &'a mut [T],
    /// `a`, `b`, `η`, `ε`
    pub(crate) factors: [T; 4],
    /// Becomes false if a number does not stay finite.
    pub(crate) is_finite: &'a mut bool,
}

/// Some variables, with all that belongs to them.
#[derive(Clone, Copy)]
struct Block<V> {
    w: V,
    g: V,
    m: V,
    v: V,
}

impl<T: Number> Kernel<T> for Adam<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let len = self.variables.len();
        assert!(self.gradients.len() == len && self.first.len() == len && self.second.len() == len);
        let factors = [
            simd.splat(self.factors[0]),
            simd.splat(self.factors[1]),
            simd.splat(self.factors[2]),
            simd.splat(self.factors[3]),
        ];
        // Zeros, as long as all numbers are finite: what is infinite or no number, times 0, is no number.
        let mut zeros = simd.splat(T::zero());
        if len >= S::WIDTH {
            let end = len - S::WIDTH;
            // SAFETY: each block begins at `end` or before it, and a vector follows `end` in all four slices. The last
            // block is read before anything is written. It overlaps the one before it where there is no whole number of
            // vectors: then some numbers are computed twice.
            unsafe {
                let last = step(simd, self.read(simd, end, S::WIDTH), &factors, &mut zeros);
                let mut first = 0;
                // Two at a time: memory then has more to do at once.
                while first + S::WIDTH < end {
                    let next = first + S::WIDTH;
                    let blocks = [self.read(simd, first, S::WIDTH), self.read(simd, next, S::WIDTH)];
                    let blocks = [
                        step(simd, blocks[0], &factors, &mut zeros),
                        step(simd, blocks[1], &factors, &mut zeros),
                    ];
                    self.write(simd, first, S::WIDTH, blocks[0]);
                    self.write(simd, next, S::WIDTH, blocks[1]);
                    first += 2 * S::WIDTH;
                }
                if first < end {
                    let block = step(simd, self.read(simd, first, S::WIDTH), &factors, &mut zeros);
                    self.write(simd, first, S::WIDTH, block);
                }
                self.write(simd, end, S::WIDTH, last);
            }
        } else if len > 0 {
            // SAFETY: all four slices have `len` numbers, fewer than a vector. Those that the vectors lack are 0, and
            // stay so.
            unsafe {
                let block = step(simd, self.read(simd, 0, len), &factors, &mut zeros);
                self.write(simd, 0, len, block);
            }
        }
        *self.is_finite &= simd.sum(zeros) == T::zero();
    }
}

impl<T: Number> Adam<'_, T> {
    /// # Safety
    /// `count` is at most a vector, and `first + count` at most the length that `run` has found all slices to have.
    #[inline(always)]
    unsafe fn read<S: Simd<T>>(&self, simd: S, first: usize, count: usize) -> Block<S::Vector> {
        // SAFETY: `numbers` is one of the four slices, so `count` numbers follow `first` in it.
        let load = |numbers: &[T]| unsafe { simd.load_first(numbers.as_ptr().add(first), count) };
        Block { w: load(self.variables), g: load(self.gradients), m: load(self.first), v: load(self.second) }
    }

    /// # Safety
    /// `count` is at most a vector, and `first + count` at most the length that `run` has found all slices to have.
    #[inline(always)]
    unsafe fn write<S: Simd<T>>(&mut self, simd: S, first: usize, count: usize, block: Block<S::Vector>) {
        // SAFETY: `count` numbers follow `first` in each of these three slices.
        unsafe {
            simd.store_first(self.variables.as_mut_ptr().add(first), count, block.w);
            simd.store_first(self.first.as_mut_ptr().add(first), count, block.m);
            simd.store_first(self.second.as_mut_ptr().add(first), count, block.v);
        }
    }
}

#[inline(always)]
fn step<T: Number, S: Simd<T>>(
    simd: S,
    Block { w, g, m, v }: Block<S::Vector>,
    &[first, second, rate, epsilon]: &[S::Vector; 4],
    zeros: &mut S::Vector,
) -> Block<S::Vector> {
    let m = simd.add(m, simd.mul(simd.sub(g, m), first));
    let v = simd.add(v, simd.mul(simd.sub(simd.mul(g, g), v), second));
    let w = simd.sub(w, simd.div(simd.mul(rate, m), simd.add(simd.sqrt(v), epsilon)));
    let zero = simd.splat(T::zero());
    let of_moments = simd.add(simd.mul(m, zero), simd.mul(v, zero));
    *zeros = simd.add(*zeros, simd.add(of_moments, simd.mul(w, zero)));
    Block { w, g, m, v }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::Vectorized;
    use crate::simd::testing::with_all_instructions;

    const FACTORS: [f32; 4] = [0.1, 0.001, 0.01, 1e-7];

    fn run(numbers: &mut [Vec<f32>; 3], gradients: &[f32]) -> bool {
        let mut is_finite = true;
        let [variables, first, second] = numbers;
        f32::run_longest(Adam {
            variables,
            gradients,
            first,
            second,
            factors: FACTORS,
            is_finite: &mut is_finite,
        });
        is_finite
    }

    #[test]
    fn each_number_makes_its_step_once() {
        with_all_instructions(|| {
            for len in 0..70 {
                let wave = |first: usize| -> Vec<f32> {
                    (first..first + len).map(|n| ((n * 37 + 11) % 101) as f32 / 50.0).collect()
                };
                let (mut numbers, gradients) = ([wave(0), wave(100), wave(200)], wave(300));
                let mut expected = numbers.clone();
                for n in 0..len {
                    let [w, m, v] = expected.each_mut().map(|numbers| &mut numbers[n]);
                    let g = gradients[n];
                    *m += (g - *m) * FACTORS[0];
                    *v += (g * g - *v) * FACTORS[1];
                    *w -= FACTORS[2] * *m / (v.sqrt() + FACTORS[3]);
                }
                assert!(run(&mut numbers, &gradients));
                assert_eq!(numbers, expected);
            }
        });
    }

    #[test]
    fn one_bad_number_anywhere_is_found() {
        with_all_instructions(|| {
            for len in [1, 3, 8, 16, 35] {
                for (which, place) in (0..3).flat_map(|which| (0..len).map(move |place| (which, place))) {
                    let mut numbers = core::array::from_fn(|_| vec![1.0; len]);
                    numbers[which][place] = f32::INFINITY;
                    assert!(!run(&mut numbers, &vec![1.0; len]), "{which}, {place} of {len}");
                }
            }
        });
    }
}
