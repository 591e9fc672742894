//! What is the same for all vectors of x86 processors but for the names of the instructions.

/// Operations that are one instruction each, for an `impl` of `Simd`: its proof of instructions, numbers, vectors, and the
/// instructions.
macro_rules! operations {
    (
        $number:ident, $vector:ident:
        $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $div:ident $sqrt:ident $max:ident $mul_add:ident
    ) => {
        #[inline(always)]
        fn splat(self, value: $number) -> $vector {
            // SAFETY: a proof of instructions exists only where they do. So it is for all that follow.
            unsafe { $splat(value) }
        }

        #[inline(always)]
        unsafe fn load(self, from: *const $number) -> $vector {
            // SAFETY: as the caller says.
            unsafe { $load(from) }
        }

        #[inline(always)]
        unsafe fn store(self, to: *mut $number, vector: $vector) {
            // SAFETY: as the caller says.
            unsafe { $store(to, vector) };
        }

        #[inline(always)]
        fn add(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $add(a, b) }
        }

        #[inline(always)]
        fn sub(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $sub(a, b) }
        }

        #[inline(always)]
        fn mul(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $mul(a, b) }
        }

        #[inline(always)]
        fn div(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $div(a, b) }
        }

        #[inline(always)]
        fn sqrt(self, vector: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $sqrt(vector) }
        }

        #[inline(always)]
        fn max(self, a: $vector, b: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $max(a, b) }
        }

        #[inline(always)]
        fn mul_add(self, a: $vector, b: $vector, sum: $vector) -> $vector {
            // SAFETY: see `splat`.
            unsafe { $mul_add(a, b, sum) }
        }
    };
}
pub(super) use operations;

/// The ways to what is compiled for these features, for an `impl` of a proof that the machine has them.
macro_rules! compiled_for {
    ($features:tt) => {
        #[inline]
        pub(super) fn vectorize<R>(self, work: impl FnOnce() -> R) -> R {
            #[target_feature(enable = $features)]
            fn compiled_for_it<R>(work: impl FnOnce() -> R) -> R {
                work()
            }
            // SAFETY: a proof of instructions exists only where they do.
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
            // SAFETY: as above.
            unsafe { compiled_for_it(self, kernel) }
        }
    };
}
pub(super) use compiled_for;
