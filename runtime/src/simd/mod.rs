#![allow(unsafe_code, reason = "vector instructions, and memory that they are aligned with")]
#![allow(missing_docs, unreachable_pub, reason = "what is public is so for benches and fuzzers only")]
//! Vector instructions: what kernels need of them, and the choice of the best that the machine has.
//!
//! A kernel is written once, for any [`Simd`], and compiled for each. Which one runs is decided when the program does, so
//! that a plain `cargo build --release` is fast everywhere.

pub(crate) mod aligned;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod plain;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(target_arch = "x86_64")]
mod x86;

#[cfg(target_arch = "x86_64")]
pub(crate) use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use avx512::Avx512;
use plain::Plain;

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

    /// Writes the transpose of [`WIDTH`](Self::WIDTH) rows to `to`, with `to_apart` numbers from one row there to the next.
    /// `row` gives the place of each of the first `count` rows; the others are zeros.
    ///
    /// # Safety
    /// `count` is at most [`WIDTH`](Self::WIDTH). For each `n` below `count`, `row(n)` is valid for reading
    /// [`WIDTH`](Self::WIDTH) numbers, aligned or not. For each `n` below [`WIDTH`](Self::WIDTH), `to + n to_apart` is valid
    /// for writing [`WIDTH`](Self::WIDTH) numbers.
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
    /// Computes it. Must be `#[inline(always)]`, as must every callee that touches `S::Vector`; otherwise it is compiled
    /// without the target features.
    fn run<S: Simd<T>>(self, simd: S);
}

/// The instruction set that the code around is compiled for. To ask the machine takes time, and what the answer leads to
/// is a function of its own; a step of a small network asks once, and hands the answer on to the kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Known);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Nothing but what the target has: kernels ask the machine.
    Target,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
}

impl Instructions {
    /// Those of the target: kernels ask the machine for more.
    pub(crate) const TARGET: Self = Self(Known::Target);

    /// Whether they are no more than [those of the target](Self::TARGET).
    #[inline(always)]
    pub(crate) const fn are_of_target(self) -> bool {
        matches!(self.0, Known::Target)
    }
}

/// Does all of `work` compiled for the best instructions of the machine, and tells it which those are, for
/// [`vectorize_inline`] and [`Vectorized::run_inline`]. It has to be `#[inline(always)]`, and so has what it calls on the way
/// and gives them to.
#[inline]
pub(crate) fn with_instructions<R>(work: impl FnOnce(Instructions) -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = Avx2::detect() {
        return simd.vectorize(
            #[inline(always)]
            move || work(Instructions(Known::Avx2(simd))),
        );
    }
    work(Instructions::TARGET)
}

/// As [`vectorize`], for numbers `T`, where the code around is compiled for these instructions. To be called only from what is
/// `#[inline(always)]`.
#[inline(always)]
pub(crate) fn vectorize_inline<T: Vectorized, R>(instructions: Instructions, work: impl FnOnce() -> R) -> R {
    if const { !T::IS_INLINED } {
        return vectorize(work);
    }
    match instructions.0 {
        Known::Target => vectorize(work),
        #[cfg(target_arch = "x86_64")]
        Known::Avx2(_) => work(),
    }
}

/// Does work with loops that the compiler makes vectors of by itself, compiled for the instructions of the machine. It has
/// to be `#[inline(always)]`, and what it calls on the way: what is not inlined is compiled without them.
#[inline]
pub(crate) fn vectorize<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(simd) = Avx512::detect() {
            return simd.vectorize(work);
        }
        if let Some(simd) = Avx2::detect() {
            return simd.vectorize(work);
        }
    }
    work()
}

/// The size of the longest vector.
const LONGEST_BYTES: usize = 64;

/// Numbers that vectors can be made of.
pub trait Vectorized: Sized {
    /// Whether steps of small networks are compiled as one function: for `f32`. `f64` is there to check gradients, for which nobody
    /// should wait twice as long for the compiler.
    const IS_INLINED: bool;

    /// Computes something with the best vectors that the machine has, of at most eight numbers.
    fn run(kernel: impl Kernel<Self>);

    /// The same with vectors of any length.
    fn run_longest(kernel: impl Kernel<Self>);

    /// The same with the longest vectors that `stride` is a multiple of, if it is not 1.
    fn run_by_stride(stride: usize, kernel: impl Kernel<Self>);

    /// The same where the code around is compiled for these instructions. To be called only from what is
    /// `#[inline(always)]`.
    fn run_inline(instructions: Instructions, kernel: impl Kernel<Self>);
}

macro_rules! vectorized {
    ($($number:ty: $is_inlined:literal)*) => {
        $(impl Vectorized for $number {
            const IS_INLINED: bool = $is_inlined;

            #[inline]
            fn run(kernel: impl Kernel<Self>) {
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = Avx2::detect() {
                    return simd.run(kernel);
                }
                kernel.run(Plain);
            }

            #[inline]
            fn run_longest(kernel: impl Kernel<Self>) {
                #[cfg(target_arch = "x86_64")]
                if let Some(simd) = Avx512::detect() {
                    return simd.run(kernel);
                }
                Self::run(kernel);
            }

            #[inline]
            fn run_by_stride(stride: usize, kernel: impl Kernel<Self>) {
                const LONGEST: usize = LONGEST_BYTES / size_of::<$number>();
                if stride == 1 || stride.is_multiple_of(LONGEST) {
                    Self::run_longest(kernel);
                } else {
                    Self::run(kernel);
                }
            }

            #[inline(always)]
            fn run_inline(instructions: Instructions, kernel: impl Kernel<Self>) {
                if const { !Self::IS_INLINED } {
                    return Self::run(kernel);
                }
                match instructions.0 {
                    Known::Target => Self::run(kernel),
                    #[cfg(target_arch = "x86_64")]
                    Known::Avx2(simd) => kernel.run(simd),
                }
            }
        })*
    };
}
vectorized!(f32: true f64: false);

