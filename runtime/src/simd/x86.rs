//! What is the same for all vectors of x86 processors but for the names of the instructions.

/// Operations that are one instruction each, for an `unsafe impl` of `Simd`: the numbers, the vectors, the
/// instructions.
macro_rules! operations {
    (
        $number:ident, $vector:ident:
        $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $div:ident $sqrt:ident $max:ident $mul_add:ident
    ) => {
        #[inline(always)]
        fn splat(self, value: $number) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $splat(value) }
        }

        #[inline(always)]
        unsafe fn load(self, from: *const $number) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which reads a vector, aligned or not: `from`
            // is valid for that.
            unsafe { $load(from) }
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut $number, vector: $vector) {
            // SAFETY: `self` proves that the machine has the instruction, which writes a vector, aligned or not: `to`
            // is valid for that.
            unsafe { $store(to, vector) };
        }

        #[inline(always)]
        fn add(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $add(a, b) }
        }

        #[inline(always)]
        fn sub(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $sub(a, b) }
        }

        #[inline(always)]
        fn mul(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $mul(a, b) }
        }

        #[inline(always)]
        fn div(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $div(a, b) }
        }

        #[inline(always)]
        fn sqrt(self, vector: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $sqrt(vector) }
        }

        #[inline(always)]
        fn max(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $max(a, b) }
        }

        #[inline(always)]
        fn mul_add(self, a: $vector, b: $vector, sum: $vector) -> $vector {
            // SAFETY: `self` proves that the machine has the instruction, which touches no memory.
            unsafe { $mul_add(a, b, sum) }
        }
    };
}
pub(super) use operations;

/// How to call code that is compiled for these features, for an `impl` of a token that proves that the machine has
/// them.
macro_rules! compiled_for {
    ($features:tt) => {
        #[inline]
        pub(super) fn vectorize<R>(self, work: impl FnOnce() -> R) -> R {
            #[target_feature(enable = $features)]
            fn compiled_for_it<R>(work: impl FnOnce() -> R) -> R {
                work()
            }
            // SAFETY: `self` exists only where `detect` has found all of these features.
            unsafe { compiled_for_it(work) }
        }

        #[inline]
        pub(super) fn run<T>(self, kernel: impl Kernel<T>)
        where
            Self: Simd<T>,
        {
            #[target_feature(enable = $features)]
            fn compiled_for_it<T, S: Simd<T>>(simd: S, kernel: impl Kernel<T>) {
                kernel.run(simd);
            }
            // SAFETY: `self` exists only where `detect` has found all of these features.
            unsafe { compiled_for_it(self, kernel) }
        }
    };
}
pub(super) use compiled_for;
