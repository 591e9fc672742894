//! Matrix products: what nearly all of the time goes into.
//!
//! `C = S + A B` is computed tile by tile. A tile of `C` is as many rows and vectors of columns as there are registers for;
//! for each term of its sums, the numbers of `A` in its rows are multiplied, one by one, with the vectors of `B` in its
//! columns. Each sum runs through its terms in order, whatever the tiles are; where copies are made, so many terms at a
//! time, whose sums are then added up: long sums lose fewer digits so.

use super::panel::{Panel, VECTORS};
use super::simd::Simd;
use crate::Scalar;

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
    /// Whether there are so many rows and columns in the values.
    #[inline(always)]
    const fn has(&self, rows: usize, columns: usize) -> bool {
        rows > 0 && columns > 0 && (rows - 1) * self.row + (columns - 1) * self.column < self.values.len()
    }
}

/// The vectors of `B` for a tile's columns: where those of the first term are, and how far apart those of two terms.
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

/// How many rows go by at a time: so many of `A` stay in the second nearest memory while all columns of `B` go by.
const BLOCK: usize = 192;

/// How many terms go by at a time, at most.
const TERMS: usize = 256;

/// How many pages of memory may go by at a time: a processor keeps the addresses of 64 or more at hand.
const PAGES: usize = 32;

/// How many pages hold so many numbers that are so far apart.
const fn pages<T>(numbers: usize, apart: usize) -> usize {
    let page = 4096 / size_of::<T>();
    if apart < page { numbers * apart / page } else { numbers }
}

impl<T: Scalar> Product<'_, T> {
    #[inline(always)]
    fn check(&self) {
        assert!(self.a.has(self.rows, self.terms) && self.b.has(self.terms, self.columns));
        assert!(self.c.len() == self.rows * self.columns);
        assert!(self.starts.is_none_or(|starts| starts.len() == self.rows));
        assert!(self.column_sums.as_ref().is_none_or(|sums| sums.len() == self.columns));
    }

    /// With the vectors of `B` where they are, if there are few; otherwise with copies. Its columns lie side by side, and are
    /// whole vectors.
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
            // SAFETY: `check` has seen that `B` has these columns.
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

    /// Copies the vectors of a strip. Either columns of `B` lie side by side and are whole vectors, or terms do, and as many
    /// follow as make whole vectors.
    #[inline(always)]
    fn pack<S: Simd<T>>(&self, simd: S, strip: Strip, panel: &mut Panel) -> Vectors<T> {
        let Strip { first_term, terms, first_column, columns, .. } = strip;
        let apart = VECTORS * S::WIDTH;
        assert!(terms <= Panel::rows::<T, S>() && columns <= apart);
        let to: *mut T = panel.as_mut_ptr();
        let Matrix { values, row, column } = self.b;
        let first = first_term * row + first_column * column;
        // SAFETY: `check` has seen that `B` has these rows and columns. Terms, rounded up to whole vectors, are at most
        // what the panel has room for, and places at most `apart`, so that what is written is in the panel.
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
            // SAFETY: `b` has vectors for all terms and columns of the strip, `sums` as many numbers as it says.
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
        // SAFETY: `check` has seen that `A` has these rows and terms.
        let a = unsafe { values.as_ptr().add(row * a_row + first_term * a_column) };
        for term in 0..terms {
            // SAFETY: `b` has vectors for all columns and terms of the strip, `A` its rows and terms.
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
                // SAFETY: the rows and columns are in `C`.
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
