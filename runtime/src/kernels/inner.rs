//! Matrix products whose terms lie side by side, so that vectors are terms of one sum. Nothing has to be copied for
//! that, which pays off where what is copied would be used but a few times.

use crate::layout::size::is_product;
use crate::math::Number;
use crate::simd::Simd;

/// `C = A B`, with `A` row by row, `B` column by column, and `C` row by row.
pub(super) struct Inner<'a, T> {
    pub(super) terms: usize,
    pub(super) columns: usize,
    pub(super) a: &'a [T],
    pub(super) b: &'a [T],
    /// How far apart rows of `A` are, and columns of `B`.
    pub(super) apart: usize,
    pub(super) c: &'a mut [T],
    /// Room for the sums of the columns of `B`, if they are asked for.
    pub(super) column_sums: Option<&'a mut [T]>,
}

/// Term block (KC): so many terms of all rows and columns stay in L2.
const TERMS: usize = 512;

impl<T: Number> Inner<'_, T> {
    #[inline(always)]
    pub(super) fn run<S: Simd<T>>(mut self, simd: S) {
        let rows = self.c.len() / self.columns;
        assert!(is_product(self.c.len(), [rows, self.columns]) && self.terms <= self.apart);
        assert!(is_product(self.a.len(), [rows, self.apart]));
        assert!(is_product(self.b.len(), [self.columns, self.apart]));
        if let Some(sums) = self.column_sums.take() {
            for (column, sum) in self.b.chunks_exact(self.apart).zip(sums) {
                *sum = total(simd, &column[..self.terms]);
            }
        }
        for first_term in (0..self.terms).step_by(TERMS) {
            let mut row = 0;
            while rows - row >= 4 {
                self.row::<S, 4>(simd, row, first_term);
                row += 4;
            }
            while rows > row {
                self.row::<S, 1>(simd, row, first_term);
                row += 1;
            }
        }
    }

    #[inline(always)]
    fn row<S: Simd<T>, const ROWS: usize>(&mut self, simd: S, row: usize, first_term: usize) {
        let mut column = 0;
        while self.columns - column >= 2 {
            self.tile::<S, ROWS, 2>(simd, row, column, first_term);
            column += 2;
        }
        if self.columns > column {
            self.tile::<S, ROWS, 1>(simd, row, column, first_term);
        }
    }

    #[inline(always)]
    fn tile<S: Simd<T>, const ROWS: usize, const COLUMNS: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
        first_term: usize,
    ) {
        let a = &self.a[row * self.apart..][..ROWS * self.apart];
        let b = &self.b[column * self.apart..][..COLUMNS * self.apart];
        let mut sums = [[simd.splat(T::zero()); COLUMNS]; ROWS];
        let mut add = |term: usize, count: usize| {
            // SAFETY: `from` has `ROWS` rows, or `COLUMNS` columns, of `apart` numbers, and `number` is one of them.
            // `count` terms follow `term` there: they end at `terms`, which is at most `apart`.
            let load = |from: &[T], number: usize| unsafe {
                simd.load_first(from.as_ptr().add(number * self.apart + term), count)
            };
            let columns: [S::Vector; COLUMNS] = core::array::from_fn(|n| load(b, n));
            for (m, sums) in sums.iter_mut().enumerate() {
                let row = load(a, m);
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum = simd.mul_add(row, column, *sum);
                }
            }
        };
        let (mut term, end) = (first_term, self.terms.min(first_term + TERMS));
        while end - term >= S::WIDTH {
            add(term, S::WIDTH);
            term += S::WIDTH;
        }
        if end > term {
            add(term, end - term);
        }
        for (m, sums) in sums.into_iter().enumerate() {
            for (n, sum) in sums.into_iter().enumerate() {
                let c = &mut self.c[(row + m) * self.columns + column + n];
                let before = if first_term == 0 { T::zero() } else { *c };
                *c = before + simd.sum(sum);
            }
        }
    }
}

/// The sum of some numbers.
#[inline(always)]
fn total<T: Number, S: Simd<T>>(simd: S, numbers: &[T]) -> T {
    numbers.chunks(TERMS).fold(T::zero(), |before, numbers| {
        let mut sum = simd.splat(T::zero());
        let vectors = numbers.chunks_exact(S::WIDTH);
        let rest = vectors.remainder();
        for vector in vectors {
            // SAFETY: `vector` is a chunk of `WIDTH` numbers.
            sum = simd.add(sum, unsafe { simd.load(vector.as_ptr()) });
        }
        // SAFETY: `rest` is shorter than a vector, and all of it is read.
        let rest = unsafe { simd.load_first(rest.as_ptr(), rest.len()) };
        before + simd.sum(simd.add(sum, rest))
    })
}
