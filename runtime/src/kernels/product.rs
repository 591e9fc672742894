//! Matrix products: what nearly all of the time goes into.
//!
//! `C = S + A B` is computed tile by tile. A tile of `C` is as many rows and vectors of columns as there are registers for;
//! for each term of its sums, the numbers of `A` in its rows are multiplied, one by one, with the vectors of `B` in its
//! columns. Each sum runs through its terms in order, whatever the tiles are.

use core::mem::MaybeUninit;

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

/// The most vectors in a row of a tile.
const VECTORS: usize = 2;

/// The size of the largest vector in bytes.
const VECTOR_BYTES: usize = 32;

/// Columns of `B`, copied so that for each term the numbers of a tile lie side by side, whole vectors of them.
#[repr(align(64))]
struct Panel<const TERMS: usize>([[MaybeUninit<u8>; VECTORS * VECTOR_BYTES]; TERMS]);

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

impl<T: Scalar> Product<'_, T> {
    #[inline(always)]
    fn check(&self) {
        assert!(self.a.has(self.rows, self.terms) && self.b.has(self.terms, self.columns));
        assert!(self.c.len() == self.rows * self.columns);
        assert!(self.starts.is_none_or(|starts| starts.len() == self.rows));
    }

    /// With the vectors of `B` where they are: its columns lie side by side, and are whole vectors.
    #[inline(always)]
    pub(super) fn direct<S: Simd<T>>(mut self, simd: S) {
        self.check();
        assert!(self.b.column == 1 && self.columns.is_multiple_of(S::WIDTH));
        for first_column in (0..self.columns).step_by(VECTORS * S::WIDTH) {
            let columns = (self.columns - first_column).min(VECTORS * S::WIDTH);
            let strip = Strip {
                first_row: 0,
                rows: self.rows,
                first_term: 0,
                terms: self.terms,
                first_column,
                columns,
            };
            // SAFETY: `check` has seen that `B` has these columns.
            let first = unsafe { self.b.values.as_ptr().add(first_column) };
            self.strip(simd, strip, Vectors { first, apart: self.b.row });
        }
    }

    /// With copies of the vectors of `B`, for `TERMS` terms at a time.
    #[inline(always)]
    pub(super) fn packed<S: Simd<T>, const TERMS: usize>(mut self, simd: S) {
        self.check();
        let mut panel = Panel([const { [const { MaybeUninit::uninit() }; VECTORS * VECTOR_BYTES] }; TERMS]);
        for first_row in (0..self.rows).step_by(BLOCK) {
            let rows = (self.rows - first_row).min(BLOCK);
            for first_term in (0..self.terms).step_by(TERMS) {
                let terms = (self.terms - first_term).min(TERMS);
                for first_column in (0..self.columns).step_by(VECTORS * S::WIDTH) {
                    let columns = (self.columns - first_column).min(VECTORS * S::WIDTH);
                    let strip = Strip { first_row, rows, first_term, terms, first_column, columns };
                    let vectors = self.pack(simd, strip, &mut panel);
                    self.strip(simd, strip, vectors);
                }
            }
        }
    }

    #[inline(always)]
    fn pack<S: Simd<T>, const TERMS: usize>(
        &self,
        simd: S,
        strip: Strip,
        panel: &mut Panel<TERMS>,
    ) -> Vectors<T> {
        let apart = VECTORS * S::WIDTH;
        assert!(strip.terms <= TERMS && apart * size_of::<T>() <= VECTORS * VECTOR_BYTES);
        let to: *mut T = panel.0.as_mut_ptr().cast();
        let Matrix { values, row, column } = self.b;
        // SAFETY: `check` has seen that `B` has these rows and columns. Terms are less than `TERMS` and places less than
        // `apart`, so that what is written is in the panel.
        unsafe {
            let from = values.as_ptr().add(strip.first_term * row + strip.first_column * column);
            if column == 1 && strip.columns == apart {
                for term in 0..strip.terms {
                    for n in 0..VECTORS {
                        let vector = simd.load(from.add(term * row + n * S::WIDTH));
                        simd.store(to.add(term * apart + n * S::WIDTH), vector);
                    }
                }
            } else {
                for place in 0..strip.columns {
                    for term in 0..strip.terms {
                        to.add(term * apart + place).write(from.add(term * row + place * column).read());
                    }
                }
                for place in strip.columns..strip.columns.next_multiple_of(S::WIDTH) {
                    (0..strip.terms).for_each(|term| to.add(term * apart + place).write(T::zero()));
                }
            }
        }
        Vectors { first: to, apart }
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
        if end - row >= 2 {
            self.tile::<S, 2, VECTORS>(simd, strip, b, row);
            row += 2;
        }
        if end - row >= 1 {
            self.tile::<S, 1, VECTORS>(simd, strip, b, row);
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
            if first_term > 0 {
                for (n, sum) in sums.iter_mut().enumerate() {
                    // SAFETY: the rows and columns are in `C`.
                    *sum = unsafe { read(simd, c.add(at(m, n)), count(n)) };
                }
            } else if let Some(starts) = self.starts {
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
            for (n, sum) in sums.into_iter().enumerate() {
                // SAFETY: the rows and columns are in `C`.
                unsafe { write(simd, c.add(at(m, n)), count(n), sum) };
            }
        }
    }
}

/// A whole vector, or the first numbers of one.
///
/// # Safety
/// `from` is valid for reading so many numbers, which are at most a vector.
#[inline(always)]
unsafe fn read<T, S: Simd<T>>(simd: S, from: *const T, count: usize) -> S::Vector {
    // SAFETY: as the caller says.
    unsafe { if count == S::WIDTH { simd.load(from) } else { simd.load_first(from, count) } }
}

/// Writes a whole vector, or the first numbers of one.
///
/// # Safety
/// `to` is valid for writing so many numbers, which are at most a vector.
#[inline(always)]
unsafe fn write<T, S: Simd<T>>(simd: S, to: *mut T, count: usize, vector: S::Vector) {
    // SAFETY: as the caller says.
    unsafe {
        if count == S::WIDTH {
            simd.store(to, vector);
        } else {
            simd.store_first(to, count, vector);
        }
    }
}
