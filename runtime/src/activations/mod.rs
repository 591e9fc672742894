//! Activation functions, under Keras' names.
//!
//! Each is a type, so that a layer says in its own type what it ends in: `Dense<4, 8, relu>`. They are
//! written in lower case because Keras and the literature write them so.
//!
//! A function with settings is made like a layer, and given to the layer that ends in it:
//! `Dense<4, 8, leaky_relu>(activation = leaky_relu::new().negative_slope(0.1))`. Without that it has Keras'
//! defaults.
//!
//! Keras' `glu` is not among them: it gives half as many values as it takes, so it is a layer,
//! [`GLU`](crate::layers::GLU).

mod functions;
mod inlined;
mod list;

use core::fmt::Debug;

use inlined::by_inlined;

pub use list::Activations;

pub use functions::celu::celu;
pub use functions::elu::elu;
pub use functions::exponential::exponential;
pub use functions::gelu::gelu;
pub use functions::hard_shrink::hard_shrink;
pub use functions::hard_sigmoid::hard_sigmoid;
pub use functions::hard_silu::{hard_silu, hard_swish};
pub use functions::hard_tanh::hard_tanh;
pub use functions::leaky_relu::leaky_relu;
pub use functions::linear::linear;
pub use functions::log_sigmoid::log_sigmoid;
pub use functions::log_softmax::log_softmax;
pub use functions::mish::mish;
pub use functions::relu::relu;
pub use functions::relu6::relu6;
pub use functions::selu::selu;
pub use functions::sigmoid::sigmoid;
pub use functions::silu::{silu, swish};
pub use functions::soft_shrink::soft_shrink;
pub use functions::softmax::softmax;
pub use functions::softplus::softplus;
pub use functions::softsign::softsign;
pub use functions::sparse_plus::sparse_plus;
pub use functions::sparse_sigmoid::sparse_sigmoid;
pub use functions::sparsemax::sparsemax;
pub use functions::squareplus::squareplus;
pub use functions::tanh::tanh;
pub use functions::tanh_shrink::tanh_shrink;
pub use functions::threshold::threshold;

use crate::error::Result;
use crate::kernels::small;
use crate::simd::{Instructions, vectorize_inline};
use crate::tensor::{Batch, BatchMut, Scalar, Shape};

/// A function applied to a layer's result, and its derivative: to that of each sample by itself.
///
/// One that treats every value alone is easier to write as [`Elementwise`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation function",
    label = "not an activation function",
    note = "activation functions are `relu`, `softmax` and the others in `plywood::activations`, and types that implement `plywood::activations::Elementwise`"
)]
pub trait ActivationFn: Copy + Debug + Default + Send + Sync + 'static {
    /// The name, as Keras spells it.
    const NAME: &'static str;

    /// What the derivative is computed from.
    const DERIVATIVE: Derivative = Derivative::FromOutput;

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Whether [`forward`](Self::forward) writes ordinary values to padding lanes too, and [`backward`](Self::backward)
    /// keeps zeros there. Where it does not say so, whoever calls it sees to that.
    const FILLS_PADDING: bool = false;

    /// Replaces `z` by `a = f(z)`.
    fn forward<T: Scalar, S: Shape>(&self, values: BatchMut<'_, T, S>);

    /// Replaces the gradient with respect to `a` by the gradient with respect to `z`. `known` is `a` or `z`,
    /// as [`DERIVATIVE`](Self::DERIVATIVE) says.
    fn backward<T: Scalar, S: Shape>(&self, known: Batch<'_, T, S>, gradient: BatchMut<'_, T, S>);

    /// [`forward`](Self::forward), to become part of a caller that is compiled for these instructions.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_inline<T: Scalar, S: Shape>(&self, values: BatchMut<'_, T, S>, _: Instructions) {
        self.forward(values);
    }

    /// [`backward`](Self::backward), to become part of a caller that is compiled for these instructions.
    #[doc(hidden)]
    #[inline(always)]
    fn backward_inline<T: Scalar, S: Shape>(
        &self,
        known: Batch<'_, T, S>,
        gradient: BatchMut<'_, T, S>,
        _: Instructions,
    ) {
        self.backward(known, gradient);
    }
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
/// /// The arc tangent of z, with derivative 1 / (1 + z²) = cos² a.
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Arctan;
///
/// impl Elementwise for Arctan {
///     const NAME: &'static str = "arctan";
///     fn value<T: Scalar>(&self, z: T) -> T {
///         z.atan()
///     }
///     fn derivative<T: Scalar>(&self, a: T) -> T {
///         a.cos() * a.cos()
///     }
/// }
/// ```
pub trait Elementwise: Copy + Debug + Default + Send + Sync + 'static {
    /// The name, as Keras would spell it.
    const NAME: &'static str;

    /// What [`derivative`](Self::derivative) is computed from.
    const DERIVATIVE: Derivative = Derivative::FromOutput;

    /// Whether the settings make sense; `fit` asks before it changes anything.
    ///
    /// # Errors
    /// [`Error::Setting`](crate::Error::Setting) for a setting out of its range.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// `f(z)`
    fn value<T: Scalar>(&self, z: T) -> T;

    /// `f'(z)`, from `a = f(z)` or from `z`, as [`DERIVATIVE`](Self::DERIVATIVE) says.
    fn derivative<T: Scalar>(&self, known: T) -> T;
}

#[diagnostic::do_not_recommend]
impl<A: Elementwise> ActivationFn for A {
    const NAME: &'static str = <A as Elementwise>::NAME;
    const DERIVATIVE: Derivative = <A as Elementwise>::DERIVATIVE;
    const FILLS_PADDING: bool = true;

    fn check(&self) -> Result<()> {
        Elementwise::check(self)
    }

    by_inlined!();

    #[inline(always)]
    fn forward_inline<T: Scalar, S: Shape>(
        &self,
        mut values: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let (activation, values) = (*self, values.values());
        vectorize_inline::<T, _>(
            instructions,
            #[inline(always)]
            move || {
                for value in values {
                    *value = activation.value(*value);
                }
            },
        );
    }

    #[inline(always)]
    fn backward_inline<T: Scalar, S: Shape>(
        &self,
        known: Batch<'_, T, S>,
        mut gradient: BatchMut<'_, T, S>,
        instructions: Instructions,
    ) {
        let (activation, pairs) = (*self, gradient.values().iter_mut().zip(known.values()));
        vectorize_inline::<T, _>(
            instructions,
            #[inline(always)]
            move || {
                for (gradient, known) in pairs {
                    *gradient *= activation.derivative(*known);
                }
            },
        );
    }
}

/// Replaces `z` by `a = f(z)`, padding lanes too.
#[inline(always)]
pub(crate) fn apply<A: ActivationFn, T: Scalar, S: Shape>(
    activation: A,
    mut values: BatchMut<'_, T, S>,
    instructions: Instructions,
) {
    activation.forward_inline(values.reborrow(), small::inlined(S::LEN, instructions));
    if const { !A::FILLS_PADDING } {
        values.fill_padding();
    }
}

/// Replaces the gradient with respect to `a`, zero in padding lanes, by that with respect to `z`, as
/// [`ActivationFn::backward`].
#[inline(always)]
pub(crate) fn apply_back<A: ActivationFn, T: Scalar, S: Shape>(
    activation: A,
    known: Batch<'_, T, S>,
    mut gradient: BatchMut<'_, T, S>,
    instructions: Instructions,
) {
    activation.backward_inline(known, gradient.reborrow(), small::inlined(S::LEN, instructions));
    if const { !A::FILLS_PADDING } {
        gradient.clear_padding_inline(instructions);
    }
}
