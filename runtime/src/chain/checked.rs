//! Types of which the compiler speaks only once if something is wrong with them: written by `model!`, and by
//! nobody else.
//!
//! The compiler is silent about every use of a type that has an error inside. [`Unknown`] and [`Checked`] have
//! a constant as an argument; if that constant does not compile, this is reported at the one place where it
//! stands, and the type around it is such a type.

use super::SingleValues;
use crate::activations::ActivationFn;
use crate::layer::{HasBias, Layer, checked_count};

/// In the place of a layer that has a mistake, its argument being the mistake.
#[derive(Clone, Debug)]
pub struct Unknown<const MISTAKE: usize>;

/// In the place of an expression that has a mistake, with what it would need. Nobody can call it: its program does
/// not compile.
pub fn unknown<T, N>(_needs: N) -> T {
    unreachable!("a model with a mistake does not compile")
}

/// The layer `L` itself. What stands behind it has to compile: a call of [`is_layer`] or [`is_activation`].
pub type Checked<L, const OK: bool> = <Check<L, OK> as Passed>::Layer;

/// A layer and what is known of it.
#[derive(Debug)]
pub struct Check<L, const OK: bool>(L);

/// A check that was passed.
pub trait Passed {
    /// The layer.
    type Layer;
}

impl<L: Layer> Passed for Check<L, true> {
    type Layer = L;
}

/// Compiles only if `L` is a layer.
pub const fn is_layer<L: Layer>() -> bool {
    true
}

/// Compiles only if `L` is a layer that gives single values.
pub const fn is_step<L: Layer<Output: SingleValues>>() -> bool {
    true
}

/// Compiles only if `A` is an activation function.
pub const fn is_activation<A: ActivationFn>() -> bool {
    true
}

/// Compiles only if `B` is [`Bias`](crate::layers::Bias) or [`NoBias`](crate::layers::NoBias).
pub const fn is_bias<B: HasBias>() -> bool {
    true
}

/// Whether `SIZE` is more than `limit`.
pub const fn is_more<const SIZE: usize>(limit: usize) -> bool {
    SIZE > limit
}

/// Whether the two sizes are the same.
pub const fn are_equal<const A: usize, const B: usize>() -> bool {
    A == B
}

/// Whether the variables of `L`, in the largest number type, are few enough to have addresses.
pub const fn fits_into_memory<L: Layer>() -> bool {
    match checked_count(L::VARIABLES, L::PARTS) {
        Some(count) => count <= isize::MAX as usize / size_of::<f64>(),
        None => false,
    }
}
