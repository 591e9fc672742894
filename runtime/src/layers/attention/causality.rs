use crate::layers::Causal;

/// A step looks at all steps: Keras' `use_causal_mask=False`.
#[derive(Clone, Copy, Debug)]
pub enum Full {}

/// [`Full`] or [`Causal`], which is Keras' `use_causal_mask=True`: a step looks at itself and those before it.
pub trait Causality: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Whether a step looks at no later one.
    const IS_CAUSAL: bool;
}

impl Causality for Full {
    const IS_CAUSAL: bool = false;
}

impl Causality for Causal {
    const IS_CAUSAL: bool = true;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Full {}
    impl Sealed for super::Causal {}
}
