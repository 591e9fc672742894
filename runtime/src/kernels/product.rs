//! Matrix products: what nearly all of the time goes into.
//!
//! `C = S + A B` is computed tile by tile. A tile of `C` is as many rows and vectors of columns as there are registers
//! for; for each term of its sums, the numbers of `A` in its rows are multiplied, one by one, with the vectors of `B`
//! in its columns. Each sum runs through its terms in order, whatever the tiles are; where copies are made, so many
//! terms at a time, whose sums are then added up: long sums lose fewer digits so.

use super::panel::{Panel, VECTORS};
use crate::layout::size;
use crate::math::Number;
use crate::simd::Simd;

/// `C = S + A B`, where `A` has `rows × terms` numbers and `B` has `terms × columns`.
pub(super) struct Product<'a, T> {
    pub(super) rows: usize,
    pub(super) terms: usize,
    pub(super) columns: usize,
    pub(super) a: Matrix<'a, T>,
    pub(super) b: Matrix<'a, T>,
    /// `S`: for each row the number that its sums begin with; zeros if there are none.
    pub(super) starts: Option<&'a [T]>,
    /// Row by row, without gaps.
    pub(super) c: &'a mut [T],
    /// Room for the sums of the columns of `B`, if they are asked for; only a product with copies makes them.
    pub(super) column_sums: Option<&'a mut [T]>,
}

/// A matrix in memory.
#[derive(Clone, Copy)]
pub(super) struct Matrix<'a, T> {
    pub(super) values: &'a [T],
    /// How far apart rows are.
    pub(super) row: usize,
    /// How far apart columns are.
    pub(super) column: usize,
}

impl<T> Matrix<'_, T> {
    /// Whether the values have at least so many rows and columns.
    #[inline(always)]
    const fn has(&self, rows: usize, columns: usize) -> bool {
        size::holds(self.values.len(), [rows, columns], [self.row, self.column])
    }
}

/// The vectors of `B` for a strip's columns: the place of those of its first term, and the distance to those of the
/// next.
///
/// Whoever makes one sees to it that all terms of the strip have initialized numbers there for all its columns, rounded
/// up to whole vectors.
#[derive(Clone, Copy)]
struct Vectors<T> {
    first: *const T,
    apart: usize,
}

/// A part of the product: some terms for some rows and columns.
#[derive(Clone, Copy)]
struct Strip {
    first_row: usize,
    rows: usize,
    first_term: usize,
    terms: usize,
    first_column: usize,
    columns: usize,
}

/// Row block (MC): this panel of `A` stays in L2 while `B` is streamed.
const BLOCK: usize = 192;

/// Term block (KC), at most.
const TERMS: usize = 256;

/// The most pages that a block touches: the L1 dTLB holds at least 64 entries.
const PAGES: usize = 32;

/// The number of pages that hold `numbers` numbers, `apart` from each other.
const fn pages<T>(numbers: usize, apart: usize) -> usize {
    let page = 4096 / size_of::<T>();
    if apart < page { numbers * apart / page } else { numbers }
}

