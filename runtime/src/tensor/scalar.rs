//! The number types that a model computes with.

use crate::math::Number;

/// A number type for weights, activations and gradients: `f32` or `f64`.
///
/// Arithmetic, comparisons and functions such as `exp` come from nalgebra's [`RealField`](nalgebra::RealField), faster
/// ones are in [`math`](crate::math).
pub trait Scalar: Number + sealed::Sealed {
    /// The nearest value to `value`.
    #[inline]
    fn of(value: f64) -> Self {
        Self::nearest(value)
    }

    /// This value in `f64`, exactly.
    #[inline]
    fn to_f64(self) -> f64 {
        self.widened()
    }

    /// These values, with their type named.
    #[doc(hidden)]
    fn values(values: &[Self]) -> Values<'_>;

    /// As [`values`](Self::values), to be written.
    #[doc(hidden)]
    fn values_mut(values: &mut [Self]) -> ValuesMut<'_>;
}

impl Scalar for f32 {
    fn values(values: &[Self]) -> Values<'_> {
        Values::F32(values)
    }

    fn values_mut(values: &mut [Self]) -> ValuesMut<'_> {
        ValuesMut::F32(values)
    }
}

impl Scalar for f64 {
    fn values(values: &[Self]) -> Values<'_> {
        Values::F64(values)
    }

    fn values_mut(values: &mut [Self]) -> ValuesMut<'_> {
        ValuesMut::F64(values)
    }
}

/// Values of a type that is known only when the program runs.
#[derive(Debug)]
#[allow(missing_docs, reason = "the variants are the number types")]
pub enum Values<'a> {
    F32(&'a [f32]),
    F64(&'a [f64]),
}

/// As [`Values`], to be written.
#[derive(Debug)]
#[allow(missing_docs, reason = "the variants are the number types")]
pub enum ValuesMut<'a> {
    F32(&'a mut [f32]),
    F64(&'a mut [f64]),
}

/// −1, 0 or 1.
pub(crate) fn sign<T: Scalar>(value: T) -> T {
    if value == T::zero() { T::zero() } else { value.signum() }
}

/// The largest finite value of `T`.
pub(crate) fn largest<T: Scalar>() -> f64 {
    T::max_value().map_or(f64::MAX, Scalar::to_f64)
}

/// A setting as Keras computes with it on TensorFlow, where it passes through `f32` on its way to a model in
/// `f64`: 0.9 becomes 0.899999976…. To get Keras' numbers, ours passes through it too.
pub(crate) fn as_in_keras(setting: f64) -> f64 {
    f64::from(setting as f32)
}

mod sealed {
    use crate::kernels::dense::DenseProducts;
    use crate::kernels::lanewise::LanewiseProducts;
    use crate::kernels::window::WindowProducts;

    /// The products that are compiled once for each number type, with plywood.
    pub trait Sealed: DenseProducts + LanewiseProducts + WindowProducts {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}
