//! The number types that a model computes with.

use nalgebra::RealField;

/// A number type for weights, activations and gradients: `f32` or `f64`.
///
/// Arithmetic, comparisons and functions such as `exp` come from nalgebra's [`RealField`].
pub trait Scalar: RealField + bytemuck::Pod + Default + sealed::Sealed {
    /// The nearest value to `value`.
    fn of(value: f64) -> Self;

    /// This value in `f64`, exactly.
    fn to_f64(self) -> f64;
}

impl Scalar for f32 {
    #[inline]
    fn of(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

impl Scalar for f64 {
    #[inline]
    fn of(value: f64) -> Self {
        value
    }

    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
}

/// The largest finite value of `T`.
pub(crate) fn largest<T: Scalar>() -> f64 {
    T::max_value().map_or(f64::MAX, Scalar::to_f64)
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}
