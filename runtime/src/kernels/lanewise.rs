//! Products of matrices of which each lane has its own: queries with keys, weights with values.
//!
//! Weights of a dense layer are the same for all lanes, so there a number is multiplied with vectors. Here both factors
//! are vectors of lanes, and nothing has to be copied or transposed: a place of a matrix is a row of lanes, wherever it
//! lies.

use crate::layout::size::holds;
use crate::math::Number;
use crate::simd::{Kernel, Simd, Vectorized};

/// `C = f A B` for each lane, or `C + f A B`, where `A` has `rows × terms` places and `B` has `terms × columns`.
#[derive(Debug)]
pub struct Lanewise<'a, T> {
    pub rows: usize,
    pub terms: usize,
    pub columns: usize,
    pub a: Places<&'a [T]>,
    pub b: Places<&'a [T]>,
    pub c: Places<&'a mut [T]>,
    /// `f`
    pub factor: T,
    /// Whether the product is added to what is there.
    pub adds: bool,
    /// The number of lanes of a place.
    pub stride: usize,
}

/// A matrix of rows of lanes, with the number of places from one row, and one column, to the next.
#[derive(Clone, Copy, Debug)]
pub struct Places<V> {
    pub values: V,
    pub row: usize,
    pub column: usize,
}

/// Numbers that these products can be computed with. The function is no generic one, so that it is compiled once.
pub trait LanewiseProducts: Vectorized {
    fn lanewise(product: Lanewise<'_, Self>);
}

macro_rules! lanewise_products {
    ($($number:ty)*) => {
        $(impl LanewiseProducts for $number {
            fn lanewise(product: Lanewise<'_, Self>) {
                Self::run_by_stride(product.stride, product);
            }
        })*
    };
}
lanewise_products!(f32 f64);

impl<T: Number> Kernel<T> for Lanewise<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, simd: S) {
        let Self { rows, terms, columns, stride, .. } = self;
        if rows == 0 || columns == 0 || terms == 0 {
            return;
        }
        assert!(stride == 1 || (stride > 0 && stride.is_multiple_of(S::WIDTH)));
        let has = |len: usize, sizes, steps: [usize; 2]| {
            len.is_multiple_of(stride) && holds(len / stride, sizes, steps)
        };
        assert!(has(self.a.values.len(), [rows, terms], [self.a.row, self.a.column]));
        assert!(has(self.b.values.len(), [terms, columns], [self.b.row, self.b.column]));
        assert!(has(self.c.values.len(), [rows, columns], [self.c.row, self.c.column]));
        // SAFETY: each matrix has a place, of `stride` lanes, for all of its rows and columns; `stride` is 1, or a
        // multiple of the width.
        unsafe {
            if stride == 1 {
                self.lanes::<S, false>(simd, 0);
            } else {
                for lane in (0..stride).step_by(S::WIDTH) {
                    self.lanes::<S, true>(simd, lane);
                }
            }
        }
    }
}

