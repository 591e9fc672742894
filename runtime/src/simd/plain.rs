use nalgebra::RealField;

use super::vector::Simd;

/// Vectors without instructions of any one processor: the compiler makes of them what the target is known to have.
#[derive(Clone, Copy)]
pub(crate) struct Plain;

const WIDTH: usize = 4;

// SAFETY: `WIDTH` is the length of the array, every access below is to what its contract names, and arrays need no
// instructions of their own.
unsafe impl<T: RealField + Copy> Simd<T> for Plain {
    type Vector = [T; WIDTH];

    const WIDTH: usize = WIDTH;

    #[inline(always)]
    fn splat(self, value: T) -> [T; WIDTH] {
        [value; WIDTH]
    }

    #[inline(always)]
    unsafe fn load(self, from: *const T) -> [T; WIDTH] {
        // SAFETY: `from` is valid for reading `WIDTH` numbers, which are an array: it is aligned as its elements are.
        unsafe { from.cast::<[T; WIDTH]>().read() }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut T, vector: [T; WIDTH]) {
        // SAFETY: `to` is valid for writing `WIDTH` numbers, which are an array: it is aligned as its elements are.
        unsafe { to.cast::<[T; WIDTH]>().write(vector) };
    }

    #[inline(always)]
    unsafe fn load_first(self, from: *const T, count: usize) -> [T; WIDTH] {
        // SAFETY: `lane` is below `count`, and `from` is valid for reading `count` numbers.
        core::array::from_fn(|lane| if lane < count { unsafe { from.add(lane).read() } } else { T::zero() })
    }

    #[inline(always)]
    unsafe fn collect(self, places: &[*const T]) -> [T; WIDTH] {
        // SAFETY: `lane` is below `WIDTH`, and each of the first `WIDTH` places is valid for an unaligned read.
        core::array::from_fn(|lane| unsafe { places[lane].read_unaligned() })
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut T, count: usize, vector: [T; WIDTH]) {
        for (lane, value) in vector.into_iter().enumerate().take(count) {
            // SAFETY: `lane` is below `count`, and `to` is valid for writing `count` numbers.
            unsafe { to.add(lane).write(value) };
        }
    }

    #[inline(always)]
    unsafe fn transpose(self, row: impl Fn(usize) -> *const T, count: usize, to: *mut T, to_apart: usize) {
        for (n, column) in (0..WIDTH).flat_map(|n| (0..WIDTH).map(move |column| (n, column))) {
            // SAFETY: a row below `count` is valid for reading `WIDTH` numbers and `n` is below `WIDTH`; row `n` of
            // `to` is valid for writing `WIDTH` numbers and `column` is below `WIDTH`.
            unsafe {
                let is_there = column < count;
                let value = if is_there { row(column).add(n).read_unaligned() } else { T::zero() };
                to.add(n * to_apart + column).write(value);
            }
        }
    }

    #[inline(always)]
    fn add(self, a: [T; WIDTH], b: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    fn sub(self, a: [T; WIDTH], b: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| a[lane] - b[lane])
    }

    #[inline(always)]
    fn mul(self, a: [T; WIDTH], b: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| a[lane] * b[lane])
    }

    #[inline(always)]
    fn div(self, a: [T; WIDTH], b: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| a[lane] / b[lane])
    }

    #[inline(always)]
    fn sqrt(self, vector: [T; WIDTH]) -> [T; WIDTH] {
        vector.map(|number| number.sqrt())
    }

    #[inline(always)]
    fn max(self, a: [T; WIDTH], b: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn mul_add(self, a: [T; WIDTH], b: [T; WIDTH], sum: [T; WIDTH]) -> [T; WIDTH] {
        core::array::from_fn(|lane| {
            // Elsewhere it would be a call of a function, many times slower.
            if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
                a[lane].mul_add(b[lane], sum[lane])
            } else {
                a[lane] * b[lane] + sum[lane]
            }
        })
    }

    #[inline(always)]
    fn sum(self, [a, b, c, d]: [T; WIDTH]) -> T {
        (a + c) + (b + d)
    }
}
