//! Activation functions, under Keras' names.
//!
//! Each is a type, so that a layer says in its own type what it ends in: `Dense<4, 8, relu>`. They are
//! written in lower case because Keras and the literature write them so.

mod functions;

pub use functions::linear::linear;
pub use functions::relu::relu;
pub use functions::sigmoid::sigmoid;
pub use functions::softmax::softmax;
pub use functions::tanh::tanh;

use core::fmt::Debug;

use crate::{Batch, BatchMut, Scalar, Shape};

/// A function applied to a layer's result, and its derivative.
///
/// One that treats every value alone is easier to write as [`Elementwise`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation function",
    label = "not an activation function",
    note = "activation functions are `linear`, `relu`, `sigmoid`, `softmax`, `tanh`, and types that implement `plywood::activations::Elementwise`"
)]
pub trait ActivationFn: Copy + Debug + Default + Send + Sync + 'static {
    /// The name, as Keras spells it.
    const NAME: &'static str;

    /// What the derivative is computed from.
    const DERIVATIVE: Derivative = Derivative::FromOutput;

    /// Replaces `z` by `a = f(z)`, padding lanes too.
    fn forward<T: Scalar, S: Shape>(&self, values: BatchMut<'_, T, S>);

    /// Replaces the gradient with respect to `a` by the gradient with respect to `z`. `known` is `a` or `z`,
    /// as [`DERIVATIVE`](Self::DERIVATIVE) says.
    fn backward<T: Scalar, S: Shape>(&self, known: Batch<'_, T, S>, gradient: BatchMut<'_, T, S>);
}

/// What an activation's derivative is computed from. Where both would do, the output is better: it is in
/// memory anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivative {
    /// From the function's result `a`.
    FromOutput,
    /// From its argument `z`, which has to be kept for it.
    FromInput,
}

impl Derivative {
    /// The one of the two that the derivative is computed from.
    pub(crate) fn known<B>(self, input: B, output: B) -> B {
        match self {
            Self::FromInput => input,
            Self::FromOutput => output,
        }
    }
}

/// An activation function that treats every value alone.
///
/// ```
/// use plywood::activations::Elementwise;
/// use plywood::Scalar;
///
/// /// x / (1 + |x|)
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Softsign;
///
/// impl Elementwise for Softsign {
///     const NAME: &'static str = "softsign";
///     fn value<T: Scalar>(&self, z: T) -> T {
///         z / (T::one() + z.abs())
///     }
///     fn derivative<T: Scalar>(&self, a: T) -> T {
///         (T::one() - a.abs()) * (T::one() - a.abs())
///     }
/// }
/// ```
pub trait Elementwise: Copy + Debug + Default + Send + Sync + 'static {
    /// The name, as Keras would spell it.
    const NAME: &'static str;

    /// What [`derivative`](Self::derivative) is computed from.
    const DERIVATIVE: Derivative = Derivative::FromOutput;

    /// `f(z)`
    fn value<T: Scalar>(&self, z: T) -> T;

    /// `f'(z)`, from `a = f(z)` or from `z`, as [`DERIVATIVE`](Self::DERIVATIVE) says.
    fn derivative<T: Scalar>(&self, known: T) -> T;
}

#[diagnostic::do_not_recommend]
impl<A: Elementwise> ActivationFn for A {
    const NAME: &'static str = <A as Elementwise>::NAME;
    const DERIVATIVE: Derivative = <A as Elementwise>::DERIVATIVE;

    fn forward<T: Scalar, S: Shape>(&self, mut values: BatchMut<'_, T, S>) {
        for value in values.values() {
            *value = self.value(*value);
        }
    }

    fn backward<T: Scalar, S: Shape>(&self, known: Batch<'_, T, S>, mut gradient: BatchMut<'_, T, S>) {
        for (gradient, known) in gradient.values().iter_mut().zip(known.values()) {
            *gradient *= self.derivative(*known);
        }
    }
}