#[cfg(test)]
mod tests {
    use core::cell::RefCell;

    use super::testing::with_all_instructions;
    use super::*;

    /// Every operation against plain arithmetic.
    struct Operations;

    macro_rules! operations {
        ($($number:ident)*) => {
            $(impl Kernel<$number> for Operations {
                #[inline(always)]
                fn run<S: Simd<$number>>(self, simd: S) {
                    let numbers: Vec<$number> = (0..S::WIDTH).map(|n| n as $number + 0.5).collect();
                    let read = |vector: S::Vector| {
                        let mut found = vec![$number::NAN; S::WIDTH];
                        // SAFETY: `found` has `WIDTH` numbers.
                        unsafe { simd.store(found.as_mut_ptr(), vector) };
                        found
                    };
                    // SAFETY: `numbers` has `WIDTH` numbers.
                    let vector = unsafe { simd.load(numbers.as_ptr()) };
                    assert_eq!(read(vector), numbers);
                    assert_eq!(read(simd.splat(3.0)), vec![3.0; S::WIDTH]);
                    let places: Vec<_> = numbers.iter().rev().map(core::ptr::from_ref).collect();
                    // SAFETY: `places` are references to the `WIDTH` numbers.
                    let collected = unsafe { simd.collect(&places) };
                    assert_eq!(read(collected), numbers.iter().rev().copied().collect::<Vec<_>>());
                    let doubled: Vec<$number> = numbers.iter().map(|n| n + n).collect();
                    assert_eq!(read(simd.add(vector, vector)), doubled);
                    let two = simd.splat(2.0);
                    let each = |of: fn($number) -> $number| numbers.iter().map(|&n| of(n)).collect::<Vec<_>>();
                    assert_eq!(read(simd.sub(vector, two)), each(|n| n - 2.0));
                    assert_eq!(read(simd.mul(vector, vector)), each(|n| n * n));
                    assert_eq!(read(simd.div(two, vector)), each(|n| 2.0 / n));
                    assert_eq!(read(simd.sqrt(vector)), each(|n| n.sqrt()));
                    assert_eq!(read(simd.max(vector, simd.splat(2.0))), numbers.iter().map(|n| n.max(2.0)).collect::<Vec<_>>());
                    assert!(read(simd.max(vector, simd.splat($number::NAN))).iter().all(|n| n.is_nan()));
                    assert_eq!(read(simd.max(simd.splat($number::NAN), vector)), numbers);
                    let squares: Vec<$number> = numbers.iter().map(|n| n * n + 3.0).collect();
                    assert_eq!(read(simd.mul_add(vector, vector, simd.splat(3.0))), squares);
                    assert_eq!(simd.sum(vector), numbers.iter().sum::<$number>());
                    for count in 0..=S::WIDTH {
                        // SAFETY: `count` is at most `WIDTH`, and both slices have `count` numbers or more.
                        let (first, written) = unsafe {
                            let first = simd.load_first(numbers[S::WIDTH - count..].as_ptr(), count);
                            let mut written = vec![7.0; S::WIDTH];
                            simd.store_first(written.as_mut_ptr(), count, vector);
                            (first, written)
                        };
                        let (first, zeros) = (read(first), vec![0.0; S::WIDTH - count]);
                        assert_eq!(first[..count], numbers[S::WIDTH - count..]);
                        assert_eq!(first[count..], zeros);
                        assert_eq!(written[..count], numbers[..count]);
                        assert!(written[count..].iter().all(|&untouched| untouched == 7.0));
                    }
                    let (apart, to_apart) = (S::WIDTH + 1, S::WIDTH + 2);
                    let rows: Vec<$number> = (0..S::WIDTH * apart).map(|n| n as $number).collect();
                    for count in 0..=S::WIDTH {
                        let mut columns = vec![$number::NAN; S::WIDTH * to_apart];
                        // SAFETY: `rows` has `WIDTH` rows of `apart` numbers, `columns` as many of `to_apart`, and both
                        // are at least `WIDTH`.
                        unsafe { simd.transpose(|n| rows[n * apart..].as_ptr(), count, columns.as_mut_ptr(), to_apart) };
                        for (row, column) in (0..S::WIDTH).flat_map(|n| (0..S::WIDTH).map(move |m| (n, m))) {
                            let expected = if column < count { rows[column * apart + row] } else { 0.0 };
                            assert_eq!(columns[row * to_apart + column], expected);
                        }
                    }
                }
            })*
        };
    }
    operations!(f32 f64);

    /// Notes how long vectors are.
    struct Width<'a>(&'a RefCell<Vec<usize>>);

    impl Kernel<f32> for Width<'_> {
        #[inline(always)]
        fn run<S: Simd<f32>>(self, _: S) {
            self.0.borrow_mut().push(S::WIDTH);
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "Miri is told which instructions there are")]
    fn tests_run_with_all_instructions() {
        let found = RefCell::new(Vec::new());
        with_all_instructions(|| f32::run_longest(Width(&found)));
        let found = found.take();
        assert!(found.is_sorted_by(|before, after| before >= after) && found.last() == Some(&4), "{found:?}");
        #[cfg(target_arch = "x86_64")]
        {
            let longest = if Avx512::detect().is_some() { 16 } else { 8 };
            assert!(found[0] == longest || Avx2::detect().is_none(), "{found:?}");
        }
    }

    #[test]
    fn operations_do_what_they_say() {
        with_all_instructions(|| {
            f32::run_longest(Operations);
            f64::run_longest(Operations);
        });
    }
}
