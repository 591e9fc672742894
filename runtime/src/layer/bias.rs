//! Whether a layer has a bias.

/// A layer has a bias: Keras' `use_bias=True`.
#[derive(Clone, Copy, Debug)]
pub enum Bias {}

/// A layer has no bias: Keras' `use_bias=False`.
#[derive(Clone, Copy, Debug)]
pub enum NoBias {}

/// [`Bias`] or [`NoBias`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither `Bias` nor `NoBias`",
    label = "write `Bias` or `NoBias`"
)]
pub trait HasBias: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether there is a bias.
    const HAS_BIAS: bool;
}

impl HasBias for Bias {
    const HAS_BIAS: bool = true;
}

impl HasBias for NoBias {
    const HAS_BIAS: bool = false;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bias {}
    impl Sealed for super::NoBias {}
}