impl<T: Number> Product<'_, T> {
    #[inline(always)]
    fn check(&self) {
        assert!(self.a.has(self.rows, self.terms) && self.b.has(self.terms, self.columns));
        assert!(size::is_product(self.c.len(), [self.rows, self.columns]));
        assert!(self.starts.is_none_or(|starts| starts.len() == self.rows));
        assert!(self.column_sums.as_ref().is_none_or(|sums| sums.len() == self.columns));
    }

    /// With the vectors of `B` where they are, if there are few; otherwise with copies. Its columns lie side by side,
    /// and are whole vectors.
    #[inline(always)]
    pub(super) fn direct_or_packed<S: Simd<T>>(self, simd: S) {
        if self.terms <= TERMS && pages::<T>(self.terms, self.b.row) <= PAGES {
            self.direct(simd);
        } else {
            self.packed(simd);
        }
    }

    /// With the vectors of `B` where they are: its columns lie side by side, and are whole vectors.
    #[inline(always)]
    fn direct<S: Simd<T>>(mut self, simd: S) {
        self.check();
        assert!(self.b.column == 1 && self.columns.is_multiple_of(S::WIDTH) && self.column_sums.is_none());
        let mut strip = Strip {
            first_row: 0,
            rows: self.rows,
            first_term: 0,
            terms: self.terms,
            first_column: 0,
            columns: VECTORS * S::WIDTH,
        };
        while strip.first_column < self.columns {
            strip.columns = strip.columns.min(self.columns - strip.first_column);
            // SAFETY: `check` has found column `first_column` in `B`, where columns lie side by side.
            let first = unsafe { self.b.values.as_ptr().add(strip.first_column) };
            self.strip(simd, strip, Vectors { first, apart: self.b.row });
            strip.first_column += strip.columns;
        }
    }

    /// With copies of the vectors of `B`.
    #[inline(always)]
    pub(super) fn packed<S: Simd<T>>(mut self, simd: S) {
        self.check();
        let most = TERMS.min(Panel::rows::<T, S>());
        let at_a_time = if pages::<T>(most, self.a.column) <= PAGES { most } else { most.min(TERMS / 2) };
        // Parts of one size: a small one at the end would take as long to begin and to end as others.
        let at_a_time = self.terms.div_ceil(self.terms.div_ceil(at_a_time)).next_multiple_of(S::WIDTH);
        let mut panel = Panel::new();
        let mut first_row = 0;
        while first_row < self.rows {
            let rows = (self.rows - first_row).min(BLOCK);
            let mut first_term = 0;
            while first_term < self.terms {
                let terms = (self.terms - first_term).min(at_a_time);
                let mut first_column = 0;
                while first_column < self.columns {
                    let columns = (self.columns - first_column).min(VECTORS * S::WIDTH);
                    let strip = Strip { first_row, rows, first_term, terms, first_column, columns };
                    let vectors = self.pack(simd, strip, &mut panel);
                    if first_row == 0 {
                        self.add_columns(simd, strip, vectors);
                    }
                    self.strip(simd, strip, vectors);
                    first_column += columns;
                }
                first_term += terms;
            }
            first_row += rows;
        }
    }

    /// Copies the vectors of a strip. Either columns of `B` lie side by side and are whole vectors, or terms do, and as
    /// many follow as make whole vectors.
    #[inline(always)]
    fn pack<S: Simd<T>>(&self, simd: S, strip: Strip, panel: &mut Panel) -> Vectors<T> {
        let Strip { first_term, terms, first_column, columns, .. } = strip;
        let apart = VECTORS * S::WIDTH;
        assert!(terms <= Panel::rows::<T, S>() && columns <= apart);
        let to: *mut T = panel.as_mut_ptr();
        let Matrix { values, row, column } = self.b;
        let first = first_term * row + first_column * column;
        // SAFETY: reading: `check` has found the strip's terms and columns in `B`. Where columns lie side by side they
        // are whole vectors; where terms do, whole vectors of terms are read, and the assertion says that `B` goes on
        // as far. Writing: terms, rounded up to whole vectors, are at most the panel's rows (a multiple of `WIDTH`),
        // and columns, rounded up to whole vectors, at most `apart`, the length of such a row.
        unsafe {
            let from = values.as_ptr().add(first);
            if column == 1 {
                assert!(columns.is_multiple_of(S::WIDTH));
                for term in 0..terms {
                    // All are read before any is written: otherwise the compiler calls a function that copies memory.
                    let mut vectors = [simd.splat(T::zero()); VECTORS];
                    for (n, vector) in vectors.iter_mut().enumerate() {
                        if n * S::WIDTH < columns {
                            *vector = simd.load(from.add(term * row + n * S::WIDTH));
                        }
                    }
                    for (n, vector) in vectors.into_iter().enumerate() {
                        simd.store(to.add(term * apart + n * S::WIDTH), vector);
                    }
                }
            } else {
                let last = first + (columns - 1) * column;
                assert!(row == 1 && last + terms.next_multiple_of(S::WIDTH) <= values.len());
                let mut place = 0;
                while place < columns {
                    let count = (columns - place).min(S::WIDTH);
                    let mut term = 0;
                    while term < terms {
                        let (from, to) = (from.add(term + place * column), to.add(term * apart + place));
                        simd.transpose(|n| from.add(n * column), count, to, apart);
                        term += S::WIDTH;
                    }
                    place += S::WIDTH;
                }
            }
        }
        Vectors { first: to, apart }
    }

    /// Adds the sums of a strip's columns of `B` to what there are from the terms before.
    #[inline(always)]
    fn add_columns<S: Simd<T>>(&mut self, simd: S, strip: Strip, b: Vectors<T>) {
        let Some(sums) = &mut self.column_sums else { return };
        let sums = &mut sums[strip.first_column..strip.first_column + strip.columns];
        for (n, sums) in sums.chunks_mut(S::WIDTH).enumerate() {
            let to = sums.as_mut_ptr();
            // SAFETY: `sums` is a chunk of at most a vector, and all of it is read and written. `b` has a vector of
            // columns for each chunk, in each term of the strip (see `Vectors`).
            unsafe {
                let mut sum = simd.load(b.first.add(n * S::WIDTH));
                for term in 1..strip.terms {
                    sum = simd.add(sum, simd.load(b.first.add(term * b.apart + n * S::WIDTH)));
                }
                if strip.first_term > 0 {
                    sum = simd.add(sum, simd.load_first(to, sums.len()));
                }
                simd.store_first(to, sums.len(), sum);
            }
        }
    }

    /// All rows of a strip.
    #[inline(always)]
    fn strip<S: Simd<T>>(&mut self, simd: S, strip: Strip, b: Vectors<T>) {
        if strip.columns > S::WIDTH {
            self.rows::<S, 6, 2>(simd, strip, b);
        } else {
            self.rows::<S, 8, 1>(simd, strip, b);
        }
    }

    #[inline(always)]
    fn rows<S: Simd<T>, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        simd: S,
        strip: Strip,
        b: Vectors<T>,
    ) {
        let mut row = strip.first_row;
        let end = strip.first_row + strip.rows;
        while end - row >= ROWS {
            self.tile::<S, ROWS, VECTORS>(simd, strip, b, row);
            row += ROWS;
        }
        if end - row >= 4 {
            self.tile::<S, 4, VECTORS>(simd, strip, b, row);
            row += 4;
        }
        match end - row {
            0 => (),
            1 => self.tile::<S, 1, VECTORS>(simd, strip, b, row),
            2 => self.tile::<S, 2, VECTORS>(simd, strip, b, row),
            _ => self.tile::<S, 3, VECTORS>(simd, strip, b, row),
        }
    }

    #[inline(always)]
    fn tile<S: Simd<T>, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        simd: S,
        strip: Strip,
        b: Vectors<T>,
        row: usize,
    ) {
        let Strip { first_term, terms, first_column, columns, .. } = strip;
        let last = columns - (VECTORS - 1) * S::WIDTH;
        debug_assert!(row + ROWS <= self.rows && (1..=S::WIDTH).contains(&last));
        debug_assert!(first_column + columns <= self.columns && first_term + terms <= self.terms);
        let c = self.c.as_mut_ptr();
        let at = |m: usize, n: usize| (row + m) * self.columns + first_column + n * S::WIDTH;
        let count = |n: usize| if n + 1 < VECTORS { S::WIDTH } else { last };
        let mut sums = [[simd.splat(T::zero()); VECTORS]; ROWS];
        for (m, sums) in sums.iter_mut().enumerate() {
            if let Some(starts) = self.starts
                && first_term == 0
            {
                *sums = [simd.splat(starts[row + m]); VECTORS];
            }
        }
        let Matrix { values, row: a_row, column: a_column } = self.a;
        // SAFETY: `check` has found row `row` and term `first_term` in `A`.
        let a = unsafe { values.as_ptr().add(row * a_row + first_term * a_column) };
        for term in 0..terms {
            // SAFETY: `term` is one of the strip, and `VECTORS` vectors are what its columns need, so that `b` has them
            // (see `Vectors`). `check` has found the `ROWS` rows from `row` on and this term in `A`.
            unsafe {
                let mut vectors = [simd.splat(T::zero()); VECTORS];
                for (n, vector) in vectors.iter_mut().enumerate() {
                    *vector = simd.load(b.first.add(term * b.apart + n * S::WIDTH));
                }
                for (m, sums) in sums.iter_mut().enumerate() {
                    let a = simd.splat(a.add(m * a_row + term * a_column).read());
                    for (sum, vector) in sums.iter_mut().zip(vectors) {
                        *sum = simd.mul_add(a, vector, *sum);
                    }
                }
            }
        }
        for (m, sums) in sums.into_iter().enumerate() {
            for (n, mut sum) in sums.into_iter().enumerate() {
                // SAFETY: `row + m` is a row of `C`, and `count(n)` numbers, at most a vector, are columns of the
                // strip. `check` has found `C` to have all rows and columns.
                unsafe {
                    let c = c.add(at(m, n));
                    if first_term > 0 {
                        sum = simd.add(sum, simd.load_first(c, count(n)));
                    }
                    simd.store_first(c, count(n), sum);
                }
            }
        }
    }
}
