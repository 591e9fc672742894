/// `forward` and `backward` of an [`ActivationFn`](super::ActivationFn) that has its code in `forward_inline` and
/// `backward_inline`.
macro_rules! by_inlined {
    () => {
        #[inline(always)]
        fn forward<T: Scalar, S: Shape>(&self, values: BatchMut<'_, T, S>) {
            self.forward_inline(values, crate::simd::Instructions::TARGET);
        }

        #[inline(always)]
        fn backward<T: Scalar, S: Shape>(&self, known: Batch<'_, T, S>, gradient: BatchMut<'_, T, S>) {
            self.backward_inline(known, gradient, crate::simd::Instructions::TARGET);
        }
    };
}
pub(super) use by_inlined;
