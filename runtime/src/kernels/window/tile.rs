//! Sums for a few rows and vectors of columns, kept in registers.

use crate::math::Number;
use crate::simd::Simd;

/// `C = S + A B`, where the terms of a sum are those of three nested loops: at each step of a loop, `A` and `B` move on
/// by the steps of that loop. Columns of `B` and `C` lie side by side.
#[derive(Clone, Copy)]
pub(super) struct Sums<T> {
    pub(super) a: *const T,
    pub(super) b: *const T,
    pub(super) c: *mut T,
    pub(super) columns: usize,
    pub(super) counts: [usize; 3],
    pub(super) a_steps: [isize; 3],
    pub(super) b_steps: [isize; 3],
    pub(super) start: Start<T>,
}

/// What sums begin with.
#[derive(Clone, Copy)]
pub(super) enum Start<T> {
    Zero,
    /// A number for each row, as far on as rows of `A` are numbered.
    Rows(*const T),
    /// A number for each column.
    Columns(*const T),
    /// What is in `C`.
    There,
}

/// A row: where it begins in `A` and in `C`, and its number.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    pub(super) a: usize,
    pub(super) c: usize,
    pub(super) number: usize,
}

impl<T: Number> Sums<T> {
    /// Computes `count` rows.
    ///
    /// # Safety
    /// A term is a triple of numbers below `counts`, and lies at the sum of each number times its step. For each row,
    /// given by `row` for numbers below `count`, and each term:
    ///
    /// - `a + row.a +` the term's place is valid for reading a number;
    /// - `b +` the term's place is valid for reading `columns` numbers;
    /// - `c + row.c` is valid for reading and writing `columns` numbers;
    /// - `start`, if it is for rows, has a number at `row.number`, and if for columns, `columns` numbers.
    ///
    /// Nothing else writes to these places meanwhile.
    #[inline(always)]
    pub(super) unsafe fn run<S: Simd<T>>(self, simd: S, count: usize, row: impl Fn(usize) -> Row) {
        let mut column = 0;
        while column < self.columns {
            let left = self.columns - column;
            // With few rows, more vectors: there have to be sums enough to hide the time that each addition takes.
            // SAFETY: the caller's contract for all columns holds for those from `column` on, which is below `columns`.
            column += unsafe {
                match count {
                    1 if left >= 8 * S::WIDTH => self.rows::<S, 1, 8>(simd, column, count, &row),
                    1 | 2 if left >= 4 * S::WIDTH => self.rows::<S, 2, 4>(simd, column, count, &row),
                    _ if left > S::WIDTH => self.rows::<S, 6, 2>(simd, column, count, &row),
                    _ => self.rows::<S, 8, 1>(simd, column, count, &row),
                }
            };
        }
    }

    /// Computes all rows of up to `VECTORS` vectors of columns from `column` on, and returns how many columns those
    /// are.
    ///
    /// # Safety
    /// As for [`run`](Self::run), and `column` is below `columns` by more than `VECTORS - 1` vectors.
    #[inline(always)]
    unsafe fn rows<S: Simd<T>, const ROWS: usize, const VECTORS: usize>(
        self,
        simd: S,
        column: usize,
        count: usize,
        row: &impl Fn(usize) -> Row,
    ) -> usize {
        let mut first = 0;
        // SAFETY: each call is for rows from `first` on that are below `count`, and for the columns of the caller.
        unsafe {
            while count - first >= ROWS {
                self.tile::<S, ROWS, VECTORS>(simd, column, |m| row(first + m));
                first += ROWS;
            }
            if ROWS > 4 && count - first >= 4 {
                self.tile::<S, 4, VECTORS>(simd, column, |m| row(first + m));
                first += 4;
            }
            match count - first {
                0 => (),
                1 => self.tile::<S, 1, VECTORS>(simd, column, |m| row(first + m)),
                2 => self.tile::<S, 2, VECTORS>(simd, column, |m| row(first + m)),
                _ => self.tile::<S, 3, VECTORS>(simd, column, |m| row(first + m)),
            }
        }
        (self.columns - column).min(VECTORS * S::WIDTH)
    }