impl<T: Number> Lanewise<'_, T> {
    /// The product for a vector of lanes from `lane` on, or for one lane alone.
    ///
    /// # Safety
    /// All places of the three matrices are there, with `lane` and, if it is `WHOLE`, a vector of lanes from there on.
    #[inline(always)]
    unsafe fn lanes<S: Simd<T>, const WHOLE: bool>(&mut self, simd: S, lane: usize) {
        let mut row = 0;
        while row < self.rows {
            // SAFETY: these rows are below `rows`.
            row += unsafe {
                if self.rows - row >= 4 {
                    self.rows::<S, 4, WHOLE>(simd, row, lane)
                } else {
                    self.rows::<S, 1, WHOLE>(simd, row, lane)
                }
            };
        }
    }

    /// Computes `ROWS` rows, and returns how many those are.
    ///
    /// # Safety
    /// As for [`lanes`](Self::lanes), and there are so many rows from `row` on.
    #[inline(always)]
    unsafe fn rows<S: Simd<T>, const ROWS: usize, const WHOLE: bool>(
        &mut self,
        simd: S,
        row: usize,
        lane: usize,
    ) -> usize {
        let mut column = 0;
        while column < self.columns {
            // SAFETY: these columns are below `columns`.
            column += unsafe {
                if self.columns - column >= 2 {
                    self.tile::<S, ROWS, 2, WHOLE>(simd, [row, column], lane)
                } else {
                    self.tile::<S, ROWS, 1, WHOLE>(simd, [row, column], lane)
                }
            };
        }
        ROWS
    }

    /// Computes `ROWS × COLUMNS` places from `[row, column]` on, kept in registers, and returns how many columns those
    /// are.
    ///
    /// # Safety
    /// As for [`rows`](Self::rows), and there are so many columns from `column` on.
    #[inline(always)]
    unsafe fn tile<S: Simd<T>, const ROWS: usize, const COLUMNS: usize, const WHOLE: bool>(
        &mut self,
        simd: S,
        [row, column]: [usize; 2],
        lane: usize,
    ) -> usize {
        let Self { stride, terms, factor, adds, .. } = *self;
        let (a_row, a_term) = (self.a.row * stride, self.a.column * stride);
        let (b_term, b_column) = (self.b.row * stride, self.b.column * stride);
        let (c_row, c_column) = (self.c.row * stride, self.c.column * stride);
        let count = if WHOLE { S::WIDTH } else { 1 };
        let mut sums = [[simd.splat(T::zero()); COLUMNS]; ROWS];
        // SAFETY: what is read and written are places of these rows, columns and terms, which are there, and of those
        // `count` lanes from `lane` on. (Places of `A` and `B` are reached by wrapping steps, since the step behind the
        // last term leads to no number.)
        unsafe {
            let load = |from: *const T| if WHOLE { simd.load(from) } else { simd.load_first(from, 1) };
            let mut a = self.a.values.as_ptr().add(row * a_row + lane);
            let mut b = self.b.values.as_ptr().add(column * b_column + lane);
            for _ in 0..terms {
                let mut vectors = [simd.splat(T::zero()); COLUMNS];
                for (n, vector) in vectors.iter_mut().enumerate() {
                    *vector = load(b.add(n * b_column));
                }
                for (m, sums) in sums.iter_mut().enumerate() {
                    let a = load(a.add(m * a_row));
                    for (sum, &vector) in sums.iter_mut().zip(&vectors) {
                        *sum = simd.mul_add(a, vector, *sum);
                    }
                }
                (a, b) = (a.wrapping_add(a_term), b.wrapping_add(b_term));
            }
            let (factor, c) = (simd.splat(factor), self.c.values.as_mut_ptr());
            let c = c.add(row * c_row + column * c_column + lane);
            for (m, sums) in sums.into_iter().enumerate() {
                for (n, sum) in sums.into_iter().enumerate() {
                    let to = c.add(m * c_row + n * c_column);
                    let mut product = simd.mul(factor, sum);
                    if adds {
                        product = simd.add(load(to), product);
                    }
                    simd.store_first(to, count, product);
                }
            }
        }
        COLUMNS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Lanes;
    use crate::simd::testing::with_all_instructions;

    /// With matrices whose places are apart, against sums of single numbers.
    fn check<T: Number + LanewiseProducts>(sizes: [usize; 3], samples: usize, adds: bool, tolerance: f64) {
        let [rows, terms, columns] = sizes;
        let stride = Lanes::new(samples).stride();
        let waves = |places: usize, first: usize| -> Vec<T> {
            (first..first + places * stride)
                .map(|n| T::nearest(((n * 37 + 11) % 101) as f64 / 50.0 - 1.0))
                .collect()
        };
        // `A` is transposed, and a row of `C` has one place more.
        let (a, b, before) =
            (waves(terms * rows, 0), waves(terms * columns, 1000), waves(rows * (columns + 1), 2000));
        let mut c = before.clone();
        T::lanewise(Lanewise {
            rows,
            terms,
            columns,
            a: Places { values: &a, row: 1, column: rows },
            b: Places { values: &b, row: columns, column: 1 },
            c: Places { values: &mut c, row: columns + 1, column: 1 },
            factor: T::nearest(0.5),
            adds,
            stride,
        });
        for place in 0..rows * (columns + 1) {
            let (row, column) = (place / (columns + 1), place % (columns + 1));
            for lane in 0..stride {
                let at = |values: &[T], place: usize| values[place * stride + lane].widened();
                let expected = if column == columns {
                    at(&before, place)
                } else {
                    let term = |term| at(&a, term * rows + row) * at(&b, term * columns + column);
                    let there = if adds { at(&before, place) } else { 0.0 };
                    there + 0.5 * (0..terms).map(term).sum::<f64>()
                };
                let found = at(&c, place);
                assert!((found - expected).abs() < tolerance, "{found} {expected} {sizes:?} {samples}");
            }
        }
    }

    #[test]
    fn products_equal_the_reference() {
        with_all_instructions(|| {
            // Miri is slow.
            let some: &[usize] = if cfg!(miri) { &[1, 9] } else { &[1, 2, 8, 16, 33] };
            for &samples in some {
                for sizes in [[1, 1, 1], [4, 3, 2], [6, 5, 3], [9, 2, 7]] {
                    for adds in [false, true] {
                        check::<f64>(sizes, samples, adds, 1e-12);
                        check::<f32>(sizes, samples, adds, 1e-4);
                    }
                }
            }
        });
    }

    #[test]
    #[should_panic(expected = "has(")]
    fn a_matrix_that_is_too_short_is_refused() {
        let (a, b) = ([0.0_f32; 4], [0.0_f32; 3]);
        f32::lanewise(Lanewise {
            rows: 2,
            terms: 2,
            columns: 2,
            a: Places { values: &a, row: 2, column: 1 },
            b: Places { values: &b, row: 2, column: 1 },
            c: Places { values: &mut [0.0; 4], row: 2, column: 1 },
            factor: 1.0,
            adds: false,
            stride: 1,
        });
    }
}
