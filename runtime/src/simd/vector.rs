/// Operations on vectors of numbers. A value of a type that implements this is a token: the proof that the machine has
/// the instructions.
///
/// # Safety
/// Kernels touch memory according to what an implementation says of itself, so it must be true:
///
/// - [`WIDTH`](Self::WIDTH) is above 0 and no more than 16, and a vector holds that many numbers.
/// - An operation reads and writes the memory that its documentation names, and no other.
/// - A value of the type exists only where the machine has all the instructions that its operations use.
pub unsafe trait Simd<T>: Copy {
    /// Numbers side by side in a register.
    type Vector: Copy;

    /// The number of numbers in a vector.
    const WIDTH: usize;

    /// The same number everywhere.
    fn splat(self, value: T) -> Self::Vector;

    /// The numbers at `from`.
    ///
    /// # Safety
    /// `from` is valid for reading [`WIDTH`](Self::WIDTH) numbers.
    unsafe fn load(self, from: *const T) -> Self::Vector;

    /// Writes the numbers to `to`.
    ///
    /// # Safety
    /// `to` is valid for writing [`WIDTH`](Self::WIDTH) numbers.
    unsafe fn store(self, to: *mut T, vector: Self::Vector);

    /// The first `count` numbers at `from`, then zeros. As fast as [`load`](Self::load) if they are a whole vector.
    ///
    /// # Safety
    /// `count` is at most [`WIDTH`](Self::WIDTH), and `from` is valid for reading `count` numbers.
    unsafe fn load_first(self, from: *const T, count: usize) -> Self::Vector;

    /// The numbers at the first [`WIDTH`](Self::WIDTH) places.
    ///
    /// # Safety
    /// There are so many places, and each is valid for reading a number, aligned or not.
    unsafe fn collect(self, places: &[*const T]) -> Self::Vector;

    /// Writes the first `count` numbers to `to`. As fast as [`store`](Self::store) if they are a whole vector.
    ///
    /// # Safety
    /// `count` is at most [`WIDTH`](Self::WIDTH), and `to` is valid for writing `count` numbers.
    unsafe fn store_first(self, to: *mut T, count: usize, vector: Self::Vector);

    /// Writes the transpose of [`WIDTH`](Self::WIDTH) rows to `to`, with `to_apart` numbers from one row there to the
    /// next. `row` gives the place of each of the first `count` rows; the others are zeros.
    ///
    /// # Safety
    /// `count` is at most [`WIDTH`](Self::WIDTH). For each `n` below `count`, `row(n)` is valid for reading
    /// [`WIDTH`](Self::WIDTH) numbers, aligned or not. For each `n` below [`WIDTH`](Self::WIDTH), `to + n to_apart` is
    /// valid for writing [`WIDTH`](Self::WIDTH) numbers.
    unsafe fn transpose(self, row: impl Fn(usize) -> *const T, count: usize, to: *mut T, to_apart: usize);

    /// `a + b`
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// `a − b`
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// `a b`
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// `a / b`
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// `√vector`
    fn sqrt(self, vector: Self::Vector) -> Self::Vector;

    /// The larger of the two, and `b` where they are equal or one is no number.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;

    /// `a b + sum`, rounded once where the machine can.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, sum: Self::Vector) -> Self::Vector;

    /// The sum of the numbers, always in the same order.
    fn sum(self, vector: Self::Vector) -> T;
}

/// Something to be computed with vectors.
pub trait Kernel<T> {
    /// Computes it. Must be `#[inline(always)]`, as must every callee that touches `S::Vector`; otherwise it is
    /// compiled without the target features.
    fn run<S: Simd<T>>(self, simd: S);
}