    /// Computes the `ROWS` rows that `row` gives for numbers below that.
    ///
    /// # Safety
    /// As for [`rows`](Self::rows), for these rows.
    #[inline(always)]
    unsafe fn tile<S: Simd<T>, const ROWS: usize, const VECTORS: usize>(
        self,
        simd: S,
        column: usize,
        row: impl Fn(usize) -> Row,
    ) {
        let Self { counts, a_steps, b_steps, .. } = self;
        let mut rows = [Row::default(); ROWS];
        (0..ROWS).for_each(|m| rows[m] = row(m));
        let last = (self.columns - column).min(VECTORS * S::WIDTH) - (VECTORS - 1) * S::WIDTH;
        let is_whole = last == S::WIDTH;
        let count = |n: usize| if n + 1 < VECTORS { S::WIDTH } else { last };
        let mut sums = [[simd.splat(T::zero()); VECTORS]; ROWS];
        // SAFETY: `count(n)` numbers of vector `n` are columns from `column` on, all of them below `columns`. So
        // reading `start`, the vectors of `B`, the numbers of `A` and the places in `C` is what the caller's contract
        // allows. (Places of `A` and `B` are reached by wrapping steps, since the step behind the last term leads to no
        // number.)
        unsafe {
            for (sums, row) in sums.iter_mut().zip(rows) {
                for (n, sum) in sums.iter_mut().enumerate() {
                    let place = column + n * S::WIDTH;
                    *sum = match self.start {
                        // What is there comes in last: as many as there may be of such sums, each of them alone stays
                        // small, and so does what is lost by rounding.
                        Start::Zero | Start::There => *sum,
                        Start::Rows(start) => simd.splat(start.add(row.number).read()),
                        Start::Columns(start) => simd.load_first(start.add(place), count(n)),
                    };
                }
            }
            let places = rows.map(|row| row.a);
            let (mut a0, mut b0) = (self.a, self.b.add(column));
            for _ in 0..counts[0] {
                let (mut a1, mut b1) = (a0, b0);
                for _ in 0..counts[1] {
                    if is_whole {
                        let (mut a2, mut b2) = (a1, b1);
                        for _ in 0..counts[2] {
                            let mut vectors = [simd.splat(T::zero()); VECTORS];
                            for (n, vector) in vectors.iter_mut().enumerate() {
                                *vector = simd.load(b2.add(n * S::WIDTH));
                            }
                            add(simd, &mut sums, vectors, a2, &places);
                            (a2, b2) = (a2.wrapping_offset(a_steps[2]), b2.wrapping_offset(b_steps[2]));
                        }
                    } else {
                        let (mut a2, mut b2) = (a1, b1);
                        for _ in 0..counts[2] {
                            let mut vectors = [simd.splat(T::zero()); VECTORS];
                            for (n, vector) in vectors.iter_mut().enumerate() {
                                *vector = simd.load_first(b2.add(n * S::WIDTH), count(n));
                            }
                            add(simd, &mut sums, vectors, a2, &places);
                            (a2, b2) = (a2.wrapping_offset(a_steps[2]), b2.wrapping_offset(b_steps[2]));
                        }
                    }
                    (a1, b1) = (a1.wrapping_offset(a_steps[1]), b1.wrapping_offset(b_steps[1]));
                }
                (a0, b0) = (a0.wrapping_offset(a_steps[0]), b0.wrapping_offset(b_steps[0]));
            }
            for (sums, row) in sums.into_iter().zip(rows) {
                for (n, sum) in sums.into_iter().enumerate() {
                    let to = self.c.add(row.c + column + n * S::WIDTH);
                    let sum = match self.start {
                        Start::There => simd.add(simd.load_first(to, count(n)), sum),
                        _ => sum,
                    };
                    simd.store_first(to, count(n), sum);
                }
            }
        }
    }
}

/// Adds the products of one term.
///
/// # Safety
/// `a` is valid for reading a number at all `places`.
#[inline(always)]
unsafe fn add<T: Number, S: Simd<T>, const ROWS: usize, const VECTORS: usize>(
    simd: S,
    sums: &mut [[S::Vector; VECTORS]; ROWS],
    vectors: [S::Vector; VECTORS],
    a: *const T,
    places: &[usize; ROWS],
) {
    for (sums, &place) in sums.iter_mut().zip(places) {
        // SAFETY: `place` is one of `places`, where the caller has a number.
        let a = simd.splat(unsafe { a.add(place).read() });
        for (sum, vector) in sums.iter_mut().zip(vectors) {
            *sum = simd.mul_add(a, vector, *sum);
        }
    }
}
